"""One row as three sides, field by field: as it was last sent out, as we have it now, and as it came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from northtaiwan_desktop.sheets import chronicle, plan, progress, proposals, resolutions
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.comparing_progress import our_report, report_values, row_round
from northtaiwan_desktop.sheets.form import EDITABLE
from northtaiwan_desktop.sheets.grid import CellValue
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.review import Difference, ReviewedRow, RowState, plain
from northtaiwan_desktop.sheets.tables import Table

_COLUMNS: Mapping[str, Sequence[Column]] = {
    "progress": (*progress.COLUMNS, *progress.BESIDE),
    "resolutions": resolutions.COLUMNS,
    "plan": plan.COLUMNS,
    "proposals": proposals.COLUMNS,
    "chronicle": chronicle.COLUMNS,
}


@dataclass(frozen=True, kw_only=True)
class Sides:
    """One field of a row. Values are plain: ISO dates, numbers, text, lists; None where a side has nothing."""

    field: str
    title: str
    cell: str
    """Where it stands in the sheet: `填報表!H7`; empty where the sheet has no such column."""
    raw: CellValue
    """What stands in the cell, as it was typed."""
    theirs: Any
    ours: Any
    sent: Any
    was_sent: bool
    """Did our own form carry this field out?"""
    difference: Difference | None
    is_new: bool = False
    """Would it come in with a new record?"""
    problems: tuple[Problem, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Could the cell not be read?"""
        return any(not problem.is_note and problem.caution is None for problem in self.problems)


def sides_of(row: ReviewedRow, table: Table) -> tuple[Sides, ...]:
    """What a row's fields say on each side, those that differ first, then in the order of the kind."""
    if table.kind is None:
        return ()
    differing = {one.field: one for one in row.differences}
    ours = our_values(row, table)
    problems: dict[str, list[Problem]] = {}
    for problem in row.problems:
        problems.setdefault(problem.field, []).append(problem)
    names = [known.name for known in table.kind.fields]
    shown = [name for name in names if name in row.row.cells or name in row.row.fields or name in differing]
    shown.sort(key=lambda name: (name not in differing, name not in problems))
    found = []
    for name in shown:
        known = table.kind.field(name)
        assert known is not None
        difference = differing.get(name)
        found.append(
            Sides(
                field=name,
                title=known.titles[0],
                cell=row.row.cells.get(name, ""),
                raw=row.row.raw.get(name),
                theirs=difference.theirs if difference else plain(row.row.fields.get(name)),
                ours=difference.ours if difference else ours.get(name),
                sent=plain(row.row.sent.get(name)),
                was_sent=name in row.row.sent,
                difference=difference,
                is_new=row.state is RowState.NEW and name in row.row.fields,
                problems=tuple(problems.get(name, ())),
            )
        )
    return tuple(found)


def our_values(row: ReviewedRow, table: Table) -> Mapping[str, Any]:
    """What the register has of the record that a row is about, by field, in plain values."""
    if row.match is None or table.kind is None:
        return {}
    record = row.match.record
    values = {column.name: column.plain(record) for column in _COLUMNS.get(table.kind.name, ())}
    if table.kind.name == "progress":
        told = report_values(our_report(row.row, record, row_round(row.row, table)))
        values |= {name: told[name] for name in EDITABLE}
    return values
