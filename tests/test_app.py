"""The program as a person starts it: the pictures of its pages, and what it says when it cannot open."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

ROOT = Path(__file__).parent.parent


def _run(tmp_path: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    env |= {"XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, str(ROOT / "main.py"), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=240, check=False)


def test_each_page_is_pictured_light_dark_and_large(tmp_path: Path, sample_register: Path) -> None:
    done = _run(tmp_path, "--store", sample_register, "--pictures", tmp_path / "pictures")
    assert done.returncode == 0, done.stderr
    written = [Path(line) for line in done.stdout.splitlines()]
    names = {path.name for path in written}
    for number, page in enumerate(
        ("home", "meetings", "resolutions", "plan", "proposals", "intake", "chronicle", "organisation", "settings"), 1
    ):
        for look in ("light-1366x768", "dark-1366x768", "light-1920x1080"):
            assert f"{number}-{page}-{look}.png" in names
    image = QImage(str(tmp_path / "pictures" / "1-home-light-1366x768.png"))
    assert (image.width(), image.height()) == (1366, 768)
    assert not (tmp_path / "northtaiwan" / "settings.json").exists()


def test_without_a_register_the_ways_to_begin_are_pictured(tmp_path: Path) -> None:
    done = _run(tmp_path, "--pictures", tmp_path / "pictures")
    assert done.returncode == 0, done.stderr
    assert {Path(line).name for line in done.stdout.splitlines()} == {
        "0-welcome-light-1366x768.png",
        "0-welcome-dark-1366x768.png",
        "0-welcome-light-1920x1080.png",
    }


@pytest.mark.parametrize("content", [None, "some text that is no register"])
def test_a_register_that_cannot_be_opened_is_named_and_the_status_is_1(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "broken.db"
    if content is not None:
        path.write_text(content, "utf-8")
    done = _run(tmp_path, "--store", path, "--pictures", tmp_path / "pictures")
    assert done.returncode == 1
    assert "broken.db" in done.stderr
    assert "Traceback" not in done.stderr


LEAVE_A_CIRCLE = """
import sys, threading, time, weakref
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from northtaiwan_desktop import app
from northtaiwan_desktop.ui.main_window import MainWindow

class Left(QObject):
    def __init__(self):
        super().__init__()
        self.self = self
        weakref.finalize(self, lambda: print(threading.current_thread().name, flush=True))

def run(application):
    [window] = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)]
    while not (window.side.isVisible() and window.workbench.is_idle):
        QApplication.processEvents()
    Left()
    kept = []
    window.workbench.ask(lambda _records: [[number] for number in range(500_000)], kept.append)
    end = time.monotonic() + 60
    while time.monotonic() < end and not (kept and window.workbench.is_idle):
        QApplication.processEvents()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        QApplication.processEvents()
    return 0

QApplication.exec = run
if __name__ == "__main__":
    app.main(["--store", sys.argv[1]])
"""


def test_what_windows_leave_is_destroyed_on_the_thread_of_the_screen(tmp_path: Path, sample_register: Path) -> None:
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    env |= {"XDG_CONFIG_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}
    script = tmp_path / "leave_a_circle.py"
    script.write_text(LEAVE_A_CIRCLE, "utf-8")
    command = [sys.executable, str(script), str(shutil.copy(sample_register, tmp_path / "sample.db"))]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["MainThread"]
