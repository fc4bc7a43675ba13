"""A button that does one thing when it is clicked, and never because Enter was pressed somewhere else."""

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton


def push_button(words: str, act: Callable[[], object], *, main: bool = False) -> QPushButton:
    """`main` marks the one that a person came for."""
    made = QPushButton(words)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked: act())
    if main:
        made.setProperty("role", "main")
    return made
