"""Stretches of time as people name them: a day, a month, a quarter, a year, or from one to another."""

import re
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from itertools import islice, pairwise

from northtaiwan_desktop.domain.errors import RuleBroken, Unreadable
from northtaiwan_desktop.domain.writing.day_parts import (
    FIRST_YEAR,
    DayParts,
    checked_month,
    checked_year,
    find_parts,
    last_day,
    made_day,
)
from northtaiwan_desktop.domain.writing.fold import shown, tight
from northtaiwan_desktop.domain.writing.numbering import read_number
from northtaiwan_desktop.domain.writing.roc_date import date_text, read_day, written
from northtaiwan_desktop.i18n import _


class Precision(Enum):
    """How precisely a stretch is known, which is also how it is written."""

    DAY = "day"
    DAYS = "days"
    MONTH = "month"
    MONTHS = "months"
    QUARTER = "quarter"
    YEAR = "year"
    YEARS = "years"

    @property
    def word(self) -> str:
        """The word as lists write it: always Chinese."""
        return {
            Precision.DAY: "日",
            Precision.DAYS: "數日",
            Precision.MONTH: "月",
            Precision.MONTHS: "數月",
            Precision.QUARTER: "季",
            Precision.YEAR: "年",
            Precision.YEARS: "數年",
        }[self]


@dataclass(frozen=True)
class Span:
    """The days from `since` to `until`, both included, that a date of this precision names."""

    since: date
    until: date
    precision: Precision

    def __post_init__(self) -> None:
        if self.since.year <= FIRST_YEAR or self.until < self.since or not self._fits():
            raise RuleBroken(
                _("{since} 至 {until} 不是完整的起訖期間。請檢查起日、迄日與日期精度。").format(
                    since=self.since.isoformat(), until=self.until.isoformat()
                )
            )

    def _fits(self) -> bool:
        since, until = self.since, self.until
        first_month = (since.month, since.day) == (1, 1)
        same_year, same_month = since.year == until.year, since.timetuple()[:2] == until.timetuple()[:2]
        month_ends = since.day == 1 and until == last_day(until.year - FIRST_YEAR, until.month)
        match self.precision:
            case Precision.DAY:
                return since == until
            case Precision.DAYS:
                return True
            case Precision.MONTH:
                return month_ends and same_month
            case Precision.MONTHS:
                return month_ends
            case Precision.QUARTER:
                return month_ends and same_year and since.month % 3 == 1 and until.month == since.month + 2
            case Precision.YEAR:
                return month_ends and first_month and same_year and until.month == 12
            case Precision.YEARS:
                return month_ends and first_month and until.month == 12


def quarter_of(day: date) -> int:
    """The quarter of the year, 1 to 4, that `day` is in."""
    return (day.month + 2) // 3


def quarter_span(year: int, quarter: int) -> Span:
    """The `quarter` (1 to 4) of a ROC year: ``quarter_span(115, 3)`` is July to September 2026."""
    return _months(year, quarter * 3 - 2, year, quarter * 3, Precision.QUARTER)


def month_span(year: int, month: int) -> Span:
    """One month of a ROC year."""
    return _months(year, month, year, month, Precision.MONTH)


def year_span(year: int) -> Span:
    """One ROC year."""
    return _months(year, 1, year, 12, Precision.YEAR)


def _months(year: int, month: int, until_year: int, until_month: int, precision: Precision) -> Span:
    return Span(date(year + FIRST_YEAR, month, 1), last_day(until_year, until_month), precision)


def written_span(span: Span) -> str:
    """Write a span so that it is read back the same: 92年2月至6月, 84年至86年, 115年第3季."""
    since, until = span.since, span.until
    year, last = since.year - FIRST_YEAR, until.year - FIRST_YEAR
    match span.precision:
        case Precision.DAY:
            return written(since)
        case Precision.DAYS if year != last:
            return f"{written(since)}至{written(until)}"
        case Precision.DAYS if since.month != until.month:
            return f"{written(since)}至{until.month}月{until.day}日"
        case Precision.DAYS:
            return f"{written(since)}至{until.day}日"
        case Precision.MONTH:
            return f"{year}年{since.month}月"
        case Precision.MONTHS if year != last:
            return f"{year}年{since.month}月至{last}年{until.month}月"
        case Precision.MONTHS:
            return f"{year}年{since.month}月至{until.month}月"
        case Precision.QUARTER:
            return f"{year}年第{quarter_of(since)}季"
        case Precision.YEAR:
            return f"{year}年"
        case Precision.YEARS:
            return f"{year}年至{last}年"


_QUARTER = re.compile(
    r"(?:(?P<year>.*?[0-9〇零一二三四五六七八九十百元])(?:年度?|-)?)??"
    r"(?:第(?P<a>[0-9一二三四])(?:季?(?:至|到|~|-)第?(?P<b>[0-9一二三四]))?季|q(?P<q>[0-9])|(?P<n>[1-4一二三四])季)度?"
)
_HALF = re.compile(r"(?:(?P<year>.*?[0-9〇零一二三四五六七八九十百元])(?:年度?)?)?(?P<half>[上下])半年")
_DAYS_IN_TURN = re.compile(r"(?P<days>[0-9]{1,2}[日號]?(?:[、,及和與][0-9]{1,2}[日號]?)+)$")
_JOINTS = 8
"""More marks between two numbers than any stretch needs: beyond them a text is prose."""

_TO = re.compile(r"起?(?:至|到|~)|起?-")


def read_span(value: object, *, year: int | None = None) -> Span:
    """Read a stretch of time; what names no year is of the ROC `year`. Raises `Unreadable` alone.

    A bare number over 12 is a year; smaller ones are refused unless a 年, 月, 日 or `year` says what they are.
    """
    if isinstance(value, date):
        day = read_day(value)
        return Span(day, day, Precision.DAY)
    text = date_text(value)
    plain = _in_turn(tight(text))
    return (
        _quarters(plain, text, year)
        or _half_year(plain, text, year)
        or _single(plain, text, year)
        or _stretch(plain, text, year)
        or _refuse(text, plain)
    )


def _in_turn(plain: str) -> str:
    """Days that follow one another are a stretch: 5月16、17日 is 5月16~17日. Others stay as they are."""
    found = _DAYS_IN_TURN.search(plain)
    before = plain[found.start() - 1 : found.start()] if found else ""
    # 115.5、6 are months.
    if found is None or not (before == "月" or (before in ("/", ".") and plain.endswith(("日", "號")))):
        return plain
    days = [int(day) for day in re.findall("[0-9]+", found["days"])]
    is_stretch = all(later - earlier == 1 for earlier, later in pairwise(days))
    return f"{plain[: found.start()]}{days[0]}~{days[-1]}日" if is_stretch else plain


def _refuse(text: str, plain: str) -> Span:
    if not plain:
        raise Unreadable(_("期間是空的。請填寫日期或期間，例如 115年3月至6月。"), text)
    raise Unreadable(
        _("看不懂的期間「{text}」。請寫成 115年9月8日、115年3月至6月、115年第3季、98年至103年。").format(
            text=shown(text)
        ),
        text,
    )


def _year_named(token: str | None, year: int | None, text: str) -> int:
    """The year that a quarter or half belongs to: as written before it, else as given."""
    if token:
        parts = find_parts(token + "年")
        if parts is None or parts.year is None or parts.month or parts.day:
            raise Unreadable(_("「{text}」的年看不懂。請寫成 115年第3季。").format(text=shown(text)), text)
        return parts.year
    if year is None:
        raise Unreadable(
            _("「{text}」沒有年，無法確定是哪一年。請連年一起寫，例如 115年第3季。").format(text=shown(text)), text
        )
    return checked_year(year, text)


def _quarters(plain: str, text: str, year: int | None) -> Span | None:
    match = _QUARTER.fullmatch(plain)
    if match is None:
        return None
    of_year = _year_named(match["year"], year, text)
    first = read_number(match["a"] or match["q"] or match["n"])
    last = read_number(match["b"]) if match["b"] else first
    if not 1 <= first <= last <= 4:
        raise Unreadable(_("「{text}」沒有這一季：只有第 1 季至第 4 季。請改正季別。").format(text=shown(text)), text)
    if match["b"]:
        return _months(of_year, first * 3 - 2, of_year, last * 3, Precision.MONTHS)
    return quarter_span(of_year, first)


def _half_year(plain: str, text: str, year: int | None) -> Span | None:
    match = _HALF.fullmatch(plain)
    if match is None:
        return None
    first = 1 if match["half"] == "上" else 7
    of_year = _year_named(match["year"], year, text)
    return _months(of_year, first, of_year, first + 5, Precision.MONTHS)


def _single(plain: str, text: str, year: int | None) -> Span | None:
    """Read one day, month or year."""
    parts = find_parts(plain)
    if parts is None:
        return None
    if parts.bare is not None:
        if parts.year or parts.month or parts.day or parts.weekday or parts.bare <= 12:
            return None
        return _single(plain + "年", text, None)
    if parts.day is not None or _is_month_and_day(parts, plain):
        day = read_day(text, year=year)
        return Span(day, day, Precision.DAY)
    if parts.weekday:
        return None
    if parts.month is not None:
        return month_span(_of_year(parts, year, text), checked_month(parts.month, text))
    return year_span(_of_year(parts, year, text))


def _is_month_and_day(parts: DayParts, plain: str) -> bool:
    """1/12 has the form of a year with a month, but nobody means 民國1年 by it."""
    return parts.year is not None and parts.year <= 12 and parts.month is not None and not re.search("[年月]", plain)


def _of_year(parts: DayParts, year: int | None, text: str) -> int:
    return parts.year if parts.year is not None else _year_named(None, year, text)


def _stretch(plain: str, text: str, year: int | None) -> Span | None:
    """Read from one to another: each end names the same units, the second may leave out what it shares."""
    for joint in islice(_TO.finditer(plain), _JOINTS):
        left = _end(plain[: joint.start()].removeprefix("自").removeprefix("從"))
        right = _end(plain[joint.end() :].removesuffix("止"))
        if left is None or right is None:
            continue
        left, right = _matched(left, right)
        if left.bare is None and right.bare is None and (left.month is None) == (right.month is None):
            return _joined(left, right, text, year)
    return None


def _end(plain: str) -> DayParts | None:
    parts = find_parts(plain)
    if parts is not None and _is_month_and_day(parts, plain):
        return replace(parts, year=None, month=parts.year, day=parts.month) if parts.day is None else parts
    return parts


def _matched(left: DayParts, right: DayParts) -> tuple[DayParts, DayParts]:
    """Give each bare number the unit that the other end shows, and each end the year and month that it shares."""
    if left.bare is not None:
        left = _named(left, _unit_after(left) or _unit_first(right) or _unit_of_bare(left))
    if right.bare is not None:
        right = _named(right, _unit_after(right) or _unit_last(left))
    if left.year is not None and left.day is not None and right.day is None and right.year and right.month:
        right = replace(right, year=None, month=right.year, day=right.month)  # 115.1.1-3.5
    year = right.year if right.year is not None else left.year
    month = right.month if right.month is not None or right.day is None else left.month
    return left, replace(right, year=year, month=month)


def _unit_after(parts: DayParts) -> str:
    """The unit of a bare number that stands behind a year or a month."""
    if parts.month is not None:
        return "day"
    return "month" if parts.year is not None else ""


def _unit_first(parts: DayParts) -> str:
    """The largest unit that an end names."""
    return "year" if parts.year is not None else "month" if parts.month is not None else "day" if parts.day else ""


def _unit_last(parts: DayParts) -> str:
    """The smallest unit that an end names."""
    return "day" if parts.day is not None else "month" if parts.month is not None else "year" if parts.year else ""


def _unit_of_bare(parts: DayParts) -> str:
    return "year" if parts.bare is not None and parts.bare > 12 else ""


def _named(parts: DayParts, unit: str) -> DayParts:
    number = parts.bare
    match unit:
        case "year" if number is not None:
            return replace(parts, bare=None, year=number - FIRST_YEAR if number >= 1000 else number)
        case "month":
            return replace(parts, bare=None, month=number)
        case "day":
            return replace(parts, bare=None, day=number)
    return parts


def _joined(left: DayParts, right: DayParts, text: str, year: int | None) -> Span | None:
    first, last = _of_year(left, year, text), _of_year(right, year, text)
    checked_year(first, text)
    checked_year(last, text)
    if (left.day is None) != (right.day is None):
        return None
    if left.month is None or right.month is None:
        if left.day is not None:
            return None
        return _ordered(date(first + FIRST_YEAR, 1, 1), last_day(last, 12), Precision.YEARS, text)
    if left.day is None or right.day is None:
        since = made_day(first, left.month, 1, text)
        return _ordered(since, last_day(last, checked_month(right.month, text)), Precision.MONTHS, text)
    return _ordered(
        made_day(first, left.month, left.day, text, left.weekday),
        made_day(last, right.month, right.day, text, right.weekday),
        Precision.DAYS,
        text,
    )


def _ordered(since: date, until: date, precision: Precision, text: str) -> Span:
    if until < since:
        raise Unreadable(
            _("「{text}」的結束（{until}）早於開始（{since}）。請改正起訖。").format(
                text=shown(text), since=written(since), until=written(until)
            ),
            text,
        )
    return Span(since, until, precision)
