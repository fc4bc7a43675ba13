"""The memory of the program in long use: `python -m tests.bench.long_use [--minutes 60] [--rounds N]`.

Each round goes through every page and its views, opens every dialog, types into a meeting's minutes, takes that back,
looks for words, reads a workbook that came back, writes a paper and a list. What the program holds after each
round is told; it is flat where the last quarter holds what the second did, the first being what is loaded once.
"""

import argparse
import gc
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPlainTextEdit

from northtaiwan_desktop import cli
from northtaiwan_desktop.services import setup
from northtaiwan_desktop.ui.find_box import FindBox
from northtaiwan_desktop.ui.intake.page import IntakePage
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.pages import PAGES
from tests.bench.driving import Step, drive

WORDS = ("轉乘", "健康城市", "交通 防災")
TYPED = "請各縣市於下次會議前提報辦理情形。"
MEETING = "103-deputies-1"


@dataclass(frozen=True)
class Held:
    """What the program holds after a round."""

    round: int
    seconds: float
    megabytes: float
    screens: int
    """Qt's objects that Python knows."""
    objects: int
    threads: int
    files: int


def use_long(folder: Path, *, minutes: float, rounds: int, tell: Callable[[Held], None]) -> list[Held]:
    """Use the program until the time is up or the rounds are done."""
    store = folder / "北臺.db"
    setup.create(store, sample=True).close()
    form = folder / "桃園市.xlsx"
    wish = ["export", "form", "--year", "103", "--county", "桃園市", "-o", str(form)]
    assert cli.main(["--store", str(store), "--today", "103年11月3日", *wish]) == 0
    held: list[Held] = []
    began = time.monotonic()

    def use(window: MainWindow) -> Iterator[Step]:
        while len(held) < rounds and time.monotonic() - began < minutes * 60:
            yield from _one_round(window, folder, form)
            held.append(_held(len(held) + 1, time.monotonic() - began))
            tell(held[-1])

    drive(store, use, "--today", "103年11月3日")
    return held


def growth(held: list[Held]) -> float:
    """MB by which the last quarter holds more than the second."""
    quarter = len(held) // 4
    return median(one.megabytes for one in held[-quarter:]) - median(
        one.megabytes for one in held[quarter : 2 * quarter]
    )


def _one_round(window: MainWindow, folder: Path, form: Path) -> Iterator[Step]:
    bench = window.workbench

    def settled() -> bool:
        return bench.is_idle

    for entry in PAGES:
        page = window.open_page(entry.name)
        yield settled
        for _view in page.views():
            yield settled
        for _name, dialog in page.dialogs():
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()
            yield settled
            dialog.close()
            yield 0.0
    yield from _type(window, settled)
    yield from _look(window)
    yield from _read(window, form, settled)
    yield from _write(window, folder, settled)


def _type(window: MainWindow, settled: Callable[[], bool]) -> Iterator[Step]:
    page = window.open_page("meetings")
    assert isinstance(page, MeetingsPage)
    yield settled
    next(iter(page.views()))  # the first is a draft
    yield settled
    window.activateWindow()
    yield window.isActiveWindow
    editor = page.editor
    assert editor is not None
    before = window.workbench.undo_label
    editor.add_item_button.click()
    yield settled
    field = QApplication.focusWidget()
    assert isinstance(field, QPlainTextEdit)
    for sign in TYPED:
        field.insertPlainText(sign)
        yield 0.0
    editor.flush()
    yield settled
    while window.workbench.undo_label != before:
        window.workbench.undo()
        yield settled
    page.close_editor()
    yield settled


def _look(window: MainWindow) -> Iterator[Step]:
    for words in WORDS:
        window.find_action.trigger()
        box = next(one for one in window.findChildren(FindBox) if one.isVisible())
        box.field.insert(words)  # as an input method commits them
        yield partial(_has_found, box)
        for _turn in ("clears the field", "closes the box"):
            QTest.keyClick(box.field, Qt.Key.Key_Escape)
        yield 0.0


def _has_found(box: FindBox) -> bool:
    return bool(box.told.text()) and (box.list.count() > 0 or "找不到" in box.told.text())


def _read(window: MainWindow, form: Path, settled: Callable[[], bool]) -> Iterator[Step]:
    page = window.open_page("intake")
    assert isinstance(page, IntakePage)
    yield settled
    reviewing = page.reviewing
    page.read([form])
    yield lambda: not reviewing.is_busy and not reviewing.is_empty
    yield settled
    reviewing.clear()
    yield settled


def _write(window: MainWindow, folder: Path, settled: Callable[[], bool]) -> Iterator[Step]:
    minutes, cases = folder / "寫出.docx", folder / "寫出.xlsx"
    page = window.open_page("meetings", MEETING)
    assert isinstance(page, MeetingsPage)
    yield settled
    paper = next(one for one in page.papers.actions() if one.text().startswith("會議紀錄"))
    yield from _written(minutes, paper.trigger, settled)
    page.close_editor()
    yield settled
    window.open_page("resolutions")
    yield settled
    yield from _written(cases, window.list_action.trigger, settled)


def _written(path: Path, write: Callable[[], None], settled: Callable[[], bool]) -> Iterator[Step]:
    path.unlink(missing_ok=True)
    with patch.object(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), "")):
        write()
        yield path.exists
        yield settled


def _held(number: int, seconds: float) -> Held:
    return Held(
        round=number,
        seconds=round(seconds, 1),
        megabytes=_megabytes(),
        screens=sum(1 for one in gc.get_objects() if isinstance(one, QObject)),
        objects=len(gc.get_objects()),
        threads=threading.active_count(),
        files=sum(1 for _file in Path("/proc/self/fd").iterdir()),
    )


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--rounds", type=int, default=1_000_000)
    words = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as folder:
        os.environ |= dict.fromkeys(("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"), folder)

        def tell(one: Held) -> None:
            print(json.dumps(asdict(one)), flush=True)

        held = use_long(Path(folder), minutes=words.minutes, rounds=words.rounds, tell=tell)
    if len(held) >= 8:
        print(json.dumps({"rounds": len(held), "growth_mb": round(growth(held), 1)}))


if __name__ == "__main__":
    main()
