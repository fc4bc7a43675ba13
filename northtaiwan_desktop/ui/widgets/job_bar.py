"""A long job as the person sees it: what is being done, how far it is, and a button that stops it."""

from collections.abc import Callable, Generator
from typing import TypeVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.workbench import Failed, Workbench

T = TypeVar("T")


class JobBar(QFrame):
    """Hidden until a job runs. One job at a time: `is_running` says whether one does."""

    def __init__(self, workbench: Workbench, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self._workbench = workbench
        self._cancel: Callable[[], None] | None = None
        self.label = QLabel()
        self.bar = QProgressBar()
        self.bar.setRange(0, 100)
        self.stop_button = QPushButton(_("停止"))
        self.stop_button.clicked.connect(lambda _checked: self.stop())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 8, 8, 8)
        layout.setSpacing(12)
        layout.addWidget(self.label)
        layout.addWidget(self.bar, 1)
        layout.addWidget(self.stop_button)
        self._showing = QTimer(self, singleShot=True)
        self._showing.timeout.connect(self.show)
        self.hide()

    @property
    def is_running(self) -> bool:
        return self._cancel is not None

    def run(
        self,
        words: str,
        job: Generator[float, None, T],
        then: Callable[[T], None],
        *,
        failed: Failed | None = None,
        stopped: Callable[[], None] | None = None,
        patience: int = 0,
    ) -> None:
        """Run a job under these words (「正在讀取 8 個檔案」); `then` is given what it returns.

        One that is done within `patience` (milliseconds) is not shown at all.
        """

        def whole(value: T) -> None:
            self.end()
            then(value)

        def broke(error: Exception) -> None:
            self.end()
            (failed or self._workbench.failed.emit)(error)

        def cut() -> None:
            self.end()
            if stopped is not None:
                stopped()

        self.begin(words, self._workbench.run(job, self.tell, whole, stopped=cut, failed=broke, owner=self), patience)

    def begin(self, words: str, stop: Callable[[], None], patience: int = 0) -> None:
        """Show what somebody else runs, until `end`; `stop` is called by the button."""
        self._cancel = stop
        self.label.setText(words)
        self.bar.setAccessibleName(words)
        self.bar.setValue(0)
        self.stop_button.setEnabled(True)
        if patience:
            self._showing.start(patience)
        else:
            self.show()

    def tell(self, part: float) -> None:
        """Show how far it is, 0 to 1."""
        self.bar.setValue(round(part * 100))

    def stop(self) -> None:
        """Stop the job that runs."""
        self.stop_button.setEnabled(False)
        if self._cancel is not None:
            self._cancel()

    def end(self) -> None:
        """It is done, or has been stopped."""
        self._cancel = None
        self._showing.stop()
        self.hide()
