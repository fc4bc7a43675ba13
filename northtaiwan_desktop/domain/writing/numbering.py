"""Marks of headings and items on five levels, and the Chinese numerals that they are made of."""

import re
import unicodedata
from enum import IntEnum

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.i18n import _

_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("零一二三四五六七八九十百千", "零壹貳參肆伍陸柒捌玖拾佰仟")
_PLAIN = str.maketrans(
    {
        **dict(zip("壹貳參肆伍陸柒捌玖拾佰仟", "一二三四五六七八九十百千", strict=True)),
        **{"〇": "零", "兩": "二", "叁": "三", "弍": "二", "弌": "一", "万": "萬", "亿": "億"},
        **{"廿": "二十", "卅": "三十"},
    }
)
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = ((10**8, "億"), (10**4, "萬"))
_LIMIT = 10**12
_LEADING_ONE = re.compile("^一十")
_BARE_TEN = re.compile("(?<=[百千零])十")


class Level(IntEnum):
    """The five levels of a paper, from the outermost; none is skipped."""

    ONE = 1
    """壹、"""
    TWO = 2
    """一、"""
    THREE = 3
    """（一）"""
    FOUR = 4
    """1、"""
    FIVE = 5
    """（1）"""


_CHINESE = "[零〇一二兩三四五六七八九十百廿卅]{1,9}"
_MARKS = (
    (Level.ONE, re.compile(r"([壹貳參叁肆伍陸柒捌玖拾佰零]{1,9})\s*[、.．]")),
    (Level.TWO, re.compile(rf"({_CHINESE})\s*[、.．]")),
    (Level.THREE, re.compile(rf"[(（]\s*({_CHINESE})\s*[)）]\s*、?")),
    # 1.5億元 is an amount, not item 1.
    (Level.FOUR, re.compile(r"([0-9０-９]{1,4})\s*(?:、|[.．](?!\s*[0-9０-９]))")),
    (Level.FIVE, re.compile(r"[(（]\s*([0-9０-９]{1,4})\s*[)）]\s*、?")),
)


def written(level: Level, n: int) -> str:
    """Give the mark of the `n`-th (from 1 to 9999) on its level: ``written(Level.ONE, 11) == "拾壹、"``."""
    if not 1 <= n <= 9999:
        raise ValueError(f"no mark for {n}")
    match level:
        case Level.ONE:
            return chinese(n).translate(_FORMAL) + "、"
        case Level.TWO:
            return chinese(n) + "、"
        case Level.THREE:
            return f"（{chinese(n)}）"
        case Level.FOUR:
            return f"{n}、"
        case Level.FIVE:
            return f"（{n}）"


def read(text: str) -> tuple[Level, int, str]:
    """Read the mark that `text` begins with: its level, its number, and the text behind it."""
    head = text.lstrip()
    if head and unicodedata.decomposition(head[0]).startswith("<compat> 0028"):  # ㈠ and ⑴ are single characters
        head = unicodedata.normalize("NFKC", head[0]) + head[1:]
    for level, mark in _MARKS:
        if match := mark.match(head):
            number = _figure(match[1])
            if number:
                return level, number, head[match.end() :].strip()
    raise Unreadable(
        _("「{text}」的開頭沒有項次。請用 壹、 一、 （一） 1、 或 （1） 開頭。").format(text=shown(text)), text
    )


def _figure(token: str) -> int:
    """Give the number of a mark; 0 where it is none."""
    try:
        return read_number(token)
    except Unreadable:
        return 0


def chinese(n: int) -> str:
    """Write a whole number from 0 to 999,999,999,999 in Chinese numerals: 105 is 一百零五."""
    if not 0 <= n < _LIMIT:
        raise ValueError(f"no Chinese numeral for {n}")
    if n == 0:
        return "零"
    result, gap = "", False
    for size, name in (*_LARGE, (1, "")):
        section, n = divmod(n, size)
        if section:
            result += ("零" if result and (gap or section < 1000) else "") + _section(section) + name
        gap = not section and bool(result)
    return _LEADING_ONE.sub("十", result)


def _section(n: int) -> str:
    """Write 1 to 9999; a gap between two figures is one 零."""
    result, gap = "", False
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, size)
        if digit:
            result += ("零" if gap else "") + _DIGITS[digit] + name
        gap = not digit and bool(result)
    return result


def read_chinese(text: str) -> int:
    """Read a Chinese numeral: 一百零五, 一〇五, 廿五, 兩百 and the formal 壹佰零伍.

    一百五 is refused: some mean 150 by it, some 105.
    """
    plain = folded(text).translate(_PLAIN)
    if plain and len(plain) <= 12 and all(sign in _DIGITS for sign in plain):
        return int("".join(str(_DIGITS.index(sign)) for sign in plain))
    usual = _LEADING_ONE.sub("十", _BARE_TEN.sub("一十", plain))
    value = _summed(plain)
    if value is None or chinese(value) != usual:
        raise Unreadable(_("看不懂的中文數字「{text}」。請寫成 一百零五 或 105。").format(text=shown(text)), text)
    return value


def _summed(plain: str) -> int | None:
    """Add up a numeral without asking whether it is well formed; None where that can't be one."""
    if not 0 < len(plain) <= 30:
        return None
    total = section = digit = 0
    for sign in plain:
        if sign in _DIGITS:
            digit = _DIGITS.index(sign)
        elif sign in _SMALL:
            section += (digit or 1) * _SMALL[sign]
            digit = 0
        elif sign in "萬億":
            total += (section + digit) * (10**4 if sign == "萬" else 10**8)
            section = digit = 0
        else:
            return None
    total += section + digit
    return total if total < _LIMIT else None


def read_number(token: str) -> int:
    """Read a short whole number in figures of either width or in Chinese numerals."""
    plain = folded(token)
    if plain.isascii() and plain.isdigit() and len(plain) <= 12:
        return int(plain)
    return read_chinese(token)
