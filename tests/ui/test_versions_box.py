"""Versions in the window: compared, brought back; corrections and decisions written where the meeting makes them."""

from datetime import date
from functools import partial
from hashlib import sha256

import pytest
from PySide6.QtWidgets import QFileDialog

from northtaiwan_desktop.domain.meeting import SectionRole
from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.services import calling, finalising
from northtaiwan_desktop.storage.meetings import corrections_of, meeting_file, versions
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.meetings.versions_box import VersionsBox
from northtaiwan_desktop.ui.resolutions.decision_forms import DecisionForm
from tests.ui.bench_of_pages import TODAY, settled, shown


@pytest.fixture
def page(qtbot, sample_store, tmp_path):
    """A draft after the sample year's meetings, once final and reopened."""
    made = []

    def prepare(work):
        meeting = calling.call(work, kind_id="deputies", year=103, held_on=date(2014, 11, 3), venue="第一會議室")
        made.append(finalising.finalise(work, meeting.id, today=TODAY))
        finalising.reopen(work, meeting.id, reason="更正", today=TODAY)

    sample_store.do("示例", prepare)
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        page.open_meeting(made[0].id)
        settled(qtbot, page)
        yield page


def at(page, role):
    page.editor.outline.choose(next(one.id for one in page.editor._opened.file.sections if one.role is role))


def test_a_version_is_compared_and_brought_back(qtbot, page, sample_store):
    page.editor.outline.choose("head")
    page.editor.forms.head_form._editors["venue"].setText("第二會議室")
    page.versions_button.click()
    settled(qtbot, page)
    box = page.findChild(VersionsBox)
    qtbot.waitUntil(lambda: "第二會議室" in box.text.toPlainText())
    assert "第一會議室" in box.text.toPlainText()
    assert "主席致詞" not in box.text.toPlainText()
    box.only_changes.setChecked(False)
    assert "主席致詞" in box.text.toPlainText()
    box.back_button.click()
    settled(qtbot, page)
    file = sample_store.ask(partial(meeting_file, id=page.editor.id, today=TODAY))
    assert file.meeting.venue == "第一會議室"
    assert page.editor.forms.head_form._editors["venue"].text() == "第一會議室"


def test_final_minutes_are_compared_but_not_brought_back(qtbot, page):
    page.finalise_button.click()
    settled(qtbot, page)
    page.versions_button.click()
    settled(qtbot, page)
    box = page.findChild(VersionsBox)
    assert not box.back_button.isEnabled()
    assert box.old.value() == 1
    box.close()


def test_a_correction_is_typed_where_the_minutes_are_confirmed(qtbot, page, sample_store):
    at(page, SectionRole.CONFIRM)
    form = page.editor.forms.confirm_form
    assert page.editor.forms.currentWidget() is form
    before = page.editor._opened.file.before
    assert before.title in form.told.text()
    form._editors["corrections"].insertPlainText("出席人員更正。")
    form.flush()
    settled(qtbot, page)
    assert f"「{before.title}」紀錄更正如下" in page.editor.preview.toPlainText()
    assert len(sample_store.ask(partial(corrections_of, meeting_id=before.id))) == 1
    page.open_meeting(before.id)
    settled(qtbot, page)
    assert "出席人員更正。" in page.banner.text()


def test_a_carried_case_is_decided_from_the_meeting(qtbot, page):
    at(page, SectionRole.CARRIED)
    carried = page.editor.forms.carried_list
    line = carried.list.shown()[0]
    carried.list.choose(line.id)
    carried.decide_button.click()
    form = page.findChild(DecisionForm)
    assert form.meeting.value() == page.editor.id
    form.verdict.set_value(Verdict.RELEASED)
    form.reason.setPlainText("已完成")
    settled(qtbot, page)
    form.direct.setPlainText("主席裁示")
    form.try_save()
    settled(qtbot, page)
    assert "解除列管：已完成（逕行解除：主席裁示）" in page.editor.preview.toPlainText()


def test_the_kept_file_of_a_version_is_taken_out_as_it_is(qtbot, page, sample_store, tmp_path, monkeypatch):
    path = tmp_path / "第一版.docx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    page.versions_button.click()
    settled(qtbot, page)
    page.findChild(VersionsBox).file_button.click()
    settled(qtbot, page)
    [kept] = sample_store.ask(partial(versions, meeting_id=page.editor.id))
    assert sha256(path.read_bytes()).hexdigest() == kept.docx_sha256
