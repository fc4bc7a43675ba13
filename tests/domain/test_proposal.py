"""A proposal from idea to approved sum: where it can stand, where it goes, and what does not fit together."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.proposal import (
    NEXT,
    Proposal,
    ProposalShare,
    Result,
    ReviewVerdict,
    moved,
    ring_of,
    still_grows,
    warnings,
)

OTHER = Proposal(id="other", year=103, name="另一案")
DAY = date(2014, 6, 10)


def proposal(**given: object) -> Proposal:
    return replace(Proposal(id="own", year=103, name="本案", requested=1_000_000), **given)  # type: ignore[arg-type]


ACTIONS = {
    "pass": lambda one: one.reviewed(ReviewVerdict.PASS),
    "amend": lambda one: one.reviewed(ReviewVerdict.AMEND),
    "return": lambda one: one.reviewed(ReviewVerdict.RETURN),
    "merge": lambda one: one.reviewed(ReviewVerdict.MERGE, OTHER),
    "submit": lambda one: one.submitted(),
    "reopen": lambda one: one.reopened(),
    "approve": lambda one: one.decided(Result.APPROVED, approved=800_000, on=DAY),
    "reject": lambda one: one.decided(Result.REJECTED, on=DAY),
}


@given(st.lists(st.sampled_from(sorted(ACTIONS)), max_size=12))
def test_a_proposal_never_stands_where_it_cannot_be(steps: list[str]) -> None:
    now = proposal()
    for step in steps:
        before = now
        try:
            now = ACTIONS[step](now)
        except RuleBroken:
            assert now == before
            continue
        assert now.result in NEXT[before.result]
        assert (now.merged_into_id is not None) == (now.result is Result.MERGED)
        assert (now.approved is not None) == (now.result is Result.APPROVED)
        assert replace(
            now,
            result=before.result,
            merged_into_id=before.merged_into_id,
            approved=before.approved,
            decided_on=before.decided_on,
        ) == replace(before)


def test_every_state_can_be_left_and_come_back_to() -> None:
    for start in Result:
        reached, edge = {start}, {start}
        while edge:
            edge = {after for one in edge for after in NEXT[one]} - reached
            reached |= edge
        assert reached == set(Result)


@pytest.mark.parametrize("result", [Result.SUBMITTED, Result.APPROVED, Result.REJECTED])
@pytest.mark.parametrize("verdict", [ReviewVerdict.PASS, ReviewVerdict.AMEND, ReviewVerdict.RETURN])
def test_what_central_government_has_is_not_reviewed_again(result: Result, verdict: ReviewVerdict) -> None:
    with pytest.raises(RuleBroken, match="不能再記初審意見"):
        proposal(result=result).reviewed(verdict)


@pytest.mark.parametrize(
    ("into", "words"),
    [
        (proposal(), "不能併入自己"),
        (replace(OTHER, year=104), "不能併入104年度"),
    ],
)
def test_a_merge_that_makes_no_sense_is_refused(into: Proposal, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        proposal().merged(into)


def test_a_rejected_proposal_has_no_approved_sum_and_no_sum_is_negative() -> None:
    with pytest.raises(RuleBroken, match="未核定，不能有核定金額"):
        proposal().decided(Result.REJECTED, approved=1)
    with pytest.raises(RuleBroken, match="不可為負數"):
        proposal().decided(Result.APPROVED, approved=-1)
    with pytest.raises(RuleBroken, match="只有「核定」與「未核定」"):
        proposal().decided(Result.MERGED)


IDS = [str(number) for number in range(7)]


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)), max_size=30))
def test_merges_that_are_allowed_never_form_a_ring(wanted: list[tuple[str, str]]) -> None:
    goes_into: dict[str, str | None] = dict.fromkeys(IDS)
    for one, into in wanted:
        if not ring_of(one, into, goes_into):
            goes_into[one] = into
    for start in IDS:
        seen, at = set(), start
        while goes_into[at] is not None:
            assert at not in seen
            seen.add(at)
            at = str(goes_into[at])


def test_a_ring_is_told_by_its_members() -> None:
    assert ring_of("a", "b", {"b": "c", "c": "a"}) == ("a", "b", "c")
    assert ring_of("a", "a", {}) == ("a",)
    assert ring_of("a", "b", {"b": "c"}) == ()


@given(st.permutations(IDS), st.sets(st.sampled_from(IDS)), st.sampled_from([*IDS, None]))
def test_moving_loses_none_and_keeps_the_order_of_both_parts(
    order: list[str], chosen: set[str], before: str | None
) -> None:
    made = moved(order, chosen, before)
    assert sorted(made) == sorted(order)
    assert [id for id in made if id in chosen] == [id for id in order if id in chosen]
    assert [id for id in made if id not in chosen] == [id for id in order if id not in chosen]
    if chosen and before is not None and before not in chosen:
        last = max(made.index(id) for id in chosen)
        assert made.index(before) == last + 1
    if chosen and before is None:
        assert set(made[-len(chosen) :]) == chosen


def test_a_drop_on_one_of_the_moved_stays_where_it_is() -> None:
    assert moved("abcd", ["b"], "b") == ("a", "b", "c", "d")


SHARES = [
    ProposalShare(proposal_id="own", source=Source.CENTRAL, amount=600_000),
    ProposalShare(proposal_id="own", member_id="68000", source=Source.COUNTY, amount=400_000),
]


@pytest.mark.parametrize(
    ("one", "shares", "words"),
    [
        (proposal(), SHARES, ()),
        (proposal(), [], ()),
        (proposal(requested=900_000), SHARES, ("相差 100,000元",)),
        (proposal(result=Result.APPROVED, approved=700_000), SHARES, ("與核定金額 700,000元相差 300,000元",)),
        (proposal(result=Result.APPROVED, approved=1_000_001), [], ("高於申請金額",)),
        (proposal(result=Result.APPROVED), [], ("還沒有填核定金額",)),
        (proposal(result=Result.MERGED), [], ("沒有記載併入哪一案",)),
    ],
)
def test_what_does_not_fit_together_is_told(one: Proposal, shares: list[ProposalShare], words: tuple[str, ...]) -> None:
    told = warnings(one, shares)
    assert len(told) == len(words)
    assert all(word in text for word, text in zip(words, told, strict=True))


SUMS = st.integers(0, 12) | st.none()


@given(st.tuples(SUMS, SUMS), st.tuples(SUMS, SUMS), st.integers(1, 20))
def test_shares_are_still_to_come_only_while_they_grow_below_the_sum(before, after, sum_of_all) -> None:
    one = proposal(requested=sum_of_all, proposer_id="a", partner_ids=("b",))
    was, now = (
        [
            ProposalShare(proposal_id="own", member_id=id, source=Source.OWN, amount=amount)
            for id, amount in zip("ab", amounts, strict=True)
            if amount is not None
        ]
        for amounts in (before, after)
    )
    total, earlier = sum(share.amount for share in now), sum(share.amount for share in was)
    everyone = all(share.amount for share in now) and len(now) == 2
    assert still_grows(one, was, now) == (earlier <= total < sum_of_all and not everyone)
    assert not still_grows(replace(one, requested=None), was, now)
    assert still_grows(replace(one, proposer_id=None, partner_ids=()), was, now) == (earlier <= total < sum_of_all)
