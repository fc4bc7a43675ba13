"""Questions about the year's action plan."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, select

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, PlanState, QuarterTarget
from northtaiwan_desktop.domain.plan_carrying import is_unfinished
from northtaiwan_desktop.domain.plan_progress import QuarterRow, item_light, proposed_percent
from northtaiwan_desktop.domain.plan_whole import PlanWhole, in_span
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import lines_of_cases
from northtaiwan_desktop.storage.schema import TABLES

P = TypeVar("P", QuarterTarget, BudgetLine, Milestone, Resolution)
ITEM = TABLES[PlanItem].c


def find(records: Records, key: str) -> PlanItem:
    """The item with this id or number; NotFound names it."""
    found = records.find(PlanItem, key) or next(iter(records.all(PlanItem, ITEM.number == key)), None)
    if found is None:
        raise NotFound(_("找不到行動方案「{key}」。可用 list plan 查看編號。").format(key=key))
    return found


def items_of(records: Records, year: int) -> list[PlanItem]:
    """The items of a ROC year by their numbers."""
    return records.all(PlanItem, ITEM.year == year, order=(ITEM.number,))


def plan_lines(
    records: Records,
    *,
    year: int | None = None,
    group_id: str | None = None,
    member_id: str | None = None,
    today: date | None = None,
) -> list[PlanLine]:
    """Items by group in the committee's order, then by number. `member_id` is who leads or cooperates.

    Lights are shown as of `today`.
    """
    conditions: list[ColumnElement[bool]] = []
    conditions += [ITEM.year == year] if year else []
    conditions += [ITEM.group_id == group_id] if group_id else []
    items = records.all(PlanItem, *conditions, order=(ITEM.number,))
    if member_id:
        items = [item for item in items if member_id in (item.lead_id, *item.co_lead_ids)]
    order = {group.id: group.position for group in reference(records).groups}
    items.sort(key=lambda item: (item.year, order.get(item.group_id, 0), item.number))
    return lines_of_items(records, items, today=today)


def lines_of_items(records: Records, items: Sequence[PlanItem], *, today: date | None = None) -> list[PlanLine]:
    """The items with all that belongs to them, in the order given."""
    known = reference(records)
    ids = {item.id for item in items}
    target, line, stone = TABLES[QuarterTarget].c, TABLES[BudgetLine].c, TABLES[Milestone].c
    targets = _by_item(records.among(QuarterTarget, "plan_item_id", ids, order=(target.year, target.quarter)))
    budgets = _by_item(records.among(BudgetLine, "plan_item_id", ids, order=(line.year,)))
    milestones = _by_item(records.among(Milestone, "plan_item_id", ids, order=(stone.position,)))
    cases = _by_item(records.among(Resolution, "plan_item_id", ids, order=(TABLES[Resolution].c.number,)))
    return [
        PlanLine(
            item=item,
            group_name=known.group_name(item.group_id),
            lead_name=known.member_name(item.lead_id),
            co_lead_names=known.member_names(item.co_lead_ids),
            cross_group_names=tuple(known.group_name(id) for id in item.cross_group_ids),
            axis_names=tuple(axis.name for axis in known.axes if axis.id in item.axes),
            budgets=tuple(budgets.get(item.id, ())),
            targets=tuple(targets.get(item.id, ())),
            milestones=tuple(milestones.get(item.id, ())),
            cases=tuple(cases.get(item.id, ())),
            day=today,
            light=item_light(
                item,
                targets.get(item.id, ()),
                milestones.get(item.id, ()),
                today=today,
                limits=known.thresholds,
            )
            if today
            else None,
        )
        for item in items
    ]


def whole(records: Records, id: str) -> PlanWhole:
    """The item with its parts alone, as it is written; NotFound where it is gone."""
    return lines_of_items(records, [records.get(PlanItem, id)])[0].whole


def life(records: Records, item: PlanItem, *, today: date | None = None) -> list[PlanLine]:
    """The same item through the years (延續辦理), the oldest first; at least itself."""
    same = records.all(PlanItem, ITEM.lineage_id == item.lineage_id, order=(ITEM.year,)) if item.lineage_id else [item]
    return lines_of_items(records, same, today=today)


def taken_on(records: Records, year: int) -> frozenset[str]:
    """The lineages that the year after already has."""
    query = select(ITEM.lineage_id).where(ITEM.year == year + 1)
    return frozenset(records.connection.scalars(query))


def unfinished(records: Records, year: int) -> list[PlanLine]:
    """What is left of a year's plan to be taken into the next, those already taken left out."""
    taken = taken_on(records, year)
    lines = plan_lines(records, year=year)
    return [line for line in lines if line.item.lineage_id not in taken and is_unfinished(line.whole)]


def quarter_rows(records: Records, *, year: int, quarter: int, today: date) -> list[QuarterRow]:
    """The sheet of a quarter: each item of the year's plan that lies in it, with what its resolutions propose."""
    lines = [
        line
        for line in plan_lines(records, year=year)
        if in_span(line.item, year, quarter) and line.item.state is not PlanState.DROPPED
    ]
    cases = [case for line in lines for case in line.cases]
    doers: dict[str, list[TrackedLine]] = {}
    for doer in lines_of_cases(records, cases, today=today):
        doers.setdefault(doer.resolution.plan_item_id or "", []).append(doer)
    return [
        QuarterRow(
            item=line.item,
            target=next((one for one in line.targets if (one.year, one.quarter) == (year, quarter)), None),
            before=next(
                (
                    one.actual_percent
                    for one in reversed(line.targets)
                    if (one.year, one.quarter) < (year, quarter) and one.actual_percent is not None
                ),
                None,
            ),
            proposed=proposed_percent(doers.get(line.item.id, ()), year, quarter),
            cases=len(line.cases),
        )
        for line in lines
    ]


def open_milestones(records: Records, *, year: int, until: date, today: date) -> list[tuple[PlanItem, Milestone]]:
    """Milestones of the year's items that are due by `until` and not yet reached as of the day, the overdue first.

    Items that were given up owe nothing any more.
    """
    items = {item.id: item for item in records.all(PlanItem, ITEM.year == year, ITEM.state != PlanState.DROPPED)}
    stone = TABLES[Milestone].c
    due = records.among(Milestone, "plan_item_id", set(items), order=(stone.due_on,))
    near = [m for m in due if not m.is_reached(today) and m.due_on is not None and m.due_on <= until]
    return [(items[m.plan_item_id], m) for m in sorted(near, key=lambda m: (m.due_on, m.position))]


def _by_item(made: Sequence[P]) -> dict[str, list[P]]:
    found: dict[str, list[P]] = {}
    for one in made:
        found.setdefault(one.plan_item_id or "", []).append(one)
    return found
