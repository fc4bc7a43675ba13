"""A register's file from outside: what a crafted one brings along is refused with words, and never run."""

import os
import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.checkup import Part
from northtaiwan_desktop.domain.errors import RuleBroken, StoreDamaged, StoreUnavailable
from northtaiwan_desktop.domain.fiscal import FiscalTier
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.services import checkup, rescue
from northtaiwan_desktop.storage import places, shape
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store

WORDS = {TABLES[kind].name: word_of(kind) for kind in TABLES} | {"operation": "操作紀錄", "change": "操作紀錄"}
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
        ("CREATE TRIGGER t AFTER INSERT ON operation BEGIN DELETE FROM resolution; END", "觸發程序「t」"),
        ("CREATE VIEW v AS SELECT * FROM resolution", "檢視表「v」"),
        ("CREATE TABLE diary (line TEXT)", "資料表「diary」"),
        ("ALTER TABLE resolution ADD COLUMN secret TEXT", "資料表「resolution」"),
        ("ALTER TABLE axis ADD COLUMN word TEXT GENERATED ALWAYS AS (upper(name))", "資料表「axis」"),
        ("CREATE INDEX ix_evil ON resolution (hex(text))", "索引「ix_evil」"),
        ("CREATE INDEX evil ON resolution (text)", "索引「evil」"),
        ("CREATE VIRTUAL TABLE words USING fts5(x)", "資料表「words」"),
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
        "UPDATE operation SET done_at = done_at || '+08:00'",
        "UPDATE operation SET done_at = done_at || 'Z'",
        "UPDATE resolution SET due_on = '10000-01-01'",
        "UPDATE resolution SET due_on = '0000-12-31'",
        "UPDATE resolution SET due_on = '-0001-01-01'",
        "UPDATE change SET after = 12",
        f"UPDATE resolution SET text = printf('%.*c', {shape.LONGEST + 1}, 'x') WHERE rowid = 1",
    ],
)
def test_values_that_do_not_fit_are_told_with_their_place(path, change):
    before = crafted(path, change)
    with pytest.raises(StoreDamaged) as refusal:
        Store.open(path)
    assert WORDS[change.split()[1]] in str(refusal.value)
    assert change.split()[1] not in str(refusal.value)
    assert path.read_bytes() == before


def test_a_record_with_what_does_not_fit_is_told_by_its_number(path):
    with closing(sqlite3.connect(path)) as file:
        rowid, number = file.execute("SELECT rowid, number FROM resolution WHERE number <> '' LIMIT 1").fetchone()
    crafted(path, f"UPDATE resolution SET due_on = '103年' WHERE rowid = {rowid}")
    with pytest.raises(StoreDamaged, match=f"的決議「{number}」有不該有的內容"):
        Store.open(path)


@pytest.mark.parametrize("year", [9223372036854775807, -9223372036854775808, 8089, 0])
def test_a_whole_number_that_can_be_no_year_is_named_by_the_check(path, year):
    crafted(path, f"UPDATE proposal SET year = {year} WHERE rowid = 1")
    found = finished(checkup.check(path, now=datetime(2026, 9, 8)))
    (fault,) = [fault for fault in found.faults if fault.part is Part.VALUES]
    assert str(year) in fault.what
    assert fault.what.startswith("提案「")


def test_no_record_is_kept_with_such_a_year(path):
    store = Store.open(path)
    tier = FiscalTier(year=99_999, member_id=store.ask(lambda records: records.all(Member))[0].id, tier=1)
    with pytest.raises(RuleBroken, match="「99999」不是民國年"):
        store.do("登記", lambda work: work.save(tier))
    with pytest.raises(RuleBroken, match="「99999」不是民國年"):
        store.do("登記", lambda work: work.add([tier]))
    assert store.ask(lambda records: records.find(FiscalTier, tier.id)) is None
    store.close()


@pytest.mark.parametrize(
    ("ours", "flipped"),
    [
        (b"CREATE TABLE chronicle_entry (", b"CREATE TABLE chronicle_entsy ("),
        (b"reason TEXT", b"reasoo TEXT"),
        (b"ix_resolution_number", b"iy_resolution_number"),
    ],
)
def test_a_byte_that_flipped_in_our_own_schema_is_told_as_damage_and_can_be_rescued(path, tmp_path, ours, flipped):
    made = crafted(path)
    assert ours in made
    path.write_bytes(made.replace(ours, flipped, 1))
    with pytest.raises(StoreDamaged, match=r"已損壞"):
        Store.open(path)
    done = finished(rescue.rescue(path, tmp_path / "救回.db", now=datetime(2026, 9, 8)))
    assert done.lost == 0
    Store.open(tmp_path / "救回.db").close()


@pytest.mark.parametrize(
    ("step", "kind", "words"),
    [
        ("9999", StoreUnavailable, "較新版本"),
        ("xyz", StoreDamaged, "「xyz」不是本程式的"),
        ("", StoreDamaged, "不是本程式的"),
    ],
)
def test_only_a_step_that_looks_like_a_later_one_is_called_newer(path, step, kind, words):
    crafted(path, f"UPDATE alembic_version SET version_num = '{step}'")
    with pytest.raises(StoreUnavailable, match=words) as refusal:
        Store.open(path)
    assert type(refusal.value) is kind


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
