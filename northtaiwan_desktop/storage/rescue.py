"""All that can be read of a damaged register, written into a new one: its tables first, then its journal.

A table is read by ranges of its rows, halved around what is torn. What a table has lost is filled from the images in
the journal, which are also found page by page where SQLite can't open the file at all.
"""

import json
import shutil
import sqlite3
from collections import deque
from collections.abc import Generator, Iterable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import Enum
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert, update

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import AppError, StoreDamaged
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.rescue import KindRescued, Rescue
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import codec, journal, passages, sqlite_file, standing, torn_pages
from northtaiwan_desktop.storage.checkup import FILES, look_through
from northtaiwan_desktop.storage.schema import (
    KINDS,
    TABLES,
    blob,
    change,
    counter,
    field_types,
    made_file,
    operation,
)
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Change, Work

MADE_OF_RECORDS = {passages.SERIES, standing.SERIES}
LEAST_ROW = 20
"""Bytes of the smallest row: no table has more rows than a file has room for."""
MOST_HALVINGS = 3_000
"""Beyond so many torn ranges the rest of a table is left to the journal."""
AT_ONCE = 2_000
Rows = dict[int, tuple[Any, ...]]


@dataclass
class _Found:
    """What was read: records by kind and id, the journal, and the rest."""

    tables: dict[type, dict[str, Any]] = field(default_factory=dict)
    images: dict[type, dict[str, Any]] = field(default_factory=dict)
    """Each record as the journal last wrote it; None where it was deleted."""
    torn_images: dict[type, set[str]] = field(default_factory=dict)
    operations: dict[int, dict[str, Any]] = field(default_factory=dict)
    changes: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    made: list[dict[str, Any]] = field(default_factory=list)


def rescue(damaged: Path, to: Path, *, now: datetime, missing: Iterable[Any] = ()) -> Generator[float, None, Rescue]:
    """Read what can be read of `damaged`, which is left as it is, into a new register at `to`, where no file is.

    `missing` are the records without which no register can be used: those that were not found are put in.
    Yields how far it is (0 to 1). StoreUnavailable where no file is, StoreDamaged where
    nothing at all can be read.
    """
    sqlite_file.check_there(damaged)
    with whole_file.spare_folder() as folder:
        copy = folder / "damaged.db"
        _copy_raw(damaged, copy)
        walked = yield from _scaled(torn_pages.walk(copy), 0.0, 0.3)
        found = yield from _scaled(_read(copy, walked), 0.3, 0.7)
    _read_images(found)
    if not found.images and not any(found.tables.values()):
        message = _("「{path}」裡讀不出任何資料，沒有寫出新的檔案。請改用備份。")
        raise StoreDamaged(message.format(path=damaged))
    lost_actions, actions = _gone_from_journal(found), len(found.operations)
    records, kinds, mended = _put_together(found, missing)
    yield 0.75
    with sqlite_file.in_the_making(to) as beside, closing(Store.create(beside)) as store:
        _write(store, found, records, now=now)
        yield 0.85
        checked = yield from _scaled(look_through(store, now=now), 0.85, 1.0)
    return Rescue(
        path=str(to),
        kinds=kinds,
        actions=actions,
        files=len(found.files),
        lost_files=_lost_files(records, found),
        mended=mended,
        lost_actions=lost_actions,
        uncompared=_uncompared(found),
        is_whole=not [fault for fault in checked.faults if fault.can_be_repaired],
    )


def _scaled(job: Generator[float, None, Any], start: float, end: float) -> Generator[float, None, Any]:
    try:
        while True:
            yield start + next(job) * (end - start)
    except StopIteration as ended:
        return ended.value


def _copy_raw(damaged: Path, to: Path) -> None:
    with sqlite_file.told(damaged):
        for ending in ("", "-wal", "-journal"):
            source = damaged.with_name(damaged.name + ending)
            if source.is_file():
                try:
                    shutil.copyfile(source, to.with_name(to.name + ending))
                except OSError as error:
                    raise StoreDamaged(sqlite_file.damaged(damaged)) from error


def _read(copy: Path, walked: torn_pages.Walked) -> Generator[float, None, _Found]:
    """The tables as far as SQLite can read them, over what the pages told."""
    found = _Found(files=dict(walked.files), counters=dict(walked.counters))
    found.operations = {number: _operation(row) for number, row in walked.operations.items()}
    found.changes = {key: _change(row) for key, row in walked.changes.items()}
    with closing(sqlite3.connect(copy)) as connection:
        connection.text_factory = bytes
        with suppress(sqlite3.Error):
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA writable_schema = ON")
        tables = [*TABLES.values(), operation, change, blob, counter, made_file]
        for place, table in enumerate(tables):
            columns, rows = _rows(connection, table, copy.stat().st_size)
            _take(found, table, columns, rows)
            yield (place + 1) / len(tables)
    return found


def _rows(connection: sqlite3.Connection, table: Table, size: int) -> tuple[list[str], Rows]:
    """The rows of a table by their numbers, as far as they can be read."""
    try:
        known = [bytes(row[1]).decode() for row in connection.execute(f'PRAGMA table_info("{table.name}")')]
    except (sqlite3.Error, UnicodeDecodeError):
        return [], {}
    columns = [name for name in known if name in table.columns]
    if not columns:
        return [], {}
    listed = ", ".join(f'"{name}"' for name in columns)
    query = f'SELECT rowid, {listed} FROM "{table.name}" NOT INDEXED WHERE rowid BETWEEN ? AND ? ORDER BY rowid'
    found: Rows = {}
    last = size // LEAST_ROW
    with suppress(sqlite3.Error):
        last = connection.execute(f'SELECT max(rowid) FROM "{table.name}" NOT INDEXED').fetchone()[0] or 0
    waiting, halved = deque([(1, last)]), 0
    while waiting and halved < MOST_HALVINGS:
        # The widest first, so that what is whole is read before the torn part is narrowed down.
        low, high = waiting.popleft()
        reached = low - 1
        try:
            for row in connection.execute(query, (low, high)):
                reached = row[0]
                found[reached] = tuple(row[1:])
        except (sqlite3.Error, OverflowError):
            low, halved = reached + 1, halved + 1
            if low < high:
                middle = (low + high) // 2
                waiting += [(low, middle), (middle + 1, high)]
    return columns, found


def _take(found: _Found, table: Table, columns: list[str], rows: Rows) -> None:
    kind = next((kind for kind in TABLES if TABLES[kind] is table), None)
    for row in rows.values():
        try:
            values = dict(zip(columns, row if table is blob else map(_text, row), strict=True))
            if kind is not None:
                record = _record(kind, values)
                found.tables.setdefault(kind, {})[record.id] = record
            elif table is operation:
                found.operations[int(values["number"])] = _operation(tuple(values[name] for name in OPERATION))
            elif table is change:
                found.changes[int(values["operation"]), int(values["position"])] = _change(
                    tuple(values[name] for name in CHANGE)
                )
            elif table is blob:
                digest = bytes(values["sha256"]).decode()
                if sha256(values["content"]).hexdigest() == digest:
                    found.files[digest] = bytes(values["content"])
            elif table is counter:
                found.counters[values["series"]] = int(values["last"])
            else:
                made_at = datetime.fromisoformat(values["made_at"])
                found.made.append(values | {"made_at": made_at})
        except (ValueError, TypeError, LookupError, AppError):
            # A torn row: the journal may have it.
            continue


OPERATION = ("number", "id", "label", "done_by", "done_at", "turn", "target", "undone")
CHANGE = ("operation", "position", "kind", "record_id", "before", "after")


def _text(value: Any) -> Any:
    if not isinstance(value, bytes):
        return value
    text = value.decode("utf-8")
    if "\0" in text:
        raise ValueError("torn")
    return text


def _operation(row: tuple[Any, ...]) -> dict[str, Any]:
    values = dict(zip(OPERATION, row, strict=True))
    return values | {"done_at": datetime.fromisoformat(values["done_at"]), "undone": bool(values["undone"])}


def _change(row: tuple[Any, ...]) -> dict[str, Any]:
    values = dict(zip(CHANGE, row, strict=True))
    if values["kind"] not in KINDS:
        raise ValueError(values["kind"])
    return values


def _record(kind: type, values: dict[str, Any]) -> Any:
    """A row as a record; ValueError, TypeError or an error of the trade where it can't be one."""
    types = field_types(kind)
    return kind(**{name: _value(types[name].kind, value, types[name].optional) for name, value in values.items()})


def _value(kind: type, value: Any, optional: bool) -> Any:
    if value is None:
        if optional:
            return None
        raise ValueError("no value")
    if issubclass(kind, Enum):
        return next(member for member in kind if str(member.value) == str(value))
    if kind is tuple:
        read = json.loads(value)
        if not isinstance(read, list):
            raise TypeError(value)
        return tuple(read)
    if kind in {date, datetime, time}:
        return kind.fromisoformat(value)
    if kind is bool:
        return bool(value)
    if kind is float:
        return float(value)
    if not isinstance(value, kind):
        raise TypeError(value)
    return value


def _read_images(found: _Found) -> None:
    """What the journal last wrote of each record, as far as its own rows can be read."""
    newest: dict[tuple[str, str], tuple[tuple[int, int], str | None]] = {}
    for key, row in found.changes.items():
        of = row["kind"], row["record_id"]
        if of not in newest or newest[of][0] < key:
            newest[of] = key, row["after"]
    for (name, id), (_key, after) in newest.items():
        kind = KINDS[name]
        try:
            image = None if after is None else codec.decoded(kind, after)
            found.images.setdefault(kind, {})[id] = image
        except (ValueError, TypeError, LookupError, AppError):
            found.torn_images.setdefault(kind, set()).add(id)


def _gone_from_journal(found: _Found) -> int:
    """How many entries the journal must have had: their numbers have no gaps."""
    numbers = {*found.operations, *(number for number, _position in found.changes)}
    return max(numbers, default=0) - len(found.operations)


def _uncompared(found: _Found) -> int:
    """How many of the records in the tables the journal does not know, or no longer tells of."""
    return sum(len(of_table.keys() - found.images.get(kind, {}).keys()) for kind, of_table in found.tables.items())


def _put_together(
    found: _Found, missing: Iterable[Any]
) -> tuple[dict[type, dict[str, Any]], tuple[KindRescued, ...], int]:
    records: dict[type, dict[str, Any]] = {}
    filled: dict[type, int] = {}
    for kind in TABLES:
        of_table = found.tables.get(kind, {})
        images = {id: one for id, one in found.images.get(kind, {}).items() if one is not None and id not in of_table}
        records[kind] = of_table | images
        filled[kind] = len(images)
    if not records[next(iter(TABLES))]:
        for one in missing:
            records[type(one)].setdefault(one.id, one)
    lost = {kind: {id for id in found.torn_images.get(kind, ()) if id not in records[kind]} for kind in TABLES}
    mended = _mend_links(records, lost)
    kinds = []
    for kind in TABLES:
        journalled = min(filled[kind], len(records[kind]))
        kinds.append(
            KindRescued(
                kind=kind.__name__,
                word=word_of(kind),
                from_table=len(records[kind]) - journalled,
                from_journal=journalled,
                lost=len(lost[kind]),
            )
        )
    return records, tuple(kinds), mended


def _mend_links(records: dict[type, dict[str, Any]], lost: dict[type, set[str]]) -> int:
    """Let nothing point at what is lost: a link is emptied, or, where it can't be, its record is lost too."""
    kinds = {TABLES[kind].name: kind for kind in TABLES}
    mended = 0
    moved = True
    while moved:
        moved = False
        for kind, table in TABLES.items():
            links = [(column, kinds[key.column.table.name]) for column in table.columns for key in column.foreign_keys]
            for id, record in list(records[kind].items()):
                for column, target in links:
                    value = getattr(record, column.name)
                    if value is None or value in records[target]:
                        continue
                    lost[target].add(value)
                    moved = True
                    if not column.nullable:
                        lost[kind].add(id)
                        del records[kind][id]
                        break
                    record = records[kind][id] = replace(record, **{column.name: None})
                    mended += 1
    return mended


def _write(store: Store, found: _Found, records: dict[type, dict[str, Any]], *, now: datetime) -> None:
    """Fill the new register in one transaction; then let the journal know what it did not."""
    _complete_journal(found, now)
    with store.told(), store.engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            for kind, of_kind in records.items():
                _insert(connection, TABLES[kind], [vars(one) for one in of_kind.values()])
            operations = [row | {"target": None} for _number, row in sorted(found.operations.items())]
            _insert(connection, operation, operations)
            for row in found.operations.values():
                if row["target"] is not None:
                    at = operation.c.number == row["number"]
                    connection.execute(update(operation).where(at).values(target=row["target"]))
            _insert(connection, change, list(found.changes.values()))
            _insert(connection, blob, [{"sha256": id, "content": body} for id, body in found.files.items()])
            drawn = [{"series": name, "last": last} for name, last in found.counters.items()]
            _insert(connection, counter, [one for one in drawn if one["series"] not in MADE_OF_RECORDS])
            _insert(connection, made_file, found.made)
    store.found(_("由損壞的檔案救回"), lambda work: _tell_journal(work, found, records))
    # Last: what the journal was told of is taken for new, and would stand in the indexes twice.
    with store.told(), store.engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            standing.rebuild(connection)
            passages.rebuild(connection)


def _complete_journal(found: _Found, now: datetime) -> None:
    """Give changes whose action is lost a nameless one; which actions stand undone follows from undo and redo."""
    for number, _position in found.changes:
        if number not in found.operations:
            values = (number, f"{number:032x}", _("（名稱已遺失的操作）"), "", now.isoformat(), journal.BASE, None, 0)
            found.operations[number] = _operation(values)
    undone: dict[int, bool] = {}
    for _number, row in sorted(found.operations.items()):
        if row["target"] not in found.operations:
            row["target"] = None
        elif row["turn"] in {journal.UNDO, journal.REDO}:
            undone[row["target"]] = row["turn"] == journal.UNDO
    counts: dict[int, int] = {}
    last: dict[int, int] = {}
    for number, position in found.changes:
        counts[number] = counts.get(number, 0) + 1
        last[number] = max(last.get(number, 0), position)
    for number, row in found.operations.items():
        row["undone"] = undone.get(number, False) and row["turn"] == journal.DO
        if row["turn"] == journal.DO and counts.get(number, 0) != last.get(number, -1) + 1:
            # Half of it is lost: it can't be taken back in part.
            row["turn"], row["undone"] = journal.BASE, False


def _insert(connection: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    """`OR IGNORE`: a row that stood twice among torn pages stays once."""
    for start in range(0, len(rows), AT_ONCE):
        connection.execute(insert(table).prefix_with("OR IGNORE"), rows[start : start + AT_ONCE])


def _tell_journal(work: Work, found: _Found, records: dict[type, dict[str, Any]]) -> None:
    """Write down what differs from the journal's own images, so that both agree from here on."""
    for kind, of_kind in records.items():
        images = found.images.get(kind, {})
        for id, record in of_kind.items():
            if images.get(id) != record:
                work.changes.append(Change(images.get(id), record))
        for id, image in images.items():
            if image is not None and id not in of_kind:
                work.changes.append(Change(image, None))


def _lost_files(records: dict[type, dict[str, Any]], found: _Found) -> tuple[str, ...]:
    names = []
    for kind, of_file in FILES.items():
        for one in records[kind].values():
            if getattr(one, of_file) not in found.files:
                names.append(getattr(one, "name", "") or getattr(one, "file_name", "") or word_of(kind))
    return tuple(names)
