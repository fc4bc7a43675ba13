"""The check list before 定稿: each gap is named, and Enter goes to where it is mended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QSizePolicy, QVBoxLayout, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import present

if TYPE_CHECKING:
    from northtaiwan_desktop.services.finishing import Gap

MOST = 120
"""Height of the list in pixels."""


class GapList(QWidget):
    """Says in a line how many gaps there are, and lists them; `wanted` is emitted with the gap to be mended."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gaps: tuple[Gap, ...] = ()
        self.head = QLabel()
        self.head.setProperty("role", "soft")
        self.head.setWordWrap(True)
        self.list = _List()
        self.list.setAccessibleName(_("定稿前檢查"))
        self.list.setWordWrap(True)
        self.list.setMaximumHeight(MOST)
        self.list.setSizeAdjustPolicy(QListWidget.SizeAdjustPolicy.AdjustToContents)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        self.list.setObjectName("gaps")
        self.list.itemClicked.connect(self._go)
        self.list.taken.connect(self._go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(self.list)

    def show_gaps(self, gaps: Sequence[Gap]) -> None:
        if tuple(gaps) == self._gaps and self.head.text():
            return
        stops = sum(gap.stops for gap in gaps)
        if gaps:
            words = _("定稿前檢查：{stops} 項必須補正，{rest} 項請留意")
            self.head.setText(words.format(stops=stops, rest=len(gaps) - stops))
        else:
            self.head.setText(_("定稿前檢查：沒有缺漏，可以定稿。"))
        self._gaps = tuple(gaps)
        self._list_gaps()
        self.list.setVisible(bool(gaps))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._list_gaps()

    def _list_gaps(self) -> None:
        self.list.clear()
        for gap in self._gaps:
            mark = _("必須") if gap.stops else _("留意")
            entry = QListWidgetItem(_("{mark}　{text}").format(mark=mark, text=gap.text))
            entry.setForeground(QColor(present().red if gap.stops else present().yellow))
            entry.setData(Qt.ItemDataRole.UserRole, gap)
            self.list.addItem(entry)

    def _go(self, entry: QListWidgetItem) -> None:
        self.wanted.emit(entry.data(Qt.ItemDataRole.UserRole))


class _List(QListWidget):
    """A list that Enter takes from on every desktop."""

    taken = Signal(QListWidgetItem)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentItem() is not None:
            self.taken.emit(self.currentItem())
        else:
            super().keyPressEvent(event)
