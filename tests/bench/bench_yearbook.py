"""The yearbook of one year out of twenty, once and ten times over: a minute is enough."""

from datetime import date
from functools import partial
from time import perf_counter

import pytest

from northtaiwan_desktop.services import yearbook
from northtaiwan_desktop.storage.store import Store
from tests.bench.large_register import LAST_DAY
from tests.bench.timing import lasted

YEAR = LAST_DAY.year - 1 - 1911
TODAY = date(LAST_DAY.year - 1, 12, 31)
LONGEST = 60.0
"""Seconds that a person is to wait at most."""


@pytest.mark.parametrize("times", [1, 10])
def test_the_yearbook_is_made_in_a_minute(tmp_path, twenty_years, times):
    store = Store.open(twenty_years(times))
    before = perf_counter()
    book = store.ask(partial(yearbook.yearbook_of, year=YEAR, today=TODAY))
    asked = perf_counter() - before
    print(f"\n×{times}：{len(book.meetings):,} 場會議、{len(book.fates):,} 案；查詢 {asked:.1f} 秒")
    for suffix in (".docx", ".odt", ".pdf"):
        before = perf_counter()
        yearbook.write(book, tmp_path / f"y{suffix}")
        took = asked + perf_counter() - before
        print(lasted(f"年度成果彙編 {suffix[1:]}", took, longest=LONGEST, times=times))
        assert took < LONGEST
    store.close()
