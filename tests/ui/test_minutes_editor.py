"""The editor of minutes: what is typed is kept, each step can be undone, and each gap leads to its field."""

from dataclasses import replace
from datetime import date, time
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from northtaiwan_desktop.domain.meeting import MeetingStatus, Presence
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.resolution import Share, State
from northtaiwan_desktop.services import calling, meetings
from northtaiwan_desktop.storage.meetings import meeting_file, versions
from northtaiwan_desktop.ui.meetings.hand_form import HandForm
from northtaiwan_desktop.ui.meetings.outline import ATTENDANCE, HEAD
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.meetings.reopen_form import ReopenForm
from tests.ui.bench_of_pages import TODAY, settled, shown


@pytest.fixture
def page(qtbot, sample_store, tmp_path):
    """A new draft of a deputies' meeting, open in the editor."""
    made = []
    sample_store.do("新增會議", lambda work: made.append(calling.call(work, kind_id="deputies", year=103)))
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        page.open_meeting(made[0].id)
        settled(qtbot, page)
        yield page


@pytest.fixture
def kept(qtbot, page, sample_store):
    """Wait until all that was typed is in the register, and read the meeting there."""

    def read():
        page.editor.flush()
        settled(qtbot, page)
        return sample_store.ask(partial(meeting_file, id=page.editor.id, today=TODAY))

    return read


def section(page, title):
    return next(one.id for one in page.editor._opened.file.sections if one.title == title)


def add_item(qtbot, page, title):
    qtbot.mouseClick(page.editor.add_item_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    page.editor.focusWidget().insertPlainText(title)


def add_resolution(qtbot, page, text):
    page.editor.flush()
    qtbot.mouseClick(page.editor.add_resolution_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    page.editor.focusWidget().insertPlainText(text)


def entries(page):
    return [entry.text(0) for entry in page.editor.outline._entries()]


def test_enter_opens_a_meeting_and_escape_goes_back_to_it(qtbot, page):
    id = page.editor.id
    qtbot.keyClick(page.editor.outline, Qt.Key.Key_Escape)
    assert page.editor is None
    assert page.list.current().meeting.id == id
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    settled(qtbot, page)
    assert page.editor.id == id
    assert page.title_label.text() == page._meeting.title


def test_typing_is_kept_within_two_seconds_without_a_button(qtbot, page, sample_store):
    venue = page.editor.forms.head_form._editors["venue"]
    venue.setFocus()
    venue.insert("2樓簡報室")

    def is_kept():
        file = sample_store.ask(partial(meeting_file, id=page.editor.id, today=TODAY))
        assert file.meeting.venue == "2樓簡報室"

    qtbot.waitUntil(is_kept, timeout=2_000)
    settled(qtbot, page)
    assert page.workbench.undo_label == "修改會議資料"


def test_the_head_understands_what_people_write(qtbot, page, kept):
    form = page.editor.forms.head_form
    qtbot.keyClicks(form._editors["held_on"].line, "103.12.1")
    form._editors["starts_at"].line.insert("上午10時30分")
    form._editors["chair"].insert("副市長")
    meeting = kept().meeting
    assert (meeting.held_on, meeting.starts_at, meeting.chair) == (date(2014, 12, 1), time(10, 30), "副市長")
    assert "中華民國103年12月1日（星期一）上午10時30分" in page.editor.preview.toPlainText()


def test_a_day_that_does_not_exist_is_not_kept_but_its_text_is(qtbot, page, kept):
    form = page.editor.forms.head_form
    qtbot.keyClicks(form._editors["held_on"].line, "103.2.30")
    qtbot.keyClicks(form._editors["venue"], "B1")
    meeting = kept().meeting
    assert (meeting.held_on, meeting.venue) == (None, "B1")
    id = page.editor.id
    page.close_editor()
    page.open_meeting(id)
    settled(qtbot, page)
    assert page.editor.forms.head_form._editors["held_on"].line.text() == "103.2.30"
    assert page.editor.forms.head_form._editors["held_on"].problem


def test_opening_a_record_changes_nothing(qtbot, page, sample_store):
    from northtaiwan_desktop.storage import journal

    before = sample_store.ask(journal.next_undo)
    for entry in list(page.editor.outline._entries()):
        page.editor.outline.setCurrentItem(entry)
        settled(qtbot, page)
    page.close_editor()
    settled(qtbot, page)
    assert sample_store.ask(journal.next_undo) == before


def test_items_and_resolutions_are_written_moved_removed_and_undone(qtbot, page, kept):
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    add_resolution(qtbot, page, "請彙整各縣市需求。")
    add_item(qtbot, page, "聯合行銷")
    file = kept()
    assert [item.title for item in file.items] == ["轉乘優惠", "聯合行銷"]
    assert [resolution.text for resolution in file.resolutions] == ["請彙整各縣市需求。"]
    assert "　決議：請彙整各縣市需求。".strip("　") in entries(page)
    qtbot.mouseClick(page.editor.up_button, Qt.MouseButton.LeftButton)
    assert [item.title for item in sorted(kept().items, key=lambda item: item.position)] == ["聯合行銷", "轉乘優惠"]
    qtbot.mouseClick(page.editor.remove_button, Qt.MouseButton.LeftButton)
    assert [item.title for item in kept().items] == ["轉乘優惠"]
    page.workbench.undo()
    assert [item.title for item in kept().items] == ["聯合行銷", "轉乘優惠"]


def test_a_resolution_takes_doers_a_due_date_in_words_and_a_plan_item(qtbot, page, kept):
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    add_resolution(qtbot, page, "請彙整各縣市需求。")
    form = page.editor.forms.resolution_form
    form.due.line.insert("年底前")
    qtbot.mouseClick(form.doers.add_button, Qt.MouseButton.LeftButton)
    view = form.doers.view
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.focusWidget().insert("交通局")
    qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Return)
    form.plan_item.setCurrentIndex(1)
    file = kept()
    [resolution], [doer] = file.resolutions, file.assignments
    assert (resolution.due_on, resolution.due_text) == (date(2014, 12, 31), "年底前")
    assert (doer.share, doer.office) == (Share.LEAD, "交通局")
    assert resolution.plan_item_id == form.plan_item.value()
    assert "交通局；預定完成日期：103年12月31日" in page.editor.preview.toPlainText()


def test_a_set_phrase_is_written_where_the_cursor_is(qtbot, page, kept):
    page.editor.outline.choose(section(page, "報告事項"))
    add_item(qtbot, page, "各組工作報告")
    add_resolution(qtbot, page, "")
    form = page.editor.forms.resolution_form
    next(act for act in form.phrase_button.menu().actions() if act.text().startswith("洽悉。")).trigger()
    [resolution] = kept().resolutions
    assert (resolution.text, resolution.is_tracked, resolution.outcome.word) == ("洽悉。", False, "決定")


def test_all_members_are_taken_into_an_empty_list_and_written_on(qtbot, page, kept):
    page.editor.outline.choose(ATTENDANCE)
    form = page.editor.forms.attendance_form
    qtbot.mouseClick(form.invite_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert len(form.table.value()) == 8
    assert not form.invite_button.isVisible()
    qtbot.keyClick(form.table.view, Qt.Key.Key_Insert)
    view = form.table.view
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.focusWidget().insert("國家發展委員會")
    qtbot.keyClick(view.focusWidget(), Qt.Key.Key_Return)
    lines = kept().attendance
    assert [line.position for line in lines] == list(range(9))
    assert (lines[-1].bureau, lines[-1].presence) == ("國家發展委員會", Presence.ATTENDS)
    view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert len(kept().attendance) == 8
    page.workbench.undo()
    settled(qtbot, page)
    assert len(form.table.value()) == 9


def test_the_cell_that_is_being_written_in_is_kept_too(qtbot, page, kept):
    page.editor.outline.choose(ATTENDANCE)
    table = page.editor.forms.attendance_form.table
    qtbot.mouseClick(table.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(table.view, Qt.Key.Key_Right)
    qtbot.keyClicks(table.view, "N")
    qtbot.keyClicks(table.view.focusWidget(), "DC")
    assert [line.bureau for line in kept().attendance] == ["NDC"]
    qtbot.keyClicks(table.view.focusWidget(), " office")
    assert [line.bureau for line in kept().attendance] == ["NDC office"]


def test_zhuyin_that_is_being_composed_is_not_disturbed_by_keeping(qtbot, page, kept):
    page.editor.outline.choose(section(page, "主席致詞"))
    body = page.editor.forms.section_form._editors["body"]
    body.setFocus()
    body.insertPlainText("各位")
    QApplication.sendEvent(body, QInputMethodEvent("ㄒㄧㄢ", []))
    assert next(one.body for one in kept().sections if one.title == "主席致詞") == "各位"
    assert body.textCursor().block().layout().preeditAreaText() == "ㄒㄧㄢ"
    committed = QInputMethodEvent()
    committed.setCommitString("先進")
    QApplication.sendEvent(body, committed)
    assert next(one.body for one in kept().sections if one.title == "主席致詞") == "各位先進"


def test_undo_shows_the_field_as_it_was(qtbot, page, kept):
    page.editor.outline.choose(section(page, "主席致詞"))
    body = page.editor.forms.section_form._editors["body"]
    body.insertPlainText("各位先進好。")
    kept()
    page.workbench.undo()
    settled(qtbot, page)
    assert body.toPlainText() == ""


def test_a_change_from_elsewhere_is_not_written_over_unasked(qtbot, page, sample_store, kept):
    id = section(page, "主席致詞")
    page.editor.outline.choose(id)
    form = page.editor.forms.section_form
    form._editors["body"].insertPlainText("我的內容")
    [seen] = [one for one in page.editor._opened.file.sections if one.id == id]
    sample_store.do("修改章節", lambda work: meetings.save_section(work, replace(seen, body="別人的內容")))
    file = kept()
    assert next(one.body for one in file.sections if one.id == id) == "別人的內容"
    assert form.notice.isVisible()
    assert form._editors["body"].toPlainText() == "我的內容"
    qtbot.mouseClick(form.notice.action_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert next(one.body for one in kept().sections if one.id == id) == "我的內容"


def test_what_is_typed_goes_on_top_of_a_change_in_another_field(qtbot, page, sample_store, kept):
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    [seen] = kept().items
    form = page.editor.forms.item_form
    form._editors["explanation"].insertPlainText("我寫的說明")
    sample_store.do("修改議案", lambda work: meetings.save_item(work, replace(seen, proposer="別人填的", position=5)))
    kept()
    [item] = kept().items
    assert (item.explanation, item.proposer, item.position) == ("我寫的說明", "別人填的", 5)
    assert form._editors["proposer"].text() == "別人填的"
    assert not form.notice.isVisible()


def test_each_gap_leads_to_its_field(qtbot, page):
    gaps = {gap.text: gap for gap in page.editor._opened.gaps}
    assert gaps["會議日期未填。"].stops
    page.editor.outline.choose(ATTENDANCE)
    page.editor.gaps.list.setCurrentRow(0)
    qtbot.keyClick(page.editor.gaps.list, Qt.Key.Key_Return)
    assert page.editor.outline.current_id == HEAD
    assert page.focusWidget() is page.editor.forms.head_form._editors["held_on"].line


def test_next_and_previous_by_key(qtbot, page):
    page.editor.outline.setFocus()
    qtbot.keySequence(page.editor.outline, QKeySequence("Alt+Down"))
    assert page.editor.outline.current_id == ATTENDANCE
    qtbot.keySequence(page.editor, QKeySequence("Alt+Up"))
    assert page.editor.outline.current_id == HEAD


def gaps_of(page, kept):
    kept()
    return page.editor._opened.gaps


def test_a_due_date_that_cannot_be_read_keeps_the_minutes_open(qtbot, page, kept):
    qtbot.keyClicks(page.editor.forms.head_form._editors["held_on"].line, "103.12.1")
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    add_resolution(qtbot, page, "請彙整各縣市需求。")
    page.editor.forms.resolution_form.due.line.insert("13月底")
    page.editor.outline.choose(HEAD)
    with qtbot.waitSignal(page.refused) as told:
        qtbot.mouseClick(page.finalise_button, Qt.MouseButton.LeftButton)
    assert "13月底" in str(told.args[0])
    assert page.focusWidget() is page.editor.forms.resolution_form.due.line
    assert kept().meeting.status is MeetingStatus.DRAFT


def test_a_doer_who_has_reported_is_not_removed_and_comes_back(qtbot, page, sample_store):
    final = next(
        row.meeting
        for row in page.list.rows_model.rows
        if row.meeting.status is MeetingStatus.FINAL and row.resolutions
    )
    file = sample_store.ask(partial(meeting_file, id=final.id, today=TODAY))
    reported = sample_store.ask(lambda records: records.all(ProgressReport))
    line = next(one for one in file.assignments if one.id in {report.assignment_id for report in reported})
    sample_store.do("重新開啟", lambda work: work.save(replace(final, status=MeetingStatus.DRAFT)))
    page.open_meeting(final.id)
    settled(qtbot, page)
    page.editor.outline.choose(line.resolution_id)
    form = page.editor.forms.resolution_form
    before = form.doers.value()
    form.doers.view.selectRow(before.index(next(one for one in before if one.id == line.id)))
    qtbot.keyClick(form.doers.view, Qt.Key.Key_Delete)
    page.editor.flush()
    settled(qtbot, page)
    assert "已填報過辦理情形" in form.notice.text
    qtbot.mouseClick(form.notice.action_button, Qt.MouseButton.LeftButton)
    assert form.doers.value() == before
    after = sample_store.ask(partial(meeting_file, id=final.id, today=TODAY))
    assert after.assignments == file.assignments


def test_minutes_are_made_final_locked_and_opened_again_with_a_reason(qtbot, page, sample_store, kept):
    qtbot.keyClicks(page.editor.forms.head_form._editors["held_on"].line, "103.12.1")
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    add_resolution(qtbot, page, "請彙整各縣市需求。")
    doers = page.editor.forms.resolution_form.doers
    qtbot.mouseClick(doers.add_button, Qt.MouseButton.LeftButton)
    assert any("沒有填縣市或機關" in gap.text for gap in gaps_of(page, kept))
    qtbot.keyClick(doers.view, Qt.Key.Key_Right)
    qtbot.keyClicks(doers.view, "X")
    qtbot.mouseClick(page.finalise_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    file = kept()
    assert file.meeting.status is MeetingStatus.FINAL
    assert [one.state for one in file.resolutions] == [State.OPEN]
    assert page.banner.isVisible()
    assert file.meeting.number in page.banner.text()
    assert page.editor.forms.resolution_form.text.isReadOnly()
    assert not page.editor.add_item_button.isEnabled()

    qtbot.mouseClick(page.reopen_button, Qt.MouseButton.LeftButton)
    form = page.findChild(ReopenForm)
    form.try_save()
    assert form.isVisible()
    form.reason.insertPlainText("誤植")
    form.try_save()
    settled(qtbot, page)
    assert kept().meeting.status is MeetingStatus.DRAFT
    assert not page.editor.forms.resolution_form.text.isReadOnly()
    assert len(sample_store.ask(lambda records: versions(records, page.editor.id))) == 1


def test_the_editor_closes_when_the_making_of_its_meeting_is_undone(qtbot, page):
    page.workbench.undo()
    settled(qtbot, page)
    assert page.editor is None
    assert page.list.isVisible()


def titles(page):
    return [one.title for one in page.editor._opened.file.sections]


def test_sections_are_added_moved_and_removed_by_key(qtbot, page):
    editor = page.editor
    editor.outline.choose(section(page, "報告事項"))
    next(act for act in editor.section_menu.actions() if act.text() == "其他事項").trigger()
    settled(qtbot, page)
    assert titles(page)[3:5] == ["報告事項", "其他事項"]
    assert editor.outline.currentItem().text(0) == "伍、其他事項"
    qtbot.keyClick(editor, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.wait(160)
    settled(qtbot, page)
    assert titles(page)[3:5] == ["其他事項", "報告事項"]
    qtbot.keySequence(editor, QKeySequence("Ctrl+Shift+Delete"))
    qtbot.wait(160)
    settled(qtbot, page)
    assert "其他事項" not in titles(page)


def test_sections_and_items_are_dragged(qtbot, page):
    editor = page.editor
    editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "甲案")
    editor.flush()
    settled(qtbot, page)
    [item] = editor._opened.file.items
    editor.outline.dropped.emit(section(page, "討論事項"), section(page, "報告事項"), False)
    settled(qtbot, page)
    assert titles(page)[3:5] == ["討論事項", "報告事項"]
    editor.outline.dropped.emit(item.id, section(page, "報告事項"), True)
    settled(qtbot, page)
    assert editor._opened.file.items[0].section_id == section(page, "報告事項")


def test_marked_text_becomes_a_resolution_with_its_doers_and_day(qtbot, page):
    editor = page.editor
    editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "示例轉乘案")
    text = editor.forms.item_form._editors["explanation"]
    text.setFocus()
    text.insertPlainText("先作說明。請桃園縣政府交通局會同新竹縣於年底前提報。")
    cursor = text.textCursor()
    cursor.setPosition(5)
    cursor.movePosition(cursor.MoveOperation.End, cursor.MoveMode.KeepAnchor)
    text.setTextCursor(cursor)
    qtbot.keyClick(text, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.wait(160)
    settled(qtbot, page)
    file = editor._opened.file
    [made] = file.resolutions
    assert (made.text, made.due_text) == ("請桃園縣政府交通局會同新竹縣於年底前提報。", "年底前")
    assert made.due_on == date(2014, 12, 31)
    assert [(line.share, line.office) for line in file.assignments] == [(Share.LEAD, "交通局"), (Share.CO_LEAD, "")]
    assert file.items[0].explanation.startswith("先作說明。")
    assert editor.forms.currentWidget() is editor.forms.resolution_form


def test_without_a_mark_it_is_said_what_to_do(qtbot, page):
    told = []
    page.refused.connect(told.append)
    page.editor.outline.choose(section(page, "討論事項"))
    page.editor.resolve_marked()
    assert "選取文字" in str(told[0])


def test_what_the_chair_says_in_passing_becomes_a_ruling(qtbot, page):
    editor = page.editor
    editor.outline.choose(section(page, "主席致詞"))
    body = editor.forms.section_form._editors["body"]
    body.insertPlainText("請臺北市於下次會議前提報。")
    body.selectAll()
    editor.resolve_marked()
    settled(qtbot, page)
    [made] = editor._opened.file.resolutions
    assert (made.outcome.word, made.due_text, made.due_on) == ("裁示", "下次會議前", None)


def test_a_phrase_has_a_key_that_decides_the_item(qtbot, page):
    editor = page.editor
    editor.outline.choose(section(page, "報告事項"))
    add_item(qtbot, page, "示例報告")
    qtbot.keyClick(editor.focusWidget(), Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    settled(qtbot, page)
    [made] = editor._opened.file.resolutions
    assert (made.text, made.outcome.word, made.is_tracked) == ("洽悉。", "決定", False)


def test_the_projector_shows_the_item_in_large_type_and_follows(qtbot, page):
    editor = page.editor
    editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "示例轉乘案")
    editor.flush()
    settled(qtbot, page)
    editor.project()
    assert "示例轉乘案" in editor.projector.page.toPlainText()
    editor.outline.choose(section(page, "散會"))
    assert "散會" in editor.projector.page.toPlainText()
    qtbot.keyClick(editor.projector, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not editor.projector.isVisible())


def test_an_item_is_handed_to_another_meeting(qtbot, page, sample_store):
    made = []
    sample_store.do("新增會議", lambda work: made.append(calling.call(work, kind_id="heads", year=103)))
    editor = page.editor
    editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "示例轉乘案")
    editor._hand_over()
    settled(qtbot, page)
    form = next(one for one in page.findChildren(HandForm))
    form.meeting.set_value(made[0].id)
    form.try_save()
    settled(qtbot, page)
    there = sample_store.ask(partial(meeting_file, id=made[0].id, today=TODAY))
    assert [one.title for one in there.items] == ["示例轉乘案"]


def test_no_key_of_a_text_removes_an_item(qtbot, page, kept):
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    field = page.editor.forms.item_form._editors["explanation"]
    field.setFocus()
    for keys in ("Ctrl+Delete", "Ctrl+Backspace", "Shift+Delete"):
        qtbot.keySequence(field, QKeySequence(keys))
    qtbot.wait(150)
    assert [item.title for item in kept().items] == ["轉乘優惠"]
    told = []
    page.workbench.done.connect(lambda operation: told.append(operation.label))
    qtbot.keySequence(field, QKeySequence("Ctrl+Shift+Delete"))
    qtbot.waitUntil(lambda: bool(told))
    assert told == ["移除議案「轉乘優惠」"]
    assert kept().items == ()


def test_a_refusal_goes_when_the_field_is_mended(qtbot, page, kept):
    title = page.editor.forms.head_form._editors["title"]
    before = title.text()
    title.clear()
    kept()
    notice = page.editor.forms.head_form.notice
    assert "會議名稱不可空白" in notice.text
    assert notice.isVisible()
    title.insert("103年度臨時會議")
    assert kept().meeting.title == "103年度臨時會議" != before
    assert not notice.isVisible()


def test_keeping_moves_neither_the_cursor_in_a_cell_nor_what_is_composed_there(qtbot, page, kept):
    page.editor.outline.choose(ATTENDANCE)
    table = page.editor.forms.attendance_form.table
    qtbot.mouseClick(table.add_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(table.view, Qt.Key.Key_Right)
    qtbot.keyClicks(table.view, "N")
    cell = table.view.focusWidget()
    qtbot.keyClicks(cell, "DC")
    cell.setCursorPosition(1)
    assert kept().attendance[0].bureau == "NDC"
    QApplication.sendEvent(cell, QInputMethodEvent("ㄓ", []))
    assert kept().attendance[0].bureau == "NDC"
    committed = QInputMethodEvent()
    committed.setCommitString("中")
    QApplication.sendEvent(cell, committed)
    assert kept().attendance[0].bureau == "N中DC"
    assert (cell.text(), cell.cursorPosition(), page.focusWidget()) == ("N中DC", 2, cell)
    qtbot.keyClick(cell, Qt.Key.Key_Escape)
    assert kept().attendance[0].bureau == ""


def test_the_name_goes_with_the_number_until_it_is_written(qtbot, page, kept):
    form = page.editor.forms.head_form
    assert form.named.text() == "103年度第3次副首長會議"
    form.ordinal.line.setText("12")
    assert kept().meeting.title == "103年度第12次副首長會議"
    form.named.setText("103年度第12次副首長會議（示例）")
    form.ordinal.line.setText("2")
    meeting = kept().meeting
    assert (meeting.title, meeting.ordinal) == ("103年度第12次副首長會議（示例）", 2)
    assert any("次別第2次與" in gap.text for gap in gaps_of(page, kept))


def move(qtbot, page, key):
    qtbot.keyClick(page.editor, key, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.wait(150)
    settled(qtbot, page)


def test_an_item_goes_over_the_border_of_its_section_by_key(qtbot, page, kept):
    page.editor.outline.choose(section(page, "報告事項"))
    add_item(qtbot, page, "工作報告")
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    file = kept()
    report = next(item for item in file.items if item.title == "工作報告")
    page.editor.outline.choose(report.id)
    move(qtbot, page, Qt.Key.Key_Down)
    in_discussion = [one.title for one in kept().items if one.section_id == section(page, "討論事項")]
    assert in_discussion == ["工作報告", "轉乘優惠"]
    assert page.editor.outline.current_id == report.id
    move(qtbot, page, Qt.Key.Key_Up)
    assert [one.title for one in kept().items if one.section_id == section(page, "報告事項")] == ["工作報告"]
    move(qtbot, page, Qt.Key.Key_Up)
    assert [one.title for one in kept().items if one.section_id == section(page, "報告事項")] == ["工作報告"]


def test_what_was_decided_is_put_in_order_by_key(qtbot, page, kept):
    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    for text in ("甲", "乙"):
        add_resolution(qtbot, page, text)
    kept()
    move(qtbot, page, Qt.Key.Key_Up)
    assert [one.text for one in kept().resolutions] == ["乙", "甲"]
    page.workbench.undo()
    settled(qtbot, page)
    assert [one.text for one in kept().resolutions] == ["甲", "乙"]


def test_the_gap_of_the_carried_cases_leads_into_their_list(qtbot, page):
    qtbot.keyClicks(page.editor.forms.head_form._editors["held_on"].line, "103.12.1")
    page.editor.flush()
    settled(qtbot, page)
    place = next(n for n, gap in enumerate(page.editor._opened.gaps) if gap.text.startswith("承接的案件"))
    page.editor.gaps.list.setFocus()
    page.editor.gaps.list.setCurrentRow(place)
    qtbot.keyClick(page.editor.gaps.list, Qt.Key.Key_Return)
    carried = page.editor.forms.carried_list
    assert page.focusWidget() is carried.list
    assert carried.list.current() is not None
    titles = [column.name for column in carried.list.rows_model.columns]
    assert titles == ["number", "lead", "due", "text"]


def test_phrases_that_were_changed_reach_their_keys(qtbot, page, kept, sample_store):
    from northtaiwan_desktop.domain.platform import SetPhrase

    page.editor.outline.choose(section(page, "討論事項"))
    add_item(qtbot, page, "轉乘優惠")
    kept()
    first = page.editor.phrases[0]
    page.workbench.do("修改固定用語", lambda work: work.save(replace(work.get(SetPhrase, first.id), text="示例用語。")))
    settled(qtbot, page)
    qtbot.keySequence(page.editor, QKeySequence("Alt+1"))
    settled(qtbot, page)
    assert [one.text for one in kept().resolutions] == ["示例用語。"]
    texts = [act.text() for act in page.editor.forms.resolution_form.phrase_button.menu().actions()]
    assert texts[0].startswith("示例用語。")


def test_a_window_that_goes_while_something_is_typed_ends_in_peace(qtbot, sample_store, tmp_path):
    """An exception in a handler of Qt's own would leave the program's memory broken."""
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        page.open_meeting("103-heads")
        settled(qtbot, page)
        page.editor.forms.head_form._editors["venue"].setText("剛打的字")
        page.workbench.close()
        with qtbot.captureExceptions() as raised:
            page.hide()
        assert raised == []
