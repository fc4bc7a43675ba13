"""Asking the register, against the same rows by plain SQL."""

import sqlite3
from contextlib import closing
from datetime import date
from functools import partial

from northtaiwan_desktop.storage.overview import overview
from northtaiwan_desktop.storage.resolutions import tracked_lines
from tests.bench.timing import compared

TODAY = date(2014, 11, 3)
TABLES = ("resolution", "assignment", "progress_report", "review", "meeting", "plan_item")


def test_the_register(large_store, large_register):
    def rows():
        with closing(sqlite3.connect(large_register)) as connection:
            return [connection.execute(f"select * from {table}").fetchall() for table in TABLES]

    asked = partial(large_store.ask, partial(tracked_lines, today=TODAY))
    lines = len(asked())
    print()
    print(compared(f"決議列管 {lines:,} 列", asked, "同樣的列，只用 SQL", rows))
    print(
        compared("首頁", partial(large_store.ask, partial(overview, year=103, today=TODAY)), "同樣的列，只用 SQL", rows)
    )
