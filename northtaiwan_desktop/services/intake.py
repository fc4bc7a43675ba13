"""Workbooks from outside: looked at first, then taken in by one action that can be taken back in one step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.remembered import Decision
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import remembered as remembering
from northtaiwan_desktop.services import returns, taking
from northtaiwan_desktop.sheets.comparing import review
from northtaiwan_desktop.sheets.grid_files import bytes_of
from northtaiwan_desktop.sheets.reading_apart import read_apart
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.returned import without_taken
from northtaiwan_desktop.sheets.review import Existing, Review, ReviewedRow, RowState
from northtaiwan_desktop.sheets.tables import Recognised
from northtaiwan_desktop.storage import chronicle, imports, journal, people, plan, proposals, remembered, resolutions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work


@dataclass(frozen=True, kw_only=True)
class Preview:
    """A workbook compared with the register. Nothing has been written."""

    file_name: str
    content: bytes
    review: Review
    earlier: Import | None
    """An import of the very same file that still stands."""

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()


def preview(
    records: Records,
    path: Path,
    *,
    today: date,
    kind: str = "auto",
    sender_id: str | None = None,
    year: int | None = None,
    decisions: Sequence[Decision] = (),
    is_asked: bool = False,
) -> Preview:
    """Read a workbook whole and set it beside the register. FileUnreadable names the file and the remedy.

    `decisions` are what a person decided on its headings and words; they go before what is remembered.
    With `is_asked` somebody can still decide: a file of a stated kind is shown also where its columns tell nothing.
    """
    return preview_of(
        records,
        bytes_of(path),
        path.name,
        today=today,
        kind=kind,
        sender_id=sender_id,
        year=year,
        decisions=decisions,
        is_asked=is_asked,
    )


def preview_of(
    records: Records,
    content: bytes,
    file_name: str,
    *,
    today: date,
    kind: str = "auto",
    sender_id: str | None = None,
    year: int | None = None,
    decisions: Sequence[Decision] = (),
    is_asked: bool = False,
) -> Preview:
    """The same from the bytes of a file of that name."""
    known = reference(records)
    memory = remembered.memory(records, decisions)
    recognised = recognise(
        finished(read_apart(content, file_name)),
        file=file_name,
        reference=known,
        kind=kind,
        year=year,
        sender_id=sender_id,
        remembered=memory,
        is_asked=is_asked,
    )
    existing = Existing(
        lines=tuple(resolutions.tracked_lines(records, today=today)),
        cases=tuple(resolutions.case_lines(records, today=today)),
        plan=tuple(plan.plan_lines(records)),
        proposals=tuple(proposals.proposal_lines(records)),
        chronicle=tuple(chronicle.entries(records)),
        people=tuple(people.people_lines(records, today=today)),
    )
    found = review(recognised, existing, known, remembered=memory)
    checksum = sha256(content).hexdigest()
    before = returns.earlier(records, recognised, existing, known, today=today, sha256=checksum)
    found = without_taken(found, before) if before else found
    earlier = imports.standing_with(records, checksum)
    return Preview(file_name=file_name, content=content, review=found, earlier=earlier)


def apply(
    work: Work, previewed: Preview, rows: Sequence[ReviewedRow], *, today: date, decisions: Sequence[Decision] = ()
) -> Import:
    """Take the chosen rows in. The file is kept; one entry of the journal takes all of it back.

    `decisions` on its headings and words are remembered of its sender in the same transaction.
    """
    if not rows:
        raise RuleBroken(_("「{file}」沒有可匯入的資料列，沒有變更。").format(file=previewed.file_name))
    found = previewed.review.recognised
    work.keep_file(previewed.sha256, previewed.content)
    record = work.save(
        Import(
            file_name=previewed.file_name,
            sha256=previewed.sha256,
            kind=found.kind,
            sender_id=found.sender_id,
            year=found.year,
            round=found.round.code if found.round else "",
            imported_at=work.now,
            imported_by=work.by,
            new=sum(row.state is RowState.NEW for row in rows),
            changed=sum(row.state in {RowState.CHANGED, RowState.CONFLICT} for row in rows),
            ignored=len(previewed.review.rows) - len(rows),
            unreadable=previewed.review.counts[RowState.UNREADABLE],
            operation_id=work.operation_id,
        )
    )
    remembering.remember(work, settled(decisions, found))
    for sheet in previewed.review.sheets:
        for place, row in enumerate(sheet.rows):
            if any(row is chosen for chosen in rows):
                taking.take(work, row, sheet.table, import_id=record.id, place=place, today=today)
    return record


def settled(decisions: Sequence[Decision], found: Recognised) -> list[Decision]:
    """Decisions on a file, each for the kind and the sender that the file turned out to be of."""
    return [replace(one, kind=one.kind or found.kind, sender_id=one.sender_id or found.sender_id) for one in decisions]


def take_back(work: Work, import_id: str) -> Import:
    """Take one import back, also a week later; refused where later changes stand on it. The record stays."""
    record = imports.find(work, import_id)
    if record.taken_back_at is not None:
        raise RuleBroken(_("「{file}」的匯入已經收回過了。").format(file=record.file_name))
    journal.take_back(work, record.operation_id)
    return work.save(replace(record, taken_back_at=work.now))
