"""A sheet as recognised, and a whole file of them."""

from dataclasses import dataclass

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.sheets.fields import Kind
from northtaiwan_desktop.sheets.grid import Grid


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One column: its heading, and the field that it is taken for. `column` counts from 0."""

    column: int
    header: str
    field: str | None
    certainty: float
    why: str


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
