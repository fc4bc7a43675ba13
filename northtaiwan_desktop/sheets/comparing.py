"""Rows set beside the register: what would be new, what would change, and where both sides have moved on."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import Memory
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.comparing_lists import compare_list
from northtaiwan_desktop.sheets.comparing_people import compare_people
from northtaiwan_desktop.sheets.comparing_progress import BOTH_CHANGED, SINCE_SENT, compare_progress
from northtaiwan_desktop.sheets.doer_lines import read_rows
from northtaiwan_desktop.sheets.file_notes import notes_of
from northtaiwan_desktop.sheets.interpreting import Problem, Row
from northtaiwan_desktop.sheets.repeats import told
from northtaiwan_desktop.sheets.review import Existing, Review, ReviewedRow, ReviewedSheet, RowState
from northtaiwan_desktop.sheets.tables import Recognised, Table

Chosen = Mapping[int, str | None]
"""By the place of a row among those that are compared: the record that a person named for it, or None for none."""
NONE_CHOSEN: Chosen = {}
_NOTHING = Memory()
_BOTH_TO_SENDER = "寄出之後，登記的內容與這一列都有更動。請與現況核對後填寫正確的內容。"


def review(
    recognised: Recognised, existing: Existing, reference: Reference, *, remembered: Memory = _NOTHING
) -> Review:
    """Read every table and compare it with what the register holds. Nothing is written."""
    rows = tuple(read_rows(table, reference, remembered=remembered) for table in recognised.tables)
    alone = compared(recognised, rows, existing)
    return told([(recognised.file, alone)])[0] or alone


def compared(recognised: Recognised, rows: Sequence[Sequence[Row]], existing: Existing) -> Review:
    """A file whose rows, by table, are set beside the register one by one."""
    sheets = tuple(
        ReviewedSheet(table=table, rows=compare(table, of_table, existing, recognised))
        for table, of_table in zip(recognised.tables, rows, strict=True)
    )
    return Review(recognised=recognised, sheets=sheets, notes=notes_of(recognised, sheets))


def compare(
    table: Table, rows: Sequence[Row], existing: Existing, recognised: Recognised, chosen: Chosen = NONE_CHOSEN
) -> tuple[ReviewedRow, ...]:
    """Compare rows of one table, each by itself."""
    if table.kind is None:
        return ()
    if table.kind.name == "progress":
        found = compare_progress(table, rows, existing, recognised, chosen)
    elif table.kind.name == "people":
        found = compare_people(table, rows, existing.people, chosen)
    else:
        found = compare_list(table, rows, existing, chosen)
    return tuple(_with_reason(row) for row in found)


def _with_reason(reviewed: ReviewedRow) -> ReviewedRow:
    """No row is in conflict without a word: where both sides changed a cell, that is the reason."""
    if reviewed.state is not RowState.CONFLICT or any(note.message == _(SINCE_SENT) for note in reviewed.notes):
        return reviewed
    name = next((each.field for each in reviewed.differences if each.is_conflict), None)
    if name is None:
        return reviewed
    row = reviewed.row
    note = Problem(
        cell=row.cells.get(name, str(row.number)),
        value=row.raw.get(name),
        message=_(BOTH_CHANGED),
        is_note=True,
        field=name,
        to_sender=_BOTH_TO_SENDER,
    )
    return replace(reviewed, notes=(note, *reviewed.notes))
