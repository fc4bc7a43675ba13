"""A short table of items of which a person ticks some: what is to be confirmed, or taken into the next year."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.i18n import _

LEAST_HEIGHT = 230
LEAST_NAME = 160
"""Below this a name says too little: the table is then scrolled sideways rather than the name cut."""
BOX = 22


@dataclass(frozen=True)
class CheckRow:
    """One item by its id, what its cells say, and whether it is ticked at first."""

    id: str
    cells: tuple[str, ...]
    is_checked: bool = True


class ItemChecks(QWidget):
    """Rows with a box each; Space ticks the one that is chosen. The second column takes the room that is left.

    What is longer than the column goes on in a second line.
    """

    changed = Signal()

    def __init__(self, title: str, headings: Sequence[str]) -> None:
        super().__init__()
        self.table = QTableWidget(0, len(headings))
        self.table.setHorizontalHeaderLabels(list(headings))
        self.table.setAccessibleName(title)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumHeight(LEAST_HEIGHT)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Interactive)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.viewport().installEventFilter(self)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.all_button, self.none_button = QPushButton(_("全選(&A)")), QPushButton(_("全不選(&O)"))
        row = QHBoxLayout()
        for button, ticked in ((self.all_button, True), (self.none_button, False)):
            button.setAutoDefault(False)
            button.setProperty("role", "quiet")
            button.clicked.connect(lambda _checked, ticked=ticked: self._tick_all(ticked))
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(self.count)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.table, 1)
        layout.addLayout(row)
        self.setFocusProxy(self.table)
        self.table.itemChanged.connect(lambda _item: self._on_changed())

    def show_rows(self, rows: Sequence[CheckRow]) -> None:
        """Show these rows in place of those that are shown."""
        self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            for column, words in enumerate(row.cells):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if column == 0:
                    item.setData(Qt.ItemDataRole.UserRole, row.id)
                    item.setCheckState(Qt.CheckState.Checked if row.is_checked else Qt.CheckState.Unchecked)
                self.table.setItem(place, column, item)
        self.table.blockSignals(False)
        # The box in front is not counted in by Qt.
        self.table.setColumnWidth(0, max(90, self.table.sizeHintForColumn(0) + BOX))
        self._fit()
        self._on_changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Give the names the room that is left, and each row the lines that its name needs."""
        header = self.table.horizontalHeader()
        others = sum(header.sectionSize(place) for place in range(header.count()) if place != 1)
        room = max(LEAST_NAME, self.table.viewport().width() - others)
        if room != header.sectionSize(1):
            self.table.setColumnWidth(1, room)
        self.table.resizeRowsToContents()

    def ids(self) -> list[str]:
        """The ids of the rows that are ticked, in their order."""
        found = []
        for place in range(self.table.rowCount()):
            item = self.table.item(place, 0)
            if item is not None and item.checkState() is Qt.CheckState.Checked:
                found.append(str(item.data(Qt.ItemDataRole.UserRole)))
        return found

    def _tick_all(self, ticked: bool) -> None:
        self.table.blockSignals(True)
        for place in range(self.table.rowCount()):
            item = self.table.item(place, 0)
            if item is not None:
                item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self.table.blockSignals(False)
        self._on_changed()

    def _on_changed(self) -> None:
        told = _("已選 {count}／{whole} 項")
        self.count.setText(told.format(count=len(self.ids()), whole=self.table.rowCount()))
        self.changed.emit()
