"""The box above a list in which one types what to look for."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from northtaiwan_desktop.i18n import _

PAUSE = 150


class SearchField(QLineEdit):
    """Emits `wanted` a moment after typing stops; never while Zhuyin is being composed. Esc clears it.

    `left_downward` and `entered` say that a person goes on from here, by the arrow key or by Enter.
    """

    wanted = Signal(str)
    left_downward = Signal()
    entered = Signal()

    def __init__(self, prompt: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._composing = False
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self._tell)
        self.setPlaceholderText(prompt or _("搜尋…"))
        self.setAccessibleName(prompt or _("搜尋"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(180)
        self.setMaximumWidth(300)
        self.textChanged.connect(lambda: self._pause.start())

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._composing = bool(event.preeditString())
        super().inputMethodEvent(event)
        if not self._composing:
            self._pause.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell()
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Down:
            self._tell()
            self.left_downward.emit()
        else:
            super().keyPressEvent(event)

    def _tell(self) -> None:
        self._pause.stop()
        if not self._composing:
            self.wanted.emit(self.text())
