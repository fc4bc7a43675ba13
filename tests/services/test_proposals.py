"""Proposals in a real register: reviewed, ranked, merged, decided, shared, and told when two people meet."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from northtaiwan_desktop.domain.errors import AppError, ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.proposal import Advance, Proposal, ProposalShare, Result, ReviewVerdict
from northtaiwan_desktop.domain.proposal_total import Basis, ProposalTotal
from northtaiwan_desktop.domain.yearbook import proposal_sums as of_lines
from northtaiwan_desktop.services import fiscal, handing, proposals
from northtaiwan_desktop.storage.overview import proposal_sums
from northtaiwan_desktop.storage.proposals import of_plan_item, proposal_file, proposal_lines, total_lines
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from tests.domain.test_proposal import IDS

DAY = date(2026, 3, 1)


def given(store: Store, *ids: str, **fields: Any) -> None:
    """Proposals of 115 with these ids as names, in this order."""
    for place, id in enumerate(ids, 1):
        one = Proposal(id=id, year=115, name=f"案{id}", priority=place, requested=1_000_000, proposer_id="68000")
        store.do("新增提案", partial(proposals.save_proposal, proposal=replace(one, **fields)))


def order(store: Store) -> list[str]:
    return [line.proposal.id for line in store.ask(partial(proposal_lines, year=115))]


def refused(store: Store, action: Callable[..., object], words: str) -> None:
    """The action is refused with these words, and nothing is changed."""
    before = store.ask(lambda records: (records.all(Proposal), records.all(ProposalShare)))
    with pytest.raises(AppError, match=words):
        store.do("不行", action)
    assert store.ask(lambda records: (records.all(Proposal), records.all(ProposalShare))) == before


def test_the_order_is_changed_and_undone_as_one_action(store: Store) -> None:
    given(store, *IDS)
    store.do("調整優先順序", partial(proposals.move, year=115, ids=["5", "3"], before="1"))
    assert order(store) == ["0", "3", "5", "1", "2", "4", "6"]
    priorities = [line.proposal.priority for line in store.ask(partial(proposal_lines, year=115))]
    assert priorities == [1, 2, 3, 4, 5, 6, 7]
    store.undo()
    assert order(store) == IDS


def test_what_is_returned_or_merged_leaves_the_order(store: Store) -> None:
    given(store, "a", "b", "c")
    review = partial(proposals.review, proposal_id="a", verdict=ReviewVerdict.RETURN, on=DAY, comment="重複")
    store.do("初審", review)
    store.do("調整優先順序", partial(proposals.set_order, year=115, ids=["c"]))
    assert order(store) == ["c", "b", "a"]
    refused(store, partial(proposals.set_order, year=115, ids=["a"]), "不在115年度的優先順序內（退回）")


def test_an_order_that_has_moved_on_meanwhile_is_told(store: Store) -> None:
    given(store, "a", "b")
    with pytest.raises(ChangedMeanwhile):
        store.do("調整", partial(proposals.set_order, year=115, ids=["b"], seen=["b", "a"]))


def test_reviews_stay_and_the_last_one_counts(store: Store) -> None:
    given(store, "a", "b")
    for verdict, comment, into in (
        (ReviewVerdict.AMEND, "請補充效益", None),
        (ReviewVerdict.MERGE, "併入", "b"),
    ):
        action = partial(proposals.review, proposal_id="a", verdict=verdict, on=DAY, comment=comment, into_id=into)
        store.do("初審", action)
    file = store.ask(partial(proposal_file, id="a"))
    assert [(one.review.verdict, one.into_name) for one in file.reviews] == [
        (ReviewVerdict.AMEND, ""),
        (ReviewVerdict.MERGE, "案b"),
    ]
    assert file.line.proposal.result is Result.MERGED
    assert file.into is not None
    assert file.into.id == "b"
    assert [one.id for one in store.ask(partial(proposal_file, id="b")).merged] == ["a"]
    store.do("重新提案", partial(proposals.reopen, proposal_id="a"))
    again = store.ask(partial(proposal_file, id="a"))
    assert (again.line.proposal.result, again.into, len(again.reviews)) == (Result.PROPOSED, None, 2)


def test_a_merge_in_a_ring_is_told_by_its_names(store: Store) -> None:
    given(store, "a", "b", "c")
    store.do("整併", partial(proposals.merge, proposal_id="a", into_id="b"))
    store.do("整併", partial(proposals.merge, proposal_id="b", into_id="c"))
    refused(store, partial(proposals.merge, proposal_id="c", into_id="a"), "「案c」 → 「案a」 → 「案b」 → 「案c」")
    refused(store, partial(proposals.merge, proposal_id="c", into_id="c"), "不能併入自己")


@pytest.mark.parametrize("verdict", [ReviewVerdict.AMEND, ReviewVerdict.RETURN])
def test_who_returns_or_amends_says_why(store: Store, verdict: ReviewVerdict) -> None:
    given(store, "a")
    refused(store, partial(proposals.review, proposal_id="a", verdict=verdict, on=DAY), "須說明理由")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"requested": -1}, "申請金額不可為負數"),
        ({"approved": -1}, "核定金額不可為負數"),
        ({"name": " "}, "計畫名稱不可空白"),
        ({"year": 2014}, "民國1年至200年"),
    ],
)
def test_what_cannot_be_is_refused(store: Store, changes: dict[str, Any], words: str) -> None:
    given(store, "a")
    now = store.ask(lambda records: records.get(Proposal, "a"))
    refused(store, partial(proposals.save_proposal, proposal=replace(now, **changes)), words)


def test_a_second_proposal_of_one_name_in_a_year_is_asked_about(store: Store) -> None:
    given(store, "a", name="臺北海岸規劃")
    again = Proposal(year=115, name="台北 海岸規劃")
    save = partial(proposals.save_proposal, proposal=again)
    refused(store, save, "115年度已有「臺北海岸規劃」（桃園市，提案）")
    store.do("另一年", partial(proposals.save_proposal, proposal=replace(again, year=116)))
    given(store, "b")
    other = store.ask(lambda records: records.get(Proposal, "b"))
    refused(store, partial(proposals.save_proposal, proposal=replace(other, name="臺北海岸規劃")), "確認後以同名儲存")
    store.do("同名", partial(save, may_repeat=True))
    known = store.ask(lambda records: records.get(Proposal, again.id))
    store.do("備註", partial(proposals.save_proposal, proposal=replace(known, note="改備註不再問")))


def test_the_later_of_two_people_sees_both(store: Store) -> None:
    given(store, "a")
    seen = store.ask(lambda records: records.get(Proposal, "a"))
    store.do("先", partial(proposals.save_proposal, proposal=replace(seen, note="先"), seen=seen))
    with pytest.raises(ChangedMeanwhile) as told:
        store.do("後", partial(proposals.save_proposal, proposal=replace(seen, note="後"), seen=seen))
    assert (told.value.now.note, told.value.wanted.note) == ("先", "後")
    with pytest.raises(ChangedMeanwhile):
        store.do("核定", partial(proposals.decide, proposal_id="a", result=Result.APPROVED, seen=seen))


def tiers(store: Store) -> None:
    """Rates that are made up for the test alone."""
    for county, tier in (("68000", 2), ("10004", 4)):
        store.do("級次", partial(fiscal.set_tier, year=115, member_id=county, tier=tier, source="測試"))
    for tier, percent in ((2, 30.0), (4, 12.5)):
        store.do("比率", partial(fiscal.set_rate, year=115, tier=tier, percent=percent, source="測試"))


def test_the_match_follows_the_fiscal_tier_of_the_year(store: Store) -> None:
    given(store, "a", partner_ids=("10004",))
    refused(
        store,
        lambda work: proposals.set_shares(work, "a", proposals.shares_by_tier(work, "a")),
        "沒有桃園市、新竹縣在115年度的財力級次",
    )
    tiers(store)
    store.do("試算", lambda work: proposals.set_shares(work, "a", proposals.shares_by_tier(work, "a")))
    file = store.ask(partial(proposal_file, id="a"))
    assert [(share.member_id, share.source, share.amount) for share in file.line.shares] == [
        ("68000", Source.CENTRAL, 350_000),
        ("68000", Source.COUNTY, 150_000),
        ("10004", Source.CENTRAL, 437_500),
        ("10004", Source.COUNTY, 62_500),
    ]
    assert (file.tiers, file.rates, file.warnings) == ({"68000": 2, "10004": 4}, {"68000": 30.0, "10004": 12.5}, ())
    parts = {"68000": 800_000, "10004": 100_000}
    made = store.ask(lambda records: proposals.shares_by_tier(records, "a", parts))
    refused(store, partial(proposals.set_shares, proposal_id="a", shares=made), "相差 100,000元，沒有儲存")
    store.do("試算", partial(proposals.set_shares, proposal_id="a", shares=made, may_differ=True))
    # What differs as much as before is no new mistake.
    store.do("墊付", partial(proposals.set_shares, proposal_id="a", shares=[replace(one) for one in made]))
    file = store.ask(partial(proposal_file, id="a"))
    assert (file.line.borne_by(Source.COUNTY), file.line.borne_by(Source.CENTRAL)) == (252_500, 647_500)
    assert "相差 100,000元" in file.warnings[0]


def test_shares_that_come_one_by_one_may_be_short_until_the_last_county_has_come(store: Store) -> None:
    given(store, "a", partner_ids=("10004",))

    def share(county: str, amount: int, **more: bool) -> partial:
        def add(work: Work, **more: bool) -> None:
            now = {one.member_id: one for one in proposal_file(work, "a").line.shares}
            new = ProposalShare(proposal_id="a", member_id=county, source=Source.CENTRAL, amount=amount)
            now[county] = replace(now[county], amount=amount) if county in now else new
            proposals.set_shares(work, "a", list(now.values()), one_by_one=True, **more)

        return partial(add, **more)

    store.do("桃園", share("68000", 300_000))
    store.do("桃園", share("68000", 400_000))
    refused(store, share("10004", 500_000), "相差 100,000元，沒有儲存")
    refused(store, share("10004", 700_000), "相差 100,000元，沒有儲存")
    store.do("新竹", share("10004", 600_000))
    refused(store, share("68000", 300_000), "相差 100,000元，沒有儲存")
    store.do("桃園", share("68000", 300_000, may_differ=True))
    amounts = {one.member_id: one.amount for one in store.ask(partial(proposal_file, id="a")).line.shares}
    assert amounts == {"68000": 300_000, "10004": 600_000}


def test_a_share_by_advance_marks_its_proposal(store: Store) -> None:
    given(store, "a")
    share = ProposalShare(proposal_id="a", member_id="68000", source=Source.COUNTY, amount=10, advance=Advance.ASKED)
    keep = partial(proposals.set_shares, proposal_id="a", may_differ=True)
    store.do("分攤", partial(keep, shares=[share, replace(share, id="z", amount=0)][:1]))
    assert store.ask(lambda records: records.get(Proposal, "a")).needs_advance
    refused(
        store,
        partial(proposals.set_shares, proposal_id="a", shares=[replace(share, amount=-1)]),
        "桃園市的縣市配合款不可為負數",
    )
    refused(store, partial(proposals.set_shares, proposal_id="a", shares=[share, replace(share, id="z")]), "有兩列")
    with pytest.raises(ChangedMeanwhile):
        store.do("分攤", partial(proposals.set_shares, proposal_id="a", shares=[], seen=[]))


def test_a_year_of_tiers_is_one_thing_and_two_people_meet_on_it(store: Store) -> None:
    tiers(store)
    known = store.ask(partial(proposals.fiscal, year=115))
    with pytest.raises(ChangedMeanwhile):
        store.do("級次", partial(fiscal.set_year, year=115, tiers=known[0], rates=[], seen=([], [])))
    with pytest.raises(RuleBroken, match="桃園市在115年度有兩個財力級次"):
        store.do("級次", partial(fiscal.set_year, year=115, tiers=[*known[0], replace(known[0][0], id="z")], rates=[]))
    with pytest.raises(RuleBroken, match="9 不在其中"):
        store.do("級次", partial(fiscal.set_tier, year=115, member_id="68000", tier=9, source=""))


def test_a_proposal_that_others_need_is_not_deleted(store: Store) -> None:
    given(store, "a", "b")
    store.do("整併", partial(proposals.merge, proposal_id="a", into_id="b"))
    refused(store, partial(proposals.remove_proposal, id="b"), "「案a」已併入「案b」")
    store.do("刪除", partial(proposals.remove_proposal, id="a"))
    store.do("刪除", partial(proposals.remove_proposal, id="b"))
    assert order(store) == []
    store.undo()
    store.undo()
    assert order(store) == ["b", "a"]


def test_a_proposal_knows_its_plan_item_and_its_meetings(sample_store: Store) -> None:
    store = sample_store
    meeting = store.ask(lambda records: next(iter(handing.drafts_for(records, _any_meeting(records)))))
    store.do("列入議程", partial(handing.put_before, proposal_id="103-plant-factory", meeting_id=meeting.id))
    item = store.ask(lambda records: _any_plan_item(records))
    now = store.ask(lambda records: records.get(Proposal, "103-plant-factory"))
    store.do("對應", partial(proposals.save_proposal, proposal=replace(now, plan_item_id=item.id), seen=now))
    file = store.ask(partial(proposal_file, id="103-plant-factory"))
    assert [(one.title, held.id) for one, held in file.items] == [(now.name, meeting.id)]
    assert file.plan_item == item
    assert [one.id for one in store.ask(partial(of_plan_item, plan_item_id=item.id))] == ["103-plant-factory"]
    refused(store, partial(proposals.remove_proposal, id="103-plant-factory"), "已併入")


def _any_meeting(records: Any) -> Any:
    from northtaiwan_desktop.domain.meeting import Meeting

    return records.all(Meeting)[0]


def _any_plan_item(records: Any) -> Any:
    from northtaiwan_desktop.domain.plan import PlanItem

    return records.all(PlanItem)[0]


def test_the_reports_figures_stand_beside_what_the_records_come_to(sample_store: Store) -> None:
    told = {line.years: line for line in sample_store.ask(total_lines) if line.basis is Basis.TOLD}
    assert (told["100"].proposed, told["100"].passed, told["100"].granted) == (23, 12, 32_700_000)
    assert (told["103"].discussed, told["103"].passed, told["103"].granted) == (18, 4, 8_700_000)
    assert (told["98–103"].passed, told["98–103"].granted) == (49, 118_900_000)
    assert all(line.source for line in told.values())
    assert told["100"].remark == "沒有逐案資料"
    assert "與逐案不同：討論18案，逐案2案" in told["103"].remark
    counted = [line for line in sample_store.ask(total_lines) if line.basis is Basis.COUNTED]
    assert [(line.years, line.proposed, line.discussed, line.passed, line.granted) for line in counted] == [
        ("103", 6, 2, 4, None)
    ]
    assert "4案" in counted[0].remark


def test_what_was_merged_or_returned_asks_for_no_money(store: Store) -> None:
    given(store, "a", "b", "c", "d")
    store.do("整併", partial(proposals.merge, proposal_id="b", into_id="a"))
    back = partial(proposals.review, proposal_id="c", verdict=ReviewVerdict.RETURN, on=DAY, comment="退回")
    store.do("退回", back)
    [line] = [line for line in store.ask(total_lines) if line.years == "115" and line.basis is Basis.COUNTED]
    assert (line.proposed, line.requested, line.set_aside) == (4, 2_000_000, 2_000_000)
    sums = store.ask(partial(proposal_sums, year=115))
    assert (sums.count, sums.requested, sums.set_aside) == (4, 2_000_000, 2_000_000)
    by_line = of_lines(store.ask(partial(proposal_lines, year=115)))
    assert (by_line.count, by_line.requested, by_line.set_aside) == (4, 2_000_000, 2_000_000)
    store.do("重新提案", partial(proposals.reopen, proposal_id="c"))
    assert store.ask(partial(proposal_sums, year=115)).requested == 3_000_000


def test_the_records_alone_reproduce_a_year_once_they_are_all_there(store: Store) -> None:
    """100年: 23 proposed, 12 passed with 3,270萬元, written down one by one (sums made up to the report's total)."""

    def action(work: Any) -> None:
        for number in range(23):
            one = Proposal(id=f"p{number}", year=100, name=f"示例{number}")
            proposals.save_proposal(work, one)
            if number < 12:
                sum = 2_700_000 if number else 3_000_000
                proposals.decide(work, one.id, Result.APPROVED, approved=sum, on=date(2011, 10, 26))

    store.do("逐案", action)
    counted, told = [line for line in store.ask(total_lines) if line.years == "100"]
    assert (counted.basis, counted.proposed, counted.passed, counted.granted, counted.remark) == (
        Basis.COUNTED,
        23,
        12,
        32_700_000,
        "",
    )
    assert (told.proposed, told.passed, told.granted) == (23, 12, 32_700_000)
    assert told.remark == "案數與逐案相符"


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (ProposalTotal(since_year=103, until_year=102, passed=1, source="甲"), "早於開始年度"),
        (ProposalTotal(since_year=103, until_year=103, source="甲"), "至少填寫一個數字"),
        (ProposalTotal(since_year=103, until_year=103, passed=-1, source="甲"), "不可為負數"),
        (ProposalTotal(since_year=103, until_year=103, passed=1), "須註明出處"),
    ],
)
def test_a_total_that_cannot_be_true_is_refused(store: Store, total: ProposalTotal, words: str) -> None:
    refused(store, partial(proposals.save_total, total=total), words)
