"""From the start of the process to the painted window, against a bare Qt window with an empty table."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

from tests.bench.timing import compared

ROOT = Path(__file__).parents[2]
BARE = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from PySide6.QtCore import QTimer
app = QApplication(sys.argv[:1])
window = QMainWindow()
window.setCentralWidget(QTableView())
window.resize(1280, 800)
window.show()
app.processEvents()
"""
PAINTED = """
import sys
from PySide6.QtWidgets import QApplication
from northtaiwan_desktop import app
QApplication.exec = lambda _app: QApplication.processEvents()
app.main(["--store", sys.argv[1]])
"""
FILLED = """
import sys, time
from PySide6.QtCore import QTimer
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
    return 0
QApplication.exec = run
app.main(["--store", sys.argv[1]])
"""


def run(script: str, store: Path, home: Path) -> None:
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=str(home), PYTHONPATH=str(ROOT))
    subprocess.run([sys.executable, "-c", script, str(store)], cwd=ROOT, env=env, check=True)


def test_start(sample_register, tmp_path):
    bare = partial(run, BARE, sample_register, tmp_path)
    print()
    print(compared("視窗畫好", partial(run, PAINTED, sample_register, tmp_path), "空的 Qt 視窗", bare))
    print(compared("首頁有資料", partial(run, FILLED, sample_register, tmp_path), "空的 Qt 視窗", bare))
