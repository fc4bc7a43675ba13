"""A table in which each line ends with something to decide; it is filled anew without losing the person's place."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from northtaiwan_desktop.ui.widgets.table_look import read_by_rows

ROW_HEIGHT = 36
BOX_WIDTH = 232


class DecisionsTable(QTableWidget):
    """`box_at` is the column of the boxes; `shares` are the parts of the width that is left of the other columns."""

    def __init__(
        self, titles: Sequence[str], *, name: str, box_at: int, shares: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(titles), parent)
        self._box_at, self._shares = box_at, tuple(shares)
        self._keys: list[str] = []
        self.setHorizontalHeaderLabels(list(titles))
        self.setAccessibleName(name)
        read_by_rows(self, ROW_HEIGHT)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def fill(self, lines: Sequence[tuple[str, Sequence[str], QWidget]], *, marked: dict[int, QColor]) -> None:
        """Show lines of a key, texts and a box. `marked` colours a line's texts, which name the state as well."""
        at = self.verticalScrollBar().value()
        focused = next((key for key, box in self._boxes() if box.hasFocus()), "")
        self.setRowCount(0)
        self.setRowCount(len(lines))
        self._keys = [key for key, _texts, _box in lines]
        for row, (key, texts, box) in enumerate(lines):
            places = [column for column in range(self.columnCount()) if column != self._box_at]
            for column, text in zip(places, texts, strict=True):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                if row in marked:
                    item.setForeground(marked[row])
                self.setItem(row, column, item)
            self.setCellWidget(row, self._box_at, box)
            if key == focused:
                box.setFocus()
        self.verticalScrollBar().setValue(at)
        self.fit()

    def box(self, key: str) -> QWidget:
        """The box of the line with this key; KeyError where there is none."""
        return dict(self._boxes())[key]

    def texts(self) -> list[list[str]]:
        """What stands in the lines beside the boxes."""
        items = [[self.item(row, column) for column in range(self.columnCount())] for row in range(self.rowCount())]
        return [[item.text() for item in line if item is not None] for line in items]

    def fit(self) -> None:
        """Share the width out; the boxes keep theirs."""
        left = max(self.viewport().width() - BOX_WIDTH, 400)
        places = [column for column in range(self.columnCount()) if column != self._box_at]
        self.setColumnWidth(self._box_at, BOX_WIDTH)
        for column, share in zip(places, self._shares, strict=True):
            self.setColumnWidth(column, left * share // sum(self._shares))

    def _boxes(self) -> list[tuple[str, QWidget]]:
        found = [(key, self.cellWidget(row, self._box_at)) for row, key in enumerate(self._keys)]
        return [(key, box) for key, box in found if box is not None]
