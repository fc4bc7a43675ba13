"""The vision against the groups: each cell how many items and how far, an empty one a gap that looks like one."""

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableWidget,
    QTableWidgetItem,
)

from northtaiwan_desktop.domain.plan_matrix import Cell, Matrix
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.lights import dot, light_colour

CELL = Qt.ItemDataRole.UserRole
ROW = 46


class MatrixView(QTableWidget):
    """Groups down, axes across, totals at the ends. A click or Enter on a cell asks for its items.

    `asked` gives the group's id and the axis' id; None for a total.
    """

    asked = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("願景主軸與議題組的對照"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setItemDelegate(_Cells(self))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setSectionsClickable(False)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionsClickable(False)
        self.verticalHeader().setHighlightSections(False)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.cellClicked.connect(self._ask)

    def show_matrix(self, matrix: Matrix) -> None:
        """Show these counts; the cell that was chosen stays chosen."""
        row, column = max(self.currentRow(), 0), max(self.currentColumn(), 0)
        self.setRowCount(len(matrix.cells))
        self.setColumnCount(len(matrix.axes) + 1)
        self.setHorizontalHeaderLabels([*(f"{axis.id} {axis.name}" for axis in matrix.axes), _("合計")])
        self.setVerticalHeaderLabels([*(group.name for group in matrix.groups), _("合計")])
        for down, cells in enumerate(matrix.cells):
            for across, cell in enumerate(cells):
                item = QTableWidgetItem()
                item.setData(CELL, cell)
                words = cell_words(cell)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
                item.setToolTip(_("{words}。按 Enter 看這些方案。").format(words=words) if cell.count else words)
                self.setItem(down, across, item)
        self.setCurrentCell(min(row, self.rowCount() - 1), min(column, self.columnCount() - 1))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._ask(self.currentRow(), self.currentColumn())
        else:
            super().keyPressEvent(event)

    def _ask(self, row: int, column: int) -> None:
        item = self.item(row, column)
        if item is not None:
            cell: Cell = item.data(CELL)
            self.asked.emit(cell.group_id, cell.axis_id)


def cell_words(cell: Cell) -> str:
    """All that a cell shows, in words."""
    if not cell.count:
        return _("沒有方案：願景未落實")
    told = [_("{count} 項").format(count=cell.count)]
    if cell.actual is not None:
        told.append(_("平均 {share}").format(share=written_percent(round(cell.actual))))
    if cell.troubles:
        told += [trouble_words(light, count) for light, count in cell.troubles]
    elif cell.light is not None:
        told.append(cell.light.title)
    return "　".join(told)


def trouble_words(light: Light, count: int) -> str:
    """How many items have a light: 「1 項落後」."""
    return _("{count} 項{light}").format(count=count, light=light.title)


class _Cells(QStyledItemDelegate):
    """Paints a cell on the ground of its light, with its light in words; a gap is hatched."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        cell: Cell | None = index.data(CELL)
        if cell is None:
            return
        colours, given = present(), _rect(option)
        place = given.adjusted(2, 2, -2, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        is_total = cell.group_id is None or cell.axis_id is None
        grounds = {
            Light.GREEN: colours.green_ground,
            Light.YELLOW: colours.yellow_ground,
            Light.RED: colours.red_ground,
            Light.DONE: colours.stripe,
        }
        painter.setBrush(QColor(grounds[cell.light] if cell.light else colours.sheet))
        painter.drawRoundedRect(place, 5, 5)
        if not cell.count and not is_total:
            painter.setBrush(Qt.BrushStyle.BDiagPattern)
            brush = painter.brush()
            brush.setColor(QColor(colours.line))
            painter.setBrush(brush)
            painter.setPen(QColor(colours.strong_line))
            painter.drawRoundedRect(place, 5, 5)
            self._words(painter, place, _("沒有方案"), colours.soft)
        elif not cell.count:
            self._words(painter, place, "0", colours.soft)
        else:
            self._filled(painter, place, cell)
        state: Any = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(colours.accent))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
            painter.drawRoundedRect(place.adjusted(1.5, 1.5, -1.5, -1.5), 4, 4)
        painter.restore()

    def _filled(self, painter: QPainter, place: QRectF, cell: Cell) -> None:
        colours = present()
        told = [_("{count} 項").format(count=cell.count)]
        if cell.actual is not None:
            told.append(_("平均 {share}").format(share=written_percent(round(cell.actual))))
        half = place.height() / 2
        upper = QRectF(place.left(), place.top() + 2, place.width(), half)
        self._words(painter, upper, "　".join(told), colours.text)
        if cell.light is None:
            return
        words = trouble_words(*cell.troubles[0]) if cell.troubles else cell.light.title
        width = painter.fontMetrics().horizontalAdvance(words) + 18
        left = place.center().x() - width / 2
        top = place.top() + half
        dot(cell.light).paint(painter, int(left), int(top + half / 2 - 8), 14, 14)
        painter.setPen(light_colour(cell.light))
        painter.drawText(QRectF(left + 18, top - 2, width, half), Qt.AlignmentFlag.AlignVCenter, words)

    def _words(self, painter: QPainter, place: QRectF, words: str, colour: str) -> None:
        painter.setPen(QColor(colour))
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), words)


def _rect(option: QStyleOptionViewItem) -> QRectF:
    return QRectF(option.rect)
