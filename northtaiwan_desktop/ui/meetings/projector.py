"""投影: one entry of the minutes in large type, for the room to read along."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QTextBrowser, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.minutes import ItemView, MeetingFile, MinutesView, OutcomeView, SectionView
from northtaiwan_desktop.i18n import _

LETTERS_A_LINE = 26
"""So many full-width characters fill a line: what the last row of a room can read."""
SMALLEST, LARGEST = 0.5, 2.5


class Projector(QWidget):
    """A window for the second screen. It follows the editor; Ctrl with + and - sets the letters, Esc closes it."""

    def __init__(self) -> None:
        # No child of the editor, whose keys (Esc) would reach in here.
        super().__init__(None, Qt.WindowType.Window)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(_("投影"))
        self.page = QTextBrowser()
        self.page.setAccessibleName(_("投影"))
        self.page.setProperty("role", "paper")
        self.page.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._zoom = 1.0
        self._shown = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)
        for keys, act in (
            ("Esc", self.close),
            ("F11", self.close),
            ("Ctrl++", lambda: self._size(1.15)),
            ("Ctrl+=", lambda: self._size(1.15)),
            ("Ctrl+-", lambda: self._size(1 / 1.15)),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def open_beside(self, screen_of: QWidget) -> None:
        """Fill the other screen; where there is but one, be a window that can be moved."""
        others = [screen for screen in QGuiApplication.screens() if screen is not screen_of.screen()]
        if others:
            self.setGeometry(others[0].geometry())
            self.showFullScreen()
        else:
            self.resize(960, 640)
            self.show()

    def show_entry(self, view: MinutesView, file: MeetingFile, id: str) -> None:
        """Show the entry of the outline with this id; the meeting's title where it is none of an item."""
        shown = "".join(_entry(view, file, id))
        if shown != self._shown:
            self._shown = shown
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _size(self, by: float) -> None:
        self._zoom = min(LARGEST, max(SMALLEST, self._zoom * by))
        self._draw()

    def _draw(self) -> None:
        size = max(12, round(self.width() / LETTERS_A_LINE * 0.86 * self._zoom))
        self.page.document().setDocumentMargin(size)
        style = f"font-family:'標楷體','Times New Roman'; font-size:{size}px; line-height:140%; color:#000"
        self.page.setHtml(f'<body style="{style}">{self._shown}</body>')


def _entry(view: MinutesView, file: MeetingFile, id: str) -> Iterator[str]:
    item_id = next((one.item_id for one in file.resolutions if one.id == id), id)
    for record, section in zip(file.sections, view.sections, strict=False):
        items = [item for item in file.items if item.section_id == record.id]
        for item, shown in zip(items, section.items, strict=False):
            if item.id == item_id:
                yield from _item(section, shown)
                return
        if record.id == id:
            yield from _section(section)
            return
    yield _paragraph(view.title, "font-weight:700; text-align:center")
    for line in view.head[:3]:
        yield _paragraph(f"{line.label}：{line.text}")


def _section(section: SectionView) -> Iterator[str]:
    yield _paragraph(section.number + section.title, "font-weight:700")
    yield from map(_paragraph, filter(str.strip, section.body.splitlines()))
    yield from (_paragraph(item.number + item.title) for item in section.items)
    yield from (_paragraph(f"{row.number}　{row.text}（{row.doer}）{row.report}") for row in section.carried)
    yield from map(_outcome, section.outcomes)


def _item(section: SectionView, item: ItemView) -> Iterator[str]:
    yield _paragraph(section.number + section.title, "color:#555; font-size:75%")
    yield _paragraph(item.number + item.title, "font-weight:700")
    for part in item.parts:
        yield _paragraph(f"{part.label}：{part.text}")
    yield from map(_outcome, item.outcomes)


def _outcome(outcome: OutcomeView) -> str:
    due = f"預定完成日期：{outcome.due}" if outcome.due else ""
    duty = "；".join(filter(None, (outcome.doers, due)))
    told = _paragraph(f"{outcome.word}：{outcome.text or '（未記錄）'}", "color:#0a3d91; font-weight:700")
    return told + (_paragraph(f"（{duty}）") if duty else "")


def _paragraph(text: str, style: str = "") -> str:
    words = escape(text).replace("\n", "<br>")
    return f'<p style="margin:0.35em 0; {style}">{words}</p>'
