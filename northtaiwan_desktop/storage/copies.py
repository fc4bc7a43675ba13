"""Two register files read side by side, record by record: ids were made at birth, so that both know which is which."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.copies import Comparison, Difference, FieldPair, Side, is_conflict_name
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import backups, codec
from northtaiwan_desktop.storage.checkup import in_order, name_of
from northtaiwan_desktop.storage.imports import file_content
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES, change, counter, operation
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

MADE_FROM = {"snapshot", "records"}
"""Fields that hold a whole view: told as changed, not shown."""
OF_THE_PLACE = {"id", "position"}
"""Fields of a record that tell a person nothing where only one copy has it."""
LONG = 400


def conflict_copies(location: str | Path) -> list[Path]:
    """The files beside a register that look like copies which a cloud folder has made of it."""
    path = Path(location)
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return []
    return [one for one in beside if is_conflict_name(one.name, path.name) and one.is_file()]


@contextmanager
def opened_copy(path: Path) -> Iterator[Store]:
    """A register opened from a copy in a folder of its own, so that nothing is changed in the file itself."""
    with whole_file.spare_folder() as folder:
        spare = folder / "copy.db"
        backups.copy(path, spare)
        store = Store.open(spare)
        try:
            yield store
        finally:
            store.close()


def compare(ours: Store, theirs: Store, *, name: str) -> Generator[float, None, Comparison]:
    """Set two registers side by side; yields how far it is (0 to 1)."""
    with ours.engine.connect() as left, theirs.engine.connect() as right:
        mine, other = Records(left), Records(right)
        found: list[Difference] = []
        common = _common(mine, other)
        for place, kind in enumerate(TABLES):
            for id, own, foreign in _paired(mine, other, kind):
                if own != foreign:
                    found.append(_difference(mine, other, kind, id, own, foreign, common))
            yield (place + 1) / len(TABLES)
        drawn = tuple((row.series, row.last) for row in right.execute(select(counter.c.series, counter.c.last)))
        return Comparison(
            ours=ours.location,
            theirs=name,
            differences=tuple(sorted(found, key=lambda one: (one.latest, one.id), reverse=True)),
            parted_at=max(common.values(), default=None),
            common=len(common),
            counters=drawn,
        )


def _common(mine: Records, other: Records) -> dict[str, datetime]:
    """The actions that both know, by their ids, with their times."""
    query = select(operation.c.id, operation.c.done_at)
    theirs = {row.id for row in other.connection.execute(query)}
    return {row.id: row.done_at for row in mine.connection.execute(query) if row.id in theirs}


def _paired(mine: Records, other: Records, kind: type) -> Iterator[tuple[str, Any, Any]]:
    left, right = in_order(mine, kind), in_order(other, kind)
    own, foreign = next(left, None), next(right, None)
    while own is not None or foreign is not None:
        if foreign is None or (own is not None and own.id < foreign.id):
            assert own is not None
            yield own.id, own, None
            own = next(left, None)
        elif own is None or foreign.id < own.id:
            yield foreign.id, None, foreign
            foreign = next(right, None)
        else:
            yield own.id, own, foreign
            own, foreign = next(left, None), next(right, None)


def _difference(
    mine: Records, other: Records, kind: type, id: str, own: Any, foreign: Any, common: dict[str, datetime]
) -> Difference:
    ours_at, ours_by, ours_moved = _latest(mine, kind, id, common)
    theirs_at, theirs_by, theirs_moved = _latest(other, kind, id, common)
    is_in_both = own is not None and foreign is not None
    pairs = (
        FieldPair(
            field=one.name, ours=_written(mine, kind, own, one.name), theirs=_written(other, kind, foreign, one.name)
        )
        for one in fields(kind)
        if getattr(own, one.name, None) != getattr(foreign, one.name, None)
        and (is_in_both or one.name not in OF_THE_PLACE)
    )
    side = Side.BOTH if ours_moved and theirs_moved else Side.THEIRS if theirs_moved else Side.OURS
    return Difference(
        kind=kind.__name__,
        record_id=id,
        word=word_of(kind),
        name=name_of(own if own is not None else foreign, id),
        side=side,
        ours=own,
        theirs=foreign,
        ours_at=ours_at,
        theirs_at=theirs_at,
        ours_by=ours_by,
        theirs_by=theirs_by,
        fields=tuple(pair for pair in pairs if is_in_both or pair.ours != pair.theirs),
    )


def _latest(records: Records, kind: type, id: str, common: dict[str, datetime]) -> tuple[datetime | None, str, bool]:
    """When and by whom a record was last changed, and whether that was after both parted."""
    mine = (change.c.kind == kind.__name__) & (change.c.record_id == id)
    query = select(operation.c.id, operation.c.done_at, operation.c.done_by).join(
        change, change.c.operation == operation.c.number
    )
    row = records.connection.execute(query.where(mine).order_by(operation.c.number.desc()).limit(1)).one_or_none()
    return (None, "", False) if row is None else (row.done_at, row.done_by, row.id not in common)


def _written(records: Records, kind: type, record: Any, field: str) -> str:
    """A field as people read it: names in place of ids."""
    if record is None:
        return ""
    if field in MADE_FROM:
        return _("（保存的全文）")
    value = getattr(record, field)
    if isinstance(value, Enum):
        return enum_word(value)
    if isinstance(value, datetime):
        return f"{roc_date.written(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return roc_date.written(value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    link = next(iter(TABLES[kind].c[field].foreign_keys), None)
    if value is not None and link is not None:
        return _named(records, link.column.table.name, value)
    text = codec.plain(record)[field]
    text = "、".join(map(str, text)) if isinstance(text, list) else "" if text is None else str(text)
    return text if len(text) <= LONG else text[:LONG] + "…"


def enum_word(value: Any) -> str:
    """What people call it: kinds of it that only papers write have a word, the others a title."""
    word: str = next(getattr(value, name) for name in ("title", "word", "usual_title") if hasattr(value, name))
    return word


def _named(records: Records, table: str, id: str) -> str:
    kind = next(kind for kind in TABLES if TABLES[kind].name == table)
    found: Any = records.find(kind, id)
    return id if found is None else name_of(found, id)


def raise_counters(work: Work, drawn: tuple[tuple[str, int], ...]) -> None:
    """Let no number be drawn again that the other copy has drawn."""
    for series, last in drawn:
        known = work.connection.scalar(select(counter.c.last).where(counter.c.series == series))
        if known is None:
            work.connection.execute(counter.insert().values(series=series, last=last))
        elif known < last:
            work.connection.execute(update(counter).where(counter.c.series == series).values(last=last))


def file_of(theirs: Store, digest: str) -> bytes | None:
    """The bytes that the other copy keeps under a checksum."""
    return theirs.ask(lambda records: file_content(records, digest))
