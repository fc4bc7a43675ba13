"""Files are written whole, never over a register, and where they can't be, a sentence says why."""

import os
import sqlite3
import sys
import tempfile
import time
from contextlib import closing, contextmanager

import pytest

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import FileUnreadable, FileUnwritable

NOBODY = 65534


@contextmanager
def without_rights():
    """As a person who may not enter the folder; root is let in everywhere, and so steps down for a moment."""
    if sys.platform == "win32" or os.geteuid() != 0:
        pytest.skip("only root can step down")
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def register(tmp_path):
    path = tmp_path / "r.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE t (a)")
        connection.commit()
        yield path


@pytest.mark.parametrize("name", ["r.db", "r.db-wal", "r.db-shm", "r.db-journal", "linked.ics", "hard.ics"])
def test_nothing_is_written_over_a_register(register, name):
    (register.parent / "linked.ics").symlink_to(register)
    os.link(register, register.parent / "hard.ics")
    before = register.read_bytes()
    with pytest.raises(FileUnwritable, match="是資料庫檔"):
        whole_file.write(register.parent / name, b"BEGIN:VCALENDAR")
    assert register.read_bytes() == before
    assert (register.parent / "linked.ics").is_symlink()


def test_a_name_too_long_is_told(tmp_path):
    path = tmp_path / ("長" * 120 + ".docx")
    assert not whole_file.is_file(path)
    with pytest.raises(FileUnwritable, match="檔名太長"):
        whole_file.write(path, b"x")
    with pytest.raises(FileUnwritable, match="檔名太長"):
        whole_file.write(tmp_path / ("長" * 120) / "x.docx", b"x")
    with pytest.raises(FileUnreadable, match="檔名太長"):
        whole_file.read(path)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_rights_is_told(tmp_path):
    inner = tmp_path / "裡面"
    inner.mkdir(mode=0o700)
    tmp_path.chmod(0o700)
    with without_rights():
        assert not whole_file.is_file(inner / "x.docx")
        with pytest.raises(FileUnwritable, match="寫入權限"):
            whole_file.write(inner / "x.docx", b"x")
        with pytest.raises(FileUnreadable, match="讀取權限"):
            whole_file.read(inner / "x.docx")


def begun(path, days):
    path.write_bytes(b"half")
    os.utime(path, (time.time() - days * 86_400,) * 2)
    return path


def test_what_a_killed_program_had_begun_is_removed_a_day_later(tmp_path):
    old = [begun(tmp_path / f"~{'0a' * 16}.tmp{ending}", 2) for ending in ("", "-wal", "-journal")]
    young = begun(tmp_path / f"~{'0b' * 16}.tmp", 0.5)
    others = [begun(tmp_path / name, 9) for name in ("~$紀錄.docx", "~紀錄.tmp", f"{'0a' * 16}.tmp", "紀錄.docx")]
    whole_file.write(tmp_path / "紀錄.pdf", b"x")
    assert [path.exists() for path in old] == [False] * 3
    assert young.exists()
    assert all(path.read_bytes() == b"half" for path in others)


def test_a_spare_folder_goes_with_its_work_and_those_of_killed_programs_with_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folders = [tmp_path / name for name in ("northtaiwan-spare-old", "northtaiwan-spare-young", "northtaiwan-old")]
    for folder in folders:
        folder.mkdir()
        (folder / "register.db").write_bytes(b"x")
    for folder in (folders[0], folders[2]):
        os.utime(folder, (time.time() - 2 * 86_400,) * 2)
    with whole_file.spare_folder() as spare:
        (spare / "register.db").write_bytes(b"x")
        assert [folder.exists() for folder in folders] == [False, True, True]
    assert not spare.exists()
