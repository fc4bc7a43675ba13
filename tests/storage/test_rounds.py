"""A round's balance counted by the database is the one counted from the cases, in every round."""

from datetime import date, timedelta
from functools import partial
from itertools import pairwise
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from northtaiwan_desktop.domain.progress import Light, ProgressReport, Review, Round, Verdict, light
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.round_view import day_of
from northtaiwan_desktop.domain.tracking import balance
from northtaiwan_desktop.services.resolutions import decide
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.rounds import balances, lines_of_round
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

TODAY = date(2015, 2, 1)
DAYS = st.dates(date(2013, 6, 1), date(2015, 3, 1))
CASES = st.lists(
    st.tuples(DAYS, st.none() | st.integers(0, 500), st.sampled_from([State.DRAFT, State.NOTED, State.OPEN])),
    max_size=12,
)
ROUNDS = [Round.quarter(year, quarter) for year in (102, 103, 104) for quarter in (1, 2, 3, 4)]


class Stop(Exception):
    """Ends an action so that nothing of it stays."""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(cases=CASES)
def test_what_is_counted_by_the_database_agrees_with_the_cases(
    store: Store, cases: list[tuple[date, int | None, State]]
) -> None:
    def try_out(work: Work) -> None:
        made = []
        for place, (decided, later, state) in enumerate(cases):
            closed = decided + timedelta(days=later) if later is not None and state is State.OPEN else None
            made.append(
                work.save(
                    Resolution(
                        number=str(place),
                        year=decided.year - 1911,
                        text="案",
                        decided_on=decided,
                        state=State.RELEASED if closed else state,
                        closed_on=closed,
                    )
                )
            )
        counted = balances(work, ROUNDS)
        assert counted == [(round, balance(made, round)) for round in ROUNDS]
        assert all(one.holds for _round, one in counted)
        for (_past, before), (_next, after) in pairwise(counted):
            assert before.remaining == after.before
        raise Stop

    with pytest.raises(Stop):
        store.do("試", try_out, by="王小明")


def of_whom(records: Records, ids: dict[str, str | None]) -> bool:
    """Are the balances of all members or groups those of their own cases?"""
    round = Round.quarter(103, 3)
    for id in ids:
        narrowed = {"member_id": id} if ids[id] == "member" else {"group_id": id}
        lines = tracked_lines(records, today=TODAY, **narrowed)  # type: ignore[arg-type]
        cases = {line.resolution.id: line.resolution for line in lines}
        [(_round, counted)] = balances(records, [round], **narrowed)  # type: ignore[arg-type]
        if counted != balance(cases.values(), round) or not counted.holds or not cases:
            return False
    return True


def test_a_countys_and_a_groups_balance_count_their_own_cases(sample_store: Store) -> None:
    ids = {"65000": "member", "63000": "member", "transport": "group", "development": "group"}
    assert sample_store.ask(partial(of_whom, ids=ids))


def test_a_past_round_does_not_know_what_came_later(sample_store: Store) -> None:
    """A case closed in the fourth quarter is open in the third, without what was reported afterwards."""
    lines = sample_store.ask(partial(lines_of_round, round=Round.quarter(103, 3), today=date(2014, 9, 30)))
    open_then = [line for line in lines if line.assignment.state is State.OPEN]
    line = next(one for one in open_then if one.light is Light.GREEN)
    of_case = [one.id for one in open_then if one.resolution.id == line.resolution.id]

    def later(work: Work) -> None:
        work.save(
            ProgressReport(
                assignment_id=line.id, round="103Q4", reported_on=date(2014, 11, 1), sequence=99, text="後來"
            )
        )
        done = {"verdict": Verdict.RELEASED, "reason": "完成", "direct_reason": "示例"}
        decide(work, assignment_ids=of_case, today=date(2014, 11, 3), **done)

    sample_store.do("後來", later, by="王小明")
    then = sample_store.ask(partial(lines_of_round, round=Round.quarter(103, 3), today=date(2014, 12, 1)))
    again = next(one for one in then if one.id == line.id)
    assert (again.assignment.state, again.resolution.state, again.light) == (State.OPEN, State.OPEN, Light.GREEN)
    assert "後來" not in [report.text for report in again.reports]
    now = sample_store.ask(partial(lines_of_round, round=Round.quarter(103, 4), today=date(2014, 12, 1)))
    assert next(one for one in now if one.id == line.id).light is Light.DONE
    gone = sample_store.ask(partial(lines_of_round, round=Round.quarter(104, 1), today=TODAY))
    assert line.id not in [one.id for one in gone]
    assert sample_store.ask(lambda records: records.get(Assignment, line.id)).state is State.RELEASED


@pytest.mark.parametrize("seed", range(4))
def test_a_line_of_a_round_has_the_latest_that_was_known_then(sample_store: Store, seed: int) -> None:
    """Of all reports and reviews, of quarters and of months, in whatever order they came; the light is by that one."""
    luck = Random(seed)
    asked = [Round.quarter(103, 2), Round.quarter(103, 3), Round.month(103, 8), Round.quarter(103, 4)]
    codes = ("103Q1", "103Q2", "103Q3", "103Q4", "103M06", "103M08", "103M09", "104Q1")

    def action(work: Work) -> None:
        for line in work.all(Assignment):
            for sequence in luck.sample(range(20, 60), 5):
                day = date(2014, 1, 1) + timedelta(days=luck.randrange(400))
                told = {
                    "assignment_id": line.id,
                    "round": luck.choice(codes),
                    "sequence": sequence,
                    "text": f"示例{sequence}",
                }
                behind = {"planned_percent": 90.0, "actual_percent": luck.choice((90.0, 75.0, 40.0))}
                work.save(ProgressReport(**told, **behind, reported_on=day))  # type: ignore[arg-type]
                work.save(Review(**told, reviewed_on=day))  # type: ignore[arg-type]

    sample_store.do("填報", action)
    every = {line.id: line for line in sample_store.ask(partial(tracked_lines, today=TODAY))}
    limits = sample_store.ask(reference).thresholds
    for round in asked:
        lines = sample_store.ask(partial(lines_of_round, round=round, today=TODAY))
        assert lines
        for line in lines:
            reports = [one for one in every[line.id].reports if Round.read(one.round).until <= round.until]
            reviews = [one for one in every[line.id].reviews if Round.read(one.round).until <= round.until]
            assert (list(line.reports), list(line.reviews)) == (reports[-1:], reviews[-1:])
            is_closed = line.assignment.state.is_closed or line.resolution.state.is_closed
            shown = light(
                closed=is_closed,
                due_on=line.resolution.due_on,
                report=reports[-1] if reports else None,
                today=day_of(round, TODAY),
                limits=limits,
            )
            assert line.light is shown
            assert line.is_reported(round) is any(Round.read(one.round).until >= round.until for one in reports)
