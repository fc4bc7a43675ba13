"""The fields of one row on three sides, what differs marked word by word; a box and a text of its own for each cell."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QTextDocument
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from northtaiwan_desktop.domain.revision import Piece, compared
from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.three_way import Sides
from northtaiwan_desktop.ui.intake.words import worded_of
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.rows_model import Index, Role

FIELD, SENT, OURS, THEIRS = range(4)
TITLES = (N_("欄位"), N_("上次寄出"), N_("我方現有"), N_("來文"))
DIFFERS, CLASHES, UNREAD, COMES = "≠", "！", "✕", "＋"
LEAST_HEIGHT = 32
MOST_HEIGHT = 240
PADDING = 6
MOST_PAIRS = 15_000
"""Equal signs of two texts, pair by pair, up to which they are compared word by word: beyond, the window would wait."""
NOWHERE = QModelIndex()


class SidesModel(QAbstractTableModel):
    """One row of the table a field. What is ticked and written is handed on, and shown when it has been settled."""

    ticked = Signal(str, bool)
    written = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.sides: Sequence[Sides] = ()
        self._offered: frozenset[str] = frozenset()
        self._taken: frozenset[str] = frozenset()
        self._edits: dict[str, str] = {}
        self._is_open = False

    def show(
        self,
        sides: Sequence[Sides],
        *,
        offered: frozenset[str],
        taken: frozenset[str],
        edits: dict[str, str],
        is_open: bool,
    ) -> None:
        """`is_open` where cells can be written in."""
        self.beginResetModel()
        self.sides, self._offered, self._taken, self._edits, self._is_open = sides, offered, taken, edits, is_open
        self.endResetModel()

    def show_taken(self, taken: frozenset[str]) -> None:
        self._taken = taken
        if self.sides:
            self.dataChanged.emit(self.index(0, FIELD), self.index(len(self.sides) - 1, THEIRS))

    def rowCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.sides)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        return 0 if parent.isValid() else len(TITLES)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        sides = self.sides[index.row()]
        if index.column() == FIELD and sides.field in self._offered:
            flags |= Qt.ItemFlag.ItemIsUserCheckable
        if index.column() == THEIRS and self._is_open and sides.cell:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        sides, column = self.sides[index.row()], index.column()
        if role == Role.DisplayRole:
            return self._plain(sides, column)
        if role == Role.EditRole and column == THEIRS:
            return self._edits.get(sides.field, _as_typed(sides))
        if role == Role.UserRole:
            return html_of(sides, column)
        if role == Role.CheckStateRole and column == FIELD and sides.field in self._offered:
            return Qt.CheckState.Checked if sides.field in self._taken else Qt.CheckState.Unchecked
        if role == Role.BackgroundRole:
            return _ground(sides, column)
        if role == Role.ToolTipRole:
            return self._told(sides, column)
        if role == Role.AccessibleTextRole:
            return "，".join(filter(None, (self._plain(sides, column), _state_words(sides) if column else "")))
        return None

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        sides = self.sides[index.row()]
        if role == Role.CheckStateRole:
            self.ticked.emit(sides.field, Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        if role == Role.EditRole and index.column() == THEIRS:
            if str(value) != self.data(index, Role.EditRole):
                self.written.emit(sides.field, str(value))
            return True
        return False

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return _(TITLES[section])
        return None

    def _plain(self, sides: Sides, column: int) -> str:
        if column == FIELD:
            sign = sign_of(sides)
            return f"{sign} {_(sides.title)}" if sign else _(sides.title)
        return _text(sides, column)

    def _told(self, sides: Sides, column: int) -> str | None:
        if sides.problems and column in {FIELD, THEIRS}:
            return "\n".join(problem.message for problem in sides.problems)
        if column == FIELD:
            return _state_words(sides) or None
        if column == THEIRS and sides.field in self._edits:
            return _("已在此改寫；原檔是「{text}」").format(text=shown(sides.raw))
        return None


def sign_of(sides: Sides) -> str:
    """The sign that stands beside the colour."""
    if sides.is_unread:
        return UNREAD
    if sides.difference is None:
        return COMES if sides.is_new else ""
    return CLASHES if sides.difference.is_conflict else DIFFERS


def _state_words(sides: Sides) -> str:
    return {
        UNREAD: _("看不懂"),
        CLASHES: _("兩邊都改過"),
        DIFFERS: _("不同"),
        COMES: _("新增"),
        "": "",
    }[sign_of(sides)]


def _text(sides: Sides, column: int) -> str:
    if column == SENT:
        return worded_of(sides.field, sides.sent)
    if column == OURS:
        return worded_of(sides.field, sides.ours)
    # What could not be read is shown as it was typed.
    if sides.is_unread and sides.theirs in (None, "", []):
        return _raw(sides)
    return worded_of(sides.field, sides.theirs)


def _as_typed(sides: Sides) -> str:
    """What a person begins from who mends a cell: what was typed there, or what it was read as."""
    return sides.raw if isinstance(sides.raw, str) else worded_of(sides.field, sides.theirs) or _raw(sides)


def _raw(sides: Sides) -> str:
    return shown(sides.raw) if isinstance(sides.raw, date) else "" if sides.raw is None else str(sides.raw)


def _ground(sides: Sides, column: int) -> QColor | None:
    colours = present()
    if column == THEIRS and sides.is_unread:
        return QColor(colours.red_ground)
    if column == THEIRS and sides.is_new:
        return QColor(colours.green_ground)
    if sides.difference is None or column == FIELD:
        return None
    if sides.difference.is_conflict:
        return QColor(colours.yellow_ground) if column in {OURS, THEIRS} else None
    return QColor(colours.green_ground) if column == THEIRS else None


def html_of(sides: Sides, column: int) -> str:
    """A side of a field, its words that differ from the other side marked."""
    text = _text(sides, column)
    colours = present()
    if sides.difference is None or column == FIELD:
        faint = sides.difference is None and not sides.is_unread and not sides.is_new
        return f"<span style='color:{colours.soft}'>{_escaped(text)}</span>" if faint else _escaped(text)
    sent, ours, theirs = (_text(sides, each) for each in (SENT, OURS, THEIRS))
    # Where both sides have moved on each is set beside what was sent; else theirs beside ours.
    base = sent if sides.difference.is_conflict and sides.was_sent else ours
    if column == SENT:
        return f"<span style='color:{colours.soft}'>{_escaped(text)}</span>"
    if column == OURS and base is ours:
        return _marked(_pieces(ours, theirs)[0], f"color:{colours.red};text-decoration:line-through")
    if column == OURS:
        return _marked(_pieces(base, ours)[1], f"color:{colours.yellow};font-weight:600")
    colour = colours.yellow if sides.difference.is_conflict else colours.green
    if not text:
        return f"<span style='color:{colour}'>{escape(_('（清空）'))}</span>"
    return _marked(_pieces(base, theirs)[1], f"color:{colour};font-weight:600")


@lru_cache(maxsize=256)
def _pieces(old: str, new: str) -> tuple[tuple[tuple[Piece, ...], ...], tuple[tuple[Piece, ...], ...]]:
    """Both texts paragraph by paragraph, in pieces of which those that the other does not have are marked."""
    before, after = Counter(old), Counter(new)
    if sum(count * after[sign] for sign, count in before.items()) > MOST_PAIRS:
        return (_between(old, new),), (_between(new, old),)
    rows = compared(old.split("\n"), new.split("\n"))
    return tuple(row.old for row in rows if row.old), tuple(row.new for row in rows if row.new)


def _between(text: str, other: str) -> tuple[Piece, ...]:
    """The text with what stands between the same beginning and the same end of both marked."""
    start = _alike(text, other)
    end = _alike(text[start:][::-1], other[start:][::-1])
    parts = (Piece(text[:start]), Piece(text[start : len(text) - end], True), Piece(text[len(text) - end :]))
    return tuple(part for part in parts if part.text)


def _alike(one: str, other: str) -> int:
    """How many signs both begin with."""
    length = min(len(one), len(other))
    return next((at for at in range(length) if one[at] != other[at]), length)


def _marked(paragraphs: Sequence[Sequence[Piece]], style: str) -> str:
    return "<br>".join(
        "".join(
            f"<span style='{style}'>{_escaped(piece.text)}</span>" if piece.is_changed else _escaped(piece.text)
            for piece in pieces
        )
        for pieces in paragraphs
    )


def _escaped(text: str) -> str:
    return escape(text).replace("\n", "<br>")


class CellEdit(QPlainTextEdit):
    """Enter keeps, Alt+Enter or Shift+Enter begins a new line, as in a spreadsheet."""

    kept = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
                self.insertPlainText("\n")
            else:
                self.kept.emit()
            return
        super().keyPressEvent(event)


class _Cells(QStyledItemDelegate):
    """Draws a cell as marked text, as high as it needs."""

    def paint(self, painter: QPainter, option: Any, index: Index) -> None:
        if index.column() == FIELD:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        # The window's style sheet leaves out the ground that a model asks for.
        ground = index.data(Role.BackgroundRole)
        if ground is not None and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect.adjusted(0, 0, 0, -1), ground)
        painter.save()
        painter.setClipRect(option.rect)
        painter.translate(option.rect.left() + PADDING, option.rect.top() + PADDING)
        document = self._document(index, option.rect.width())
        document.drawContents(painter)
        painter.restore()

    def sizeHint(self, option: Any, index: Index) -> QSize:
        if index.column() == FIELD:
            return QSize(super().sizeHint(option, index).width(), LEAST_HEIGHT)
        view = self.parent()
        width = view.columnWidth(index.column()) if isinstance(view, QTableView) else 160
        height = int(self._document(index, width).size().height()) + 2 * PADDING
        return QSize(width, max(LEAST_HEIGHT, min(MOST_HEIGHT, height)))

    def createEditor(self, parent: QWidget, option: Any, index: Index) -> QWidget:
        editor = CellEdit(parent)
        editor.setProperty("role", "cell")
        editor.setAccessibleName(_("改寫這一格"))
        editor.setTabChangesFocus(True)
        editor.kept.connect(lambda: self._keep(editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, CellEdit):
            editor.setPlainText(str(index.data(Role.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, CellEdit):
            model.setData(index, editor.toPlainText())

    def updateEditorGeometry(self, editor: QWidget, option: Any, index: Index) -> None:
        rect = option.rect
        rect.setHeight(max(rect.height(), 64))
        editor.setGeometry(rect)

    def _keep(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def _document(self, index: Index, width: int) -> QTextDocument:
        document = QTextDocument()
        document.setDocumentMargin(0)
        view = self.parent()
        if isinstance(view, QWidget):
            document.setDefaultFont(view.font())
        document.setTextWidth(max(20, width - 2 * PADDING))
        document.setHtml(f"<div style='color:{present().text}'>{index.data(Role.UserRole)}</div>")
        return document


class SidesView(QTableView):
    """Space ticks the chosen field; Enter, F2 or a double click writes in what came."""

    pointed = Signal(str)  # the cell in the sheet

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sides_model = SidesModel(self)
        self.setModel(self.sides_model)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(_("這一列的各欄：上次寄出、我方現有、來文"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        trigger = QAbstractItemView.EditTrigger
        self.setEditTriggers(trigger.DoubleClicked | trigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fitting = QTimer(self, singleShot=True, interval=0)
        self._fitting.timeout.connect(self._fit)
        self._has_sent = False
        self._has_ours = True
        self.selectionModel().currentChanged.connect(lambda now, _before: self._point(now))

    def show_sides(
        self,
        sides: Sequence[Sides],
        *,
        offered: frozenset[str] = frozenset(),
        taken: frozenset[str] = frozenset(),
        edits: dict[str, str] | None = None,
        is_open: bool = False,
    ) -> None:
        """Show these fields; the chosen field stays chosen where it is still there."""
        before = self.current()
        column = self.currentIndex().column()
        self.sides_model.show(sides, offered=offered, taken=taken, edits=edits or {}, is_open=is_open)
        self._has_sent = any(one.was_sent for one in sides)
        self._has_ours = not any(one.is_new for one in sides)
        self.setColumnHidden(SENT, not self._has_sent)
        self.setColumnHidden(OURS, not self._has_ours)
        self._fit()
        row = next((n for n, one in enumerate(sides) if before and one.field == before.field), None)
        if row is not None:
            self.setCurrentIndex(self.sides_model.index(row, max(column, 0)))

    def show_taken(self, taken: frozenset[str]) -> None:
        self.sides_model.show_taken(taken)

    def current(self) -> Sides | None:
        row = self.currentIndex().row()
        return self.sides_model.sides[row] if 0 <= row < len(self.sides_model.sides) else None

    def choose(self, field: str, column: int = THEIRS) -> None:
        row = next((n for n, one in enumerate(self.sides_model.sides) if one.field == field), None)
        if row is not None:
            self.setCurrentIndex(self.sides_model.index(row, column))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        is_writing = self.state() == QAbstractItemView.State.EditingState
        match event.key():
            case Qt.Key.Key_Space if index.isValid():
                box = index.siblingAtColumn(FIELD)
                if self.sides_model.flags(box) & Qt.ItemFlag.ItemIsUserCheckable:
                    on = self.sides_model.data(box, Role.CheckStateRole) != Qt.CheckState.Checked
                    state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
                    self.sides_model.setData(box, state, Role.CheckStateRole)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if index.isValid() and not event.modifiers():
                if not is_writing:
                    self._write(index.siblingAtColumn(THEIRS))
            case Qt.Key.Key_F2 if index.isValid():
                self._write(index.siblingAtColumn(THEIRS))
            case _:
                super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.PaletteChange} and hasattr(self, "_fitting"):
            self._fitting.start()

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        self._fitting.start()

    def _write(self, index: QModelIndex) -> None:
        if self.sides_model.flags(index) & Qt.ItemFlag.ItemIsEditable:
            self.setCurrentIndex(index)
            self.edit(index)

    def _point(self, index: QModelIndex | QPersistentModelIndex) -> None:
        if index.isValid() and (sides := self.current()) is not None and sides.cell:
            self.pointed.emit(sides.cell)

    def _fit(self) -> None:
        """The field as wide as it needs, the sides share what is left, theirs the most."""
        width = self.viewport().width()
        figure = self.fontMetrics().horizontalAdvance("國")
        longest = max((len(_(one.title)) for one in self.sides_model.sides), default=4)
        field = min(max(int((longest + 2) * figure) + 30, 92), max(92, width // 4))
        shares = {SENT: 3 if self._has_sent else 0, OURS: 3 if self._has_ours else 0, THEIRS: 4}
        whole = sum(shares.values())
        self.setColumnWidth(FIELD, field)
        for column, share in shares.items():
            if share:
                self.setColumnWidth(column, (width - field) * share // whole)
        self.resizeRowsToContents()
