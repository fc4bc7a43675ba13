"""What a register holds twice: tables made of its records alone. One that does not fit is thrown away and made anew."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, text

from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.storage import passages, shape, standing, word_index
from northtaiwan_desktop.storage.schema import passage
from northtaiwan_desktop.storage.schema import standing as standing_table

Make = Callable[[Connection], None]
SEARCH, LISTS = N_("全文搜尋的索引"), N_("列管清單的索引")


def make_anew(engine: Engine) -> tuple[str, ...]:
    """Make those anew in a file that do not fit; tells which."""
    with engine.connect() as connection:
        if not _unfit(connection):
            return ()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        return replace_unfit(connection)


def prove(connection: Connection, path: Path) -> None:
    """Refuse what a migration made, before it is kept, where it could not be opened afterwards."""
    replace_unfit(connection)
    file = connection.connection.driver_connection
    assert isinstance(file, sqlite3.Connection)
    shape.check_schema(file, path)
    shape.check_complete(file, path)


def replace_unfit(connection: Connection) -> tuple[str, ...]:
    """Put empty ones in their places, within a transaction, and fill them from the records; tells which."""
    unfit = _unfit(connection)
    for _words, replace, rebuild in unfit:
        replace(connection)
        rebuild(connection)
    message = _("{what}已損壞，照資料重新建立了；資料本身沒有變更。")
    return tuple(message.format(what=_(words)) for words, _replace, _rebuild in unfit)


def _unfit(connection: Connection) -> list[tuple[str, Make, Make]]:
    found: list[tuple[str, Make, Make]] = []
    if not (_has_columns(connection, passage) and word_index.is_fit(connection)):
        found.append((SEARCH, _replace_search, passages.rebuild))
    if not _has_columns(connection, standing_table):
        found.append((LISTS, lambda connection: _replace(connection, standing_table), standing.rebuild))
    return found


def _has_columns(connection: Connection, table: Table) -> bool:
    there = {row[1] for row in connection.execute(text(f"PRAGMA table_info({table.name})"))}
    return there >= {column.name for column in table.columns}


def _replace_search(connection: Connection) -> None:
    word_index.replace(connection)
    if not _has_columns(connection, passage):
        _replace(connection, passage)


def _replace(connection: Connection, table: Table) -> None:
    connection.execute(text(f"DROP TABLE IF EXISTS {table.name}"))
    table.create(connection)
