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


def standing(targets: Sequence[QuarterTarget]) -> QuarterTarget | None:
    """The quarter at which an item stands: the newest with an actual progress, else the newest with a planned one."""
    reached = next((one for one in reversed(targets) if one.actual_percent is not None), None)
    return reached or next((one for one in reversed(targets) if one.planned_percent is not None), None)


def item_light(
    item: PlanItem, targets: Sequence[QuarterTarget], stones: Sequence[Milestone], *, today: date, limits: Thresholds
) -> Light:
    """Red when past its end or far behind; yellow when behind, ending soon, with a milestone missed, or not recorded.

    Planned and actual are those of the newest quarter with an actual progress. `targets` are in the order of time.
    """
    if item.state.is_closed:
        return Light.DONE
    now = standing(targets)
    reached = now.actual_percent if now and now.actual_percent is not None else 0.0
    behind = max(0.0, (now.planned_percent or 0.0) - reached) if now and now.actual_percent is not None else 0.0
    is_whole = reached >= 100
    overdue = item.ends_on is not None and item.ends_on < today and not is_whole
    if overdue or behind >= limits.far_behind_percent:
        return Light.RED
    ends_soon = item.ends_on is not None and (item.ends_on - today).days <= limits.due_soon_days and not is_whole
    missed = any(stone.done_on is None and stone.due_on is not None and stone.due_on < today for stone in stones)
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
