"""The sender's own workbook, given back with each problem marked in its cell by colour and comment."""

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePath
from typing import Any
from zipfile import BadZipFile, ZipFile

from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import ods_answer, xlsx_answer
from northtaiwan_desktop.sheets.answer import Answer
from northtaiwan_desktop.sheets.grid import CellValue, Grid
from northtaiwan_desktop.sheets.xlsx_package import Package

# Files that Excel and our own reader take can still be built in ways that no mark can be put into.
_UNMARKABLE = (etree.LxmlError, BadZipFile, ValueError, KeyError, AssertionError, OSError)

_SEEN = "（審閱）"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")


def ending_of(content: bytes) -> str:
    """How the marked copy of these bytes has to be named: as they are, or .xlsx for xls and text tables."""
    if not content.startswith(b"PK"):
        return ".xlsx"
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
        if "xl/workbook.xml" in names:
            return ".xlsm" if Package(content).has_macros else ".xlsx"
    except _UNMARKABLE:
        return ".xlsx"
    return ".ods" if "content.xml" in names else ".xlsx"


def marked(content: bytes, answer: Answer, grids: Sequence[Grid], *, ending: str) -> bytes:
    """The copy with its marks. The layout is the sender's; of xls and text tables the values are set out anew.

    RuleBroken where `ending` (of the name that was chosen) is not the one that the copy has to bear.
    """
    own = ending_of(content)
    if ending.lower() != own:
        message = (
            _("「{file}」含有巨集，標示檔只能存成 {ending}，請改副檔名。")
            if own == ".xlsm"
            else _("「{file}」的標示檔只能存成 {ending}，請改副檔名。")
        )
        raise RuleBroken(message.format(file=answer.file, ending=own))
    if not content.startswith(b"PK"):
        return xlsx_answer.marked_workbook(*_anew(grids, answer))
    write = ods_answer.marked_workbook if own == ".ods" else xlsx_answer.marked_workbook
    try:
        return write(content, answer)
    except _UNMARKABLE as error:
        if own != ".xlsx":
            message = _("「{file}」的結構特殊，無法在裡面標示。請改以郵件草稿的內容回覆。")
            raise RuleBroken(message.format(file=answer.file)) from error
        return xlsx_answer.marked_workbook(*_anew(grids, answer))


def usual_name(file: str, ending: str) -> str:
    """How the copy is called beside the file: 「桃園市（審閱）.xlsx」."""
    return f"{PurePath(file).stem.removesuffix(_SEEN)}{_SEEN}{ending}"


def _anew(grids: Sequence[Grid], answer: Answer) -> tuple[bytes, Answer]:
    """The values set out anew, cell for cell at their places, and the answer with the sheets' names in Excel."""
    book = Workbook()
    for first in book.worksheets:
        book.remove(first)
    names: dict[str, str] = {}
    for grid in grids:
        # Excel takes no more than 31 characters, and openpyxl tells names of one spelling apart.
        page = book.create_sheet(_FORBIDDEN.sub("_", grid.name)[:28] or "工作表")
        names[grid.name] = page.title
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
        if grid.is_hidden and not all(each.is_hidden for each in grids):
            page.sheet_state = "hidden"
    data = io.BytesIO()
    book.save(data)
    marks = tuple(replace(mark, sheet=names.get(mark.sheet, mark.sheet)) for mark in answer.marks)
    return data.getvalue(), replace(answer, marks=marks)


def _put(cell: Any, value: CellValue) -> None:
    """A text that begins like a formula stays a text, also where somebody goes into the cell and leaves it."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value[:1] in "=+-@"
