"""What an OpenDocument file says beside its values: merges, hidden rows and columns, percentages, formulas, errors."""

from zipfile import ZipFile

from lxml import etree

from northtaiwan_desktop.sheets.grid import Marks, Merge

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_AWAY = {"collapse", "filter"}


class _Sheet:
    """Collects the marks of one sheet while its rows go by."""

    def __init__(self) -> None:
        self.height = self.width = self.row = self.column = 0
        self.merges: list[Merge] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.percents: set[tuple[int, int]] = set()
        self.uncomputed: set[tuple[int, int]] = set()
        self.faults: dict[tuple[int, int], str] = {}

    def take_column(self, node: etree._Element) -> None:
        repeated = _count(node, "number-columns-repeated")
        if node.get(f"{_TABLE}visibility") in _AWAY:
            self.hidden_columns.update(range(self.column, min(self.column + repeated, 16_384)))
        self.column += repeated

    def take_row(self, node: etree._Element) -> None:
        repeated = _count(node, "number-rows-repeated")
        if node.get(f"{_TABLE}visibility") in _AWAY and repeated < 10_000:
            self.hidden_rows.update(range(self.row, self.row + repeated))
        column = 0
        for cell in node.iterchildren(*_CELLS):
            across = _count(cell, "number-columns-repeated")
            if cell.get(f"{_OFFICE}value-type"):
                self.height, self.width = max(self.height, self.row + repeated), max(self.width, column + across)
            self._take_cell(cell, column, across)
            column += across
        self.row += repeated

    def _take_cell(self, cell: etree._Element, column: int, across: int) -> None:
        place = (self.row, column)
        rows, columns = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if rows > 1 or columns > 1:
            self.merges.append(Merge(self.row, column, self.row + rows - 1, column + columns - 1))
        if cell.get(f"{_OFFICE}value-type") == "percentage":
            self.percents.update((self.row, each) for each in range(column, column + min(across, 1_000)))
        if cell.get(f"{_TABLE}formula"):
            shown = "".join(str(part) for part in cell.itertext())
            if shown.startswith(("#", "Err:")):
                self.faults[place] = shown
            elif not shown and not cell.get(f"{_OFFICE}value"):
                self.uncomputed.add(place)

    def done(self) -> tuple[int, int, Marks]:
        marks = Marks(
            merges=tuple(self.merges),
            hidden_rows=frozenset(self.hidden_rows),
            hidden_columns=frozenset(self.hidden_columns),
            percents=frozenset(self.percents),
            uncomputed=frozenset(self.uncomputed),
            faults=self.faults,
        )
        return self.height, self.width, marks


def extents_and_marks(archive: ZipFile) -> dict[str, tuple[int, int, Marks]]:
    """By sheet name: how many rows and columns bear values, and the marks."""
    found: dict[str, tuple[int, int, Marks]] = {}
    sheet = _Sheet()
    tags = (f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row")
    with archive.open("content.xml") as stream:
        for event, node in etree.iterparse(
            stream, events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False
        ):
            if node.tag == tags[0]:
                if event == "start":
                    sheet = _Sheet()
                else:
                    found[node.get(f"{_TABLE}name", "")] = sheet.done()
                    node.clear()
            elif event == "end" and node.tag == tags[1]:
                sheet.take_column(node)
            elif event == "end":
                sheet.take_row(node)
                node.clear()
                while node.getprevious() is not None:
                    del node.getparent()[0]
    return found


def _count(node: etree._Element, name: str) -> int:
    value = node.get(f"{_TABLE}{name}", "1")
    return max(1, int(value)) if value.isascii() and value.isdigit() else 1
