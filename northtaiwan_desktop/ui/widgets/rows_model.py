"""The one table model: any list of values, any columns."""

from collections.abc import Sequence
from datetime import date
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.columns import Column, Form
from northtaiwan_desktop.ui.widgets.lights import dot

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
SORT = Role.UserRole + 1
RIGHT = {Form.PERCENT, Form.MONEY, Form.NUMBER}
LIGHT_WORDS = {light.word: light for light in Light}


class RowsModel(QAbstractTableModel):
    """Shows values; holds no query and changes nothing. `Role.UserRole` gives the value itself, `SORT` its key.

    A column named `light` (燈號), or that has one, is shown as a coloured mark and its word.
    """

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Sequence[Any] = ()

    @property
    def rows(self) -> Sequence[Any]:
        return self._rows

    def show(self, rows: Sequence[Any]) -> None:
        """Put these rows in place of those that are shown."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        return self.of_row(self._rows[index.row()], self.columns[index.column()], role)

    def of_row(self, row: Any, column: Column, role: int) -> Any:
        """What a cell of this row has to show in a role."""
        if role == Role.DisplayRole:
            return self._text(column, row).replace("\n", " ")
        if role == Role.ToolTipRole:
            text = self._text(column, row)
            return text if len(text) * 2 > column.width or "\n" in text else None
        if role == Role.UserRole:
            return row
        if role == SORT:
            return sort_key((column.data or column.value)(row))
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.form in RIGHT else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        if role == Role.DecorationRole:
            light = column.light(row) if column.light else None
            if column.name == "light":
                light = as_light(column.value(row))
            return dot(light) if light else None
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in {Role.DisplayRole, Role.ToolTipRole}:
            return _(self.columns[section].title)
        if role == Role.TextAlignmentRole:
            return self._header_side(section) | Qt.AlignmentFlag.AlignVCenter
        return None

    def _header_side(self, section: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if self.columns[section].form in RIGHT else Qt.AlignmentFlag.AlignLeft

    def _text(self, column: Column, row: Any) -> str:
        light = as_light(column.value(row)) if column.name == "light" else None
        return light.title if light else column.text(row)


class RowsFilter(QSortFilterProxyModel):
    """Keeps the rows in which every word that was typed occurs, 臺 like 台 and full width like half."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: tuple[str, ...] = ()
        self._texts: dict[int, str] = {}
        self.setSortRole(SORT)
        self.setDynamicSortFilter(True)

    def setSourceModel(self, model: Any) -> None:
        super().setSourceModel(model)
        model.modelReset.connect(self._texts.clear)

    def look_for(self, text: str) -> None:
        """Show the rows that hold each word of `text`."""
        words = tuple(folded(word) for word in text.split())
        if words != self._words:
            self._words = words
            self.invalidateRowsFilter()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        if not self._words:
            return True
        text = self._texts.get(source_row)
        if text is None:
            model = self.sourceModel()
            cells = (model.index(source_row, column).data() for column in range(model.columnCount()))
            text = self._texts[source_row] = "\n".join(folded(str(cell)) for cell in cells if cell)
        return all(word in text for word in self._words)

    def lessThan(self, left: Index, right: Index) -> bool:
        return bool(left.data(SORT) < right.data(SORT))


def as_light(value: object) -> Light | None:
    """The light that a cell holds, by itself or by its word."""
    return value if isinstance(value, Light) else LIGHT_WORDS.get(str(value))


def sort_key(value: object) -> tuple[int, float, str]:
    """Make any two cells comparable: numbers and days by size, then words, the empty ones last."""
    if value is None or value == "" or value == ():
        return (2, 0.0, "")
    if isinstance(value, date):
        return (0, float(value.toordinal()), "")
    if isinstance(value, int | float):
        return (0, float(value), "")
    if isinstance(value, Enum):
        return (1, 0.0, str(value.value))
    return (1, 0.0, "、".join(map(str, value)) if isinstance(value, tuple) else str(value))
