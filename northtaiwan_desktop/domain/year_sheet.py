"""A year (年度) on one page: who hosts and leads, which meetings are planned and held, what is paid."""

from dataclasses import dataclass

from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.lists import GroupLine
from northtaiwan_desktop.domain.overview import Owed
from northtaiwan_desktop.domain.platform import MeetingSlot


@dataclass(frozen=True, kw_only=True)
class SlotLine:
    """One planned meeting (預定的會議) of a year."""

    slot: MeetingSlot
    kind_name: str
    group_name: str
    is_called: bool
    """Does a meeting in the list stand for it already?"""


@dataclass(frozen=True, kw_only=True)
class YearSheet:
    """A year (年度) on one page."""

    year: int
    term: int
    host_name: str
    theme: str
    groups: tuple[GroupLine, ...]
    slots: tuple[SlotLine, ...]
    owed: tuple[Owed, ...]
    contributions: tuple[tuple[str, Contribution], ...]
    """Each with its member's name."""
    meetings: int
    plan_items: int
    open_cases: int
