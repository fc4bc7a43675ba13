"""A register's file from outside: what a crafted one brings along is refused with words, and never run."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.errors import StoreDamaged, StoreUnavailable
from northtaiwan_desktop.storage import places, shape
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store

A_ROW = "INSERT INTO chronicle_entry (id, since, until, precision, text, source) VALUES"


@pytest.fixture
def path(sample_register, tmp_path) -> Path:
    copy = tmp_path / "寄來的.db"
    shutil.copy(sample_register, copy)
    return copy


def crafted(path: Path, *statements: str) -> bytes:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA journal_mode = DELETE")
        for statement in statements:
            file.execute(statement)
        file.commit()
    return path.read_bytes()


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON operation BEGIN DELETE FROM resolution; END", "trigger「t」"),
        ("CREATE VIEW v AS SELECT * FROM resolution", "view「v」"),
        ("CREATE TABLE diary (line TEXT)", "table「diary」"),
        ("ALTER TABLE resolution ADD COLUMN secret TEXT", "table「resolution」"),
        ("ALTER TABLE axis ADD COLUMN word TEXT GENERATED ALWAYS AS (upper(name))", "table「axis」"),
        ("CREATE INDEX ix_evil ON resolution (hex(text))", "index「ix_evil」"),
        ("CREATE INDEX evil ON resolution (text)", "index「evil」"),
        ("CREATE VIRTUAL TABLE words USING fts5(x)", "table「words」"),
    ],
)
def test_what_we_never_make_is_refused_and_left_alone(path, statement, named):
    before = crafted(path, statement)
    with pytest.raises(StoreUnavailable) as refusal:
        Store.open(path)
    assert named in str(refusal.value)
    assert "寄來的.db" in str(refusal.value)
    assert path.read_bytes() == before


def test_a_view_in_the_place_of_a_table_is_refused(path):
    crafted(path, "ALTER TABLE axis RENAME TO passage_words_x", "CREATE VIEW axis AS SELECT * FROM passage_words_x")
    with pytest.raises(StoreUnavailable, match="不會建立"):
        Store.open(path)


@pytest.mark.parametrize("part", ["CHECK (hex(id))", "DEFAULT (hex(randomblob(9)))", "COLLATE NOCASE"])
def test_a_column_that_runs_something_is_refused(path, part):
    made = f"UPDATE sqlite_schema SET sql = replace(sql, 'id VARCHAR(64) NOT NULL', 'id VARCHAR(64) {part} NOT NULL')"
    crafted(path, "PRAGMA writable_schema = ON", f"{made} WHERE name = 'axis'")
    with pytest.raises(StoreUnavailable, match="axis"):
        Store.open(path)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE resolution SET year = 'x'",
        "UPDATE resolution SET text = x'00ff'",
        "UPDATE resolution SET state = 'nonsense'",
        "UPDATE resolution SET due_on = '103年'",
        "UPDATE resolution SET due_on = '2014-02-31'",
        "UPDATE resolution SET is_tracked = 7",
        "UPDATE plan_item SET axes = '{not json'",
        "UPDATE plan_item SET axes = '{\"a\": 1}'",
        "UPDATE meeting SET starts_at = 'noon'",
        "UPDATE operation SET done_at = 'yesterday'",
        "UPDATE change SET after = 12",
        f"UPDATE resolution SET text = printf('%.*c', {shape.LONGEST + 1}, 'x') WHERE rowid = 1",
    ],
)
def test_values_that_do_not_fit_are_told_with_their_place(path, change):
    before = crafted(path, change)
    with pytest.raises(StoreDamaged) as refusal:
        Store.open(path)
    assert change.split()[1] in str(refusal.value)
    assert path.read_bytes() == before


def test_every_value_that_we_write_fits(path):
    Store.open(path).close()


def test_one_value_larger_than_any_attachment_is_not_even_read(path, monkeypatch):
    monkeypatch.setitem(
        __import__("northtaiwan_desktop.storage.connecting", fromlist=["LIMITS"]).LIMITS,
        sqlite3.SQLITE_LIMIT_LENGTH,
        100_000,
    )
    crafted(path, "UPDATE resolution SET text = printf('%.*c', 200000, 'x') WHERE rowid = 1")
    with pytest.raises(StoreUnavailable, match=r"大得不合常理|已損壞"):
        Store.open(path).ask(entries)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("DROP TABLE operation", "operation"),
        ("DROP TABLE counter", "counter"),
        ("DROP TABLE passage_words", "passage_words"),
        ("ALTER TABLE meeting DROP COLUMN note", "meeting"),
    ],
)
def test_a_table_or_column_that_is_gone_is_told_at_opening(path, statement, table):
    before = crafted(path, "PRAGMA foreign_keys = OFF", statement)
    with pytest.raises(StoreDamaged, match=f"「{table}」"):
        Store.open(path)
    assert path.read_bytes() == before


def test_a_torn_name_in_the_list_of_tables_is_told_as_damaged(path):
    made = crafted(path)
    at = made.index(b"CREATE TABLE chronicle_entry") + len("CREATE TABLE ")
    path.write_bytes(made[:at] + b"\xcf\xcf(" + made[at + 3 :])
    with pytest.raises(StoreDamaged, match="已損壞"):
        Store.open(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no such thing on this system")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "管線.db")
    with pytest.raises(StoreUnavailable, match="不是一般的檔案"):
        Store.open(tmp_path / "管線.db")


def test_a_file_cut_off_is_told_as_damaged(path):
    crafted(path)
    path.write_bytes(path.read_bytes()[:-8192])
    with pytest.raises(StoreDamaged, match="已損壞"):
        Store.open(path)


MOUNTS = "/dev/sda1 / ext4 rw 0 0\n//server/office /mnt/of\\040fice cifs rw 0 0\nhost:/x /mnt/nfs nfs4 rw 0 0\n"


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/home/x.db", "ext4"), ("/mnt/of fice/x.db", "cifs"), ("/mnt/nfs/a/x.db", "nfs4"), ("/mnt/nfs2/x.db", "ext4")],
)
def test_the_kind_of_disk_is_read_from_what_is_mounted(path, kind):
    assert places.file_system(Path(path), MOUNTS) == kind


def test_no_write_ahead_log_on_a_networks_disk(path, monkeypatch):
    def mode() -> str:
        store = Store.open(path)
        try:
            return str(store.ask(lambda records: records.connection.exec_driver_sql("PRAGMA journal_mode").scalar()))
        finally:
            store.close()

    assert mode() == "wal"
    monkeypatch.setattr(places, "is_local", lambda _path: False)
    assert mode() == "truncate"
    assert not path.with_name(path.name + "-wal").exists()
    monkeypatch.undo()
    assert mode() == "wal"
