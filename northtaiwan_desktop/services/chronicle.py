"""What can be done with the chronicle: write an entry, mend it, take it out; final meetings write their own."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from northtaiwan_desktop.domain import chronicle
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.chronicle import entries_of_meeting
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work

FAR = timedelta(days=366)


def save_entry(
    work: Work, entry: ChronicleEntry, *, today: date | None = None, seen: ChronicleEntry | None = None
) -> ChronicleEntry:
    """Keep an entry, new or known. One that a person writes gives `today`: it may not begin years ahead."""
    if not entry.text.strip():
        raise RuleBroken(_("大事記內容不可空白，請填寫。"))
    if today is not None and entry.since > today + FAR:
        message = _("大事記的日期「{day}」在一年以後，請確認年份；還沒發生的事，等發生後再記。")
        raise RuleBroken(message.format(day=roc_date.written(entry.since)))
    return work.save(entry, seen=seen)


def remove_entry(work: Work, id: str) -> None:
    """Take an entry out; the undo brings it back."""
    work.delete(work.get(ChronicleEntry, id))


def set_kinds(work: Work, kind_ids: Collection[str]) -> None:
    """Say which kinds of meeting the chronicle tells of once their minutes are final; what stands in it stays."""
    known = reference(work)
    wanted = {known.kind(id).id for id in kind_ids}
    for kind in known.kinds:
        work.save(replace(kind, is_chronicled=kind.id in wanted))


def tell_of(work: Work, meeting: Meeting) -> ChronicleEntry | None:
    """Add the entry of a meeting whose minutes became final, where its kind asks for one.

    What a person wrote of the meeting stands for it, and is linked to it; None where nothing was added.
    """
    kind = reference(work).kind(meeting.kind_id)
    made = chronicle.grown(meeting) if kind.is_chronicled else None
    if made is None:
        return None
    told = chronicle.told_already(entries_of_meeting(work, meeting), meeting, kind)
    if told is None:
        return work.save(made)
    if told.meeting_id is None:
        work.save(replace(told, meeting_id=meeting.id))
    return None


def take_back(work: Work, meeting: Meeting) -> None:
    """Take out the entry of a meeting that is opened again; one that a person has rewritten stays."""
    for entry in entries_of_meeting(work, meeting):
        if chronicle.is_as_grown(entry, meeting):
            work.delete(entry)
