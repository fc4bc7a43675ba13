"""The index of all texts: kept up with every change, in the same transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, insert, select

from northtaiwan_desktop.domain import finding
from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.finding import Found
from northtaiwan_desktop.domain.meeting import Attendance, Meeting, Section
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.storage import word_index
from northtaiwan_desktop.storage.plain_rows import at_once
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import KINDS, TABLES, counter, passage
from northtaiwan_desktop.storage.work import Change, Watch

FIELDS: dict[type, tuple[str, ...]] = {
    Meeting: ("title", "number", "venue", "chair", "recorder", "note"),
    Section: ("title", "body"),
    Attendance: ("bureau", "title", "name", "represents"),
    AgendaItem: ("title", "proposer", "explanation", "proposal"),
    Resolution: ("number", "text", "due_text"),
    ProgressReport: ("text", "delay_reason", "remedy"),
    PlanItem: ("number", "name", "indicator", "note"),
    Proposal: ("name", "comment", "note"),
    ChronicleEntry: ("text", "source"),
}
"""The kinds that can be found, and the fields that are read of each."""
FORM = 2
"""Raised when the way texts are indexed changes: the index is then made anew when a register is opened."""
SERIES = "passages"
DAYS = 2**24
"""Rows of one day. The number of a row begins with its day, so that the newest are found first without sorting."""
NO_DAY = date(1912, 1, 1)
AT_ONCE = 5_000
"""Texts that are taken in between two looks at how far it is: the index takes many at once far faster than few."""


@dataclass(frozen=True)
class _Passage:
    kind: str
    record_id: str
    day: date
    text: str


def ensure(engine: Engine) -> None:
    """Make the index where it is missing, or of an older form."""
    with engine.connect() as connection:
        if connection.scalar(select(counter.c.last).where(counter.c.series == SERIES)) == FORM:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Read every text of the register into the index."""
    word_index.clear(connection)
    connection.execute(delete(passage))
    records = Records(connection)
    for kind in FIELDS:
        _add(connection, _passages(records, records.all(kind)))
    connection.execute(delete(counter).where(counter.c.series == SERIES))
    connection.execute(insert(counter).values(series=SERIES, last=FORM))


def renew(connection: Connection, changes: Iterable[Change], tell: Watch = lambda share: None) -> None:
    """Bring the index up with what an action changed; `tell` hears how far it is, 0 to 1."""
    touched = [change for change in changes if change.kind in FIELDS]
    if not touched:
        return
    records = Records(connection)
    was: dict[tuple[type, str], bool] = {}
    now: dict[tuple[type, str], Any] = {}
    read_anew: set[tuple[type, str]] = set()
    for change in touched:
        was.setdefault((change.kind, change.record_id), change.before is not None)
        now[change.kind, change.record_id] = change.after
        if change.kind is Meeting and _day_of(change.before) != _day_of(change.after):
            read_anew |= _of_meeting(records, change.record_id)
    read_anew -= now.keys()
    for kind, ids in _by_kind([*(key for key, was_there in was.items() if was_there), *read_anew]).items():
        _remove(connection, kind.__name__, ids)
    there = _by_kind(key for key, record in now.items() if record is not None)
    done, whole = 0, sum(map(len, there.values()))
    for kind, ids in there.items():
        ordered = sorted(ids)
        for start in range(0, len(ordered), AT_ONCE):
            tell(done / whole)
            part = ordered[start : start + AT_ONCE]
            _add(connection, _passages(records, [now[kind, id] for id in part]))
            done += len(part)
    for kind, ids in _by_kind(read_anew).items():
        _add(connection, _passages(records, records.among(kind, "id", ids)))


def _by_kind(keys: Iterable[tuple[type, str]]) -> dict[type, set[str]]:
    found: dict[type, set[str]] = {}
    for kind, id in keys:
        found.setdefault(kind, set()).add(id)
    return found


def find(records: Records, words: str, *, limit: int = 100) -> list[Found]:
    """What is found by every one of these words, the newest first. Nothing is found by no words."""
    looked_for = finding.wanted(words)
    if not looked_for.terms:
        return []
    rows = word_index.matching(records.connection, looked_for, limit)
    by_kind: dict[str, set[str]] = {}
    for kind, id, _text in rows:
        by_kind.setdefault(kind, set()).add(id)
    known: dict[tuple[str, str], Any] = {}
    for kind, ids in by_kind.items():
        of_kind: list[Any] = records.among(KINDS[kind], "id", ids)
        known |= {(kind, one.id): one for one in of_kind}
    places = _Places(records, list(known.values()))
    return [places.found(known[kind, id], body, looked_for) for kind, id, body in rows if (kind, id) in known]


class _Places:
    """Where the found records belong, asked for all at once."""

    def __init__(self, records: Records, found: Sequence[Any]) -> None:
        lines = records.among(Assignment, "id", {one.assignment_id for one in found if isinstance(one, ProgressReport)})
        self.lines = {line.id: line for line in lines}
        cases = records.among(Resolution, "id", {line.resolution_id for line in lines})
        self.cases = {case.id: case for case in cases}
        meeting_ids = {id for one in found if (id := getattr(one, "meeting_id", None))}
        self.meetings = {meeting.id: meeting for meeting in records.among(Meeting, "id", meeting_ids)}

    def found(self, record: Any, body: str, looked_for: finding.Wanted) -> Found:
        page, target, title, year, day = self._place(record)
        sentence, marks = finding.sentence(body, looked_for)
        return Found(
            kind=type(record).__name__,
            record_id=record.id,
            page=page,
            target=target,
            title=title,
            year=year,
            day=day,
            sentence=sentence,
            marks=marks,
        )

    def _place(self, record: Any) -> tuple[str, str, str, int, date | None]:
        match record:
            case Meeting():
                return "meetings", record.id, record.title, record.year, record.held_on
            case ProgressReport():
                case = self.cases[self.lines[record.assignment_id].resolution_id]
                title = " ".join(filter(None, (case.number, case.text.split("\n")[0][:24])))
                return "resolutions", record.assignment_id, title, case.year, record.reported_on
            case PlanItem():
                return "plan", record.id, f"{record.number} {record.name}", record.year, record.starts_on
            case Proposal():
                return "proposals", record.id, record.name, record.year, record.decided_on
            case ChronicleEntry():
                return "chronicle", record.id, "", record.since.year - 1911, record.since
            case Resolution() if record.meeting_id is None:
                return "resolutions", record.id, record.number, record.year, record.decided_on
        meeting = self.meetings[record.meeting_id]
        entry = "attendance" if isinstance(record, Attendance) else record.id
        return "meetings", f"{meeting.id}/{entry}", meeting.title, meeting.year, meeting.held_on


def texts_of(found: Iterable[Any]) -> dict[str, str]:
    """What is searched of each of these records, by its id; those without words are left out."""
    bodies = ((one.id, _body(one)) for one in found)
    return {id: body for id, body in bodies if body}


def held(records: Records, kind: str, record_ids: set[str]) -> dict[str, str]:
    """The texts that stand in the index's own table for these records of a kind, by their ids."""
    ordered, found = sorted(record_ids), {}
    for start in range(0, len(ordered), 500):
        of_these = (passage.c.kind == kind) & passage.c.record_id.in_(ordered[start : start + 500])
        rows = records.connection.execute(select(passage.c.record_id, passage.c.text).where(of_these))
        found.update({row.record_id: row.text for row in rows})
    return found


def _body(record: Any) -> str:
    return "\n".join(filter(None, (str(getattr(record, name)).strip() for name in FIELDS[type(record)])))


def _passages(records: Records, found: Sequence[Any]) -> list[_Passage]:
    ids = {id for one in found if (id := getattr(one, "meeting_id", None))}
    days = {meeting.id: meeting.held_on for meeting in records.among(Meeting, "id", ids)}
    made = []
    for one in found:
        body = _body(one)
        if body:
            owner = getattr(one, "meeting_id", None) or ""
            day = _day_of(one) or days.get(owner) or NO_DAY
            made.append(_Passage(type(one).__name__, one.id, day, body))
    return made


def _day_of(record: Any) -> date | None:
    match record:
        case Meeting():
            return record.held_on
        case Resolution():
            return None if record.meeting_id else record.decided_on
        case ProgressReport():
            return record.reported_on
        case PlanItem():
            return record.starts_on or date(record.year + 1911, 1, 1)
        case Proposal():
            return record.decided_on or date(record.year + 1911, 1, 1)
        case ChronicleEntry():
            return record.since
    return None


def _of_meeting(records: Records, meeting_id: str) -> set[tuple[type, str]]:
    found: set[tuple[type, str]] = set()
    for kind in (Section, Attendance, AgendaItem, Resolution):
        of_kind: list[Any] = records.all(kind, TABLES[kind].c.meeting_id == meeting_id)
        found |= {(kind, one.id) for one in of_kind}
    return found


def _add(connection: Connection, passages: Sequence[_Passage]) -> None:
    by_day: dict[date, list[_Passage]] = {}
    for one in passages:
        by_day.setdefault(one.day, []).append(one)
    rows = []
    for day, of_day in by_day.items():
        first = day.toordinal() * DAYS
        last = connection.scalar(select(func.max(passage.c.id)).where(passage.c.id.between(first, first + DAYS - 1)))
        rows += [(one, id) for id, one in enumerate(of_day, start=first if last is None else last + 1)]
    if not rows:
        return
    texts = [(id, one.kind, one.record_id, one.text) for one, id in rows]
    at_once(connection, passage, ("id", "kind", "record_id", "text"), texts)
    word_index.add(connection, [(id, one.text) for one, id in rows])


def _remove(connection: Connection, kind: str, record_ids: set[str]) -> None:
    ordered = sorted(record_ids)
    for start in range(0, len(ordered), 500):
        of_these = (passage.c.kind == kind) & passage.c.record_id.in_(ordered[start : start + 500])
        rows = connection.execute(select(passage.c.id, passage.c.text).where(of_these)).all()
        if rows:
            word_index.remove(connection, [(id, body) for id, body in rows])
            connection.execute(delete(passage).where(of_these))
