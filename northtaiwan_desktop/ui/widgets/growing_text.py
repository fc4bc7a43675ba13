"""A box for longer text that is as high as what stands in it, within limits."""

from PySide6.QtCore import QSizeF
from PySide6.QtWidgets import QPlainTextEdit, QWidget

EDGES = 22
"""Height of a box beyond its lines: border, padding and the document's margin, in pixels."""


class GrowingText(QPlainTextEdit):
    """Shows between `least` and `most` lines; Tab leaves it."""

    def __init__(self, *, least: int = 2, most: int = 16, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit(QSizeF(0, 1))

    def _fit(self, size: QSizeF) -> None:
        # A plain text's layout gives its height in lines, not in pixels.
        shown = max(self._least, min(self._most, round(size.height())))
        self.setFixedHeight(shown * self.fontMetrics().lineSpacing() + EDGES)
