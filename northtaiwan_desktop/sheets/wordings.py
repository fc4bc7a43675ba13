"""Texts of a foreign sheet on whose meaning a person decides: what could not be read, and what was decided already."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from northtaiwan_desktop.domain.remembered import About, Decision
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.sheets.interpreting import SEVERAL, Row
from northtaiwan_desktop.sheets.readers import words
from northtaiwan_desktop.sheets.review import ReviewedSheet

_CELLS_NAMED = 3


@dataclass(frozen=True, kw_only=True)
class Wording:
    """One text as it stands in the cells of one field. `meant` is None while nobody has decided."""

    field: str
    wrote: str
    count: int = 1
    cells: tuple[str, ...] = ()
    """The first few of them."""
    message: str = ""
    meant: str | None = None


def wordings(sheet: ReviewedSheet) -> tuple[Wording, ...]:
    """By field, in the order of the sheet; each text once, however often it stands there."""
    faults = set(sheet.table.grid.marks.faults.values())
    found: dict[tuple[str, str], Wording] = {}
    for reviewed in sheet.rows:
        for one in _of_row(reviewed.row):
            if one.wrote in faults:
                continue
            key = (one.field, folded(one.wrote))
            known = found.get(key)
            if known is None:
                found[key] = one
            else:
                found[key] = replace(known, count=known.count + 1, cells=(known.cells + one.cells)[:_CELLS_NAMED])
    places = {column.field: column.column for column in sheet.table.columns if column.field}
    return tuple(sorted(found.values(), key=lambda one: places.get(one.field, 0)))


def decided(sheet: ReviewedSheet, wording: Wording, meant: str) -> Decision:
    """That a text means this, for the sender and the kind of its table."""
    table = sheet.table
    return Decision(
        about=About.VALUE,
        kind=table.kind.name if table.kind else "",
        sender_id=table.sender_id,
        field=wording.field,
        wrote=wording.wrote,
        meant=meant,
    )


def _of_row(row: Row) -> Iterator[Wording]:
    for name, meant in row.meant.items():
        yield Wording(field=name, wrote=words(row.raw[name]), cells=(row.cells[name],), meant=meant)
    for problem in row.problems:
        is_unread = not problem.is_note or problem.field in SEVERAL
        if is_unread and problem.value is not None and problem.field in row.raw and problem.field not in row.meant:
            wrote = words(problem.value)
            if folded(wrote):
                yield Wording(field=problem.field, wrote=wrote, cells=(problem.cell,), message=problem.message)
