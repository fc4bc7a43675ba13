"""The days on which cases were closed are those of the meetings that decided so: followed, and looked through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import func, select

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.progress import Review, Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

CASE, LINE, REVIEW, MEETING = (TABLES[kind].c for kind in (Resolution, Assignment, Review, Meeting))
ENDING = [verdict for verdict in Verdict if verdict.state is not None]


@dataclass(frozen=True, kw_only=True)
class Differing:
    """A case that was closed, wholly or for a doer, on another day than its meeting's."""

    number: str
    closed_on: date
    meeting: Meeting


def differing(records: Records) -> Iterator[Differing]:
    """The cases whose closing day, or a doer's, is not the day of the meeting that decided it."""
    day = func.coalesce(MEETING.held_until, MEETING.held_on)
    of_cases = select(CASE.number, CASE.closed_on, MEETING.id).join_from(
        TABLES[Resolution], TABLES[Meeting], CASE.closed_in_id == MEETING.id
    )
    of_lines = (
        select(CASE.number, LINE.closed_on, MEETING.id)
        .join_from(TABLES[Assignment], TABLES[Resolution], LINE.resolution_id == CASE.id)
        .join(TABLES[Review], REVIEW.assignment_id == LINE.id)
        .join(TABLES[Meeting], REVIEW.meeting_id == MEETING.id)
        .where(REVIEW.decided.in_(ENDING), LINE.state != State.OPEN)
    )
    found = set()
    for query, closed_on in ((of_cases, CASE.closed_on), (of_lines, LINE.closed_on)):
        found |= {tuple(row) for row in records.connection.execute(query.where(closed_on != day))}
    for number, closed_on, meeting_id in sorted(found):
        yield Differing(number=number, closed_on=closed_on, meeting=records.get(Meeting, meeting_id))


def last_closed(
    work: Work, lines: Sequence[Assignment], *, favoured: str | None = None
) -> tuple[Assignment, Review | None]:
    """Of the closed lines of a case the one of the latest day, with the decision on it where there is one.

    Of several of that day the line `favoured` counts, or one that this meeting decided.
    """
    decisions: dict[str, Review] = {}
    for review in sorted(
        work.among(Review, "assignment_id", {line.id for line in lines}), key=lambda one: one.sequence
    ):
        if review.decided in ENDING:
            decisions[review.assignment_id] = review

    def place(line: Assignment) -> tuple[date, bool]:
        decision = decisions.get(line.id)
        return line.closed_on or date.min, favoured in (line.id, decision.meeting_id if decision else "")

    last = max(lines, key=place)
    return last, decisions.get(last.id)


def follow(work: Work, meeting: Meeting, *, before: date | None = None) -> None:
    """Bring what the meeting decided to its day: its decisions, the lines and cases that it closed.

    `before` is the day that it had: its own resolutions of that day come along. RuleBroken where a case would be
    closed before it was decided.
    """
    day = meeting.decides_on
    if day is None:
        return
    if before is not None and before != day:
        for own in work.all(Resolution, CASE.meeting_id == meeting.id, CASE.decided_on == before):
            work.save(replace(own, decided_on=day))
    round = Round.of(day, reference(work).thresholds.rounds_a_year).code
    closed = set[str]()
    for review in work.all(Review, REVIEW.meeting_id == meeting.id, REVIEW.decided.is_not(None)):
        work.save(replace(review, reviewed_on=day, round=review.round if review.reviewed_on == day else round))
        line = work.get(Assignment, review.assignment_id)
        if review.decided in ENDING and line.state.is_closed:
            work.save(replace(line, closed_on=day))
            closed.add(line.resolution_id)
    touched = {case.id: case for case in work.among(Resolution, "id", closed)}
    touched |= {case.id: case for case in work.all(Resolution, CASE.meeting_id == meeting.id)}
    for case in touched.values():
        _keep_in_order(case if case.id not in closed else _settled(work, case), meeting)


def _settled(work: Work, case: Resolution) -> Resolution:
    """The case on the day of the line that was closed last, and by the meeting that did so."""
    if not case.state.is_closed:
        return case
    lines = work.all(Assignment, LINE.resolution_id == case.id)
    last, decision = last_closed(work, lines, favoured=case.closed_in_id)
    moved = replace(case, closed_on=last.closed_on)
    if decision is not None and decision.meeting_id != case.closed_in_id:
        moved = replace(moved, closed_in_id=decision.meeting_id, close_reason=decision.reason)
    return work.save(moved)


def _keep_in_order(case: Resolution, meeting: Meeting) -> None:
    if case.closed_on is None or case.decided_on is None or case.closed_on >= case.decided_on:
        return
    message = _(
        "「{title}」的會議日期改為{day}後，決議 {number} 會在作成（{decided}）之前就已結案（{closed}），"
        "沒有變更。請更正會議日期，或先復原那項列管決定。"
    )
    told = {
        "title": meeting.title,
        "number": case.number,
        "day": roc_date.written(meeting.decides_on or case.closed_on),
    }
    days = {"decided": roc_date.written(case.decided_on), "closed": roc_date.written(case.closed_on)}
    raise RuleBroken(message.format(**told, **days))
