"""The rows of the journal, and kept files, read page by page out of a file that SQLite can't open any more.

SQLite's file format: https://www.sqlite.org/fileformat2.html, sections 1.6 and 2.1. A row is known by its shape.
"""

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from northtaiwan_desktop.storage.schema import KINDS

LEAF = 0x0D
PAGE_SIZES = {2**power for power in range(9, 17)}
USUAL = 4096
WIDTHS = {0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8, 7: 8, 8: 0, 9: 0}
LONGEST_CHAIN = 200_000
TURNS = {"do", "undo", "redo", "base"}


@dataclass
class Walked:
    """What was found: rows of the journal by their keys, files by their checksums, counters by their series."""

    changes: dict[tuple[int, int], tuple[Any, ...]] = field(default_factory=dict)
    operations: dict[int, tuple[Any, ...]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)


def walk(path: Path) -> Generator[float, None, Walked]:
    """Read every page of a table; yields how far it is (0 to 1)."""
    found = Walked()
    with path.open("rb") as file:
        pages = _Pages(file.read())
    for number in range(1, pages.count + 1):
        for rowid, row in pages.rows(number):
            _sort_in(found, rowid, row)
        if number % 200 == 0:
            yield number / pages.count
    return found


def _sort_in(found: Walked, rowid: int, row: tuple[Any, ...]) -> None:
    match row:
        case (int(operation), int(position), str(kind), str(), before, after) if (
            kind in KINDS and _is_image(before) and _is_image(after)
        ):
            found.changes[operation, position] = row
        case (None, str(id), str(), str(), str(), str(turn), int() | None, int(), *_more) if (
            len(id) == 32 and turn in TURNS
        ):
            found.operations[rowid] = (rowid, *row[1:8])
        case (str(digest), bytes(content)) if len(digest) == 64 and sha256(content).hexdigest() == digest:
            found.files[digest] = content
        case (str(series), int(last)) if len(series) <= 40:
            found.counters[series] = max(last, found.counters.get(series, 0))


def _is_image(value: Any) -> bool:
    return value is None or (isinstance(value, str) and value.startswith("{") and value.endswith("}"))


class _Pages:
    """A file's bytes as pages. What does not fit together is passed over."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        told = int.from_bytes(content[16:18], "big")
        told = 65536 if told == 1 else told
        self._size = told if content.startswith(b"SQLite format 3\0") and told in PAGE_SIZES else USUAL
        self._usable = self._size
        self.count = len(content) // self._size

    def rows(self, number: int) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows of a page of a table, each with its number."""
        page = self._page(number)
        start = 100 if number == 1 else 0
        if len(page) < self._size or page[start] != LEAF:
            return
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        for place in range(min(cells, self._size // 4)):
            at = start + 8 + 2 * place
            pointer = int.from_bytes(page[at : at + 2], "big")
            row = self._row(page, pointer) if start + 8 < pointer < self._size else None
            if row is not None:
                yield row

    def _page(self, number: int) -> bytes:
        return self._content[(number - 1) * self._size : number * self._size]

    def _row(self, page: bytes, at: int) -> tuple[int, tuple[Any, ...]] | None:
        try:
            length, at = _varint(page, at)
            rowid, at = _varint(page, at)
            return rowid, _values(self._payload(page, at, length))
        except (IndexError, ValueError):
            return None

    def _payload(self, page: bytes, at: int, length: int) -> bytes:
        """The row's bytes, put together from the pages over which they run."""
        most, least = self._usable - 35, (self._usable - 12) * 32 // 255 - 23
        if length <= most:
            return _cut(page, at, length)
        if length > len(self._content):
            raise ValueError("longer than the file")
        here = least + (length - least) % (self._usable - 4)
        here = here if here <= most else least
        parts, left = [_cut(page, at, here)], length - here
        following = int.from_bytes(_cut(page, at + here, 4), "big")
        for _step in range(LONGEST_CHAIN):
            if left <= 0:
                break
            overflow = self._page(following) if following else b""
            piece = _cut(overflow, 4, min(left, self._usable - 4))
            parts.append(piece)
            left -= len(piece)
            following = int.from_bytes(overflow[:4], "big")
        return b"".join(parts)


def _cut(page: bytes, at: int, length: int) -> bytes:
    piece = page[at : at + length]
    if length < 0 or len(piece) < length:
        raise IndexError("beyond the page")
    return piece


def _varint(page: bytes, at: int) -> tuple[int, int]:
    value = 0
    for step in range(8):
        byte = page[at + step]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + step + 1
    return value << 8 | page[at + 8], at + 9


def _values(payload: bytes) -> tuple[Any, ...]:
    """A record's values; ValueError where they don't fit their bytes."""
    end, at = _varint(payload, 0)
    kinds = []
    while at < end:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    at, values = end, []
    for kind in kinds:
        width = WIDTHS[kind] if kind in WIDTHS else (kind - 12) // 2
        if kind in {10, 11}:
            raise ValueError("reserved")
        piece = _cut(payload, at, width)
        at += width
        values.append(_value(kind, piece))
    return tuple(values)


def _value(kind: int, piece: bytes) -> Any:
    if kind == 0:
        return None
    if kind in {8, 9}:
        return kind - 8
    if kind < 7:
        return int.from_bytes(piece, "big", signed=True)
    if kind == 7:
        return float(int.from_bytes(piece, "big"))
    return piece if kind % 2 == 0 else piece.decode("utf-8")
