"""A short table of lines that are written in place: who was in the room, who does what."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox, Options

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
ROW_HEIGHT = 32
LEAST_ROWS = 3


@dataclass(frozen=True, kw_only=True)
class LineColumn:
    """One column: how a value is taken from a line, and how a line is made with another value.

    With `options` the value is chosen among them, without it is a text. `share` is the column's part of the width.
    """

    title: str
    take: Callable[[Any], Any]
    put: Callable[[Any, Any], Any]
    options: Options | None = None
    share: int = 2

    def words(self, line: Any) -> str:
        value = self.take(line)
        if self.options is None:
            return str(value)
        return next((words for option, words in self.options if option == value), "")


def field_column(title: str, name: str, *, options: Options | None = None, share: int = 2) -> LineColumn:
    """A column for one field of a record."""

    def put(line: Any, value: Any) -> Any:
        return replace(line, **{name: value})

    return LineColumn(title=title, take=lambda line: getattr(line, name), put=put, options=options, share=share)


class LinesModel(QAbstractTableModel):
    """Lines under columns; a changed cell gives a new line."""

    edited = Signal()

    def __init__(self, columns: Sequence[LineColumn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.lines: list[Any] = []
        self.is_editable = True

    def show(self, lines: Sequence[Any]) -> None:
        self.beginResetModel()
        self.lines = list(lines)
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return usual | Qt.ItemFlag.ItemIsEditable if self.is_editable else usual

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column, line = self.columns[index.column()], self.lines[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return column.words(line)
        return column.take(line) if role == Qt.ItemDataRole.EditRole else None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole:
            return False
        column, line = self.columns[index.column()], self.lines[index.row()]
        made = column.put(line, value.strip() if isinstance(value, str) else value)
        if made != line:
            self.lines[index.row()] = made
            self.dataChanged.emit(index, index)
            self.edited.emit()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        return None


class _Cells(QStyledItemDelegate):
    """Gives a cell a choice box where its column has options, else a line."""

    typed = Signal()

    def __init__(self, columns: Sequence[LineColumn], parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        column = self._columns[index.column()]
        editor: QWidget
        if column.options is None:
            editor = QLineEdit(parent)
            editor.textEdited.connect(lambda _text: self.typed.emit())
        else:
            editor = ChoiceBox(column.options, parent=parent)
            editor.activated.connect(lambda _place: self.commitData.emit(editor))
        editor.setProperty("role", "cell")
        editor.setAccessibleName(column.title)
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, ChoiceBox):
            editor.set_value(value)
        elif isinstance(editor, QLineEdit) and editor.text().strip() != value:
            # Where it is the same, the cursor and what is being composed stay as they are.
            editor.setText(value)

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, ChoiceBox):
            model.setData(index, editor.value())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())


class _View(QTableView):
    """Enter or any letter begins to write in a cell; Insert and Delete add and remove a line.

    Tab goes from cell to cell, and out of the table at the end: so does Shift+Tab at the beginning.
    """

    add_wanted = Signal()
    remove_wanted = Signal()
    move_wanted = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = event.modifiers() == (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.currentIndex().isValid():
                # The Enter that ends the writing in a cell comes by here too.
                if self.state() != QAbstractItemView.State.EditingState:
                    self.edit(self.currentIndex())
            case Qt.Key.Key_Insert:
                self.add_wanted.emit()
            case Qt.Key.Key_Delete:
                self.remove_wanted.emit()
            case Qt.Key.Key_Up | Qt.Key.Key_Down if shifted:
                self.move_wanted.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
            case _:
                super().keyPressEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:
        if self.model() is None:
            return super().focusNextPrevChild(next)  # the lines are gone before the table is
        here, columns = self.currentIndex(), self.model().columnCount()
        place = here.row() * columns + here.column() + (1 if next else -1) if here.isValid() else -1
        if not 0 <= place < self.model().rowCount() * columns:
            return super().focusNextPrevChild(next)
        self.setCurrentIndex(self.model().index(*divmod(place, columns)))
        return True


class LinesTable(QWidget):
    """Lines that a person adds, writes, moves and removes.

    `make` gives a new line, which is written from the column `begin` on.
    """

    changed = Signal()

    def __init__(
        self,
        columns: Sequence[LineColumn],
        *,
        make: Callable[[], Any],
        title: str,
        begin: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._make = make
        self._begin = begin
        self._model = LinesModel(columns, self)
        self._model.edited.connect(self.changed)
        self.view = _View()
        self.view.setModel(self._model)
        self._cells = _Cells(columns, self.view)
        self._cells.typed.connect(self.changed)
        self._cells.closeEditor.connect(lambda *_both: self.changed.emit())
        self.view.setItemDelegate(self._cells)
        self.view.setAccessibleName(title)
        self.view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        trigger = QAbstractItemView.EditTrigger
        self.view.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed | trigger.AnyKeyPressed)
        self.view.setTabKeyNavigation(False)
        self.view.setShowGrid(False)
        self.view.verticalHeader().hide()
        self.view.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.view.horizontalHeader().setHighlightSections(False)
        self.view.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.add_wanted.connect(self.add)
        self.view.remove_wanted.connect(self.remove)
        self.view.move_wanted.connect(self.move_chosen)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(6)
        self.add_button = self._button(_("新增一列"), _("新增一列（Insert）"), self.add)
        self.remove_button = self._button(_("移除"), _("移除選取的列（Delete）"), self.remove)
        self.up_button = self._button(_("上移"), _("上移（Alt+Shift+↑）"), lambda: self.move_chosen(-1))
        self.down_button = self._button(_("下移"), _("下移（Alt+Shift+↓）"), lambda: self.move_chosen(1))
        self.buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(self.view)
        layout.addLayout(self.buttons)
        self.setFocusProxy(self.view)
        self.view.selectionModel().selectionChanged.connect(lambda *_both: self._enable())
        self._fit()

    def value(self) -> tuple[Any, ...]:
        """The lines, with what stands in a cell that is just being written in; the writing goes on undisturbed."""
        lines = list(self._model.lines)
        index, text = self.view.currentIndex(), self._open_text()
        if text is not None and 0 <= index.row() < len(lines):
            lines[index.row()] = self._model.columns[index.column()].put(lines[index.row()], text.strip())
        return tuple(lines)

    def set_value(self, lines: Sequence[Any] | None) -> None:
        row = self.view.currentIndex().row()
        self._model.show(lines or ())
        self._fit()
        if 0 <= row < len(self._model.lines):
            self.view.selectRow(row)
        self._enable()

    def set_editable(self, editable: bool) -> None:
        self._model.is_editable = editable
        self._enable()

    def add(self) -> None:
        """Put a new line at the end; Enter or a letter begins to write in it."""
        if not self._model.is_editable:
            return
        self._give([*self._model.lines, self._make()], len(self._model.lines))
        self.view.setCurrentIndex(self._model.index(len(self._model.lines) - 1, self._begin))
        self.view.setFocus()

    def remove(self) -> None:
        """Take out the chosen lines."""
        chosen = {index.row() for index in self.view.selectionModel().selectedRows()}
        if chosen and self._model.is_editable:
            left = [line for row, line in enumerate(self._model.lines) if row not in chosen]
            self._give(left, min(min(chosen), len(left) - 1))

    def move_chosen(self, by: int) -> None:
        """Move the chosen line up (-1) or down (+1)."""
        row = self.view.currentIndex().row()
        there = row + by
        if self._model.is_editable and row >= 0 and 0 <= there < len(self._model.lines):
            lines = list(self._model.lines)
            lines.insert(there, lines.pop(row))
            self._give(lines, there)

    def _open_text(self) -> str | None:
        """The text in the cell that is being written in; None where there is none. What is composed is no text yet."""
        cell = self.view.indexWidget(self.view.currentIndex()) if self.view.currentIndex().isValid() else None
        is_open = isinstance(cell, QLineEdit) and self.view.state() == QAbstractItemView.State.EditingState
        return cell.text() if is_open and isinstance(cell, QLineEdit) else None

    def _give(self, lines: list[Any], row: int) -> None:
        self._model.show(lines)
        self._fit()
        if row >= 0:
            self.view.selectRow(row)
        self._enable()
        self.changed.emit()

    def _enable(self) -> None:
        chosen = self.view.selectionModel().hasSelection() and self._model.is_editable
        row, last = self.view.currentIndex().row(), len(self._model.lines) - 1
        self.add_button.setEnabled(self._model.is_editable)
        self.remove_button.setEnabled(chosen)
        self.up_button.setEnabled(chosen and row > 0)
        self.down_button.setEnabled(chosen and row < last)

    def _button(self, words: str, tip: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setProperty("role", "quiet")
        button.setToolTip(tip)
        button.clicked.connect(lambda _checked: act())
        self.buttons.addWidget(button)
        return button

    def _fit(self) -> None:
        rows = max(LEAST_ROWS, len(self._model.lines))
        self.view.setFixedHeight(rows * ROW_HEIGHT + self.view.horizontalHeader().sizeHint().height() + 4)

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        whole = sum(column.share for column in self._model.columns)
        for place, column in enumerate(self._model.columns):
            self.view.setColumnWidth(place, int((self.width() - 4) * column.share / whole))
