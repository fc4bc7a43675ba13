"""記住的對照: what a person decided on one sender's workbook, so that the next one is read without asking."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cached_property

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import N_

NOT_USED = ""
"""The meaning of a column that is not used, and of a text that counts as an empty cell."""


class About(Enum):
    """What a decision is about."""

    COLUMN = "column"
    VALUE = "value"

    @property
    def word(self) -> str:
        return {About.COLUMN: N_("欄名"), About.VALUE: N_("寫法")}[self]


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What one heading, or one text of a field's cells, means in tables of a kind.

    `meant` is for a heading the name of a field, for a text what could stand in the cell instead. Without `sender_id`
    it holds for all senders; without `kind`, which only a decision on the file at hand may lack, for whatever it is.
    """

    about: About
    kind: str = ""
    sender_id: str | None = None
    field: str = ""
    """Whose cells; empty where it is about a heading."""
    wrote: str
    meant: str = NOT_USED

    @property
    def key(self) -> tuple[About, str, str | None, str, str]:
        """Two decisions with one key are about the same: the later one counts."""
        return self.about, self.kind, self.sender_id, self.field, folded(self.wrote)


@dataclass(frozen=True, kw_only=True)
class Remembered:
    """A decision as it is kept: with the moment, and who decided."""

    id: str = field(default_factory=new_id)
    about: About
    kind: str
    sender_id: str | None = None
    field: str = ""
    wrote: str
    meant: str = NOT_USED
    decided_at: datetime
    decided_by: str = ""

    @property
    def decision(self) -> Decision:
        names = ("about", "kind", "sender_id", "field", "wrote", "meant")
        return Decision(**{name: getattr(self, name) for name in names})


class Source(Enum):
    """Where a meaning is from; a later one goes before an earlier one."""

    ALL = 0
    SENDER = 1
    NOW = 2


@dataclass(frozen=True)
class Meaning:
    """What a heading or a text means. Of two headings that mean one field the one of the greater rank is it."""

    meant: str
    source: Source
    rank: int


@dataclass(frozen=True)
class Told:
    """All that is known of one sender's tables of one kind."""

    headings: Mapping[str, Meaning] = field(default_factory=dict)
    values: Mapping[tuple[str, str], Meaning] = field(default_factory=dict)

    def heading(self, text: str) -> Meaning | None:
        """What a heading means, however it is spaced."""
        return self.headings.get(folded(text)) if self.headings else None

    def value(self, field_name: str, text: str) -> Meaning | None:
        """What a text means in the cells of a field."""
        return self.values.get((field_name, folded(text))) if self.values else None


@dataclass(frozen=True)
class Memory:
    """What is remembered, the earliest first, and what is decided just `now` on the file at hand."""

    kept: tuple[Decision, ...] = ()
    now: tuple[Decision, ...] = ()

    @cached_property
    def _senders(self) -> frozenset[str | None]:
        return frozenset(one.sender_id for one in (*self.kept, *self.now))

    def knows(self, sender_id: str | None) -> bool:
        """Is anything remembered that tables of this sender could be read by?"""
        return None in self._senders or sender_id in self._senders

    def of(self, kind: str, sender_id: str | None) -> Told:
        """What counts for a table: what was decided now, else of its sender, else of all."""
        headings: dict[str, Meaning] = {}
        values: dict[tuple[str, str], Meaning] = {}
        for rank, (source, one) in enumerate(sorted(self._for(kind, sender_id), key=lambda found: found[0].value)):
            meaning = Meaning(one.meant, source, rank + 1)
            if one.about is About.COLUMN:
                headings[folded(one.wrote)] = meaning
            else:
                values[one.field, folded(one.wrote)] = meaning
        return Told(headings, values)

    def _for(self, kind: str, sender_id: str | None) -> Iterable[tuple[Source, Decision]]:
        for one in self.kept:
            if one.kind == kind and one.sender_id in {None, sender_id}:
                yield Source.ALL if one.sender_id is None else Source.SENDER, one
        for one in self.now:
            if one.kind in {"", kind} and one.sender_id in {None, sender_id}:
                yield Source.NOW, one
