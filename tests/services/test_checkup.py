"""A look through the register: each kind of fault is found, named, and mended or given a reason."""

import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.backups import Keeping, Reason
from northtaiwan_desktop.domain.checkup import Checkup, Part, Repair
from northtaiwan_desktop.services import attachments, checkup
from northtaiwan_desktop.storage import backups, meetings
from northtaiwan_desktop.storage.checkup import look_through
from northtaiwan_desktop.storage.store import Store

NOW = datetime(2026, 9, 8, 9, 15)


@pytest.fixture
def path(sample_register, tmp_path) -> Path:
    copy = tmp_path / "北臺.db"
    shutil.copy(sample_register, copy)
    return copy


def looked(path: Path, **how) -> Checkup:
    job = checkup.check(path, now=NOW, **how)
    parts = []
    while True:
        try:
            parts.append(next(job))
        except StopIteration as end:
            assert all(0 <= part <= 1 for part in parts)
            return end.value


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as file:
        for statement in statements:
            file.execute(statement)
        file.commit()


def attached(path: Path) -> str:
    """Attach a file to the first meeting; returns its checksum."""
    paper = path.with_name("簡報.txt")
    paper.write_text("內容", "utf-8")
    store = Store.open(path)
    meeting = store.ask(lambda records: meetings.meeting_lines(records))[0].meeting
    store.do("加入附件", partial(attachments.attach, owner_id=meeting.id, path=paper))
    found = store.ask(partial(attachments.of, owner_id=meeting.id))[0]
    store.close()
    return found.sha256


def test_a_sound_register_has_no_faults(path):
    found = looked(path)
    assert found.is_whole, found.faults
    assert set(found.counts) == set(Part)
    assert found.counts[Part.JOURNAL] > 300


def test_a_mark_that_the_journal_does_not_bear_out_is_told(path):
    """Undo and redo leave an entry each; who turns the mark around the program leaves none."""
    store = Store.open(path)
    meeting = store.ask(lambda records: meetings.meeting_lines(records))[0].meeting
    for title in ("改一", "改二", "改三"):
        store.do(title, lambda work, title=title: work.save(replace(meeting, title=title)), by="王小明")
    store.undo()
    store.redo()
    store.undo()
    store.do("白做", lambda work: (work.save(replace(meeting, title="四")), work.save(replace(meeting, title="改二"))))
    store.undo()
    store.close()
    assert looked(path).is_whole
    changed(path, "UPDATE operation SET undone = NOT undone WHERE label IN ('改二', '改三') AND turn = 'do'")
    found = looked(path)
    assert [fault.part for fault in found.faults] == [Part.JOURNAL] * 2
    marked, bare = (fault.what for fault in found.faults)
    assert "「改二」（王小明）標為已復原" in marked
    assert "「改三」（王小明）復原過" in bare


FAULTS = [
    ("UPDATE resolution SET text = '偷改' WHERE rowid = 1", Part.JOURNAL, Repair.RECORD),
    ("DELETE FROM chronicle_entry WHERE rowid = 2", Part.JOURNAL, Repair.RECORD),
    (
        "INSERT INTO axis SELECT * FROM (SELECT 'x' || id, name, english, 9 FROM axis LIMIT 1)",
        Part.JOURNAL,
        Repair.ADOPT,
    ),
    ("DELETE FROM change WHERE kind IN ('Meeting', 'Resolution', 'ChronicleEntry')", Part.JOURNAL, Repair.ADOPT),
    ("UPDATE standing SET behind = 99 WHERE rowid = 1", Part.STANDING, Repair.STANDING),
    ("DELETE FROM standing WHERE rowid = 1", Part.STANDING, Repair.STANDING),
    ("UPDATE passage SET text = '別的' WHERE rowid = (SELECT min(rowid) FROM passage)", Part.SEARCH, Repair.SEARCH),
    ("DELETE FROM passage WHERE rowid = (SELECT min(rowid) FROM passage)", Part.SEARCH, Repair.SEARCH),
    ("INSERT INTO passage VALUES (5, 'Meeting', 'nobody', '多的')", Part.SEARCH, Repair.SEARCH),
    ("INSERT INTO passage_words(rowid, words) VALUES (5, 'abc')", Part.SEARCH, Repair.SEARCH),
    ("INSERT INTO blob VALUES (printf('%064d', 1), x'01')", Part.FILES, Repair.FETCH_FILE),
]


@pytest.mark.parametrize(("statement", "part", "repair"), FAULTS)
def test_a_fault_is_found_and_mended(path, statement, part, repair):
    changed(path, statement)
    found = looked(path)
    assert (part, repair) in {(fault.part, fault.repair) for fault in found.faults}
    if repair is Repair.FETCH_FILE:
        return
    mended = looked(path, repair=True, by="王小明")
    assert mended.is_whole, mended.faults


def test_a_repair_of_records_can_be_undone(path):
    changed(path, "UPDATE resolution SET text = '偷改' WHERE rowid = 1")
    assert looked(path, repair=True, by="王小明").is_whole
    store = Store.open(path)
    operation = store.undo()
    store.close()
    assert operation.label == "依檢查結果修復資料"
    with closing(sqlite3.connect(path)) as file:
        assert file.execute("SELECT text FROM resolution WHERE rowid = 1").fetchone() == ("偷改",)


def test_looking_alone_changes_nothing(path):
    changed(path, "UPDATE standing SET behind = 99 WHERE rowid = 1")
    looked(path)
    assert not looked(path).is_whole


def test_a_dangling_link_is_named(path):
    changed(path, "UPDATE assignment SET member_id = 'nobody' WHERE rowid = 1")
    found = looked(path)
    links = [fault for fault in found.faults if fault.part is Part.LINKS]
    assert [fault.kind for fault in links] == ["Assignment"]
    assert "member_id" in links[0].what
    assert looked(path, repair=True).is_whole


def test_a_number_that_nothing_explains_is_told_with_a_reason(path):
    changed(path, "INSERT INTO counter VALUES ('case-115', 2)")
    (fault,) = looked(path).faults
    assert fault.part is Part.NUMBERS
    assert "115-001、115-002" in fault.what
    assert not fault.can_be_repaired
    assert fault.remedy


def test_a_kept_file_that_changed_is_taken_from_a_copy(path):
    digest = attached(path)
    keeping = Keeping()
    backups.keep(path, reason=Reason.HOURLY, now=NOW, keeping=keeping)
    changed(path, f"UPDATE blob SET content = x'00' WHERE sha256 = '{digest}'")
    (fault,) = looked(path).faults
    assert (fault.part, fault.repair) == (Part.FILES, Repair.FETCH_FILE)
    assert "簡報.txt" in fault.what
    assert looked(path, repair=True).is_whole
    changed(path, f"DELETE FROM blob WHERE sha256 = '{digest}'")
    assert "不見了" in looked(path).faults[0].what
    assert looked(path, repair=True).is_whole


def test_a_lost_file_that_no_copy_has_stays_told(path):
    digest = attached(path)
    changed(path, f"DELETE FROM blob WHERE sha256 = '{digest}'")
    (fault,) = looked(path, repair=True).faults
    assert "簡報.txt" in fault.what


def test_an_undone_attachment_is_kept_for_the_redo(path):
    attached(path)
    store = Store.open(path)
    store.undo()
    store.close()
    assert looked(path).is_whole


def test_a_file_that_nothing_uses_is_dropped(path):
    changed(path, "INSERT INTO blob VALUES ('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d', x'00')")
    (fault,) = looked(path).faults
    assert fault.repair is Repair.DROP_FILE
    assert looked(path, repair=True).is_whole


def test_an_attachment_without_its_owner_is_told(path):
    attached(path)
    changed(
        path,
        "UPDATE attachment SET owner_id = 'nobody'",
        "UPDATE change SET after = replace(after,"
        " '\"owner_id\": \"' || (json_extract(after, '$.owner_id')) || '\"', '\"owner_id\": \"nobody\"')"
        " WHERE kind = 'Attachment'",
    )
    (fault,) = looked(path).faults
    assert fault.repair is Repair.REMOVE
    assert looked(path, repair=True).is_whole


def test_an_index_that_lost_an_entry_is_made_anew(path):
    changed(path, "PRAGMA writable_schema = ON", "CREATE TABLE spare (x)", "DROP TABLE spare")
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA writable_schema = ON")
        made = file.execute("SELECT sql FROM sqlite_schema WHERE name = 'ix_standing_year'").fetchone()[0]
        file.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'ix_standing_year'", (made + " WHERE year > 999",))
        file.commit()
    changed(path, "REINDEX ix_standing_year")
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA writable_schema = ON")
        file.execute("UPDATE sqlite_schema SET sql = ? WHERE name = 'ix_standing_year'", (made,))
        file.commit()
    found = looked(path)
    assert {fault.repair for fault in found.faults} == {Repair.REINDEX}
    assert looked(path, repair=True).is_whole


def test_a_damaged_file_is_told_and_not_raised(path):
    content = path.read_bytes()
    path.write_bytes(content[: 20 * 4096] + b"\xff" * 8192 + content[22 * 4096 :])
    found = looked(path, repair=True)
    assert [fault.part for fault in found.faults] == [Part.FILE]
    assert not found.faults[0].can_be_repaired
    assert found.faults[0].remedy


def test_a_register_is_looked_through_wherever_it_lies(sample_store):
    job = look_through(sample_store, now=NOW)
    while True:
        try:
            next(job)
        except StopIteration as end:
            found = end.value
            break
    assert found.is_whole, found.faults
    assert found.counts[Part.JOURNAL] > 300
