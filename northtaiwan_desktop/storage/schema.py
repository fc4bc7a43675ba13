"""The tables: one for each kind of record, its columns bearing the names and types of the value's fields."""

import json
from collections.abc import Callable
from dataclasses import MISSING, dataclass, fields
from datetime import date, datetime, time
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from northtaiwan_desktop.domain import (
    agenda,
    chronicle,
    contribution,
    filing,
    fiscal,
    meeting,
    notice,
    people,
    plan,
    platform,
    progress,
    proposal,
    proposal_total,
    remembered,
    resolution,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
"""Every constraint has a name, so that a later step can drop it on SQLite as well."""

metadata = MetaData(naming_convention=NAMING)


class Words(TypeDecorator[tuple[str, ...]]):
    """A tuple of texts, kept as a JSON list."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Any) -> str | None:
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Any) -> tuple[str, ...]:
        return tuple(json.loads(value)) if value else ()


class Member(TypeDecorator[Enum]):
    """A member of an enumeration, kept as its value."""

    impl = String(20)
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__(20)
        self.kind = kind
        self._members = _Members(kind)

    def process_bind_param(self, value: Enum | None, dialect: Any) -> str | None:
        return None if value is None else str(value.value)

    def result_processor(self, dialect: Any, coltype: object) -> Callable[[Any], Enum | None]:
        # Looked up, and not by a function of ours for each of many thousand rows.
        return self._members.__getitem__


class _Members(dict[str | None, Enum | None]):
    """An enumeration by its values, and None for None; what is no value is refused as the enumeration does it."""

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__({str(member.value): member for member in kind} | {None: None})
        self._kind = kind

    def __missing__(self, value: str | None) -> Enum:
        return self._kind(value)


PLAIN: dict[type, type[TypeEngine[Any]]] = {
    str: Text,
    int: BigInteger,
    float: Float,
    bool: Boolean,
    date: Date,
    time: Time,
    datetime: DateTime,
}


@dataclass(frozen=True)
class FieldType:
    """The type of one field: `kind` is a plain type, an enumeration, or `tuple` for texts."""

    kind: type
    optional: bool


@cache
def field_types(record: type[Any]) -> dict[str, FieldType]:
    """The types of a record's fields, by name."""
    hints = get_type_hints(record)
    return {field.name: _field_type(hints[field.name]) for field in fields(record)}


def _field_type(hint: Any) -> FieldType:
    if isinstance(hint, UnionType):
        kind = next(part for part in get_args(hint) if part is not type(None))
        return FieldType(kind, optional=True)
    return FieldType(get_origin(hint) or hint, optional=False)


def _table(record: type, *more: Any, refers: dict[str, str] | None = None, indexed: tuple[str, ...] = ()) -> Table:
    """Build the table of a record. `refers` names the table that a field's id points into.

    Links are checked at the end of a transaction, so that an undo may restore records in any order.
    """
    name = "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in record.__name__)[1:]
    columns = []
    for field in fields(record):
        kind = field_types(record)[field.name]
        link = (refers or {}).get(field.name)
        parts: list[Any] = []
        if link:
            parts.append(ForeignKey(f"{link}.id", deferrable=True, initially="DEFERRED"))
        columns.append(
            Column(
                field.name,
                _column_type(field.name, kind),
                *parts,
                primary_key=field.name == "id",
                nullable=kind.optional,
                index=bool(link) or field.name in indexed,
                server_default=_server_default(field.default, kind),
            )
        )
    return Table(name, metadata, *columns, *more)


def _column_type(name: str, kind: FieldType) -> TypeEngine[Any]:
    if name == "id" or name.endswith("_id"):
        return String(64)
    if kind.kind is tuple:
        return Words()
    if issubclass(kind.kind, Enum):
        return Member(kind.kind)
    return PLAIN[kind.kind]()


def _server_default(default: Any, kind: FieldType) -> str | None:
    """Texts without a value are empty, never NULL: one kind of nothing."""
    return "" if kind.kind is str and default is not MISSING and not kind.optional and default == "" else None


TABLES: dict[type, Table] = {
    platform.Platform: _table(platform.Platform),
    platform.Thresholds: _table(platform.Thresholds),
    platform.Member: _table(platform.Member),
    platform.FormerName: _table(platform.FormerName, refers={"member_id": "member"}),
    platform.IssueGroup: _table(platform.IssueGroup),
    platform.Axis: _table(platform.Axis),
    platform.PlatformYear: _table(platform.PlatformYear, refers={"host_id": "member"}, indexed=("year",)),
    platform.GroupRole: _table(
        platform.GroupRole,
        UniqueConstraint("year", "group_id", "member_id"),
        refers={"group_id": "issue_group", "member_id": "member"},
    ),
    platform.MeetingSlot: _table(
        platform.MeetingSlot, refers={"kind_id": "meeting_kind", "group_id": "issue_group"}, indexed=("year",)
    ),
    platform.SetPhrase: _table(platform.SetPhrase, refers={"kind_id": "meeting_kind"}),
    people.Person: _table(people.Person),
    people.Post: _table(people.Post, refers={"person_id": "person", "member_id": "member", "group_id": "issue_group"}),
    meeting.MeetingKind: _table(meeting.MeetingKind),
    meeting.Meeting: _table(
        meeting.Meeting,
        refers={"kind_id": "meeting_kind", "group_id": "issue_group", "parent_id": "meeting", "host_id": "member"},
        indexed=("year", "held_on", "number"),
    ),
    meeting.Section: _table(meeting.Section, refers={"meeting_id": "meeting"}),
    meeting.Attendance: _table(
        meeting.Attendance, refers={"meeting_id": "meeting", "member_id": "member", "person_id": "person"}
    ),
    meeting.MinutesVersion: _table(
        meeting.MinutesVersion, UniqueConstraint("meeting_id", "version"), refers={"meeting_id": "meeting"}
    ),
    meeting.Correction: _table(meeting.Correction, refers={"meeting_id": "meeting", "corrected_id": "meeting"}),
    notice.Notice: _table(notice.Notice, UniqueConstraint("meeting_id"), refers={"meeting_id": "meeting"}),
    agenda.AgendaItem: _table(
        agenda.AgendaItem,
        refers={
            "meeting_id": "meeting",
            "section_id": "section",
            "origin_id": "agenda_item",
            "received_id": "proposal",
        },
    ),
    resolution.Resolution: _table(
        resolution.Resolution,
        Index("ix_resolution_movement", "decided_on", "closed_on", "state", "group_id"),
        refers={
            "meeting_id": "meeting",
            "item_id": "agenda_item",
            "group_id": "issue_group",
            "plan_item_id": "plan_item",
            "closed_in_id": "meeting",
            "merged_into_id": "resolution",
        },
        indexed=("number", "year", "state", "due_on"),
    ),
    resolution.Assignment: _table(resolution.Assignment, refers={"resolution_id": "resolution", "member_id": "member"}),
    progress.ProgressReport: _table(
        progress.ProgressReport, refers={"assignment_id": "assignment", "import_id": "import"}, indexed=("round",)
    ),
    progress.Review: _table(progress.Review, refers={"assignment_id": "assignment", "meeting_id": "meeting"}),
    plan.PlanItem: _table(
        plan.PlanItem,
        refers={"group_id": "issue_group", "lead_id": "member", "confirmed_in_id": "meeting"},
        indexed=("number", "year", "lineage_id"),
    ),
    plan.QuarterTarget: _table(
        plan.QuarterTarget,
        UniqueConstraint("plan_item_id", "year", "quarter"),
        refers={"plan_item_id": "plan_item"},
    ),
    plan.Milestone: _table(plan.Milestone, refers={"plan_item_id": "plan_item"}),
    plan.BudgetLine: _table(plan.BudgetLine, refers={"plan_item_id": "plan_item", "member_id": "member"}),
    plan.PlanVersion: _table(
        plan.PlanVersion, UniqueConstraint("year", "version"), refers={"meeting_id": "meeting"}, indexed=("year",)
    ),
    proposal.Proposal: _table(
        proposal.Proposal,
        refers={
            "group_id": "issue_group",
            "proposer_id": "member",
            "plan_item_id": "plan_item",
            "merged_into_id": "proposal",
        },
        indexed=("year",),
    ),
    proposal.ProposalReview: _table(
        proposal.ProposalReview,
        refers={"proposal_id": "proposal", "meeting_id": "meeting", "into_id": "proposal"},
    ),
    proposal.ProposalShare: _table(proposal.ProposalShare, refers={"proposal_id": "proposal", "member_id": "member"}),
    proposal_total.ProposalTotal: _table(proposal_total.ProposalTotal),
    fiscal.FiscalTier: _table(fiscal.FiscalTier, UniqueConstraint("year", "member_id"), refers={"member_id": "member"}),
    fiscal.MatchRate: _table(fiscal.MatchRate, UniqueConstraint("year", "tier")),
    contribution.Contribution: _table(
        contribution.Contribution, UniqueConstraint("year", "member_id"), refers={"member_id": "member"}
    ),
    chronicle.ChronicleEntry: _table(chronicle.ChronicleEntry, refers={"meeting_id": "meeting"}, indexed=("since",)),
    filing.Attachment: _table(filing.Attachment, indexed=("owner_id",)),
    filing.PaperTemplate: _table(filing.PaperTemplate),
    filing.Import: _table(filing.Import, refers={"sender_id": "member"}, indexed=("sha256",)),
    remembered.Remembered: _table(remembered.Remembered, refers={"sender_id": "member"}),
}
"""Every kind of record and its table."""

KINDS: dict[str, type] = {record.__name__: record for record in TABLES}
"""Every kind of record by the name under which the journal knows it."""

blob = Table(
    "blob",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
"""Files, kept once under their checksum: written, never changed, so the journal need not hold them."""

made_file = Table(
    "made_file",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("owner_id", String(64), nullable=False),
    Column("made_at", DateTime, nullable=False),
)
"""Checksums of the papers that were written out: a file that bears none of them was edited by hand since."""

passage = Table(
    "passage",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_passage_record_id", "record_id"),
)
"""The texts that can be searched, beside the index `passage_words` of their characters: SQLite's own kind of table,
which keeps some more under names that begin like it, or a server's. Made from the records; nothing is lost with it."""

standing = Table(
    "standing",
    metadata,
    Column("line_id", String(64), primary_key=True),
    Column("case_id", String(64), nullable=False),
    Column("place", Integer, nullable=False),
    Column("number", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("group_id", String(64), nullable=True),
    Column("member_id", String(64), nullable=True),
    Column("meeting_id", String(64), nullable=True),
    Column("office", Text, nullable=False),
    Column("doer", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("words", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("decided_on", Date, nullable=True),
    Column("due_key", Date, nullable=False),
    Column("closed_on", Date, nullable=True),
    Column("line_closed_on", Date, nullable=True),
    Column("reported_until", Date, nullable=True),
    Column("actual_percent", Float, nullable=True),
    Column("behind", Float, nullable=False),
    Column("asked", String(20), nullable=True),
    Index("ix_standing_case_id", "case_id"),
    Index("ix_standing_order", "due_key", "number", "case_id", "place"),
    Index(
        "ix_standing_open",
        *("is_open", "due_key", "member_id", "group_id", "behind", "reported_until", "asked", "case_id"),
    ),
    Index("ix_standing_year", "year", "due_key", "number"),
    Index("ix_standing_movement", "decided_on", "closed_on", "is_open"),
    Index("ix_standing_closed_on", "closed_on", "is_open", "year"),
)
"""Where each line of the register stands: what lists are narrowed, sorted and counted by. `place` is the line's place
in its case, `due_key` the due day (the last day there is, where none is known), `reported_until` the end of the last
round that was reported, `words` the folded text that is searched. Made from the records; nothing is lost with it."""

counter = Table(
    "counter",
    metadata,
    Column("series", String(40), primary_key=True),
    Column("last", Integer, nullable=False),
)
"""The last number drawn of each series. Not journalled: an undone number is not used again."""

operation = Table(
    "operation",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(32), nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("done_by", Text, nullable=False),
    Column("done_at", DateTime, nullable=False),
    Column("turn", String(4), nullable=False),
    Column("target", Integer, ForeignKey("operation.number"), nullable=True, index=True),
    Column("undone", Boolean, nullable=False),
    Column("login", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
"""The journal's entries: each user action, and each undo and redo of one (`target`). `login` is by whom the server says
that it was done; empty in a file."""

change = Table(
    "change",
    metadata,
    Column("operation", Integer, ForeignKey("operation.number"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("kind", String(40), nullable=False),
    Column("record_id", String(64), nullable=False),
    Column("before", Text, nullable=True),
    Column("after", Text, nullable=True),
    Index("ix_change_record_id", "record_id"),
)
"""What each entry changed: the record before and after as JSON; NULL where it did not, or does not, exist."""
