"""What deserves a second look in the words of minutes: weekdays, numbering, fixed usage, 造字."""

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing import numbering, roc_date
from northtaiwan_desktop.i18n import _

FIXED_USE = (
    ("計劃", "計畫"),
    ("公佈", "公布"),
    ("分佈", "分布"),
    ("頒佈", "頒布"),
    ("發佈", "發布"),
    ("部份", "部分"),
    ("身份", "身分"),
    ("佔", "占"),
    ("會議記錄", "會議紀錄"),
    ("搜集", "蒐集"),
    ("雇用", "僱用"),
    ("抵觸", "牴觸"),
    ("台灣", "臺灣"),
    ("台北", "臺北"),
    ("台中", "臺中"),
    ("台南", "臺南"),
    ("台東", "臺東"),
    ("北台", "北臺"),
    ("平台", "平臺"),
)
"""法律統一用字: what is often typed, and what offices write."""
_DAY = re.compile(
    r"(?:(?P<year>\d{2,3})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})日\s*[（(](?:星期|週|周)?(?P<weekday>[一二三四五六日天])[）)]"
)
_MOST_LEVELS = 8


@lru_cache(maxsize=4096)
def doubts(text: str, *, year: int) -> tuple[str, ...]:
    """Sentences on what looks wrong in a text of a ROC year. Of many texts only one changes while a person writes."""
    return tuple(_doubts(text, year))


def _doubts(text: str, year: int) -> Iterator[str]:
    yield from _weekdays(text, year)
    yield from _numbers(text)
    for typed, right in FIXED_USE:
        if typed in text:
            yield _("「{typed}」宜寫作「{right}」").format(typed=typed, right=right)
    private = "".join(dict.fromkeys(sign for sign in text if is_private(sign)))
    if private:
        yield _("含有造字「{signs}」，在別的電腦上可能顯示不出來，請確認字形").format(signs=private)


def is_private(sign: str) -> bool:
    """Is this a 造字, a sign of the private-use areas?"""
    return "\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000"


def _weekdays(text: str, year: int) -> Iterator[str]:
    for found in _DAY.finditer(text):
        try:
            day = date(int(found["year"] or year) + 1911, int(found["month"]), int(found["day"]))
        except ValueError:
            yield _("「{text}」沒有這一天").format(text=found[0])
            continue
        right = roc_date.weekday(day)
        if right[-1] != found["weekday"].replace("天", "日"):
            yield _("「{text}」應為{right}").format(text=found[0], right=right)


def _numbers(text: str) -> Iterator[str]:
    """A mark that does not follow the one before it on its level: 「三、」 after 「一、」."""
    last = [0] * (_MOST_LEVELS + 1)
    for line in text.splitlines():
        try:
            level, number, _rest = numbering.read(line.strip(" 　"))
        except Unreadable:
            continue
        expected = last[level] + 1
        if number not in (1, expected):
            mark, missing = numbering.written(level, number), numbering.written(level, expected)
            yield _("「{mark}」之前缺「{missing}」").format(mark=mark, missing=missing)
        last[level] = number
        last[level + 1 :] = [0] * (_MOST_LEVELS - level)
