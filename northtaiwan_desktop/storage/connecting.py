"""How a register's file is read: where it lies, and, where nothing can be written, without a file beside it."""

import os
import shutil
import sqlite3
import struct
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any
from urllib.parse import quote

from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.i18n import _

PATIENCE = 5.0
"""Seconds to wait for another program to let go of the file."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 512 * 2**20,  # one value: the largest attachment, and no more
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 10_000,
}
DEFENCES = ("SQLITE_DBCONFIG_DEFENSIVE", True), ("SQLITE_DBCONFIG_ENABLE_TRIGGER", False)
"""Python sets these from 3.12 on; before, the check of the schema stands alone."""
BESIDE = ("-wal", "-shm", "-journal")
"""How the names of the files end that SQLite holds beside a database."""
SHARED_MEMORY = 32_768
"""Bytes of the least `-shm` that any program can work with."""
OF_THE_PLACE = {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL}
"""What SQLite says where it can't make beside a file what it needs for reading it."""
TRIES = 3
LOG_HEAD, LOG_MAGIC = 32, 0x377F0683
"""Bytes at the beginning of a write-ahead log, and by what number it is known."""
State = tuple[tuple[int, int], ...]


class Connection(sqlite3.Connection):
    """A connection that is known of while it is open, and that takes along what it made beside the file."""

    _known: tuple[int, int] = (0, 0)
    _path: Path | None = None
    _tidies = False
    _aside: "Aside | None" = None

    def known_as(self, path: Path) -> None:
        """This process has the file open from here on."""
        self._known = identity(path)
        with _lock:
            _open[self._known] += 1

    def close(self) -> None:
        super().close()
        if self._known != (0, 0):
            with _lock:
                _open[self._known] -= 1
            self._known = (0, 0)
        if self._tidies and self._path is not None:
            tidy(self._path)
            self._tidies = False
        if self._aside is not None:
            self._aside.close()
            self._aside = None


_open: Counter[tuple[int, int]] = Counter()
_lock = Lock()


def is_open_here(path: Path) -> bool:
    """Has this process the file open?

    It must not be opened and closed by anything but SQLite then: the system would take that for the end of all locks
    that the process has on the file (POSIX), and another program, which thinks that it is the last one, would clear
    away the log into which the window goes on writing.
    """
    return _open[identity(path)] > 0


def identity(path: Path) -> tuple[int, int]:
    """By what the system knows a file, whatever stands under its name later; zeros where it does not tell."""
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return (state.st_dev, state.st_ino) if state.st_ino else (0, 0)


def defend(connection: sqlite3.Connection) -> None:
    """Let nothing that a crafted file brings along be run."""
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    configure: Any = getattr(connection, "setconfig", None)
    if configure is not None:
        for name, value in DEFENCES:
            configure(getattr(sqlite3, name), value)


def reading(path: Path, aside: "Aside | None" = None) -> Connection:
    """A plain connection that only reads, with the defences up.

    First as SQLite does it, with its locks, so that what others write meanwhile is seen whole or not at all. A file
    with a write-ahead log wants two files beside it even for that. Where none can be made (a write-protected stick, a
    read-only share, a full disk):

    - with no log and no journal that holds anything, the file is all there is. It is read as one that does not change
      (`immutable`), without locks; SQLite itself needs the two files in order to write, so that only a program with
      more rights than ours can change it meanwhile. `Store.ask` asks again where that happened.
    - else it is half of what is there: it and the log are copied into a folder of their own, joined, and read there.
      `aside` keeps that copy from one connection to the next.

    What a program that was broken off left half-written has to be rolled back first: that is writing.
    """
    logged = has_log(path)
    try:
        connection = _connected(path, "rw" if _has_content(path, "-journal") else "ro")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in OF_THE_PLACE:
            raise
        if not logged:
            tidy(path)
        return _read_apart(path, aside)
    connection._path, connection._tidies = path, not logged
    return connection


def state(path: Path) -> State:
    """What tells whether a file, or what stands beside it, has been changed."""
    found = []
    for ending in ("", "-wal", "-journal"):
        try:
            known = _beside(path, ending).stat()
            found.append((known.st_size, known.st_mtime_ns))
        except OSError:
            found.append((0, 0))
    return tuple(found)


def has_log(path: Path) -> bool:
    """Stands a write-ahead log beside the file? Without one nobody has it open who keeps one."""
    return _beside(path, "-wal").exists()


def keep_strange_log(path: Path) -> Path | None:
    """Keep a copy of a log that SQLite can't read, as it throws such a one away; tells where, None where none is.

    Copied, not moved: whoever has the file open goes on writing into his own.
    """
    log = _beside(path, "-wal")
    try:
        if is_open_here(path) or not log.is_file() or log.stat().st_size < LOG_HEAD:
            return None
        with log.open("rb") as file:
            head = file.read(LOG_HEAD)
        if _is_log_head(head):
            return None
        number = 1
        while (kept := path.with_name(f"{path.stem}_無法讀取的紀錄檔{number}.wal")).exists():
            number += 1
        try:
            shutil.copyfile(log, kept)
        except OSError:
            with suppress(OSError):
                kept.unlink()
            raise
    except OSError as error:
        message = _("「{path}」旁邊的紀錄檔「{log}」讀不出來，也無法另存：{reason}。沒有開啟，也沒有變更。")
        words = {"path": path, "log": log.name, "reason": error.strerror or error}
        raise StoreUnavailable(message.format(**words)) from error
    return kept


def _is_log_head(head: bytes) -> bool:
    """Is it the head of a write-ahead log, by https://www.sqlite.org/fileformat2.html#walformat?"""
    magic = int.from_bytes(head[:4], "big")
    first = second = 0
    for at in range(0, 24, 8):
        low, high = struct.unpack(">2I" if magic & 1 else "<2I", head[at : at + 8])
        first = (first + low + second) % 2**32
        second = (second + high + first) % 2**32
    return magic | 1 == LOG_MAGIC and struct.unpack(">2I", head[24:32]) == (first, second)


def tidy(path: Path) -> None:
    """Let SQLite clear away the empty files that a reader made beside a register, unless somebody uses them now."""
    log = _beside(path, "-wal")
    if not log.exists() or _has_content(path, "-wal"):
        return
    with suppress(sqlite3.Error), closing(_opened(path, "rw", patience=0.0)) as connection:
        # The last one to close a file that is open for writing takes them along, under SQLite's own locks.
        connection.execute("PRAGMA schema_version")
    memory = _beside(path, "-shm")
    with suppress(OSError):
        if log.exists() and memory.stat().st_size < SHARED_MEMORY and not _has_content(path, "-wal"):
            # A full disk had no room for them: as they are no program can use them.
            memory.unlink()
            log.unlink()


class Aside:
    """The copy from which a register is read that can't be read where it lies; made anew once that has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._folder: TemporaryDirectory[str] | None = None
        self._state: State = ()

    def copy(self) -> Path:
        """The file to read; StoreUnavailable where it can't be made."""
        if self._folder is None or self._state != state(self._path):
            self.close()
            self._make()
        assert self._folder is not None
        return Path(self._folder.name, "copy.db")

    def close(self) -> None:
        """Let go of the copy."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _make(self) -> None:
        for _try in range(TRIES):
            before = state(self._path)
            try:
                self._folder = TemporaryDirectory(prefix="northtaiwan-", ignore_cleanup_errors=True)
                target = Path(self._folder.name, "copy.db")
                for ending in ("", "-wal", "-journal"):
                    if not ending or _has_content(self._path, ending):
                        shutil.copyfile(_beside(self._path, ending), _beside(target, ending))
                with closing(sqlite3.connect(target)) as connection:
                    defend(connection)
                    connection.execute("PRAGMA journal_mode = DELETE")
            except OSError as error:
                self.close()
                message = _("要讀取「{path}」須先複製到暫存資料夾，但無法複製：{reason}。請先清出空間。")
                raise StoreUnavailable(message.format(path=self._path, reason=error.strerror or error)) from error
            except BaseException:
                self.close()
                raise
            if before == state(self._path):
                self._state = before
                return
            self.close()
        message = _("資料庫「{path}」正被另一個程式使用，沒有變更。請關閉那個程式後再試一次。")
        raise StoreUnavailable(message.format(path=self._path))


def _read_apart(path: Path, aside: Aside | None) -> Connection:
    if not (_has_content(path, "-wal") or _has_content(path, "-journal")):
        return _connected(path, "ro&immutable=1")
    kept = aside or Aside(path)
    try:
        connection = _connected(kept.copy(), "ro")
    except BaseException:
        if aside is None:
            kept.close()
        raise
    connection._aside = None if aside else kept
    return connection


def _connected(path: Path, mode: str) -> Connection:
    connection = _opened(path, mode)
    try:
        connection.execute("PRAGMA schema_version")
    except BaseException:
        connection.close()
        raise
    return connection


def _opened(path: Path, mode: str, patience: float | None = None) -> Connection:
    connection = sqlite3.connect(
        f"{address(path.absolute())}?mode={mode}",
        uri=True,
        timeout=PATIENCE if patience is None else patience,
        check_same_thread=False,  # a reading store's questions come from one thread, and are ended by another
        factory=Connection,
    )
    connection.known_as(path)
    try:
        defend(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def address(path: PurePath) -> str:
    """A whole path as SQLite reads one that settings may follow. A share's machine is no host: it takes none."""
    text = path.as_posix()
    return f"file://{quote(os.fsencode(text if text.startswith('/') else f'/{text}'))}"


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _has_content(path: Path, ending: str) -> bool:
    try:
        return _beside(path, ending).stat().st_size > 0
    except OSError:
        return False
