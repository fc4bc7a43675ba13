"""回覆縣市: seen first, then written beside the sender's file, mailed, or copied."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.services import export
from northtaiwan_desktop.sheets.answer import SUMMARY
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.intake.answer_form import AnswerForm
from northtaiwan_desktop.ui.intake.page import IntakePage
from tests.ui.bench_of_pages import TODAY, settled, shown


@pytest.fixture
def workbook(sample_store: Store, tmp_path: Path) -> Path:
    """The plan as it went out, with one lead that is no member, and one item in another's place."""
    path = tmp_path / "新北市103年度行動方案.xlsx"
    sample_store.ask(lambda records: export.plan(records, path, today=TODAY, year=103))
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "103-休憩-01":
            row[5].value = "連江縣"
        if row[0].value == "103-發推-02":
            row[0].value, row[3].value = None, "跨縣市夜間公車接駁試辦"
    book.save(path)
    return path


@contextmanager
def answered(qtbot: QtBot, store: Store, folder: Path, workbook: Path) -> Iterator[tuple[IntakePage, AnswerForm]]:
    with shown(qtbot, IntakePage, store, folder) as page:
        assert not page.review.answer_button.isEnabled()
        page.read([workbook])
        settled(qtbot, page)
        yield page, opened(qtbot, page)


def opened(qtbot: QtBot, page: IntakePage) -> AnswerForm:
    of_history = page.tabs.currentWidget() is page.history
    button = page.history.answer_button if of_history else page.review.answer_button
    assert button.isVisible()
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.findChildren(AnswerForm)), timeout=10_000)
    [form] = page.findChildren(AnswerForm)
    return form


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words, **_more: (str(path), ""))


def test_the_marked_copy_is_written_and_the_form_stays_for_the_mail(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with answered(qtbot, sample_store, tmp_path, workbook) as (page, form):
        assert workbook.name in form.subject.text()
        assert "103年11月10日前" in form.body.toPlainText()
        assert "連江縣" in form.body.toPlainText()
        choose(monkeypatch, tmp_path / "標示.xlsx")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert load_workbook(tmp_path / "標示.xlsx").sheetnames[0] == SUMMARY
        assert form.isVisible()
        assert "標示.xlsx" in form.notice.text
        choose(monkeypatch, tmp_path / "草稿.eml")
        qtbot.mouseClick(form.draft_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert (tmp_path / "草稿.eml").read_bytes().startswith(b"X-Unsent: 1")
        form.reject()


def test_the_senders_file_is_not_written_over_and_the_form_says_so(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = workbook.read_bytes()
    with answered(qtbot, sample_store, tmp_path, workbook) as (page, form):
        choose(monkeypatch, workbook)
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert "來源檔" in form.notice.text
        assert form.save_button.isEnabled()
        form.reject()
    assert workbook.read_bytes() == before


def test_another_day_is_another_mail_but_what_was_typed_stays(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    with answered(qtbot, sample_store, tmp_path, workbook) as (page, form):
        form.subject.setText("請更正")
        form.day.line.setText("11/20")
        settled(qtbot, page)
        assert form.day.day() == date(2014, 11, 20)
        assert "103年11月20日前" in form.body.toPlainText()
        assert form.subject.text() == "請更正"
        form.day.line.setText("10/20")
        settled(qtbot, page)
        assert "已經過了" in form.editor("day").accessibleDescription()
        form.reject()


class MailProgram(QObject):
    """Takes what is opened by mailto."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url)


def test_the_mail_is_copied_or_opened_in_the_mail_program(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    program = MailProgram()
    QDesktopServices.setUrlHandler("mailto", program, "take")
    try:
        with answered(qtbot, sample_store, tmp_path, workbook) as (_page, form):
            form.body.appendPlainText("另請電話聯絡。")
            qtbot.mouseClick(form.copy_button, Qt.MouseButton.LeftButton)
            assert "另請電話聯絡。" in QGuiApplication.clipboard().text()
            qtbot.mouseClick(form.open_button, Qt.MouseButton.LeftButton)
            assert [url.scheme() for url in program.opened] == ["mailto"]
            form.reject()
    finally:
        QDesktopServices.unsetUrlHandler("mailto")


def test_a_row_that_is_unticked_is_marked_as_not_taken(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook])
        settled(qtbot, page)
        qtbot.mouseClick(page.review.none_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        form = opened(qtbot, page)
        assert "經審閱未採用" in form.body.toPlainText()
        form.reject()


def test_an_import_of_the_list_is_answered_from_its_kept_file(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook])
        settled(qtbot, page)
        qtbot.mouseClick(page.review.import_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        workbook.unlink()
        page.tabs.setCurrentWidget(page.history)
        page.history.list.selectRow(0)
        form = opened(qtbot, page)
        assert "連江縣" in form.body.toPlainText()
        assert "與登記相同" in form.body.toPlainText()
        form.reject()
