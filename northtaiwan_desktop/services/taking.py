"""One reviewed row into the register, by the kind of its table."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.lists import CaseLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.plan import BudgetLine, PlanItem, QuarterTarget, Source
from northtaiwan_desktop.domain.plan_progress import standing
from northtaiwan_desktop.domain.plan_whole import PlanWhole, last_quarter
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.proposal import Proposal, Result
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import finalising, plan, proposals, resolutions, taking_people
from northtaiwan_desktop.sheets.comparing_progress import report_to_take, row_round
from northtaiwan_desktop.sheets.fields import Doer
from northtaiwan_desktop.sheets.review import ReviewedRow
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

FIRST_YEAR = 1911


def take(work: Work, row: ReviewedRow, table: Table, *, import_id: str, place: int, today: date) -> None:
    """Write what a row says. `place` is its order in the table."""
    assert table.kind is not None
    _TAKERS[table.kind.name](work, row, table, import_id, place, today)


def _progress(work: Work, row: ReviewedRow, table: Table, import_id: str, place: int, today: date) -> None:
    """A county's row becomes a new report of its line; what it leaves empty stays as it was last reported."""
    assert row.match is not None
    line: TrackedLine = row.match.record
    said = report_to_take(row, table)
    resolutions.report(
        work,
        line.assignment.id,
        round=row_round(row.row, table) or Round.of(today, reference(work).thresholds.rounds_a_year),
        today=row.row.fields.get("reported_on", today),
        text=said["report"],
        planned_percent=said["planned_percent"],
        actual_percent=said["actual_percent"],
        delay_reason=said["delay_reason"],
        remedy=said["remedy"],
        asked=said["verdict"],
        import_id=import_id,
    )


def _resolution(work: Work, row: ReviewedRow, table: Table, import_id: str, place: int, today: date) -> None:
    said, found = row.row.fields, row.row.found
    if row.match is not None:
        line: CaseLine = row.match.record
        known = work.get(Resolution, line.resolution.id)
        changed = {name: said[name] for name in ("text", "due_on", "decided_on") if name in said}
        changed |= {name: found[name] for name in ("group_id", "due_text") if name in found}
        work.save(replace(known, **changed))
        _keep_doers(work, known.id, row.row.doers)
        return
    decided: date | None = said.get("decided_on")
    year = decided.year - FIRST_YEAR if decided else table.year or today.year - FIRST_YEAR
    state = said.get("state", State.OPEN)
    case = work.save(
        Resolution(
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
    )
    _keep_doers(work, case.id, row.row.doers)


def _keep_doers(work: Work, case_id: str, doers: tuple[Doer, ...]) -> None:
    """Add the doers that the case does not have yet; none is taken away by a table that leaves one out."""
    lines = work.all(Assignment, TABLES[Assignment].c.resolution_id == case_id)
    known = {(line.member_id, line.office if line.member_id is None else "") for line in lines}
    for doer in doers:
        key = (doer.member_id, doer.office if doer.member_id is None else "")
        if key not in known:
            known.add(key)
            work.save(
                Assignment(
                    resolution_id=case_id,
                    position=len(known),
                    share=doer.share,
                    member_id=doer.member_id,
                    office=doer.office,
                )
            )


def _plan_item(work: Work, row: ReviewedRow, table: Table, import_id: str, place: int, today: date) -> None:
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
    before = line.whole if line else PlanWhole(item=item)
    budget, targets = before.budget, before.targets
    if "budget" in said and (line is None or line.budget != said["budget"]):
        sources = found.get("sources") or (Source.OTHER,)
        budget = (BudgetLine(plan_item_id=item.id, source=sources[0], year=item.year, amount=said["budget"]),)
        changed |= {"total": said["budget"]} if item.total is not None else {}
    item = replace(item, **changed)
    percents = {name: said[name] for name in ("planned_percent", "actual_percent") if name in said}
    if percents:
        known = standing(targets) or QuarterTarget(plan_item_id=item.id, year=item.year, quarter=last_quarter(item))
        targets = (*(one for one in targets if one.id != known.id), replace(known, **percents))
    plan.write(work, replace(before, item=item, budget=budget, targets=targets))


def _proposal(work: Work, row: ReviewedRow, table: Table, import_id: str, place: int, today: date) -> None:
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
    if said.get("result", Result.MERGED) is not Result.MERGED:
        changed["merged_into_id"] = None
    proposals.save_proposal(work, replace(proposal, **changed))


def _entry(work: Work, row: ReviewedRow, table: Table, import_id: str, place: int, today: date) -> None:
    said = row.row.fields
    if row.match is not None:
        entry: ChronicleEntry = row.match.record
        work.save(replace(work.get(ChronicleEntry, entry.id), text=said["text"]))
        return
    work.save(
        ChronicleEntry(
            since=said["since"],
            until=said["until"],
            precision=said["precision"],
            text=said["text"],
            position=place,
            source=table.grid.name,
        )
    )


_Taker = Callable[[Work, ReviewedRow, Table, str, int, date], None]
_TAKERS: Mapping[str, _Taker] = {
    "progress": _progress,
    "resolutions": _resolution,
    "plan": _plan_item,
    "proposals": _proposal,
    "chronicle": _entry,
    "people": taking_people.take_person,
}
