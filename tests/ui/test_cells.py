"""Cells that are written in stay as they are while what was typed is kept: the cursor, and what is being composed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.meeting import Attendance
from northtaiwan_desktop.ui.widgets.lines_table import LinesTable, field_column


def made_table():
    columns = (field_column("單位", "bureau"), field_column("姓名", "name"))
    made = LinesTable(columns, make=lambda: Attendance(meeting_id="m", position=0), title="出席人員")
    made.set_value([Attendance(meeting_id="m", position=0, bureau="交通局", name="示例")])
    return made


@pytest.fixture
def table(qtbot):
    made = made_table()
    qtbot.addWidget(made)
    made.show()
    return made


def opened_cell(qtbot, table, row=0, column=0):
    table.view.setCurrentIndex(table.view.model().index(row, column))
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Return)
    [cell] = table.view.viewport().findChildren(QLineEdit)
    cell.deselect()
    return cell


def test_the_cursor_stays_in_the_middle_of_a_cell(qtbot, table):
    cell = opened_cell(qtbot, table)
    cell.setCursorPosition(2)
    for key in "abc":
        qtbot.keyClicks(cell, key)
        table.value()
    assert (cell.text(), cell.cursorPosition()) == ("交通abc局", 5)
    assert table.value()[0].bureau == "交通abc局"


def test_a_space_at_the_end_is_not_taken_from_under_the_keys(qtbot, table):
    cell = opened_cell(qtbot, table)
    cell.end(False)
    for key in " x":
        qtbot.keyClicks(cell, key)
        table.value()
    assert (cell.text(), table.value()[0].bureau) == ("交通局 x", "交通局 x")


def test_what_is_composed_in_a_cell_is_neither_committed_nor_moved(qtbot, table):
    cell = opened_cell(qtbot, table)
    cell.setCursorPosition(2)
    qtbot.keyClicks(cell, "a")
    QApplication.sendEvent(cell, QInputMethodEvent("ㄓㄨ", []))
    table.value()
    assert (cell.text(), table.value()[0].bureau) == ("交通a局", "交通a局")
    committed = QInputMethodEvent()
    committed.setCommitString("主")
    QApplication.sendEvent(cell, committed)
    table.value()
    assert (cell.text(), cell.cursorPosition(), table.value()[0].bureau) == ("交通a主局", 4, "交通a主局")


def test_a_cell_shows_what_was_changed_elsewhere(qtbot, table):
    cell = opened_cell(qtbot, table)
    [line] = table.value()
    model = table.view.model()
    model.lines[0] = replace(line, bureau="工務局")
    model.dataChanged.emit(model.index(0, 0), model.index(0, 0))
    assert cell.text() == "工務局"


def test_tab_goes_from_cell_to_cell_and_out_at_the_end(qtbot):
    window, table = QWidget(), made_table()
    qtbot.addWidget(window)
    QVBoxLayout(window).addWidget(table)
    window.show()
    cell = opened_cell(qtbot, table)
    qtbot.keyClicks(cell, "x")
    qtbot.keyClick(cell, Qt.Key.Key_Tab)
    assert table.view.currentIndex().column() == 1
    assert table.value()[0].bureau.endswith("x")
    table.view.closePersistentEditor(table.view.currentIndex())
    table.view.setCurrentIndex(table.view.model().index(0, 0))
    table.view.setFocus()
    qtbot.keyClick(table.view, Qt.Key.Key_Tab)
    assert (table.view.currentIndex().column(), window.focusWidget()) == (1, table.view)
    qtbot.keyClick(table.view, Qt.Key.Key_Tab)
    assert window.focusWidget() is table.add_button
