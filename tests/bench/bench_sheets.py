"""Writing the progress sheet, and reading a county's sheet, each against the bare library."""

from datetime import date
from functools import partial

import xlsxwriter
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.services import export, intake
from northtaiwan_desktop.sheets.progress import BESIDE, COLUMNS
from northtaiwan_desktop.storage.resolutions import tracked_lines
from tests.bench.timing import compared

TODAY = date(2014, 11, 3)


def test_writing(large_store, tmp_path):
    lines = large_store.ask(partial(tracked_lines, today=TODAY))
    texts = [[column.text(line) for column in (*COLUMNS, *BESIDE)] for line in lines]

    def bare():
        book = xlsxwriter.Workbook(str(tmp_path / "bare.xlsx"))
        sheet = book.add_worksheet()
        for row, cells in enumerate(texts):
            sheet.write_row(row, 0, cells)
        book.close()

    def ours():
        large_store.ask(partial(export.progress, path=tmp_path / "ours.xlsx", today=TODAY, round=Round.quarter(103, 4)))

    print()
    print(compared(f"寫出進度表 {len(lines):,} 列", ours, "只用 XlsxWriter 寫文字", bare, turns=3))


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
