"""What a year asks of those who carry it: meetings to call, rounds to report, cases due, milestones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import Milestone, PlanItem
from northtaiwan_desktop.domain.platform import MeetingSlot
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.reference import Reference

FIRST_YEAR = 1911


class DutyKind(Enum):
    """What sort of duty it is."""

    MEETING = "meeting"
    REPORT = "report"
    DUE = "due"
    MILESTONE = "milestone"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            DutyKind.MEETING: "會議",
            DutyKind.REPORT: "填報",
            DutyKind.DUE: "案件到期",
            DutyKind.MILESTONE: "查核點",
        }[self]


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One thing to do by a day. `id` is that of the record it comes from, or names the round."""

    id: str
    kind: DutyKind
    day: date
    text: str
    who: str
    detail: str = ""


def of_slots(slots: Iterable[MeetingSlot], known: Reference) -> Iterable[Duty]:
    """A planned meeting is to be called in its month: it stands on the first of it."""
    for slot in slots:
        lead = known.leader_of(slot.group_id, slot.year) if slot.group_id else known.host_of(slot.year)
        day = date(slot.year + FIRST_YEAR, slot.month, 1)
        name = f"{known.group_name(slot.group_id)}第{slot.ordinal}次{known.kind(slot.kind_id).name}"
        yield Duty(
            id=slot.id,
            kind=DutyKind.MEETING,
            day=day,
            text=f"{slot.month}月應召開：{slot.year}年度{name}",
            who=known.member_name(lead, day),
        )


def of_meetings(meetings: Iterable[Meeting], known: Reference) -> Iterable[Duty]:
    """A meeting that has been called stands on its own day."""
    for meeting in meetings:
        if meeting.held_on is not None and meeting.status is MeetingStatus.DRAFT:
            who = known.member_name(meeting.host_id, meeting.held_on)
            yield Duty(
                id=meeting.id,
                kind=DutyKind.MEETING,
                day=meeting.held_on,
                text=meeting.title,
                who=who,
                detail=meeting.venue,
            )


def of_rounds(year: int, rounds_a_year: int) -> Iterable[Duty]:
    """Each round of a ROC year ends with its reports."""
    for place in range(1, rounds_a_year + 1):
        round = Round.month(year, place) if rounds_a_year == 12 else Round.quarter(year, place)
        yield Duty(
            id=f"round-{round.code}",
            kind=DutyKind.REPORT,
            day=round.until,
            text=f"{round.written}辦理情形填報截止",
            who="各縣市",
        )


def of_case(line_id: str, *, number: str, text: str, doer: str, due_on: date) -> Duty:
    """A doer's line of a case is due on its day."""
    return Duty(id=line_id, kind=DutyKind.DUE, day=due_on, text=f"{number}　{text}", who=doer)


def of_milestones(stones: Iterable[tuple[PlanItem, Milestone]], known: Reference) -> Iterable[Duty]:
    """A milestone of the plan is to be reached by its day."""
    for item, stone in stones:
        if stone.due_on is not None:
            yield Duty(
                id=stone.id,
                kind=DutyKind.MILESTONE,
                day=stone.due_on,
                text=f"{item.name}：{stone.title}",
                who=known.member_name(item.lead_id, stone.due_on),
                detail=item.number,
            )


def in_order(duties: Iterable[Duty], *, since: date, until: date) -> list[Duty]:
    """Those from `since` to `until`, by day, then as they came."""
    return sorted((one for one in duties if since <= one.day <= until), key=lambda one: one.day)
