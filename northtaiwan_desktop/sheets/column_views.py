"""The columns of a foreign sheet as a person decides on them: heading, first values, what each is taken for and why."""

from dataclasses import dataclass

from northtaiwan_desktop.domain.remembered import About, Decision
from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.sheets.decided_columns import lettered
from northtaiwan_desktop.sheets.grid import column_letters
from northtaiwan_desktop.sheets.headings import MOST_COLUMNS
from northtaiwan_desktop.sheets.readers import words
from northtaiwan_desktop.sheets.tables import Table, TableColumn

_SAMPLES = 3
_LOOKED_AT = 60


@dataclass(frozen=True, kw_only=True)
class ColumnView:
    """One column of theirs. `wrote` is by what it is remembered: its heading, else its letter."""

    letters: str
    header: str
    wrote: str
    samples: tuple[str, ...]
    field: str | None
    certainty: float
    why: str
    is_undecided: bool


def column_views(table: Table) -> tuple[ColumnView, ...]:
    """Every column that has a heading or values; what our own forms carry unseen is left out."""
    if table.kind is None:
        return ()
    known = {column.column: column for column in table.columns}
    views = []
    for index in range(min(table.grid.width, MOST_COLUMNS)):
        column = known.get(index) or TableColumn(column=index, header="", field=None, certainty=0.0, why="")
        samples = _samples(table, index)
        is_ours = column.field is not None and table.kind.field(column.field) is None
        if is_ours or not (column.header or samples):
            continue
        views.append(
            ColumnView(
                letters=column_letters(index),
                header=column.header,
                wrote=column.header or lettered(index),
                samples=samples,
                field=column.field,
                certainty=column.certainty,
                why=column.why,
                is_undecided=column.is_undecided,
            )
        )
    return tuple(views)


def decided(table: Table, view: ColumnView, meant: str) -> Decision:
    """That a column is this field, or is not used, for the sender and the kind of its table."""
    kind = table.kind.name if table.kind else ""
    return Decision(about=About.COLUMN, kind=kind, sender_id=table.sender_id, wrote=view.wrote, meant=meant)


def _samples(table: Table, index: int) -> tuple[str, ...]:
    first = table.header_rows[-1] + 1
    found: dict[str, None] = {}
    for row in range(first, min(first + _LOOKED_AT, len(table.grid.rows))):
        value = table.grid.at(row, index)
        if value is not None:
            found.setdefault(shown(words(value)))
        if len(found) == _SAMPLES:
            break
    return tuple(found)
