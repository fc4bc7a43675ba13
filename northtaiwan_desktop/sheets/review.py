"""What a person is shown before anything is written: each row's state, and theirs, ours and what was last sent."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.lists import CaseLine, PersonLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.people import Body
from northtaiwan_desktop.domain.platform import Thresholds
from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.interpreting import Problem, Row
from northtaiwan_desktop.sheets.tables import Recognised, Table

_SUMS = {"budget", "requested", "approved", "central", "match", "own"}


class RowState(Enum):
    """What taking a row in would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"
    UNREADABLE = "unreadable"
    IGNORED = "ignored"

    @property
    def title(self) -> str:
        return _(
            {
                RowState.NEW: N_("新增"),
                RowState.CHANGED: N_("有變更"),
                RowState.SAME: N_("相同"),
                RowState.CONFLICT: N_("衝突"),
                RowState.UNREADABLE: N_("無法匯入"),
                RowState.IGNORED: N_("略過"),
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Existing:
    """What the register holds of the kinds that are compared."""

    lines: tuple[TrackedLine, ...] = ()
    cases: tuple[CaseLine, ...] = ()
    plan: tuple[PlanLine, ...] = ()
    proposals: tuple[ProposalLine, ...] = ()
    chronicle: tuple[ChronicleEntry, ...] = ()
    people: tuple[PersonLine, ...] = ()
    behind_percent: float = Thresholds.behind_percent
    """From how many points behind on a report has to say why (落後原因) and what will be done (改善對策)."""


@dataclass(frozen=True, kw_only=True)
class Match:
    """The register's record that a row is about: how sure (0 to 1), and why."""

    record: Any
    """TrackedLine, CaseLine, PlanLine, ProposalLine, ChronicleEntry or PersonLine, by the kind."""
    id: str
    """By which a person's choice names the record."""
    number: str
    text: str
    certainty: float
    why: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One field of a matched row. Values are plain: ISO dates, numbers, text, lists."""

    field: str
    theirs: Any
    ours: Any
    as_last_sent: Any = None
    is_conflict: bool = False


@dataclass(frozen=True, kw_only=True)
class ReviewedRow:
    """A row with what it would do."""

    row: Row
    state: RowState
    match: Match | None = None
    runner_ups: tuple[Match, ...] = ()
    """Where no match is sure: what it might be, the likeliest first."""
    differences: tuple[Difference, ...] = ()
    notes: tuple[Problem, ...] = ()
    """What the comparison has to say, beside the row's own problems."""
    needed: frozenset[str] = frozenset()
    """The fields without which the row can't be taken in."""
    alone: "ReviewedRow | None" = None
    """The row as it was before it was set beside another one that is about the same; None where there is none."""

    @property
    def offered(self) -> tuple[str, ...]:
        """The fields that can be taken: all of a new row, of a known one what differs."""
        if self.state is RowState.NEW:
            return tuple(self.row.fields)
        if self.state in {RowState.CHANGED, RowState.CONFLICT}:
            return tuple(each.field for each in self.differences) or tuple(self.row.fields)
        return ()

    @property
    def is_safe(self) -> bool:
        """Can it be taken without a person's looking at it?"""
        return self.state in {RowState.NEW, RowState.CHANGED} and not self.is_flawed

    @property
    def problems(self) -> tuple[Problem, ...]:
        return (*self.row.problems, *self.notes)

    @property
    def is_flawed(self) -> bool:
        """Has it a cell that could not be read?"""
        # Asked of each row of a batch whenever a tick changes: most have nothing to say.
        return bool(self.row.problems or self.notes) and any(not problem.is_note for problem in self.problems)


@dataclass(frozen=True, kw_only=True)
class ReviewedSheet:
    table: Table
    rows: tuple[ReviewedRow, ...] = ()


@dataclass(frozen=True, kw_only=True)
class FileNote:
    """What should be known of a file as a whole; `to_sender` says it to who sent it, always in Chinese."""

    message: str
    to_sender: str = ""
    """Empty: it is nothing to the sender."""


@dataclass(frozen=True, kw_only=True)
class Review:
    """A whole file, compared with the register. Nothing has been written."""

    recognised: Recognised
    sheets: tuple[ReviewedSheet, ...] = field(default_factory=tuple)
    notes: tuple[FileNote, ...] = ()
    """What should be known of the file as a whole before anything of it is taken."""

    @property
    def rows(self) -> tuple[ReviewedRow, ...]:
        return tuple(row for sheet in self.sheets for row in sheet.rows)

    @property
    def counts(self) -> Mapping[RowState, int]:
        """How many rows are in each state, every state named."""
        counted = Counter(row.state for row in self.rows)
        return {state: counted[state] for state in RowState}


def plain(value: Any) -> Any:
    """A value as JSON and comparison take it: ISO dates, codes for words, lists."""
    if value is None or (isinstance(value, (str, int, float)) and not isinstance(value, Enum)):
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    return value


def worded(name: str, value: Any) -> str:
    """A plain value as people read it: 115年9月8日, 80%, 繼續列管, names joined by 、."""
    if value is None or value == []:
        return ""
    if isinstance(value, list):
        return "、".join(str(part) for part in value)
    if name.endswith("_percent") and isinstance(value, int | float):
        return written_percent(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if name == "verdict":
        return Verdict(value).title
    if name == "body":
        return Body(value).title
    if name.endswith("_on") or name in {"since", "until"}:
        return roc_date.written(date.fromisoformat(value))
    return f"{value:,}" if isinstance(value, int) and name in _SUMS else str(value)
