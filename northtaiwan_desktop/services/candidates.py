"""What of the register is asked for to set a batch beside it: by id, number, doer, year and day, never the whole."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Any, Protocol, TypeVar

from northtaiwan_desktop.domain.progress import FIRST_YEAR
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.sheets.comparing_progress import row_round
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.list_marks import RECORD_ID
from northtaiwan_desktop.sheets.matching import number_key
from northtaiwan_desktop.sheets.review import Existing
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.storage import candidates, people
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference

T = TypeVar("T")


class Ask(Protocol):
    """Runs one question on the store, and waits for its answer."""

    def __call__(self, question: Callable[[Records], T], /) -> T: ...


@dataclass
class Sought:
    """The rows of one kind in a batch, with their tables, and the ids that persons named."""

    rows: list[tuple[Table, Row]] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def found(self, key: str) -> set[str]:
        """The hidden ids that rows bear, with those that were named."""
        return {id for _table, row in self.rows if (id := row.found.get(key))} | self.ids

    def years(self, today: date) -> set[int]:
        """The years of which the rows speak. A row that names none is about this year or the last."""
        years: set[int] = set()
        for table, row in self.rows:
            decided: date | None = row.fields.get("decided_on")
            year = row.fields.get("year") or (decided.year - FIRST_YEAR if decided else table.year)
            years |= {year} if year else {today.year - FIRST_YEAR, today.year - FIRST_YEAR - 1}
        return years


def sought(parts: Iterable[tuple[Table, Sequence[Row]]]) -> dict[str, Sought]:
    """The rows that say something, by kind."""
    by_kind: dict[str, Sought] = {}
    for table, rows in parts:
        if table.kind is not None:
            own = by_kind.setdefault(table.kind.name, Sought())
            own.rows += [(table, row) for row in rows if not row.ignored and not row.is_unreadable]
    return by_kind


def existing(ask: Ask, by_kind: dict[str, Sought], *, today: date) -> Existing:
    """The records that these rows may be about."""
    found = Existing()
    for kind, own in by_kind.items():
        if own.rows or own.ids:
            found = replace(found, **_ASKED[kind](ask, own, today))
    if found.lines:
        found = replace(found, behind_percent=ask(reference).thresholds.behind_percent)
    return found


def _progress(ask: Ask, own: Sought, today: date) -> dict[str, Any]:
    rounds = frozenset(round.code for table, row in own.rows if (round := row_round(row, table)))
    asked = partial(candidates.lines, line_ids=own.found("assignment_id"), rounds=rounds, today=today)
    found = {line.id: line for line in ask(asked)}
    rest = [(table, row) for table, row in own.rows if row.found.get("assignment_id") not in found]
    if not rest:
        return {"lines": tuple(found.values())}
    numbers = {number for _table, row in rest if (number := row.fields.get("number"))}
    case_ids, known = _cases_numbered(ask, numbers)
    for line in ask(partial(candidates.lines_of, case_ids=case_ids, rounds=rounds, today=today)):
        found[line.id] = line
    unnumbered = [(table, row) for table, row in rest if number_key(row.fields.get("number") or "") not in known]
    # A bare number may be a serial: then the text decides.
    unnumbered += [(table, row) for table, row in rest if number_key(row.fields.get("number") or "").isdigit()]
    for line in _at_work(ask, unnumbered, rounds, today):
        found.setdefault(line.id, line)
    return {"lines": tuple(found.values())}


def _at_work(ask: Ask, rows: Sequence[tuple[Table, Row]], rounds: frozenset[str], today: date) -> list[TrackedLine]:
    """The lines among which the words of these rows are looked for."""
    if not any(row.fields.get("text") for _table, row in rows):
        return []
    years = {today.year - FIRST_YEAR}
    members: set[str] = set()
    is_anyones = False
    for table, row in rows:
        round = row_round(row, table)
        years |= {year for year in (table.year, round.year if round else None) if year}
        named = {doer.member_id for doer in row.doers if doer.member_id}
        own = named or ({table.sender_id} if table.sender_id else set())
        members |= own
        is_anyones = is_anyones or not own
    wanted = frozenset() if is_anyones else frozenset(members)
    return ask(partial(candidates.lines_at_work, member_ids=wanted, years=years, rounds=rounds, today=today))


def _cases_numbered(ask: Ask, numbers: set[str]) -> tuple[set[str], set[str]]:
    """The cases of these numbers however they are spelled, and the spellings (`number_key`) that were found."""
    if not numbers:
        return set(), set()
    exact = ask(partial(candidates.numbered_cases, numbers=numbers))
    found, known = {id for id, _number in exact}, {number_key(number) for _id, number in exact}
    missing = {key for number in numbers if (key := number_key(number))} - known
    if missing:
        bare = {key.replace("-", "") for key in missing}
        for id, number in ask(candidates.case_numbers):
            key = number_key(number)
            if key in missing or key.replace("-", "") in bare:
                found.add(id)
                known |= {key} | {each for each in missing if each.replace("-", "") == key.replace("-", "")}
    return found, known


def _resolutions(ask: Ask, own: Sought, today: date) -> dict[str, Any]:
    ids, known = _cases_numbered(ask, {number for _t, row in own.rows if (number := row.fields.get("number"))})
    unnumbered = [
        (table, row)
        for table, row in own.rows
        if row.found.get(RECORD_ID) is None
        and ((key := number_key(row.fields.get("number") or "")) not in known or key.isdigit())
    ]
    years = Sought(unnumbered).years(today)
    return {"cases": tuple(ask(partial(candidates.cases, case_ids=ids | own.found(RECORD_ID), years=years)))}


def _plan(ask: Ask, own: Sought, today: date) -> dict[str, Any]:
    asked = partial(candidates.plan_items, item_ids=own.found(RECORD_ID), years=own.years(today), today=today)
    return {"plan": tuple(ask(asked))}


def _proposals(ask: Ask, own: Sought, today: date) -> dict[str, Any]:
    asked = partial(candidates.proposal_lines, proposal_ids=own.found(RECORD_ID), years=own.years(today))
    return {"proposals": tuple(ask(asked))}


def _chronicle(ask: Ask, own: Sought, today: date) -> dict[str, Any]:
    days = {day for _table, row in own.rows if (day := row.fields.get("since"))}
    return {"chronicle": tuple(ask(partial(candidates.entries, entry_ids=own.found(RECORD_ID), days=days)))}


def _people(ask: Ask, own: Sought, today: date) -> dict[str, Any]:
    """All of them: a platform knows some hundreds, and whose namesake somebody is, only the whole list tells."""
    return {"people": tuple(ask(partial(people.people_lines, today=today)))}


_ASKED: dict[str, Callable[[Ask, Sought, date], dict[str, Any]]] = {
    "progress": _progress,
    "resolutions": _resolutions,
    "plan": _plan,
    "proposals": _proposals,
    "chronicle": _chronicle,
    "people": _people,
}
