"""A workbook as a value: both the Excel and the OpenDocument file are written from it, so no number differs."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from northtaiwan_desktop.domain.chart import Ink, Shape
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.sheets.columns import Column, Form, written

Cell = str | float | int | None
"""Percentages are 0 to 100 here; the files hold them as true percentages (80 as 0.8, shown as 80%)."""

# A name of a sheet may hold neither these nor more than 31 characters.
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
# XML has no way to write these; they come along when a text is copied from another program.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Colour:
    """A cell's fill and ink, as six hexadecimal digits."""

    fill: str
    ink: str


LIGHT_COLOURS: tuple[tuple[str, Colour], ...] = (
    (Light.GREEN.word, Colour("C6E7CE", "0B5A1E")),
    (Light.YELLOW.word, Colour("FFE699", "6B4E00")),
    (Light.RED.word, Colour("F8B4B4", "8A0A0A")),
    (Light.DONE.word, Colour("D9D9D9", "404040")),
)


class Paper(Enum):
    """Paper by its name; the value is width and height in millimetres, upright."""

    A3 = (297, 420)
    A4 = (210, 297)


class Face(Enum):
    """The typeface: 標楷體 for what is printed and filed, 微軟正黑體 for what is typed into on a screen."""

    PRINT = "標楷體"
    SCREEN = "微軟正黑體"


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """A column as it stands in a sheet. `width` counts half-width characters.

    `hint` is what the sheet says when an editable cell is entered; `colours` gives words their own colour.
    """

    name: str
    title: str
    form: Form = Form.TEXT
    width: int = 12
    choices: tuple[str, ...] = ()
    is_editable: bool = False
    is_hidden: bool = False
    is_centred: bool = False
    hint: str = ""
    colours: tuple[tuple[str, Colour], ...] = ()


@dataclass(frozen=True, kw_only=True)
class SheetChart:
    """A chart of a table's columns, in the table's own sheet or in another; Excel draws it anew when a cell changes.

    `rows` are the first and the last row of the table that count, from 0; `series` are columns with their ink.
    """

    title: str
    shape: Shape
    source: str
    """Name of the sheet whose table is drawn."""
    rows: tuple[int, int]
    labels: str
    """Name of the column with the labels."""
    series: tuple[tuple[str, Ink], ...]
    unit: str
    is_stacked: bool = False


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One table under its title lines, the first of them large; `corner` (單位：千元) stands at the right above it."""

    name: str
    title: tuple[str, ...] = ()
    corner: str = ""
    columns: tuple[SheetColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    foot: tuple[str, ...] = ()
    paper: Paper = Paper.A4
    is_landscape: bool = True
    is_protected: bool = False
    is_hidden: bool = False
    has_filter: bool = True
    frozen_columns: int = 0
    face: Face = Face.PRINT
    charts: tuple[SheetChart, ...] = ()
    """Beneath the table, in Excel files alone."""

    @property
    def header_row(self) -> int:
        """The row of headings, counted from 0."""
        return len(self.title) + (1 if self.corner and len(self.title) < 2 else 0)

    @property
    def corner_row(self) -> int:
        """The row of the corner: the last one above the headings."""
        return self.header_row - 1

    @property
    def visible(self) -> tuple[int, ...]:
        """Positions of the columns that are shown."""
        return tuple(at for at, column in enumerate(self.columns) if not column.is_hidden)


@dataclass(frozen=True, kw_only=True)
class Book:
    """A workbook. `author` is the platform; `properties` are told apart from the text, for programs to read."""

    title: str
    author: str
    made_on: date
    sheets: tuple[Sheet, ...]
    properties: tuple[tuple[str, str], ...] = ()


def shown(column: Column, **changes: Any) -> SheetColumn:
    """A list's column as it goes into a sheet, with what is different there."""
    made = SheetColumn(
        name=column.name,
        title=column.title,
        form=column.form,
        width=column.width,
        choices=column.choices,
        is_centred=column.form in {Form.DAY, Form.PERCENT} or column.width <= 12,
        colours=LIGHT_COLOURS if column.name == "light" else (),
    )
    return replace(made, **changes)


def cell(column: Column, row: Any) -> Cell:
    """The cell of a record: numbers stay numbers, all else is the text that people read (dates as 115年9月8日).

    A date is text on purpose: a true date shows as 2026 wherever the ROC calendar is not switched on, and offices
    write and expect the ROC form, or words (年底前), in the same column.
    """
    return _cell(column.value(row), column.form)


def table(columns: Iterable[Column], rows: Sequence[Any]) -> tuple[tuple[Cell, ...], ...]:
    """The cells of many records, row by row."""
    return tuple(zip(*(_cells(column, rows) for column in columns), strict=True))


def _cells(column: Column, rows: Sequence[Any]) -> list[Cell]:
    """A whole column at once: days and lists of names come again and again, and are written once."""
    value_of, form = column.value, column.form
    known: dict[Any, Cell] = {}
    made: list[Cell] = []
    for row in rows:
        value = value_of(row)
        if type(value) is str:
            made.append(plain(value) if value else None)
        elif value is None or type(value) is float:
            made.append(value)
        else:
            if value not in known:
                known[value] = _cell(value, form)
            made.append(known[value])
    return made


def _cell(value: Any, form: Form) -> Cell:
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return plain(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return value
    return plain(written(value, form))


def plain(text: str) -> str:
    """The text without what no workbook can hold; all that people can see stays."""
    if text.isprintable():
        return text
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def sheet_name(text: str) -> str:
    """A name that every program takes for a sheet."""
    return _NOT_IN_NAMES.sub("", text).strip()[:31] or "工作表"


def money_unit(amounts: Iterable[int | None]) -> tuple[int, str]:
    """The unit of a column of money and how its corner says it: 千元 where no amount would be broken by it."""
    if all(amount % 1000 == 0 for amount in amounts if amount is not None):
        return 1000, "單位：新臺幣千元"
    return 1, "單位：新臺幣元"


def in_unit(values: Sequence[Cell], columns: Sequence[Column], unit: int) -> tuple[Cell, ...]:
    """The row with its money counted in `unit` dollars."""
    return tuple(
        value // unit if column.form is Form.MONEY and isinstance(value, int) else value
        for value, column in zip(values, columns, strict=True)
    )
