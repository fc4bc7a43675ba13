"""The year's action plan: its items, how they are paid, and how far they should be when."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import N_, _


class Term(Enum):
    """期程: 短期, 中期, 長期."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {Term.SHORT: "短期", Term.MEDIUM: "中期", Term.LONG: "長期"}[self]


class PlanState(Enum):
    """Where an item stands: proposed by a group, confirmed by the deputy heads, done, or given up."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DONE = "done"
    DROPPED = "dropped"

    @property
    def is_closed(self) -> bool:
        """Is there nothing left to be done?"""
        return self in {PlanState.DONE, PlanState.DROPPED}

    @property
    def title(self) -> str:
        return _(
            {
                PlanState.PROPOSED: N_("提案中"),
                PlanState.CONFIRMED: N_("已確認"),
                PlanState.DONE: N_("完成"),
                PlanState.DROPPED: N_("停辦"),
            }[self]
        )


class Source(Enum):
    """經費來源."""

    CENTRAL = "central"
    COUNTY = "county"
    OWN = "own"
    OTHER = "other"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            Source.CENTRAL: "中央補助",
            Source.COUNTY: "縣市配合款",
            Source.OWN: "自籌",
            Source.OTHER: "其他",
        }[self]


@dataclass(frozen=True, kw_only=True)
class PlanItem:
    """年度行動方案項目. `lineage_id` is the same for one item through the years (延續辦理)."""

    id: str = field(default_factory=new_id)
    number: str
    year: int
    group_id: str
    cross_group_ids: tuple[str, ...] = ()
    name: str
    term: Term = Term.SHORT
    lead_id: str | None = None
    co_lead_ids: tuple[str, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    indicator: str = ""
    axes: tuple[str, ...] = ()
    state: PlanState = PlanState.PROPOSED
    confirmed_in_id: str | None = None
    lineage_id: str = ""
    note: str = ""
    total: int | None = None
    """總經費 as declared, in whole NT dollars; the budget lines must add up to it."""

    def __post_init__(self) -> None:
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise RuleBroken(_("方案「{name}」的結束日早於開始日，請更正。").format(name=self.name))


@dataclass(frozen=True, kw_only=True)
class QuarterTarget:
    """季預定進度: how far an item should be, and is, at the end of a quarter (0 to 100, cumulative)."""

    id: str = field(default_factory=new_id)
    plan_item_id: str
    year: int
    quarter: int
    planned_percent: float | None = None
    actual_percent: float | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.quarter <= 4:
            raise RuleBroken(_("沒有第{quarter}季，季別為1至4。").format(quarter=self.quarter))
        for percent in (self.planned_percent, self.actual_percent):
            if percent is not None and not 0 <= percent <= 100:
                message = _("{year}年第{quarter}季的進度 {percent} 不在0%至100%之間，請更正。")
                raise RuleBroken(message.format(year=self.year, quarter=self.quarter, percent=written_percent(percent)))


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """查核點."""

    id: str = field(default_factory=new_id)
    plan_item_id: str
    position: int
    title: str
    due_on: date | None = None
    done_on: date | None = None

    def is_reached(self, on: date | None) -> bool:
        """Is it reached as of a day? Where no day is named, what is recorded counts."""
        return self.done_on is not None and (on is None or self.done_on <= on)


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """經費: whole NT dollars of one source, by one member (None: not shared out)."""

    id: str = field(default_factory=new_id)
    plan_item_id: str
    member_id: str | None = None
    source: Source
    year: int
    amount: int
    note: str = ""

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise RuleBroken(_("經費 {amount:,} 元是負數，請更正。").format(amount=self.amount))


@dataclass(frozen=True, kw_only=True)
class PlanVersion:
    """行動方案版本: the plan of a year as a meeting confirmed (1) or revised it (2 and on); it never changes.

    `snapshot` holds the items as words; the meeting's title is kept beside its id, as it was.
    """

    id: str = field(default_factory=new_id)
    year: int
    version: int
    kept_on: date
    meeting_id: str | None = None
    meeting_title: str = ""
    reason: str = ""
    snapshot: str
