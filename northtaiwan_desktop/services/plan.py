"""What can be done with the action plan: write an item down, record a quarter, take it into the next year."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, QuarterTarget
from northtaiwan_desktop.domain.plan_carrying import carried, next_number, number_in
from northtaiwan_desktop.domain.plan_whole import PlanWhole
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import plan
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

P = TypeVar("P", QuarterTarget, BudgetLine, Milestone)


def save_item(work: Work, item: PlanItem, *, seen: PlanItem | None = None) -> PlanItem:
    """Keep an item, its parts as they are; a new one without a number gets the next of its year."""
    kept = _save_item(work, item, seen=seen)
    plan.whole(work, kept.id).checked()
    return kept


def write(work: Work, whole: PlanWhole, *, seen: PlanWhole | None = None) -> PlanItem:
    """Keep an item together with its quarters, money and milestones, as one form shows them.

    `seen` is what the form was opened with: where anything of it has moved on meanwhile, ChangedMeanwhile tells.
    """
    whole = whole.checked()
    if seen is not None:
        now = plan.whole(work, whole.item.id) if work.find(PlanItem, whole.item.id) else None
        if now is None:
            message = _("「{name}」在您編輯期間已被刪除，尚未儲存您的內容。可以另存為新的方案。")
            raise ChangedMeanwhile(message.format(name=seen.item.name), now=None, wanted=whole)
        if now != seen:
            message = _("「{name}」在您編輯期間已有別的修改，尚未儲存您的內容。請比對後選擇。")
            raise ChangedMeanwhile(message.format(name=whole.item.name), now=now, wanted=whole)
    kept = _save_item(work, whole.item)
    _set_parts(work, QuarterTarget, kept.id, whole.targets)
    _set_parts(work, BudgetLine, kept.id, whole.budget)
    _set_parts(work, Milestone, kept.id, whole.stones)
    return kept


def draw_number(work: Work, year: int, group_id: str = "") -> str:
    """The next number after those of the group in its year (「103-交通-03」); where they have none, 「103-P07」.

    Numbers that are taken already are skipped.
    """
    table = TABLES[PlanItem].c
    own = [item.number for item in work.all(PlanItem, table.year == year, table.group_id == group_id)]
    number = next_number(own)
    while number and work.all(PlanItem, table.number == number):
        number = next_number([number])
    if number:
        return number
    while True:
        number = f"{year}-P{work.draw(f'plan-{year}'):02d}"
        if not work.all(PlanItem, table.number == number):
            return number


def record_quarter(
    work: Work,
    year: int,
    quarter: int,
    reached: Mapping[str, float | None],
    *,
    seen: Mapping[str, QuarterTarget | None] | None = None,
) -> list[QuarterTarget]:
    """Record how far many items are at the end of a quarter, by item id; None clears what was recorded.

    `seen` is each quarter as the person saw it: where one has moved on meanwhile, ChangedMeanwhile tells which.
    Returns what was changed.
    """
    table = TABLES[QuarterTarget].c
    made: list[QuarterTarget] = []
    for id, percent in reached.items():
        item = work.get(PlanItem, id)
        now = next(
            iter(work.all(QuarterTarget, table.plan_item_id == id, table.year == year, table.quarter == quarter)), None
        )
        if seen is not None and now != seen.get(id):
            message = _("「{name}」這一季的進度在您填寫期間已有別的修改，尚未儲存。請比對後再存。")
            raise ChangedMeanwhile(message.format(name=item.name), now=now, wanted=percent)
        known = now or QuarterTarget(plan_item_id=id, year=year, quarter=quarter)
        wanted = replace(known, actual_percent=percent)
        if wanted == known:
            continue
        made.append(work.save(wanted))
        plan.whole(work, id).checked()
    return made


def take_on(
    work: Work, year: int, item_ids: Sequence[str] | None = None, *, with_budget: bool = True
) -> list[PlanItem]:
    """Take items of the ROC `year` into the next as the same items (延續辦理); without ids all that is unfinished.

    An item that the next year already has is left as it is, so that doing it twice does not double. Returns what was
    made, in the order given.
    """
    if item_ids is None:
        item_ids = [line.item.id for line in plan.unfinished(work, year)]
    made: list[PlanItem] = []
    for id in item_ids:
        whole = plan.whole(work, id)
        item = whole.item
        if item.year != year:
            message = _("「{name}」是{own}年度的方案，不能由{year}年度延續。")
            raise RuleBroken(message.format(name=item.name, own=item.year, year=year))
        if item.state.is_closed:
            message = _("「{name}」的狀態是「{state}」，不需要延續到下一年度。")
            raise RuleBroken(message.format(name=item.name, state=item.state.title))
        same = TABLES[PlanItem].c
        if work.all(PlanItem, same.year == year + 1, same.lineage_id == (item.lineage_id or item.id)):
            continue
        if not item.lineage_id:
            work.save(replace(item, lineage_id=item.id))
        number = number_in(item, year + 1)
        if not number or work.all(PlanItem, same.number == number):
            number = draw_number(work, year + 1, item.group_id)
        made.append(write(work, carried(whole, number, with_budget=with_budget)))
    return made


def remove_item(work: Work, item_id: str) -> None:
    """Delete an item that no resolution serves."""
    item = work.get(PlanItem, item_id)
    serving = work.all(Resolution, TABLES[Resolution].c.plan_item_id == item_id)
    if serving:
        message = _("「{name}」還有決議 {number} 對應，不能刪除。請先改變對應，或將方案改為「停辦」。")
        raise RuleBroken(message.format(name=item.name, number=serving[0].number or serving[0].text[:12]))
    _set_parts(work, QuarterTarget, item_id, [])
    _set_parts(work, BudgetLine, item_id, [])
    _set_parts(work, Milestone, item_id, [])
    work.delete(item)


def _save_item(work: Work, item: PlanItem, *, seen: PlanItem | None = None) -> PlanItem:
    if not item.name.strip():
        raise RuleBroken(_("行動方案名稱不可空白，請填寫。"))
    if not item.number:
        item = replace(item, number=draw_number(work, item.year, item.group_id))
    if not item.lineage_id:
        item = replace(item, lineage_id=item.id)
    same = work.all(PlanItem, TABLES[PlanItem].c.number == item.number, TABLES[PlanItem].c.id != item.id)
    if same:
        message = _("編號 {number} 已由「{name}」使用，請換一個編號。")
        raise RuleBroken(message.format(number=item.number, name=same[0].name))
    return work.save(item, seen=seen)


def _set_parts(work: Work, kind: type[P], item_id: str, parts: Sequence[P]) -> None:
    kept = {part.id for part in parts}
    for part in work.all(kind, TABLES[kind].c.plan_item_id == item_id):
        if part.id not in kept:
            work.delete(part)
    for part in parts:
        work.save(part)
