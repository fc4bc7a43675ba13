"""Questions about proposals to central government and the members' yearly contributions."""

from sqlalchemy import ColumnElement

from northtaiwan_desktop.domain.lists import ProposalLine
from northtaiwan_desktop.domain.proposal import Contribution, Proposal
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

PROPOSAL = TABLES[Proposal].c


def proposal_lines(
    records: Records, *, year: int | None = None, group_id: str | None = None, member_id: str | None = None
) -> list[ProposalLine]:
    """Proposals by year and the platform's order of priority; those without one last."""
    conditions: list[ColumnElement[bool]] = []
    conditions += [PROPOSAL.year == year] if year else []
    conditions += [PROPOSAL.group_id == group_id] if group_id else []
    known = reference(records)
    order = (PROPOSAL.year, PROPOSAL.priority.is_(None), PROPOSAL.priority, PROPOSAL.name)
    return [
        ProposalLine(
            proposal=proposal,
            group_name=known.group_name(proposal.group_id),
            proposer_name=known.member_name(proposal.proposer_id),
            partner_names=known.member_names(proposal.partner_ids),
        )
        for proposal in records.all(Proposal, *conditions, order=order)
        if member_id is None or member_id in (proposal.proposer_id, *proposal.partner_ids)
    ]


def contributions(records: Records, *, year: int) -> list[Contribution]:
    """What each member owes and paid in the ROC year."""
    return records.all(Contribution, TABLES[Contribution].c.year == year)
