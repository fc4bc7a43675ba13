"""A page on its own before the real register of the sample year: made, shown, and waited for."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TypeVar

from pytestqt.qtbot import QtBot

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

P = TypeVar("P", bound=Page)
TODAY = date(2014, 11, 3)


@contextmanager
def shown(qtbot: QtBot, kind: type[P], store: Store, folder: Path, *, year: int = 103) -> Iterator[P]:
    """The page in sight on 103年11月3日, its first answers come."""
    workbench = Workbench(store, today=lambda: TODAY)
    page = kind(workbench, Settings(folder / "settings.json"), YearChoice(year))
    qtbot.addWidget(page)
    page.resize(1170, 710)
    page.show()
    settled(qtbot, page)
    yield page
    settled(qtbot, page)
    workbench.close()


def settled(qtbot: QtBot, page: Page) -> None:
    """Wait until all that was asked has been answered."""
    qtbot.waitUntil(lambda: page.workbench.is_idle, timeout=20_000)
