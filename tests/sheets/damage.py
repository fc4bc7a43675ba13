"""Workbooks damaged by chance, the same for the same seed: in their bytes, as by a bad disk, or within their parts."""

import io
import random
import re
from collections.abc import Callable
from datetime import date
from functools import cache

import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Font

from northtaiwan_desktop.sheets import ods_file
from northtaiwan_desktop.sheets.book import Book, Sheet, SheetColumn
from tests.sheets.hostile import label_record, number_record, packed, parts_of, record, xls

ROWS: list[list[object]] = [
    ["桃園市政府 115年第3季辦理情形", None, None, None, None, None],
    ["編號", "決議事項", "主辦單位", "辦理情形", "實際進度", "填報日期"],
    *(
        [f"115-{index:03}", f"研擬第{index}案", "桃園市政府交通局", "已召開會議", 0.8, "115/09/28"]
        for index in range(1, 9)
    ),
    ["合計", "8案", None, None, None, None],
]
_NUMBER = re.compile(rb"[0-9]+")
_MATTERS = re.compile("sheet|content|strings|styles|workbook|rels|manifest", re.IGNORECASE)
_TAG = re.compile(rb"<[^<>]{1,200}>")
_WORD = re.compile(rb">([^<>]+)<")
_CELL = re.compile(rb"(?:^|,)([^,\r\n]*)", re.MULTILINE)
_WORDS = (
    *("合計", "註：", "編號", "辦理情形", "115年2月30日", "1/12", "99.10", "115年", "-5%", "180%", "八成", "#REF!", ""),
    *(
        "=cmd|'/c calc'!A1",
        "@SUM(A1)",
        "□解除列管 ■繼續列管",
        "■解除列管 ■繼續列管",
        "þ",
        "王\ue000",
        "臺南市",
        "\u202e",
        "🙂",
    ),
    *("9" * 400, "字" * 40_000, "1e400", "nan", "第3季", "\n\n", "「", "單位：千元", "A" * 31),
)
_FIGURES = (b"0", b"-1", b"2147483648", b"4294967295", b"99999999999999999999", b"1e308", b"NaN", b"1048576", b"")
_STRANGE = (b"\0", b"\xff\xfe", "\ue000".encode(), b"&x;", b"&#0;", b"]]>", b"<!--", b"<![CDATA[", b"%", b"\r")


@cache
def whole_files() -> tuple[tuple[str, bytes], ...]:
    """The files that are damaged, each with its name."""
    return (
        ("甲.xlsx", _by_openpyxl()),
        ("乙.xlsx", _by_xlsxwriter()),
        ("丙.ods", _ods()),
        ("丁.xls", _xls()),
        ("戊.csv", _csv("utf-8-sig")),
        ("己.csv", _csv("cp950")),
    )


def damaged(seed: int) -> tuple[str, bytes]:
    """One damaged file: its name and its bytes."""
    luck = random.Random(seed)
    name, data = luck.choice(whole_files())
    if data.startswith(b"PK") and luck.random() < 0.7:
        parts = parts_of(data)
        # The parts that matter more often than the many that only adorn.
        known = [part for part in parts if _MATTERS.search(part)]
        for _turn in range(luck.choice((1, 1, 2, 3))):
            part = luck.choice(known)
            parts[part] = luck.choice(_IN_PARTS)(parts[part], luck)
        if luck.random() < 0.1:
            parts.pop(luck.choice(list(parts)))
        return name, packed(parts)
    if name.endswith(".csv") and luck.random() < 0.7:
        encoding = "utf-8-sig" if data.startswith(b"\xef") else "cp950"
        for _turn in range(luck.randint(1, 4)):
            # A character that is cut in two is a damage of bytes, which comes below.
            text = luck.choice(_IN_TEXT)(data.decode(encoding).encode(), luck)
            data = text.decode(errors="ignore").encode(encoding, errors="replace")
        return name, data
    for _turn in range(luck.randint(1, 4)):
        data = luck.choice(_IN_BYTES)(data, luck)
    return name, data


def _flip(data: bytes, luck: random.Random) -> bytes:
    made = bytearray(data)
    for _turn in range(luck.randint(1, 20)):
        if made:
            made[luck.randrange(len(made))] = luck.randrange(256)
    return bytes(made)


def _cut(data: bytes, luck: random.Random) -> bytes:
    return data[: luck.randrange(len(data) + 1)]


def _hole(data: bytes, luck: random.Random) -> bytes:
    start = luck.randrange(len(data) + 1)
    return data[:start] + data[start + luck.randint(1, 600) :]


def _double(data: bytes, luck: random.Random) -> bytes:
    start = luck.randrange(len(data) + 1)
    piece = data[start : start + luck.randint(1, 2_000)]
    return data[:start] + piece * luck.randint(2, 50) + data[start:]


def _blank(data: bytes, luck: random.Random) -> bytes:
    start = luck.randrange(len(data) + 1)
    size = luck.randint(1, 600)
    return data[:start] + bytes(size) + data[start + size :]


def _other_number(data: bytes, luck: random.Random) -> bytes:
    places = list(_NUMBER.finditer(data))
    if not places:
        return data
    place = luck.choice(places)
    return data[: place.start()] + luck.choice(_FIGURES) + data[place.end() :]


def _lost_tag(data: bytes, luck: random.Random) -> bytes:
    places = list(_TAG.finditer(data))
    if not places:
        return data
    place = luck.choice(places)
    return data[: place.start()] + data[place.end() :]


def _more_tags(data: bytes, luck: random.Random) -> bytes:
    places = list(_TAG.finditer(data))
    if not places:
        return data
    place = luck.choice(places)
    return data[: place.end()] + place[0] * luck.choice((1, 3, 300, 5_000)) + data[place.end() :]


def _swapped_tags(data: bytes, luck: random.Random) -> bytes:
    places = list(_TAG.finditer(data))
    if len(places) < 2:
        return data
    first, second = sorted(luck.sample(places, 2), key=lambda place: place.start())
    between = data[first.end() : second.start()]
    return data[: first.start()] + second[0] + between + first[0] + data[second.end() :]


def _strange(data: bytes, luck: random.Random) -> bytes:
    at = luck.randrange(len(data) + 1)
    return data[:at] + luck.choice(_STRANGE) + data[at:]


def _other_word(data: bytes, luck: random.Random) -> bytes:
    """A text between two tags, or two commas, says something else: the file stays whole."""
    places = list((_WORD if b"<" in data else _CELL).finditer(data))
    if not places:
        return data
    place = luck.choice(places)
    return data[: place.start(1)] + luck.choice(_WORDS).encode() + data[place.end(1) :]


_IN_BYTES: tuple[Callable[[bytes, random.Random], bytes], ...] = (_flip, _cut, _hole, _double, _blank)
_IN_PARTS = (
    *(_other_number, _other_word) * 3,
    *(_lost_tag, _more_tags, _swapped_tags, _strange, _flip, _hole, _cut),
)
_IN_TEXT = (*(_other_word, _other_number) * 2, _double, _hole, _strange)


def _by_openpyxl() -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in ROWS:
        page.append(row)
    page.merge_cells("A1:F1")
    for row in range(3, 11):
        page.cell(row, 5).number_format = "0%"
    page["D3"], page["D4"], page["D4"].font = "=A1&B1", "ü", Font(name="Wingdings")
    page.row_dimensions[5].hidden = True
    book.create_sheet("說明")["A1"] = "每季填報"
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def _by_xlsxwriter() -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data, {"in_memory": True})
    page = book.add_worksheet("115年第3季")
    for at, row in enumerate(ROWS):
        page.write_row(at, 0, [value if value is not None else "" for value in row])
    page.write_formula("D3", "=1/0", value="#DIV/0!")
    page.data_validation("E3:E10", {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1})
    book.close()
    return data.getvalue()


def _ods() -> bytes:
    heads = [str(title) for title in ROWS[1]]
    table = Sheet(
        name="辦理情形",
        title=("桃園市政府 115年第3季辦理情形",),
        columns=tuple(SheetColumn(name=f"c{at}", title=title) for at, title in enumerate(heads)),
        rows=tuple(tuple(value for value in row) for row in ROWS[2:]),  # type: ignore[arg-type]
    )
    return ods_file.data(Book(title="辦理情形", author="示例", made_on=date(2026, 9, 20), sheets=(table,)))


def _xls() -> bytes:
    cells = b"".join(
        number_record(row, column, value) if isinstance(value, float) else label_record(row, column, str(value))
        for row, values in enumerate(ROWS)
        for column, value in enumerate(values)
        if value is not None
    )
    return xls(cells + record(0xE5, bytes([1, 0, 0, 0, 0, 0, 0, 0, 5, 0])))


def _csv(encoding: str) -> bytes:
    lines = (",".join("" if value is None else str(value) for value in row) for row in ROWS)
    return "\r\n".join(lines).encode(encoding)
