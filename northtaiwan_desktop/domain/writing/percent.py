"""Shares of the whole from 0 to 100, as progress columns hold them: 80%, 0.8, 八成五."""

import re
from decimal import ROUND_HALF_UP, Decimal

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import shown, tight
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import _

_FIGURE = r"-?(?:[0-9]{1,9}(?:\.[0-9]{1,18})?|\.[0-9]{1,18})"
_CHINESE = "[〇零一二兩三四五六七八九十百]{1,7}"
_AROUND = re.compile(r"^(?:約|大約|大概|近|已達|達|已完成|完成|進度)+(?=.)|(?:左右|\([^()]*\))$")
_SIGNED = re.compile(rf"({_FIGURE}|{_CHINESE})%|百分之({_FIGURE}|{_CHINESE})")
_TENTHS = re.compile(r"(十|[0-9一二三四五六七八九])成(?:([0-9一二三四五六七八九])|(半))?")
_CENT = Decimal("0.01")
_ABSURD = Decimal(10) ** 12


def read_percent(value: object, *, fraction: bool | None = None) -> float:
    """Read a share as a number from 0 to 100 with at most two decimals. Raises `Unreadable` alone.

    With a sign (80%, 八成, 百分之八十) the figure is what it says. Without one, `fraction` decides: True, as a
    cell with the number format of percent, where 0.8 and 1 are 80 and 100 (a text over 1 there is a percentage
    that was typed); False, where 1 is one percent. Unsaid: between 0 and 1 is a fraction, from 1 on a percentage,
    and 1 itself is refused, since it may be either.
    """
    text = value if isinstance(value, str) else shown(value)
    if isinstance(value, str):
        share = _from_text(value, fraction)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
        share = _scaled(number, fraction, text) if number.is_finite() else None
    else:
        share = None
    if share is None:
        raise Unreadable(
            _("看不懂的百分比「{text}」。請填 0 至 100 的數字，例如 80 或 80%。").format(text=shown(text)), text
        )
    if not -_CENT / 2 < share < 100 + _CENT / 2:
        raise Unreadable(
            _("百分比 {number} 超出範圍（原文「{text}」）：只能是 0 至 100。請改正後再試。").format(
                number=shown(f"{share:f}" if abs(share.adjusted()) < 30 else text), text=shown(text)
            ),
            text,
        )
    return abs(float(share.quantize(_CENT, ROUND_HALF_UP)))


def _from_text(text: str, fraction: bool | None) -> Decimal | None:
    plain = tight(text)
    while (core := _AROUND.sub("", plain)) != plain:
        plain = core
    if signed := _SIGNED.fullmatch(plain):
        return _figure(signed[1] or signed[2])
    if tenths := _TENTHS.fullmatch(plain):
        return Decimal(read_number(tenths[1]) * 10 + (5 if tenths[3] else read_number(tenths[2] or "0")))
    if re.fullmatch(_FIGURE, plain):
        number = Decimal(plain)
        return _scaled(number, None if fraction and number > 1 else fraction, text)
    return None


def _figure(token: str) -> Decimal:
    return Decimal(token) if re.fullmatch(_FIGURE, token) else Decimal(read_number(token))


def _scaled(number: Decimal, fraction: bool | None, text: str) -> Decimal:
    """Turn a figure without a sign into a percentage."""
    if number == 1 and fraction is None:
        raise Unreadable(
            _("「{text}」可能是 1%，也可能是 100%，程式不猜。請寫明 1% 或 100%。").format(text=shown(text)), text
        )
    if fraction is None:
        fraction = 0 < number < 1
    return number.scaleb(2) if fraction and abs(number) < _ABSURD else number


def written_percent(share: float) -> str:
    """Write a share with no more decimals than it has, two at most: 80%, 66.67%."""
    figures = f"{Decimal(repr(float(share))).quantize(_CENT, ROUND_HALF_UP):f}"
    return figures.rstrip("0").rstrip(".") + "%"
