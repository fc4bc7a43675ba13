"""A register that is moved to a server and back is the same one: every row, the journal and the files included."""

from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken, StoreUnavailable
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle, moving
from northtaiwan_desktop.storage import passages, transfer
from northtaiwan_desktop.storage.store import Store

DAY = date(2014, 10, 1)


@pytest.fixture
def worked_on(sample_store: Store) -> Store:
    """A register in which something was done and taken back, a number drawn and a file kept."""
    entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text="（示例）簽署浮動碼頭備忘錄")
    sample_store.do("新增", partial(chronicle.save_entry, entry=entry), by="甲")
    sample_store.do("改", partial(chronicle.save_entry, entry=replace(entry, source="公報"), seen=entry), by="乙")
    sample_store.undo(by="乙")
    sample_store.do("檔", lambda work: (work.draw("case-103"), work.keep_file("f" * 64, bytes(range(256)) * 400)))
    return sample_store


def copied(source: str, target: str) -> list[transfer.Counted]:
    job = moving.copy(source, target)
    parts = []
    while True:
        try:
            parts.append(next(job))
        except StopIteration as end:
            assert parts == sorted(parts)
            assert parts[-1] == 1.0
            return end.value


@pytest.fixture
def elsewhere(home, server, tmp_path):
    """A place of the other kind than the register's."""
    if home == "server":
        yield str(tmp_path / "移出.db")
    else:
        yield server.make("elsewhere")
        server.drop("elsewhere")


def test_there_and_back_again_everything_is_as_it_was(home, worked_on, elsewhere, server, tmp_path):
    before = transfer.counted(worked_on)
    assert {one.table: one.rows for one in before}["change"] > 100
    assert copied(worked_on.location, elsewhere) == before
    back = str(tmp_path / "回來.db") if home == "file" else server.make("back")
    try:
        assert copied(elsewhere, back) == before
        with closing(Store.open(back)) as returned, closing(Store.open(elsewhere)) as other:
            assert transfer.counted(returned) == before
            for words in ("浮動碼頭", "交通", "a", "臺", "推動 會議"):
                found = [store.ask(partial(passages.find, words=words)) for store in (worked_on, other, returned)]
                assert found[0] == found[1] == found[2]
            entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text="（示例）之後")
            numbers = [one.do("新增", partial(chronicle.save_entry, entry=entry)).number for one in (other, returned)]
            assert numbers == [other.undo().number - 1, returned.undo().number - 1]
    finally:
        if home == "server":
            server.drop("back")


def test_a_job_that_is_stopped_leaves_nothing(home, worked_on, elsewhere, tmp_path):
    job = moving.copy(worked_on.location, elsewhere)
    for _turn in range(20):
        next(job)
    job.close()
    if home == "server":
        assert [path.name for path in tmp_path.iterdir()] == []
    else:
        with closing(Store.open(elsewhere)) as other:
            assert {one.table for one in transfer.counted(other) if one.rows} == {"counter"}
    assert copied(worked_on.location, elsewhere) == transfer.counted(worked_on)


def test_nothing_is_copied_over_what_is_there(home, worked_on, elsewhere):
    copied(worked_on.location, elsewhere)
    before = transfer.counted(worked_on)
    with pytest.raises((RuleBroken, StoreUnavailable), match="已經"):
        copied(elsewhere, worked_on.location)
    assert transfer.counted(worked_on) == before


def test_a_copy_that_does_not_agree_is_not_kept(home, worked_on, elsewhere, monkeypatch):
    """A table that comes out otherwise than it went in: the proof is of what stands in the target."""
    honest = transfer._counted
    seen = []

    def counted(connection, table):
        made = honest(connection, table)
        seen.append(table.name)
        return replace(made, rows=made.rows + 1) if seen.count("change") == 2 and table.name == "change" else made

    monkeypatch.setattr(transfer, "_counted", counted)
    with pytest.raises(StoreUnavailable, match="核對不符：change"):
        copied(worked_on.location, elsewhere)
    monkeypatch.undo()
    copied(worked_on.location, elsewhere)
