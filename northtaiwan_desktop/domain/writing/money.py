"""Amounts in whole New Taiwan dollars, as budgets write them: 1,200千元, 2,000萬元, 1億1,890萬元."""

import re
from decimal import Decimal

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import folded, shown, tight
from northtaiwan_desktop.domain.writing.numbering import read_chinese
from northtaiwan_desktop.i18n import _

_MOST = 10**15
"""More than any public budget; beyond it a figure is a slip, and too large for a register's column."""

_FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,16})(?:\.[0-9]{1,12})?"
# 3千2百 before 萬 is 3,200: a part may carry small units of its own.
_PART = rf"(?:(?:{_FIGURE})[千仟])?(?:(?:{_FIGURE})[百佰])?(?:{_FIGURE})?"
_AMOUNT = re.compile(rf"(?:(?P<yi>{_PART})[億亿])?(?:(?P<wan>{_PART})[萬万])?(?P<rest>{_PART})")
_SMALL = re.compile(rf"(?:(?P<k>{_FIGURE})[千仟])?(?:(?P<h>{_FIGURE})[百佰])?(?P<n>{_FIGURE})?")
_CURRENCY = re.compile(r"^(?:新台幣|台幣|ntd\$?|nt\$?|\$)")
_DOLLARS = re.compile(r"(?:元整|元|圓整|圓)$")
_OWN_UNIT = re.compile("[億亿萬万千仟百佰]")
_WORDED = re.compile("[零〇一二兩三四五六七八九十百千萬億壹貳參叁肆伍陸柒捌玖拾佰仟廿卅]+")
_UNITS = {"億": 10**8, "千萬": 10**7, "百萬": 10**6, "十萬": 10**5, "萬": 10**4, "千": 1000, "百": 100, "": 1}
_UNIT = re.compile(
    r"(?:^|單位|幣|nt\$|[(\[:/,、])[:]?(?:單位:?)?(?:新台幣|台幣|nt\$)?[:/]?(?P<unit>億|千萬|百萬|十萬|萬|千|百|)元(?:整)?(?=$|[)\],、;。])"
)


def read_money(value: object, *, unit: int = 1) -> int:
    """Read an amount as whole dollars; `unit` is how many dollars 1 in the column stands for (1000 for 千元).

    A text that names its own unit (2,000萬元) is not multiplied again. Words, blanks and parts of a dollar are
    refused: what is not known is not 0. Raises `Unreadable` alone.
    """
    text = value if isinstance(value, str) else shown(value)
    if isinstance(value, str):
        amount = _from_text(value, unit)
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        number = Decimal(repr(float(value))) if isinstance(value, float) else Decimal(value)
        amount = None if not number.is_finite() else number * unit if abs(number) < _MOST else number
    else:
        amount = None
    if amount is None:
        raise Unreadable(_unread(text), text)
    if abs(amount) >= _MOST:
        raise Unreadable(_("金額「{text}」太大。請檢查數字與單位。").format(text=shown(text)), text)
    dollars = round(amount)
    if abs(amount - dollars) > Decimal("0.01"):
        raise Unreadable(
            _("金額「{text}」換算後不是整元。請檢查數字與單位，金額以元為最小單位。").format(text=shown(text)), text
        )
    return dollars


def _unread(text: str) -> str:
    if not text.strip():
        return _("金額是空的。請填數字，例如 1,200、2,000萬元；確定沒有經費請填 0。")
    return _(
        "看不懂的金額「{text}」。請只寫數字，例如 1,200、2,000萬元 或 1億1,890萬元；尚未確定請留空白，說明寫在備註。"
    ).format(text=shown(text))


def _from_text(text: str, unit: int) -> Decimal | None:
    plain, negative = _sign(tight(text))
    plain = _CURRENCY.sub("", plain)
    if not negative:
        plain, negative = _sign(plain)
    core = _DOLLARS.sub("", plain)
    in_dollars = core != plain
    if not core:
        return None
    if _WORDED.fullmatch(core):
        # 五百 in a column of thousands may be 500 or 500,000 dollars.
        named = in_dollars or "萬" in core or "億" in core or unit == 1
        amount = _from_words(core) if named else None
    else:
        amount = _from_figures(core, unit, in_dollars)
    return -amount if amount is not None and negative else amount


def _from_words(core: str) -> Decimal | None:
    try:
        return Decimal(read_chinese(core))
    except Unreadable:
        return None


def _sign(plain: str) -> tuple[str, bool]:
    """Take a minus off: -1, △1, or 1 in brackets as accountants write it."""
    if plain[:1] in ("-", "△", "▲"):
        return plain[1:], True
    if re.fullmatch(r"\([0-9.,]+\)", plain):
        return plain[1:-1], True
    return plain, False


def _from_figures(core: str, unit: int, in_dollars: bool) -> Decimal | None:
    match = _AMOUNT.fullmatch(core)
    if match is None:
        return None
    own_unit = _OWN_UNIT.search(core) is not None
    if own_unit and not in_dollars and core[-1].isdigit():
        return None  # 1億5 is said for 1億5,000萬, and written for much else.
    amount, below = Decimal(0), Decimal(_MOST)
    for name, size in (("yi", 10**8), ("wan", 10**4), ("rest", 1)):
        part = match[name]
        if part is None or (part == "" and name == "rest"):
            continue
        value = _small(part)
        if value is None or value * size >= below:
            return None
        amount, below = amount + value * size, Decimal(size)
    return amount if own_unit or in_dollars else amount * unit


def _small(part: str) -> Decimal | None:
    """Read a part with its own 千 and 百: 3千2百 is 3200."""
    match = _SMALL.fullmatch(part)
    if match is None or not part:
        return None
    total, below = Decimal(0), Decimal(_MOST)
    for name, size in (("k", 1000), ("h", 100), ("n", 1)):
        if match[name] is not None:
            value = Decimal(match[name].replace(",", "")) * size
            if value >= below:
                return None
            total, below = total + value, Decimal(size)
    return total


def written_money(dollars: int) -> str:
    """Write an amount as prose does: 1億1,890萬元, 870萬元, 8萬5,000元."""
    if dollars < 0:
        return "-" + written_money(-dollars)
    yi, rest = divmod(dollars, 10**8)
    wan, rest = divmod(rest, 10**4)
    parts = [f"{count:,}{name}" for count, name in ((yi, "億"), (wan, "萬"), (rest, "")) if count]
    return "".join(parts or ["0"]) + "元"


def written_thousands(dollars: int) -> str:
    """Write an amount in thousands for a column of 千元; no dollar is lost: 8,700 or 8,700.5."""
    thousands, rest = divmod(abs(dollars), 1000)
    decimals = f".{rest:03}".rstrip("0") if rest else ""
    return f"{'-' if dollars < 0 else ''}{thousands:,}{decimals}"


def read_unit(text: str) -> int | None:
    """Find the unit that a heading or a corner names (單位：千元, (萬元)): dollars to 1; None where none is named."""
    match = _UNIT.search(folded(text).replace("仟", "千").replace("佰", "百"))
    return _UNITS[match["unit"]] if match else None
