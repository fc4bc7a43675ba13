"""Handing a file or a folder over to the program with which this PC opens it."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_outside(path: Path | str) -> None:
    """Where this PC has no program for it, its desktop says so."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
