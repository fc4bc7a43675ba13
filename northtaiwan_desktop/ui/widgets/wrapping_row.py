"""A row of buttons or choices that goes on in a second row where the window is too narrow for one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

GAP = 8


class WrappingRow(QLayout):
    """Used like a QHBoxLayout. `at_right` puts what does not fill a row at its right end."""

    def __init__(self, parent: QWidget | None = None, *, at_right: bool = False) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._at_right = at_right
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(GAP)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insertWidget(self, place: int, widget: QWidget) -> None:
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())
        self.invalidate()

    def addStretch(self) -> None:
        """What comes after stands at the right end of its row."""
        self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, place: int) -> QLayoutItem | None:  # Qt asks past the end
        return self._items[place] if 0 <= place < len(self._items) else None

    def takeAt(self, place: int) -> QLayoutItem | None:  # type: ignore[override]  # none left is none, as in Qt
        return self._items.pop(place) if 0 <= place < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        rows = self._rows(width)
        return sum(map(_height, rows)) + self.spacing() * max(0, len(rows) - 1)

    def minimumSize(self) -> QSize:
        shown = self._shown()
        widest = max(map(_least, shown), default=0)
        return QSize(widest, _height(shown))

    def sizeHint(self) -> QSize:
        shown = self._shown()
        return QSize(self._width(shown, _wanted), _height(shown))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for row in self._rows(rect.width()):
            height = _height(row)
            self._place(row, QRect(rect.left(), top, rect.width(), height))
            top += height + self.spacing()

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if item.spacerItem() is not None or not item.isEmpty()]

    def _width(self, row: Sequence[QLayoutItem], of: Callable[[QLayoutItem], int]) -> int:
        widgets = [item for item in row if item.spacerItem() is None]
        return sum(of(item) for item in widgets) + self.spacing() * max(0, len(widgets) - 1)

    def _rows(self, width: int) -> list[list[QLayoutItem]]:
        """The items row by row: as many as fit when each is as narrow as it may be."""
        rows: list[list[QLayoutItem]] = [[]]
        for item in self._shown():
            longer = [*rows[-1], item]
            if rows[-1] and self._width(longer, _least) > width:
                rows.append([item])
            else:
                rows[-1] = longer
        return rows

    def _place(self, row: list[QLayoutItem], rect: QRect) -> None:
        """Give each item what it wants, or its part of what there is; the rest goes to the stretch."""
        least, wanted = self._width(row, _least), self._width(row, _wanted)
        part = min(1.0, (rect.width() - least) / (wanted - least)) if wanted > least else 1.0
        rest = max(0, rect.width() - wanted)
        left = rect.left() + (rest if self._at_right else 0)
        for item in row:
            if item.spacerItem() is not None:
                left += rest
                continue
            narrow = _least(item)
            width = min(rect.width(), narrow + int((_wanted(item) - narrow) * max(0.0, part)))
            height = min(item.sizeHint().height(), rect.height())
            item.setGeometry(QRect(QPoint(left, rect.top() + (rect.height() - height) // 2), QSize(width, height)))
            left += width + self.spacing()


def _least(item: QLayoutItem) -> int:
    return item.minimumSize().width()


def _wanted(item: QLayoutItem) -> int:
    return item.sizeHint().width()


def _height(row: Sequence[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in row), default=0)
