"""The calm bar beneath a page: what was done, what was refused and why, with one thing to do about it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.i18n import _

DONE, NOTE, ERROR = "done", "note", "error"
LASTS = 12_000


class NoticeBar(QFrame):
    """Shows one notice at a time. What was done goes by itself after a while; what went wrong stays until it is closed,
    or something has been done since."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._act: Callable[[], object] | None = None
        self.tone = DONE
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.action_button = QPushButton()
        self.action_button.clicked.connect(self._do)
        self.close_button = QPushButton(_("關閉"))
        self.close_button.setProperty("role", "quiet")
        self.close_button.setAccessibleName(_("關閉這則訊息"))
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.label, 1)
        row.addWidget(self.action_button)
        row.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.addLayout(row)
        self._timer = QTimer(self, singleShot=True, interval=LASTS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @property
    def text(self) -> str:
        return self.label.text()

    def done(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what was done, in place of what went wrong before; it goes by itself."""
        self._show(DONE, text, action, act)
        self._timer.start()

    def note(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what a person should know; it stays until closed."""
        self._show(NOTE, text, action, act)

    def refuse(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Say what went wrong, to what, and what to do; it stays until closed, mended, or followed by another."""
        self._show(ERROR, text, action, act)

    def mended(self) -> None:
        """What went wrong is right now, or no longer in sight: the words about it go."""
        if self.tone == ERROR:
            self.hide()

    def _show(self, tone: str, text: str, action: str, act: Callable[[], object] | None) -> None:
        self._timer.stop()
        self.tone, self._act = tone, act
        self.setProperty("tone", tone)
        self.style().polish(self)
        self.label.setText(text)
        self.setAccessibleName(text)
        self.action_button.setText(action)
        self.action_button.setVisible(act is not None)
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self.label, QAccessible.Event.Alert))

    def _do(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()
