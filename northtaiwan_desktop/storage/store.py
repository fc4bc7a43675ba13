"""The register as the rest of the program sees it: do something, undo it, or ask something."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError

from northtaiwan_desktop.domain.errors import RuleBroken, StoreUnavailable
from northtaiwan_desktop.domain.rights import Rights
from northtaiwan_desktop.domain.server_address import ServerAddress, is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import journal, passages, standing
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.migrate import present_step, upgrade
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.work import Work

if TYPE_CHECKING:
    # The server's own library is loaded where a register lies on one.
    from northtaiwan_desktop.storage.listening import Listening
    from northtaiwan_desktop.storage.postgres import Server

T = TypeVar("T")
Action = Callable[[Work], object]
Question = Callable[[Records], T]

APPLICATION_ID = 0x4E545744
"""Stands in the head of every register file («NTWD»), so that another program's file is told apart."""

PATIENCE = 5.0
"""Seconds to wait for another program to let go of the file."""


class Store:
    """One register. Its transactions live no longer than one call."""

    def __init__(
        self, engine: Engine, *, clock: Callable[[], datetime] = datetime.now, server: "Server | None" = None
    ) -> None:
        self._engine = engine
        self._clock = clock
        self.server = server
        """The server on which it lies; None for a file."""
        self._listening: Listening | None = None

    @classmethod
    def open(cls, location: str | Path) -> "Store":
        """Open the register at a path; older ones are migrated after a copy. StoreUnavailable says what is wrong.

        Or the one at a server's address (`postgresql://…`); PasswordWanted where that asks for one.
        """
        if is_server(location):
            return cls._on_server(str(location))
        path = Path(location)
        _check_file(path)
        engine = _engine(path)
        try:
            with told(path):
                if present_step(engine) is None:
                    raise StoreUnavailable(_foreign(path))
                upgrade(engine)
                passages.ensure(engine)
                standing.ensure(engine)
        except BaseException:
            engine.dispose()
            raise
        return cls(engine)

    @classmethod
    def create(cls, location: str | Path) -> "Store":
        """Make an empty register at a path where no file is, or in a server's database that is empty."""
        if is_server(location):
            return cls._on_server(str(location), new=True)
        path = Path(location)
        if path.exists():
            message = _("「{path}」已經存在，沒有建立新的資料庫。請換一個檔名，或直接開啟它。")
            raise StoreUnavailable(message.format(path=path))
        if not path.parent.is_dir():
            message = _("沒有資料夾「{folder}」，無法建立資料庫。請先建立資料夾。")
            raise StoreUnavailable(message.format(folder=path.parent))
        engine = _engine(path)
        try:
            with told(path):
                with engine.begin() as connection:
                    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                upgrade(engine)
                passages.ensure(engine)
                standing.ensure(engine)
        except BaseException:
            engine.dispose()
            path.unlink(missing_ok=True)
            raise
        return cls(engine)

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
        """What who opened it may do: in a file, everything."""
        return self.server.rights if self.server else Rights()

    @property
    def engine(self) -> Engine:
        """For what handles a register whole: moving, checking, its roles."""
        return self._engine

    def do(self, label: str, action: Action, *, by: str = "") -> Operation:
        """Run an action in one transaction: all of it is kept with its entry in the journal, or none."""
        with self._work(by) as work:
            action(work)
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
        with self.told(), self._engine.connect() as connection:
            return question(Records(connection, login=self._login))

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

    def told(self) -> AbstractContextManager[None]:
        """Within it, the database's own errors become sentences for the person."""
        return self.server.told() if self.server else told(Path(self.location))

    @property
    def _login(self) -> str:
        return self.server.login if self.server else ""

    @contextmanager
    def _work(self, by: str) -> Iterator[Work]:
        with self.told(), self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                work = Work(connection, by=by, now=self._clock().replace(microsecond=0), login=self._login)
                yield work
                passages.renew(connection, work.changes)
                standing.renew(connection, work.changes)
                if self.server and work.changes:
                    self.server.tell(connection, frozenset(change.kind.__name__ for change in work.changes))


def _engine(path: Path) -> Engine:
    engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": PATIENCE})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: Any, _record: Any) -> None:
    """Foreign keys hold, nothing written is lost to a power cut, and a crafted file's functions are not trusted."""
    connection.isolation_level = None
    for setting in ("foreign_keys = ON", "trusted_schema = OFF", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {setting}")


def _begin(connection: Connection) -> None:
    """Take the writer's place at once: two actions then wait for one another rather than fail half-way."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _check_file(path: Path) -> None:
    """Refuse, with words, whatever is no register, before SQLite writes a byte into it."""
    if path.is_dir():
        raise StoreUnavailable(_("「{path}」是資料夾，不是資料庫檔。請選擇檔案。").format(path=path))
    if not path.exists():
        message = _("找不到資料庫「{path}」。請確認路徑，或用 init 建立新的資料庫。")
        raise StoreUnavailable(message.format(path=path))
    try:
        with path.open("rb") as file:
            head = file.read(72)
    except OSError as error:
        message = _("無法讀取資料庫「{path}」：{reason}。請確認檔案權限，或關閉正在使用它的程式。")
        raise StoreUnavailable(message.format(path=path, reason=error.strerror)) from error
    if not head:
        message = _("「{path}」是空的檔案（0 位元組），不是資料庫。請改用備份，或用 init 建立新的資料庫。")
        raise StoreUnavailable(message.format(path=path))
    if not head.startswith(b"SQLite format 3\0"):
        message = _("「{path}」不是資料庫檔，或已加密、損壞，未做任何變更。請選擇正確的檔案，或改用備份。")
        raise StoreUnavailable(message.format(path=path))
    if int.from_bytes(head[68:72], "big") not in {APPLICATION_ID, 0}:
        raise StoreUnavailable(_foreign(path))
    with told(path), closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
        if connection.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreUnavailable(_foreign(path))


def _foreign(path: Path) -> str:
    message = _("「{path}」是別的程式的資料庫，不是本程式建立的，未做任何變更。請選擇正確的檔案。")
    return message.format(path=path)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn the database's own errors into sentences for the person."""
    try:
        yield
    except IntegrityError as error:
        message = _("還有別的資料用到這一筆，或編號重複，因此沒有變更。請先處理相關的資料。")
        raise RuleBroken(message) from error
    except (OperationalError, DatabaseError, sqlite3.DatabaseError) as error:
        raise StoreUnavailable(_remedy(str(error), path)) from error


def _remedy(reason: str, path: Path) -> str:
    if "locked" in reason or "busy" in reason:
        text = _("資料庫「{path}」正被另一個程式使用，沒有變更。請關閉那個程式後再試一次。")
    elif "readonly" in reason or "read-only" in reason:
        text = _("資料庫「{path}」是唯讀的，沒有變更。請確認檔案與資料夾的寫入權限。")
    elif "full" in reason:
        text = _("磁碟空間不足，無法寫入資料庫「{path}」；已存的資料沒有遺失。請清出空間後再試一次。")
    elif "disk I/O" in reason:
        text = _(
            "資料庫「{path}」所在的磁碟無法讀寫，沒有變更，已存的資料沒有遺失。"
            "可能是磁碟空間不足、網路磁碟斷線或磁碟故障，請檢查後再試一次。"
        )
    elif "malformed" in reason or "not a database" in reason or "corrupt" in reason:
        text = _("資料庫「{path}」已損壞，無法讀取。請保留原檔，改用備份。")
    elif "unable to open" in reason:
        text = _("無法開啟資料庫「{path}」。請確認資料夾存在，且有讀寫權限。")
    else:
        text = _("資料庫「{path}」目前無法使用（{reason}）。請稍後再試。")
    return text.format(path=path, reason=reason.splitlines()[0])
