"""上次會議決議辦理情形: one row a case, whoever does it, and before the meeting nothing of what it will decide."""

from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share
from northtaiwan_desktop.services import calling, finalising, finishing, meetings, papers, resolutions
from northtaiwan_desktop.storage.meetings import meeting_file
from northtaiwan_desktop.storage.resolutions import case_file, tracked_lines

TODAY, LATER = date(2026, 9, 8), date(2026, 12, 1)
DOERS = (("68000", Share.LEAD), ("10004", Share.CO_LEAD), ("10018", Share.CO_LEAD))


def did(store, action, **words):
    made = []
    store.do("示例", lambda work: made.append(action(work, **words)))
    return made[0]


@pytest.fixture
def later(store):
    """A meeting that has one case of three doers before it."""
    first = did(store, calling.call, kind_id="deputies", year=115, held_on=TODAY)
    file = store.ask(partial(meeting_file, id=first.id, today=TODAY))
    section = next(one for one in file.sections if one.title == "討論事項")
    item = AgendaItem(meeting_id=first.id, section_id=section.id, position=0, title="示例一案")
    item = did(store, meetings.save_item, item=item)
    case = Resolution(meeting_id=first.id, item_id=item.id, year=115, text="彙整各縣市需求。", due_text="年底前")
    lines = [Assignment(resolution_id=case.id, member_id=member, share=share) for member, share in DOERS]
    did(store, meetings.save_resolution, resolution=case, assignments=lines)
    did(store, finalising.finalise, meeting_id=first.id, today=TODAY)
    return did(store, calling.call, kind_id="deputies", year=115, held_on=LATER)


def reported(store, member, text, percent):
    line = next(one for one in lines(store) if one.assignment.member_id == member)
    round = Round.quarter(115, 3)
    words = {"assignment_id": line.id, "round": round, "today": TODAY, "text": text}
    did(store, resolutions.report, **words, planned_percent=percent, actual_percent=percent)


def lines(store):
    return store.ask(partial(tracked_lines, today=TODAY))


def rows(store, meeting, kind=PaperKind.MINUTES):
    view = store.ask(partial(papers.view, kind=kind, meeting_id=meeting.id, today=LATER))
    return [row for section in view.sections for row in section.carried]


def test_a_case_of_several_doers_is_one_row_with_who_leads_and_who_helps(store, later):
    reported(store, "68000", "已完成。", 100)
    reported(store, "10004", "辦理中。", 60)
    [row] = rows(store, later)
    assert row.text == "彙整各縣市需求。"
    assert row.doer == "主辦：桃園市\n協辦：新竹縣、新竹市"
    assert row.report == "桃園市：已完成。（100%）\n新竹縣：辦理中。（60%）\n新竹市：尚未填報"
    assert row.percent == ""


def test_what_all_doers_report_alike_is_said_once(store, later):
    for member, _share in DOERS:
        reported(store, member, "已完成。", 100)
    [row] = rows(store, later)
    assert (row.report, row.percent) == ("已完成。", "100%")


def test_a_co_lead_whose_lead_is_done_is_still_no_lead(store, later):
    lead = next(one for one in lines(store) if one.assignment.share is Share.LEAD)
    decided = {"assignment_ids": [lead.id], "verdict": Verdict.RELEASED, "reason": "已完成", "direct_reason": "示例"}
    did(store, resolutions.decide, **decided, today=TODAY, meeting_id=None)
    assert rows(store, later)[0].doer == "協辦：新竹縣、新竹市"


def test_the_table_is_headed_by_both_kinds_of_doers(store, later):
    paper = store.ask(partial(papers.paper, kind=PaperKind.MINUTES, meeting_id=later.id, today=LATER))
    [heads] = [block.header for block in paper.blocks if getattr(block, "header", None)]
    assert "主（協）辦\n單位" in heads


def test_the_agenda_does_not_know_what_its_meeting_decides(store, later):
    lead = lines(store)[0]
    decided = {
        "assignment_ids": [lead.id],
        "verdict": Verdict.RELEASED,
        "reason": "目標已達成",
        "direct_reason": "示例",
    }
    did(store, resolutions.decide, **decided, today=LATER, meeting_id=later.id)
    assert "目標已達成" in rows(store, later)[0].review
    assert rows(store, later, PaperKind.AGENDA)[0].review == ""


def test_the_check_list_counts_cases_and_not_their_doers(store, later):
    file = store.ask(partial(meeting_file, id=later.id, today=LATER))
    assert len(file.carried) == 3
    [told] = [gap.text for gap in finishing.gaps(file) if "承接" in gap.text]
    assert "1 項" in told
    assert "桃園市、新竹縣、新竹市" in told


def test_a_decision_on_a_case_of_a_group_stands_in_the_minutes_of_the_deputies_who_made_it(store):
    first = did(store, calling.call, kind_id="group", group_id="transport", year=115, held_on=TODAY)
    file = store.ask(partial(meeting_file, id=first.id, today=TODAY))
    section = next(one for one in file.sections if one.title == "討論事項")
    item = did(
        store, meetings.save_item, item=AgendaItem(meeting_id=first.id, section_id=section.id, position=0, title="一案")
    )
    for text in ("試辦接駁。", "彙整路線。"):
        case = Resolution(meeting_id=first.id, item_id=item.id, year=115, text=text, due_text="年底前")
        doer = Assignment(resolution_id=case.id, member_id="68000", share=Share.LEAD)
        did(store, meetings.save_resolution, resolution=case, assignments=[doer])
    did(store, finalising.finalise, meeting_id=first.id, today=TODAY)
    deputies = did(store, calling.call, kind_id="deputies", year=115, held_on=LATER)
    assert rows(store, deputies) == []
    line = next(one for one in lines(store) if one.resolution.text == "試辦接駁。")
    decided = {"assignment_ids": [line.id], "verdict": Verdict.WITHDRAWN, "reason": "已無需要"}
    did(store, resolutions.decide, **decided, today=LATER, meeting_id=deputies.id)
    assert [(row.text, row.review) for row in rows(store, deputies)] == [("試辦接駁。", "撤銷列管：已無需要")]
    life = store.ask(partial(case_file, id=line.resolution.id, today=LATER))
    assert [meeting.id for meeting in life.later] == [deputies.id]
