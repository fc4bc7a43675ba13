"""A batch (一批): workbooks that are looked at together, a line for each, and what a person decides on their rows."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import NamedTuple

from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.remembered import Decision
from northtaiwan_desktop.sheets.returned import Earlier
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
    decisions: tuple[Decision, ...] = ()
    """What a person decided on its headings and words, by which it was read; kept with the import."""
    before: Earlier | None = None
    """What was taken in from its sender before, of the same kind and time; None for the first workbook."""

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


@dataclass(frozen=True, kw_only=True)
class Batch:
    """The workbooks in the order in which they came. Nothing has been written."""

    files: tuple[BatchFile, ...] = ()
    as_of: int = 0
    """The journal's last entry when the register was asked: what came after it was not seen."""

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


UNDECIDED = Choices()


def taken(batch: Batch, choices: Choices) -> Mapping[RowPlace, frozenset[str]]:
    """For each row that is to be taken in, in the order of the batch, the fields that are.

    Where nothing is decided, new and changed rows without a flaw are taken whole, except those of a file that was
    taken in before. A row whose needed field is refused is left out.
    """
    cells: dict[RowPlace, dict[str, bool]] = {}
    for (place, name), is_taken in choices.cells.items():
        cells.setdefault(place, {})[name] = is_taken
    again = [file.earlier is not None for file in batch.files]
    found = {}
    for place, row in batch.rows():
        fields = _taken(row, choices.rows.get(place), cells.get(place), is_again=again[place.file])
        if fields:
            found[place] = fields
    return found


def taken_at(batch: Batch, choices: Choices, place: RowPlace) -> frozenset[str]:
    """The fields of one row that are to be taken in, as `taken` gives them for all."""
    own = {name: is_taken for (at, name), is_taken in choices.cells.items() if at == place}
    is_again = batch.files[place.file].earlier is not None
    return _taken(batch.row(place), choices.rows.get(place), own, is_again=is_again)


def _taken(row: ReviewedRow, said: bool | None, own: Mapping[str, bool] | None, *, is_again: bool) -> frozenset[str]:
    whole = said if said is not None else row.is_safe and not is_again
    if not own:
        fields = frozenset(row.offered) if whole else frozenset[str]()
    else:
        fields = frozenset(name for name in row.offered if own.get(name, whole))
    return fields if row.needed <= fields else frozenset()


def narrowed(reviewed: ReviewedRow, fields: frozenset[str]) -> ReviewedRow:
    """The row as though it said nothing but these of its fields, and when it was reported."""
    row = reviewed.row
    kept = fields | {"round", "reported_on"}
    gone = {beside for name in (row.fields.keys() | BESIDE.keys()) - kept for beside in BESIDE.get(name, ())}
    return replace(
        reviewed,
        row=replace(
            row,
            fields={name: value for name, value in row.fields.items() if name in kept},
            found={name: value for name, value in row.found.items() if name not in gone},
        ),
        differences=tuple(each for each in reviewed.differences if each.field in fields),
    )


def all_safe(
    batch: Batch, choices: Choices = UNDECIDED, *, file: int | None = None, sheet: int | None = None
) -> Choices:
    """Take what is safe, and nothing else, in the whole batch, a file of it, or a sheet of a file.

    Rows of a file that was taken in before are taken only where that file is named.
    """
    return _decided(batch, choices, file, sheet, lambda row: row.is_safe)


def everything(
    batch: Batch, choices: Choices = UNDECIDED, *, file: int | None = None, sheet: int | None = None
) -> Choices:
    """Take all that can be: theirs in conflicts too, and of a row with an unread cell the rest."""
    return _decided(batch, choices, file, sheet, lambda row: bool(row.offered))


def none(batch: Batch, choices: Choices = UNDECIDED, *, file: int | None = None, sheet: int | None = None) -> Choices:
    """Take nothing."""
    return _decided(batch, choices, file, sheet, lambda row: False)


def _decided(
    batch: Batch, choices: Choices, file: int | None, sheet: int | None, wanted: Callable[[ReviewedRow], bool]
) -> Choices:
    """The choices with every row there decided anew; what was said of its cells is forgotten."""
    rows = {
        place: wanted(row) and (file is not None or batch.files[place.file].earlier is None)
        for place, row in batch.rows()
        if row.offered and file in (None, place.file) and sheet in (None, place.sheet)
    }
    cells = {key: is_taken for key, is_taken in choices.cells.items() if key[0] not in rows}
    return replace(choices, rows={**choices.rows, **rows}, cells=cells)


BESIDE: Mapping[str, tuple[str, ...]] = {
    "group": ("group_id",),
    "lead": ("lead_doers",),
    "co_leads": ("co_leads_doers",),
    "proposer": ("proposer_doers",),
    "partners": ("partners_doers",),
    "axes": ("axis_ids",),
    "source": ("sources",),
    "due_on": ("due_text",),
}
"""What is found beside a field, and goes with it."""
