"""A register on a PostgreSQL server: how it is reached, in which order it answers, and what its refusals mean."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

import psycopg
from psycopg import conninfo, errors
from sqlalchemy import Column, Connection, Engine, create_engine, event, nulls_first, nulls_last, text
from sqlalchemy.dialects.postgresql.psycopg import PGCompiler_psycopg
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import Label, UnaryExpression
from sqlalchemy.sql.functions import Function

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import AppError, PasswordWanted, RuleBroken, StoreUnavailable
from northtaiwan_desktop.domain.rights import Rights, Role
from northtaiwan_desktop.domain.server_address import ServerAddress
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import passwords
from northtaiwan_desktop.storage.migrate import known_steps, newest_step, present_step

T = TypeVar("T")
PATIENCE = 15.0
"""Seconds to wait while another person's action is written."""
REACH = 10
"""Seconds to wait for the server to answer at all."""
STALLED = 120
"""Seconds that an action may say nothing to the server before its turn is taken from it: its PC may sleep."""
CHANNEL = "northtaiwan"
"""Where the server tells all that are connected what was changed."""
_USUAL = {
    "application_name": "northtaiwan",
    "client_encoding": "UTF8",
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
}
"""What holds where the address says nothing else: a line that was cut without a word is noticed within a minute."""


class Server:
    """One register on a server, and who is signed in to it. `key` tells this program's own notices from others'."""

    def __init__(self, address: ServerAddress) -> None:
        self.address = address
        self.key = uuid4().hex
        self.login = ""
        self.rights = Rights()
        self.is_replica = False
        self._password = ""
        self.engine = self._engine()

    @property
    def location(self) -> str:
        return self.address.url

    def connect(self, **more: Any) -> "psycopg.Connection[Any]":
        """A connection of libpq's making. PasswordWanted where the server asks for one that nobody has told."""
        wanted: dict[str, Any] = {"connect_timeout": REACH, **_USUAL, **conninfo.conninfo_to_dict(self.address.url)}
        if self._password:
            wanted["password"] = self._password
        try:
            return psycopg.connect(**wanted, cursor_factory=psycopg.ClientCursor, **more)
        except psycopg.OperationalError as error:
            known = passwords.known(self.address) if _asks_password(error) else ""
            if known in ("", self._password):
                raise
            self._password = known
            return self.connect(**more)

    def open(self) -> None:
        """See that the register is there and of this program's form, and who one is in it."""
        with self.told():
            self._check_database()
            step, steps = present_step(self.engine), paths.db_steps()
            if step is None:
                message = _(
                    "伺服器資料庫「{name}」還沒有本程式的資料表，未做任何變更。"
                    "請管理者先執行 server setup，或檢查資料庫名稱。"
                )
                raise StoreUnavailable(message.format(name=self.address.name))
            if step not in known_steps(steps):
                message = _("這個資料庫（{name}）是由較新版本的程式建立的，未做任何變更。請先更新程式再開啟。")
                raise StoreUnavailable(message.format(name=self.address.name))
            if step != newest_step(steps):
                message = _(
                    "伺服器資料庫「{name}」是較舊版本的，未做任何變更。請管理者執行 server setup 更新後再開啟。"
                )
                raise StoreUnavailable(message.format(name=self.address.name))
            self._look_who()

    def check_ours(self) -> bool:
        """Are the tables of a register here? False where there are none at all; StoreUnavailable where others are."""
        with self.told():
            self._check_database()
            if present_step(self.engine) is not None:
                return True
            if self.read(lambda one: one.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))):
                message = _("伺服器資料庫「{name}」裡有別的程式的資料表，未做任何變更。請另建一個空的資料庫。")
                raise StoreUnavailable(message.format(name=self.address.name))
        return False

    def check_new(self) -> bool:
        """May a register be made here? Returns whether its (empty) tables are there already."""
        there = self.check_ours()
        if there and self.read(lambda connection: connection.scalar(text("SELECT count(*) FROM operation"))):
            message = _("伺服器資料庫「{name}」已經有資料，沒有建立新的。請直接開啟它，或換一個資料庫。")
            raise StoreUnavailable(message.format(name=self.address.name))
        return there

    def database(self) -> str:
        """The name of the database, as the server says it."""
        return str(self.read(lambda connection: connection.scalar(text("SELECT current_database()"))))

    def roles(self) -> set[str]:
        """The names of all logins and groups of the server."""
        return self.read(lambda connection: set(connection.scalars(text("SELECT rolname FROM pg_roles"))))

    def secret(self, login: str, password: str) -> str:
        """A password as the server keeps it: what it was is told to nobody, not even to the server's log."""
        if not password:
            return ""
        with self.told(), self.connect() as line:
            return line.pgconn.encrypt_password(password.encode(), login.encode(), b"scram-sha-256").decode()

    def read(self, question: Callable[[Connection], T]) -> T:
        """What a question about the server itself answers."""
        with self.told(), self.engine.connect() as connection:
            return question(connection)

    def run(self, statements: Sequence[str]) -> None:
        """Run statements, all of them or none."""
        with self.told(), self.engine.begin() as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    def tell(self, connection: Connection, kinds: frozenset[str]) -> None:
        """Let all others know, once this transaction is kept."""
        # What the server carries is short; the kinds of one action are few.
        payload = f"{self.key} {','.join(sorted(kinds))}"
        connection.execute(text("SELECT pg_notify(:channel, :payload)"), {"channel": CHANNEL, "payload": payload})

    @contextmanager
    def told(self) -> Iterator[None]:
        """Turn the server's own errors into sentences for the person."""
        try:
            yield
        except IntegrityError as error:
            message = _("還有別的資料用到這一筆，或編號重複，因此沒有變更。請先處理相關的資料。")
            raise RuleBroken(message) from error
        except DBAPIError as error:
            if isinstance(error.orig, psycopg.Error) and (refusal := self.refusal(error.orig)):
                raise refusal from error
            raise
        except psycopg.Error as error:
            if refusal := self.refusal(error):
                raise refusal from error
            raise

    def _engine(self) -> Engine:
        engine = create_engine(
            "postgresql+psycopg://",
            creator=self.connect,
            isolation_level="REPEATABLE READ",
            pool_size=2,
            pool_pre_ping=True,
            use_native_hstore=False,
        )
        engine.dialect.statement_compiler = _Compiler
        event.listen(engine, "begin", _begin)
        return engine

    def _check_database(self) -> None:
        """Order and comparison are by code point, as in a file; another rule would sort names differently."""
        query = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
        with self.engine.connect() as connection:
            collation, encoding = connection.execute(text(query)).one()
        if encoding != "UTF8" or collation not in ("C", "POSIX", "C.UTF-8", "C.utf8"):
            message = _(
                "伺服器資料庫「{name}」的編碼是 {encoding}、排序規則是 {collation}，清單的順序會與檔案不同，"
                "未做任何變更。"
                "請以 createdb -T template0 -E UTF8 --locale=C 重新建立。"
            )
            raise StoreUnavailable(message.format(name=self.address.name, encoding=encoding, collation=collation))

    def _look_who(self) -> None:
        """What one may do is what the server says of each table, not what a name promises."""
        may = "has_table_privilege(:table, 'INSERT')"
        with self.engine.connect() as connection:
            self.login = str(connection.scalar(text("SELECT session_user")))
            self.is_replica = bool(connection.scalar(text("SELECT pg_is_in_recovery()")))
            privileges = {
                table: bool(connection.scalar(text(f"SELECT {may}"), {"table": table}))
                for table in ("server_window", "meeting", "progress_report")
            }
            query = text("SELECT member_id FROM server_window WHERE login = session_user")
            members = frozenset(connection.scalars(query)) if privileges["progress_report"] else frozenset()
        if self.is_replica:
            self.rights = Rights(role=Role.READER)
        elif privileges["server_window"]:
            self.rights = Rights(role=Role.ADMIN)
        elif privileges["meeting"]:
            self.rights = Rights(role=Role.SECRETARY)
        else:
            role = Role.WINDOW if privileges["progress_report"] else Role.READER
            self.rights = Rights(role=role, member_ids=members)

    def refusal(self, error: psycopg.Error) -> AppError | None:
        """What to tell; None where the mistake is ours."""
        name = self.address.name
        if _asks_password(error):
            message = _("伺服器「{name}」沒有讓「{user}」登入：沒有密碼，或密碼不對。請輸入密碼後再試一次。")
            return PasswordWanted(message.format(name=name, user=self.address.user or _("目前的使用者")))
        if isinstance(error, errors.LockNotAvailable) and (holder := self._turn_holder()):
            message = _(
                "伺服器「{name}」正在寫入「{login}」的變更（連線 {pid}），等候逾時，沒有變更。請稍候再試一次；"
                "一直如此時，請對方關閉程式，或請管理者結束那條連線（pg_terminate_backend）。"
            )
            return StoreUnavailable(message.format(name=name, login=holder[0], pid=holder[1]))
        for kinds, told in _REFUSALS:
            if isinstance(error, kinds):
                return told(name)
        if isinstance(error, psycopg.OperationalError | errors.InterfaceError | errors.IdleInTransactionSessionTimeout):
            if self.login:
                message = _(
                    "與伺服器「{name}」的連線中斷（{reason}），沒有變更，輸入的文字仍在畫面上。請確認網路後再試一次。"
                )
            else:
                message = _("無法連線到伺服器「{name}」（{reason}）。請確認網路、主機與資料庫名稱後再試一次。")
            reason = (str(error).strip().splitlines() or [type(error).__name__])[0]
            return StoreUnavailable(message.format(name=name, reason=reason))
        return None

    def _turn_holder(self) -> tuple[str, int] | None:
        """The login and the connection that hold the turn to write, where the server tells it."""
        query = text(
            "SELECT coalesce(a.usename, '?') AS login, l.pid FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid)"
            " WHERE l.relation = to_regclass('writer_turn') AND l.granted AND l.mode LIKE '%ExclusiveLock'"
            " AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " ORDER BY l.pid LIMIT 1"
        )
        try:
            with self.engine.connect() as connection:
                found = connection.execute(query).one_or_none()
        except (DBAPIError, psycopg.Error):
            return None
        return None if found is None else (str(found.login), int(found.pid))


def _asks_password(error: psycopg.Error) -> bool:
    line = getattr(error, "pgconn", None)
    return isinstance(error, errors.InvalidPassword | errors.InvalidAuthorizationSpecification) or (
        line is not None and bool(line.needs_password or line.used_password) and "password" in str(error)
    )


def _rule(words: Callable[[], str]) -> Callable[[str], AppError]:
    return lambda name: RuleBroken(words().format(name=name))


def _trouble(words: Callable[[], str]) -> Callable[[str], AppError]:
    return lambda name: StoreUnavailable(words().format(name=name))


_REFUSALS: list[tuple[tuple[type[psycopg.Error], ...], Callable[[str], AppError]]] = [
    (
        (errors.InsufficientPrivilege,),
        _rule(lambda: _("您在伺服器「{name}」的角色不能做這項變更，沒有變更。需要時請洽管理者調整角色。")),
    ),
    (
        (errors.LockNotAvailable, errors.DeadlockDetected),
        _trouble(lambda: _("伺服器「{name}」正在寫入另一個人的變更，等候逾時，沒有變更。請稍候再試一次。")),
    ),
    (
        (errors.SerializationFailure,),
        _trouble(lambda: _("伺服器「{name}」上同時有別的變更，這一次沒有儲存。請看過後再試一次。")),
    ),
    (
        (errors.ReadOnlySqlTransaction,),
        _trouble(lambda: _("連到的「{name}」是唯讀的備援伺服器，沒有變更。請改連主伺服器。")),
    ),
    (
        (errors.DiskFull,),
        _trouble(lambda: _("伺服器「{name}」的磁碟空間不足，沒有變更，已存的資料沒有遺失。請管理者清出空間。")),
    ),
    (
        (errors.CharacterNotInRepertoire, errors.UntranslatableCharacter, psycopg.DataError),
        _rule(lambda: _("文字裡有伺服器「{name}」不能保存的字元（例如空字元），沒有變更。請刪去後再試一次。")),
    ),
]


def _begin(connection: Connection) -> None:
    """One action is written at a time, as in a file, so that none is lost and the journal has one order.

    The lock is asked for before anything is read: the transaction then sees all that was kept before it.
    """
    if connection.get_execution_options().get("writes"):
        connection.exec_driver_sql(
            f"SET LOCAL lock_timeout = '{round(PATIENCE * 1000)}ms';"
            f" SET LOCAL idle_in_transaction_session_timeout = '{round(STALLED * 1000)}ms';"
            " LOCK TABLE writer_turn IN EXCLUSIVE MODE"
        )


class _Compiler(PGCompiler_psycopg):
    """What has no value stands first, as in a file; the server by itself puts it last."""

    def order_by_clause(self, select: Any, **kw: Any) -> str:
        parts = [self.process(_as_in_a_file(one), **kw) for one in select._order_by_clauses]
        return f" ORDER BY {', '.join(parts)}" if parts else ""

    def visit_instr_func(self, function: Function[Any], **kw: Any) -> str:
        return f"strpos{self.function_argspec(function, **kw)}"


def _as_in_a_file(one: Any) -> Any:
    bare, modifier = (one.element, one.modifier) if isinstance(one, UnaryExpression) else (one, None)
    if modifier in (operators.nulls_first_op, operators.nulls_last_op):
        return one
    if isinstance(bare, Label):
        bare = bare.element
    if isinstance(bare, Column) and not bare.nullable:
        # Never without a value: the index keeps its use.
        return one
    return nulls_last(one) if modifier is operators.desc_op else nulls_first(one)
