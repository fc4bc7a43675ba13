"""Any list on the screen goes out as it stands: rows and columns as they are shown, numbers as numbers."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.chronicle.page import ChroniclePage
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.organisation.page import OrganisationPage
from northtaiwan_desktop.ui.plan.page import PlanPage
from northtaiwan_desktop.ui.plan.views import GANTT, MATRIX, TREE
from northtaiwan_desktop.ui.resolutions.page import ResolutionsPage
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page
from tests.documents.reading import READERS
from tests.ui.bench_of_pages import settled, shown


@pytest.fixture
def saved(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str], Path]:
    def at(name: str) -> Path:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(tmp_path / name), ""))
        return tmp_path / name

    return at


def on_screen(view: ListView) -> list[list[str]]:
    model = view.model()
    header = view.horizontalHeader()
    order = [
        header.logicalIndex(at) for at in range(header.count()) if not view.isColumnHidden(header.logicalIndex(at))
    ]
    return [[str(model.index(row, at).data() or "") for at in order] for row in range(model.rowCount())]


@pytest.mark.parametrize("kind", [ResolutionsPage, MeetingsPage, PlanPage, ChroniclePage])
def test_a_list_goes_to_excel_as_it_stands(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, saved: Callable[[str], Path], kind: type[Page]
) -> None:
    with shown(qtbot, kind, sample_store, tmp_path) as page:
        view = page.findChild(ListView)
        assert view is not None
        header = view.horizontalHeader()
        if header.count() > 2:
            header.moveSection(0, 1)
            view.setColumnHidden(2, True)
        view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        settled(qtbot, page)
        path = saved("t.xlsx")
        with qtbot.waitSignal(page.made, timeout=20_000):
            view.hand_out()
        sheet = load_workbook(path).worksheets[0]
        heads = [str(view.model().headerData(at, Qt.Orientation.Horizontal)) for at in range(header.count())]
        wanted = [
            heads[header.logicalIndex(at)]
            for at in range(header.count())
            if not view.isColumnHidden(header.logicalIndex(at))
        ]
        rows = list(sheet.iter_rows(values_only=True))
        at = next(place for place, row in enumerate(rows) if list(row) == wanted)
        told = [list(map(str, (cell if cell is not None else "" for cell in row))) for row in rows[at + 1 :]]
        for on_paper, seen in zip(told, on_screen(view), strict=True):
            for cell, text in zip(on_paper, seen, strict=True):
                if not text.replace(",", "").rstrip("%").replace(".", "").isdigit():
                    assert " ".join(cell.split()) == " ".join(text.split())


def test_numbers_stay_numbers_and_texts_never_become_formulas(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, saved: Callable[[str], Path]
) -> None:
    def change(work) -> None:  # type: ignore[no-untyped-def]
        for item in [one for one in work.all(PlanItem) if one.year == 103][:1]:
            work.save(item.__class__(**(vars(item) | {"name": '=HYPERLINK("http://x","y")'})))

    sample_store.do("改名", change, by="王小明")
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        path = saved("t.xlsx")
        with qtbot.waitSignal(page.made, timeout=20_000):
            page.list.hand_out()
    cells = [cell for row in load_workbook(path).worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert [cell for cell in cells if str(cell.value).startswith("=HYPERLINK")]
    assert [cell for cell in cells if cell.data_type == "n" and cell.number_format.startswith("0")]


@pytest.mark.parametrize("suffix", [".ods", ".docx", ".odt", ".pdf"])
def test_a_search_narrows_what_goes_out_in_every_format(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, saved: Callable[[str], Path], suffix: str
) -> None:
    with shown(qtbot, MeetingsPage, sample_store, tmp_path) as page:
        page.list.look_for("補行議程")
        assert page.list.shown_count == 1
        path = saved(f"t{suffix}")
        with qtbot.waitSignal(page.made, timeout=20_000):
            page.list.hand_out()
    assert path.stat().st_size > 1000
    if suffix in READERS:
        told = READERS[suffix](path)
        assert "補行議程" in told
        assert "共1列" in told
        assert "第一次副首長會議" not in told


def test_the_key_takes_the_list_in_sight(qtbot: QtBot, window: MainWindow, saved: Callable[[str], Path]) -> None:
    page = window.open_page("chronicle")
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    path = saved("t.xlsx")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    window.activateWindow()
    with qtbot.waitSignal(page.made, timeout=20_000):
        qtbot.keyClick(window, Qt.Key.Key_E, keys)
    # Qt remembers the modifiers of the last key: a list of a later test would select a whole stretch.
    qtbot.keyClick(window, Qt.Key.Key_F15)
    assert "大事記" in str(load_workbook(path).worksheets[0]["A1"].value)


def test_a_page_without_a_list_says_so(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page("settings")
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    window.list_action.trigger()
    assert "沒有可以匯出的清單" in window.notice.text


def test_the_lists_own_menu_offers_it(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page:
        offered: list[str] = []

        def look() -> None:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            offered.extend(action.text() for action in menu.actions())
            menu.close()

        QTimer.singleShot(200, look)
        page.list.customContextMenuRequested.emit(QPoint(5, 5))
        assert "匯出這份清單…" in offered


@pytest.mark.parametrize("view", [TREE, GANTT, MATRIX])
def test_the_plan_goes_out_as_its_table_from_whatever_view(
    qtbot: QtBot, window: MainWindow, saved: Callable[[str], Path], view: int
) -> None:
    page = window.open_page("plan")
    assert isinstance(page, PlanPage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    page.views_box.tabs.setCurrentIndex(view)
    page.views_box.filters.put({"group": "transport"})
    path = saved("plan.xlsx")
    with qtbot.waitSignal(page.made, timeout=20_000):
        window.list_action.trigger()
    told = {str(cell) for row in load_workbook(path).worksheets[0].iter_rows(values_only=True) for cell in row}
    assert {"103-交通-01", "103-交通-02"} <= told
    assert not any(words.startswith("103-休憩") for words in told)


def test_the_table_of_parts_goes_out_as_its_groups(
    qtbot: QtBot, window: MainWindow, saved: Callable[[str], Path]
) -> None:
    page = window.open_page("organisation")
    assert isinstance(page, OrganisationPage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    page.tabs.setCurrentWidget(page.matrix)
    path = saved("groups.xlsx")
    with qtbot.waitSignal(page.made, timeout=20_000):
        window.list_action.trigger()
    rows = list(load_workbook(path).worksheets[0].iter_rows(values_only=True))
    assert any("交通運輸" in map(str, row) for row in rows)


def test_the_home_page_says_which_list_to_open(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page("home")
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    window.list_action.trigger()
    assert "請先按一個數字" in window.notice.text
