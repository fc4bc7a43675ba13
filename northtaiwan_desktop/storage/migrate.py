"""Bring a register up to this program's tables; the steps stand in db/versions/."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.i18n import _


def newest_step(steps: Path) -> str:
    """The name of the newest step, read from the file names, so that a start need not load the whole machinery."""
    return max(known_steps(steps))


def known_steps(steps: Path) -> set[str]:
    """The names of all steps: the first part of each file's name."""
    return {path.name.split("_", 1)[0] for path in (steps / "versions").glob("[0-9]*_*.py")}


def present_step(engine: Engine) -> str | None:
    """The step at which a register stands; None for one without tables."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        step: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
        return step


def upgrade(engine: Engine, steps: Path | None = None) -> None:
    """Migrate to the newest step, after a copy of the file has been laid beside it."""
    steps = steps or paths.db_steps()
    now = present_step(engine)
    if now == newest_step(steps):
        return
    if now is not None and now not in known_steps(steps):
        message = _("這個資料庫（{name}）是由較新版本的程式建立的，未做任何變更。請先更新程式再開啟。")
        raise StoreUnavailable(message.format(name=_name(engine)))
    if now is not None:
        _lay_copy_beside(engine, now)
    _run(engine, steps)


def _run(engine: Engine, steps: Path) -> None:
    from alembic import command  # heavy, and needed only on the day of a new version
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    with engine.connect() as connection, _links_unchecked(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _links_unchecked(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it; it would take the old one's end for the deletion of all its rows."""
    file = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or file is None:
        yield
        return
    file.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        file.execute("PRAGMA foreign_keys = ON")


def _name(engine: Engine) -> str:
    return Path(engine.url.database).name if engine.url.database else str(engine.url)


def _lay_copy_beside(engine: Engine, step: str) -> None:
    """Copy by SQLite's own backup, which also takes along what is still in the write-ahead log."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return
    path = Path(engine.url.database)
    copy = path.with_name(f"{path.stem}.before-{step}{path.suffix}")
    with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
