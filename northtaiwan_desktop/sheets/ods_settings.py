"""How an OpenDocument workbook stands on the screen when it is opened: what is frozen, which sheet is in front."""

from lxml import etree

from northtaiwan_desktop.sheets.book import Book, Sheet
from northtaiwan_desktop.sheets.odf_xml import element, root

_FROZEN = 2


def settings(book: Book) -> etree._Element:
    """The part settings.xml."""
    part = root("office:document-settings")
    view = element(element(part, "office:settings"), "config:config-item-set", {"config:name": "ooo:view-settings"})
    views = element(view, "config:config-item-map-indexed", {"config:name": "Views"})
    entry = element(views, "config:config-item-map-entry")
    _add(entry, "ViewId", "string", "view1")
    tables = element(entry, "config:config-item-map-named", {"config:name": "Tables"})
    for sheet in book.sheets:
        _add_table(element(tables, "config:config-item-map-entry", {"config:name": sheet.name}), sheet)
    _add(entry, "ActiveTable", "string", book.sheets[0].name)
    return part


def _add_table(entry: etree._Element, sheet: Sheet) -> None:
    down, across = sheet.header_row + 1, sheet.frozen_columns
    if across:
        _add(entry, "HorizontalSplitMode", "short", _FROZEN)
        _add(entry, "HorizontalSplitPosition", "int", across)
    _add(entry, "VerticalSplitMode", "short", _FROZEN)
    _add(entry, "VerticalSplitPosition", "int", down)
    # 3 is the part at the lower right, 2 the lower one where only rows are frozen.
    _add(entry, "ActiveSplitRange", "short", 3 if across else 2)
    _add(entry, "PositionLeft", "int", 0)
    _add(entry, "PositionRight", "int", across)
    _add(entry, "PositionTop", "int", 0)
    _add(entry, "PositionBottom", "int", down)
    _add(entry, "ShowGrid", "boolean", "false")


def _add(under: etree._Element, name: str, kind: str, value: object) -> None:
    element(under, "config:config-item", {"config:name": name, "config:type": kind}, str(value))
