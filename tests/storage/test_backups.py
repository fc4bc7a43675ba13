"""Copies of the register: whole, dated, thinned, and put back without losing what is there."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.backups import (
    ALWAYS,
    CAP_MB,
    Backup,
    Keeping,
    Reason,
    name_of,
    proposed,
    read_name,
    thinned,
)
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import FileUnwritable, StoreDamaged, StoreUnavailable
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import backups as services
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.storage import backups
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store
from tests import older_register

NOW = datetime(2026, 9, 8, 9, 15, 0)
PLAIN = Keeping()


@pytest.fixture
def path(empty_register, tmp_path) -> Path:
    copy = tmp_path / "北臺.db"
    shutil.copy(empty_register, copy)
    return copy


def written(path: Path, text: str) -> None:
    day = date(2026, 9, 8)
    entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)
    store = Store.open(path)
    store.do(f"新增{text}", partial(chronicle.save_entry, entry=entry))
    store.close()


def texts(path: Path) -> list[str]:
    store = Store.open(path)
    try:
        return sorted(entry.text for entry in store.ask(entries))
    finally:
        store.close()


def test_a_copy_takes_along_what_stands_in_the_log(path):
    store = Store.open(path)
    day = date(2026, 9, 8)
    entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text="一")
    store.do("新增一", partial(chronicle.save_entry, entry=entry))
    assert path.with_name(path.name + "-wal").stat().st_size
    made = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    store.close()
    assert made is not None
    assert Path(made.path) == path.parent / "北臺_備份" / "北臺_2026-09-08_091500.db"
    assert [one.name for one in Path(made.path).parent.iterdir()] == [made.name]
    assert texts(Path(made.path)) == ["一"]


def test_nothing_changed_leaves_no_second_copy(path):
    first = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    assert first is not None
    assert backups.keep(path, reason=Reason.HOURLY, now=NOW + timedelta(hours=1), keeping=PLAIN) is None
    written(path, "一")
    second = backups.keep(path, reason=Reason.INTAKE, now=NOW + timedelta(hours=1), keeping=PLAIN)
    assert second is not None
    assert [one.name for one in backups.held(path, PLAIN)] == [second.name, first.name]


def test_a_list_tells_what_each_copy_holds(path):
    written(path, "一")
    backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    line = backups.lines(path, PLAIN)[0]
    assert line.facts is not None
    assert (line.facts.last_label, line.facts.meetings) == ("新增一", 0)


def test_a_chosen_folder_keeps_registers_of_one_name_apart(path, tmp_path):
    other = tmp_path / "別處" / path.name
    other.parent.mkdir()
    shutil.copy(path, other)
    keeping = Keeping(folder=str(tmp_path / "備份處"))
    for one in (path, other):
        assert backups.keep(one, reason=Reason.HOURLY, now=NOW, keeping=keeping) is not None
        assert len(backups.held(one, keeping)) == 1


def test_restoring_keeps_the_present_register(path):
    written(path, "一")
    made = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    written(path, "二")
    kept = backups.restore(made.path, path, now=NOW + timedelta(minutes=1), keeping=PLAIN)
    assert texts(path) == ["一"]
    assert texts(kept) == ["一", "二"]
    assert kept.name == "北臺_2026-09-08_091600_還原前.db"
    assert sorted(one.name for one in path.parent.iterdir()) == ["北臺.db", "北臺_備份"]


def test_a_register_that_is_open_is_not_swapped_away(path):
    written(path, "一")
    made = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    store = Store.open(path)
    store.ask(entries)
    with pytest.raises(StoreUnavailable, match="另一個程式"):
        backups.restore(made.path, path, now=NOW, keeping=PLAIN)
    store.close()
    assert texts(path) == ["一"]


def test_a_damaged_copy_is_not_restored(path):
    made = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    content = Path(made.path).read_bytes()
    Path(made.path).write_bytes(content[:8192] + b"\xff" * 8192 + content[16384:])
    before = path.read_bytes()
    with pytest.raises(StoreDamaged):
        backups.restore(made.path, path, now=NOW, keeping=PLAIN)
    assert path.read_bytes() == before
    assert backups.best(path, PLAIN) is None


def test_a_damaged_register_is_kept_as_it_is_when_a_copy_takes_its_place(path):
    written(path, "一")
    made = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    broken = b"\xff" * 4096 + path.read_bytes()[4096:]
    path.write_bytes(broken)
    kept = backups.restore(made.path, path, now=NOW, keeping=PLAIN)
    assert texts(path) == ["一"]
    assert kept.read_bytes() == broken
    assert read_name(kept.name, path.stem) == (NOW, Reason.DAMAGED)


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """A disk that is full once a file has this many bytes."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_restore_for_which_there_is_no_room_names_the_register_and_leaves_nothing(path, tmp_path):
    kept = backups.keep(path, reason=Reason.BY_HAND, now=NOW, keeping=PLAIN)
    before = {one: one.read_bytes() for one in tmp_path.rglob("*.db")}
    with no_room(100_000), pytest.raises(StoreUnavailable, match=path.name):
        backups.restore(kept.path, path, now=NOW, keeping=PLAIN)
    assert {one: one.read_bytes() for one in tmp_path.rglob("*.db")} == before
    assert not [one for one in tmp_path.rglob("*") if ".tmp" in one.name]


@pytest.mark.parametrize("size", [20_000, 100_000, 300_000])
def test_a_register_for_which_there_is_no_room_leaves_nothing(tmp_path, size):
    with no_room(size), pytest.raises(StoreUnavailable):
        Store.create(tmp_path / "新的.db")
    assert list(tmp_path.iterdir()) == []


def test_what_a_broken_off_restore_left_beside_the_register_goes_and_nothing_else(path, tmp_path):
    ours, of_others = tmp_path / f"~{'0a' * 16}.tmp", tmp_path / "~WRD0001.tmp"
    for one in (ours, of_others):
        one.write_bytes(b"x")
        os.utime(one, (NOW.timestamp() - 7_200,) * 2)
    backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    assert not ours.exists()
    assert of_others.exists()


@pytest.mark.skipif(os.name != "posix" or (os.geteuid() == 0 and not Path("/dev/full").exists()), reason="rights")
def test_a_folder_that_takes_nothing_is_told(path, tmp_path):
    (tmp_path / "一個檔案").write_text("x")
    keeping = Keeping(folder=str(tmp_path / "一個檔案"))
    with pytest.raises(FileUnwritable, match="備份資料夾"):
        backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=keeping)


def test_an_older_register_is_migrated_after_a_copy(tmp_path):
    path = older_register.make(tmp_path / "北臺.db")
    Store.open(path).close()
    (made,) = backups.held(path, PLAIN)
    assert made.reason is Reason.UPGRADE
    with closing(sqlite3.connect(made.path)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == ("0006",)
    assert len(texts(path)) == 20
    assert len(backups.held(path, PLAIN)) == 1


def a_backup(at: datetime, reason: Reason = Reason.HOURLY, size: int = 10) -> Backup:
    return Backup(name=name_of("北臺", at, reason), path="", at=at, reason=reason, size=size)


def test_of_today_all_stay_of_a_month_one_a_day_of_all_time_one_a_month():
    today = date(2026, 9, 30)
    every = [a_backup(datetime(2024, 1, 1, 8) + timedelta(hours=8 * step)) for step in range(3_020)]
    every = [one for one in every if one.at.date() <= today]
    left = set(every) - set(thinned(every, today=today, cap=10**9).dropped)
    days = [one.at.date() for one in left]
    assert days.count(today) == 3
    for back in range(1, 32):
        assert days.count(today - timedelta(days=back)) == 1, back
    older = [day for day in days if day < today - timedelta(days=31)]
    assert len(older) == len({(day.year, day.month) for day in older}) == 31
    assert thinned(left, today=today, cap=10**9).dropped == ()


def test_over_the_cap_the_oldest_go_and_it_is_told():
    every = [a_backup(NOW - timedelta(days=day), size=10**9) for day in range(10)]
    choice = thinned(every, today=NOW.date(), cap=CAP_MB * 10**6)
    assert choice.for_room
    assert {one.at for one in every} - {one.at for one in choice.dropped} == {
        NOW - timedelta(days=day) for day in range(ALWAYS)
    }


def test_with_the_clock_set_back_nothing_of_the_days_to_come_goes():
    every = [a_backup(NOW + timedelta(days=day, hours=hour)) for day in range(1, 40) for hour in (1, 2)]
    assert thinned(every, today=NOW.date(), cap=10**9).dropped == ()


@pytest.mark.parametrize("reason", Reason)
def test_a_name_tells_its_time_and_reason(reason):
    assert read_name(name_of("北臺_2", NOW, reason), "北臺_2") == (NOW, reason)
    assert read_name(name_of("北臺", NOW, reason, again=2), "北臺") == (NOW, reason)
    assert read_name(name_of("北臺", NOW, reason), "別的") is None


def test_after_a_copy_of_days_to_come_what_is_unchanged_is_not_copied_each_time(path):
    """The clock was wrong for a while."""
    written(path, "一")
    assert backups.keep(path, reason=Reason.HOURLY, now=NOW + timedelta(days=400), keeping=PLAIN) is not None
    assert backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN) is None
    written(path, "二")
    made = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    assert made is not None
    for minutes in (1, 2):
        again = backups.keep(path, reason=Reason.HOURLY, now=NOW + timedelta(minutes=minutes), keeping=PLAIN)
        assert again is None
    assert len(backups.held(path, PLAIN)) == 2
    assert backups.newest_whole(path, PLAIN, now=NOW).name == made.name


def test_every_place_that_proposes_a_copy_goes_by_one_rule(path):
    for text, at in (("一", NOW), ("二", NOW + timedelta(days=400)), ("三", NOW + timedelta(hours=1))):
        written(path, text)
        backups.keep(path, reason=Reason.HOURLY, now=at, keeping=PLAIN)
    now = NOW + timedelta(hours=2)
    best = backups.best(path, PLAIN, now=now)
    assert best.backup.at == NOW + timedelta(hours=1)
    assert proposed(backups.lines(path, PLAIN), now=now).id == best.id
    Path(best.backup.path).write_bytes(b"torn")
    assert proposed(services.whole(path, PLAIN), now=now).backup.at == NOW
    for line in backups.lines(path, PLAIN):
        if line.backup.at == NOW:
            Path(line.backup.path).unlink()
    assert proposed(services.whole(path, PLAIN), now=now).backup.at == NOW + timedelta(days=400)
