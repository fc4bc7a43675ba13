"""The question behind the home page: the overview, with what is counted by group, by quarter and of the proposals."""

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import case, func, or_, select

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.member_order import MemberOrder, ordered
from northtaiwan_desktop.domain.overview import GroupShare, Overview
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.proposal import Proposal, Result
from northtaiwan_desktop.domain.rhythm import Met, rhythm
from northtaiwan_desktop.domain.standing import WITHOUT_GROUP
from northtaiwan_desktop.domain.yearbook import ProposalSums
from northtaiwan_desktop.storage.overview import overview
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES, standing

HERE, MEETING, PROPOSAL = standing.c, TABLES[Meeting].c, TABLES[Proposal].c


def home(records: Records, *, year: int, today: date, order: MemberOrder = MemberOrder.COMMITTEE) -> Overview:
    """The platform on one page: members in the order that was chosen."""
    known = reference(records)
    drawn = overview(records, year=year, today=today)
    places = {member.id: place for place, member in enumerate(ordered(known, order, year))}
    return replace(
        drawn,
        members=tuple(sorted(drawn.members, key=lambda one: places.get(one.member_id, len(places)))),
        groups=tuple(group_shares(records, today=today)),
        rhythm=tuple(rhythm(year, today, met(records, year=year), known)),
        proposals=proposal_sums(records, year=year),
    )


def group_shares(records: Records, *, today: date) -> list[GroupShare]:
    """Open lines by group and light, each group in its order; the light is the rule of `domain.progress.light`."""
    known = reference(records)
    limits = known.thresholds
    late = HERE.due_key < today
    red = or_(late, HERE.behind >= limits.far_behind_percent)
    soon = HERE.due_key <= today + timedelta(days=limits.due_soon_days)
    yellow = or_(soon, HERE.behind >= limits.behind_percent)
    light = case((red, Light.RED.value), (yellow, Light.YELLOW.value), else_=Light.GREEN.value)
    query = (
        select(HERE.group_id, light, func.count(), func.sum(case((late, 1), else_=0)))
        .where(HERE.is_open)
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


def proposal_sums(records: Records, *, year: int) -> ProposalSums:
    """How many proposals the ROC year has and for how much; one that was merged is not counted beside the other."""
    passed = PROPOSAL.result == Result.APPROVED
    query = select(
        func.count(),
        func.sum(case((passed, 1), else_=0)),
        func.sum(PROPOSAL.requested),
        func.sum(case((passed, PROPOSAL.approved), else_=0)),
    ).where(PROPOSAL.year == year, PROPOSAL.merged_into_id.is_(None))
    count, approved_count, requested, approved = (int(one or 0) for one in records.connection.execute(query).one())
    return ProposalSums(count=count, approved_count=approved_count, requested=requested, approved=approved)
