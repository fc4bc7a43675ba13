"""The last resort: an error that nobody took is logged and shown, and the window goes on."""

import logging
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QTimer

log = logging.getLogger(__name__)
Hook = Callable[[type[BaseException], BaseException, TracebackType | None], None]


def last_resort(show: Callable[[Exception], None]) -> Hook:
    """Make the hook for errors that nobody took: each is logged, then shown once the present event is over."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        log.error("nobody took this error", exc_info=(kind, error, trace))
        if isinstance(error, Exception):
            QTimer.singleShot(0, lambda: show(error))

    return hook
