"""A sheet's XML gone through in pieces: what is told by its ends is what every cell tells."""

import re
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from northtaiwan_desktop.sheets import xlsx_scan
from northtaiwan_desktop.sheets.grid import Extent, Marks, column_letters
from northtaiwan_desktop.sheets.xlsx_scan import CellStyles, SheetScan

STYLES = CellStyles(percents=frozenset({"5", "9"}), symbols={"7": "Wingdings"})
CELL = st.tuples(
    st.integers(0, 60), st.integers(1, 4_000), st.sampled_from(("1", "5", "7", "9", "15")), st.integers(0, 9)
)


def scanned(xml: bytes) -> tuple[Extent, Marks]:
    scan = SheetScan(STYLES)
    scan.feed(xml)
    return scan.done()


def sheet(cells: Sequence[tuple[int, int, str, int]]) -> bytes:
    """A long sheet with these cells among its usual ones; of each ten ways of writing one some are unusual."""
    rows = [[usual(column, row) for column in range(9)] for row in range(1, 800)]
    for column, row, style, way in cells:
        rows[row % len(rows)].insert(column % 9, written(f"{column_letters(column)}{row}", style, way))
    return b"<sheetData>" + b"".join(b"<row>" + b"".join(row) + b"</row>" for row in rows) + b"</sheetData>"


def usual(column: int, row: int) -> bytes:
    return f'<c r="{column_letters(column)}{row}" s="{4 + column % 2}"><v>{row}</v></c>'.encode()


def written(place: str, style: str, way: int) -> bytes:
    match way:
        case 0:
            return f'<c r="{place}" s="{style}"/>'.encode()
        case 1:
            return f"<c r='{place}' s='{style}'><v>1</v></c>".encode()
        case 2:
            return f'<c s="{style}" r="{place}"><v>1</v></c>'.encode()
        case 3:
            return f'<c r="{place}" t="n" s="{style}"><v>1</v></c>'.encode()
        case _:
            return f'<c r="{place}" s="{style}"><v>1</v></c>'.encode()


@given(st.lists(CELL, max_size=5))
@settings(max_examples=60, deadline=None)
def test_the_ends_of_a_sheet_tell_what_every_cell_tells(cells):
    xml = sheet(cells).replace(b"<row>", b'<row r="1">')
    quick = scanned(xml)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(xlsx_scan, "_AN_END", len(xml))  # now no sheet is long enough to be told by its ends
        assert quick == scanned(xml)


@given(st.integers(1, 1_048_576), st.integers(0, 1_100_000))
def test_a_pattern_of_the_numbers_up_to_one(most, number):
    pattern = re.compile(f"(?:{xlsx_scan._figures_up_to(str(most))})")
    assert bool(pattern.fullmatch(str(number))) is (1 <= number <= most)


@given(st.integers(26, 701), st.integers(0, 16_383))
def test_a_pattern_of_the_columns_up_to_one(last, column):
    pattern = re.compile(xlsx_scan._columns_up_to(column_letters(last).encode()))
    assert bool(pattern.fullmatch(column_letters(column).encode())) is (column <= last)
