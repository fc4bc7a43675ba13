"""What is decided in a review is kept with the import, read by next time, changed, forgotten, and undone."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, NotFound, Unreadable
from northtaiwan_desktop.domain.remembered import About, Decision, Remembered
from northtaiwan_desktop.services import intake, remembered
from northtaiwan_desktop.sheets.batch import Batch, all_safe, taken
from northtaiwan_desktop.sheets.remembered import COLUMNS
from northtaiwan_desktop.sheets.review import ReviewedRow
from northtaiwan_desktop.storage.remembered import memory, remembered_lines
from northtaiwan_desktop.storage.store import Store
from tests.sheets.workbooks import saved

TODAY = date(2026, 9, 8)
TAOYUAN, HSINCHU = "68000", "10004"
DAYS = Decision(about=About.COLUMN, kind="chronicle", sender_id=TAOYUAN, wrote="辰", meant="since")
SOON = Decision(
    about=About.VALUE, kind="chronicle", sender_id=TAOYUAN, field="since", wrote="會後", meant="115年9月8日"
)


def kept(store: Store) -> list[Remembered]:
    return store.ask(lambda records: records.all(Remembered))


def seen(store: Store, path: Path, *decisions: Decision) -> Batch:
    decided = {path: decisions}
    return finished(intake.read_batch([path], store.ask, today=TODAY, kind="chronicle", decisions=decided))


def safe(batch: Batch) -> int:
    return len(taken(batch, all_safe(batch)))


def rows_of(batch: Batch) -> list[ReviewedRow]:
    return [batch.row(place) for place in taken(batch, all_safe(batch))]


def take_in(store: Store, batch: Batch) -> None:
    store.do("匯入", partial(intake.apply_batch, batch=batch, choices=all_safe(batch), today=TODAY))


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    days = [[f"115.{month}.1", f"召開第{month}次會議"] for month in range(1, 6)]
    rows = [["辰", "大事紀"], *days, ["會後", "記者會"]]
    return saved(tmp_path / "桃園市.xlsx", rows)


def test_what_was_decided_is_kept_in_the_transaction_of_the_import(store: Store, workbook: Path) -> None:
    assert safe(seen(store, workbook)) == 0
    decided = (Decision(about=About.COLUMN, wrote="辰", meant="since"), SOON)
    previewed = seen(store, workbook, *decided)
    assert safe(previewed) == 6
    assert kept(store) == []
    take_in(store, previewed)
    found = {one.wrote: (one.kind, one.sender_id, one.meant) for one in kept(store)}
    assert found == {"辰": ("chronicle", TAOYUAN, "since"), "會後": ("chronicle", TAOYUAN, "115年9月8日")}
    store.undo()
    assert kept(store) == []
    assert store.ask(lambda records: records.all(ChronicleEntry)) == []


def test_the_next_workbook_of_this_county_is_read_without_asking(store: Store, workbook: Path, tmp_path: Path) -> None:
    decided = (DAYS, SOON)
    take_in(store, seen(store, workbook, *decided))
    rows = [["辰", "大事紀"], ["會後", "第二次記者會"]]
    (row,) = rows_of(seen(store, saved(tmp_path / "桃園縣_4月.xlsx", rows)))
    assert row.row.fields["since"] == TODAY
    assert row.row.meant == {"since": "115年9月8日"}
    other = seen(store, saved(tmp_path / "新竹縣.xlsx", [["辰", "大事紀"], ["115.3.1", "a"], ["115.3.2", "b"]]))
    assert safe(other) == 0


def test_a_decision_that_can_not_be_kept_keeps_the_import_out_as_well(store: Store, workbook: Path) -> None:
    bad = Decision(about=About.VALUE, kind="chronicle", field="since", wrote="會後", meant="不知道")
    previewed = seen(store, workbook, DAYS)
    one = replace(previewed.files[0], decisions=(DAYS, bad))
    with pytest.raises(Unreadable, match="不知道"):
        take_in(store, replace(previewed, files=(one,)))
    assert kept(store) == []
    assert store.ask(lambda records: records.all(ChronicleEntry)) == []


def test_the_same_heading_decided_anew_takes_the_place_of_the_earlier(store: Store) -> None:
    anew = Decision(about=About.COLUMN, kind="chronicle", sender_id=TAOYUAN, wrote=" 辰\n", meant="until")
    store.do("記住", partial(remembered.remember, decisions=(DAYS,)))
    store.do("記住", partial(remembered.remember, decisions=(anew,)))
    assert [one.meant for one in kept(store)] == ["until"]
    store.undo()
    assert [one.meant for one in kept(store)] == ["since"]


def test_it_is_changed_and_forgotten_and_each_is_undone(store: Store) -> None:
    store.do("記住", partial(remembered.remember, decisions=(DAYS, SOON)), by="秘書")
    [days, soon] = sorted(kept(store), key=lambda one: one.about.value)
    assert (days.decided_by, soon.field) == ("秘書", "since")
    store.do("更改", partial(remembered.change, id=days.id, meant="迄日"))
    assert store.ask(memory).of("chronicle", TAOYUAN).headings["辰"].meant == "until"
    with pytest.raises(ChangedMeanwhile):
        store.do("更改", partial(remembered.change, id=days.id, meant="text", seen=days))
    with pytest.raises(Unreadable, match="下週"):
        store.do("更改", partial(remembered.change, id=soon.id, meant="下週"))
    store.do("忘記", partial(remembered.forget, ids=[days.id, soon.id]))
    assert kept(store) == []
    with pytest.raises(NotFound, match="list remembered"):
        store.do("忘記", partial(remembered.forget, ids=[days.id]))
    store.undo()
    store.undo()
    assert {one.meant for one in kept(store)} == {"since", "115年9月8日"}


def test_the_list_is_narrowed_to_one_county_and_to_what_holds_for_all(store: Store) -> None:
    theirs = Decision(about=About.COLUMN, kind="plan", sender_id=HSINCHU, wrote="款", meant="")
    for_all = Decision(about=About.COLUMN, kind="progress", wrote="現況", meant="report")
    store.do("記住", partial(remembered.remember, decisions=(for_all, DAYS, theirs)))
    lines = store.ask(partial(remembered_lines))
    assert [line.sender_name for line in lines] == ["桃園市", "新竹縣", ""]
    assert [line.record.wrote for line in store.ask(partial(remembered_lines, sender_id=HSINCHU))] == ["款", "現況"]
    told = [[column.text(line) for column in COLUMNS[:6]] for line in lines]
    assert told == [
        ["桃園市", "大事記", "欄名", "", "辰", "日期"],
        ["新竹縣", "年度行動方案", "欄名", "", "款", "不使用"],
        ["所有縣市", "辦理情形", "欄名", "", "現況", "辦理情形"],
    ]
