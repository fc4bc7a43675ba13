"""The span of time over which bars are drawn: from a day's place in pixels, quarter by quarter."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.progress import FIRST_YEAR, Round

MOST_YEARS = 12


@dataclass(frozen=True)
class TimeAxis:
    """Whole ROC years from `first` to `last` on `width` pixels, beginning at `left`."""

    first: int
    last: int
    left: float = 0.0
    width: float = 1.0

    @property
    def since(self) -> date:
        return date(self.first + FIRST_YEAR, 1, 1)

    @property
    def until(self) -> date:
        return date(self.last + FIRST_YEAR, 12, 31)

    def at(self, day: date) -> float:
        """Where a day begins; days outside lie at the ends."""
        whole = (self.until - self.since).days + 1
        passed = min(max((day - self.since).days, 0), whole)
        return self.left + self.width * passed / whole

    def after(self, day: date) -> float:
        """Where a day ends."""
        return self.at(date.fromordinal(day.toordinal() + 1)) if day < self.until else self.left + self.width

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until

    def quarters(self) -> Iterator[tuple[int, int, float, float]]:
        """Each quarter: its year, its number, where it begins and where it ends."""
        for year in range(self.first, self.last + 1):
            for quarter in range(1, 5):
                round = Round.quarter(year, quarter)
                yield year, quarter, self.at(round.since), self.after(round.until)


def years_of(lines: Iterable[PlanLine], year: int) -> tuple[int, int]:
    """The years that the items run through, the plan's own year among them; no more than a few are drawn."""
    days = [day for line in lines for day in (line.item.starts_on, line.item.ends_on) if day]
    known = [year, *(day.year - FIRST_YEAR for day in days)]
    first, last = max(min(known), year - MOST_YEARS // 2), min(max(known), year + MOST_YEARS // 2)
    return first, last
