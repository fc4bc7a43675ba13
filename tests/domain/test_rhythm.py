"""A quarter has met, owes its meeting once it is over, is due, or is to come."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.meeting import Level, MeetingKind, MeetingStatus, Rhythm
from northtaiwan_desktop.domain.platform import IssueGroup, Platform
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rhythm import Beat, Met, rhythm

KNOWN = Reference(
    platform=Platform(name="平臺", short_name="平臺", first_year=93),
    members=(),
    groups=(IssueGroup(id="traffic", name="交通運輸", short_name="交通", position=1),),
    kinds=(
        MeetingKind(
            id="group", name="小組會議", level=Level.GROUP, rhythm=Rhythm.QUARTER, times=1, per_group=True, position=1
        ),
    ),
)


def on(day: date | None, status: MeetingStatus = MeetingStatus.DRAFT, *, is_sequel: bool = False) -> Met:
    return Met(kind_id="group", group_id="traffic", held_on=day, status=status, is_sequel=is_sequel)


@pytest.mark.parametrize(
    ("meetings", "beats"),
    [
        ([], "未開 未開 待開 －"),
        ([on(date(2014, 2, 1)), on(date(2014, 5, 1)), on(date(2014, 8, 1))], "已開 已開 已開 －"),
        ([on(date(2014, 9, 20)), on(date(2014, 12, 1))], "未開 未開 已排 已排"),
        ([on(date(2014, 2, 1), MeetingStatus.CANCELLED), on(date(2014, 5, 1), is_sequel=True)], "未開 未開 待開 －"),
        ([on(None)], "未開 未開 待開 －"),
    ],
)
def test_the_third_quarter_of_103(meetings: list[Met], beats: str) -> None:
    [row] = rhythm(103, date(2014, 9, 1), meetings, KNOWN)
    assert " ".join(beat.word for beat in row.beats) == beats


@given(
    st.lists(st.dates(date(2014, 1, 1), date(2014, 12, 31)), max_size=9), st.dates(date(2013, 1, 1), date(2015, 12, 31))
)
def test_a_quarter_has_met_exactly_when_a_meeting_took_place_in_it(days: list[date], today: date) -> None:
    [row] = rhythm(103, today, [on(day) for day in days], KNOWN)
    for quarter in range(4):
        took_place = any((day.month - 1) // 3 == quarter and day <= today for day in days)
        assert (row.beats[quarter] is Beat.HELD) == took_place
        assert (row.held[quarter] > 0) == took_place
