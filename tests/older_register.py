"""A register as an older version of the program left it: made by its steps, with a few entries and their journal."""

import shutil
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.storage import codec, sqlite_file
from northtaiwan_desktop.storage.migrate import upgrade

STEP = "0006"
DAY = date(2014, 9, 30)


def make(path: Path, *, entries: int = 20, step: str = STEP) -> Path:
    """Write it at a path where no file is."""
    with TemporaryDirectory() as folder:
        steps = Path(folder, "db")
        shutil.copytree(paths.db_steps(), steps)
        for file in (steps / "versions").glob("[0-9]*_*.py"):
            if file.name.split("_", 1)[0] > step:
                file.unlink()
        engine = sqlite_file.engine(path)
        with engine.begin() as connection:
            connection.exec_driver_sql(f"PRAGMA application_id = {sqlite_file.APPLICATION_ID}")
        upgrade(engine, steps)
        with engine.begin() as connection:
            for number in range(1, entries + 1):
                _add(connection, number)
        engine.dispose()
    return path


def _add(connection: Connection, number: int) -> None:
    entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=f"舊{number}")
    connection.execute(
        text(
            "INSERT INTO chronicle_entry (id, since, until, precision, text, position, source)"
            " VALUES (:id, :day, :day, 'day', :text, 0, '')"
        ),
        {"id": entry.id, "day": DAY.isoformat(), "text": entry.text},
    )
    connection.execute(
        text(
            "INSERT INTO operation (number, id, label, done_by, done_at, turn, undone)"
            " VALUES (:number, :id, 'x', '', :at, 'do', 0)"
        ),
        {"number": number, "id": new_id(), "at": datetime(2014, 9, 30, 9).isoformat(" ") + ".000000"},
    )
    connection.execute(
        text(
            "INSERT INTO change (operation, position, kind, record_id, after)"
            " VALUES (:number, 0, 'ChronicleEntry', :id, :after)"
        ),
        {"number": number, "id": entry.id, "after": codec.encoded(entry)},
    )
