"""The folder in which registers are broken: what lies there, what was told as done, and how it is looked through."""

import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.backups import Keeping
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import StoreDamaged
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import checkup, chronicle, setup
from northtaiwan_desktop.services.handover import package
from northtaiwan_desktop.storage import backups, shape
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store
from tests import older_register

DAY = date(2014, 9, 30)
NOW = datetime(2014, 9, 30)
PLAIN = Keeping()
TAKEN_BACK = "-"
LOGGED = ("", "-wal")
UNNAMED = ("~", "northtaiwan-", "tmp")
"""How begins what is made on the way."""


class Ground:
    """The folder of one run: the registers, and what was acknowledged of them, which lies elsewhere."""

    def __init__(self, folder: Path) -> None:
        self.told_in = folder / "told"
        self.folder = folder / "ground"
        self.register = self.folder / "北臺.db"
        self.target = self.folder / "交接.zip"
        self.old = self.told_in / "舊版.db"
        self.log = self.told_in / "acknowledged"
        self.has_ended = False
        """Was the last job told as done?"""
        self.folder.mkdir()
        self.told_in.mkdir()
        setup.create(self.register, sample=True).close()
        older_register.make(self.old, entries=300)
        finished(package(self.register, self.target, year=103, today=DAY, now=NOW))
        self.log.touch()
        self._pristine = folder / "pristine"
        shutil.copytree(self.folder, self._pristine)

    def anew(self) -> None:
        """All as it was at first."""
        shutil.rmtree(self.folder)
        shutil.copytree(self._pristine, self.folder)
        self.log.write_bytes(b"")

    def mark(self) -> None:
        """Remember all as it is."""
        for one in (self.folder, self.told_in):
            shutil.rmtree(_marked(one), ignore_errors=True)
            shutil.copytree(one, _marked(one))

    def back(self) -> None:
        """All as it was when it was marked."""
        for one in (self.folder, self.told_in):
            shutil.rmtree(one)
            shutil.copytree(_marked(one), one)

    def state(self) -> str:
        """What tells two outcomes apart; what has no name yet is nobody's."""
        found = sha256(f"{self.has_ended}{self.log.read_text('utf-8')}".encode())
        for path in sorted(self.folder.rglob("*")):
            named = path.relative_to(self.folder).parts
            if path.is_file() and not any(part.startswith(UNNAMED) for part in named):
                found.update("/".join(named).encode() + path.read_bytes())
        return found.hexdigest()

    def acknowledge(self, *texts: str) -> None:
        """Write down, for good, that so many changes were told as done."""
        with self.log.open("a", encoding="utf-8") as log:
            log.write("".join(f"{text}\n" for text in texts))
            log.flush()
            os.fsync(log.fileno())

    def acknowledged(self) -> set[str]:
        """The texts whose saving was told as done."""
        return {line for line in self._told() if not line.startswith(TAKEN_BACK)}

    def taken_back(self) -> set[str]:
        """The texts whose saving was undone, and the undoing told as done."""
        return {line.removeprefix(TAKEN_BACK) for line in self._told() if line.startswith(TAKEN_BACK)}

    def _told(self) -> list[str]:
        return self.log.read_text("utf-8").split()

    def keep(self, name: str, value: object) -> None:
        """Hand something from one process on to the next."""
        (self.told_in / name).write_text(json.dumps(value), "utf-8")

    def kept(self, name: str) -> list[str]:
        found: list[str] = json.loads((self.told_in / name).read_text("utf-8"))
        return found

    def verify(self, job: str) -> None:
        """The register opens, is whole, holds what was acknowledged and no more; what has a name is no part."""
        found = texts_of(self.register)
        missing = self.acknowledged() - found
        assert not missing, f"{job}: {len(missing)} acknowledged changes are missing"
        assert not self.taken_back() & found, f"{job}: what was taken back is there"
        require_whole(self.register)
        require_copies(self.register)
        with zipfile.ZipFile(self.target) as archive:
            assert archive.testzip() is None, "export: the target is a part"


def _marked(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}, marked")


def adding(text: str) -> Callable[..., object]:
    entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text)
    return partial(chronicle.save_entry, entry=entry)


def clear(path: Path) -> None:
    """Nothing under this name, beside it, or among its copies."""
    for beside in path.parent.glob(f"{path.name}*"):
        beside.unlink()
    shutil.rmtree(backups.folder_of(path, PLAIN), ignore_errors=True)


def copied(source: Path, to: Path) -> None:
    """Lay a register elsewhere, as a copying hand does it: with its log, which may hold the newest changes."""
    clear(to)
    for ending in LOGGED:
        piece = source.with_name(source.name + ending)
        if piece.exists():
            shutil.copy(piece, to.with_name(to.name + ending))


def cut_off(path: Path, text: str) -> None:
    """Add an entry, and leave the file as a program that was killed leaves it: the entry stands in the log."""
    spare = path.with_name("~spare.db")
    store = Store.open(path)
    store.do("新增", adding(text))
    copied(path, spare)
    store.close()
    for ending in LOGGED:
        spare.with_name(spare.name + ending).replace(path.with_name(path.name + ending))


def raw_texts(path: Path) -> set[str]:
    """What a file tells that is not opened as a register."""
    with closing(sqlite3.connect(path)) as file:
        return {row[0] for row in file.execute("SELECT text FROM chronicle_entry")}


def texts_of(path: Path) -> set[str]:
    store = Store.open(path)
    try:
        return {entry.text for entry in store.ask(entries)}
    finally:
        store.close()


def is_damaged(path: Path) -> bool:
    try:
        shape.check(path)
    except StoreDamaged:
        return True
    return False


def require_whole(path: Path) -> None:
    found = finished(checkup.check(path, now=NOW))
    assert found.is_whole, [fault.what for fault in found.faults]


def require_copies(path: Path) -> None:
    for backup in backups.held(path, PLAIN):
        if backup.reason is not backups.Reason.DAMAGED:
            shape.check(Path(backup.path))
