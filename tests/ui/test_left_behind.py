"""What was opened and closed again leaves nothing behind, so that a day's work needs no more memory than an hour's."""

import gc
from collections import Counter
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.pages import PAGES


def _alive(qtbot: QtBot, window: MainWindow) -> Counter[str]:
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    return Counter(type(one).__name__ for one in gc.get_objects() if isinstance(one, QObject))


def _go_through(qtbot: QtBot, window: MainWindow, meetings: list[str]) -> Counter[str]:
    for id in meetings:
        window.open_page("meetings", id)
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    for page in PAGES:
        window.open_page(page.name)
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    return _alive(qtbot, window)


def test_meetings_and_pages_that_were_opened_leave_nothing_behind(qtbot: QtBot, window: MainWindow) -> None:
    page = window.open_page("meetings")
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    meetings = [line.meeting.id for line in page.list.shown()][:3]
    assert len(meetings) == 3
    _go_through(qtbot, window, meetings)
    # What is only late to go, as an answer that the store's thread still holds, is gone a turn later; what is left
    # behind is more in every turn.
    turns = [_go_through(qtbot, window, meetings) for _turn in range(4)]
    assert Counter() in [after - before for before, after in pairwise(turns)]


@pytest.mark.parametrize("name", [page.name for page in PAGES])
def test_the_dialogs_of_a_page_that_were_closed_leave_nothing_behind(
    qtbot: QtBot, window: MainWindow, name: str
) -> None:
    page = window.open_page(name)

    def open_and_close() -> Counter[str]:
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        for _name, dialog in page.dialogs():
            dialog.open()
            qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
            dialog.close()
            if isValid(dialog):
                dialog.deleteLater()  # as one that is kept for the next time goes with its page
        return _alive(qtbot, window)

    open_and_close()
    before = open_and_close()
    assert open_and_close() - before == Counter()
