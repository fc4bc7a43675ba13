"""A damaged register: torn and cut anywhere, it is recognised, and what can be read is rescued into a new one."""

import logging
import os
import random
import shutil
import sqlite3
from collections import Counter
from contextlib import closing
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop import cli
from northtaiwan_desktop.domain.checkup import Part
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import StoreDamaged, StoreUnavailable
from northtaiwan_desktop.domain.rescue import Rescue
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import attachments, checkup, chronicle, rescue
from northtaiwan_desktop.storage import journal, meetings
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store

NOW = datetime(2026, 9, 8, 9, 15)
PLACES = int(os.environ.get("TORN_PLACES", "5"))
"""How many places are torn and cut; 200 on demand."""
PAGE = 4096
Records = dict[type, dict[str, object]]


def note(figures: str) -> None:
    """For those who run it with `--log-cli-level=INFO`."""
    logging.getLogger(__name__).info(figures)


def drained(job):
    while True:
        try:
            assert 0 <= next(job) <= 1
        except StopIteration as end:
            return end.value


def every(records, kind: type) -> list:
    return records.all(kind)


def records_of(path: Path) -> Records:
    store = Store.open(path)
    try:
        return {
            kind: {one.id: one for one in store.ask(lambda records, kind=kind: records.all(kind))} for kind in TABLES
        }
    finally:
        store.close()


@pytest.fixture(scope="module")
def lived(sample_register, tmp_path_factory) -> Path:
    """A register that was worked with: a sample year, two hundred entries, and attachments, large and small."""
    path = tmp_path_factory.mktemp("lived") / "北臺.db"
    shutil.copy(sample_register, path)
    dice = random.Random(7)
    store = Store.open(path)
    day = date(2026, 9, 8)
    for number in range(200):
        text = f"示例第{number}則" + "，續辦" * dice.randrange(200)
        entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)
        store.do(f"新增{number}", partial(chronicle.save_entry, entry=entry))
    meeting = store.ask(lambda records: meetings.meeting_lines(records))[0].meeting
    for name, size in (("大.bin", 300_000), ("小.txt", 300)):
        paper = path.with_name(name)
        paper.write_bytes(dice.randbytes(size))
        store.do("加入附件", partial(attachments.attach, owner_id=meeting.id, path=paper))
    store.undo()
    store.close()
    return path


def is_recognised(path: Path) -> bool:
    """Is the damage told, at the opening or by the look through?"""
    try:
        Store.open(path).close()
    except StoreUnavailable:
        return True
    return not drained(checkup.check(path, now=NOW)).is_whole


def rescued(path: Path) -> tuple[Rescue, Path]:
    to = path.with_name("救回.db")
    to.unlink(missing_ok=True)
    return drained(rescue.rescue(path, to, now=NOW)), to


def same(left: Records, right: Records) -> int:
    """How many records are the same in both."""
    return sum(right[kind].get(id) == one for kind, of_kind in left.items() for id, one in of_kind.items())


def test_a_whole_register_is_rescued_whole(lived, tmp_path):
    path = tmp_path / "北臺.db"
    shutil.copy(lived, path)
    before = path.read_bytes()
    done, to = rescued(path)
    assert path.read_bytes() == before
    assert records_of(to) == records_of(lived)
    assert (done.lost, done.lost_files, done.mended) == (0, (), 0)
    assert done.is_whole
    store = Store.open(to)
    assert store.redo().label == "加入附件"
    assert store.undo().label == "加入附件"
    assert store.undo().label == "加入附件"
    assert store.undo().label == "新增199"
    assert store.ask(journal.next_redo).label == "新增199"
    store.close()


def test_without_its_journal_nothing_is_said_to_be_whole(lived, tmp_path):
    """What a table lost, or had changed, shows only against the journal."""
    path = tmp_path / "北臺.db"
    shutil.copy(lived, path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("DELETE FROM chronicle_entry WHERE rowid = 30")
        file.execute("DELETE FROM change")
        file.execute("DELETE FROM operation")
        file.commit()
        file.execute("VACUUM")
    done, _to = rescued(path)
    told = "".join(done.sentences)
    assert done.actions == 0
    assert done.uncompared == done.count
    assert "操作紀錄讀不到，所以沒有東西可以比對" in told
    assert "能比對的部分沒有發現遺失" in told
    assert "。沒有發現遺失" not in told


def test_with_part_of_its_journal_gone_what_could_not_be_compared_is_counted(lived, tmp_path):
    path = tmp_path / "北臺.db"
    shutil.copy(lived, path)
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA secure_delete = ON")
        (number,) = file.execute("SELECT number FROM operation WHERE label = '新增7'").fetchone()
        file.execute("DELETE FROM change WHERE operation = ?", (number,))
        file.execute("DELETE FROM operation WHERE number = ?", (number,))
        file.commit()
        file.execute("VACUUM")
    done, _to = rescued(path)
    assert (done.lost_actions, done.uncompared) == (1, 1)
    assert "操作紀錄少了 1 項，有 1 筆資料無從比對" in "".join(done.sentences)


def test_without_its_first_page_the_journal_still_gives_everything(lived, tmp_path):
    path = tmp_path / "北臺.db"
    path.write_bytes(b"\xff" * PAGE + lived.read_bytes()[PAGE:])
    with pytest.raises(StoreDamaged):
        Store.open(path)
    done, to = rescued(path)
    assert records_of(to) == records_of(lived)
    assert sum(one.from_journal for one in done.kinds) == done.count
    assert done.files == 2


def places(size: int) -> list[int]:
    return sorted(random.Random(200).sample(range(size // PAGE), min(PLACES, size // PAGE)))


def test_a_page_torn_anywhere_is_recognised_and_rescued(lived, tmp_path):
    original, content = records_of(lived), lived.read_bytes()
    count = sum(map(len, original.values()))
    path = tmp_path / "北臺.db"
    told = Counter()
    for place in places(len(content)):
        torn = random.Random(place).randbytes(PAGE) if place % 2 else bytes(PAGE)
        path.write_bytes(content[: place * PAGE] + torn + content[(place + 1) * PAGE :])
        for ending in ("-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        if not is_recognised(path):
            # A page that held nothing any more.
            assert records_of(path) == original
            told["free page"] += 1
            continue
        done, to = rescued(path)
        back = same(original, records_of(to))
        told["recognised"] += 1
        told["all back"] += back == count
        told["records lost"] += count - back
        told["files lost"] += len(done.lost_files)
        assert count - back <= done.lost + done.mended + 1, place
        left = drained(checkup.check(to, now=NOW)).faults
        assert not [fault.what for fault in left if fault.part is not Part.FILES], place
    note(f"{PLACES} torn pages of {len(content) // PAGE}, {count} records: {dict(told)}")
    assert told["recognised"]
    assert told["records lost"] <= count * told["recognised"] // 50


def test_a_file_cut_off_anywhere_is_recognised_and_rescued(lived, tmp_path):
    content = lived.read_bytes()
    path = tmp_path / "北臺.db"
    told = Counter()
    dice = random.Random(201)
    for _place in range(PLACES):
        at = dice.randrange(1, len(content))
        path.write_bytes(content[:at])
        assert is_recognised(path), at
        try:
            done, to = rescued(path)
        except StoreDamaged:
            told["nothing left"] += 1
            continue
        told["rescued"] += 1
        told["records"] += done.count
        records_of(to)
    note(f"cut off at {PLACES} places: {dict(told)}")
    assert told["rescued"]


def test_where_nothing_can_be_read_no_file_is_left(tmp_path):
    path = tmp_path / "北臺.db"
    path.write_bytes(random.Random(1).randbytes(PAGE * 30))
    with pytest.raises(StoreDamaged, match="讀不出任何資料"):
        rescued(path)
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_what_is_no_file_is_told_and_not_recommended_again(tmp_path, capsys):
    empty, text, folder = tmp_path / "空.db", tmp_path / "文.db", tmp_path / "夾.db"
    empty.touch()
    text.write_text("這不是資料庫", encoding="utf-8")
    folder.mkdir()
    told = {tmp_path / "無.db": "找不到", folder: "資料夾", empty: "讀不出任何資料", text: "讀不出任何資料"}
    for path, words in told.items():
        assert cli.main(["--store", str(path), "rescue", "-o", str(tmp_path / "救.db")]) == 1
        answer = capsys.readouterr().err
        assert words in answer
        assert "可用 rescue" not in answer
    assert {one.name for one in tmp_path.iterdir()} == {"空.db", "文.db", "夾.db"}


@pytest.mark.parametrize(
    ("actions", "records", "words"),
    [
        (2, 3, "操作紀錄少了 2 項，有 3 筆資料無從比對"),
        (2, 0, "操作紀錄少了 2 項："),
        (0, 3, "有 3 筆資料不在操作紀錄裡"),
    ],
)
def test_nothing_is_told_of_none(actions, records, words):
    done = Rescue(path="a.db", kinds=(), actions=9, files=0, lost_actions=actions, uncompared=records)
    [told] = [one for one in done.sentences if "操作紀錄" in one and "無法知道" in one]
    assert told.startswith(words)
    assert " 0 " not in told
