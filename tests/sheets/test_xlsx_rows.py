"""A table written by rows is the library's own sheet, to the byte."""

from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.sheets.book import Cell, SheetColumn
from northtaiwan_desktop.sheets.columns import Form
from northtaiwan_desktop.sheets.text_size import number_format
from northtaiwan_desktop.sheets.xlsx_rows import TableSheet

COLUMNS = (
    SheetColumn(name="text", title="內容"),
    SheetColumn(name="percent", title="進度", form=Form.PERCENT),
    SheetColumn(name="money", title="經費", form=Form.MONEY),
)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12) | st.sampled_from(
    ("", " 前", "後\n", "<b>&\"'", "_x0041_", "\x00\x1f\ufffe", "=1+1", "\U0002000b造字")
)
NUMBERS = st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False).map(lambda one: one + 0.0)
CELLS: st.SearchStrategy[Cell] = st.none() | TEXTS | NUMBERS
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=0, max_size=40)
HEIGHTS = (26.0, 40.0, 15.0, 409.0)


def made(rows: list[tuple[Cell, ...]], *, first: int, foot: int, chart: bool, by_rows: bool) -> bytes:
    """A workbook of these rows between a heading and a foot, by us or by the library cell by cell."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    page = workbook.add_worksheet("表", TableSheet)
    plain = workbook.add_format({"border": 1})
    formats: dict[str, Any] = {
        layout: workbook.add_format({"num_format": layout, "border": 1}) for layout in ("0%", "0.0#%", "#,##0")
    }

    def look(at: int, value: Cell) -> Any:
        return formats.get(number_format(COLUMNS[at], value), plain)

    for row in range(first):
        for at, column in enumerate(COLUMNS):
            page.write_string(row, at, column.title, plain)
    heights = [HEIGHTS[place % len(HEIGHTS)] for place in range(len(rows))]
    if by_rows:
        page.set_table(first, rows, heights, [lambda value, at=at: look(at, value) for at in range(len(COLUMNS))])
    else:
        for down, (cells, points) in enumerate(zip(rows, heights, strict=True), start=first):
            page.set_row(down, points)
            for at, value in enumerate(cells):
                if value is None:
                    page.write_blank(down, at, None, look(at, value))
                elif isinstance(value, str):
                    page.write_string(down, at, value, look(at, value))
                else:
                    share = COLUMNS[at].form is Form.PERCENT
                    page.write_number(down, at, value / 100 if share else value, look(at, value))
    for row in range(first + len(rows), first + len(rows) + foot):
        page.write_string(row, 0, "註", plain)
    if chart and rows:
        drawn = workbook.add_chart({"type": "bar"})
        last = first + len(rows) - 1
        parts = {"name": ["表", first - 1, 1], "categories": ["表", first, 0, last, 0]}
        drawn.add_series(parts | {"values": ["表", first, 1, last, 1]})
        page.insert_chart(last + 4, 0, drawn)
    workbook.set_properties({"author": "示例", "created": datetime(2026, 1, 1)})
    workbook.close()
    return buffer.getvalue()


@settings(max_examples=150, deadline=None)
@given(rows=ROWS, first=st.integers(1, 18), foot=st.integers(0, 20), chart=st.booleans())
def test_the_file_is_the_librarys_own(rows: list[tuple[Cell, ...]], first: int, foot: int, chart: bool) -> None:
    ours, theirs = (made(rows, first=first, foot=foot, chart=chart, by_rows=by_rows) for by_rows in (True, False))
    assert ours == theirs


@pytest.mark.parametrize(("text", "count"), [("甲" * 32_768, "32,768"), ("\U0002000b" * 16_384, "32,768")])
def test_a_text_that_no_cell_holds_is_refused_and_not_cut(text: str, count: str) -> None:
    with pytest.raises(RuleBroken, match=count):
        made([(text, None, None)], first=1, foot=0, chart=False, by_rows=True)


def test_what_is_no_number_is_never_written() -> None:
    with pytest.raises(ValueError, match="nan"):
        made([(None, float("nan"), None)], first=1, foot=0, chart=False, by_rows=True)
