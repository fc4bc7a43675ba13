"""自動備份: a copy of the open register each hour in which it was changed, made beside the work."""

from __future__ import annotations

from collections.abc import Generator
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.domain.backups import Keeping  # hardly wanted before the window is painted

HOUR = 3_600_000
FIRST = 300_000
"""Milliseconds until the first copy after a register was opened: what was done before is then safe too."""


def keeping_of(settings: Settings) -> Keeping:
    """How this PC's user wants copies to be kept."""
    from northtaiwan_desktop.domain.backups import Keeping

    return Keeping(folder=settings.choices.backup_folder, cap_mb=settings.choices.backup_cap_mb)


class HourlyBackups(QObject):
    """`failed` tells once why no copy can be made, and again when the reason is another one; `made` that one was."""

    made = Signal()
    failed = Signal(object)

    def __init__(self, workbench: Workbench, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._settings = workbench, settings
        self._told = ""
        self._first = QTimer(self, singleShot=True, interval=FIRST)
        self._each = QTimer(self, interval=HOUR)
        self._first.timeout.connect(self.keep)
        self._each.timeout.connect(self.keep)
        workbench.opened.connect(self._on_opened)

    def keep(self) -> None:
        """Make a copy now, if there is anything new."""
        location = self._workbench.location
        if self._workbench.is_file and self._workbench.rights.may_change:
            job = _kept(location, keeping_of(self._settings))
            self._workbench.run(job, None, self._on_made, failed=self._on_failed, owner=self)

    def _on_opened(self, _location: str) -> None:
        self._first.start()
        self._each.start()

    def _on_made(self, made: bool) -> None:
        self._told = ""
        if made:
            self.made.emit()

    def _on_failed(self, error: Exception) -> None:
        if str(error) != self._told:
            self._told = str(error)
            self.failed.emit(error)


def _kept(location: str, keeping: Keeping) -> Generator[float, None, bool]:
    yield 0.0
    from northtaiwan_desktop.domain.backups import Reason
    from northtaiwan_desktop.storage import backups

    return backups.keep(location, reason=Reason.HOURLY, now=datetime.now(), keeping=keeping) is not None
