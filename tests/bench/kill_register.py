"""The register under SIGKILL: `python -m tests.bench.kill_register [--times 1000] [--seed 1]`.

A child saves, imports, exports, backs up, migrates or restores, and is killed at a random moment. After each kill the
register has to open, pass `check`, hold every change that was acknowledged and none that was taken back; the export
target has to be the old file or the new one, every copy that has its name has to be whole, and what a restored copy
took the place of has to be kept. POSIX only: it forks, so that nothing is loaded twice.
"""

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import date, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.backups import Keeping, Reason
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import checkup, chronicle, intake, setup
from northtaiwan_desktop.services.handover import package
from northtaiwan_desktop.sheets import chronicle as chronicle_sheet
from northtaiwan_desktop.sheets.batch import Choices
from northtaiwan_desktop.storage import backups, shape
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store
from tests import older_register

DAY = date(2014, 9, 30)
PLAIN = Keeping()
LONGEST = {"save": 0.5, "import": 0.6, "export": 0.6, "backup": 0.3, "migrate": 0.3, "restore": 0.12}
"""Seconds within which a child is killed, by what it does: about as long as that takes, a few times over."""
TAKEN_BACK = "-"
AFTER = "還原前"
"""What came after the copy that is restored: it goes with the register that is set aside."""
LIFE = 100
"""Kills that one register lives through; then a new one is taken, as looking through takes longer and longer."""


class Ground:
    """The folder of one run: the registers, and what was acknowledged of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.register = folder / "北臺.db"
        self.target = folder / "交接.zip"
        self.log = folder / "acknowledged"
        self.old = folder / "舊版.db"
        self.other = folder / "還原.db"
        setup.create(self.register, sample=True).close()
        older_register.make(self.old, entries=300)
        finished(package(self.register, self.target, year=103, today=DAY, now=datetime(2014, 9, 30)))
        self.log.touch()

    def acknowledged(self) -> set[str]:
        """The texts whose saving was told as done."""
        return {line for line in self._told() if not line.startswith(TAKEN_BACK)}

    def taken_back(self) -> set[str]:
        """The texts whose saving was undone, and the undoing told as done."""
        return {line.removeprefix(TAKEN_BACK) for line in self._told() if line.startswith(TAKEN_BACK)}

    def _told(self) -> list[str]:
        return self.log.read_text("utf-8").split()


def run(times: int, seed: int, *, tell: Callable[[str], None] = lambda _line: None) -> Counter[str]:
    """Kill so many times; gives how often each job was killed, or had ended. AssertionError tells what broke."""
    dice = random.Random(seed)
    counts: Counter[str] = Counter()
    for start in range(0, times, LIFE):
        with TemporaryDirectory(prefix="northtaiwan-kill-") as folder:
            ground = Ground(Path(folder))
            for _kill in range(min(LIFE, times - start)):
                counts[_one(ground, dice.choice(list(LONGEST)), dice)] += 1
            counts["acknowledged"] += len(ground.acknowledged())
        tell(f"{min(start + LIFE, times)}: {dict(sorted(counts.items()))}")
    return counts


def _one(ground: Ground, job: str, dice: random.Random) -> str:
    work = {
        "save": partial(_save, ground),
        "import": partial(_import, ground),
        "export": partial(_export, ground),
        "backup": partial(_backup, ground),
        "migrate": partial(_migrate, ground),
        "restore": partial(_restore, ground),
    }[job]
    _prepare(ground, job)
    seed = dice.randrange(2**32)
    child = os.fork()
    if child == 0:
        # What is cut off leaves its pieces where they are cleared away.
        tempfile.tempdir = str(ground.folder)
        try:
            work(random.Random(seed))
        except BaseException as error:
            print(f"the child failed: {error!r}", file=sys.stderr)
            os._exit(3)
        os._exit(0)
    time.sleep(dice.uniform(0, LONGEST[job]))
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended == 0:
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, f"{job}: the child failed"
    has_ended = not os.WIFSIGNALED(status)
    _verify(ground, job, has_ended=has_ended)
    return f"{job} {'ended' if has_ended else 'killed'}"


def _prepare(ground: Ground, job: str) -> None:
    if job == "migrate":
        _clear(ground.folder / "遷移.db")
        shutil.copy(ground.old, ground.folder / "遷移.db")
    if job == "restore":
        _clear(ground.other)
        shutil.copy(ground.register, ground.other)
        for ending in ("-wal",):
            log = ground.register.with_name(ground.register.name + ending)
            if log.exists():
                shutil.copy(log, ground.other.with_name(ground.other.name + ending))
        store = Store.open(ground.other)
        backups.keep(ground.other, reason=Reason.HOURLY, now=datetime(2014, 9, 30), keeping=PLAIN)
        store.do("新增", _adding(AFTER))
        store.close()


def _clear(path: Path) -> None:
    for beside in path.parent.glob(f"{path.name}*"):
        beside.unlink()
    shutil.rmtree(backups.folder_of(path, PLAIN), ignore_errors=True)


def _adding(text: str) -> Callable[..., object]:
    entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text)
    return partial(chronicle.save_entry, entry=entry)


def _acknowledge(ground: Ground, *texts: str) -> None:
    with ground.log.open("a", encoding="utf-8") as log:
        log.write("".join(f"{text}\n" for text in texts))
        log.flush()
        os.fsync(log.fileno())


def _save(ground: Ground, dice: random.Random) -> None:
    store = Store.open(ground.register)
    while True:
        text = f"存{dice.randrange(10**12)}"
        store.do("新增", _adding(text))
        _acknowledge(ground, text)
        if dice.random() < 0.1:
            gone = f"消{dice.randrange(10**12)}"
            store.do("新增", _adding(gone))
            store.undo()
            _acknowledge(ground, TAKEN_BACK + gone)


def _import(ground: Ground, dice: random.Random) -> None:
    store = Store.open(ground.register)
    heads = ",".join(column.title for column in chronicle_sheet.COLUMNS[:4])
    while True:
        texts = [f"匯{dice.randrange(10**12)}" for _line in range(20)]
        path = ground.folder / f"大事記{dice.randrange(10**9)}.csv"
        lines = [f"103年9月{place + 1}日,103年9月{place + 1}日,日,{text}" for place, text in enumerate(texts)]
        path.write_text("\n".join([heads, *lines]), "utf-8-sig")
        batch = finished(intake.read_batch([path], store.ask, today=DAY, kind="chronicle"))
        path.unlink()
        rows = {place: True for place, _row in batch.rows()}
        assert len(rows) == len(texts), rows
        store.do("匯入", partial(intake.apply_batch, batch=batch, choices=Choices(rows=rows), today=DAY))
        _acknowledge(ground, *texts)


def _export(ground: Ground, _dice: random.Random) -> None:
    while True:
        now = datetime.now()
        finished(package(ground.register, ground.target, year=103, today=DAY, now=now))


def _backup(ground: Ground, dice: random.Random) -> None:
    store = Store.open(ground.register)
    while True:
        text = f"備{dice.randrange(10**12)}"
        store.do("新增", _adding(text))
        _acknowledge(ground, text)
        now = datetime(2014, 1, 1 + dice.randrange(28), dice.randrange(24), dice.randrange(60))
        backups.keep(ground.register, reason=Reason.HOURLY, now=now, keeping=PLAIN)


def _migrate(ground: Ground, _dice: random.Random) -> None:
    Store.open(ground.folder / "遷移.db").close()


def _restore(ground: Ground, _dice: random.Random) -> None:
    first = backups.held(ground.other, PLAIN)[-1]
    backups.restore(first.path, ground.other, now=datetime(2014, 9, 30, 1), keeping=PLAIN)


def _verify(ground: Ground, job: str, *, has_ended: bool) -> None:
    if job == "migrate":
        migrated = ground.folder / "遷移.db"
        assert len(_texts(migrated)) == len(_texts(ground.old, copy=True)), "migrate: entries are missing"
        _require_whole(migrated)
    if job == "restore":
        texts = _texts(ground.other)
        assert ground.acknowledged() <= texts, "restore: acknowledged changes are missing"
        assert not (has_ended and AFTER in texts), "restore: the present register is still there"
        aside = [one for one in backups.held(ground.other, PLAIN) if one.reason is Reason.RESTORE]
        kept = any(AFTER in _texts(Path(one.path), copy=True) for one in aside)
        assert AFTER in texts or kept, "restore: the present register was not set aside"
        _require_whole(ground.other)
        _require_copies(ground.other)
    texts = _texts(ground.register)
    missing = ground.acknowledged() - texts
    assert not missing, f"{job}: {len(missing)} acknowledged changes are missing"
    assert not ground.taken_back() & texts, f"{job}: what was taken back is there"
    _require_whole(ground.register)
    _require_copies(ground.register)
    with zipfile.ZipFile(ground.target) as archive:
        assert archive.testzip() is None, "export: the target is a part"


def _texts(path: Path, *, copy: bool = False) -> set[str]:
    if copy:
        with closing(sqlite3.connect(path)) as file:
            return {row[0] for row in file.execute("SELECT text FROM chronicle_entry")}
    store = Store.open(path)
    try:
        return {entry.text for entry in store.ask(entries)}
    finally:
        store.close()


def _require_whole(path: Path) -> None:
    found = finished(checkup.check(path, now=datetime(2014, 9, 30)))
    assert found.is_whole, [fault.what for fault in found.faults]


def _require_copies(path: Path) -> None:
    for backup in backups.held(path, PLAIN):
        shape.check(Path(backup.path))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    words = parser.parse_args()
    started = time.monotonic()
    counts = run(words.times, words.seed, tell=print)
    took = time.monotonic() - started
    print(
        json.dumps({"kills": words.times, "seconds": round(took), **dict(sorted(counts.items()))}, ensure_ascii=False)
    )


if __name__ == "__main__":
    main()
