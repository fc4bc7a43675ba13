"""What is wrong is told in the window, what was typed stays, and the register stays as it was."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
from northtaiwan_desktop.ui.keeping.recovery_page import RecoveryPage
from northtaiwan_desktop.ui.resolutions.report_form import ReportForm
from northtaiwan_desktop.ui.widgets.notice_bar import ERROR


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def unchanged(window, sample_path):
    """The window on the sample year, whose register must stay as it was."""
    before = dump(sample_path)
    yield window
    assert dump(sample_path) == before


def settle(qtbot, window):
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("沒有.db", None, "找不到資料庫"),
        ("空.db", b"", "空的檔案"),
        ("雜.db", b"not a register at all" * 50, "不是資料庫檔"),
    ],
)
def test_a_file_that_is_no_register_leaves_the_present_one_open(qtbot, unchanged, tmp_path, name, content, told):
    window, path = unchanged, tmp_path / name
    if content is not None:
        path.write_bytes(content)
    location = window.workbench.location
    window.open_store(str(path))
    settle(qtbot, window)
    assert (window.notice.tone, window.notice.isVisible()) == (ERROR, True)
    assert told in window.notice.text
    assert name in window.notice.text
    assert window.workbench.location == location


@pytest.mark.parametrize("way", ["button", "list"])
def test_a_damaged_register_is_told_of_and_the_present_one_stays_open(qtbot, unchanged, tmp_path, way):
    window, path = unchanged, tmp_path / "斷.db"
    path.write_bytes(b"SQLite format 3\x00" + bytes(200))
    location, before = window.workbench.location, window.page
    window.open_store(str(path))
    settle(qtbot, window)
    recovery = window.page
    assert isinstance(recovery, RecoveryPage)
    assert "斷.db" in recovery.words.text()
    assert window.workbench.location == location
    if way == "button":
        qtbot.mouseClick(recovery.back_button, Qt.MouseButton.LeftButton)
    else:
        place = window.page_list.visualItemRect(window.page_list.currentItem()).center()
        qtbot.mouseClick(window.page_list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert window.page is before
    assert path.read_bytes() == b"SQLite format 3\x00" + bytes(200)


def test_a_newer_register_is_not_opened(qtbot, unchanged, sample_path, tmp_path):
    newer = tmp_path / "新.db"
    shutil.copy(sample_path, newer)
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()
    unchanged.open_store(str(newer))
    settle(qtbot, unchanged)
    assert "較新版本" in unchanged.notice.text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("空.xlsx", b"", "0 位元組"),
        ("雜.xlsx", bytes(range(256)), "不是試算表"),
        ("斷.xlsx", b"PK\x03\x04broken", "損壞"),
        ("檔.xlsx", b"%PDF-1.7\n" * 30, "PDF"),
        ("沒有.xlsx", None, "找不到"),
    ],
)
def test_a_file_that_cannot_be_taken_in(qtbot, unchanged, tmp_path, name, content, told):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    page = unchanged.open_page("intake")
    settle(qtbot, unchanged)
    page.read([path])
    qtbot.waitUntil(lambda: not page.reviewing.is_busy and not page.reviewing.is_empty, timeout=20_000)
    [line] = page.review.files.files_model.lines
    assert line.is_refused
    assert name in line.remark
    assert told in line.remark
    assert not page.review.import_button.isEnabled()


def test_after_a_bad_file_the_next_one_is_read(qtbot, unchanged, tmp_path):
    bad, good = tmp_path / "壞.xlsx", tmp_path / "好.csv"
    bad.write_bytes(b"PK\x03\x04broken")
    good.write_text("日期,紀要\n103年1月1日,示例\n", "utf-8")
    page = unchanged.open_page("intake")
    settle(qtbot, unchanged)
    page.read([bad, good])
    qtbot.waitUntil(lambda: not page.reviewing.is_busy and not page.reviewing.is_empty, timeout=20_000)
    _whole, refused, read = page.review.files.files_model.lines
    assert "壞.xlsx" in refused.remark
    assert (read.name, read.is_refused) == ("好.csv", False)


def test_a_day_that_does_not_exist_is_told_under_its_field_and_the_text_is_kept(qtbot, unchanged):
    page = unchanged.open_page("chronicle")
    settle(qtbot, unchanged)
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    settle(qtbot, unchanged)
    form = page.findChild(EntryForm)
    form.when.line.insert("115年2月30日")
    form.text.insertPlainText("示例：寫到一半的大事")
    form.try_save()
    settle(qtbot, unchanged)
    assert form.isVisible()
    assert "28 天" in form.when.problem
    form.reject()
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    settle(qtbot, unchanged)
    again = [one for one in page.findChildren(EntryForm) if one.isVisible()][-1]
    assert again.when.text() == "115年2月30日"
    assert again.text.toPlainText() == "示例：寫到一半的大事"
    again.reject()


@pytest.mark.parametrize("text", ["180%", "-5%", "很多"])
def test_a_percentage_that_is_none_is_told_under_its_field(qtbot, unchanged, text):
    page = unchanged.open_page("resolutions")
    settle(qtbot, unchanged)
    page.list.choose(page.list.shown()[0].id)
    settle(qtbot, unchanged)
    qtbot.mouseClick(page.report_button, Qt.MouseButton.LeftButton)
    form = page.findChild(ReportForm)
    form.text.insertPlainText("辦理中")
    form.actual.line.clear()
    form.actual.line.insert(text)
    form.try_save()
    settle(qtbot, unchanged)
    assert form.isVisible()
    assert text in form.actual.problem
    assert form.text.toPlainText() == "辦理中"
    form.reject()


def test_a_locked_register_keeps_what_was_typed(qtbot, unchanged, sample_path):
    page = unchanged.open_page("chronicle")
    settle(qtbot, unchanged)
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    settle(qtbot, unchanged)
    form = page.findChild(EntryForm)
    form.when.line.insert("103年1月1日")
    form.text.insertPlainText("示例")
    with closing(sqlite3.connect(sample_path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        form.try_save()
        settle(qtbot, unchanged)
        other.execute("ROLLBACK")
    assert form.isVisible()
    assert "正被另一個程式使用" in form.notice.text
    assert form.text.toPlainText() == "示例"
    form.reject()
