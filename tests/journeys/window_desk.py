"""A person before the real window, on a real register, with a calendar that can be turned."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMenu, QWidget

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.outline import Outline
from northtaiwan_desktop.ui.pages import Surroundings
from northtaiwan_desktop.ui.resolutions.county_form import CountyForm
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

TODAY = date(2026, 9, 8)
PRESSED = 160
D = TypeVar("D", bound=QDialog)


class Desk:
    """A person before the window: turns to pages by key, clicks, types, and names files when asked."""

    def __init__(self, qtbot, window: MainWindow, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.qtbot, self.window, self.folder = qtbot, window, folder
        self.day = TODAY
        """What the desk's calendar says."""
        self._patch = monkeypatch

    def waits(self) -> None:
        self.qtbot.waitUntil(lambda: self.window.workbench.is_idle, timeout=20_000)

    def turns_to(self, number: int):
        """Ctrl+1 to Ctrl+9."""
        self.presses(f"Ctrl+{number}")
        assert self.window.page_list.currentRow() == number - 1
        return self.window.page

    def clicks(self, button) -> None:
        assert button.isEnabled(), button.text()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.waits()

    def presses(self, keys: str) -> None:
        self.has_keys(self.window)
        self.qtbot.keySequence(self.window, QKeySequence(keys))
        # A button that a shortcut presses is seen going down before it acts.
        self.qtbot.wait(PRESSED)
        self.waits()

    def writes(self, field: QWidget, text: str) -> None:
        """Put the cursor into a field, and type."""
        self.has_keys(field.window())
        field.setFocus()
        self.types(text)

    def picks(self, box: ChoiceBox, words: str) -> None:
        """Go through a box of choices by the arrow keys until it reads so."""
        assert box.isEnabled()
        for key in (Qt.Key.Key_Home, *[Qt.Key.Key_Down] * box.count()):
            if box.text() == words:
                break
            self.qtbot.keyClick(box, key)
        assert box.text() == words, [box.itemText(place) for place in range(box.count())]
        self.waits()

    def goes_to(self, outline: Outline, id: str) -> None:
        """Click the entry of a record in the outline of the minutes."""
        entry = next(one for one in outline._entries() if one.data(0, Qt.ItemDataRole.UserRole) == id)
        outline.scrollToItem(entry)
        place = outline.visualItemRect(entry).center()
        self.qtbot.mouseClick(outline.viewport(), Qt.MouseButton.LeftButton, pos=place)
        self.waits()
        assert outline.current_id == id

    def marks(self, listed: ListView, count: int) -> None:
        """Choose the first rows of a list: a click on the first, Shift+Down for the others."""
        place = listed.visualRect(listed.model().index(0, 1)).center()
        self.qtbot.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
        for _row in range(1, count):
            self.qtbot.keyClick(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        self.waits()
        assert len(listed.chosen()) == count

    def goes_by(self, menu: QMenu, words: str) -> None:
        """Take the line of a menu that begins so."""
        action = next(one for one in menu.actions() if one.text().startswith(words))
        assert action.isEnabled()
        action.trigger()
        self.waits()

    def form(self, kind: type[D]) -> D:
        """The dialog of this kind that was just opened; it has the keys."""
        self.qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), kind), timeout=5_000)
        found = QApplication.activeModalWidget()
        assert isinstance(found, kind)
        self.has_keys(found)
        return found

    def has_keys(self, window: QWidget) -> None:
        """Wait until keys go to this window: a screenless desktop does not give back what a closed form had."""
        window.activateWindow()
        self.qtbot.waitUntil(window.isActiveWindow, timeout=2_000)

    def types(self, text: str) -> None:
        """Into the field that has the cursor, as an input method commits it."""
        field = QApplication.focusWidget()
        assert field is not None
        field.insertPlainText(text) if hasattr(field, "insertPlainText") else field.insert(text)

    def names(self, name: str) -> Path:
        """The answer to the next question for a file."""
        path = self.folder / name
        self._patch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
        return path

    def opens(self, *paths: Path) -> None:
        """The answer to the next question for files."""
        self._patch.setattr(QFileDialog, "getOpenFileNames", lambda *_asked: ([str(path) for path in paths], ""))

    def asks_for_form(self, county: str, round: str = "") -> None:
        """Take the form of a county from the menu, of the round that is offered or of this one."""
        self.goes_by(self.window.page.export_button.menu(), "縣市填報表")
        form = self.form(CountyForm)
        self.picks(form.member, county)
        if round:
            self.picks(form.round, round)
        self.clicks(form.save_button)


@contextmanager
def at_the_window(qtbot, qapp, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """A desk whose window has no register open yet."""
    bench = Workbench(today=lambda: desk.day, user=lambda: "秘書")
    settings = Settings(folder / "settings.json")
    surroundings = Surroundings(workbench=bench, settings=settings, year=YearChoice(115), theme=Theme(qapp, "light"))
    window = MainWindow(surroundings)
    desk = Desk(qtbot, window, folder, monkeypatch)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.show_welcome()
    yield desk
    qtbot.waitUntil(lambda: bench.is_idle, timeout=20_000)
    bench.close()
