"""A cell as a person corrected it in the review: read by its field's own reader, as though it stood in the sheet."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import NOT_USED
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.batch import BESIDE
from northtaiwan_desktop.sheets.cell_values import OTHER_ROLE, give
from northtaiwan_desktop.sheets.fields import Field, Reader, Setting
from northtaiwan_desktop.sheets.interpreting import Problem, Row
from northtaiwan_desktop.sheets.tables import Table

_OF_ONE_CELL: Mapping[str, tuple[str, ...]] = {"since": ("since", "until", "precision")}
"""Fields that one cell gives together."""


def edited(table: Table, row: Row, edits: Mapping[str, str], reference: Reference) -> Row:
    """The row with these texts in its cells. One that can't be read is told like any other; an empty one clears."""
    for name, text in edits.items():
        known = table.kind.field(name) if table.kind else None
        if known is not None and known.read is not None and not row.ignored:
            row = _with(table, row, known, known.read, text, reference)
            row = _with_other_role(table, row, known, reference)
    return _completed(table, row)


def _with(table: Table, row: Row, known: Field, read: Reader, text: str, reference: Reference) -> Row:
    name = known.name
    column = table.column_of(name)
    own = _OF_ONE_CELL.get(name, (name, OTHER_ROLE.get(name, name)))
    values = {each: value for each, value in row.fields.items() if each not in own}
    found = {
        each: value
        for each, value in row.found.items()
        if each not in {beside for field in own for beside in BESIDE.get(field, ())}
    }
    raw = {each: value for each, value in row.raw.items() if each != name}
    problems = [problem for problem in row.problems if problem.field != name]
    cell = row.cells.get(name) or _("第{row}列").format(row=row.number)
    if text.strip() and table.kind is not None:
        raw[name] = text
        try:
            reading = read(text, _setting(table, reference, column.header if column else ""))
        except AppError as error:
            problems.append(Problem(cell=cell, value=text, message=str(error), field=name))
        else:
            give(reading, known, table.kind, values, found)
            problems += [
                Problem(cell=cell, value=text, message=note, is_note=True, field=name) for note in reading.notes
            ]
    return replace(row, fields=values, found=found, raw=raw, problems=tuple(problems))


def _with_other_role(table: Table, row: Row, known: Field, reference: Reference) -> Row:
    """Doers of a cell go to both roles: where one was read anew, what the other's own cell says is added again."""
    name = OTHER_ROLE.get(known.name, "")
    other = table.kind.field(name) if table.kind else None
    said = row.meant.get(name, row.raw.get(name))
    if table.kind is None or other is None or other.read is None or said in (None, "", NOT_USED):
        return row
    column = table.column_of(name)
    values, found = dict(row.fields), dict(row.found)
    try:
        reading = other.read(said, _setting(table, reference, column.header if column else ""))
    except AppError:
        # That was told when the cell was read first.
        return row
    give(reading, other, table.kind, values, found)
    return replace(row, fields=values, found=found)


def _setting(table: Table, reference: Reference, header: str) -> Setting:
    return Setting(reference=reference, year=table.year, unit=table.unit, sender_id=table.sender_id, header=header)


def _completed(table: Table, row: Row) -> Row:
    """What the row is known by may be there now, or gone."""
    if table.kind is None or row.ignored:
        return row
    keys = table.kind.keys
    is_known = any(row.fields.get(key) or row.found.get(key) for key in keys)
    wanted: tuple[str, ...] = () if is_known else keys
    if is_known and table.kind.name == "chronicle" and "since" not in row.fields:
        wanted = ("since",)
    problems: tuple[Any, ...] = tuple(problem for problem in row.problems if not problem.is_missing)
    if not wanted:
        return replace(row, problems=problems, is_unreadable=False)
    titles = "、".join(known.titles[0] for name in wanted if (known := table.kind.field(name)))
    message = _("這一列沒有可讀的「{titles}」，無法匯入。請補上後再匯入。").format(titles=titles)
    cell = next((row.cells[name] for name in wanted if name in row.cells), str(row.number))
    lacking = Problem(cell=cell, value=None, message=message, field=wanted[0], is_missing=True)
    return replace(row, problems=(*problems, lacking), is_unreadable=True)
