"""The groups against the rhythm of their meetings: which quarter has met, which owes, which is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.meeting import MeetingStatus, Rhythm
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _

FIRST_YEAR = 1911


class Beat(Enum):
    """How a quarter stands: held, owed since it is over, due in it, or still to come."""

    HELD = "held"
    OWED = "owed"
    DUE = "due"
    PLANNED = "planned"
    AHEAD = "ahead"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            Beat.HELD: "已開",
            Beat.OWED: "未開",
            Beat.DUE: "待開",
            Beat.PLANNED: "已排",
            Beat.AHEAD: "－",
        }[self]

    @property
    def title(self) -> str:
        return _(self.word)


BEAT_TITLES = (N_("已開"), N_("未開"), N_("待開"), N_("已排"), N_("－"))


@dataclass(frozen=True, kw_only=True)
class Met:
    """What the rhythm has to know of a meeting."""

    kind_id: str
    group_id: str | None
    held_on: date | None
    status: MeetingStatus
    is_sequel: bool


@dataclass(frozen=True, kw_only=True)
class RhythmRow:
    """One group's four quarters. `held` are the meetings of each quarter that took place."""

    group_id: str
    group_name: str
    kind_id: str
    beats: tuple[Beat, Beat, Beat, Beat]
    held: tuple[int, int, int, int]


def rhythm(year: int, today: date, meetings: Sequence[Met], known: Reference) -> list[RhythmRow]:
    """Every group against the first kind of meeting that each group holds every quarter; none where there is none."""
    kind = next((one for one in known.kinds if one.per_group and one.rhythm is Rhythm.QUARTER), None)
    if kind is None:
        return []
    counted = [
        one
        for one in meetings
        if one.kind_id == kind.id and one.status is not MeetingStatus.CANCELLED and not one.is_sequel and one.held_on
    ]
    rows = []
    for group in known.groups:
        own = [one for one in counted if one.group_id == group.id]
        held, beats = [0] * 4, [Beat.AHEAD] * 4
        for at in range(4):
            there = [one.held_on for one in own if one.held_on and (one.held_on.month - 1) // 3 == at]
            held[at] = sum(day <= today for day in there)
            beats[at] = _beat(year, at + 1, today, held[at], len(there), kind.times)
        rows.append(
            RhythmRow(
                group_id=group.id,
                group_name=group.name,
                kind_id=kind.id,
                beats=(beats[0], beats[1], beats[2], beats[3]),
                held=(held[0], held[1], held[2], held[3]),
            )
        )
    return rows


def _beat(year: int, quarter: int, today: date, held: int, there: int, times: int) -> Beat:
    if held >= times:
        return Beat.HELD
    present = (today.year - FIRST_YEAR, (today.month + 2) // 3)
    if (year, quarter) < present:
        return Beat.OWED
    if there >= times:
        return Beat.PLANNED
    return Beat.DUE if (year, quarter) == present else Beat.AHEAD
