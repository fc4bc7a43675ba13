"""What the window's tests stand on: a real register behind a real workbench."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.pages import Surroundings
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

TODAY = date(2014, 11, 3)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def workbench(qtbot: QtBot, store: Store) -> Iterator[Workbench]:
    """A workbench on a register with the reference data alone."""
    bench = Workbench(store, today=lambda: TODAY, user=lambda: "王小明")
    yield bench
    bench.close()


@pytest.fixture
def bare_window(qtbot: QtBot, qapp: QApplication, settings: Settings) -> Iterator[MainWindow]:
    """The window before any register is open."""
    bench = Workbench(today=lambda: TODAY, user=lambda: settings.choices.user)
    theme = Theme(qapp, "light")
    window = MainWindow(Surroundings(workbench=bench, settings=settings, year=YearChoice(103), theme=theme))
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    yield window
    qtbot.waitUntil(lambda: bench.is_idle, timeout=20_000)
    bench.close()


@pytest.fixture
def sample_path(sample_register: Path, tmp_path: Path) -> Path:
    path = tmp_path / "sample.db"
    shutil.copy(sample_register, path)
    return path


@pytest.fixture
def window(qtbot: QtBot, bare_window: MainWindow, sample_path: Path) -> MainWindow:
    """The window on the sample year."""
    bare_window.open_store(str(sample_path))
    qtbot.waitUntil(lambda: bare_window.side.isVisible() and bare_window.workbench.is_idle, timeout=20_000)
    return bare_window


@pytest.fixture
def settle(qtbot: QtBot) -> Callable[[Workbench], None]:
    """Wait until all that was asked has been answered."""
    return lambda bench: qtbot.waitUntil(lambda: bench.is_idle, timeout=20_000)
