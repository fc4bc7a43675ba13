"""Which whole numbers can be a year of the Republic (民國年): those whose days a calendar has."""

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _

FIRST, LAST = 1, 8088
"""民國元年 is 1912; 8088 is 9999, the last year that a date can be in."""

YEAR_FIELDS = {"year", "first_year", "since_year", "until_year"}


def is_year(number: int) -> bool:
    """Can it be a year?"""
    return FIRST <= number <= LAST


def require_years(record: object) -> None:
    """Refuse a record with a year that is none: RuleBroken names it."""
    own = vars(record)
    for name in own.keys() & YEAR_FIELDS:
        value = own[name]
        if isinstance(value, int) and not is_year(value):
            message = _("「{year}」不是民國年，沒有變更。請填 {first} 到 {last} 之間的年度。")
            raise RuleBroken(message.format(year=value, first=FIRST, last=LAST))


def is_year_field(name: str) -> bool:
    """Does a field of this name hold a year?"""
    return name in YEAR_FIELDS
