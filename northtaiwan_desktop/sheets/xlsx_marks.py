"""What an Excel file says beside its values: merges, hidden rows and columns, percent formats, formulas, errors."""

import posixpath
import re
from typing import cast
from zipfile import ZipFile

from lxml import etree

from northtaiwan_desktop.sheets.grid import Marks, Merge

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN_PERCENTS = {"9", "10"}


def extents_and_marks(archive: ZipFile) -> dict[str, tuple[int, int, Marks]]:
    """By sheet name: how many rows and columns bear values, and the marks."""
    percents = _percent_styles(archive)
    return {name: _sheet(archive, part, percents) for name, part in _sheets(archive).items()}


def _tree(archive: ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(archive.read(part), parser)


def _sheets(archive: ZipFile) -> dict[str, str]:
    """Sheet names with the part that holds each."""
    relations = _tree(archive, "xl/_rels/workbook.xml.rels")
    targets = {node.get("Id", ""): node.get("Target", "") for node in relations.iterchildren("{*}Relationship")}
    known = set(archive.namelist())
    found = {}
    for node in _tree(archive, "xl/workbook.xml").iterfind(".//{*}sheets/{*}sheet"):
        target = targets.get(node.get(_RELATION) or node.get(_STRICT_RELATION) or "", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if part in known:
            found[node.get("name", "")] = part
    return found


def _percent_styles(archive: ZipFile) -> set[str]:
    """The style numbers under which a cell is shown as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return set()
    root = _tree(archive, "xl/styles.xml")
    formats = {
        node.get("numFmtId", "")
        for node in root.iterfind("{*}numFmts/{*}numFmt")
        if "%" in _QUOTED.sub("", node.get("formatCode", ""))
    }
    formats |= _BUILT_IN_PERCENTS
    styles = root.iterfind("{*}cellXfs/{*}xf")
    return {str(index) for index, node in enumerate(styles) if node.get("numFmtId") in formats}


def _sheet(archive: ZipFile, part: str, percent_styles: set[str]) -> tuple[int, int, Marks]:
    merges: list[Merge] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    percents: set[tuple[int, int]] = set()
    uncomputed: set[tuple[int, int]] = set()
    faults: dict[tuple[int, int], str] = {}
    # One question to the C library a row; asking cell by cell takes many times as long.
    asked = ["@t='e'", "*[local-name()='f']", *(f"@s='{style}'" for style in sorted(percent_styles)[:50])]
    marked = etree.XPath(f"*[{' or '.join(asked)}]")
    height = width = row = 0
    with archive.open(part) as stream:
        events = etree.iterparse(
            stream, tag=("{*}row", "{*}col", "{*}mergeCell"), resolve_entities=False, no_network=True, load_dtd=False
        )
        for _event, node in events:
            name = etree.QName(node).localname
            if name == "col":
                if node.get("hidden") in {"1", "true"}:
                    last = min(int(node.get("max", "1")), 16_384)
                    hidden_columns.update(range(int(node.get("min", "1")) - 1, last))
                continue
            if name == "mergeCell":
                merge = _range(node.get("ref", ""))
                if merge:
                    merges.append(merge)
                continue
            row = int(node.get("r", row + 1))
            if node.get("hidden") in {"1", "true"}:
                hidden_rows.add(row - 1)
            last = _last_filled(node)
            height, width = max(height, row if last >= 0 else 0), max(width, last + 1)
            for cell in cast("list[etree._Element]", marked(node)):
                column = _column(cell.get("r", "A"))
                kind = cell.get("t")
                if kind == "e":
                    faults[row - 1, column] = cell.findtext("{*}v") or "#N/A"
                elif cell.find("{*}f") is not None and not cell.findtext("{*}v"):
                    uncomputed.add((row - 1, column))
                if kind in {None, "n"} and cell.get("s") in percent_styles:
                    percents.add((row - 1, column))
            node.clear()
            while node.getprevious() is not None:
                del node.getparent()[0]
    marks = Marks(
        merges=tuple(merges),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        percents=frozenset(percents),
        uncomputed=frozenset(uncomputed),
        faults=faults,
    )
    return height, width, marks


def _last_filled(row: etree._Element) -> int:
    """The column of the last cell that holds anything; -1 for none."""
    for place, cell in zip(range(len(row) - 1, -1, -1), reversed(row), strict=False):
        if len(cell):
            return _column(cell.get("r", "")) if cell.get("r") else place
    return -1


def _column(reference: str) -> int:
    number = 0
    for letter in reference:
        if not "A" <= letter <= "Z":
            break
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _range(reference: str) -> Merge | None:
    corners = _REFERENCE.findall(reference)
    if len(corners) != 2:
        return None
    (left, top), (right, bottom) = corners
    return Merge(int(top) - 1, _column(left), int(bottom) - 1, _column(right))
