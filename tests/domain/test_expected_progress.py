"""What a planned progress is taken for that a report leaves out."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.expected_progress import Ground, expected
from northtaiwan_desktop.domain.plan import QuarterTarget
from northtaiwan_desktop.domain.progress import ProgressReport, Round

Q3 = Round.quarter(103, 3)
TODAY = date(2014, 9, 1)
shares = st.one_of(st.none(), st.integers(0, 100))


def told(round: Round, planned: float | None) -> ProgressReport:
    return ProgressReport(
        assignment_id="a", round=round.code, reported_on=TODAY, text="示例", planned_percent=planned, actual_percent=0
    )


def target(quarter: int, planned: float | None) -> QuarterTarget:
    return QuarterTarget(plan_item_id="i", year=103, quarter=quarter, planned_percent=planned)


@given(st.lists(shares, max_size=4), st.lists(shares, max_size=4), st.integers(1, 4))
def test_it_is_the_highest_that_was_known_by_the_end_of_the_round(reported, planned, quarter) -> None:
    reports = [told(Round.quarter(103, place), share) for place, share in enumerate(reported, 1)]
    targets = [target(place, share) for place, share in enumerate(planned, 1)]
    found = expected(Round.quarter(103, quarter), today=TODAY, due_on=None, reports=reports, targets=targets)
    known = [share for share in (*reported[:quarter], *planned[:quarter]) if share is not None]
    assert (found.percent if found else None) == max(known, default=None)


def test_a_case_that_is_past_its_due_day_should_be_whole() -> None:
    late = expected(Q3, today=TODAY, due_on=date(2014, 8, 31), reports=[told(Q3, 40)], targets=())
    assert late
    assert (late.percent, late.ground) == (100, Ground.OVERDUE)
    for day in (TODAY, date(2014, 12, 31)):
        assert expected(Q3, today=TODAY, due_on=day, reports=[], targets=()) is None
    before = expected(Round.quarter(103, 2), today=TODAY, due_on=date(2014, 8, 31), reports=[], targets=())
    assert before is None


def test_a_month_is_measured_by_the_quarter_that_has_ended() -> None:
    quarters = [target(2, 50), target(3, 75)]
    july = expected(Round.month(103, 7), today=TODAY, due_on=None, reports=[], targets=quarters)
    assert july
    assert (july.percent, july.ground) == (50, Ground.PLAN)
    assert july.told == "預定進度沒有填，以 50% 計（對應行動方案的各季預定進度）"
