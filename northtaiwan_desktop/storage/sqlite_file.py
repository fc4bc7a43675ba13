"""One register as a SQLite file: how it is opened, with what defences, and what its faults are called."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path, PurePath
from traceback import walk_tb
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.backups import FOLDER
from northtaiwan_desktop.domain.errors import (
    RuleBroken,
    StoreDamaged,
    StoreHeld,
    StoreUnavailable,
    StoreUnwritable,
)
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.storage import connecting, places
from northtaiwan_desktop.storage.connecting import BESIDE, defend, reading

APPLICATION_ID = 0x4E545744
"""Stands in the head of every register file («NTWD»), so that another program's file is told apart."""
HEAD = b"SQLite format 3\0"
LOGGED = b"\2"
"""Stands in the head of a file that is written with a write-ahead log."""
ROOM = 2**20
"""Bytes below which a disk counts as full: a log and what goes with it find no room there."""
READ_ONLY = N_("資料庫「{path}」是唯讀的，沒有變更。請確認檔案與資料夾的寫入權限。")
FULL = N_("磁碟空間不足，無法寫入資料庫「{path}」；已存的資料沒有遺失。請清出空間後再試一次。")
COPY_IT = N_("要修改請先把它複製到可以寫入的磁碟，再開啟那一份。")
ROW_READERS = {("engine", "_processors_cy.py"), ("storage", "schema.py"), ("storage", "codec.py")}
"""The files in which what a row holds becomes a value."""
DAMAGED = (
    *("malformed", "not a database", "corrupt", "Could not decode"),
    *("vtable constructor failed", "fts5", "no such table", "no such column"),
)
"""By which words of SQLite's a file is known to be damaged."""
PAGE = 4096
PAGE_KINDS = {2, 5, 10, 13}
"""The first byte of a page of a table or an index."""


def engine(path: Path, *, read_only: bool = False) -> Engine:
    """The engine on a file; without `read_only` the file is made where none is."""
    journal = "WAL" if places.is_local(path) else "TRUNCATE"

    def prepare(connection: Any, _record: Any) -> None:
        _prepare(connection, None if read_only else journal)
        if not read_only:
            connection.known_as(path)

    # Not as a text: what a name has of «%20» or «?» would be read as an address, and another file be opened.
    url = URL.create("sqlite", database=str(path))
    if read_only:
        aside = connecting.Aside(path)
        # Nothing is kept open between questions, so that who may write finds the file free.
        made = create_engine(url, creator=lambda: reading(path, aside), poolclass=NullPool)
        event.listen(made, "engine_disposed", lambda _engine: aside.close())
    else:
        arguments = {"timeout": connecting.PATIENCE, "factory": connecting.Connection}
        made = create_engine(url, connect_args=arguments)
    event.listen(made, "connect", prepare)
    event.listen(made, "begin", _begin)
    return made


def _prepare(connection: Any, journal: str | None) -> None:
    """Foreign keys hold, nothing written is lost to a power cut, and a crafted file's functions are not trusted.

    On a network's disk there is no write-ahead log: it stands on memory that only one PC's programs share.
    """
    connection.isolation_level = None
    defend(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    if journal is not None:
        connection.execute(f"PRAGMA journal_mode = {journal}")
        connection.execute("PRAGMA synchronous = FULL")


def _begin(connection: Connection) -> None:
    """Take the writer's place at once: two actions then wait for one another rather than fail half-way."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def check_there(path: Path) -> None:
    """Refuse what is no file."""
    if path.is_dir():
        raise StoreUnavailable(_("「{path}」是資料夾，不是資料庫檔。請選擇檔案。").format(path=path))
    if not path.exists():
        message = _("找不到資料庫「{path}」。請確認路徑，或用 init 建立新的資料庫。")
        raise StoreUnavailable(message.format(path=path))
    if not path.is_file():
        # Reading from a pipe would wait for ever.
        raise StoreUnavailable(_("「{path}」不是一般的檔案，不能當成資料庫開啟。請選擇檔案。").format(path=path))


def remove(path: Path) -> None:
    """Let go of a file that was not finished, and of all that SQLite holds beside it."""
    for ending in ("", *BESIDE):
        with suppress(OSError):
            path.with_name(path.name + ending).unlink()


def require_same(path: Path, known: tuple[int, int]) -> None:
    """Refuse to write where the file has gone, or another one was put in its place: it would be lost unseen."""
    try:
        state = path.stat()
    except OSError as error:
        message = _(
            "找不到資料庫「{path}」：磁碟可能已拔除、網路資料夾斷線，或檔案被移走，所以沒有變更。"
            "視窗裡的內容還在，請接回磁碟或網路後再試一次。"
        )
        raise StoreUnavailable(message.format(path=path)) from error
    if known != (0, 0) and state.st_ino and (state.st_dev, state.st_ino) != known:
        message = _(
            "資料庫「{path}」已被換成另一個檔案（可能是雲端同步或還原備份），所以沒有變更。請重新開啟資料庫後再做一次。"
        )
        raise StoreUnavailable(message.format(path=path))


def hindrance(path: Path, refused: StoreUnwritable | None = None) -> StoreUnwritable | None:
    """What keeps a register from being changed where it lies, None where nothing does; `refused` an attempt to.

    Rights are asked for; a full disk shows only when something is written.
    """
    if not places.takes_changes(path):
        message = _("唯讀：這個資料庫在唯讀的位置（例如防寫的隨身碟、唯讀的資料夾），只能看，不能修改。")
        return StoreUnwritable(_(READ_ONLY).format(path=path), told=message + _(COPY_IT))
    if refused is None:
        return None
    with suppress(OSError):
        if shutil.disk_usage(path.parent).free < ROOM:
            message = _("唯讀：磁碟已滿，只能看，不能修改。請清出空間，再按「再試一次」。")
            return StoreUnwritable(_(FULL).format(path=path), told=message)
    message = _("唯讀：資料庫所在的磁碟目前不能寫入，只能看，不能修改。")
    return StoreUnwritable(str(refused), told=message + _(COPY_IT))


def check_readable_from_here(path: Path) -> None:
    """Refuse one that another PC writes with a log in its own memory: from here it would be read half-changed."""
    if not places.is_local(path) and _head(path)[18:19] == LOGGED:
        message = _(
            "「{path}」正由別的電腦當成自己磁碟上的檔案使用，從網路上讀取不安全，沒有開啟。"
            "請對方也從網路資料夾開啟它，或請他給您一份備份。"
        )
        raise StoreHeld(message.format(path=path))


def check(path: Path) -> None:
    """Refuse, with words, whatever is no register, before SQLite writes a byte into it."""
    check_there(path)
    if not connecting.is_open_here(path):
        _check_head(path)
    with told(path), closing(reading(path)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreUnavailable(foreign(path))


def _check_head(path: Path) -> None:
    head = _head(path)
    if not head:
        message = _("「{path}」是空的檔案（0 位元組），不是資料庫。請改用備份，或用 init 建立新的資料庫。")
        has_copies = path.with_name(FOLDER.format(stem=path.stem)).is_dir()
        raise (StoreDamaged if has_copies else StoreUnavailable)(message.format(path=path))
    if not head.startswith(HEAD):
        if _was_a_register(path):
            raise StoreDamaged(damaged(path))
        message = _("「{path}」不是資料庫檔，或已加密、損壞，未做任何變更。請選擇正確的檔案，或改用備份。")
        raise StoreUnavailable(message.format(path=path))
    if int.from_bytes(head[68:72], "big") not in {APPLICATION_ID, 0}:
        raise StoreUnavailable(foreign(path))


def _was_a_register(path: Path) -> bool:
    """Do the pages of a file that has lost its head look like a database's?"""
    count = path.stat().st_size // PAGE
    places = range(1, count, max(1, count // 200))
    with path.open("rb") as file:
        firsts: list[int] = []
        for place in places:
            file.seek(place * PAGE)
            firsts += file.read(1)
    return count > 20 and sum(first in PAGE_KINDS for first in firsts) * 4 > len(firsts)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(100)
    except OSError as error:
        message = _("無法讀取資料庫「{path}」：{reason}。請確認檔案權限，或關閉正在使用它的程式。")
        raise StoreUnavailable(message.format(path=path, reason=error.strerror)) from error


def foreign(path: Path) -> str:
    message = _("「{path}」是別的程式的資料庫，不是本程式建立的，未做任何變更。請選擇正確的檔案。")
    return message.format(path=path)


def damaged(path: Path) -> str:
    return _("資料庫「{path}」已損壞，無法讀取。請保留原檔，改用備份，或把讀得到的救出來。").format(path=path)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the database's own errors into sentences for the person."""
    try:
        yield
    except IntegrityError as error:
        message = _("還有別的資料用到這一筆，或編號重複，因此沒有變更。請先處理相關的資料。")
        raise RuleBroken(message) from error
    except (OperationalError, DatabaseError, sqlite3.DatabaseError) as error:
        raise _remedy(str(error), path) from error
    except OverflowError as error:
        # Python's numbers have no end, those of a file do.
        raise RuleBroken(_("有一個數字大得不合常理，沒有變更。請檢查所填的年度、編號或金額。")) from error
    except (ValueError, TypeError) as error:
        if not isinstance(error, UnicodeDecodeError) and not _is_of_a_row(error):
            raise
        # SQLite names what is torn in its list of tables, and that name is torn too.
        raise StoreDamaged(damaged(path), at=str(path)) from error


def _is_of_a_row(error: Exception) -> bool:
    """Came it of a value that can't be what its column holds?"""
    frames = [frame.f_code.co_filename for frame, _line in walk_tb(error.__traceback__)]
    return any(PurePath(name).parts[-2:] in ROW_READERS for name in frames[-3:])


def _remedy(reason: str, path: Path) -> StoreUnavailable:
    if any(word in reason for word in DAMAGED):
        return StoreDamaged(damaged(path), at=str(path))
    kind: type[StoreUnavailable] = StoreUnavailable
    if any(word in reason for word in ("readonly", "read-only", "full", "disk I/O", "unable to open")):
        kind = StoreUnwritable
    if "locked" in reason or "busy" in reason:
        text = _("資料庫「{path}」正被另一個程式使用，沒有變更。請關閉那個程式後再試一次。")
    elif "readonly" in reason or "read-only" in reason:
        text = _(READ_ONLY)
    elif "full" in reason:
        text = _(FULL)
    elif "disk I/O" in reason:
        text = _(
            "資料庫「{path}」所在的磁碟無法讀寫，沒有變更，已存的資料沒有遺失。"
            "可能是磁碟空間不足、網路磁碟斷線或磁碟故障，請檢查後再試一次。"
        )
    elif "too big" in reason:
        text = _("資料庫「{path}」裡有一筆資料大得不合常理，沒有讀取。檔案若是別人寄來的，請勿使用並通知寄件者。")
    elif "unable to open" in reason:
        text = _("無法開啟資料庫「{path}」。請確認資料夾存在、有讀寫權限，而且磁碟還有空間。")
    else:
        text = _("資料庫「{path}」目前無法使用（{reason}）。請稍後再試。")
    return kind(text.format(path=path, reason=reason.splitlines()[0]))


def lay_flat(path: Path) -> None:
    """Put a register that nobody has open into its one file, so that it can be read from anywhere."""
    with told(path), closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


@contextmanager
def in_the_making(path: Path) -> Iterator[Path]:
    """Give the path of a register to be made in place of `path`: it gets its name once it is complete and closed.

    Where the work is broken off or refused, nothing stands there; a refusal names what the person meant.
    """
    with whole_file.in_the_making(path) as beside:
        try:
            yield beside
            lay_flat(beside)
        except BaseException as error:
            remove(beside)
            if isinstance(error, StoreUnavailable):
                error.args = (str(error).replace(str(beside), str(path)),)
            raise
