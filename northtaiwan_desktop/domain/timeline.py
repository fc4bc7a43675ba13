"""The chronicle as it is drawn: one mark an entry, on the scale of its year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision

FIRST_YEAR = 1911
DENSE = 60
"""More entries than these are laid under their decades."""


@dataclass(frozen=True, kw_only=True)
class Mark:
    """One entry in the band of the ROC `year` in which it begins; `start` to `end` is its part of the year (0 to 1)."""

    entry: ChronicleEntry
    year: int
    start: float
    end: float
    is_first: bool
    """Is it the first of its year, so that the year is written beside it?"""

    @property
    def is_dot(self) -> bool:
        """One day is a dot; whatever is known less precisely is a span."""
        return self.entry.precision is Precision.DAY

    @property
    def goes_on(self) -> bool:
        """Does it last beyond the end of the year?"""
        return self.entry.until.year - FIRST_YEAR > self.year


@dataclass(frozen=True, kw_only=True)
class Decade:
    """The ROC years from `first` to `first` + 9 (90年代)."""

    first: int
    marks: tuple[Mark, ...]


def marks(entries: Iterable[ChronicleEntry]) -> tuple[Mark, ...]:
    """A mark for each entry, in the order of time."""
    found: list[Mark] = []
    for entry in sorted(entries, key=lambda one: (one.since, one.until, one.position)):
        year = entry.since.year - FIRST_YEAR
        found.append(
            Mark(
                entry=entry,
                year=year,
                start=_part(entry.since),
                end=1.0 if entry.until.year > entry.since.year else _part(entry.until, after=True),
                is_first=not found or found[-1].year != year,
            )
        )
    return tuple(found)


def decades(drawn: Sequence[Mark]) -> tuple[Decade, ...]:
    """The marks under their decades."""
    return tuple(
        Decade(first=first, marks=tuple(within)) for first, within in groupby(drawn, lambda mark: mark.year // 10 * 10)
    )


def _part(day: date, *, after: bool = False) -> float:
    """How much of its year has gone by on the morning of a day, or `after` it."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return ((day - first).days + after) / ((last - first).days + 1)
