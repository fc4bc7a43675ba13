"""A proposal to central government (國家建設總合評估規劃), from idea to approved sum."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.errors import RuleBroken
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
            Result.PROPOSED: N_("提案"),
            Result.SUBMITTED: N_("報送中央"),
            Result.MERGED: N_("整併"),
            Result.RETURNED: N_("退回"),
            Result.APPROVED: N_("核定"),
            Result.REJECTED: N_("未核定"),
        }[self]

    @property
    def is_out(self) -> bool:
        """Is it out of the platform's order: gone into another one, or returned?"""
        return self in {Result.MERGED, Result.RETURNED}

    @property
    def is_decided(self) -> bool:
        """Has central government decided?"""
        return self in {Result.APPROVED, Result.REJECTED}

    @property
    def went_to_central(self) -> bool:
        """報送中央: is it with central government, or was it?"""
        return self is Result.SUBMITTED or self.is_decided


NEXT: Mapping[Result, frozenset[Result]] = {
    Result.PROPOSED: frozenset(Result),
    Result.SUBMITTED: frozenset({Result.PROPOSED, Result.APPROVED, Result.REJECTED}),
    Result.RETURNED: frozenset({Result.PROPOSED, Result.RETURNED, Result.MERGED}),
    Result.MERGED: frozenset({Result.PROPOSED, Result.RETURNED, Result.MERGED}),
    Result.APPROVED: frozenset({Result.SUBMITTED, Result.APPROVED, Result.REJECTED}),
    Result.REJECTED: frozenset({Result.SUBMITTED, Result.APPROVED, Result.REJECTED}),
}
"""What a proposal can become from where it stands. A decision can be put right, and taken back to 報送中央."""


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


class Advance(Enum):
    """How a county finds its match: in the year's budget, or by 墊付, which its council must consent to."""

    BUDGETED = "budgeted"
    ASKED = "asked"
    GRANTED = "granted"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            Advance.BUDGETED: N_("已納預算"),
            Advance.ASKED: N_("墊付（議會尚未同意）"),
            Advance.GRANTED: N_("墊付（議會已同意）"),
        }[self]


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """國建計畫提案. Sums are whole NT dollars; `needs_advance` is 墊付 (not in the year's budget).

    `merged_into_id` names the proposal that it went into, as long as it is 整併. `decided_on` is the day of the
    central decision.
    """

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
    decided_on: date | None = None

    def reviewed(self, verdict: ReviewVerdict, into: "Proposal | None" = None) -> "Proposal":
        """Return the proposal after a first review (初審). One that central government has is not reviewed again."""
        if verdict is ReviewVerdict.MERGE:
            if into is None:
                raise RuleBroken(_("請選擇「{name}」要併入的提案。").format(name=self.name))
            return self.merged(into)
        if self.result is Result.SUBMITTED or self.result.is_decided:
            raise RuleBroken(
                _("「{name}」目前是「{now}」，不能再記初審意見。請先改回提案階段。").format(
                    name=self.name, now=_(self.result.word)
                )
            )
        return self._to(Result.RETURNED if verdict is ReviewVerdict.RETURN else Result.PROPOSED)

    def merged(self, into: "Proposal") -> "Proposal":
        """Return the proposal as gone into another one (整併) of its year. `ring_of` tells rings beforehand."""
        if into.id == self.id:
            raise RuleBroken(_("「{name}」不能併入自己，請選擇另一案。").format(name=self.name))
        if into.year != self.year:
            raise RuleBroken(
                _("「{name}」是{year}年度的提案，不能併入{other}年度的「{into}」。").format(
                    name=self.name, year=self.year, other=into.year, into=into.name
                )
            )
        return replace(self._to(Result.MERGED), merged_into_id=into.id)

    def submitted(self) -> "Proposal":
        """Return the proposal as sent to central government (報送中央); a decision on it is taken back."""
        return replace(self._to(Result.SUBMITTED), approved=None, decided_on=None)

    def reopened(self) -> "Proposal":
        """Return the proposal as it is proposed once more (重新提案)."""
        return self._to(Result.PROPOSED)

    def decided(self, result: Result, *, approved: int | None = None, on: date | None = None) -> "Proposal":
        """Return the proposal with the central decision: 核定 with its sum, where it is known, or 未核定."""
        if not result.is_decided:
            raise RuleBroken(_("中央的審查結果只有「核定」與「未核定」。"))
        if result is Result.REJECTED and approved:
            raise RuleBroken(_("「{name}」未核定，不能有核定金額。請清除金額，或改為核定。").format(name=self.name))
        check_sum(_("核定金額"), approved)
        sum = approved if result is Result.APPROVED else None
        return replace(self._to(result), approved=sum, decided_on=on)

    def _to(self, result: Result) -> "Proposal":
        if result not in NEXT[self.result]:
            raise RuleBroken(
                _("「{name}」目前是「{now}」，不能改為「{then}」。可以改為：{possible}。").format(
                    name=self.name,
                    now=_(self.result.word),
                    then=_(result.word),
                    possible="、".join(_(one.word) for one in Result if one in NEXT[self.result]),
                )
            )
        return replace(self, result=result, merged_into_id=None)


@dataclass(frozen=True, kw_only=True)
class ProposalReview:
    """初審意見 of one meeting on one proposal, the first of them with `sequence` 1.

    `into_id` is the one that it should go into (整併).
    """

    id: str = field(default_factory=new_id)
    proposal_id: str
    meeting_id: str | None = None
    reviewed_on: date | None = None
    verdict: ReviewVerdict
    comment: str = ""
    into_id: str | None = None
    sequence: int = 1


@dataclass(frozen=True, kw_only=True)
class ProposalShare:
    """經費分攤: what one source, or one member, bears, in whole NT dollars."""

    id: str = field(default_factory=new_id)
    proposal_id: str
    member_id: str | None = None
    source: Source
    amount: int
    advance: Advance = Advance.BUDGETED


def check_sum(name: str, amount: int | None) -> None:
    """Refuse a negative sum; `name` is what the sum is called."""
    if amount is not None and amount < 0:
        raise RuleBroken(_("{name}不可為負數（{amount:,}元），請更正。").format(name=name, amount=amount))


def ring_of(id: str, into_id: str, goes_into: Mapping[str, str | None]) -> tuple[str, ...]:
    """The proposals through which a merge would come back to `id`; empty where it would not.

    `goes_into` tells for each proposal of the year the one that it went into.
    """
    way, at = [id], into_id
    while at and at not in way:
        way.append(at)
        at = goes_into.get(at) or ""
    return tuple(way) if at == id else ()


def moved(order: Sequence[str], ids: Iterable[str], before: str | None) -> tuple[str, ...]:
    """The order with `ids` set before the one that is named, at the end for None; they keep their own order."""
    chosen = [id for id in order if id in set(ids)]
    if before in chosen:
        behind = order[order.index(before) :]
        before = next((id for id in behind if id not in chosen), None)
    left = [id for id in order if id not in chosen]
    place = left.index(before) if before is not None else len(left)
    return (*left[:place], *chosen, *left[place:])


def warnings(proposal: Proposal, shares: Sequence[ProposalShare]) -> tuple[str, ...]:
    """What does not fit together in a proposal: told to the person, and kept all the same."""
    found: list[str] = []
    if proposal.requested is not None and proposal.approved is not None and proposal.approved > proposal.requested:
        found.append(
            _("核定金額 {approved:,}元，高於申請金額 {requested:,}元，請確認。").format(
                approved=proposal.approved, requested=proposal.requested
            )
        )
    if proposal.result is Result.APPROVED and proposal.approved is None:
        found.append(_("已核定，但還沒有填核定金額。"))
    if proposal.result is Result.MERGED and proposal.merged_into_id is None:
        found.append(_("已整併，但沒有記載併入哪一案。"))
    central = sum(share.amount for share in shares if share.source is Source.CENTRAL)
    # What was requested, or approved, may be the whole cost as well as central government's part of it.
    basis = proposal.requested if proposal.approved is None else proposal.approved
    if central != basis and (gap := gap_words(proposal, shares)):
        found.append(_("{gap}，請確認。").format(gap=gap))
    return tuple(found)


def still_grows(proposal: Proposal, before: Sequence[ProposalShare], after: Sequence[ProposalShare]) -> bool:
    """Are the shares only short because some of them are still to come?

    So it is while they have grown, and a county that proposes or joins bears none yet; where no county is recorded,
    nobody can say that the last one has come.
    """
    basis = proposal.requested if proposal.approved is None else proposal.approved
    was, is_now = (sum(share.amount for share in shares) for shares in (before, after))
    bearing = {share.member_id for share in after if share.amount}
    counties = {id for id in (proposal.proposer_id, *proposal.partner_ids) if id}
    return basis is not None and was <= is_now < basis and (not counties or not counties <= bearing)


def gap_words(proposal: Proposal, shares: Sequence[ProposalShare]) -> str:
    """By how much the shares miss the approved, else the requested sum; empty where they do not."""
    basis = proposal.requested if proposal.approved is None else proposal.approved
    whole = sum(share.amount for share in shares)
    if not whole or basis is None or whole == basis:
        return ""
    named = _("申請金額") if proposal.approved is None else _("核定金額")
    told = _("經費分攤合計 {whole:,}元，與{named} {basis:,}元相差 {gap:,}元")
    return told.format(whole=whole, named=named, basis=basis, gap=abs(whole - basis))
