"""Grids on their way: a reader gives them piece by piece, so that a long sheet can be watched, stopped and sent on."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from northtaiwan_desktop.sheets.grid import CellValue, Grid, Marks, trimmed

ROWS_AT_ONCE = 500


@dataclass(frozen=True, kw_only=True)
class SheetBegins:
    """The rows that follow are this sheet's."""

    name: str
    is_hidden: bool
    marks: Marks


class SheetRows(NamedTuple):
    """The next rows of the sheet, from the first column on, without the empty cells at their ends."""

    rows: tuple[tuple[CellValue, ...], ...]


Piece = float | SheetBegins | SheetRows
"""A number says how far the reading is, 0 to 1."""
Pieces = Iterator[Piece]


def assembled(pieces: Iterable[Piece]) -> Generator[float, None, tuple[Grid, ...]]:
    """Put the pieces together; yields how far the reading is and returns the sheets in their order."""
    grids: list[Grid] = []
    begun: SheetBegins | None = None
    rows: list[tuple[CellValue, ...]] = []
    for piece in pieces:
        if isinstance(piece, SheetRows):
            rows += piece.rows
        elif isinstance(piece, SheetBegins):
            grids += _whole(begun, rows)
            begun, rows = piece, []
        else:
            yield piece
    grids += _whole(begun, rows)
    return tuple(grids)


def whole(pieces: Iterable[Piece]) -> tuple[Grid, ...]:
    """The same for who need not watch."""
    steps = assembled(pieces)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            grids: tuple[Grid, ...] = end.value
            return grids


def _whole(begun: SheetBegins | None, rows: list[tuple[CellValue, ...]]) -> list[Grid]:
    if begun is None:
        return []
    return [Grid(name=begun.name, rows=trimmed(rows), is_hidden=begun.is_hidden, marks=begun.marks)]
