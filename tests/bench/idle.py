"""What the open window takes while nobody touches it: `python -m tests.bench.idle [--seconds 60]`."""

import argparse
import json
import os
import resource
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from northtaiwan_desktop.services import setup
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from tests.bench.driving import Step, drive

SETTLE = 6.0
"""Seconds until what the last step began has ended: a notice goes, a list is fitted."""


@dataclass(frozen=True)
class Idle:
    """Seconds of the processor, of all threads, and how often one of them woke, in so many seconds."""

    scene: str
    seconds: float
    processor: float
    wakes: int

    @property
    def percent(self) -> float:
        return 100 * self.processor / self.seconds


def measure(store: Path, seconds: float) -> list[Idle]:
    """The home page, a long list, and a meeting's minutes with the caret blinking in a field."""
    found: list[Idle] = []

    def still(scene: str) -> Iterator[Step]:
        yield SETTLE
        began, processor, wakes = time.monotonic(), time.process_time(), _wakes()
        yield seconds
        took = time.monotonic() - began
        found.append(Idle(scene, took, time.process_time() - processor, _wakes() - wakes))

    def use(window: MainWindow) -> Iterator[Step]:
        yield from still("首頁")
        window.open_page("resolutions")
        yield lambda: window.workbench.is_idle
        yield from still("決議列管")
        page = window.open_page("meetings")
        assert isinstance(page, MeetingsPage)
        yield lambda: window.workbench.is_idle
        next(iter(page.views()))
        yield lambda: window.workbench.is_idle
        window.activateWindow()
        yield window.isActiveWindow
        editor = page.editor
        assert editor is not None
        editor.add_item_button.click()
        yield lambda: window.workbench.is_idle
        assert isinstance(QApplication.focusWidget(), QPlainTextEdit)
        yield from still("會議紀錄，游標在欄位裡")

    drive(store, use, "--today", "103年11月3日")
    return found


def _wakes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    words = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as folder:
        os.environ |= dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder)
        store = Path(folder, "北臺.db")
        setup.create(store, sample=True).close()
        for idle in measure(store, words.seconds):
            print(json.dumps({**asdict(idle), "percent": round(idle.percent, 3)}, ensure_ascii=False))


if __name__ == "__main__":
    main()
