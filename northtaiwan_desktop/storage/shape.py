"""The shape that a register's file has to have before it is used: our tables, our columns, and nothing that runs."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, time
from enum import Enum
from pathlib import Path
from time import monotonic

from sqlalchemy import Column, LargeBinary, Table

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain import year_bounds
from northtaiwan_desktop.domain.errors import StoreDamaged, StoreUnavailable
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.year_bounds import is_year_field
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.storage import connecting, seen_files, sqlite_file
from northtaiwan_desktop.storage.migrate import check_step, newest_step
from northtaiwan_desktop.storage.schema import TABLES, Member, Words, change, metadata
from northtaiwan_desktop.storage.sqlite_file import damaged

SMALL = 24 * 2**20
"""Bytes up to which a file is read through at each opening: 0.1 s. A larger one is read through with each backup."""
PATIENCE = 10.0
"""Seconds for which a large file from elsewhere is looked through; 80 MB take less than one."""
LONGEST = 20_000_000
"""Characters of one text: the largest minutes have a hundredth of it."""
OF_SQLITE = re.compile(r"sqlite_(sequence|stat[134])|sqlite_autoindex_\w+")
WORD_INDEX = re.compile(r"passage_words(_(data|idx|content|docsize|config))?")
WORD_INDEX_MADE = "CREATE VIRTUAL TABLE passage_words USING fts5(words, content='', tokenize='ascii')"
OURS = {"alembic_version": {"version_num"}} | {
    table.name: {column.name for column in table.columns} for table in metadata.tables.values()
}
OF_EVERY_STEP = {"alembic_version", "operation", "change", "meeting", "resolution", "member", "blob"}
"""Tables that a register of any version has."""
MADE_OF_RECORDS = {"passage", "standing"}
OBJECTS = {"table": N_("資料表"), "index": N_("索引"), "view": N_("檢視表"), "trigger": N_("觸發程序")}
RUNNING = {"view", "trigger"}
"""What runs when something else is asked for; nothing of ours does."""
TABLE_WORDS = {
    "operation": N_("操作紀錄"),
    "change": N_("操作紀錄的內容"),
    "blob": N_("保存的檔案"),
    "made_file": N_("輸出過的文件"),
    "counter": N_("已用的編號"),
    "passage": N_("全文搜尋的索引"),
    "standing": N_("列管清單的索引"),
}
"""What tables are called that hold no kind of record."""
NAMING = ("number", "title", "name", "text")
"""The columns by which a person knows a record, the best first."""
TYPES = re.compile(r"(TEXT|INTEGER|BIGINT|FLOAT|BOOLEAN|DATE|DATETIME|TIME|BLOB|VARCHAR\(\d+\))", re.IGNORECASE)
DEFAULTS = re.compile(r"'[^']*'|-?\d+(\.\d+)?|true|false|null", re.IGNORECASE)
RUNS = re.compile(r"\bCHECK\b|\bGENERATED\b|\bAS\s*\(|\bCOLLATE\b", re.IGNORECASE)


def check(path: Path, *, to_be_used: bool = False) -> None:
    """Look at a file before it is used: is it a register, of a version that we know, in our shape, and whole?

    A large one that is `to_be_used` is looked through for what does not fit, unless that has been done on this PC.
    """
    sqlite_file.check(path)
    with sqlite_file.told(path), closing(connecting.reading(path)) as connection:
        step = _step(connection, path)
        check_step(step, path.name)
        check_schema(connection, path)
        if step == newest_step(paths.db_steps()):
            check_complete(connection, path)
        check_opening(connection, path, to_be_used=to_be_used)


def _step(connection: sqlite3.Connection, path: Path) -> str:
    has_steps = connection.execute("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'alembic_version'")
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if has_steps.fetchone() else None
    if row is None:
        raise StoreUnavailable(sqlite_file.foreign(path))
    return str(row[0])


def check_schema(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file that holds anything but our tables: StoreUnavailable names what it holds."""
    for kind, name, table, made in connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_schema"):
        if _is_known(connection, str(kind), str(name), str(table), made):
            continue
        words = {"path": path, "kind": _(OBJECTS.get(str(kind), OBJECTS["table"])), "name": str(name)[:60]}
        if str(kind) not in RUNNING and (OURS.keys() & {str(name), str(table)} or _lacks(connection)):
            # One byte that flipped does that, too: what can be read of it is the person's.
            message = _(
                "「{path}」的結構有一處不合（{kind}「{name}」）：檔案可能已損壞，也可能被人動過手腳，沒有開啟，也沒有變更。"
                "請改用備份，或把讀得到的救出來；檔案若是別人寄來的，請向寄件者確認。"
            )
            raise StoreDamaged(message.format(**words))
        message = _(
            "「{path}」裡有本程式不會建立的內容（{kind}「{name}」），可能被人動過手腳，沒有開啟，也沒有變更。"
            "請向寄件者確認，或改用自己的備份。"
        )
        raise StoreUnavailable(message.format(**words))


def _lacks(connection: sqlite3.Connection) -> bool:
    """Is one of our tables not there by its name? Then a strange one may be it."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return not names >= OF_EVERY_STEP


def check_complete(connection: sqlite3.Connection, path: Path) -> None:
    """Refuse a file of this version that lacks one of our tables or columns: StoreDamaged names it.

    What is made of the records is made anew where it does not fit, once the register is opened.
    """
    for table in OURS.keys() - MADE_OF_RECORDS:
        there = {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        if not there or OURS.get(table, set()) - there:
            message = _(
                "資料庫「{path}」缺少資料表「{table}」或其中的欄位，沒有開啟，也沒有變更。"
                "請改用備份，或把讀得到的救出來；檔案若是別人寄來的，請向寄件者確認。"
            )
            raise StoreDamaged(message.format(path=path, table=table))


def _is_known(connection: sqlite3.Connection, kind: str, name: str, table: str, made: str | None) -> bool:
    if OF_SQLITE.fullmatch(name):
        return kind in {"table", "index"}
    if kind == "table":
        if WORD_INDEX.fullmatch(name):
            return name != "passage_words" or made == WORD_INDEX_MADE
        return name in OURS and made is not None and not RUNS.search(_bare(made)) and _has_columns(connection, name)
    if kind == "index":
        return table in OURS and made is not None and name.startswith(("ix_", "uq_")) and _is_plain(connection, name)
    return False


def _bare(made: str) -> str:
    """The statement without the names and texts that stand in quotes."""
    return re.sub(r"'[^']*'|\"[^\"]*\"", "x", made)


def _has_columns(connection: sqlite3.Connection, table: str) -> bool:
    """`table` is one of our own names, so that it can stand in the statement."""
    for _number, name, kind, _required, default, _key, hidden in connection.execute(f"PRAGMA table_xinfo({table})"):
        if name not in OURS[table] or hidden or not TYPES.fullmatch(kind):
            return False
        if default is not None and not DEFAULTS.fullmatch(str(default)):
            return False
    return True


def _is_plain(connection: sqlite3.Connection, index: str) -> bool:
    """Is it an index of columns, and of no expression?"""
    quoted = index.replace('"', '""')
    return all(row[1] != -2 for row in connection.execute(f'PRAGMA index_xinfo("{quoted}")'))


def check_opening(connection: sqlite3.Connection, path: Path, *, to_be_used: bool = False) -> None:
    """Look whether a file is whole, as far as an opening leaves time for it: StoreDamaged says that it is not."""
    pages, size = (connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
    held = path.stat().st_size
    log = path.with_name(path.name + "-wal")
    if held < pages * size and not (log.exists() and log.stat().st_size):
        raise StoreDamaged(damaged(path))
    if held <= SMALL:
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise StoreDamaged(damaged(path))
        _check_values(connection, path)
        return
    if to_be_used and not seen_files.is_seen(path):
        with _within(connection, PATIENCE):
            _check_values(connection, path)
    for of_ours in present(connection):
        # The root of each table, and its first and last row: what a torn head or tail takes away.
        connection.execute(f'SELECT min(rowid), max(rowid) FROM "{of_ours.name}"').fetchone()


def _check_values(connection: sqlite3.Connection, path: Path) -> None:
    for table, rowid in misfits(connection):
        message = _(
            "資料庫「{path}」的{what}有不該有的內容，沒有開啟，也沒有變更。"
            "請改用備份，或把讀得到的救出來；檔案若是別人寄來的，請向寄件者確認。"
        )
        raise StoreDamaged(message.format(path=path, what=named(connection, table, rowid)))


@contextmanager
def _within(connection: sqlite3.Connection, seconds: float) -> Iterator[None]:
    """Leave what is being asked of the file when so much time has gone by."""
    end = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > end, 100_000)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
    finally:
        connection.set_progress_handler(None, 0)


def present(connection: sqlite3.Connection) -> list[Table]:
    """Those of our tables that the file has; an older one lacks some."""
    names = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    return [table for table in metadata.sorted_tables if table.name in names]


def misfits(connection: sqlite3.Connection) -> Iterator[tuple[str, int]]:
    """The first row of each table that holds what its columns can't: table and row number."""
    for table in present(connection):
        there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
        fits = " AND ".join(f"({fit(column)})" for column in table.columns if column.name in there)
        row = connection.execute(f'SELECT rowid FROM "{table.name}" WHERE NOT ({fits}) LIMIT 1').fetchone()
        if row is not None:
            yield table.name, int(row[0])


def odd_years(connection: sqlite3.Connection) -> Iterator[tuple[str, int, int]]:
    """Whole numbers that can be no year, in fields of a year: table, row number and value."""
    for table in present(connection):
        there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
        for column in (one.name for one in table.columns if is_year_field(one.name) and one.name in there):
            odd = f'"{column}" NOT BETWEEN {year_bounds.FIRST} AND {year_bounds.LAST}'
            row = connection.execute(f'SELECT rowid, "{column}" FROM "{table.name}" WHERE {odd} LIMIT 1').fetchone()
            if row is not None:
                yield table.name, int(row[0]), int(row[1])


def named(connection: sqlite3.Connection, table: str, rowid: int) -> str:
    """What an office calls a row: 「決議「103-15」」, or its place where it has no name that can be read."""
    kind = next((kind for kind in TABLES if TABLES[kind].name == table), None)
    word = word_of(kind) if kind is not None else _(TABLE_WORDS[table]) if table in TABLE_WORDS else table
    there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table}")')}
    for column in (name for name in NAMING if kind is not None and name in there):
        query = f'SELECT substr("{column}", 1, 24) FROM "{table}" WHERE rowid = ? AND typeof("{column}") = ?'
        found = connection.execute(query, (rowid, "text")).fetchone()
        if found is not None and found[0] and found[0].isprintable():
            return _("{kind}「{name}」").format(kind=word, name=found[0])
    return _("{kind}第 {row} 列").format(kind=word, row=rowid)


def fit(column: Column[object]) -> str:
    """The condition, as SQLite reads it, that a value fits its column."""
    name = f'"{column.name}"'
    if column.table is change and column.name in {"before", "after"}:
        return f"{name} IS NULL OR (json_valid({name}) AND json_type({name}) = 'object')"
    if column.nullable:
        return f"{name} IS NULL OR ({_fit(column, name)})"
    # Without a value the condition itself would have none, and be let pass.
    return f"{name} IS NOT NULL AND ({_fit(column, name)})"


def _fit(column: Column[object], name: str) -> str:
    kind = column.type
    if isinstance(kind, LargeBinary):
        return f"typeof({name}) = 'blob'"
    if isinstance(kind, Member):
        known = ", ".join("'" + str(member.value).replace("'", "''") + "'" for member in kind.kind)
        return f"{name} IN ({known})"
    if isinstance(kind, Words):
        return f"typeof({name}) = 'text' AND json_valid({name}) AND json_type({name}) = 'array'"
    python = kind.python_type
    if python in {int, bool}:
        return f"typeof({name}) = 'integer'" + (f" AND {name} IN (0, 1)" if python is bool else "")
    if python is float:
        return f"typeof({name}) IN ('real', 'integer')"
    if python is date:
        return f"typeof({name}) = 'text' AND date({name}, '+0 days') IS {name} AND substr({name}, 1, 4) > '0000'"
    if python is datetime:
        # Of a place on earth a register knows nothing: neither «Z» nor «+08:00» is ours.
        ours = f"{name} NOT GLOB '*[Z+]*' AND substr({name}, 11) NOT GLOB '*-*'"
        day = f"date({name}, '+0 days') IS substr({name}, 1, 10) AND substr({name}, 1, 4) > '0000'"
        return f"typeof({name}) = 'text' AND {day} AND {ours}"
    if python is time:
        return f"typeof({name}) = 'text' AND time({name}) IS substr({name}, 1, 8)"
    assert python is str or issubclass(python, Enum)
    return f"typeof({name}) = 'text' AND length({name}) <= {LONGEST}"
