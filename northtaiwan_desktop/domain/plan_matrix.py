"""The vision against the groups: how many items of each group follow an axis (NT-FACE), and how far they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import PlanState
from northtaiwan_desktop.domain.platform import Axis, IssueGroup
from northtaiwan_desktop.domain.progress import Light

WORST_FIRST = (Light.RED, Light.YELLOW, Light.GREEN, Light.DONE)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One group on one axis. `planned` and `actual` are means over the items that have both; None where none has."""

    group_id: str | None
    axis_id: str | None
    count: int
    planned: float | None
    actual: float | None
    light: Light | None
    """That of its worst item, so that a mean hides none; None for an empty cell: vision without follow-through."""
    red: int = 0
    """Items that are 落後."""
    yellow: int = 0
    """Items that are 注意."""

    @property
    def troubles(self) -> tuple[tuple[Light, int], ...]:
        """The lights that ask for something, the worst first, each with its number of items."""
        return tuple((light, count) for light, count in ((Light.RED, self.red), (Light.YELLOW, self.yellow)) if count)


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Rows by group, columns by axis, each with its total at the end."""

    groups: tuple[IssueGroup, ...]
    axes: tuple[Axis, ...]
    cells: tuple[tuple[Cell, ...], ...]
    """A row a group and one for all; a cell an axis and one for all."""

    @property
    def gaps(self) -> int:
        """How many groups have an axis without any item."""
        return sum(1 for row in self.cells[:-1] for cell in row[:-1] if not cell.count)


def matrix(lines: Sequence[PlanLine], groups: Sequence[IssueGroup], axes: Sequence[Axis]) -> Matrix:
    """Count the items that were not given up. An item on several axes counts on each, and once in the totals.

    The lines have their lights: those of the day on which they were asked for.
    """
    live = [line for line in lines if line.item.state is not PlanState.DROPPED]
    group_ids: list[str | None] = [*(group.id for group in groups), None]
    axis_ids: list[str | None] = [*(axis.id for axis in axes), None]
    cells = tuple(tuple(_cell(live, group, axis) for axis in axis_ids) for group in group_ids)
    return Matrix(groups=tuple(groups), axes=tuple(axes), cells=cells)


def _cell(lines: Sequence[PlanLine], group_id: str | None, axis_id: str | None) -> Cell:
    here = [
        line
        for line in lines
        if group_id in (None, line.item.group_id) and (axis_id is None or axis_id in line.item.axes)
    ]
    pairs = [
        (line.planned_percent, line.actual_percent)
        for line in here
        if line.planned_percent is not None and line.actual_percent is not None
    ]
    lights = [line.light for line in here]
    planned = sum(plan for plan, _real in pairs) / len(pairs) if pairs else None
    actual = sum(real for _plan, real in pairs) / len(pairs) if pairs else None
    return Cell(
        group_id=group_id,
        axis_id=axis_id,
        count=len(here),
        planned=planned,
        actual=actual,
        light=next((light for light in WORST_FIRST if light in lights), None),
        red=lights.count(Light.RED),
        yellow=lights.count(Light.YELLOW),
    )
