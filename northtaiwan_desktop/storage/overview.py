"""The question behind the home page: figures and short lists, never the register itself."""

from datetime import date, timedelta

from sqlalchemy import case, func, select

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.member_order import MemberOrder, ordered
from northtaiwan_desktop.domain.overview import Followed, GroupShare, Overview, Shortlist
from northtaiwan_desktop.domain.overview import overview as drawn_up
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.proposal import Proposal, Result
from northtaiwan_desktop.domain.rhythm import Met, rhythm
from northtaiwan_desktop.domain.round_standing import WITHOUT_GROUP
from northtaiwan_desktop.domain.round_view import is_past, told_round
from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.domain.yearbook import ProposalSums
from northtaiwan_desktop.storage import register
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.plan import open_milestones
from northtaiwan_desktop.storage.proposals import OUT, granted_told
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.rounds import balance
from northtaiwan_desktop.storage.schema import TABLES, standing

HERE, MEETING, PROPOSAL = standing.c, TABLES[Meeting].c, TABLES[Proposal].c
MILESTONE_HORIZON = timedelta(days=60)
SHORT = 8
"""Lines of a list that the page has room for."""


def overview(records: Records, *, year: int, today: date, order: MemberOrder = MemberOrder.COMMITTEE) -> Overview:
    """The platform on one page: the ROC year's meetings, and every line still followed; members in the order chosen.

    Of a year gone by: the balance of its last round, and those of its own cases that are still followed.
    """
    known = reference(records)
    own = year if is_past(year, today) else None
    return drawn_up(
        year=year,
        today=today,
        followed=followed(records, today=today, year=own),
        meetings=meeting_lines(records, year=year),
        milestones=open_milestones(records, year=year, until=today + MILESTONE_HORIZON, today=today),
        members=ordered(known, order, year),
        groups=group_shares(records, today=today, year=own),
        rhythm=rhythm(year, today, met(records, year=year), known),
        proposals=proposal_sums(records, year=year),
        reference=known,
    )


def followed(records: Records, *, today: date, year: int | None = None) -> Followed:
    """The register in figures: of the cases of a ROC year gone by, or of all."""
    day = register.day_of(records, today)

    def shortlist(watch: Watch) -> Shortlist:
        of_year = year is not None and watch is not Watch.MISFIT
        asked = register.Asked(today=today, wanted=CaseFilter(watch=watch, of_year=of_year), year=year)
        found = register.window(records, asked, length=SHORT)
        return Shortlist(total=found.total, lines=found.lines)

    return Followed(
        balance=balance(records, told_round(year, reference(records).thresholds.rounds_a_year, today)),
        misfits=shortlist(Watch.MISFIT).total,
        lights=register.light_counts(records, day, year=year),
        by_member=register.shares(records, "member_id", day, year=year),
        by_group=register.shares(records, "group_id", day, year=year),
        late=shortlist(Watch.LATE),
        due_soon=shortlist(Watch.DUE_SOON),
        release_asked=shortlist(Watch.RELEASE_ASKED),
    )


def group_shares(records: Records, *, today: date, year: int | None = None) -> list[GroupShare]:
    """Open lines by group and light, each group in its order; the light is the rule of `domain.progress.light`."""
    known = reference(records)
    late, light = register.late_on(today), register.light_of(known.thresholds, today)
    query = (
        select(HERE.group_id, light, func.count(), func.sum(case((late, 1), else_=0)))
        .where(*register.open_of(year))
        .group_by(HERE.group_id, light)
    )
    counted: dict[str | None, dict[Light, int]] = {group.id: {} for group in known.groups}
    overdue: dict[str | None, int] = {}
    for group_id, word, count, of_them_late in records.connection.execute(query):
        counted.setdefault(group_id, {})[Light(word)] = count
        overdue[group_id] = overdue.get(group_id, 0) + int(of_them_late or 0)
    return [
        GroupShare(
            group_id=group_id,
            name=known.group_name(group_id) or WITHOUT_GROUP,
            short_name=known.group(group_id).short_name if group_id else WITHOUT_GROUP,
            open=sum(lights.values()),
            late=overdue.get(group_id, 0),
            lights={one: lights.get(one, 0) for one in (Light.RED, Light.YELLOW, Light.GREEN)},
        )
        for group_id, lights in counted.items()
    ]


def met(records: Records, *, year: int) -> list[Met]:
    """What the rhythm has to know of the meetings of a ROC year."""
    query = select(MEETING.kind_id, MEETING.group_id, MEETING.held_on, MEETING.status, MEETING.parent_id)
    return [
        Met(kind_id=row[0], group_id=row[1], held_on=row[2], status=row[3], is_sequel=row[4] is not None)
        for row in records.connection.execute(query.where(MEETING.year == year))
    ]


SENT = tuple(result for result in Result if result.went_to_central)


def proposal_sums(records: Records, *, year: int) -> ProposalSums:
    """How many proposals the ROC year has, as their list has them, and for how much: sums are of those that stand."""
    passed = PROPOSAL.result == Result.APPROVED
    query = select(
        func.count(),
        func.sum(case((PROPOSAL.result.in_(SENT), 1), else_=0)),
        func.sum(case((passed, 1), else_=0)),
        func.sum(case((PROPOSAL.result.in_(OUT), 0), else_=PROPOSAL.requested)),
        func.sum(case((PROPOSAL.result.in_(OUT), PROPOSAL.requested), else_=0)),
        func.sum(case((PROPOSAL.requested.is_(None) & PROPOSAL.result.not_in(OUT), 1), else_=0)),
        func.sum(case((passed, PROPOSAL.approved), else_=0)),
        func.sum(case((passed & PROPOSAL.approved.is_(None), 1), else_=0)),
    ).where(PROPOSAL.year == year)
    found = (int(one or 0) for one in records.connection.execute(query).one())
    count, submitted_count, approved_count, requested, set_aside, unasked, approved, unsummed = found
    return ProposalSums(
        count=count,
        submitted_count=submitted_count,
        approved_count=approved_count,
        requested=requested,
        set_aside=set_aside,
        unasked=unasked,
        approved=approved,
        unsummed=unsummed,
        told=granted_told(records, year),
    )
