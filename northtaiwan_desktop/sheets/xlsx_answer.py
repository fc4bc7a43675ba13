"""An Excel workbook marked in place: pictures, charts, macros, rules and stored results stay as the sender made them.

The parts of the package are changed where a mark stands and nowhere else. openpyxl, which reads a workbook and writes
it anew, drops sparklines, pictures in headers, buttons, text boxes, parts of formatting rules, and the stored result
of every formula.
"""

from collections.abc import Mapping
from dataclasses import replace

from lxml import etree

from northtaiwan_desktop.sheets.answer import Answer, Mark
from northtaiwan_desktop.sheets.grid import column_letters
from northtaiwan_desktop.sheets.xlsx_cells import Cells
from northtaiwan_desktop.sheets.xlsx_looks import Looks
from northtaiwan_desktop.sheets.xlsx_notes import drop_notes, write_notes
from northtaiwan_desktop.sheets.xlsx_package import Package
from northtaiwan_desktop.sheets.xlsx_summary import KEPT, is_summary_part, put_summary, sheet_parts

MOST_MARKED_IN_PLACE = 20_000_000
"""Bytes of a sheet as XML, some 50,000 rows, which take 700 MB to change; of a longer one the summary tells alone."""


def marked_workbook(content: bytes, answer: Answer) -> bytes:
    """The workbook with the answer's marks. Errors of lxml and of zip tell that it is not as it should be."""
    package = Package(content)
    looks = Looks(package)
    _give_back(package, looks)
    own: dict[tuple[str, str], int] = {}
    unmarked: list[str] = []
    marks: dict[str, dict[str, Mark]] = {}
    for mark in answer.marks:
        marks.setdefault(mark.sheet, {})[mark.cell] = mark
    for name, part in sheet_parts(package).items():
        of_sheet = marks.get(name, {})
        if of_sheet and package.size(part) <= MOST_MARKED_IN_PLACE:
            own |= _mark(package, looks, name, part, of_sheet)
        elif of_sheet:
            unmarked.append(name)
        elif package.size(part) <= MOST_MARKED_IN_PLACE:
            drop_notes(package, part)
    answer = replace(answer, unmarked=tuple(unmarked))
    put_summary(package, looks, answer, own)
    package.unsign()
    return package.data()


def _mark(
    package: Package, looks: Looks, name: str, part: str, marks: Mapping[str, Mark]
) -> dict[tuple[str, str], int]:
    sheet = package.tree(part)
    cells = Cells(sheet, marks)
    own = {}
    for address, mark in marks.items():
        cell = cells.cell(address)
        format = int(cell.get("s", "0"))
        own[name, address] = format
        cell.set("s", str(looks.marked(format, mark.severity)))
    write_notes(package, part, sheet, marks)
    return own


def _give_back(package: Package, looks: Looks) -> None:
    """Take the colours of an earlier round off: each cell gets the format that its line of the summary kept."""
    parts = sheet_parts(package)
    old = next((part for name, part in parts.items() if is_summary_part(package, name, part)), None)
    if old is None:
        return
    kept: dict[str, dict[str, str]] = {}
    places = {node.get("ref", ""): node.get("location", "") for node in package.tree(old).iter("{*}hyperlink")}
    for row in package.tree(old).iterfind("{*}sheetData/{*}row"):
        formats = {node.get("r", ""): node.get("s", "0") for node in row}
        number = row.get("r", "")
        sheet, _mark, cell = places.get(f"C{number}", "").rpartition("!")
        # An empty cell without a format of its own need not be kept by who saves the file.
        format = formats.get(f"{column_letters(KEPT)}{number}", "0")
        if cell:
            bare = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
            kept.setdefault(bare, {})[cell] = format
    for name, formats in kept.items():
        part = parts.get(name, "")
        if package.has(part) and package.size(part) <= MOST_MARKED_IN_PLACE:
            _uncolour(package.tree(part), looks, formats)


def _uncolour(sheet: etree._Element, looks: Looks, formats: Mapping[str, str]) -> None:
    for cell in sheet.iterfind("{*}sheetData/{*}row/{*}c"):
        format = formats.get(cell.get("r", ""))
        if format is not None and looks.is_ours(int(cell.get("s", "0"))):
            cell.set("s", format)
