"""A large register is looked through once on each PC, and again when somebody else has written into it."""

import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic

import pytest

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import StoreDamaged
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.storage import meetings, seen_files, shape
from northtaiwan_desktop.storage.store import Store

ODD = "UPDATE meeting SET held_on = 'heute' WHERE rowid = 3"


@pytest.fixture
def path(sample_register, tmp_path, monkeypatch) -> Path:
    """A register that counts as a large one."""
    monkeypatch.setattr(shape, "SMALL", 4096)
    monkeypatch.setattr(paths, "seen_files", lambda: tmp_path / "cache" / "seen.json")
    copy = tmp_path / "大的.db"
    shutil.copy(sample_register, copy)
    return copy


def crafted(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = DELETE")
        file.execute(statement)
        file.commit()


def test_one_from_elsewhere_is_looked_through_before_it_is_used(path):
    crafted(path, ODD)
    with pytest.raises(StoreDamaged, match="有不該有的內容"):
        Store.open(path)
    assert not seen_files.is_seen(path)


def test_what_only_this_program_has_written_is_not_looked_through_again(path):
    for number in range(2):
        store = Store.open(path)
        store.do("改", lambda work, number=number: work.save(_renamed(work.all(Meeting)[0], number)))
        assert not seen_files.is_seen(path)
        store.close()
        assert seen_files.is_seen(path)
    # As it was for its size and time: not looked through, and told all the same where it is met.
    before = path.stat()
    crafted(path, ODD)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert seen_files.is_seen(path)
    store = Store.open(path)
    with pytest.raises(StoreDamaged, match="已損壞"):
        store.ask(meetings.meeting_lines)
    store.close()


def _renamed(meeting: Meeting, number: int) -> Meeting:
    return replace(meeting, title=f"{meeting.title}{number}")


def test_one_that_was_changed_by_another_program_is_looked_through_again(path):
    Store.open(path).close()
    crafted(path, ODD)
    assert not seen_files.is_seen(path)
    with pytest.raises(StoreDamaged):
        Store.open(path)


@pytest.mark.parametrize("content", [b"", b"[1]", b"{", b'{"x": 3}'])
def test_a_memory_that_can_t_be_read_is_none(path, content):
    paths.seen_files().parent.mkdir()
    paths.seen_files().write_bytes(content)
    assert not seen_files.is_seen(path)
    Store.open(path).close()
    assert seen_files.is_seen(path)


def test_what_takes_too_long_is_left_to_the_check():
    began = monotonic()
    with closing(sqlite3.connect(":memory:")) as file:
        with shape._within(file, 0.2):
            file.execute(
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"
            ).fetchall()
        assert monotonic() - began < 20
        assert file.execute("SELECT 1").fetchone() == (1,)


def test_only_so_many_are_remembered(path, tmp_path):
    for number in range(seen_files.MOST + 3):
        other = tmp_path / f"{number}.db"
        other.write_bytes(b"x")
        seen_files.remember(other)
    assert not seen_files.is_seen(tmp_path / "0.db")
    assert seen_files.is_seen(tmp_path / f"{seen_files.MOST + 2}.db")
