"""A column 編號 of a foreign list of cases that only counts its rows (1、2、3…): such serials are no case numbers."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Kind
from northtaiwan_desktop.sheets.interpreting import Problem, Row
from northtaiwan_desktop.sheets.list_marks import RECORD_ID
from northtaiwan_desktop.sheets.matching import number_key

_TO_SENDER_TWICE = "序號 {number} 在第{row}列已出現過。兩列若是同一案，請併為一列；若是兩案，請改正序號。"


def without_serials(rows: Sequence[Row], kind: Kind) -> tuple[Row, ...]:
    """The rows without numbers where these run from 1 up by one; that is said once, and one that comes twice too."""
    at = [place for place, row in enumerate(rows) if "number" in row.fields and not row.ignored]
    keys = [number_key(str(rows[place].fields["number"])) for place in at]
    if kind.name != "resolutions" or not _count(keys) or any(RECORD_ID in row.found for row in rows):
        return tuple(rows)
    found = list(rows)
    firsts: dict[str, int] = {}
    for place, key in zip(at, keys, strict=True):
        row = rows[place]
        told = []
        if place == at[0]:
            told.append(_note(row, _("這一欄是1、2、3…的序號，不當作案號；新增的決議由程式編案號。")))
        if key in firsts:
            message = _("序號 {number} 與第{row}列相同；兩列各自讀入，請確認是不是同一案。")
            to_sender = _TO_SENDER_TWICE.format(number=key, row=firsts[key])
            told.append(_note(row, message.format(number=key, row=firsts[key]), to_sender=to_sender))
        firsts.setdefault(key, row.number)
        fields = {name: value for name, value in row.fields.items() if name != "number"}
        found[place] = replace(row, fields=fields, problems=(*row.problems, *told))
    return tuple(found)


def _count(keys: Sequence[str]) -> bool:
    """Do they run from 1 up by one? One may come again, as where a row was put in by hand."""
    if not keys or not all(key.isdigit() and len(key) < 7 for key in keys):
        return False
    counted = [int(key) for key in keys]
    steps = (after - before for before, after in pairwise(counted))
    return counted[0] == 1 and all(step in (0, 1) for step in steps)


def _note(row: Row, message: str, *, to_sender: str = "") -> Problem:
    cell = row.cells.get("number", str(row.number))
    value = row.raw.get("number")
    return Problem(cell=cell, value=value, message=message, is_note=True, field="number", to_sender=to_sender)
