"""One PC writes into a register on a share; another one reads, and is told who has it."""

import json
import os
import shutil
import threading
import time
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.backups import Keeping, Reason
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import StoreHeld
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.storage import backups, holder, places
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.holder import Holding, place_of
from northtaiwan_desktop.storage.store import Store

NOW = datetime(2026, 9, 8, 9, 15)


@pytest.fixture
def path(empty_register, tmp_path, monkeypatch) -> Path:
    """A register on a share."""
    monkeypatch.setattr(places, "is_local", lambda _path: False)
    copy = tmp_path / "北臺.db"
    shutil.copy(empty_register, copy)
    Store.open(copy).close()
    return copy


@pytest.fixture
def at(monkeypatch):
    """Sit down at the PC with this name."""
    return lambda pc: monkeypatch.setattr(holder, "this_pc", lambda: pc)


def adds(text: str):
    day = date(2026, 9, 8)
    entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)
    return partial(chronicle.save_entry, entry=entry)


def dead(path: Path) -> None:
    long_ago = time.time() - 3_600
    os.utime(place_of(path), (long_ago, long_ago))


def test_another_pc_reads_and_is_told_who_has_it(path, at):
    at("PC-1")
    first = Store.open(path, hold_as="王小明")
    first.do("新增", adds("一"))
    at("PC-2")
    second = Store.open(path, hold_as="李小華")
    assert (second.held_by.name, second.held_by.pc, second.held_by.is_dead) == ("王小明", "PC-1", False)
    assert [entry.text for entry in second.ask(entries)] == ["一"]
    with pytest.raises(StoreHeld, match=r"王小明（PC-1）.*只能看"):
        second.do("新增", adds("二"))
    at("PC-1")
    first.do("新增", adds("三"))
    at("PC-2")
    assert len(second.ask(entries)) == 2
    second.close()
    first.close()
    assert not place_of(path).exists()
    third = Store.open(path, hold_as="李小華")
    assert third.held_by is None
    third.do("新增", adds("四"))
    third.close()


def test_the_command_line_reads_and_does_not_write_there(path, at):
    at("PC-1")
    first = Store.open(path, hold_as="王小明")
    at("PC-2")
    plain = Store.open(path)
    assert plain.ask(entries) == []
    with pytest.raises(StoreHeld, match="PC-1"):
        plain.do("新增", adds("一"))
    plain.close()
    assert place_of(path).exists()
    first.close()


def test_no_copy_takes_the_place_of_what_another_pc_holds(path, at):
    made = backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=Keeping())
    at("PC-1")
    first = Store.open(path, hold_as="王小明")
    at("PC-2")
    with pytest.raises(StoreHeld, match="王小明"):
        backups.restore(made.path, path, now=NOW, keeping=Keeping())
    first.close()


def test_on_the_same_pc_the_locks_are_enough(path, at):
    at("PC-1")
    first = Store.open(path, hold_as="王小明")
    plain = Store.open(path)
    plain.do("新增", adds("一"))
    plain.close()
    assert len(first.ask(entries)) == 1
    first.close()


def test_a_dead_holder_can_be_taken_over_and_a_living_one_not(path, at):
    at("PC-1")
    Holding.take(path, "王小明", now=NOW)
    at("PC-2")
    with pytest.raises(StoreHeld, match="不能接手"):
        holder.clear_dead(path)
    dead(path)
    second = Store.open(path, hold_as="李小華")
    assert second.held_by.is_dead
    assert "分鐘沒有動靜" in second.held_by.told
    second.close()
    assert holder.clear_dead(path).pc == "PC-1"
    second = Store.open(path, hold_as="李小華")
    second.do("新增", adds("一"))
    at("PC-1")
    with pytest.raises(StoreHeld, match="李小華"):
        Store.open(path).do("新增", adds("二"))
    at("PC-2")
    second.close()


def test_a_dead_holder_of_a_day_to_come_can_be_taken_over_and_a_living_one_soon_shows(path, at, monkeypatch):
    monkeypatch.setattr(holder, "BEAT", 0.2)
    at("PC-1")
    holding = Holding.take(path, "王小明", now=NOW)
    to_come = time.time() + 86_400
    os.utime(place_of(path), (to_come, to_come))
    at("PC-2")
    end = time.monotonic() + 5
    while holder.holder_of(path).is_dead and time.monotonic() < end:
        time.sleep(0.05)
    assert not holder.holder_of(path).is_dead
    holding._ended.set()
    holding._thread.join()
    os.utime(place_of(path), (to_come, to_come))
    assert holder.holder_of(path).is_dead
    assert holder.clear_dead(path).pc == "PC-1"
    Store.open(path).do("新增", adds("一"))


def test_no_holders_name_commands_the_terminal(path, at):
    named = {"name": "王\x1b[2J小明\n\u202e偽", "pc": "PC\r\x07-9", "since": "2026-09-08T09:15:00", "token": "x"}
    place_of(path).write_text(json.dumps(named), encoding="utf-8")
    at("PC-2")
    held = holder.holder_of(path)
    assert (held.name, held.pc) == ("王[2J小明 偽", "PC -9")
    assert held.told.isprintable()


def test_a_pc_that_was_taken_over_writes_no_more(path, at):
    at("PC-1")
    first = Store.open(path, hold_as="王小明")
    dead(path)
    at("PC-2")
    holder.clear_dead(path)
    second = Store.open(path, hold_as="李小華")
    at("PC-1")
    with pytest.raises(StoreHeld, match="李小華"):
        first.do("新增", adds("一"))
    first.close()
    assert holder.holder_of(path).name == "李小華"
    at("PC-2")
    second.close()


def test_of_two_that_ask_at_once_one_is_told(path, monkeypatch):
    told, held = [], []
    names = threading.local()
    monkeypatch.setattr(holder, "this_pc", lambda: names.pc)
    gate = threading.Barrier(8)

    def asks(pc: str) -> None:
        names.pc = pc
        gate.wait()
        try:
            held.append(Holding.take(path, pc, now=NOW))
        except StoreHeld:
            told.append(pc)

    threads = [threading.Thread(target=asks, args=(f"PC-{number}",)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(held), len(told)) == (1, 7)
    held[0].release()


def test_a_sign_of_life_is_given(path, at, monkeypatch):
    monkeypatch.setattr(holder, "BEAT", 0.05)
    at("PC-1")
    holding = Holding.take(path, "王小明", now=NOW)
    dead(path)
    at("PC-2")
    end = time.monotonic() + 5
    while holder.holder_of(path).is_dead and time.monotonic() < end:
        time.sleep(0.05)
    assert not holder.holder_of(path).is_dead
    holding.release()


@pytest.mark.parametrize("body", [b"", b"x", b"[]", b'{"name": 1}', json.dumps({"pc": "PC"}).encode(), b"\xff" * 9_000])
def test_what_is_no_holder_holds_nothing(path, at, body):
    place_of(path).write_bytes(body)
    at("PC-2")
    store = Store.open(path, hold_as="李小華")
    assert store.held_by is None
    store.do("新增", adds("一"))
    store.close()


def test_a_folder_that_takes_no_file_is_no_hindrance(path, at, monkeypatch):
    at("PC-1")

    def refused(*_args, **_more):
        raise PermissionError(13, "refused")

    real = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode="r", *a: refused() if mode == "xb" else real(self, mode, *a))
    store = Store.open(path, hold_as="王小明")
    store.do("新增", adds("一"))
    store.close()


def test_a_log_in_another_pcs_memory_is_not_read_from_here(path, at, monkeypatch):
    monkeypatch.setattr(places, "is_local", lambda _path: True)
    at("PC-1")
    first = Store.open(path, hold_as="王小明")
    first.do("新增", adds("一"))
    monkeypatch.setattr(places, "is_local", lambda _path: False)
    at("PC-2")
    with pytest.raises(StoreHeld, match="不安全"):
        Store.open(path, hold_as="李小華")
    at("PC-1")
    first.close()
