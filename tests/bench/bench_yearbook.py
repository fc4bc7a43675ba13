"""The yearbook of one year out of twenty, once and ten times over: how its cost grows, and that a minute is enough."""

from datetime import date
from functools import partial
from time import perf_counter

import pytest

from northtaiwan_desktop.services import yearbook
from northtaiwan_desktop.storage.store import Store
from tests.bench.large_register import LAST_DAY, make

YEAR = LAST_DAY.year - 1 - 1911
TODAY = date(LAST_DAY.year - 1, 12, 31)
LONGEST = 60.0
"""Seconds that a person is to wait at most."""


@pytest.fixture(scope="module")
def cases() -> dict[str, list[tuple[int, float]]]:
    """For each format: how many cases, and how long."""
    return {}


@pytest.mark.parametrize("times", [1, 10])
def test_the_yearbook_is_made_in_a_minute(tmp_path, cases, times):
    store = Store.open(make(tmp_path / "large.db", times=times))
    before = perf_counter()
    book = store.ask(partial(yearbook.yearbook_of, year=YEAR, today=TODAY))
    asked = perf_counter() - before
    print(f"\n×{times}：{len(book.meetings):,} 場會議、{len(book.fates):,} 案；查詢 {asked:.1f} 秒")
    for suffix in (".docx", ".odt", ".pdf"):
        before = perf_counter()
        path = yearbook.write(book, tmp_path / f"y{suffix}")
        took = asked + perf_counter() - before
        cases.setdefault(suffix, []).append((len(book.fates), took))
        print(f"　年度成果彙編{suffix}：{took:.1f} 秒，{path.stat().st_size / 2**20:.1f} MB")
        assert took < LONGEST
    store.close()


def test_how_its_cost_grows(cases):
    for suffix, (once, ten_times) in cases.items():
        growth, more = ten_times[1] / once[1], ten_times[0] / once[0]
        print(f"\n　{suffix}：案數 {more:.1f} 倍，時間 {growth:.1f} 倍")
