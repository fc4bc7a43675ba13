"""年度分攤款: owed, paid in parts, overdue."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.contribution import Contribution, Standing, laid_out
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.platform import Member, Thresholds

DAY = date(2014, 3, 1)
TODAY = DAY + timedelta(days=300)
MEMBERS = [Member(id=id, name=id, short_name=id, position=place) for place, id in enumerate("abcdefgh")]


def owed(**given: object) -> Contribution:
    return Contribution(**({"year": 103, "member_id": "a", "amount": 400_000} | given))  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(-10, 400_000), st.integers(0, 400)), max_size=8))
def test_payments_add_up_and_never_exceed_what_is_owed(payments: list[tuple[int, int]]) -> None:
    now, taken, days = owed(), 0, []
    for sum, days_later in payments:
        on = DAY + timedelta(days=days_later)
        try:
            now = now.received(sum, on=on, today=TODAY)
        except RuleBroken:
            assert sum <= 0 or taken + sum > 400_000 or on > TODAY
            continue
        taken += sum
        days.append(on)
        assert now.paid == taken <= now.amount
        assert now.left == now.amount - taken
        assert now.paid_on == max(days) <= TODAY
        assert now.checked(today=TODAY) == now


@pytest.mark.parametrize(
    ("one", "standing"),
    [
        (owed(), Standing.OPEN),
        (owed(paid=1, paid_on=DAY), Standing.PART),
        (owed(paid=400_000, paid_on=DAY, due_on=DAY - timedelta(days=9)), Standing.PAID),
        (owed(due_on=DAY), Standing.OPEN),
        (owed(due_on=DAY - timedelta(days=1)), Standing.OVERDUE),
        (owed(due_on=DAY - timedelta(days=1), paid=1, paid_on=DAY), Standing.OVERDUE),
    ],
)
def test_how_far_it_is_paid(one: Contribution, standing: Standing) -> None:
    assert one.standing(DAY) is standing


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (owed(amount=-1), "不可為負數"),
        (owed(paid=-1), "不可為負數"),
        (owed(paid=400_001, paid_on=DAY), "超過應繳"),
        (owed(paid=5), "填寫繳納日期"),
        (owed(paid=5, paid_on=TODAY + timedelta(days=1)), "103年12月27日 還沒到（今日是 103年12月26日）"),
    ],
)
def test_sums_that_cannot_be_true_are_refused(one: Contribution, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        one.checked(today=TODAY)


@given(st.integers(93, 130), st.sampled_from("abcdefgh"), st.sets(st.sampled_from("abcdefgh")))
def test_a_year_is_laid_out_once_for_each_member(year: int, host: str, there: set[str]) -> None:
    known = [owed(year=year, member_id=id) for id in there]
    made = laid_out(year, members=MEMBERS, host_id=host, thresholds=Thresholds(), known=known)
    assert {one.member_id for one in made} == set("abcdefgh") - there
    assert {one.amount for one in made if one.member_id == host} <= {2_000_000}
    assert {one.amount for one in made if one.member_id != host} <= {400_000}
    assert laid_out(year, members=MEMBERS, host_id=host, thresholds=Thresholds(), known=[*known, *made]) == ()


def test_a_member_that_joined_later_owes_nothing() -> None:
    late = Member(id="z", name="z", short_name="z", position=9, joined_on=date(2015, 1, 1))
    limits = Thresholds()
    assert laid_out(103, members=[late], host_id="a", thresholds=limits, known=[]) == ()
    assert len(laid_out(104, members=[late], host_id="a", thresholds=limits, known=[])) == 1
