"""A cloud's conflict copy: recognised by its name, set side by side, and merged record by record as one action."""

import shutil
from dataclasses import replace
from datetime import date, datetime
from enum import Enum
from functools import partial
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.checkup import Fault, Part
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.copies import Comparison, Side, is_conflict_name
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken, Unconfirmed
from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import attachments, checkup, chronicle, copies, setup
from northtaiwan_desktop.storage import meetings
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.copies import conflict_copies, enum_word
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

DAY = date(2026, 9, 8)


@pytest.mark.parametrize(
    "name",
    [
        "北臺 (王小明 的衝突複本 2026-09-08).db",
        "北臺 (PC-203's conflicted copy 2026-09-08).db",
        "北臺 (Wang's conflicted copy 2026-09-08) (1).db",
        "北臺 的衝突複本.db",
        "北臺-PC-203.db",
        "北臺-DESKTOP-8K2LQ1-2.db",
        "北臺 (1).db",
        "北臺(2).db",
        "北臺 [Conflict].db",
        "北臺.sync-conflict-20260908-091500-ABCDEFG.db",
        "北臺_conflict-20260908-091500.db",
        "北臺 (conflicted copy 2026-09-08 091500).db",
        "北臺 - 複製.db",
        "北臺 - Copy (2).db",
    ],
)
def test_a_conflict_copy_is_known_by_its_name(name):
    assert is_conflict_name(name, "北臺.db")


@pytest.mark.parametrize(
    "name", ["北臺.db", "北臺二.db", "南臺 (1).db", "北臺 (1).xlsx", "北臺 (1).db-wal", "北臺 草稿.db"]
)
def test_other_files_are_left_alone(name):
    assert not is_conflict_name(name, "北臺.db")


def an_entry(text: str, **more) -> ChronicleEntry:
    return ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text, **more)


@pytest.fixture
def pair(sample_register, tmp_path) -> tuple[Path, Path]:
    """A register and its conflict copy, the same as yet."""
    ours = tmp_path / "北臺.db"
    shutil.copy(sample_register, ours)
    store = Store.open(ours)
    store.do("新增", partial(chronicle.save_entry, entry=an_entry("共同", id="shared")))
    store.close()
    theirs = tmp_path / "北臺 (PC-203's conflicted copy 2026-09-08).db"
    shutil.copy(ours, theirs)
    return ours, theirs


def does(path: Path, label: str, action) -> None:
    store = Store.open(path)
    store.do(label, action, by=path.stem)
    store.close()


def writes(path: Path, entry: ChronicleEntry) -> None:
    does(path, "修改", partial(chronicle.save_entry, entry=entry))


def compared(pair: tuple[Path, Path]) -> Comparison:
    job = copies.compare(*pair)
    while True:
        try:
            assert 0 <= next(job) <= 1
        except StopIteration as end:
            return end.value


def merged(pair: tuple[Path, Path], found: Comparison, taken, **how) -> copies.Merged:
    done: list[copies.Merged] = []
    does(pair[0], "合併", lambda work: done.append(copies.merge(work, found, taken, **how)))
    return done[0]


def texts(path: Path) -> set[str]:
    store = Store.open(path)
    try:
        return {entry.text for entry in store.ask(entries)}
    finally:
        store.close()


def faults(path: Path) -> list[Fault]:
    return list(finished(checkup.check(path, now=datetime(2026, 9, 8))).faults)


def is_whole(path: Path) -> bool:
    return not faults(path)


def test_the_copy_beside_is_found(pair):
    assert conflict_copies(pair[0]) == [pair[1]]


def test_two_that_are_the_same_differ_in_nothing(pair):
    found = compared(pair)
    assert found.is_kin
    assert found.differences == ()


def test_each_difference_tells_who_changed_it(pair):
    ours, theirs = pair
    writes(ours, an_entry("我們的"))
    writes(theirs, an_entry("他們的"))
    writes(theirs, an_entry("他們改的共同", id="shared"))
    found = {one.name: one for one in compared(pair).differences}
    assert {name: one.side for name, one in found.items()} == {
        "我們的": Side.OURS,
        "他們的": Side.THEIRS,
        "共同": Side.THEIRS,
    }
    assert [(one.field, one.ours, one.theirs) for one in found["共同"].fields] == [("text", "共同", "他們改的共同")]
    assert found["他們的"].theirs_by == theirs.stem


def test_what_both_changed_is_a_conflict_and_taken_only_when_chosen(pair):
    ours, theirs = pair
    writes(ours, an_entry("我們改的", id="shared"))
    writes(theirs, an_entry("他們改的", id="shared"))
    writes(theirs, an_entry("他們的"))
    found = compared(pair)
    assert [one.name for one in found.proposed()] == ["他們的"]
    merged(pair, found, found.proposed())
    assert "我們改的" in texts(ours)
    merged(pair, found, found.chosen(["shared"]))
    assert {"他們改的", "他們的"} <= texts(ours)
    assert is_whole(ours)


def test_a_merge_is_one_action_that_can_be_undone(pair):
    ours, theirs = pair
    before = texts(ours)
    writes(theirs, an_entry("一"))
    writes(theirs, an_entry("二"))
    does(theirs, "刪除", lambda work: work.delete(work.get(ChronicleEntry, "shared")))
    found = compared(pair)
    assert merged(pair, found, found.differences, may_remove=True).count == 3
    assert texts(ours) == texts(theirs)
    store = Store.open(ours)
    store.undo()
    store.close()
    assert texts(ours) == before


def test_what_only_ours_has_is_deleted_by_express_word_alone(pair):
    ours, theirs = pair
    for number in range(4):
        writes(ours, an_entry(f"我們的{number}"))
    writes(theirs, an_entry("他們的"))
    writes(theirs, an_entry("他們改的共同", id="shared"))
    before, found = texts(ours), compared(pair)
    with pytest.raises(Unconfirmed, match=r"刪除 4 筆.*「我們的\d」、.*等") as asked:
        merged(pair, found, found.differences)
    assert str(asked.value).count("我們的") == copies.NAMED
    assert texts(ours) == before
    done = merged(pair, found, found.differences, may_remove=True)
    assert (done.added, done.replaced, done.removed, done.count) == (1, 1, 4, 6)
    assert "已合併 6 筆（新增 1、取代 1、刪除 4）" in copies.told(done)
    assert texts(ours) == texts(theirs)
    assert is_whole(ours)


def test_what_ours_changed_since_the_comparison_is_not_written_over(pair):
    ours, theirs = pair
    writes(theirs, an_entry("他們改的", id="shared"))
    found = compared(pair)
    writes(ours, an_entry("剛剛改的", id="shared"))
    with pytest.raises(ChangedMeanwhile):
        merged(pair, found, found.differences)
    assert "剛剛改的" in texts(ours)


def a_case(work: Work) -> Resolution:
    return next(one for one in work.all(Resolution) if one.number)


def test_a_number_that_both_gave_is_drawn_anew_for_the_one_that_comes(pair):
    ours, theirs = pair

    def given(work: Work) -> None:
        like = a_case(work)
        number = f"103-{work.draw('case-103'):03d}"
        work.save(Resolution(year=103, text="新的一案", number=number, meeting_id=like.meeting_id))

    does(ours, "新增", given)
    does(theirs, "新增", given)
    found = compared(pair)
    done = merged(pair, found, found.proposed())
    assert [old for old, _new in done.renumbered] == ["103-001"]
    assert "改編新號" in copies.told(done)
    store = Store.open(ours)
    numbers = [one.number for one in store.ask(lambda records: records.all(Resolution)) if one.number]
    store.close()
    assert len(numbers) == len(set(numbers))
    assert is_whole(ours)


def test_an_ordinal_that_both_gave_is_told_and_found_by_the_check(pair):
    """Two offices each call the first meeting of one kind: nobody but they knows which is the second."""
    ours, theirs = pair

    def called(work: Work, title: str) -> None:
        like = work.all(Meeting)[0]
        work.save(Meeting(title=title, kind_id=like.kind_id, group_id=like.group_id, year=116, ordinal=1))

    does(ours, "新增", partial(called, title="我們的第1次"))
    does(theirs, "新增", partial(called, title="他們的第1次"))
    assert is_whole(ours)
    found = compared(pair)
    done = merged(pair, found, found.proposed())
    told = copies.told(done)
    assert all(words in told for words in ("次別重複", "「我們的第1次」", "「他們的第1次」", "116年度有 2 場"))
    [fault] = faults(ours)
    assert fault.part is Part.NUMBERS
    assert fault.what in told
    store = Store.open(ours)
    one, other = store.ask(lambda records: [one for one in records.all(Meeting) if one.year == 116])
    store.do("改正", lambda work: work.save(replace(one, ordinal=2)))
    assert is_whole(ours)
    # A sequel bears its parent's number, and one that was called off bears none any longer.
    store.do("補行", lambda work: work.save(replace(one, ordinal=1, parent_id=other.id)))
    assert is_whole(ours)
    store.do("取消", lambda work: work.save(replace(one, ordinal=1, status=MeetingStatus.CANCELLED)))
    assert is_whole(ours)
    store.close()


def test_what_a_record_points_at_and_its_file_come_along(pair, tmp_path):
    ours, theirs = pair
    paper = tmp_path / "簡報.txt"
    paper.write_text("內容", "utf-8")
    store = Store.open(theirs)
    meeting = store.ask(lambda records: meetings.meeting_lines(records))[0].meeting
    store.do("加入附件", partial(attachments.attach, owner_id=meeting.id, path=paper))

    def new_case(work: Work) -> None:
        case = work.save(Resolution(year=103, text="他們的新案", meeting_id=meeting.id))
        line = work.all(TABLES_ASSIGNMENT)[0]
        work.save(replace(line, id="their-line", resolution_id=case.id))

    store.do("新增", new_case)
    store.close()
    found = compared(pair)
    taken = [one for one in found.differences if one.kind in {"Assignment", "Attachment"}]
    assert len(taken) == 2
    assert merged(pair, found, taken).count == 3
    store = Store.open(ours)
    attached = store.ask(lambda records: records.all(Attachment))
    assert store.ask(partial(attachments.content, attachment=attached[0])) == "內容".encode()
    store.close()
    assert is_whole(ours)


TABLES_ASSIGNMENT = next(kind for kind in TABLES if kind.__name__ == "Assignment")


def test_registers_that_are_no_kin_are_not_merged(pair, tmp_path):
    other = tmp_path / "別的.db"
    setup.create(other, sample=True).close()
    found = compared((pair[0], other))
    assert not found.is_kin
    with pytest.raises(RuleBroken, match="不是同一份"):
        merged((pair[0], other), found, found.differences)


def test_nothing_chosen_is_told(pair):
    with pytest.raises(RuleBroken, match="沒有選擇"):
        merged(pair, compared(pair), ())


def test_comparing_changes_neither_file(pair):
    before = [path.read_bytes() for path in pair]
    compared(pair)
    assert [path.read_bytes() for path in pair] == before


def test_what_differs_is_written_as_an_office_writes_it(pair: tuple[Path, Path]) -> None:
    store = Store.open(pair[1])
    entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text="（示例）只有那裡有")
    store.do("新增", lambda work: chronicle.save_entry(work, entry, today=DAY), by="李小華")
    store.close()
    [found] = [one for one in compared(pair).differences if one.name == "（示例）只有那裡有"]
    told = {one.field: one.theirs for one in found.fields}
    assert told == {
        "since": roc_date.written(DAY),
        "until": roc_date.written(DAY),
        "precision": "日",
        "text": "（示例）只有那裡有",
    }


@pytest.mark.parametrize("kind", list(TABLES), ids=lambda kind: kind.__name__)
def test_every_choice_of_a_record_has_a_word(kind: type) -> None:
    hints = get_type_hints(kind).values()
    choices = [
        one for hint in hints for one in (hint, *get_args(hint)) if isinstance(one, type) and issubclass(one, Enum)
    ]
    assert all(enum_word(value) != value.value for one in choices for value in one)
