"""Questions about what is remembered of each sender's workbooks (記住的對照)."""

from collections.abc import Sequence

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.lists import RememberedLine
from northtaiwan_desktop.domain.remembered import Decision, Memory, Remembered
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

REMEMBERED = TABLES[Remembered].c


def memory(records: Records, now: Sequence[Decision] = ()) -> Memory:
    """All that is remembered, and beside it what is decided just now on the file at hand."""
    kept = records.all(Remembered, order=(REMEMBERED.decided_at,))
    return Memory(tuple(one.decision for one in kept), tuple(now))


def remembered_lines(records: Records, *, sender_id: str | None = None) -> list[RememberedLine]:
    """What is remembered of all senders, or of one with what holds for all; by sender and kind, the newest first."""
    known = reference(records)
    places = {member.id: place for place, member in enumerate(known.members)}
    found = records.all(Remembered, order=(REMEMBERED.decided_at.desc(),))
    lines = [
        RememberedLine(record=one, sender_name=known.member_name(one.sender_id))
        for one in found
        if sender_id is None or one.sender_id in {None, sender_id}
    ]
    return sorted(lines, key=lambda line: (places.get(line.record.sender_id or "", len(places)), line.record.kind))


def find(records: Records, id: str) -> Remembered:
    """The remembered decision with this id; NotFound names it."""
    found = records.find(Remembered, id)
    if found is None:
        raise NotFound(_("找不到記住的對照「{id}」。可用 list remembered 查看。").format(id=id))
    return found


def about_the_same(records: Records, decision: Decision) -> list[Remembered]:
    """What is remembered of the very thing that a decision is about."""
    whose = REMEMBERED.sender_id.is_(None) if decision.sender_id is None else REMEMBERED.sender_id == decision.sender_id
    found = records.all(Remembered, whose, REMEMBERED.about == decision.about, REMEMBERED.kind == decision.kind)
    return [one for one in found if one.decision.key == decision.key]
