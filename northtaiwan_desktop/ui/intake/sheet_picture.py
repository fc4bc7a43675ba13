"""A picture of the sheet: the grid as it stands in the file, its header, the present row and the chosen cell marked."""

import re
from datetime import datetime, time
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyledItemDelegate, QTableView, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import Grid, column_letters
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.rows_model import Index, Role

ROW_HEIGHT = 24
MOST_COLUMNS = 200
MOST_SPANS = 400
NARROWEST, WIDEST = 56, 190
SAMPLE = 24
_CELL = re.compile(r"!?\$?([A-Z]+)\$?(\d+)$")
NOWHERE = QModelIndex()


class GridModel(QAbstractTableModel):
    """The cells of one sheet, asked for as they come into sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table: Table | None = None
        self.row = -1
        self._header: frozenset[int] = frozenset()
        self._fields: dict[int, str] = {}

    @property
    def grid(self) -> Grid | None:
        return self.table.grid if self.table else None

    def show(self, table: Table | None) -> None:
        self.beginResetModel()
        self.table = table
        self.row = -1
        self._header = frozenset(table.header_rows if table else ())
        self._fields = {}
        for column in table.columns if table and table.kind else ():
            known = table.kind.field(column.field or "") if table and table.kind else None
            if known is not None:
                self._fields[column.column] = known.titles[0]
        self.endResetModel()

    def point_at(self, row: int) -> None:
        """Mark this row, counted from 0."""
        before, self.row = self.row, row
        for changed in {before, row}:
            if 0 <= changed < self.rowCount():
                self.dataChanged.emit(self.index(changed, 0), self.index(changed, self.columnCount() - 1))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.grid is None else len(self.grid.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() or self.grid is None else min(self.grid.width, MOST_COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        grid = self.grid
        if grid is None:
            return None
        row, column = index.row(), index.column()
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return as_seen(grid, row, column).replace("\n", " ")
        if role == Role.BackgroundRole:
            if row == self.row:
                return QColor(present().chosen)
            if row in self._header:
                return QColor(present().hover)
        if role == Role.FontRole and row in self._header:
            font = QFont()
            font.setBold(True)
            return font
        if role == Role.ForegroundRole and row != self.row and row not in self._header and column not in self._fields:
            # A column that is not taken is paler than one that is.
            return QColor(present().faint)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if role == Role.DisplayRole:
            return column_letters(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)
        if role == Role.ToolTipRole and orientation == Qt.Orientation.Horizontal:
            return self._fields.get(section) or _("這一欄不採用")
        if role == Role.FontRole and orientation == Qt.Orientation.Vertical and section == self.row:
            font = QFont()
            font.setBold(True)
            return font
        return None


class _Cells(QStyledItemDelegate):
    """Draws the ground of a cell, which the window's style sheet would leave out, and a frame round the one meant."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        ground = index.data(Role.BackgroundRole)
        if ground is not None:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.save()
            painter.setPen(QPen(QColor(present().accent), 2))
            painter.drawRect(option.rect.adjusted(1, 1, -1, -1))
            painter.restore()


class SheetPicture(QTableView):
    """Read only. It stays where a person has scrolled until another cell is pointed at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid_model = GridModel(self)
        self.setModel(self.grid_model)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(_("工作表原貌"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setProperty("role", "picture")
        self._hidden: list[int] = []
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        rows.setMinimumSectionSize(ROW_HEIGHT)
        rows.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(True)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)

    @property
    def pointed(self) -> str:
        """The cell that is pointed at, as Excel names it; empty where none is."""
        index = self.currentIndex()
        return f"{column_letters(index.column())}{index.row() + 1}" if index.isValid() else ""

    def show_row(self, table: Table | None, number: int = 0, cell: str = "") -> None:
        """Show the sheet round a row (as Excel counts it), at this cell of it."""
        if table is not self.grid_model.table:
            self.clearSpans()
            for row in self._hidden:
                self.setRowHidden(row, False)
            self._hidden.clear()
            self.grid_model.show(table)
            self._fit()
        if table is not None:
            self.grid_model.point_at(number - 1)
            self.point_at(cell or f"{column_letters(self._first_column())}{number}")

    def point_at(self, cell: str) -> None:
        """Go to a cell: `填報表!H7` or H7."""
        place = place_of(cell)
        if place is None or self.grid_model.grid is None:
            return
        row, column = place
        index = self.grid_model.index(min(row, self.grid_model.rowCount() - 1), column)
        if index.isValid():
            self.setCurrentIndex(index)
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    def _first_column(self) -> int:
        table = self.grid_model.table
        return next((column.column for column in table.columns if column.field), 0) if table else 0

    def _fit(self) -> None:
        """Widths by what stands in the header and the first rows; merges as they are, where there are not too many."""
        grid, table = self.grid_model.grid, self.grid_model.table
        if grid is None or table is None:
            return
        first = table.header_rows[0] if table.header_rows else 0
        figure = self.fontMetrics().horizontalAdvance("國")
        for column in range(self.grid_model.columnCount()):
            texts = [as_seen(grid, row, column) for row in range(first, min(first + SAMPLE, len(grid.rows)))]
            longest = max((len(text) for text in texts), default=0)
            self.setColumnWidth(column, max(NARROWEST, min(WIDEST, int(longest * figure * 0.8) + 16)))
            self.setColumnHidden(column, column in grid.marks.hidden_columns)
        for row in sorted(grid.marks.hidden_rows)[:MOST_SPANS]:
            if row < len(grid.rows):
                self.setRowHidden(row, True)
                self._hidden.append(row)
        rows, columns = self.grid_model.rowCount(), self.grid_model.columnCount()
        for merge in grid.marks.merges[:MOST_SPANS]:
            tall, wide = min(merge.bottom, rows - 1) - merge.top + 1, min(merge.right, columns - 1) - merge.left + 1
            if tall > 0 and wide > 0 and tall * wide > 1:
                self.setSpan(merge.top, merge.left, tall, wide)


def as_seen(grid: Grid, row: int, column: int) -> str:
    """A cell as a person sees it in the file."""
    place = grid.origin(row, column)
    if place in grid.marks.faults:
        return grid.marks.faults[place]
    value = grid.at(*place)
    if value is None:
        return ""
    if isinstance(value, float | int) and not isinstance(value, bool) and place in grid.marks.percents:
        return f"{value * 100:g}%"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)


def place_of(cell: str) -> tuple[int, int] | None:
    """Row and column, counted from 0, of a cell as Excel names it."""
    found = _CELL.search(cell)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]) - 1, column - 1
