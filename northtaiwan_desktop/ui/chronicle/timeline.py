"""The chronicle to look at: years as bands, each entry a dot or a span as precisely as it is known."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.timeline import DENSE, Decade, Mark, decades, marks
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.chronicle import when
from northtaiwan_desktop.ui.widgets.colours import present

ROW, HEAD = 30, 26
YEAR, WHEN = 74, 168
MONTHS = 12
NARROWEST, WIDEST = 168, 360
DOT = 4.5
ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
MIDDLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Timeline(QWidget):
    """`opened` is emitted with the entry on Enter or a click, `chosen_changed` when another is chosen.

    Many entries lie under their decades, which open and close with the arrow keys, Enter or a click.
    """

    opened = Signal(object)
    chosen_changed = Signal()

    def __init__(self, *, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: Sequence[ChronicleEntry] = ()
        self._words: list[str] = []
        self.view = _Bands(empty)
        self.view.setAccessibleName(_("大事記時間軸"))
        self._head = _Months(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head)
        column.addWidget(self.view, 1)
        self.setFocusProxy(self.view)
        self.view.opened.connect(self.opened)
        self.view.selectionModel().currentChanged.connect(lambda *_change: self.chosen_changed.emit())

    def show_entries(self, entries: Sequence[ChronicleEntry]) -> None:
        """Show these; the chosen one stays chosen, and closed decades stay closed."""
        self._entries = entries
        self._draw()

    def look_for(self, text: str) -> None:
        """Show only the entries that hold each word of `text`."""
        self._words = [folded(word) for word in text.split()]
        self._draw()

    def current(self) -> ChronicleEntry | None:
        """The entry that is chosen."""
        found = self.view.currentIndex().data(ROLE)
        return found.entry if isinstance(found, Mark) else None

    def choose(self, id: str) -> bool:
        """Choose the entry with this id; False where it is not shown."""
        return self.view.choose(id)

    def shown(self) -> list[ChronicleEntry]:
        """The entries that are drawn, open or under a closed decade, in the order of time."""
        return [mark.entry for mark in self.view.drawn]

    def _draw(self) -> None:
        wanted = [one for one in self._entries if all(word in folded(when(one) + one.text) for word in self._words)]
        before = self.current()
        self.view.show_marks(marks(wanted), is_found=bool(self._words))
        if before is not None:
            self.view.choose(before.id)
        self._head.update()
        self.chosen_changed.emit()


class _Bands(QTreeView):
    """The rows themselves: decades with their entries, or the entries alone."""

    opened = Signal(object)

    def __init__(self, empty: str) -> None:
        super().__init__()
        self._empty = empty
        self._asked = False
        self._closed: set[int] = set()
        self.drawn: tuple[Mark, ...] = ()
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_Row(self))
        self.setHeaderHidden(True)
        self.setUniformRowHeights(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setExpandsOnDoubleClick(False)
        self.clicked.connect(self._open)
        self.collapsed.connect(lambda index: self._closed.add(index.data(ROLE).first))
        self.expanded.connect(lambda index: self._closed.discard(index.data(ROLE).first))

    @property
    def axis(self) -> tuple[float, float]:
        """Where the year begins and how wide it is drawn."""
        return float(YEAR), float(max(NARROWEST, min(WIDEST, self.viewport().width() * 0.3)))

    def show_marks(self, drawn: tuple[Mark, ...], *, is_found: bool) -> None:
        self._asked, self.drawn = True, drawn
        self._rows.clear()
        if len(drawn) <= DENSE:
            for mark in drawn:
                self._rows.appendRow(_item(mark, f"{when(mark.entry)}　{mark.entry.text}"))
        else:
            for decade in decades(drawn):
                row = _item(decade, _decade_words(decade))
                for mark in decade.marks:
                    row.appendRow(_item(mark, f"{when(mark.entry)}　{mark.entry.text}"))
                self._rows.appendRow(row)
                self.setExpanded(row.index(), is_found or decade.first not in self._closed)
        self.viewport().update()

    def choose(self, id: str) -> bool:
        for index in self._indexes():
            found = index.data(ROLE)
            if isinstance(found, Mark) and found.entry.id == id:
                self.setCurrentIndex(index)
                self.scrollTo(index)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.drawn or not self._asked:
            return
        painter = QPainter(self.viewport())
        painter.setPen(QColor(present().soft))
        place = self.viewport().rect().adjusted(40, 30, -40, -30)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._empty)
        painter.end()

    def _open(self, index: QModelIndex) -> None:
        found = index.data(ROLE)
        if isinstance(found, Decade):
            self.setExpanded(index, not self.isExpanded(index))
        elif isinstance(found, Mark):
            self.opened.emit(found.entry)

    def _indexes(self) -> list[QModelIndex]:
        tops = [self._rows.index(row, 0) for row in range(self._rows.rowCount())]
        return [
            index for top in tops for index in (top, *(self._rows.index(row, 0, top) for row in range(_children(top))))
        ]


class _Months(QWidget):
    """The months above the bands."""

    def __init__(self, view: _Bands) -> None:
        super().__init__()
        self._view = view
        self.setFixedHeight(HEAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(present().soft))
        left, width = self._view.axis
        left += self._view.frameWidth()
        step = width / MONTHS
        each = 1 if step >= self.fontMetrics().horizontalAdvance("12") + 4 else 3
        for month in range(0, MONTHS, each):
            place = QRectF(left + month * step, 0, step * each, HEAD)
            words = _("{month}月").format(month=month + 1) if each > 1 else str(month + 1)
            painter.drawText(place, int(MIDDLE), words)
        painter.drawText(QRectF(8, 0, YEAR - 8, HEAD), int(MIDDLE), _("年"))
        painter.drawText(QRectF(left + width + 18, 0, WHEN, HEAD), int(MIDDLE), _("日期"))
        painter.drawText(QRectF(left + width + 18 + WHEN, 0, 200, HEAD), int(MIDDLE), _("記事"))
        painter.end()


class _Row(QStyledItemDelegate):
    """Draws one row of the bands."""

    def __init__(self, view: _Bands) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(400, max(ROW, option.fontMetrics.height() + 12))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        # The whole row: what the tree calls the row begins behind the indentation.
        place = QRectF(0, option.rect.top(), self._view.viewport().width(), option.rect.height())
        found = index.data(ROLE)
        if isinstance(found, Decade):
            self._decade(painter, option, place, found, is_open=self._view.isExpanded(index))
        elif isinstance(found, Mark):
            self._mark(painter, option, place, found)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(present().accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, place: QRectF, usual: str) -> None:
        colours = present()
        ground = usual
        if option.state & QStyle.StateFlag.State_Selected:
            ground = colours.chosen
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = colours.hover
        painter.fillRect(place, QColor(ground))

    def _decade(
        self, painter: QPainter, option: QStyleOptionViewItem, place: QRectF, decade: Decade, *, is_open: bool
    ) -> None:
        colours = present()
        self._ground(painter, option, place, colours.ground)
        top, middle = place.top(), place.center().y()
        down = [QPoint(10, int(middle - 2)), QPoint(18, int(middle - 2)), QPoint(14, int(middle + 3))]
        right = [QPoint(12, int(middle - 4)), QPoint(12, int(middle + 4)), QPoint(17, int(middle))]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.soft))
        painter.drawPolygon(QPolygonF(down if is_open else right))
        font = option.font
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(colours.text))
        painter.drawText(QRectF(26, top, place.width() - 30, place.height()), int(MIDDLE), _decade_words(decade))

    def _mark(self, painter: QPainter, option: QStyleOptionViewItem, place: QRectF, mark: Mark) -> None:
        colours = present()
        self._ground(painter, option, place, colours.sheet if mark.year % 2 else colours.stripe)
        left, width = self._view.axis
        top, high, middle = place.top(), place.height(), place.center().y()
        painter.setPen(QColor(colours.line))
        for quarter in range(5):
            at = left + width * quarter / 4
            painter.drawLine(int(at), int(top), int(at), int(place.bottom()))
        if mark.is_first:
            painter.drawLine(0, int(top), int(place.width()), int(top))
            bold = option.font
            bold.setBold(True)
            painter.setFont(bold)
            painter.setPen(QColor(colours.text))
            painter.drawText(QRectF(8, top, YEAR - 12, high), int(MIDDLE), _("{year}年").format(year=mark.year))
            bold.setBold(False)
            painter.setFont(bold)
        _draw(painter, mark, left, width, middle)
        metrics = option.fontMetrics
        start = left + width + 18
        painter.setPen(QColor(colours.soft))
        dated = metrics.elidedText(when(mark.entry), Qt.TextElideMode.ElideRight, WHEN - 12)
        painter.drawText(QRectF(start, top, WHEN - 12, high), int(MIDDLE), dated)
        painter.setPen(QColor(colours.text))
        room = max(40.0, place.width() - start - WHEN - 10)
        text = metrics.elidedText(" ".join(mark.entry.text.split()), Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(QRectF(start + WHEN, top, room, high), int(MIDDLE), text)


def _draw(painter: QPainter, mark: Mark, left: float, width: float, middle: float) -> None:
    """A day is a dot, a stretch a bar; one that lasts beyond the year ends in an arrow."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(present().accent))
    start, end = left + mark.start * width, left + mark.end * width
    if mark.is_dot:
        painter.drawEllipse(QRectF((start + end) / 2 - DOT, middle - DOT, DOT * 2, DOT * 2))
        return
    bar = QRectF(start, middle - 3, max(end - start, DOT * 2), 6)
    painter.drawRoundedRect(bar, 3, 3)
    if mark.goes_on:
        tip = int(bar.right()) + 7
        at = int(bar.right()) - 1
        painter.drawPolygon(
            QPolygonF([QPoint(at, int(middle) - 6), QPoint(at, int(middle) + 6), QPoint(tip, int(middle))])
        )


def _item(found: Mark | Decade, words: str) -> QStandardItem:
    item = QStandardItem(words)
    item.setData(found, ROLE)
    item.setData(words, Qt.ItemDataRole.AccessibleTextRole)
    if isinstance(found, Mark):
        item.setToolTip(words)
    return item


def _decade_words(decade: Decade) -> str:
    told = _("{first}至{last}年，{count} 則")
    return told.format(first=max(decade.first, 1), last=decade.first + 9, count=len(decade.marks))


def _children(index: QModelIndex) -> int:
    return index.model().rowCount(index)
