"""An import taken back, also next week and by itself: what later changes stand on it is shown, and stays if wanted."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import Attachment, Import, LaterChange
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import imports, journal
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import KINDS, TABLES
from northtaiwan_desktop.storage.work import Change, Work

MOST_NAMED = 5


def standing_on(records: Records, import_id: str) -> tuple[LaterChange, ...]:
    """What was done since that stands on what an import wrote, the newest first; nothing where it was taken back.

    That is: changes of the records that it wrote, and records that were joined to those that it made.
    """
    record = imports.find(records, import_id)
    return () if record.taken_back_at is not None else tuple(_later(records, record, _own(records, record)))


def take_back(work: Work, import_id: str, *, keep_changed: bool = False) -> Import:
    """Take one import back. The record of it stays.

    Where later changes stand on it, RuleBroken names them; with `keep_changed` the records that they stand on are
    left as they are, and all others go back.
    """
    record = imports.find(work, import_id)
    if record.taken_back_at is not None:
        raise RuleBroken(_("「{file}」的匯入已經收回過了。").format(file=record.file_name))
    own = _own(work, record)
    later = _later(work, record, own)
    if later and not keep_changed:
        named = "；".join(dict.fromkeys(f"{one.words}（{one.label}）" for one in later[:MOST_NAMED]))
        message = _(
            "「{file}」匯入之後有{count}項更動以它為基礎，沒有收回：{named}。"
            "可以先復原這些更動，或選擇保留有更動的、收回其餘的。"
        )
        raise RuleBroken(message.format(file=record.file_name, count=len(later), named=named))
    kept = _kept(own, {one.record_id for one in later})
    work.apply(change.reversed() for change in reversed(own) if change.record_id not in kept)
    return work.save(replace(record, taken_back_at=work.now))


def _own(records: Records, record: Import) -> list[Change]:
    """What the import made of each record, the record of the import aside."""
    changes = journal.changes_of_part(records, record.operation_id, record.first_change, record.last_change)
    return [change for change in changes if change.kind is not Import]


def _later(records: Records, record: Import, own: list[Change]) -> list[LaterChange]:
    now = _records_now(records, own)
    moved = {change.record_id for change in own if now.get(change.record_id) != change.after}
    joined = _joined(records, own)
    owners = {id: owner for id, _kind, owner in joined}
    found: dict[tuple[int, str], LaterChange] = {}
    ids = moved | owners.keys()
    for operation, kind, id in journal.operations_since(records, record.operation_id, record.last_change, ids):
        if (operation.number, id) in found:
            continue
        found[operation.number, id] = LaterChange(
            label=operation.label,
            by=operation.by,
            at=operation.at,
            kind=kind,
            # What stands on a record that the import made is told by that record: it is the one that must stay.
            record_id=owners.get(id, id),
            words=_words(records, KINDS[kind], id, now),
        )
    return [found[key] for key in sorted(found, key=lambda key: -key[0])]


def _joined(records: Records, own: list[Change]) -> list[tuple[str, type, str]]:
    """Records from elsewhere that point at what the import made: their ids and kinds, and at what they point."""
    made = {change.record_id for change in own if change.before is None}
    mine = {change.record_id for change in own}
    by_table: dict[str, set[str]] = {}
    for change in own:
        if change.before is None:
            by_table.setdefault(TABLES[change.kind].name, set()).add(change.record_id)
    found: list[tuple[str, type, str]] = []
    for kind, field, target in _LINKS:
        wanted = by_table.get(target, set()) if target else made
        if not wanted:
            continue
        pointing: list[Any] = records.among(kind, field, wanted)
        found += [(one.id, kind, getattr(one, field)) for one in pointing if one.id not in mine]
    return found


def _kept(own: list[Change], standing: set[str]) -> set[str]:
    """The records on which something stands, with those that they point at, and the parts of what so stays whole."""
    made = {change.record_id: change for change in own}
    parts: dict[str, list[str]] = {}
    for change in own:
        value: Any = change.after if change.after is not None else change.before
        for kind, field in _PARTS:
            if kind is change.kind and (whole := getattr(value, field)) in made:
                parts.setdefault(whole, []).append(change.record_id)
    kept, waiting = set[str](), [id for id in standing if id in made]
    while waiting:
        id = waiting.pop()
        if id in kept:
            continue
        kept.add(id)
        record = made[id].after
        fields = (field for kind, field, _target in _LINKS if record is not None and kind is type(record))
        waiting += [other for field in fields if (other := getattr(record, field)) in made]
        waiting += parts.get(id, ())
    return kept


def _records_now(records: Records, changes: Iterable[Change]) -> dict[str, Any]:
    by_kind: dict[type, set[str]] = {}
    for change in changes:
        by_kind.setdefault(change.kind, set()).add(change.record_id)
    found: dict[str, Any] = {}
    for kind, ids in by_kind.items():
        of_kind: list[Any] = records.among(kind, "id", ids)
        found |= {one.id: one for one in of_kind}
    return found


def _words(records: Records, kind: type, id: str, now: dict[str, Any]) -> str:
    """The record as people name it; by its kind alone where it is gone."""
    record: Any = now.get(id) or records.find(kind, id)
    case = None
    if isinstance(record, ProgressReport):
        line = records.find(Assignment, record.assignment_id)
        case = records.find(Resolution, line.resolution_id) if line else None
    elif hasattr(record, "resolution_id"):
        case = records.find(Resolution, record.resolution_id)
    named = case or record
    text = next((str(value) for name in _NAMED_BY if (value := getattr(named, name, None))), "")
    line_of = " ".join(text.split())
    short = line_of if len(line_of) <= 24 else line_of[:24] + "…"
    return f"{word_of(kind)} {short}".rstrip()


_NAMED_BY = ("number", "name", "title", "text")
_LINKS: tuple[tuple[type, str, str], ...] = (
    *(
        (kind, column.name, key.column.table.name)
        for kind, table in TABLES.items()
        for column in table.columns
        for key in column.foreign_keys
    ),
    (Attachment, "owner_id", ""),
)
"""Every field by which a record points at another one: its kind, the field, and the table; "" is any table."""
_PARTS: tuple[tuple[type, str], ...] = tuple(
    (kind, column.name)
    for kind, table in TABLES.items()
    for column in table.columns
    if column.foreign_keys and not column.nullable
)
"""Every field by which a record is a part of another one: budget lines of a plan item, doers of a case."""
