"""A text file of values as a grid: its encoding and its delimiter are found out."""

import codecs
import csv
import io
from collections import Counter
from itertools import islice

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import MOST_CELLS, Marks, short, tidy
from northtaiwan_desktop.sheets.grid_pieces import ROWS_AT_ONCE, Pieces, SheetBegins, SheetRows

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS = ",\t;|"
# The user-defined areas (造字) of Big5 in the order and at the places that Windows gives them in Unicode.
_USER_AREAS = ((0xFA, 0xFE, 0xE000), (0x8E, 0xA0, 0xE311), (0x81, 0x8D, 0xEEB8), (0xC6, 0xC8, 0xF6B1))


def read_csv(data: bytes, name: str, *, file: str) -> Pieces:
    """Read a text of values; FileUnreadable where its encoding can't be told. `name` is the sheet's."""
    text = decoded(data, file=file)
    yield 0.3
    yield SheetBegins(name=name, is_hidden=False, marks=Marks())
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    height = width = 0
    try:
        while batch := tuple(short(tuple(map(tidy, row))) for row in islice(reader, ROWS_AT_ONCE)):
            height, width = height + len(batch), max(width, max(map(len, batch)))
            if height * width > MOST_CELLS:
                raise FileUnreadable(
                    _(
                        "無法讀取「{file}」：有 {rows} 列、{columns} 欄以上，超過能處理的大小。請分成幾個檔案再匯入。"
                    ).format(file=file, rows=height, columns=width)
                )
            yield SheetRows(batch)
    except csv.Error as error:
        raise FileUnreadable(
            _("無法讀取「{file}」：文字檔的欄位格式有誤。請以 Excel 開啟，另存為 xlsx 後再匯入。").format(file=file)
        ) from error


def decoded(data: bytes, *, file: str) -> str:
    """The text of UTF-8 with or without BOM, UTF-16, or Big5 with Windows' extensions and 造字."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _tried(data, encoding, file)
    if b"\0" in data[:2000]:
        even = data[:2000:2].count(0)
        return _tried(data, "utf-16-be" if even > data[1:2000:2].count(0) else "utf-16-le", file)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _big5(data, file)


def _tried(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _unknown_encoding(file) from error


def _big5(data: bytes, file: str) -> str:
    pieces: list[str] = []
    start = 0
    while True:
        try:
            pieces.append(data[start:].decode("cp950"))
            return "".join(pieces)
        except UnicodeDecodeError as error:
            pieces.append(data[start : start + error.start].decode("cp950"))
            at = start + error.start
            own = _user_character(data[at : at + 2])
            if own is None:
                raise _unknown_encoding(file) from error
            pieces.append(own)
            start = at + 2


def _user_character(pair: bytes) -> str | None:
    """The private-use character for two bytes of a user-defined area; None for any others."""
    if len(pair) < 2 or not (0x40 <= pair[1] <= 0x7E or 0xA1 <= pair[1] <= 0xFE):
        return None
    trail = pair[1] - 0x40 if pair[1] <= 0x7E else pair[1] - 0xA1 + 63
    for first, last, base in _USER_AREAS:
        if first <= pair[0] <= last:
            index = (pair[0] - first) * 157 + trail
            # The area of C6 begins in the middle of its first row.
            return chr(base + index - (63 if first == 0xC6 else 0)) if first != 0xC6 or index >= 63 else None
    return None


def _delimiter(text: str) -> str:
    """The delimiter that cuts most of the first lines into the same number of cells, and more than one."""
    head = text[:20_000]

    def score(delimiter: str) -> tuple[int, int]:
        try:
            widths = Counter(len(row) for row in csv.reader(io.StringIO(head, newline=""), delimiter=delimiter) if row)
        except csv.Error:
            return (0, 0)
        wide = [(count, width) for width, count in widths.items() if width > 1]
        return max(wide, default=(0, 0))

    return max(_DELIMITERS, key=score)


def _unknown_encoding(file: str) -> FileUnreadable:
    return FileUnreadable(
        _("無法讀取「{file}」：看不出文字的編碼。請以 Excel 開啟，另存為「CSV UTF-8」或 xlsx 後再匯入。").format(
            file=file
        )
    )
