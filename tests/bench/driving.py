"""The program as its user starts it, with somebody at it who goes step by step inside the program's own event loop."""

import sys
from collections.abc import Callable, Generator, Iterator
from functools import partial
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from northtaiwan_desktop import app
from northtaiwan_desktop.ui.main_window import MainWindow

Step = float | Callable[[], bool]
"""Seconds in which nobody does anything, or what has to come true before the next step."""
GLANCE = 5
"""Milliseconds between two looks whether it has."""


def drive(store: Path, use: Callable[[MainWindow], Iterator[Step]], *words: str) -> None:
    """Start the program on a register and go through the steps; what breaks there breaks here."""
    broken: list[BaseException] = []
    runs, tells = QApplication.exec, sys.excepthook

    def run(_app: QApplication) -> int:
        going = _from_the_first_data(use)
        QTimer.singleShot(0, partial(_go_on, going, broken))
        return runs()

    try:
        with patch.object(QApplication, "exec", run):
            app.main(["--store", str(store), *words])
    finally:
        # The program shows what breaks in its window, which is gone now.
        sys.excepthook = tells
    if broken:
        raise broken[0]


def _from_the_first_data(use: Callable[[MainWindow], Iterator[Step]]) -> Generator[Step, None, None]:
    window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
    yield lambda: window.side.isVisible() and window.workbench.is_idle
    yield from use(window)


def _go_on(going: Iterator[Step], broken: list[BaseException], step: Step = 0.0) -> None:
    """The next step, once this one is done: no timer of ours runs while nobody does anything."""
    try:
        if callable(step) and not step():
            QTimer.singleShot(GLANCE, partial(_go_on, going, broken, step))
            return
        step = next(going)
    except StopIteration:
        QApplication.quit()
    except BaseException as error:
        broken.append(error)
        QApplication.quit()
    else:
        after = 0 if callable(step) else round(step * 1000)
        QTimer.singleShot(after, partial(_go_on, going, broken, step))
