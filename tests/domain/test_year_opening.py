"""The meetings of a year to come: as many as the rhythm asks for, each taken by one that is called."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.meeting import Level, Meeting, MeetingKind, MeetingStatus, Rhythm
from northtaiwan_desktop.domain.overview import owed
from northtaiwan_desktop.domain.platform import GroupRole, IssueGroup, Part, Platform
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rotation import Carry
from northtaiwan_desktop.domain.year_opening import in_order, opening, planned, still_planned
from northtaiwan_desktop.storage.reference_files import read_reference

GROUPS = tuple(IssueGroup(id=f"g{n}", name=f"第{n}組", short_name=f"{n}", position=n) for n in range(3))


@st.composite
def kinds(draw):
    return MeetingKind(
        id=draw(st.sampled_from(["a", "b"])),
        name="會議",
        level=Level.GROUP,
        rhythm=draw(st.sampled_from(list(Rhythm))),
        times=draw(st.integers(0, 4)),
        per_group=draw(st.booleans()),
        position=0,
    )


def of(*given: MeetingKind) -> Reference:
    platform = Platform(name="平臺", short_name="平臺", first_year=93)
    return Reference(platform=platform, members=(), groups=GROUPS, kinds=given)


@given(kinds())
def test_as_many_are_planned_as_the_rhythm_asks_for(kind):
    slots = list(planned(104, of(kind), ()))
    a_year = {Rhythm.YEAR: 1, Rhythm.QUARTER: 4, Rhythm.AS_NEEDED: 0}[kind.rhythm]
    assert len(slots) == kind.times * a_year * (len(GROUPS) if kind.per_group else 1)
    assert all(1 <= slot.month <= 12 for slot in slots)
    for group_id in {slot.group_id for slot in slots}:
        own = [slot for slot in slots if slot.group_id == group_id]
        assert [slot.ordinal for slot in own] == list(range(1, len(own) + 1))
        assert [slot.month for slot in own] == sorted(slot.month for slot in own)


@given(kinds())
def test_meetings_held_as_planned_leave_nothing_owed(kind):
    known = of(kind)
    slots = in_order(planned(104, known, ()), known)
    held = [
        Meeting(title="會議", kind_id=slot.kind_id, group_id=slot.group_id, year=104, held_on=date(2015, slot.month, 1))
        for slot in slots
    ]
    assert owed(104, date(2016, 1, 1), held, known) == []
    assert still_planned(slots, held) == []
    assert len(still_planned(slots, held[1:])) == min(1, len(slots))


@pytest.mark.parametrize("status", [MeetingStatus.CANCELLED, MeetingStatus.DRAFT])
def test_a_cancelled_meeting_and_a_sequel_take_no_place(status):
    known = read_reference(paths.reference())
    slots = in_order(planned(104, known, ()), known)
    called = Meeting(title="會議", kind_id="deputies", year=104, status=status)
    sequel = Meeting(title="補行", kind_id="deputies", year=104, parent_id="x")
    left = still_planned(slots, [called, sequel])
    assert len(slots) - len(left) == (status is MeetingStatus.DRAFT)


def held(*days: date) -> list[Meeting]:
    return [Meeting(title="會議", kind_id="deputies", year=103, held_on=day) for day in days]


@pytest.mark.parametrize(
    ("days", "months"),
    [
        ((), [5, 11]),
        ((date(2014, 5, 16), date(2014, 8, 9)), [5, 8]),
        ((date(2014, 2, 5), date(2014, 4, 9), date(2014, 10, 8)), [4, 10]),
        ((date(2014, 3, 5), date(2014, 6, 9)), [6, 11]),
        ((date(2014, 4, 9), date(2015, 2, 27)), [4, 11]),
        ((date(2014, 10, 8),), [5, 10]),
    ],
)
def test_the_deputy_heads_meet_once_in_each_half_of_the_year(days, months):
    known = read_reference(paths.reference())
    slots = [slot for slot in planned(104, known, held(*days)) if slot.kind_id == "deputies"]
    assert [slot.month for slot in slots] == months


@given(
    st.lists(st.dates(date(2014, 1, 1), date(2015, 3, 31)), max_size=6),
    st.integers(1, 6),
)
def test_every_part_of_the_year_keeps_its_meeting(days, times):
    kind = MeetingKind(id="deputies", name="會議", level=Level.DEPUTIES, rhythm=Rhythm.YEAR, times=times, position=0)
    months = [slot.month for slot in planned(104, of(kind), held(*days))]
    assert [(month - 1) * times // 12 for month in months] == list(range(times))


def opened(roles, carry=None):
    known = replace(read_reference(paths.reference()), roles=roles)
    return opening(
        104,
        reference=known,
        today=date(2015, 1, 5),
        slots=(),
        meetings=(),
        contributions=(),
        unfinished=(),
        open_cases=0,
        carry=carry,
    )


def test_a_year_without_one_before_it_says_that_there_is_nothing_to_carry():
    role = GroupRole(year=103, group_id="transport", member_id="65000", part=Part.LEAD)
    assert "議題分工：2 組，沿用上一年度" in opened((role,)).words
    told = [line for line in opened(()).words if line.startswith("議題分工")]
    assert told == ["議題分工：103年度沒有分工可以帶入，核心組由主政縣市主政，開啟後請逐組設定主政與配合"]
    assert "議題分工：不帶入" in opened((), Carry.KEEP).words
