"""Reading foreign tables against calamine alone on the same bytes, step by step; and the memory of a long one."""

import io
import multiprocessing
from collections.abc import Generator
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

import xlsxwriter
from python_calamine import CalamineWorkbook

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.services import export, setup
from northtaiwan_desktop.sheets.comparing import review
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.grid_files import read_grids_from
from northtaiwan_desktop.sheets.interpreting import interpret
from northtaiwan_desktop.sheets.reading_apart import Reader
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.review import Existing
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.reference_files import read_reference
from northtaiwan_desktop.storage.resolutions import tracked_lines
from tests.bench.conftest import multiply
from tests.bench.timing import compared, lasted, peak_megabytes

TODAY = date(2014, 11, 3)
ROWS = 100_000
HEAD = ["編號", "決議事項", "主辦單位", "協辦單位", "預定完成日期", "辦理情形", "預定進度", "實際進度", "落後原因"]
HEAD += ["改善對策", "管考建議", "填報日期", "備註", "議題組", "會議名稱"]


def test_a_returned_form(tmp_path):
    """A form of about 2,000 rows: values, marks, table, rows, review; the register's lines are at hand already."""
    store = setup.create(tmp_path / "large.db", sample=True)
    store.do("倍增", partial(multiply, times=400))
    lines = tuple(store.ask(partial(tracked_lines, today=TODAY)))
    known = store.ask(reference)
    path = tmp_path / "form.xlsx"
    member = "65000"
    store.ask(partial(export.form, path=path, today=TODAY, member_id=member, round=Round.quarter(103, 4)))
    store.close()
    data = path.read_bytes()
    grids = read_grids_from(data, path.name)
    found = recognise(grids, file=path.name, reference=known)
    main = max(found.tables, key=lambda table: len(table.grid.rows))
    reader = Reader()

    def bare():
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    def whole():
        again = recognise(_finished(reader.read(data, path.name)), file=path.name, reference=known)
        return review(again, Existing(lines=lines), known)

    floor = "只用 calamine 讀"
    print()
    print(f"填報表 {len(main.grid.rows):,} 列，資料庫 {len(lines):,} 列")
    print(compared("填報表：讀成格子（同一程序）", partial(read_grids_from, data, path.name), floor, bare))
    print(compared("填報表：讀成格子（另一程序）", lambda: _finished(reader.read(data, path.name)), floor, bare))
    print(compared("填報表：辨認", partial(recognise, grids, file=path.name, reference=known), floor, bare))
    print(compared("填報表：判讀", partial(interpret, main, known), floor, bare))
    print(compared("填報表：判讀並比對", partial(review, found, Existing(lines=lines), known), floor, bare))
    print(compared("填報表 2,000 列：全部（不含查詢）", whole, floor, bare, budget=3))
    reader.close()


def test_a_long_foreign_table(tmp_path):
    """100,000 rows of 15 columns, read apart, recognised and every cell read: time, and the memory of each process."""
    path = tmp_path / "long.xlsx"
    _write(path)
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_read_long, args=(str(path), there))
    process.start()
    ours, theirs, rows, took = here.recv()
    process.join()
    data = path.read_bytes()
    known = read_reference(paths.reference())
    reader = Reader()

    def bare():
        return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()

    def read():
        return recognise(_finished(reader.read(data, path.name)), file=path.name, reference=known)

    floor = "只用 calamine 讀"
    print()
    print(lasted(f"外來表格 {rows:,} 列：讀入並判讀，本程式", took, megabytes=ours, most_megabytes=500))
    print(lasted(f"外來表格 {rows:,} 列：讀檔程序", took, megabytes=theirs, most_megabytes=500))
    print(compared(f"外來表格 {rows:,} 列：讀入並辨認", read, floor, bare, turns=2))
    print(
        compared(f"外來表格 {rows:,} 列：判讀每一格", partial(interpret, read().tables[0], known), floor, bare, turns=2)
    )
    reader.close()


def _read_long(path: str, pipe) -> None:
    """In a fresh process: the peak memory of reading, recognising and interpreting, in MB."""
    reader = Reader()
    data = Path(path).read_bytes()
    before = perf_counter()
    steps = reader.read(data, "long.xlsx")
    peak = 0.0
    try:
        while True:
            next(steps)
            peak = max(peak, peak_megabytes(str(reader.pid)))
    except StopIteration as end:
        grids = end.value
    known = read_reference(paths.reference())
    found = recognise(grids, file="long.xlsx", reference=known)
    rows = interpret(found.tables[0], known)
    pipe.send((peak_megabytes(), peak, len(rows), perf_counter() - before))
    reader.close()


def _write(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    page = book.add_worksheet("資料")
    share = book.add_format({"num_format": "0%"})
    page.write_row(0, 0, HEAD)
    for row in range(1, ROWS + 1):
        cells = [f"115-{row:05}", f"請就跨縣市通勤月票第{row}案研提方案", "桃園市政府交通局", "新竹縣、苗栗縣", 1151231]
        cells += [f"已於115年7月14日召開第{row % 90}次會議", "80%", 0.7, None, None, "□解除列管 ■繼續列管", "115/09/28"]
        cells += ["無", "交通運輸", "第一次副首長會議"]
        for at, cell in enumerate(cells):
            if cell is not None:
                page.write(row, at, cell, share if at == 7 else None)
    book.close()


def _finished(steps: Generator[float, None, tuple[Grid, ...]]) -> tuple[Grid, ...]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value
