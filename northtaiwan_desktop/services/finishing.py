"""The check list before minutes are made final: what stops, and what only deserves a look."""

from collections.abc import Iterable
from dataclasses import dataclass

from northtaiwan_desktop.domain.meeting import Presence, SectionRole
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.i18n import _


@dataclass(frozen=True)
class Gap:
    """One thing that is missing or odd. `stops` says whether 定稿 has to wait.

    Where to mend it: `field` of the record `record_id`; "attendance" is the list of a meeting.
    """

    text: str
    record_id: str
    stops: bool
    field: str = ""


def gaps(file: MeetingFile) -> list[Gap]:
    """All gaps of a meeting, stops first."""
    found = [*_head(file), *_items(file), *_resolutions(file)]
    return sorted(found, key=lambda gap: not gap.stops)


def _head(file: MeetingFile) -> Iterable[Gap]:
    meeting = file.meeting
    if meeting.held_on is None:
        yield Gap(_("會議日期未填。"), meeting.id, True, "held_on")
    if not meeting.venue.strip():
        yield Gap(_("會議地點未填。"), meeting.id, False, "venue")
    if not meeting.chair.strip():
        yield Gap(_("主席未填。"), meeting.id, False, "chair")
    if not meeting.recorder.strip():
        yield Gap(_("紀錄人員未填。"), meeting.id, False, "recorder")
    if not any(line.presence is Presence.ATTENDS for line in file.attendance):
        yield Gap(_("出席名單是空的。"), meeting.id, False, "attendance")
    if any(line.member_id is None and not line.bureau.strip() for line in file.attendance):
        yield Gap(_("出席名單有一列沒有填縣市或單位。"), meeting.id, False, "attendance")


def _items(file: MeetingFile) -> Iterable[Gap]:
    undecided = {SectionRole.DISCUSSION, SectionRole.MOTIONS}
    roles = {section.id: section.role for section in file.sections}
    decided = {resolution.item_id for resolution in file.resolutions}
    for item in file.items:
        if not item.title.strip():
            yield Gap(_("有一案的案由未填。"), item.id, True, "title")
        if item.id not in decided and roles.get(item.section_id) in undecided:
            yield Gap(_("「{title}」尚未記載決議。").format(title=item.title[:24] or _("（未填案由）")), item.id, False)


def _resolutions(file: MeetingFile) -> Iterable[Gap]:
    meeting = file.meeting
    doers = {line.resolution_id for line in file.assignments}
    nameless = {line.resolution_id for line in file.assignments if line.member_id is None and not line.office.strip()}
    for resolution in file.resolutions:
        if not resolution.text.strip():
            yield Gap(_("有一項決議的內容未填。"), resolution.id, True, "text")
            continue
        if not resolution.is_tracked:
            continue
        if resolution.id not in doers:
            text = _("決議「{text}」要列管，但沒有主辦單位。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, True, "doers")
        if resolution.id in nameless:
            text = _("決議「{text}」有一列主（協）辦單位沒有填縣市或機關。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, True, "doers")
        if resolution.due_on is None and not resolution.due_text.strip():
            text = _("決議「{text}」沒有預定完成日期。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, False, "due")
        if resolution.due_on and meeting.held_on and resolution.due_on < meeting.held_on:
            text = _("決議「{text}」的預定完成日期早於會議日期。").format(text=resolution.text[:24])
            yield Gap(text, resolution.id, True, "due")
