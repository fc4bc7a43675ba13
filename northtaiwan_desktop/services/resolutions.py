"""What can be done with a case under 列管: report on it, say something to it, and close it by a meeting."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from northtaiwan_desktop.domain import release
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.expected_progress import Expected, expected
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem, QuarterTarget
from northtaiwan_desktop.domain.progress import COMPLETE, ProgressReport, Review, Round, Verdict
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.release import Step
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.tracking import doer_name
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import closings
from northtaiwan_desktop.storage import resolutions as questions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

V = TypeVar("V", Resolution, Assignment)
Seen = Mapping[str, V]
"""Records by their ids, as a person saw them before the change."""
NAMED = 5
"""Of many lines that lack a step, so many are named in a refusal."""


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
    """Add a doer's report (辦理情形) of a round. Earlier reports stay; the latest one counts.

    One that tells how far it is without what was planned keeps the planned progress that is known (`expected_of`).
    """
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
    inferred = None
    if import_id is None:
        inferred = _checked_percents(
            work, line, round=round, today=today, planned=planned_percent, actual=actual_percent
        )
    made = ProgressReport(
        assignment_id=assignment_id,
        round=round.code,
        reported_on=today,
        sequence=_next_sequence(work, ProgressReport, assignment_id),
        text=text,
        planned_percent=inferred.percent if inferred else planned_percent,
        actual_percent=actual_percent,
        delay_reason=delay_reason,
        remedy=remedy,
        asked=asked,
        import_id=import_id,
    )
    before = work.all(ProgressReport, TABLES[ProgressReport].c.assignment_id == assignment_id)
    so_far = (one.planned_percent for one in before if Round.read(one.round).until <= round.until)
    highest = max((percent for percent in so_far if percent is not None), default=None)
    if import_id is None and highest is not None and planned_percent is not None and planned_percent < highest:
        message = _("預定進度 {now:g}% 低於先前填報的 {before:g}%，預定進度不會倒退，請更正。")
        raise RuleBroken(message.format(now=planned_percent, before=highest))
    limit = reference(work).thresholds.behind_percent
    if import_id is None and made.behind >= limit and not (delay_reason.strip() and remedy.strip()):
        message = _("進度落後 {behind:g} 個百分點（達 {limit:g} 以上），請填寫落後原因與改善對策。")
        words = message.format(behind=made.behind, limit=limit)
        raise RuleBroken(_("{inferred}。{told}").format(inferred=inferred.told, told=words) if inferred else words)
    return work.save(made)


def expected_of(records: Records, assignment_id: str, *, round: Round, today: date) -> Expected | None:
    """The planned progress that a report of the round is taken to have where it names none."""
    case = records.get(Resolution, records.get(Assignment, assignment_id).resolution_id)
    report, target = TABLES[ProgressReport].c, TABLES[QuarterTarget].c
    return expected(
        round,
        today=today,
        due_on=case.due_on,
        reports=records.all(ProgressReport, report.assignment_id == assignment_id),
        targets=records.all(QuarterTarget, target.plan_item_id == case.plan_item_id) if case.plan_item_id else (),
    )


def _checked_percents(
    work: Work, line: Assignment, *, round: Round, today: date, planned: float | None, actual: float | None
) -> Expected | None:
    """What stands for a planned progress that is left out. RuleBroken where one says half of how far it is."""
    if actual is None:
        if planned is not None:
            message = _("填了預定進度 {planned:g}%，請也填實際進度；還不知道進度的，兩欄都留空白。")
            raise RuleBroken(message.format(planned=planned))
        return None
    if planned is not None:
        return None
    found = expected_of(work, line.id, round=round, today=today)
    if found is None and actual < COMPLETE:
        message = _(
            "只填了實際進度 {actual:g}%，看不出有沒有落後：請也填預定進度。"
            "先前沒有填過，對應的行動方案也沒有這一期的預定進度，無從推定。"
        )
        raise RuleBroken(message.format(actual=actual))
    return found


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


@dataclass(frozen=True)
class Lacking:
    """A line whose release (解除列管), or other closing, lacks steps. `name` is its case number and its doer."""

    assignment_id: str
    name: str
    steps: tuple[Step, ...]

    @property
    def told(self) -> str:
        """「103-001　臺北市政府交通局：秘書還沒有建議解除列管」."""
        steps = "、".join(step.lacking for step in self.steps)
        return _("{line}：{lacking}").format(line=self.name, lacking=steps)


def lacking(
    records: Records, assignment_ids: Iterable[str], verdict: Verdict, *, meeting_id: str | None
) -> list[Lacking]:
    """The lines whose closing would leave out a step; a meeting may release them directly, and then says why.

    自行列管, 併案列管 and 撤銷列管 take a meeting alone.
    """
    if verdict.state is None or (verdict is not Verdict.RELEASED and meeting_id is not None):
        return []
    known = reference(records)
    ids = list(assignment_ids)
    if verdict is not Verdict.RELEASED:
        return [Lacking(id, _line_name(records, id, known), (Step.MEETING,)) for id in ids]
    reports, reviews = defaultdict(list), defaultdict(list)
    for report in records.among(ProgressReport, "assignment_id", set(ids)):
        reports[report.assignment_id].append(report)
    for review in records.among(Review, "assignment_id", set(ids)):
        reviews[review.assignment_id].append(review)
    found: list[Lacking] = []
    for id in ids:
        if steps := release.lacking(reports[id], reviews[id], has_meeting=meeting_id is not None):
            found.append(Lacking(id, _line_name(records, id, known), steps))
    return found


def _line_name(records: Records, assignment_id: str, known: Reference) -> str:
    line = records.get(Assignment, assignment_id)
    return f"{records.get(Resolution, line.resolution_id).number}　{doer_name(line, known, None)}"


def _refuse_silent(verdict: Verdict, found: Sequence[Lacking]) -> None:
    """Steps may be left out by a meeting that says why; never unsaid."""
    told = [_("・{line}").format(line=one.told) for one in found[:NAMED]]
    if len(found) > len(told):
        told.append(_("・另有 {count} 列。").format(count=len(found) - len(told)))
    if verdict is not Verdict.RELEASED:
        message = _(
            "「{verdict}」由會議決定，沒有變更。還缺：\n{lines}\n"
            "請指明作成決定的會議，或填寫「逕行決定的理由」（指令列為 --direct-reason），說明為什麼。"
        )
        raise RuleBroken(message.format(verdict=verdict.title, lines="\n".join(told)))
    message = _(
        "解除列管要先由主（協）辦單位提請、秘書建議，再由會議決定，沒有變更。還缺：\n{lines}\n"
        "請先補齊，或填寫「逕行解除的理由」（指令列為 --direct-reason）：會議可以逕行決定，但要說明為什麼。"
    )
    raise RuleBroken(message.format(lines="\n".join(told)))


def decide(
    work: Work,
    assignment_ids: Iterable[str],
    *,
    verdict: Verdict,
    reason: str,
    today: date,
    meeting_id: str | None = None,
    into: str | None = None,
    direct_reason: str = "",
) -> None:
    """Record a meeting's verdict on lines: all of them or none. The case is closed when all its lines are.

    `into` names the case in which a merged one (併案列管) goes on, by its id or number. A closing that leaves
    out a step (`lacking`) is refused, unless `direct_reason` says why; it is kept with the decision.
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
    if meeting and meeting.held_on and meeting.held_on > today:
        message = _("「{title}」在{day}才召開，還不能記錄它的決定。請於會議當天起記錄；會議日期有誤的，請先更正。")
        raise RuleBroken(message.format(title=meeting.title, day=roc_date.written(meeting.held_on)))
    # The decision is the meeting's, of whatever day it is written down.
    on = (meeting.decides_on if meeting else None) or today
    round = Round.of(on, reference(work).thresholds.rounds_a_year)
    ids = list(assignment_ids)
    left_out = lacking(work, ids, verdict, meeting_id=meeting_id)
    direct = {one.assignment_id: direct_reason.strip() for one in left_out}
    for id in ids:
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
            _stay_in_one(work, case, goes_on)
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
                direct_reason=direct.get(id, ""),
            )
        )
        if verdict.state is None:
            continue
        work.save(line.closed(verdict.state, reason, on=on))
        lines = work.all(Assignment, TABLES[Assignment].c.resolution_id == case.id)
        last, decision = closings.last_closed(work, lines, favoured=id)
        told, by = (decision.reason, decision.meeting_id) if decision else (reason.strip(), meeting_id)
        work.save(case.after(lines, on=last.closed_on or on, reason=told, meeting_id=by))
    if left_out and not direct_reason.strip():
        _refuse_silent(verdict, left_out)


def decision_label(verdict: Verdict, cases: str, direct_reason: str) -> str:
    """What undo and the history call a decision; one that left out steps says why."""
    if not direct_reason.strip():
        return _("{verdict} {cases}").format(verdict=verdict.title, cases=cases)
    said = _("{verdict} {cases}（{directly}：{reason}）")
    directly, why = _(verdict.direct_word), " ".join(direct_reason.split())
    return said.format(verdict=verdict.title, cases=cases, directly=directly, reason=why)


def link_plan_item(
    work: Work, resolution_ids: Iterable[str], plan_item_id: str | None, *, seen: Seen[Resolution] | None = None
) -> None:
    """Say which item of the action plan cases serve. `seen` are the cases as the person saw them.

    A case without a group gets the item's.
    """
    group_id = work.get(PlanItem, plan_item_id).group_id if plan_item_id else None
    for id in resolution_ids:
        case = work.get(Resolution, id)
        linked = replace(case, plan_item_id=plan_item_id, group_id=case.group_id or group_id)
        work.save(linked, seen=_as_seen(seen, case))


def change_group(work: Work, resolution_ids: Iterable[str], group_id: str | None) -> None:
    """Say to which issue group cases belong: all of them or none."""
    for id in resolution_ids:
        work.save(replace(work.get(Resolution, id), group_id=group_id))


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


def _stay_in_one(work: Work, case: Resolution, into: Resolution) -> None:
    """The doers of one case go on in one other at most: two would leave nobody to say where it stands."""
    if case.merged_into_id in (None, into.id):
        return
    before = work.get(Resolution, case.merged_into_id)
    message = _("決議 {number} 已有主（協）辦單位併入 {before}，其餘不能再併入 {into}。請併入同一案，或改作別的決定。")
    raise RuleBroken(message.format(number=case.number, before=before.number, into=into.number))


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
