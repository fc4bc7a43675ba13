"""What the words around a table tell: its year, its round, its unit, and who sent it."""

import re
from collections.abc import Iterable

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.platform import IssueGroup
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.domain.writing.money import read_unit
from northtaiwan_desktop.domain.writing.places import PlaceNames

_FIRST_YEAR = 1911
_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}
_YEAR = r"(?<!\d)(?P<year>(?:19|20)\d\d|\d{2,3})"
_YEARS = (
    re.compile(_YEAR + r"年度"),
    re.compile(_YEAR + r"年"),
    re.compile(_YEAR + r"(?=q[1-4]|m\d\d?)"),
    re.compile(r"(?<!\d)(?P<year>1\d\d)(?=(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?!\d))"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)"),
)
_PLACE = re.compile(r"(?:地點|地址|會場|主席|受文者|出席)[:：].*", re.DOTALL)
"""Where it was held, and who was there, tells nothing of who sent it."""
_QUARTER = re.compile(r"第(?P<word>[1-4一二三四])季|(?<=\d)q(?P<digit>[1-4])(?!\d)")
_MONTH = re.compile(r"年(?:度)?(?P<month>\d{1,2})月(?:份)?(?!\d|底|前)|(?<=\d)m(?P<short>0[1-9]|1[0-2])(?!\d)")


def year_in(texts: Iterable[str]) -> int | None:
    """The ROC year that the first of the texts names; 年度 before 年 within a text."""
    for text in texts:
        plain = folded(text)
        for pattern in _YEARS:
            if match := pattern.search(plain):
                year = int(match["year"])
                roc = year - _FIRST_YEAR if year > _FIRST_YEAR else year
                if 1 <= roc <= 200:
                    return roc
    return None


def round_in(texts: Iterable[str], year: int | None) -> Round | None:
    """The quarter or month that the first of the texts names, of its own year or else of `year`."""
    for text in texts:
        plain = folded(text)
        of_year = year_in([text]) or year
        if of_year is None:
            continue
        try:
            if match := _QUARTER.search(plain):
                mark = match["word"] or match["digit"]
                return Round.quarter(of_year, _DIGITS.get(mark) or int(mark))
            if match := _MONTH.search(plain):
                return Round.month(of_year, int(match["month"] or match["short"]))
        except AppError:
            continue
    return None


def unit_in(texts: Iterable[str]) -> int:
    """How many dollars 1 stands for, as a corner says (單位：千元); 1 where none does."""
    return next((unit for text in texts if (unit := read_unit(text)) is not None), 1)


def sender_in(texts: Iterable[str], places: PlaceNames) -> str | None:
    """The official name of the one member that the first of the texts names; a text that names several tells none."""
    for text in texts:
        found = places.found_in(_PLACE.sub("", text))
        if len(found) == 1:
            return found[0]
    return None


def group_in(texts: Iterable[str], reference: Reference) -> tuple[IssueGroup, str] | None:
    """The one issue group that the first of the texts names as a group (交通運輸組), and that text.

    A subject alone (交通運輸) is none: it may stand in the name of a plan, or of the platform itself.
    """
    for text in texts:
        plain = folded(text)
        named = {group.id: group for group in reference.groups if any(name in plain for name in _names(group))}
        if len(named) == 1:
            return next(iter(named.values())), text
    return None


def _names(group: IssueGroup) -> Iterable[str]:
    for name in map(folded, (group.name, group.short_name, *group.aliases)):
        yield from (name,) if name.endswith("組") else (name + "組", name + "小組", name + "議題")
