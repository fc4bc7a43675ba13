"""Rows of lists (決議、行動方案、提案、大事記) set beside their records, three ways where our own list comes back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from northtaiwan_desktop.domain.lists import CaseLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets import chronicle, plan, proposals, resolutions
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.differing import alike
from northtaiwan_desktop.sheets.further_doers import further
from northtaiwan_desktop.sheets.interpreting import Problem, Row
from northtaiwan_desktop.sheets.list_marks import RECORD_ID, comparable
from northtaiwan_desktop.sheets.matching import Answer, Candidates, decide, is_quite_another, number_key
from northtaiwan_desktop.sheets.proposal_sums import SHARES
from northtaiwan_desktop.sheets.review import Difference, Existing, Match, ReviewedRow, RowState, plain
from northtaiwan_desktop.sheets.tables import Table

_FIRST_YEAR = 1911
_EMPTY: tuple[Any, ...] = ("", [], None)
_CASE_FIXED = {
    "number": N_("與登記的案號{ours}不同；案號編定後不再變更，未採用。"),
    "meeting": N_("與登記的會議{ours}不同，未採用。"),
    "state": N_("與登記的{ours}不同；列管與解除列管由會議決定，不由匯入變更。"),
}
_PLAN_FIXED = {"number": N_("與登記的編號{ours}不同；要換編號請到該項方案修改，未採用。")}
_SEVERAL_SHARES = N_("登記的這一項由數個縣市分攤（合計{ours}），未採用；請到該案的經費分攤修改。")
_SEVERAL_SHARES_TO_SENDER = "登記的這一項由數個縣市分攤（合計{ours}），未採用。要更正請與本平臺窗口聯絡。"
_PLAN_FIXED_TO_SENDER = "與登記的編號{ours}不同，未採用。要換編號請與本平臺窗口聯絡。"
_SEVERAL_SOURCES_TO_SENDER = "登記的經費有數筆來源（{ours}），未採用。要更正請與本平臺窗口聯絡。"
_BLANK_TO_SENDER = "這一格寄出時有內容，回來是空白；登記的內容保留。確定要清空請與本平臺窗口聯絡。"
_CLOSED_TO_SENDER = "案號 {number} 已{state}。若確要更動，請與本平臺窗口聯絡。"
_OF_ANOTHER_TO_SENDER = (
    "編號是 {number}，隱藏的識別碼卻是 {other} 的，可能只排序或貼上了看得見的欄。請改正編號，或在原來的檔案重新填寫。"
)
_BUREAU_TO_SENDER = "「{doers}」沒有登記為這一案的辦理單位，未採用。要增列請與本平臺窗口聯絡。"
_UNLIKE_TO_SENDER = "編號 {number} 登記的是{ours}，與這一列的內容完全不同。請改正編號；若是新的一筆，請不要寫編號。"
_SEVERAL_SOURCES = N_("登記的經費有數筆來源（{ours}），未採用；請到該項方案修改。")


_TO_SENDER = {
    _PLAN_FIXED["number"]: _PLAN_FIXED_TO_SENDER,
    _SEVERAL_SOURCES: _SEVERAL_SOURCES_TO_SENDER,
    _SEVERAL_SHARES: _SEVERAL_SHARES_TO_SENDER,
}


@dataclass(frozen=True)
class Side:
    """The register's side of one kind: its records, how a row finds its own, and the columns that are compared."""

    known: Candidates
    find: Callable[[Row, Table], Answer]
    columns: Sequence[Column]
    fixed: Mapping[str, str]
    """Fields that no import changes in a known record, and why."""
    new_needs: frozenset[str] = frozenset()


def compare_list(
    table: Table, rows: Sequence[Row], existing: Existing, chosen: Mapping[int, str | None]
) -> tuple[ReviewedRow, ...]:
    """Compare each row with the record that it is about, or that a person named for it."""
    assert table.kind is not None
    side = _SIDES[table.kind.name](existing)
    return tuple(_compared(row, table, side, chosen.get(at, ""), at in chosen) for at, row in enumerate(rows))


def _compared(row: Row, table: Table, side: Side, id: str | None, is_chosen: bool) -> ReviewedRow:
    if row.ignored:
        return ReviewedRow(row=row, state=RowState.IGNORED)
    if row.is_unreadable:
        return ReviewedRow(row=row, state=RowState.UNREADABLE)
    answer = _answer(row, table, side, id, is_chosen)
    if answer.match is None:
        return _new(row, table, side, answer)
    record = answer.match.record
    differences: list[Difference] = []
    notes: list[Problem] = []
    for column in side.columns:
        _compare_field(column, row, record, side, differences, notes)
    state = RowState.CHANGED if differences else RowState.SAME
    if differences and (closed := _closed(row, record)):
        notes.append(closed)
        state = RowState.CONFLICT
    if differences and (other := _of_another_number(row, answer.match, side)):
        notes.append(other)
        state = RowState.CONFLICT
    if differences and not is_chosen and (unlike := _of_quite_another_text(row, answer.match)):
        notes.append(unlike)
        state = RowState.CONFLICT
    if any(each.is_conflict for each in differences):
        state = RowState.CONFLICT
    return ReviewedRow(
        row=row,
        state=state,
        match=answer.match,
        runner_ups=answer.runner_ups,
        differences=tuple(differences),
        notes=tuple(notes),
    )


def _answer(row: Row, table: Table, side: Side, id: str | None, is_chosen: bool) -> Answer:
    if is_chosen:
        record = side.known.of_id(id) if id else None
        return Answer(match=side.known.matched(record, 1.0, _("由人指定"))) if record is not None else Answer()
    record = side.known.of_id(row.found.get(RECORD_ID, ""))
    if record is not None:
        return Answer(match=side.known.matched(record, 1.0, _("匯出清單的識別碼")))
    return side.find(row, table)


def _of_another_number(row: Row, match: Match, side: Side) -> Problem | None:
    """Rows that were sorted or pasted without their hidden ids bear the number of another record."""
    number = row.fields.get("number", "")
    if not number or number == match.number or row.found.get(RECORD_ID) != match.id:
        return None
    numbered = side.known.numbered(number, "")
    if not numbered or match.record in numbered:
        return None
    message = _("編號是 {number}，隱藏的識別碼卻是 {other} 的，可能只排序或貼上了看得見的欄。請比對後逐列勾選。")
    to_sender = _OF_ANOTHER_TO_SENDER.format(number=number, other=match.number)
    return _told(row, "number", message.format(number=number, other=match.number), to_sender=to_sender)


def _of_quite_another_text(row: Row, match: Match) -> Problem | None:
    """A number that stands at quite another text is likely wrong: no record is overwritten for it unseen."""
    number, name = row.fields.get("number", ""), "text" if "text" in row.fields else "name"
    theirs = row.fields.get(name, "")
    if not number or RECORD_ID in row.found or not is_quite_another(theirs, match.text):
        return None
    message = _("編號 {number} 與登記的相同，內容卻完全不同（登記的是{ours}）。編號可能寫錯，請比對後逐列勾選。")
    to_sender = _UNLIKE_TO_SENDER.format(number=number, ours=_short(match.text))
    return _told(row, name, message.format(number=number, ours=_short(match.text)), to_sender=to_sender)


def _new(row: Row, table: Table, side: Side, answer: Answer) -> ReviewedRow:
    assert table.kind is not None
    needed = side.new_needs | {key for key in table.kind.keys if key in row.fields}
    missing = [name for name in side.new_needs if name not in row.fields]
    if not missing:
        supplied = {"resolutions": _undated, "plan": _without_term}.get(table.kind.name)
        notes = supplied(row) if supplied else ()
        return ReviewedRow(row=row, state=RowState.NEW, runner_ups=answer.runner_ups, notes=notes, needed=needed)
    titles = "、".join(known.titles[0] for name in missing if (known := table.kind.field(name)))
    message = _("登記中沒有這一筆，新增須有「{titles}」。請補上後再匯入。").format(titles=titles)
    told = _told(row, missing[0], message, is_note=False)
    return ReviewedRow(row=row, state=RowState.UNREADABLE, runner_ups=answer.runner_ups, notes=(told,))


def _undated(row: Row) -> tuple[Problem, ...]:
    """A new case needs a day on which it was decided."""
    if "decided_on" in row.fields or "decided_on" in row.raw:
        return ()
    message = _("沒有會議日期，新增的決議以匯入當天為決議日期，請補上會議日期或匯入後更正。")
    return (_told(row, "text", message, to_sender="沒有會議日期。請補上這一案是哪一天的會議決議的。"),)


def _without_term(row: Row) -> tuple[Problem, ...]:
    """A new item has a term; where the cell was no help (nothing ticked, 2年), it is said which one it gets."""
    if "term" in row.fields or "term" not in row.raw:
        return ()
    message = _("看不出期程，新增的方案登記為短期，請補上期程或匯入後更正。")
    return (_told(row, "term", message, to_sender="看不出這一案的期程。請填短期、中期或長期。"),)


def _compare_field(
    column: Column, row: Row, record: Any, side: Side, differences: list[Difference], notes: list[Problem]
) -> None:
    name, sent = column.name, row.sent
    theirs, ours = said(row, name), comparable(column, record)
    if name == "meeting" and isinstance(record, CaseLine):
        ours = ours or record.resolution.note
    if theirs in _EMPTY:
        # No 墊付 is sent as an empty cell.
        if (
            sent.get(name) not in _EMPTY
            and sent[name] is not False
            and name not in row.raw
            and ours not in _EMPTY
            and name in row.cells
        ):
            message = _("這一格寄出時有內容，回來是空白；登記的內容保留。確定要清空請到該筆資料修改。")
            notes.append(_told(row, name, message, to_sender=_BLANK_TO_SENDER))
        return
    if (name in sent and alike(theirs, sent[name])) or _says_same(name, theirs, ours):
        notes += _further_bureaus(row, name, record)
        return
    kept = _kept(name, row, record, side, differences)
    if kept:
        ours_told = _short(column.text(record))
        to_sender = _TO_SENDER.get(kept, "").format(ours=ours_told)
        notes.append(_told(row, name, _(kept).format(ours=ours_told), to_sender=to_sender))
        return
    is_conflict = name in sent and not alike(ours, sent[name])
    differences.append(
        Difference(field=name, theirs=theirs, ours=ours, as_last_sent=sent.get(name), is_conflict=is_conflict)
    )


def _kept(name: str, row: Row, record: Any, side: Side, differences: Sequence[Difference]) -> str:
    """Why a field stays as it is, though the row says otherwise; empty where it may change."""
    if isinstance(record, CaseLine):
        if name == "meeting" and not record.meeting_title and not record.resolution.note:
            return ""
        if name in {"lead", "co_leads"} and not _names_more(row, name, record):
            return N_("登記的{ours}保留：匯入只增列辦理單位，不刪去。")
    if isinstance(record, PlanLine) and name == "source" and len(record.budgets) != 1:
        return "" if any(each.field == "budget" for each in differences) else _SEVERAL_SOURCES
    if isinstance(record, ProposalLine) and name in SHARES:
        return _SEVERAL_SHARES if sum(share.source is SHARES[name] for share in record.shares) > 1 else ""
    return side.fixed.get(name, "")


def said(row: Row, name: str) -> Any:
    """What a row says of a field as a plain value; a due date in words by its words."""
    value = plain(row.fields.get(name))
    return row.found.get("due_text") if name == "due_on" and value is None else value


def _says_same(name: str, theirs: Any, ours: Any) -> bool:
    """A number in another spelling is the same number."""
    if name == "number":
        return number_key(str(theirs)).replace("-", "") == number_key(str(ours or "")).replace("-", "")
    if name in SHARES:
        # A share of nothing is not recorded.
        return bool((theirs or 0) == (ours or 0))
    return alike(theirs, ours)


def _names_more(row: Row, name: str, record: CaseLine) -> bool:
    doers = row.found.get(f"{name}_doers", ())
    return any(doer in doers for doer in further(record.assignments, row.doers))


def _further_bureaus(row: Row, name: str, record: Any) -> list[Problem]:
    """Another bureau of a county that the case has already: as the names are the same, it is only told."""
    if not isinstance(record, CaseLine) or name not in {"lead", "co_leads"} or name in row.sent:
        return []
    doers = row.found.get(f"{name}_doers", ())
    named = [doer for doer in further(record.assignments, row.doers) if doer in doers]
    if not named:
        return []
    told = "、".join(f"{doer.name}{doer.office}" for doer in named)
    message = _("「{doers}」是登記的縣市的另一個單位，未採用；要增列請到該案修改。")
    to_sender = _BUREAU_TO_SENDER.format(doers=told)
    return [_told(row, name, message.format(doers=shown(told)), to_sender=to_sender)]


def _closed(row: Row, record: Any) -> Problem | None:
    """A case that is no longer followed: told before its record is changed."""
    if not isinstance(record, CaseLine) or not record.resolution.state.is_closed:
        return None
    message = _("案號 {number} 已{state}。若確要更動，請逐列勾選。")
    case = record.resolution
    to_sender = _CLOSED_TO_SENDER.format(number=case.number, state=case.state.title)
    told = _told(row, "number", message.format(number=case.number, state=case.state.title), to_sender=to_sender)
    return replace(told, caution=Caution.CLOSED)


def _told(row: Row, name: str, message: str, *, is_note: bool = True, to_sender: str = "") -> Problem:
    cell = row.cells.get(name) or next(iter(row.cells.values()), str(row.number))
    value = row.raw.get(name)
    return Problem(cell=cell, value=value, message=message, is_note=is_note, field=name, to_sender=to_sender)


def _short(value: Any) -> str:
    text = "、".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return f"「{shown(text if len(text) <= 20 else text[:20] + '…')}」"


def _cases(existing: Existing) -> Side:
    known = Candidates(
        existing.cases,
        id=lambda line: line.resolution.id,
        number=lambda line: line.resolution.number,
        text=lambda line: line.resolution.text,
    )

    def find(row: Row, table: Table) -> Answer:
        text = row.fields["text"]
        if numbered := known.numbered(row.fields.get("number", ""), text):
            return Answer(match=known.matched(numbered[0], 1.0, _("案號相同")))
        decided: date | None = row.fields.get("decided_on")
        year = decided.year - _FIRST_YEAR if decided else table.year
        meeting = folded(row.fields.get("meeting", ""))
        group: str | None = row.found.get("group_id")

        def may_be(line: CaseLine) -> bool:
            case = line.resolution
            return (
                (decided is None or case.decided_on in (None, decided))
                and (year is None or decided is not None or case.year == year)
                and (not meeting or not line.meeting_title or folded(line.meeting_title) == meeting)
                and group in (None, case.group_id or group)
            )

        found = known.alike(text, may_be, pool=(decided, year, meeting, group))
        return _worded(decide(found, sure=0.9), _("同一會議與議題組的文字相近"))

    return Side(known, find, resolutions.COLUMNS, _CASE_FIXED)


def _plan_items(existing: Existing) -> Side:
    known = Candidates(
        existing.plan,
        id=lambda line: line.item.id,
        number=lambda line: line.item.number,
        text=lambda line: line.item.name,
    )

    def find(row: Row, table: Table) -> Answer:
        year = row.fields.get("year") or table.year or 0
        name, group = row.fields["name"], row.found.get("group_id")
        numbered = known.numbered(row.fields.get("number", ""), name)
        if own := [line for line in numbered if line.item.year == year]:
            return Answer(match=known.matched(own[0], 1.0, _("編號相同")))
        found = known.alike(
            name,
            lambda line: line.item.year == year and group in (None, line.item.group_id),
            pool=(year, group),
        )
        return _worded(decide(found, sure=0.88), _("同年度同組的名稱相近"))

    return Side(known, find, plan.COLUMNS, _PLAN_FIXED, frozenset({"name", "group"}))


def _proposals(existing: Existing) -> Side:
    known = Candidates(
        existing.proposals,
        id=lambda line: line.proposal.id,
        number=lambda line: "",
        text=lambda line: line.proposal.name,
    )

    def find(row: Row, table: Table) -> Answer:
        year = row.fields.get("year") or table.year
        found = known.alike(row.fields["name"], lambda line: line.proposal.year == year, pool=year)
        return _worded(decide(found, sure=0.9), _("同年度的名稱相近"))

    return Side(known, find, (*proposals.COLUMNS, *proposals.BESIDE), {})


def _entries(existing: Existing) -> Side:
    known = Candidates(
        existing.chronicle, id=lambda entry: entry.id, number=lambda entry: "", text=lambda entry: entry.text
    )

    def find(row: Row, table: Table) -> Answer:
        """Two events of one day are alike in much: only nearly the same words are the same event."""
        span = (row.fields["since"], row.fields["until"])
        found = known.alike(row.fields["text"], lambda entry: (entry.since, entry.until) == span, pool=span)
        return _worded(decide(found, sure=0.92), _("同一日期的文字相近"))

    return Side(known, find, chronicle.COLUMNS, {}, frozenset({"since", "until", "precision", "text"}))


def _worded(answer: Answer, why: str) -> Answer:
    return replace(answer, match=replace(answer.match, why=why)) if answer.match else answer


_SIDES: Mapping[str, Callable[[Existing], Side]] = {
    "resolutions": _cases,
    "plan": _plan_items,
    "proposals": _proposals,
    "chronicle": _entries,
}
