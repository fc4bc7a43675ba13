"""Handing on: an item goes up to a higher meeting or down to a group, and a proposal comes before a meeting."""

from dataclasses import replace

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus, Section, SectionRole
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services.meetings import require_draft, save_item
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

MEETING, ITEM = TABLES[Meeting].c, TABLES[AgendaItem].c


def drafts_for(records: Records, meeting: Meeting) -> list[Meeting]:
    """The other meetings that still are drafts and could take an item of this one, the nearest day first."""
    drafts = records.all(Meeting, MEETING.status == MeetingStatus.DRAFT, order=(MEETING.held_on.is_(None),))
    near = [one for one in drafts if one.id != meeting.id]
    return sorted(near, key=lambda one: (one.held_on is None, str(one.held_on), one.title))


def hand_over(work: Work, item_id: str, meeting_id: str) -> AgendaItem:
    """Put an item before another meeting (提送／交辦), with what this one decided told in its explanation.

    The item stays where it is; the new one names it as its origin. The other meeting must be a draft.
    """
    item = work.get(AgendaItem, item_id)
    target, source = require_draft(work, meeting_id), work.get(Meeting, item.meeting_id)
    if target.id == source.id:
        raise RuleBroken(_("這一案已經在「{title}」的議程上。").format(title=target.title))
    if work.all(AgendaItem, (ITEM.origin_id == item_id) & (ITEM.meeting_id == meeting_id)):
        raise RuleBroken(_("「{item}」已經提送「{title}」，不必再送一次。").format(item=item.title, title=target.title))
    decided = work.all(Resolution, TABLES[Resolution].c.item_id == item_id, order=(TABLES[Resolution].c.position,))
    told = [f"{source.title}{one.outcome.word}：{one.text}" for one in decided if one.text.strip()]
    made = replace(
        AgendaItem(meeting_id=meeting_id, section_id=_discussion(work, target).id, position=0, title=item.title),
        proposer=item.proposer,
        explanation="\n".join(filter(None, (item.explanation, *told))),
        proposal=item.proposal,
        origin_id=item.id,
    )
    return save_item(work, made)


def put_before(work: Work, proposal_id: str, meeting_id: str) -> AgendaItem:
    """Put a proposal that was taken in (國建計畫提案) on the agenda of a draft."""
    proposal, meeting = work.get(Proposal, proposal_id), require_draft(work, meeting_id)
    if work.all(AgendaItem, (ITEM.received_id == proposal_id) & (ITEM.meeting_id == meeting_id)):
        raise RuleBroken(_("「{name}」已經在議程上。").format(name=proposal.name))
    known = reference(work)
    item = AgendaItem(
        meeting_id=meeting_id,
        section_id=_discussion(work, meeting).id,
        position=0,
        title=proposal.name,
        proposer=known.member_name(proposal.proposer_id, meeting.held_on),
        received_id=proposal.id,
    )
    return save_item(work, item)


def _discussion(work: Work, meeting: Meeting) -> Section:
    """Where items are put for a decision: the discussion, else the first section that is no mere formality."""
    order = [SectionRole.DISCUSSION, SectionRole.REPORTS, SectionRole.OTHER, SectionRole.MOTIONS]
    sections = work.all(Section, TABLES[Section].c.meeting_id == meeting.id, order=(TABLES[Section].c.position,))
    fit = [section for section in sections if section.role in order]
    if not fit:
        message = _("「{title}」沒有可以放議案的章節。請先新增「討論事項」。")
        raise RuleBroken(message.format(title=meeting.title))
    return min(fit, key=lambda section: order.index(section.role))
