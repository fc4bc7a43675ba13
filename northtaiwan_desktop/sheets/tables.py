"""A sheet as recognised, and a whole file of them."""

from dataclasses import dataclass

from northtaiwan_desktop.domain.platform import IssueGroup
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.sheets.fields import Kind
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.headings import LEAST_CERTAINTY, is_known_for_nothing


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: its heading, and the field that it is taken for. `column` counts from 0."""

    column: int
    header: str
    field: str | None
    certainty: float
    why: str
    parts: tuple[int, ...] = ()
    """Further columns that belong to the same cell of a row: 月 and 日 beside 年."""

    @property
    def is_taken(self) -> bool:
        """Are its cells read? Else it is no field, or a person has to decide first."""
        return self.field is not None and self.certainty >= LEAST_CERTAINTY

    @property
    def is_undecided(self) -> bool:
        """Has a person to decide whether it is this field?"""
        return self.field is not None and self.certainty < LEAST_CERTAINTY


@dataclass(frozen=True, kw_only=True)
class Table:
    """One sheet as recognised. Rows count from 0. `skipped` says why it is not read; then there is no kind."""

    grid: Grid
    kind: Kind | None = None
    skipped: str = ""
    header_rows: tuple[int, ...] = ()
    columns: tuple[TableColumn, ...] = ()
    unit: int = 1
    """How many dollars 1 stands for in columns of money that name no unit of their own."""
    year: int | None = None
    round: Round | None = None
    sender_id: str | None = None
    group: IssueGroup | None = None
    """The issue group of all rows where no column tells it, as a title or the file's name does."""
    group_told: str = ""
    """The text that tells it."""

    @property
    def undecided(self) -> tuple[TableColumn, ...]:
        """The columns of which nothing is taken in until a person decides."""
        return tuple(column for column in self.columns if column.is_undecided)

    @property
    def unknown(self) -> tuple[TableColumn, ...]:
        """The columns with cells whose heading is that of no field; nothing was decided on them."""
        below = range(self.header_rows[-1] + 1, len(self.grid.rows)) if self.header_rows else range(0)
        return tuple(
            column
            for column in self.columns
            if column.field is None
            and not column.certainty
            and not is_known_for_nothing(column.header)
            and any(self.grid.at(row, column.column) is not None for row in below)
        )

    def column_of(self, field: str) -> TableColumn | None:
        """The column that is taken for this field."""
        return next((each for each in self.columns if each.field == field), None)


@dataclass(frozen=True, kw_only=True)
class FormStamp:
    """What a form that we sent out says about itself."""

    kind: str = ""
    member_id: str | None = None
    year: int | None = None
    round: Round | None = None
    version: str = ""
    platform: str = ""


@dataclass(frozen=True, kw_only=True)
class Recognised:
    """A whole file as recognised."""

    file: str
    tables: tuple[Table, ...]
    kind: str
    year: int | None
    round: Round | None
    sender_id: str | None
    form: FormStamp | None = None
    """None for a foreign table."""
