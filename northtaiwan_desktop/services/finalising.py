"""Minutes made final (定稿) and opened again: numbers are drawn, versions kept."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

from northtaiwan_desktop.domain import minutes
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import PaperKind
from northtaiwan_desktop.domain.meeting import Correction, Meeting, MeetingStatus, MinutesVersion
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import Review
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import chronicle, finishing, papers
from northtaiwan_desktop.storage import closings, meetings, snapshot
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work


def finalise(work: Work, meeting_id: str, *, today: date) -> Meeting:
    """Make the minutes final (定稿): numbers are drawn, resolutions come under 列管, the version is
    kept, and the chronicle tells of a meeting whose kind asks for it.

    Refused while a stop of the check list stands (`finishing.gaps`).
    """
    file = meetings.meeting_file(work, meeting_id, today=today)
    stops = [gap.text for gap in finishing.gaps(file, today=today) if gap.stops]
    if stops:
        raise RuleBroken(_("還不能定稿：\n{gaps}").format(gaps="\n".join(f"・{text}" for text in stops)))
    final = work.save(file.meeting.finalised(_draw_meeting_number(work, file.meeting)))
    for resolution in file.resolutions:
        number = "" if resolution.number or not resolution.is_tracked else draw_case_number(work, final.year)
        day = final.decides_on or today
        served = work.find(PlanItem, resolution.plan_item_id) if resolution.plan_item_id else None
        group_id = resolution.group_id or final.group_id or (served.group_id if served else None)
        work.save(replace(resolution.decided(on=day, number=number), group_id=group_id))
    closings.follow(work, final)
    _keep_version(work, final, today=today)
    chronicle.tell_of(work, final)
    return final


def reopen(work: Work, meeting_id: str, *, reason: str, today: date) -> Meeting:
    """Open final minutes for correction. A reason is asked, and kept with the old version; numbers and reports stay."""
    meeting = work.get(Meeting, meeting_id)
    if not reason.strip():
        raise RuleBroken(_("重新開啟「{title}」須填寫理由。").format(title=meeting.title))
    if (later := _standing_on(work, meeting)) is not None:
        message = _(
            "「{later}」已經定稿，並承接了「{title}」的決議、議案或議程，因此不能重新開啟。"
            "更正請在下次會議確認紀錄時辦理。"
        )
        raise RuleBroken(message.format(title=meeting.title, later=later.title))
    opened = meeting.reopened()
    if meetings.latest_version(work, meeting_id) is None:
        # Minutes that came from elsewhere: what they said is kept as the first version before it is changed.
        opened = replace(opened, version=meeting.version or 1)
        _keep_version(work, replace(meeting, version=opened.version), today=today)
    latest = meetings.latest_version(work, meeting_id)
    if latest is not None:
        work.save(replace(latest, reason=reason.strip()))
    chronicle.take_back(work, meeting)
    return work.save(opened)


def _standing_on(work: Work, meeting: Meeting) -> Meeting | None:
    """A final meeting whose minutes rest on these: it is their sequel, was handed an item of theirs, or, held after,
    carried, decided on or corrected what they say."""
    cases = {case.id for case in work.all(Resolution, TABLES[Resolution].c.meeting_id == meeting.id)}
    lines = {line.id for line in work.among(Assignment, "resolution_id", cases)}
    deciding = {one.meeting_id for one in work.among(Review, "assignment_id", lines)}
    deciding |= {one.meeting_id for one in work.all(Correction, TABLES[Correction].c.corrected_id == meeting.id)}
    items = {item.id for item in work.all(AgendaItem, TABLES[AgendaItem].c.meeting_id == meeting.id)}
    deciding |= {item.meeting_id for item in work.among(AgendaItem, "origin_id", items)}
    deciding |= {one.id for one in work.all(Meeting, TABLES[Meeting].c.parent_id == meeting.id)}
    final = TABLES[Meeting].c.status == MeetingStatus.FINAL
    for other in work.all(Meeting, final, order=(TABLES[Meeting].c.held_on,)):
        if other.id == meeting.id:
            continue
        if other.id in deciding or _follows(other, meeting):
            return other
    return None


def _follows(other: Meeting, meeting: Meeting) -> bool:
    """Was `other` held after `meeting` by the same kind and group, and so carried its resolutions?"""
    if other.held_on is None or meeting.held_on is None:
        return False
    same = (other.kind_id, other.group_id) == (meeting.kind_id, meeting.group_id)
    return same and other.held_on > meeting.held_on


def _draw_meeting_number(work: Work, meeting: Meeting) -> str:
    """「103-M05」: the year and the next number of its series; numbers that came from elsewhere are skipped."""
    if meeting.number:
        return meeting.number
    while True:
        number = f"{meeting.year}-M{work.draw(f'meeting-{meeting.year}'):02d}"
        if not work.all(Meeting, TABLES[Meeting].c.number == number):
            return number


def draw_case_number(work: Work, year: int) -> str:
    """「103-012」: the year and the next 案號 of its series; numbers that came from elsewhere are skipped."""
    while True:
        number = f"{year}-{work.draw(f'case-{year}'):03d}"
        if not work.all(Resolution, TABLES[Resolution].c.number == number):
            return number


def _keep_version(work: Work, meeting: Meeting, *, today: date) -> None:
    """Freeze what goes out: the view as it stands, and the docx with its checksum."""
    known = reference(work)
    file = meetings.meeting_file(work, meeting.id, today=today)
    view = minutes.view(file, known)
    content = papers.docx(work, PaperKind.MINUTES, view)
    digest = sha256(content).hexdigest()
    work.keep_file(digest, content)
    work.save(
        MinutesVersion(
            meeting_id=meeting.id,
            version=meeting.version,
            finalised_on=today,
            snapshot=snapshot.encoded(view),
            docx_sha256=digest,
            records=snapshot.records_encoded(file),
        )
    )
