"""The check list before 定稿: each gap is named, says whether it stops, and leads to its field."""

from dataclasses import replace
from datetime import date

import pytest

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import Attendance, Level, Meeting, MeetingKind, Rhythm, Section, SectionRole
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.services.finishing import gaps

HELD = date(2026, 9, 8)
KIND = MeetingKind(id="deputies", name="副首長會議", level=Level.DEPUTIES, rhythm=Rhythm.QUARTER, position=1)
WHOLE = Meeting(
    id="m", title="會議", kind_id="deputies", year=115, held_on=HELD, venue="簡報室", chair="主席", recorder="紀錄"
)
SECTION = Section(id="s", meeting_id="m", position=0, role=SectionRole.DISCUSSION, title="討論事項")
ITEM = AgendaItem(id="i", meeting_id="m", section_id="s", position=0, title="轉乘優惠")
CASE = Resolution(id="r", meeting_id="m", item_id="i", year=115, text="請彙整需求。", due_on=date(2026, 12, 31))
DOER = Assignment(id="a", resolution_id="r", member_id="68000")
PRESENT = Attendance(id="p", meeting_id="m", position=0, member_id="68000", title="局長")
FILE = MeetingFile(
    meeting=WHOLE,
    kind=KIND,
    sections=(SECTION,),
    attendance=(PRESENT,),
    items=(ITEM,),
    resolutions=(CASE,),
    assignments=(DOER,),
)


def with_case(**fields: object) -> MeetingFile:
    return replace(FILE, resolutions=(replace(CASE, **fields),))  # type: ignore[arg-type]


def test_whole_minutes_have_no_gap():
    assert gaps(FILE) == []


@pytest.mark.parametrize(
    ("file", "text", "record_id", "stops", "field"),
    [
        (replace(FILE, meeting=replace(WHOLE, held_on=None)), "會議日期未填", "m", True, "held_on"),
        (replace(FILE, meeting=replace(WHOLE, venue=" ")), "會議地點未填", "m", False, "venue"),
        (replace(FILE, meeting=replace(WHOLE, chair="")), "主席未填", "m", False, "chair"),
        (replace(FILE, meeting=replace(WHOLE, recorder="")), "紀錄人員未填", "m", False, "recorder"),
        (replace(FILE, attendance=()), "出席名單是空的", "m", False, "attendance"),
        (
            replace(FILE, attendance=(PRESENT, replace(PRESENT, id="q", member_id=None))),
            "沒有填縣市或單位",
            "m",
            False,
            "attendance",
        ),
        (replace(FILE, items=(replace(ITEM, title=" "),)), "案由未填", "i", True, "title"),
        (replace(FILE, resolutions=(), assignments=()), "「轉乘優惠」尚未記載決議", "i", False, ""),
        (with_case(text=""), "內容未填", "r", True, "text"),
        (replace(FILE, assignments=()), "沒有主辦單位", "r", True, "doers"),
        (replace(FILE, assignments=(replace(DOER, member_id=None),)), "沒有填縣市或機關", "r", True, "doers"),
        (with_case(due_on=None), "沒有預定完成日期", "r", False, "due"),
        (with_case(due_on=date(2026, 9, 7)), "早於會議日期", "r", True, "due"),
    ],
)
def test_each_gap_says_what_where_and_whether_it_stops(file, text, record_id, stops, field):
    [gap] = gaps(file)
    assert text in gap.text
    assert (gap.record_id, gap.stops, gap.field) == (record_id, stops, field)


def test_words_for_a_due_date_are_enough():
    assert gaps(with_case(due_on=None, due_text="下次會議前")) == []


def test_what_is_not_tracked_needs_neither_doer_nor_date():
    assert gaps(replace(with_case(is_tracked=False, due_on=None), assignments=())) == []


def test_stops_stand_first():
    file = replace(FILE, meeting=replace(WHOLE, venue="", held_on=None))
    assert [gap.stops for gap in gaps(file)] == [True, False]
