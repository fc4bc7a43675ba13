"""Records as lists show them: together with the names that their ids stand for."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.contribution import Contribution, Standing
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.people import Person, Post
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, QuarterTarget, Source
from northtaiwan_desktop.domain.plan_progress import actual_of, planned_on
from northtaiwan_desktop.domain.plan_whole import PlanWhole
from northtaiwan_desktop.domain.platform import IssueGroup, Member
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.proposal import Proposal, ProposalReview, ProposalShare, Result
from northtaiwan_desktop.domain.remembered import Remembered
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.i18n import N_, _


@dataclass(frozen=True, kw_only=True)
class MeetingLine:
    """One meeting in the list of meetings."""

    meeting: Meeting
    kind_name: str
    group_name: str
    host_name: str
    resolutions: int
    open_resolutions: int


class Stage(Enum):
    """How far a meeting and its minutes are on a day. The value is what is stored."""

    TO_COME = "to_come"
    UNFINISHED = "unfinished"
    FINAL = "final"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:
        return _(STAGE_TITLES[self])

    @classmethod
    def of(cls, meeting: Meeting, today: date) -> "Stage":
        """The stage of a meeting; one without a day is still to come."""
        if meeting.status is not MeetingStatus.DRAFT:
            return cls.CANCELLED if meeting.status is MeetingStatus.CANCELLED else cls.FINAL
        return cls.UNFINISHED if meeting.held_on and meeting.held_on <= today else cls.TO_COME


STAGE_TITLES = {
    Stage.TO_COME: N_("待召開"),
    Stage.UNFINISHED: N_("紀錄未定稿"),
    Stage.FINAL: N_("已定稿"),
    Stage.CANCELLED: N_("已取消"),
}


@dataclass(frozen=True, kw_only=True)
class MeetingFilter:
    """What a list of meetings is narrowed to; None lets all through."""

    kind_id: str | None = None
    group_id: str | None = None
    host_id: str | None = None
    quarter: int | None = None
    stage: Stage | None = None

    def passes(self, line: MeetingLine, today: date) -> bool:
        """Is this one of the meetings that are looked for?"""
        meeting = line.meeting
        pairs = (
            (self.kind_id, meeting.kind_id),
            (self.group_id, meeting.group_id),
            (self.host_id, meeting.host_id),
            (self.quarter, (meeting.held_on.month + 2) // 3 if meeting.held_on else 0),
            (self.stage, Stage.of(meeting, today)),
        )
        return all(wanted in (None, own) for wanted, own in pairs)


@dataclass(frozen=True, kw_only=True)
class CaseLine:
    """One case in the list of resolutions, its doers by their present official names."""

    resolution: Resolution
    assignments: tuple[Assignment, ...]
    meeting_title: str
    group_name: str
    lead_names: tuple[str, ...]
    """Members (or bodies outside) that lead, without their bureaus."""
    co_lead_names: tuple[str, ...]
    lead_offices: tuple[str, ...]
    """The same, written out: 「桃園市政府交通局」."""
    co_lead_offices: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One item of the action plan."""

    item: PlanItem
    group_name: str
    lead_name: str
    co_lead_names: tuple[str, ...]
    axis_names: tuple[str, ...]
    budgets: tuple[BudgetLine, ...] = ()
    targets: tuple[QuarterTarget, ...] = ()
    """In the order of time."""
    milestones: tuple[Milestone, ...] = ()
    cases: tuple[Resolution, ...] = ()
    """The resolutions that serve this item."""
    cross_group_names: tuple[str, ...] = ()
    light: Light | None = None
    """As of the day on which it was asked for; None where no day was named."""
    day: date | None = None
    """The day on which it was asked for."""

    @property
    def budget(self) -> int | None:
        """Whole NT dollars of all sources, else the declared total; None where nothing is recorded."""
        return sum(line.amount for line in self.budgets) if self.budgets else self.item.total

    @property
    def whole(self) -> PlanWhole:
        """The item with its parts alone, as it is written and checked."""
        return PlanWhole(item=self.item, targets=self.targets, budget=self.budgets, stones=self.milestones)

    @property
    def sources(self) -> tuple[str, ...]:
        """The words of the sources that pay, each once."""
        paying = {line.source for line in self.budgets}
        return tuple(source.word for source in Source if source in paying)

    @property
    def planned_percent(self) -> float | None:
        """The planned progress that holds on the day on which it was asked for."""
        return planned_on(self.targets, self.day)

    @property
    def actual_percent(self) -> float | None:
        """The last actual progress that was recorded."""
        return actual_of(self.targets)


@dataclass(frozen=True, kw_only=True)
class ProposalFilter:
    """What the year's proposals are narrowed to; None lets all through."""

    group_id: str | None = None
    member_id: str | None = None
    result: Result | None = None


@dataclass(frozen=True, kw_only=True)
class ProposalLine:
    """One proposal to central government."""

    proposal: Proposal
    group_name: str
    proposer_name: str
    partner_names: tuple[str, ...]
    shares: tuple[ProposalShare, ...] = ()

    def borne_by(self, source: Source) -> int | None:
        """Whole NT dollars of one source; None where none is recorded."""
        sums = [share.amount for share in self.shares if share.source is source]
        return sum(sums) if sums else None


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """One first review (初審意見) with the names that its ids stand for."""

    review: ProposalReview
    meeting_title: str
    into_name: str


@dataclass(frozen=True, kw_only=True)
class ProposalFile:
    """One proposal with all that belongs to it, on one page."""

    line: ProposalLine
    reviews: tuple[ReviewLine, ...]
    """In the order in which they were given."""
    items: tuple[tuple[AgendaItem, Meeting], ...]
    """The agenda items by which it came before meetings, the newest meeting last."""
    plan_item: PlanItem | None
    into: Proposal | None
    merged: tuple[Proposal, ...]
    """Those that went into this one."""
    tiers: dict[str, int]
    """The fiscal tier (財力級次) of each member, as far as it is known for the year."""
    rates: dict[str, float]
    """The per cent that each member pays itself (配合款), as far as it is known for the year."""
    warnings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ContributionLine:
    """One member's contribution of a year."""

    contribution: Contribution
    member_name: str
    is_host: bool
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class MemberLine:
    """One member with what it does this year."""

    member: Member
    former_names: tuple[str, ...]
    is_host: bool
    leads: tuple[str, ...]
    contact: str
    open_cases: int
    late_cases: int


@dataclass(frozen=True, kw_only=True)
class GroupLine:
    """One issue group with who leads it in the year."""

    group: IssueGroup
    leader_name: str
    cooperating_names: tuple[str, ...]
    meetings_this_year: int
    open_cases: int


@dataclass(frozen=True, kw_only=True)
class ImportLine:
    """One import in the list of imports."""

    record: Import
    sender_name: str


@dataclass(frozen=True, kw_only=True)
class RememberedLine:
    """One remembered decision; without a sender's name it holds for all."""

    record: Remembered
    sender_name: str


@dataclass(frozen=True, kw_only=True)
class PostLine:
    """One post with its person."""

    post: Post
    person: Person
    member_name: str
    group_name: str
    is_current: bool

    @property
    def office(self) -> str:
        """The post in words: 「桃園市　聯絡窗口（交通運輸）」."""
        body = f"{self.post.body.title}（{self.group_name}）" if self.group_name else self.post.body.title
        return "　".join(part for part in (self.member_name, body) if part)


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """One person with the posts that he or she holds or has held."""

    person: Person
    posts: tuple[PostLine, ...]

    @property
    def current(self) -> tuple[str, ...]:
        """The posts held today, in words: 「桃園市　聯絡窗口（交通運輸）」."""
        return tuple(line.office for line in self.posts if line.is_current)
