"""The sender's own workbook, given back with each problem marked in its cell by colour and comment."""

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string
from openpyxl.worksheet.worksheet import Worksheet

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import CellValue, Grid, column_letters
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, ReviewedSheet, RowState

SUMMARY = "審查結果"
_AUTHOR = "北臺平臺"
_WRONG = PatternFill("solid", fgColor="F8B4B4")
_DOUBTFUL = PatternFill("solid", fgColor="FFE699")
# openpyxl breaks in these ways on files that Excel and our own reader take; the values are still there.
_UNREADABLE = (ValueError, KeyError, TypeError, IndexError, AttributeError, BadZipFile, OSError)
_STATES = {
    RowState.NEW: "新增",
    RowState.CHANGED: "有變更",
    RowState.SAME: "與登記相同",
    RowState.CONFLICT: "與登記衝突",
    RowState.UNREADABLE: "無法匯入",
    RowState.IGNORED: "略過",
}


def write_marked(review: Review, source: Path, target: Path) -> int:
    """Write the marked copy as xlsx and return how many cells are marked; the source is not touched.

    An Excel file keeps its layout; of xls, ods and csv the values are set out anew, cell for cell at their places.
    """
    if target.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise RuleBroken(_("標示檔只能存成 xlsx，請把「{name}」的副檔名改為 .xlsx。").format(name=target.name))
    if target.exists() and source.exists() and target.samefile(source):
        raise RuleBroken(_("標示檔不能蓋掉來源檔「{name}」，請換一個檔名。").format(name=target.name))
    book = _copied(review, source, keep_macros=target.suffix.lower() == ".xlsm")
    marked = 0
    for sheet in review.sheets:
        if sheet.table.grid.name in book.sheetnames:
            page = book[sheet.table.grid.name]
            if isinstance(page, Worksheet):
                marked += _mark(page, sheet.rows)
    _summarise(book, review.sheets)
    _save(book, target)
    return marked


def _copied(review: Review, source: Path, *, keep_macros: bool) -> Workbook:
    if source.suffix.lower() in {".xlsx", ".xlsm"}:
        try:
            return load_workbook(source, keep_vba=keep_macros)
        except _UNREADABLE:
            return _anew(sheet.table.grid for sheet in review.sheets)
    return _anew(sheet.table.grid for sheet in review.sheets)


def _anew(grids: Iterable[Grid]) -> Workbook:
    book = Workbook()
    for first in book.worksheets:
        book.remove(first)
    for grid in grids:
        page = book.create_sheet(_sheet_name(grid.name))
        for row, values in enumerate(grid.rows, 1):
            for column, value in enumerate(values, 1):
                if value is not None:
                    _put(page.cell(row, column), value)
        for merge in grid.marks.merges:
            page.merge_cells(
                start_row=merge.top + 1,
                start_column=merge.left + 1,
                end_row=merge.bottom + 1,
                end_column=merge.right + 1,
            )
        if grid.is_hidden:
            page.sheet_state = "hidden"
    return book


def _put(cell: Any, value: CellValue) -> None:
    """A text that begins like a formula stays a text."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"


def _sheet_name(name: str) -> str:
    return "".join("_" if letter in r"[]:*?/\'" else letter for letter in name)[:31] or "工作表"


def _mark(page: Worksheet, rows: Sequence[ReviewedRow]) -> int:
    told: dict[str, list[Problem]] = {}
    for row in rows:
        for problem in row.problems:
            told.setdefault(problem.cell.rpartition("!")[2], []).append(problem)
    marked = 0
    for address, problems in told.items():
        cell = _cell(page, address)
        if cell is None:
            continue
        text = "\n".join(problem.message for problem in problems)
        if cell.comment is not None:
            text = f"{cell.comment.text}\n――――\n{text}"
        cell.comment = Comment(text[:30_000], _AUTHOR, height=120, width=320)
        cell.fill = _DOUBTFUL if all(problem.is_note for problem in problems) else _WRONG
        marked += 1
    return marked


def _cell(page: Worksheet, address: str) -> Cell | None:
    """The cell of an address; the first cell of the row where only a row is named. None inside a merged range."""
    letters, row = ("A", int(address)) if address.isdigit() else coordinate_from_string(address)
    cell = page.cell(row, column_index_from_string(letters))
    return cell if isinstance(cell, Cell) else None


def _summarise(book: Workbook, sheets: Sequence[ReviewedSheet]) -> None:
    name = SUMMARY
    while name in book.sheetnames:
        name += "_"
    page = book.create_sheet(name, 0)
    page.append(["工作表", "列", "結果", "儲存格", "說明"])
    for sheet in sheets:
        where = sheet.table.grid.name
        if sheet.table.skipped:
            page.append([where, None, "未讀取", None, sheet.table.skipped])
        for row in sheet.rows:
            for problem in row.problems:
                page.append([where, row.row.number, _STATES[row.state], problem.cell, problem.message])
    for line in page.iter_rows():
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(cell.value, str):
                cell.data_type = "s"
    for cell in page[1]:
        cell.font = Font(bold=True)
    for column, width in enumerate((18, 6, 12, 18, 80)):
        page.column_dimensions[column_letters(column)].width = width
    page.freeze_panes = "A2"
    for each in book.worksheets:
        each.sheet_view.tabSelected = each is page
    book.active = 0


def _save(book: Workbook, target: Path) -> None:
    data = io.BytesIO()
    book.save(data)
    whole_file.write(target, data.getvalue())
