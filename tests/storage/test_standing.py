"""What the rows of the register and the index say after an action is what they would say if they were made anew."""

import random
from datetime import date, timedelta

import pytest
from sqlalchemy import select, text

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.progress import ProgressReport, Verdict
from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.storage import passages, resolutions, standing
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import passage
from northtaiwan_desktop.storage.schema import standing as rows
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

ROUNDS = ("102Q4", "103Q3", "103M09", "103Q4", "103M12", "104M01")


def standing_now(store: Store) -> list[str]:
    return store.ask(lambda records: sorted(map(repr, records.connection.execute(select(rows)))))


def anew(store: Store) -> list[str]:
    with store._engine.connect().execution_options(writes=True) as connection, connection.begin():
        standing.rebuild(connection)
    return standing_now(store)


def a_report(line_id: str, luck: random.Random) -> ProgressReport:
    return ProgressReport(
        assignment_id=line_id,
        round=luck.choice(ROUNDS),
        reported_on=date(2014, 9, 1) + timedelta(days=luck.randrange(90)),
        sequence=luck.randrange(1, 9),
        text="示例",
        planned_percent=luck.choice((None, 50.0, 90.0)),
        actual_percent=luck.choice((None, 40.0, 80.0)),
        asked=luck.choice((Verdict.CONTINUE, Verdict.RELEASE_ASKED)),
    )


@pytest.mark.parametrize("seed", range(6))
def test_reports_of_any_round_leave_the_rows_as_if_made_anew(sample_store: Store, seed: int) -> None:
    luck = random.Random(seed)
    lines = sample_store.ask(lambda records: records.all(Assignment))

    def action(work: Work) -> None:
        work.add([a_report(luck.choice(lines).id, luck) for _one in range(25)])
        line = luck.choice(lines)
        work.save(line.__class__(**{**vars(line), "office": "示例局"}))

    sample_store.do("填報", action)
    now = standing_now(sample_store)
    assert now == anew(sample_store)
    sample_store.undo()
    now = standing_now(sample_store)
    assert now == anew(sample_store)


@pytest.mark.parametrize("seed", range(6))
def test_the_latest_report_is_the_same_by_the_database_and_by_the_rule(sample_store: Store, seed: int) -> None:
    luck = random.Random(seed)
    lines = [line.id for line in sample_store.ask(lambda records: records.all(Assignment))]
    made = {}
    for _one in range(60):
        report = a_report(luck.choice(lines), luck)
        made[report.assignment_id, report.place] = report
    sample_store.do("填報", lambda work: work.add(list(made.values())))

    def question(records: Records) -> tuple[list[ProgressReport], list[ProgressReport]]:
        return records.all(ProgressReport), resolutions.reports_of_rounds(records, lines, ["103Q3"])

    every, found = sample_store.ask(question)
    for line in lines:
        own = sorted((one for one in every if one.assignment_id == line), key=lambda one: one.place)
        wanted = {one.id for one in own[-1:]} | {one.id for one in own if one.round == "103Q3"}
        assert {one.id for one in found if one.assignment_id == line} == wanted


def test_texts_are_found_as_if_the_index_were_made_anew(store: Store) -> None:
    def entry(words: str, day: int) -> ChronicleEntry:
        at = date(2026, 3, day)
        return ChronicleEntry(since=at, until=at, precision=Precision.DAY, text=words)

    first, second = entry("成果展開幕", 1), entry("年會", 1)
    store.do("匯入", lambda work: work.add([first, second]))

    def action(work: Work) -> None:
        work.save(ChronicleEntry(**{**vars(first), "text": "成果展閉幕"}))
        work.save(ChronicleEntry(**{**vars(first), "text": "成果展延期"}))
        work.delete(second)
        work.add([entry("論壇", 2)])

    store.do("修改", action)
    assert sorted(_texts(store)) == ["成果展延期", "論壇"]
    assert [
        len(store.ask(lambda records, words=words: passages.find(records, words))) for words in ("成果", "年會")
    ] == [
        1,
        0,
    ]
    store.undo()
    assert sorted(_texts(store)) == ["年會", "成果展開幕"]
    if store._engine.dialect.name != "sqlite":
        return
    check = "INSERT INTO passage_words(passage_words) VALUES ('integrity-check')"
    with store._engine.connect().execution_options(writes=True) as connection, connection.begin():
        connection.execute(text(check))


def _texts(store: Store) -> list[str]:
    return store.ask(lambda records: list(records.connection.scalars(select(passage.c.text))))
