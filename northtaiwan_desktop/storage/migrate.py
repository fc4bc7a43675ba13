"""Bring a register up to this program's tables; the steps stand in db/versions/."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import StoreDamaged, StoreUnavailable
from northtaiwan_desktop.i18n import _

OF_OURS = re.compile(r"\d{4}")
"""The name of a step of ours, of this version or a later one."""


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


def upgrade(
    engine: Engine,
    steps: Path | None = None,
    *,
    lay_aside: Callable[[], object] | None = None,
    prove: Callable[[Connection], object] | None = None,
) -> None:
    """Migrate to the newest step, after `lay_aside` has kept a copy of what is there.

    What `prove` refuses is not kept: the register stays as it was.
    """
    steps = steps or paths.db_steps()
    now = present_step(engine)
    if now == newest_step(steps):
        return
    if now is not None:
        check_step(now, _name(engine), steps)
    if now is not None and lay_aside is not None:
        lay_aside()
    _run(engine, steps, prove)


def check_step(step: str, name: str, steps: Path | None = None) -> None:
    """Refuse a register of a newer program, before anything else is asked of it."""
    steps = steps or paths.db_steps()
    if step in known_steps(steps):
        return
    if OF_OURS.fullmatch(step) and step > newest_step(steps):
        message = _("這個資料庫（{name}）是由較新版本的程式建立的，未做任何變更。請先更新程式再開啟。")
        raise StoreUnavailable(message.format(name=name))
    message = _(
        "資料庫「{name}」記載的版本「{step}」不是本程式的：檔案可能已損壞，也可能被人動過手腳，沒有開啟，也沒有變更。"
        "請改用備份，或把讀得到的救出來；檔案若是別人寄來的，請向寄件者確認。"
    )
    raise StoreDamaged(message.format(name=name, step=step[:40]))


def _run(engine: Engine, steps: Path, prove: Callable[[Connection], object] | None) -> None:
    from alembic import command  # heavy, and needed only on the day of a new version
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(steps).replace("%", "%%"))
    with engine.connect() as connection, _links_unchecked(connection), connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        if prove is not None:
            prove(connection)


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
