"""Writing the progress sheet, and reading a county's sheet, each against the bare library."""

from datetime import date
from functools import partial
from resource import RUSAGE_SELF, getrusage

import xlsxwriter
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.services import export, intake
from northtaiwan_desktop.sheets import progress_sheet, xlsx_file
from northtaiwan_desktop.sheets.text_size import row_points
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store
from tests.bench.large_register import LAST_DAY, make
from tests.bench.timing import compared

TODAY = date(2014, 11, 3)
ROWS = 20_000
YEAR = LAST_DAY.year - 1911


def test_writing(tmp_path):
    """20,000 lines: the writer alone on the same cells, heights and looks, then ours, and what comes before writing."""
    store = Store.open(make(tmp_path / "large.db", times=2))
    lines = store.ask(partial(tracked_lines, today=LAST_DAY))[:ROWS]
    compose = partial(
        progress_sheet.progress_book, lines, platform="示例", year=YEAR, round=Round.quarter(YEAR, 4), today=LAST_DAY
    )
    book = compose()
    sheet = book.sheets[0]
    heights = [row_points(sheet.columns, row) for row in sheet.rows]
    target = tmp_path / "bare.xlsx"

    def bare():
        workbook = xlsxwriter.Workbook(str(target), {"in_memory": True})
        page = workbook.add_worksheet()
        look = {"font_name": "標楷體", "font_size": 11, "valign": "vcenter", "text_wrap": True, "border": 1}
        looks = [workbook.add_format(look) for _column in sheet.columns]
        for down, (row, height) in enumerate(zip(sheet.rows, heights, strict=True)):
            page.set_row(down, height)
            for at, value in enumerate(row):
                if value is None:
                    page.write_blank(down, at, None, looks[at])
                elif isinstance(value, str):
                    page.write_string(down, at, value, looks[at])
                else:
                    page.write_number(down, at, value, looks[at])
        workbook.close()

    print()
    floor = "只用 XlsxWriter 寫同樣的格與樣式"
    print(compared(f"寫出進度表 {len(lines):,} 列", partial(xlsx_file.data, book), floor, bare, turns=3))
    print(compared("　從列管列編成表格", compose, floor, bare, turns=3))
    asked = partial(store.ask, partial(tracked_lines, today=LAST_DAY))
    print(compared(f"　從資料庫讀出全部 {len(asked()):,} 列", asked, floor, bare, turns=3))
    print(f"　最大記憶體 {getrusage(RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB")
    store.close()


def test_reading(large_store, tmp_path):
    path = tmp_path / "form.xlsx"
    form = partial(export.form, path=path, today=TODAY, member_id="65000", round=Round.quarter(103, 4))
    large_store.ask(form)
    rows = len(CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python())

    def bare():
        book = CalamineWorkbook.from_path(str(path))
        return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]

    def ours():
        large_store.ask(partial(intake.preview, path=path, today=TODAY))

    print()
    print(compared(f"預覽填報表 {rows:,} 列（含比對）", ours, "只用 calamine 讀", bare, turns=3))
