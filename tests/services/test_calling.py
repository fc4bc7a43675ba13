"""A kind proposes what its meeting is to be; people come from the posts of the day, or from the last list."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Attendance, Presence, SectionRole
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.services import calling, finalising, meetings, people
from northtaiwan_desktop.storage.meetings import find, meeting_file

TODAY = date(2026, 9, 8)
TAOYUAN, TAIPEI = "68000", "63000"


def did(store, action, **words):
    made = []
    store.do("示例", lambda work: made.append(action(work, **words)))
    return made[0]


def called(store, **given):
    return did(store, calling.call, **({"kind_id": "deputies", "year": 115, "held_on": TODAY} | given))


def present(store, meeting):
    return store.ask(partial(meeting_file, id=meeting.id, today=TODAY)).attendance


def appointed(store, name, member_id=TAOYUAN, body=Body.TASK_FORCE, **given):
    person = Person(name=name)
    did(store, people.hold_post, person=person, post=Post(person_id="", member_id=member_id, body=body, **given))
    return person


def test_a_kind_proposes_number_host_title_and_sections(store):
    called(store)
    proposed = store.ask(partial(calling.propose, kind_id="deputies", year=115))
    assert (proposed.ordinal, proposed.host_id, proposed.title) == (2, "10005", "115年度第2次副首長會議")
    assert proposed.sections[0] is SectionRole.OPENING
    assert proposed.last.title == "115年度第1次副首長會議"


def test_what_is_said_goes_before_what_is_proposed(store):
    roles = (SectionRole.OPENING, SectionRole.MOTIONS)
    made = called(store, ordinal=5, host_id=TAIPEI, title="示例會議", sections=roles)
    assert (made.ordinal, made.host_id, made.title) == (5, TAIPEI, "示例會議")
    file = store.ask(partial(meeting_file, id=made.id, today=TODAY))
    assert tuple(one.role for one in file.sections) == roles


def test_a_sequel_bears_the_name_of_its_meeting_and_no_number(store):
    first = called(store)
    sequel = called(store, kind_id="sequel", parent_id=first.id)
    assert sequel.title == f"{first.title}補行議程會議"
    assert (sequel.ordinal, sequel.parent_id) == (None, first.id)
    assert called(store).ordinal == 2


def test_two_sequels_of_one_meeting_bear_two_names(store):
    first = called(store)
    names = [called(store, kind_id="sequel", parent_id=first.id).title for _each in range(3)]
    assert names == [f"{first.title}{which}補行議程會議" for which in ("", "第2次", "第3次")]


def test_a_sequel_confirms_the_minutes_of_the_meeting_that_it_goes_on(store):
    first = called(store)
    did(store, finalising.finalise, meeting_id=first.id, today=TODAY)
    other = called(store, held_on=date(2026, 9, 9))
    did(store, finalising.finalise, meeting_id=other.id, today=TODAY)
    sequel = called(store, kind_id="sequel", parent_id=first.id, held_on=date(2026, 9, 10))
    file = store.ask(partial(meeting_file, id=sequel.id, today=TODAY))
    assert file.before is not None
    assert file.before.id == first.id


def test_the_next_number_follows_the_highest_one(store):
    called(store, ordinal=1)
    last = called(store, ordinal=4)
    assert called(store).title == "115年度第5次副首長會議"
    did(store, meetings.remove, meeting_id=last.id)
    assert called(store).ordinal == 6


def test_a_chosen_number_stands_in_the_name(store):
    assert called(store, ordinal=7).title == "115年度第7次副首長會議"


def test_a_title_that_several_meetings_bear_is_refused_with_each_of_them(store):
    same = [called(store, title="示例會議", held_on=day) for day in (TODAY, None)]
    with pytest.raises(RuleBroken, match="不只一場") as told:
        store.ask(partial(find, key="示例會議"))
    assert all(one.id in str(told.value) for one in same)
    assert "115年9月8日" in str(told.value)
    assert store.ask(partial(find, key=same[0].id)) == same[0]


def test_a_group_meeting_needs_its_group(store):
    with pytest.raises(RuleBroken, match="議題組"):
        called(store, kind_id="group")


def test_people_come_from_the_posts_of_the_day_in_the_order_of_members(store):
    appointed(store, "示例甲", bureau="交通局", title="局長", until=date(2026, 8, 31))
    appointed(store, "示例乙", bureau="交通局", title="局長", since=date(2026, 9, 1))
    appointed(store, "示例丙", body=Body.CONTACT)
    appointed(store, "示例丁", member_id=TAIPEI, body=Body.EXECUTIVE, title="執行長")
    meeting = called(store)
    did(store, calling.invite, meeting_id=meeting.id)
    lines = present(store, meeting)
    assert len(lines) == 8
    named = [(line.member_id, line.bureau, line.title, line.name) for line in lines if line.name]
    assert named == [(TAIPEI, "", "執行長", "示例丁"), (TAOYUAN, "交通局", "局長", "示例乙")]
    assert [line.position for line in lines] == list(range(8))
    store.undo()
    assert present(store, meeting) == ()


def test_a_group_meeting_calls_the_people_of_its_group(store):
    appointed(store, "示例甲", body=Body.GROUP, group_id="transport")
    appointed(store, "示例乙", body=Body.GROUP, group_id="health")
    meeting = called(store, kind_id="group", group_id="transport")
    did(store, calling.invite, meeting_id=meeting.id)
    assert [line.name for line in present(store, meeting) if line.name] == ["示例甲"]


def test_who_holds_two_posts_comes_once(store):
    person = appointed(store, "示例甲", body=Body.EXECUTIVE)
    did(store, people.hold_post, person=person, post=Post(person_id="", member_id=TAOYUAN, body=Body.TASK_FORCE))
    meeting = called(store)
    did(store, calling.invite, meeting_id=meeting.id)
    assert [line.name for line in present(store, meeting)].count("示例甲") == 1


def test_the_last_list_comes_along_without_who_stood_in(store):
    first = called(store, held_on=date(2026, 3, 1))
    line = partial(Attendance, meeting_id=first.id, position=0)
    lines = [
        line(member_id=TAOYUAN, name="示例甲", represents="示例局長"),
        line(member_id=TAIPEI, name="示例乙", presence=Presence.ON_LEAVE),
        line(bureau="國家發展委員會", name="示例丙", presence=Presence.OBSERVES),
    ]
    did(store, meetings.set_attendance, meeting_id=first.id, lines=lines)
    second = called(store, with_last_people=True)
    brought = [(line.name, line.presence, line.represents) for line in present(store, second)]
    assert brought == [
        ("示例甲", Presence.ATTENDS, ""),
        ("示例乙", Presence.ATTENDS, ""),
        ("示例丙", Presence.OBSERVES, ""),
    ]
    assert {line.id for line in present(store, second)}.isdisjoint({line.id for line in present(store, first)})


def test_a_successor_is_expected_in_place_of_who_has_left(store):
    person = appointed(store, "示例甲", bureau="交通局", title="局長", until=date(2026, 8, 31))
    appointed(store, "示例乙", bureau="交通局", title="局長", since=date(2026, 9, 1))
    first = called(store, held_on=date(2026, 3, 1))
    line = Attendance(meeting_id=first.id, position=0, member_id=TAOYUAN, name="示例甲", person_id=person.id)
    did(store, meetings.set_attendance, meeting_id=first.id, lines=[line])
    second = called(store, with_last_people=True)
    assert [line.name for line in present(store, second)] == ["示例乙"]


def test_there_is_no_last_list_before_the_first_meeting(store):
    meeting = called(store)
    with pytest.raises(RuleBroken, match="沒有名單可以沿用"):
        did(store, calling.bring_last_people, meeting_id=meeting.id)


def test_a_quorum_that_is_not_met_is_told(store):
    from northtaiwan_desktop.services import finishing

    meeting = called(store)
    did(store, meetings.save, meeting=replace(meeting, quorum=9))
    did(store, calling.invite, meeting_id=meeting.id)
    file = store.ask(partial(meeting_file, id=meeting.id, today=TODAY))
    assert any("出席 0 人，未達法定出席人數 9 人" in gap.text for gap in finishing.gaps(file))
