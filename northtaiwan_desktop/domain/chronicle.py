"""The platform's chronicle: what happened, dated as precisely as is known."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.meeting import Meeting, MeetingKind
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.domain.writing.span import Precision


@dataclass(frozen=True, kw_only=True)
class ChronicleEntry:
    """大事記. `since` to `until` (both included) is the stretch that the source's date names."""

    id: str = field(default_factory=new_id)
    since: date
    until: date
    precision: Precision
    text: str
    position: int = 0
    """Keeps the source's order among entries of one date."""
    meeting_id: str | None = None
    source: str = ""


def grown(meeting: Meeting) -> ChronicleEntry | None:
    """The entry that a final meeting adds: its title and place on its days; None for one without a day."""
    if meeting.held_on is None:
        return None
    until = meeting.held_until or meeting.held_on
    at = f"在{meeting.venue.strip()}" if meeting.venue.strip() else ""
    return ChronicleEntry(
        since=meeting.held_on,
        until=until,
        precision=Precision.DAY if until == meeting.held_on else Precision.DAYS,
        text=f"{meeting.title}{at}舉行",
        meeting_id=meeting.id,
        source=f"會議紀錄{meeting.number}",
    )


def is_as_grown(entry: ChronicleEntry, meeting: Meeting) -> bool:
    """Does the entry still say what the meeting made it say, so that no person's words are in it?"""
    made = grown(meeting)
    return made is not None and _said(made) == _said(entry)


def told_already(entries: Iterable[ChronicleEntry], meeting: Meeting, kind: MeetingKind) -> ChronicleEntry | None:
    """The entry that a person wrote of the meeting: linked to it, or of its day and naming its title or its kind."""
    unlinked = None
    for entry in entries:
        if entry.meeting_id == meeting.id:
            return entry
        if entry.meeting_id is None and meeting.held_on is not None and entry.since == meeting.held_on:
            words = folded(entry.text)
            if folded(meeting.title) in words or (meeting.parent_id is None and folded(kind.name) in words):
                unlinked = unlinked or entry
    return unlinked


def _said(entry: ChronicleEntry) -> tuple[object, ...]:
    return entry.since, entry.until, entry.precision, entry.text, entry.meeting_id, entry.source
