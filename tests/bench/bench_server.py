"""A register of twenty years on a server: moved there and back, each page against the bare SQL, and two writers."""

from contextlib import closing, contextmanager
from functools import partial
from time import perf_counter

import psycopg
import pytest
from sqlalchemy import event

from northtaiwan_desktop.services import moving, setup
from northtaiwan_desktop.storage.store import Store
from tests.bench import two_writers
from tests.bench.bench_register import PAGES
from tests.bench.timing import compared, lasted


@pytest.fixture(scope="module")
def moved(server, twenty_years, tmp_path_factory):
    """The register on the server, carried there from its file."""
    folder = tmp_path_factory.mktemp("server")
    file, url = twenty_years(1), server.make("large")
    for words, source, target in (("檔案 → 伺服器", file, url), ("伺服器 → 檔案", url, str(folder / "back.db"))):
        before = perf_counter()
        job = moving.copy(source, target)
        while True:
            try:
                next(job)
            except StopIteration as end:
                rows = sum(one.rows for one in end.value)
                break
        print()
        print(lasted(f"搬移 {rows:,} 列：{words}", perf_counter() - before))
    with closing(Store.open(url)) as store:
        yield store
    server.drop("large")


def test_the_first_rows_of_each_page(moved):
    print()
    with psycopg.connect(moved.location, autocommit=True) as line:
        for name, question in PAGES.items():
            with asked_of(moved) as statements:
                moved.ask(question)
            bare = partial(_bare, line, statements)
            print(compared(f"伺服器　{name}：首列", partial(moved.ask, question), "同樣的 SQL", bare))


def test_two_writers(server):
    setup.create(server.make("writers"), sample=True).close()
    print("\n兩人同時寫 20 秒：", two_writers.run(server, "writers", 20))
    server.drop("writers")


@contextmanager
def asked_of(store):
    """The statements that are run meanwhile, as the server gets them."""
    statements = []

    def note(_connection, cursor, statement, given, _context, _many):
        statements.append(cursor.mogrify(statement, given))

    event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(store.engine, "before_cursor_execute", note)


def _bare(line, statements):
    for statement in statements:
        line.execute(statement).fetchall()
