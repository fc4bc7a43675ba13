"""Undo while the cursor stands in a text: the text's own steps first, then what was done with the program."""

from collections.abc import Callable

import shiboken6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

Text = QLineEdit | QPlainTextEdit
UNDO = (QKeySequence("Ctrl+Z"),)
REDO = (QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z"))


def forget(field: QWidget) -> None:
    """Let a text forget its own steps: what comes now is not to be mixed with what was before.

    What is being composed goes on.
    """
    if isinstance(field, QPlainTextEdit):
        field.document().clearUndoRedoStacks()
    elif isinstance(field, QLineEdit) and (field.isUndoAvailable() or field.isRedoAvailable()):
        place, start, length = field.cursorPosition(), field.selectionStart(), len(field.selectedText())
        field.blockSignals(True)
        field.setText(field.text())
        field.setCursorPosition(place)
        if start >= 0:
            field.setSelection(start, length)
        field.blockSignals(False)


class OwnSteps(QObject):
    """Watches the text of a window that has the keys, and gives Ctrl+Z to the text only while it has a step of its own.

    `forget_all` is to be called when something is done with the program: from then on the texts begin anew, so that
    no half of what the program wrote comes back, and the order of the steps is kept.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._watched: Text | None = None
        QApplication.instance().focusChanged.connect(self._on_focus)  # type: ignore[union-attr]

    def forget_all(self) -> None:
        for kind in (QPlainTextEdit, QLineEdit):
            for field in self._window.findChildren(kind):
                if field.window() is self._window:
                    forget(field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            return False
        if not isinstance(event, QKeyEvent) or not isinstance(watched, QLineEdit | QPlainTextEdit):
            return False
        step = _step(watched, event)
        if step is None:
            return False
        act, is_own = step
        if event.type() == QEvent.Type.KeyPress:
            act()
            return True
        # A text takes these keys for itself in any case: where it has nothing to undo they are the window's.
        event.setAccepted(is_own)
        return True

    def _on_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        if self._watched is not None and shiboken6.isValid(self._watched):
            self._watched.removeEventFilter(self)
        is_ours = isinstance(now, QLineEdit | QPlainTextEdit) and now.window() is self._window
        self._watched = now if is_ours else None  # type: ignore[assignment]
        if self._watched is not None:
            self._watched.installEventFilter(self)


def _step(field: Text, event: QKeyEvent) -> tuple[Callable[[], None], bool] | None:
    """What a key takes back or does again in the text, and whether there is such a step; None for other keys."""
    pressed = QKeySequence(event.keyCombination())
    own = field.document() if isinstance(field, QPlainTextEdit) else field
    if pressed in UNDO:
        return field.undo, own.isUndoAvailable() and not field.isReadOnly()
    if pressed in REDO:
        return field.redo, own.isRedoAvailable() and not field.isReadOnly()
    return None
