"""Records that the rows of a workbook may be about, asked for by what the rows say of themselves."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import ColumnElement, func, or_, select

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.lists import CaseLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.storage import plan, proposals, resolutions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES, operation

CASE, LINE = TABLES[Resolution].c, TABLES[Assignment].c
ITEM, PROPOSAL = TABLES[PlanItem].c, TABLES[Proposal].c
IS_TRACKED = CASE.state.not_in([State.DRAFT, State.NOTED])
NEAREST_DUE = (CASE.due_on.is_(None), CASE.due_on, CASE.number)


def moment(records: Records) -> int:
    """The number of the journal's last entry."""
    return records.connection.scalar(select(func.max(operation.c.number))) or 0


def case_numbers(records: Records) -> list[tuple[str, str]]:
    """The id and the number of every case that has one: all that is asked of them is how they are spelled."""
    query = select(CASE.id, CASE.number).where(CASE.number != "")
    return [(row[0], row[1]) for row in records.connection.execute(query)]


def numbered_cases(records: Records, numbers: Collection[str]) -> list[tuple[str, str]]:
    """The id and the number of the cases that are numbered in just this spelling."""
    return [(case.id, case.number) for case in records.among(Resolution, "number", set(numbers))]


def lines(records: Records, line_ids: Collection[str], *, rounds: Collection[str], today: date) -> list[TrackedLine]:
    """These lines, as far as there are any that are tracked; of their reports the latest and those of the rounds."""
    of_lines = select(LINE.resolution_id).where(records.one_of(LINE.id, line_ids))
    cases = [case for case in records.all(Resolution, CASE.id.in_(of_lines)) if case.state.is_tracked]
    return resolutions.lines_of_cases(records, cases, today=today, rounds=rounds, wanted=set(line_ids))


def lines_of(records: Records, case_ids: Collection[str], *, rounds: Collection[str], today: date) -> list[TrackedLine]:
    """All lines of these cases that are tracked, with the same of their reports."""
    cases = [case for case in records.among(Resolution, "id", set(case_ids)) if case.state.is_tracked]
    return resolutions.lines_of_cases(records, cases, today=today, rounds=rounds)


def lines_at_work(
    records: Records, *, member_ids: Collection[str], years: Collection[int], rounds: Collection[str], today: date
) -> list[TrackedLine]:
    """The lines of these members, or of all where none is named, that are open or of one of these ROC years."""
    conditions: list[ColumnElement[bool]] = [IS_TRACKED, or_(CASE.state == State.OPEN, CASE.year.in_(list(years)))]
    if member_ids:
        conditions.append(CASE.id.in_(select(LINE.resolution_id).where(LINE.member_id.in_(list(member_ids)))))
    cases = records.all(Resolution, *conditions, order=NEAREST_DUE)
    return resolutions.lines_of_cases(records, cases, today=today, rounds=rounds)


def last_sequences(records: Records, line_ids: Collection[str]) -> dict[str, int]:
    """By line, the number of its last report; nothing for one that was never reported."""
    report = TABLES[ProgressReport].c
    here = records.one_of(report.assignment_id, line_ids)
    query = select(report.assignment_id, func.max(report.sequence)).where(here).group_by(report.assignment_id)
    return {row[0]: row[1] for row in records.connection.execute(query).all()}


def cases(records: Records, case_ids: Collection[str], *, years: Collection[int]) -> list[CaseLine]:
    """These cases, and all of these ROC years, by their numbers; drafts are no cases yet."""
    conditions = [CASE.state != State.DRAFT]
    found = records.all(Resolution, *conditions, CASE.year.in_(list(years)), order=(CASE.number,)) if years else []
    known = {case.id for case in found}
    further = records.among(Resolution, "id", set(case_ids) - known)
    return resolutions.case_lines_of(records, [*found, *(c for c in further if c.state is not State.DRAFT)])


def plan_items(records: Records, item_ids: Collection[str], *, years: Collection[int], today: date) -> list[PlanLine]:
    """These items, and all of these ROC years, as they stand on the day."""
    found = records.all(PlanItem, ITEM.year.in_(list(years)), order=(ITEM.number,)) if years else []
    known = {item.id for item in found}
    return plan.lines_of_items(records, [*found, *records.among(PlanItem, "id", set(item_ids) - known)], today=today)


def proposal_lines(records: Records, proposal_ids: Collection[str], *, years: Collection[int]) -> list[ProposalLine]:
    """These proposals, and all of these ROC years."""
    found = records.all(Proposal, PROPOSAL.year.in_(list(years)), order=proposals.ORDER) if years else []
    known = {one.id for one in found}
    return proposals.lines_of(records, [*found, *records.among(Proposal, "id", set(proposal_ids) - known)])


def entries(records: Records, entry_ids: Collection[str], *, days: Collection[date]) -> list[ChronicleEntry]:
    """These entries, and all that begin on one of these days."""
    table = TABLES[ChronicleEntry].c
    found = {entry.id: entry for entry in records.among(ChronicleEntry, "id", set(entry_ids))}
    ordered = sorted(days)
    for start in range(0, len(ordered), 500):
        within = records.all(ChronicleEntry, table.since.in_(ordered[start : start + 500]))
        found |= {entry.id: entry for entry in within}
    return list(found.values())
