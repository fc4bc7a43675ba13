"""The page on which the summary of a marked OpenDocument workbook is printed: A4 across, as wide as the sheet."""

from collections.abc import Collection

from lxml import etree

from northtaiwan_desktop.sheets.odf_xml import NAMES, element, named
from northtaiwan_desktop.sheets.xlsx_package import parsed

_OFFICE = f"{{{NAMES['office']}}}"
_USUAL = "ReviewPage"


def with_page(styles: bytes) -> tuple[bytes, str]:
    """The part `styles.xml` with the page in it, and the page's name; one that an earlier round left is made anew."""
    root = parsed(styles)
    for node in list(root.iter(named("style:master-page"), named("style:page-layout"))):
        if (parent := node.getparent()) is not None and (node.get(named("style:name")) or "").startswith(_USUAL):
            parent.remove(node)
    layout = element(_part(root, "automatic-styles", {"master-styles"}), "style:page-layout")
    layout.set(named("style:name"), f"{_USUAL}Layout")
    sizes = {
        "fo:page-width": "297mm",
        "fo:page-height": "210mm",
        "style:print-orientation": "landscape",
        "fo:margin-top": "12mm",
        "fo:margin-bottom": "12mm",
        "fo:margin-left": "10mm",
        "fo:margin-right": "10mm",
        "style:scale-to-X": "1",
        "style:scale-to-Y": "0",
    }
    element(layout, "style:page-layout-properties", sizes)
    master = element(_part(root, "master-styles", set()), "style:master-page")
    master.set(named("style:name"), _USUAL)
    master.set(named("style:page-layout-name"), f"{_USUAL}Layout")
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")), _USUAL


def _part(root: etree._Element, name: str, before: Collection[str]) -> etree._Element:
    """A part of the styles; where it is missing it is made, before those that follow it."""
    found = root.find(f"{_OFFICE}{name}")
    if found is None:
        found = etree.Element(f"{_OFFICE}{name}")
        after = next((node for node in root if node.tag in {f"{_OFFICE}{each}" for each in before}), None)
        root.insert(root.index(after) if after is not None else len(root), found)
    return found
