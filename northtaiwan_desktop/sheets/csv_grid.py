"""A text file of values as a grid: its delimiter is found out, and which cells hold broken bytes."""

import csv
import io
from collections import Counter
from itertools import islice

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import MOST_CELLS, Marks, short, tidy
from northtaiwan_desktop.sheets.grid_pieces import ROWS_AT_ONCE, Pieces, SheetBegins, SheetRows
from northtaiwan_desktop.sheets.text_encoding import BROKEN, decoded

_DELIMITERS = ",\t;|"


def read_csv(data: bytes, name: str, *, file: str) -> Pieces:
    """Read a text of values; FileUnreadable where its encoding can't be told. `name` is the sheet's."""
    text = decoded(data, file=file)
    yield 0.3
    delimiter = _delimiter(text)
    height = width = 0
    try:
        yield SheetBegins(name=name, is_hidden=False, marks=Marks(broken=_broken(text, delimiter)))
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
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


def _broken(text: str, delimiter: str) -> frozenset[tuple[int, int]]:
    """The cells with broken bytes; where a delimiter or a line's end went with them, the rest of the row too."""
    if BROKEN not in text:
        return frozenset()
    widths: Counter[int] = Counter()
    rows: list[tuple[int, int, list[int]]] = []
    for at, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        widths[len(row)] += 1
        if spoiled := [column for column, cell in enumerate(row) if BROKEN in cell]:
            rows.append((at, len(row), spoiled))
    usual = max(widths, key=lambda width: (widths[width], width))
    found = set()
    for at, width, spoiled in rows:
        columns = spoiled if width == usual else range(spoiled[0], max(width, usual))
        found |= {(at, column) for column in columns}
    return frozenset(found)


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
