"""What was taken in before from the sender of a workbook: the last of its kind, and every record that came of it."""

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import Memory
from northtaiwan_desktop.sheets.comparing import review
from northtaiwan_desktop.sheets.grid_files import read_grids_from
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.returned import Earlier
from northtaiwan_desktop.sheets.review import Existing
from northtaiwan_desktop.sheets.tables import Recognised
from northtaiwan_desktop.storage import imports, journal
from northtaiwan_desktop.storage.records import Records


def earlier(
    records: Records,
    found: Recognised,
    existing: Existing,
    known: Reference,
    *,
    sha256: str,
    memory: Memory,
) -> Earlier | None:
    """The sender's last workbook of this kind, year and round that still stands; None for the first one.

    It is read as the one at hand is, by the same `memory` of the sender's headings and words.
    """
    if found.sender_id is None:
        return None
    round = found.round.code if found.round else ""
    made = imports.standing_of(records, kind=found.kind, sender_id=found.sender_id, year=found.year, round=round)
    others = [one for one in made if one.sha256 != sha256]
    content = imports.file_content(records, others[0].sha256) if others else None
    if content is None:
        return None
    last = others[0]
    try:
        before = recognise(
            read_grids_from(content, last.file_name),
            file=last.file_name,
            reference=known,
            kind=last.kind,
            year=last.year,
            sender_id=last.sender_id,
            remembered=memory,
        )
    except AppError:
        # It was read once; where a later reader is stricter, the workbook stands for itself.
        return None
    return Earlier(
        file=last.file_name,
        day=last.imported_at.date(),
        review=review(before, existing, known, remembered=memory),
        taken=_taken(records, made),
    )


def _taken(records: Records, made: list[Import]) -> frozenset[str]:
    taken: set[str] = set()
    for one in made:
        for change in journal.changes_of_part(records, one.operation_id, one.first_change, one.last_change):
            taken.add(change.record_id)
            if isinstance(change.after, ProgressReport):
                taken.add(change.after.assignment_id)
    return frozenset(taken)
