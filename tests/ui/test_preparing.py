"""Preparing a meeting in the window: what is proposed, who comes, which files go along, and what is still owed."""

from functools import partial

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent
from PySide6.QtWidgets import QFileDialog

from northtaiwan_desktop.domain.lists import MeetingFilter
from northtaiwan_desktop.domain.meeting import SectionRole
from northtaiwan_desktop.services import attachments
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.meetings import find, meeting_file
from northtaiwan_desktop.ui.meetings.call_form import CallForm
from northtaiwan_desktop.ui.meetings.filters import MeetingFilters
from northtaiwan_desktop.ui.meetings.mail_form import MailForm
from northtaiwan_desktop.ui.meetings.outline import ATTACHMENTS, ATTENDANCE
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from tests.ui.bench_of_pages import TODAY, settled, shown


@pytest.fixture
def page(qtbot, sample_store, tmp_path):
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        yield page


def form_of(qtbot, page):
    page.add_button.click()
    settled(qtbot, page)
    return page.findChild(CallForm)


def opened(qtbot, page, key):
    page.open_meeting(page.workbench._store.ask(partial(find, key=key)).id)
    settled(qtbot, page)


def test_a_change_of_kind_proposes_anew_but_leaves_what_was_written(qtbot, page):
    form = form_of(qtbot, page)
    form.kind.set_value("deputies")
    settled(qtbot, page)
    assert form.named.text() == "103年度第3次副首長會議"
    assert form.ordinal.text() == "3"
    assert form.host.value() == "10004"
    form.named.setText("示例會議")
    form.kind.set_value("heads")
    settled(qtbot, page)
    assert form.named.text() == "示例會議"
    assert form.ordinal.text() != "3"


def test_a_chosen_number_goes_into_the_name_and_leaves_a_written_one(qtbot, page):
    form = form_of(qtbot, page)
    form.kind.set_value("deputies")
    settled(qtbot, page)
    form.ordinal.line.setText("7")
    settled(qtbot, page)
    assert (form.named.text(), form.ordinal.text()) == ("103年度第7次副首長會議", "7")
    form.named.setText("示例會議")
    form.ordinal.line.setText("8")
    settled(qtbot, page)
    assert form.named.text() == "示例會議"


def test_a_sequel_takes_kind_group_and_name_of_its_meeting(qtbot, page):
    form = form_of(qtbot, page)
    parent = next(row.meeting for row in page.list.shown() if row.meeting.group_id and not row.meeting.parent_id)
    form.sequel.set_value(parent.id)
    settled(qtbot, page)
    assert (form.kind.value(), form.group.value()) == (parent.kind_id, parent.group_id)
    assert form.named.text() == f"{parent.title}補行議程會議"
    assert form.ordinal.text() == ""


def test_a_form_that_was_only_looked_at_is_clean_the_next_time(qtbot, page):
    form_of(qtbot, page).reject()
    again = form_of(qtbot, page)
    assert not again.notice.isVisible()
    again.venue.setText("3樓")
    again.reject()
    third = form_of(qtbot, page)
    assert (third.notice.isVisible(), third.venue.text()) == (True, "3樓")
    third.kind.set_value("heads")
    settled(qtbot, page)
    assert "首長" in third.named.text()


def test_a_meeting_is_called_with_its_sections_in_order(qtbot, page, sample_store):
    form = form_of(qtbot, page)
    form.kind.set_value("deputies")
    settled(qtbot, page)
    kept = [role for role in form.sections.value() if role is not SectionRole.MOTIONS]
    form.sections.set_values([*kept, SectionRole.OTHER])
    with qtbot.waitSignal(form.called) as told:
        form.try_save()
    settled(qtbot, page)
    roles = [one.role for one in sample_store.ask(partial(meeting_file, id=told.args[0], today=TODAY)).sections]
    assert SectionRole.MOTIONS not in roles
    assert roles[-2:] == [SectionRole.OTHER, SectionRole.CLOSING]


def test_saving_at_once_does_not_wait_for_a_proposal(qtbot, page, sample_store):
    page.add_button.click()
    form = page.findChild(CallForm)
    form.kind.set_value("deputies")
    with qtbot.waitSignal(form.called) as told:
        form.try_save()
    settled(qtbot, page)
    file = sample_store.ask(partial(meeting_file, id=told.args[0], today=TODAY))
    assert file.meeting.title == "103年度第3次副首長會議"
    assert len(file.sections) == 7


def test_people_are_brought_in_and_counted(qtbot, page, sample_store):
    form = form_of(qtbot, page)
    form.kind.set_value("deputies")
    settled(qtbot, page)
    with qtbot.waitSignal(form.called):
        form.try_save()
    settled(qtbot, page)
    page.editor.outline.choose(ATTENDANCE)
    attendance = page.editor.forms.attendance_form
    assert attendance.invite_button.isVisible()
    attendance.invite_button.click()
    settled(qtbot, page)
    assert attendance.count.text().startswith("出席 ")
    assert not attendance.invite_button.isVisible()
    assert not attendance.last_button.isVisible()


def test_files_are_dropped_in_and_taken_off(qtbot, page, sample_store, tmp_path, monkeypatch):
    opened(qtbot, page, "103-副首長-1")
    page.editor.outline.choose(ATTACHMENTS)
    files = page.editor.forms.attachments_list
    path = tmp_path / "簡報.pdf"
    path.write_bytes(b"%PDF-1.7")
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    files.dropEvent(QDropEvent(QPointF(5, 5), copy, dropped, left, none))
    settled(qtbot, page)
    assert [row.name for row in files.list.shown()] == ["簡報.pdf"]
    assert "附件（1）" in [
        page.editor.outline.topLevelItem(n).text(0) for n in range(page.editor.outline.topLevelItemCount())
    ]
    files.list.selectRow(0)
    target = tmp_path / "存出.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    files.save_button.click()
    settled(qtbot, page)
    assert target.read_bytes() == b"%PDF-1.7"
    files.remove_button.click()
    settled(qtbot, page)
    assert files.list.shown() == []
    sample_store.undo()
    assert len(sample_store.ask(partial(attachments.of, owner_id=page.editor.id))) == 1


def test_a_document_is_opened_and_a_program_is_not(qtbot, page, tmp_path, monkeypatch):
    opened(qtbot, page, "103-副首長-1")
    page.editor.outline.choose(ATTACHMENTS)
    files = page.editor.forms.attachments_list
    paths = [tmp_path / "簡報.pdf", tmp_path / "簡報.pdf.exe"]
    for path in paths:
        path.write_bytes(b"MZ")
    files.take_in(paths)
    settled(qtbot, page)
    opened_outside = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened_outside.append)
    told = []
    files.refused.connect(lambda error: told.append(str(error)))
    for place, row in enumerate(files.list.shown()):
        files.list.selectRow(place)
        files.open_button.click()
        settled(qtbot, page)
        assert row.name in ("簡報.pdf", "簡報.pdf.exe")
    assert [url.fileName() for url in opened_outside] == ["簡報.pdf"]
    assert len(told) == 1
    assert "簡報.pdf.exe" in told[0]


def test_a_file_that_vanished_is_told_and_the_others_are_taken_in(qtbot, page, tmp_path):
    opened(qtbot, page, "103-副首長-1")
    page.editor.outline.choose(ATTACHMENTS)
    there = tmp_path / "a.txt"
    there.write_text("示例", "utf-8")
    with qtbot.waitSignal(page.refused) as told:
        page.editor.forms.attachments_list.take_in([there, tmp_path / "不見了.txt"])
    settled(qtbot, page)
    assert "不見了.txt" in str(told.args[0])
    assert [one.name for one in page.editor.forms.attachments_list.list.shown()] == ["a.txt"]


def test_the_list_is_narrowed_and_remembers_it(qtbot, page, tmp_path):
    whole = len(page.list.shown())
    page.filters.choose(MeetingFilter(kind_id="deputies"))
    shown_rows = page.list.shown()
    assert 0 < len(shown_rows) < whole
    assert {row.meeting.kind_id for row in shown_rows} == {"deputies"}
    assert page.filters.count.text() == f"{len(shown_rows)}／{whole} 場"
    again = MeetingFilters(Settings(page.settings.path))
    assert again.wanted == MeetingFilter(kind_id="deputies")
    page.show_filtered(MeetingFilter(group_id="transport"))
    assert {row.meeting.group_id for row in page.list.shown()} == {"transport"}
    page.filters.clear_button.click()
    assert len(page.list.shown()) == whole


def test_what_the_rhythm_owes_is_said_above_the_list(page):
    assert page.owed.text().startswith("尚未召開：")
    assert "季尚未開會" in page.owed.text()


@pytest.mark.parametrize(("act", "ending"), [("_calendar", ".ics"), ("_mail", ".eml")])
def test_a_meeting_goes_out_as_calendar_and_mail(qtbot, page, tmp_path, monkeypatch, act, ending):
    opened(qtbot, page, "103-副首長-1")
    target = tmp_path / f"會議{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    getattr(page.papers, act)()
    settled(qtbot, page)
    if act == "_mail":
        page.findChild(MailForm).save_button.click()
        settled(qtbot, page)
    assert target.stat().st_size > 200
