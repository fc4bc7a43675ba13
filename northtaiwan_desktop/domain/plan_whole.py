"""One item of the plan with all its parts, and what must agree among them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, QuarterTarget
from northtaiwan_desktop.domain.progress import FIRST_YEAR, Round
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _


@dataclass(frozen=True, kw_only=True)
class PlanWhole:
    """An item with its quarters in the order of time, its money, and its milestones in their order."""

    item: PlanItem
    targets: tuple[QuarterTarget, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    stones: tuple[Milestone, ...] = ()

    def checked(self) -> "PlanWhole":
        """The same, its parts in order; RuleBroken says what does not agree with what.

        A county that leads does not cooperate too, and an item does not cross into its own group: each is said once.
        """
        item = self.item
        whole = replace(
            self,
            item=replace(
                item,
                co_lead_ids=tuple(id for id in dict.fromkeys(item.co_lead_ids) if id != item.lead_id),
                cross_group_ids=tuple(id for id in dict.fromkeys(item.cross_group_ids) if id != item.group_id),
            ),
            targets=tuple(sorted(self.targets, key=lambda one: (one.year, one.quarter))),
            stones=tuple(replace(stone, position=place) for place, stone in enumerate(self.stones)),
        )
        _check_quarters(whole.item, whole.targets)
        _check_milestones(whole.item, whole.stones)
        _check_money(whole.item, whole.budget)
        return whole


def falls(shares: Sequence[float | None]) -> tuple[float, float] | None:
    """The first actual progress, in the order of time, that is less than one before it, with that one.

    It may be right, as a correction; the person is told, and decides.
    """
    most: float | None = None
    for share in shares:
        if share is not None and most is not None and share < most:
            return most, share
        most = share if share is not None else most
    return None


def fall_words(before: float, share: float) -> str:
    """What a person is told of a fall: 「從 60% 降為 40%」."""
    return _("從 {before} 降為 {share}").format(before=written_percent(before), share=written_percent(share))


def in_span(item: PlanItem, year: int, quarter: int) -> bool:
    """Does any day of the ROC year's quarter lie in the item's span? An open side of the span lets all through."""
    round = Round.quarter(year, quarter)
    begun = item.starts_on is None or round.until >= item.starts_on
    return begun and (item.ends_on is None or round.since <= item.ends_on)


def last_quarter(item: PlanItem) -> int:
    """The last quarter of the item's year that lies in its span; 4 where none does."""
    return next((quarter for quarter in (4, 3, 2, 1) if in_span(item, item.year, quarter)), 4)


def written_span(item: PlanItem) -> str:
    """「103年1月1日～103年12月31日」, an open side as 「…」; empty where both are."""
    if item.starts_on is None and item.ends_on is None:
        return ""
    return "～".join(roc_date.written(day) if day else "…" for day in (item.starts_on, item.ends_on))


def span_in(item: PlanItem, year: int) -> tuple[date, date]:
    """The days of the item in a ROC year: the year itself where the item has none."""
    first, last = date(year + FIRST_YEAR, 1, 1), date(year + FIRST_YEAR, 12, 31)
    return max(first, item.starts_on or first), min(last, item.ends_on or last)


def check_reached(stones: Sequence[Milestone], before: Sequence[Milestone], today: date) -> None:
    """Refuse that a milestone is reached on a day to come; what stood so before does not hinder other changes."""
    known = {(stone.title, stone.done_on) for stone in before}
    for stone in stones:
        if stone.done_on is not None and stone.done_on > today and (stone.title, stone.done_on) not in known:
            message = _("查核點「{stone}」的完成日期{day}還沒到（今天是{today}），沒有儲存。請更正日期，完成後再填。")
            days = {"day": roc_date.written(stone.done_on), "today": roc_date.written(today)}
            raise RuleBroken(message.format(stone=stone.title, **days))


def _check_quarters(item: PlanItem, targets: Sequence[QuarterTarget]) -> None:
    before: QuarterTarget | None = None
    for target in targets:
        if not in_span(item, target.year, target.quarter):
            message = _("「{name}」的期間是{span}，{round}不在其中。請更正期間，或刪去那一季的進度。")
            round = Round.quarter(target.year, target.quarter).written
            raise RuleBroken(message.format(name=item.name, span=written_span(item), round=round))
        if target.planned_percent is None:
            continue
        if before is not None and target.planned_percent < (before.planned_percent or 0):
            message = _("「{name}」的預定進度是累計的，{round}的 {percent} 不能低於{earlier}的 {before}。請更正。")
            raise RuleBroken(
                message.format(
                    name=item.name,
                    round=Round.quarter(target.year, target.quarter).written,
                    percent=written_percent(target.planned_percent),
                    earlier=Round.quarter(before.year, before.quarter).written,
                    before=written_percent(before.planned_percent or 0),
                )
            )
        before = target


def _check_milestones(item: PlanItem, stones: Sequence[Milestone]) -> None:
    for stone in stones:
        if stone.due_on is None:
            continue
        too_early = item.starts_on is not None and stone.due_on < item.starts_on
        if too_early or (item.ends_on is not None and stone.due_on > item.ends_on):
            message = _("查核點「{stone}」（{day}）不在「{name}」的期間{span}之內。請更正查核點或期間。")
            raise RuleBroken(
                message.format(
                    stone=stone.title, day=roc_date.written(stone.due_on), name=item.name, span=written_span(item)
                )
            )


def _check_money(item: PlanItem, budget: Sequence[BudgetLine]) -> None:
    if item.total is None:
        return
    if item.total < 0:
        raise RuleBroken(_("「{name}」的總經費是負數，請更正。").format(name=item.name))
    whole = sum(line.amount for line in budget)
    if budget and whole != item.total:
        message = _("「{name}」的總經費是{total}，各筆經費合計卻是{sum}。請更正總經費或各筆金額。")
        raise RuleBroken(message.format(name=item.name, total=written_money(item.total), sum=written_money(whole)))
