"""A clock set back, a time zone changed, a year turned: the journal, undo, copies and numbers go on."""

import os
import shutil
import time
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.backups import Keeping, Reason, name_of, thinned
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import checkup, chronicle, finalising
from northtaiwan_desktop.storage import backups, journal
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store

NOW = datetime(2026, 9, 8, 9, 15)
PLAIN = Keeping()


class Clock:
    """The clock on the wall of the office."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def path(empty_register, tmp_path) -> Path:
    copy = tmp_path / "北臺.db"
    shutil.copy(empty_register, copy)
    return copy


def opened(path: Path, clock: Clock) -> Store:
    store = Store.open(path)
    store._clock = clock
    return store


def adds(text: str):
    day = date(2026, 9, 8)
    entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)
    return partial(chronicle.save_entry, entry=entry)


def texts(store: Store) -> list[str]:
    return sorted(entry.text for entry in store.ask(entries))


def require_whole(path: Path) -> None:
    job = checkup.check(path, now=NOW)
    while True:
        try:
            next(job)
        except StopIteration as end:
            found = end.value
            break
    assert found.is_whole, [fault.what for fault in found.faults]


def test_with_the_clock_set_back_the_order_of_the_actions_stands(path):
    clock = Clock()
    store = opened(path, clock)
    for number, back in enumerate((0, 400, 3, 1_000)):
        clock.now = NOW - timedelta(days=back)
        store.do(f"第{number}項", adds(f"第{number}項"))
    labels = [one.label for one in store.ask(journal.operations)][:4]
    assert labels == ["第3項", "第2項", "第1項", "第0項"]
    assert [store.undo().label for _step in range(4)] == labels
    assert [store.redo().label for _step in range(4)] == labels[::-1]
    store.close()
    require_whole(path)


def test_with_the_clock_set_back_copies_go_on_and_the_best_is_not_of_days_to_come(path):
    clock = Clock()
    store = opened(path, clock)
    store.do("一", adds("一"))
    backups.keep(path, reason=Reason.HOURLY, now=NOW + timedelta(days=30), keeping=PLAIN)
    store.do("二", adds("二"))
    second = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN)
    store.close()
    assert second is not None
    assert len(backups.held(path, PLAIN)) == 2
    assert backups.best(path, PLAIN, now=NOW + timedelta(hours=1)).backup.name == second.name


def test_two_copies_of_one_second_are_both_kept(path):
    store = Store.open(path)
    for number in range(3):
        store.do(f"{number}", adds(f"{number}"))
        assert backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=PLAIN) is not None
    store.close()
    assert len({one.name for one in backups.held(path, PLAIN)}) == 3


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="a zone is changed by the system's own setting")
def test_with_another_time_zone_nothing_moves(path, monkeypatch):
    store = Store.open(path)
    told = []
    for zone in ("Asia/Taipei", "Pacific/Kiritimati", "America/Los_Angeles", "UTC"):
        monkeypatch.setitem(os.environ, "TZ", zone)
        time.tzset()
        store.do(zone, adds(zone))
        told.append([(entry.since, entry.until) for entry in store.ask(entries)])
    assert {day for days in told for day in days} == {(date(2026, 9, 8), date(2026, 9, 8))}
    assert [store.undo().label for _step in range(4)][-1] == "Asia/Taipei"
    store.close()
    monkeypatch.undo()
    time.tzset()
    require_whole(path)


def test_when_the_year_turns_numbers_begin_anew_and_old_ones_go_on(path):
    clock = Clock()
    clock.now = datetime(2026, 12, 31, 23, 59, 59)
    store = opened(path, clock)
    drawn: list[str] = []
    for second in range(3):
        clock.now += timedelta(seconds=second)
        for year in (115, 116):
            store.do("抽號", lambda work, year=year: drawn.append(finalising.draw_case_number(work, year)))
    store.close()
    assert drawn == ["115-001", "116-001", "115-002", "116-002", "115-003", "116-003"]


def test_when_the_year_turns_the_last_copy_of_each_month_stays():
    every = []
    for day in range(120):
        at = datetime(2026, 10, 1, 17) + timedelta(days=day)
        name = name_of("北臺", at, Reason.HOURLY)
        every.append(backups.Backup(name=name, path="", at=at, reason=Reason.HOURLY, size=1))
    today = date(2027, 1, 28)
    dropped = set(thinned(every, today=today, cap=10**9).dropped)
    left = sorted(one.at.date() for one in every if one not in dropped)
    assert left[:2] == [date(2026, 10, 31), date(2026, 11, 30)]
    assert left[2:] == [today - timedelta(days=back) for back in range(31, -1, -1)]
