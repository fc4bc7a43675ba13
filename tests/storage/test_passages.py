"""The index follows every change and its undo, and finds the newest first."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest
from sqlalchemy import text

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.finding import KINDS
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import calling, chronicle, meetings, proposals
from northtaiwan_desktop.storage import passages
from northtaiwan_desktop.storage.meetings import meeting_file
from northtaiwan_desktop.storage.store import Store

TODAY = date(2026, 9, 8)


def hits(store, words, **given):
    return store.ask(partial(passages.find, words=words, **given))


def entry(words, day=TODAY):
    return ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=words)


def called(store, day=TODAY):
    made = []
    store.do(
        "新增會議",
        lambda work: made.append(calling.call(work, kind_id="deputies", year=115, held_on=day, venue="2樓簡報室")),
    )
    return made[0]


def item_in(store, meeting, title):
    section = store.ask(partial(meeting_file, id=meeting.id, today=TODAY)).sections[4]
    item = AgendaItem(meeting_id=meeting.id, section_id=section.id, position=0, title=title)
    store.do("新增議案", partial(meetings.save_item, item=item))
    return item


def test_each_kind_has_a_word():
    assert {kind.__name__ for kind in passages.FIELDS} == KINDS.keys()


@pytest.mark.parametrize("words", ["轉", "轉乘", "轉乘優惠", "台鐵", "臺鐵", "ｔｒａ", "TRA"])
def test_it_is_found_however_it_is_written(store, words):
    item_in(store, called(store), "研商臺鐵（TRA）轉乘優惠")
    (hit,) = [one for one in hits(store, words) if one.kind == "AgendaItem"]
    assert hit.page == "meetings"
    assert hit.day == TODAY
    assert hit.marks


def test_an_undo_takes_it_out_and_a_redo_brings_it_back(store):
    store.do("新增大事記", partial(chronicle.save_entry, entry=entry("簽署備忘錄")))
    assert len(hits(store, "備忘錄")) == 1
    store.undo()
    assert hits(store, "備忘錄") == []
    store.redo()
    assert len(hits(store, "備忘錄")) == 1


def test_a_corrected_text_is_found_by_its_new_words_only(store):
    first = entry("簽署備忘錄")
    store.do("新增大事記", partial(chronicle.save_entry, entry=first))
    store.do("修改", partial(chronicle.save_entry, entry=replace(first, text="簽署合作意向書"), seen=first))
    assert hits(store, "備忘錄") == []
    assert len(hits(store, "意向書")) == 1


def test_all_terms_have_to_be_there(store):
    for words in ("推動公車轉乘", "推動公車路線", "研商轉乘"):
        store.do("新增大事記", partial(chronicle.save_entry, entry=entry(words)))
    assert [one.sentence for one in hits(store, "公車 轉乘")] == ["推動公車轉乘"]


def test_the_newest_come_first_and_a_moved_meeting_takes_its_texts_along(store):
    meeting = called(store, date(2026, 1, 5))
    item_in(store, meeting, "轉乘案")
    store.do("新增大事記", partial(chronicle.save_entry, entry=entry("轉乘大事", date(2026, 5, 1))))
    assert [one.kind for one in hits(store, "轉乘")] == ["ChronicleEntry", "AgendaItem"]
    store.do("改期", partial(meetings.save, meeting=replace(meeting, held_on=date(2026, 8, 1))))
    assert [one.kind for one in hits(store, "轉乘")] == ["AgendaItem", "ChronicleEntry"]
    assert [one.kind for one in hits(store, "轉乘", limit=1)] == ["AgendaItem"]


def test_an_item_is_found_in_its_meeting(store):
    meeting = called(store)
    item = item_in(store, meeting, "轉乘案")
    (hit,) = hits(store, "轉乘案")
    assert (hit.target, hit.title) == (f"{meeting.id}/{item.id}", meeting.title)


@pytest.mark.parametrize("words", ["", "　", "、", '"', "* OR NEAR(", "'; DROP TABLE passage; --", "\x00"])
def test_marks_are_no_question_for_the_database(store, words):
    assert hits(store, words) == []


def test_the_sample_year_is_found(sample_store):
    assert {one.kind for one in hits(sample_store, "交通", limit=500)} >= {"Resolution", "Attendance"}
    assert hits(sample_store, "健康城市")


def test_an_index_of_an_older_form_is_made_anew(sample_store):
    before = hits(sample_store, "交通")
    with sample_store.engine.begin() as connection:
        connection.execute(text("DELETE FROM passage"))
        connection.execute(text("UPDATE counter SET last = 0 WHERE series = 'passages'"))
    sample_store.close()
    again = Store.open(sample_store.location)
    assert {one.record_id for one in hits(again, "交通")} == {one.record_id for one in before}
    again.close()


def test_a_proposal_is_found_and_turned_to_on_its_page(store):
    proposal = Proposal(year=115, name="北臺海岸整合規劃", comment="請補充效益")
    store.do("新增提案", partial(proposals.save_proposal, proposal=proposal))
    (hit,) = hits(store, "補充效益")
    assert (hit.page, hit.target, hit.title, hit.year) == ("proposals", proposal.id, "北臺海岸整合規劃", 115)
    assert [one.record_id for one in hits(store, "海岸")] == [proposal.id]
