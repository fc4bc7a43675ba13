"""A stream out of a compound file (the old Office container), however its chains of sectors are damaged."""

import struct

from northtaiwan_desktop.sheets.zip_parts import Odd

_END = 0xFFFFFFFA
"""Numbers from here on are no sectors: the end of a chain, free ones, those of the table itself."""
_ENTRY = 128


def stream(data: bytes, *names: str) -> bytes:
    """The first of these streams that is there; Odd where the file is no whole compound file, KeyError without one."""
    file = _File(data)
    entries = {name.lower(): (first, size) for name, first, size in file.entries()}
    for name in names:
        if name.lower() in entries:
            return file.content(*entries[name.lower()])
    raise KeyError(names[0])


class _File:
    def __init__(self, data: bytes) -> None:
        if len(data) < 512:
            raise Odd("no head")
        self._data = data
        (shift,) = struct.unpack_from("<H", data, 30)
        if shift not in (9, 12):
            raise Odd("sectors of no known size")
        self._size = 1 << shift
        (self._directory,) = struct.unpack_from("<I", data, 48)
        self._cutoff, self._small_table_at = struct.unpack_from("<II", data, 56)
        (more,) = struct.unpack_from("<I", data, 68)
        places = list(struct.unpack_from("<109I", data, 76))
        seen: set[int] = set()
        while more < _END and more not in seen:
            seen.add(more)
            *listed, more = struct.unpack(f"<{self._size // 4}I", self._sector(more).ljust(self._size, b"\xff"))
            places += listed
        self._table = b"".join(self._sector(place) for place in places if place < _END)
        self._root = (_END, 0)

    def entries(self) -> list[tuple[str, int, int]]:
        """Name, first sector and size of each stream."""
        found = []
        listed = self._chain(self._directory, 1 << 22)
        for at in range(0, len(listed) - _ENTRY + 1, _ENTRY):
            (length,) = struct.unpack_from("<H", listed, at + 64)
            kind = listed[at + 66]
            first, size = struct.unpack_from("<II", listed, at + 116)
            if kind == 5:
                self._root = (first, size)
            elif kind == 2 and 2 <= length <= 64:
                found.append((listed[at : at + length - 2].decode("utf-16-le", "replace"), first, size))
        return found

    def content(self, first: int, size: int) -> bytes:
        if size >= self._cutoff:
            return self._chain(first, size)
        table = self._chain(self._small_table_at, len(self._data))
        small = self._chain(*self._root)
        pieces = []
        for place in _followed(table, first, size // 64 + 1):
            pieces.append(small[place * 64 : place * 64 + 64])
        return b"".join(pieces)[:size]

    def _chain(self, first: int, size: int) -> bytes:
        most = min(size, len(self._data)) // self._size + 1
        return b"".join(self._sector(place) for place in _followed(self._table, first, most))[:size]

    def _sector(self, place: int) -> bytes:
        start = (place + 1) * self._size
        return self._data[start : start + self._size]


def _followed(table: bytes, first: int, most: int) -> list[int]:
    """The first numbers of a chain, as many as its stream needs."""
    found: list[int] = []
    seen: set[int] = set()
    while first < _END and first * 4 + 4 <= len(table):
        if first in seen:
            raise Odd("a chain that leads in a circle")
        seen.add(first)
        if len(found) < most:
            found.append(first)
        (first,) = struct.unpack_from("<I", table, first * 4)
    return found
