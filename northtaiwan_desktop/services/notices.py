"""What can be done with a notice of meeting (開會通知單): write it."""

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.notice import Notice
from northtaiwan_desktop.storage.work import Work


def save(work: Work, notice: Notice, *, seen: Notice | None = None) -> Notice:
    """Keep the fields of a notice; it may still be corrected when the minutes are final."""
    work.get(Meeting, notice.meeting_id)
    is_kept = work.find(Notice, notice.id) is not None
    return work.save(notice, seen=seen if is_kept else None)
