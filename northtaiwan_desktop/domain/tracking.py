"""The register as people read it: one line a doer, with its latest report, and the round's balance."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from operator import attrgetter
from typing import TypeVar

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import Light, ProgressReport, Review, Round, Verdict, light
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, Share, State
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _


@dataclass(frozen=True, kw_only=True)
class TrackedLine:
    """One doer's line of a case, with all that a list shows of it."""

    resolution: Resolution
    assignment: Assignment
    meeting: Meeting | None
    plan_item: PlanItem | None
    reports: tuple[ProgressReport, ...]
    """Oldest first."""
    reviews: tuple[Review, ...]
    """Oldest first."""
    lead_names: tuple[str, ...]
    """Every 主辦 of the case, as named on the day of the decision."""
    co_lead_names: tuple[str, ...]
    doer_name: str
    group_name: str
    light: Light
    case_goes_on_in: str = ""
    """The number of the case into which this one, or some lines of it, went."""

    @property
    def id(self) -> str:
        """The line is known by its assignment."""
        return self.assignment.id

    @property
    def number(self) -> str:
        return self.resolution.number

    @property
    def goes_on_in(self) -> str:
        """The number of the case in which this line goes on (併案列管); empty where it does not."""
        return self.case_goes_on_in if self.assignment.state is State.MERGED else ""

    @property
    def state_words(self) -> str:
        """Where the line stands, as the screen says it: 「併案列管（併入103-002）」."""
        state = self.assignment.state.title
        into = _("（併入{number}）").format(number=self.goes_on_in) if self.goes_on_in else ""
        return f"{state}{into}"

    def verdict_word(self, verdict: Verdict) -> str:
        """A verdict as papers write it, with the case in which a merged line goes on."""
        into = f"（併入{self.goes_on_in}）" if verdict is Verdict.MERGED and self.goes_on_in else ""
        return f"{verdict.word}{into}"

    @property
    def latest(self) -> ProgressReport | None:
        return self.reports[-1] if self.reports else None

    @property
    def latest_review(self) -> Review | None:
        return self.reviews[-1] if self.reviews else None

    def decided_in(self, meeting_id: str) -> Review | None:
        """What this meeting decided on the line, last."""
        return next((one for one in reversed(self.reviews) if one.decided and one.meeting_id == meeting_id), None)

    @property
    def due_words(self) -> str:
        """The due day as written in papers, or the words that stand for it."""
        return due_words(self.resolution)

    @property
    def awaits_meeting(self) -> bool:
        """Has its doer done all and asked for 解除列管? Then the doer owes nothing until the meeting decides."""
        return self.latest is not None and self.latest.awaits_meeting

    def is_late(self, today: date) -> bool:
        """Open, past its due day, and not only awaiting the meeting."""
        is_overdue = self.assignment.state is State.OPEN and self.resolution.is_overdue(today)
        return is_overdue and not self.awaits_meeting

    def report_of(self, round: Round) -> ProgressReport | None:
        """The latest report made for this round."""
        code = round.code
        for report in reversed(self.reports):
            if report.round == code:
                return report
        return None

    def is_reported(self, round: Round) -> bool:
        """Was anything reported for this round, or for one that ends later?"""
        return any(Round.read(report.round).until >= round.until for report in self.reports)


def due_words(case: Resolution) -> str:
    """The due day as written in papers, or the words that stand for it."""
    return roc_date.written(case.due_on) if case.due_on else case.due_text


def doer_name(assignment: Assignment, reference: Reference, day: date | None) -> str:
    """The doer as papers name it: 「桃園市政府交通局」, or a body outside by its own name."""
    if assignment.member_id is None:
        return assignment.office
    member = reference.member_name(assignment.member_id, day)
    return f"{member}政府{assignment.office}" if assignment.office else member


def ordered_doers(
    assignments: Sequence[Assignment], reference: Reference, day: date | None
) -> list[tuple[Assignment, str]]:
    """The doers of one case with their names, 主辦 first."""
    ordered = sorted(assignments, key=lambda line: (line.share is not Share.LEAD, line.position, line.id))
    return [(line, doer_name(line, reference, day)) for line in ordered]


_IN_ORDER = attrgetter("place")
M = TypeVar("M", ProgressReport, Review)


def by_line(made: Iterable[M]) -> dict[str, list[M]]:
    """Reports or reviews by the id of their line."""
    found: dict[str, list[M]] = {}
    for one in made:
        found.setdefault(one.assignment_id, []).append(one)
    return found


def lines_of(
    resolution: Resolution,
    assignments: Sequence[Assignment],
    reports: Mapping[str, Sequence[ProgressReport]],
    reviews: Mapping[str, Sequence[Review]],
    *,
    meeting: Meeting | None,
    plan_item: PlanItem | None,
    reference: Reference,
    today: date,
    goes_on_in: str = "",
    wanted: Collection[str] | None = None,
) -> list[TrackedLine]:
    """The lines of one case, 主辦 first, or of them those with the ids that are `wanted`.

    Reports and reviews are found by the line's id, in any order.
    """
    named = ordered_doers(assignments, reference, resolution.decided_on)
    leads = tuple([name for line, name in named if line.share is Share.LEAD])
    co_leads = tuple([name for line, name in named if line.share is Share.CO_LEAD])
    group_name, is_closed = reference.group_name(resolution.group_id), resolution.state.is_closed
    found = []
    for line, name in named:
        if wanted is not None and line.id not in wanted:
            continue
        told = tuple(sorted(reports.get(line.id, ()), key=_IN_ORDER))
        found.append(
            TrackedLine(
                resolution=resolution,
                assignment=line,
                meeting=meeting,
                plan_item=plan_item,
                reports=told,
                reviews=tuple(sorted(reviews.get(line.id, ()), key=_IN_ORDER)),
                lead_names=leads,
                co_lead_names=co_leads,
                doer_name=name,
                group_name=group_name,
                light=light(
                    closed=is_closed or line.state.is_closed,
                    due_on=resolution.due_on,
                    report=told[-1] if told else None,
                    today=today,
                    limits=reference.thresholds,
                ),
                case_goes_on_in=goes_on_in,
            )
        )
    return found


@dataclass(frozen=True, kw_only=True)
class Balance:
    """前期列管 + 本期新增 − 本期解除 = 續列, counted in cases."""

    before: int
    added: int
    released: int
    remaining: int

    @property
    def holds(self) -> bool:
        """Does the sum agree with what is counted?"""
        return self.before + self.added - self.released == self.remaining


class Movement(Enum):
    """The parts of the balance to which a case counts in a round: one of the first two, and one of the last two."""

    BEFORE = "before"
    ADDED = "added"
    RELEASED = "released"
    REMAINING = "remaining"


def movements(case: Resolution, round: Round) -> frozenset[Movement]:
    """How a case counts in a round, by its days of decision and closing; drafts and noted ones do not."""
    if not case.state.is_tracked or case.decided_on is None or case.decided_on > round.until:
        return frozenset()
    closed = case.closed_on
    if closed is not None and closed < round.since:
        return frozenset()
    came = Movement.BEFORE if case.decided_on < round.since else Movement.ADDED
    left = Movement.RELEASED if closed is not None and closed <= round.until else Movement.REMAINING
    return frozenset({came, left})


def balance(cases: Iterable[Resolution], round: Round) -> Balance:
    """Count the cases of a round."""
    counted = Counter(movement for case in cases for movement in movements(case, round))
    return Balance(
        before=counted[Movement.BEFORE],
        added=counted[Movement.ADDED],
        released=counted[Movement.RELEASED],
        remaining=counted[Movement.REMAINING],
    )
