"""A batch (一批): workbooks that are looked at together, a line for each, and what a person decides on their rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, RowState


class RowPlace(NamedTuple):
    """Where a reviewed row stands in its batch; each counted from 0."""

    file: int
    sheet: int
    row: int


@dataclass(frozen=True, kw_only=True)
class BatchFile:
    """One workbook of a batch: its review, or the sentence that says why it could not be read."""

    name: str
    content: bytes = b""
    review: Review | None = None
    refusal: str = ""
    earlier: Import | None = None
    """An import of the very same file that still stands."""

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The workbooks in the order in which they came. Nothing has been written."""

    files: tuple[BatchFile, ...] = ()

    def rows(self) -> Iterator[tuple[RowPlace, ReviewedRow]]:
        """Every row of every sheet, file by file, with its place."""
        for at, file in enumerate(self.files):
            for sheet_at, sheet in enumerate(file.review.sheets if file.review else ()):
                for row_at, row in enumerate(sheet.rows):
                    yield RowPlace(at, sheet_at, row_at), row

    def row(self, place: RowPlace) -> ReviewedRow:
        """The row at a place; KeyError where the batch has none there."""
        review = self.files[place.file].review
        if review is None:
            raise KeyError(place)
        return review.sheets[place.sheet].rows[place.row]

    @property
    def counts(self) -> Mapping[RowState, int]:
        """How many rows are in each state, every state named."""
        counted = Counter(row.state for _place, row in self.rows())
        return {state: counted[state] for state in RowState}


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What a person decided on a batch. Where nothing is said, safe rows are taken and no others.

    A decision on a cell goes before the one on its row. An edit is text as it could stand in the cell: it is read by
    the field's own reader. A match is the id of the record that the row is about; None makes the row a new record.
    """

    rows: Mapping[RowPlace, bool] = field(default_factory=dict)
    cells: Mapping[tuple[RowPlace, str], bool] = field(default_factory=dict)
    edits: Mapping[tuple[RowPlace, str], str] = field(default_factory=dict)
    matches: Mapping[RowPlace, str | None] = field(default_factory=dict)

    def with_row(self, place: RowPlace, is_taken: bool) -> "Choices":
        return replace(self, rows={**self.rows, place: is_taken})

    def with_cell(self, place: RowPlace, field_name: str, is_taken: bool) -> "Choices":
        return replace(self, cells={**self.cells, (place, field_name): is_taken})

    def with_edit(self, place: RowPlace, field_name: str, text: str) -> "Choices":
        return replace(self, edits={**self.edits, (place, field_name): text})

    def with_match(self, place: RowPlace, record_id: str | None) -> "Choices":
        return replace(self, matches={**self.matches, place: record_id})
