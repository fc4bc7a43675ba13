"""How far an item of the plan is: its light, and what the resolutions that serve it report."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.plan import Milestone, PlanItem, QuarterTarget
from northtaiwan_desktop.domain.platform import Thresholds
from northtaiwan_desktop.domain.progress import FIRST_YEAR, Light, Round
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.tracking import TrackedLine


@dataclass(frozen=True, kw_only=True)
class QuarterRow:
    """One item in the sheet of a quarter: what was planned and reached, and what its resolutions would propose."""

    item: PlanItem
    target: QuarterTarget | None
    """The quarter as it is recorded; None where nothing is."""
    before: float | None
    """Actual progress at the newest quarter before."""
    proposed: float | None
    cases: int
    """The resolutions that serve the item."""

    @property
    def planned(self) -> float | None:
        return self.target.planned_percent if self.target else None

    @property
    def actual(self) -> float | None:
        return self.target.actual_percent if self.target else None


def standing(targets: Sequence[QuarterTarget], today: date | None = None) -> QuarterTarget | None:
    """The quarter whose target holds on a day: the newest that has ended, or one after it that is recorded already.

    `targets` are in the order of time. Where no day is named, the newest that is recorded, else the newest planned.
    """
    recorded = max((place for place, one in enumerate(targets) if one.actual_percent is not None), default=-1)
    if today is None and recorded >= 0:
        return targets[recorded]
    for place in reversed(range(len(targets))):
        one = targets[place]
        ended = today is None or Round.quarter(one.year, one.quarter).until < today
        if place <= recorded or (ended and one.planned_percent is not None):
            return one
    return None


def planned_on(targets: Sequence[QuarterTarget], today: date | None) -> float | None:
    """預定進度 of a day: the target that holds, 0 before the first does; None where nothing is planned at all."""
    now = standing(targets, today)
    if now is not None and now.planned_percent is not None:
        return now.planned_percent
    until = (now.year, now.quarter) if now else (0, 0)
    before = [one.planned_percent for one in targets if (one.year, one.quarter) <= until]
    known = next((percent for percent in reversed(before) if percent is not None), None)
    return 0.0 if known is None and any(one.planned_percent is not None for one in targets) else known


def actual_of(targets: Sequence[QuarterTarget]) -> float | None:
    """實際進度: the last that was recorded."""
    return next((one.actual_percent for one in reversed(targets) if one.actual_percent is not None), None)


def item_light(
    item: PlanItem, targets: Sequence[QuarterTarget], stones: Sequence[Milestone], *, today: date, limits: Thresholds
) -> Light:
    """Red when past its end or far behind; yellow when behind, ending soon, with a milestone missed, or not recorded.

    Planned is the target that holds on the day (`planned_on`), actual the last that was recorded. `targets` are in the
    order of time.
    """
    if item.state.is_closed:
        return Light.DONE
    actual = actual_of(targets)
    reached = actual or 0.0
    behind = max(0.0, (planned_on(targets, today) or 0.0) - reached) if actual is not None else 0.0
    is_whole = reached >= 100
    overdue = item.ends_on is not None and item.ends_on < today and not is_whole
    if overdue or behind >= limits.far_behind_percent:
        return Light.RED
    ends_soon = item.ends_on is not None and (item.ends_on - today).days <= limits.due_soon_days and not is_whole
    missed = any(not stone.is_reached(today) and stone.due_on is not None and stone.due_on < today for stone in stones)
    if behind >= limits.behind_percent or ends_soon or missed or _is_unrecorded(targets, today):
        return Light.YELLOW
    return Light.GREEN


def _is_unrecorded(targets: Sequence[QuarterTarget], today: date) -> bool:
    """Has a planned quarter ended without an actual progress then or later?"""
    for target in reversed(targets):
        if target.actual_percent is not None:
            return False
        if target.planned_percent and Round.quarter(target.year, target.quarter).until < today:
            return True
    return False


def proposed_percent(lines: Sequence[TrackedLine], year: int, quarter: int) -> float | None:
    """The mean of what the doers of the serving resolutions last reported up to the quarter's end, in whole percent.

    A line that was released by then counts as done; those withdrawn, merged or never reported on do not count.
    """
    until = Round.quarter(year, quarter).until
    shares: list[float] = []
    for line in lines:
        state, closed_on = line.assignment.state, line.assignment.closed_on
        if state in {State.RELEASED, State.SELF} and closed_on is not None and closed_on <= until:
            shares.append(100.0)
            continue
        if state in {State.MERGED, State.WITHDRAWN}:
            continue
        told = [one for one in line.reports if Round.read(one.round).until <= until]
        reached = next((one.actual_percent for one in reversed(told) if one.actual_percent is not None), None)
        if reached is not None:
            shares.append(reached)
    return float(round(sum(shares) / len(shares))) if shares else None


def quarter_reached(today: date, year: int) -> int:
    """The quarter of a ROC year whose progress is recorded on a day: 4 of a year that is past, 1 of one to come."""
    if today.year - FIRST_YEAR != year:
        return 4 if today.year - FIRST_YEAR > year else 1
    return (today.month + 2) // 3
