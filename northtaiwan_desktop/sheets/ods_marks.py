"""What an OpenDocument file says beside its values: merges, hidden rows and columns, percentages, formulas, errors."""

from collections.abc import Iterator

from lxml import etree

from northtaiwan_desktop.sheets.grid import MOST_CELLS, Extent, Marks, Merge
from northtaiwan_desktop.sheets.zip_parts import Odd, Parts, TooMuch, pull_parser

_SPACE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TABLE = f"{{{_SPACE}}}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_AWAY = {"collapse", "filter"}
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_LONGEST_ROW = 32_000_000
"""A row is held as a tree, which takes several times its size."""


class _Sheet:
    """Collects the marks of one sheet while its rows go by."""

    def __init__(self) -> None:
        self.height = self.width = self.text = self.row = self.column = 0
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.percents: set[tuple[int, int]] = set()
        self.uncomputed: set[tuple[int, int]] = set()
        self.faults: dict[tuple[int, int], str] = {}

    def take_column(self, node: etree._Element) -> None:
        repeated = _count(node, "number-columns-repeated")
        if node.get(f"{_TABLE}visibility") in _AWAY:
            self.hidden_columns.update(range(self.column, min(self.column + repeated, _LAST_COLUMN)))
        self.column += repeated

    def take_row(self, node: etree._Element) -> None:
        repeated = _count(node, "number-rows-repeated")
        if node.get(f"{_TABLE}visibility") in _AWAY and repeated < 10_000:
            self.hidden_rows.update(range(self.row, self.row + repeated))
        column = 0
        for cell in node.iterchildren(*_CELLS):
            across = _count(cell, "number-columns-repeated")
            if cell.get(f"{_OFFICE}value-type") or len(cell):
                self.height, self.width = max(self.height, self.row + repeated), max(self.width, column + across)
                if repeated * across > 1:
                    self.text += repeated * across * sum(len(str(part)) for part in cell.itertext())
            self._take_cell(cell, column, across, min(repeated, 1_000))
            column += across
        self.row += repeated
        if self.height > _LAST_ROW or self.width > _LAST_COLUMN:
            raise TooMuch
        if len(self.percents) > MOST_CELLS:
            raise Odd("more marks than cells")

    def _take_cell(self, cell: etree._Element, column: int, across: int, down: int) -> None:
        place = (self.row, column)
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self.merges.append(Merge(self.row, column, self.row + rows - 1, column + columns - 1))
        if cell.get(f"{_OFFICE}value-type") == "percentage":
            self.percents.update(
                (row, each)
                for row in range(self.row, self.row + down)
                for each in range(column, column + min(across, 1_000))
            )
        if cell.get(f"{_TABLE}formula"):
            shown = "".join(str(part) for part in cell.itertext())
            if shown.startswith(("#", "Err:")):
                self.faults[place] = shown[:40]
            elif not shown and not cell.get(f"{_OFFICE}value") and cell.get(f"{_OFFICE}value-type") != "string":
                self.uncomputed.add(place)

    def done(self) -> tuple[Extent, Marks]:
        marks = Marks(
            merges=tuple(self.merges),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            percents=frozenset(self.percents),
            uncomputed=frozenset(self.uncomputed),
            faults=self.faults,
        )
        return Extent(self.height, self.width, self.text), marks


def extents_and_marks(parts: Parts) -> Iterator[tuple[str, Extent, Marks]]:
    """For each sheet its name, how much bears values, and the marks."""
    sheet = _Sheet()
    # Names in any name space: the reader of values knows them by their letters alone.
    parser = pull_parser("{*}table", "{*}table-column", "{*}table-row")
    unread = 0
    for block in parts.blocks("content.xml"):
        parser.feed(block)
        unread += len(block)
        for event, node in parser.read_events():
            unread = 0
            if not isinstance(node, etree._Element):
                continue
            if not node.tag.startswith(_TABLE) or node.prefix != "table":
                raise Odd("a name that means something else")
            name = node.tag.removeprefix(_TABLE)
            if name == "table":
                if event == "start":
                    sheet = _Sheet()
                else:
                    yield node.get(f"{_TABLE}name", ""), *sheet.done()
                    node.clear()
            elif event == "end" and name == "table-column":
                sheet.take_column(node)
            elif event == "end":
                sheet.take_row(node)
                node.clear()
                parent = node.getparent()
                while parent is not None and node.getprevious() is not None:
                    del parent[0]
        if unread > _LONGEST_ROW:
            raise Odd("a row without end")
    parser.close()


def _count(node: etree._Element, name: str) -> int:
    value = node.get(f"{_TABLE}{name}", "1")
    return max(1, int(value)) if value.isascii() and value.isdigit() and len(value) < 12 else 1
