"""Questions about the chronicle."""

from datetime import date

from sqlalchemy import func, or_, select

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES

FIRST_YEAR = 1911
ENTRY = TABLES[ChronicleEntry].c


def entries(
    records: Records, *, year: int | None = None, first: int | None = None, last: int | None = None
) -> list[ChronicleEntry]:
    """The chronicle in the order of time: what touches the ROC `year`, or the years `first` to `last`."""
    first, last = (year, year) if year is not None else (first, last)
    conditions = []
    if last is not None:
        conditions.append(ENTRY.since <= date(last + FIRST_YEAR, 12, 31))
    if first is not None:
        conditions.append(ENTRY.until >= date(first + FIRST_YEAR, 1, 1))
    return records.all(ChronicleEntry, *conditions, order=(ENTRY.since, ENTRY.until, ENTRY.position))


def entries_of_meeting(records: Records, meeting: Meeting) -> list[ChronicleEntry]:
    """What is linked to the meeting, or dated on its day."""
    near = ENTRY.meeting_id == meeting.id
    if meeting.held_on is not None:
        near = or_(near, ENTRY.since == meeting.held_on)
    return records.all(ChronicleEntry, near, order=(ENTRY.position,))


def years(records: Records) -> tuple[int, int] | None:
    """The first and the last ROC year of which the chronicle tells; None while it is empty."""
    first, last = records.connection.execute(select(func.min(ENTRY.since), func.max(ENTRY.until))).one()
    return None if first is None else (first.year - FIRST_YEAR, last.year - FIRST_YEAR)
