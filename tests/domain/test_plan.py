"""The rules of the action plan: what must agree in an item, its light, what goes on, the matrix, two versions."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, PlanState, QuarterTarget, Source
from northtaiwan_desktop.domain.plan_carrying import carried, is_unfinished, number_in
from northtaiwan_desktop.domain.plan_facts import ItemFacts, Turn, differences
from northtaiwan_desktop.domain.plan_matrix import matrix
from northtaiwan_desktop.domain.plan_progress import actual_of, item_light, planned_on, proposed_percent
from northtaiwan_desktop.domain.plan_whole import PlanWhole, in_span
from northtaiwan_desktop.domain.platform import Axis, IssueGroup, Thresholds
from northtaiwan_desktop.domain.progress import Light, ProgressReport
from northtaiwan_desktop.domain.resolution import Assignment, State
from tests.sheets.lines import lines as tracked

ITEM = PlanItem(
    id="item",
    number="103-交通-01",
    year=103,
    group_id="transport",
    name="轉乘優惠",
    starts_on=date(2014, 2, 1),
    ends_on=date(2014, 12, 31),
    state=PlanState.CONFIRMED,
)
LIMITS = Thresholds()


def quarter(number: int, planned: float | None, actual: float | None = None, year: int = 103) -> QuarterTarget:
    return QuarterTarget(
        id=f"{year}Q{number}",
        plan_item_id="item",
        year=year,
        quarter=number,
        planned_percent=planned,
        actual_percent=actual,
    )


def money(amount: int, year: int = 103) -> BudgetLine:
    return BudgetLine(plan_item_id="item", source=Source.OWN, year=year, amount=amount)


def stone(day: date | None, done: date | None = None) -> Milestone:
    return Milestone(plan_item_id="item", position=0, title="完成規劃", due_on=day, done_on=done)


@pytest.mark.parametrize(
    ("whole", "told"),
    [
        (PlanWhole(item=ITEM, targets=(quarter(1, 30), quarter(2, 20))), ("第2季", "20%", "第1季", "30%")),
        (PlanWhole(item=ITEM, targets=(quarter(2, 20), quarter(1, 30))), ("第2季", "20%")),
        (PlanWhole(item=ITEM, targets=(quarter(1, 30, year=104),)), ("104年第1季", "103年2月1日～103年12月31日")),
        (PlanWhole(item=ITEM, stones=(stone(date(2014, 1, 31)),)), ("完成規劃", "103年1月31日")),
        (PlanWhole(item=ITEM, stones=(stone(date(2015, 1, 1)),)), ("完成規劃", "104年1月1日")),
        (PlanWhole(item=replace(ITEM, total=500_000), budget=(money(300_000),)), ("50萬元", "30萬元")),
        (PlanWhole(item=replace(ITEM, total=-1)), ("負數",)),
    ],
)
def test_what_does_not_agree_is_named_with_both_sides(whole: PlanWhole, told: tuple[str, ...]) -> None:
    with pytest.raises(RuleBroken) as refused:
        whole.checked()
    assert all(words in str(refused.value) for words in (ITEM.name, *told))


@pytest.mark.parametrize("make", [lambda: quarter(1, 101), lambda: quarter(5, 50), lambda: quarter(1, 5, -1)])
def test_a_share_or_quarter_that_is_none_is_refused(make: object) -> None:
    with pytest.raises(RuleBroken):
        make()  # type: ignore[operator]
    with pytest.raises(RuleBroken):
        money(-1)
    with pytest.raises(RuleBroken):
        replace(ITEM, ends_on=date(2014, 1, 1))


def test_the_lead_and_the_own_group_are_not_said_a_second_time() -> None:
    said = replace(
        ITEM, lead_id="68000", co_lead_ids=("65000", "68000", "65000"), cross_group_ids=("transport", "environment")
    )
    kept = PlanWhole(item=said).checked().item
    assert (kept.lead_id, kept.co_lead_ids, kept.cross_group_ids) == ("68000", ("65000",), ("environment",))


def test_a_total_may_stand_before_it_is_shared_out_and_lines_that_add_up_are_taken() -> None:
    total = replace(ITEM, total=500_000)
    assert PlanWhole(item=total).checked().item.total == 500_000
    assert PlanWhole(item=total, budget=(money(300_000), money(200_000, 104))).checked()


@given(shares=st.lists(st.none() | st.floats(0, 100), min_size=4, max_size=4))
def test_planned_progress_is_taken_exactly_where_it_never_falls(shares: list[float | None]) -> None:
    whole = PlanWhole(item=ITEM, targets=tuple(quarter(place, share) for place, share in enumerate(shares, 1)))
    known = [share for share in shares if share is not None]
    if known == sorted(known):
        assert whole.checked().targets == whole.targets
    else:
        with pytest.raises(RuleBroken):
            whole.checked()


@pytest.mark.parametrize(
    ("changes", "targets", "stones", "today", "expected"),
    [
        ({}, (quarter(1, 25, 25), quarter(2, 50)), (), date(2014, 5, 1), Light.GREEN),
        ({}, (quarter(1, 25, 15),), (), date(2014, 5, 1), Light.YELLOW),
        ({}, (quarter(1, 25, 5),), (), date(2014, 5, 1), Light.RED),
        ({}, (quarter(1, 25, 25), quarter(2, 50)), (), date(2014, 6, 30), Light.GREEN),
        ({}, (quarter(1, 25, 25), quarter(2, 50)), (), date(2014, 7, 1), Light.RED),
        ({}, (quarter(1, 25, 25), quarter(2, 30)), (), date(2014, 7, 1), Light.YELLOW),
        ({}, (quarter(1, 25), quarter(2, 45, 45), quarter(3, 70), quarter(4, 100)), (), date(2014, 12, 1), Light.RED),
        ({}, (quarter(1, 25, 25),), (stone(date(2014, 4, 1)),), date(2014, 5, 1), Light.YELLOW),
        ({}, (quarter(1, 25, 25),), (stone(date(2014, 4, 1), date(2014, 4, 9)),), date(2014, 5, 1), Light.GREEN),
        ({}, (quarter(4, 100, 90),), (), date(2014, 12, 20), Light.YELLOW),
        ({}, (quarter(4, 95, 95),), (), date(2015, 1, 1), Light.RED),
        ({}, (quarter(4, 100, 100),), (), date(2015, 1, 1), Light.GREEN),
        ({"state": PlanState.DONE}, (quarter(1, 25, 5),), (), date(2015, 1, 1), Light.DONE),
        ({"state": PlanState.DROPPED}, (), (), date(2015, 1, 1), Light.DONE),
    ],
)
def test_the_light_of_an_item(
    changes: dict[str, PlanState],
    targets: tuple[QuarterTarget, ...],
    stones: tuple[Milestone, ...],
    today: date,
    expected: Light,
) -> None:
    item = replace(ITEM, **changes)  # type: ignore[arg-type]
    assert item_light(item, targets, stones, today=today, limits=LIMITS) is expected


YEAR = (quarter(1, 25), quarter(2, 45), quarter(3, 70), quarter(4, 100))
HALF = (quarter(1, 25, 20), quarter(2, 45, 45), quarter(3, 70), quarter(4, 100))


@pytest.mark.parametrize(
    ("targets", "today", "expected"),
    [
        (YEAR, date(2014, 1, 1), (0, None)),
        (YEAR, date(2014, 3, 31), (0, None)),
        (YEAR, date(2014, 4, 1), (25, None)),
        (YEAR, date(2015, 1, 1), (100, None)),
        (HALF, date(2014, 9, 30), (45, 45)),
        (HALF, date(2014, 12, 20), (70, 45)),
        (HALF, date(2015, 2, 1), (100, 45)),
        # What is recorded before its quarter ends is measured by that quarter's target.
        (HALF, date(2014, 5, 1), (45, 45)),
        ((quarter(1, 25), quarter(2, None, 30)), date(2014, 5, 1), (25, 30)),
        ((quarter(1, None, 30),), date(2014, 5, 1), (None, 30)),
        ((), date(2014, 5, 1), (None, None)),
    ],
)
def test_the_planned_progress_is_the_target_that_holds_on_the_day(
    targets: tuple[QuarterTarget, ...], today: date, expected: tuple[float | None, float | None]
) -> None:
    assert (planned_on(targets, today), actual_of(targets)) == expected


@given(
    shares=st.lists(st.floats(0, 100), min_size=4, max_size=4).map(sorted),
    days=st.lists(st.dates(date(2014, 1, 1), date(2015, 3, 1)), min_size=2, max_size=2).map(sorted),
    recorded=st.integers(0, 4),
)
def test_the_planned_progress_never_falls_nor_stands_still_for_want_of_a_record(
    shares: list[float], days: list[date], recorded: int
) -> None:
    targets = [quarter(n, share, 10 if n <= recorded else None) for n, share in enumerate(shares, 1)]
    unrecorded = [quarter(n, share) for n, share in enumerate(shares, 1)]
    first, second = (planned_on(targets, day) for day in days)
    assert first is not None
    assert second is not None
    assert first <= second
    least = planned_on(unrecorded, days[1])
    assert least is not None
    assert second >= least


@given(planned=st.floats(0, 100), less=st.floats(0, 100), more=st.floats(0, 100))
def test_who_is_further_never_shows_a_worse_light(planned: float, less: float, more: float) -> None:
    order = [Light.RED, Light.YELLOW, Light.GREEN]
    less, more = sorted((less, more))
    lights = [
        item_light(ITEM, (quarter(1, planned, reached),), (), today=date(2014, 5, 1), limits=LIMITS)
        for reached in (less, more)
    ]
    assert order.index(lights[0]) <= order.index(lights[1])


def test_the_proposed_progress_is_the_mean_of_the_latest_reports_up_to_the_quarter() -> None:
    base = tracked()[0]

    def line(reports: tuple[tuple[str, float], ...], **changes: object) -> object:
        made = tuple(
            ProgressReport(
                assignment_id="x", round=code, reported_on=date(2014, 1, 1), text="辦理中", actual_percent=share
            )
            for code, share in reports
        )
        assignment = Assignment(resolution_id="r", **changes)  # type: ignore[arg-type]
        return replace(base, assignment=assignment, reports=made, reviews=())

    lines = [
        line((("103Q1", 20), ("103Q2", 40), ("103Q3", 90))),
        line((), state=State.RELEASED, closed_on=date(2014, 6, 30)),
        line((("103Q1", 5),), state=State.WITHDRAWN, closed_on=date(2014, 5, 1)),
        line(()),
    ]
    assert proposed_percent(lines, 103, 2) == 70  # type: ignore[arg-type]
    assert proposed_percent(lines[:1], 103, 3) == 90  # type: ignore[arg-type]
    assert proposed_percent(lines[3:], 103, 3) is None  # type: ignore[arg-type]


def test_an_unfinished_item_goes_on_with_what_is_left() -> None:
    item = replace(ITEM, ends_on=date(2015, 6, 30), cross_group_ids=("environment",), lineage_id="line", total=9)
    whole = PlanWhole(
        item=item,
        targets=(quarter(3, 40, 30), quarter(4, 60, 40)),
        stones=(stone(date(2014, 6, 30), date(2014, 6, 1)), stone(date(2015, 3, 31))),
        budget=(money(5), money(4, 104)),
    )
    made = carried(whole, "104-交通-01").checked()
    assert (made.item.year, made.item.number, made.item.lineage_id) == (104, "104-交通-01", "line")
    assert (made.item.state, made.item.confirmed_in_id, made.item.total) == (PlanState.PROPOSED, None, None)
    assert made.item.cross_group_ids == ("environment",)
    assert [(one.year, one.quarter, one.planned_percent) for one in made.targets] == [(104, 1, 70), (104, 2, 100)]
    assert [one.due_on for one in made.stones] == [date(2015, 3, 31)]
    assert [(one.year, one.amount) for one in made.budget] == [(104, 4)]
    assert not {part.id for part in (*made.targets, *made.stones, *made.budget)} & {
        part.id for part in (*whole.targets, *whole.stones, *whole.budget)
    }
    assert carried(whole, "x", with_budget=False).budget == ()


def test_quarters_planned_for_the_next_year_come_along_as_they_are() -> None:
    item = replace(ITEM, ends_on=date(2015, 6, 30))
    whole = PlanWhole(item=item, targets=(quarter(4, 60, 40), quarter(1, 80, 5, year=104)))
    made = carried(whole, "104-1")
    assert [(one.planned_percent, one.actual_percent) for one in made.targets] == [(80, None)]


@given(
    reached=st.none() | st.floats(0, 99),
    ends=st.none() | st.dates(date(2014, 3, 1), date(2018, 12, 31)),
    last=st.integers(1, 4),
)
def test_whatever_is_taken_on_agrees_in_itself(reached: float | None, ends: date | None, last: int) -> None:
    item = replace(ITEM, starts_on=date(2014, 1, 1), ends_on=ends)
    targets = (quarter(last, 100, reached),) if in_span(item, 103, last) else ()
    whole = PlanWhole(item=item, targets=targets, budget=(money(7),)).checked()
    assert is_unfinished(whole)
    made = carried(whole, "104-1").checked()
    assert made.item.ends_on is None or made.item.ends_on >= date(2015, 1, 1)
    assert all(one.year == 104 for one in made.targets)


@pytest.mark.parametrize(
    ("number", "expected"), [("103-交通-02", "104-交通-02"), ("103-P07", "104-P07"), ("交-07", ""), ("", "")]
)
def test_the_number_in_the_next_year(number: str, expected: str) -> None:
    assert number_in(replace(ITEM, number=number), 104) == expected


def line(
    group: str, axes: tuple[str, ...], planned: float, actual: float, state: PlanState, light: Light = Light.GREEN
) -> PlanLine:
    item = PlanItem(number="", year=103, group_id=group, name="x", axes=axes, state=state)
    return PlanLine(
        item=item,
        group_name=group,
        lead_name="",
        co_lead_names=(),
        axis_names=axes,
        targets=(quarter(1, planned, actual),),
        light=light,
    )


def test_the_matrix_counts_each_axis_and_leaves_gaps_empty() -> None:
    groups = [
        IssueGroup(id=id, name=id, short_name=id, position=place) for place, id in enumerate(("traffic", "health"))
    ]
    axes = [Axis(id=id, name=id, english=id, position=place) for place, id in enumerate("FA")]
    lines = [
        line("traffic", ("F", "A"), 50, 20, PlanState.CONFIRMED, Light.RED),
        line("traffic", ("F",), 50, 60, PlanState.CONFIRMED),
        line("health", ("F",), 90, 80, PlanState.DROPPED, Light.DONE),
    ]
    made = matrix(lines, groups, axes)
    traffic, health, both = made.cells
    assert [cell.count for cell in traffic] == [2, 1, 2]
    assert [cell.count for cell in health] == [0, 0, 0]
    assert [cell.count for cell in both] == [2, 1, 2]
    assert (traffic[0].planned, traffic[0].actual, traffic[0].light) == (50, 40, Light.RED)
    assert traffic[1].light is Light.RED
    assert health[0].light is None
    assert made.gaps == 2


@given(st.lists(st.sampled_from([Light.RED, Light.YELLOW, Light.GREEN, Light.DONE]), min_size=1, max_size=6))
def test_a_cell_has_the_light_of_its_worst_item(lights: list[Light]) -> None:
    groups = [IssueGroup(id="traffic", name="traffic", short_name="traffic", position=1)]
    axes = [Axis(id="F", name="F", english="F", position=1)]
    lines = [line("traffic", ("F",), 50, 90, PlanState.CONFIRMED, light) for light in lights]
    worst = next(one for one in (Light.RED, Light.YELLOW, Light.GREEN, Light.DONE) if one in lights)
    for cell in (cell for row in matrix(lines, groups, axes).cells for cell in row):
        assert (cell.light, cell.red, cell.yellow) == (worst, lights.count(Light.RED), lights.count(Light.YELLOW))


def facts(id: str, **told: str) -> ItemFacts:
    return ItemFacts(id=id, facts=told)


def test_two_versions_differ_by_items_and_fields() -> None:
    old = [facts("a", name="甲", lead="桃園市"), facts("b", name="乙"), facts("c", name="丙")]
    new = [facts("a", name="甲", lead="新竹縣", note="改由新竹縣主辦"), facts("c", name="丙"), facts("d", name="丁")]
    found = differences(old, new)
    assert [(one.turn, one.item.name) for one in found] == [
        (Turn.CHANGED, "甲"),
        (Turn.ADDED, "丁"),
        (Turn.DROPPED, "乙"),
    ]
    assert [name for name, _rows in found[0].fields] == ["lead", "note"]
    assert differences(new, new) == []
