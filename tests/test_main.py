"""One program, two doors: a verb goes to the command line, anything else to the window."""

import subprocess
import sys
from pathlib import Path

import pytest

from main import is_command

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize(
    ("line", "command"),
    [
        ("", False),
        ("--store year.db", False),
        ("--store init", False),
        ("--store=year.db --pictures out/pages", False),
        ("init --sample", True),
        ("--store year.db list meetings --json", True),
        ("--store=year.db undo", True),
        ("--by 王小明 --today 103年9月30日 undo", True),
        ("--language en", False),
        ("--help", True),
        ("--store year.db -h", True),
    ],
)
def test_a_verb_is_told_from_the_value_of_an_option(line: str, command: bool) -> None:
    assert is_command(line.split()) is command


def test_the_command_line_works_without_qt() -> None:
    look = "import sys, northtaiwan_desktop.cli; sys.exit('PySide6' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False).returncode == 0
