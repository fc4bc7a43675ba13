"""What can be done with what is remembered of senders' workbooks: remember, change, forget."""

from collections.abc import Sequence
from dataclasses import replace

from northtaiwan_desktop.domain.remembered import Decision, Remembered
from northtaiwan_desktop.sheets.meanings import checked
from northtaiwan_desktop.storage import remembered
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work


def remember(work: Work, decisions: Sequence[Decision]) -> list[Remembered]:
    """Keep decisions for the next workbook; one on the same heading or text takes the place of the earlier.

    RuleBroken or Unreadable where one means nothing; then none is kept.
    """
    known = reference(work)
    kept = []
    for decision in decisions:
        one = checked(decision, known)
        record = Remembered(
            about=one.about,
            kind=one.kind,
            sender_id=one.sender_id,
            field=one.field,
            wrote=one.wrote,
            meant=one.meant,
            decided_at=work.now,
            decided_by=work.by,
        )
        earlier = remembered.about_the_same(work, one)
        if earlier and earlier[0].meant == one.meant:
            kept.append(earlier[0])
            continue
        kept.append(work.save(replace(record, id=earlier[0].id) if earlier else record))
    return kept


def change(work: Work, id: str, meant: str, *, seen: Remembered | None = None) -> Remembered:
    """Let a remembered heading or text mean something else. `seen` is the record as the person saw it."""
    before = remembered.find(work, id)
    one = checked(replace(before.decision, meant=meant), reference(work))
    wanted = replace(before, meant=one.meant, decided_at=work.now, decided_by=work.by)
    return work.save(wanted, seen=seen)


def forget(work: Work, ids: Sequence[str]) -> None:
    """Remember no longer; the undo brings it back."""
    for id in ids:
        work.delete(remembered.find(work, id))
