"""An unfinished item taken into the next year as the same item (延續辦理): what it brings along."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.plan import BudgetLine, PlanItem, PlanState, QuarterTarget
from northtaiwan_desktop.domain.plan_progress import standing
from northtaiwan_desktop.domain.plan_whole import PlanWhole, in_span
from northtaiwan_desktop.domain.progress import FIRST_YEAR

STEP = 5.0
_SERIES = re.compile(r"(\d{2,3}-(?!P\d+$).*\D)(\d+)")


def is_unfinished(whole: PlanWhole) -> bool:
    """Is there something left to be taken into the next year?"""
    now = standing(whole.targets)
    return not whole.item.state.is_closed and (now is None or (now.actual_percent or 0.0) < 100)


def number_in(item: PlanItem, year: int) -> str:
    """The number that an item would bear in another year: 「103-交通-02」 becomes 「104-交通-02」; else empty."""
    year_words = f"{item.year}-"
    return f"{year}-{item.number.removeprefix(year_words)}" if item.number.startswith(year_words) else ""


def next_number(numbers: Sequence[str]) -> str:
    """「103-交通-03」 after 「103-交通-01」 and 「103-交通-02」: what most of them follow goes on; else empty.

    「103-P01」 is the series of the whole year, and no pattern of a group.
    """
    series: dict[str, list[str]] = {}
    for number in numbers:
        match = _SERIES.fullmatch(number)
        if match is not None:
            series.setdefault(match[1], []).append(match[2])
    if not series:
        return ""
    head = max(series, key=lambda one: len(series[one]))
    last = max(series[head], key=int)
    return f"{head}{int(last) + 1:0{len(last)}d}"


def end_in_next(item: PlanItem) -> date | None:
    """The last day of the item once it is taken into the next year: an end that has passed by then is put off."""
    year = item.year + 1
    if item.ends_on is not None and item.ends_on < date(year + FIRST_YEAR, 1, 1):
        return date(year + FIRST_YEAR, 12, 31)
    return item.ends_on


def is_put_off(item: PlanItem) -> bool:
    """Does the item's end move when it is taken into the next year? It is said before it is done."""
    return end_in_next(item) != item.ends_on


def carried(whole: PlanWhole, number: str, *, with_budget: bool = True) -> PlanWhole:
    """The item of the next year: what is left of its quarters, milestones and money, to be confirmed anew.

    Quarters that were planned for the next year come along; where none were, even steps from what is reached to 100
    are offered. Money of later years comes along; where there is none, this year's lines are offered as an estimate.
    An end that has passed by then is put off to the end of the next year.
    """
    old = whole.item
    year = old.year + 1
    item = replace(
        old,
        id=new_id(),
        number=number,
        year=year,
        state=PlanState.PROPOSED,
        confirmed_in_id=None,
        lineage_id=old.lineage_id or old.id,
        ends_on=end_in_next(old),
        total=None,
    )
    later = [one for one in whole.targets if one.year >= year]
    targets = (
        [replace(one, id=new_id(), plan_item_id=item.id, actual_percent=None) for one in later]
        if later
        else _offered(item, whole.targets)
    )
    stones = [replace(one, id=new_id(), plan_item_id=item.id) for one in whole.stones if one.done_on is None]
    budget = _money(item, whole.budget) if with_budget else []
    return PlanWhole(item=item, targets=tuple(targets), budget=tuple(budget), stones=tuple(stones))


def _offered(item: PlanItem, before: Sequence[QuarterTarget]) -> list[QuarterTarget]:
    """Even steps over what is left of the span, as far as the quarters of the item's year."""
    now = standing(before)
    reached = (now.actual_percent or 0.0) if now else 0.0
    last_year = item.ends_on.year - FIRST_YEAR if item.ends_on else item.year
    left = [
        (year, quarter)
        for year in range(item.year, last_year + 1)
        for quarter in range(1, 5)
        if in_span(item, year, quarter)
    ]
    return [
        QuarterTarget(
            plan_item_id=item.id,
            year=year,
            quarter=quarter,
            planned_percent=100.0 if place == len(left) else _stepped(reached + (100 - reached) * place / len(left)),
        )
        for place, (year, quarter) in enumerate(left, 1)
        if year == item.year
    ]


def _stepped(percent: float) -> float:
    return STEP * round(percent / STEP)


def _money(item: PlanItem, before: Sequence[BudgetLine]) -> list[BudgetLine]:
    later = [line for line in before if line.year >= item.year]
    if later:
        return [replace(line, id=new_id(), plan_item_id=item.id) for line in later]
    return [
        replace(line, id=new_id(), plan_item_id=item.id, year=item.year, note=f"沿用{item.year - 1}年度金額，待核定")
        for line in before
    ]
