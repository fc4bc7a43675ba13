"""Text that goes on in a second line with a few characters together: Chinese may break anywhere, and left one alone."""

from PySide6.QtWidgets import QLabel, QWidget

JOINER = "\u2060"
"""Where it stands, no line is broken; it is not seen."""
LAST = 6
SHORTEST = 3 * LAST
"""Shorter texts are left alone: their end would be half of them."""


class WrappedLabel(QLabel):
    """A label that wraps, and whose last characters stay together."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(ending_together(text))

    def text(self) -> str:
        return super().text().replace(JOINER, "")


def ending_together(text: str) -> str:
    """The text with its last characters joined, unless it is short or marked up."""
    if len(text) < SHORTEST or "<" in text:
        return text
    return text[:-LAST] + JOINER.join(text[-LAST:])
