"""The yearbook and the quarterly paper say what the register says, in one file each."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.lists import ProposalLine
from northtaiwan_desktop.domain.meeting import MeetingStatus
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.progress import Light, Round, Verdict
from northtaiwan_desktop.domain.proposal import Proposal, Result
from northtaiwan_desktop.domain.yearbook import Yearbook, proposal_sums
from northtaiwan_desktop.services import resolutions, yearbook
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.plan import plan_lines
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store
from tests.documents.reading import READERS, pdf_pages, squeezed

TODAY = date(2014, 12, 31)


@pytest.fixture
def book(sample_store: Store) -> Yearbook:
    return sample_store.ask(partial(yearbook.yearbook_of, year=103, today=TODAY))


def test_nothing_of_the_year_is_left_out(sample_store: Store, book: Yearbook) -> None:
    meetings = sample_store.ask(partial(meeting_lines, year=103))
    held = {one.meeting.id for one in meetings if one.meeting.status is not MeetingStatus.CANCELLED}
    assert {one.meeting.id for one in book.meetings} == held
    plan = sample_store.ask(partial(plan_lines, year=103))
    assert sorted(one.item.id for group in book.years for one in group.plan) == sorted(one.item.id for one in plan)
    assert len(book.chronicle) == len(sample_store.ask(partial(entries, year=103)))
    assert all(one.holds for _round, one in book.balances)
    assert len(book.balances) == 4
    assert (book.host_name, book.term) == ("新竹縣", 11)


@pytest.mark.file_alone
@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf"])
def test_every_format_holds_all_chapters_and_cases(book: Yearbook, tmp_path: Path, suffix: str) -> None:
    path = yearbook.write(book, tmp_path / f"y{suffix}")
    told = READERS[suffix](path)
    for chapter in (
        "年度概況",
        "會議",
        "年度行動方案與成果",
        "決議與列管",
        "解除列管",
        "提案與經費",
        "年度分攤款",
        "大事記",
    ):
        assert f"、{chapter}" in told
    for fate in book.fates:
        assert squeezed(fate.case.text)[:20] in told
    for line in book.proposals:
        assert squeezed(line.proposal.name)[:12] in told
    assert book.theme in told


@pytest.mark.parametrize(("day", "quarter"), [(date(2014, 8, 1), 3), (TODAY, 4), (date(2016, 1, 5), 4)])
def test_figures_of_one_round_say_of_which_round_they_are(
    sample_store: Store, tmp_path: Path, day: date, quarter: int
) -> None:
    book = sample_store.ask(partial(yearbook.yearbook_of, year=103, today=day))
    told = READERS[".docx"](yearbook.write(book, tmp_path / "y.docx"))
    for words in ("各縣市（機關）辦理情形", "各縣市（機關）燈號", "各議題組辦理情形", "各議題組列管中與逾期案件"):
        assert f"103年第{quarter}季{words}" in told


def test_what_was_closed_in_any_round_of_the_year_is_counted_as_the_text_says(sample_store: Store) -> None:
    """結案 of the groups' table is the cases of 解除列管, though all were closed before the last round."""
    day = date(2014, 11, 3)
    lines = sample_store.ask(partial(tracked_lines, today=day, open_only=True))
    gone = {line.number: [one.id for one in lines if one.number == line.number] for line in lines[:6]}
    for ids in gone.values():
        words = {"verdict": Verdict.RELEASED, "reason": "已完成", "direct_reason": "示例", "today": date(2014, 9, 20)}
        sample_store.do("解除", partial(resolutions.decide, assignment_ids=ids, **words))
    book = sample_store.ask(partial(yearbook.yearbook_of, year=103, today=day))
    assert len(book.released) >= len(gone) > 0
    assert sum(one.lights[Light.DONE] for one in book.groups) == len(book.released)
    [(round, now)] = [(round, one) for round, one in book.balances if round == Round.quarter(103, 4)]
    assert (round, now.released) == (book.round, 0)
    assert sum(one.open for one in book.groups) == now.remaining
    closed = sum(len(ids) for ids in gone.values())
    assert sum(one.lights[Light.DONE] for one in book.members) >= closed
    quarter = sample_store.ask(partial(yearbook.quarterly_of, round=Round.quarter(103, 3), today=day))
    assert sum(one.lights[Light.DONE] for one in quarter.groups) == quarter.balance.released >= len(gone)


def test_a_year_with_nothing_says_so_and_does_not_fail(store: Store, tmp_path: Path) -> None:
    empty = store.ask(partial(yearbook.yearbook_of, year=114, today=TODAY))
    path = yearbook.write(empty, tmp_path / "y.pdf")
    assert "本年度沒有召開會議" in READERS[".pdf"](path)


def test_the_job_tells_how_far_it_is_and_can_be_stopped(book: Yearbook, tmp_path: Path) -> None:
    job = yearbook.writing(book, tmp_path / "y.docx")
    parts = [next(job) for _step in range(40)]
    job.close()
    assert parts == sorted(parts)
    assert 0 < parts[-1] < 1
    assert not (tmp_path / "y.docx").exists()


def test_a_wrong_ending_is_refused_before_anything_is_done(book: Yearbook, tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"\.docx"):
        yearbook.write(book, tmp_path / "y.xlsx")


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf"])
@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_the_quarterly_paper_says_its_balance(sample_store: Store, tmp_path: Path, suffix: str, quarter: int) -> None:
    view = sample_store.ask(partial(yearbook.quarterly_of, round=Round.quarter(103, quarter), today=TODAY))
    told = READERS[suffix](yearbook.write(view, tmp_path / f"q{suffix}"))
    one = view.balance
    assert one.holds
    assert f"前期列管{one.before}案＋本期新增{one.added}案－本期解除{one.released}案＝續列{one.remaining}案" in told
    assert f"103年第{quarter}季列管季報" in told


def test_the_quarterly_paper_has_two_to_four_pages(sample_store: Store, tmp_path: Path) -> None:
    view = sample_store.ask(partial(yearbook.quarterly_of, round=Round.quarter(103, 3), today=date(2014, 9, 30)))
    assert 2 <= pdf_pages(yearbook.write(view, tmp_path / "q.pdf")) <= 4


def test_counties_stand_in_the_order_that_was_chosen_with_counts_and_shares(sample_store: Store) -> None:
    ask = partial(yearbook.quarterly_of, round=Round.quarter(103, 4), today=date(2014, 11, 3))
    usual = [one.name for one in sample_store.ask(ask).members]
    host = sample_store.ask(partial(ask, order=MemberOrder.HOST)).members
    assert usual[:2] == ["宜蘭縣", "基隆市"]
    assert host[0].name == "新竹縣"
    assert sorted(one.name for one in host) == sorted(usual)
    assert {one.late_share for one in host if not one.open} <= {"－"}
    assert all(one.late <= one.open <= one.all for one in host)


def test_sums_count_every_proposal_and_the_money_of_those_that_stand() -> None:
    def line(**own: object) -> ProposalLine:
        made = Proposal(year=100, name="案", **own)  # type: ignore[arg-type]
        return ProposalLine(proposal=made, group_name="", proposer_name="", partner_names=())

    sums = proposal_sums(
        [
            line(requested=2_000_000, approved=1_500_000, result=Result.APPROVED),
            line(requested=1_000_000, result=Result.REJECTED),
            line(requested=9_000_000, result=Result.MERGED, merged_into_id="x"),
        ]
    )
    assert (sums.count, sums.approved_count, sums.requested, sums.approved) == (3, 1, 3_000_000, 1_500_000)
    assert sums.requested_words == "300萬元（另整併、退回900萬元）"
    unknown = proposal_sums([line(), line(result=Result.APPROVED, approved=5)])
    assert unknown.requested_words == "－（未登錄）"
    assert proposal_sums([line(), line(requested=10_000)]).requested_words == "1萬元（另1件未登錄）"
    assert proposal_sums([]).requested_words == "0元"
    assert sums.submitted_count == 2


@pytest.mark.parametrize(("today", "name"), [(date(2014, 11, 3), "桃園縣"), (date(2015, 3, 1), "桃園市")])
def test_counties_bear_the_names_that_were_valid_then(sample_store: Store, today: date, name: str) -> None:
    book = sample_store.ask(partial(yearbook.yearbook_of, year=103, today=today))
    assert name in {one.name for one in book.members}
    assert name in {one.name for one in book.contributions}
    assert name in {line.lead_name for group in book.years for line in group.plan}
    assert name in {group.leader_name for group in book.years}
    told = "".join(
        [one.name for one in (*book.members, *book.contributions)]
        + [line.proposer_name for line in book.proposals]
        + [line.lead_name for group in book.years for line in group.plan]
    )
    assert ("桃園市" in told) is (name == "桃園市")
