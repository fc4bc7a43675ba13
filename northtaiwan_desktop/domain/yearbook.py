"""年度成果彙編: what a year of the platform came to, before it is set on paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from northtaiwan_desktop.domain.chart import Chart, Ink, Series, Shape
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.lists import MeetingLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.resolution import Resolution, State
from northtaiwan_desktop.domain.round_standing import Standing
from northtaiwan_desktop.domain.tracking import Balance
from northtaiwan_desktop.domain.writing.money import written_money


@dataclass(frozen=True, kw_only=True)
class Fate:
    """One case and what became of it: who did it, its last report, and the meeting that closed it."""

    case: Resolution
    meeting_title: str
    doers: tuple[str, ...]
    report: str
    closed_in: str


@dataclass(frozen=True, kw_only=True)
class ProposalSums:
    """提案與經費 of a year: how many were proposed and approved, and for how much, in whole NT dollars."""

    count: int = 0
    submitted_count: int = 0
    """Of these, the ones that went on to central government: what was merged or returned before that did not."""
    approved_count: int = 0
    requested: int = 0
    """What is asked for, without what was merged or returned: its money is asked for elsewhere, or not at all."""
    set_aside: int = 0
    """What those merged or returned had asked for."""
    unasked: int = 0
    """Of those that stand, the ones whose requested sum is not recorded."""
    approved: int = 0
    unsummed: int = 0
    """Of those approved, the ones whose sum is not recorded."""
    told: int | None = None
    """What a source tells of the year's approved sums (彙總數)."""

    @property
    def approved_sum(self) -> tuple[str, str]:
        """The approved sum, and what has to be said of it: what is not recorded one by one is never written as 0."""
        if not self.unsummed:
            return written_money(self.approved), ""
        if self.told is not None:
            return written_money(self.told), "彙總數"
        if self.unsummed == self.approved_count:
            return "－", "未登錄"
        return written_money(self.approved), f"另{self.unsummed}件未登錄"

    @property
    def requested_sum(self) -> tuple[str, str]:
        """The requested sum of those that stand, and what has to be said of it, as for the approved one."""
        is_unknown = self.unasked and not self.requested
        missing = "未登錄" if is_unknown else f"另{self.unasked}件未登錄" if self.unasked else ""
        aside = f"另整併、退回{written_money(self.set_aside)}" if self.set_aside else ""
        words = "－" if is_unknown else written_money(self.requested)
        return words, "；".join(filter(None, (missing, aside)))

    @property
    def requested_words(self) -> str:
        """The requested sum as papers write it."""
        words, remark = self.requested_sum
        return f"{words}（{remark}）" if remark else words

    @property
    def approved_words(self) -> str:
        """The approved sum as papers write it."""
        words, remark = self.approved_sum
        return f"{words}（{remark}）" if remark else words


@dataclass(frozen=True, kw_only=True)
class ContributionLine:
    """What a member owes and paid in the year."""

    name: str
    record: Contribution


@dataclass(frozen=True, kw_only=True)
class GroupYear:
    """One group's year: its leader, its plan, and its cases with what became of them."""

    id: str | None
    name: str
    leader_name: str
    plan: tuple[PlanLine, ...]
    fates: tuple[Fate, ...]


@dataclass(frozen=True, kw_only=True)
class Yearbook:
    """The year as it stood on `today`. Lists are in the order in which people read them."""

    platform: str
    short_name: str
    year: int
    term: int
    host_name: str
    theme: str
    today: date
    meetings: tuple[MeetingLine, ...]
    """The oldest first; cancelled ones and those without a day are left out."""
    balances: tuple[tuple[Round, Balance], ...]
    round: Round
    """The round in which `members` and `groups` stood so: the year's last one so far. Closings are the whole year's."""
    members: tuple[Standing, ...]
    groups: tuple[Standing, ...]
    years: tuple[GroupYear, ...]
    released: tuple[Fate, ...]
    """Cases of whatever year that were closed in this one."""
    proposals: tuple[ProposalLine, ...]
    granted_told: int | None
    """The year's approved sums as a source tells them (彙總數)."""
    contributions: tuple[ContributionLine, ...]
    budgets: Mapping[Source, int]
    chronicle: tuple[ChronicleEntry, ...]

    @property
    def fates(self) -> tuple[Fate, ...]:
        return tuple(fate for group in self.years for fate in group.fates)

    @property
    def proposal_sums(self) -> ProposalSums:
        return replace(proposal_sums(self.proposals), told=self.granted_told)

    @property
    def states(self) -> dict[State, int]:
        """How many of the year's cases are in each state."""
        counted = dict.fromkeys(State, 0)
        for fate in self.fates:
            counted[fate.case.state] += 1
        return counted


def proposal_sums(lines: Sequence[ProposalLine]) -> ProposalSums:
    """Count the proposals: all of them, as their list and the totals of the years do; sums are of those that stand."""
    counted = [line.proposal for line in lines]
    passed = [one for one in counted if one.result is Result.APPROVED]
    return ProposalSums(
        count=len(counted),
        submitted_count=sum(one.result.went_to_central for one in counted),
        approved_count=len(passed),
        requested=sum(one.requested or 0 for one in counted if not one.result.is_out),
        set_aside=sum(one.requested or 0 for one in counted if one.result.is_out),
        unasked=sum(one.requested is None for one in counted if not one.result.is_out),
        approved=sum(one.approved or 0 for one in passed),
        unsummed=sum(one.approved is None for one in passed),
    )


def meetings_chart(book: Yearbook) -> Chart:
    """Meetings held in each quarter, those of the groups beside the others."""
    quarters: list[tuple[int, int]] = [(0, 0)] * 4
    for line in book.meetings:
        day = line.meeting.held_on
        if day is not None and day.year - 1911 == book.year:
            place = (day.month - 1) // 3
            own, others = quarters[place]
            quarters[place] = (own + 1, others) if line.meeting.group_id else (own, others + 1)
    return Chart(
        title=f"{book.year}年各季會議場次",
        shape=Shape.COLUMNS,
        labels=("第1季", "第2季", "第3季", "第4季"),
        series=(
            Series("議題小組會議", tuple(own for own, _others in quarters), Ink.SECOND),
            Series("其他會議", tuple(others for _own, others in quarters), Ink.MAIN),
        ),
        unit="場",
    )


def plan_chart(book: Yearbook) -> Chart:
    """Each group's plan: the mean of planned and actual progress of its items, in per cent."""
    with_items = [group for group in book.years if group.plan]

    def mean(values: Sequence[float | None]) -> float:
        known = [value for value in values if value is not None]
        return round(sum(known) / len(known), 1) if known else 0.0

    return Chart(
        title="各議題組行動方案平均進度",
        shape=Shape.BARS,
        labels=tuple(group.name for group in with_items),
        series=(
            Series(
                "預定進度", tuple(mean([one.planned_percent for one in group.plan]) for group in with_items), Ink.SECOND
            ),
            Series(
                "實際進度", tuple(mean([one.actual_percent for one in group.plan]) for group in with_items), Ink.MAIN
            ),
        ),
        unit="%",
    )


def proposals_chart(book: Yearbook) -> Chart:
    """Each group's requested and approved sums, in ten thousands of dollars, as `proposal_sums` counts them."""
    names: dict[str, tuple[int, int]] = {}
    for line in book.proposals:
        own = line.proposal
        asked, given = names.get(line.group_name or "未分組", (0, 0))
        approved = (own.approved or 0) if own.result is Result.APPROVED else 0
        standing = (own.requested or 0) if not own.result.is_out else 0
        names[line.group_name or "未分組"] = (asked + standing, given + approved)
    return Chart(
        title="各議題組提案申請與核定金額",
        shape=Shape.BARS,
        labels=tuple(names),
        series=(
            Series("申請金額", tuple(asked / 10_000 for asked, _given in names.values()), Ink.SECOND),
            Series("核定金額", tuple(given / 10_000 for _asked, given in names.values()), Ink.MAIN),
        ),
        unit="萬元",
    )
