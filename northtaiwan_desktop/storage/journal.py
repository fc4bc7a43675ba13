"""The journal: what was done, by whom and when, kept for ever; undo, redo and every history come from it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, false, func, insert, or_, select, true, update

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.storage import codec
from northtaiwan_desktop.storage.plain_rows import at_once
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import KINDS, change, operation
from northtaiwan_desktop.storage.work import Change, Work

DO, UNDO, REDO, BASE = "do", "undo", "redo", "base"
"""`BASE` is what a register was born with: it stands in the journal, but is not undone."""

TURN_TITLES = {DO: "", BASE: "", UNDO: N_("復原"), REDO: N_("重做")}


@dataclass(frozen=True, kw_only=True)
class Operation:
    """A finished user action. `turn` is do, undo, redo or base; `kinds` names the kinds of record that it changed."""

    number: int
    id: str
    label: str
    by: str
    at: datetime
    turn: str
    is_undone: bool
    kinds: frozenset[str] = frozenset()

    @property
    def title(self) -> str:
        """The label with what was done to it: 「復原：新增會議」."""
        turn = TURN_TITLES[self.turn]
        return f"{_(turn)}：{self.label}" if turn else self.label


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One field of one record in one operation, as plain values."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One operation as a record's history shows it."""

    operation: Operation
    kind: str
    record_id: str
    changes: tuple[FieldChange, ...]


def record(work: Work, label: str, *, turn: str = DO, target: int | None = None) -> Operation:
    """Write the journal's entry of a unit of work, in its own transaction. Nothing changed leaves no entry."""
    if not work.changes:
        return _nothing(work, label)
    number = work.connection.execute(
        insert(operation).values(
            id=work.operation_id,
            label=label,
            done_by=work.by,
            done_at=work.now,
            turn=turn,
            target=target,
            undone=False,
            login=work.login,
        )
    ).inserted_primary_key
    assert number is not None
    at_once(
        work.connection,
        change,
        ("operation", "position", "kind", "record_id", "before", "after"),
        [
            (
                number[0],
                position,
                made.kind.__name__,
                made.record_id,
                None if made.before is None else codec.encoded(made.before),
                None if made.after is None else codec.encoded(made.after),
            )
            for position, made in enumerate(work.changes)
        ],
    )
    return Operation(
        number=int(number[0]),
        id=work.operation_id,
        label=label,
        by=work.by,
        at=work.now,
        turn=turn,
        is_undone=False,
        kinds=frozenset(made.kind.__name__ for made in work.changes),
    )


def of_others(kinds: frozenset[str]) -> Operation:
    """What others did meanwhile, as far as a screen has to know: it is in the journal under their own entries."""
    return Operation(number=0, id="", label="", by="", at=datetime.now(), turn=DO, is_undone=False, kinds=kinds)


def next_undo(records: Records) -> Operation | None:
    """The latest action that stands; on a server, of those who ask there: nobody takes back another's by mistake."""
    query = select(operation).where(operation.c.turn == DO, operation.c.undone.is_(False), _own(records))
    row = records.connection.execute(query.order_by(operation.c.number.desc()).limit(1)).one_or_none()
    return None if row is None else _operation(row)


def next_redo(records: Records) -> Operation | None:
    """The earliest of the actions that were undone since the latest one was done: a new action leaves none before it.

    So what was undone before that action stays undone, also when that action itself is taken back and done again.
    """
    own = _own(records)
    latest = select(func.coalesce(func.max(operation.c.number), 0)).where(operation.c.turn == DO, own)
    since = select(operation.c.target).where(
        operation.c.turn == UNDO, operation.c.number > latest.scalar_subquery(), own
    )
    query = select(operation).where(operation.c.undone.is_(True), operation.c.number.in_(since), own)
    row = records.connection.execute(query.order_by(operation.c.number).limit(1)).one_or_none()
    return None if row is None else _operation(row)


def _own(records: Records) -> ColumnElement[bool]:
    """Those of who asks: what came along from a file was done by nobody whom the server knows."""
    return operation.c.login == records.login if records.login else true()


def undo(work: Work, *, meant: int | None = None) -> tuple[str, int]:
    """Take the latest action back inside `work`; returns its label and number.

    `meant` is the number of the action that the person saw named; RuleBroken where another one has been done since.
    """
    last = next_undo(work)
    if last is None:
        raise RuleBroken(_("沒有可以復原的操作。"))
    if meant is not None and last.number != meant:
        raise RuleBroken(_moved_on(last))
    way_back = [_undoing(made, work.now) for made in reversed(changes_of(work, last.number))]
    work.apply([*_let_go(work, way_back), *way_back])
    work.connection.execute(update(operation).where(operation.c.number == last.number).values(undone=True))
    return last.label, last.number


def redo(work: Work, *, meant: int | None = None) -> tuple[str, int]:
    """Do the action again that was taken back last; returns its label and number. `meant` is as in `undo`."""
    following = next_redo(work)
    if following is None:
        raise RuleBroken(_("沒有可以重做的操作。"))
    if meant is not None and following.number != meant:
        raise RuleBroken(_moved_on(following))
    work.apply(_redoing(made, work) for made in changes_of(work, following.number))
    work.connection.execute(update(operation).where(operation.c.number == following.number).values(undone=False))
    return following.label, following.number


def _undoing(made: Change, now: datetime) -> Change:
    """The way back of a change; an import keeps its line in 匯入紀錄, marked as taken back."""
    if made.before is None and isinstance(made.after, Import):
        return Change(made.after, replace(made.after, taken_back_at=now))
    return made.reversed()


def _redoing(made: Change, records: Records) -> Change:
    """The change once more; the line that an import left stands again."""
    if made.before is None and isinstance(made.after, Import):
        return Change(records.find(Import, made.after.id), made.after)
    return made


def _let_go(records: Records, changes: Sequence[Change]) -> list[Change]:
    """The lines of imports that were taken back, without the senders whom a way back will remove."""
    gone = {change.record_id for change in changes if change.kind is Member and change.after is None}
    left = records.among(Import, "sender_id", gone) if gone else []
    return [Change(one, replace(one, sender_id=None)) for one in left if one.taken_back_at is not None]


def _moved_on(other: Operation) -> str:
    message = _("資料庫在這段期間有了別的操作，現在輪到的是「{label}」{by}，沒有變更。請看過後再按一次。")
    return message.format(label=other.label, by=_("（{name}）").format(name=other.by) if other.by else "")


def changes_since(records: Records, number: int) -> list[Change]:
    """What became of each record after that entry, first before and last after; what came to nothing is left out."""
    return _net(records, change.c.operation > number)


def changes_of_part(records: Records, operation_id: str, first: int, last: int | None) -> list[Change]:
    """What became of each record in a part of an operation: its changes from `first` up to and without `last`."""
    part = [operation.c.id == operation_id, change.c.position >= first]
    return _net(records, *part, *([change.c.position < last] if last is not None else []))


def _net(records: Records, *conditions: ColumnElement[bool]) -> list[Change]:
    query = select(change).join(operation, change.c.operation == operation.c.number).where(*conditions)
    found: dict[tuple[str, str], tuple[str | None, str | None]] = {}
    for row in records.connection.execute(query.order_by(change.c.operation, change.c.position)):
        key = (row.kind, row.record_id)
        found[key] = (found[key][0] if key in found else row.before, row.after)
    return [
        Change(
            None if before is None else codec.decoded(KINDS[kind], before),
            None if after is None else codec.decoded(KINDS[kind], after),
        )
        for (kind, _id), (before, after) in found.items()
        if before != after
    ]


def operations_since(
    records: Records, operation_id: str, last: int | None, record_ids: Collection[str]
) -> list[tuple[Operation, str, str]]:
    """What was done to these records after a part of an operation and still stands: with the record's kind and id.

    The newest first. What undo and redo did tells nothing of its own: it is known by what still stands.
    """
    start = records.connection.scalar(select(operation.c.number).where(operation.c.id == operation_id)) or 0
    ordered, found = sorted(record_ids), []
    within = (change.c.operation == start) & (change.c.position >= last) if last is not None else false()
    for begin in range(0, len(ordered), 500):
        query = (
            select(operation, change.c.kind, change.c.record_id)
            .join(change, change.c.operation == operation.c.number)
            .where(change.c.record_id.in_(ordered[begin : begin + 500]))
            .where(operation.c.turn.in_([DO, BASE]), operation.c.undone.is_(False))
            .where(or_(change.c.operation > start, within))
            .order_by(operation.c.number.desc(), change.c.position)
        )
        found += [(_operation(row), row.kind, row.record_id) for row in records.connection.execute(query)]
    return found


def changes_of(records: Records, number: int) -> Sequence[Change]:
    """What the operation changed, in its order."""
    query = select(change).where(change.c.operation == number).order_by(change.c.position)
    return [
        Change(
            None if row.before is None else codec.decoded(KINDS[row.kind], row.before),
            None if row.after is None else codec.decoded(KINDS[row.kind], row.after),
        )
        for row in records.connection.execute(query)
    ]


def operations(records: Records, *, limit: int = 200) -> list[Operation]:
    """The newest operations first."""
    query = select(operation).order_by(operation.c.number.desc()).limit(limit)
    rows = records.connection.execute(query).all()
    kinds: dict[int, set[str]] = {}
    if rows:
        touched = select(change.c.operation, change.c.kind).where(change.c.operation >= rows[-1].number).distinct()
        for number, kind in records.connection.execute(touched):
            kinds.setdefault(number, set()).add(kind)
    return [_operation(row, frozenset(kinds.get(row.number, ()))) for row in rows]


def operations_on(records: Records, record_ids: Sequence[str]) -> list[Operation]:
    """The operations that touched any of these records, the newest first."""
    touched = select(change.c.operation).where(change.c.record_id.in_(record_ids))
    query = select(operation).where(operation.c.number.in_(touched)).order_by(operation.c.number.desc())
    return [_operation(row) for row in records.connection.execute(query)]


def history(records: Records, record_id: str | None = None, limit: int = 200) -> list[HistoryEntry]:
    """What was changed, newest first: of one record, or of all."""
    query = select(change, operation).join(operation, change.c.operation == operation.c.number)
    if record_id is not None:
        query = query.where(change.c.record_id == record_id)
    query = query.order_by(operation.c.number.desc(), change.c.position).limit(limit)
    entries = []
    for row in records.connection.execute(query):
        kind = KINDS[row.kind]
        before = None if row.before is None else codec.plain(codec.decoded(kind, row.before))
        after = None if row.after is None else codec.plain(codec.decoded(kind, row.after))
        entries.append(
            HistoryEntry(
                operation=_operation(row),
                kind=row.kind,
                record_id=row.record_id,
                changes=_differences(kind, before, after),
            )
        )
    return entries


def _differences(kind: type, before: dict[str, Any] | None, after: dict[str, Any] | None) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(field=field.name, before=(before or {}).get(field.name), after=(after or {}).get(field.name))
        for field in fields(kind)
        if (before or {}).get(field.name) != (after or {}).get(field.name)
    )


def _operation(row: Row[Any], kinds: frozenset[str] = frozenset()) -> Operation:
    return Operation(
        number=row.number,
        id=row.id,
        label=row.label,
        by=row.done_by,
        at=row.done_at,
        turn=row.turn,
        is_undone=row.undone,
        kinds=kinds,
    )


def _nothing(work: Work, label: str) -> Operation:
    return Operation(number=0, id=work.operation_id, label=label, by=work.by, at=work.now, turn=DO, is_undone=False)
