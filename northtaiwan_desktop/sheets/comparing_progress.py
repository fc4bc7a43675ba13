"""Returned progress (辦理情形) set beside each line's own reports: a three-way comparison where the form tells."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.progress import ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.sheets.differing import alike
from northtaiwan_desktop.sheets.form import EDITABLE, STAMP, stamp
from northtaiwan_desktop.sheets.given_columns import told_of_given
from northtaiwan_desktop.sheets.interpreting import Problem, Row
from northtaiwan_desktop.sheets.matching import Answer, LineMatcher, is_quite_another
from northtaiwan_desktop.sheets.review import Difference, Existing, Match, ReviewedRow, RowState, plain
from northtaiwan_desktop.sheets.tables import Recognised, Table

_EXPLAINED = (("delay_reason", N_("落後原因")), ("remedy", N_("改善對策")))
SINCE_SENT = N_("這一案在填報表送出後已有更動，請比對後再匯入。")
BOTH_CHANGED = N_("寄出之後，登記的與來文都更動過這一列的同一格，請逐格比對後擇一。")
_SINCE_SENT_TO_SENDER = "這一案在填報表送出後，登記的內容已有更動。請與現況核對，內容無誤就不必更改。"
_CLOSED_TO_SENDER = "案號 {number} 已不再列管，不必填報。若確有補充，請與本平臺窗口聯絡。"
_NEWER_TO_SENDER = "這一期已登記{later}的填報，這一列的填報日期是{day}。若這是更正，請改填現在的填報日期。"
_NO_COLUMN_TO_SENDER = (
    "案號 {number} 進度落後 {behind:g} 個百分點（達 {limit:g} 以上）。請在辦理情形寫明{lacking}，不必增加欄位。"
)
_UNLIKE_TO_SENDER = "案號 {number} 登記的決議是「{ours}」，與這一列的文字完全不同。請改正案號，或確認決議事項。"
_NEW_TO_SENDER = "{reason}。請填上正確的案號；若是新的案件，請與本平臺窗口聯絡。"
_NEAR_TO_SENDER = "{reason}。最接近的是：{near}。請填上正確的案號。"


def compare_progress(
    table: Table,
    rows: Sequence[Row],
    existing: Existing,
    recognised: Recognised,
    chosen: Mapping[int, str | None],
) -> tuple[ReviewedRow, ...]:
    """Compare each row with the line that it is about, or that a person named for it."""
    matcher = LineMatcher(existing.lines, table.sender_id)
    owner = recognised.form.member_id if recognised.form else None
    found = []
    for at, row in enumerate(rows):
        if at in chosen:
            answer = matcher.chosen(chosen[at] or "")
            answer = answer if answer.match else Answer(why_not=_("沒有指定對應的案件"))
        else:
            answer = Answer() if row.ignored or row.is_unreadable else matcher.find(row)
        found.append(_compared(row, table, answer, owner, existing.behind_percent, is_chosen=at in chosen))
    return tuple(found)


def _compared(
    row: Row, table: Table, answer: Answer, owner: str | None, behind_percent: float, *, is_chosen: bool
) -> ReviewedRow:
    if row.ignored:
        return ReviewedRow(row=row, state=RowState.IGNORED)
    if row.is_unreadable:
        return ReviewedRow(row=row, state=RowState.UNREADABLE)
    if answer.match is None:
        return ReviewedRow(
            row=row, state=RowState.UNREADABLE, runner_ups=answer.runner_ups, notes=(_unmatched(row, answer),)
        )
    line: TrackedLine = answer.match.record
    round = row_round(row, table)
    base = our_report(row, line, round)
    differences = _differences(row, base)
    if not differences:
        flawed = any(problem.field in EDITABLE and not problem.is_note for problem in row.problems)
        state = RowState.UNREADABLE if flawed else RowState.SAME
        return ReviewedRow(row=row, state=state, match=answer.match, notes=told_of_given(row, line))
    unlike = () if is_chosen else _of_quite_another_text(row, line)
    notes = [*_moved_on(row, line, table), *_not_theirs(row, line, owner), *unlike]
    is_conflict = bool(notes) or any(each.is_conflict for each in differences)
    if not notes and row.found.get(STAMP, "") not in ("", stamp(line)):
        notes.append(_note(row, "number", _(SINCE_SENT), caution=Caution.OLDER, to_sender=_SINCE_SENT_TO_SENDER))
    notes += told_of_given(row, line)
    notes += _of_another(row, line, table, owner)
    notes += _of_one_alone(row, line, table)
    notes += _doubtful_progress(row, line, base, differences, round, behind_percent)
    is_worded = base is not None and bool(base.text.strip())
    if not is_worded and not any(each.field == "report" for each in differences):
        message = _("這一期還沒有辦理情形的文字，不能只登錄進度。請補上辦理情形後再匯入。")
        notes.append(_note(row, "report", message, is_note=False))
    return ReviewedRow(
        row=row,
        state=RowState.CONFLICT if is_conflict else RowState.CHANGED,
        match=answer.match,
        differences=differences,
        notes=tuple(notes),
        needed=frozenset() if is_worded else frozenset({"report"}),
    )


def row_round(row: Row, table: Table) -> Round | None:
    """The round that a row reports for: its own, else the table's."""
    try:
        return Round.read(row.fields["round"]) if "round" in row.fields else table.round
    except AppError:
        return table.round


def _differences(row: Row, base: ProgressReport | None) -> tuple[Difference, ...]:
    ours: Mapping[str, Any] | None = None
    found = []
    read, was_sent = row.fields, row.sent
    for name in EDITABLE:
        as_read, as_sent = read.get(name), was_sent.get(name)
        if as_read == as_sent and name in was_sent and as_read is not Verdict.RELEASED:
            # The commonest cell of a form: it says what it was sent with.
            continue
        theirs, sent = _theirs(name, as_read), plain(as_sent)
        is_cleared = theirs is None and name in row.sent and sent is not None and name not in row.raw
        if theirs is None and (not is_cleared or name == "report"):
            # A report without words is none: what was reported stands.
            continue
        if name in row.sent and alike(theirs, sent):
            # They left it as it was sent; what we have meanwhile stands.
            continue
        ours = ours or report_values(base)
        if alike(theirs, ours[name]):
            continue
        is_conflict = name in row.sent and not alike(ours[name], sent)
        found.append(Difference(field=name, theirs=theirs, ours=ours[name], as_last_sent=sent, is_conflict=is_conflict))
    return tuple(found)


def our_report(row: Row, line: TrackedLine, round: Round | None) -> ProgressReport | None:
    """The report that a row is set beside: what was reported for its round, else what the sheet was sent out with."""
    report = line.report_of(round) if round else line.latest
    # Our own list sent out with the last report in it comes back unchanged where nothing was reported.
    return line.latest if report is None and not row.sent else report


def report_values(report: ProgressReport | None) -> Mapping[str, Any]:
    """A report by the contract's field names, in plain values; a line without one goes on being followed."""
    if report is None:
        return dict.fromkeys(EDITABLE) | {"verdict": Verdict.CONTINUE.value}
    return {
        "report": report.text,
        "planned_percent": report.planned_percent,
        "actual_percent": report.actual_percent,
        "delay_reason": report.delay_reason,
        "remedy": report.remedy,
        "verdict": report.asked.value,
    }


def report_to_take(reviewed: ReviewedRow, table: Table, fields: Collection[str] | None = None) -> Mapping[str, Any]:
    """The whole report that taking a row would make: ours with what differs put in; `verdict` as `Verdict`.

    With `fields` only these are put in.

    What they left as it was sent does not come back over what was changed here meanwhile.
    """
    if reviewed.match is None:
        return {}
    line: TrackedLine = reviewed.match.record
    base = our_report(reviewed.row, line, row_round(reviewed.row, table))
    differing = {each.field: each.theirs for each in reviewed.differences if fields is None or each.field in fields}
    taken = dict(report_values(base)) | differing
    blank = {name: taken[name] or "" for name in ("report", "delay_reason", "remedy")}
    return taken | blank | {"verdict": Verdict(taken["verdict"] or Verdict.CONTINUE.value)}


def _theirs(name: str, as_read: Any) -> Any:
    value = plain(as_read)
    # A doer asks; only a meeting releases.
    if name == "verdict" and value == Verdict.RELEASED.value:
        return Verdict.RELEASE_ASKED.value
    return value if value not in ("", []) else None


def _moved_on(row: Row, line: TrackedLine, table: Table) -> list[Problem]:
    notes = []
    if line.assignment.state.is_closed or line.resolution.state.is_closed:
        message = _("案號 {number} 已{state}，不再填報。若確要補登，請逐列勾選。").format(
            number=line.number, state=line.assignment.state.title
        )
        to_sender = _CLOSED_TO_SENDER.format(number=line.number)
        notes.append(_note(row, "number", message, caution=Caution.CLOSED, to_sender=to_sender))
    round, latest = row_round(row, table), line.latest
    if round and latest and _is_later(latest.round, round):
        message = _("案號 {number} 已有較晚一期（{later}）的辦理情形，這一列是{round}的。").format(
            number=line.number, later=Round.read(latest.round).written, round=round.written
        )
        notes.append(_note(row, "report", message, caution=Caution.LATER_ROUND))
    standing, day = line.report_of(round) if round else None, row.fields.get("reported_on")
    if standing and day and day < standing.reported_on:
        message = _("登記的較新：案號 {number} 這一期已有{later}的填報，這一列是{day}的，不會成為最新的。").format(
            number=line.number, later=roc_date.written(standing.reported_on), day=roc_date.written(day)
        )
        to_sender = _NEWER_TO_SENDER.format(later=roc_date.written(standing.reported_on), day=roc_date.written(day))
        notes.append(_note(row, "reported_on", message, caution=Caution.OURS_NEWER, to_sender=to_sender))
    return notes


def _of_quite_another_text(row: Row, line: TrackedLine) -> list[Problem]:
    """A number that stands at quite another text is likely wrong: nothing is filed under it unseen."""
    if "assignment_id" in row.found or "number" not in row.fields:
        return []
    if not is_quite_another(row.fields.get("text", ""), line.resolution.text):
        return []
    text = line.resolution.text
    ours = shown(text if len(text) <= 20 else text[:20] + "…")
    message = _("案號 {number} 登記的決議是「{ours}」，與這一列的文字完全不同。案號可能寫錯，請比對後逐列勾選。")
    told = message.format(number=line.number, ours=ours)
    to_sender = _UNLIKE_TO_SENDER.format(number=line.number, ours=ours)
    return [_note(row, "text", told, to_sender=to_sender)]


def _doubtful_progress(
    row: Row,
    line: TrackedLine,
    base: ProgressReport | None,
    differences: Sequence[Difference],
    round: Round | None,
    behind_percent: float,
) -> list[Problem]:
    """What a desk would be asked for at once: why a report is far behind, and planned progress that falls.

    A county's word is taken all the same; the note goes back to it with its sheet.
    """
    said = dict(report_values(base)) | {each.field: each.theirs for each in differences}
    planned, actual, notes = said["planned_percent"], said["actual_percent"], []
    if planned is not None and actual is not None and planned - actual >= behind_percent:
        lacking = [title for name, title in _EXPLAINED if not str(said[name] or "").strip()]
        if lacking:
            message = _("案號 {number} 進度落後 {behind:g} 個百分點（達 {limit:g} 以上），請補{lacking}。")
            words = "、".join(_(title) for title in lacking)
            told = message.format(number=line.number, behind=planned - actual, limit=behind_percent, lacking=words)
            # Who is asked for what has no column in their table would add one, which is not wanted either.
            has_columns = all(name in row.cells for name, _title in _EXPLAINED)
            limits = {"number": line.number, "behind": planned - actual, "limit": behind_percent}
            lacks = "、".join(lacking)
            to_sender = "" if has_columns else _NO_COLUMN_TO_SENDER.format(**limits, lacking=lacks)
            notes.append(_note(row, "delay_reason", told, to_sender=to_sender))
    before = [one.planned_percent for one in line.reports if round and not _is_later(one.round, round)]
    highest = max((percent for percent in before if percent is not None), default=None)
    if planned is not None and highest is not None and planned < highest:
        message = _("案號 {number} 預定進度 {now:g}% 低於先前填報的 {before:g}%，請確認。")
        notes.append(_note(row, "planned_percent", message.format(number=line.number, now=planned, before=highest)))
    return notes


def _is_later(code: str, round: Round) -> bool:
    try:
        return Round.read(code).since > round.until
    except AppError:
        return False


def _not_theirs(row: Row, line: TrackedLine, owner: str | None) -> list[Problem]:
    if owner is None or line.assignment.member_id == owner:
        return []
    message = _("案號 {number} 的這一項由{doer}辦理，不是這份填報表的縣市。").format(
        number=line.number, doer=line.doer_name
    )
    return [_note(row, "lead", message, caution=Caution.OTHER_COUNTY)]


def _of_another(row: Row, line: TrackedLine, table: Table, owner: str | None) -> list[Problem]:
    """A sheet of no form of ours whose sender is known, with a row about another county's part."""
    sender = table.sender_id
    if owner is not None or sender is None or line.assignment.member_id in (None, sender):
        return []
    message = _("案號 {number} 的這一項由{doer}辦理，與來文的縣市不同，請確認。")
    message = message.format(number=line.number, doer=line.doer_name)
    return [_note(row, "lead", message, caution=Caution.OTHER_COUNTY)]


def _of_one_alone(row: Row, line: TrackedLine, table: Table) -> list[Problem]:
    """A row that names several counties says what all of them did, and is filed for one of them."""
    if row.sent or table.sender_id is not None:
        return []
    named = dict.fromkeys(doer.name for doer in row.found.get("lead_doers", ()) if doer.member_id)
    if len(named) < 2:
        return []
    message = _("這一列寫了{names}，辦理情形只登錄在{doer}這一項。請分列，或到各縣市的那一項補登。")
    told = message.format(names="、".join(named), doer=line.doer_name)
    to_sender = "這一列寫了{names}，辦理情形只登錄在{doer}這一項。請每個縣市各寫一列。"
    return [_note(row, "lead", told, to_sender=to_sender.format(names="、".join(named), doer=line.doer_name))]


def _unmatched(row: Row, answer: Answer) -> Problem:
    near = "；".join(_named(match) for match in answer.runner_ups)
    message = (
        _("{reason}。最接近的是：{near}。請填上正確的案號後再匯入。").format(reason=answer.why_not, near=near)
        if near
        else _("{reason}。請填上正確的案號，或先登錄這一案。").format(reason=answer.why_not)
    )
    to_sender = (_NEAR_TO_SENDER if near else _NEW_TO_SENDER).format(reason=answer.why_not, near=near)
    return _note(row, "number" if "number" in row.cells else "text", message, is_note=False, to_sender=to_sender)


def _named(match: Match) -> str:
    text = shown(match.text if len(match.text) <= 20 else match.text[:20] + "…")
    return f"{match.number}「{text}」{match.record.doer_name}"


def _note(
    row: Row,
    name: str,
    message: str,
    *,
    is_note: bool = True,
    caution: Caution | None = None,
    to_sender: str = "",
) -> Problem:
    return Problem(
        cell=row.cells.get(name) or next(iter(row.cells.values()), str(row.number)),
        value=row.raw.get(name),
        message=message,
        is_note=is_note,
        field=name,
        to_sender=to_sender,
        caution=caution,
    )
