"""A field of a foreign table: under which headings it comes, and how its cells are read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.writing.places import PlaceNames
from northtaiwan_desktop.sheets.grid import CellValue


@dataclass(frozen=True, kw_only=True)
class Doer:
    """One doer named in a cell: a member's bureau, or a body outside, whose whole name is `office`."""

    share: Share
    member_id: str | None
    office: str
    name: str
    """The member's present official name; a body outside by its own."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """What has to be known to read a cell of a table."""

    reference: Reference
    year: int | None = None
    unit: int = 1
    """How many dollars 1 in this column stands for."""
    sender_id: str | None = None
    header: str = ""
    is_percent: bool = False
    """Is the cell shown with the number format of percentages?"""
    whole: float | None = None
    """What a bare 1 means in this column of percentages, told by its other cells: 1 or 100; None: not to be told."""

    known: dict[Any, Any] = field(init=False, default_factory=dict, compare=False, repr=False)
    """What has been read in this setting; see `once`."""

    @cached_property
    def as_percent(self) -> "Setting":
        """The same for a cell that is shown as a percentage."""
        return replace(self, is_percent=True)

    @cached_property
    def places(self) -> PlaceNames:
        return places_of(self.reference)


def places_of(reference: Reference) -> PlaceNames:
    """The members' names as the readers of places need them."""
    former: dict[str, list[tuple[str, date]]] = {}
    for past in reference.former_names:
        former.setdefault(past.member_id, []).append((past.name, past.until))
    return PlaceNames(
        (member.name, (member.short_name, *member.aliases), former.get(member.id, ())) for member in reference.members
    )


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a cell gives: `values` by the contract's field names, `found` what records need beside them."""

    values: Mapping[str, Any] = field(default_factory=dict)
    found: Mapping[str, Any] = field(default_factory=dict)
    """Ids of members and groups, doers, and words that no field has room for."""
    notes: tuple[str, ...] = ()
    """What a person should know about how the cell was read."""


Reader = Callable[[CellValue, Setting], Reading]
_MOST_KNOWN = 100_000


def once(read: Reader) -> Reader:
    """The same reader, which in one setting reads the same value once: a column says few things in many rows."""

    def known(value: CellValue, setting: Setting) -> Reading:
        # 1, 1.0 and True are one key to a dict, and three things to a reader.
        key = (read, type(value), value)
        found = setting.known.get(key)
        if found is None:
            if len(setting.known) > _MOST_KNOWN:
                setting.known.clear()
            try:
                found = read(value, setting)
            except AppError as error:
                found = error
            setting.known[key] = found
        if isinstance(found, AppError):
            raise found.with_traceback(None)
        reading: Reading = found
        return reading

    return known


@dataclass(frozen=True, kw_only=True)
class Field:
    """A column's name in the contract, the headings under which it comes, and its reader.

    Without a reader the column is known, and not taken.
    """

    name: str
    titles: tuple[str, ...]
    read: Reader | None = None
    looks: Callable[[CellValue, Setting], bool] | None = None
    """Could this be one of its cells? Asked where no heading says what a column is."""
    gives: tuple[str, ...] = ()
    """The fields that its cells tell instead of one of its own name."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A kind of table: its fields, and which of them make it one."""

    name: str
    title: str
    fields: tuple[Field, ...]
    needed: tuple[tuple[str, ...], ...]
    """Of each group at least one column has to be there."""
    keys: tuple[str, ...]
    """Fields without which a row says nothing: one of them has to be read."""
    gives_way_to: frozenset[str] = frozenset()
    """Kinds that a table is taken for rather, where it fits them too."""

    def field(self, name: str) -> Field | None:
        return self._by_name.get(name)

    @cached_property
    def _by_name(self) -> Mapping[str, Field]:
        return {each.name: each for each in self.fields}
