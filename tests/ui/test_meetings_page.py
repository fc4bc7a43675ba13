"""會議 in the window: a meeting is called, and its minutes are made final; both can be undone."""

from datetime import date

import pytest
from PySide6.QtCore import Qt

from northtaiwan_desktop.domain.meeting import MeetingStatus
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.ui.meetings.call_form import CallForm
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from tests.ui.bench_of_pages import settled, shown


@pytest.fixture
def page(qtbot, sample_store, tmp_path):
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        yield page


def test_the_years_meetings_are_listed(page):
    titles = [row.meeting.title for row in page.list.shown()]
    assert "103年度第二次副首長會議補行議程會議" in titles


def test_a_meeting_is_called_by_its_kind_and_undone(qtbot, page, sample_store):
    before = len(page.list.shown())
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    form = page.findChild(CallForm)
    form.kind.set_value("deputies")
    qtbot.keyClicks(form.held_on.line, "103.12.1")
    form.venue.insert("3樓會議室")
    form.try_save()
    settled(qtbot, page)
    [made] = [row.meeting for row in page.list.shown() if row.meeting.venue == "3樓會議室"]
    assert (made.held_on, made.status) == (date(2014, 12, 1), MeetingStatus.DRAFT)
    assert page.workbench.undo_label == "新增會議"
    page.workbench.undo()
    settled(qtbot, page)
    assert len(page.list.shown()) == before


def test_minutes_are_made_final_from_the_list_once_the_check_list_was_shown(qtbot, page, sample_store):
    [draft] = [row for row in page.list.shown() if row.meeting.status is MeetingStatus.DRAFT]
    page.list.choose(draft.meeting.id)
    qtbot.mouseClick(page.finalise_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    assert page.editor._opened.file.meeting.status is MeetingStatus.DRAFT
    assert page.focusWidget() is page.editor.gaps.list
    qtbot.mouseClick(page.finalise_button, Qt.MouseButton.LeftButton)
    settled(qtbot, page)
    lines = sample_store.ask(lambda records: meeting_lines(records, year=103))
    assert all(row.meeting.status is MeetingStatus.FINAL for row in lines)
    assert not page.finalise_button.isEnabled()
