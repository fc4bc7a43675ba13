"""The chronicle grows by the meetings of the upper levels, once each."""

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import calling, chronicle, finalising
from northtaiwan_desktop.services import meetings as actions
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.meetings import meeting_file

TODAY = date(2026, 9, 8)


def held(store, kind_id="deputies", **words):
    made = []
    words = {"held_on": TODAY, "venue": "縣政府簡報室", **words}
    store.do("新增", lambda work: made.append(calling.call(work, kind_id=kind_id, year=115, **words)))
    return made[0]


def finalise(store, meeting):
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))


def reopen(store, meeting):
    store.do("重開", partial(finalising.reopen, meeting_id=meeting.id, reason="更正地點", today=TODAY))


def texts(store):
    return [entry.text for entry in store.ask(entries)]


@pytest.mark.parametrize("kind", ["deputies", "heads"])
def test_final_minutes_of_the_upper_levels_add_one_entry(store, kind):
    meeting = held(store, kind)
    finalise(store, meeting)
    [entry] = store.ask(entries)
    assert entry.text == f"{meeting.title}在縣政府簡報室舉行"
    assert (entry.since, entry.until, entry.precision) == (TODAY, TODAY, Precision.DAY)
    assert (entry.meeting_id, entry.source) == (meeting.id, "會議紀錄115-M01")
    store.undo()
    assert texts(store) == []
    store.redo()
    assert len(texts(store)) == 1


def test_a_meeting_of_two_days_without_a_place(store):
    finalise(store, meeting := held(store, venue=""))
    assert texts(store) == [f"{meeting.title}舉行"]


def test_other_levels_add_nothing(store):
    finalise(store, held(store, "group", group_id="transport"))
    assert texts(store) == []


def test_which_kinds_are_told_of_is_a_persons_choice(store):
    store.do("設定", partial(chronicle.set_kinds, kind_ids=["group"]))
    finalise(store, held(store))
    finalise(store, meeting := held(store, "group", group_id="transport"))
    assert texts(store) == [f"{meeting.title}在縣政府簡報室舉行"]


def test_reopened_minutes_take_their_entry_along(store):
    meeting = held(store)
    finalise(store, meeting)
    reopen(store, meeting)
    assert texts(store) == []
    file = store.ask(partial(meeting_file, id=meeting.id, today=TODAY))
    moved = vars(file.meeting) | {"venue": "文化局"}
    store.do("改", lambda work: actions.save(work, type(meeting)(**moved)))
    finalise(store, meeting)
    assert texts(store) == [f"{meeting.title}在文化局舉行"]


def test_what_a_person_made_of_the_entry_stays(store):
    meeting = held(store)
    finalise(store, meeting)
    [entry] = store.ask(entries)
    told = ChronicleEntry(**(vars(entry) | {"text": "確認年度行動方案23項"}))
    store.do("改寫", partial(chronicle.save_entry, entry=told, seen=entry))
    reopen(store, meeting)
    finalise(store, meeting)
    assert store.ask(entries) == [told]


def test_a_day_far_ahead_is_refused(store):
    ahead = TODAY + timedelta(days=366)
    entry = ChronicleEntry(since=ahead, until=ahead, precision=Precision.DAY, text="簽署備忘錄")
    far = replace(entry, since=ahead + timedelta(days=1), until=ahead + timedelta(days=1))
    with pytest.raises(RuleBroken, match="一年以後"):
        store.do("新增", partial(chronicle.save_entry, entry=far, today=TODAY))
    assert texts(store) == []
    store.do("新增", partial(chronicle.save_entry, entry=entry, today=TODAY))
    assert texts(store) == ["簽署備忘錄"]


def test_an_entry_written_before_is_linked_and_not_doubled(store):
    meeting = held(store)
    own = ChronicleEntry(since=TODAY, until=TODAY, precision=Precision.DAY, text="副首長會議談轉乘優惠")
    other = ChronicleEntry(since=TODAY, until=TODAY, precision=Precision.DAY, text="成果展開幕")
    for entry in (other, own):
        store.do("新增", partial(chronicle.save_entry, entry=entry))
    finalise(store, meeting)
    assert {entry.text: entry.meeting_id for entry in store.ask(entries)} == {own.text: meeting.id, other.text: None}
