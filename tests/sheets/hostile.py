"""Files made to harm a reader, and files that are merely out of measure, each small as long as it is packed."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping

from openpyxl import Workbook

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = ("編號", "決議事項", "主辦單位", "辦理情形")


def packed(parts: Mapping[str, bytes]) -> bytes:
    """A zip of these parts."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return data.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def plain_xlsx() -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page.append(HEADER)
    page.append(("115-003", "研擬方案", "桃園市", "已辦理"))
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def with_sheet(xml: bytes, **others: bytes) -> bytes:
    """A workbook whose one sheet is this XML; `others` are parts with __ for /."""
    parts = parts_of(plain_xlsx())
    parts["xl/worksheets/sheet1.xml"] = xml
    parts |= {f"xl/{name}.xml": content for name, content in others.items()}
    return packed(parts)


def sheet(rows: bytes) -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>'.encode() + rows + b"</sheetData></worksheet>"


def text_cell(place: str, text: str) -> bytes:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'.encode()


ODS_HEAD = (
    b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>'
    b'<table:table table:name="a">'
)
ODS_TAIL = b"</table:table></office:spreadsheet></office:body></office:document-content>"


def ods(rows: bytes, head: bytes = ODS_HEAD) -> bytes:
    """An OpenDocument sheet of these rows."""
    return packed(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": head + rows + ODS_TAIL,
            "META-INF/manifest.xml": b"<manifest/>",
        }
    )


def ods_cell(text: str, attributes: str = "") -> bytes:
    return (
        f'<table:table-cell office:value-type="string" {attributes}><text:p>{text}</text:p></table:table-cell>'.encode()
    )


def ods_row(cells: bytes, attributes: str = "") -> bytes:
    return f"<table:table-row {attributes}>".encode() + cells + b"</table:table-row>"


def false_size() -> bytes:
    """A sheet that says it is small, and unpacks to far more."""
    data = bytearray(with_sheet(sheet(text_cell("A1", "x" * 2_000_000))))
    archive = zipfile.ZipFile(io.BytesIO(bytes(data)))
    info = archive.getinfo("xl/worksheets/sheet1.xml")
    entry = data.find(b"PK\x01\x02")
    while data[entry + 46 : entry + 46 + len(info.filename)] != info.filename.encode():
        entry = data.find(b"PK\x01\x02", entry + 1)
    struct.pack_into("<I", data, entry + 24, 1_000)
    struct.pack_into("<I", data, info.header_offset + 22, 1_000)
    return bytes(data)


def overlapping() -> bytes:
    """Many entries of the list of parts that all mean the same packed bytes."""
    data = with_sheet(sheet(text_cell("A1", "x" * 3_000_000)))
    start = data.find(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    entries, rest = data[start:end], bytearray(data[end:])
    last = entries.rfind(b"PK\x01\x02")
    one = entries[last:]
    many = b"".join(one.replace(b"xl/", f"x{index % 10}/".encode(), 1) for index in range(500))
    struct.pack_into("<HH", rest, 8, 500, 500)
    struct.pack_into("<II", rest, 12, len(entries) + len(many), start)
    return data[:start] + entries + many + bytes(rest)


def entities(first: bytes) -> bytes:
    """A sheet with a DTD before it."""
    return with_sheet(first + sheet(b'<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row>'))


LAUGHS = b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>" + b"".join(
    f"<!ENTITY {chr(98 + step)} '{f'&{chr(97 + step)};' * 10}'>".encode() for step in range(10)
)
OUTSIDE = b'<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/hostname">]>'
FETCHED = b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, each of at least 4,096 bytes: what xls files are packed in."""
    sectors: list[bytes] = []
    table: list[int] = []
    entries = [_entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1)]
    for place, (name, content) in enumerate(streams.items(), 1):
        content = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        first = len(sectors)
        sectors += [content[at : at + 512] for at in range(0, len(content), 512)]
        table += [*range(first + 1, len(sectors)), 0xFFFFFFFE]
        right = place + 1 if place < len(streams) else 0xFFFFFFFF
        entries.append(_entry(name, 2, first, len(content), right=right))
    entries += [_entry("", 0, 0, 0)] * (-len(entries) % 4)
    directory = len(sectors)
    listed = b"".join(entries)
    sectors += [listed[at : at + 512] for at in range(0, len(listed), 512)]
    table += [*range(directory + 1, len(sectors)), 0xFFFFFFFE]
    fats = -(-(len(table) + 8) // 128)
    where = [len(sectors) + at for at in range(fats)]
    table += [0xFFFFFFFD] * fats
    table += [0xFFFFFFFF] * (fats * 128 - len(table))
    sectors += [struct.pack("<128I", *table[at * 128 : at * 128 + 128]) for at in range(fats)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, fats, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", *where, *[0xFFFFFFFF] * (109 - fats))
    return head + b"".join(sectors)


def _entry(name: str, kind: int, first: int, size: int, *, child: int = 0xFFFFFFFF, right: int = 0xFFFFFFFF) -> bytes:
    spelled = name.encode("utf-16-le")
    length = len(spelled) + 2 if name else 0
    body = spelled.ljust(64, b"\0") + struct.pack("<HBBIII", length, kind, 1, 0xFFFFFFFF, right, child)
    return body + bytes(36) + struct.pack("<IQ", first, size)


def record(number: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", number, len(content)) + content


def xls(cells: bytes, *, globals_: bytes = b"") -> bytes:
    """An xls of one sheet, from bare records: `cells` are the sheet's, `globals_` stand before the list of sheets."""
    begin = struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)
    title = "資料".encode("utf-16-le")
    bound = struct.pack("<IBBBB", 0, 0, 0, 2, 1) + title
    top = record(0x809, begin) + globals_
    at = len(top) + 4 + len(bound) + 4
    top += record(0x85, struct.pack("<I", at) + bound[4:]) + record(0x0A)
    page = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + record(0x0A)
    return ole({"Workbook": top + page})


def label_record(row: int, column: int, text: str) -> bytes:
    spelled = text.encode("utf-16-le")
    return record(0x204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + spelled)


def fault_record(row: int, column: int, code: int) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def formula_fault_record(row: int, column: int, code: int) -> bytes:
    return record(0x06, struct.pack("<HHHBBBBHHHIH", row, column, 0, 2, 0, code, 0, 0, 0xFFFF, 0, 0, 0))


def number_record(row: int, column: int, number: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, number))


def circling() -> bytes:
    """A compound file whose first sector is followed by itself."""
    data = bytearray(xls(label_record(0, 0, "x")))
    (table,) = struct.unpack_from("<I", data, 76)
    struct.pack_into("<I", data, (table + 1) * 512, 0)
    return bytes(data)


def many_rows() -> bytes:
    """A sheet to Excel's last row: five million cells."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="E%d"><v>2</v></c></row>' % (row, row, row)
        for row in range(1, 1_048_577)
    )
    return with_sheet(sheet(rows))


def long_table() -> bytes:
    """As many rows as can be read at all, each of five columns."""
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c><c r="E%d"><v>%d</v></c></row>' % (row, row, row, row)
        for row in range(1, 200_001)
    )
    return with_sheet(sheet(rows))


def to_the_last_row() -> bytes:
    """Two values, and formulas down to Excel's last row that give nothing."""
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row>' + b"".join(
        b'<row r="%d"><c r="B%d" t="str"><f>IF(A%d="","",1)</f><v></v></c></row>' % (row, row, row)
        for row in range(2, 1_048_577)
    )
    return with_sheet(sheet(rows))


def many_sheets() -> bytes:
    """A list of sheets that names one sheet five thousand times."""
    parts = parts_of(plain_xlsx())
    book = parts["xl/workbook.xml"]
    start = book.index(b"<sheet ")
    one = book[start : book.index(b"/>", start) + 2]
    parts["xl/workbook.xml"] = book.replace(one, one * 5_000)
    return packed(parts)


def many_columns() -> bytes:
    from northtaiwan_desktop.sheets.grid import column_letters

    cells = b"".join(f'<c r="{column_letters(at)}1"><v>1</v></c>'.encode() for at in range(16_384))
    return with_sheet(sheet(b'<row r="1">' + cells + b"</row>"))


def shared_giant() -> bytes:
    """One text of 30,000 characters in 50,000 cells: small in the file, 4 GB when read."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"字" * 30_000}</t></si></sst>'.encode()
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(1, 50_001))
    return with_sheet(sheet(rows), sharedStrings=strings)


def long_strings() -> bytes:
    strings = f'<sst xmlns="{MAIN}"><si><t>{"a" * 200_000_000}</t></si></sst>'.encode()
    return with_sheet(sheet(b""), sharedStrings=strings)


def deep() -> bytes:
    return with_sheet(b"<a>" * 200_000 + b"</a>" * 200_000)


def deep_workbook() -> bytes:
    parts = parts_of(plain_xlsx())
    parts["xl/workbook.xml"] = b"<a>" * 100_000 + b"</a>" * 100_000
    return packed(parts)


def twice_named() -> bytes:
    data = io.BytesIO(plain_xlsx())
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("XL/Worksheets/Sheet1.xml", sheet(text_cell("A1", "別的")))
    return data.getvalue()


def with_macros() -> bytes:
    parts = parts_of(plain_xlsx())
    parts["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(2000)
    parts["xl/externalLinks/externalLink1.xml"] = b'<externalLink r:id="rId1"/>'
    parts["xl/externalLinks/_rels/externalLink1.xml.rels"] = b'<Relationships><Relationship Target="file://x/y.xls"/>'
    parts["../../../../tmp/escaped.xml"] = b"<x/>"
    return packed(parts)


Make = Callable[[], bytes]
REFUSED: Mapping[str, tuple[str, Make, str]] = {
    "zip bomb": ("a.xlsx", lambda: packed({"xl/workbook.xml": b"", "xl/media/x": bytes(700_000_000)}), "過大"),
    "false size": ("a.xlsx", false_size, "損壞"),
    "overlapping parts": ("a.xlsx", overlapping, "惡意檔案"),
    "two parts of one name": ("a.xlsx", twice_named, "惡意檔案"),
    "zip in zip": ("a.xlsx", lambda: packed({"b.xlsx": packed({"c.zip": bytes(9_000_000)})}), "解壓縮"),
    "a billion laughs": ("a.xlsx", lambda: entities(LAUGHS + b"]>"), "惡意檔案"),
    "an entity outside": ("a.xlsx", lambda: entities(OUTSIDE), "惡意檔案"),
    "a DTD from the net": ("a.xlsx", lambda: entities(FETCHED), "惡意檔案"),
    "an entity in ods": ("a.ods", lambda: ods(ods_row(ods_cell("&b;")), OUTSIDE + ODS_HEAD), "惡意檔案"),
    "a cell at the far corner": (
        "a.xlsx",
        lambda: with_sheet(sheet(b'<c r="A1"/><c r="XFD1048576"><v>1</v></c>')),
        "1048576",
    ),
    "a cell far from its row": (
        "a.xlsx",
        lambda: with_sheet(sheet(b'<row r="1"><c r="XFD1048576"><v>1</v></c><c r="A1"><v>1</v></c></row>')),
        "1048576",
    ),
    "a cell beyond the edge": ("a.xlsx", lambda: with_sheet(sheet(b'<c r="ZZZ9999999"><v>1</v></c>')), "損壞"),
    "a cell far beyond the edge": (
        "a.xlsx",
        lambda: with_sheet(sheet(b'<c r="A99999999999999999999"><v>1</v></c>')),
        "損壞",
    ),
    "a row of 32 bits": (
        "a.xlsx",
        lambda: with_sheet(sheet(b'<c r="A1"><v>1</v></c><c r="E2147483648"><v>1</v></c>')),
        "損壞",
    ),
    "every row of Excel filled": ("a.xlsx", many_rows, "200,000"),
    "one sheet named five thousand times": ("a.xlsx", many_sheets, "500 張"),
    "one text in many cells": ("a.xlsx", shared_giant, "文字過多"),
    "giant shared strings": ("a.xlsx", long_strings, "過大"),
    "deep workbook": ("a.xlsx", deep_workbook, "損壞"),
    "one cell repeated in ods": (
        "a.ods",
        lambda: ods(
            ods_row(ods_cell("x", 'table:number-columns-repeated="16384"'), 'table:number-rows-repeated="9999"')
        ),
        "超過能處理的大小",
    ),
    "a long text repeated in ods": (
        "a.ods",
        lambda: ods(ods_row(ods_cell("字" * 30_000), 'table:number-rows-repeated="100000"')),
        "文字過多",
    ),
    "ods names that mean something else": (
        "a.ods",
        lambda: ods(ods_row(ods_cell("x")), ODS_HEAD.replace(b"xmlns:table:1.0", b"xmlns:other:1.0")),
        "損壞",
    ),
    "xls with a password": ("a.xls", lambda: xls(b"", globals_=record(0x2F, bytes(6))), "密碼"),
    "xls that claims a giant sheet": (
        "a.xls",
        lambda: xls(record(0x200, struct.pack("<IIHHH", 0, 0xFFFFFFF0, 0, 0xFFF0, 0)) + label_record(0, 0, "x")),
        "損壞",
    ),
    "xls with a cell far away": (
        "a.xls",
        lambda: xls(label_record(0, 0, "x") + number_record(65_535, 65_535, 1)),
        "65536",
    ),
    "xls whose chain leads in a circle": ("a.xls", lambda: circling(), "損壞"),
    "xlsx with a password": ("a.xlsx", lambda: ole({"EncryptedPackage": b"x" * 9000, "EncryptionInfo": b""}), "密碼"),
}
"""What has to be refused: the file's name, its bytes, and a word of the sentence."""

READ: Mapping[str, tuple[str, Make, object]] = {
    "a million empty repeated rows": (
        "a.ods",
        lambda: ods(
            ods_row(ods_cell("編號")) + ods_row(b"<table:table-cell/>", 'table:number-rows-repeated="1048000"')
        ),
        "編號",
    ),
    "two thousand million empty cells": (
        "a.ods",
        lambda: ods(ods_row(ods_cell("編號") + b'<table:table-cell table:number-columns-repeated="2000000000"/>')),
        "編號",
    ),
    "as many rows as can be read": ("a.xlsx", long_table, 1),
    "formulas that give nothing in every row of Excel": ("a.xlsx", to_the_last_row, 1),
    "every column of Excel": ("a.xlsx", many_columns, 1),
    "macros and links to outside": ("a.xlsm", with_macros, "編號"),
    "a hundred thousand tags deep": ("a.xlsx", deep, None),
    "xls from bare records": ("a.xls", lambda: xls(label_record(0, 0, "編號") + number_record(1, 0, 1040604)), "編號"),
}
"""What has to be read: the file's name, its bytes, and its first cell."""
