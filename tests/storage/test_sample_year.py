"""The sample year tells the report's facts, marks what is made up, and holds together."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import pytest

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.meeting import Attendance, Meeting, MeetingStatus, Section, SectionRole
from northtaiwan_desktop.domain.people import Person
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, PlanVersion, QuarterTarget
from northtaiwan_desktop.domain.plan_facts import Turn, differences
from northtaiwan_desktop.domain.plan_whole import PlanWhole
from northtaiwan_desktop.domain.platform import GroupRole
from northtaiwan_desktop.domain.progress import ProgressReport, Review, Round, Verdict
from northtaiwan_desktop.domain.proposal import Proposal, Result
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share, State
from northtaiwan_desktop.domain.writing.span import Span
from northtaiwan_desktop.storage.plan_versions import decoded
from northtaiwan_desktop.storage.reference_files import read_reference, read_sample
from northtaiwan_desktop.storage.store import Store

T = TypeVar("T")
SEQUEL = "103-deputies-2-sequel"
NO_LINK = {"id", "lineage_id", "import_id"}


@pytest.fixture(scope="module")
def reference() -> Reference:
    return read_reference(paths.reference())


@pytest.fixture(scope="module")
def sample() -> list[Any]:
    return read_sample(paths.reference())


def of(kind: type[T], records: list[Any]) -> list[T]:
    return [record for record in records if isinstance(record, kind)]


def links(record: Any) -> Iterator[tuple[str, str]]:
    """Each field of a record that points to another, with the id to which it points."""
    for field in fields(record):
        value = getattr(record, field.name)
        if field.name.endswith("_id") and field.name not in NO_LINK and value is not None:
            yield field.name, value
        elif field.name.endswith("_ids") or field.name == "axes":
            yield from ((field.name, id) for id in value)


@pytest.mark.parametrize(
    ("id", "day", "venue", "title"),
    [
        ("103-platform-review", date(2014, 1, 22), "新竹縣政府", "平臺初審會議"),
        ("103-deputies-1", date(2014, 5, 16), "新瓦屋客家文化保存區", "第一次副首長會議"),
        ("103-joint-review", date(2014, 7, 3), "綠世界生態農場", "聯合檢討會議"),
        ("103-training", date(2014, 7, 3), "綠世界生態農場", "教育訓練"),
        ("103-deputies-2", date(2014, 8, 9), "", "第二次副首長會議"),
        (SEQUEL, date(2014, 9, 11), "新竹縣政府2樓簡報室", "第二次副首長會議補行議程會議"),
        ("103-heads", date(2014, 10, 8), "新竹喜來登飯店", "首長年會"),
    ],
)
def test_the_meetings_that_the_report_tells(sample: list[Any], id: str, day: date, venue: str, title: str) -> None:
    meeting = next(meeting for meeting in of(Meeting, sample) if meeting.id == id)
    assert meeting.held_on == day
    assert venue in meeting.venue
    assert title in meeting.title
    assert (meeting.year, meeting.host_id) == (103, "10004")


def test_the_sequel_hears_nine_groups_and_discusses_two_proposals(sample: list[Any]) -> None:
    meeting = next(meeting for meeting in of(Meeting, sample) if meeting.id == SEQUEL)
    assert (meeting.parent_id, meeting.kind_id, meeting.number) == ("103-deputies-2", "deputies", "103-副首長-2-1")
    assert meeting.status is MeetingStatus.FINAL
    roles = {section.id: section.role for section in of(Section, sample)}
    heard = [roles[item.section_id] for item in of(AgendaItem, sample) if item.meeting_id == SEQUEL]
    assert Counter(heard)[SectionRole.REPORTS] == 9
    titles = [
        item.title
        for item in of(AgendaItem, sample)
        if item.meeting_id == SEQUEL and roles[item.section_id] is SectionRole.DISCUSSION
    ]
    assert len(titles) == 2
    assert "交通部" in titles[0]
    assert "國家發展委員會" in titles[1]


def test_the_annual_meeting_is_still_a_draft_that_carries_the_open_cases(sample: list[Any]) -> None:
    drafts = [meeting.id for meeting in of(Meeting, sample) if meeting.status is MeetingStatus.DRAFT]
    assert drafts == ["103-heads"]
    assert any(s.meeting_id == "103-heads" and s.role is SectionRole.CARRIED for s in of(Section, sample))


def test_four_approved_proposals_whose_single_sums_are_not_told(sample: list[Any], reference: Reference) -> None:
    approved = [proposal for proposal in of(Proposal, sample) if proposal.result is Result.APPROVED]
    assert len(approved) == 4
    assert all(proposal.approved is None and "870萬元" in proposal.note for proposal in approved)
    assert next(year for year in reference.years if year.year == 103).note.count("870萬元") == 1


def test_the_chronicle_of_103_is_exact_to_the_day(sample: list[Any]) -> None:
    entries = of(ChronicleEntry, sample)
    assert [entry.since.strftime("%m%d") for entry in entries] == [
        "0122", "0516", "0610", "0703", "0703", "0809", "0911", "1008",
    ]  # fmt: skip
    for entry in entries:
        assert Span(entry.since, entry.until, entry.precision).until.year == 2014
        assert entry.source


def test_what_the_report_does_not_tell_is_marked(sample: list[Any]) -> None:
    texts = [
        *(resolution.text for resolution in of(Resolution, sample)),
        *(item.name for item in of(PlanItem, sample)),
        *(person.name for person in of(Person, sample)),
        *(line.title for line in of(Attendance, sample)),
        *(report.text for report in of(ProgressReport, sample)),
        *(review.text for review in of(Review, sample)),
        *(money.note for money in of(Contribution, sample)),
        *(role.note for role in of(GroupRole, sample) if role.group_id != "development"),
        *(proposal.name for proposal in of(Proposal, sample) if proposal.result is not Result.APPROVED),
    ]
    assert [text for text in texts if "示例" not in text] == []
    assert not any(line.name for line in of(Attendance, sample))


def test_every_link_leads_to_a_record_that_comes_before(sample: list[Any], reference: Reference) -> None:
    here: list[Any] = [*reference.members, *reference.groups, *reference.kinds, *reference.axes]
    seen = {record.id for record in here}
    same_kind = {type(record): {r.id for r in sample if type(r) is type(record)} for record in sample}
    for record in sample:
        for field, id in links(record):
            assert id in seen or id in same_kind[type(record)], (record.id, field, id)
        seen.add(record.id)


def test_ids_and_numbers_are_unique_and_fit_their_columns(sample: list[Any]) -> None:
    numbered: list[list[Any]] = [of(Meeting, sample), of(Resolution, sample), of(PlanItem, sample)]
    for records in numbered:
        numbers = [record.number for record in records if record.number]
        assert len(numbers) == len(set(numbers))
    assert all(0 < len(record.id) <= 64 for record in sample)
    assert all(case.number for case in of(Resolution, sample) if case.is_tracked)


def test_the_tracked_cases_show_every_turn_of_the_main_job(sample: list[Any]) -> None:
    cases = [case for case in of(Resolution, sample) if case.is_tracked]
    lines, reports = of(Assignment, sample), of(ProgressReport, sample)
    assert len(cases) == 12
    assert {case.state for case in cases} == {State.OPEN, State.RELEASED, State.MERGED}
    assert any(case.due_on is None and case.due_text for case in cases)
    assert any(line.member_id is None and line.office == "交通部" for line in lines)
    assert {line.share for line in lines} == {Share.LEAD, Share.CO_LEAD}
    assert {line.resolution_id for line in lines} == {case.id for case in cases}
    assert {"103Q3", "103Q4"} <= {report.round for report in reports}
    assert all(report.delay_reason and report.remedy for report in reports if report.behind > 10)
    assert any(report.behind >= 20 for report in reports)
    assert any(report.asked is Verdict.RELEASE_ASKED for report in reports)
    assert {line.id for line in lines} - {report.assignment_id for report in reports}


def test_closed_cases_have_only_closed_lines_and_a_meeting_that_closed_them(sample: list[Any]) -> None:
    for case in of(Resolution, sample):
        states = {line.state for line in of(Assignment, sample) if line.resolution_id == case.id}
        if case.state.is_closed:
            assert states == {case.state}
            assert case.closed_in_id
            assert case.close_reason
        elif case.is_tracked:
            assert State.OPEN in states


def test_reports_lie_in_their_round_or_in_the_fortnight_after(sample: list[Any]) -> None:
    for report in of(ProgressReport, sample):
        round = Round.read(report.round)
        assert round.since <= report.reported_on
        assert (report.reported_on - round.until).days <= 14


def test_the_plan_reaches_all_nine_groups(sample: list[Any], reference: Reference) -> None:
    items = [item for item in of(PlanItem, sample) if item.year == 103]
    assert 12 <= len(items) <= 16
    assert {item.group_id for item in items} == {group.id for group in reference.groups}
    assert {axis for item in items for axis in item.axes} == {"F", "A", "C", "E"}


def test_the_plan_shows_its_versions_and_items_that_go_on_through_the_years(sample: list[Any]) -> None:
    first, second = sorted(of(PlanVersion, sample), key=lambda one: one.version)
    assert (first.meeting_id, second.meeting_id) == ("103-deputies-1", "103-deputies-2-sequel")
    turns = Counter(one.turn for one in differences(decoded(first.snapshot), decoded(second.snapshot)))
    assert turns == {Turn.ADDED: 2, Turn.CHANGED: 2}
    assert all("示例" in one.name for one in (*decoded(first.snapshot), *decoded(second.snapshot)))
    years = Counter(item.lineage_id for item in of(PlanItem, sample))
    assert [lineage for lineage, count in years.items() if count == 2] == ["strategy", "bike-gaps", "interpreters"]


def test_every_item_of_the_sample_agrees_in_itself(sample: list[Any]) -> None:
    for item in of(PlanItem, sample):
        whole = PlanWhole(
            item=item,
            targets=tuple(one for one in of(QuarterTarget, sample) if one.plan_item_id == item.id),
            budget=tuple(one for one in of(BudgetLine, sample) if one.plan_item_id == item.id),
            stones=tuple(one for one in of(Milestone, sample) if one.plan_item_id == item.id),
        )
        assert whole.checked()


def test_the_sample_year_goes_into_a_register_whole(tmp_path: Path, sample: list[Any], reference: Reference) -> None:
    store = Store.create(tmp_path / "register.db")
    groups: list[tuple[Any, ...]] = [
        reference.members,
        reference.former_names,
        reference.groups,
        reference.kinds,
        reference.axes,
    ]
    founding: list[Any] = [reference.platform, reference.thresholds, *(record for part in groups for record in part)]
    store.found("示例", lambda work: [work.save(record) for record in (*founding, *reference.years, *sample)])
    kinds: list[type[Any]] = list(Counter(map(type, sample)))
    kept = store.ask(lambda records: [record for kind in kinds for record in records.all(kind)])
    store.close()
    assert sorted(kept, key=repr) == sorted(sample, key=repr)
