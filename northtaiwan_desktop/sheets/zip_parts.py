"""The parts of a packed workbook (xlsx, ods): none is larger than it says, and each is plain XML."""

import io
from collections.abc import Iterator
from zipfile import ZipFile, ZipInfo

from lxml import etree

MOST_PARTS = 10_000
MOST_UNPACKED = 600_000_000
MOST_OF_A_TREE = 20_000_000
"""Parts that are held as a tree (the list of sheets, the styles) take about five times their size."""
_BLOCK = 1 << 22
_DOCTYPE = b"<!DOCTYPE"


class TooMuch(Exception):
    """A part, or all of them, would unpack to more than a workbook has."""


class Encrypted(Exception):
    """A part is packed with a password."""


class Odd(ValueError):
    """A package that no office program writes."""


class Hostile(Odd):
    """One that is hardly an accident: two parts of one name, parts that lie over one another, a DTD."""


class Parts:
    """The parts of a package by their names, as loosely spelled as the reader of values takes them.

    The sizes that a package states are held to: `zipfile` reads no further than stated, and its checksum then tells.
    """

    def __init__(self, data: bytes) -> None:
        self._archive = ZipFile(io.BytesIO(data))
        self._infos: dict[str, ZipInfo] = {}
        every = self._archive.infolist()
        if len(every) > MOST_PARTS or sum(info.file_size for info in every) > MOST_UNPACKED:
            raise TooMuch
        if sum(info.compress_size for info in every) > len(data):
            raise Hostile("parts lie over one another")
        for info in every:
            name = _plain(info.filename)
            if name in self._infos:
                raise Hostile("two parts of one name")
            if info.flag_bits & 1:
                raise Encrypted
            self._infos[name] = info
        self.unpacked = sum(info.file_size for info in every)

    def __contains__(self, name: str) -> bool:
        return _plain(name) in self._infos

    def holds(self, folder: str) -> bool:
        """Is there a part in this folder?"""
        return any(name.startswith(_plain(folder)) for name in self._infos)

    def size(self, name: str) -> int:
        """The bytes of a part when unpacked; 0 where there is none."""
        info = self._infos.get(_plain(name))
        return info.file_size if info else 0

    def read(self, name: str) -> bytes:
        """A small part whole; nothing where there is none."""
        if self.size(name) > MOST_OF_A_TREE:
            raise TooMuch
        return b"".join(self.blocks(name)) if name in self else b""

    def tree(self, name: str) -> etree._Element:
        """A small part as a tree. KeyError where there is none."""
        if name not in self:
            raise KeyError(name)
        return etree.fromstring(self.read(name), _parser())

    def blocks(self, name: str) -> Iterator[bytes]:
        """A part piece by piece, to its end, where its checksum is compared. A DTD and wide characters are refused."""
        tail = b""
        with self._archive.open(self._infos[_plain(name)]) as stream:
            while block := stream.read(_BLOCK):
                # Offices write neither; in UTF-16 a DTD could not be seen here.
                if _DOCTYPE in block or _DOCTYPE in tail + block[:10] or (not tail and b"\0" in block[:64]):
                    raise Hostile("not the plain XML of an office program")
                tail = block[-10:]
                yield block


def pull_parser(*tags: str) -> etree.XMLPullParser:
    """A parser that is fed piece by piece, as hardened as the other: for parts too large for a tree."""
    return etree.XMLPullParser(
        events=("start", "end"), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
