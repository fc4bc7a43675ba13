"""A copy of the register for somebody else: SQLite's own backup, or fetched from its server; whole and proved."""

import sqlite3
from contextlib import closing
from pathlib import Path

from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.sqlite_file import told
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.transfer import transfer


def copy(location: str | Path, to: Path) -> None:
    """Copy the register at `location` to `to`, where no file is; what is in its write-ahead log comes along.

    The copy is one file, is read through, and is opened once: StoreUnavailable where it is not whole.
    """
    if is_server(location):
        _fetch(str(location), to)
        return
    with (
        told(to),
        closing(sqlite3.connect(f"{Path(location).absolute().as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)
        fault = target.execute("PRAGMA quick_check(1)").fetchone()[0]
    if fault != "ok":
        raise StoreUnavailable(_("資料庫的副本不完整（{fault}），沒有完成。請先檢查原來的資料庫。").format(fault=fault))
    Store.open(to).close()
    lay_flat(to)


def _fetch(url: str, to: Path) -> None:
    """Make a file of a server's register."""
    source, target = Store.open(url), Store.create(to)
    try:
        for _part in transfer(source, target):
            pass
    finally:
        source.close()
        target.close()
    lay_flat(to)


def lay_flat(path: Path) -> None:
    """Put a register that nobody has open into its one file, so that it can be read from anywhere."""
    with told(path), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
