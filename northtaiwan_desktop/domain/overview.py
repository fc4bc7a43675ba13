"""The state of the platform on one page: what is late, whose, and what comes next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from northtaiwan_desktop.domain.lists import MeetingLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingKind, MeetingStatus, Rhythm
from northtaiwan_desktop.domain.plan import Milestone, PlanItem
from northtaiwan_desktop.domain.progress import Light, Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine, balance
from northtaiwan_desktop.domain.watch import Day, Watch, answers


@dataclass(frozen=True, kw_only=True)
class MemberShare:
    """How one member stands: its open lines, how many of them are late, and how many were not reported this round."""

    member_id: str
    name: str
    open: int
    late: int
    unreported: int


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
    host_name: str
    theme: str
    round: Round
    balance: Balance
    lights: dict[Light, int]
    members: tuple[MemberShare, ...]
    late: tuple[TrackedLine, ...]
    due_soon: tuple[TrackedLine, ...]
    release_asked: tuple[TrackedLine, ...]
    owed: tuple[Owed, ...]
    drafts: tuple[MeetingLine, ...]
    coming: tuple[MeetingLine, ...]
    milestones: tuple[tuple[PlanItem, Milestone], ...]


def overview(
    *,
    year: int,
    today: date,
    lines: Sequence[TrackedLine],
    meetings: Sequence[MeetingLine],
    milestones: Sequence[tuple[PlanItem, Milestone]],
    reference: Reference,
) -> Overview:
    """Draw the page up from all tracked lines, the year's meetings and the open milestones."""
    round = Round.of(today, reference.thresholds.rounds_a_year)
    day = Day(today=today, round=round, soon_days=reference.thresholds.due_soon_days)

    def wanted(watch: Watch) -> list[TrackedLine]:
        return [line for line in lines if answers(line, watch, day)]

    open_lines = wanted(Watch.OPEN)
    cases = {line.resolution.id: line.resolution for line in lines}
    return Overview(
        year=year,
        host_name=reference.member_name(reference.host_of(year)),
        theme=reference.theme_of(year),
        round=round,
        balance=balance(cases.values(), round),
        lights=dict(_lights(open_lines)),
        members=tuple(_share(member.id, member.name, open_lines, day) for member in reference.members),
        late=tuple(sorted(wanted(Watch.LATE), key=_nearest_due)),
        due_soon=tuple(sorted(wanted(Watch.DUE_SOON), key=_nearest_due)),
        release_asked=tuple(wanted(Watch.RELEASE_ASKED)),
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


def _lights(lines: Sequence[TrackedLine]) -> Counter[Light]:
    counted = Counter(dict.fromkeys(Light, 0))
    counted.update(line.light for line in lines)
    return counted


def _nearest_due(line: TrackedLine) -> tuple[date, str]:
    return line.resolution.due_on or date.max, line.number


def _share(member_id: str, name: str, lines: Sequence[TrackedLine], day: Day) -> MemberShare:
    own = [line for line in lines if line.assignment.member_id == member_id]
    return MemberShare(
        member_id=member_id,
        name=name,
        open=len(own),
        late=sum(answers(line, Watch.LATE, day) for line in own),
        unreported=sum(answers(line, Watch.UNREPORTED, day) for line in own),
    )
