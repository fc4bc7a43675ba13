"""Of the many reports and reviews of a line the latest: told by narrow columns, so that no others are read whole."""

from collections.abc import Callable, Collection
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, select, type_coerce

from northtaiwan_desktop.domain.progress import ProgressReport, Review, Round, report_place, review_place
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES

REPORT, REVIEW = TABLES[ProgressReport].c, TABLES[Review].c


def latest_reports(
    records: Records, of_lines: ColumnElement[bool], *, until: Round | None = None, rounds: Collection[str] = ()
) -> list[ProgressReport]:
    """Of each line its latest report, and all of these rounds (codes).

    `of_lines` says which lines' reports; what was reported for rounds that end after `until` is left out.
    """
    query = select(REPORT.assignment_id, REPORT.id, REPORT.round, _as_kept(REPORT.reported_on), REPORT.sequence)
    query = query.where(of_lines)
    return records.all(ProgressReport, records.one_of(REPORT.id, _latest(records, query, report_place, until, rounds)))


def latest_reviews(records: Records, of_lines: ColumnElement[bool], *, until: Round | None = None) -> list[Review]:
    """Of each line its latest review, of those that were made for rounds that end with `until` or before."""
    query = select(REVIEW.assignment_id, REVIEW.id, REVIEW.round, _as_kept(REVIEW.reviewed_on), REVIEW.sequence)
    query = query.where(of_lines)
    return records.all(Review, records.one_of(REVIEW.id, _latest(records, query, review_place, until)))


def _as_kept(day: ColumnElement[Any]) -> ColumnElement[Any]:
    """A day as the database gives it, by whose order alone it is asked here: no value is made of each."""
    return type_coerce(day, String)


def _latest(
    records: Records,
    query: Select[Any],
    place: Callable[[str, Any, int], tuple[Any, ...]],
    until: Round | None,
    rounds: Collection[str] = (),
) -> set[str]:
    """The ids of the latest of each line, by their place, and of all of these rounds."""

    @cache
    def is_known(code: str) -> bool:
        return until is None or Round.read(code).until <= until.until

    ids = set[str]()
    latest: dict[str, tuple[tuple[Any, ...], str]] = {}
    for line_id, id, code, day, sequence in records.connection.execute(query).all():
        if not is_known(code):
            continue
        if code in rounds:
            ids.add(id)
        own = place(code, day, sequence)
        if line_id not in latest or own > latest[line_id][0]:
            latest[line_id] = own, id
    return ids.union(id for _own, id in latest.values())
