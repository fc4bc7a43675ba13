"""The rows of a long table go into an Excel sheet's XML as they stand: XlsxWriter would make an object of every cell,
keep them all until the end, and look in each for what is to be escaped, which takes five times as long.

All else of the sheet is XlsxWriter's, and so is the form: a test holds the file to be the library's own to the byte.
"""

from collections.abc import Callable, Sequence
from math import isfinite
from typing import Any

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]
from xlsxwriter.worksheet import RowInfo, Worksheet  # type: ignore[import-untyped]

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.book import Cell

Look = Callable[[Cell], Format]
"""The format of a column's cell, by what stands in it: for texts as for an empty cell."""
_MOST_LETTERS = 32_767
"""In a cell, as Excel counts: some characters twice."""
_SHORT = _MOST_LETTERS // 2
"""So many characters have room in a cell, whichever they are."""
_BLOCK = 16
"""Rows that share what Excel calls their span."""


class TableSheet(Worksheet):  # type: ignore[misc]
    """A sheet with one table, all of whose rows are known at once."""

    grows = False
    """Do the rows begin at the height that is set, and still grow with what is typed into them?"""
    dim_rowmin: int
    dim_rowmax: int
    _first = 0
    _rows: Sequence[tuple[Cell, ...]] = ()
    _heights: Sequence[float] = ()
    _looks: Sequence[Look] = ()

    def set_table(
        self, first: int, rows: Sequence[tuple[Cell, ...]], heights: Sequence[float], looks: Sequence[Look]
    ) -> None:
        """Take the rows that begin at the row `first`, each with its height in points; a look for each column."""
        if not rows:
            return
        self._first, self._rows, self._heights, self._looks = first, rows, heights, looks
        self._check_dimensions(first, 0)
        self._check_dimensions(self._last, len(looks) - 1)
        shared = self.str_table
        # Before the sheets are written the library begins another such table, and leaves this one as it is.
        self._texts: dict[str, int] = shared.string_table
        for row in rows:
            for value in row:
                if type(value) is str:
                    if len(value) > _SHORT:
                        _check(value)
                    shared._get_shared_string_index(value)
        for place, points in enumerate(heights, start=first):
            self.row_sizes[place] = [_pixels(points), False]

    @property
    def _last(self) -> int:
        return self._first + len(self._rows) - 1

    @property
    def _span(self) -> str:
        return f"1:{len(self._looks)}"

    def _write_rows(self) -> None:
        if not self._rows:
            super()._write_rows()
            return
        begin, end = self.dim_rowmin, self.dim_rowmax
        self._write_others(begin, self._first - 1)
        self._write_table()
        self._write_others(self._last + 1, end)
        self.dim_rowmin, self.dim_rowmax = begin, end

    def _write_others(self, begin: int, end: int) -> None:
        """What stands above or below the table, by the library."""
        if begin <= end:
            self.dim_rowmin, self.dim_rowmax = begin, end
            super()._write_rows()

    def _calculate_spans(self) -> None:
        super()._calculate_spans()
        if self._rows:
            blocks = range(self._first // _BLOCK, self._last // _BLOCK + 1)
            self.row_spans |= dict.fromkeys(blocks, self._span)

    def _write_table(self) -> None:
        columns = [(f'<c r="{xl_col_to_name(at)}', _Ends(look)) for at, look in enumerate(self._looks)]
        texts, write, span = self._texts, self.fh.write, self._span
        infos = {points: RowInfo(height=_pixels(points)) for points in set(self._heights)}
        for place, (row, points) in enumerate(zip(self._rows, self._heights, strict=True), start=self._first):
            self._write_row(place, span, infos[points])
            number = str(place + 1)
            cells = [
                f"{start}{number}{ends[str]}{texts[value]}</v></c>"
                if type(value) is str
                else f"{start}{number}{ends[value]}"
                for (start, ends), value in zip(columns, row, strict=True)
            ]
            write(f"{''.join(cells)}</row>")

    def _get_range_data(self, row_start: int, col_start: int, row_end: int, col_end: int) -> list[str | None]:
        # What a chart shows until it is drawn anew.
        if not self._first <= row_start <= self._last:
            kept: list[str | None] = super()._get_range_data(row_start, col_start, row_end, col_end)
            return kept
        rows = self._rows[row_start - self._first : row_end - self._first + 1]
        return [_kept(row[at], self._looks[at]) for row in rows for at in range(col_start, col_end + 1)]

    def _xml_start_tag_unencoded(self, tag: str, attributes: Sequence[tuple[str, Any]] = ()) -> None:
        if self.grows and tag == "row":
            # Excel leaves a row alone once its height is called the user's own.
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


def _pixels(points: float) -> int:
    return int(points * 4 / 3 + 0.5)


def _kept(value: Cell, look: Look) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{_number(value, look(value)):.16g}"


def _number(value: float, look: Format) -> float:
    """As the file holds it: a percentage as a share of one."""
    if not isfinite(value):
        raise ValueError(value)
    return value / 100 if "%" in look.num_format else value


def _check(text: str) -> None:
    count = len(text.encode("utf-16-le", "surrogatepass")) // 2
    if count > _MOST_LETTERS:
        message = _("「{start}…」有{count:,}字，超過 Excel 一格的上限（{most:,}字）。請縮短這段文字，或改存 .ods。")
        raise RuleBroken(message.format(start=text[:20], count=count, most=_MOST_LETTERS))


class _Ends(dict[Any, str]):
    """How a column's cells go on behind their row's number: whole for a number and for None, for `str` up to the
    number of the text. Each is made when it is first met, as the library counts formats in the order of the cells."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    def __missing__(self, value: Any) -> str:
        look = self._look(None if value is str else value)
        format = look._get_xf_index()
        if value is None:
            end = f'" s="{format}"/>'
        elif value is str:
            end = f'" s="{format}" t="s"><v>'
        else:
            end = f'" s="{format}"><v>{_number(value, look):.16G}</v></c>'
        self[value] = end
        return end
