"""The reports from the window: chosen in the menu, written beside it, stopped on the way."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.services.yearbook import yearbook_of
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.home.page import HomePage
from tests.documents.reading import READERS
from tests.ui.bench_of_pages import shown


@pytest.fixture
def page(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> Iterator[HomePage]:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        yield page


def action(menu: QMenu, words: str) -> QAction:
    return next(one for one in menu.actions() if words in one.text().replace("&", ""))


def saved_as(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))


@pytest.mark.parametrize(
    ("words", "name", "told"),
    [
        ("年度成果彙編", "y.docx", "目次"),
        ("年度成果彙編", "y.odt", "目次"),
        ("推動概況", "o.pdf", "推動概況"),
        ("依縣市", "c.docx", "依縣市"),
    ],
)
def test_a_report_is_written_from_the_menu(
    qtbot: QtBot, page: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: str, name: str, told: str
) -> None:
    saved_as(monkeypatch, tmp_path / name)
    with qtbot.waitSignal(page.made, timeout=30_000) as made:
        action(page.reports, words).trigger()
    assert made.args == [str(tmp_path / name)]
    text = READERS[(tmp_path / name).suffix](tmp_path / name).replace("　", "")
    assert told in text or "前期列管" in text


def test_the_sheet_parted_by_group_has_a_sheet_for_each(
    qtbot: QtBot, page: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(monkeypatch, tmp_path / "g.xlsx")
    with qtbot.waitSignal(page.made, timeout=30_000):
        action(page.reports, "依議題組").trigger()
    assert load_workbook(tmp_path / "g.xlsx").sheetnames[:4] == ["摘要", "縣市統計", "議題組統計", "發展推動組"]


def test_a_quarters_paper_is_of_that_quarter(
    qtbot: QtBot, page: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved_as(monkeypatch, tmp_path / "q.docx")
    entry = action(page.reports, "季報")  # held: PySide lets go of its menu with it
    quarters = entry.menu()
    assert isinstance(quarters, QMenu)
    with qtbot.waitSignal(page.made, timeout=30_000):
        action(quarters, "第2季").trigger()
    assert "103年第2季列管季報" in [paragraph.text for paragraph in Document(str(tmp_path / "q.docx")).paragraphs]


def test_reminders_go_into_a_folder(
    qtbot: QtBot, page: HomePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_given: str(tmp_path / "催辦"))
    with qtbot.waitSignal(page.made, timeout=30_000):
        action(page.reports, "催辦").trigger()
    letters, mails = (sorted((tmp_path / "催辦").glob(f"*{ending}")) for ending in (".docx", ".eml"))
    assert [one.stem for one in letters] == [one.stem for one in mails]
    assert len(letters) == 8


def test_the_yearbook_can_be_stopped(qtbot: QtBot, page: HomePage, tmp_path: Path) -> None:
    path, year = tmp_path / "y.pdf", page.year.year
    book = page.workbench._there().ask(partial(yearbook_of, year=year, today=page.workbench.today()))
    # So long that it is still being written when the button is pressed, on a slow machine too.
    page.reports._write(path, replace(book, chronicle=book.chronicle * 400))
    qtbot.waitUntil(lambda: page.job.is_running, timeout=20_000)
    assert page.job.isVisible()
    qtbot.mouseClick(page.job.stop_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.job.is_running, timeout=20_000)
    assert not path.exists()
    assert page.job.isHidden()


def test_a_folder_that_is_gone_is_told(qtbot: QtBot, page: HomePage, tmp_path: Path) -> None:
    with qtbot.waitSignal(page.workbench.failed, timeout=20_000) as refused:
        page.reports.write_yearbook(tmp_path / "無" / "y.docx")
    assert refused.args is not None
    assert "找不到資料夾" in str(refused.args[0])
