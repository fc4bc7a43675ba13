"""One sheet's XML gone through once, without a tree: where its values end, and what is said beside them.

A tree of a long sheet takes ten times the memory and ten times the time of these few patterns, and has nothing that
could expand or nest. What the patterns see only adds to the values, which another reader gives.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter

from northtaiwan_desktop.sheets.grid import Extent, Marks, Merge
from northtaiwan_desktop.sheets.zip_parts import Odd

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_MARKS = 3_000_000
_LONGEST_CELL = 4_000_000
_CELL = rb"<c(?=[\s>])"
_AT = rb"\sr\s*=\s*[\"'](?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})[\"']"
# Wider than any real place: a cell beyond the edge is to be seen, not passed over.
_ANYWHERE = rb"\sr\s*=\s*[\"']([A-Za-z]{1,12})([0-9]{1,40})[\"']"
_HERE = re.compile(_CELL + rb"[^<>]*?" + _ANYWHERE + rb"(?:\ss=[\"']([0-9]{1,6})[\"'])?([^<>]*)(?<!/)>")
_NOWHERE = re.compile(_CELL + rb"(?![^<>]*?\sr\s*=)")
_ROW_NOWHERE = re.compile(rb"<row(?=[\s/>])(?![^<>]*?\sr\s*=)")
_ROW_OR_CELL = re.compile(rb"<(row|c)(?=[\s/>])([^<>]*)>")
_NUMBERED = re.compile(rb"\sr\s*=\s*[\"']([A-Z]{0,3})([0-9]{1,7})[\"']")
_STYLE = re.compile(rb"\ss\s*=\s*[\"']([0-9]{1,6})[\"']")
_ATTRIBUTES = re.compile(_CELL + rb"([^<>]*)(?<!/)>")
_STYLE_LATER = re.compile(rb'<c r="[A-Z]{1,3}[0-9]{1,7}"(?! s=")[^<>]*\ss\s*=')
_AN_END = 20_000
"""Bytes at which a piece of a sheet is looked at closely."""
_MANY_STYLES = 40
_STORED = rb"\s*(?:<v\s*>([^<]*)</v>|(<v\s*/>))?"
_WRITTEN = rb"<f(?=[\s/>])(?:[^<>]*/>|[^<>]*>[^<]*</f>)"
_FAULT = re.compile(
    _CELL + rb"(?=[^<>]*?" + _AT + rb")(?=[^<>]*?\st\s*=\s*[\"']e[\"'])[^<>]*>\s*(?:" + _WRITTEN + rb")?" + _STORED
)
_FORMULA = re.compile(_CELL + rb"([^<>]*)(?<!/)>\s*" + _WRITTEN + _STORED)
_TEXT_RESULT = re.compile(rb"\st\s*=\s*[\"']str[\"']")
_NO_NUMBER = re.compile(rb"\st\s*=\s*[\"'](?!n[\"'])")
_HIDDEN_ROW = re.compile(rb"<row(?=[^<>]*\shidden\s*=\s*[\"'](?:1|true)[\"'])[^<>]*?\sr\s*=\s*[\"']([0-9]{1,7})[\"']")
_COLUMN = re.compile(rb"<col(?=\s)(?=[^<>]*\shidden\s*=\s*[\"'](?:1|true)[\"'])([^<>]*)>")
_MERGE = re.compile(rb"<mergeCell\s[^<>]*?\bref\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7}):([A-Z]{1,3})([0-9]{1,7})[\"']")
_SHARED = re.compile(_CELL + rb"[^<>]*\st\s*=\s*[\"']s[\"'][^<>]*>\s*<v\s*>\s*([0-9]{1,9})\s*</v>")
_PREFIX = re.compile(rb"<(/?)[A-Za-z_][\w.-]*:")
_MAYBE_PREFIXED = (b":row", b":c", b":si")


@dataclass(frozen=True, kw_only=True)
class CellStyles:
    """Of the numbers by which cells name their style, those that matter to a reader."""

    percents: frozenset[str] = frozenset()
    symbols: Mapping[str, str] = field(default_factory=dict)
    """Symbol fonts by style number."""


class SheetScan:
    """Collects the marks of one sheet while its XML goes by in blocks."""

    def __init__(self, styles: CellStyles) -> None:
        self._styles = styles
        self._wanted = {number.encode() for number in (*styles.percents, *styles.symbols)}
        self._rest = b""
        self._height = self._width = 0
        self._last = (0, 0)  # row and column of the last cell, for a sheet that does not number them
        self._merges: list[Merge] = []
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._percents: set[tuple[int, int]] = set()
        self._symbols: dict[tuple[int, int], str] = {}
        self._uncomputed: set[tuple[int, int]] = set()
        self._faults: dict[tuple[int, int], str] = {}
        self.shared = 0
        """How many cells show a shared string."""

    def feed(self, block: bytes) -> None:
        """Take the next piece. ValueError where it is nothing that an office program writes."""
        whole = without_prefixes(self._rest + block)
        cut = max(whole.rfind(b"<c "), whole.rfind(b"<row"), whole.rfind(b"<mergeCell "))
        if cut <= 0:
            if len(whole) > _LONGEST_CELL:
                raise Odd("a cell without end")
            self._rest = whole
            return
        self._rest = whole[cut:]
        self._take(whole[:cut])

    def done(self) -> tuple[Extent, Marks]:
        self._take(self._rest)
        marks = Marks(
            merges=tuple(self._merges),
            hidden_rows=frozenset(self._hidden_rows),
            hidden_columns=frozenset(self._hidden_columns),
            percents=frozenset(self._percents),
            symbols=self._symbols,
            uncomputed=frozenset(self._uncomputed),
            faults=self._faults,
        )
        return Extent(self._height, self._width), marks

    @staticmethod
    def text_shown(blocks: Iterator[bytes], lengths: Sequence[int]) -> Iterator[int]:
        """The length of each shared string that a cell shows."""
        rest = b""
        for block in blocks:
            whole = without_prefixes(rest + block)
            cut = max(whole.rfind(b"<"), 0)
            # The last cell may go on in the next block: it is counted there, and a cell or two twice does no harm.
            rest = whole[max(0, cut - 200) :]
            for match in _SHARED.finditer(whole):
                number = int(match[1])
                yield lengths[number] if number < len(lengths) else 0

    def _take(self, xml: bytes) -> None:
        if _NOWHERE.search(xml) or _ROW_NOWHERE.search(xml) or self._last != (0, 0):
            xml = self._numbered(xml)
        self._measure(xml)
        if b"<f" in xml:
            self._take_formulas(xml)
        if b"'e'" in xml or b'"e"' in xml:
            for match in _FAULT.finditer(xml):
                fault = (match[3] or b"")[:40].decode("utf-8", "replace").strip()
                self._faults[_place(match["column"], match["row"])] = fault or "#N/A"
        if b"hidden" in xml:
            self._hidden_rows.update(int(match[1]) - 1 for match in _HIDDEN_ROW.finditer(xml))
            for match in _COLUMN.finditer(xml):
                first, last = _number(match[1], b"min"), _number(match[1], b"max")
                self._hidden_columns.update(range(max(0, first - 1), min(last, LAST_COLUMN)))
        if b"<mergeCell " in xml:
            for left, top, right, bottom in _MERGE.findall(xml):
                self._merges.append(Merge(int(top) - 1, _column(left), int(bottom) - 1, _column(right)))
        if len(self._percents) + len(self._faults) + len(self._uncomputed) + len(self._merges) > MOST_MARKS:
            raise Odd("more marks than cells")

    def _measure(self, xml: bytes) -> None:
        self.shared += xml.count(b't="s"') + (xml.count(b"t='s'") if b"='" in xml else 0)
        # Where a sheet is written as every office program writes it, its first and last cells tell of them all.
        ends = _HERE.findall(xml[:_AN_END]) + _HERE.findall(xml[-_AN_END:]) if len(xml) > 3 * _AN_END else []
        if ends and _within(ends, xml):
            self._reach(ends)
            self._take_wanted(xml)
            return
        cells = _HERE.findall(xml)
        if cells:
            self._reach(cells)
            self._take_each(cells, xml)

    def _reach(self, cells: Sequence[tuple[bytes, bytes, bytes, bytes]]) -> None:
        letters = set(map(itemgetter(0), cells))
        if max(map(len, letters)) > 3 or not all(map(bytes.isupper, letters)):
            raise Odd("a cell beyond the edge of any sheet")
        self._width = max(self._width, 1 + max(map(_column, letters)))
        self._height = max(self._height, max(map(int, set(map(itemgetter(1), cells)))))
        if self._height > LAST_ROW or self._width > LAST_COLUMN:
            raise Odd("a cell beyond the edge of any sheet")

    def _take_wanted(self, xml: bytes) -> None:
        """The styles of cells that name it next to their place, by looking for the few that matter alone."""
        if not self._wanted:
            return
        if len(self._wanted) > _MANY_STYLES or _STYLE_LATER.search(xml):
            self._take_each(_HERE.findall(xml), xml)
            return
        wanted = b"|".join(sorted(self._wanted))
        told = rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="(%s)"([^<>]*)(?<!/)>' % wanted
        self._take_styles(re.findall(told, xml))

    def _take_each(self, cells: Sequence[tuple[bytes, bytes, bytes, bytes]], xml: bytes) -> None:
        if self._wanted:
            # Every program that is known writes the place first and the style next; another order is as good XML.
            is_usual = xml.count(b"<c ") == xml.count(b"<c r=")
            self._take_styles(cells if is_usual else _any_order(xml))

    def _take_styles(self, cells: Iterable[tuple[bytes, bytes, bytes, bytes]]) -> None:
        for column, row, style, others in cells:
            if style not in self._wanted:
                later = _STYLE.search(others) if not style and b"s" in others else None
                if later is None or later[1] not in self._wanted:
                    continue
                style = later[1]
            place, number = _place(column, row), style.decode()
            if number in self._styles.percents and not _NO_NUMBER.search(others):
                self._percents.add(place)
            if number in self._styles.symbols:
                self._symbols[place] = self._styles.symbols[number]

    def _take_formulas(self, xml: bytes) -> None:
        for match in _FORMULA.finditer(xml):
            attributes, value, is_empty = match[1], match[2], match[3]
            # A formula may give an empty text: that is a result.
            is_text = _TEXT_RESULT.search(attributes) and (value is not None or is_empty)
            where = _NUMBERED.search(attributes)
            if not value and not is_text and where:
                self._uncomputed.add(_place(where[1], where[2]))

    def _numbered(self, xml: bytes) -> bytes:
        """Say the place of each row and cell that says none: the one after the last."""

        def said(match: "re.Match[bytes]") -> bytes:
            row, column = self._last
            is_row, own = match[1] == b"row", _NUMBERED.search(match[2])
            if is_row:
                self._last = (int(own[2]) if own else row + 1, 0)
            elif own:
                self._last = (int(own[2]), _column(own[1]) + 1)
            else:
                self._last = (max(row, 1), column + 1)
            if own:
                return match[0]
            row, column = self._last
            place = str(row) if is_row else f"{_letters(column)}{row}"
            return b'<%s r="%s"%s>' % (match[1], place.encode(), match[2])

        return _ROW_OR_CELL.sub(said, xml)


def without_prefixes(xml: bytes) -> bytes:
    """Tags by their local names, as the reader of values takes them: <x:c> is <c>."""
    return _PREFIX.sub(rb"<\1", xml) if any(word in xml for word in _MAYBE_PREFIXED) else xml


def _within(ends: Sequence[tuple[bytes, bytes, bytes, bytes]], xml: bytes) -> bool:
    """Does no cell with a value lie beyond these, and does each say its place first of all?"""
    letters, rows = max((len(end[0]), end[0]) for end in ends)[1], max(int(end[1]) for end in ends)
    if len(letters) > 2 or not letters.isupper():
        return False
    columns = b"[A-%s]" % letters if len(letters) == 1 else _columns_up_to(letters)
    place = rb' r="(?:%s)(?:%s)"' % (columns, _figures_up_to(str(rows)).encode())
    return re.search(rb"<c(?=\s)(?!%s[\s>/])[^<>]*(?<!/)>" % place, xml) is None


def _columns_up_to(letters: bytes) -> bytes:
    """A pattern of the columns from A up to one of two letters."""
    first, second = letters[:1], letters[1:]
    before = b"|[A-%s][A-Z]" % bytes((first[0] - 1,)) if first > b"A" else b""
    return b"[A-Z]|%s[A-%s]%s" % (first, second, before)


def _figures_up_to(number: str) -> str:
    """A pattern of the numbers from 1 up to this one, as they are written: 1[0-9]|2[0-3] is a part of that of 23."""
    ways = [f"[1-9][0-9]{{0,{len(number) - 2}}}"] if len(number) > 1 else []
    for at, figure in enumerate(number):
        least = 1 if at == 0 else 0
        if int(figure) > least:
            left = len(number) - at - 1
            ways.append(f"{number[:at]}[{least}-{int(figure) - 1}]" + (f"[0-9]{{{left}}}" if left else ""))
    return "|".join([*ways, number])


def _any_order(xml: bytes) -> Iterator[tuple[bytes, bytes, bytes, bytes]]:
    """Column, row, style and all attributes of each cell, in whatever order they are written."""
    for match in _ATTRIBUTES.finditer(xml):
        place, style = _NUMBERED.search(match[1]), _STYLE.search(match[1])
        if place and style:
            yield place[1], place[2], style[1], match[1]


def _number(attributes: bytes, name: bytes) -> int:
    match = re.search(rb"\s%s\s*=\s*[\"']([0-9]{1,7})[\"']" % name, attributes)
    return int(match[1]) if match else 1


def _place(letters: bytes, row: bytes) -> tuple[int, int]:
    return int(row) - 1, _column(letters)


@lru_cache(maxsize=20_000)
def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


@lru_cache(maxsize=20_000)
def _letters(column: int) -> str:
    """The letters of a column counted from 1."""
    letters = ""
    while column:
        column, left = divmod(column - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters
