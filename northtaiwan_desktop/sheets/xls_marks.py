"""What an old Excel file (xls) says beside its values: percentages, what is hidden, merges, errors; and a password."""

import struct
from collections.abc import Iterator

from northtaiwan_desktop.sheets.compound_file import stream
from northtaiwan_desktop.sheets.grid import Extent, Marks, Merge
from northtaiwan_desktop.sheets.symbol_fonts import is_symbol_font
from northtaiwan_desktop.sheets.zip_parts import Encrypted, Odd

_BEGIN, _END, _PASSWORD, _SHEET, _FORMAT, _STYLE, _FONT = 0x809, 0x0A, 0x2F, 0x85, 0x41E, 0xE0, 0x31
_SIZE, _ROW, _COLUMNS, _MERGES = 0x200, 0x208, 0x7D, 0xE5
_NUMBER, _TEXT, _SHARED, _RK, _MANY_RK, _BOOL_OR_ERROR, _FORMULA = 0x203, 0x204, 0xFD, 0x27E, 0xBD, 0x205, 0x06
_VALUES = {_NUMBER, _TEXT, _SHARED, _RK, _BOOL_OR_ERROR, _FORMULA}
_BIFF8 = 0x600
_FAULTS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def extents_and_marks(data: bytes) -> Iterator[tuple[str, Extent, Marks]]:
    """For each sheet its name, how much bears values, and the marks. Encrypted where a password is asked for."""
    book = stream(data, "Workbook", "Book")
    percents: set[int] = set()
    symbols: dict[int, str] = {}
    struck: set[int] = set()
    strikes: list[bool] = []
    formats: dict[int, str] = {9: "0%", 10: "0.00%"}
    fonts: list[str] = []
    sheets: list[tuple[int, str]] = []
    version = style = 0
    for number, content in _records(book, 0):
        if number == _BEGIN and not version:
            (version,) = struct.unpack_from("<H", content)
        elif number == _PASSWORD:
            raise Encrypted
        elif number == _SHEET:
            sheets.append((struct.unpack_from("<I", content)[0], _short_text(content[6:], version)))
        elif version == _BIFF8 and number == _FORMAT:
            formats[struct.unpack_from("<H", content)[0]] = content[5:].decode("latin-1")
        elif version == _BIFF8 and number == _FONT:
            fonts.append(_short_text(content[14:], version))
            strikes.append(bool(content[2] & 0x08))
        elif version == _BIFF8 and number == _STYLE:
            font, form = struct.unpack_from("<HH", content)
            if "%" in formats.get(form, ""):
                percents.add(style)
            # Font 4 is left out of the count, by a rule of the format.
            font -= font > 4
            if font < len(fonts) and is_symbol_font(fonts[font]):
                symbols[style] = fonts[font]
            if font < len(strikes) and strikes[font]:
                struck.add(style)
            style += 1
    for at, name in sheets:
        yield name, *_sheet(book, at, percents, symbols, struck)


def _sheet(
    book: bytes, at: int, percent_styles: set[int], symbol_styles: dict[int, str], struck_styles: set[int]
) -> tuple[Extent, Marks]:
    merges: list[Merge] = []
    hidden_rows: set[int] = set()
    hidden_columns: set[int] = set()
    percents: set[tuple[int, int]] = set()
    symbols: dict[tuple[int, int], str] = {}
    struck: set[tuple[int, int]] = set()
    faults: dict[tuple[int, int], str] = {}
    height = width = 0
    for number, content in _records(book, at):
        if number in _VALUES:
            row, column, style = struct.unpack_from("<HHH", content)
            height, width = max(height, row + 1), max(width, column + 1)
            if style in percent_styles and number not in (_TEXT, _SHARED):
                percents.add((row, column))
            if style in struck_styles:
                struck.add((row, column))
            if style in symbol_styles:
                symbols[row, column] = symbol_styles[style]
            if (number == _BOOL_OR_ERROR and content[7]) or (
                number == _FORMULA and content[12:14] == b"\xff\xff" and content[6] == 2
            ):
                faults[row, column] = _FAULTS.get(content[6 if number == _BOOL_OR_ERROR else 8], "#N/A")
        elif number == _MANY_RK:
            row, first = struct.unpack_from("<HH", content)
            styles = [struct.unpack_from("<H", content, place)[0] for place in range(4, len(content) - 6, 6)]
            height, width = max(height, row + 1), max(width, first + len(styles))
            percents.update((row, first + place) for place, style in enumerate(styles) if style in percent_styles)
        elif number == _SIZE:
            _refuse_false_size(content)
        elif number == _ROW and content[12] & 0x20:
            hidden_rows.add(struct.unpack_from("<H", content)[0])
        elif number == _COLUMNS and content[8] & 1:
            first, last = struct.unpack_from("<HH", content)
            hidden_columns.update(range(first, min(last + 1, 256)))
        elif number == _MERGES:
            for place in range(2, len(content) - 7, 8):
                top, bottom, left, right = struct.unpack_from("<HHHH", content, place)
                merges.append(Merge(top, left, bottom, right))
    marks = Marks(
        merges=tuple(merges),
        hidden_rows=frozenset(hidden_rows),
        hidden_columns=frozenset(hidden_columns),
        percents=frozenset(percents),
        symbols=symbols,
        struck=frozenset(struck),
        faults=faults,
    )
    return Extent(height, width), marks


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of a part of the stream, up to its end."""
    while at + 4 <= len(book):
        number, size = struct.unpack_from("<HH", book, at)
        if number == _END:
            return
        yield number, book[at + 4 : at + 4 + size]
        at += 4 + size
    raise Odd("records without end")


def _refuse_false_size(content: bytes) -> None:
    """The reader of values makes room for as many cells as this record says, before it has seen one."""
    top, bottom, left, right = struct.unpack_from("<IIHH" if len(content) >= 14 else "<HHHH", content)
    if bottom > 65_536 or right > 256 or top > bottom or left > right:
        raise Odd("a size beyond the edge of any sheet")


def _short_text(content: bytes, version: int) -> str:
    """A text of at most 255 characters that begins with its length."""
    length = content[0]
    if version != _BIFF8:
        return content[1 : 1 + length].decode("cp950", "replace")
    wide = content[1] & 1
    return content[2 : 2 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
