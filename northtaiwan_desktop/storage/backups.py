"""The dated copies of a register: made by SQLite's own backup, proved by opening them, and put in its place again."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from uuid import uuid4
from zlib import crc32

from northtaiwan_desktop import paths, whole_file
from northtaiwan_desktop.domain.backups import (
    FOLDER,
    Backup,
    BackupLine,
    Facts,
    Keeping,
    Reason,
    name_of,
    read_name,
    thinned,
    trusted_first,
)
from northtaiwan_desktop.domain.errors import FileUnwritable, StoreDamaged, StoreUnavailable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import connecting, derived, holder, shape, sqlite_file
from northtaiwan_desktop.storage.migrate import newest_step, upgrade

PAGES, PAUSE = 2_000, 0.005
"""Where there is no write-ahead log a copy is made in parts, so that nobody waits for it to write."""
BROKEN_OFF = 3_600
"""Seconds after which nobody is still writing what has no name yet."""
UNNAMED = re.compile(r"~[0-9a-f]{32}\.tmp(-\w+)?")
"""What is being written and has no name yet."""


def folder_of(location: str | Path, keeping: Keeping) -> Path:
    """Where the copies of a register lie: in the folder that was chosen, else in one beside it."""
    path = Path(location)
    name = FOLDER.format(stem=path.stem)
    if not keeping.folder:
        return path.with_name(name)
    # Registers of one name from several places do not mix in one chosen folder.
    return Path(keeping.folder) / f"{name}_{crc32(str(path.absolute()).encode()):08x}"


def held(location: str | Path, keeping: Keeping) -> list[Backup]:
    """The copies of a register, the newest first."""
    folder, stem = folder_of(location, keeping), Path(location).stem
    found = []
    with suppress(OSError):
        for path in folder.iterdir():
            known = read_name(path.name, stem)
            if known is not None:
                at, reason = known
                size = path.stat().st_size
                found.append(Backup(name=path.name, path=str(path), at=at, reason=reason, size=size))
    return sorted(found, key=lambda one: (one.at, one.name), reverse=True)


def lines(location: str | Path, keeping: Keeping) -> list[BackupLine]:
    """The copies with what each holds."""
    found = []
    for backup in held(location, keeping):
        try:
            found.append(BackupLine(backup=backup, facts=facts(backup.path)))
        except StoreUnavailable as error:
            found.append(BackupLine(backup=backup, facts=None, fault=str(error)))
    return found


def best(location: str | Path, keeping: Keeping, *, now: datetime | None = None) -> BackupLine | None:
    """The newest copy that is whole; those of days to come (the clock was set back) are the last choice."""
    today = now or datetime.now()
    for backup in trusted_first(held(location, keeping), now=today):
        with suppress(StoreUnavailable):
            shape.check(Path(backup.path))
            return BackupLine(backup=backup, facts=facts(backup.path))
    return None


def facts(location: str | Path) -> Facts:
    """What a register holds. StoreUnavailable where it can't be read."""
    path = Path(location)
    with sqlite_file.told(path), closing(connecting.reading(path)) as connection:
        last = connection.execute(
            "SELECT number, label, done_by, done_at FROM operation ORDER BY number DESC LIMIT 1"
        ).fetchone()
        meetings, resolutions, drawn, files = connection.execute(
            "SELECT (SELECT count(*) FROM meeting), (SELECT count(*) FROM resolution),"
            " (SELECT total(last) FROM counter), (SELECT count(*) FROM blob)"
        ).fetchone()
        step = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return Facts(
        meetings=meetings,
        resolutions=resolutions,
        last_number=last[0] if last else 0,
        last_label=last[1] if last else "",
        last_by=last[2] if last else "",
        last_at=datetime.fromisoformat(last[3]) if last else None,
        mark=f"{last[0] if last else 0}/{last[3] if last else ''}/{drawn}/{files}/{step}",
    )


def keep(location: str | Path, *, reason: Reason, now: datetime, keeping: Keeping) -> Backup | None:
    """Lay a copy into the folder and let old ones go. None where a newest copy holds all there is."""
    path = Path(location)
    if newest_whole(path, keeping, now=now) is not None:
        return None
    folder = folder_of(path, keeping)
    _make_folder(folder)
    target = _free(folder, path.stem, now, reason)
    copy(path, target)
    thin(path, now=now, keeping=keeping)
    return Backup(name=target.name, path=str(target), at=now, reason=reason, size=target.stat().st_size)


def newest_whole(location: str | Path, keeping: Keeping, *, now: datetime) -> Backup | None:
    """The copy that holds all there is: the newest one, or one that bears a day to come."""
    known = [one for one in held(location, keeping) if one.reason is not Reason.DAMAGED]
    newest = [*trusted_first(known, now=now)[:1], *known[:1]]
    return next((one for one in newest if _holds_all(one, Path(location))), None)


def thin(location: str | Path, *, now: datetime, keeping: Keeping) -> None:
    """Let go of the copies that need not be kept, and of what was broken off. One that can't be removed stays."""
    choice = thinned(held(location, keeping), today=now.date(), cap=keeping.cap_mb * 10**6)
    for backup in choice.dropped:
        # One that was damaged has its log beside it.
        sqlite_file.remove(Path(backup.path))
    clear_unnamed(location, now=now, keeping=keeping)


def clear_unnamed(location: str | Path, *, now: datetime, keeping: Keeping) -> None:
    """Let go of what a program that was killed had begun beside the register or its copies, and not named yet."""
    for folder in (folder_of(location, keeping), Path(location).parent):
        for path in folder.glob("~*.tmp*"):
            with suppress(OSError):
                if UNNAMED.fullmatch(path.name) and now.timestamp() - path.stat().st_mtime > BROKEN_OFF:
                    path.unlink()


def copy(location: str | Path, to: Path, *, named: Path | None = None) -> None:
    """Write a copy of a register to `to`, whole and proved, or leave what is there as it was.

    A refusal names what the person meant: `named` where `to` is only on the way there.
    """
    path = Path(location)
    with sqlite_file.told(named or to), closing(connecting.reading(path)) as source:
        _write_copy(source, path, to, named or to)


def _write_copy(source: sqlite3.Connection, path: Path, to: Path, named: Path) -> None:
    with whole_file.in_the_making(to) as beside:
        try:
            with sqlite_file.told(named), closing(_target(beside)) as target:
                is_logged = source.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
                with _of_the_source(path):
                    source.backup(target, pages=-1 if is_logged else PAGES, sleep=PAUSE)
                target.execute("PRAGMA journal_mode = DELETE")
                fault = target.execute("PRAGMA quick_check(1)").fetchone()[0]
            if fault != "ok":
                message = _("「{path}」的副本不完整（{fault}），沒有留下。請先用 check 檢查資料庫。")
                raise StoreDamaged(message.format(path=path, fault=fault), at=str(path))
        except BaseException:
            sqlite_file.remove(beside)
            raise


@contextmanager
def _of_the_source(path: Path) -> Iterator[None]:
    """What is torn is what is read, not what is being written."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            raise StoreDamaged(sqlite_file.damaged(path), at=str(path)) from error
        raise


def restore(backup: str | Path, location: str | Path, *, now: datetime, keeping: Keeping) -> Path | None:
    """Put a copy in the place of the register, whose present state is kept beside the other copies.

    Gives the path at which the present one is kept; None where there was none. Refused, with nothing changed, where the
    copy is not whole or the register is open somewhere. At each moment one of the two stands under the register's name.
    """
    source, path = Path(backup), Path(location)
    if path.is_symlink():
        # What it leads to is the register, and what is put in place of the sign would lie elsewhere.
        path = path.resolve()
    holder.require_free(path)
    shape.check(source)
    if source.resolve() == path.resolve():
        raise StoreUnavailable(_("「{path}」就是目前的資料庫，沒有變更。請選擇要還原的備份。").format(path=path))
    _check_opens(source)
    fresh = path.with_name(f"~{uuid4().hex}.tmp")
    try:
        copy(source, fresh, named=path)
        with _set_aside(path, folder_of(location, keeping), now=now) as kept, _words(path):
            if path.exists():
                shutil.copymode(path, fresh)
            fresh.replace(path)
            whole_file.keep_names(path.parent)
    finally:
        sqlite_file.remove(fresh)
    return kept


def _check_opens(source: Path) -> None:
    """Refuse an older one that can't be brought up to this program's tables: tried on a copy of it."""
    with sqlite_file.told(source), closing(connecting.reading(source)) as connection:
        if connection.execute("SELECT version_num FROM alembic_version").fetchone()[0] == newest_step(paths.db_steps()):
            return
    with whole_file.spare_folder() as folder:
        spare = folder / "copy.db"
        copy(source, spare)
        engine = sqlite_file.engine(spare)
        try:
            with sqlite_file.told(source):
                upgrade(engine, prove=partial(derived.prove, path=source))
        finally:
            engine.dispose()


@contextmanager
def _set_aside(path: Path, folder: Path, *, now: datetime) -> Iterator[Path | None]:
    """Keep a copy of the present register in `folder`; within, it still has its name, and nobody writes into it.

    What SQLite holds beside it is in it, or kept with its copy, and gone: it would be taken for the new one's.
    """
    kept: Path | None = None
    with ExitStack() as held:
        if path.exists():
            _make_folder(folder)
            try:
                connection = _alone(path, held)
                kept = _free(folder, path.stem, now, Reason.RESTORE)
                _write_copy(connection, path, kept, kept)
            except StoreUnavailable as error:
                if not isinstance(error, StoreDamaged) and not _is_void(path):
                    raise
                held.close()
                kept = _free(folder, path.stem, now, Reason.DAMAGED)
                _keep_as_it_is(path, kept)
                with suppress(StoreDamaged):
                    # So far damaged that nobody can open it, or open nowhere.
                    _alone(path, held)
        elif any(_beside(path, ending).exists() for ending in connecting.BESIDE):
            _make_folder(folder)
            _keep_as_it_is(path, _free(folder, path.stem, now, Reason.DAMAGED))
        if os.name != "posix":
            # There no file that is open gives up its place: whoever opens it now has the exchange refused.
            held.close()
        yield kept


def _alone(path: Path, held: ExitStack) -> sqlite3.Connection:
    """Have a register for oneself, in its one file, as long as `held` is; refused while another program has it open."""
    sqlite_file.check(path)
    connecting.keep_strange_log(path)
    with sqlite_file.told(path):
        connection = held.enter_context(closing(sqlite3.connect(path, timeout=1.0, isolation_level=None)))
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("COMMIT")
    return connection


def _keep_as_it_is(path: Path, kept: Path) -> None:
    """Copy a file that can't be read as a register, byte for byte; then let go of what lies beside it.

    Its log first, so that the copy is complete once it has its name.
    """
    with _words(kept):
        for ending in ("-wal", "-journal", ""):
            piece = _beside(path, ending)
            if piece.exists() and (piece.stat().st_size or not ending):
                with whole_file.in_the_making(_beside(kept, ending)) as made:
                    shutil.copyfile(piece, made)
        for ending in connecting.BESIDE:
            _beside(path, ending).unlink(missing_ok=True)
        whole_file.keep_names(path.parent)


def _is_void(path: Path) -> bool:
    """Has a power cut left nothing of a file but its name, or its length?"""
    with suppress(OSError), path.open("rb") as file:
        return not any(file.read(sqlite_file.PAGE))
    return False


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _holds_all(newest: Backup, path: Path) -> bool:
    try:
        return facts(newest.path).mark == facts(path).mark
    except StoreUnavailable:
        return False


def _target(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")  # what is being made is written through once, at its end
    return connection


def _free(folder: Path, stem: str, now: datetime, reason: Reason) -> Path:
    again = 0
    while (path := folder / name_of(stem, now, reason, again=again)).exists():
        again += 1
    return path


def _make_folder(folder: Path) -> None:
    with _words(folder):
        folder.mkdir(parents=True, exist_ok=True)


@contextmanager
def _words(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        message = _("無法寫入「{path}」：{reason}。資料庫沒有變更，請確認磁碟空間與寫入權限，或另選備份資料夾。")
        raise FileUnwritable(message.format(path=path, reason=error.strerror or error)) from error
