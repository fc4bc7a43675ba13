"""The summary (審閱結果) as a sheet of an Excel package, put before all others."""

import re
from collections.abc import Mapping
from typing import Any

from lxml import etree

from northtaiwan_desktop.sheets.answer import SUMMARY, SUMMARY_TITLE, Answer, Mark
from northtaiwan_desktop.sheets.grid import column_letters
from northtaiwan_desktop.sheets.summary import WIDTHS, SummaryCell, summary_rows
from northtaiwan_desktop.sheets.xlsx_cells import plain_text
from northtaiwan_desktop.sheets.xlsx_looks import Looks
from northtaiwan_desktop.sheets.xlsx_package import Package, root_of, words_of

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CHOSEN = re.compile(rb'\stabSelected="(?:1|true)"')
_LINE = 18
"""Points."""
KEPT = len(WIDTHS)
"""The hidden column that keeps each marked cell's own format, so that the next round can give it back."""


def sheet_parts(package: Package) -> dict[str, str]:
    """Sheet names with the part that holds each, in their order."""
    targets = {id: target for id, _kind, target in package.relations("xl/workbook.xml")}
    found = {}
    for node in package.tree("xl/workbook.xml").iterfind("{*}sheets/{*}sheet"):
        target = targets.get(node.get(f"{{{package.relation}}}id", ""), "")
        if package.has(target):
            found[node.get("name", "")] = target
    return found


def put_summary(package: Package, looks: Looks, answer: Answer, own: Mapping[tuple[str, str], int]) -> None:
    """Put the summary in front; one of an earlier round gives way. `own` are the marked cells' own formats."""
    sheet = _sheet(package, looks, answer, own)
    parts = sheet_parts(package)
    old = next((part for name, part in parts.items() if is_summary_part(package, name, part)), None)
    for part in parts.values():
        if part != old:
            _unchoose(package, part)
    if old is not None:
        package.put(old, etree.tostring(sheet, xml_declaration=True, encoding="UTF-8", standalone=True))
        _go_to(package, [*parts.values()].index(old))
        return
    part = package.free("xl/worksheets/sheet{}.xml")
    package.add(part, sheet, _KIND)
    _list_first(package, package.relate("xl/workbook.xml", "worksheet", part), _free_name(parts))


def is_summary_part(package: Package, name: str, part: str) -> bool:
    """Is this the sheet that an earlier round of marking put in front? Excel has rewritten it since."""
    if not name.startswith(SUMMARY):
        return False
    first = package.tree(part).find("{*}sheetData/{*}row/{*}c")
    if first is None:
        return False
    if first.get("t") != "s":
        return words_of(first) == SUMMARY_TITLE
    shared = next((target for _id, kind, target in package.relations("xl/workbook.xml") if kind == "sharedStrings"), "")
    index = first.findtext("{*}v") or ""
    texts = package.tree(shared) if package.has(shared) else ()
    return index.isdigit() and int(index) < len(texts) and words_of(texts[int(index)]) == SUMMARY_TITLE


def _sheet(package: Package, looks: Looks, answer: Answer, own: Mapping[tuple[str, str], int]) -> etree._Element:
    root = root_of("worksheet", package.main)
    properties = _under(root, "sheetPr")
    _under(properties, "tabColor", rgb="FFC00000")
    _under(properties, "pageSetUpPr", fitToPage=1)
    views = _under(root, "sheetViews")
    _under(views, "sheetView", showGridLines=0, tabSelected=1, workbookViewId=0)
    _under(root, "sheetFormatPr", defaultRowHeight=_LINE)
    columns = _under(root, "cols")
    for at, width in enumerate(WIDTHS, 1):
        _under(columns, "col", min=at, max=at, width=width + 0.7, customWidth=1)
    _under(columns, "col", min=KEPT + 1, max=KEPT + 1, width=2, hidden=1, customWidth=1)
    data = _under(root, "sheetData")
    wide: list[str] = []
    links: list[tuple[str, Mark]] = []
    for number, row in enumerate(summary_rows(answer), 1):
        height = min(row.lines * _LINE + (10 if number == 1 else 2), 400)
        line = _under(data, "row", r=number, ht=height, customHeight=1)
        for column, cell in enumerate(row.cells):
            address = f"{column_letters(column)}{number}"
            _cell(line, address, cell, looks)
            if cell.link is not None:
                links.append((address, cell.link))
        if row.mark is not None and (row.mark.sheet, row.mark.cell) in own:
            _under(line, "c", r=f"{column_letters(KEPT)}{number}", s=own[row.mark.sheet, row.mark.cell])
        if row.is_wide:
            wide.append(f"A{number}:{column_letters(len(WIDTHS) - 1)}{number}")
    merges = _under(root, "mergeCells", count=len(wide))
    for reference in wide:
        _under(merges, "mergeCell", ref=reference)
    if links:
        listed = _under(root, "hyperlinks")
        for address, mark in links:
            # A place of the same workbook: nothing outside is ever opened.
            quoted = mark.sheet.replace("'", "''")
            _under(listed, "hyperlink", ref=address, location=f"'{quoted}'!{mark.cell}", display=mark.cell)
    _under(root, "pageMargins", left=0.4, right=0.4, top=0.5, bottom=0.5, header=0.3, footer=0.3)
    _under(root, "pageSetup", paperSize=9, orientation="landscape", fitToHeight=0)
    return root


def _cell(line: etree._Element, address: str, cell: SummaryCell, looks: Looks) -> None:
    made = _under(line, "c", r=address, s=looks.summary(cell.style, cell.severity))
    if isinstance(cell.value, int):
        _under(made, "v").text = str(cell.value)
        return
    made.set("t", "inlineStr")
    text = _under(_under(made, "is"), "t")
    text.text = plain_text(cell.value)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _list_first(package: Package, id: str, name: str) -> None:
    workbook = package.tree("xl/workbook.xml")
    listed = workbook.find("{*}sheets")
    if listed is None:
        raise ValueError("a workbook without sheets")
    numbers = [int(node.get("sheetId", "0")) for node in listed if node.get("sheetId", "").isdigit()]
    made = etree.Element(f"{{{package.main}}}sheet")
    made.set("name", name)
    made.set("sheetId", str(max(numbers, default=0) + 1))
    made.set(f"{{{package.relation}}}id", id)
    listed.insert(0, made)
    # Names that belong to a sheet, such as what is printed of it, count sheets from the front.
    for node in workbook.iterfind("{*}definedNames/{*}definedName"):
        if node.get("localSheetId", "").isdigit():
            node.set("localSheetId", str(int(node.get("localSheetId", "0")) + 1))
    _go_to(package, 0)


def _go_to(package: Package, place: int) -> None:
    """Open the workbook at this sheet."""
    for node in package.tree("xl/workbook.xml").iterfind("{*}bookViews/{*}workbookView"):
        node.set("activeTab", str(place))
        node.set("firstSheet", "0")


def _unchoose(package: Package, part: str) -> None:
    """Two chosen sheets are a group: what is typed into one goes into the other."""
    if package.is_open(part):
        for node in package.tree(part).iterfind("{*}sheetViews/{*}sheetView"):
            node.attrib.pop("tabSelected", "")
        return
    raw = package.raw(part)
    head, found, rest = raw.partition(b"sheetData")
    changed = _CHOSEN.sub(b"", head)
    if changed != head:
        package.put(part, changed + found + rest)


def _free_name(taken: Mapping[str, Any]) -> str:
    folded = {name.casefold() for name in taken}
    name, number = SUMMARY, 2
    while name.casefold() in folded:
        name, number = f"{SUMMARY}{number}", number + 1
    return name


def _under(parent: etree._Element, name: str, **values: object) -> etree._Element:
    made = etree.SubElement(parent, f"{{{etree.QName(parent).namespace}}}{name}")
    for key, value in values.items():
        made.set(key, str(value))
    return made
