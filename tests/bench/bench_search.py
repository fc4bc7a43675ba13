"""Searching 200,000 texts, against the bare question to the same index."""

import random
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from functools import partial

from sqlalchemy import URL, create_engine, text

from northtaiwan_desktop.domain import finding
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.storage import passages
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store
from tests.bench.timing import compared

COUNT = 200_000
LONGEST = 0.15
"""Seconds until the first hundred are there."""
WORDS = ("北臺", "交通", "轉乘", "縣市", "政府", "推動", "會議", "決議", "列管", "辦理")
WORDS += ("情形", "指標", "健康", "城市", "觀光", "文化", "環境", "防災", "產業", "客家")
LOOKED_FOR = ("轉乘", "健康城市", "政", "交通 客家 防災")


def test_the_search(tmp_path):
    path = tmp_path / "large.db"
    Store.create(path).close()
    _fill(path)
    store = Store.open(path)
    print()
    with closing(sqlite3.connect(path)) as connection:
        bare = "SELECT rowid FROM passage_words WHERE passage_words MATCH ? ORDER BY rowid DESC LIMIT 100"
        for words in LOOKED_FOR:
            asked = partial(store.ask, partial(passages.find, words=words))
            floor = partial(_answers, connection, bare, finding.wanted(words).match)
            assert len(asked()) == len(floor()) == 100
            print(compared(f"全文搜尋「{words}」，{COUNT:,} 筆", asked, "只用 FTS5", floor, longest=LONGEST))
    store.close()


def _answers(connection, question, match):
    return connection.execute(question, (match,)).fetchall()


def _fill(path):
    chance = random.Random(103)
    table = TABLES[ChronicleEntry]
    engine = create_engine(URL.create("sqlite", database=str(path)))

    with engine.begin() as connection:
        for start in range(0, COUNT, 20_000):
            rows = []
            for n in range(start, start + 20_000):
                day = date(2000, 1, 1) + timedelta(days=n % 9_000)
                said = "，".join("".join(chance.choices(WORDS, k=6)) for _part in range(10)) + "。"
                rows.append(vars(ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=said)))
            connection.execute(table.insert(), rows)
        connection.execute(text("PRAGMA cache_size = -200000"))
        passages.rebuild(connection)
    engine.dispose()
