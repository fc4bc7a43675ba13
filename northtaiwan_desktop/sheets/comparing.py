"""Rows set beside the register: what would be new, what would change, and where both sides have moved on."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import Memory
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import chronicle, plan, proposals, resolutions
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.comparing_people import compare_people
from northtaiwan_desktop.sheets.comparing_progress import compare_progress
from northtaiwan_desktop.sheets.differing import alike
from northtaiwan_desktop.sheets.interpreting import Problem, Row, interpret
from northtaiwan_desktop.sheets.matching import Answer, Candidates, decide, number_key
from northtaiwan_desktop.sheets.review import Difference, Existing, Review, ReviewedRow, ReviewedSheet, RowState, plain
from northtaiwan_desktop.sheets.tables import Recognised, Table

_FIRST_YEAR = 1911
_NOTHING = Memory()
Finder = Callable[[Row, Table], Answer]


def review(
    recognised: Recognised, existing: Existing, reference: Reference, *, remembered: Memory = _NOTHING
) -> Review:
    """Read every table and compare it with what the register holds. Nothing is written."""
    sheets = []
    for table in recognised.tables:
        rows = interpret(table, reference, remembered=remembered)
        sheets.append(ReviewedSheet(table=table, rows=compare(table, rows, existing, recognised)))
    return Review(recognised=recognised, sheets=tuple(sheets))


def compare(table: Table, rows: Sequence[Row], existing: Existing, recognised: Recognised) -> tuple[ReviewedRow, ...]:
    """Compare the rows of one table; a row that says the same as an earlier one of the table is set aside."""
    if table.kind is None:
        return ()
    if table.kind.name == "progress":
        return compare_progress(table, rows, existing.lines, recognised)
    if table.kind.name == "people":
        return compare_people(table, rows, existing.people)
    find, columns = _FINDERS[table.kind.name](existing)
    return _without_repeats([_compared(row, table, find, columns) for row in rows])


def _compared(row: Row, table: Table, find: Finder, columns: Iterable[Column]) -> ReviewedRow:
    if row.ignored:
        return ReviewedRow(row=row, state=RowState.IGNORED)
    if row.is_unreadable:
        return ReviewedRow(row=row, state=RowState.UNREADABLE)
    answer = find(row, table)
    if answer.match is None:
        return ReviewedRow(row=row, state=RowState.NEW, runner_ups=answer.runner_ups)
    ours = {column.name: column for column in columns}
    differences = tuple(
        Difference(field=name, theirs=plain(theirs), ours=now)
        for name, theirs in row.fields.items()
        if name in ours and plain(theirs) not in ("", [], None)
        if not _says_same(name, plain(theirs), now := ours[name].plain(answer.match.record))
    )
    state = RowState.CHANGED if differences else RowState.SAME
    return ReviewedRow(row=row, state=state, match=answer.match, differences=differences)


def _says_same(name: str, theirs: Any, ours: Any) -> bool:
    """A number in another spelling is the same number."""
    if name == "number":
        return number_key(theirs).replace("-", "") == number_key(ours).replace("-", "")
    return alike(theirs, ours)


def _without_repeats(rows: Iterable[ReviewedRow]) -> tuple[ReviewedRow, ...]:
    """A second row of one file that says the same is ignored; one that says otherwise of one record is a conflict."""
    seen: dict[str, int] = {}
    told: dict[int, ReviewedRow] = {}
    found = []
    for each in rows:
        row = each.row
        if each.state not in {RowState.NEW, RowState.CHANGED, RowState.SAME}:
            found.append(each)
            continue
        said = repr(sorted((name, folded(repr(plain(value)))) for name, value in row.fields.items()))
        if said in seen:
            reason = _("與第{row}列相同").format(row=seen[said])
            found.append(ReviewedRow(row=replace(row, ignored=reason), state=RowState.IGNORED))
            continue
        seen[said] = row.number
        record = id(each.match.record) if each.match else None
        if record is not None and record in told and each.state is RowState.CHANGED:
            message = _("與第{row}列是同一筆，內容卻不同，請擇一。").format(row=told[record].row.number)
            cell = next(iter(row.cells.values()), str(row.number))
            each = replace(each, state=RowState.CONFLICT, notes=(Problem(cell=cell, value=None, message=message),))
        elif record is not None:
            told[record] = each
        found.append(each)
    return tuple(found)


def _find_case(existing: Existing) -> tuple[Finder, Iterable[Column]]:
    known = Candidates(
        existing.cases, number=lambda line: line.resolution.number, text=lambda line: line.resolution.text
    )

    def find(row: Row, table: Table) -> Answer:
        text = row.fields["text"]
        if numbered := known.numbered(row.fields.get("number", ""), text):
            return Answer(match=known.matched(numbered[0], 1.0, _("案號相同")))
        decided: date | None = row.fields.get("decided_on")
        year = decided.year - _FIRST_YEAR if decided else table.year
        meeting = folded(row.fields.get("meeting", ""))
        return decide(
            known.alike(
                text,
                lambda line: (
                    (decided is None or line.resolution.decided_on in (None, decided))
                    and (year is None or decided is not None or line.resolution.year == year)
                    and (not meeting or not line.meeting_title or folded(line.meeting_title) in (meeting, ""))
                    and _same_group(row, line.resolution.group_id)
                ),
            ),
            sure=0.9,
        )

    return find, resolutions.COLUMNS


def _find_plan_item(existing: Existing) -> tuple[Finder, Iterable[Column]]:
    by_year: dict[int, Candidates] = {}
    for year in {line.item.year for line in existing.plan}:
        of_year = [line for line in existing.plan if line.item.year == year]
        by_year[year] = Candidates(of_year, number=lambda line: line.item.number, text=lambda line: line.item.name)

    def find(row: Row, table: Table) -> Answer:
        known = by_year.get(row.fields.get("year") or table.year or 0)
        if known is None:
            return Answer()
        name = row.fields["name"]
        if numbered := known.numbered(row.fields.get("number", ""), name):
            return Answer(match=known.matched(numbered[0], 1.0, _("編號相同")))
        return decide(known.alike(name, lambda line: _same_group(row, line.item.group_id)), sure=0.88)

    return find, plan.COLUMNS


def _find_proposal(existing: Existing) -> tuple[Finder, Iterable[Column]]:
    known = Candidates(existing.proposals, number=lambda line: "", text=lambda line: line.proposal.name)

    def find(row: Row, table: Table) -> Answer:
        year = row.fields.get("year") or table.year
        found = known.alike(row.fields["name"], lambda line: line.proposal.year == year)
        return decide(found, sure=0.9)

    return find, proposals.COLUMNS


def _find_entry(existing: Existing) -> tuple[Finder, Iterable[Column]]:
    by_span: dict[tuple[date, date], list[Any]] = {}
    for entry in existing.chronicle:
        by_span.setdefault((entry.since, entry.until), []).append(entry)
    ready: dict[tuple[date, date], Candidates] = {}

    def find(row: Row, table: Table) -> Answer:
        """Two events of one day are alike in much: only nearly the same words are the same event."""
        span = (row.fields["since"], row.fields["until"])
        if span not in by_span:
            return Answer()
        if span not in ready:
            ready[span] = Candidates(by_span[span], number=lambda entry: "", text=lambda entry: entry.text)
        return decide(ready[span].alike(row.fields["text"]), sure=0.92)

    return find, chronicle.COLUMNS


def _same_group(row: Row, group_id: str | None) -> bool:
    return group_id is None or row.found.get("group_id") in (None, group_id)


_FINDERS: Mapping[str, Callable[[Existing], tuple[Finder, Iterable[Column]]]] = {
    "resolutions": _find_case,
    "plan": _find_plan_item,
    "proposals": _find_proposal,
    "chronicle": _find_entry,
}
