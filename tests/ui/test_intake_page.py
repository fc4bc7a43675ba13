"""匯入: seen first, written once, taken back in one step."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.services import export
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.intake.page import IntakePage
from tests.ui.bench_of_pages import TODAY, settled, shown

NEW = "跨縣市夜間公車接駁試辦"


@pytest.fixture
def workbook(sample_store: Store, tmp_path: Path) -> Path:
    """The plan as it went out, with one item in another's place and one lead changed."""
    path = tmp_path / "plan.xlsx"
    sample_store.ask(lambda records: export.plan(records, path, today=TODAY, year=103))
    book = load_workbook(path)
    for row in book.worksheets[0].iter_rows():
        if row[0].value == "103-休憩-01":
            row[0].value = None
            for cell in row:
                cell.value = NEW if isinstance(cell.value, str) and "自行車道" in cell.value else cell.value
    book.save(path)
    return path


def _count(store: Store) -> int:
    return len(store.ask(lambda records: records.all(PlanItem)))


def test_looking_at_a_file_writes_nothing(qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path) -> None:
    before = _count(sample_store)
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook])
        settled(qtbot, page)
        assert page.state_buttons[RowState.NEW].text() == "新增 1"
        assert "年度行動方案" in page.told_label.text()
        assert [row.state for row in page.tree.accepted()] == [RowState.NEW]
        assert NEW in page.detail.toPlainText()
        assert any("行動方案" in line for line in page.columns.columns.texts())
        assert _count(sample_store) == before


def test_a_file_is_taken_in_once_and_taken_back(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    before = _count(sample_store)
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook])
        settled(qtbot, page)
        qtbot.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert _count(sample_store) == before + 1
        assert page.workbench.undo_label == "匯入「plan.xlsx」1 列"
        page.tabs.setCurrentIndex(1)
        page.history.list.selectRow(0)
        qtbot.mouseClick(page.history.button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert _count(sample_store) == before
        assert not page.history.button.isEnabled()


def test_the_same_file_again_is_told_and_ticks_nothing(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook, workbook])
        settled(qtbot, page)
        page.take_in()
        settled(qtbot, page)
        assert "已經匯入過" in page.told_label.text()
        assert page.tree.accepted() == []
        assert not page.import_button.isEnabled()


def test_a_file_with_nothing_new_does_not_keep_those_behind_it_waiting(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    as_it_is = tmp_path / "as_it_is.xlsx"
    sample_store.ask(lambda records: export.plan(records, as_it_is, today=TODAY, year=103))
    before = _count(sample_store)
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        assert not page.skip_button.isVisible()
        page.read([as_it_is, workbook])
        settled(qtbot, page)
        assert not page.import_button.isEnabled()
        assert "後面還有 1 個檔案" in page.told_label.text()
        qtbot.mouseClick(page.skip_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert "plan.xlsx" in page.told_label.text()
        assert _count(sample_store) == before
        qtbot.mouseClick(page.import_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert _count(sample_store) == before + 1
        assert page.preview is None
        assert not page.skip_button.isVisible()


def test_a_count_hides_and_shows_its_rows(qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path) -> None:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook])
        settled(qtbot, page)
        qtbot.mouseClick(page.state_buttons[RowState.SAME], Qt.MouseButton.LeftButton)
        items = [page.tree.topLevelItem(place) for place in range(page.tree.topLevelItemCount())]
        assert sum(not item.isHidden() for item in items if item) == len(page.tree.accepted()) == 1


def test_a_file_that_cannot_be_read_is_told_by_name(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        with qtbot.waitSignal(page.refused) as refused:
            page.read([path])
        assert refused.args is not None
        assert "照片.xlsx" in str(refused.args[0])


def test_a_file_is_dropped_on_the_page(qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(workbook))])
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        event = QDropEvent(
            QPointF(200, 200),
            Qt.DropAction.CopyAction,
            dropped,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        page.dropEvent(event)
        settled(qtbot, page)
        assert page.preview is not None
        assert page.preview.file_name == "plan.xlsx"
