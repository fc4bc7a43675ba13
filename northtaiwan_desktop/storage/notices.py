"""The notice of a meeting."""

from northtaiwan_desktop.domain.notice import Notice
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES


def notice_of(records: Records, meeting_id: str) -> Notice:
    """The notice as it was written, else an empty one that bears the meeting's id and so is always the same."""
    found = records.all(Notice, TABLES[Notice].c.meeting_id == meeting_id)
    return found[0] if found else Notice(id=meeting_id, meeting_id=meeting_id)
