"""The six kinds of table that can be taken in, each a list of fields: the same columns that go out."""

from collections.abc import Iterable, Mapping

from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets import (
    chronicle,
    people_readers,
    period_cells,
    plan,
    posts,
    progress,
    proposals,
    readers,
    resolutions,
)
from northtaiwan_desktop.sheets.advance_cells import read_advance
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.sheets.fields import Field, Kind, Reader, once
from northtaiwan_desktop.sheets.headings import plain
from northtaiwan_desktop.sheets.percent_cells import percent
from northtaiwan_desktop.sheets.ticks import ticked
from northtaiwan_desktop.sheets.verdict_words import read_state, read_verdict

_LEAD = ticked(readers.doers("lead", Share.LEAD))
_CO_LEADS = ticked(readers.doers("co_leads", Share.CO_LEAD))
_GROUP = ticked(readers.group, is_single=True)

_PROGRESS: Mapping[str, Reader] = {
    "number": readers.number,
    "text": readers.text("text"),
    "lead": _LEAD,
    "report": readers.text("report"),
    "reported_on": readers.day("reported_on"),
    "round": readers.round_of,
    "planned_percent": percent("planned_percent"),
    "actual_percent": percent("actual_percent"),
    "delay_reason": readers.text("delay_reason"),
    "remedy": readers.text("remedy"),
    "verdict": read_verdict,
}
_RESOLUTIONS: Mapping[str, Reader] = {
    "number": readers.number,
    "meeting": readers.meeting,
    "decided_on": readers.day("decided_on"),
    "group": _GROUP,
    "text": readers.text("text"),
    "lead": _LEAD,
    "co_leads": _CO_LEADS,
    "due_on": readers.due,
    "state": read_state,
}
_PLAN: Mapping[str, Reader] = {
    "number": readers.number,
    "year": readers.year,
    "group": _GROUP,
    "name": readers.text("name"),
    "term": ticked(readers.term, is_single=True),
    "lead": _LEAD,
    "co_leads": _CO_LEADS,
    "starts_on": period_cells.end("starts_on", last=False),
    "ends_on": period_cells.end("ends_on", last=True),
    "budget": readers.money("budget"),
    "source": ticked(readers.source),
    "axes": ticked(readers.axes),
    "indicator": readers.text("indicator"),
    "planned_percent": percent("planned_percent"),
    "actual_percent": percent("actual_percent"),
}
_PROPOSALS: Mapping[str, Reader] = {
    "year": readers.year,
    "name": readers.text("name"),
    "group": _GROUP,
    "proposer": ticked(readers.doers("proposer", Share.LEAD)),
    "partners": ticked(readers.doers("partners", Share.CO_LEAD)),
    "priority": readers.priority,
    "requested": readers.money("requested"),
    "approved": readers.money("approved"),
    "result": ticked(readers.result, is_single=True),
    "comment": readers.text("comment"),
    "central": readers.money("central"),
    "match": readers.money("match"),
    "own": readers.money("own"),
    "advance": read_advance,
}
_TOTAL = Field(
    name="total",
    titles=(N_("總經費"), "計畫總經費", "總計畫經費", "經費總額", "總金額", "經費合計", "總需求經費"),
    read=once(readers.money("total")),
    gives=("requested",),
)
"""The whole cost of a proposal, which its shares add up to."""
_CHRONICLE: Mapping[str, Reader] = {
    "since": readers.span,
    "until": readers.until,
    "precision": readers.precision,
    "text": readers.text("text"),
}
_PEOPLE: Mapping[str, Reader] = {
    "member": ticked(people_readers.member, is_single=True),
    "body": ticked(people_readers.body, is_single=True),
    "group": _GROUP,
    "name": people_readers.name,
    "bureau": people_readers.bureau,
    "title": readers.text("title"),
    "since": readers.day("since"),
    "until": readers.day("until"),
    "phone": people_readers.phone,
    "email": people_readers.email,
}
# Content speaks for these where a heading does not.
_LOOKS = {
    "lead": readers.names_a_member,
    "proposer": readers.names_a_member,
    "since": readers.looks_like(readers.span),
    "decided_on": readers.looks_like(readers.day("decided_on")),
    "reported_on": readers.looks_like(readers.day("reported_on")),
}
# Headings of other offices for which our own lists have no column of that name.
_ALSO = {
    "progress": {
        "text": ("主席裁（指）示事項", "裁（指）示事項", "決議（裁示）事項", "議案", "案由及決議", "事項"),
        "report": ("辦理情形（執行情形）", "執行成果", "辦理成果", "工作進度說明", "辦理概況"),
        "planned_percent": ("預定進度百分比", "預定％", "應達進度"),
        "actual_percent": ("實際進度百分比", "實際％", "執行率", "完成率", "累計進度"),
        "delay_reason": ("落後原因及檢討",),
        "remedy": ("對策", "改進對策", "因應對策及改善措施"),
        "verdict": ("建議解除列管", "解除列管", "繼續列管", "列管", "解管情形"),
    },
    "resolutions": {"text": ("主席裁（指）示事項", "裁（指）示事項", "決議（裁示）事項"), "lead": ("縣市",)},
    "plan": {
        "starts_on": ("開始", "起始", "起"),
        "ends_on": ("結束", "迄", "訖", "截止"),
        "actual_percent": ("累計進度",),
    },
    "chronicle": {"since": ("日期／時間", "年/月/日"), "text": ("大事記事", "記事內容", "重大事件")},
}


def _fields(kind: str, columns: Iterable[Column], read: Mapping[str, Reader]) -> tuple[Field, ...]:
    also = _ALSO.get(kind, {})
    return tuple(
        Field(
            name=column.name,
            titles=(column.title, *column.synonyms, *also.get(column.name, ())),
            read=once(read[column.name]) if column.name in read else None,
            looks=_LOOKS.get(column.name),
        )
        for column in columns
    )


PROGRESS = Kind(
    name="progress",
    title=N_("辦理情形"),
    fields=_fields("progress", (*progress.COLUMNS, *progress.BESIDE), _PROGRESS),
    needed=(("report", "actual_percent"), ("number", "text", "assignment_id")),
    keys=("number", "text", "assignment_id"),
)
RESOLUTIONS = Kind(
    name="resolutions",
    title=N_("決議事項"),
    fields=_fields("resolutions", resolutions.COLUMNS, _RESOLUTIONS),
    needed=(("text",), ("number", "meeting", "decided_on", "lead", "due_on", "state")),
    keys=("text",),
)
_PERIOD = Field(
    name="period",
    titles=(
        N_("執行期間"),
        "執行期程",
        "計畫期程",
        "計畫期間",
        "計畫執行期間",
        "辦理期間",
        "辦理期程",
        "推動期程",
        "推動期間",
        "實施期程",
        "實施期間",
        "預定期程",
        "預定執行期間",
        "期間",
        "起訖日期",
        "起迄日期",
        "起訖時間",
        "起迄時間",
        "起訖期間",
        "起迄期間",
        "起訖年月",
        "起迄年月",
        "起訖",
        "起迄",
    ),
    read=once(period_cells.period),
    gives=("starts_on", "ends_on"),
)
"""A column of the start and the end, which our own plan has apart."""
PLAN = Kind(
    name="plan",
    title=N_("年度行動方案"),
    fields=(*_fields("plan", plan.COLUMNS, _PLAN), _PERIOD),
    needed=(("name",), ("group", "term", "lead", "starts_on", "ends_on", "period", "budget", "axes", "indicator")),
    keys=("name",),
)
PROPOSALS = Kind(
    name="proposals",
    title=N_("國建計畫提案"),
    fields=(*_fields("proposals", (*proposals.COLUMNS, *proposals.BESIDE), _PROPOSALS), _TOTAL),
    needed=(("name",), ("proposer", "requested", "total", "approved", "priority", "result")),
    keys=("name",),
)
CHRONICLE = Kind(
    name="chronicle",
    title=N_("大事記"),
    fields=_fields("chronicle", chronicle.COLUMNS, _CHRONICLE),
    needed=(("since",), ("text",)),
    keys=("text",),
)
# A workbook of any other kind may name its contact persons in passing.
PEOPLE = Kind(
    name="people",
    title=N_("人員與聯絡窗口"),
    fields=_fields("people", posts.COLUMNS, _PEOPLE),
    needed=(("name",), ("phone", "email", "title", "body", "since")),
    keys=("name",),
    gives_way_to=frozenset({"progress", "resolutions", "plan", "proposals"}),
)
KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (PROGRESS, RESOLUTIONS, PLAN, PROPOSALS, CHRONICLE, PEOPLE)}
"""By their names on the command line."""
HEADINGS = frozenset(plain(title) for kind in KINDS.values() for field in kind.fields for title in field.titles)
"""Under which any field of any kind comes, made ready for matching."""
