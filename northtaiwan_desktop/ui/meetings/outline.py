"""The minutes as a tree at the left: head, people, sections, items and what was decided on them."""

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractItemView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator, QWidget

from northtaiwan_desktop.domain.meeting import SectionRole
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.writing import numbering
from northtaiwan_desktop.i18n import _

HEAD = "head"
ATTENDANCE = "attendance"
NOTICE = "notice"
ATTACHMENTS = "attachments"
Line = tuple[int, str, str]
"""How deep an entry stands, its id and its words."""


class Outline(QTreeWidget):
    """Each entry bears the id of its record, the first three the words `HEAD`, `ATTENDANCE` and `NOTICE`."""

    turned = Signal(str)
    """A person, or `choose`, went to another entry."""
    dropped = Signal(str, str, bool)
    """An entry was dragged: its id, the id of the entry that it was let go at, and whether beneath that one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setHeaderHidden(True)
        self.setColumnCount(1)
        self.setAccessibleName(_("會議紀錄大綱"))
        self.setIndentation(16)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._lines: list[Line] = []
        self.currentItemChanged.connect(self._on_current)

    @property
    def current_id(self) -> str:
        item = self.currentItem()
        return _id(item) if item else ""

    def show_file(self, file: MeetingFile, wanted: str = "", *, attachments: int = 0) -> None:
        """Show the meeting and how many files it has, at the entry `wanted`, else at the one where the person was."""
        before, place = self.current_id, self._place()
        wanted_lines = list(_lines(file, attachments))
        alike = [line[:2] for line in wanted_lines] == [line[:2] for line in self._lines]
        self.blockSignals(True)
        if alike:
            self._reword(wanted_lines)
        else:
            self._set(wanted_lines)
        self._lines = wanted_lines
        self.blockSignals(False)
        if alike and before and wanted in ("", before):
            return
        if not any(self.choose(id) for id in (wanted, before) if id):
            entries = list(self._entries())
            self.setCurrentItem(entries[min(max(place, 0), len(entries) - 1)])

    def choose(self, id: str) -> bool:
        """Go to the entry of this record; False where there is none."""
        entry = next((entry for entry in self._entries() if _id(entry) == id), None)
        if entry is not None:
            self.setCurrentItem(entry)
        return entry is not None

    def step(self, by: int) -> None:
        """Go to the entry after (+1) or before (-1) this one."""
        entries = list(self._entries())
        there = self._place() + by
        if 0 <= there < len(entries):
            self.setCurrentItem(entries[there])

    def step_section(self, by: int) -> None:
        """Go to the next (+1) or the previous (-1) entry that stands for itself: a section, or one before them."""
        entry = self.currentItem()
        while entry is not None and entry.parent() is not None:
            entry = entry.parent()
        there = self.topLevelItem(self.indexOfTopLevelItem(entry) + by if entry is not None else 0)
        if there is not None:
            self.setCurrentItem(there)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say where the entry should go; the register moves it, and the outline is shown anew."""
        dragged, target = self.currentItem(), self.itemAt(event.position().toPoint())
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        if dragged is not None and target is not None and dragged is not target:
            above = self.dropIndicatorPosition() is QAbstractItemView.DropIndicatorPosition.AboveItem
            self.dropped.emit(_id(dragged), _id(target), not above)

    def _reword(self, lines: list[Line]) -> None:
        """The same entries as before: only what is called otherwise is set anew."""
        for entry, (_depth, _id, words), before in zip(self._entries(), lines, self._lines, strict=True):
            if words != before[2]:
                entry.setText(0, words)
                entry.setToolTip(0, words)

    def _set(self, lines: list[Line]) -> None:
        self.clear()
        above: list[QTreeWidget | QTreeWidgetItem] = [self]
        for depth, id, words in lines:
            entry = QTreeWidgetItem(above[depth], [words])
            entry.setData(0, Qt.ItemDataRole.UserRole, id)
            entry.setToolTip(0, words)
            above[depth + 1 :] = [entry]
        self.expandAll()

    def _on_current(self, now: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if now is not None:
            self.turned.emit(_id(now))

    def _entries(self) -> Iterator[QTreeWidgetItem]:
        walk = QTreeWidgetItemIterator(self)
        while (entry := walk.value()) is not None:
            yield entry
            walk += 1

    def _place(self) -> int:
        current = self.currentItem()
        return next((n for n, entry in enumerate(self._entries()) if entry is current), -1)


def _lines(file: MeetingFile, attachments: int) -> Iterator[Line]:
    yield 0, HEAD, _("會議資料")
    yield 0, ATTENDANCE, _("出席人員（{count}）").format(count=len(file.attendance))
    yield 0, NOTICE, _("開會通知單")
    for order, section in enumerate(file.sections, start=1):
        cases = len({line.resolution.id for line in file.carried})
        count = f"（{cases}）" if section.role is SectionRole.CARRIED else ""
        yield 0, section.id, numbering.written(numbering.Level.ONE, order) + section.title + count
        for place, item in enumerate((one for one in file.items if one.section_id == section.id), start=1):
            title = item.title.strip() or _("（未填案由）")
            yield 1, item.id, numbering.written(numbering.Level.TWO, place) + title
            for resolution in file.decided_on.get(item.id, ()):
                text = resolution.text.strip().replace("\n", "　") or _("（未填內容）")
                yield 2, resolution.id, f"{resolution.outcome.word}：{text}"
    yield 0, ATTACHMENTS, _("附件（{count}）").format(count=attachments)


def _id(entry: QTreeWidgetItem) -> str:
    return str(entry.data(0, Qt.ItemDataRole.UserRole))
