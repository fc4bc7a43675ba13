"""The summary (審閱結果) as a table of an OpenDocument workbook."""

from collections.abc import Mapping

from lxml import etree

from northtaiwan_desktop.sheets.answer import Answer
from northtaiwan_desktop.sheets.odf_xml import element, named
from northtaiwan_desktop.sheets.ods_tints import Tints
from northtaiwan_desktop.sheets.summary import WIDTHS, SummaryCell, summary_rows
from northtaiwan_desktop.sheets.xlsx_cells import plain_letters

_LINE = 18
KEPT = len(WIDTHS)
"""The hidden column that keeps each marked cell's own format, so that the next round can give it back."""
_XLINK = "http://www.w3.org/1999/xlink"


def summary_table(answer: Answer, name: str, tints: Tints, own: Mapping[tuple[str, str], str]) -> etree._Element:
    """The whole sheet. `own` are the marked cells' own formats."""
    table = etree.Element(named("table:table"))
    table.set(named("table:name"), name)
    for width in WIDTHS:
        element(table, "table:table-column", {"table:style-name": tints.column(width)})
    hidden = {"table:style-name": tints.column(2), "table:visibility": "collapse"}
    element(table, "table:table-column", hidden)
    for number, row in enumerate(summary_rows(answer)):
        height = min(row.lines * _LINE + (10 if number == 0 else 2), 400)
        line = element(table, "table:table-row", {"table:style-name": tints.row(height)})
        if not row.cells:
            element(line, "table:table-cell")
        for cell in row.cells:
            _cell(line, cell, tints, across=len(WIDTHS) if row.is_wide else 1)
        if row.mark is not None:
            kept = own.get((row.mark.sheet, row.mark.cell), "")
            element(line, "table:table-cell", {"table:style-name": kept} if kept else {})
    return table


def _cell(line: etree._Element, cell: SummaryCell, tints: Tints, *, across: int) -> None:
    values = {"table:style-name": tints.summary(cell.style, cell.severity)}
    if across > 1:
        values["table:number-columns-spanned"] = str(across)
    if isinstance(cell.value, int):
        made = element(
            line, "table:table-cell", values | {"office:value-type": "float", "office:value": str(cell.value)}
        )
        element(made, "text:p", text=str(cell.value))
    else:
        made = element(line, "table:table-cell", values | {"office:value-type": "string"})
        for text in cell.value.split("\n"):
            paragraph = element(made, "text:p")
            if cell.link is None:
                paragraph.text = plain_letters(text)
                continue
            # A place of the same workbook: nothing outside is ever opened.
            quoted = cell.link.sheet.replace("'", "''")
            link = element(paragraph, "text:a", text=text)
            link.set(f"{{{_XLINK}}}href", f"#'{quoted}'.{cell.link.cell}")
            link.set(f"{{{_XLINK}}}type", "simple")
    if across > 1:
        element(line, "table:covered-table-cell", {"table:number-columns-repeated": str(across - 1)})
