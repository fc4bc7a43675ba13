"""Sections and items of a draft are arranged as a person likes; final minutes are not touched."""

from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import SectionRole
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.services import arranging, calling, finalising, handing, meetings
from northtaiwan_desktop.storage.meetings import meeting_file

TODAY = date(2026, 9, 8)


def called(store, **given):
    made = []
    given = {"kind_id": "deputies", "year": 115, "held_on": TODAY} | given
    store.do("新增會議", lambda work: made.append(calling.call(work, **given)))
    return made[0]


def file_of(store, meeting):
    return store.ask(partial(meeting_file, id=meeting.id, today=TODAY))


def titles(store, meeting):
    return [section.title for section in file_of(store, meeting).sections]


def item_in(store, meeting, role, title):
    section = next(one for one in file_of(store, meeting).sections if one.role is role)
    item = AgendaItem(meeting_id=meeting.id, section_id=section.id, position=0, title=title)
    store.do("新增議案", partial(meetings.save_item, item=item))
    return item


def test_a_new_section_stands_before_the_closing_one(store):
    meeting = called(store)
    store.do("新增章節", partial(arranging.add_section, meeting_id=meeting.id, role=SectionRole.OTHER))
    assert titles(store, meeting)[-3:] == ["臨時動議", "其他事項", "散會"]
    assert [one.position for one in file_of(store, meeting).sections] == list(range(8))
    store.undo()
    assert len(titles(store, meeting)) == 7


def test_a_section_moves_with_its_items(store):
    meeting = called(store)
    item = item_in(store, meeting, SectionRole.DISCUSSION, "示例案")
    discussion = next(one for one in file_of(store, meeting).sections if one.role is SectionRole.DISCUSSION)
    store.do("調整章節", partial(arranging.place_section, section_id=discussion.id, place=3))
    assert titles(store, meeting)[3:5] == ["討論事項", "報告事項"]
    assert file_of(store, meeting).items[0].id == item.id


def test_a_section_with_items_is_not_removed(store):
    meeting = called(store)
    item_in(store, meeting, SectionRole.DISCUSSION, "示例案")
    discussion = next(one for one in file_of(store, meeting).sections if one.role is SectionRole.DISCUSSION)
    with pytest.raises(RuleBroken, match="還有議案"):
        store.do("移除章節", partial(arranging.remove_section, section_id=discussion.id))
    confirm = next(one for one in file_of(store, meeting).sections if one.role is SectionRole.CONFIRM)
    store.do("移除章節", partial(arranging.remove_section, section_id=confirm.id))
    assert "確認上次會議紀錄" not in titles(store, meeting)


def test_an_item_goes_to_a_place_in_another_section(store):
    meeting = called(store)
    first = item_in(store, meeting, SectionRole.DISCUSSION, "甲")
    item_in(store, meeting, SectionRole.DISCUSSION, "乙")
    item_in(store, meeting, SectionRole.REPORTS, "丙")
    reports = next(one for one in file_of(store, meeting).sections if one.role is SectionRole.REPORTS)
    store.do("移", partial(arranging.place_item, item_id=first.id, section_id=reports.id, place=0))
    file = file_of(store, meeting)
    assert [one.title for one in file.items if one.section_id == reports.id] == ["甲", "丙"]
    assert [(one.title, one.position) for one in file.items if one.section_id != reports.id] == [("乙", 0)]


def test_final_minutes_are_not_arranged(store):
    meeting = called(store)
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    with pytest.raises(RuleBroken, match="重新開啟"):
        store.do("新增章節", partial(arranging.add_section, meeting_id=meeting.id, role=SectionRole.OTHER))


def test_an_item_is_handed_up_once_with_what_was_decided(store):
    group = called(store, kind_id="group", group_id="transport")
    higher = called(store)
    item = item_in(store, group, SectionRole.DISCUSSION, "示例轉乘案")
    decided = Resolution(meeting_id=group.id, item_id=item.id, year=115, text="提送副首長會議確認。")
    store.do("新增決議", partial(meetings.save_resolution, resolution=decided, assignments=()))
    assert higher.id in [one.id for one in store.ask(partial(handing.drafts_for, meeting=group))]
    store.do("提送", partial(handing.hand_over, item_id=item.id, meeting_id=higher.id))
    [there] = file_of(store, higher).items
    assert (there.title, there.origin_id) == ("示例轉乘案", item.id)
    assert there.explanation == f"{group.title}決議：提送副首長會議確認。"
    with pytest.raises(RuleBroken, match="不必再送"):
        store.do("提送", partial(handing.hand_over, item_id=item.id, meeting_id=higher.id))


def test_a_proposal_comes_before_a_meeting_once(store):
    meeting = called(store, kind_id="platform-review")
    proposal = Proposal(year=115, name="示例提案", group_id="transport", proposer_id="68000")
    store.do("新增提案", lambda work: work.save(proposal))
    put = partial(handing.put_before, proposal_id=proposal.id, meeting_id=meeting.id)
    store.do("帶入提案", put)
    [item] = file_of(store, meeting).items
    assert (item.title, item.proposer, item.received_id) == ("示例提案", "桃園市", proposal.id)
    with pytest.raises(RuleBroken, match="已經在議程上"):
        store.do("帶入提案", put)
