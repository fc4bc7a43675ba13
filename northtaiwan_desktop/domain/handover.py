"""The package for a successor (交接包) as its index page tells of it."""

from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.duties import Duty


@dataclass(frozen=True, kw_only=True)
class PackedFile:
    """One file of the package: its path from the index page, with / between folders, and what it is."""

    path: str
    title: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class PackedMeeting:
    """One meeting of the year with its files."""

    title: str
    held_on: date | None
    state: str
    files: tuple[PackedFile, ...]


@dataclass(frozen=True, kw_only=True)
class CountyShare:
    """How a county stands on the day of the handover."""

    name: str
    open: int
    late: int
    contact: str


@dataclass(frozen=True, kw_only=True)
class HandoverView:
    """The index page: what lies where, and what waits for the successor."""

    platform: str
    year: int
    made_on: date
    host: str
    next_host: str
    figures: tuple[tuple[str, str], ...]
    """What is counted, and how many."""
    register: PackedFile
    lists: tuple[PackedFile, ...]
    meetings: tuple[PackedMeeting, ...]
    counties: tuple[CountyShare, ...]
    leads: tuple[tuple[str, str, str], ...]
    """Each group with who leads it in the year, and in the next."""
    next_duties: tuple[Duty, ...]
    missing: tuple[str, ...] = ()
    """What could not be packed, and why."""
