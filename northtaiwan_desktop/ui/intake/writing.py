"""The writing of a batch as the window watches it: how far it is, and whether a person has stopped it."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import TYPE_CHECKING

from northtaiwan_desktop.domain.errors import Stopped
from northtaiwan_desktop.i18n import _

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.work import Work


class Writing:
    """An action that is watched. It runs on the store's thread, and knows no Qt: the window looks at `part`."""

    def __init__(self, action: Callable[[Work], object]) -> None:
        self._action = action
        self._stopped = Event()
        self.part = 0.0

    def __call__(self, work: Work) -> None:
        work.watch = self._hear
        work.tell(0.0)
        self._action(work)

    def stop(self) -> None:
        """Have it end where it next looks up; what was written until then is not kept."""
        self._stopped.set()

    def _hear(self, part: float) -> None:
        if self._stopped.is_set():
            raise Stopped(_("已停止匯入，沒有寫入任何一列。"))
        self.part = part
