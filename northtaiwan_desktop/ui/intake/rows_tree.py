"""The rows of a workbook under preview, each with what it would do and a box to tick."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, RowState, plain, worded
from northtaiwan_desktop.ui.widgets.colours import present

ROW = Qt.ItemDataRole.UserRole
TAKEN = {RowState.NEW, RowState.CHANGED, RowState.CONFLICT}
NAMED = ("text", "name")


class RowsTree(QTreeWidget):
    """Shows reviewed rows. Rows that can be taken in have a box; Space ticks the chosen ones."""

    ticked = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.setAccessibleName(_("檔案中的資料列"))
        self.setHeaderLabels([_("狀態"), _("位置"), _("編號"), _("內容"), _("說明")])
        self.setRootIsDecorated(False)
        self.setUniformRowHeights(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        for place, width in enumerate((104, 84, 126, 250)):
            self.setColumnWidth(place, width)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.itemChanged.connect(self._on_item_changed)
        self.currentItemChanged.connect(lambda item, _before: self.chosen.emit(item.data(0, ROW) if item else None))

    def show_review(self, review: Review, ticked: Sequence[ReviewedRow]) -> None:
        """Show every row of every sheet, these ticked."""
        wanted = {id(row) for row in ticked}
        self._filling = True
        several = sum(bool(sheet.rows) for sheet in review.sheets) > 1
        self.clear()
        items = [
            _item(sheet.table.grid.name if several else "", row, id(row) in wanted)
            for sheet in review.sheets
            for row in sheet.rows
        ]
        self.addTopLevelItems(items)
        self._filling = False
        first = next((item for item in items if item.data(0, ROW).state in TAKEN), items[0] if items else None)
        if first is not None:
            self.setCurrentItem(first)
        self.ticked.emit()

    def show_states(self, states: set[RowState]) -> None:
        """Show only the rows in these states; ticks stay."""
        for item in self._items():
            item.setHidden(item.data(0, ROW).state not in states)

    def accepted(self) -> list[ReviewedRow]:
        """The rows that are ticked, in the order of the file."""
        return [item.data(0, ROW) for item in self._items() if item.checkState(0) == Qt.CheckState.Checked]

    def _items(self) -> list[QTreeWidgetItem]:
        found = (self.topLevelItem(place) for place in range(self.topLevelItemCount()))
        return [item for item in found if item is not None]

    def _on_item_changed(self, item: QTreeWidgetItem, _column: int) -> None:
        if self._filling:
            return
        self._filling = True
        for other in self.selectedItems() if item.isSelected() else ():
            if other.data(0, ROW).state in TAKEN:
                other.setCheckState(0, item.checkState(0))
        self._filling = False
        self.ticked.emit()


def state_colour(state: RowState) -> QColor:
    """The colour of a state; always shown beside its word."""
    colours = present()
    return QColor(
        {
            RowState.NEW: colours.green,
            RowState.CHANGED: colours.accent,
            RowState.SAME: colours.soft,
            RowState.CONFLICT: colours.yellow,
            RowState.UNREADABLE: colours.red,
            RowState.IGNORED: colours.faint,
        }[state]
    )


def _item(sheet: str, row: ReviewedRow, is_ticked: bool) -> QTreeWidgetItem:
    fields = row.row.fields
    number = row.match.number if row.match else str(fields.get("number", ""))
    words = next((str(fields[name]) for name in NAMED if fields.get(name)), row.match.text if row.match else "")
    place = " ".join(filter(None, (sheet, _("第{row}列").format(row=row.row.number))))
    item = QTreeWidgetItem([row.state.title, place, number, words.replace("\n", " "), _remark(row)])
    item.setData(0, ROW, row)
    item.setForeground(0, state_colour(row.state))
    for column in (3, 4):
        item.setToolTip(column, item.text(column))
    if row.state in TAKEN:
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
    return item


def _remark(row: ReviewedRow) -> str:
    """Why a row is as it is, in one line."""
    if row.row.ignored:
        return row.row.ignored
    if row.problems:
        return row.problems[0].message
    return "、".join(_change(one.field, one.ours, one.theirs) for one in row.differences)


def _change(field: str, ours: Any, theirs: Any) -> str:
    return f"{worded(field, plain(ours)) or _('（空白）')} → {worded(field, plain(theirs))}"
