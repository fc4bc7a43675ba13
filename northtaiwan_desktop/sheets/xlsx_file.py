"""A book as an Excel file."""

from datetime import datetime, time
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_range  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from northtaiwan_desktop.sheets.book import Book, Cell, Paper, Sheet, SheetColumn
from northtaiwan_desktop.sheets.columns import Form
from northtaiwan_desktop.sheets.look import EDITABLE_FILL, GRID, HEADER_FILL, PERCENT_RULE, QUIET_INK
from northtaiwan_desktop.sheets.text_size import (
    BODY_POINTS,
    OF_NUMBERS,
    header_points,
    number_format,
    row_heights,
    title_points,
)
from northtaiwan_desktop.sheets.xlsx_charts import add_charts
from northtaiwan_desktop.sheets.xlsx_rows import Look, TableSheet

_PAPER = {Paper.A3: 8, Paper.A4: 9}
_MAY = {"format_rows": True, "format_columns": True, "autofilter": True, "select_locked_cells": True}


class _Looks:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def __call__(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format({"font_size": BODY_POINTS, "valign": "vcenter"} | properties)
        return self._made[key]


def data(book: Book) -> bytes:
    """The bytes of an .xlsx file. No text becomes a formula, a link or a number, whatever it begins with."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    made = datetime.combine(book.made_on, time())
    workbook.set_properties({"title": book.title, "author": book.author, "created": made})
    for name, value in book.properties:
        workbook.set_custom_property(name, value, "text")
    looks = _Looks(workbook)
    for sheet in book.sheets:
        worksheet = workbook.add_worksheet(sheet.name, TableSheet)
        worksheet.grows = sheet.is_protected
        _write(worksheet, sheet, looks)
        add_charts(workbook, worksheet, sheet, book)
    workbook.close()
    return buffer.getvalue()


def _write(worksheet: TableSheet, sheet: Sheet, looks: _Looks) -> None:
    for at, column in enumerate(sheet.columns):
        worksheet.set_column(at, at, column.width, None, {"hidden": True} if column.is_hidden else {})
    _write_head(worksheet, sheet, looks)
    first = sheet.header_row + 1
    heights = row_heights(sheet.columns)
    columns = [_look_of(sheet, column, looks) for column in sheet.columns]
    worksheet.set_table(first, sheet.rows, [heights(row) for row in sheet.rows], columns)
    _write_foot(worksheet, sheet, looks)
    last = max(first, first + len(sheet.rows) - 1)
    for at, column in enumerate(sheet.columns):
        _add_rules(worksheet, column, first, at, last, looks)
    worksheet.freeze_panes(first, sheet.frozen_columns)
    if sheet.has_filter and sheet.rows:
        worksheet.autofilter(sheet.header_row, 0, last, len(sheet.columns) - 1)
    worksheet.ignore_errors({"number_stored_as_text": xl_range(0, 0, last, len(sheet.columns) - 1)})
    if sheet.is_protected:
        worksheet.protect("", _MAY)
    if sheet.is_hidden:
        worksheet.very_hidden()
    _set_print(worksheet, sheet)


def _write_head(worksheet: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    shown, face = sheet.visible, sheet.face.value
    for at, text in enumerate(sheet.title):
        worksheet.set_row(at, title_points(sheet, at))
        reach = shown[-1] if at != sheet.corner_row or not sheet.corner else max(shown[0], shown[-1] - 2)
        size = {"font_size": 18, "bold": True, "align": "center"} if at == 0 else {"align": "left"}
        look = looks(font_name=face, text_wrap=True, **size)
        if reach > shown[0]:
            worksheet.merge_range(at, shown[0], at, reach, "", look)
        worksheet.write_string(at, shown[0], text, look)
    if sheet.corner:
        worksheet.write_string(
            sheet.corner_row, shown[-1], sheet.corner, looks(font_name=face, align="right", font_color=QUIET_INK)
        )
    worksheet.set_row(sheet.header_row, header_points(sheet))
    header = looks(
        font_name=face, bold=True, text_wrap=True, align="center", border=1, border_color=GRID, bg_color=HEADER_FILL
    )
    for at, column in enumerate(sheet.columns):
        worksheet.write_string(sheet.header_row, at, column.title, header)


def _write_foot(worksheet: Worksheet, sheet: Sheet, looks: _Looks) -> None:
    look = looks(font_name=sheet.face.value, font_color=QUIET_INK)
    for down, text in enumerate(sheet.foot, start=sheet.header_row + len(sheet.rows) + 1):
        worksheet.write_string(down, sheet.visible[0], text, look)


def _look_of(sheet: Sheet, column: SheetColumn, looks: _Looks) -> Look:
    """How the column's cells look: by the column alone, but for columns of numbers."""
    if column.form in OF_NUMBERS:
        return lambda value: looks(**_look(sheet, column, value))
    same = looks(**_look(sheet, column, None))
    return lambda _value: same


def _look(sheet: Sheet, column: SheetColumn, value: Cell) -> dict[str, Any]:
    if sheet.is_hidden:
        return {}
    look: dict[str, Any] = {"font_name": sheet.face.value, "text_wrap": True, "border": 1, "border_color": GRID}
    if column.form is Form.MONEY:
        look["align"] = "right"
    elif column.is_centred:
        look["align"] = "center"
    if layout := number_format(column, value):
        look["num_format"] = layout
    if column.is_editable:
        look |= {"bg_color": EDITABLE_FILL, "locked": False}
    return look


def _add_rules(worksheet: Worksheet, column: SheetColumn, first: int, at: int, last: int, looks: _Looks) -> None:
    """The colours of words, and what may be typed into the column."""
    for word, colour in column.colours:
        light: dict[str, Any] = {"type": "cell", "criteria": "==", "value": f'"{word}"'}
        paint = looks(bg_color=f"#{colour.fill}", font_color=f"#{colour.ink}", bold=True)
        worksheet.conditional_format(first, at, last, at, light | {"format": paint})
    if not column.is_editable:
        return
    said = {"input_title": column.title[:32], "input_message": column.hint[:255]} if column.hint else {}
    if column.choices:
        rule: dict[str, Any] = {
            "validate": "list",
            "source": list(column.choices),
            "error_title": column.title[:32],
            "error_message": f"請由清單選擇：{'、'.join(column.choices)}。",
        }
        worksheet.data_validation(first, at, last, at, rule | said)
    elif column.form is Form.PERCENT:
        percent = {
            "validate": "decimal",
            "criteria": "between",
            "minimum": 0,
            "maximum": 1,
            "error_title": column.title[:32],
            "error_message": PERCENT_RULE,
        }
        worksheet.data_validation(first, at, last, at, percent | said)
    elif said:
        worksheet.data_validation(first, at, last, at, {"validate": "any"} | said)


def _set_print(worksheet: Worksheet, sheet: Sheet) -> None:
    if sheet.is_landscape:
        worksheet.set_landscape()
    worksheet.set_paper(_PAPER[sheet.paper])
    worksheet.fit_to_pages(1, 1 if sheet.charts else 0)
    worksheet.repeat_rows(sheet.header_row)
    worksheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    worksheet.center_horizontally()
    worksheet.set_footer(f'&C&"{sheet.face.value},標準"&10第 &P 頁，共 &N 頁')
    worksheet.hide_gridlines(2)
