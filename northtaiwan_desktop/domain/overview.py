"""The state of the platform on one page: what is late, whose, and what comes next."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from northtaiwan_desktop.domain.lists import MeetingLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingKind, MeetingStatus, Rhythm
from northtaiwan_desktop.domain.plan import Milestone, PlanItem
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.progress import Light, Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rhythm import RhythmRow
from northtaiwan_desktop.domain.round_standing import OUTSIDE
from northtaiwan_desktop.domain.round_view import is_past, told_round
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine
from northtaiwan_desktop.domain.yearbook import ProposalSums


@dataclass(frozen=True, kw_only=True)
class Shares:
    """Open lines of one county, group or other whole: how many, how many of them late, how many not reported."""

    open: int = 0
    late: int = 0
    unreported: int = 0


@dataclass(frozen=True, kw_only=True)
class Shortlist:
    """The first of a list's lines, in the order in which they matter, and how many there are in all."""

    total: int = 0
    lines: tuple[TrackedLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Followed:
    """The register in figures on one day."""

    balance: Balance
    misfits: int
    """Lines of cases whose days do not agree with their state."""
    lights: Mapping[Light, int]
    by_member: Mapping[str | None, Shares]
    by_group: Mapping[str | None, Shares]
    late: Shortlist
    due_soon: Shortlist
    release_asked: Shortlist


@dataclass(frozen=True, kw_only=True)
class MemberShare:
    """How one member stands: its open lines, how many of them are late, and how many were not reported this round.

    `member_id` None: the bodies outside the platform together.
    """

    member_id: str | None
    name: str
    open: int
    late: int
    unreported: int


@dataclass(frozen=True, kw_only=True)
class GroupShare:
    """How one group stands: its open lines by light, and how many of them are late. `group_id` None: no group."""

    group_id: str | None
    name: str
    short_name: str
    open: int
    late: int
    lights: Mapping[Light, int]


@dataclass(frozen=True, kw_only=True)
class Owed:
    """A meeting that the rhythm still asks for: so many were held of so many, in the year or its quarter."""

    kind_id: str
    kind_name: str
    group_id: str | None
    group_name: str
    quarter: int | None
    held: int
    times: int


@dataclass(frozen=True, kw_only=True)
class Overview:
    """首頁. Lists are in the order in which they matter."""

    year: int
    is_past: bool
    """Is the year gone by? The register's figures are then of its own cases that are still followed."""
    host_name: str
    theme: str
    round: Round
    """The round whose balance is told: the year's last one where it is gone by, else the present one."""
    followed: Followed
    members: tuple[MemberShare, ...]
    owed: tuple[Owed, ...]
    drafts: tuple[MeetingLine, ...]
    coming: tuple[MeetingLine, ...]
    milestones: tuple[tuple[PlanItem, Milestone], ...]
    groups: tuple[GroupShare, ...]
    rhythm: tuple[RhythmRow, ...]
    proposals: ProposalSums


def overview(
    *,
    year: int,
    today: date,
    followed: Followed,
    meetings: Sequence[MeetingLine],
    milestones: Sequence[tuple[PlanItem, Milestone]],
    members: Sequence[Member],
    groups: Sequence[GroupShare],
    rhythm: Sequence[RhythmRow],
    proposals: ProposalSums,
    reference: Reference,
) -> Overview:
    """Draw the page up from the register's figures, the year's meetings and the open milestones.

    `members` are all members in the order in which they are to stand.
    """
    # Named only where they have lines, so that the counties and they add up to all.
    outside = [(None, OUTSIDE)] if None in followed.by_member else []
    return Overview(
        year=year,
        is_past=is_past(year, today),
        host_name=reference.member_name(reference.host_of(year)),
        theme=reference.theme_of(year),
        round=told_round(year, reference.thresholds.rounds_a_year, today),
        followed=followed,
        members=tuple(
            MemberShare(member_id=id, name=name, **vars(followed.by_member.get(id, Shares())))
            for id, name in (*((one.id, one.name) for one in members), *outside)
        ),
        owed=tuple(owed(year, today, [line.meeting for line in meetings], reference)),
        drafts=tuple(
            line
            for line in meetings
            if line.meeting.status is MeetingStatus.DRAFT and line.meeting.held_on and line.meeting.held_on <= today
        ),
        coming=tuple(
            line
            for line in sorted(meetings, key=lambda line: line.meeting.held_on or date.max)
            if line.meeting.status is MeetingStatus.DRAFT
            and (line.meeting.held_on is None or line.meeting.held_on > today)
        ),
        milestones=tuple(milestones),
        groups=tuple(groups),
        rhythm=tuple(rhythm),
        proposals=proposals,
    )


def owed(year: int, today: date, meetings: Sequence[Meeting], reference: Reference) -> list[Owed]:
    """What the rhythm still asks for up to the present quarter of the ROC year; nothing for a year to come."""
    quarter = _quarter_reached(year, today)
    held = [m for m in meetings if m.year == year and m.status is not MeetingStatus.CANCELLED and m.held_on]
    found: list[Owed] = []
    for kind in reference.kinds:
        if kind.rhythm is Rhythm.AS_NEEDED or not quarter:
            continue
        groups = [group.id for group in reference.groups] if kind.per_group else [None]
        for group_id in groups:
            found += _owed_of(kind, group_id, year, quarter, held, reference)
    return found


def _owed_of(
    kind: MeetingKind, group_id: str | None, year: int, quarter: int, held: Sequence[Meeting], reference: Reference
) -> list[Owed]:
    own = [m for m in held if m.kind_id == kind.id and m.parent_id is None and group_id in (None, m.group_id)]
    owed_in = partial(_owed_in, kind, group_id, reference)
    if kind.rhythm is Rhythm.YEAR:
        if len(own) >= kind.times:
            return []
        return [owed_in(None, len(own))]
    counts = Counter((m.held_on.month + 2) // 3 for m in own if m.held_on)
    return [owed_in(q, counts[q]) for q in range(1, quarter + 1) if counts[q] < kind.times]


def _owed_in(kind: MeetingKind, group_id: str | None, reference: Reference, quarter: int | None, held: int) -> Owed:
    return Owed(
        kind_id=kind.id,
        kind_name=kind.name,
        group_id=group_id,
        group_name=reference.group_name(group_id),
        quarter=quarter,
        held=held,
        times=kind.times,
    )


def _quarter_reached(year: int, today: date) -> int:
    """The last quarter of the ROC year that has begun: 0 before it, 4 after it."""
    present = today.year - 1911
    return 0 if year > present else 4 if year < present else (today.month + 2) // 3
