"""An OpenDocument workbook marked in place: the cells get a colour and a comment, all else stays as it was."""

import io
from collections.abc import Iterator, Mapping
from copy import deepcopy
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.answer import AUTHOR, SUMMARY, SUMMARY_TITLE, Answer, Mark, is_our_comment
from northtaiwan_desktop.sheets.odf_xml import NAMES
from northtaiwan_desktop.sheets.ods_page import with_page
from northtaiwan_desktop.sheets.ods_summary import KEPT, summary_table
from northtaiwan_desktop.sheets.ods_tints import Tints
from northtaiwan_desktop.sheets.xlsx_cells import place_of, plain_letters
from northtaiwan_desktop.sheets.xlsx_package import parsed, words_of

_TABLE, _OFFICE, _TEXT = (f"{{{NAMES[name]}}}" for name in ("table", "office", "text"))
_DC, _CONFIG = f"{{{NAMES['dc']}}}", f"{{{NAMES['config']}}}"
_HREF = "{http://www.w3.org/1999/xlink}href"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_ROWS, _COLUMNS = f"{_TABLE}number-rows-repeated", f"{_TABLE}number-columns-repeated"
_STYLE = f"{_TABLE}style-name"
MOST_MARKED = 30_000_000
"""Bytes of all sheets as XML: they are changed in memory."""
_BAR = "――――"


def marked_workbook(content: bytes, answer: Answer) -> bytes:
    """The workbook with the answer's marks. Errors of lxml and of zip tell that it is not as it should be."""
    archive = ZipFile(io.BytesIO(content))
    if archive.getinfo("content.xml").file_size > MOST_MARKED:
        message = _("「{file}」太大，無法在裡面標示。請改以郵件草稿的內容回覆，或請對方改寄 xlsx。")
        raise RuleBroken(message.format(file=answer.file))
    root = parsed(archive.read("content.xml"))
    book = root.find(f"{_OFFICE}body/{_OFFICE}spreadsheet")
    if book is None:
        raise ValueError("no spreadsheet")
    tints = Tints(root)
    tables = {node.get(f"{_TABLE}name", ""): node for node in book.iterchildren(f"{_TABLE}table")}
    _give_back(tables, tints)
    marks: dict[str, dict[str, Mark]] = {}
    for mark in answer.marks:
        marks.setdefault(mark.sheet, {})[mark.cell] = mark
    own: dict[tuple[str, str], str] = {}
    for name, cells in marks.items():
        if name in tables:
            own |= {(name, cell): format for cell, format in _mark(tables[name], cells, tints).items()}
    names = {name for name, node in tables.items() if node.getparent() is not None}
    name = next(each for each in (SUMMARY, *(f"{SUMMARY}{at}" for at in range(2, 99))) if each not in names)
    first = next(iter(book.iterchildren(f"{_TABLE}table")))
    summary = summary_table(answer, name, tints, own)
    book.insert(book.index(first), summary)
    changed: dict[str, bytes] = {}
    if "styles.xml" in archive.namelist():
        changed["styles.xml"], page = with_page(archive.read("styles.xml"))
        summary.set(_STYLE, tints.table(page))
    changed["content.xml"] = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    if "settings.xml" in archive.namelist():
        changed["settings.xml"] = _opened_at(archive.read("settings.xml"), name)
    return _written(archive, changed)


def _mark(table: etree._Element, marks: Mapping[str, Mark], tints: Tints) -> dict[str, str]:
    """Mark the cells of a sheet from the bottom up, so that what is parted does not move what is sought."""
    own = {}
    rows = _by_place(list(_rows_of(table)), _ROWS)
    for address, mark in sorted(marks.items(), key=lambda each: place_of(each[0]), reverse=True):
        row_number, column = place_of(address)
        row = _single(rows, row_number, _ROWS)
        if row is None:
            continue
        cell = _single(_by_place(list(row.iterchildren(*_CELLS)), _COLUMNS), column, _COLUMNS)
        if cell is None:
            continue
        own[address] = cell.get(_STYLE) or row.get(f"{_TABLE}default-cell-style-name") or _of_column(table, column)
        cell.set(_STYLE, tints.tinted(own[address], mark.severity))
        _comment(cell, mark)
    return own


def _rows_of(table: etree._Element) -> Iterator[etree._Element]:
    """The rows of a table in order, in groups or not; not those of a table inside a cell."""
    for node in table:
        if node.tag == f"{_TABLE}table-row":
            yield node
        elif node.tag in {f"{_TABLE}{part}" for part in ("table-rows", "table-header-rows", "table-row-group")}:
            yield from _rows_of(node)


def _by_place(nodes: list[etree._Element], repeated: str) -> list[tuple[int, int, etree._Element]]:
    """Each node with its first place and how many it stands for."""
    found, place = [], 0
    for node in nodes:
        count = _count(node, repeated)
        found.append((place, count, node))
        place += count
    return found


def _single(placed: list[tuple[int, int, etree._Element]], place: int, repeated: str) -> etree._Element | None:
    """The node at a place; one that stands for many is parted into those before, itself and those behind."""
    at = next((at for at, (first, count, _node) in enumerate(placed) if first <= place < first + count), None)
    if at is None:
        return None
    first, count, node = placed[at]
    parent = node.getparent()
    if count == 1 or parent is None:
        return node
    parts = [(place - first, deepcopy(node)), (1, node), (first + count - place - 1, deepcopy(node))]
    index = parent.index(node)
    kept = [(number, part) for number, part in parts if number]
    for offset, (number, part) in enumerate(kept):
        if part is not node:
            parent.insert(index + offset, part)
        part.attrib.pop(repeated, "")
        if number > 1:
            part.set(repeated, str(number))
    placed[at : at + 1] = _replaced(kept, first)
    return node


def _replaced(kept: list[tuple[int, etree._Element]], first: int) -> list[tuple[int, int, etree._Element]]:
    found = []
    for number, part in kept:
        found.append((first, number, part))
        first += number
    return found


def _count(node: etree._Element, name: str) -> int:
    value = node.get(name, "1")
    return max(1, int(value)) if value.isascii() and value.isdigit() else 1


def _of_column(table: etree._Element, column: int) -> str:
    """The format that a column gives to its cells."""
    place = 0
    for node in table.iter(f"{_TABLE}table-column"):
        place += _count(node, _COLUMNS)
        if column < place:
            return node.get(f"{_TABLE}default-cell-style-name", "")
    return ""


def _comment(cell: etree._Element, mark: Mark) -> None:
    """One cell has one comment: what stands in it stays above."""
    known = cell.find(f"{_OFFICE}annotation")
    if known is None:
        known = etree.Element(f"{_OFFICE}annotation")
        etree.SubElement(known, f"{_DC}creator").text = AUTHOR
        cell.insert(0, known)
    else:
        etree.SubElement(known, f"{_TEXT}p").text = _BAR
    for line in mark.comment.split("\n"):
        etree.SubElement(known, f"{_TEXT}p").text = plain_letters(line)


def _give_back(tables: Mapping[str, etree._Element], tints: Tints) -> None:
    """Take off what an earlier round of marking left: its summary, its comments, its colours."""
    for name, node in list(tables.items()):
        rows = list(_rows_of(node)) if name.startswith(SUMMARY) else []
        if not rows or SUMMARY_TITLE not in words_of(rows[0]):
            continue
        for row in rows:
            cells = list(row.iterchildren(*_CELLS))
            link = next((found.get(_HREF, "") for found in row.iter(f"{_TEXT}a")), "")
            sheet, _dot, address = link.removeprefix("#").rpartition(".")
            bare = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            if bare in tables:
                kept = _single(_by_place(cells, _COLUMNS), KEPT, _COLUMNS)
                _uncolour(tables[bare], address, kept.get(_STYLE, "") if kept is not None else "", tints)
        parent = node.getparent()
        if parent is not None:
            parent.remove(node)
    for node in tables.values():
        for comment in list(node.iter(f"{_OFFICE}annotation")):
            _uncomment(comment)


def _uncolour(table: etree._Element, address: str, format: str, tints: Tints) -> None:
    row_number, column = place_of(address)
    row = _single(_by_place(list(_rows_of(table)), _ROWS), row_number, _ROWS)
    cell = _single(_by_place(list(row.iterchildren(*_CELLS)), _COLUMNS), column, _COLUMNS) if row is not None else None
    if cell is not None and tints.is_ours(cell.get(_STYLE, "")):
        cell.set(_STYLE, format) if format else cell.attrib.pop(_STYLE, "")


def _uncomment(comment: etree._Element) -> None:
    parent = comment.getparent()
    lines = list(comment.iterchildren(f"{_TEXT}p"))
    text = "\n".join(words_of(line) for line in lines)
    if is_our_comment(text, comment.findtext(f"{_DC}creator") or "") and parent is not None:
        parent.remove(comment)
        return
    bars = [at for at, line in enumerate(lines) if words_of(line) == _BAR]
    for line in lines[bars[0] :] if bars else ():
        comment.remove(line)


def _opened_at(data: bytes, name: str) -> bytes:
    """The settings with the summary as the sheet that is shown first."""
    root = parsed(data)
    for node in root.iter(f"{_CONFIG}config-item"):
        if node.get(f"{_CONFIG}name") == "ActiveTable":
            node.text = name
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _written(archive: ZipFile, changed: Mapping[str, bytes]) -> bytes:
    """The package anew; a signature, which no marked file can bear, is left out."""
    buffer = io.BytesIO()
    with ZipFile(buffer, "w") as out:
        for info in archive.infolist():
            if info.is_dir() or info.filename == "META-INF/documentsignatures.xml":
                continue
            data = changed.get(info.filename, archive.read(info.filename))
            kind = ZIP_STORED if info.filename == "mimetype" else ZIP_DEFLATED
            out.writestr(ZipInfo(info.filename, info.date_time), data, kind)
    return buffer.getvalue()
