"""The year's plan as words: what a version of it keeps, and how two of them differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import PlanState
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.revision import Row, compared
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import N_, _

TITLES: Mapping[str, str] = {
    "number": N_("編號"),
    "name": N_("行動方案"),
    "group": N_("議題組"),
    "cross_groups": N_("跨議題"),
    "term": N_("期程"),
    "lead": N_("主辦縣市"),
    "co_leads": N_("配合縣市"),
    "starts_on": N_("開始日期"),
    "ends_on": N_("結束日期"),
    "axes": N_("願景主軸"),
    "indicator": N_("績效指標"),
    "quarters": N_("各季預定進度"),
    "milestones": N_("查核點"),
    "total": N_("總經費"),
    "budget": N_("經費"),
    "state": N_("狀態"),
    "note": N_("備註"),
}
"""The facts that a version keeps, in the order in which they are told."""


@dataclass(frozen=True, kw_only=True)
class ItemFacts:
    """One item as a version keeps it: `facts` by the names of `TITLES`, empty ones left out. Always Chinese."""

    id: str
    facts: Mapping[str, str]

    @property
    def number(self) -> str:
        return self.facts.get("number", "")

    @property
    def name(self) -> str:
        return self.facts.get("name", "")


class Turn(Enum):
    """What became of an item between two versions."""

    ADDED = "added"
    DROPPED = "dropped"
    CHANGED = "changed"

    @property
    def title(self) -> str:
        return _({Turn.ADDED: N_("新增"), Turn.DROPPED: N_("刪除"), Turn.CHANGED: N_("修改")}[self])


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One item that two versions do not share, or not alike: the rows of each fact that differs, side by side."""

    turn: Turn
    item: ItemFacts
    fields: tuple[tuple[str, tuple[Row, ...]], ...]


def facts_of(line: PlanLine, reference: Reference) -> ItemFacts:
    """The plan of an item as words; what came of it (actual progress, milestones reached) is no part of the plan."""
    item = line.item
    told = {
        "number": item.number,
        "name": item.name,
        "group": line.group_name,
        "cross_groups": "、".join(reference.group_name(id) for id in item.cross_group_ids),
        "term": item.term.word,
        "lead": line.lead_name,
        "co_leads": "、".join(line.co_lead_names),
        "starts_on": roc_date.written(item.starts_on) if item.starts_on else "",
        "ends_on": roc_date.written(item.ends_on) if item.ends_on else "",
        "axes": "、".join(line.axis_names),
        "indicator": item.indicator,
        "quarters": "\n".join(
            f"{Round.quarter(one.year, one.quarter).written} {written_percent(one.planned_percent)}"
            for one in line.targets
            if one.planned_percent is not None
        ),
        "milestones": "\n".join(
            f"{roc_date.written(stone.due_on) if stone.due_on else '日期未定'} {stone.title}"
            for stone in line.milestones
        ),
        "total": written_money(item.total) if item.total is not None else "",
        "budget": "\n".join(
            f"{reference.member_name(one.member_id) or '不分縣市'} {one.source.word} {written_money(one.amount)}"
            for one in line.budgets
        ),
        "state": _STATES[item.state],
        "note": item.note,
    }
    return ItemFacts(id=item.id, facts={name: text for name, text in told.items() if text})


_STATES = {
    PlanState.PROPOSED: "提案中",
    PlanState.CONFIRMED: "已確認",
    PlanState.DONE: "完成",
    PlanState.DROPPED: "停辦",
}


def differences(old: Sequence[ItemFacts], new: Sequence[ItemFacts]) -> list[Difference]:
    """What two versions do not share: in the order of the new one, those dropped last."""
    before, after = {item.id: item for item in old}, {item.id for item in new}
    found: list[Difference] = []
    for item in new:
        past = before.get(item.id)
        if past is None:
            found.append(Difference(turn=Turn.ADDED, item=item, fields=_fields({}, item.facts)))
        elif past.facts != item.facts:
            found.append(Difference(turn=Turn.CHANGED, item=item, fields=_fields(past.facts, item.facts)))
    dropped = [item for item in old if item.id not in after]
    return found + [Difference(turn=Turn.DROPPED, item=item, fields=_fields(item.facts, {})) for item in dropped]


def _fields(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[tuple[str, tuple[Row, ...]], ...]:
    names = [name for name in TITLES if old.get(name, "") != new.get(name, "")]
    return tuple((name, tuple(compared(_lines(old, name), _lines(new, name)))) for name in names)


def _lines(facts: Mapping[str, str], name: str) -> list[str]:
    return facts[name].split("\n") if name in facts else []
