"""What a meeting closes is closed on its day: typed later, re-dated, made final, undone, and looked through."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest

from northtaiwan_desktop.domain.checkup import Part
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.progress import Review, Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.services import meetings, resolutions
from northtaiwan_desktop.storage import closings, mending
from northtaiwan_desktop.storage.checkup import look_through
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.rounds import balances

HELD, TYPED, NEW_DAY = date(2014, 12, 25), date(2015, 1, 20), date(2015, 1, 8)
LAST, NEXT = Round.quarter(103, 4), Round.quarter(104, 1)


@pytest.fixture
def meeting(sample_store):
    def hold(work):
        base = work.get(Meeting, "103-heads")
        return work.save(replace(base, id="m", number="", title="示例會議", held_on=HELD, status=MeetingStatus.DRAFT))

    return sample_store.do("示例", hold)


@pytest.fixture
def lines(sample_store):
    """All lines of a case that several counties do."""
    found = sample_store.ask(partial(tracked_lines, today=HELD, open_only=True))
    several = next(one for one in found if sum(other.number == one.number for other in found) > 1)
    return [one for one in found if one.number == several.number]


def decide(store, lines, *, today=TYPED, meeting_id="m", verdict=Verdict.RELEASED):
    words = {"verdict": verdict, "reason": "已完成", "direct_reason": "示例", "today": today, "meeting_id": meeting_id}
    store.do("決定", partial(resolutions.decide, assignment_ids=[one.id for one in lines], **words))


def redate(store, day):
    head = store.ask(lambda records: records.get(Meeting, "m"))
    store.do("改期", partial(meetings.save, meeting=replace(head, held_on=day)))


def days(store, lines):
    """The closing days of the case and of its lines, and the days and rounds of the decisions."""

    def asked(records):
        case = records.get(Resolution, lines[0].resolution.id)
        own = [records.get(Assignment, one.id).closed_on for one in lines]
        made = [one for one in records.all(Review) if one.meeting_id == "m"]
        return case.closed_on, own, {one.reviewed_on for one in made}, {one.round for one in made}

    return store.ask(asked)


def found_in(store):
    """The faults that a look through the whole register finds."""
    job = look_through(store, now=datetime(2015, 1, 20))
    while True:
        try:
            next(job)
        except StopIteration as end:
            return end.value.faults


def released(store):
    return [one.released for _round, one in store.ask(partial(balances, rounds=[LAST, NEXT]))]


def test_a_case_is_closed_on_the_day_of_its_meeting_and_follows_it(sample_store, meeting, lines):
    before = released(sample_store)
    decide(sample_store, lines)
    assert days(sample_store, lines) == (HELD, [HELD] * len(lines), {HELD}, {LAST.code})
    assert released(sample_store) == [before[0] + 1, before[1]]
    redate(sample_store, NEW_DAY)
    assert days(sample_store, lines) == (NEW_DAY, [NEW_DAY] * len(lines), {NEW_DAY}, {NEXT.code})
    assert released(sample_store) == [before[0], before[1] + 1]
    assert not list(sample_store.ask(lambda records: list(closings.differing(records))))
    sample_store.undo()
    assert days(sample_store, lines) == (HELD, [HELD] * len(lines), {HELD}, {LAST.code})


def test_a_meeting_that_is_still_to_come_decides_nothing(sample_store, meeting, lines):
    with pytest.raises(RuleBroken, match=r"示例會議.*103年12月25日才召開"):
        decide(sample_store, lines, today=HELD - timedelta(days=15))
    decide(sample_store, lines, today=HELD)
    assert days(sample_store, lines)[0] == HELD


def test_a_meeting_is_not_moved_before_what_it_closed_was_decided(sample_store, meeting, lines):
    decide(sample_store, lines)
    decided = lines[0].resolution.decided_on
    with pytest.raises(RuleBroken, match=f"決議 {lines[0].number} 會在作成"):
        redate(sample_store, decided - timedelta(days=1))
    assert days(sample_store, lines)[0] == HELD


def test_what_was_typed_first_but_closed_last_closes_the_case(sample_store, meeting, lines):
    decide(sample_store, lines[:1])
    decide(sample_store, lines[1:], today=date(2014, 12, 1), meeting_id=None)
    case = sample_store.ask(lambda records: records.get(Resolution, lines[0].resolution.id))
    assert (case.closed_on, case.closed_in_id) == (HELD, "m")
    redate(sample_store, NEW_DAY)
    assert days(sample_store, lines)[:2] == (NEW_DAY, [NEW_DAY] + [date(2014, 12, 1)] * (len(lines) - 1))


def test_the_look_through_says_where_a_case_is_closed_on_another_day_and_mends_it(sample_store, meeting, lines):
    decide(sample_store, lines)

    def as_before(work):
        work.save(replace(work.get(Resolution, lines[0].resolution.id), closed_on=date(2014, 12, 10)))

    sample_store.do("舊資料", as_before)

    def faults():
        return sample_store.ask(lambda records: [one.number for one in closings.differing(records)])

    [fault] = [one for one in found_in(sample_store) if one.part is Part.CLOSINGS]
    assert faults() == [lines[0].number]
    for words in (lines[0].number, "103年12月10日", "示例會議", "103年12月25日"):
        assert words in fault.what
    mending.mend(sample_store, [fault])
    assert faults() == []
    assert days(sample_store, lines)[0] == HELD
