"""From the start of the process to the painted window and to its first data, against a bare Qt window with a table."""

import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from time import CLOCK_MONOTONIC, clock_gettime

from tests.bench import timing

ROOT = Path(__file__).parents[2]
TURNS = 15
TELL = """
def tell():
    from time import CLOCK_MONOTONIC, clock_gettime
    print(clock_gettime(CLOCK_MONOTONIC), flush=True)
"""
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(QTableView())
window.resize(1280, 800)
window.show()
app.processEvents()
tell()
"""
PAINTED = """
import sys
from PySide6.QtWidgets import QApplication
from northtaiwan_desktop import app
# The register is opened once the window is painted.
import os
from northtaiwan_desktop.ui.main_window import MainWindow
def open_store(_window, _location):
    tell()
    sys.stdout.flush()
    os._exit(0)
MainWindow.open_store = open_store
app.main(["--store", sys.argv[1]])
"""
FILLED = """
import sys, time
from PySide6.QtWidgets import QApplication
from northtaiwan_desktop import app
from northtaiwan_desktop.ui.main_window import MainWindow
def run(_app):
    while True:
        QApplication.processEvents()
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        if window.side.isVisible() and window.workbench.is_idle:
            break
        time.sleep(0.001)
    QApplication.processEvents()
    tell()
    return 0
QApplication.exec = run
app.main(["--store", sys.argv[1]])
"""


def took(script: str, store: Path, home: Path) -> float:
    """Seconds from the start of the process to what it tells."""
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=str(home), PYTHONPATH=str(ROOT))
    env.pop("PYTHONDONTWRITEBYTECODE", None)  # a program that is installed is compiled, as the libraries are
    begun = clock_gettime(CLOCK_MONOTONIC)
    done = subprocess.run(
        [sys.executable, "-c", TELL + script, str(store)], cwd=ROOT, env=env, check=True, capture_output=True, text=True
    )
    return float(done.stdout.split()[-1]) - begun


def test_start(sample_register, tmp_path):
    found = {script: [] for script in (BARE, PAINTED, FILLED)}
    for script in found:
        took(script, sample_register, tmp_path)  # what is compiled and read from the disk now is at hand afterwards
    for _turn in range(TURNS):
        for script, times in found.items():
            times.append(took(script, sample_register, tmp_path))
    bare = median(found[BARE])
    print()
    for words, script, budget in (("開啟程式：視窗畫好", PAINTED, 1.3), ("開啟程式：首頁有資料", FILLED, 3)):
        print(timing.found(words, median(found[script]), "空的 Qt 視窗", bare, budget=budget))
