"""What can be done with a case under 列管: report on it, say something to it, and close it by a meeting."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.progress import ProgressReport, Review, Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work


def report(
    work: Work,
    assignment_id: str,
    *,
    round: Round,
    today: date,
    text: str,
    planned_percent: float | None = None,
    actual_percent: float | None = None,
    delay_reason: str = "",
    remedy: str = "",
    asked: Verdict = Verdict.CONTINUE,
    import_id: str | None = None,
) -> ProgressReport:
    """Add a doer's report (辦理情形) of a round. Earlier reports stay; the latest one counts."""
    line = work.get(Assignment, assignment_id)
    case = work.get(Resolution, line.resolution_id)
    if line.state.is_closed or case.state is not State.OPEN:
        message = _("決議 {number} 的這個主（協）辦單位不在列管中，不能再填報。")
        raise RuleBroken(message.format(number=case.number))
    if not text.strip():
        raise RuleBroken(_("辦理情形不可空白，請填寫。"))
    made = ProgressReport(
        assignment_id=assignment_id,
        round=round.code,
        reported_on=today,
        sequence=_next_sequence(work, ProgressReport, assignment_id),
        text=text,
        planned_percent=planned_percent,
        actual_percent=actual_percent,
        delay_reason=delay_reason,
        remedy=remedy,
        asked=asked,
        import_id=import_id,
    )
    limit = reference(work).thresholds.behind_percent
    if import_id is None and made.behind >= limit and not (delay_reason.strip() and remedy.strip()):
        message = _("進度落後 {behind:g} 個百分點（達 {limit:g} 以上），請填寫落後原因與改善對策。")
        raise RuleBroken(message.format(behind=made.behind, limit=limit))
    return work.save(made)


def review(
    work: Work, assignment_id: str, *, round: Round, today: date, text: str, recommended: Verdict | None
) -> Review:
    """Add the secretary's 管考建議 to a line."""
    if not text.strip() and recommended is None:
        raise RuleBroken(_("請填寫管考建議，或選擇建議的列管決定。"))
    return work.save(
        Review(
            assignment_id=assignment_id,
            round=round.code,
            reviewed_on=today,
            sequence=_next_sequence(work, Review, assignment_id),
            text=text,
            recommended=recommended,
        )
    )


def decide(
    work: Work,
    assignment_ids: Iterable[str],
    *,
    verdict: Verdict,
    reason: str,
    today: date,
    meeting_id: str | None = None,
) -> None:
    """Record a meeting's verdict on lines: all of them or none. The case is closed when all its lines are."""
    round = Round.of(today, reference(work).thresholds.rounds_a_year)
    if verdict is Verdict.RELEASE_ASKED:
        raise RuleBroken(_("「提請解除列管」由主（協）辦單位提出，不是會議的決定。"))
    for id in assignment_ids:
        line = work.get(Assignment, id)
        case = work.get(Resolution, line.resolution_id)
        if case.state is not State.OPEN:
            message = _("決議 {number} 不在列管中（{state}），沒有變更。")
            raise RuleBroken(message.format(number=case.number, state=case.state.title))
        work.save(
            Review(
                assignment_id=id,
                round=round.code,
                reviewed_on=today,
                sequence=_next_sequence(work, Review, id),
                decided=verdict,
                meeting_id=meeting_id,
                reason=reason.strip(),
            )
        )
        if verdict.state is None:
            continue
        work.save(line.closed(verdict.state, reason, on=today))
        lines = work.all(Assignment, TABLES[Assignment].c.resolution_id == case.id)
        work.save(case.after(lines, on=today, reason=reason.strip(), meeting_id=meeting_id))


def link_plan_item(work: Work, resolution_id: str, plan_item_id: str | None) -> Resolution:
    """Say which item of the action plan a case serves."""
    return work.save(replace(work.get(Resolution, resolution_id), plan_item_id=plan_item_id))


def _next_sequence(work: Work, kind: type[ProgressReport] | type[Review], assignment_id: str) -> int:
    made = work.all(kind, TABLES[kind].c.assignment_id == assignment_id)
    return max((one.sequence for one in made), default=0) + 1
