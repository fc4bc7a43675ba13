"""Writing the progress sheet, and reading a county's sheet, each against the bare library."""

import multiprocessing
import os
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from northtaiwan_desktop import memory
from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.services import export, intake
from northtaiwan_desktop.sheets import files, form, progress_sheet, xlsx_file
from northtaiwan_desktop.sheets.batch import everything
from northtaiwan_desktop.sheets.columns import Form
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.sheets.text_size import row_heights
from northtaiwan_desktop.storage import candidates, imports, rounds
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.store import Store
from tests.bench.large_register import LAST_DAY
from tests.bench.timing import compared, found, lasted, peak_megabytes

ROWS = 20_000
TIMES = 10
"""The register of the progress sheet is twenty years so many times over."""
YEAR = LAST_DAY.year - 1911
ROUND = Round.quarter(YEAR, 4)


@pytest.fixture(autouse=True)
def as_the_program_does():
    """The program sets this at its start; figures without it would be of another program."""
    memory.look_seldom()


@pytest.fixture(scope="module")
def a_full_round(twenty_years, tmp_path_factory) -> Path:
    """The register of twenty years ten times over, with so many closed cases still open that the round has `ROWS`."""
    path = shutil.copy(twenty_years(TIMES), tmp_path_factory.mktemp("bench") / "full.db")
    # Of how many lines a case, and whether they stand in the round already.
    counts = (
        "SELECT r.id, count(*), r.closed_on IS NULL OR r.closed_on >= ? FROM resolution r "
        "JOIN assignment a ON a.resolution_id = r.id GROUP BY r.id ORDER BY r.number"
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        cases = connection.execute(counts, (ROUND.since.isoformat(),)).fetchall()
        lacking = ROWS - sum(lines for _id, lines, stands in cases if stands)
        for id, lines, stands in cases:
            if not stands and lines <= lacking:
                connection.execute("UPDATE resolution SET state = 'open', closed_on = NULL WHERE id = ?", (id,))
                connection.execute(
                    "UPDATE assignment SET state = 'open', closed_on = NULL WHERE resolution_id = ?", (id,)
                )
                lacking -= lines
    assert lacking == 0
    return path


def test_the_progress_sheet(tmp_path, a_full_round):
    """The register of a round with 20,000 lines, from the database to the file, and its steps one by one.

    The floor is the library alone, writing the finished sheet: the same cells, heights, looks, widths and settings.
    """
    store = Store.open(a_full_round)
    target = tmp_path / "sheet.xlsx"
    read = partial(store.ask, partial(rounds.lines_of_round, round=ROUND, today=LAST_DAY))
    lines = read()
    assert len(lines) == ROWS
    compose = partial(progress_sheet.progress_book, lines, platform="示例", year=YEAR, round=ROUND, today=LAST_DAY)
    book = compose()
    sheet = book.sheets[0]
    heights = row_heights(sheet.columns)
    bare = partial(_bare, tmp_path / "bare.xlsx", sheet, [heights(row) for row in sheet.rows])
    whole = partial(store.ask, partial(export.progress, path=target, today=LAST_DAY, round=ROUND))
    print()
    floor = "只用 XlsxWriter 寫同樣的格與樣式"
    job = f"進度表 {ROWS:,} 列"
    line = partial(compared, floor=floor, floor_run=bare, times=TIMES, turns=3)
    print(line(f"{job}：由資料庫到檔案", whole, budget=1.3))
    print(line(f"{job}：從資料庫讀出", read))
    print(line(f"{job}：編成表格", compose))
    print(line(f"{job}：寫出", partial(xlsx_file.data, book)))
    # The floor wrote what we write.
    ours, theirs = (
        CalamineWorkbook.from_path(str(path)).get_sheet_by_name("列管表").to_python() for path in (target, bare.args[0])
    )
    assert len(ours) > ROWS
    # But for the title, which names the platform and the round's balance.
    assert ours[2:] == theirs[2:]
    store.close()


def _bare(path, sheet, heights):
    """The sheet by XlsxWriter alone, told what it is to write and how high each row is."""
    with xlsxwriter.Workbook(str(path), {"in_memory": True}) as workbook:
        page = workbook.add_worksheet(sheet.name)
        look = {"font_name": "標楷體", "font_size": 11, "valign": "vcenter", "text_wrap": True, "border": 1}
        title = workbook.add_format({"font_name": "標楷體", "font_size": 18, "bold": True, "align": "center"})
        heading = workbook.add_format(look | {"bold": True, "align": "center", "bg_color": "#E8EEF4"})
        paint = workbook.add_format({"bg_color": "#F8B4B4", "bold": True})
        looks = [
            workbook.add_format(
                look
                | ({"align": "center"} if column.is_centred else {})
                | ({"num_format": "0%"} if column.form is Form.PERCENT else {})
            )
            for column in sheet.columns
        ]
        last = sheet.header_row + len(sheet.rows)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, column.width, None, {"hidden": True} if column.is_hidden else {})
            page.write_string(sheet.header_row, at, column.title, heading)
            for word, _colour in column.colours:
                rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": paint}
                page.conditional_format(sheet.header_row + 1, at, last, at, rule)
        for at, text in enumerate(sheet.title):
            page.set_row(at, 34)
            page.merge_range(at, 0, at, sheet.visible[-1], text, title)
        for down, (row, height) in enumerate(zip(sheet.rows, heights, strict=True), start=sheet.header_row + 1):
            page.set_row(down, height)
            for at, value in enumerate(row):
                if value is None:
                    page.write_blank(down, at, None, looks[at])
                elif isinstance(value, str):
                    page.write_string(down, at, value, looks[at])
                else:
                    page.write_number(down, at, value / 100, looks[at])
        for down, text in enumerate(sheet.foot, start=last + 1):
            page.write_string(down, 0, text)
        page.freeze_panes(sheet.header_row + 1, sheet.frozen_columns)
        page.autofilter(sheet.header_row, 0, last, len(sheet.columns) - 1)
        page.set_landscape()
        page.set_paper(8)
        page.fit_to_pages(1, 0)
        page.repeat_rows(sheet.header_row)
        page.hide_gridlines(2)


def test_the_memory_of_the_progress_sheet(tmp_path, a_full_round):
    """The whole job, from the register to the file, in a process of its own."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_write_apart, args=(a_full_round, tmp_path / "sheet.xlsx", there))
    process.start()
    took, megabytes = here.recv()
    process.join()
    print()
    job = f"進度表 {ROWS:,} 列：由資料庫到檔案，開啟後第一次"
    print(lasted(job, took, times=TIMES, megabytes=megabytes, most_megabytes=400))


def _write_apart(register, path, pipe):
    memory.look_seldom()
    store = Store.open(register)
    before = perf_counter()
    store.ask(partial(export.progress, path=path, today=LAST_DAY, round=ROUND))
    pipe.send((perf_counter() - before, peak_megabytes()))
    store.close()


@pytest.fixture(scope="module")
def opened(twenty_years, tmp_path_factory) -> Path:
    """The register of twenty years, or so many times that as BENCH_TIMES says, with every line still open."""
    times = int(os.environ.get("BENCH_TIMES", "1"))
    path = shutil.copy(twenty_years(times), tmp_path_factory.mktemp("bench") / "opened.db")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE assignment SET state = 'open', closed_on = NULL")
        connection.execute("UPDATE resolution SET state = 'open', closed_on = NULL")
    return path


@pytest.fixture(scope="module")
def forms(opened, tmp_path_factory) -> list[Path]:
    """The forms of eight counties as they come back, about 2,000 rows each, every row with something new."""
    folder = tmp_path_factory.mktemp("forms")
    store = Store.open(opened)
    known = store.ask(reference)
    made = []
    for member in known.members:
        lines = store.ask(partial(_own_lines, member_id=member.id))
        book = form.form_book(lines, platform="示例", member=member, round=ROUND, sent_on=LAST_DAY)
        sheet = book.sheets[0]
        at = [column.name for column in sheet.columns].index("report")
        rows = tuple(
            (*row[:at], f"示例：{member.name}第{down}列已辦理。", *row[at + 1 :]) for down, row in enumerate(sheet.rows)
        )
        path = folder / f"{member.name}.xlsx"
        files.write(replace(book, sheets=(replace(sheet, rows=rows), *book.sheets[1:])), path)
        made.append(path)
    store.close()
    return made


def _own_lines(records, *, member_id):
    line = TABLES[Assignment].c
    ids = list(records.connection.scalars(select(line.id).where(line.member_id == member_id).limit(2_000)))
    return candidates.lines(records, ids, rounds=(), today=LAST_DAY)


def test_reviewing_returned_forms(opened, forms):
    """One form and eight, set beside the register, against calamine reading the bytes alone."""
    store = Store.open(opened)
    cases = store.ask(lambda records: records.connection.scalar(select(func.count()).select_from(TABLES[Resolution])))
    state = {RowState.CHANGED: 0}

    def bare(paths):
        for path in paths:
            book = CalamineWorkbook.from_path(str(path))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()

    def ours(paths):
        batch = finished(intake.read_batch(paths, store.ask, today=LAST_DAY))
        state.update(batch.counts)

    print()
    floor = "只用 calamine 讀"
    job = "讀入並比對填報表 2,000 列"
    print(compared(job, partial(ours, forms[:1]), floor, partial(bare, forms[:1]), budget=3, turns=3))
    job = f"讀入並比對八份填報表，對 {cases:,} 案"
    print(compared(job, partial(ours, forms), floor, partial(bare, forms), longest=5, turns=2))
    print(f"　有變更 {state[RowState.CHANGED]:,} 列")
    store.close()


def test_applying(opened, tmp_path):
    """20,000 rows taken in, against SQLite alone inserting the same records and the same rows of the journal."""
    turns = 2
    store = Store.open(shutil.copy(opened, tmp_path / "ours.db"))
    line = TABLES[Assignment].c
    ids = store.ask(lambda records: list(records.connection.scalars(select(line.id).limit(ROWS))))
    ids = [id for id in ids for _twice in range(-(-ROWS // len(ids)))][:ROWS]
    path = tmp_path / "20000.csv"
    head = ("編號", "填報期別", "辦理情形", "實際進度", "assignment_id")
    told = [
        (f"{at}", f"{LAST_DAY.year - 1911}年第{at % 4 + 1}季", f"示例：第{at}列已辦理。", "80%", id)
        for at, id in enumerate(ids)
    ]
    path.write_text("\n".join(",".join(row) for row in [head, *told]), encoding="utf-8")
    batch = finished(intake.read_batch([path], store.ask, today=LAST_DAY))
    choices = everything(batch)
    took = []
    for _turn in range(turns):
        before = perf_counter()
        store.do("匯入", partial(intake.apply_batch, batch=batch, choices=choices, today=LAST_DAY))
        took.append(perf_counter() - before)
        (made,) = store.ask(imports.import_lines)
        rows = _rows_of(Path(store.location), made.record)
        before = perf_counter()
        store.undo()
        undone = perf_counter() - before
    store.close()
    bare = [_inserted(shutil.copy(opened, tmp_path / f"bare{turn}.db"), rows) for turn in range(turns)]
    best, least = min(took), min(bare)
    print()
    count = len(rows["progress_report"])
    floor = "只用 SQLite 寫同樣的列與操作紀錄"
    print(found(f"匯入 {count:,} 列", best, floor, least, budget=4))
    print(lasted(f"復原匯入的 {count:,} 列", undone))


def _rows_of(path, record):
    """What an import has written: its records and the journal's rows of them."""
    with closing(sqlite3.connect(path)) as connection:
        number = connection.execute("SELECT number FROM operation WHERE id = ?", (record.operation_id,)).fetchone()[0]
        return {
            "import": connection.execute("SELECT * FROM import WHERE id = ?", (record.id,)).fetchall(),
            "progress_report": connection.execute(
                "SELECT * FROM progress_report WHERE import_id = ?", (record.id,)
            ).fetchall(),
            "operation": connection.execute("SELECT * FROM operation WHERE number = ?", (number,)).fetchall(),
            "change": connection.execute("SELECT * FROM change WHERE operation = ?", (number,)).fetchall(),
        }


def _inserted(path, rows):
    """The seconds that SQLite takes to insert these rows in one transaction, kept as safely as by the program."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        before = perf_counter()
        with connection:
            for table, of_table in rows.items():
                marks = ", ".join("?" * len(of_table[0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", of_table)
        return perf_counter() - before
