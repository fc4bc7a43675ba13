"""確認上次會議紀錄: what the meeting before had wrong is set right in this one's minutes."""

from collections.abc import Sequence

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Correction, Section
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import meetings as editing
from northtaiwan_desktop.storage import meetings
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work


def correct(work: Work, meeting_id: str, texts: Sequence[str]) -> None:
    """Make the corrections that a draft records exactly these, each of the minutes of the meeting before."""
    meeting = editing.require_draft(work, meeting_id)
    wanted = [text.strip() for text in texts if text.strip()]
    table = TABLES[Correction].c
    now = work.all(Correction, table.meeting_id == meeting_id, order=(table.position,))
    if [one.text for one in now] == wanted:
        return
    before = meetings.before(work, meeting)
    if wanted and before is None:
        message = _("「{title}」之前沒有同一種會議的定稿紀錄可以更正。")
        raise RuleBroken(message.format(title=meeting.title))
    for one in now:
        work.delete(one)
    for position, text in enumerate(wanted):
        assert before is not None
        work.save(Correction(meeting_id=meeting_id, corrected_id=before.id, position=position, text=text))


def confirm(work: Work, section: Section, corrections: Sequence[str], *, seen: Section | None = None) -> None:
    """Keep the section in which the minutes of the meeting before are confirmed, with the corrections."""
    editing.save_section(work, section, seen=seen)
    correct(work, section.meeting_id, corrections)
