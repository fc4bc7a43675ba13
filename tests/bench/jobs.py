"""The jobs that are broken off: what each needs, what it does, and what has to stand however far it came."""

import os
import random
import shutil
import sqlite3
import traceback
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.backups import Reason
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.services import checkup, copies, intake, rescue, setup, taking_back
from northtaiwan_desktop.services.handover import package
from northtaiwan_desktop.sheets import chronicle as chronicle_sheet
from northtaiwan_desktop.sheets.batch import Choices
from northtaiwan_desktop.storage import backups
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from tests.bench.ground import (
    DAY,
    NOW,
    PLAIN,
    TAKEN_BACK,
    Ground,
    adding,
    clear,
    copied,
    cut_off,
    is_damaged,
    raw_texts,
    require_copies,
    require_whole,
    texts_of,
)

AFTER = "還原前"
"""What came after the copy that is restored: it goes with the register that is set aside."""
PAGE = 4096
Step = Callable[[Ground], None]


@dataclass(frozen=True, kw_only=True)
class Job:
    """`longest` are the seconds within which it is killed: about as long as it takes, a few times over."""

    longest: float
    work: Callable[[Ground, random.Random], None]
    prepare: Step = lambda _ground: None
    verify: Step = lambda _ground: None
    goes_on: bool = True
    """Is it done again and again until it is killed?"""


def _save(ground: Ground, dice: random.Random) -> None:
    with closing(Store.open(ground.register)) as store:
        for _entry in range(10):
            text = f"存{dice.randrange(10**12)}"
            store.do("新增", adding(text))
            ground.acknowledge(text)
        gone = f"消{dice.randrange(10**12)}"
        store.do("新增", adding(gone))
        store.undo()
        ground.acknowledge(TAKEN_BACK + gone)


def _import(ground: Ground, dice: random.Random) -> None:
    texts = [f"匯{dice.randrange(10**12)}" for _line in range(20)]
    with closing(Store.open(ground.register)) as store:
        _take_in(ground, store, texts)
    ground.acknowledge(*texts)


def _take_in(ground: Ground, store: Store, texts: list[str]) -> tuple[Import, ...]:
    heads = ",".join(column.title for column in chronicle_sheet.COLUMNS[:4])
    path = ground.told_in / f"大事記{hash(texts[0])}.csv"
    lines = [f"103年9月{place + 1}日,103年9月{place + 1}日,日,{text}" for place, text in enumerate(texts)]
    path.write_text("\n".join([heads, *lines]), "utf-8-sig")
    batch = finished(intake.read_batch([path], store.ask, today=DAY, kind="chronicle"))
    path.unlink()
    rows = {place: True for place, _row in batch.rows()}
    assert len(rows) == len(texts), rows
    made: list[Import] = []
    choices = Choices(rows=rows)
    store.do("匯入", lambda work: made.extend(intake.apply_batch(work, batch, choices, today=DAY)))
    return tuple(made)


def _export(ground: Ground, _dice: random.Random) -> None:
    finished(package(ground.register, ground.target, year=103, today=DAY, now=datetime.now()))


def _backup(ground: Ground, dice: random.Random) -> None:
    with closing(Store.open(ground.register)) as store:
        text = f"備{dice.randrange(10**12)}"
        store.do("新增", adding(text))
        ground.acknowledge(text)
        now = datetime(2014, 1, 1 + dice.randrange(28), dice.randrange(24), dice.randrange(60))
        backups.keep(ground.register, reason=Reason.HOURLY, now=now, keeping=PLAIN)


def _before_migration(ground: Ground) -> None:
    copied(ground.old, _migrated(ground))


def _migrated(ground: Ground) -> Path:
    return ground.folder / "遷移.db"


def _migrate(ground: Ground, _dice: random.Random) -> None:
    Store.open(_migrated(ground)).close()


def _after_migration(ground: Ground) -> None:
    assert texts_of(_migrated(ground)) == raw_texts(ground.old), "migrate: entries are missing"
    require_whole(_migrated(ground))
    require_copies(_migrated(ground))


def _restored(ground: Ground) -> Path:
    return ground.folder / "還原.db"


def _before_restore(ground: Ground) -> None:
    path = _restored(ground)
    copied(ground.register, path)
    Store.open(path).close()
    backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    cut_off(path, AFTER)


def _restore(ground: Ground, _dice: random.Random) -> None:
    path = _restored(ground)
    first = backups.held(path, PLAIN)[-1]
    backups.restore(first.path, path, now=datetime(2014, 9, 30, 1), keeping=PLAIN)


def _after_restore(ground: Ground) -> None:
    path = _restored(ground)
    assert path.exists(), "restore: no register is in its place"
    texts = texts_of(path)
    assert ground.acknowledged() <= texts, "restore: acknowledged changes are missing"
    assert not (ground.has_ended and AFTER in texts), "restore: the present register is still there"
    aside = [one for one in backups.held(path, PLAIN) if one.reason is Reason.RESTORE]
    kept = any(AFTER in raw_texts(Path(one.path)) for one in aside)
    assert AFTER in texts or kept, "restore: the present register was not set aside"
    require_whole(path)
    require_copies(path)


def _before_replacing(ground: Ground) -> None:
    """A register that is torn in the middle, and has a log."""
    _before_restore(ground)
    path = _restored(ground)
    content = bytearray(path.read_bytes())
    content[8 * PAGE : 40 * PAGE] = b"\xff" * (32 * PAGE)
    path.write_bytes(content)
    assert is_damaged(path)


def _after_replacing(ground: Ground) -> None:
    path = _restored(ground)
    assert path.exists(), "replace: no register is in its place"
    kept = [Path(one.path) for one in backups.held(path, PLAIN) if one.reason is Reason.DAMAGED]
    if is_damaged(path):
        assert not ground.has_ended, "replace: the torn register is still there"
        assert any(map(_has_newest, (path, *kept))), "replace: what the torn register's log held is gone"
        return
    assert ground.acknowledged() <= texts_of(path), "replace: acknowledged changes are missing"
    require_whole(path)
    assert any(map(_has_newest, kept)), "replace: the torn register was not set aside whole"


def _has_newest(torn: Path) -> bool:
    """Has a file that can't be opened, or its log, the newest entry?"""
    log = torn.with_name(torn.name + "-wal")
    return any(AFTER.encode() in one.read_bytes() for one in (torn, log) if one.exists())


def _copy(ground: Ground) -> Path:
    return ground.folder / "北臺 (衝突複本).db"


def _before_merge(ground: Ground) -> None:
    """A copy that a cloud folder has made, and in which somebody has worked on."""
    path = _copy(ground)
    copied(ground.register, path)
    texts = [f"併{random.getrandbits(40)}" for _entry in range(5)]
    with closing(Store.open(path)) as store:
        for text in texts:
            store.do("新增", adding(text))
        store.do("改名", _rename)
    ground.keep("merged", texts)


def _rename(work: Work) -> None:
    meeting = work.all(Meeting)[0]
    work.save(replace(meeting, title=f"{meeting.title[:10]}{random.getrandbits(20)}"))


def _merge(ground: Ground, _dice: random.Random) -> None:
    found = finished(copies.compare(ground.register, _copy(ground)))
    with closing(Store.open(ground.register)) as store:
        store.do("合併", partial(copies.merge, found=found, taken=found.differences))
    ground.acknowledge(*ground.kept("merged"))


def _after_merge(ground: Ground) -> None:
    there = set(ground.kept("merged")) & texts_of(ground.register)
    assert len(there) in {0, 5}, "merge: half of it was taken over"


def _damaged(ground: Ground) -> Path:
    return ground.folder / "損壞.db"


def _rescued(ground: Ground) -> Path:
    return ground.folder / "救回.db"


def _before_rescue(ground: Ground) -> None:
    path = _damaged(ground)
    copied(ground.register, path)
    Store.open(path).close()
    path.write_bytes(b"\xff" * PAGE + path.read_bytes()[PAGE:])
    clear(_rescued(ground))
    shutil.copy(path, ground.told_in / path.name)


def _rescue(ground: Ground, _dice: random.Random) -> None:
    finished(rescue.rescue(_damaged(ground), _rescued(ground), now=NOW))


def _after_rescue(ground: Ground) -> None:
    whole = (ground.told_in / _damaged(ground).name).read_bytes()
    assert _damaged(ground).read_bytes() == whole, "rescue: the damaged file was changed"
    path = _rescued(ground)
    assert path.exists() or not ground.has_ended, "rescue: told as done, and no file is there"
    if path.exists():
        missing = ground.acknowledged() - texts_of(path)
        assert not missing, f"rescue: what has its name lacks {len(missing)} entries"
        require_whole(path)


def _mended(ground: Ground) -> Path:
    return ground.folder / "修復.db"


def _before_repair(ground: Ground) -> None:
    """Rows that somebody has changed without the program, and indexes that are not there."""
    path = _mended(ground)
    copied(ground.register, path)
    with closing(Store.open(path)) as store:
        for number in range(3):
            store.do("新增", adding(f"修{number}"))
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE chronicle_entry SET text = '被改' WHERE text = '修0'")
        file.execute("DELETE FROM chronicle_entry WHERE text = '修1'")
        file.execute("DELETE FROM standing")
        file.execute("DELETE FROM passage WHERE rowid % 3 = 0")
        file.commit()


def _repair(ground: Ground, _dice: random.Random) -> None:
    assert finished(checkup.check(_mended(ground), now=NOW, repair=True)).is_whole


def _after_repair(ground: Ground) -> None:
    path = _mended(ground)
    if ground.has_ended:
        require_whole(path)
    found = finished(checkup.check(path, now=NOW, repair=True))
    assert found.is_whole, [fault.what for fault in found.faults]
    assert {"修0", "修1", "修2"} | ground.acknowledged() <= texts_of(path), "repair: entries are missing"


def _before_taking_back(ground: Ground) -> None:
    # In a child: who reads a file keeps a process for that, and the child that is to be killed can't use its parent's.
    child = os.fork()
    if child == 0:
        try:
            _take_in_to_take_back(ground)
        except BaseException:
            traceback.print_exc()
            os._exit(3)
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    assert status == 0, "take back: nothing was taken in"


def _take_in_to_take_back(ground: Ground) -> None:
    texts = [f"收{random.getrandbits(40)}" for _line in range(20)]
    with closing(Store.open(ground.register)) as store:
        made = _take_in(ground, store, texts)
    ground.keep("taken in", [made[0].id, *texts])


def _take_back(ground: Ground, _dice: random.Random) -> None:
    with closing(Store.open(ground.register)) as store:
        store.do("收回匯入", partial(taking_back.take_back, import_id=ground.kept("taken in")[0]))


def _after_taking_back(ground: Ground) -> None:
    there = set(ground.kept("taken in")[1:]) & texts_of(ground.register)
    assert len(there) in ({0} if ground.has_ended else {0, 20}), f"take back: {len(there)} of 20 are there"


def _new(ground: Ground) -> Path:
    return ground.folder / "新的.db"


def _create(ground: Ground, _dice: random.Random) -> None:
    setup.create(_new(ground), sample=True).close()


def _after_creation(ground: Ground) -> None:
    assert _new(ground).exists() or not ground.has_ended, "create: told as done, and no file is there"
    if _new(ground).exists():
        with closing(Store.open(_new(ground))) as store:
            assert len(store.ask(lambda records: records.all(Meeting))) > 1, "create: the year is missing"
            assert store.ask(lambda records: records.all(Member)), "create: the members are missing"
        require_whole(_new(ground))


JOBS = {
    "save": Job(longest=0.5, work=_save),
    "import": Job(longest=0.6, work=_import),
    "export": Job(longest=0.6, work=_export),
    "backup": Job(longest=0.3, work=_backup),
    "migrate": Job(longest=0.3, prepare=_before_migration, work=_migrate, verify=_after_migration, goes_on=False),
    "restore": Job(longest=0.4, prepare=_before_restore, work=_restore, verify=_after_restore, goes_on=False),
    "replace": Job(longest=0.4, prepare=_before_replacing, work=_restore, verify=_after_replacing, goes_on=False),
    "merge": Job(longest=1.0, prepare=_before_merge, work=_merge, verify=_after_merge, goes_on=False),
    "rescue": Job(longest=1.5, prepare=_before_rescue, work=_rescue, verify=_after_rescue, goes_on=False),
    "repair": Job(longest=1.5, prepare=_before_repair, work=_repair, verify=_after_repair, goes_on=False),
    "take back": Job(
        longest=0.3, prepare=_before_taking_back, work=_take_back, verify=_after_taking_back, goes_on=False
    ),
    "create": Job(
        longest=1.0,
        prepare=lambda ground: clear(_new(ground)),
        work=_create,
        verify=_after_creation,
        goes_on=False,
    ),
}
"""By their names."""
