"""The register is away while somebody types: what can't be kept is not lost, whatever the person does next."""

import shutil
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit

from northtaiwan_desktop.domain.meeting import MeetingStatus
from northtaiwan_desktop.storage.meetings import meeting_file
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from tests.ui.conftest import TODAY

LEFT = Qt.MouseButton.LeftButton
TITLES = ("主席致詞", "散會")


@pytest.fixture
def page(qtbot, window: MainWindow) -> MeetingsPage:
    """A draft, open at its first section."""
    page = window.open_page("meetings")
    settle(qtbot, window)
    draft = next(line.meeting for line in page.list.shown() if line.meeting.status is MeetingStatus.DRAFT)
    page.open_meeting(draft.id)
    settle(qtbot, window)
    turn(page, "主席致詞")
    return page


def settle(qtbot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)


def turn(page: MeetingsPage, title: str) -> None:
    page.editor.outline.choose(next(one.id for one in page.editor._opened.file.sections if one.title == title))


def field(page: MeetingsPage) -> QPlainTextEdit:
    return page.editor.forms.section_form._editors["body"]


def notice(page: MeetingsPage) -> str:
    return page.editor.forms.section_form.notice.text


def away(path: Path) -> Path:
    """The stick is pulled out."""
    return path.rename(path.with_name("away.db"))


def kept(path: Path, id: str) -> str:
    store = Store.open(path)
    try:
        file = store.ask(partial(meeting_file, id=id, today=TODAY))
        return next(one.body for one in file.sections if one.title == "主席致詞")
    finally:
        store.close()


@pytest.mark.parametrize("waits", [True, False])
def test_what_could_not_be_kept_is_there_when_one_comes_back_to_it(qtbot, window, page, sample_path, waits):
    gone = away(sample_path)
    qtbot.keyClicks(field(page), "typed")
    if waits:
        qtbot.waitUntil(lambda: "找不到資料庫" in notice(page), timeout=5_000)
    turn(page, "散會")
    settle(qtbot, window)
    assert "找不到資料庫" in notice(page)
    assert field(page).toPlainText() == ""
    turn(page, "主席致詞")
    assert field(page).toPlainText() == "typed"
    gone.rename(sample_path)
    page.flush()
    settle(qtbot, window)
    assert kept(sample_path, page.editor.id) == "typed"
    assert not page.is_unkept


def test_what_somebody_else_wrote_meanwhile_is_not_written_over(qtbot, window, page, sample_path):
    gone = away(sample_path)
    qtbot.keyClicks(field(page), "typed")
    turn(page, "散會")
    settle(qtbot, window)
    gone.rename(sample_path)
    file = page.editor._opened.file
    section = next(one for one in file.sections if one.title == "主席致詞")
    form = page.editor.forms.section_form
    window.workbench.do("別人", form.save(form.typed(section, form.values(section) | {"body": "others"}), section))
    settle(qtbot, window)
    turn(page, "主席致詞")
    page.flush()
    settle(qtbot, window)
    assert field(page).toPlainText() == "typed"
    assert "已有別的修改" in notice(page)
    assert "現在存的是：others" in notice(page)
    assert kept(sample_path, page.editor.id) == "others"
    assert page.is_unkept


def test_the_window_asks_before_it_closes_on_what_could_not_be_kept(qtbot, window, page, sample_path):
    gone = away(sample_path)
    qtbot.keyClicks(field(page), "typed")
    assert not window.close()
    box = window.findChild(QMessageBox)
    assert "還沒有存好" in box.text()
    assert box.defaultButton().text() == "回去"
    qtbot.mouseClick(box.defaultButton(), LEFT)
    assert window.isVisible()
    assert field(page).toPlainText() == "typed"
    assert not window.close()
    leave = next(one for one in window.findChildren(QMessageBox)[-1].buttons() if one.text() == "放棄內容並關閉")
    qtbot.mouseClick(leave, LEFT)
    qtbot.waitUntil(lambda: not window.isVisible())
    gone.rename(sample_path)


def test_what_was_just_typed_is_kept_as_the_window_closes(qtbot, window, page, sample_path):
    qtbot.keyClicks(field(page), "typed")
    assert window.close()
    assert kept(sample_path, page.editor.id) == "typed"


def test_the_window_asks_before_it_opens_another_register_too(qtbot, window, page, sample_path, tmp_path):
    """A copy has the same meetings: what was given up is not to be kept there."""
    other = tmp_path / "別的.db"
    shutil.copy(sample_path, other)
    before = kept(other, page.editor.id)
    id = page.editor.id
    gone = away(sample_path)
    qtbot.keyClicks(field(page), "typed")
    window.open_store(str(other))
    box = window.findChild(QMessageBox)
    assert "現在開啟別的資料庫就沒有了" in box.text()
    assert box.defaultButton().text() == "回去"
    qtbot.mouseClick(box.defaultButton(), LEFT)
    settle(qtbot, window)
    assert window.workbench.location == str(sample_path)
    assert field(page).toPlainText() == "typed"
    window.open_store(str(other))
    button = next(one for one in window.findChildren(QMessageBox)[-1].buttons() if one.text() == "放棄內容並開啟")
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: window.workbench.location == str(other), timeout=20_000)
    settle(qtbot, window)
    assert page.editor is None
    assert kept(other, id) == before
    gone.rename(sample_path)
    assert kept(sample_path, id) == before


def test_what_was_kept_is_not_asked_about(qtbot, window, page, sample_path, tmp_path):
    other = tmp_path / "別的.db"
    shutil.copy(sample_path, other)
    qtbot.keyClicks(field(page), "typed")
    id = page.editor.id
    window.open_store(str(other))
    qtbot.waitUntil(lambda: window.workbench.location == str(other), timeout=20_000)
    settle(qtbot, window)
    assert window.findChild(QMessageBox) is None
    assert kept(sample_path, id) == "typed"
