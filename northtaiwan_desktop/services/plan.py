"""What can be done with the action plan: write an item down, set its quarters, money and milestones."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, PlanState, QuarterTarget
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

P = TypeVar("P", QuarterTarget, BudgetLine, Milestone)


def save_item(work: Work, item: PlanItem, *, seen: PlanItem | None = None) -> PlanItem:
    """Keep an item; a new one without a number gets the next of its year."""
    if not item.name.strip():
        raise RuleBroken(_("行動方案名稱不可空白，請填寫。"))
    if not item.number:
        item = replace(item, number=draw_number(work, item.year))
    if not item.lineage_id:
        item = replace(item, lineage_id=item.id)
    same = work.all(PlanItem, TABLES[PlanItem].c.number == item.number, TABLES[PlanItem].c.id != item.id)
    if same:
        message = _("編號 {number} 已由「{name}」使用，請換一個編號。")
        raise RuleBroken(message.format(number=item.number, name=same[0].name))
    return work.save(item, seen=seen)


def write_item(
    work: Work,
    item: PlanItem,
    *,
    seen: PlanItem | None = None,
    targets: Sequence[QuarterTarget],
    budget: Sequence[BudgetLine],
    stones: Sequence[Milestone],
) -> PlanItem:
    """Keep an item together with its quarters, money and milestones, as one form shows them."""
    kept = save_item(work, item, seen=seen)
    set_quarters(work, kept.id, targets)
    set_budget(work, kept.id, budget)
    set_milestones(work, kept.id, stones)
    return kept


def draw_number(work: Work, year: int) -> str:
    """「103-P07」: the year and the next number of its series; numbers that came from elsewhere are skipped."""
    while True:
        number = f"{year}-P{work.draw(f'plan-{year}'):02d}"
        if not work.all(PlanItem, TABLES[PlanItem].c.number == number):
            return number


def set_quarters(work: Work, item_id: str, targets: Sequence[QuarterTarget]) -> None:
    """Make the planned and actual progress of an item exactly these quarters."""
    _set_parts(work, QuarterTarget, item_id, targets)


def set_budget(work: Work, item_id: str, lines: Sequence[BudgetLine]) -> None:
    """Make the money of an item exactly these lines."""
    _set_parts(work, BudgetLine, item_id, lines)


def set_milestones(work: Work, item_id: str, stones: Sequence[Milestone]) -> None:
    """Make the milestones of an item exactly these, in this order."""
    _set_parts(work, Milestone, item_id, [replace(stone, position=place) for place, stone in enumerate(stones)])


def confirm(work: Work, item_ids: Sequence[str], *, meeting_id: str | None) -> None:
    """Record that a meeting of the deputy heads confirmed the items."""
    for id in item_ids:
        item = work.get(PlanItem, id)
        work.save(replace(item, state=PlanState.CONFIRMED, confirmed_in_id=meeting_id or item.confirmed_in_id))


def remove_item(work: Work, item_id: str) -> None:
    """Delete an item that no resolution serves."""
    item = work.get(PlanItem, item_id)
    serving = work.all(Resolution, TABLES[Resolution].c.plan_item_id == item_id)
    if serving:
        message = _("「{name}」還有決議 {number} 對應，不能刪除。請先改變對應，或將方案改為「停辦」。")
        raise RuleBroken(message.format(name=item.name, number=serving[0].number or serving[0].text[:12]))
    set_quarters(work, item_id, [])
    set_budget(work, item_id, [])
    set_milestones(work, item_id, [])
    work.delete(item)


def _set_parts(work: Work, kind: type[P], item_id: str, parts: Sequence[P]) -> None:
    kept = {part.id for part in parts}
    for part in work.all(kind, TABLES[kind].c.plan_item_id == item_id):
        if part.id not in kept:
            work.delete(part)
    for part in parts:
        work.save(part)
