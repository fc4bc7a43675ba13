"""A look through the whole register: SQLite's own check, the links, the journal against the records, and so on.

Each part is a generator of faults that counts what it looked at; nothing is changed here.
"""

import re
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, collate, func, select, text
from sqlalchemy.exc import DatabaseError

from northtaiwan_desktop.domain import finding
from northtaiwan_desktop.domain.checkup import Checkup, Fault, Part, Repair
from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.domain.kind_words import word_of
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.domain.writing.roc_date import written
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import closings, codec, connecting, journal, meetings, passages, shape, standing
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import KINDS, TABLES, blob, change, counter, operation, passage
from northtaiwan_desktop.storage.store import Store

AT_ONCE = 2_000
Found = Generator[int, None, list[Fault]]
"""Yields how many things were looked at since the last yield, and returns the faults."""
FILES: dict[type, str] = {
    kind: column.name for kind, table in TABLES.items() for column in table.columns if column.name.endswith("sha256")
}
"""The records that point at a kept file, and by which field."""
SERIES: dict[str, tuple[type, str]] = {
    "case": (Resolution, "{year}-{number:03d}"),
    "meeting": (Meeting, "{year}-M{number:02d}"),
    "plan": (PlanItem, "{year}-P{number:02d}"),
}
"""The numbers that are drawn, and how they are written."""
MOST_GAPS = 200


def look_through(store: Store, *, now: datetime) -> Generator[float, None, Checkup]:
    """Look at everything; yields how far it is (0 to 1)."""
    faults: list[Fault] = []
    counts: dict[Part, int] = {}
    path = Path(store.location)
    is_file = store.engine.dialect.name == "sqlite"
    parts: list[tuple[Part, Callable[[Records], Found]]] = [
        (Part.FILE, lambda records: _file(path) if is_file else _nothing()),
        (Part.VALUES, lambda records: _values(path) if is_file else _nothing()),
        (Part.LINKS, _links),
        (Part.JOURNAL, _journal),
        (Part.CLOSINGS, _closings),
        (Part.STANDING, _standing),
        (Part.SEARCH, _search),
        (Part.NUMBERS, _numbers),
        (Part.FILES, _files),
    ]
    for place, (part, look) in enumerate(parts):
        if part in {Part.CLOSINGS, Part.STANDING} and any(fault.part is Part.LINKS for fault in faults):
            # Rows can't be made for what points at nothing: they are looked at again once that is mended.
            continue
        with store.told(), store.engine.connect() as connection:
            of_part = look(Records(connection))
            seen = 0
            try:
                while True:
                    seen += next(of_part)
                    yield (place + seen / (seen + 20_000)) / len(parts)
            except StopIteration as end:
                faults += end.value
            counts[part] = seen
        if faults and part in {Part.FILE, Part.VALUES} and not all(fault.can_be_repaired for fault in faults):
            # What can't be read can't be compared either.
            break
    yield 1.0
    return Checkup(at=now, faults=tuple(faults), counts=counts)


def _nothing() -> Found:
    yield 0
    return []


def _file(path: Path) -> Found:
    """SQLite's own check of the pages, the tables and their indexes."""
    with closing(connecting.reading(path)) as connection:
        told = [row[0] for row in connection.execute("PRAGMA integrity_check(100)") if row[0] != "ok"]
        yield int(connection.execute("PRAGMA page_count").fetchone()[0])
    of_indexes = [line for line in told if re.search(r"(missing from|wrong # of entries in) index", line)]
    if told and len(of_indexes) == len(told):
        remedy = _("重新建立索引。")
        return [Fault(part=Part.FILE, what=line, remedy=remedy, repair=Repair.REINDEX) for line in told]
    reason = _("檔案本身已損壞，不能就地修復。請還原備份，或把讀得到的救到新的檔案。")
    return [Fault(part=Part.FILE, what=line, remedy=reason) for line in told]


def _values(path: Path) -> Found:
    """Does each value fit its column?"""
    found = []
    with closing(connecting.reading(path)) as connection:
        for table, rowid in shape.misfits(connection):
            what = _("{what}有不該有的內容。").format(what=shape.named(connection, table, rowid))
            reason = _("不知道原本的內容。請還原備份，或把讀得到的救到新的檔案。")
            found.append(Fault(part=Part.VALUES, what=what, remedy=reason))
        for table, rowid, year in shape.odd_years(connection):
            what = _("{what}的年度是「{year}」，不是民國年。").format(
                what=shape.named(connection, table, rowid), year=year
            )
            reason = _("不知道原本的年度。請改正或刪除這一筆，或還原備份。")
            found.append(Fault(part=Part.VALUES, what=what, remedy=reason))
        yield len(shape.present(connection))
    return found


def _links(records: Records) -> Found:
    """Does each record point at one that is there?"""
    found = []
    for kind, table in TABLES.items():
        for column in table.columns:
            for key in column.foreign_keys:
                there = key.column.table.alias()
                gone = column.is_not(None) & ~select(there.c.id).where(there.c.id == column).exists()
                ids = records.connection.scalars(select(table.c.id).where(gone).limit(MOST_GAPS)).all()
                if ids:
                    what = _("{count} 筆{kind}的「{field}」指到不存在的資料。")
                    reason = _("指到的資料若在操作紀錄裡，會由「{part}」那一項取回；否則請還原備份。")
                    found.append(
                        Fault(
                            part=Part.LINKS,
                            what=what.format(count=len(ids), kind=word_of(kind), field=column.name),
                            remedy=reason.format(part=Part.JOURNAL.title),
                            kind=kind.__name__,
                            ids=tuple(ids),
                        )
                    )
                yield 1
    return found


def _journal(records: Records) -> Found:
    """Is each record as the journal last wrote it?"""
    found = _marked_otherwise(records)
    for kind in TABLES:
        unknown: list[str] = []
        for id, record, image in _side_by_side(records, kind):
            yield 1
            if image is _NEVER:
                unknown.append(id)
            elif isinstance(image, _Torn):
                what = _("{kind}「{name}」在操作紀錄裡的內容讀不出來。").format(
                    kind=word_of(kind), name=name_of(record, id)
                )
                reason = _("資料本身沒有受影響，但它最近一次的修改不能復原。")
                found.append(Fault(part=Part.JOURNAL, what=what, remedy=reason, kind=kind.__name__, ids=(id,)))
            elif image != record:
                found.append(_differs(kind, id, record, image))
        if unknown:
            what = _("{count} 筆{kind}不在操作紀錄裡。").format(count=f"{len(unknown):,}", kind=word_of(kind))
            found.append(
                Fault(
                    part=Part.JOURNAL,
                    what=what,
                    remedy=_("照現在的內容補記一筆。"),
                    repair=Repair.ADOPT,
                    kind=kind.__name__,
                    ids=tuple(unknown),
                )
            )
    return found


def _marked_otherwise(records: Records) -> list[Fault]:
    """Is each action marked as undone that was taken back last, and no other one?

    On a server everybody takes back his own; in a file, whoever has it what came along from a server.
    """
    turned = operation.alias()
    latest = (
        select(turned.c.turn)
        .where(turned.c.target == operation.c.number, turned.c.login.in_([operation.c.login, ""]))
        .order_by(turned.c.number.desc())
        .limit(1)
        .scalar_subquery()
    )
    is_taken_back = func.coalesce(latest, journal.REDO) == journal.UNDO
    query = select(operation)
    query = query.where(operation.c.undone != is_taken_back).order_by(operation.c.number).limit(MOST_GAPS)
    found = []
    for row in records.connection.execute(query).all():
        if not journal.changes_of_part(records, row.id, 0, None):
            # What came to nothing is taken back without an entry.
            continue
        if row.undone:
            what = _("操作「{label}」（{name}）標為已復原，操作紀錄裡卻沒有復原它的一筆。")
        else:
            what = _("操作「{label}」（{name}）復原過，操作紀錄裡卻沒有標為已復原。")
        reason = _("這個標記可能被繞過程式改動；資料沒有因此改變。請向登入的人查明。")
        name = "、".join(dict.fromkeys(filter(None, (row.done_by, row.login)))) or _("未填姓名")
        found.append(Fault(part=Part.JOURNAL, what=what.format(label=row.label, name=name), remedy=reason))
    return found


def _differs(kind: type, id: str, record: Any, image: Any) -> Fault:
    words = {"kind": word_of(kind), "name": name_of(record if record is not None else image, id)}
    if record is None:
        what, remedy = _("{kind}「{name}」不見了，操作紀錄裡還有。"), _("照操作紀錄補回，可以復原。")
    elif image is None:
        what, remedy = _("{kind}「{name}」還在，操作紀錄裡已經刪除。"), _("照操作紀錄刪除，可以復原。")
    else:
        what, remedy = _("{kind}「{name}」與操作紀錄不同。"), _("改回操作紀錄裡的內容，可以復原。")
    return Fault(
        part=Part.JOURNAL,
        what=what.format(**words),
        remedy=remedy,
        repair=Repair.RECORD,
        kind=kind.__name__,
        ids=(id,),
    )


class _Torn:
    """Stands for an image that can't be read."""


_NEVER = object()
"""Stands for the image of a record that the journal does not know."""


def image_of(records: Records, kind: type, id: str) -> Any:
    """The record as the journal last wrote it; None where it was deleted."""
    mine = (change.c.kind == kind.__name__) & (change.c.record_id == id)
    query = select(change.c.after).where(mine).order_by(change.c.operation.desc(), change.c.position.desc()).limit(1)
    after = records.connection.scalar(query)
    return None if after is None else codec.decoded(kind, after)


def _side_by_side(records: Records, kind: type) -> Iterator[tuple[str, Any, Any]]:
    """Each id of a kind, in order, with the record as it stands and as the journal has it."""
    place = func.row_number().over(
        partition_by=change.c.record_id, order_by=(change.c.operation.desc(), change.c.position.desc())
    )
    of_kind = select(change.c.record_id, change.c.after, place.label("place")).where(change.c.kind == kind.__name__)
    newest = of_kind.subquery()
    in_order_of = in_bytes(records, newest.c.record_id)
    query = select(newest.c.record_id, newest.c.after).where(newest.c.place == 1).order_by(in_order_of)
    images = iter(records.connection.execute(query))
    rows = in_order(records, kind)
    image, record = next(images, None), next(rows, None)
    while image is not None or record is not None:
        if image is None or (record is not None and record.id < image.record_id):
            assert record is not None
            yield record.id, record, _NEVER
            record = next(rows, None)
        elif record is None or image.record_id < record.id:
            if image.after is not None:
                yield image.record_id, None, _decoded(kind, image.after)
            image = next(images, None)
        else:
            yield record.id, record, None if image.after is None else _decoded(kind, image.after)
            image, record = next(images, None), next(rows, None)


def _decoded(kind: type, body: str) -> Any:
    try:
        return codec.decoded(kind, body)
    except (ValueError, TypeError, LookupError):
        return _Torn()


def in_order(records: Records, kind: type) -> Iterator[Any]:
    """Every record of a kind by its id, a part at a time."""
    table, last = TABLES[kind], ""
    while True:
        id = in_bytes(records, table.c.id)
        query = select(table).where(id > last).order_by(id).limit(AT_ONCE)
        part: list[Any] = records.chosen(kind, query)
        yield from part
        if len(part) < AT_ONCE:
            return
        last = part[-1].id


def in_bytes(records: Records, column: ColumnElement[str]) -> ColumnElement[str]:
    """A column in the order in which Python sorts its texts, whatever the order of the server."""
    return collate(column, "BINARY" if records.connection.dialect.name == "sqlite" else "C")


def name_of(record: Any, id: str) -> str:
    named = (getattr(record, field, "") for field in ("number", "title", "name", "text"))
    return next((str(one).split("\n")[0][:24] for one in named if one), id)


def _closings(records: Records) -> Found:
    """Was each case closed on the day of the meeting that decided so?"""
    yield int(records.connection.scalar(select(func.count()).select_from(TABLES[Resolution])) or 0)
    found = []
    for one in closings.differing(records):
        what = _("決議 {number} 的結案日期（{closed}）不是作成決定的「{title}」的會議日期（{day}）。")
        days = {"closed": written(one.closed_on), "day": written(one.meeting.decides_on or one.closed_on)}
        found.append(
            Fault(
                part=Part.CLOSINGS,
                what=what.format(number=one.number, title=one.meeting.title, **days),
                remedy=_("改為會議日期，可以復原；各期的列管增減會跟著改。"),
                repair=Repair.FOLLOW,
                kind=Meeting.__name__,
                ids=(one.meeting.id,),
            )
        )
    return found


def _standing(records: Records) -> Found:
    """Are the rows by which lists are sorted what the records say?"""
    astray = 0
    for looked_at, wrong in standing.astray(records.connection):
        astray += wrong
        yield looked_at
    if not astray:
        return []
    what = _("{count} 筆列管清單的索引與決議不一致。").format(count=f"{astray:,}")
    return [Fault(part=Part.STANDING, what=what, remedy=_("照決議重新建立索引。"), repair=Repair.STANDING)]


def _search(records: Records) -> Found:
    """Are the texts that are searched those of the records, and the index that of the texts?"""
    astray, wanted = 0, Counter[str]()
    known = 0
    for kind in passages.FIELDS:
        for ids in _ids(records, kind):
            of_records: list[Any] = records.among(kind, "id", ids)
            texts = passages.texts_of(of_records)
            held = passages.held(records, kind.__name__, ids)
            astray += sum(texts.get(id) != held.get(id) for id in ids)
            known += len(held)
            for body in held.values():
                wanted.update(finding.indexed(body).split())
            yield len(ids)
    astray += int(records.connection.scalar(select(func.count()).select_from(passage)) or 0) - known
    if not astray and records.connection.dialect.name == "sqlite":
        try:
            astray = _words_astray(records, wanted)
        except DatabaseError:
            # Torn within: the texts are there, and it is made anew of them.
            astray = max(1, known)
    if not astray:
        return []
    what = _("全文搜尋的索引有 {count} 處與內容不一致。").format(count=f"{astray:,}")
    return [Fault(part=Part.SEARCH, what=what, remedy=_("照內容重新建立索引。"), repair=Repair.SEARCH)]


def _words_astray(records: Records, wanted: Counter[str]) -> int:
    """How many terms stand in SQLite's word index oftener or more seldom than in the texts."""
    connection = records.connection
    connection.execute(text("CREATE VIRTUAL TABLE temp.words_held USING fts5vocab('main', 'passage_words', 'row')"))
    try:
        rows = connection.execute(text("SELECT term, cnt FROM temp.words_held"))
        held = {row.term: row.cnt for row in rows}
    finally:
        connection.execute(text("DROP TABLE temp.words_held"))
    return sum(held.get(term) != wanted.get(term) for term in held.keys() | wanted.keys())


def _ids(records: Records, kind: type) -> Iterator[set[str]]:
    table, last = TABLES[kind], ""
    while True:
        id = in_bytes(records, table.c.id)
        query = select(table.c.id).where(id > last).order_by(id).limit(AT_ONCE)
        part = records.connection.scalars(query).all()
        if part:
            yield set(part)
        if len(part) < AT_ONCE:
            return
        last = part[-1]


def _numbers(records: Records) -> Found:
    """Does each number that was drawn stand somewhere, or does the journal say where it went? Is any borne twice?"""
    found = []
    for series, last in records.connection.execute(select(counter.c.series, counter.c.last)).all():
        name, _dash, year = series.partition("-")
        if name not in SERIES:
            continue
        kind, form = SERIES[name]
        drawn = [form.format(year=year, number=number) for number in range(1, last + 1)]
        yield len(drawn)
        held = TABLES[kind].c.number
        there = set(records.connection.scalars(select(held).where(held.like(f"{year}-%"))))
        gaps = [number for number in drawn if number not in there][:MOST_GAPS]
        gone = [number for number in gaps if not _is_in_journal(records, kind, number)]
        if gone:
            what = _("{year}年度的{kind}編號缺了 {numbers}，操作紀錄裡也沒有。")
            reason = _("用過的編號不再使用，所以不補；請比對紙本或備份，查明缺號的原因。")
            numbers = "、".join(gone)
            found.append(
                Fault(
                    part=Part.NUMBERS,
                    what=what.format(year=year, kind=word_of(kind), numbers=numbers),
                    remedy=reason,
                )
            )
    for repeated in meetings.repeated_ordinals(records):
        yield len(repeated)
        reason = _("不知道哪一場該改。請在會議的「次別」改正其中一場，會議名稱、通知單與紀錄裡的次別也一併核對。")
        found.append(Fault(part=Part.NUMBERS, what=meetings.repeat_words(repeated), remedy=reason))
    return found


def _is_in_journal(records: Records, kind: type, number: str) -> bool:
    named = change.c.after.like(f'%"number": "{number}"%')
    query = select(change.c.position).where(change.c.kind == kind.__name__, named).limit(1)
    return records.connection.scalar(query) is not None


def _files(records: Records) -> Found:
    """Is each kept file what its checksum says, is each that is pointed at there, and each that is there wanted?"""
    pointed, in_journal = pointed_at(records), _in_journal(records)
    found = []
    held: set[str] = set()
    for digest in records.connection.scalars(select(blob.c.sha256)).all():
        held.add(digest)
        yield 1
        content = records.connection.scalar(select(blob.c.content).where(blob.c.sha256 == digest))
        if sha256(content or b"").hexdigest() != digest:
            found.append(_lost_file(digest, pointed, _("「{name}」存檔的內容已經變了（檢查碼不符）。")))
        elif digest not in pointed and digest not in in_journal:
            what = _("有一個存檔（檢查碼 {digest}…）沒有任何資料用到。").format(digest=digest[:12])
            remedy = _("移除這個存檔。")
            found.append(Fault(part=Part.FILES, what=what, remedy=remedy, repair=Repair.DROP_FILE, ids=(digest,)))
    found += [_lost_file(digest, pointed, _("「{name}」的存檔不見了。")) for digest in pointed if digest not in held]
    for attachment in records.all(Attachment):
        yield 1
        if not _has_owner(records, attachment.owner_id):
            what = _("附件「{name}」所屬的資料已經不在。").format(name=attachment.name)
            remedy = _("移除這個附件，可以復原。")
            found.append(
                Fault(
                    part=Part.FILES,
                    what=what,
                    remedy=remedy,
                    repair=Repair.REMOVE,
                    kind=Attachment.__name__,
                    ids=(attachment.id,),
                )
            )
    return found


def _lost_file(digest: str, pointed: dict[str, str], what: str) -> Fault:
    return Fault(
        part=Part.FILES,
        what=what.format(name=pointed.get(digest, digest[:12])),
        remedy=_("從備份取回；備份裡也沒有時，請重新加入原來的檔案。"),
        repair=Repair.FETCH_FILE,
        ids=(digest,),
    )


def pointed_at(records: Records) -> dict[str, str]:
    """The checksum of each file that a record points at, with the record's name."""
    found = {}
    for kind, field in FILES.items():
        every: list[Any] = records.all(kind)
        for one in every:
            found[getattr(one, field)] = getattr(one, "name", "") or getattr(one, "file_name", "") or _("會議紀錄")
    return found


def _in_journal(records: Records) -> set[str]:
    """The checksums that an undo or a redo would bring back."""
    of_files = change.c.kind.in_([kind.__name__ for kind in FILES])
    found = set()
    query = select(change.c.kind, change.c.before, change.c.after).where(of_files)
    for kind, before, after in records.connection.execute(query):
        field = FILES[KINDS[kind]]
        found |= {digest for body in (before, after) if body for digest in re.findall(rf'"{field}": "(\w+)"', body)}
    return found


def _has_owner(records: Records, id: str) -> bool:
    first = (Meeting, Resolution)
    for kind in (*first, *(kind for kind in TABLES if kind not in first)):
        if records.connection.scalar(select(TABLES[kind].c.id).where(TABLES[kind].c.id == id)) is not None:
            return True
    return False
