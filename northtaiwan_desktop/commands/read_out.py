"""A record as `show` tells it to people: an office's words for its fields, 民國 dates, names instead of ids."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.field_words import field_word
from northtaiwan_desktop.domain.meeting import MeetingStatus, Outcome, Presence
from northtaiwan_desktop.domain.people import Body
from northtaiwan_desktop.domain.plan import PlanState, Source, Term
from northtaiwan_desktop.domain.progress import Light, Round, Verdict
from northtaiwan_desktop.domain.proposal import Advance, Result, ReviewVerdict
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Share, State
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.sheets import plan as plan_sheet
from northtaiwan_desktop.sheets import posts as posts_sheet
from northtaiwan_desktop.sheets import proposals as proposals_sheet
from northtaiwan_desktop.sheets.columns import written
from northtaiwan_desktop.sheets.imports import KIND_WORDS

WORDS = {
    "id": N_("識別碼"),
    "kind": N_("種類"),
    "group": N_("議題組"),
    "host": N_("主政縣市"),
    "meeting": N_("會議"),
    "item": N_("議案"),
    "plan_item": N_("行動方案"),
    "state_words": N_("列管情形"),
    "goes_on_in": N_("併入"),
    "taken_in": N_("併入本案的案件"),
    "later_meetings": N_("之後的會議"),
    "documents": N_("文件"),
    "lines": N_("辦理單位"),
    "doer": N_("主（協）辦單位"),
    "light": N_("燈號"),
    "reports": N_("辦理情形"),
    "report": N_("辦理情形"),
    "reviews": N_("審查意見"),
    "history": N_("變更歷程"),
    "at": N_("時間"),
    "by": N_("操作者"),
    "operation": N_("操作"),
    "attachments": N_("附件"),
    "sections": N_("章節"),
    "attendance": N_("出席人員"),
    "items": N_("議案"),
    "resolutions": N_("決議"),
    "assignments": N_("辦理單位"),
    "carried": N_("上次會議決議辦理情形"),
    "due": N_("預定完成日期"),
    "due_on": N_("預定完成日期"),
    "versions": N_("各版"),
    "confirmed_in": N_("確認的會議"),
    "quarters": N_("各季進度"),
    "milestones": N_("查核點"),
    "budget_lines": N_("經費明細"),
    "lineage": N_("歷年同一方案"),
    "into": N_("併入"),
    "merged": N_("併入本案的提案"),
    "plan": N_("行動方案"),
    "agenda": N_("列入的議程"),
    "shares": N_("經費分攤"),
    "tiers": N_("財力級次"),
    "warnings": N_("請確認"),
    "on": N_("日期"),
    "member": N_("縣市"),
    "former_names": N_("曾用名稱"),
    "hosted": N_("主政年度"),
    "led": N_("歷年主政的議題組"),
    "groups": N_("議題組"),
    "posts": N_("職務"),
    "held_before_and_after": N_("前後任"),
    "open_cases": N_("未結案件"),
    "sender": N_("來源縣市"),
    "taken_back": N_("已收回"),
    "standing": N_("之後的更動"),
    "label": N_("操作"),
    "record": N_("資料"),
    "words": N_("說明"),
    "written": N_("寫入的資料"),
    "written_count": N_("寫入筆數"),
    "fields": N_("欄位"),
}
"""The words for what an answer of `show` adds to the records' own fields."""
OF_KIND: Mapping[str, Mapping[str, str]] = {
    "plan": {one.name: one.title for one in (*plan_sheet.COLUMNS, *plan_sheet.BESIDE)},
    "proposal": {one.name: one.title for one in (*proposals_sheet.COLUMNS, *proposals_sheet.BESIDE)}
    | {"decided_on": N_("核定日期")},
    "post": {one.name: one.title for one in posts_sheet.COLUMNS},
    "import": {"items": N_("行動方案")},
}
"""Where a kind of record has words of its own, as its list has them."""
STATES: Mapping[str, tuple[type[Enum], ...]] = {
    "state": (State, PlanState),
    "status": (MeetingStatus,),
    "outcome": (Outcome,),
    "share": (Share,),
    "presence": (Presence,),
    "asked": (Verdict,),
    "recommended": (Verdict,),
    "decided": (Verdict,),
    "verdict": (ReviewVerdict,),
    "light": (Light,),
    "term": (Term,),
    "source": (Source,),
    "advance": (Advance,),
    "result": (Result,),
    "body": (Body,),
}
MONEY = frozenset({"amount", "budget", "total", "requested", "approved", "central", "match", "own"})
UNSAID = frozenset({"docx_sha256", "sha256", "sequence", "position", "role", "first_change", "last_change"})
"""What only a program asks for: it is in `--json`."""
OF_LIST: Mapping[str, Mapping[str, str]] = {
    "attendance": {"title": N_("職稱"), "represents": N_("代理")},
    "posts": {"name": N_("姓名"), "body": N_("職務")},
    "held_before_and_after": {"name": N_("姓名")},
    "versions": {"items": N_("方案項目")},
    "shares": {"source": N_("經費來源")},
    "budget_lines": {"source": N_("經費來源")},
}
"""Where the lines of a list have words of their own."""
NAMED_BY_ID = frozenset({"attachments", "items", "resolutions", "reviews"})
"""The lists whose lines another command asks for by their ids."""
_DAY = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")


def read_out(answer: Mapping[str, Any], known: Reference, kind: str, within: str = "") -> Iterator[str]:
    """The lines of an answer: a field each, those of its lists indented; `within` names the list that it is a line of.

    What is empty is left out, and what is said better beside.
    """
    for name, value in answer.items():
        if value in (None, "", []) or name in UNSAID or _is_said_better(name, answer, within):
            continue
        label = _label(name, kind, within)
        if isinstance(value, list) and isinstance(value[0], dict):
            yield _("{label}：").format(label=label)
            for one in value:
                for place, line in enumerate(read_out(one, known, kind, name)):
                    yield f"    {line}" if place else f"  - {line}"
        elif name.endswith(("_id", "_ids")):
            if names := _names(value, known):
                yield _("{label}：{value}").format(label=label, value=names)
        else:
            yield _("{label}：{value}").format(label=label, value=_value(name, value))


def _is_said_better(name: str, answer: Mapping[str, Any], within: str) -> bool:
    """Is there a word for people beside it: a name beside an id, a whole beside its parts?"""
    if name == "id":
        return bool(within) and within not in NAMED_BY_ID
    if name == "asked" and answer[name] == Verdict.CONTINUE.value:
        # Who asks for nothing goes on: nothing was put forward.
        return True
    if name in ("member_id", "office") and "doer" in answer:
        return True
    return (name == "state" and "state_words" in answer) or (name.endswith("_id") and name[:-3] in answer)


def _label(name: str, kind: str, within: str) -> str:
    for own in (OF_LIST.get(within, {}), OF_KIND.get(kind, {}), WORDS):
        if name in own:
            return _(own[name])
    return field_word(name)


def _names(value: Any, known: Reference) -> str:
    """The names of counties, groups and kinds of meeting by their ids; empty for ids of anything else."""
    ids = value if isinstance(value, list) else [value]
    named = {one.id: one.name for one in known.members}
    named |= {one.id: one.name for one in known.groups} | {one.id: one.name for one in known.kinds}
    return "、".join(named[id] for id in ids if id in named)


def _value(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(_value(name, one) for one in value)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, int | float) and name.endswith("percent"):
        return written_percent(value)
    if isinstance(value, int) and name in MONEY:
        return _("{sum:,}元").format(sum=value)
    text = str(value)
    for states in STATES.get(name, ()):
        for state in states:
            if state.value == text:
                return _word(state)
    if name == "round":
        return _round(text)
    if name == "fields":
        return field_word(text)
    if name == "kind":
        return KIND_WORDS.get(text, text)
    if _DAY.fullmatch(text):
        return written(datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text))
    return text


def _word(state: Any) -> str:
    return str(state.title) if hasattr(state, "title") else _(state.word)


def _round(code: str) -> str:
    try:
        return Round.read(code).written
    except AppError:
        return code
