"""待辦: what waits for one desk, the secretary's or a county's, each with the list that is behind it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.lists import MeetingFilter, Stage
from northtaiwan_desktop.domain.overview import Overview
from northtaiwan_desktop.domain.owed_words import owed_words
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_, _


class Task(Enum):
    """One kind of thing that waits. The value is the command line's word."""

    RECOMMEND = "recommend"
    REMIND = "remind"
    FINALISE = "finalise"
    REPORT = "report"
    OVERDUE = "overdue"
    FINISH_SOON = "finish_soon"
    HOLD = "hold"
    REACH = "reach"

    @property
    def title(self) -> str:
        return _(
            {
                Task.RECOMMEND: N_("管考建議"),
                Task.REMIND: N_("催辦"),
                Task.FINALISE: N_("定稿"),
                Task.REPORT: N_("填報"),
                Task.OVERDUE: N_("逾期"),
                Task.FINISH_SOON: N_("即將到期"),
                Task.HOLD: N_("開會"),
                Task.REACH: N_("查核點"),
            }[self]
        )


OF_SECRETARY = {
    Watch.RELEASE_ASKED: (Task.RECOMMEND, N_("提請解除列管：填管考建議、排入會議")),
    Watch.UNREPORTED: (Task.REMIND, N_("本期未填報：催辦")),
}
OF_COUNTY = {
    Watch.UNREPORTED: (Task.REPORT, N_("本期要填報")),
    Watch.LATE: (Task.OVERDUE, N_("已逾期：儘速辦理或說明")),
    Watch.DUE_SOON: (Task.FINISH_SOON, N_("即將到期")),
}


@dataclass(frozen=True, kw_only=True)
class Waits:
    """One thing that waits: what to do, how much or when, and the list or record (of `page`) behind it."""

    task: Task
    words: str
    aside: str
    page: str
    behind: CaseFilter | MeetingFilter | str
    count: int = 1


def watched(member_id: str | None) -> tuple[Watch, ...]:
    """What a desk is asked of the register: the secretary's (None), or that of a county."""
    return tuple(OF_COUNTY if member_id else OF_SECRETARY)


def waiting(member_id: str | None, lines: Mapping[Watch, int], overview: Overview, known: Reference) -> list[Waits]:
    """What waits for a desk, the most urgent first; `lines` are the counts that `watched` asks for."""
    told = OF_COUNTY if member_id else OF_SECRETARY
    found = [
        Waits(
            task=task,
            words=_(words),
            aside=_("{count} 列").format(count=f"{lines[watch]:,}"),
            page="resolutions",
            behind=CaseFilter(watch=watch, member_id=member_id),
            count=lines[watch],
        )
        for watch, (task, words) in told.items()
        if lines[watch]
    ]
    return found + (_of_county(member_id, overview, known) if member_id else _of_secretary(overview))


def _of_secretary(overview: Overview) -> list[Waits]:
    drafts = len(overview.drafts)
    if not drafts:
        return []
    behind = MeetingFilter(stage=Stage.UNFINISHED)
    aside = _("{count} 場").format(count=drafts)
    words = _("會議紀錄未定稿")
    return [Waits(task=Task.FINALISE, words=words, aside=aside, page="meetings", behind=behind, count=drafts)]


def _of_county(member_id: str, overview: Overview, known: Reference) -> list[Waits]:
    """The meetings of the groups that it leads, and the milestones of the items that it leads."""
    led = {group.id for group in known.groups if known.leader_of(group.id, overview.year) == member_id}
    owed = owed_words([one for one in overview.owed if one.group_id in led])
    found = [
        Waits(task=Task.HOLD, words=one.words, aside=one.aside, page="meetings", behind=one.meetings) for one in owed
    ]
    return found + [
        Waits(
            task=Task.REACH,
            words=_("查核點 {item}：{stone}").format(item=item.name, stone=stone.title),
            aside=roc_date.written(stone.due_on) if stone.due_on else "",
            page="plan",
            behind=item.id,
        )
        for item, stone in overview.milestones
        if item.lead_id == member_id
    ]


def desk_of(member_ids: Sequence[str], known: Reference, today: date) -> str | None:
    """The county whose desk a person keeps who holds posts of these; None (the secretary) where one is the host."""
    host = known.host_of(today.year - 1911)
    return None if not member_ids or host in member_ids else member_ids[0]
