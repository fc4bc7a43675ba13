"""The rows of a batch as lines of one table, made ready beside the window so that it only has to show them."""

from collections import Counter
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.batch import Batch, RowPlace
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.sheets.review import ReviewedRow, RowState, plain
from northtaiwan_desktop.ui.intake.words import worded_of

NAMED = ("text", "name", "person")
TAKEABLE = frozenset({RowState.NEW, RowState.CHANGED, RowState.CONFLICT})
LONGEST = 160
"""Signs of a text that a line shows; the whole stands on the row's own page."""
A_WHILE = 500


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One row of the table."""

    place: RowPlace
    row: ReviewedRow
    file: str
    where: str
    number: str
    words: str
    remark: str
    sought: str
    """All of it folded, to be searched."""

    @property
    def state(self) -> RowState:
        return self.row.state


@dataclass(frozen=True)
class BatchLines:
    """All rows of a batch in their order, and what is counted of them."""

    all: Sequence[BatchLine] = ()
    counts: Mapping[tuple[int, int], Counter[RowState]] = field(default_factory=dict)
    """How many rows of each sheet, known by file and sheet, are in each state."""
    cautions: Mapping[Caution, frozenset[RowPlace]] = field(default_factory=dict)
    """The rows of which a person is told before they are taken in."""

    @cached_property
    def by_place(self) -> Mapping[RowPlace, int]:
        return {line.place: at for at, line in enumerate(self.all)}

    def counted(self, file: int | None = None, sheet: int | None = None) -> Counter[RowState]:
        """How many rows are in each state: of all, of a file, or of a sheet."""
        found: Counter[RowState] = Counter()
        for (at, sheet_at), counted in self.counts.items():
            if file in (None, at) and sheet in (None, sheet_at):
                found.update(counted)
        return found


def lines_of(batch: Batch, before: BatchLines | None = None) -> Generator[float, None, BatchLines]:
    """Make the lines of a batch; those of rows that are the same as `before` are taken over."""
    known = {id(line.row): line for line in before.all} if before else {}
    lines: list[BatchLine] = []
    counts: dict[tuple[int, int], Counter[RowState]] = {}
    cautions: dict[Caution, set[RowPlace]] = {}
    several = {
        at: sum(bool(sheet.rows) for sheet in file.review.sheets) > 1
        for at, file in enumerate(batch.files)
        if file.review
    }
    for place, row in batch.rows():
        line = known.get(id(row))
        if line is None or line.place != place:
            file = batch.files[place.file]
            assert file.review is not None
            sheet = file.review.sheets[place.sheet].table.grid.name if several[place.file] else ""
            line = _line(place, row, file.name, sheet)
        lines.append(line)
        counts.setdefault((place.file, place.sheet), Counter())[row.state] += 1
        for problem in row.problems:
            if problem.caution is not None:
                cautions.setdefault(problem.caution, set()).add(place)
        if len(lines) % A_WHILE == 0:
            yield 1.0
    ordered = {caution: frozenset(cautions[caution]) for caution in Caution if caution in cautions}
    return BatchLines(tuple(lines), counts, ordered)


def _line(place: RowPlace, row: ReviewedRow, file: str, sheet: str) -> BatchLine:
    fields = row.row.fields
    number = row.match.number if row.match else str(fields.get("number", ""))
    words = next((str(fields[name]) for name in NAMED if fields.get(name)), row.match.text if row.match else "")
    where = " ".join(filter(None, (sheet, _("第{row}列").format(row=row.row.number))))
    words, remark = _short(words), _short(_remark(row))
    sought = folded("\n".join((file, where, number, words, remark)))
    return BatchLine(place, row, file, where, number, words, remark, sought)


def _remark(row: ReviewedRow) -> str:
    """Why a row is as it is, in one line."""
    if row.row.ignored:
        return row.row.ignored
    if row.problems:
        return row.problems[0].message
    return "；".join(_change(one.field, one.ours, one.theirs) for one in row.differences)


def _change(name: str, ours: Any, theirs: Any) -> str:
    return f"{worded_of(name, ours) or _('（空白）')} → {worded_of(name, plain(theirs)) or _('（空白）')}"


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"
