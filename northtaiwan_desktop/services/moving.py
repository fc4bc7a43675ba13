"""A register moved from its file to a server and back: copied whole, counted, and kept only where all agrees."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.server_address import ServerAddress, is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import sqlite_file
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.transfer import Counted, transfer


def copy(source: str | Path, target: str | Path) -> Generator[float, None, list[Counted]]:
    """Copy the register at `source` to `target`, where none is; yields how far it is (0 to 1).

    Returns every table with its rows and checksum, which are the same on both sides. The source stays as it is.
    Closing it leaves nothing in the target.
    """
    if is_server(target):
        url = ServerAddress.read(str(target)).url
        with closing(Store.open(source)) as read, closing(Store.create(url)) as written:
            return (yield from transfer(read, written))
    path = Path(target)
    if whole_file.is_there(path):
        raise RuleBroken(_("「{path}」已經存在，沒有複製。請換一個檔名。").format(path=path))
    with (
        closing(Store.open(source)) as read,
        sqlite_file.in_the_making(path) as beside,
        closing(Store.create(beside)) as written,
    ):
        return (yield from transfer(read, written))
