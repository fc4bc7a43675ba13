"""Versions are kept, compared and brought back; what later meetings decide or correct is recorded with them."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, NotFound, RuleBroken
from northtaiwan_desktop.domain.meeting import Attendance, SectionRole
from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.services import calling, confirming, finalising, finishing, meetings, resolutions, versions
from northtaiwan_desktop.storage.meetings import corrections_of, meeting_file, minutes_view
from northtaiwan_desktop.storage.resolutions import case_lines, tracked_lines

TODAY = date(2026, 9, 8)
LATER = date(2026, 12, 1)
TAOYUAN = "68000"


def did(store, action, **words):
    made = []
    store.do("示例", lambda work: made.append(action(work, **words)))
    return made[0]


def file_of(store, meeting):
    return store.ask(partial(meeting_file, id=meeting.id, today=TODAY))


def section(store, meeting, role):
    return next(one for one in file_of(store, meeting).sections if one.role is role)


@pytest.fixture
def meeting(store):
    """A meeting with an item, a resolution and a person present."""
    made = did(store, calling.call, kind_id="deputies", year=115, held_on=TODAY, venue="簡報室")
    decide(store, made, "研商轉乘優惠", "請桃園市政府彙整需求。")
    line = Attendance(meeting_id=made.id, position=0, member_id=TAOYUAN, title="局長", name="示例甲")
    did(store, meetings.set_attendance, meeting_id=made.id, lines=[line])
    return made


def decide(store, meeting, title, text):
    item = AgendaItem(
        meeting_id=meeting.id,
        section_id=section(store, meeting, SectionRole.DISCUSSION).id,
        position=0,
        title=title,
    )
    did(store, meetings.save_item, item=item)
    made = Resolution(meeting_id=meeting.id, item_id=item.id, year=115, text=text, due_text="年底前")
    doers = [Assignment(resolution_id=made.id, member_id=TAOYUAN)]
    return did(store, meetings.save_resolution, resolution=made, assignments=doers)


def finalise(store, meeting, day=TODAY):
    return did(store, finalising.finalise, meeting_id=meeting.id, today=day)


def changes(store, meeting, **which):
    rows = store.ask(partial(versions.compare, meeting_id=meeting.id, today=TODAY, **which))
    return [("".join(p.text for p in row.old), "".join(p.text for p in row.new)) for row in rows if row.is_changed]


def rewrite(store, meeting, text):
    [case] = [one for one in file_of(store, meeting).resolutions if one.text.startswith("請桃園市")]
    doers = [line for line in file_of(store, meeting).assignments if line.resolution_id == case.id]
    did(store, meetings.save_resolution, resolution=replace(case, text=text), assignments=doers)


def test_a_version_is_compared_with_what_stands_now_and_with_another(store, meeting):
    finalise(store, meeting)
    did(store, finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY)
    rewrite(store, meeting, "請桃園市政府與新竹縣政府彙整需求。")
    assert ("決議：請桃園市政府彙整需求。", "決議：請桃園市政府與新竹縣政府彙整需求。") in changes(
        store, meeting, old=1, new=0
    )
    finalise(store, meeting)
    assert any("新竹縣" in new for _old, new in changes(store, meeting, old=1, new=2))
    assert changes(store, meeting, old=2, new=0) == []


def test_an_old_version_is_brought_back_and_that_is_undone(store, meeting):
    finalise(store, meeting)
    first = file_of(store, meeting)
    did(store, finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY)
    rewrite(store, meeting, "請桃園市政府另案辦理。")
    decide(store, meeting, "多出的一案", "多出的決議。")
    did(store, meetings.set_attendance, meeting_id=meeting.id, lines=[])
    did(store, versions.bring_back, meeting_id=meeting.id, version=1)
    now = file_of(store, meeting)
    assert (now.items, now.resolutions, now.assignments) == (first.items, first.resolutions, first.assignments)
    assert now.attendance == first.attendance
    assert (now.meeting.number, now.meeting.version) == (first.meeting.number, 1)
    store.undo()
    assert len(file_of(store, meeting).items) == 2
    assert file_of(store, meeting).attendance == ()


def test_what_was_reported_since_is_not_lost(store, meeting):
    finalise(store, meeting)
    did(store, finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY)
    decide(store, meeting, "多出的一案", "多出的決議。")
    finalise(store, meeting)
    line = next(one for one in store.ask(partial(tracked_lines, today=TODAY)) if one.resolution.text == "多出的決議。")
    reported = {"assignment_id": line.id, "round": Round.of(TODAY, 4), "today": TODAY, "text": "已辦理。"}
    did(store, resolutions.report, **reported)
    did(store, finalising.reopen, meeting_id=meeting.id, reason="再更正", today=TODAY)
    with pytest.raises(RuleBroken, match="決議 115-002 在那一版之後才列入，已有案號"):
        did(store, versions.bring_back, meeting_id=meeting.id, version=1)
    assert len(file_of(store, meeting).items) == 2


def test_a_version_that_is_not_there_is_named(store, meeting):
    with pytest.raises(NotFound, match="（無）"):
        did(store, versions.bring_back, meeting_id=meeting.id, version=3)
    finalise(store, meeting)
    with pytest.raises(NotFound, match="保存的版次：1"):
        changes(store, meeting, old=9, new=0)
    with pytest.raises(RuleBroken, match="重新開啟"):
        did(store, versions.bring_back, meeting_id=meeting.id, version=1)


def test_a_version_without_records_says_so(sample_store):
    from northtaiwan_desktop.domain.meeting import MinutesVersion

    def keep(work):
        head = work.get(type(meeting), meeting.id)
        work.save(replace(head, status=type(head.status).DRAFT))
        work.save(MinutesVersion(meeting_id=meeting.id, version=1, finalised_on=TODAY, snapshot="{}", docx_sha256=""))

    meeting = sample_store.ask(partial(meeting_file, id="103-deputies-1", today=TODAY)).meeting
    sample_store.do("示例", keep)
    with pytest.raises(RuleBroken, match="只保存了文件"):
        did(sample_store, versions.bring_back, meeting_id=meeting.id, version=1)


def test_the_meeting_that_closes_a_case_still_has_it_in_its_minutes(store, meeting):
    finalise(store, meeting)
    later = did(store, calling.call, kind_id="deputies", year=115, held_on=LATER)
    [line] = file_of(store, later).carried
    assert any("尚未記載本次會議的決定" in gap.text for gap in finishing.gaps(file_of(store, later)))
    decided = {"assignment_ids": [line.id], "verdict": Verdict.RELEASED, "reason": "已完成", "direct_reason": "示例"}
    did(store, resolutions.decide, **decided, today=date(2026, 12, 5), meeting_id=later.id)
    assert store.ask(partial(case_lines, today=LATER))[0].resolution.state is State.RELEASED
    view = store.ask(partial(minutes_view, id=later.id, today=LATER))
    [row] = next(one.carried for one in view.sections if one.carried)
    assert (row.number, row.review) == ("115-001", "解除列管：已完成（逕行解除：示例）")
    assert not any("尚未記載本次會議的決定" in gap.text for gap in finishing.gaps(file_of(store, later)))
    third = did(store, calling.call, kind_id="deputies", year=116, held_on=date(2027, 3, 1))
    assert file_of(store, third).carried == ()


def test_minutes_on_which_another_meeting_decided_are_not_reopened(store, meeting):
    finalise(store, meeting)
    heads = did(store, calling.call, kind_id="heads", year=115, held_on=LATER)
    [line] = store.ask(partial(tracked_lines, today=LATER))
    decided = {"assignment_ids": [line.id], "verdict": Verdict.CONTINUE, "reason": ""}
    did(store, resolutions.decide, **decided, today=LATER, meeting_id=heads.id)
    finalise(store, heads, LATER)
    with pytest.raises(RuleBroken, match=heads.title):
        did(store, finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY)


def test_corrections_stand_in_the_minutes_of_the_next_meeting(store, meeting):
    first = finalise(store, meeting)
    later = did(store, calling.call, kind_id="deputies", year=115, held_on=LATER)
    confirm = section(store, later, SectionRole.CONFIRM)
    lines = ["第1案決議「彙整」更正為「彙整並函送」。", "", " 出席人員更正。 "]
    did(store, confirming.confirm, section=replace(confirm, body="確認。"), corrections=lines, seen=confirm)
    view = store.ask(partial(minutes_view, id=later.id, today=LATER))
    body = next(one.body for one in view.sections if one.title == "確認上次會議紀錄")
    assert body.split("\n") == [
        "確認。",
        f"「{first.title}」紀錄更正如下，餘確認：",
        "一、第1案決議「彙整」更正為「彙整並函送」。",
        "二、出席人員更正。",
    ]
    (by, first_of_them), _second = store.ask(partial(corrections_of, meeting_id=meeting.id))
    assert (by.id, first_of_them.text) == (later.id, "第1案決議「彙整」更正為「彙整並函送」。")
    did(store, confirming.confirm, section=replace(confirm, body="確認。"), corrections=[])
    assert file_of(store, later).corrections == ()
    store.undo()
    assert len(file_of(store, later).corrections) == 2


def test_a_correction_needs_minutes_to_correct(store):
    first = did(store, calling.call, kind_id="deputies", year=115, held_on=TODAY)
    with pytest.raises(RuleBroken, match="可以更正"):
        did(store, confirming.correct, meeting_id=first.id, texts=["更正"])


def test_a_section_that_moved_on_is_not_written_over(store, meeting):
    confirm = section(store, meeting, SectionRole.CONFIRM)
    did(store, meetings.save_section, section=replace(confirm, body="別人寫的"))
    with pytest.raises(ChangedMeanwhile):
        did(store, confirming.confirm, section=replace(confirm, body="我寫的"), corrections=[], seen=confirm)


def test_a_draft_with_corrections_and_a_notice_can_be_deleted(store, meeting):
    finalise(store, meeting)
    later = did(store, calling.call, kind_id="deputies", year=115, held_on=LATER)
    did(store, confirming.correct, meeting_id=later.id, texts=["更正"])
    store.do("刪除", partial(meetings.remove, meeting_id=later.id))
    assert store.ask(partial(corrections_of, meeting_id=meeting.id)) == []


def test_a_version_that_says_the_same_is_not_brought_back(store, meeting):
    finalise(store, meeting)
    did(store, finalising.reopen, meeting_id=meeting.id, reason="更正", today=TODAY)
    with pytest.raises(RuleBroken, match="相同"):
        did(store, versions.bring_back, meeting_id=meeting.id, version=1)
