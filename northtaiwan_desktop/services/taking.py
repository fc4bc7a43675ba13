"""Reviewed rows into the register, by the kind of their table."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.lists import CaseLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.plan import BudgetLine, PlanItem, QuarterTarget, Source
from northtaiwan_desktop.domain.plan_progress import standing
from northtaiwan_desktop.domain.plan_whole import PlanWhole, last_quarter
from northtaiwan_desktop.domain.progress import ProgressReport, Round
from northtaiwan_desktop.domain.proposal import Proposal, ProposalShare, Result
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import finalising, plan, proposals, taking_people
from northtaiwan_desktop.sheets.batch import BESIDE, narrowed
from northtaiwan_desktop.sheets.comparing_progress import report_to_take, row_round
from northtaiwan_desktop.sheets.fields import Doer
from northtaiwan_desktop.sheets.further_doers import further
from northtaiwan_desktop.sheets.proposal_sums import SHARES
from northtaiwan_desktop.sheets.review import ReviewedRow
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.storage import candidates
from northtaiwan_desktop.storage import plan as plan_questions
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

FIRST_YEAR = 1911
ROWS_AT_ONCE = 200
"""Rows between two looks at how far it is."""


@dataclass(frozen=True)
class Taken:
    """A row that is taken in: the whole of it, which of its fields are taken, and its order in the table."""

    whole: ReviewedRow
    fields: frozenset[str]
    place: int

    @property
    def said(self) -> ReviewedRow:
        """What of it is taken."""
        return narrowed(self.whole, self.fields)


def take(work: Work, rows: Sequence[Taken], table: Table, *, import_id: str, today: date) -> None:
    """Write what rows of one table say, and nothing else; the work is told how far that is."""
    assert table.kind is not None
    taker = _TAKERS[table.kind.name]
    taker(work, rows, table, import_id, today)


def _each(take_one: Callable[[Work, ReviewedRow, Table, date], None]) -> "Taker":
    """A taker that takes row by row; what the rules say of one is told with its place."""

    def take_all(work: Work, rows: Sequence[Taken], table: Table, import_id: str, today: date) -> None:
        for row in _watched(work, rows):
            with _told_with_place(table, row):
                take_one(work, row.said, table, today)

    return take_all


def _watched(work: Work, rows: Sequence[Taken], *, share: float = 1.0) -> Iterator[Taken]:
    """The rows one by one, the work told of them; `share` is what of it is done when all have come."""
    for at, row in enumerate(rows):
        if at % ROWS_AT_ONCE == 0:
            work.tell(share * at / len(rows))
        yield row


@contextmanager
def _told_with_place(table: Table, row: Taken) -> Iterator[None]:
    try:
        yield
    except RuleBroken as error:
        message = _("工作表「{sheet}」第{row}列：{reason}")
        told = message.format(sheet=table.grid.name, row=row.whole.row.number, reason=error)
        raise RuleBroken(told) from error


def _progress(work: Work, rows: Sequence[Taken], table: Table, import_id: str, today: date) -> None:
    """A county's row becomes a new report of its line; what it leaves empty stays as it was last reported.

    That the line is closed, or reported less, was told in the review: what a person took all the same is written.
    """
    present = Round.of(today, reference(work).thresholds.rounds_a_year)
    last = candidates.last_sequences(work, {row.whole.match.id for row in rows if row.whole.match})
    made = []
    for row in _watched(work, rows, share=0.7):
        assert row.whole.match is not None
        line: TrackedLine = row.whole.match.record
        said = report_to_take(row.whole, table, row.fields)
        last[line.id] = last.get(line.id, 0) + 1
        made.append(
            ProgressReport(
                assignment_id=line.id,
                round=(row_round(row.whole.row, table) or present).code,
                reported_on=row.whole.row.fields.get("reported_on", today),
                sequence=last[line.id],
                text=said["report"],
                planned_percent=said["planned_percent"],
                actual_percent=said["actual_percent"],
                delay_reason=said["delay_reason"],
                remedy=said["remedy"],
                asked=said["verdict"],
                import_id=import_id,
            )
        )
    work.add(made)


def _resolutions(work: Work, rows: Sequence[Taken], table: Table, import_id: str, today: date) -> None:
    new: list[Resolution] = []
    doers: list[Assignment] = []
    for row in _watched(work, rows):
        said = row.said
        if said.match is not None:
            _known_case(work, said)
            continue
        case = _new_case(work, said, table, row.place, today)
        new.append(case)
        doers += _further_doers(case, (), said.row.doers)
    work.add(new)
    work.add(doers)


def _known_case(work: Work, row: ReviewedRow) -> None:
    assert row.match is not None
    said, found = row.row.fields, row.row.found
    line: CaseLine = row.match.record
    known = work.get(Resolution, line.resolution.id)
    changed = {name: said[name] for name in ("text", "due_on", "decided_on") if name in said}
    changed |= {name: found[name] for name in ("group_id", "due_text") if name in found}
    if "due_on" in said:
        changed.setdefault("due_text", "")
    changed |= {"note": said["meeting"]} if "meeting" in said and not known.note else {}
    work.save(replace(known, **changed))
    lines = work.all(Assignment, TABLES[Assignment].c.resolution_id == known.id)
    work.add(_further_doers(known, lines, row.row.doers))


def _new_case(work: Work, row: ReviewedRow, table: Table, place: int, today: date) -> Resolution:
    said, found = row.row.fields, row.row.found
    decided: date | None = said.get("decided_on")
    year = decided.year - FIRST_YEAR if decided else table.year or today.year - FIRST_YEAR
    state = said.get("state", State.OPEN)
    return Resolution(
        number=said.get("number") or finalising.draw_case_number(work, year),
        group_id=found.get("group_id"),
        year=year,
        position=place,
        text=said["text"],
        decided_on=decided or today,
        due_on=said.get("due_on"),
        due_text=found.get("due_text", ""),
        state=state,
        closed_on=today if state.is_closed else None,
        note=said.get("meeting", ""),
    )


def _further_doers(case: Resolution, lines: Sequence[Assignment], doers: Sequence[Doer]) -> list[Assignment]:
    """The doers that the case does not have yet; none is taken away by a table that leaves one out."""
    return [
        Assignment(
            resolution_id=case.id,
            position=position,
            share=doer.share,
            member_id=doer.member_id,
            office=doer.office,
            state=case.state if case.state.is_closed else State.OPEN,
            closed_on=case.closed_on,
        )
        for position, doer in enumerate(further(lines, doers), start=len(lines) + 1)
    ]


def _plan_item(work: Work, row: ReviewedRow, table: Table, today: date) -> None:
    said, found = row.row.fields, row.row.found
    leads = [doer.member_id for doer in found.get("lead_doers", ()) if doer.member_id]
    partners = tuple(doer.member_id for doer in found.get("co_leads_doers", ()) if doer.member_id)
    line: PlanLine | None = row.match.record if row.match else None
    year = said.get("year") or table.year or today.year - FIRST_YEAR
    if line is None and "group_id" not in found:
        raise RuleBroken(_("第{row}列的行動方案沒有議題組，無法匯入。").format(row=row.row.number))
    item = (
        work.get(PlanItem, line.item.id)
        if line
        else PlanItem(number=said.get("number", ""), year=year, group_id=found["group_id"], name=said["name"])
    )
    changed = {name: said[name] for name in ("name", "term", "starts_on", "ends_on", "indicator") if name in said}
    changed |= {"group_id": found["group_id"]} if "group_id" in found else {}
    changed |= {"lead_id": leads[0]} if leads else {}
    changed |= {"co_lead_ids": partners} if partners else {}
    changed |= {"axes": found["axis_ids"]} if "axis_ids" in found else {}
    before = plan_questions.whole(work, item.id) if line else PlanWhole(item=item)
    budget, targets = before.budget, before.targets
    if "budget" in said and (line is None or line.budget != said["budget"]):
        sources = found.get("sources") or tuple(one.source for one in budget[:1]) or (Source.OTHER,)
        budget = (BudgetLine(plan_item_id=item.id, source=sources[0], year=item.year, amount=said["budget"]),)
        changed |= {"total": said["budget"]} if item.total is not None else {}
    elif "sources" in found and len(budget) == 1:
        budget = (replace(budget[0], source=found["sources"][0]),)
    item = replace(item, **changed)
    percents = {name: said[name] for name in ("planned_percent", "actual_percent") if name in said}
    if percents:
        known = (
            standing(targets, today)
            or standing(targets[:1])
            or QuarterTarget(plan_item_id=item.id, year=item.year, quarter=last_quarter(item))
        )
        targets = (*(one for one in targets if one.id != known.id), replace(known, **percents))
    plan.write(work, replace(before, item=item, budget=budget, targets=targets))


def _proposal(work: Work, row: ReviewedRow, table: Table, today: date) -> None:
    said, found = row.row.fields, row.row.found
    line: ProposalLine | None = row.match.record if row.match else None
    year = said.get("year") or table.year or today.year - FIRST_YEAR
    proposal = work.get(Proposal, line.proposal.id) if line else Proposal(year=year, name=said["name"])
    names = ("name", "priority", "requested", "approved", "result", "comment")
    changed = {name: said[name] for name in names if name in said}
    changed |= {"group_id": found["group_id"]} if "group_id" in found else {}
    proposers = [doer.member_id for doer in found.get("proposer_doers", ()) if doer.member_id]
    partners = tuple(doer.member_id for doer in found.get("partners_doers", ()) if doer.member_id)
    changed |= {"proposer_id": proposers[0]} if proposers else {}
    changed |= {"partner_ids": partners} if partners else {}
    changed |= {"needs_advance": said["advance"]} if "advance" in said else {}
    if said.get("result", Result.MERGED) is not Result.MERGED:
        changed["merged_into_id"] = None
    kept = proposals.save_proposal(work, replace(proposal, **changed), may_repeat=True)
    sums = {source: said[name] for name, source in SHARES.items() if name in said}
    if sums:
        known = work.all(ProposalShare, TABLES[ProposalShare].c.proposal_id == kept.id)
        shares = [one for one in known if one.source not in sums]
        for source, amount in sums.items():
            before = next((one for one in known if one.source is source), None)
            blank = before or ProposalShare(proposal_id=kept.id, source=source, amount=amount)
            shares.append(replace(blank, amount=amount))
        # The sums of one row were set beside one another when it was read.
        proposals.set_shares(work, kept.id, shares, may_differ=True)


def _entries(work: Work, rows: Sequence[Taken], table: Table, import_id: str, today: date) -> None:
    new = []
    for row in _watched(work, rows):
        taken = row.said
        said = taken.row.fields
        if taken.match is not None:
            entry: ChronicleEntry = taken.match.record
            changed = {name: said[name] for name in ("since", "until", "precision", "text") if name in said}
            work.save(replace(work.get(ChronicleEntry, entry.id), **changed))
            continue
        new.append(
            ChronicleEntry(
                since=said["since"],
                until=said["until"],
                precision=said["precision"],
                text=said["text"],
                position=row.place,
                source=table.grid.name,
            )
        )
    work.add(new)


def _people(work: Work, rows: Sequence[Taken], table: Table, import_id: str, today: date) -> None:
    """Who holds which post is told by the whole row: only what was offered and refused is left out of it."""
    for row in _watched(work, rows):
        kept = (row.whole.row.fields.keys() | BESIDE.keys()) - set(row.whole.offered)
        with _told_with_place(table, row):
            taking_people.take_person(work, narrowed(row.whole, row.fields | kept), table, today)


Taker = Callable[[Work, Sequence[Taken], Table, str, date], None]
_TAKERS: Mapping[str, Taker] = {
    "progress": _progress,
    "resolutions": _resolutions,
    "plan": _each(_plan_item),
    "proposals": _each(_proposal),
    "chronicle": _entries,
    "people": _people,
}
