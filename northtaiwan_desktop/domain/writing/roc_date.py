"""Dates as government writes them: 115年9月8日 is 2026-09-08."""

import re
from datetime import date, datetime

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.day_parts import (
    FIRST_YEAR,
    WEEKDAYS,
    DayParts,
    checked_month,
    checked_year,
    find_parts,
    made_day,
)
from northtaiwan_desktop.domain.writing.fold import shown, tight
from northtaiwan_desktop.i18n import _

__all__ = [
    "FIRST_YEAR",
    "date_text",
    "read_day",
    "read_year",
    "weekday",
    "written",
    "written_compact",
    "written_dotted",
    "written_full",
    "written_slashed",
]

_FIGURES = 10**9
_BEFORE_ROC = re.compile(r"^(?:中華)?(?:民前|民國前|民國-|-[0-9]|西元前|公元前)")


def written(day: date) -> str:
    """Write a date: ``written(date(2026, 9, 8)) == "115年9月8日"``."""
    return f"{day.year - FIRST_YEAR}年{day.month}月{day.day}日"


def written_full(day: date) -> str:
    """Write a date as notices and minutes do: 中華民國115年9月8日（星期二）."""
    return f"中華民國{written(day)}（{weekday(day)}）"


def written_dotted(day: date) -> str:
    """Write a date short: 115.9.8."""
    return f"{day.year - FIRST_YEAR}.{day.month}.{day.day}"


def written_slashed(day: date) -> str:
    """Write a date for a column, all of one width: 115/09/08."""
    return f"{day.year - FIRST_YEAR}/{day.month:02}/{day.day:02}"


def written_compact(day: date) -> str:
    """Write a date in seven figures: 1150908."""
    return f"{day.year - FIRST_YEAR:03}{day.month:02}{day.day:02}"


def weekday(day: date) -> str:
    """Name the day of the week: 星期二."""
    return f"星期{WEEKDAYS[day.weekday()]}"


def read_day(value: object, *, year: int | None = None) -> date:
    """Read a date in any spelling that offices use; a day without a year is one of the ROC `year`.

    Two or three figures are a ROC year, four a western one. A weekday that is written must agree. A number
    is read by its figures (1040604), never as a spreadsheet's count of days. Raises `Unreadable` alone.
    """
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        checked_year(day.year - FIRST_YEAR, day.isoformat())
        return day
    text = date_text(value)
    plain = tight(text)
    parts = find_parts(plain)
    if parts is None or parts.bare is not None:
        raise Unreadable(_unread(plain, text, isinstance(value, str)), text)
    return _whole(parts, year, text)


def _whole(parts: DayParts, year: int | None, text: str) -> date:
    """Make the day of parts that must name one."""
    of_year, month, day = parts.year, parts.month, parts.day
    if day is None and of_year is not None and month is not None and of_year <= 12 and not re.search("[年月]", text):
        # 1/12 has the form of a year with a month, but nobody means 民國1年 by it.
        of_year, month, day = None, of_year, month
    if month is None or day is None:
        raise Unreadable(_("「{text}」沒有寫出是哪一天。請寫到日，例如 115年9月8日。").format(text=shown(text)), text)
    if of_year is None and year is None:
        checked_month(month, text)
        raise Unreadable(
            _("「{text}」沒有年，無法確定是哪一年。請連年一起寫，例如 115/{month}/{day}。").format(
                text=shown(text), month=month, day=day
            ),
            text,
        )
    return made_day(of_year if of_year is not None else year or 0, month, day, text, parts.weekday)


def date_text(value: object) -> str:
    """Give a cell's value as the text to read a date from: itself, or the figures of a whole number."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _FIGURES:
        return str(value)
    if isinstance(value, float) and abs(value) < _FIGURES and value.is_integer():
        return str(int(value))  # Some readers of workbooks give each number as a float.
    if value is None:
        return ""
    said = shown(value)
    raise Unreadable(_("「{text}」不是日期的寫法。請改成文字，例如 115年9月8日或 115/09/08。").format(text=said), said)


def _unread(plain: str, text: str, is_text: bool) -> str:
    """Say why nothing could be read."""
    if not plain:
        return _("日期是空的。請填寫日期，例如 115年9月8日或 115/09/08。")
    if _BEFORE_ROC.match(plain):
        return _("「{text}」早於民國元年（1912年），無法記錄。請改寫民國 1 年以後的日期。").format(text=shown(text))
    if not is_text or (plain.isdigit() and len(plain) == 5):
        return _(
            "「{text}」看不出是哪一天，可能是試算表的日期序號，程式不猜。請改成文字，例如 115/09/08 或 1150908。"
        ).format(text=shown(text))
    return _("看不懂的日期「{text}」。請寫成 115年9月8日、115/09/08 或 1150908。").format(text=shown(text))


def read_year(value: object) -> int:
    """Read a ROC year: 115, 115年, 115年度, 民國115年, 2026, 一百一十五年. Raises `Unreadable` alone."""
    text = date_text(value)
    plain = tight(text)
    parts = find_parts(plain) or find_parts(plain + "年")
    if parts is not None and parts.year is None and parts.month is None and parts.day is None and not parts.weekday:
        parts = find_parts(plain + "年")
    if parts is None or parts.year is None or parts.month or parts.day or parts.bare or parts.weekday:
        raise Unreadable(_("看不懂的年「{text}」。請寫民國年，例如 115 或 115年度。").format(text=shown(text)), text)
    return parts.year
