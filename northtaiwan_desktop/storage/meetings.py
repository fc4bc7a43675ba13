"""Questions about meetings and their minutes."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, select

from northtaiwan_desktop.domain import minutes
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.lists import MeetingLine
from northtaiwan_desktop.domain.meeting import (
    Attendance,
    Correction,
    Meeting,
    MeetingStatus,
    MinutesVersion,
    Section,
    SectionRole,
)
from northtaiwan_desktop.domain.minutes import MeetingFile, MinutesView
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import resolutions, snapshot
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

MEETING = TABLES[Meeting].c
NEWEST_FIRST = (MEETING.held_on.is_not(None), MEETING.held_on.desc(), MEETING.title)


def find(records: Records, key: str) -> Meeting:
    """The meeting with this id, number or whole title; NotFound names it, RuleBroken the several that it names."""
    found = records.find(Meeting, key)
    if found is None and key:
        named = records.all(Meeting, (MEETING.number == key) | (MEETING.title == key), order=NEWEST_FIRST)
        if len(named) > 1:
            which = "；".join(f"{_when(one)}，{one.number or one.status.title}，{one.id}" for one in named)
            raise RuleBroken(_("「{key}」不只一場會議。請改用識別碼或編號：{which}。").format(key=key, which=which))
        found = next(iter(named), None)
    if found is None:
        raise NotFound(_("找不到會議「{key}」。可用 list meetings 查看編號。").format(key=key))
    return found


def years_met(records: Records) -> set[int]:
    """The ROC years that have meetings."""
    return set(records.connection.scalars(select(MEETING.year).distinct()))


def meetings_of(records: Records, year: int) -> list[Meeting]:
    """The meetings of a ROC year, those without a day first, then the newest."""
    return records.all(Meeting, MEETING.year == year, order=NEWEST_FIRST)


def meetings_about(records: Records, year: int, *ids: str | None) -> list[Meeting]:
    """The meetings that an entry of the ROC year may be about: of that plan year or held in it, and these."""
    days = date(year + 1911, 1, 1), date(year + 1911, 12, 31)
    wanted = (MEETING.year == year) | MEETING.held_on.between(*days) | MEETING.id.in_([id for id in ids if id])
    return records.all(Meeting, wanted, MEETING.held_on.is_not(None), order=(MEETING.held_on, MEETING.title))


def meeting_lines(
    records: Records,
    *,
    year: int | None = None,
    kind_id: str | None = None,
    group_id: str | None = None,
    host_id: str | None = None,
    drafts_only: bool = False,
) -> list[MeetingLine]:
    """Meetings, those without a day first, then the newest."""
    conditions: list[ColumnElement[bool]] = []
    conditions += [MEETING.year == year] if year else []
    conditions += [MEETING.kind_id == kind_id] if kind_id else []
    conditions += [MEETING.group_id == group_id] if group_id else []
    conditions += [MEETING.host_id == host_id] if host_id else []
    conditions += [MEETING.status == MeetingStatus.DRAFT] if drafts_only else []
    known = reference(records)
    counts = resolutions.counts_by_meeting(records, year=year)
    return [
        MeetingLine(
            meeting=meeting,
            kind_name=known.kind(meeting.kind_id).name,
            group_name=known.group_name(meeting.group_id),
            host_name=known.member_name(meeting.host_id, meeting.held_on),
            resolutions=counts.get(meeting.id, (0, 0))[0],
            open_resolutions=counts.get(meeting.id, (0, 0))[1],
        )
        for meeting in records.all(Meeting, *conditions, order=NEWEST_FIRST)
    ]


def meeting_file(records: Records, id: str, *, today: date) -> MeetingFile:
    """All records of a meeting, with the carried cases as they stand now."""
    meeting = records.get(Meeting, id)
    sections = records.all(Section, TABLES[Section].c.meeting_id == id, order=(TABLES[Section].c.position,))
    corrections = TABLES[Correction].c
    decided = records.all(Resolution, TABLES[Resolution].c.meeting_id == id, order=(TABLES[Resolution].c.position,))
    carries = any(section.role is SectionRole.CARRIED for section in sections)
    return MeetingFile(
        meeting=meeting,
        kind=reference(records).kind(meeting.kind_id),
        sections=tuple(sections),
        attendance=tuple(
            records.all(Attendance, TABLES[Attendance].c.meeting_id == id, order=(TABLES[Attendance].c.position,))
        ),
        items=tuple(
            records.all(AgendaItem, TABLES[AgendaItem].c.meeting_id == id, order=(TABLES[AgendaItem].c.position,))
        ),
        resolutions=tuple(decided),
        assignments=tuple(
            records.among(Assignment, "resolution_id", {r.id for r in decided}, order=(TABLES[Assignment].c.position,))
        ),
        carried=tuple(resolutions.carried_lines(records, meeting, today=today)) if carries else (),
        before=before(records, meeting),
        corrections=tuple(records.all(Correction, corrections.meeting_id == id, order=(corrections.position,))),
        series=tuple(
            one
            for one in series_of(records, year=meeting.year, kind_id=meeting.kind_id, group_id=meeting.group_id)
            if one.id != id
        ),
    )


def before(records: Records, meeting: Meeting) -> Meeting | None:
    """The last final meeting of the same kind and group before this one, of a sequel the one that it goes on: its
    minutes are the ones to confirm."""
    return last_of_kind(records, meeting, MEETING.status == MeetingStatus.FINAL)


def last_of_kind(records: Records, meeting: Meeting, *conditions: ColumnElement[bool]) -> Meeting | None:
    """The last meeting of the same kind and group that was held before this one, and meets the conditions; of a sequel
    (補行議程會議) it is the one that it goes on."""
    if meeting.parent_id:
        return next(iter(records.all(Meeting, MEETING.id == meeting.parent_id, *conditions)), None)
    same = [MEETING.kind_id == meeting.kind_id, MEETING.id != meeting.id, MEETING.held_on.is_not(None)]
    same.append(MEETING.group_id == meeting.group_id if meeting.group_id else MEETING.group_id.is_(None))
    same += [MEETING.held_on <= meeting.held_on] if meeting.held_on else []
    return next(iter(records.all(Meeting, *same, *conditions, order=NEWEST_FIRST)), None)


def corrections_of(records: Records, meeting_id: str) -> list[tuple[Meeting, Correction]]:
    """What later meetings set right in these minutes, each with the meeting that did."""
    table = TABLES[Correction].c
    made = records.all(Correction, table.corrected_id == meeting_id, order=(table.position,))
    return [(records.get(Meeting, one.meeting_id), one) for one in made]


def minutes_view(records: Records, id: str, *, today: date) -> MinutesView:
    """The minutes as they were finalised, or as they stand now while they are a draft."""
    return view_of(records, meeting_file(records, id, today=today))


def view_of(records: Records, file: MeetingFile) -> MinutesView:
    """The minutes of a meeting whose records are at hand."""
    meeting = file.meeting
    if meeting.status is MeetingStatus.FINAL and (latest := latest_version(records, meeting.id)):
        return snapshot.decoded(latest.snapshot)
    return minutes.view(file, reference(records))


def latest_version(records: Records, meeting_id: str) -> MinutesVersion | None:
    """The newest kept version of the minutes."""
    return next(iter(versions(records, meeting_id)), None)


def versions(records: Records, meeting_id: str) -> list[MinutesVersion]:
    """All kept versions, the newest first."""
    table = TABLES[MinutesVersion].c
    return records.all(MinutesVersion, table.meeting_id == meeting_id, order=(table.version.desc(),))


def next_ordinal(records: Records, *, year: int, kind_id: str, group_id: str | None) -> int:
    """The number that the next meeting of a kind, year and group bears, after the highest; sequels bear none."""
    series = series_of(records, year=year, kind_id=kind_id, group_id=group_id)
    highest = max((meeting.ordinal or 0 for meeting in series), default=0)
    # Where none bears a number, as in minutes that came from elsewhere, they are counted.
    return (highest or len(series)) + 1


def series_of(records: Records, *, year: int, kind_id: str, group_id: str | None) -> list[Meeting]:
    """The meetings of a kind, year and group that count one another (第1次, 第2次): no sequels, no cancelled ones."""
    conditions = [MEETING.year == year, MEETING.kind_id == kind_id, MEETING.parent_id.is_(None)]
    conditions.append(MEETING.group_id == group_id if group_id else MEETING.group_id.is_(None))
    conditions.append(MEETING.status != MeetingStatus.CANCELLED)
    return records.all(Meeting, *conditions)


def repeated_ordinals(records: Records) -> list[list[Meeting]]:
    """The meetings of a kind, group and year that bear one number (第1次), each series' by itself."""
    named = (MEETING.year, MEETING.kind_id, MEETING.group_id, MEETING.ordinal)
    counted = [MEETING.parent_id.is_(None), MEETING.status != MeetingStatus.CANCELLED, MEETING.ordinal.is_not(None)]
    query = select(*named).where(*counted).group_by(*named).having(func.count() > 1).order_by(*named)
    return [
        [one for one in series_of(records, year=year, kind_id=kind_id, group_id=group_id) if one.ordinal == ordinal]
        for year, kind_id, group_id, ordinal in records.connection.execute(query).all()
    ]


def repeat_words(repeated: Sequence[Meeting]) -> str:
    """Which meetings bear one number, in one sentence."""
    names = "、".join(f"「{one.title}」" for one in repeated)
    message = _("{year}年度有 {count} 場同種會議都是第{ordinal}次：{names}。")
    return message.format(year=repeated[0].year, count=len(repeated), ordinal=repeated[0].ordinal, names=names)


def _when(meeting: Meeting) -> str:
    return roc_date.written(meeting.held_on) if meeting.held_on else _("日期未定")
