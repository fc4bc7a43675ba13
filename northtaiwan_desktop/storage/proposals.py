"""Questions about proposals to central government: their order, one with all its life, and what years came to."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import ColumnElement, case, func, select

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.fiscal import FiscalTier, MatchRate, rates_of
from northtaiwan_desktop.domain.lists import ProposalFile, ProposalLine, ReviewLine
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.proposal import Proposal, ProposalReview, ProposalShare, Result, warnings
from northtaiwan_desktop.domain.proposal_total import ProposalTotal, TotalLine, YearCount, lines
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

PROPOSAL, REVIEW, TOTAL = TABLES[Proposal].c, TABLES[ProposalReview].c, TABLES[ProposalTotal].c
OUT = [result for result in Result if result.is_out]
ORDER = (PROPOSAL.year, PROPOSAL.result.in_(OUT), PROPOSAL.priority.is_(None), PROPOSAL.priority, PROPOSAL.name)
"""By year and the platform's order; those without a place last, and after them those that are out of it."""


def proposal_lines(
    records: Records,
    *,
    year: int | None = None,
    group_id: str | None = None,
    member_id: str | None = None,
    result: Result | None = None,
) -> list[ProposalLine]:
    """Proposals by year and the platform's order of priority; those without one last."""
    conditions: list[ColumnElement[bool]] = []
    conditions += [PROPOSAL.year == year] if year else []
    conditions += [PROPOSAL.group_id == group_id] if group_id else []
    conditions += [PROPOSAL.result == result] if result else []
    found = [
        one
        for one in records.all(Proposal, *conditions, order=ORDER)
        if member_id is None or member_id in (one.proposer_id, *one.partner_ids)
    ]
    return lines_of(records, found)


def lines_of(records: Records, proposals: Sequence[Proposal]) -> list[ProposalLine]:
    """These proposals with their names and shares, in the order given."""
    known = reference(records)
    shares = defaultdict(list)
    for share in records.among(ProposalShare, "proposal_id", {one.id for one in proposals}):
        shares[share.proposal_id].append(share)
    return [
        ProposalLine(
            proposal=one,
            group_name=known.group_name(one.group_id),
            proposer_name=known.member_name(one.proposer_id),
            partner_names=known.member_names(one.partner_ids),
            shares=tuple(sorted(shares[one.id], key=lambda share: _share_order(share, known))),
        )
        for one in proposals
    ]


def _share_order(share: ProposalShare, known: Reference) -> tuple[int, int]:
    places = {member.id: member.position for member in known.members}
    order = list(type(share.source))
    return places.get(share.member_id or "", -1), order.index(share.source)


def of_year(records: Records, year: int) -> list[Proposal]:
    """The ROC year's proposals in the platform's order, bare."""
    return records.all(Proposal, PROPOSAL.year == year, order=ORDER)


def find(records: Records, key: str, *, year: int | None = None) -> Proposal:
    """The proposal with this id or name; NotFound where there is none, or several years have one of that name."""
    found = records.find(Proposal, key)
    if found is not None:
        return found
    conditions = [PROPOSAL.year == year] if year else []
    alike = [one for one in records.all(Proposal, *conditions, order=ORDER) if folded(one.name) == folded(key)]
    if len(alike) == 1:
        return alike[0]
    if alike:
        message = _("有{count}案名為「{name}」，請改用識別碼：{known}。")
        known = "、".join(f"{one.id}（{one.year}年度）" for one in alike)
        raise NotFound(message.format(count=len(alike), name=key, known=known))
    raise NotFound(_("找不到提案「{key}」。請用識別碼或完整的計畫名稱。").format(key=key))


def proposal_file(records: Records, id: str) -> ProposalFile:
    """One proposal with its reviews, its money, the meetings it came before, and what it is linked to."""
    proposal = records.get(Proposal, id)
    line = lines_of(records, [proposal])[0]
    item_table, meetings = TABLES[AgendaItem].c, {}
    items = records.all(AgendaItem, item_table.received_id == id)
    reviews = records.all(ProposalReview, REVIEW.proposal_id == id, order=(REVIEW.sequence,))
    wanted = {item.meeting_id for item in items} | {one.meeting_id for one in reviews if one.meeting_id}
    meetings = {meeting.id: meeting for meeting in records.among(Meeting, "id", wanted)}
    names = {one.id: one.name for one in records.among(Proposal, "id", {one.into_id for one in reviews if one.into_id})}
    tiers, rates = fiscal(records, proposal.year)
    return ProposalFile(
        line=line,
        reviews=tuple(
            ReviewLine(
                review=one,
                meeting_title=meetings[one.meeting_id].title if one.meeting_id else "",
                into_name=names.get(one.into_id or "", ""),
            )
            for one in reviews
        ),
        items=tuple(
            (item, meetings[item.meeting_id])
            for item in sorted(items, key=lambda item: str(meetings[item.meeting_id].held_on or "9"))
        ),
        plan_item=records.find(PlanItem, proposal.plan_item_id) if proposal.plan_item_id else None,
        into=records.find(Proposal, proposal.merged_into_id) if proposal.merged_into_id else None,
        merged=tuple(records.all(Proposal, PROPOSAL.merged_into_id == id, order=ORDER)),
        tiers={one.member_id: one.tier for one in tiers},
        rates=rates_of(tiers, rates),
        warnings=warnings(proposal, line.shares),
    )


def of_plan_item(records: Records, plan_item_id: str) -> list[Proposal]:
    """The proposals that stand behind an item of the action plan, in the platform's order."""
    return records.all(Proposal, PROPOSAL.plan_item_id == plan_item_id, order=ORDER)


def fiscal(records: Records, year: int) -> tuple[list[FiscalTier], list[MatchRate]]:
    """The fiscal tiers (財力級次) of the ROC year in the committee's order, and the match rates of its tiers."""
    tier_table, rate_table = TABLES[FiscalTier].c, TABLES[MatchRate].c
    places = {member.id: member.position for member in reference(records).members}
    tiers = records.all(FiscalTier, tier_table.year == year)
    rates = records.all(MatchRate, rate_table.year == year, order=(rate_table.tier,))
    return sorted(tiers, key=lambda one: places.get(one.member_id, 0)), rates


def granted_told(records: Records, year: int) -> int | None:
    """The approved sum of one ROC year as a source tells it (彙總數); None where none does."""
    told = records.all(ProposalTotal, TOTAL.since_year == year, TOTAL.until_year == year)
    return next((one.granted for one in told if one.granted is not None), None)


def total_lines(records: Records) -> list[TotalLine]:
    """What each year came to: counted from the records, and as a source tells it; never added up."""
    totals = records.all(ProposalTotal, order=(TOTAL.since_year, TOTAL.until_year))
    return lines(year_counts(records), totals)


def year_counts(records: Records) -> list[YearCount]:
    """How many proposals each ROC year has, how many were reviewed and passed, and their sums: counted in SQL.

    What was merged (整併) or returned (退回) asks for nothing itself; its sum stands beside.
    """
    reviewed = select(REVIEW.proposal_id).distinct().subquery()
    passed, out = PROPOSAL.result == Result.APPROVED, PROPOSAL.result.in_(OUT)
    query = (
        select(
            PROPOSAL.year.label("year"),
            func.count().label("proposed"),
            func.count(reviewed.c.proposal_id).label("discussed"),
            func.count(case((passed, 1))).label("passed"),
            func.coalesce(func.sum(case((out, 0), else_=PROPOSAL.requested)), 0).label("requested"),
            func.coalesce(func.sum(case((out, PROPOSAL.requested), else_=0)), 0).label("set_aside"),
            func.coalesce(func.sum(case((passed, PROPOSAL.approved))), 0).label("granted"),
            func.count(case((passed & PROPOSAL.approved.is_(None), 1))).label("unsummed"),
        )
        .select_from(TABLES[Proposal].outerjoin(reviewed, PROPOSAL.id == reviewed.c.proposal_id))
        .group_by(PROPOSAL.year)
        .order_by(PROPOSAL.year)
    )
    return [YearCount(**row._mapping) for row in records.connection.execute(query)]
