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
        (replace(FILE, assignments=(DOER, replace(DOER, id="b", position=1))), "有重複的列", "r", True, "doers"),
        (with_case(due_on=None), "沒有預定完成日期", "r", False, "due"),
        (with_case(due_on=date(2026, 9, 7)), "早於會議日期", "r", True, "due"),
    ],
)
def test_each_gap_says_what_where_and_whether_it_stops(file, text, record_id, stops, field):
    [gap] = gaps(file)
    assert text in gap.text
    assert (gap.record_id, gap.stops, gap.field) == (record_id, stops, field)


EARLIER = replace(WHOLE, id="e", title="前一次", ordinal=1)


@pytest.mark.parametrize(
    ("ordinal", "series", "told"),
    [
        (1, (), ""),
        (2, (EARLIER,), ""),
        (1, (EARLIER,), "次別第1次與「前一次」重複"),
        (3, (EARLIER,), "缺第2次"),
        (9, (EARLIER,), "缺 7 次的次別"),
        (None, (EARLIER,), "次別未填"),
        (None, (replace(EARLIER, ordinal=None),), ""),
    ],
)
def test_numbers_that_are_double_or_left_out_are_told(ordinal, series, told):
    found = gaps(replace(FILE, meeting=replace(WHOLE, ordinal=ordinal), series=series))
    assert [told in gap.text and not gap.stops for gap in found] == ([True] if told else [])


def test_a_meeting_with_nothing_in_it_and_one_to_come_are_told():
    assert gaps(FILE, today=HELD) == []
    [gap] = gaps(FILE, today=date(2026, 9, 7))
    assert (gap.text, gap.stops) == ("會議日期 115年9月8日 還沒到。", False)
    [gap] = gaps(replace(FILE, items=(), resolutions=(), assignments=()))
    assert (gap.text, gap.record_id, gap.stops) == ("沒有任何議案。", "s", False)


def test_gaps_stand_in_the_order_of_the_sections():
    motions = replace(SECTION, id="t", position=1, role=SectionRole.MOTIONS, title="臨時動議")
    items = (replace(ITEM, id="later", section_id="t", position=0), replace(ITEM, id="first", position=1))
    file = replace(FILE, sections=(SECTION, motions), items=items, resolutions=(), assignments=())
    assert [gap.record_id for gap in gaps(file)] == ["first", "later"]


def test_words_that_tell_no_time_are_told():
    [gap] = gaps(with_case(due_on=None, due_text="徹底"))
    assert ("看不出期限" in gap.text, gap.stops, gap.field) == (True, False, "due")


def test_a_quorum_counts_people_and_not_lines():
    nobody = replace(PRESENT, id="n", title="")
    file = replace(FILE, meeting=replace(WHOLE, quorum=2), attendance=(PRESENT, nobody))
    [gap] = gaps(file)
    assert "出席 1 人，未達法定出席人數 2 人" in gap.text


def test_words_for_a_due_date_are_enough():
    assert gaps(with_case(due_on=None, due_text="下次會議前")) == []


def test_what_is_not_tracked_needs_neither_doer_nor_date():
    assert gaps(replace(with_case(is_tracked=False, due_on=None), assignments=())) == []


def test_stops_stand_first():
    file = replace(FILE, meeting=replace(WHOLE, venue="", held_on=None))
    assert [gap.stops for gap in gaps(file)] == [True, False]
