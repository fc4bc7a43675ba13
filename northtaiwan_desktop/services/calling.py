"""A meeting is called: its kind proposes what it is to be, and people are brought into the room."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import count

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Attendance, Level, Meeting, Presence, Section, SectionRole
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.day_parts import FIRST_YEAR
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services.meetings import numbered, require_draft, set_attendance
from northtaiwan_desktop.storage import meetings
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

EXPECTED: dict[Level, tuple[Body, ...]] = {
    Level.HEADS: (Body.CHAIR, Body.EX_OFFICIO, Body.APPOINTED),
    Level.DEPUTIES: (Body.EXECUTIVE, Body.TASK_FORCE),
    Level.ALL_GROUPS: (Body.TASK_FORCE, Body.GROUP),
    Level.STAFF: (Body.TASK_FORCE, Body.CONTACT),
    Level.GROUP: (Body.GROUP, Body.CONTACT),
}
"""Whose posts bring people into a meeting of each level, in the order in which they are named."""


FURTHEST = 10
"""So many years ahead a meeting can be planned; what is further is a slip of the keys."""


@dataclass(frozen=True)
class Proposed:
    """What a meeting of a kind would be; all of it can be changed."""

    ordinal: int | None
    host_id: str
    title: str
    sections: tuple[SectionRole, ...]
    last: Meeting | None
    """The meeting of the same kind and group before it, whose people may be brought along."""


def propose(
    records: Records,
    *,
    kind_id: str,
    year: int,
    group_id: str | None = None,
    parent_id: str | None = None,
    ordinal: int | None = None,
) -> Proposed:
    """Propose number, host, title and sections; a sequel (補行議程) bears the name of the meeting that it goes on.

    `ordinal` is the number that a person chose.
    """
    known = reference(records)
    kind = known.kind(kind_id)
    if ordinal is None:
        ordinal = meetings.next_ordinal(records, year=year, kind_id=kind_id, group_id=group_id)
    title = proposed_title(known, kind_id=kind_id, year=year, ordinal=ordinal, group_id=group_id)
    if parent_id:
        title = _sequel_title(records, records.get(Meeting, parent_id))
    likeness = Meeting(id="", title=title, kind_id=kind_id, year=year, group_id=group_id, parent_id=parent_id)
    return Proposed(
        ordinal=None if parent_id else ordinal,
        host_id=known.host_of(year),
        title=title,
        sections=tuple(SectionRole(value) for value in kind.sections),
        last=meetings.last_of_kind(records, likeness),
    )


def _sequel_title(records: Records, parent: Meeting) -> str:
    """「…補行議程會議」, the second 「…第2次補行議程會議」: no two bear one name."""
    taken = {one.title for one in records.all(Meeting, TABLES[Meeting].c.parent_id == parent.id)}
    names = (f"{parent.title}{'' if n == 1 else f'第{n}次'}補行議程會議" for n in count(1))
    return next(name for name in names if name not in taken)


def proposed_title(known: Reference, *, kind_id: str, year: int, ordinal: int | None, group_id: str | None) -> str:
    """「103年度交通運輸組第2次議題工作小組會議」: as offices name a meeting."""
    kind = known.kind(kind_id)
    group = known.group_name(group_id)
    turn = f"第{ordinal}次" if ordinal else ""
    return f"{year}年度{group}{turn}{kind.name}"


def call(
    work: Work,
    *,
    kind_id: str,
    year: int,
    group_id: str | None = None,
    held_on: date | None = None,
    venue: str = "",
    title: str = "",
    parent_id: str | None = None,
    ordinal: int | None = None,
    host_id: str | None = None,
    sections: Sequence[SectionRole] | None = None,
    with_last_people: bool = False,
) -> Meeting:
    """Start a meeting as a draft; what is not said is as `propose` has it."""
    kind = reference(work).kind(kind_id)
    ahead = work.now.year - FIRST_YEAR + FURTHEST
    if not 1 <= year <= ahead:
        raise RuleBroken(_("年度 {year} 不合理，只能是 1 至 {last}。請改正。").format(year=year, last=ahead))
    if kind.per_group and group_id is None:
        raise RuleBroken(_("「{kind}」是各議題組的會議，請選擇議題組。").format(kind=kind.name))
    usual = propose(work, kind_id=kind_id, year=year, group_id=group_id, parent_id=parent_id, ordinal=ordinal)
    meeting = work.save(
        numbered(
            Meeting(
                title=title.strip() or usual.title,
                kind_id=kind_id,
                year=year,
                ordinal=ordinal if ordinal is not None else usual.ordinal,
                group_id=group_id,
                parent_id=parent_id,
                host_id=host_id or usual.host_id,
                held_on=held_on,
                venue=venue,
            )
        )
    )
    for position, role in enumerate(usual.sections if sections is None else sections):
        work.save(Section(meeting_id=meeting.id, position=position, role=role, title=role.usual_title))
    if with_last_people:
        bring_last_people(work, meeting.id)
    return meeting


def invite(work: Work, meeting_id: str) -> None:
    """Fill the attendance list from the posts valid on the day, in the committee's order; a member without a post
    gets a line without a name."""
    meeting = require_draft(work, meeting_id)
    known = reference(work)
    day = meeting.held_on or work.now.date()
    bodies = EXPECTED.get(known.kind(meeting.kind_id).level, ())
    posts = [
        post
        for post in work.all(Post, order=(TABLES[Post].c.since,))
        if post.body in bodies and post.is_valid(day) and post.group_id in (None, meeting.group_id)
    ]
    posts.sort(key=lambda post: bodies.index(post.body))
    people = {one.id: one for one in work.among(Person, "id", {post.person_id for post in posts})}
    lines: list[Attendance] = []
    for member in known.members:
        held = [post for post in posts if post.member_id == member.id]
        lines += [_line(post, people[post.person_id], meeting.id) for post in held] or [
            Attendance(meeting_id=meeting.id, position=0, member_id=member.id)
        ]
    lines += [_line(post, people[post.person_id], meeting.id) for post in posts if post.member_id is None]
    set_attendance(work, meeting_id, _once_each(lines))


def bring_last_people(work: Work, meeting_id: str) -> None:
    """Copy the attendance list of the meeting of the same kind and group before this one. Who was away is expected
    again, who stood in for somebody is not said to; where a post changed hands, the successor is expected."""
    meeting = require_draft(work, meeting_id)
    last = meetings.last_of_kind(work, meeting)
    if last is None:
        raise RuleBroken(_("「{title}」之前沒有同一種會議，沒有名單可以沿用。").format(title=meeting.title))
    day = meeting.held_on or work.now.date()
    table = TABLES[Attendance].c
    lines = [
        replace(
            _succeeded(work, line, day),
            id=Attendance(meeting_id=meeting_id, position=0).id,
            meeting_id=meeting_id,
            presence=Presence.ATTENDS if line.presence is Presence.ON_LEAVE else line.presence,
            represents="",
        )
        for line in work.all(Attendance, table.meeting_id == last.id, order=(table.position,))
    ]
    set_attendance(work, meeting_id, lines)


def _line(post: Post, person: Person, meeting_id: str) -> Attendance:
    return Attendance(
        meeting_id=meeting_id,
        position=0,
        member_id=post.member_id,
        bureau=post.bureau or ("" if post.member_id else post.body.title),
        title=post.title,
        name=person.name,
        person_id=person.id,
    )


def _once_each(lines: Sequence[Attendance]) -> list[Attendance]:
    """A person with several posts is named once, for the first of them."""
    seen: set[str] = set()
    kept = []
    for line in lines:
        if line.person_id is None or line.person_id not in seen:
            kept.append(line)
        seen.add(line.person_id or "")
    return kept


def _succeeded(work: Work, line: Attendance, day: date) -> Attendance:
    """The line, or that of the successor where the post ended before the day."""
    held = work.all(Post, TABLES[Post].c.person_id == line.person_id) if line.person_id else []
    if not held or any(post.is_valid(day) for post in held):
        return line
    last = max(held, key=lambda post: post.until or date.max)
    for post in work.all(Post, TABLES[Post].c.body == last.body):
        if (post.member_id, post.group_id) == (last.member_id, last.group_id) and post.is_valid(day):
            return _line(post, work.get(Person, post.person_id), line.meeting_id)
    return line
