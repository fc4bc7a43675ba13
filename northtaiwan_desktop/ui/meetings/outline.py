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
        self.currentItemChanged.connect(self._on_current)

    @property
    def current_id(self) -> str:
        item = self.currentItem()
        return _id(item) if item else ""

    def show_file(self, file: MeetingFile, wanted: str = "", *, attachments: int = 0) -> None:
        """Show the meeting and how many files it has, at the entry `wanted`, else at the one where the person was."""
        before, place = self.current_id, self._place()
        self.blockSignals(True)
        self.clear()
        self._entry(self, HEAD, _("會議資料"))
        self._entry(self, ATTENDANCE, _("出席人員（{count}）").format(count=len(file.attendance)))
        self._entry(self, NOTICE, _("開會通知單"))
        for order, section in enumerate(file.sections, start=1):
            self._section(file, order, section.id)
        self._entry(self, ATTACHMENTS, _("附件（{count}）").format(count=attachments))
        self.expandAll()
        self.blockSignals(False)
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

    def _section(self, file: MeetingFile, order: int, id: str) -> None:
        section = next(one for one in file.sections if one.id == id)
        count = (
            f"（{len({line.resolution.id for line in file.carried})}）" if section.role is SectionRole.CARRIED else ""
        )
        words = numbering.written(numbering.Level.ONE, order) + section.title + count
        entry = self._entry(self, section.id, words)
        for place, item in enumerate((one for one in file.items if one.section_id == section.id), start=1):
            title = item.title.strip() or _("（未填案由）")
            under = self._entry(entry, item.id, numbering.written(numbering.Level.TWO, place) + title)
            for resolution in (one for one in file.resolutions if one.item_id == item.id):
                text = resolution.text.strip().replace("\n", "　") or _("（未填內容）")
                self._entry(under, resolution.id, f"{resolution.outcome.word}：{text}")

    def _entry(self, parent: QTreeWidget | QTreeWidgetItem, id: str, words: str) -> QTreeWidgetItem:
        entry = QTreeWidgetItem(parent, [words])
        entry.setData(0, Qt.ItemDataRole.UserRole, id)
        entry.setToolTip(0, words)
        return entry

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


def _id(entry: QTreeWidgetItem) -> str:
    return str(entry.data(0, Qt.ItemDataRole.UserRole))
