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
Line = tuple[str, str]
"""What a paragraph belongs to (a field of the entry, or the id of a resolution), and its HTML."""
FIELDS = {"說明": "explanation", "擬辦": "proposal"}
"""The fields of an item whose words stand under these labels."""


class Projector(QWidget):
    """A window for the second screen. It follows the editor, and keeps what is being typed in sight; Ctrl with + and -
    sets the letters, Esc closes it."""

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
        self._id = ""
        self._lines: tuple[Line, ...] = ()
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

    def show_entry(self, view: MinutesView, file: MeetingFile, id: str, field: str = "") -> None:
        """Show the entry of the outline with this id; the meeting's title where it is none of an item.

        The place is kept while it is the same entry, but for what is being typed: the `field` of the entry, or the
        resolution itself.
        """
        lines = tuple(_entry(view, file, id))
        if id != self._id or lines != self._lines:
            is_other = id != self._id
            self._id, self._lines = id, lines
            self._draw(from_top=is_other)
            self._bring_in_sight(id if any(line[0] == id for line in lines) else field)

    def turn(self, by: int) -> None:
        """Turn the page down (1) or up (-1), but for a line."""
        bar = self.page.verticalScrollBar()
        bar.setValue(bar.value() + by * max(1, self.page.viewport().height() - 2 * self._letters()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw()

    def _size(self, by: float) -> None:
        self._zoom = min(LARGEST, max(SMALLEST, self._zoom * by))
        self._draw()

    def _letters(self) -> int:
        return max(12, round(self.width() / LETTERS_A_LINE * 0.86 * self._zoom))

    def _draw(self, *, from_top: bool = False) -> None:
        size, at = self._letters(), 0 if from_top else self.page.verticalScrollBar().value()
        self.page.document().setDocumentMargin(size)
        style = f"font-family:'標楷體','Times New Roman'; font-size:{size}px; line-height:140%; color:#000"
        shown = "".join(html for _part, html in self._lines)
        self.page.setHtml(f'<body style="{style}">{shown}</body>')
        self.page.verticalScrollBar().setValue(at)

    def _bring_in_sight(self, part: str) -> None:
        """Scroll so far that the end of a part is in sight: there it is that one types."""
        places = [place for place, line in enumerate(self._lines) if part and line[0] == part]
        if not places:
            return
        block = self.page.document().findBlockByNumber(places[-1])
        box = self.page.document().documentLayout().blockBoundingRect(block)
        bar, height = self.page.verticalScrollBar(), self.page.viewport().height()
        if box.bottom() > bar.value() + height:
            bar.setValue(int(box.bottom()) - height + self._letters())
        elif box.bottom() < bar.value() + self._letters():
            bar.setValue(max(0, int(box.top()) - self._letters()))


def _entry(view: MinutesView, file: MeetingFile, id: str) -> Iterator[Line]:
    item_id = next((one.item_id for one in file.resolutions if one.id == id), id)
    for record, section in zip(file.sections, view.sections, strict=False):
        items = [item for item in file.items if item.section_id == record.id]
        for item, shown in zip(items, section.items, strict=False):
            if item.id == item_id:
                yield from _item(section, shown, [one.id for one in file.resolutions if one.item_id == item.id])
                return
        if record.id == id:
            yield from _section(section)
            return
    yield "title", _paragraph(view.title, "font-weight:700; text-align:center")
    for line in view.head[:3]:
        yield "", _paragraph(f"{line.label}：{line.text}")


def _section(section: SectionView) -> Iterator[Line]:
    yield "title", _paragraph(section.number + section.title, "font-weight:700")
    for line in filter(str.strip, section.body.splitlines()):
        yield "body", _paragraph(line)
    for item in section.items:
        yield "", _paragraph(item.number + item.title)
    for row in section.carried:
        yield "", _paragraph(f"{row.number}　{row.text}（{row.doer}）{row.report}")
    for outcome in section.outcomes:
        yield from _outcome(outcome, "")


def _item(section: SectionView, item: ItemView, decided: list[str]) -> Iterator[Line]:
    yield "", _paragraph(section.number + section.title, "color:#555; font-size:75%")
    yield "title", _paragraph(item.number + item.title, "font-weight:700")
    for part in item.parts:
        yield FIELDS.get(part.label, ""), _paragraph(f"{part.label}：{part.text}")
    for id, outcome in zip(decided, item.outcomes, strict=False):
        yield from _outcome(outcome, id)


def _outcome(outcome: OutcomeView, id: str) -> Iterator[Line]:
    due = f"預定完成日期：{outcome.due}" if outcome.due else ""
    duty = "；".join(filter(None, (outcome.doers, due)))
    yield id, _paragraph(f"{outcome.word}：{outcome.text or '（未記錄）'}", "color:#0a3d91; font-weight:700")
    if duty:
        yield id, _paragraph(f"（{duty}）")


def _paragraph(text: str, style: str = "") -> str:
    words = escape(text).replace("\n", "<br>")
    return f'<p style="margin:0.35em 0; {style}">{words}</p>'
