"""What can be done with a meeting that is a draft: write it down."""

from collections.abc import Sequence
from dataclasses import replace

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.domain.meeting import (
    Attendance,
    Correction,
    Meeting,
    MeetingStatus,
    Section,
)
from northtaiwan_desktop.domain.notice import Notice
from northtaiwan_desktop.domain.plan import PlanItem, PlanVersion
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.domain.tracking import doer_name
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import closings
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

MOST = 999
"""The highest number that a meeting of a year, or a quorum, can have."""


def save(work: Work, meeting: Meeting, *, seen: Meeting | None = None) -> Meeting:
    """Keep the head of a meeting that is still a draft. Where its day moves, what it decided moves along."""
    before = require_draft(work, meeting.id).decides_on
    if not meeting.title.strip():
        raise RuleBroken(_("會議名稱不可空白，請填寫。"))
    if meeting.held_on and meeting.held_until and meeting.held_until < meeting.held_on:
        raise RuleBroken(_("「{title}」的結束日早於開始日，請更正。").format(title=meeting.title))
    _refuse_own_sequel(work, meeting)
    saved = work.save(numbered(meeting), seen=seen)
    if saved.decides_on != before:
        closings.follow(work, saved, before=before)
    return saved


def numbered(meeting: Meeting) -> Meeting:
    """The meeting, whose numbers must be such as can be counted."""
    for words, number in ((_("次別"), meeting.ordinal), (_("法定出席人數"), meeting.quorum)):
        if number is not None and not 1 <= number <= MOST:
            message = _("{words} {number} 不合理，只能是 1 至 {most}。請改正，或留空。")
            raise RuleBroken(message.format(words=words, number=number, most=MOST))
    return meeting


def _refuse_own_sequel(work: Work, meeting: Meeting) -> None:
    at, seen = meeting.parent_id, {meeting.id}
    while at is not None:
        if at in seen:
            raise RuleBroken(_("「{title}」不能補行自己的議程。請改選接續的那一場會議。").format(title=meeting.title))
        seen.add(at)
        found = work.find(Meeting, at)
        at = found.parent_id if found else None


def save_section(work: Work, section: Section, *, seen: Section | None = None) -> Section:
    """Keep a section's title, place and text."""
    require_draft(work, section.meeting_id)
    return work.save(section, seen=seen)


def set_attendance(
    work: Work, meeting_id: str, lines: Sequence[Attendance], *, seen: Sequence[Attendance] | None = None
) -> None:
    """Make the attendance list exactly these lines, in this order. `seen` is the list as the person saw it."""
    require_draft(work, meeting_id)
    table = TABLES[Attendance].c
    now = work.all(Attendance, table.meeting_id == meeting_id, order=(table.position,))
    if seen is not None and tuple(now) != tuple(seen):
        raise ChangedMeanwhile(
            _("出席名單在您編輯期間已有別的修改，尚未儲存您的內容。請比對後再存一次。"), now=now, wanted=lines
        )
    kept = {line.id for line in lines}
    for line in now:
        if line.id not in kept:
            work.delete(line)
    for position, line in enumerate(lines):
        work.save(replace(line, meeting_id=meeting_id, position=position))


def save_item(work: Work, item: AgendaItem, *, seen: AgendaItem | None = None) -> AgendaItem:
    """Keep an item; a new one goes to the end of its section. A title may still be missing, until 定稿."""
    require_draft(work, item.meeting_id)
    if work.find(AgendaItem, item.id) is None:
        item = replace(item, position=_next_item(work, item.section_id))
    return work.save(item, seen=seen)


def remove_item(work: Work, item_id: str) -> None:
    """Take an item off the agenda together with what was decided on it."""
    item = work.get(AgendaItem, item_id)
    require_draft(work, item.meeting_id)
    for decided in work.all(Resolution, TABLES[Resolution].c.item_id == item_id):
        remove_resolution(work, decided.id)
    work.delete(item)


def save_resolution(
    work: Work,
    resolution: Resolution,
    assignments: Sequence[Assignment],
    *,
    seen: Resolution | None = None,
    seen_doers: Sequence[Assignment] | None = None,
) -> Resolution:
    """Keep what was decided on an item, with exactly these doers, in this order. The text may still be missing."""
    if resolution.meeting_id:
        require_draft(work, resolution.meeting_id)
    if work.find(Resolution, resolution.id) is None:
        resolution = replace(resolution, position=_next_resolution(work, resolution.meeting_id))
    saved = work.save(resolution, seen=seen)
    table = TABLES[Assignment].c
    now = work.all(Assignment, table.resolution_id == saved.id, order=(table.position,))
    if seen_doers is not None and tuple(now) != tuple(seen_doers):
        raise ChangedMeanwhile(
            _("這項決議的主（協）辦單位在您編輯期間已有別的修改，尚未儲存您的內容。請比對後再存一次。"),
            now=now,
            wanted=assignments,
        )
    kept = {line.id for line in assignments}
    for line in now:
        if line.id not in kept:
            _require_no_reports(work, line)
            work.delete(line)
    for position, line in enumerate(assignments):
        work.save(replace(line, resolution_id=saved.id, position=position))
    return saved


def remove_resolution(work: Work, resolution_id: str) -> None:
    """Take back what was written as decided, while the minutes are a draft and it bears no number yet."""
    resolution = work.get(Resolution, resolution_id)
    if resolution.meeting_id:
        require_draft(work, resolution.meeting_id)
    if resolution.number:
        message = _("決議 {number} 已有案號，不能刪除。若不再辦理，請以「撤銷列管」結案。")
        raise RuleBroken(message.format(number=resolution.number))
    for line in work.all(Assignment, TABLES[Assignment].c.resolution_id == resolution_id):
        work.delete(line)
    work.delete(resolution)


def remove(work: Work, meeting_id: str) -> None:
    """Delete a draft that never bore a number, with all that belongs to it."""
    meeting = require_draft(work, meeting_id)
    if meeting.number:
        message = _("「{title}」曾經定稿（{number}），不能刪除。若未召開，請改為「取消」。")
        raise RuleBroken(message.format(title=meeting.title, number=meeting.number))
    versions = work.all(PlanVersion, TABLES[PlanVersion].c.meeting_id == meeting_id)
    items = work.all(PlanItem, TABLES[PlanItem].c.confirmed_in_id == meeting_id)
    if versions or items:
        message = _("「{title}」確認過年度行動方案，不能刪除。若未召開，請改為「取消」。")
        raise RuleBroken(message.format(title=meeting.title))
    _refuse_handed_on(work, meeting)
    for item in work.all(AgendaItem, TABLES[AgendaItem].c.meeting_id == meeting_id):
        remove_item(work, item.id)
    for kind in (Section, Attendance, Notice, Correction):
        for part in work.all(kind, TABLES[kind].c.meeting_id == meeting_id):
            work.delete(part)
    for file in work.all(Attachment, TABLES[Attachment].c.owner_id == meeting_id):
        work.delete(file)
    work.delete(meeting)


def _refuse_handed_on(work: Work, meeting: Meeting) -> None:
    """A meeting on which others go on is not deleted from under them: each is named."""
    items = {one.id: one for one in work.all(AgendaItem, TABLES[AgendaItem].c.meeting_id == meeting.id)}
    for taken in work.among(AgendaItem, "origin_id", set(items)):
        message = _("「{title}」的議案「{item}」已提送「{other}」，不能刪除。請先移除那一場的這個議案。")
        other = work.get(Meeting, taken.meeting_id).title
        raise RuleBroken(message.format(title=meeting.title, item=items[taken.origin_id or ""].title, other=other))
    for sequel in work.all(Meeting, TABLES[Meeting].c.parent_id == meeting.id):
        message = _("「{title}」已有補行議程「{other}」，不能刪除。請先改正那一場的「補行議程」。")
        raise RuleBroken(message.format(title=meeting.title, other=sequel.title))


def require_draft(work: Work, meeting_id: str) -> Meeting:
    """The meeting, which must be a draft; RuleBroken says how a final one is corrected."""
    meeting = work.get(Meeting, meeting_id)
    if meeting.status is not MeetingStatus.DRAFT:
        message = _("「{title}」已定稿，不能修改。如需更正，請先「重新開啟」並填寫理由。")
        raise RuleBroken(message.format(title=meeting.title))
    return meeting


def _require_no_reports(work: Work, line: Assignment) -> None:
    if work.all(ProgressReport, TABLES[ProgressReport].c.assignment_id == line.id):
        name = doer_name(line, reference(work), None)
        message = _("「{name}」已填報過辦理情形，不能從主（協）辦單位移除。若不再辦理，請由會議決定解除列管。")
        raise RuleBroken(message.format(name=name))


def _next_item(work: Work, section_id: str) -> int:
    items = work.all(AgendaItem, TABLES[AgendaItem].c.section_id == section_id)
    return max((item.position for item in items), default=-1) + 1


def _next_resolution(work: Work, meeting_id: str | None) -> int:
    decided = work.all(Resolution, TABLES[Resolution].c.meeting_id == meeting_id) if meeting_id else []
    return max((one.position for one in decided), default=-1) + 1
