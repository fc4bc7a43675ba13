"""Workbooks onto the disk: whole, or not at all."""

from collections.abc import Callable
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.book import Book


def _xlsx(book: Book) -> bytes:
    from northtaiwan_desktop.sheets import xlsx_file

    return xlsx_file.data(book)


def _ods(book: Book) -> bytes:
    from northtaiwan_desktop.sheets import ods_file

    return ods_file.data(book)


# Each format's library is loaded only when it is asked for: the window must not wait for them.
_WRITERS: dict[str, Callable[[Book], bytes]] = {".xlsx": _xlsx, ".ods": _ods}
SUFFIXES = tuple(_WRITERS)


def write(book: Book, path: Path) -> None:
    """Write the book as its ending says. A file that was there stays whole until the new one is complete."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise RuleBroken(
            _("「{name}」的格式不能輸出試算表。請把副檔名改為 .xlsx（Excel）或 .ods（開放文件）。").format(
                name=path.name
            )
        )
    whole_file.write(path, writer(book))
