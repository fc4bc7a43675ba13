"""The lines that a form is about to change, each as it is and as it will be."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.errors import ChangedMeanwhile
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.wrapped_label import WrappedLabel

ROWS_IN_SIGHT = 5
WIDEST = 170
"""Pixels of what stands there already; the rest is for what will."""
MOST = 200
"""Rows that are written out; the rest is counted."""

Words = Callable[[TrackedLine], str]


class LinesPreview(QWidget):
    """One row a line: its number, its doer, what stands there now and what will (`show_after`)."""

    def __init__(self, lines: Sequence[TrackedLine], now: Words, *, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = tuple(lines)
        shown = self._lines[:MOST]
        self.said = WrappedLabel(self._told())
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.table = QTableWidget(len(shown), 4)
        self.table.setAccessibleName(_("將變更的案件"))
        self.table.setHorizontalHeaderLabels([_("編號"), _("主（協）辦單位"), title, _("變更後")])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        heads = self.table.horizontalHeader()
        heads.setMaximumSectionSize(WIDEST)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        in_sight = min(max(len(shown), 1), ROWS_IN_SIGHT)
        rows = in_sight * self.table.verticalHeader().defaultSectionSize()
        self.table.setFixedHeight(rows + self.table.horizontalHeader().sizeHint().height() + 6)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        for row, line in enumerate(shown):
            for column, words in enumerate((line.number, line.doer_name, now(line), "")):
                cell = QTableWidgetItem(words)
                cell.setToolTip(f"{line.number}　{line.resolution.text}")
                self.table.setItem(row, column, cell)
        column_of_all = QVBoxLayout(self)
        column_of_all.setContentsMargins(0, 0, 0, 0)
        column_of_all.addWidget(self.said)
        column_of_all.addWidget(self.table)

    def show_after(self, words: Words) -> None:
        """Write what will stand there."""
        for row, line in enumerate(self._lines[:MOST]):
            cell = self.table.item(row, 3)
            if cell is not None:
                cell.setText(words(line))
                cell.setToolTip(words(line))

    def show_theirs(self, error: Exception, words: Callable[[object], str]) -> None:
        """Where a record has moved on meanwhile, write what stands there now and mark it, beside one's own wish."""
        if not isinstance(error, ChangedMeanwhile) or error.now is None:
            return
        for row, line in enumerate(self._lines[:MOST]):
            cell = self.table.item(row, 2)
            if cell is not None and error.now.id in (line.id, line.resolution.id):
                cell.setText(_("{words}（剛被改過）").format(words=words(error.now)))

    def _told(self) -> str:
        if len(self._lines) == 1:
            return self._lines[0].resolution.text
        cases = len({line.resolution.id for line in self._lines})
        told = _("將一次變更 {cases} 案、{lines} 列，可以一次復原。").format(cases=cases, lines=len(self._lines))
        if len(self._lines) > MOST:
            told += _("下面列出前 {count} 列。").format(count=MOST)
        return told
