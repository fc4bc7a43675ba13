"""The register as a file: what is refused, and that a refusal changes nothing."""

import sqlite3
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import URL, create_engine

from northtaiwan_desktop.domain.backups import Keeping, Reason
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, FileUnwritable, NotFound, RuleBroken, StoreUnavailable
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.storage import backups, journal
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.schema import TABLES, metadata
from northtaiwan_desktop.storage.store import Store

DAY = date(2026, 9, 8)


def an_entry(text: str = "簽署備忘錄") -> ChronicleEntry:
    return ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text)


def texts(store: Store) -> list[str]:
    return [entry.text for entry in store.ask(entries)]


def test_the_steps_lead_to_the_schema(empty_register):
    engine = create_engine(URL.create("sqlite", database=str(empty_register)))
    with engine.connect() as connection:
        # The index of all texts is SQLite's own kind of table, and so are those that it keeps beside it.
        ours = {"include_name": lambda name, kind, _parents: kind != "table" or not name.startswith("passage_words")}
        assert compare_metadata(MigrationContext.configure(connection, opts=ours), metadata) == []
    engine.dispose()


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_a_table_has_the_fields_of_its_record(kind):
    assert [column.name for column in TABLES[kind].columns] == list(kind.__dataclass_fields__)


@pytest.mark.parametrize("kind", TABLES, ids=lambda kind: kind.__name__)
def test_what_is_gone_is_told_in_the_words_of_the_office(store, kind):
    with pytest.raises(NotFound) as told:
        store.ask(lambda records: records.get(kind, "103-1"))
    assert f"{word_of(kind)}（識別碼 103-1）" in str(told.value)
    assert kind.__name__ not in str(told.value)


def test_undo_and_redo_after_a_restart(store):
    store.do("新增大事記", partial(chronicle.save_entry, entry=an_entry()), by="甲")
    store.close()
    store = Store.open(store.location)
    assert store.undo(by="乙").label == "新增大事記"
    assert texts(store) == []
    store.close()
    store = Store.open(store.location)
    store.redo(by="乙")
    assert texts(store) == ["簽署備忘錄"]
    assert [(one.turn, one.by) for one in store.ask(journal.operations)][:3] == [
        ("redo", "乙"),
        ("undo", "乙"),
        ("do", "甲"),
    ]
    store.close()


def test_undo_goes_back_step_by_step_and_a_new_action_ends_the_redo(store):
    for text in ("一", "二", "三"):
        store.do(text, partial(chronicle.save_entry, entry=an_entry(text)))
    assert [store.undo().label, store.undo().label] == ["三", "二"]
    assert store.redo().label == "二"
    store.do("四", partial(chronicle.save_entry, entry=an_entry("四")))
    with pytest.raises(RuleBroken, match="沒有可以重做"):
        store.redo()
    assert sorted(texts(store)) == sorted(["一", "二", "四"])


def test_what_a_new_action_has_ended_is_not_done_again_with_that_action(store):
    for text in ("一", "二"):
        store.do(text, partial(chronicle.save_entry, entry=an_entry(text)))
    store.undo()
    store.do("三", partial(chronicle.save_entry, entry=an_entry("三")))
    assert [store.undo().label, store.undo().label] == ["三", "一"]
    assert [store.redo().label, store.redo().label] == ["一", "三"]
    with pytest.raises(RuleBroken, match="沒有可以重做"):
        store.redo()
    assert sorted(texts(store)) == sorted(["一", "三"])


def test_what_a_register_is_born_with_is_not_undone(sample_store):
    with pytest.raises(RuleBroken, match="沒有可以復原"):
        sample_store.undo()


def test_a_failing_action_leaves_no_trace(store):
    def action(work):
        chronicle.save_entry(work, an_entry())
        raise RuleBroken("不可以")

    with pytest.raises(RuleBroken):
        store.do("新增大事記", action)
    assert texts(store) == []
    assert store.ask(journal.next_undo) is None


def test_a_save_tells_that_someone_saved_first(store):
    entry = an_entry()
    store.do("新增", partial(chronicle.save_entry, entry=entry))
    theirs = ChronicleEntry(id=entry.id, since=DAY, until=DAY, precision=Precision.DAY, text="別人改的")
    ours = ChronicleEntry(id=entry.id, since=DAY, until=DAY, precision=Precision.DAY, text="我改的")
    store.do("修改", partial(chronicle.save_entry, entry=theirs, seen=entry))
    with pytest.raises(ChangedMeanwhile) as refusal:
        store.do("修改", partial(chronicle.save_entry, entry=ours, seen=entry))
    assert (refusal.value.now, refusal.value.wanted) == (theirs, ours)


def _nothing(path: Path) -> None:
    path.unlink(missing_ok=True)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("這是文字檔", "utf-8")


def _folder(path: Path) -> None:
    path.mkdir()


def _of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE diary (line TEXT)")
        other.commit()


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (_nothing, "找不到"),
        (_empty, "空的檔案"),
        (_text, "不是資料庫檔"),
        (_folder, "資料夾"),
        (_of_another_program, "別的程式"),
    ],
)
def test_what_is_no_register_is_refused_and_left_alone(tmp_path, made, words):
    path = tmp_path / "x.db"
    made(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreUnavailable, match=words) as refusal:
        Store.open(path)
    assert str(path) in str(refusal.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.file_alone
def test_a_register_of_a_newer_program_is_left_alone(store):
    store.close()
    with closing(sqlite3.connect(store.location)) as file:
        file.execute("UPDATE alembic_version SET version_num = '9999'")
        file.commit()
    with pytest.raises(StoreUnavailable, match="較新版本"):
        Store.open(store.location)


@pytest.mark.file_alone
def test_a_damaged_register_is_told_as_damaged(store):
    store.close()
    path = Path(store.location)
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(StoreUnavailable, match=r"損壞|無法使用"):
        Store.open(path).ask(entries)


@pytest.mark.file_alone
def test_a_locked_register_changes_nothing_and_says_so(store, monkeypatch):
    monkeypatch.setattr("northtaiwan_desktop.storage.connecting.PATIENCE", 0.1)
    hurried = Store.open(store.location)
    with closing(sqlite3.connect(store.location, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnavailable, match="另一個程式"):
            hurried.do("新增", partial(chronicle.save_entry, entry=an_entry()))
    hurried.close()
    assert texts(store) == []


def test_no_register_is_made_over_a_file(tmp_path):
    path = tmp_path / "x.db"
    path.write_bytes(b"mine")
    with pytest.raises(StoreUnavailable, match="已經存在"):
        Store.create(path)
    assert path.read_bytes() == b"mine"


def test_a_copy_that_fails_beside_an_action_keeps_nothing_of_it(tmp_path):
    path = tmp_path / "register.db"
    store = Store.create(path)
    backups.folder_of(path, Keeping()).write_text("a file stands where the folder would be")

    def act(work):
        work.lay_aside(Reason.INTAKE)
        work.save(an_entry())

    with pytest.raises(FileUnwritable):
        store.do("匯入", act)
    assert texts(store) == []
    store.close()


def test_a_copy_beside_an_action_is_whole_and_holds_what_was_before(tmp_path):
    store = Store.create(tmp_path / "register.db")
    store.do("新增", lambda work: work.save(an_entry("先有的")))

    def act(work):
        work.lay_aside(Reason.INTAKE)
        work.add([an_entry(f"第{number}則") for number in range(3_000)])

    store.do("匯入", act)
    store.close()
    (kept,) = backups.held(tmp_path / "register.db", Keeping())
    copy = Store.open(kept.path)
    assert texts(copy) == ["先有的"]
    copy.close()
