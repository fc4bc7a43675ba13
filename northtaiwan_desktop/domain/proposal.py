"""A proposal to central government (國家建設總合評估規劃), from idea to approved sum."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.i18n import N_, _


class Result(Enum):
    """How far a proposal came."""

    PROPOSED = "proposed"
    SUBMITTED = "submitted"
    MERGED = "merged"
    RETURNED = "returned"
    APPROVED = "approved"
    REJECTED = "rejected"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            Result.PROPOSED: "提案",
            Result.SUBMITTED: "報送中央",
            Result.MERGED: "整併",
            Result.RETURNED: "退回",
            Result.APPROVED: "核定",
            Result.REJECTED: "未核定",
        }[self]


class ReviewVerdict(Enum):
    """What the platform's first review (初審) says."""

    PASS = "pass"
    MERGE = "merge"
    AMEND = "amend"
    RETURN = "return"

    @property
    def title(self) -> str:
        return _(
            {
                ReviewVerdict.PASS: N_("通過"),
                ReviewVerdict.MERGE: N_("整併"),
                ReviewVerdict.AMEND: N_("修正"),
                ReviewVerdict.RETURN: N_("退回"),
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """國建計畫提案. Sums are whole NT dollars; `needs_advance` is 墊付 (not in the year's budget)."""

    id: str = field(default_factory=new_id)
    year: int
    name: str
    group_id: str | None = None
    proposer_id: str | None = None
    partner_ids: tuple[str, ...] = ()
    priority: int | None = None
    requested: int | None = None
    approved: int | None = None
    result: Result = Result.PROPOSED
    comment: str = ""
    needs_advance: bool = False
    plan_item_id: str | None = None
    merged_into_id: str | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposalReview:
    """初審意見 of one meeting on one proposal."""

    id: str = field(default_factory=new_id)
    proposal_id: str
    meeting_id: str | None = None
    reviewed_on: date | None = None
    verdict: ReviewVerdict
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class ProposalShare:
    """經費分攤: what one source, or one member, bears, in whole NT dollars."""

    id: str = field(default_factory=new_id)
    proposal_id: str
    member_id: str | None = None
    source: Source
    amount: int


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """年度分攤款: the running money that a member owes and pays in a ROC year, in whole NT dollars."""

    id: str = field(default_factory=new_id)
    year: int
    member_id: str
    amount: int
    paid: int = 0
    paid_on: date | None = None
    note: str = ""
