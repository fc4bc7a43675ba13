"""The year, month and day that a text names, as far as it names them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.i18n import _

FIRST_YEAR = 1911
"""A western year less this is the ROC year."""

LAST_YEAR = 999
"""The last ROC year that three figures can write."""

WEEKDAYS = "一二三四五六日"

LONGEST = 60
"""Characters; what is longer is prose and no date."""

_NUMBER = "(?:[0-9]{1,4}|[〇零一二兩三四五六七八九十百千廿卅]{1,9})"
_ERA = "(?P<era>中華民國|民國|西元|公元)?"
_WEEKDAY = r"(?:\((?:星期|禮拜|周|週)?(?P<w>[一二三四五六日天])\)|(?:星期|禮拜|周|週)(?P<w2>[一二三四五六日天]))?"
_WORDED = re.compile(
    rf"(?:{_ERA}(?P<y>{_NUMBER}|元)年度?)?(?:(?P<m>{_NUMBER})月份?)?(?:(?P<d>{_NUMBER})[日號])?(?P<bare>{_NUMBER})?{_WEEKDAY}"
)
_MARKED = re.compile(
    rf"{_ERA}(?P<y>[0-9]{{1,4}})年?(?P<s>[./-])(?P<m>[0-9]{{1,2}})(?:(?P=s)(?P<d>[0-9]{{1,2}}))?[.日]?{_WEEKDAY}"
)
_MIXED = re.compile(rf"{_ERA}(?P<y>[0-9]{{1,4}})年(?P<m>[0-9]{{1,2}})[./](?P<d>[0-9]{{1,2}})日?{_WEEKDAY}")
_COMPACT = re.compile(rf"{_ERA}(?P<y>[0-9]{{2,4}})(?P<m>[0-9]{{2}})(?P<d>[0-9]{{2}}){_WEEKDAY}")
# A workbook saved as text adds the empty hour to each of its dates.
_MIDNIGHT = re.compile(r"(?:\||t)0?0:00(?::00(?:\.0+)?)?$")


@dataclass(frozen=True)
class DayParts:
    """What a text names: `year` is ROC; `bare` is a last number that no 年, 月 or 日 follows."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    bare: int | None = None
    weekday: str = ""


def find_parts(plain: str) -> DayParts | None:
    """Read tightly folded text that is a date or a beginning or end of one; None where it is none.

    Raises `Unreadable` where it is one in form, but of no year that a date can have. A number of four
    figures is a western year, a shorter one is ROC; 2003.7 is a year with a month.
    """
    if len(plain) > LONGEST:
        return None
    plain = _MIDNIGHT.sub("", plain).replace("元月", "1月")
    match = _WORDED.fullmatch(plain) or _COMPACT.fullmatch(plain) or _MARKED.fullmatch(plain) or _MIXED.fullmatch(plain)
    if match is None or not plain:
        return None
    found = match.groupdict()
    if not (found["y"] or found["m"] or found["d"] or found.get("bare")):
        return None
    return DayParts(
        year=_year(found["y"], found["era"] or "", plain) if found["y"] else None,
        month=read_number(found["m"]) if found["m"] else None,
        day=read_number(found["d"]) if found["d"] else None,
        bare=_bare(found.get("bare")),
        weekday=(found["w"] or found["w2"] or "").replace("天", "日"),
    )


def _bare(token: str | None) -> int | None:
    return read_number(token) if token else None


def _year(token: str, era: str, plain: str) -> int:
    number = 1 if token == "元" else read_number(token)
    western = number >= 1000 or (len(token) == 4 and token.isascii()) or era in ("西元", "公元")
    if western and era.endswith("民國"):
        raise Unreadable(
            _("「{text}」的年不合：「民國」之後不能是西元年 {year}。請寫民國年，或去掉「民國」。").format(
                text=shown(plain), year=number
            ),
            plain,
        )
    return checked_year(number - FIRST_YEAR if western else number, plain)


def checked_year(year: int, text: str) -> int:
    """Give back a ROC year that a date can have; refuse with words what lies before 民國元年 or after 999年."""
    if year < 1:
        raise Unreadable(
            _("「{text}」的年早於民國元年（1912年），無法記錄。請改正年。").format(text=shown(text)),
            text,
        )
    if year > LAST_YEAR:
        raise Unreadable(_("「{text}」的年超出範圍：最晚到民國 999 年。請改正年。").format(text=shown(text)), text)
    return year


def last_day(year: int, month: int) -> date:
    """The last day of a month of a ROC year."""
    return date(year + FIRST_YEAR, month, monthrange(year + FIRST_YEAR, month)[1])


def checked_month(month: int, text: str) -> int:
    """Give back a month from 1 to 12; refuse others with words."""
    if not 1 <= month <= 12:
        raise Unreadable(
            _("「{text}」的月份是 {month}，只能是 1 至 12。請改正月份。").format(text=shown(text), month=month), text
        )
    return month


def made_day(year: int, month: int, day: int, text: str, weekday: str = "") -> date:
    """Make the date of a ROC year, or say why there is none; `text` is what the message quotes."""
    checked_year(year, text)
    checked_month(month, text)
    days = last_day(year, month).day
    if not 1 <= day <= days:
        raise Unreadable(
            _("「{text}」不是日期：{year}年{month}月只有 {days} 天，沒有 {day} 日。請改正日期。").format(
                text=shown(text), year=year, month=month, days=days, day=day
            ),
            text,
        )
    made = date(year + FIRST_YEAR, month, day)
    true = WEEKDAYS[made.weekday()]
    if weekday and weekday != true:
        raise Unreadable(
            _("「{text}」的星期不符：{year}年{month}月{day}日是星期{true}，不是星期{said}。請改正日期或星期。").format(
                text=shown(text), year=year, month=month, day=day, true=true, said=weekday
            ),
            text,
        )
    return made
