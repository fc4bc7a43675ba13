"""Questions about the members and groups with what they do in a year."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from northtaiwan_desktop.domain.lists import GroupLine, MemberLine, PostLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.overview import Shares
from northtaiwan_desktop.domain.people import Body
from northtaiwan_desktop.domain.platform import FormerName, Member, Part
from northtaiwan_desktop.storage import journal, register
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.people import posts
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES


def member_lines(records: Records, *, year: int, today: date) -> list[MemberLine]:
    """Members in the committee's order, with what they lead in the ROC year and how they stand today."""
    known = reference(records)
    open_lines = register.shares(records, "member_id", register.day_of(records, today))
    held = [line for line in posts(records, today=today) if line.is_current and line.post.body is Body.CONTACT]
    leads = {
        member.id: tuple(
            known.group_name(role.group_id)
            for role in known.roles
            if role.year == year and role.member_id == member.id and role.part is Part.LEAD
        )
        for member in known.members
    }
    return [
        MemberLine(
            member=member,
            former_names=tuple(past.name for past in known.former_names if past.member_id == member.id),
            is_host=known.host_of(year) == member.id,
            leads=leads[member.id],
            contact="、".join(line.person.name for line in held if line.post.member_id == member.id),
            open_cases=open_lines.get(member.id, Shares()).open,
            late_cases=open_lines.get(member.id, Shares()).late,
        )
        for member in known.members
    ]


@dataclass(frozen=True, kw_only=True)
class MemberFile:
    """What a member has been to the platform: the years it hosted, and what it led in each."""

    member: Member
    former_names: tuple[FormerName, ...]
    hosted: tuple[int, ...]
    """ROC years that are recorded, the newest first."""
    led: tuple[tuple[int, tuple[str, ...]], ...]
    """Each ROC year with the groups led in it, the newest first."""
    holders: tuple[PostLine, ...]
    """Everybody who holds or held a post for it, those of today first."""
    history: tuple[Operation, ...]


def member_file(records: Records, member_id: str, *, today: date) -> MemberFile:
    """The history of one member."""
    known = reference(records)
    led: dict[int, list[str]] = {}
    for role in known.roles:
        if role.member_id == member_id and role.part is Part.LEAD:
            led.setdefault(role.year, []).append(known.group_name(role.group_id))
    own = [role.id for role in known.roles if role.member_id == member_id]
    return MemberFile(
        member=known.member(member_id),
        former_names=tuple(past for past in known.former_names if past.member_id == member_id),
        hosted=tuple(sorted((one.year for one in known.years if one.host_id == member_id), reverse=True)),
        led=tuple((year, tuple(led[year])) for year in sorted(led, reverse=True)),
        holders=tuple(posts(records, today=today, member_id=member_id)),
        history=tuple(journal.operations_on(records, [member_id, *own])),
    )


def group_lines(records: Records, *, year: int, today: date) -> list[GroupLine]:
    """Issue groups in their order, with who leads and cooperates in the ROC year."""
    known = reference(records)
    table = TABLES[Meeting].c
    counted = select(table.group_id, func.count()).group_by(table.group_id)
    counted = counted.where(table.year == year, table.status != MeetingStatus.CANCELLED)
    meetings = {row[0]: int(row[1]) for row in records.connection.execute(counted)}
    opened = register.open_cases_by_group(records)
    return [
        GroupLine(
            group=group,
            leader_name=known.member_name(known.leader_of(group.id, year)),
            cooperating_names=known.member_names(
                role.member_id
                for role in known.roles
                if role.group_id == group.id and role.year == year and role.part is Part.COOPERATE
            ),
            meetings_this_year=meetings.get(group.id, 0),
            open_cases=opened.get(group.id, 0),
        )
        for group in known.groups
    ]
