"""The cells of an Excel sheet as XML: found, or put where they belong."""

import re
from collections.abc import Iterable

from lxml import etree

from northtaiwan_desktop.sheets.grid import column_letters

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def place_of(cell: str) -> tuple[int, int]:
    """Row and column, counted from 0, of an address such as C7."""
    match = _REFERENCE.fullmatch(cell)
    if match is None:
        raise ValueError(cell)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(match[2]) - 1, column - 1


def plain_letters(text: str) -> str:
    """A text without the signs that XML does not bear."""
    return _ILLEGAL.sub("", text)


def plain_text(text: str) -> str:
    """A text as a cell of Excel holds it: what looks like Excel's own escapes is no escape."""
    return _ESCAPED.sub("_x005F_", plain_letters(text))


class Cells:
    """Finds cells by address; one that is not there is made, with the format of its row or column."""

    def __init__(self, sheet: etree._Element, wanted: Iterable[str]) -> None:
        self._main = etree.QName(sheet).namespace
        data = sheet.find("{*}sheetData")
        if data is None:
            raise ValueError("a sheet without data")
        self._data = data
        self._columns = sheet.find("{*}cols")
        rows = {place_of(cell)[0] for cell in wanted}
        self._rows: dict[int, etree._Element] = {}
        self._order: list[int] = []
        number = -1
        for node in data:
            told = node.get("r", "")
            number = int(told) - 1 if told.isdigit() else number + 1
            self._order.append(number)
            if number in rows:
                self._rows[number] = node

    def cell(self, address: str) -> etree._Element:
        """The cell of this address."""
        number, column = place_of(address)
        row = self._row(number)
        place = -1
        for node in row.iterchildren("{*}c"):
            told = node.get("r", "")
            # A cell without an address follows its neighbour; told now, it stays where it is.
            place = place_of(told)[1] if _REFERENCE.fullmatch(told) else place + 1
            node.set("r", f"{column_letters(place)}{number + 1}")
            if place == column:
                return node
        before = [node for node in row.iterchildren("{*}c") if place_of(node.get("r", ""))[1] < column]
        made = etree.Element(f"{{{self._main}}}c")
        made.set("r", address)
        if style := row.get("s") or self._column_format(column):
            made.set("s", style)
        row.insert(len(before), made)
        return made

    def _row(self, number: int) -> etree._Element:
        if number not in self._rows:
            made = etree.Element(f"{{{self._main}}}row")
            made.set("r", str(number + 1))
            at = next((at for at, each in enumerate(self._order) if each > number), len(self._order))
            for place, node in zip(self._order, self._data, strict=True):
                node.set("r", str(place + 1))
            self._data.insert(at, made)
            self._order.insert(at, number)
            self._rows[number] = made
        return self._rows[number]

    def _column_format(self, column: int) -> str | None:
        for node in self._columns if self._columns is not None else ():
            if int(node.get("min", "1")) <= column + 1 <= int(node.get("max", "16384")):
                return node.get("style")
        return None
