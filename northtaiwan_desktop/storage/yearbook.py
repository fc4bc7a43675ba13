"""The questions behind the yearbook (年度成果彙編) and the quarterly paper (季報)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import func, select

from northtaiwan_desktop.domain.lists import MeetingLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.member_order import MemberOrder, ordered
from northtaiwan_desktop.domain.overview import owed
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.progress import ProgressReport, Round
from northtaiwan_desktop.domain.quarterly import Quarterly
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share
from northtaiwan_desktop.domain.round_standing import WITHOUT_GROUP, by_group, by_member
from northtaiwan_desktop.domain.round_view import day_of, last_round, reached, rounds_of
from northtaiwan_desktop.domain.tracking import TrackedLine, doer_name
from northtaiwan_desktop.domain.watch import Day, Watch, answers
from northtaiwan_desktop.domain.yearbook import ContributionLine, Fate, GroupYear, Yearbook
from northtaiwan_desktop.storage import chronicle, contributions, plan, proposals
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.rounds import CASE, IS_TRACKED, LINE, balances, lines_of_round
from northtaiwan_desktop.storage.schema import TABLES

REPORT = TABLES[ProgressReport].c
NEAR = timedelta(days=60)
FIRST_YEAR = 1911


def yearbook(records: Records, *, year: int, today: date, order: MemberOrder = MemberOrder.COMMITTEE) -> Yearbook:
    """A ROC year as it stands today; members and groups as they stood in the year's last round so far.

    Counties bear the names that were valid then.
    """
    known = reference(records)
    rounds = reached(year, known.thresholds.rounds_a_year, today)
    round = last_round(year, known.thresholds.rounds_a_year, today)
    lines = lines_of_round(records, round, today=today, closed_since=date(year + FIRST_YEAR, 1, 1))
    day = Day(today=day_of(round, today), round=round, soon_days=known.thresholds.due_soon_days)
    items = [
        replace(line, lead_name=known.member_name(line.item.lead_id, day.today))
        for line in plan.plan_lines(records, year=year, today=today)
    ]
    asked = [
        replace(line, proposer_name=known.member_name(line.proposal.proposer_id, day.today))
        for line in proposals.proposal_lines(records, year=year)
    ]
    budgets: dict[Source, int] = {}
    for item in items:
        for part in item.budgets:
            budgets[part.source] = budgets.get(part.source, 0) + part.amount
    decided = _fates(records, records.all(Resolution, IS_TRACKED, CASE.year == year, order=(CASE.number,)), known)
    closed = records.all(
        Resolution,
        IS_TRACKED,
        CASE.closed_on.between(date(year + FIRST_YEAR, 1, 1), date(year + FIRST_YEAR, 12, 31)),
        order=(CASE.closed_on, CASE.number),
    )
    names = {member.id: known.member_name(member.id, day.today) for member in known.members}
    places = {member.id: place for place, member in enumerate(known.members)}
    owed_sums = sorted(contributions.contributions(records, year=year), key=lambda one: places.get(one.member_id, 0))
    return Yearbook(
        platform=known.platform.name,
        short_name=known.platform.short_name,
        year=year,
        term=known.platform.term(year),
        host_name=known.member_name(known.host_of(year), date(year + FIRST_YEAR, 12, 31)),
        theme=known.theme_of(year),
        today=today,
        meetings=tuple(_held(meeting_lines(records, year=year), today)),
        balances=tuple(balances(records, rounds)),
        round=round,
        members=tuple(by_member(lines, ordered(known, order, year, day.today), day)),
        groups=tuple(by_group(lines, known.groups, day)),
        years=tuple(
            GroupYear(
                id=id,
                name=name,
                leader_name=known.member_name(known.leader_of(id, year), day.today) if id else "",
                plan=tuple(item for item in items if item.item.group_id == id),
                fates=tuple(fate for fate in decided if fate.case.group_id == id),
            )
            for id, name in [*((group.id, group.name) for group in known.groups), (None, WITHOUT_GROUP)]
        ),
        released=tuple(_fates(records, closed, known)),
        proposals=tuple(asked),
        granted_told=proposals.granted_told(records, year),
        contributions=tuple(
            ContributionLine(name=names.get(one.member_id, one.member_id), record=one) for one in owed_sums
        ),
        budgets=budgets,
        chronicle=tuple(chronicle.entries(records, year=year)),
    )


def quarterly(records: Records, *, round: Round, today: date, order: MemberOrder = MemberOrder.COMMITTEE) -> Quarterly:
    """A round for a meeting: the register as it stood in it, what the rhythm owes, and what comes near."""
    known = reference(records)
    limits = known.thresholds
    lines = lines_of_round(records, round, today=today)
    judged = day_of(round, today)
    day = Day(today=judged, round=round, soon_days=limits.due_soon_days)
    rounds = [one for one in rounds_of(round.year, limits.rounds_a_year) if one.since <= round.since]
    members = ordered(known, order, round.year, judged)

    def wanted(watch: Watch) -> tuple[TrackedLine, ...]:
        return tuple(line for line in lines if answers(line, watch, day))

    met = [one.meeting for one in meeting_lines(records, year=round.year)]
    return Quarterly(
        platform=known.platform.name,
        round=round,
        today=today,
        host_name=known.member_name(known.host_of(round.year), judged),
        balances=tuple(balances(records, rounds or [round])),
        members=tuple(by_member(lines, members, day)),
        groups=tuple(by_group(lines, known.groups, day)),
        late=wanted(Watch.LATE),
        release_asked=wanted(Watch.RELEASE_ASKED),
        owed=tuple(owed(round.year, judged, met, known)),
        milestones=tuple(plan.open_milestones(records, year=round.year, until=judged + NEAR, today=judged)),
    )


def _held(lines: Iterable[MeetingLine], today: date) -> list[MeetingLine]:
    """Those that took place, the oldest first."""
    held = [
        line
        for line in lines
        if line.meeting.status is not MeetingStatus.CANCELLED
        and line.meeting.held_on is not None
        and line.meeting.held_on <= today
    ]
    return sorted(held, key=lambda line: (line.meeting.held_on or date.max, line.meeting.title))


def _fates(records: Records, cases: list[Resolution], known: Reference) -> list[Fate]:
    """What became of these cases: their doers and last reports, asked for in parts."""
    ids = {case.id for case in cases}
    doers: dict[str, list[Assignment]] = {}
    for line in records.among(Assignment, "resolution_id", ids, order=(LINE.position,)):
        doers.setdefault(line.resolution_id, []).append(line)
    meeting_ids = {id for case in cases for id in (case.meeting_id, case.closed_in_id) if id}
    titles = {meeting.id: meeting.title for meeting in records.among(Meeting, "id", meeting_ids)}
    reports = _last_reports(records, {line.id for own in doers.values() for line in own})
    return [
        Fate(
            case=case,
            meeting_title=titles.get(case.meeting_id or "", ""),
            doers=tuple(
                doer_name(line, known, case.decided_on) + ("（協辦）" if line.share is Share.CO_LEAD else "")
                for line in sorted(
                    doers.get(case.id, []), key=lambda line: (line.share is not Share.LEAD, line.position)
                )
            ),
            report=next((reports[line.id] for line in doers.get(case.id, []) if line.id in reports), ""),
            closed_in=titles.get(case.closed_in_id or "", ""),
        )
        for case in cases
    ]


def _last_reports(records: Records, line_ids: set[str]) -> dict[str, str]:
    """The text of each line's last report."""
    found: dict[str, str] = {}
    ordered_ids = sorted(line_ids)
    newest = func.row_number().over(
        partition_by=REPORT.assignment_id, order_by=(REPORT.reported_on.desc(), REPORT.sequence.desc())
    )
    for start in range(0, len(ordered_ids), 500):
        part = ordered_ids[start : start + 500]
        ranked = (
            select(REPORT.assignment_id, REPORT.text, newest.label("place"))
            .where(REPORT.assignment_id.in_(part))
            .subquery()
        )
        query = select(ranked.c.assignment_id, ranked.c.text).where(ranked.c.place == 1)
        found.update({row[0]: row[1] for row in records.connection.execute(query)})
    return found
