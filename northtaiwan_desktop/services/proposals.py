"""What can be done with a proposal: write it down, review, rank, merge, send and decide it, and share its cost."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken, Unconfirmed
from northtaiwan_desktop.domain.fiscal import even_parts, matched, rates_of
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.plan import Source
from northtaiwan_desktop.domain.proposal import (
    Advance,
    Proposal,
    ProposalReview,
    ProposalShare,
    Result,
    ReviewVerdict,
    check_sum,
    gap_words,
    moved,
    ring_of,
    still_grows,
)
from northtaiwan_desktop.domain.proposal_total import ProposalTotal
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.proposals import ORDER, PROPOSAL, REVIEW, fiscal
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

SHARE, ITEM = TABLES[ProposalShare].c, TABLES[AgendaItem].c


def save_proposal(
    work: Work, proposal: Proposal, *, seen: Proposal | None = None, may_repeat: bool = False
) -> Proposal:
    """Keep a proposal, new or known. A county that proposes does not join its own proposal as well.

    A name that another proposal of the year has is Unconfirmed, unless `may_repeat` says that the two are two.
    """
    if not proposal.name.strip():
        raise RuleBroken(_("計畫名稱不可空白，請填寫。"))
    if not 1 <= proposal.year <= 200:
        raise RuleBroken(_("年度須為民國1年至200年，{year} 不在其中。").format(year=proposal.year))
    check_sum(_("申請金額"), proposal.requested)
    check_sum(_("核定金額"), proposal.approved)
    if not may_repeat:
        _check_name(work, proposal)
    partners = tuple(id for id in proposal.partner_ids if id != proposal.proposer_id)
    return work.save(replace(proposal, partner_ids=partners), seen=seen)


def _check_name(work: Work, proposal: Proposal) -> None:
    """Ask before a second proposal of one name stands in a year: mostly it is the same one written down twice."""
    before = work.find(Proposal, proposal.id)
    if before and (before.year, folded(before.name)) == (proposal.year, folded(proposal.name)):
        return
    for other in work.all(Proposal, PROPOSAL.year == proposal.year, PROPOSAL.id != proposal.id):
        if folded(other.name) == folded(proposal.name):
            county = reference(work).member_name(other.proposer_id) or _("未記提案縣市")
            message = _(
                "{year}年度已有「{name}」（{county}，{result}），沒有儲存。"
                "同一案請修改原來的提案；確實是另一案的，請在名稱裡分清楚，或確認後以同名儲存。"
            )
            told = {"year": other.year, "name": other.name, "county": county, "result": _(other.result.word)}
            raise Unconfirmed(message.format(**told))


def remove_proposal(work: Work, id: str) -> None:
    """Delete a proposal with its reviews and shares, unless something else still points to it."""
    proposal = work.get(Proposal, id)
    merged = work.all(Proposal, PROPOSAL.merged_into_id == id)
    if merged:
        message = _("「{other}」已併入「{name}」，不能刪除。請先改變整併，或將它退回。")
        raise RuleBroken(message.format(other=merged[0].name, name=proposal.name))
    for item in work.all(AgendaItem, ITEM.received_id == id):
        meeting = work.get(Meeting, item.meeting_id)
        message = _("「{name}」在「{title}」的議程上，不能刪除。請先從議程移除，或將它退回。")
        raise RuleBroken(message.format(name=proposal.name, title=meeting.title))
    for review in work.all(ProposalReview, REVIEW.proposal_id == id):
        work.delete(review)
    for review in work.all(ProposalReview, REVIEW.into_id == id):
        work.save(replace(review, into_id=None))
    for share in work.all(ProposalShare, SHARE.proposal_id == id):
        work.delete(share)
    work.delete(proposal)


def review(
    work: Work,
    proposal_id: str,
    *,
    verdict: ReviewVerdict,
    on: date,
    meeting_id: str | None = None,
    comment: str = "",
    into_id: str | None = None,
    seen: Proposal | None = None,
) -> ProposalReview:
    """Add a first review (初審意見); the proposal stands as it says. Earlier reviews stay."""
    if verdict in {ReviewVerdict.AMEND, ReviewVerdict.RETURN} and not comment.strip():
        message = _("「{verdict}」須說明理由，請填寫審查意見。")
        raise RuleBroken(message.format(verdict=verdict.title))
    proposal = work.get(Proposal, proposal_id)
    into = _target(work, proposal, into_id) if verdict is ReviewVerdict.MERGE else None
    after = proposal.reviewed(verdict, into)
    work.save(replace(after, comment=comment.strip() or after.comment), seen=seen)
    made = work.all(ProposalReview, REVIEW.proposal_id == proposal_id)
    return work.save(
        ProposalReview(
            proposal_id=proposal_id,
            meeting_id=meeting_id,
            reviewed_on=on,
            verdict=verdict,
            comment=comment.strip(),
            into_id=into.id if into else None,
            sequence=1 + max((one.sequence for one in made), default=0),
        )
    )


def remove_review(work: Work, review_id: str) -> None:
    """Take a review out; where the proposal stands stays."""
    work.delete(work.get(ProposalReview, review_id))


def merge(work: Work, proposal_id: str, into_id: str, *, seen: Proposal | None = None) -> Proposal:
    """Let a proposal go into another one (整併), which must not come back to it in a ring."""
    proposal = work.get(Proposal, proposal_id)
    into = _target(work, proposal, into_id)
    assert into is not None
    return work.save(proposal.merged(into), seen=seen)


def _target(work: Work, proposal: Proposal, into_id: str | None) -> Proposal | None:
    if into_id is None:
        return None
    into = work.get(Proposal, into_id)
    year = {one.id: one for one in work.all(Proposal, PROPOSAL.year == proposal.year)}
    ring = ring_of(proposal.id, into.id, {id: one.merged_into_id for id, one in year.items()})
    if ring and into.id != proposal.id:
        way = " → ".join(f"「{year[id].name}」" for id in (*ring, proposal.id))
        message = _("整併會繞成一圈：{way}。請選擇另一案，或先改變其中一案的整併。")
        raise RuleBroken(message.format(way=way))
    return into


def reopen(work: Work, proposal_id: str, *, seen: Proposal | None = None) -> Proposal:
    """Propose once more (重新提案) what was returned, merged or sent."""
    return work.save(work.get(Proposal, proposal_id).reopened(), seen=seen)


def submit(work: Work, proposal_ids: Sequence[str]) -> None:
    """Send the proposals to central government (報送中央): all of them or none."""
    for id in proposal_ids:
        work.save(work.get(Proposal, id).submitted())


def decide(
    work: Work,
    proposal_id: str,
    result: Result,
    *,
    approved: int | None = None,
    on: date | None = None,
    comment: str = "",
    seen: Proposal | None = None,
) -> Proposal:
    """Record the central decision with the approved sum, as far as it is known."""
    after = work.get(Proposal, proposal_id).decided(result, approved=approved, on=on)
    return work.save(replace(after, comment=comment.strip() or after.comment), seen=seen)


def order_of(records: Records, year: int) -> tuple[str, ...]:
    """The ids of the ROC year's proposals that have a place in the platform's order, as they are ranked."""
    return tuple(one.id for one in records.all(Proposal, PROPOSAL.year == year, order=ORDER) if not one.result.is_out)


def set_order(work: Work, year: int, ids: Sequence[str], *, seen: Sequence[str] | None = None) -> None:
    """Rank the ROC year's proposals anew: these first, in this order, and then the others as they were.

    `seen` is the order as the person saw it.
    """
    now = order_of(work, year)
    if seen is not None and tuple(seen) != now:
        message = _("優先順序在您排列期間已有別的修改，沒有變更。請看過新的順序再排一次。")
        raise ChangedMeanwhile(message, now=now, wanted=tuple(ids))
    strange = [id for id in ids if id not in now]
    if strange:
        proposal = work.get(Proposal, strange[0])
        message = _("「{name}」不在{year}年度的優先順序內（{state}），請先移除。")
        raise RuleBroken(message.format(name=proposal.name, year=year, state=_(proposal.result.word)))
    chosen = list(dict.fromkeys(ids))
    for place, id in enumerate([*chosen, *(id for id in now if id not in chosen)], 1):
        work.save(replace(work.get(Proposal, id), priority=place))


def move(work: Work, year: int, ids: Sequence[str], *, before: str | None, seen: Sequence[str] | None = None) -> None:
    """Set proposals before another one in the platform's order, at its end for None."""
    set_order(work, year, moved(order_of(work, year), ids, before), seen=seen)


def set_shares(
    work: Work,
    proposal_id: str,
    shares: Sequence[ProposalShare],
    *,
    seen: Sequence[ProposalShare] | None = None,
    may_differ: bool = False,
    one_by_one: bool = False,
) -> None:
    """Make the shares of a proposal exactly these; one by 墊付 marks the proposal as such. Sums of 0 are left out.

    Shares that do not add up to what was approved (else requested) are Unconfirmed, unless `may_differ` says that the
    person knows, or they missed it by as much before. Shares that come `one_by_one` may be short as long as a county
    that takes part is still to come.
    """
    proposal = work.get(Proposal, proposal_id)
    now = work.all(ProposalShare, SHARE.proposal_id == proposal_id)
    if seen is not None and sorted(seen, key=_id) != sorted(now, key=_id):
        message = _("「{name}」的經費分攤在您編輯期間已有別的修改，尚未儲存您的內容。請比對後再存一次。")
        raise ChangedMeanwhile(message.format(name=proposal.name), now=tuple(now), wanted=tuple(shares))
    known = reference(work)
    bearing: set[tuple[str | None, Source]] = set()
    for share in shares:
        name = known.member_name(share.member_id) or _("不分縣市")
        check_sum(_("{name}的{source}").format(name=name, source=_(share.source.word)), share.amount)
        if (share.member_id, share.source) in bearing:
            message = _("{name}的{source}有兩列，請併成一列。")
            raise RuleBroken(message.format(name=name, source=_(share.source.word)))
        bearing.add((share.member_id, share.source))
    gap = gap_words(proposal, shares)
    may_differ = may_differ or (one_by_one and still_grows(proposal, now, shares))
    if gap and not may_differ and gap != gap_words(proposal, now):
        message = _("「{name}」的{gap}，沒有儲存。請更正金額，或確認金額不符仍要儲存。")
        raise Unconfirmed(message.format(name=proposal.name, gap=gap))
    kept = [share for share in shares if share.amount]
    ids = {share.id for share in kept}
    for share in now:
        if share.id not in ids:
            work.delete(share)
    for share in kept:
        work.save(replace(share, proposal_id=proposal_id))
    if any(share.advance is not Advance.BUDGETED for share in kept):
        work.save(replace(proposal, needs_advance=True))


def shares_by_tier(records: Records, proposal_id: str, parts: Mapping[str, int] | None = None) -> list[ProposalShare]:
    """The shares as the fiscal tiers of the year make them; nothing is kept.

    `parts` is what each county's part costs in all; without it the approved (else the requested) sum is divided
    evenly among the proposing and the joining counties. RuleBroken names the county whose rate is not known.
    """
    proposal, known = records.get(Proposal, proposal_id), reference(records)
    if parts is None:
        whole = proposal.requested if proposal.approved is None else proposal.approved
        members = [id for id in (proposal.proposer_id, *proposal.partner_ids) if id]
        if whole is None or not members:
            message = _("「{name}」還沒有金額或提案縣市，無法試算。請先填寫。")
            raise RuleBroken(message.format(name=proposal.name))
        parts = even_parts(whole, members)
    tiers, rates = fiscal(records, proposal.year)
    percents = rates_of(tiers, rates)
    missing = [known.member_name(id) for id in parts if id not in percents]
    if missing:
        message = _("沒有{names}在{year}年度的財力級次或配合款比率，無法試算。請先在「財力級次」填寫，並註明出處。")
        raise RuleBroken(message.format(names="、".join(missing), year=proposal.year))
    before = {(one.member_id, one.source): one for one in records.all(ProposalShare, SHARE.proposal_id == proposal_id)}
    made: list[ProposalShare] = []
    for one in matched(parts, percents):
        for source, amount in ((Source.CENTRAL, one.central), (Source.COUNTY, one.county)):
            kept = before.get((one.member_id, source)) or ProposalShare(
                proposal_id=proposal_id, member_id=one.member_id, source=source, amount=0
            )
            made.append(replace(kept, amount=amount))
    return made


def save_total(work: Work, total: ProposalTotal, *, seen: ProposalTotal | None = None) -> ProposalTotal:
    """Keep a total as a source tells it (彙總數); the records it may be of are left as they are."""
    return work.save(total.checked(), seen=seen)


def remove_total(work: Work, id: str) -> None:
    """Take a told total out."""
    work.delete(work.get(ProposalTotal, id))


def _id(share: ProposalShare) -> str:
    return share.id
