"""The register as the rest of the program sees it: do something, undo it, or ask something."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import Connection, Engine

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.backups import Keeping, Reason
from northtaiwan_desktop.domain.errors import StoreDamaged, StoreHeld, StoreUnavailable, StoreUnwritable
from northtaiwan_desktop.domain.holder import Holder
from northtaiwan_desktop.domain.rights import Rights, Role
from northtaiwan_desktop.domain.server_address import ServerAddress, is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.memory import undisturbed
from northtaiwan_desktop.storage import (
    backups,
    connecting,
    derived,
    journal,
    passages,
    seen_files,
    shape,
    sqlite_file,
    standing,
)
from northtaiwan_desktop.storage.holder import Holding, other_holder, require_free
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.migrate import newest_step, present_step, upgrade
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.sqlite_file import told
from northtaiwan_desktop.storage.work import Work

if TYPE_CHECKING:
    # The server's own library is loaded where a register lies on one.
    from northtaiwan_desktop.storage.listening import Listening
    from northtaiwan_desktop.storage.postgres import Server

T = TypeVar("T")
Action = Callable[[Work], object]
Question = Callable[[Records], T]

ASK_AGAIN = 3
"""How often a question is put anew where the file was changed while it was answered."""
_ACTION, _JOURNAL, _INDEX, _STANDING = 0.5, 0.62, 0.88, 0.98
"""By when each part of an action is done, as the whole is 1: measured where thousands of rows are taken in."""


class Store:
    """One register. Its transactions live no longer than one call."""

    def __init__(
        self,
        engine: Engine,
        *,
        clock: Callable[[], datetime] = datetime.now,
        keeping: Keeping | None = None,
        server: "Server | None" = None,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self.server = server
        """The server on which it lies; None for a file."""
        self._listening: Listening | None = None
        self.keeping = keeping or Keeping()
        """How its copies are kept, where it is a file."""
        self.held_by: Holder | None = None
        """Who has it open for writing on another PC: here it can only be read."""
        self.hindrance: StoreUnwritable | None = None
        """What keeps the file from being changed where it lies: it can only be read."""
        self.told_at_opening: tuple[str, ...] = ()
        """What is told of what its opening found: indexes that were made anew, a log that was set aside."""
        self._holding: Holding | None = None
        self._identity = (0, 0) if server else connecting.identity(Path(self.location))

    @classmethod
    def open(cls, location: str | Path, *, keeping: Keeping | None = None, hold_as: str | None = None) -> "Store":
        """Open the register at a path; older ones are migrated after a copy. StoreUnavailable says what is wrong.

        With `hold_as`, a person's name, it is held for this PC until it is closed. One that another PC holds can only
        be read: `held_by` says by whom. Or the one at a server's address (`postgresql://…`); PasswordWanted where that
        asks for one.
        """
        if is_server(location):
            return cls._on_server(str(location))
        keeping = keeping or Keeping()
        path = Path(location)
        sqlite_file.check_there(path)
        held_by, holding = _hold(path, hold_as)
        kept: Path | None = None
        try:
            if held_by is None and sqlite_file.hindrance(path) is None:
                kept = connecting.keep_strange_log(path)
            shape.check(path, to_be_used=True)
            store = cls._beside_holder(path) if held_by is not None else cls._as_can_be(path, keeping)
        except BaseException:
            if holding is not None:
                holding.release()
            raise
        if store.hindrance is not None and holding is not None:
            # Who can't write holds up nobody.
            holding.release()
            holding = None
        store.keeping, store.held_by, store._holding = keeping, held_by, holding
        if kept is not None:
            message = _(
                "資料庫旁邊的「{log}」讀不出來，沒有採用，已另存為「{kept}」；不久前的變更若不見了，請改用備份。"
            )
            store.told_at_opening += (message.format(log=f"{path.name}-wal", kept=kept.name),)
        return store

    @classmethod
    def _beside_holder(cls, path: Path) -> "Store":
        sqlite_file.check_readable_from_here(path)
        message = _("資料庫「{path}」要先更新才能開啟，而別的電腦正開啟著它。請等對方關閉後再開啟。")
        return cls._read_only(path, old=StoreHeld(message.format(path=path), holder=other_holder(path)))

    @classmethod
    def _as_can_be(cls, path: Path, keeping: Keeping) -> "Store":
        """For writing, or, where nothing can be written, for reading: a stick may be write-protected, a disk full."""
        hindrance = sqlite_file.hindrance(path)
        if hindrance is None:
            try:
                return cls._for_writing(path, keeping)
            except StoreUnwritable as error:
                hindrance = sqlite_file.hindrance(path, error)
        if connecting.has_log(path):
            sqlite_file.check_readable_from_here(path)
        message = _("資料庫「{path}」要先更新才能開啟，而它所在的位置不能寫入。請複製到可以寫入的磁碟，再開啟那一份。")
        store = cls._read_only(path, old=StoreUnwritable(message.format(path=path)))
        store.hindrance = hindrance
        return store

    @classmethod
    def _read_only(cls, path: Path, *, old: StoreUnavailable) -> "Store":
        engine = sqlite_file.engine(path, read_only=True)
        try:
            with told(path):
                if present_step(engine) != newest_step(paths.db_steps()):
                    raise old
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    @classmethod
    def _for_writing(cls, path: Path, keeping: Keeping) -> "Store":
        engine = sqlite_file.engine(path)
        before = partial(backups.keep, path, reason=Reason.UPGRADE, now=datetime.now(), keeping=keeping)
        try:
            with told(path):
                upgrade(engine, lay_aside=before, prove=partial(derived.prove, path=path))
                anew = derived.make_anew(engine)
                passages.ensure(engine)
                standing.ensure(engine)
        except BaseException:
            engine.dispose()
            connecting.tidy(path)
            raise
        store = cls(engine, keeping=keeping)
        store.told_at_opening = anew
        with suppress(OSError):
            backups.clear_unnamed(path, now=datetime.now(), keeping=keeping)
        return store

    @classmethod
    def create(cls, location: str | Path) -> "Store":
        """Make an empty register at a path where no file is, or in a server's database that is empty."""
        if is_server(location):
            return cls._on_server(str(location), new=True)
        path = Path(location)
        cls.require_none(path)
        engine = sqlite_file.engine(path)
        try:
            with told(path):
                with engine.begin() as connection:
                    connection.exec_driver_sql(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
                upgrade(engine)
                passages.ensure(engine)
                standing.ensure(engine)
        except BaseException:
            engine.dispose()
            sqlite_file.remove(path)
            raise
        return cls(engine)

    @staticmethod
    def require_none(path: Path) -> None:
        """Refuse a place where a new register can't be: StoreUnavailable where a file is, or where no folder is."""
        if path.exists():
            message = _("「{path}」已經存在，沒有建立新的資料庫。請換一個檔名，或直接開啟它。")
            raise StoreUnavailable(message.format(path=path))
        if not path.parent.is_dir():
            message = _("沒有資料夾「{folder}」，無法建立資料庫。請先建立資料夾。")
            raise StoreUnavailable(message.format(folder=path.parent))

    @classmethod
    def _on_server(cls, url: str, *, new: bool = False) -> "Store":
        from northtaiwan_desktop.storage.postgres import Server

        server = Server(ServerAddress.read(url))
        try:
            if new and not server.check_new():
                with server.told():
                    upgrade(server.engine)
            server.open()
            with server.told():
                passages.ensure(server.engine)
                standing.ensure(server.engine)
        except BaseException:
            server.engine.dispose()
            raise
        return cls(server.engine, server=server)

    @property
    def location(self) -> str:
        """The path of the file, or the server's address without a password."""
        return self.server.location if self.server else str(self._engine.url.database)

    @property
    def rights(self) -> Rights:
        """What who opened it may do: in a file, everything, unless it can only be read here."""
        if self.held_by is not None or self.hindrance is not None:
            return Rights(role=Role.READER)
        return self.server.rights if self.server else Rights()

    @property
    def engine(self) -> Engine:
        """For what handles a register whole: moving, checking, its roles."""
        return self._engine

    def do(self, label: str, action: Action, *, by: str = "") -> Operation:
        """Run an action in one transaction: all of it is kept with its entry in the journal, or none."""
        with self._work(by) as work:
            with work.part(0.0, _ACTION):
                action(work)
            with work.part(_ACTION, _JOURNAL):
                work.tell(0.0)
                return journal.record(work, label)

    def found(self, label: str, action: Action) -> Operation:
        """Fill a new register with what it is born with. It stands in the journal, but no undo takes it away."""
        with self._work("") as work:
            action(work)
            return journal.record(work, label, turn=journal.BASE)

    def undo(self, *, by: str = "", meant: int | None = None) -> Operation:
        """Take the latest action back; RuleBroken where there is none, or where it is not the one that was `meant`."""
        with self._work(by) as work:
            label, number = journal.undo(work, meant=meant)
            return journal.record(work, label, turn=journal.UNDO, target=number)

    def redo(self, *, by: str = "", meant: int | None = None) -> Operation:
        """Do again what was taken back last; RuleBroken where there is nothing, or not what was `meant`."""
        with self._work(by) as work:
            label, number = journal.redo(work, meant=meant)
            return journal.record(work, label, turn=journal.REDO, target=number)

    def ask(self, question: Question[T]) -> T:
        """Run a read-only question and return its values."""
        for _again in range(ASK_AGAIN):
            before = self._state()
            try:
                answer = self._ask(question)
            except StoreDamaged:
                if before == self._state():
                    raise
            else:
                if before == self._state():
                    return answer
        return self._ask(question)

    def _ask(self, question: Question[T]) -> T:
        with self.told(), self._engine.connect() as connection:
            return question(Records(connection, login=self._login))

    def _state(self) -> connecting.State:
        """By what it shows that somebody with more rights has changed a file that is read without locks."""
        return () if self.hindrance is None else connecting.state(Path(self.location))

    def listen(self, heard: Callable[[frozenset[str]], None], lost: Callable[[Exception | None], None]) -> None:
        """Have oneself told of what others change on a server, from another thread; a file has no others."""
        # A replica is read only, and tells nothing.
        if self.server is not None and not self.server.is_replica and self._listening is None:
            from northtaiwan_desktop.storage.listening import Listening

            self._listening = Listening(self.server, heard, lost)

    def close(self) -> None:
        """Let go of the file."""
        if self._listening is not None:
            self._listening.close()
        self._engine.dispose()
        if self.server is None:
            self._remember()
        if self._holding is not None:
            self._holding.release()

    def _remember(self) -> None:
        """A large file that was looked through at its opening need not be again, if it is the same one still."""
        path = Path(self.location)
        with suppress(OSError):
            if path.stat().st_size > shape.SMALL and connecting.identity(path) == self._identity:
                seen_files.remember(path)

    def _require_ours(self) -> None:
        """Refuse a change of a file that can only be read here, or that is not the one that was opened."""
        if self.server is None:
            path = Path(self.location)
            require_free(path)
            if self.hindrance is not None:
                raise StoreUnwritable(str(self.hindrance))
            sqlite_file.require_same(path, self._identity)

    def hold_again(self) -> None:
        """Take hold anew of what was let go of for a moment."""
        if self._holding is not None:
            self._holding = Holding.take(Path(self.location), self._holding.name, now=self._clock())

    def told(self) -> AbstractContextManager[None]:
        """Within it, the database's own errors become sentences for the person."""
        return self.server.told() if self.server else told(Path(self.location))

    @property
    def _login(self) -> str:
        return self.server.login if self.server else ""

    @contextmanager
    def _work(self, by: str) -> Iterator[Work]:
        self._require_ours()
        with self.told(), undisturbed(), self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin(), _Aside(self._lay_aside, is_beside=self._is_logged(connection)) as aside:
                now = self._clock().replace(microsecond=0)
                work = Work(connection, by=by, now=now, login=self._login, lay_aside=aside.begin)
                yield work
                with work.part(_JOURNAL, _INDEX):
                    passages.renew(connection, work.changes, work.tell)
                with work.part(_INDEX, _STANDING):
                    work.tell(0.0)
                    standing.renew(connection, work.changes)
                    work.tell(1.0)
                if self.server and work.changes:
                    self.server.tell(connection, frozenset(change.kind.__name__ for change in work.changes))
                aside.finish()
                self._require_ours()

    def _is_logged(self, connection: Connection) -> bool:
        """Do others read a file as it was while it is being written?"""
        return self.server is None and connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"

    def _lay_aside(self, reason: Reason) -> None:
        """Keep a copy of the register as it is before the present action: another reader sees nothing of that yet."""
        if self.server is None:
            backups.keep(self.location, reason=reason, now=self._clock(), keeping=self.keeping)


class _Aside:
    """The copy that an action lays aside: written beside it where that can be, and whole before the action is kept."""

    def __init__(self, keep: Callable[[Reason], None], *, is_beside: bool) -> None:
        self._keep, self._is_beside = keep, is_beside
        self._pool: ThreadPoolExecutor | None = None
        self._copies: list[Future[None]] = []

    def __enter__(self) -> "_Aside":
        return self

    def __exit__(self, *_error: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()

    def begin(self, reason: Reason) -> None:
        """Lay a copy aside of what was before the action."""
        if not self._is_beside:
            self._keep(reason)
            return
        self._pool = self._pool or ThreadPoolExecutor(1, "aside")
        self._copies.append(self._pool.submit(self._keep, reason))

    def finish(self) -> None:
        """Wait for it; what has gone wrong with it is raised here."""
        for copy in self._copies:
            copy.result()


def _hold(path: Path, hold_as: str | None) -> tuple[Holder | None, Holding | None]:
    """Who holds a register on another PC; and our own hold on it, where one is wanted and can be had."""
    if hold_as is None:
        return other_holder(path), None
    try:
        return None, Holding.take(path, hold_as, now=datetime.now())
    except StoreHeld as error:
        return error.holder, None
