"""Rounds, lights, balances and the rules by which a case is closed."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import RuleBroken, Unreadable
from northtaiwan_desktop.domain.platform import Thresholds
from northtaiwan_desktop.domain.progress import Light, ProgressReport, Round, Verdict, light
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import balance

TODAY = date(2026, 9, 8)
LIMITS = Thresholds()


def a_case(**fields):
    usual = {"number": "115-001", "year": 115, "text": "彙整", "decided_on": TODAY, "state": State.OPEN}
    return Resolution(**usual | fields)


def a_report(**fields):
    return ProgressReport(**{"assignment_id": "a", "round": "115Q3", "reported_on": TODAY, "text": "辦理中"} | fields)


@pytest.mark.parametrize(
    ("due_in", "planned", "actual", "expected"),
    [
        (None, None, None, Light.GREEN),
        (30, 50, 50, Light.GREEN),
        (30, 50, 60, Light.GREEN),
        (30, 50, 40, Light.YELLOW),
        (14, 50, 50, Light.YELLOW),
        (15, 50, 50, Light.GREEN),
        (0, None, None, Light.YELLOW),
        (-1, 100, 100, Light.RED),
        (30, 50, 30, Light.RED),
    ],
)
def test_a_light_follows_the_due_day_and_how_far_it_is_behind(due_in, planned, actual, expected):
    due_on = None if due_in is None else TODAY + timedelta(days=due_in)
    report = a_report(planned_percent=planned, actual_percent=actual)
    assert light(closed=False, due_on=due_on, report=report, today=TODAY, limits=LIMITS) is expected


@pytest.mark.parametrize(
    ("actual", "asked", "expected"),
    [
        (100, Verdict.RELEASE_ASKED, Light.GREEN),
        (99, Verdict.RELEASE_ASKED, Light.RED),
        (None, Verdict.RELEASE_ASKED, Light.RED),
        (100, Verdict.CONTINUE, Light.RED),
    ],
)
def test_what_is_all_done_and_awaits_the_meeting_is_not_late(actual, asked, expected):
    report = a_report(planned_percent=100 if actual is not None else None, actual_percent=actual, asked=asked)
    shown = light(closed=False, due_on=TODAY - timedelta(days=1), report=report, today=TODAY, limits=LIMITS)
    assert shown is expected


def test_a_closed_line_shows_done_however_late():
    overdue = TODAY - timedelta(days=400)
    assert light(closed=True, due_on=overdue, report=None, today=TODAY, limits=LIMITS) is Light.DONE


@given(st.integers(1, 199), st.booleans(), st.integers(1, 12))
def test_a_round_is_read_back_as_it_was_written(year, monthly, part):
    round = Round.month(year, part) if monthly else Round.quarter(year, (part + 2) // 3)
    assert Round.read(round.code) == round
    assert Round.of(round.since, 12 if monthly else 4) == round
    assert Round.of(round.until, 12 if monthly else 4) == round


@pytest.mark.parametrize("code", ["", "115", "115Q5", "115M13", "Q3", "115q3", "115Q3 "])
def test_a_code_that_is_no_round_is_told(code):
    with pytest.raises(Unreadable, match="填報期別"):
        Round.read(code)


@pytest.mark.parametrize("percent", [-1, 100.5, 180])
def test_a_percentage_out_of_range_is_no_report(percent):
    with pytest.raises(RuleBroken, match="100%"):
        a_report(actual_percent=percent)


DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))


@given(st.lists(st.tuples(DAYS, st.none() | st.integers(0, 500))), st.integers(114, 116), st.integers(1, 4))
def test_the_balance_of_a_round_always_holds(days, year, quarter):
    cases = [
        a_case(
            decided_on=decided,
            state=State.OPEN if after is None else State.RELEASED,
            closed_on=None if after is None else decided + timedelta(days=after),
        )
        for decided, after in days
    ]
    assert balance(cases, Round.quarter(year, quarter)).holds


def test_what_remains_is_what_the_next_round_begins_with():
    cases = [
        a_case(decided_on=date(2026, 2, 1)),
        a_case(decided_on=date(2026, 5, 1), state=State.RELEASED, closed_on=date(2026, 8, 1)),
        a_case(decided_on=date(2026, 8, 1)),
        a_case(decided_on=date(2026, 8, 1), state=State.DRAFT),
    ]
    second, third = (balance(cases, Round.quarter(115, quarter)) for quarter in (2, 3))
    assert (second.before, second.added, second.released, second.remaining) == (1, 1, 0, 2)
    assert (third.before, third.added, third.released, third.remaining) == (2, 1, 1, 2)


def test_a_line_is_closed_with_a_reason_and_only_once():
    line = Assignment(resolution_id="r")
    with pytest.raises(RuleBroken, match="理由"):
        line.closed(State.RELEASED, " ", on=TODAY)
    released = line.closed(State.RELEASED, "已完成", on=TODAY)
    with pytest.raises(RuleBroken, match="解除列管"):
        released.closed(State.SELF, "再來一次", on=TODAY)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ([State.OPEN], State.OPEN),
        ([State.RELEASED, State.OPEN], State.OPEN),
        ([State.RELEASED, State.RELEASED], State.RELEASED),
        ([State.SELF], State.SELF),
        ([State.MERGED, State.RELEASED], State.RELEASED),
    ],
)
def test_a_case_is_closed_when_all_its_lines_are(states, expected):
    lines = [Assignment(resolution_id="r", state=state) for state in states]
    assert a_case().after(lines, on=TODAY, reason="已完成", meeting_id=None).state is expected


def test_only_a_meetings_verdicts_close_a_line():
    assert Verdict.RELEASE_ASKED.state is None
    assert Verdict.CONTINUE.state is None
    assert {verdict.state for verdict in Verdict if verdict.state} == {state for state in State if state.is_closed}


CLOSED = [State.RELEASED, State.SELF, State.MERGED, State.WITHDRAWN]


@given(st.lists(st.sampled_from([State.OPEN, *CLOSED]), min_size=1, max_size=5))
def test_a_case_ends_as_one_of_its_lines_did_and_is_merged_only_where_all_are(states):
    lines = [Assignment(resolution_id="a", state=state) for state in states]
    case = a_case(merged_into_id="b" if State.MERGED in states else None)
    after = case.after(lines, on=TODAY, reason="示例", meeting_id=None)
    if State.OPEN in states:
        assert after == case
    else:
        assert after.state in states
        assert (after.state is State.MERGED) is (set(states) == {State.MERGED})
        assert (after.state is State.RELEASED) is (State.RELEASED in states)
    assert after.is_partly_merged is (State.MERGED in states and set(states) != {State.MERGED})
    assert ("部分併案" in after.state_words) is after.is_partly_merged
