"""What one looks for in the register: which lines are late, due soon, not reported, asked to be released."""

from dataclasses import dataclass
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.progress import Light, Round, Verdict
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.tracking import Movement, TrackedLine, movements
from northtaiwan_desktop.i18n import N_, _


class Watch(Enum):
    """One question put to the lines of the register. The value is what is stored, the title what is shown."""

    OPEN = "open"
    LATE = "late"
    DUE_SOON = "due_soon"
    UNREPORTED = "unreported"
    RELEASE_ASKED = "release_asked"
    RED = "red"
    YELLOW = "yellow"
    GREEN = "green"
    BEFORE = "before"
    ADDED = "added"
    RELEASED = "released"
    REMAINING = "remaining"
    CLOSED = "closed"
    MISFIT = "misfit"

    @property
    def title(self) -> str:
        return _(TITLES[self])


TITLES = {
    Watch.OPEN: N_("列管中"),
    Watch.LATE: N_("逾期"),
    Watch.DUE_SOON: N_("即將到期"),
    Watch.UNREPORTED: N_("本期未填報"),
    Watch.RELEASE_ASKED: N_("提請解除列管"),
    Watch.RED: N_("燈號：落後"),
    Watch.YELLOW: N_("燈號：注意"),
    Watch.GREEN: N_("燈號：正常"),
    Watch.BEFORE: N_("前期列管"),
    Watch.ADDED: N_("本期新增"),
    Watch.RELEASED: N_("本期解除"),
    Watch.REMAINING: N_("續列"),
    Watch.CLOSED: N_("已結案"),
    Watch.MISFIT: N_("日期與狀態不符"),
}
_LIGHTS = {Watch.RED: Light.RED, Watch.YELLOW: Light.YELLOW, Watch.GREEN: Light.GREEN}
_MOVEMENTS = {
    Watch.BEFORE: Movement.BEFORE,
    Watch.ADDED: Movement.ADDED,
    Watch.RELEASED: Movement.RELEASED,
    Watch.REMAINING: Movement.REMAINING,
}


@dataclass(frozen=True, kw_only=True)
class Day:
    """The day on which a question is put, with its round and how many days ahead count as soon."""

    today: date
    round: Round
    soon_days: int


NONE = "none"
"""Stands in a filter for no county (bodies outside the platform) or for no group."""


@dataclass(frozen=True, kw_only=True)
class CaseFilter:
    """Which lines of the register are wanted; None wants all, `NONE` those without a group or a county."""

    watch: Watch | None = None
    group_id: str | None = None
    member_id: str | None = None
    meeting_id: str | None = None
    person_id: str | None = None
    """The person at whose desks (county, or county and group) the lines lie."""
    of_year: bool = False
    """Of the chosen year's decisions alone; else whatever is still followed in it is among them."""

    @property
    def is_open(self) -> bool:
        """Does nothing narrow the register?"""
        return self == CaseFilter()


def answers(line: TrackedLine, watch: Watch, day: Day) -> bool:
    """Does the line answer to the question on that day?"""
    if watch is Watch.MISFIT:
        return line.resolution.is_misfit
    if watch in _MOVEMENTS:
        return _MOVEMENTS[watch] in movements(line.resolution, day.round)
    is_open = line.assignment.state is State.OPEN and line.resolution.state is State.OPEN
    if watch is Watch.CLOSED or not is_open:
        return watch is Watch.CLOSED and not is_open
    if watch in _LIGHTS:
        return line.light is _LIGHTS[watch]
    due = line.resolution.due_on
    match watch:
        case Watch.LATE:
            return line.is_late(day.today)
        case Watch.DUE_SOON:
            is_soon = due is not None and 0 <= (due - day.today).days <= day.soon_days
            return is_soon and not line.awaits_meeting
        case Watch.UNREPORTED:
            return not line.is_reported(day.round) and not line.awaits_meeting
        case Watch.RELEASE_ASKED:
            return line.latest is not None and line.latest.asked is Verdict.RELEASE_ASKED
    return True
