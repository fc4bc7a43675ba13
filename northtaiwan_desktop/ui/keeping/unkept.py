"""What was typed and could not be kept: kept once more before it would be lost, else a person is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from time import monotonic

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.page import Page

KEEPING_TAKES = 6.0
"""Seconds that are waited for what was typed to be kept: a little longer than another program may hold the file."""


class Unkept:
    """The pages' texts that stand on the screen alone."""

    def __init__(self, window: QWidget, pages: Mapping[str, Page]) -> None:
        self._window, self._pages = window, pages

    def is_left(self) -> bool:
        """Keep what is being typed: is there something that could not be?"""
        pages = list(self._pages.values())
        for page in pages:
            page.flush()
        until = monotonic() + KEEPING_TAKES
        while any(page.is_waiting for page in pages) and monotonic() < until:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents, 50)
        return any(page.is_unkept for page in pages)

    def ask(self, told: str, words: str, leave: Callable[[], None]) -> None:
        """Ask whether to go back to it, or to `leave` it, which the button with `words` does."""
        advice = _("請回去看欄位上方的說明，例如接回磁碟或網路後再存一次，或先把文字複製到別處。")
        box = QMessageBox(QMessageBox.Icon.Warning, _("還有沒存好的內容"), f"{told}\n\n{advice}", parent=self._window)
        back = box.addButton(_("回去"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(words, QMessageBox.ButtonRole.DestructiveRole).clicked.connect(lambda _checked: leave())
        box.setDefaultButton(back)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def forget(self) -> None:
        """Give it up."""
        for page in self._pages.values():
            page.forget()
