"""How much room a text takes in a cell: neither file format measures it for the program that opens the file."""

import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from math import ceil

from northtaiwan_desktop.sheets.book import Cell, Sheet, SheetColumn
from northtaiwan_desktop.sheets.columns import Form

BODY_POINTS = 11
LINE_POINTS = 16.0
"""The height of one line of `BODY_POINTS` in 標楷體 or 微軟正黑體."""
PADDING_POINTS = 8.0
LEAST_POINTS = 26.0
OF_NUMBERS = {Form.PERCENT, Form.MONEY, Form.NUMBER}
"""The columns whose cells have a number format."""
MOST_POINTS = 409.0
"""No row of an Excel sheet can be higher."""


def breadth(text: str) -> int:
    """Half-width characters in one line of text: a Chinese character counts two."""
    if text.isascii():
        return len(text)
    return len(text) + sum(map(_more, text))


@cache
def _more(letter: str) -> int:
    return 1 if unicodedata.east_asian_width(letter) in "WFA" else 0


@lru_cache(maxsize=16_384)
def lines(text: str, width: int) -> int:
    """Lines that `text` takes in a column of `width` half-width characters."""
    # A line breaks before a full character that does not fit, and no line begins with a full stop.
    room = max(2, width - 2)
    return sum(max(1, ceil(breadth(part) / room)) for part in text.split("\n"))


def row_heights(columns: tuple[SheetColumn, ...]) -> Callable[[tuple[Cell, ...]], float]:
    """What gives the height that shows every cell of a row of these columns whole."""
    shown = [(at, column.width, (column.width - 2) // 2) for at, column in enumerate(columns) if not column.is_hidden]

    def height(row: tuple[Cell, ...]) -> float:
        most = 1
        for at, width, surely in shown:
            value = row[at]
            # What has room even if every character is a full one, takes one line; most cells of a long list do.
            if type(value) is str and (len(value) > surely or "\n" in value):
                most = max(most, lines(value, width))
        return min(MOST_POINTS, max(LEAST_POINTS, most * LINE_POINTS + PADDING_POINTS))

    return height


def header_points(sheet: Sheet) -> float:
    """The height of the headings."""
    most = max((lines(column.title, column.width) for column in sheet.columns if not column.is_hidden), default=1)
    return max(30.0, most * LINE_POINTS + PADDING_POINTS)


def title_points(sheet: Sheet, at: int) -> float:
    """The height of the title line `at`: the first is large, the others may run over several lines."""
    whole = sum(column.width for column in sheet.columns if not column.is_hidden)
    if at == 0:
        return 34.0 * lines(sheet.title[0], whole * 11 // 18) if sheet.title else 20.0
    return 4.0 + LINE_POINTS * (lines(sheet.title[at], whole) if at < len(sheet.title) else 1)


def number_format(column: SheetColumn, value: Cell) -> str:
    """The number format of a cell, as Excel writes it; empty for text and for plain whole numbers such as a year."""
    if column.form is Form.PERCENT:
        return "0.0#%" if isinstance(value, float) and not value.is_integer() else "0%"
    if column.form in {Form.MONEY, Form.NUMBER}:
        return "#,##0"
    return ""
