"""From the start of the process to the painted main window, beside other programs for the desktop, each started alike:

    python -m tests.bench.other_programs

They are installed from their published packages into a folder of this run. What a program asks at its first start is
answered with its default. The processor's time is told too: it says the same on a busy machine.
"""

import os
import subprocess
import sys
import venv
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import CLOCK_MONOTONIC, clock_gettime

from northtaiwan_desktop.services import setup
from tests.bench.bench_start import BARE, FILLED, PAINTED

ROOT = Path(__file__).parents[2]
TURNS = 9
TELL = """
def tell():
    import os, resource
    from time import CLOCK_MONOTONIC, clock_gettime
    used = resource.getrusage(resource.RUSAGE_SELF)
    with open(os.environ["TOLD"], "w") as told:
        told.write(f"{clock_gettime(CLOCK_MONOTONIC)} {used.ru_utime + used.ru_stime}")
    os._exit(0)
"""
OTHER = """
import importlib, sys
from PyQt6.QtWidgets import QApplication, QDialog, QMainWindow, QMessageBox

def painted(*_given):
    while not any(isinstance(one, QMainWindow) and one.isVisible() for one in QApplication.topLevelWidgets()):
        QApplication.processEvents()
    QApplication.processEvents()
    tell()

def answered(*_given):
    # Some open their main window first, and ask before it.
    if any(isinstance(one, QMainWindow) and one.isVisible() for one in QApplication.topLevelWidgets()):
        painted()
    return 1

QDialog.exec = QMessageBox.exec = answered
QApplication.exec = QApplication.exec_ = painted
module, name = sys.argv[1].split(":")
sys.argv[1:] = []
getattr(importlib.import_module(module), name)()
"""
PROGRAMS = {
    "vorta": (("vorta",), "vorta.__main__:main"),
    "git-cola": (("git-cola", "PyQt6"), "cola.main:main"),
    "ReText": (("ReText",), "ReText.__main__:main"),
    "novelWriter": (("novelWriter",), "novelwriter:main"),
}


def took(python: Path, script: str, argument: str, folder: Path) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    told = folder / "told"
    # A first word that no program takes for its main module: some begin processes of their own.
    begin = folder / "begin.py"
    begin.write_text(f"{TELL}\nif __name__ == '__main__':\n    exec({script!r})\n", "utf-8")
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen", HOME=str(folder), TOLD=str(told), PYTHONPATH=str(ROOT))
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = clock_gettime(CLOCK_MONOTONIC)
    subprocess.run([python, begin, argument], cwd=folder / "work", env=env, check=True, capture_output=True, timeout=60)
    ended, used = told.read_text().split()
    told.unlink()
    return float(ended) - begun, float(used)


def main() -> None:
    """The command."""
    with TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "work").mkdir()
        subprocess.run(["git", "init", "--quiet"], cwd=folder / "work", check=True)
        store = folder / "示例.db"
        setup.create(store, sample=True).close()
        jobs = {
            "空的 Qt 視窗": (Path(sys.executable), BARE, ""),
            "本程式：視窗畫好": (Path(sys.executable), PAINTED, str(store)),
            "本程式：首頁有資料": (Path(sys.executable), FILLED, str(store)),
        }
        for name, (packages, target) in PROGRAMS.items():
            venv.create(folder / name, with_pip=True)
            python = folder / name / "bin" / "python"
            subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
            jobs[name] = (python, OTHER, target)
        found: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
        for turn in range(TURNS + 1):
            for name, (python, script, argument) in jobs.items():
                once = took(python, script, argument, folder)
                if turn:  # the first compiles and reads from the disk
                    found[name].append(once)
        for name, times in found.items():
            clock, used = (median(one[at] for one in times) * 1e3 for at in (0, 1))
            print(f"{name}\t{clock:,.0f} ms\t{used:,.0f} ms of the processor")


if __name__ == "__main__":
    main()
