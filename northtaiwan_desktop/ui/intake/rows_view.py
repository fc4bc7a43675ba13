"""All rows of a batch in one table: only what is in sight is drawn, so that its length makes no difference."""

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QItemSelection, QItemSelectionModel, QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QTableView, QWidget

from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.batch import RowPlace
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.ui.intake.batch_lines import TAKEABLE, BatchLine
from northtaiwan_desktop.ui.widgets.colours import Colours, present
from northtaiwan_desktop.ui.widgets.rows_model import Index, Role
from northtaiwan_desktop.ui.widgets.table_look import read_by_rows

TICK, STATE, PLACE, NUMBER, WORDS, REMARK = range(6)
TITLES = (N_("匯入"), N_("狀態"), N_("位置"), N_("編號"), N_("內容"), N_("說明"))
WIDTHS = {TICK: 48, STATE: 74, NUMBER: 128}
PLACE_WIDTHS = {False: 76, True: 132}
LEAST_WIDTH = 90
ROW_HEIGHT = 32
NOWHERE = QModelIndex()
# Asked for each cell of thousands of rows when all are chosen: made once.
WITHOUT_BOX = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
WITH_BOX = WITHOUT_BOX | Qt.ItemFlag.ItemIsUserCheckable
Takes = Mapping[RowPlace, frozenset[str]]


class BatchRowsModel(QAbstractTableModel):
    """The lines that pass the filters, with a box each; the box is half full where only some cells are taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: Sequence[BatchLine] = ()
        self.with_files = False
        self._takes: Takes = {}

    def show(self, lines: Sequence[BatchLine], takes: Takes, *, with_files: bool) -> None:
        self.beginResetModel()
        self.lines, self._takes, self.with_files = lines, takes, with_files
        self.endResetModel()

    def show_takes(self, takes: Takes) -> None:
        self._takes = takes
        if self.lines:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.lines) - 1, TICK))

    def is_taken(self, line: BatchLine) -> bool:
        return line.place in self._takes

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if index.column() == TICK and self.lines[index.row()].row.state in TAKEABLE:
            return WITH_BOX
        return WITHOUT_BOX

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.lines):
            return None
        line, column = self.lines[index.row()], index.column()
        if role == Role.DisplayRole:
            return self._text(line, column)
        if role == Role.ToolTipRole:
            return self._text(line, column) or None
        if role == Role.ForegroundRole and column == STATE:
            return state_colour(line.state)
        if role == Role.CheckStateRole and column == TICK:
            return self._check(line)
        if role == Role.AccessibleTextRole and column == TICK:
            return _(_TICKED[self._check(line)])
        if role == Role.UserRole:
            return line
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return _(TITLES[section])
        return None

    def _text(self, line: BatchLine, column: int) -> str:
        if column == STATE:
            return line.state.title
        if column == PLACE:
            return f"{line.where}　{line.file}" if self.with_files else line.where
        if column == NUMBER:
            return line.number
        if column == WORDS:
            return line.words
        return line.remark if column == REMARK else ""

    def _check(self, line: BatchLine) -> Qt.CheckState | None:
        if line.state not in TAKEABLE:
            return None
        taken = self._takes.get(line.place)
        if not taken:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if len(taken) >= len(line.row.offered) else Qt.CheckState.PartiallyChecked


_TICKED = {
    None: N_("不能採用"),
    Qt.CheckState.Unchecked: N_("不採用"),
    Qt.CheckState.PartiallyChecked: N_("採用一部分"),
    Qt.CheckState.Checked: N_("要匯入"),
}


class RowsView(QTableView):
    """Space or a click ticks, for all chosen rows at once; Enter goes to the row's own page."""

    tick_wanted = Signal(object, bool)  # places, whether they are to be taken
    current_changed = Signal(object)  # BatchLine or None
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = BatchRowsModel(self)
        self.setModel(self.rows_model)
        self.setAccessibleName(_("檔案中的資料列"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        read_by_rows(self, ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        # Its titles are not marked; a selection of its own spares asking each cell whether its column is all chosen.
        header.setSelectionModel(QItemSelectionModel(self.rows_model, header))
        self._empty = ""
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now))

    def show_lines(self, lines: Sequence[BatchLine], takes: Takes, *, with_files: bool, empty: str) -> None:
        """Show these; the current row stays so where it is among them, else the first one is."""
        before = self.current()
        selected = {line.place for line in self.chosen()}
        at = self.verticalScrollBar().value()
        self._empty = empty
        self.rows_model.show(lines, takes, with_files=with_files)
        self._fit()
        if not lines:
            self.current_changed.emit(None)
            return
        found = next((n for n, line in enumerate(lines) if before and line.place == before.place), None)
        self.verticalScrollBar().setValue(at if found is not None else 0)
        if found is not None and len(selected) > 1:
            self._select([n for n, line in enumerate(lines) if line.place in selected], found)
        else:
            self.setCurrentIndex(self.rows_model.index(found or 0, STATE))

    def show_takes(self, takes: Takes) -> None:
        self.rows_model.show_takes(takes)

    def current(self) -> BatchLine | None:
        row = self.currentIndex().row()
        return self.rows_model.lines[row] if 0 <= row < len(self.rows_model.lines) else None

    def chosen(self) -> list[BatchLine]:
        """The selected lines, in their order."""
        selection = self.selectionModel().selection()
        parts = [selection.at(number) for number in range(selection.count())]
        rows = sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})
        return [self.rows_model.lines[row] for row in rows]

    def go_to(self, place: RowPlace) -> bool:
        """Choose the row at this place; False where the filters hide it."""
        row = next((n for n, line in enumerate(self.rows_model.lines) if line.place == place), None)
        if row is not None:
            self.setCurrentIndex(self.rows_model.index(row, STATE))
        return row is not None

    def tick(self, lines: Collection[BatchLine], on: bool | None = None) -> None:
        """Take these rows, or leave them; turned round where nothing is said: all, unless all are taken."""
        takeable = [line for line in lines if line.state in TAKEABLE]
        if not takeable:
            return
        wanted = not all(self.rows_model.is_taken(line) for line in takeable) if on is None else on
        self.tick_wanted.emit([line.place for line in takeable], wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Space:
                self.tick(self.chosen())
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.opened.emit()
            case _:
                super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.column() == TICK and event.button() == Qt.MouseButton.LeftButton:
            line = self.rows_model.lines[index.row()]
            several = self.chosen()
            # A click on a box leaves the selection as it is, where the row is part of it.
            if not any(one is line for one in several):
                self.setCurrentIndex(index.siblingAtColumn(STATE))
                several = [line]
            on = not self.rows_model.is_taken(line)
            self.tick(several, on)
            return
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        chosen = self.chosen()
        menu = QMenu(self)
        menu.addAction(_("採用選取的列"), lambda: self.tick(chosen, True))
        menu.addAction(_("不採用選取的列"), lambda: self.tick(chosen, False))
        menu.setEnabled(any(line.state in TAKEABLE for line in chosen))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What is said of a row has more room than its words: those stand on its own page."""
        place = PLACE_WIDTHS[self.rows_model.with_files]
        left = max(0, self.viewport().width() - sum(WIDTHS.values()) - place)
        for column, width in (*WIDTHS.items(), (PLACE, place), (WORDS, max(LEAST_WIDTH, left * 2 // 5))):
            self.setColumnWidth(column, width)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.rows_model.lines and self._empty:
            painter = QPainter(self.viewport())
            painter.setPen(present().soft)
            place = QRect(self.viewport().rect()).adjusted(30, 20, -30, -20)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._empty)
            painter.end()

    def _select(self, rows: Sequence[int], current: int) -> None:
        chosen = QItemSelection()
        for row in rows:
            chosen.select(self.rows_model.index(row, 0), self.rows_model.index(row, REMARK))
        flag = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.rows_model.index(current, STATE), flag.NoUpdate)
        self.selectionModel().select(chosen, flag.ClearAndSelect | flag.Rows)

    def _tell(self, index: QModelIndex) -> None:
        self.current_changed.emit(self.rows_model.lines[index.row()] if index.isValid() else None)


def state_colour(state: RowState) -> QColor:
    """The colour of a state; always shown beside its word."""
    return _state_colour(state, present())


@lru_cache(maxsize=32)
def _state_colour(state: RowState, colours: Colours) -> QColor:
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
