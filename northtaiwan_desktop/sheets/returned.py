"""A workbook that returns mended: what was taken in from the sender before is set aside, and only the rest is new."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.lists import CaseLine, PersonLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.comparing_progress import BOTH_CHANGED, SINCE_SENT
from northtaiwan_desktop.sheets.differing import alike
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.review import Match, Review, ReviewedRow, RowState, plain


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """The sender's last workbook of this kind and time, and what was taken in from it and those before it."""

    file: str
    day: date
    review: Review
    taken: Collection[str] = field(default_factory=frozenset)
    """The ids of the records that those imports wrote."""

    @cached_property
    def said(self) -> Collection[str]:
        """What its rows said."""
        return {_said(row.row) for row in self._rows}

    @cached_property
    def row_about(self) -> Mapping[str, Row]:
        """Its row by the id of the record that it is about."""
        return {id: row.row for row in self._rows if row.match for id in record_ids(row.match)}

    @property
    def _rows(self) -> Iterable[ReviewedRow]:
        return (row for row in self.review.rows if not row.row.ignored)


def without_taken(review: Review, earlier: Earlier) -> Review:
    """The review with each row that was taken in already told as such."""
    sheets = (replace(sheet, rows=tuple(beside_earlier(row, earlier) for row in sheet.rows)) for sheet in review.sheets)
    return replace(review, sheets=tuple(sheets))


def as_read(reviewed: ReviewedRow) -> Row:
    """The row as it was read, before it was set beside others and told to be taken in already."""
    alone = reviewed.alone or reviewed
    # Whoever set a row aside for what it says did so before looking for what it is about.
    return replace(alone.row, ignored="") if alone.row.ignored and alone.match else alone.row


def record_ids(match: Match) -> frozenset[str]:
    """The ids under which the journal knows what a row is about."""
    match match.record:
        case TrackedLine() as line:
            return frozenset({line.assignment.id})
        case CaseLine() as line:
            return frozenset({line.resolution.id})
        case PlanLine() as line:
            return frozenset({line.item.id})
        case ProposalLine() as line:
            return frozenset({line.proposal.id})
        case PersonLine() as line:
            return frozenset({line.person.id, *(post.post.id for post in line.posts)})
        case ChronicleEntry() as entry:
            return frozenset({entry.id})
    return frozenset()


def beside_earlier(row: ReviewedRow, earlier: Earlier) -> ReviewedRow:
    """One row, told as taken in already, or as mended, where it is about what was taken in before."""
    ids = record_ids(row.match) if row.match else frozenset()
    if row.match is None or ids.isdisjoint(earlier.taken):
        return row
    day = roc_date.written(earlier.day)
    if row.state is RowState.SAME:
        why = _("{why}；已於{day}匯入，這次不變").format(why=row.match.why, day=day)
        return replace(row, match=replace(row.match, why=why))
    if row.is_flawed or row.state not in {RowState.CHANGED, RowState.CONFLICT}:
        return row
    if _said(row.row) in earlier.said:
        reason = _("與{day}匯入的「{file}」相同；登記之後另有更動，不再匯入").format(day=day, file=earlier.file)
        return ReviewedRow(row=replace(row.row, ignored=reason), state=RowState.IGNORED, match=row.match)
    known = next((earlier.row_about[id] for id in ids if id in earlier.row_about), None)
    return _mended(row, known) if known else row


def _mended(row: ReviewedRow, known: Row) -> ReviewedRow:
    """Where ours is what they sent themselves, their correction is no conflict."""
    differences = tuple(
        replace(each, is_conflict=each.is_conflict and not alike(plain(known.fields.get(each.field)), each.ours))
        for each in row.differences
    )
    if any(each.is_conflict for each in differences):
        return replace(row, differences=differences)
    notes = tuple(note for note in row.notes if note.message not in (_(SINCE_SENT), _(BOTH_CHANGED)))
    state = row.state if any(note.caution for note in notes) else RowState.CHANGED
    return replace(row, state=state, differences=differences, notes=notes)


def _said(row: Row) -> str:
    return repr(sorted((name, folded(repr(plain(value)))) for name, value in _told_fields(row)))


def _told_fields(row: Row) -> Iterable[tuple[str, Any]]:
    """What the row says, and what in it could not be read."""
    unread = {problem.field: problem.value for problem in row.problems if not problem.is_note}
    return {**unread, **row.fields}.items()
