"""欄位對照 and 記住的對照: decided by clicks and keys, read again at once, remembered with the import."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.remembered import About, Decision, Remembered
from northtaiwan_desktop.services import remembered
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.intake.meaning_box import MeaningBox
from northtaiwan_desktop.ui.intake.page import IntakePage
from northtaiwan_desktop.ui.intake.remembered_forms import MeaningForm, RememberForm
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import put
from tests.sheets.workbooks import saved
from tests.ui.bench_of_pages import settled, shown

DAYS = [[f"103.{month}.1", f"第{month}次示例會議"] for month in range(1, 6)]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Days under a heading that says nothing, and one that no reader knows."""
    return saved(tmp_path / "桃園市.xlsx", [["辰", "大事紀", "備考欄"], *DAYS, ["會後", "示例記者會"]])


def kept(store: Store) -> set[tuple[str | None, str, str]]:
    found = store.ask(lambda records: records.all(Remembered))
    return {(one.sender_id, one.wrote, one.meant) for one in found}


def choose(qtbot: QtBot, box: QWidget, words: str) -> None:
    """Choose by the keyboard, as a person does: letters do not help with Chinese, arrows do."""
    assert isinstance(box, ChoiceBox)
    place = box.findText(words)
    assert place >= 0, [box.itemText(each) for each in range(box.count())]
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _step in range(place):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    if box.count() == 1 or place == 0:
        qtbot.mouseClick(box, Qt.MouseButton.LeftButton)
        qtbot.keyClick(box.view(), Qt.Key.Key_Return)


def test_a_column_in_doubt_is_counted_and_taken_in_once_decided(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    before = len(sample_store.ask(lambda records: records.all(ChronicleEntry)))
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook])
        settled(qtbot, page)
        assert page.review.undecided_button.text() == "1 欄待決定"
        assert not page.reviewing.takes
        qtbot.mouseClick(page.review.undecided_button, Qt.MouseButton.LeftButton)
        assert page.tabs.currentWidget() is page.columns
        first = page.columns.columns.texts()[0]
        assert first[:2] == ["A", "辰"]
        assert "103.1.1" in first[2]
        assert first[3].startswith("待決定")
        assert "1 欄把握不足" in page.columns.told_label.text()

        box = page.columns.columns.box("辰")
        assert isinstance(box, ChoiceBox)
        box.showPopup()
        place = box.findText("日期")
        index = box.model().index(place, 0)
        QTest.mouseClick(box.view().viewport(), Qt.MouseButton.LeftButton, pos=box.view().visualRect(index).center())
        settled(qtbot, page)
        assert page.review.undecided_button.isHidden()
        assert page.columns.columns.texts()[0][3:] == ["100%", "您這次決定為「日期」"]
        assert page.review.state_buttons[RowState.NEW].text() == "新增 5"
        assert page.review.state_buttons[RowState.UNREADABLE].text() == "無法匯入 1"
        assert page.columns.words.texts()[0][:3] == ["日期", "會後", "A7"]
        assert kept(sample_store) == set()

        meaning = page.columns.words.box("since:會後")
        assert isinstance(meaning, MeaningBox)
        meaning.setFocus()
        QTest.keyClicks(meaning, "not a day")
        QTest.keyClick(meaning, Qt.Key.Key_Return)
        assert "not a day" in page.columns.complaint.text()
        assert page.columns.complaint.isVisible()
        meaning.lineEdit().selectAll()
        QTest.keyClicks(meaning, "103/11/20")
        QTest.keyClick(meaning, Qt.Key.Key_Return)
        settled(qtbot, page)
        assert page.columns.complaint.isHidden()
        assert page.columns.words.texts()[0][-1] == "依記住的對照"
        assert page.review.state_buttons[RowState.NEW].text() == "新增 6"

        page.tabs.setCurrentIndex(0)
        qtbot.mouseClick(page.review.import_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert len(sample_store.ask(lambda records: records.all(ChronicleEntry))) == before + 6
        assert kept(sample_store) == {("68000", "辰", "since"), ("68000", "會後", "103/11/20")}


def test_the_next_file_of_the_county_asks_nothing(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, workbook: Path
) -> None:
    known = (
        Decision(about=About.COLUMN, kind="chronicle", sender_id="68000", wrote="辰", meant="since"),
        Decision(about=About.VALUE, kind="chronicle", sender_id="68000", field="since", wrote="會後", meant="-"),
    )
    sample_store.do("記住", lambda work: remembered.remember(work, known))
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([workbook])
        settled(qtbot, page)
        assert page.review.undecided_button.isHidden()
        assert page.columns.columns.texts()[0][4] == "上次這個縣市的這一欄就是「日期」"
        assert page.review.state_buttons[RowState.NEW].text() == "新增 6"


def test_a_file_that_tells_nothing_is_mapped_after_its_kind_is_stated(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    path = saved(tmp_path / "桃園市.xlsx", [["辰", "巳"], ["某日", "示例會議"]])
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([path])
        settled(qtbot, page)
        assert page.review.files.files_model.lines[0].is_refused
        choose(qtbot, page.review.kind_box, "大事記")
        settled(qtbot, page)
        for wrote, words in (("辰", "日期"), ("巳", "記事")):
            choose(qtbot, page.columns.columns.box(wrote), words)
            settled(qtbot, page)
        assert [texts[3] for texts in page.columns.columns.texts()] == ["100%", "100%"]
        assert page.columns.words.texts()[0][1] == "某日"


def test_what_is_remembered_is_listed_changed_removed_and_undone(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    known = [
        Decision(about=About.COLUMN, kind="plan", sender_id="68000", wrote="款", meant=""),
        Decision(about=About.VALUE, kind="plan", sender_id="10004", field="group", wrote="交組", meant="交通運輸"),
    ]
    sample_store.do("記住", lambda work: remembered.remember(work, known))
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.remembered)
        tab = page.remembered
        assert [line.record.wrote for line in tab.list.shown()] == ["款", "交組"]
        choose(qtbot, tab.sender_box, "新竹縣")
        settled(qtbot, page)
        assert [line.record.wrote for line in tab.list.shown()] == ["交組"]
        tab.list.selectRow(0)
        qtbot.mouseClick(tab.edit_button, Qt.MouseButton.LeftButton)
        form = page.findChild(MeaningForm)
        assert form is not None
        put(form.editor("meant"), "環境資源")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert ("10004", "交組", "環境資源") in kept(sample_store)
        assert page.workbench.undo_label == "更改「交組」的對照"
        tab.list.selectRow(0)
        qtbot.mouseClick(tab.remove_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert tab.list.shown() == []
        page.workbench.undo()
        settled(qtbot, page)
        assert [line.record.meant for line in tab.list.shown()] == ["環境資源"]


def test_one_is_put_in_by_hand_and_what_means_nothing_is_refused(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.tabs.setCurrentWidget(page.remembered)
        qtbot.mouseClick(page.remembered.add_button, Qt.MouseButton.LeftButton)
        form = page.findChild(RememberForm)
        assert form is not None
        for name, text in (("kind", "progress"), ("wrote", "現況說明"), ("meant", "沒有這一欄")):
            put(form.editor(name), text)
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert form.isVisible()
        assert kept(sample_store) == set()
        put(form.editor("meant"), "辦理情形")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        QApplication.processEvents()
        assert kept(sample_store) == {(None, "現況說明", "report")}
        assert [line.sender_name for line in page.remembered.list.shown()] == [""]
