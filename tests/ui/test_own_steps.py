"""Ctrl+Z takes back any step, also while the cursor stands in a text: the text's own first, then the program's."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from northtaiwan_desktop.domain.meeting import SectionRole
from northtaiwan_desktop.services import calling
from northtaiwan_desktop.storage.meetings import meeting_file
from tests.ui.bench_of_pages import TODAY

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def idle(qtbot, window):
    return lambda: qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)


@pytest.fixture
def editor(window, idle):
    """A new draft with one item, open in the window, the cursor in the item's explanation."""
    made = []
    window.workbench.do("新增會議", lambda work: made.append(calling.call(work, kind_id="deputies", year=103)))
    idle()
    page = window.open_page("meetings", made[0].id)
    idle()
    sections = page.editor._opened.file.sections
    page.editor.outline.choose(next(one.id for one in sections if one.role is SectionRole.DISCUSSION))
    page.editor.add_item()
    idle()
    window.activateWindow()
    field = page.editor.forms.item_form._editors["explanation"]
    field.setFocus()
    assert window.focusWidget() is field
    return page.editor


@pytest.fixture
def kept(window, editor, idle):
    def read():
        editor.flush()
        idle()
        box = []
        window.workbench.ask(partial(meeting_file, id=editor.id, today=TODAY), box.append, owner=editor)
        idle()
        return box[0]

    return read


def keys(qtbot, window, idle, key, modifier=CONTROL):
    qtbot.keyClick(window.focusWidget(), key, modifier)
    idle()


def test_own_typing_comes_first_and_then_the_programs_step(qtbot, window, editor, kept, idle):
    field = window.focusWidget()
    qtbot.keyClicks(field, "one")
    kept()
    editor.move_entry(0)
    editor.add_resolution()
    idle()
    editor.outline.choose(kept().items[0].id)
    field.setFocus()
    field.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClicks(field, "two")
    keys(qtbot, window, idle, Qt.Key.Key_Z)
    assert (field.toPlainText(), len(kept().resolutions)) == ("one", 1)
    keys(qtbot, window, idle, Qt.Key.Key_Z, CONTROL | SHIFT)
    assert field.toPlainText() == "onetwo"
    keys(qtbot, window, idle, Qt.Key.Key_Z)
    kept()
    while window.workbench.undo_label != "新增決議":
        keys(qtbot, window, idle, Qt.Key.Key_Z)
        assert field.toPlainText().startswith("one")
    keys(qtbot, window, idle, Qt.Key.Key_Z)
    assert (field.toPlainText(), len(kept().resolutions)) == ("one", 0)
    keys(qtbot, window, idle, Qt.Key.Key_Y)
    assert (field.toPlainText(), len(kept().resolutions)) == ("one", 1)


def test_marked_text_made_a_resolution_is_undone_from_the_text(qtbot, window, editor, kept, idle):
    field = window.focusWidget()
    field.insertPlainText("請桃園市於年底前提報。")
    field.selectAll()
    keys(qtbot, window, idle, Qt.Key.Key_D)
    assert [one.text for one in kept().resolutions] == ["請桃園市於年底前提報。"]
    assert window.focusWidget() is editor.forms.resolution_form.text
    keys(qtbot, window, idle, Qt.Key.Key_Z)
    file = kept()
    assert (file.resolutions, file.items[0].explanation) == ((), "請桃園市於年底前提報。")


def test_an_item_that_was_moved_goes_back_from_a_text(qtbot, window, editor, kept, idle):
    qtbot.keyClicks(window.focusWidget(), "first")
    first = kept().items[0].id
    editor.add_item()
    idle()
    editor.outline.choose(first)
    field = editor.forms.item_form._editors["explanation"]
    field.setFocus()
    keys(qtbot, window, idle, Qt.Key.Key_Down, CONTROL | SHIFT)
    qtbot.waitUntil(lambda: [one.id for one in kept().items].index(first) == 1)
    keys(qtbot, window, idle, Qt.Key.Key_Z)
    assert [one.id for one in kept().items].index(first) == 0
    assert field.toPlainText() == "first"


def test_a_line_goes_back_too_and_begins_anew_after_a_programs_step(qtbot, window, editor, kept, idle):
    line = editor.forms.item_form._editors["proposer"]
    line.setFocus()
    qtbot.keyClicks(line, "abc")
    line.setCursorPosition(1)
    editor.add_resolution()
    idle()
    editor.outline.choose(kept().items[0].id)
    line.setFocus()
    assert (line.text(), line.isUndoAvailable()) == ("abc", False)
    qtbot.keyClicks(line, "d")
    keys(qtbot, window, idle, Qt.Key.Key_Z)
    assert line.text() == "abc"
    kept()


def test_what_was_typed_into_another_item_is_not_brought_back_into_this_one(qtbot, window, editor, kept, idle):
    field = window.focusWidget()
    qtbot.keyClicks(field, "x")
    qtbot.keyClick(field, Qt.Key.Key_Backspace)
    kept()
    editor.add_item()
    idle()
    field.setFocus()
    assert not field.document().isUndoAvailable()
