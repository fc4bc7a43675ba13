"""A register of twenty years, once and ten times over: each page's first rows against the bare SQL that they ask."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtWidgets import QApplication
from sqlalchemy import event

from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage import chronicle, meetings, organisation, passages, plan, proposals, register
from northtaiwan_desktop.storage.overview import overview
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.resolutions.page import ResolutionsPage
from northtaiwan_desktop.ui.widgets.long_list import WINDOW
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench
from tests.bench.large_register import LAST_DAY
from tests.bench.timing import compared, lasted

TODAY = date(LAST_DAY.year - 1, 11, 3)
YEAR = TODAY.year - 1911
FIRST_ROWS, HOME, FRAME = 0.15, 0.3, 0.05
"""Seconds until a page's first rows or the home page, and of one frame while scrolling, at most."""
FIRST = partial(register.window, length=WINDOW)
PAGES = {
    "首頁": partial(overview, year=YEAR, today=TODAY),
    "會議": partial(meetings.meeting_lines, year=YEAR),
    "決議列管：列管中": partial(
        FIRST, asked=register.Asked(today=TODAY, wanted=CaseFilter(watch=Watch.OPEN), year=YEAR)
    ),
    "決議列管：全部年度": partial(FIRST, asked=register.Asked(today=TODAY)),
    "決議列管：依單位排序": partial(FIRST, asked=register.Asked(today=TODAY, order="lead")),
    "決議列管：搜尋兩個字": partial(FIRST, asked=register.Asked(today=TODAY, words="轉乘")),
    "年度行動方案": partial(plan.plan_lines, year=YEAR),
    "提案": partial(proposals.proposal_lines, year=YEAR),
    "大事記": partial(chronicle.entries, year=YEAR),
    "組織": partial(organisation.member_lines, year=YEAR, today=TODAY),
    "全文搜尋": partial(passages.find, words="轉乘"),
}


@pytest.fixture(scope="module", params=[1, 10], ids=lambda times: f"times{times}")
def made(request, twenty_years):
    """A register and how many times over it is."""
    path = twenty_years(request.param)
    print(f"\n×{request.param}：{path.stat().st_size / 2**20:,.0f} MB")
    store = Store.open(path)
    yield store, path, request.param
    store.close()


def test_the_first_rows_of_each_page(made):
    store, path, times = made
    print()
    for name, question in PAGES.items():
        with asked_of(store) as statements:
            store.ask(question)
        ask, floor = partial(store.ask, question), partial(bare, path, statements)
        longest = HOME if name == "首頁" else FIRST_ROWS
        print(compared(f"{name}：首列", ask, "同樣的 SQL", floor, budget=3, longest=longest, times=times))


def test_scrolling_the_whole_register(made, qapp, tmp_path):
    store, _path, times = made
    workbench = Workbench(store, today=lambda: TODAY)
    page = ResolutionsPage(workbench, Settings(tmp_path / "settings.json"), YearChoice(YEAR))
    page.resize(1366, 768)
    page.filters.choose(CaseFilter(), all_years=True)
    before = perf_counter()
    page.show()
    wait(lambda: bool(page.list.shown()))
    first = perf_counter() - before
    wait(lambda: workbench.is_idle)
    bar, frames = page.list.verticalScrollBar(), []
    for step in range(400):
        before = perf_counter()
        bar.setValue(bar.maximum() * step // 400)
        QApplication.processEvents()
        frames.append(perf_counter() - before)
    wait(lambda: workbench.is_idle)
    ordered = sorted(frames)
    print(f"\n×{times} 捲動 {page.list.model().rowCount():,} 列：中位 {ordered[200] * 1000:.1f} ms")
    print(lasted("決議列管頁：開到首列", first, longest=FIRST_ROWS, times=times))
    print(lasted("決議列管：捲動全部年度的一格（最長）", ordered[-1], longest=FRAME, times=times))
    page.close()
    workbench._store = None  # the register stays open for the next
    workbench.close()


@contextmanager
def asked_of(store: Store):
    """The statements that are run meanwhile, with what they are given."""
    statements: list[tuple[str, object]] = []

    def note(_connection, _cursor, statement, given, _context, _many):
        statements.append((statement, given))

    event.listen(store._engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(store._engine, "before_cursor_execute", note)


def bare(path: Path, statements: list[tuple[str, object]]) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement, given in statements:
            connection.execute(statement, given).fetchall()


def wait(ready: Callable[[], bool]) -> None:
    end = perf_counter() + 60
    while not ready() and perf_counter() < end:
        QApplication.processEvents()
