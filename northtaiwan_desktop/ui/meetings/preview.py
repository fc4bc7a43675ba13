"""The page as it will be printed, beside what is typed."""

from __future__ import annotations

from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QTextBrowser, QWidget

from northtaiwan_desktop.domain.minutes import MinutesView
from northtaiwan_desktop.i18n import _

SCALE = 0.72
MARGIN = 22


class Preview(QTextBrowser):
    """Shows minutes from the view that every file is made from, and keeps to the place that is written at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("會議紀錄預覽"))
        self.setOpenLinks(False)
        self.setProperty("role", "paper")
        self.document().setDocumentMargin(MARGIN)
        self._page = ""

    def show_view(self, view: MinutesView) -> None:
        # The writers of papers are imported when the first page is drawn, not when the window starts.
        from northtaiwan_desktop.documents import html, minutes

        page = html.made(minutes.paper(view), scale=SCALE)
        if page != self._page:
            at = self.verticalScrollBar().value()
            self._page = page
            self.setHtml(page)
            self.verticalScrollBar().setValue(at)

    def follow(self, words: str) -> None:
        """Scroll to where these words stand, if they are not in sight."""
        line = next((line.strip() for line in words.splitlines() if line.strip()), "")
        found = self.document().find(line[:40], 0, QTextDocument.FindFlag(0)) if line else QTextCursor()
        if found.isNull():
            return
        place = self.document().documentLayout().blockBoundingRect(found.block())
        bar = self.verticalScrollBar()
        if not bar.value() <= place.top() <= bar.value() + self.viewport().height() - place.height():
            bar.setValue(int(place.top()) - self.viewport().height() // 4)
