"""What a form that we sent out carries unseen: for whom and which round, ids of lines, values as they were sent."""

from collections.abc import Mapping, Sequence

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.sheets.form import META_SHEET, SENT_PREFIX, STAMP
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.list_marks import AS_SENT, RECORD_ID
from northtaiwan_desktop.sheets.progress_sheet import LINE_ID
from northtaiwan_desktop.sheets.tables import FormStamp, TableColumn

ASSIGNMENT_ID = LINE_ID.name
_UNSEEN = {ASSIGNMENT_ID, STAMP, RECORD_ID, AS_SENT}


def form_stamp(grids: Sequence[Grid]) -> FormStamp | None:
    """What the hidden sheet says; None where there is none, as in every foreign table."""
    meta = next((grid for grid in grids if folded(grid.name) == META_SHEET), None)
    if meta is None:
        return None
    said = {str(row[0]): str(row[1]) for row in meta.rows if len(row) >= 2 and None not in row[:2]}
    found = _round(said)
    year = said.get("year", "")
    return FormStamp(
        kind=said.get("kind", ""),
        member_id=said.get("county") or None,
        year=int(year) if year.isascii() and year.isdigit() else (found.year if found else None),
        round=found,
        version=said.get("version", ""),
        platform=said.get("platform", ""),
    )


def _round(said: Mapping[str, str]) -> Round | None:
    try:
        return Round.read(said.get("round", ""))
    except AppError:
        return None


def with_unseen(grid: Grid, header_rows: Sequence[int], columns: Sequence[TableColumn]) -> tuple[TableColumn, ...]:
    """The columns with those that our forms and lists hide: they are headed by their own names."""
    found = {column.column: column for column in columns}
    for index in range(grid.width):
        title = folded(str(grid.at(header_rows[-1], index) or ""))
        if title in _UNSEEN or title.startswith(SENT_PREFIX):
            found[index] = TableColumn(column=index, header=title, field=title, certainty=1.0, why="")
    return tuple(found[index] for index in sorted(found))
