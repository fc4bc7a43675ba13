"""匯入: seen first, decided row by row and cell by cell, written once, taken back in one step."""

from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, sleep

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.services import export
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.intake import reviewing
from northtaiwan_desktop.ui.intake.adding_box import AddingBox
from northtaiwan_desktop.ui.intake.files_view import ALL
from northtaiwan_desktop.ui.intake.page import IntakePage
from northtaiwan_desktop.ui.intake.rows_view import STATE, TICK
from northtaiwan_desktop.ui.intake.sides_view import FIELD, OURS, THEIRS
from tests.ui.bench_of_pages import TODAY, settled, shown

LEFT = Qt.MouseButton.LeftButton
NEW = "跨縣市夜間公車接駁試辦"


@pytest.fixture
def workbook(sample_store: Store, tmp_path: Path) -> Path:
    """The plan as it went out, with one item in another's place."""
    path = tmp_path / "plan.xlsx"
    sample_store.ask(lambda records: export.plan(records, path, today=TODAY, year=103))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for row in sheet.iter_rows():
        if row[0].value == "103-休憩-01":
            row[0].value = None
            for cell in row:
                if sheet.column_dimensions[cell.column_letter].hidden:
                    # By what it carries unseen it would be known as the item in whose place it stands.
                    cell.value = None
                cell.value = NEW if isinstance(cell.value, str) and "自行車道" in cell.value else cell.value
    book.save(path)
    return path


@pytest.fixture
def changed(sample_store: Store, tmp_path: Path) -> Path:
    """The plan as it went out, with the name and the indicator of one item changed."""
    path = tmp_path / "changed.xlsx"
    sample_store.ask(lambda records: export.plan(records, path, today=TODAY, year=103))
    book = load_workbook(path)
    sheet = book.worksheets[0]
    [head] = [row for row in sheet.iter_rows() if any(cell.value == "績效指標" for cell in row)]
    columns = {cell.value: cell.column for cell in head}
    for row in sheet.iter_rows(min_row=head[0].row + 1):
        if row[0].value == "103-休憩-01":
            name = sheet.cell(row[0].row, columns["行動方案"])
            name.value = f"{name.value}與水岸"
            sheet.cell(row[0].row, columns["績效指標"]).value = "示例：串連 12 公里"
    book.save(path)
    return path


@pytest.fixture
def page(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> Iterator[IntakePage]:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        yield page


def _settled(qtbot: QtBot, page: IntakePage) -> None:
    settled(qtbot, page)
    qtbot.waitUntil(lambda: not page.reviewing.is_busy and page.workbench.is_idle, timeout=20_000)


def _reads(qtbot: QtBot, page: IntakePage, *paths: Path) -> None:
    page.read(list(paths))
    _settled(qtbot, page)


def _count(store: Store) -> int:
    return len(store.ask(lambda records: records.all(PlanItem)))


def _clicks(qtbot: QtBot, page: IntakePage, button) -> None:
    assert button.isEnabled(), button.text()
    qtbot.mouseClick(button, LEFT)
    _settled(qtbot, page)


def _ticked(page: IntakePage) -> list[RowState]:
    return [page.reviewing.batch.row(place).state for place in page.reviewing.takes]


def test_before_any_file_the_page_says_what_to_do(qtbot: QtBot, page: IntakePage, monkeypatch, workbook: Path) -> None:
    assert page.first_use.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(workbook)], ""))
    _clicks(qtbot, page, page.first_use.files_button)
    assert not page.first_use.isVisible()
    assert page.reviewing.batch.files[0].name == "plan.xlsx"


def test_looking_at_a_file_writes_nothing(qtbot: QtBot, page: IntakePage, sample_store: Store, workbook: Path) -> None:
    before = _count(sample_store)
    _reads(qtbot, page, workbook)
    review = page.review
    assert review.state_buttons[RowState.NEW].text() == "新增 1"
    assert "年度行動方案" in review.files.files_model.lines[0].kind
    assert _ticked(page) == [RowState.NEW]
    assert [line.words for line in review.rows.rows_model.lines] == [NEW]
    assert review.import_button.text().startswith("匯入 1 列（")
    sides = review.row_page.sides.sides_model
    row = next(n for n, one in enumerate(sides.sides) if one.field == "name")
    assert sides.index(row, FIELD).data().startswith("＋")
    assert review.row_page.sides.isColumnHidden(OURS)
    assert "年度行動方案" in page.columns.told_label.text()
    assert _count(sample_store) == before


def test_a_file_is_taken_in_once_and_taken_back(
    qtbot: QtBot, page: IntakePage, sample_store: Store, workbook: Path
) -> None:
    before = _count(sample_store)
    _reads(qtbot, page, workbook)
    _clicks(qtbot, page, page.review.import_button)
    assert _count(sample_store) == before + 1
    assert page.workbench.undo_label == "匯入「plan.xlsx」1 列"
    assert not page.review.import_button.isEnabled()
    assert "已匯入過" in page.review.files.files_model.lines[0].remark
    page.tabs.setCurrentWidget(page.history)
    page.history.list.selectRow(0)
    _settled(qtbot, page)
    one = page.history.written.shown()[0]
    assert (one.word, one.title, one.is_new) == ("行動方案", NEW, True)
    _clicks(qtbot, page, page.history.button)
    assert _count(sample_store) == before
    assert not page.history.button.isEnabled()


def test_an_import_that_is_undone_stays_in_its_list_as_undone(
    qtbot: QtBot, page: IntakePage, sample_store: Store, workbook: Path
) -> None:
    _reads(qtbot, page, workbook)
    _clicks(qtbot, page, page.review.import_button)
    page.tabs.setCurrentWidget(page.history)
    _settled(qtbot, page)

    def state() -> str:
        model = page.history.list.model()
        assert model.rowCount() == 1
        return str(model.index(0, 1).data())

    assert state() == "已匯入"
    page.workbench.undo()
    _settled(qtbot, page)
    assert state() == "已復原"
    page.history.list.selectRow(0)
    _settled(qtbot, page)
    assert not page.history.button.isEnabled()
    assert "復原" in page.history.told_label.text()
    page.workbench.redo()
    _settled(qtbot, page)
    assert state() == "已匯入"


def _events(path: Path, count: int) -> Path:
    """A list of so many events that writing it takes a while."""
    rows = [f"103年{at % 12 + 1}月{at % 28 + 1}日,示例：第{at}項活動於市政廣場舉行" for at in range(count)]
    path.write_text("\n".join(["日期,記事", *rows]), encoding="utf-8")
    return path


def test_writing_shows_how_far_it_is(
    qtbot: QtBot, page: IntakePage, sample_store: Store, tmp_path: Path, monkeypatch
) -> None:
    _reads(qtbot, page, _events(tmp_path / "大事記.csv", 6_000))
    # However fast the machine is, the bar is to be seen.
    monkeypatch.setattr(reviewing, "PATIENCE", 0)
    seen: list[int] = []
    page.job.bar.valueChanged.connect(seen.append)
    qtbot.mouseClick(page.review.import_button, LEFT)
    assert page.job.isVisible()
    assert page.job.label.text() == "正在匯入 6,000 列"
    _settled(qtbot, page)
    assert not page.job.isVisible()
    # What is written is compared anew at once, under the same bar.
    parts = seen[: seen.index(0, 1)]
    assert sorted(parts) == parts
    assert len(parts) > 1
    assert len(sample_store.ask(lambda records: records.all(ChronicleEntry))) >= 6_000


def test_writing_is_stopped_and_nothing_is_written(
    qtbot: QtBot, page: IntakePage, sample_store: Store, tmp_path: Path
) -> None:
    before = len(sample_store.ask(lambda records: records.all(ChronicleEntry)))
    _reads(qtbot, page, _events(tmp_path / "大事記.csv", 6_000))
    ticked = page.reviewing.takes
    told: list[str] = []
    page.told.connect(told.append)
    # The store has something else to do first, so that there is time to press the button.
    page.workbench.ask(lambda _records: sleep(1.5), lambda _answer: None)
    qtbot.mouseClick(page.review.import_button, LEFT)
    qtbot.waitUntil(page.job.isVisible, timeout=20_000)
    qtbot.mouseClick(page.job.stop_button, LEFT)
    _settled(qtbot, page)
    assert told == ["已停止匯入，沒有寫入任何一列。"]
    assert len(sample_store.ask(lambda records: records.all(ChronicleEntry))) == before
    assert sample_store.ask(lambda records: records.all(Import)) == []
    assert page.reviewing.takes == ticked
    assert page.review.import_button.text().startswith("匯入 6,000 列")
    _clicks(qtbot, page, page.review.import_button)
    assert len(sample_store.ask(lambda records: records.all(ChronicleEntry))) == before + 6_000


def test_undo_gives_the_ticks_back(qtbot: QtBot, page: IntakePage, workbook: Path) -> None:
    _reads(qtbot, page, workbook)
    _clicks(qtbot, page, page.review.import_button)
    assert _ticked(page) == []
    page.workbench.undo()
    _settled(qtbot, page)
    assert _ticked(page) == [RowState.NEW]


def test_the_same_file_again_is_told_and_ticks_nothing(qtbot: QtBot, page: IntakePage, workbook: Path) -> None:
    _reads(qtbot, page, workbook)
    _clicks(qtbot, page, page.review.import_button)
    _clicks(qtbot, page, page.review.end_button)
    assert page.first_use.isVisible()
    _reads(qtbot, page, workbook)
    assert "已匯入過" in page.review.files.files_model.lines[0].remark
    assert _ticked(page) == []
    assert not page.review.import_button.isEnabled()


def test_a_cell_is_refused_alone(qtbot: QtBot, page: IntakePage, sample_store: Store, changed: Path) -> None:
    _reads(qtbot, page, changed)
    sides = page.review.row_page.sides
    fields = [one.field for one in sides.sides_model.sides if one.difference]
    assert set(fields) == {"name", "indicator"}
    sides.choose("indicator", FIELD)
    qtbot.keyClick(sides, Qt.Key.Key_Space)
    assert page.review.import_button.text().startswith("匯入 1 列（1 格）")
    box = page.review.rows.rows_model.index(0, TICK)
    assert Qt.CheckState(box.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.PartiallyChecked
    _clicks(qtbot, page, page.review.import_button)
    [item] = [one for one in sample_store.ask(lambda records: records.all(PlanItem)) if one.number == "103-休憩-01"]
    assert item.name.endswith("與水岸")
    assert "示例：串連" not in item.indicator


def test_the_three_sides_say_what_differs_word_by_word(qtbot: QtBot, page: IntakePage, changed: Path) -> None:
    _reads(qtbot, page, changed)
    model = page.review.row_page.sides.sides_model
    row = next(n for n, one in enumerate(model.sides) if one.field == "name")
    assert model.index(row, FIELD).data().startswith("≠")
    theirs = model.index(row, THEIRS).data(Qt.ItemDataRole.UserRole)
    assert "與水岸</span>" in theirs
    assert "與水岸" not in model.index(row, OURS).data()


def test_a_cell_is_written_in_and_settled_at_once(
    qtbot: QtBot, page: IntakePage, sample_store: Store, changed: Path
) -> None:
    _reads(qtbot, page, changed)
    sides = page.review.row_page.sides
    sides.setFocus()
    sides.choose("indicator")
    qtbot.keyClick(sides, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    qtbot.keyClicks(editor, "15 km")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    _settled(qtbot, page)
    row = next(n for n, one in enumerate(sides.sides_model.sides) if one.field == "indicator")
    assert sides.sides_model.index(row, THEIRS).data() == "15 km"
    _clicks(qtbot, page, page.review.import_button)
    [item] = [one for one in sample_store.ask(lambda records: records.all(PlanItem)) if one.number == "103-休憩-01"]
    assert item.indicator == "15 km"


def test_a_row_is_said_to_be_a_record_or_a_new_one(qtbot: QtBot, page: IntakePage, tmp_path: Path) -> None:
    path = tmp_path / "相近.csv"
    path.write_text("行動方案,議題組,年度,績效指標\n北臺自行車道路網串接（示例）,休閒遊憩,103,示例指標\n", "utf-8")
    _reads(qtbot, page, path)
    box = page.review.row_page.match_box
    assert box.isVisible()
    assert page.review.rows.current().state is RowState.NEW
    assert box.text() == "新增一筆"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    _settled(qtbot, page)
    line = page.review.rows.current()
    assert line.row.match is not None
    assert line.state is RowState.CHANGED
    assert box.value() == line.row.match.id
    qtbot.keyClick(box, Qt.Key.Key_End)
    _settled(qtbot, page)
    assert page.review.rows.current().state is RowState.NEW


def test_the_picture_of_the_sheet_follows_the_cell(qtbot: QtBot, page: IntakePage, changed: Path) -> None:
    _reads(qtbot, page, changed)
    sides, picture = page.review.row_page.sides, page.review.row_page.picture
    for field in ("name", "indicator"):
        sides.choose(field)
        cell = sides.current().cell
        assert picture.pointed == cell.rpartition("!")[2]
        assert picture.currentIndex().data() == sides.current().raw


def test_space_ticks_the_chosen_rows(qtbot: QtBot, page: IntakePage, workbook: Path, changed: Path) -> None:
    _reads(qtbot, page, workbook, changed)
    rows = page.review.rows
    assert len(page.reviewing.takes) == 2
    rows.setFocus()
    rows.selectAll()
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert len(page.reviewing.takes) == 0
    qtbot.keyClick(rows, Qt.Key.Key_Space)
    assert len(page.reviewing.takes) == 2
    place = rows.visualRect(rows.rows_model.index(0, TICK)).center()
    rows.setCurrentIndex(rows.rows_model.index(1, STATE))
    qtbot.mouseClick(rows.viewport(), LEFT, pos=place)
    assert [place.file for place in page.reviewing.takes] == [1]


def test_a_file_alone_is_shown_and_decided_on(qtbot: QtBot, page: IntakePage, workbook: Path, changed: Path) -> None:
    _reads(qtbot, page, workbook, changed)
    review = page.review
    assert review.files.chosen == ALL
    review.files.setFocus()
    for _step in range(2):
        qtbot.keyClick(review.files, Qt.Key.Key_Down)
    assert {line.place.file for line in review.rows.rows_model.lines} == {1}
    _clicks(qtbot, page, review.none_button)
    assert [place.file for place in page.reviewing.takes] == [0]
    _clicks(qtbot, page, review.safe_button)
    assert [place.file for place in page.reviewing.takes] == [0, 1]
    _clicks(qtbot, page, review.remove_button)
    assert [file.name for file in page.reviewing.batch.files] == ["plan.xlsx"]
    assert [place.file for place in page.reviewing.takes] == [0]


def test_a_count_hides_and_shows_its_rows(qtbot: QtBot, page: IntakePage, workbook: Path) -> None:
    _reads(qtbot, page, workbook)
    rows = page.review.rows.rows_model
    assert {line.state for line in rows.lines} == {RowState.NEW}
    _clicks(qtbot, page, page.review.state_buttons[RowState.SAME])
    assert {line.state for line in rows.lines} == {RowState.NEW, RowState.SAME}
    page.review.search.setFocus()
    page.review.search.insert("夜間 公車")
    qtbot.waitUntil(lambda: [line.words for line in rows.lines] == [NEW])


def test_a_file_that_cannot_be_read_has_a_line_of_its_own(
    qtbot: QtBot, page: IntakePage, tmp_path: Path, workbook: Path
) -> None:
    path = tmp_path / "照片.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    _reads(qtbot, page, path, workbook)
    line = page.review.files.files_model.lines[1]
    assert line.is_refused
    assert "照片.xlsx" in line.remark
    assert _ticked(page) == [RowState.NEW]


def test_a_folder_is_one_batch(qtbot: QtBot, page: IntakePage, workbook: Path, changed: Path) -> None:
    (workbook.parent / "~$plan.xlsx").write_bytes(b"lock")
    (workbook.parent / "說明.txt").write_text("示例", "utf-8")
    _reads(qtbot, page, workbook.parent)
    assert [file.name for file in page.reviewing.batch.files] == ["changed.xlsx", "plan.xlsx"]


def test_files_are_dropped_and_join_the_batch_by_a_choice(
    qtbot: QtBot, page: IntakePage, workbook: Path, changed: Path
) -> None:
    _drops(page, workbook)
    _settled(qtbot, page)
    assert page.reviewing.batch.files[0].name == "plan.xlsx"
    _drops(page, changed)
    box = _box(qtbot, page)
    qtbot.mouseClick(box.add_button, LEFT)
    _settled(qtbot, page)
    assert [file.name for file in page.reviewing.batch.files] == ["plan.xlsx", "changed.xlsx"]
    _drops(page, changed)
    qtbot.mouseClick(_box(qtbot, page).begin_button, LEFT)
    _settled(qtbot, page)
    assert [file.name for file in page.reviewing.batch.files] == ["changed.xlsx"]
    _drops(page, workbook)
    qtbot.keyClick(_box(qtbot, page), Qt.Key.Key_Escape)
    _settled(qtbot, page)
    assert [file.name for file in page.reviewing.batch.files] == ["changed.xlsx"]


def test_f6_goes_round_the_panes(qtbot: QtBot, page: IntakePage, changed: Path) -> None:
    _reads(qtbot, page, changed)
    review = page.review
    review.rows.setFocus()
    been = []
    for _step in range(5):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_F6)
        been.append(QApplication.focusWidget())
    assert been == [review.row_page.sides, review.row_page.picture, review.import_button, review.files, review.rows]
    qtbot.keyClick(review.rows, Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert review.files.hasFocus()


def test_what_a_file_is_can_be_said(qtbot: QtBot, page: IntakePage, workbook: Path) -> None:
    _reads(qtbot, page, workbook)
    review = page.review
    review.sender_box.setFocus()
    qtbot.keyClick(review.sender_box, Qt.Key.Key_Down)
    _settled(qtbot, page)
    assert page.reviewing.sources[0].sender_id == review.sender_box.value()
    found = page.reviewing.batch.files[0].review
    assert found is not None
    assert found.recognised.sender_id == review.sender_box.value()
    assert review.files.files_model.lines[0].sender == review.sender_box.text()


def test_two_cells_that_are_written_in_at_once_both_count(qtbot: QtBot, page: IntakePage, changed: Path) -> None:
    _reads(qtbot, page, changed)
    [place] = page.reviewing.takes
    page.reviewing.edit(place, "name", "示例：一")
    page.reviewing.edit(place, "indicator", "示例：二")
    page.reviewing.tick_cell(place, "indicator", False)
    _settled(qtbot, page)
    fields = page.reviewing.batch.row(place).row.fields
    assert (fields["name"], fields["indicator"]) == ("示例：一", "示例：二")
    assert page.reviewing.takes == {place: {"name"}}


def test_what_was_decided_stays_where_the_sender_is_changed(qtbot: QtBot, page: IntakePage, changed: Path) -> None:
    _reads(qtbot, page, changed)
    review, told = page.review, list[str]()
    page.told.connect(told.append)
    sides = review.row_page.sides
    sides.choose("indicator", FIELD)
    qtbot.keyClick(sides, Qt.Key.Key_Space)
    assert review.import_button.text().startswith("匯入 1 列（1 格）")
    [place] = page.reviewing.takes
    page.reviewing.edit(place, "name", "示例：另一個名稱")
    _settled(qtbot, page)
    review.sender_box.setFocus()
    qtbot.keyClick(review.sender_box, Qt.Key.Key_Down)
    _settled(qtbot, page)
    assert page.reviewing.sources[0].sender_id == review.sender_box.value()
    assert page.reviewing.takes == {place: {"name"}}
    assert page.reviewing.batch.row(place).row.fields["name"] == "示例：另一個名稱"
    assert review.import_button.text().startswith("匯入 1 列（1 格）")
    assert told == []


def test_what_does_not_apply_any_more_where_the_kind_is_changed_is_said(
    qtbot: QtBot, page: IntakePage, changed: Path
) -> None:
    _reads(qtbot, page, changed)
    review, told = page.review, list[str]()
    page.told.connect(told.append)
    qtbot.mouseClick(review.none_button, LEFT)
    decided = len(page.reviewing.choices.rows)
    assert decided
    assert page.reviewing.takes == {}
    review.kind_box.setFocus()
    while review.kind_box.value() != "proposals":
        qtbot.keyClick(review.kind_box, Qt.Key.Key_Down)
        _settled(qtbot, page)
    assert f"有 {decided} 列的勾選或改寫不再適用，請再看一次。" in " ".join(told)
    assert page.reviewing.choices.rows == {}


def test_a_file_that_was_changed_outside_keeps_what_was_decided_on_its_other_rows(
    qtbot: QtBot, page: IntakePage, tmp_path: Path
) -> None:
    path = tmp_path / "大事記.csv"
    path.write_text("日期,記事\n103年3月1日,甲\n103年3月2日,乙\n", encoding="utf-8")
    _reads(qtbot, page, path)
    told = list[str]()
    page.told.connect(told.append)
    qtbot.mouseClick(page.review.none_button, LEFT)
    path.write_text("日期,記事\n103年3月1日,甲\n103年3月2日,丙\n", encoding="utf-8")
    _clicks(qtbot, page, page.review.again_button)
    first, second = (place for place, _row in page.reviewing.batch.rows())
    assert page.reviewing.choices.rows == {first: False}
    assert set(page.reviewing.takes) == {second}
    assert told == ["檔案重新讀過，有 1 列的勾選或改寫不再適用，請再看一次。"]


def test_a_batch_is_stopped_and_another_store_lets_it_go(qtbot: QtBot, page: IntakePage, workbook: Path) -> None:
    page.read([workbook] * 1)
    page.job.stop()
    _settled(qtbot, page)
    assert page.reviewing.is_empty
    _reads(qtbot, page, workbook)
    page.workbench.opened.emit("elsewhere")
    assert page.first_use.isVisible()


def test_the_window_may_close_while_files_are_read(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path, changed: Path
) -> None:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook, changed] * 4)
        qtbot.wait(50)
        began = perf_counter()
        page.workbench.close()
        assert perf_counter() - began < 10


def test_the_kept_file_is_saved_as_it_came(qtbot: QtBot, page: IntakePage, workbook: Path, monkeypatch) -> None:
    came = workbook.read_bytes()
    _reads(qtbot, page, workbook)
    _clicks(qtbot, page, page.review.import_button)
    page.tabs.setCurrentWidget(page.history)
    page.history.list.selectRow(0)
    target = workbook.with_name("原檔.xlsx")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(target), ""))
    _clicks(qtbot, page, page.history.save_button)
    assert target.read_bytes() == came


def test_the_detail_of_an_import_leads_to_its_records(qtbot: QtBot, page: IntakePage, workbook: Path) -> None:
    _reads(qtbot, page, workbook)
    _clicks(qtbot, page, page.review.import_button)
    page.tabs.setCurrentWidget(page.history)
    page.history.list.selectRow(0)
    _settled(qtbot, page)
    written = page.history.written
    written.selectRow(0)
    gone = []
    page.go.connect(lambda name, target: gone.append((name, target)))
    qtbot.keyClick(written, Qt.Key.Key_Return)
    [one] = written.chosen()
    assert gone == [("plan", one.target)]


def _drops(page: IntakePage, *paths: Path) -> None:
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(QPoint(200, 200)),
        Qt.DropAction.CopyAction,
        dropped,
        LEFT,
        Qt.KeyboardModifier.NoModifier,
    )
    page.dropEvent(event)


def _box(qtbot: QtBot, page: IntakePage) -> AddingBox:
    qtbot.waitUntil(lambda: any(box.isVisible() for box in page.findChildren(AddingBox)))
    return next(box for box in page.findChildren(AddingBox) if box.isVisible())


def test_the_problems_of_a_row_have_room_in_any_width(qtbot: QtBot, page: IntakePage, tmp_path: Path) -> None:
    path = tmp_path / "大事記.csv"
    path.write_text("日期,記事\n103年2月30日或三月一日，待查證後再補,示例事項\n", "utf-8-sig")
    _reads(qtbot, page, path)
    row_page = page.review.row_page
    page.review.rows.selectRow(0)
    assert row_page.problems.text()
    area = row_page._problems_area
    for width in (1900, 900):
        page.resize(width, 768)
        qtbot.wait(50)
        needed = row_page.problems.heightForWidth(area.viewport().width())
        assert needed <= area.viewport().height() <= needed + 24
