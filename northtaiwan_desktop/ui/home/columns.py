"""Cards in two columns of their own heights where there is room, in one where there is not (at 200 %)."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

NARROW = 900
"""Pixels below which two columns would cut what stands in them."""
GAP = 10


class CardColumns(QScrollArea):
    """Two columns, so that a short card leaves no hole beside a long one; in one, the pairs stay together."""

    def __init__(self, left: Sequence[QWidget], right: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left, self._right = left, right
        self.is_narrow: bool | None = None
        inner = QWidget()
        self._row = row = QHBoxLayout(inner)
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(GAP)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        for column in self._columns:
            column.setSpacing(GAP)
            row.addLayout(column, 1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidget(inner)
        self._lay_out(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out(self.width() < NARROW)

    def chain(self) -> None:
        """Have Tab go as the eye does, down one column and then the other; what was made anew stands in its place."""
        before: QWidget | None = None
        for widget in (one for column in self._columns for one in _within(column)):
            if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus:
                if before is not None:
                    QWidget.setTabOrder(before, widget)
                before = widget

    def _lay_out(self, is_narrow: bool) -> None:
        if is_narrow == self.is_narrow:
            return
        self.is_narrow = is_narrow
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        pairs = [card for pair in zip_longest(self._left, self._right) for card in pair if card is not None]
        placed = (pairs, []) if is_narrow else (self._left, self._right)
        for column, cards in zip(self._columns, placed, strict=True):
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        self.chain()
        self._row.setSpacing(0 if is_narrow else GAP)
        self._row.setStretch(1, 0 if is_narrow else 1)


def _within(layout: QLayout) -> Iterator[QWidget]:
    """All widgets of a layout and of those within it, in their order.

    Asked by place, not by `itemAt`: PySide goes on holding an item that Qt has deleted, and then takes whatever comes
    to lie in its place for it.
    """
    around = layout.parentWidget()
    widgets = [one for one in around.children() if isinstance(one, QWidget)] if around else []
    layouts = [one for one in layout.children() if isinstance(one, QLayout)]
    placed: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(one), one) for one in widgets]
    placed += [(layout.indexOf(one), one) for one in layouts]
    for place, one in sorted(placed, key=lambda entry: entry[0]):
        if place < 0:
            continue
        if isinstance(one, QLayout):
            yield from _within(one)
            continue
        yield one
        if (inner := one.layout()) is not None:
            yield from _within(inner)
