"""The form (填報表) that a county fills in and sends back: only its cells are open, every row knows its record."""

import json
from collections.abc import Sequence
from datetime import date
from hashlib import sha256

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.progress import ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.book import Book, Cell, Face, Paper, Sheet, SheetColumn, cell, plain, shown
from northtaiwan_desktop.sheets.progress_sheet import BY_NAME, LINE_ID, as_of

VERSION = "1"
FORM_SHEET = "填報表"
META_SHEET = "_meta"
META_KEYS = ("kind", "version", "platform", "county", "county_name", "year", "round", "sent_on")
"""What `_meta` says of the form in two columns, key and value; the file's custom properties say the same."""
EDITABLE = ("report", "planned_percent", "actual_percent", "delay_reason", "remedy", "verdict")
"""The fields that the county fills in."""
SENT_PREFIX = "sent_"
STAMP = "stamp"

_ENCODED = json.JSONEncoder(ensure_ascii=False).encode
"""Made once: a form of thousands of rows is stamped row by row."""
_GIVEN = ("number", "meeting", "text", "lead", "co_leads", "due_on")
_WIDTHS = {
    "number": 10,
    "meeting": 17,
    "text": 32,
    "lead": 14,
    "co_leads": 13,
    "due_on": 13,
    "report": 40,
    "planned_percent": 10,
    "actual_percent": 10,
    "delay_reason": 20,
    "remedy": 20,
    "verdict": 15,
    "review": 18,
}
_TITLES = {"lead": "填報單位"}
_HINTS = {
    "report": "請寫明本期實際辦理的事項、日期與成果。",
    "planned_percent": "到本期末應達到的進度，0%至100%，例如80%。",
    "actual_percent": "到本期末實際達到的進度，0%至100%，例如75%。",
    "delay_reason": "實際進度比預定進度落後{limit}以上時，請說明原因。",
    "remedy": "落後時，請說明如何趕上及預定趕上的日期。",
    "verdict": "已辦理完成者請選「提請解除列管」，其餘選「繼續列管」。",
}


def stamp(line: TrackedLine) -> str:
    """A digest of the line as it stands: another one when it is returned means that the record has moved on."""
    case, latest = line.resolution, line.latest
    told = [
        line.id,
        line.assignment.state.value,
        case.state.value,
        case.text,
        case.due_on.isoformat() if case.due_on else case.due_text,
    ]
    if latest is not None:
        told += [latest.id, latest.round]
    return sha256(_ENCODED(told).encode()).hexdigest()[:16]


def form_book(
    lines: Sequence[TrackedLine],
    *,
    platform: str,
    member: Member,
    round: Round,
    sent_on: date,
    return_by: date | None = None,
    contact: str = "",
    behind_percent: float = 10.0,
) -> Book:
    """The form of one county: its open lines among `lines`. RuleBroken where it has none.

    What was reported for `round` already stands in the open cells; the report before that is shown beside them.
    From `behind_percent` points behind the form asks for a reason and a remedy.
    """
    limit = f"{behind_percent:g}%"
    own = [line for line in lines if line.assignment.member_id == member.id and not line.assignment.state.is_closed]
    if not own:
        raise RuleBroken(_("{member}目前沒有列管中的案件，不需要填報表。請確認縣市與年度。").format(member=member.name))
    title = f"{platform}會議決議事項辦理情形填報表"
    known = {
        "kind": "progress",
        "version": VERSION,
        "platform": platform,
        "county": member.id,
        "county_name": member.name,
        "year": str(round.year),
        "round": round.code,
        "sent_on": sent_on.isoformat(),
    }
    meta = tuple((key, known[key]) for key in META_KEYS)
    ask = f"填報縣市：{member.name}　填報期別：{round.written}　發送日期：{roc_date.written(sent_on)}"
    if return_by:
        ask += f"　請於{roc_date.written(return_by)}前填妥回傳"
    if contact:
        ask += f"　聯絡窗口：{contact}"
    sheet = Sheet(
        name=FORM_SHEET,
        title=(title, ask, "請只填寫淺黃色的欄位，其餘欄位已鎖定；填寫方式見「填寫說明」工作表。"),
        columns=(*_given(), *_open(limit), shown(BY_NAME["review"], width=_WIDTHS["review"]), *_hidden()),
        rows=tuple(_row(line, round) for line in own),
        paper=Paper.A3,
        is_protected=True,
        frozen_columns=1,
        face=Face.SCREEN,
    )
    return Book(
        title=title,
        author=platform,
        made_on=sent_on,
        sheets=(sheet, _guide(round, limit), _meta(meta)),
        properties=meta,
    )


def _given() -> tuple[SheetColumn, ...]:
    told = [shown(BY_NAME[name], title=_TITLES.get(name, BY_NAME[name].title), width=_WIDTHS[name]) for name in _GIVEN]
    return (*told, SheetColumn(name="previous", title="前期辦理情形", width=28))


def _open(limit: str) -> tuple[SheetColumn, ...]:
    return tuple(
        shown(
            BY_NAME[name],
            title=_TITLES.get(name, BY_NAME[name].title),
            width=_WIDTHS[name],
            is_editable=True,
            hint=_HINTS[name].format(limit=limit),
        )
        for name in EDITABLE
    )


def _hidden() -> tuple[SheetColumn, ...]:
    """The record's id, its stamp, and the open cells as they were sent: theirs, ours and as last sent can be told."""
    sent = (
        shown(BY_NAME[name], name=SENT_PREFIX + name, title=SENT_PREFIX + name, is_hidden=True, choices=())
        for name in EDITABLE
    )
    return (
        shown(LINE_ID, is_hidden=True),
        SheetColumn(name=STAMP, title=STAMP, width=18, is_hidden=True),
        *sent,
    )


def _row(line: TrackedLine, round: Round) -> tuple[Cell, ...]:
    past = as_of(line, round)
    given = tuple(cell(BY_NAME[name], past) for name in _GIVEN)
    earlier = [report for report in past.reports if report.round != round.code]
    filled = _filled(line.report_of(round))
    return (*given, _previous(earlier), *filled, cell(BY_NAME["review"], past), line.id, stamp(line), *filled)


def _filled(report: ProgressReport | None) -> tuple[Cell, ...]:
    """What stands in the open cells when the form is sent, in the order of `EDITABLE`."""
    if report is None:
        return (None, None, None, None, None, Verdict.CONTINUE.word)
    return (
        plain(report.text) or None,
        report.planned_percent,
        report.actual_percent,
        plain(report.delay_reason) or None,
        plain(report.remedy) or None,
        report.asked.word,
    )


def _previous(reports: Sequence[ProgressReport]) -> str | None:
    if not reports:
        return None
    last = reports[-1]
    how_far = "" if last.actual_percent is None else f"，實際進度{last.actual_percent:g}%"
    return plain(f"（{Round.read(last.round).written}{how_far}）\n{last.text}")


def _guide(round: Round, limit: str) -> Sheet:
    told = (
        ("辦理情形", f"必填。請寫明{round.written}實際辦理的事項、日期與成果；沒有進展也請說明。"),
        ("預定進度、實際進度", "請填0至100的數字，例如80或80%；是自開始辦理以來的累計進度。"),
        ("落後原因、改善對策", f"實際進度比預定進度落後{limit}以上時必填。"),
        ("是否解除列管", "請由清單選擇。提請解除列管者，須經會議同意後才解除。"),
        ("其他欄位", "已鎖定，不需填寫。內容有誤請另行告知主辦縣市，不要自行增刪欄列。"),
        ("回傳", "請保留本檔案格式（xlsx或ods）直接回傳，不要另存為PDF或複製到其他檔案。"),
    )
    return Sheet(
        name="填寫說明",
        title=("填寫說明",),
        columns=(
            SheetColumn(name="what", title="欄位", width=24),
            SheetColumn(name="how", title="填寫方式", width=76),
        ),
        rows=told,
        has_filter=False,
        face=Face.SCREEN,
    )


def _meta(pairs: tuple[tuple[str, str], ...]) -> Sheet:
    return Sheet(
        name=META_SHEET,
        columns=(
            SheetColumn(name="key", title="key", width=16),
            SheetColumn(name="value", title="value", width=40),
        ),
        rows=pairs,
        is_hidden=True,
        has_filter=False,
    )
