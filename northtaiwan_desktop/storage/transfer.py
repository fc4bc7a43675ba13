"""A register copied whole from one store into another: every table, counted and checked by its checksum."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, select, text

from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import sqlite_file, word_index
from northtaiwan_desktop.storage.schema import blob, metadata, operation, passage
from northtaiwan_desktop.storage.store import Store

AT_ONCE = 1_000
FILES_AT_ONCE = 5


@dataclass(frozen=True)
class Counted:
    """One table as it stands: how many rows, and the checksum of all of them in the order of their keys."""

    table: str
    rows: int
    sha256: str


def counted(store: Store) -> list[Counted]:
    """Every table of a register, the journal and the files included."""
    with store.told(), store.engine.connect() as connection:
        return [_counted(connection, table) for table in metadata.tables.values()]


def fetch(url: str, to: Path) -> None:
    """Make a file, where none is, of a server's register."""
    with closing(Store.open(url)) as source, closing(Store.create(to)) as target:
        for _part in transfer(source, target):
            pass
    sqlite_file.lay_flat(to)


def transfer(source: Store, target: Store) -> Generator[float, None, list[Counted]]:
    """Copy all of `source` into the empty `target`; yields how far it is (0 to 1), returns what was copied.

    It is kept only when every table of the target, read back, is as it is in the source. Closing it keeps nothing.
    """
    with source.told(), source.engine.connect() as reading, target.told(), target.engine.connect() as writing:
        writing = writing.execution_options(writes=True)
        with reading.begin(), writing.begin():
            tables = list(metadata.tables.values())
            whole = sum(_size(reading, table) for table in tables)
            done, found = 0, []
            for table in tables:
                writing.execute(delete(table))
                for rows in _rows(reading, table):
                    writing.execute(insert(table), [dict(row._mapping) for row in rows])
                    done += len(rows)
                    yield 0.7 * done / max(whole, 1)
            _index_words(writing)
            if writing.dialect.name == "postgresql":
                # The next entry of the journal comes after the last one that came along.
                last = select(func.max(operation.c.number)).scalar_subquery()
                sequence = func.pg_get_serial_sequence("operation", "number")
                writing.execute(select(func.setval(sequence, func.coalesce(last, 1))))
            for place, table in enumerate(tables, 1):
                ours, theirs = _counted(reading, table), _counted(writing, table)
                if ours != theirs:
                    message = _(
                        "複製後核對不符：{table} 應有 {wanted} 列，實得 {found} 列或內容不同，沒有寫入任何資料。"
                    )
                    told = {"table": table.name, "wanted": ours.rows, "found": theirs.rows}
                    raise StoreUnavailable(message.format(**told))
                found.append(theirs)
                yield 0.7 + 0.3 * place / len(tables)
    return found


def _size(connection: Connection, table: Table) -> int:
    return int(connection.scalar(select(func.count()).select_from(table)) or 0)


def _rows(connection: Connection, table: Table) -> Iterator[Any]:
    at_once = FILES_AT_ONCE if table is blob else AT_ONCE
    query = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=at_once)
    with connection.execute(query) as found:
        yield from found.partitions()


def _counted(connection: Connection, table: Table) -> Counted:
    digest, count = sha256(), 0
    for rows in _rows(connection, table):
        for row in rows:
            digest.update(json.dumps([_plain(value) for value in row], ensure_ascii=False).encode("utf-8"))
        count += len(rows)
    return Counted(table.name, count, digest.hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return sha256(value).hexdigest()
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date | datetime | time) else value


def _index_words(connection: Connection) -> None:
    word_index.clear(connection)
    for rows in _rows(connection, passage):
        word_index.add(connection, [(row.id, row.text) for row in rows])
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))
