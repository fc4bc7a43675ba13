"""A line in which something is written as people write it, and read at once: a day, a span, a percent, an amount."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.errors import AppError


class ParsedField(QWidget):
    """A line edit with a note beneath: how what was typed is understood, or in red why it is not.

    `read` turns text into a value or raises an AppError; `write` gives it back as text; `tell` words the note.
    The text stays as typed until the field is left.
    """

    changed = Signal()

    def __init__(
        self,
        read: Callable[[str], Any],
        write: Callable[[Any], str],
        *,
        tell: Callable[[Any], str] = lambda value: "",
        prompt: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._write = write
        self._tell = tell
        self._value: Any = None
        self.problem = ""
        self.line = QLineEdit()
        self.line.setPlaceholderText(prompt)
        self.note = QLabel()
        self.note.setWordWrap(True)
        self.note.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.note.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(3)
        layout.addWidget(self.line)
        layout.addWidget(self.note)
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._understand)
        self.line.editingFinished.connect(self._write_out)

    def value(self) -> Any:
        """What is understood; None where the line is empty or can't be read (then `problem` says why)."""
        return self._value

    def set_value(self, value: Any) -> None:
        self.line.setText("" if value is None else self._write(value))
        self._understand()

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    def _understand(self) -> None:
        text = self.line.text().strip()
        self._value, self.problem = None, ""
        if text:
            try:
                self._value = self._read(text)
            except AppError as error:
                self.problem = str(error)
        self._show_note()
        self.changed.emit()

    def _show_note(self) -> None:
        said = self.problem or ("" if self._value is None else self._tell(self._value))
        self.note.setText(said)
        self.note.setVisible(bool(said))
        self.note.setProperty("role", "complaint" if self.problem else "soft")
        self.line.setProperty("wrong", bool(self.problem))
        self.line.setAccessibleDescription(said)
        for part in (self.note, self.line):
            part.style().polish(part)

    def _write_out(self) -> None:
        if self._value is not None:
            self.line.setText(self._write(self._value))
