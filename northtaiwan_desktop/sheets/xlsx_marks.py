"""What an Excel file says beside its values: merges, what is hidden, formats, formulas, errors."""

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from northtaiwan_desktop.sheets.grid import MOST_TEXT, Extent, Marks
from northtaiwan_desktop.sheets.symbol_fonts import is_symbol_font
from northtaiwan_desktop.sheets.xlsx_scan import STRIKE, CellStyles, SheetScan, without_prefixes
from northtaiwan_desktop.sheets.zip_parts import Odd, Parts, TooMuch

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_BUILT_IN_PERCENTS = {"9", "10"}
_STRINGS = "xl/sharedStrings.xml"
MOST_STRINGS = 150_000_000
"""Bytes of the shared strings, which the reader of values keeps whole."""
_LONGEST_STRING = 4_000_000


def extents_and_marks(parts: Parts) -> Iterator[tuple[str, Extent, Marks]]:
    """For each sheet its name, how much bears values, and the marks; sheet by sheet, as they are long to read."""
    lengths, struck = _strings(parts)
    styles = replace(_styles(parts), struck_strings=struck)
    longest = max(lengths, default=0)
    for name, part in _sheets(parts):
        scan = SheetScan(styles)
        for block in parts.blocks(part):
            scan.feed(block)
        extent, marks = scan.done()
        text = scan.shared * longest
        if text > MOST_TEXT:
            # Few cells may show the longest text: now it is worth counting them.
            text = sum(SheetScan.text_shown(parts.blocks(part), lengths))
        yield name, extent._replace(text=text), marks


def _sheets(parts: Parts) -> list[tuple[str, str]]:
    """Sheet names, each with the part that holds it."""
    relations = parts.tree("xl/_rels/workbook.xml.rels")
    targets = {node.get("Id", ""): node.get("Target", "") for node in relations.iterchildren("{*}Relationship")}
    found = []
    for node in parts.tree("xl/workbook.xml").iterfind(".//{*}sheets/{*}sheet"):
        target = targets.get(node.get(_RELATION) or node.get(_STRICT_RELATION) or "", "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        if part in parts:
            found.append((node.get("name", ""), part))
    return found


def _styles(parts: Parts) -> CellStyles:
    """The style numbers under which a cell is shown as a percentage, and those of symbol fonts with the font."""
    if "xl/styles.xml" not in parts:
        return CellStyles()
    root = parts.tree("xl/styles.xml")
    formats = {
        node.get("numFmtId", "")
        for node in root.iterfind("{*}numFmts/{*}numFmt")
        if "%" in _QUOTED.sub("", node.get("formatCode", ""))
    }
    formats |= _BUILT_IN_PERCENTS
    fonts = [_font_name(node) for node in root.iterfind("{*}fonts/{*}font")]
    percents: set[str] = set()
    symbols: dict[str, str] = {}
    strikes = {at for at, node in enumerate(root.iterfind("{*}fonts/{*}font")) if _is_struck(node)}
    struck: set[str] = set()
    for index, node in enumerate(root.iterfind("{*}cellXfs/{*}xf")):
        if node.get("numFmtId") in formats:
            percents.add(str(index))
        number = node.get("fontId", "")
        if not (number.isascii() and number.isdigit() and int(number) < len(fonts)):
            continue
        if is_symbol_font(fonts[int(number)]):
            symbols[str(index)] = fonts[int(number)]
        if int(number) in strikes:
            struck.add(str(index))
    return CellStyles(percents=frozenset(percents), symbols=symbols, struck=frozenset(struck))


def _is_struck(font: etree._Element) -> bool:
    strike = font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in {"0", "false"}


def _font_name(font: etree._Element) -> str:
    name = font.find("{*}name")
    return name.get("val", "") if name is not None else ""


def _strings(parts: Parts) -> tuple[list[int], frozenset[int]]:
    """About how many bytes each shared string takes, which the reader of values copies into every cell that shows it;
    and which of them are struck through in part."""
    if parts.size(_STRINGS) > MOST_STRINGS:
        raise TooMuch
    lengths: list[int] = []
    struck: set[int] = set()
    rest = b""
    for block in parts.blocks(_STRINGS) if _STRINGS in parts else ():
        *whole, rest = without_prefixes(rest + block).replace(b"<si/>", b"<si></si>").split(b"</si>")
        if any(b"<strike" in each for each in whole):
            struck.update(len(lengths) + at for at, each in enumerate(whole) if STRIKE.search(each))
        lengths += map(len, whole)
        if len(rest) > _LONGEST_STRING:
            raise Odd("a string without end")
    return lengths, frozenset(struck)
