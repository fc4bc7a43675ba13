"""What can be done with a case under 列管: report on it, say something to it, and close it by a meeting."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.progress import ProgressReport, Review, Round, Verdict
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import doer_name
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import resolutions as questions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

V = TypeVar("V", Resolution, Assignment)
Seen = Mapping[str, V]
"""Records by their ids, as a person saw them before the change."""


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
    if import_id is None and case.decided_on and round.until < case.decided_on:
        message = _("{round}在決議 {number} 作成（{day}）之前，不能填報這一期。")
        told = {"round": round.written, "number": case.number, "day": roc_date.written(case.decided_on)}
        raise RuleBroken(message.format(**told))
    if import_id is None and round.since > today:
        raise RuleBroken(_("{round}還沒開始，不能填報。請改選已開始的期別。").format(round=round.written))
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
    before = work.all(ProgressReport, TABLES[ProgressReport].c.assignment_id == assignment_id)
    highest = max((one.planned_percent for one in before if one.planned_percent is not None), default=None)
    if import_id is None and highest is not None and planned_percent is not None and planned_percent < highest:
        message = _("預定進度 {now:g}% 低於先前填報的 {before:g}%，預定進度不會倒退，請更正。")
        raise RuleBroken(message.format(now=planned_percent, before=highest))
    limit = reference(work).thresholds.behind_percent
    if import_id is None and made.behind >= limit and not (delay_reason.strip() and remedy.strip()):
        message = _("進度落後 {behind:g} 個百分點（達 {limit:g} 以上），請填寫落後原因與改善對策。")
        raise RuleBroken(message.format(behind=made.behind, limit=limit))
    return work.save(made)


def review(
    work: Work, assignment_ids: Iterable[str], *, round: Round, today: date, text: str, recommended: Verdict | None
) -> None:
    """Add the secretary's 管考建議 to lines: all of them or none."""
    if not text.strip() and recommended is None:
        raise RuleBroken(_("請填寫管考建議，或選擇建議的列管決定。"))
    for id in assignment_ids:
        work.get(Assignment, id)
        work.save(
            Review(
                assignment_id=id,
                round=round.code,
                reviewed_on=today,
                sequence=_next_sequence(work, Review, id),
                text=text,
                recommended=recommended,
            )
        )


def doubts(records: Records, assignment_ids: Iterable[str], verdict: Verdict, *, meeting_id: str | None) -> list[str]:
    """What a person should know before a release is recorded: 解除列管 takes a request, a recommendation, a meeting."""
    if verdict is not Verdict.RELEASED:
        return []
    told: list[str] = []
    for id in assignment_ids:
        line = records.get(Assignment, id)
        number = records.get(Resolution, line.resolution_id).number
        name = f"{number}　{doer_name(line, reference(records), None)}"
        reports = records.all(ProgressReport, TABLES[ProgressReport].c.assignment_id == id)
        reviews = records.all(Review, TABLES[Review].c.assignment_id == id)
        latest = max(reports, key=lambda one: one.place, default=None)
        if latest is None or latest.asked is not Verdict.RELEASE_ASKED:
            told.append(_("{line}：主（協）辦單位還沒有提請解除列管。").format(line=name))
        if not any(one.recommended is Verdict.RELEASED for one in reviews):
            told.append(_("{line}：秘書還沒有建議解除列管。").format(line=name))
    if meeting_id is None:
        told.append(_("沒有指明作成決定的會議。"))
    return told


def decide(
    work: Work,
    assignment_ids: Iterable[str],
    *,
    verdict: Verdict,
    reason: str,
    today: date,
    meeting_id: str | None = None,
    into: str | None = None,
) -> None:
    """Record a meeting's verdict on lines: all of them or none. The case is closed when all its lines are.

    `into` names the case in which a merged one (併案列管) goes on, by its id or number.
    """
    if verdict is Verdict.MERGED and not into:
        raise RuleBroken(_("併案列管須指明併入哪一案，請填寫案號。"))
    goes_on = questions.find(work, into) if verdict is Verdict.MERGED and into else None
    if verdict is Verdict.RELEASE_ASKED:
        raise RuleBroken(_("「提請解除列管」由主（協）辦單位提出，不是會議的決定。"))
    meeting = work.get(Meeting, meeting_id) if meeting_id else None
    if meeting and meeting.status is MeetingStatus.FINAL:
        message = _("「{title}」已定稿，紀錄不能再列入這項決定。請改選還是草稿的會議，或不記會議。")
        raise RuleBroken(message.format(title=meeting.title))
    # The decision is the meeting's, of whatever day it is written down; nothing is decided ahead of its day.
    on = min(meeting.held_until or meeting.held_on or today, today) if meeting else today
    round = Round.of(on, reference(work).thresholds.rounds_a_year)
    for id in assignment_ids:
        line = work.get(Assignment, id)
        case = work.get(Resolution, line.resolution_id)
        if case.state is not State.OPEN:
            message = _("決議 {number} 不在列管中（{state}），沒有變更。")
            raise RuleBroken(message.format(number=case.number, state=case.state.title))
        if meeting and case.decided_on and on < case.decided_on:
            message = _("決議 {number} 在{decided}才作成，不能由{day}的「{title}」決定。請改選之後的會議。")
            days = {"decided": roc_date.written(case.decided_on), "day": roc_date.written(on)}
            raise RuleBroken(message.format(number=case.number, title=meeting.title, **days))
        if goes_on is not None:
            case = work.save(case.merged(goes_on, _chain(work, goes_on)))
        work.save(
            Review(
                assignment_id=id,
                round=round.code,
                reviewed_on=on,
                sequence=_next_sequence(work, Review, id),
                decided=verdict,
                meeting_id=meeting_id,
                reason=reason.strip(),
            )
        )
        if verdict.state is None:
            continue
        work.save(line.closed(verdict.state, reason, on=on))
        lines = work.all(Assignment, TABLES[Assignment].c.resolution_id == case.id)
        work.save(case.after(lines, on=on, reason=reason.strip(), meeting_id=meeting_id))


def link_plan_item(
    work: Work, resolution_ids: Iterable[str], plan_item_id: str | None, *, seen: Seen[Resolution] | None = None
) -> None:
    """Say which item of the action plan cases serve. `seen` are the cases as the person saw them."""
    for id in resolution_ids:
        case = work.get(Resolution, id)
        work.save(replace(case, plan_item_id=plan_item_id), seen=_as_seen(seen, case))


def change_due(
    work: Work,
    resolution_ids: Iterable[str],
    *,
    due_on: date | None,
    due_text: str = "",
    seen: Seen[Resolution] | None = None,
) -> None:
    """Give cases another due day, or words that stand for one (展延期限): all of them or none.

    `seen` are the cases as the person saw them: where one has moved on meanwhile, ChangedMeanwhile tells.
    """
    if due_on is None and not due_text.strip():
        raise RuleBroken(_("請填寫新的預定完成日期，或「持續辦理」等文字。"))
    for id in resolution_ids:
        case = work.get(Resolution, id)
        work.save(case.due(due_on, due_text), seen=_as_seen(seen, case))


def reassign(
    work: Work,
    assignment_ids: Iterable[str],
    *,
    member_id: str | None,
    office: str,
    seen: Seen[Assignment] | None = None,
) -> None:
    """Give open lines to another doer (業務移交): a member's bureau, or a body outside where there is no member.

    `seen` are the lines as the person saw them.
    """
    office = office.strip()
    if member_id is None and not office:
        raise RuleBroken(_("請選擇縣市，或填寫機關名稱。"))
    if member_id is not None:
        reference(work).member(member_id)
    for id in assignment_ids:
        line = work.get(Assignment, id)
        if line.state.is_closed:
            number = work.get(Resolution, line.resolution_id).number
            message = _("決議 {number} 的這個主（協）辦單位已經是「{state}」，不能再移交。")
            raise RuleBroken(message.format(number=number, state=line.state.title))
        others = work.all(Assignment, TABLES[Assignment].c.resolution_id == line.resolution_id)
        if any((one.member_id, one.office) == (member_id, office) and one.id != id for one in others):
            number = work.get(Resolution, line.resolution_id).number
            message = _("決議 {number} 已經有這個主（協）辦單位，不能重複。")
            raise RuleBroken(message.format(number=number))
        work.save(replace(line, member_id=member_id, office=office), seen=_as_seen(seen, line))


def _as_seen(seen: Mapping[str, V] | None, now: V) -> V | None:
    """The record as the person saw it; None where nobody looked at it line by line."""
    id: str = now.id
    return seen.get(id) if seen is not None else None


def _chain(work: Work, at: Resolution) -> list[Resolution]:
    """What a case was merged into, what that one was merged into, and so on."""
    found: list[Resolution] = []
    while at.merged_into_id is not None and all(one.id != at.merged_into_id for one in found):
        at = work.get(Resolution, at.merged_into_id)
        found.append(at)
    return found


def _next_sequence(work: Work, kind: type[ProgressReport] | type[Review], assignment_id: str) -> int:
    made = work.all(kind, TABLES[kind].c.assignment_id == assignment_id)
    return max((one.sequence for one in made), default=0) + 1
