"""A sheet as it stands in a file: values by row and column, and what the file says about the cells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import NamedTuple

CellValue = str | int | float | bool | date | datetime | time | timedelta | None
"""What a cell can hold; an empty cell, or one of white space alone, is None."""

# A merge over a whole sheet is a decoration, not a value that stands for a million rows.
MOST_MERGED_CELLS = 200_000


MOST_SHEETS = 500
MOST_ROWS = 200_000
"""Rows that bear values, of all sheets: what can be compared with the register while a person waits."""
MOST_CELLS = 8_000_000
"""Of all sheets: a list of sheets may name one sheet many times."""
MOST_TEXT = 300_000_000
"""Bytes of text: what a sheet shows may be far more than its file holds, where one text stands in many cells."""


class Extent(NamedTuple):
    """How much of a sheet bears values: what a reader of it will have to hold."""

    height: int
    width: int
    text: int = 0
    """Bytes of text, where it can be more than the file's own."""


class Merge(NamedTuple):
    """A merged range, counted from 0, last row and column included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What stands beside the values. Positions are (row, column), counted from 0."""

    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percents: frozenset[tuple[int, int]] = frozenset()
    """Cells that are shown as percentages: 0.8 there means 80 %."""
    symbols: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells in a symbol font, with its name: ü in Wingdings is seen as ✓."""
    uncomputed: frozenset[tuple[int, int]] = frozenset()
    """Formulas whose result was not stored."""
    faults: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Error values such as #REF!."""
    broken: frozenset[tuple[int, int]] = frozenset()
    """Cells of a text file some bytes of which are no characters, or that have lost their place by such bytes."""
    struck: frozenset[tuple[int, int]] = frozenset()
    """Cells whose text, or a part of it, is struck through."""
    has_comments: bool = False
    """Has the file comments on cells? Told of each of its sheets."""
    has_picture: bool = False
    """Are there pictures in the file, which stand perhaps on this sheet? Told only of a sheet without values."""


@dataclass(frozen=True, kw_only=True)
class Grid:
    """One sheet. `rows` begin at the sheet's first row and column; empty rows at the end are left out."""

    name: str
    rows: tuple[tuple[CellValue, ...], ...]
    is_hidden: bool = False
    marks: Marks = field(default_factory=Marks)

    @cached_property
    def width(self) -> int:
        return max((len(row) for row in self.rows), default=0)

    @property
    def is_empty(self) -> bool:
        return not self.rows

    def at(self, row: int, column: int) -> CellValue:
        """The value at a position counted from 0; None outside."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return None

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Where the value of a cell stands: for one inside a merged range the upper left corner."""
        return self._origins.get((row, column), (row, column))

    def shown(self, row: int, column: int) -> CellValue:
        """The value that a person sees at a position, also inside a merged range."""
        return self.at(*self.origin(row, column))

    def address(self, row: int, column: int) -> str:
        """The cell as Excel names it, with its sheet: `辦理情形!C7`."""
        return f"{self._quoted}!{column_letters(column)}{row + 1}"

    @cached_property
    def _quoted(self) -> str:
        plain = self.name.replace("_", "").isalnum() and not self.name[:1].isdigit()
        return self.name if plain else "'" + self.name.replace("'", "''") + "'"

    @cached_property
    def _origins(self) -> dict[tuple[int, int], tuple[int, int]]:
        found: dict[tuple[int, int], tuple[int, int]] = {}
        for merge in self.marks.merges:
            bottom, right = min(merge.bottom, len(self.rows) - 1), min(merge.right, self.width - 1)
            if len(found) + (bottom - merge.top + 1) * (right - merge.left + 1) > MOST_MERGED_CELLS:
                continue
            for row in range(merge.top, bottom + 1):
                for column in range(merge.left, right + 1):
                    found[row, column] = (merge.top, merge.left)
        return found


@cache
def column_letters(column: int) -> str:
    """The letters of a column counted from 0: A, Z, AA."""
    letters = ""
    column += 1
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


def tidy(value: object) -> CellValue:
    """One value as readers take it: no empty text, whole floats as int."""
    # Asked a million times for a long sheet, so the commonest kind comes first.
    if isinstance(value, str):
        return value if value and not value.isspace() else None
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if value is None or isinstance(value, int | date | time | timedelta):
        return value
    return str(value)


def short(row: Sequence[CellValue]) -> tuple[CellValue, ...]:
    """A row without the empty cells at its end."""
    end = len(row)
    while end and row[end - 1] is None:
        end -= 1
    return tuple(row[:end])


def trimmed(rows: Iterable[Sequence[CellValue]]) -> tuple[tuple[CellValue, ...], ...]:
    """Rows without the empty ones at the end, and each without the empty cells at its end."""
    kept = [short(row) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
