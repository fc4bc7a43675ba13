"""Questions about the year's action plan."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, QuarterTarget
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
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
    records: Records, *, year: int | None = None, group_id: str | None = None, member_id: str | None = None
) -> list[PlanLine]:
    """Items by group in the committee's order, then by number. `member_id` is who leads or cooperates."""
    conditions: list[ColumnElement[bool]] = []
    conditions += [ITEM.year == year] if year else []
    conditions += [ITEM.group_id == group_id] if group_id else []
    known = reference(records)
    items = records.all(PlanItem, *conditions, order=(ITEM.number,))
    if member_id:
        items = [item for item in items if member_id in (item.lead_id, *item.co_lead_ids)]
    order = {group.id: group.position for group in known.groups}
    items.sort(key=lambda item: (item.year, order.get(item.group_id, 0), item.number))
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
            axis_names=tuple(axis.name for axis in known.axes if axis.id in item.axes),
            budgets=tuple(budgets.get(item.id, ())),
            targets=tuple(targets.get(item.id, ())),
            milestones=tuple(milestones.get(item.id, ())),
            cases=tuple(cases.get(item.id, ())),
        )
        for item in items
    ]


def open_milestones(records: Records, *, year: int, until: date) -> list[tuple[PlanItem, Milestone]]:
    """Milestones of the year's items that are due by `until` and not yet reached, the nearest first."""
    items = {item.id: item for item in records.all(PlanItem, ITEM.year == year)}
    stone = TABLES[Milestone].c
    due = records.among(Milestone, "plan_item_id", set(items), order=(stone.due_on,))
    near = [m for m in due if m.done_on is None and m.due_on is not None and m.due_on <= until]
    return [(items[m.plan_item_id], m) for m in sorted(near, key=lambda m: (m.due_on, m.position))]


def _by_item(made: Sequence[P]) -> dict[str, list[P]]:
    found: dict[str, list[P]] = {}
    for one in made:
        found.setdefault(one.plan_item_id or "", []).append(one)
    return found
