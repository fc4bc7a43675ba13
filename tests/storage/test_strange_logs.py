"""What lies beside a register and is not of it: kept and told where it may hold something, swept where it is ours."""

import os
import random
import shutil
import time
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop import cli
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.storage import connecting
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store


@pytest.fixture
def path(empty_register, tmp_path) -> Path:
    copy = tmp_path / "北臺.db"
    shutil.copy(empty_register, copy)
    return copy


def add(store: Store, text: str) -> None:
    day = date(2026, 9, 8)
    entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)
    store.do("新增", partial(chronicle.save_entry, entry=entry))


@pytest.mark.parametrize("torn", [b"\0" * 100, b"not a log at all" * 300, random.Random(5).randbytes(9_000)])
def test_a_log_that_can_not_be_read_is_kept_and_told(path, torn, capsys):
    log = path.with_name(path.name + "-wal")
    log.write_bytes(torn)
    assert cli.main(["--store", str(path), "check"]) == 0
    kept = path.with_name("北臺_無法讀取的紀錄檔1.wal")
    assert f"已另存為「{kept.name}」" in capsys.readouterr().err
    assert kept.read_bytes() == torn
    log.write_bytes(torn[::-1])
    with closing(Store.open(path)) as store:
        assert "紀錄檔2.wal" in "".join(store.told_at_opening)
    assert cli.main(["--store", str(path), "check"]) == 0
    assert "另存" not in capsys.readouterr().err
    assert kept.read_bytes() == torn


def test_a_log_with_one_bit_of_its_head_turned_is_kept_and_a_whole_one_is_used(path, tmp_path):
    copy = tmp_path / "當機.db"
    with closing(Store.open(path)) as store:
        add(store, "一")
        for ending in ("", "-wal"):
            shutil.copy(f"{path}{ending}", f"{copy}{ending}")
    whole = Path(f"{copy}-wal").read_bytes()
    for place in range(0, 32, 5):
        head = bytearray(whole)
        head[place] ^= 4
        Path(f"{copy}-wal").write_bytes(head)
        kept = connecting.keep_strange_log(copy)
        assert kept is not None, place
        kept.unlink()
    Path(f"{copy}-wal").write_bytes(whole)
    with closing(Store.open(copy)) as store:
        assert store.told_at_opening == ()
        assert [entry.text for entry in store.ask(entries)] == ["一"]


def test_what_a_killed_program_left_is_swept_at_an_opening_and_nothing_else(path):
    ours = [path.with_name(f"~{'0a' * 16}.tmp{ending}") for ending in ("", "-wal")]
    young, foreign = path.with_name(f"~{'0b' * 16}.tmp"), path.with_name("~WRD0001.tmp")
    for one in (*ours, young, foreign):
        one.write_bytes(b"x")
    for one in (*ours, foreign):
        os.utime(one, (time.time() - 7_200,) * 2)
    Store.open(path).close()
    assert {one.name for one in path.parent.iterdir()} == {path.name, young.name, foreign.name}
