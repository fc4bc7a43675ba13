"""A register is read where nothing can be written, and left as it is; and no look at it lets go of its locks."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import ExitStack, closing
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.backups import Keeping
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken, StoreHeld, StoreUnavailable, StoreUnwritable
from northtaiwan_desktop.domain.rights import Role
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import backups, checkup, chronicle
from northtaiwan_desktop.storage import connecting, places
from northtaiwan_desktop.storage.backups import best
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.store import Store
from tests import fixed_place, older_register

DAY = date(2026, 9, 8)
NOW = datetime(2026, 9, 8, 9, 15)


def adds(text: str):
    entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text)
    return partial(chronicle.save_entry, entry=entry)


def texts(store: Store) -> list[str]:
    return sorted(entry.text for entry in store.ask(entries))


def finished(job):
    try:
        while True:
            next(job)
    except StopIteration as end:
        return end.value


@pytest.fixture
def folder(empty_register, tmp_path) -> Path:
    """A folder with a register that holds 「一」 and was closed as usual: a file with a write-ahead log in its head."""
    folder = tmp_path / "stick"
    folder.mkdir()
    shutil.copy(empty_register, folder / "北臺.db")
    store = Store.open(folder / "北臺.db")
    store.do("新增", adds("一"))
    store.close()
    return folder


@pytest.fixture
def protect(tmp_path):
    """See a folder as who may not write there."""
    with ExitStack() as stack:
        yield lambda folder: stack.enter_context(fixed_place.write_protected(folder, tmp_path / "seen"))


def test_a_register_on_a_write_protected_stick_is_read_and_not_changed(folder, protect, tmp_path):
    seen = protect(folder)
    store = Store.open(seen / "北臺.db", hold_as="王小明")
    assert texts(store) == ["一"]
    assert store.rights.role is Role.READER
    assert "只能看" in store.hindrance.told
    with pytest.raises(StoreUnwritable, match=r"北臺\.db」是唯讀的，沒有變更"):
        store.do("新增", adds("二"))
    with pytest.raises(StoreUnwritable, match="唯讀"):
        store.undo()
    assert texts(store) == ["一"]
    store.close()
    assert [path.name for path in folder.iterdir()] == ["北臺.db"]
    assert finished(checkup.check(seen / "北臺.db", now=NOW)).is_whole
    copy = backups.copy_to(seen / "北臺.db", tmp_path / "帶走.db")
    mine = Store.open(copy)
    assert mine.hindrance is None
    mine.do("新增", adds("二"))
    assert texts(mine) == ["一", "二"]
    mine.close()


def test_what_still_stands_in_the_log_is_read_too(folder, protect, tmp_path, monkeypatch):
    """As a stick has it that was pulled out while the program ran."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    pulled = tmp_path / "pulled"
    pulled.mkdir()
    store = Store.open(folder / "北臺.db")
    store.do("新增", adds("二"))
    for ending in ("", "-wal"):
        shutil.copy(folder / f"北臺.db{ending}", pulled / f"北臺.db{ending}")
    store.close()
    before = {path.name: path.read_bytes() for path in pulled.iterdir()}
    seen = protect(pulled)
    store = Store.open(seen / "北臺.db")
    assert texts(store) == ["一", "二"]
    with pytest.raises(StoreUnwritable, match="唯讀"):
        store.do("新增", adds("三"))
    store.close()
    assert {path.name: path.read_bytes() for path in pulled.iterdir()} == before
    assert not list(tmp_path.glob("northtaiwan-*"))


def test_what_was_half_written_is_rolled_back_in_a_copy(folder, protect, tmp_path):
    half = tmp_path / "half"
    half.mkdir()
    with closing(sqlite3.connect(folder / "北臺.db", isolation_level=None)) as file:
        file.execute("PRAGMA journal_mode = DELETE")
        file.execute("PRAGMA cache_size = 2")
        file.execute("BEGIN")
        file.execute("UPDATE chronicle_entry SET text = printf('%.*c', 60000, 'x')")
        file.execute("UPDATE change SET after = after || printf('%.*c', 9000, ' ')")
        for ending in ("", "-journal"):
            shutil.copy(folder / f"北臺.db{ending}", half / f"北臺.db{ending}")
        file.execute("ROLLBACK")
    assert (half / "北臺.db-journal").stat().st_size > 4096
    store = Store.open(protect(half) / "北臺.db")
    assert texts(store) == ["一"]
    store.close()
    assert (half / "北臺.db-journal").exists()


def test_on_a_read_only_share_what_others_write_meanwhile_is_seen(folder, protect):
    if os.name == "nt" or os.geteuid() != 0:
        pytest.skip("the folder itself would have to stay writable")
    reader = Store.open(protect(folder) / "北臺.db")
    assert texts(reader) == ["一"]
    writer = Store.open(folder / "北臺.db")
    writer.do("新增", adds("二"))
    assert texts(reader) == ["一", "二"]
    writer.close()
    assert texts(reader) == ["一", "二"]
    asked = []

    def while_others_write(records):
        asked.append(len(entries(records)))
        if len(asked) == 1:
            other = Store.open(folder / "北臺.db")
            other.do("新增", adds("三"))
            other.close()
        return len(entries(records))

    assert reader.ask(while_others_write) == 3
    assert asked == [2, 3]
    reader.close()


def test_a_log_on_a_share_that_only_its_own_pc_can_read_is_refused(folder, protect, monkeypatch):
    store = Store.open(folder / "北臺.db")
    store.do("新增", adds("二"))
    seen = protect(folder)
    monkeypatch.setattr(places, "is_local", lambda _path: False)
    with pytest.raises(StoreHeld, match="從網路上讀取不安全"):
        Store.open(seen / "北臺.db")
    store.close()


def test_an_older_register_there_has_to_be_copied_first(protect, tmp_path):
    folder = tmp_path / "old"
    folder.mkdir()
    older_register.make(folder / "舊.db")
    with pytest.raises(StoreUnwritable, match=r"要先更新才能開啟.*複製到可以寫入的磁碟"):
        Store.open(protect(folder) / "舊.db")


def test_on_a_full_disk_a_register_is_read_and_nothing_is_left_beside_it(folder, tmp_path):
    with fixed_place.small_disk(tmp_path / "disk") as disk:
        shutil.copy(folder / "北臺.db", disk)
        fixed_place.fill(disk)
        before = sorted(path.name for path in disk.iterdir())
        store = Store.open(disk / "北臺.db", hold_as="王小明")
        assert texts(store) == ["一"]
        assert "磁碟已滿" in store.hindrance.told
        with pytest.raises(StoreUnwritable, match="磁碟空間不足"):
            store.do("新增", adds("二"))
        store.close()
        assert sorted(path.name for path in disk.iterdir()) == before
        (disk / "fill").unlink()
        store = Store.open(disk / "北臺.db")
        store.do("新增", adds("二"))
        assert texts(store) == ["一", "二"]
        store.close()


def test_reading_a_file_that_is_refused_leaves_nothing_beside_it(folder):
    with closing(sqlite3.connect(folder / "北臺.db")) as file:
        file.execute("CREATE VIEW v AS SELECT 1")
        file.commit()
    before = (folder / "北臺.db").read_bytes()
    with pytest.raises(StoreUnavailable, match="本程式不會建立"):
        Store.open(folder / "北臺.db")
    assert [path.name for path in folder.iterdir()] == ["北臺.db"]
    assert (folder / "北臺.db").read_bytes() == before


WINDOW = """
import os, signal, subprocess, sys
from datetime import datetime
from pathlib import Path
from northtaiwan_desktop.domain.backups import Keeping, Reason
from northtaiwan_desktop.services import backups
from northtaiwan_desktop.storage.store import Store
from tests.storage.test_connecting import adds
path = Path(sys.argv[1])
store = Store.open(path, hold_as="王小明")
store.do("新增", adds("二"))
backups.make(path, reason=Reason.BY_HAND, now=datetime(2026, 9, 8), keeping=Keeping())
subprocess.run([sys.executable, "main.py", "--store", str(path), "list", "chronicle"], check=True, capture_output=True)
store.do("新增", adds("三"))
print("kept", flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(os.name == "nt", reason="locks there belong to a handle, not to the process")
def test_a_copy_made_beside_an_open_register_lets_go_of_none_of_its_locks(folder):
    """Else the next program to close the file would clear the log away into which the window goes on writing."""
    path = folder / "北臺.db"
    done = subprocess.run([sys.executable, "-c", WINDOW, str(path)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "kept\n"), done.stderr
    store = Store.open(path)
    assert texts(store) == ["一", "三", "二"]
    store.close()


def test_what_is_open_here_is_known_until_it_is_closed(folder):
    path = folder / "北臺.db"
    store = Store.open(path)
    store.ask(entries)
    assert connecting.is_open_here(path)
    assert best(path, Keeping()) is None
    store.close()
    assert not connecting.is_open_here(path)


def test_a_number_larger_than_a_file_can_hold_is_refused_with_words(folder):
    store = Store.open(folder / "北臺.db")
    with pytest.raises(RuleBroken, match="大得不合常理"):
        store.ask(partial(meeting_lines, year=10**20))
    store.close()
