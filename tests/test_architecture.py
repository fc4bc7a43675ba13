"""The house as it stands keeps its rules, and each rule is seen to bite on a small house that breaks it."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import architecture as rules

ROOT = Path(__file__).parent.parent

RULES: list[Callable[[Path], list[str]]] = [
    rules.upward,
    rules.circles,
    rules.out_of_place,
    rules.impure,
    rules.nameless,
    rules.unexplained,
    rules.registries,
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Callable[[Path], list[str]]) -> None:
    assert rule(ROOT) == []


def house(root: Path, **texts: str) -> Path:
    """A small house: `ui__page` is the file `ui/page.py`, its text the import or line that matters."""
    for name, text in texts.items():
        path = root / rules.PACKAGE / (name.replace("__", "/") + ".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'"""Why it exists."""\n{text}\n', "utf-8")
    return root


SOUND = {
    "domain__errors": "",
    "domain__meeting": "from northtaiwan_desktop.domain.errors import AppError",
    "i18n": "",
    "paths": "from northtaiwan_desktop.domain.errors import AppError\nfrom northtaiwan_desktop import i18n",
    "sheets__columns": "from northtaiwan_desktop.i18n import _\nimport openpyxl",
    "storage__store": "import sqlalchemy\nfrom northtaiwan_desktop.domain import meeting",
    "services__meetings": "from northtaiwan_desktop.storage.store import Store",
    "ui__page": "from northtaiwan_desktop.sheets.columns import Column\nimport PySide6",
    "commands__export": "from northtaiwan_desktop.services import meetings",
    "app": "from northtaiwan_desktop.ui.page import Page",
    "cli": "from northtaiwan_desktop.commands import export",
}


def test_a_sound_house_breaks_no_rule(tmp_path: Path) -> None:
    root = house(tmp_path, **SOUND)
    assert [broken for rule in RULES for broken in rule(root)] == []


@pytest.mark.parametrize(
    ("rule", "file", "text"),
    [
        (rules.upward, "domain__bad", "from northtaiwan_desktop.storage.store import Store"),
        (rules.upward, "domain__bad", "def f():\n    import northtaiwan_desktop.storage.store"),
        (rules.upward, "services__bad", "from northtaiwan_desktop.ui import page"),
        (rules.upward, "services__bad", "from ..ui import page"),
        (rules.upward, "documents__bad", "from northtaiwan_desktop.storage import store"),
        (rules.upward, "sheets__bad", "from northtaiwan_desktop.documents import minutes"),
        (rules.upward, "cli", "from northtaiwan_desktop.app import main"),
        (rules.upward, "cli", "from northtaiwan_desktop.ui.page import Page"),
        (rules.upward, "commands__bad", "from northtaiwan_desktop.ui.page import Page"),
        (rules.upward, "app", "from northtaiwan_desktop.commands import export"),
        (rules.upward, "settings", "from northtaiwan_desktop.domain.meeting import Meeting"),
        (rules.upward, "attic__bad", "from northtaiwan_desktop.domain import meeting"),
        (rules.circles, "domain__errors", "from northtaiwan_desktop.domain.meeting import Meeting"),
        (
            rules.circles,
            "domain__errors",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from northtaiwan_desktop.domain import meeting",
        ),
        (rules.circles, "domain__errors", "def late():\n    from .meeting import Meeting"),
        (rules.out_of_place, "services__bad", "from PySide6.QtCore import QObject"),
        (rules.out_of_place, "cli", "import PySide6.QtGui"),
        (rules.out_of_place, "ui__bad", "from sqlalchemy.orm import Session"),
        (rules.out_of_place, "services__bad", "import openpyxl"),
        (rules.out_of_place, "sheets__bad", "import docx"),
        (rules.impure, "domain__bad", "from datetime import date\nthis_day = date.today()"),
        (rules.impure, "domain__bad", "import datetime\nmoment = datetime.datetime.now()"),
        (rules.impure, "domain__bad", "text = open('members.toml').read()"),
        (rules.impure, "domain__bad", "from pathlib import Path"),
        (rules.nameless, "services__utils", ""),
        (rules.nameless, "ui__helpers__page", ""),
        (rules.nameless, "storage__session_manager", ""),
        (rules.registries, "services__bad", "home = 'https://" + "py" + "pi.org/simple'"),
        (rules.registries, "services__bad", "flags = '--extra-" + "index-" + "url'"),
    ],
)
def test_the_rule_bites(tmp_path: Path, rule: Callable[[Path], list[str]], file: str, text: str) -> None:
    root = house(tmp_path, **(SOUND | {file: text}))
    assert len(rule(root)) == 1


def test_a_file_that_does_not_say_why_it_exists_is_named(tmp_path: Path) -> None:
    root = house(tmp_path, **SOUND)
    (root / rules.PACKAGE / "services" / "silent.py").write_text("x = 1\n", "utf-8")
    assert rules.unexplained(root) == [str(Path(rules.PACKAGE, "services", "silent.py"))]
