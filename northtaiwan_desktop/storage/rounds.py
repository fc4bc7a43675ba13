"""Questions about a round of the register: its cases as they stood then, and the balance, counted by the database."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.round_view import assignment_as_of, case_as_of, day_of
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine
from northtaiwan_desktop.storage.progress import REPORT, REVIEW, latest_reports, latest_reviews
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.resolutions import NEAREST_DUE, lines_with
from northtaiwan_desktop.storage.schema import TABLES

CASE = TABLES[Resolution].c
LINE = TABLES[Assignment].c
FEW = 500
"""Ids that are named in a question."""
IS_TRACKED = CASE.state.not_in([State.DRAFT, State.NOTED])


def lines_of_round(
    records: Records,
    round: Round,
    *,
    today: date,
    group_id: str | None = None,
    member_id: str | None = None,
    closed_since: date | None = None,
) -> list[TrackedLine]:
    """Every line that was followed in the round or closed in it, as it was known at its end: the nearest due first.

    `closed_since` adds those closed before the round, from that day on.

    Of its reports and reviews it has the latest of those for this round or earlier ones. A case that was decided
    without a day is among them as long as it is open.
    """
    since = min(closed_since or round.since, round.since)
    conditions = [IS_TRACKED, or_(CASE.decided_on.is_(None), CASE.decided_on <= round.until)]
    conditions.append(or_(CASE.closed_on.is_(None), CASE.closed_on >= since))
    conditions += _narrowed(group_id, member_id)
    cases = records.all(Resolution, *conditions, order=NEAREST_DUE)
    of_cases = _of(LINE.resolution_id, [case.id for case in cases], select(CASE.id).where(*conditions))
    assignments = records.all(Assignment, of_cases, order=(LINE.position,))
    of_lines = [line.id for line in assignments], select(LINE.id).where(of_cases)
    lines = lines_with(
        records,
        [case_as_of(case, round) for case in cases],
        [assignment_as_of(line, round) for line in assignments],
        latest_reports(records, _of(REPORT.assignment_id, *of_lines), until=round),
        latest_reviews(records, _of(REVIEW.assignment_id, *of_lines), until=round),
        today=day_of(round, today),
    )
    return [
        line
        for line in lines
        if (member_id is None or line.assignment.member_id == member_id)
        and (line.assignment.closed_on is None or line.assignment.closed_on >= since)
    ]


def balance(records: Records, round: Round) -> Balance:
    """The balance of one round over all cases."""
    return balances(records, [round])[0][1]


def balances(
    records: Records, rounds: Sequence[Round], *, group_id: str | None = None, member_id: str | None = None
) -> list[tuple[Round, Balance]]:
    """Of rounds in the order of time: 前期列管 + 本期新增 − 本期解除 = 續列, each of the four counted by itself."""
    if not rounds:
        return []
    sums = []
    for round in rounds:
        here = and_(CASE.decided_on <= round.until, or_(CASE.closed_on.is_(None), CASE.closed_on >= round.since))
        left = and_(CASE.closed_on.is_not(None), CASE.closed_on <= round.until)
        stays = or_(CASE.closed_on.is_(None), CASE.closed_on > round.until)
        parts = (CASE.decided_on < round.since, CASE.decided_on >= round.since, left, stays)
        sums += [func.sum(case((and_(here, part), 1), else_=0)) for part in parts]
    first, last = rounds[0], rounds[-1]
    at_all = (CASE.decided_on <= last.until, or_(CASE.closed_on.is_(None), CASE.closed_on >= first.since))
    query = select(*sums).where(IS_TRACKED, *at_all, *_narrowed(group_id, member_id))
    counted = [int(one or 0) for one in records.connection.execute(query).one()]
    found = []
    for place, round in enumerate(rounds):
        before, added, released, remaining = counted[4 * place : 4 * place + 4]
        found.append((round, Balance(before=before, added=added, released=released, remaining=remaining)))
    return found


def _of(column: ColumnElement[str], ids: list[str], asked: Select[Any]) -> ColumnElement[bool]:
    """Is the column one of these ids? A few are named; many are asked for again, as no question takes them all."""
    return column.in_(ids if len(ids) <= FEW else asked)


def _narrowed(group_id: str | None, member_id: str | None) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if group_id:
        conditions.append(CASE.group_id == group_id)
    if member_id:
        conditions.append(CASE.id.in_(select(LINE.resolution_id).where(LINE.member_id == member_id)))
    return conditions
