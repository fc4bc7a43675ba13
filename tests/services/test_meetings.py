"""From the call of a meeting to its final minutes, and what the next meeting sees."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import MeetingStatus
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.services import calling, finalising, handing, meetings, resolutions
from northtaiwan_desktop.storage.meetings import meeting_file, minutes_view, versions
from northtaiwan_desktop.storage.resolutions import case_lines, tracked_lines

TODAY = date(2026, 9, 8)
TAOYUAN, TAIPEI = "68000", "63000"


def did(store, label, action, **words):
    """Do an action, and hand back what it returned."""
    made = []
    store.do(label, lambda work: made.append(action(work, **words)))
    return made[0]


@pytest.fixture
def meeting(store):
    return did(store, "新增會議", calling.call, kind_id="deputies", year=115, held_on=TODAY, venue="簡報室")


def with_resolution(store, meeting, *, doers=(TAOYUAN,), due_text="年底前", **fields):
    file = store.ask(partial(meeting_file, id=meeting.id, today=TODAY))
    section = next(section for section in file.sections if section.title == "討論事項")
    item = did(
        store,
        "新增議案",
        meetings.save_item,
        item=AgendaItem(meeting_id=meeting.id, section_id=section.id, position=0, title="共同提案"),
    )
    resolution = Resolution(
        meeting_id=meeting.id, item_id=item.id, year=115, text="彙整提案", due_text=due_text, **fields
    )
    lines = [Assignment(resolution_id=resolution.id, member_id=doer) for doer in doers]
    return did(store, "新增決議", meetings.save_resolution, resolution=resolution, assignments=lines)


def test_a_call_proposes_title_host_and_sections(store, meeting):
    file = store.ask(partial(meeting_file, id=meeting.id, today=TODAY))
    assert meeting.title == "115年度第1次副首長會議"
    assert meeting.host_id == "10005"
    assert [section.title for section in file.sections][:2] == ["主席致詞", "確認上次會議紀錄"]


def test_final_minutes_draw_numbers_and_put_resolutions_under_tracking(store, meeting):
    with_resolution(store, meeting)
    final = did(store, "定稿", finalising.finalise, meeting_id=meeting.id, today=TODAY)
    assert (final.status, final.number, final.version) == (MeetingStatus.FINAL, "115-M01", 1)
    [line] = store.ask(partial(tracked_lines, today=TODAY))
    assert (line.number, line.resolution.state, line.doer_name) == ("115-001", State.OPEN, "桃園市")


def test_a_number_is_not_used_again_after_an_undo(store, meeting):
    with_resolution(store, meeting)
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    store.undo()
    assert store.ask(partial(tracked_lines, today=TODAY)) == []
    final = did(store, "定稿", finalising.finalise, meeting_id=meeting.id, today=TODAY)
    assert final.number == "115-M02"


def test_a_tracked_resolution_without_a_doer_stops_the_minutes(store, meeting):
    with_resolution(store, meeting, doers=())
    with pytest.raises(RuleBroken, match="沒有主辦單位"):
        store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    assert store.ask(partial(meeting_file, id=meeting.id, today=TODAY)).meeting.status is MeetingStatus.DRAFT


def test_the_next_meeting_carries_open_cases_live_and_final_minutes_keep_what_they_said(store, meeting):
    with_resolution(store, meeting)
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    following = did(
        store, "新增會議", calling.call, kind_id="deputies", year=115, held_on=date(2026, 12, 1), venue="簡報室"
    )
    [line] = store.ask(partial(tracked_lines, today=TODAY))
    report = partial(resolutions.report, assignment_id=line.id, round=Round.quarter(115, 3), today=TODAY, text="已邀集")
    store.do("填報", report)
    file = store.ask(partial(meeting_file, id=following.id, today=TODAY))
    assert [(one.number, one.latest.text) for one in file.carried] == [("115-001", "已邀集")]

    store.do("定稿", partial(finalising.finalise, meeting_id=following.id, today=TODAY))
    store.do("填報", partial(report, text="已完成"))
    view = store.ask(partial(minutes_view, id=following.id, today=TODAY))
    [carried] = [row for section in view.sections for row in section.carried]
    assert carried.report == "已邀集"


def test_final_minutes_are_changed_only_after_reopening_with_a_reason(store, meeting):
    final = did(store, "定稿", finalising.finalise, meeting_id=meeting.id, today=TODAY)
    with pytest.raises(RuleBroken, match="重新開啟"):
        store.do("修改", partial(meetings.save, meeting=final))
    with pytest.raises(RuleBroken, match="理由"):
        store.do("重新開啟", partial(finalising.reopen, meeting_id=meeting.id, reason=" ", today=TODAY))
    store.do("重新開啟", partial(finalising.reopen, meeting_id=meeting.id, reason="更正地點", today=TODAY))
    again = did(store, "定稿", finalising.finalise, meeting_id=meeting.id, today=TODAY)
    assert (again.number, again.version) == (final.number, 2)
    assert [one.version for one in store.ask(partial(versions, meeting_id=meeting.id))] == [2, 1]


def test_minutes_on_which_a_later_meeting_stands_are_not_reopened(store, meeting):
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    later = did(store, "新增", calling.call, kind_id="deputies", year=115, held_on=date(2026, 12, 1))
    store.do("定稿", partial(finalising.finalise, meeting_id=later.id, today=TODAY))
    with pytest.raises(RuleBroken, match="已經定稿"):
        store.do("重新開啟", partial(finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY))


def test_a_case_is_released_when_all_its_lines_are(store, meeting):
    with_resolution(store, meeting, doers=(TAOYUAN, TAIPEI))
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    first, second = store.ask(partial(tracked_lines, today=TODAY))
    later = did(store, "新增", calling.call, kind_id="deputies", year=115, held_on=date(2026, 12, 1))
    decide = partial(
        resolutions.decide,
        verdict=Verdict.RELEASED,
        reason="已完成",
        direct_reason="示例",
        today=date(2026, 12, 1),
        meeting_id=later.id,
    )
    store.do("解除列管", partial(decide, assignment_ids=[first.id]))
    assert store.ask(partial(case_lines, today=TODAY))[0].resolution.state is State.OPEN
    store.do("解除列管", partial(decide, assignment_ids=[second.id]))
    assert store.ask(partial(case_lines, today=TODAY))[0].resolution.state is State.RELEASED
    store.undo()
    assert len(store.ask(partial(tracked_lines, today=TODAY, open_only=True))) == 1


def test_a_final_meeting_decides_nothing_more(store, meeting):
    with_resolution(store, meeting)
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    [line] = store.ask(partial(tracked_lines, today=TODAY))
    words = {"verdict": Verdict.CONTINUE, "reason": "", "today": TODAY, "meeting_id": meeting.id}
    with pytest.raises(RuleBroken, match="已定稿，紀錄不能再列入"):
        did(store, "列管決定", resolutions.decide, assignment_ids=[line.id], **words)


def handed_on(store, meeting):
    later = did(store, "新增", calling.call, kind_id="heads", year=115, held_on=date(2026, 12, 20))
    item = store.ask(partial(meeting_file, id=meeting.id, today=TODAY)).items[0]
    did(store, "提送", handing.hand_over, item_id=item.id, meeting_id=later.id)
    return later


def sequel(store, meeting):
    return did(store, "新增", calling.call, kind_id="sequel", year=115, held_on=TODAY, parent_id=meeting.id)


@pytest.mark.parametrize("resting", [handed_on, sequel])
def test_minutes_that_another_meeting_goes_on_are_neither_reopened_nor_deleted(store, meeting, resting):
    with_resolution(store, meeting)
    other = resting(store, meeting)
    with pytest.raises(RuleBroken, match=other.title):
        did(store, "刪除草稿", meetings.remove, meeting_id=meeting.id)
    for held in (meeting, other):
        did(store, "定稿", finalising.finalise, meeting_id=held.id, today=TODAY)
    with pytest.raises(RuleBroken, match=f"「{other.title}」已經定稿"):
        did(store, "重新開啟", finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY)
    did(store, "重新開啟", finalising.reopen, meeting_id=other.id, reason="更正", today=TODAY)
    did(store, "重新開啟", finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY)


@pytest.mark.parametrize(
    ("change", "told"), [({"ordinal": -2}, "次別 -2"), ({"ordinal": 0}, "次別 0"), ({"quorum": -5}, "法定出席人數 -5")]
)
def test_numbers_that_nothing_can_have_are_refused(store, meeting, change, told):
    with pytest.raises(RuleBroken, match=told):
        did(store, "修改", meetings.save, meeting=replace(meeting, **change))


@pytest.mark.parametrize("year", [-3, 0, 99999])
def test_a_year_that_is_a_slip_of_the_keys_is_refused(store, year):
    with pytest.raises(RuleBroken, match=f"年度 {year} 不合理"):
        did(store, "新增", calling.call, kind_id="deputies", year=year)


def test_a_meeting_is_no_sequel_to_itself(store, meeting):
    second = sequel(store, meeting)
    for parent in (meeting, second):
        with pytest.raises(RuleBroken, match="不能補行自己的議程"):
            did(store, "修改", meetings.save, meeting=replace(meeting, parent_id=parent.id))


def test_lines_are_decided_all_or_none(store, meeting):
    with_resolution(store, meeting, doers=(TAOYUAN, TAIPEI))
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    first, second = store.ask(partial(tracked_lines, today=TODAY))
    decide = partial(resolutions.decide, verdict=Verdict.RELEASED, reason="已完成", direct_reason="示例", today=TODAY)
    store.do("解除列管", partial(decide, assignment_ids=[second.id]))
    with pytest.raises(RuleBroken):
        store.do("解除列管", partial(decide, assignment_ids=[first.id, second.id]))
    assert [line.id for line in store.ask(partial(tracked_lines, today=TODAY, open_only=True))] == [first.id]


def test_a_report_far_behind_asks_for_reason_and_remedy(store, meeting):
    with_resolution(store, meeting)
    store.do("定稿", partial(finalising.finalise, meeting_id=meeting.id, today=TODAY))
    [line] = store.ask(partial(tracked_lines, today=TODAY))
    report = partial(resolutions.report, assignment_id=line.id, round=Round.quarter(115, 3), today=TODAY, text="辦理中")
    with pytest.raises(RuleBroken, match="落後原因"):
        store.do("填報", partial(report, planned_percent=80, actual_percent=50))
    with pytest.raises(RuleBroken, match="180"):
        store.do("填報", partial(report, actual_percent=180))
