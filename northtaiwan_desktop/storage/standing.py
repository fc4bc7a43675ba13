"""Where each line of the register stands: one narrow row a line, kept up with every change in the same transaction."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, func, insert, or_, select, update

from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.platform import FormerName, IssueGroup, Member
from northtaiwan_desktop.domain.progress import COMPLETE, ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import ordered_doers
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES, counter, standing
from northtaiwan_desktop.storage.work import Change

FORM = 1
"""Raised when what a row holds changes: the rows are then made anew when a register is opened."""
SERIES = "standing"
AT_ONCE = 500
"""Cases that are read together: as many as SQLite takes ids in one question."""
FIGURES = ("reported_until", "actual_percent", "behind", "asked")
"""What a report changes in the row of its line."""
NO_DUE = date.max
SUBJECT = 60
"""Characters of a case's text by which lists are sorted."""
CASE, LINE, REPORT = TABLES[Resolution].c, TABLES[Assignment].c, TABLES[ProgressReport].c
OWES = or_(
    func.coalesce(standing.c.asked, "") != Verdict.RELEASE_ASKED.value,
    func.coalesce(standing.c.actual_percent, 0) < COMPLETE,
)
"""Is the next word the doer's? `TrackedLine.awaits_meeting` says the opposite of one line.

What was asked stands first: it is in the index of the open lines, and few rows need be looked up for the rest.
"""
NAMES: dict[type, str] = {Member: "member_id", FormerName: "member_id", IssueGroup: "group_id"}
"""The records whose names stand in the rows, and how the rows point at them."""


def ensure(engine: Engine) -> None:
    """Make the rows where they are missing, or of an older form."""
    with engine.connect() as connection:
        if connection.scalar(select(counter.c.last).where(counter.c.series == SERIES)) == FORM:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        rebuild(connection)


def rebuild(connection: Connection) -> None:
    """Read every line of the register anew."""
    connection.execute(delete(standing))
    if connection.scalar(select(CASE.id).limit(1)) is not None:
        _add(connection, connection.scalars(select(CASE.id)).all())
    connection.execute(delete(counter).where(counter.c.series == SERIES))
    connection.execute(insert(counter).values(series=SERIES, last=FORM))


def astray(connection: Connection) -> Iterator[tuple[int, int]]:
    """How many cases were looked at, and how many of their rows are not what the records say; a part at a time."""
    case_ids = sorted({*connection.scalars(select(CASE.id)), *connection.scalars(select(standing.c.case_id))})
    if not case_ids:
        return
    known = reference(Records(connection))
    for start in range(0, len(case_ids), AT_ONCE):
        part = case_ids[start : start + AT_ONCE]
        wanted = {row["line_id"]: row for row in _rows(connection, part, known)}
        of_these = select(standing).where(standing.c.case_id.in_(part))
        held = {row["line_id"]: dict(row) for row in connection.execute(of_these).mappings()}
        yield len(part), sum(held.get(id) != wanted.get(id) for id in held.keys() | wanted.keys())


def renew(connection: Connection, changes: Iterable[Change]) -> None:
    """Bring the rows up with what an action changed."""
    changes = list(changes)
    touched = _cases(connection, changes)
    ordered = sorted(touched)
    for start in range(0, len(ordered), AT_ONCE):
        connection.execute(delete(standing).where(standing.c.case_id.in_(ordered[start : start + AT_ONCE])))
    if ordered:
        _add(connection, ordered)
    reports = [change for change in changes if change.kind is ProgressReport]
    added = [change.after for change in reports if change.before is None]
    moved = {
        record.assignment_id
        for change in reports
        if change.before is not None
        for record in (change.before, change.after)
        if record is not None
    }
    _renew_figures(connection, added, moved, aside=touched)


def _renew_figures(
    connection: Connection, added: Sequence[ProgressReport], moved: set[str], *, aside: set[str]
) -> None:
    """What reports say of their lines: these columns alone, as who may report may touch no others.

    New ones of a later round than all before count at once; where one is of the same round, and for the lines that
    are `moved`, all reports are looked at. The rows of cases `aside` are made anew already.
    """
    newest: dict[str, ProgressReport] = {}
    for report in added:
        known = newest.get(report.assignment_id)
        if known is None or report.place > known.place:
            newest[report.assignment_id] = report
    ordered = sorted(newest.keys() | moved)
    rows: list[dict[str, Any]] = []
    again: set[str] = set()
    for start in range(0, len(ordered), AT_ONCE):
        here = standing.c.line_id.in_(ordered[start : start + AT_ONCE])
        query = select(standing.c.line_id, standing.c.case_id, standing.c.reported_until).where(here)
        for line_id, case_id, until in connection.execute(query):
            if case_id in aside:
                continue
            if line_id in moved:
                again.add(line_id)
                continue
            report = newest[line_id]
            ends = Round.read(report.round).until
            if until == ends:
                again.add(line_id)
            elif until is None or ends > until:
                rows.append({"line": line_id, **_figures(report, ends)})
    latest, reported = _reports(connection, sorted(again))
    rows += [{"line": line_id, **_figures(latest.get(line_id), reported.get(line_id))} for line_id in sorted(again)]
    if rows:
        renewed = update(standing).where(standing.c.line_id == bindparam("line"))
        connection.execute(renewed.values({name: bindparam(name) for name in FIGURES}), rows)


def _cases(connection: Connection, changes: Iterable[Change]) -> set[str]:
    """The ids of the cases whose rows an action may have moved."""
    found: set[str] = set()
    for change in changes:
        for record in (change.before, change.after):
            match record:
                case Resolution():
                    found.add(record.id)
                case Assignment():
                    found.add(record.resolution_id)
        if change.kind is Meeting and change.before is not None and _title(change.before) != _title(change.after):
            found |= set(connection.scalars(select(CASE.id).where(CASE.meeting_id == change.record_id)))
        if change.kind in NAMES:
            record = change.after or change.before
            pointing = standing.c[NAMES[change.kind]]
            id = record.member_id if isinstance(record, FormerName) else record.id
            found |= set(connection.scalars(select(standing.c.case_id).where(pointing == id)))
    return found


def _title(meeting: Meeting | None) -> str:
    return meeting.title if meeting else ""


def _add(connection: Connection, case_ids: Sequence[str]) -> None:
    known = reference(Records(connection))
    for start in range(0, len(case_ids), AT_ONCE):
        rows = _rows(connection, case_ids[start : start + AT_ONCE], known)
        if rows:
            connection.execute(insert(standing), rows)


def _rows(connection: Connection, case_ids: Sequence[str], known: Reference) -> list[dict[str, Any]]:
    records = Records(connection)
    cases = {case.id: case for case in records.among(Resolution, "id", set(case_ids)) if case.state.is_tracked}
    lines: dict[str, list[Assignment]] = {}
    for line in records.among(Assignment, "resolution_id", set(cases)):
        lines.setdefault(line.resolution_id, []).append(line)
    latest, reported = _reports(connection, [line.id for of_case in lines.values() for line in of_case])
    titles = _titles(connection, {case.meeting_id for case in cases.values() if case.meeting_id})
    made = []
    for case in cases.values():
        doers = ordered_doers(lines.get(case.id, ()), known, case.decided_on)
        whole = " ".join(
            (case.number, case.text, titles.get(case.meeting_id or "", ""), known.group_name(case.group_id))
        )
        searched = folded(whole)
        for place, (line, doer) in enumerate(doers):
            made.append(
                {
                    "line_id": line.id,
                    "case_id": case.id,
                    "place": place,
                    "number": case.number,
                    "year": case.year,
                    "group_id": case.group_id,
                    "member_id": line.member_id,
                    "meeting_id": case.meeting_id,
                    "office": line.office,
                    "doer": doer,
                    "subject": case.text[:SUBJECT],
                    "words": f"{searched}\n{folded(doer)}",
                    "is_open": line.state is State.OPEN and case.state is State.OPEN,
                    "decided_on": case.decided_on,
                    "due_key": case.due_on or NO_DUE,
                    "closed_on": case.closed_on,
                    "line_closed_on": line.closed_on,
                    **_figures(latest.get(line.id), reported.get(line.id)),
                }
            )
    return made


def _reports(connection: Connection, line_ids: Sequence[str]) -> tuple[dict[str, Any], dict[str, date]]:
    """Of each line: what its latest report says in figures, and the end of the last round that it reported."""
    latest: dict[str, Any] = {}
    reported: dict[str, date] = {}
    columns = (REPORT.assignment_id, REPORT.round, REPORT.planned_percent, REPORT.actual_percent, REPORT.asked)
    for start in range(0, len(line_ids), AT_ONCE):
        of_these = REPORT.assignment_id.in_(line_ids[start : start + AT_ONCE])
        query = select(*columns).where(of_these).order_by(REPORT.reported_on, REPORT.sequence)
        for row in connection.execute(query):
            until = Round.read(row.round).until
            # In the order of their days: the last one of the last round counts, as `ProgressReport.place` says.
            if until >= reported.get(row.assignment_id, until):
                latest[row.assignment_id] = row
                reported[row.assignment_id] = until
    return latest, reported


def _figures(report: Any, until: date | None) -> dict[str, Any]:
    return {
        "reported_until": until,
        "actual_percent": report.actual_percent if report else None,
        "behind": _behind(report),
        "asked": report.asked.value if report else None,
    }


def _behind(report: Any) -> float:
    if report is None or report.planned_percent is None or report.actual_percent is None:
        return 0.0
    return max(0.0, float(report.planned_percent) - float(report.actual_percent))


def _titles(connection: Connection, meeting_ids: set[str]) -> dict[str, str]:
    meeting, ordered = TABLES[Meeting].c, sorted(meeting_ids)
    found: dict[str, str] = {}
    for start in range(0, len(ordered), AT_ONCE):
        query = select(meeting.id, meeting.title).where(meeting.id.in_(ordered[start : start + AT_ONCE]))
        found |= {row.id: row.title for row in connection.execute(query)}
    return found
