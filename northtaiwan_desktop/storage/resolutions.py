"""Questions about resolutions and the lines of their doers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy import case as when

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.domain.lists import CaseLine
from northtaiwan_desktop.domain.meeting import Level, Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import ProgressReport, Review
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share, State
from northtaiwan_desktop.domain.tracking import TrackedLine, by_line, doer_name, lines_of
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import journal
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.progress import REPORT, latest_reports
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES, standing
from northtaiwan_desktop.storage.standing import OWES

CASE = TABLES[Resolution].c
LINE = TABLES[Assignment].c
MOST_LATER = 12
"""Later meetings of a case that are named."""
NEAREST_DUE = (CASE.due_on.is_(None), CASE.due_on, CASE.number)


def find(records: Records, key: str) -> Resolution:
    """The case with this id or number (案號); NotFound names it."""
    found = records.find(Resolution, key) or next(iter(records.all(Resolution, CASE.number == key)), None)
    if found is None:
        raise NotFound(_("找不到案號「{key}」的決議。可用 list resolutions 查看所有案號。").format(key=key))
    return found


def tracked_lines(
    records: Records,
    *,
    today: date,
    year: int | None = None,
    group_id: str | None = None,
    member_id: str | None = None,
    open_only: bool = False,
    late_only: bool = False,
    with_followed: bool = False,
) -> list[TrackedLine]:
    """The register (列管表), a line for each doer: the nearest due day first, those without a day last.

    `with_followed` adds to the cases of `year` those of other years that are still followed, or were closed in it or
    in the year of `today`, whose round's balance counts them.
    """
    conditions: list[ColumnElement[bool]] = [CASE.state.not_in([State.DRAFT, State.NOTED])]
    if year and with_followed:
        closed = [CASE.closed_on.between(*_days_of(one)) for one in (year, today.year - 1911)]
        conditions.append(or_(CASE.year == year, CASE.state == State.OPEN, *closed))
    elif year:
        conditions.append(CASE.year == year)
    conditions += [CASE.group_id == group_id] if group_id else []
    if member_id:
        conditions.append(CASE.id.in_(select(LINE.resolution_id).where(LINE.member_id == member_id)))
    if open_only or late_only:
        conditions.append(CASE.state == State.OPEN)
    if late_only:
        conditions.append(CASE.due_on < today)
    cases = records.all(Resolution, *conditions, order=NEAREST_DUE)
    lines = lines_of_cases(records, cases, today=today)
    return [
        line
        for line in lines
        if (member_id is None or line.assignment.member_id == member_id)
        and (not (open_only or late_only) or line.assignment.state is State.OPEN)
        and (not late_only or line.is_late(today))
    ]


def lines_of_cases(
    records: Records,
    cases: Sequence[Resolution],
    *,
    today: date,
    rounds: Collection[str] | None = None,
    wanted: Collection[str] | None = None,
) -> list[TrackedLine]:
    """The lines of these cases, or of them those with the ids that are `wanted`, in the order of the cases.

    With `rounds` (codes) they come without reviews, and with only their latest report and those of these rounds.
    """
    ids = {case.id for case in cases}
    assignments = records.all(Assignment, records.one_of(LINE.resolution_id, ids), order=(LINE.position,))
    line_ids = {line.id for line in assignments}
    line_ids = line_ids if wanted is None else line_ids.intersection(wanted)
    if rounds is None:
        reports = records.among(ProgressReport, "assignment_id", line_ids)
        reviews = records.among(Review, "assignment_id", line_ids)
    else:
        reports, reviews = reports_of_rounds(records, line_ids, rounds), []
    return lines_with(records, cases, assignments, reports, reviews, today=today, wanted=wanted)


def lines_with(
    records: Records,
    cases: Sequence[Resolution],
    assignments: Sequence[Assignment],
    reports: Sequence[ProgressReport],
    reviews: Sequence[Review],
    *,
    today: date,
    wanted: Collection[str] | None = None,
) -> list[TrackedLine]:
    """The lines of these cases with what was read of them, in the order of the cases; or those that are `wanted`."""
    known = reference(records)
    meetings = {m.id: m for m in records.among(Meeting, "id", {c.meeting_id for c in cases if c.meeting_id})}
    items = {i.id: i for i in records.among(PlanItem, "id", {c.plan_item_id for c in cases if c.plan_item_id})}
    into = {c.id: c for c in records.among(Resolution, "id", {c.merged_into_id for c in cases if c.merged_into_id})}
    reports_of, reviews_of = by_line(reports), by_line(reviews)
    doers: dict[str, list[Assignment]] = {}
    for line in assignments:
        doers.setdefault(line.resolution_id, []).append(line)
    found: list[TrackedLine] = []
    for case in cases:
        found += lines_of(
            case,
            doers.get(case.id, ()),
            reports_of,
            reviews_of,
            meeting=meetings.get(case.meeting_id or ""),
            plan_item=items.get(case.plan_item_id or ""),
            reference=known,
            today=today,
            goes_on_in=into[case.merged_into_id].number if case.merged_into_id in into else "",
            wanted=wanted,
        )
    return found


def reports_of_rounds(records: Records, line_ids: Collection[str], rounds: Collection[str]) -> list[ProgressReport]:
    """Of each line its latest report, as `ProgressReport.place` orders them, and all of these rounds."""
    return latest_reports(records, records.one_of(REPORT.assignment_id, line_ids), rounds=rounds)


def carried_lines(records: Records, meeting: Meeting, *, today: date) -> list[TrackedLine]:
    """上次會議決議辦理情形, live: open cases of the meeting's group, or of all that is above the groups, and whatever
    else this meeting decided on: no decision is missing from the minutes of the meeting that made it.

    A case stays in the minutes of the meeting that closes it.
    Those decided in the meeting itself, or after it, are left out, and so is what was reported after its day.
    """
    here = select(LINE.resolution_id).join(TABLES[Review], TABLES[Review].c.assignment_id == LINE.id)
    conditions: list[ColumnElement[bool]] = []
    decided_here = CASE.id.in_(
        here.where(TABLES[Review].c.meeting_id == meeting.id, TABLES[Review].c.decided.is_not(None))
    )
    conditions += [(CASE.state == State.OPEN) | decided_here]
    conditions += [CASE.meeting_id.is_(None) | (CASE.meeting_id != meeting.id)]
    if meeting.held_on:
        conditions.append(CASE.decided_on <= meeting.held_on)
    if meeting.group_id:
        conditions.append((CASE.group_id == meeting.group_id) | decided_here)
    else:
        within_group = [kind.id for kind in reference(records).kinds if kind.level is Level.GROUP]
        own = select(TABLES[Meeting].c.id).where(TABLES[Meeting].c.kind_id.in_(within_group))
        conditions.append(CASE.meeting_id.is_(None) | CASE.meeting_id.not_in(own) | decided_here)
    cases = records.all(Resolution, *conditions, order=(CASE.number,))
    last = meeting.held_until or meeting.held_on or date.max
    return [
        replace(
            line,
            reports=tuple(report for report in line.reports if report.reported_on <= last),
            reviews=tuple(one for one in line.reviews if one.reviewed_on <= last or one.meeting_id == meeting.id),
        )
        for line in lines_of_cases(records, cases, today=today)
        if line.assignment.state is State.OPEN or line.decided_in(meeting.id)
    ]


def case_lines(
    records: Records,
    *,
    today: date,
    year: int | None = None,
    group_id: str | None = None,
    member_id: str | None = None,
    open_only: bool = False,
    late_only: bool = False,
) -> list[CaseLine]:
    """One line a case, drafts left out, in the order of their numbers."""
    conditions: list[ColumnElement[bool]] = [CASE.state != State.DRAFT]
    conditions += [CASE.year == year] if year else []
    conditions += [CASE.group_id == group_id] if group_id else []
    if member_id:
        conditions.append(CASE.id.in_(select(LINE.resolution_id).where(LINE.member_id == member_id)))
    if open_only or late_only:
        conditions.append(CASE.state == State.OPEN)
    if late_only:
        owing = select(standing.c.case_id).where(standing.c.is_open, OWES)
        conditions += [CASE.due_on < today, CASE.id.in_(owing)]
    return case_lines_of(records, records.all(Resolution, *conditions, order=(CASE.number,)))


def case_lines_of(records: Records, cases: Sequence[Resolution]) -> list[CaseLine]:
    """These cases with their doers' names, in the order given."""
    known = reference(records)
    doers: dict[str, list[Assignment]] = {}
    for line in records.among(Assignment, "resolution_id", {case.id for case in cases}, order=(LINE.position,)):
        doers.setdefault(line.resolution_id, []).append(line)
    titles = {m.id: m.title for m in records.among(Meeting, "id", {c.meeting_id for c in cases if c.meeting_id})}
    return [_case_line(case, doers.get(case.id, []), titles.get(case.meeting_id or "", ""), known) for case in cases]


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """All that is known of one case: its lines, where it comes from, who closed it, and what was done with it."""

    lines: tuple[TrackedLine, ...]
    item: AgendaItem | None
    meetings: Mapping[str, str]
    """Titles of the meetings that decided on it, by id."""
    later: tuple[Meeting, ...]
    """The meetings held since that have it among their carried cases, the newest first."""
    goes_on_in: Resolution | None
    """The case into which it was merged."""
    taken_in: tuple[Resolution, ...]
    """The cases that were merged into it."""
    documents: tuple[Attachment, ...]
    """The files that are kept with it."""
    history: tuple[Operation, ...]
    """Newest first."""


def case_file(records: Records, id: str, *, today: date) -> CaseFile:
    """The whole life of one case."""
    case = records.get(Resolution, id)
    lines = lines_of_cases(records, [case], today=today)
    kept = TABLES[Attachment].c
    documents = records.all(Attachment, kept.owner_id == id, order=(kept.added_at, kept.name))
    made = [id, *(line.id for line in lines), *(one.id for one in documents)]
    made += [report.id for line in lines for report in line.reports]
    made += [review.id for line in lines for review in line.reviews]
    named = {case.meeting_id, case.closed_in_id, *(review.meeting_id for line in lines for review in line.reviews)}
    meetings = records.among(Meeting, "id", {one for one in named if one})
    return CaseFile(
        lines=tuple(lines),
        item=records.find(AgendaItem, case.item_id) if case.item_id else None,
        meetings={meeting.id: meeting.title for meeting in meetings},
        later=tuple(_later(records, case, until=case.closed_on or today)),
        goes_on_in=records.find(Resolution, case.merged_into_id) if case.merged_into_id else None,
        documents=tuple(documents),
        taken_in=tuple(records.all(Resolution, CASE.merged_into_id == id, order=(CASE.number,))),
        history=tuple(journal.operations_on(records, made)),
    )


def _later(records: Records, case: Resolution, *, until: date) -> list[Meeting]:
    """The meetings from its decision up to a day whose minutes carry the case, the newest first."""
    if case.decided_on is None:
        return []
    meeting = TABLES[Meeting].c
    kinds = reference(records).kinds
    own = records.find(Meeting, case.meeting_id) if case.meeting_id else None
    within_group = {kind.id for kind in kinds if kind.level is Level.GROUP}
    is_of_group = own is not None and own.kind_id in within_group
    # Meetings of a group carry its cases; those above carry what was decided above the groups; any, what it decided on.
    of_group = meeting.group_id == case.group_id
    review = TABLES[Review].c
    deciding = select(review.meeting_id).join(TABLES[Assignment], LINE.id == review.assignment_id)
    deciding = deciding.where(LINE.resolution_id == case.id, review.decided.is_not(None))
    carrying = or_(of_group, meeting.id.in_(deciding))
    if not is_of_group:
        carrying = or_(carrying, meeting.group_id.is_(None))
    held = (meeting.held_on > case.decided_on, meeting.held_on <= until, meeting.status != MeetingStatus.CANCELLED)
    query = select(TABLES[Meeting]).where(carrying, *held).order_by(meeting.held_on.desc()).limit(MOST_LATER)
    return records.chosen(Meeting, query)


def counts_by_meeting(records: Records, *, year: int | None = None) -> dict[str, tuple[int, int]]:
    """For each meeting id, those of a ROC year or all: how many resolutions, and how many of them still open."""
    opened = func.sum(when((CASE.state == State.OPEN, 1), else_=0))
    query = select(CASE.meeting_id, func.count(), opened).group_by(CASE.meeting_id)
    if year:
        meeting = TABLES[Meeting].c
        query = query.where(CASE.meeting_id.in_(select(meeting.id).where(meeting.year == year)))
    return {row[0]: (row[1], int(row[2] or 0)) for row in records.connection.execute(query) if row[0]}


def _days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a ROC year."""
    return date(year + 1911, 1, 1), date(year + 1911, 12, 31)


def _case_line(case: Resolution, lines: Sequence[Assignment], title: str, known: Reference) -> CaseLine:
    def names(share: Share) -> tuple[str, ...]:
        chosen = (line for line in lines if line.share is share)
        return tuple(dict.fromkeys(known.member_name(line.member_id) or line.office for line in chosen))

    def offices(share: Share) -> tuple[str, ...]:
        return tuple(doer_name(line, known, case.decided_on) for line in lines if line.share is share)

    return CaseLine(
        resolution=case,
        assignments=tuple(lines),
        meeting_title=title,
        group_name=known.group_name(case.group_id),
        lead_names=names(Share.LEAD),
        co_lead_names=names(Share.CO_LEAD),
        lead_offices=offices(Share.LEAD),
        co_lead_offices=offices(Share.CO_LEAD),
    )
