"""All that the editor shows of one meeting, asked for at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.minutes import MeetingFile, MinutesView
from northtaiwan_desktop.domain.minutes import view as minutes_view
from northtaiwan_desktop.domain.notice import Notice
from northtaiwan_desktop.domain.notice import view as notice_view
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import attachments, finishing
from northtaiwan_desktop.storage.meetings import corrections_of, meeting_file, meetings_of, view_of
from northtaiwan_desktop.storage.notices import notice_of
from northtaiwan_desktop.storage.plan import plan_lines
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference

if TYPE_CHECKING:
    from northtaiwan_desktop.documents.paper import Paper
    from northtaiwan_desktop.services.finishing import Gap


@dataclass(frozen=True)
class Opened:
    """All that the editor shows of a meeting: its records, the papers made of them, and what is still missing."""

    file: MeetingFile
    view: MinutesView
    notice: Notice
    minutes_paper: Paper
    notice_paper: Paper
    gaps: tuple[Gap, ...]
    known: Reference
    plan: tuple[PlanItem, ...]
    attachments: tuple[Attachment, ...] = ()
    others: tuple[Meeting, ...] = ()
    """The other meetings of the year and the one before: what this one can be a sequel to."""
    corrected_by: tuple[str, ...] = ()
    """What later meetings set right in these minutes, each with the meeting that did."""


def read_opened(records: Records, *, id: str, today: date) -> Opened:
    """All that the editor shows of a meeting."""
    from northtaiwan_desktop.documents import minutes, notice  # what writes papers loads on the store's thread

    file = meeting_file(records, id, today=today)
    known = reference(records)
    view, letter = view_of(records, file), notice_of(records, id)
    items = [line.item for line in plan_lines(records, year=file.meeting.year)]
    return Opened(
        file=file,
        view=view,
        notice=letter,
        minutes_paper=minutes.paper(view),
        notice_paper=notice.paper(notice_view(file, letter, known)),
        gaps=(*finishing.gaps(file, today=today), *finishing.letter_gaps(letter, year=file.meeting.year)),
        known=known,
        plan=tuple(items),
        attachments=tuple(attachments.of(records, id)),
        others=tuple(_others(records, file.meeting)),
        corrected_by=tuple(
            _("「{title}」更正本紀錄：{text}").format(title=meeting.title, text=one.text)
            for meeting, one in corrections_of(records, id)
        ),
    )


def typed_over(opened: Opened, file: MeetingFile, letter: Notice, *, is_letter: bool) -> Opened:
    """What was opened with the meeting as it is being typed, and the paper that is in sight set out from it."""
    from northtaiwan_desktop.documents import minutes, notice

    if file is opened.file and letter is opened.notice:
        return opened
    view = minutes_view(file, opened.known)
    if is_letter:
        return replace(opened, file=file, view=view, notice_paper=notice.paper(notice_view(file, letter, opened.known)))
    return replace(opened, file=file, view=view, minutes_paper=minutes.paper(view))


def _others(records: Records, meeting: Meeting) -> list[Meeting]:
    years = (meeting.year, meeting.year - 1)
    return [one for year in years for one in meetings_of(records, year) if one.id != meeting.id]
