"""No two things that can be seen at once answer to the same Alt key."""

import re
from collections import defaultdict

import pytest
from PySide6.QtWidgets import QAbstractButton, QTabBar, QTabWidget

from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.pages import PAGES


def key(words: str) -> str:
    found = re.search(r"&([A-Za-z0-9])", words)
    return found[1].upper() if found else ""


def clashes(window: MainWindow) -> list[list[str]]:
    answering = defaultdict(list)
    shown = [action.text() for action in window.menuBar().actions()]
    shown += [button.text() for button in window.findChildren(QAbstractButton) if button.isVisible()]
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible()]
    shown += [bar.tabText(place) for bar in bars for place in range(bar.count())]
    for words in shown:
        if key(words):
            answering[key(words)].append(words)
    return [words for words in answering.values() if len(words) > 1]


@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_every_key_of_a_page_is_its_own(qtbot, window, name):
    page = window.open_page(name)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    assert clashes(window) == []
    for _view in page.views():
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        assert clashes(window) == []
    for tabs in page.findChildren(QTabWidget):
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            assert clashes(window) == []


@pytest.mark.parametrize("status", ["draft", "final"])
def test_every_key_of_the_editor_is_its_own(qtbot, window, status):
    page = window.open_page("meetings")
    assert isinstance(page, MeetingsPage)
    qtbot.waitUntil(lambda: bool(page.list.shown()), timeout=20_000)
    meeting = next(row.meeting for row in page.list.shown() if row.meeting.status.value == status)
    page.open_meeting(meeting.id)
    qtbot.waitUntil(lambda: page.editor is not None and window.workbench.is_idle, timeout=20_000)
    outline = page.editor.outline
    for place in range(outline.topLevelItemCount()):
        outline.setCurrentItem(outline.topLevelItem(place))
        assert clashes(window) == []
