"""A list whose rows have an order of their own, which a person changes by dragging or by keys."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, QPoint, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.ui.widgets.colours import present
from northtaiwan_desktop.ui.widgets.list_view import ListView

MIME = "application/x-northtaiwan-rows"


class OrderedList(ListView):
    """`moved` tells the keys of the rows that go, the key of the row where they go, and whether behind it.

    Rows for which `is_ranked` is false stay out of the order. Where the list is sorted by a column, nothing can be
    moved, and `sorted_instead` says so.
    """

    moved = Signal(list, str, bool)
    sorted_instead = Signal()

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        name: str,
        title: str,
        settings: Settings,
        key: Callable[[Any], str],
        is_ranked: Callable[[Any], bool],
        empty: str = "",
    ) -> None:
        super().__init__(columns, name=name, title=title, settings=settings, empty=empty, key=key)
        self._id, self._is_ranked = key, is_ranked
        self._pressed: QPoint | None = None
        self._line: int | None = None
        self.setAcceptDrops(True)
        self.viewport().setAcceptDrops(True)

    @property
    def is_in_order(self) -> bool:
        """Is the list shown in its own order, and not sorted by a column?"""
        return not 0 <= self.horizontalHeader().sortIndicatorSection() < self.model().columnCount()

    def ranked_ids(self) -> list[str]:
        """The keys of the chosen rows that have a place in the order."""
        return [self._id(row) for row in self.chosen() if self._is_ranked(row)]

    def step(self, by: int) -> None:
        """Move the chosen rows one place up (-1) or down (+1)."""
        ids, rows = self.ranked_ids(), [self._id(row) for row in self.shown() if self._is_ranked(row)]
        places = [rows.index(id) for id in ids]
        there = (min(places) - 1 if by < 0 else max(places) + 1) if places else -1
        if 0 <= there < len(rows):
            self._move(ids, rows[there], by > 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        shifted = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and shifted == both:
            self.step(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        held = event.button() == Qt.MouseButton.LeftButton and plain and self.indexAt(at).isValid()
        self._pressed = at if held else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None or not event.buttons() & Qt.MouseButton.LeftButton:
            super().mouseMoveEvent(event)
            return
        way = event.position().toPoint() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance() and self.ranked_ids():
            self._pressed = None
            drag = QDrag(self)
            drag.setMimeData(self.dragged())
            drag.exec(Qt.DropAction.MoveAction)

    def dragged(self) -> QMimeData:
        """The chosen rows as what is dragged."""
        data = QMimeData()
        data.setData(MIME, "\n".join(self.ranked_ids()).encode())
        return data

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._accept(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._accept(event)
        row, behind = self._target(event.position().toPoint())
        if event.isAccepted() and row >= 0:
            rect = self.visualRect(self.model().index(row, 0))
            self._line = rect.bottom() if behind else rect.top()
        self.viewport().update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._line = None
        self.viewport().update()
        event.accept()

    def dropEvent(self, event: QDropEvent) -> None:
        self._line = None
        self.viewport().update()
        self._accept(event)
        row, behind = self._target(event.position().toPoint())
        if event.isAccepted() and row >= 0:
            ids = bytes(event.mimeData().data(MIME).data()).decode().split("\n")
            target = self._id(self.shown()[row])
            if target not in ids:
                self._move(ids, target, behind)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._line is not None:
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(present().accent), 2))
            painter.drawLine(0, self._line, self.viewport().width(), self._line)
            painter.end()

    def _accept(self, event: QDropEvent) -> None:
        if event.mimeData().hasFormat(MIME):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def _target(self, place: QPoint) -> tuple[int, bool]:
        """The ranked row at a place, the last one beneath all rows, and whether the lower half of it is meant."""
        rows = self.shown()
        ranked = [number for number, row in enumerate(rows) if self._is_ranked(row)]
        if not ranked:
            return -1, False
        row = self.rowAt(place.y())
        if row < 0 or row > ranked[-1]:
            return ranked[-1], True
        rect = self.visualRect(self.model().index(row, 0))
        return (row, place.y() > rect.center().y()) if row in ranked else (ranked[-1], True)

    def _move(self, ids: list[str], target: str, behind: bool) -> None:
        if self.is_in_order:
            self.moved.emit(ids, target, behind)
        else:
            self.sorted_instead.emit()
