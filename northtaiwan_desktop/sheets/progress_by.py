"""The progress sheet (列管進度表) by group or by county: one sheet each, after a summary with charts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.chart import Ink, Shape
from northtaiwan_desktop.domain.progress import Light, Round
from northtaiwan_desktop.domain.round_standing import LIGHTS, Standing
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.sheets.book import Book, Cell, Sheet, SheetChart, SheetColumn, sheet_name
from northtaiwan_desktop.sheets.columns import Form
from northtaiwan_desktop.sheets.progress_sheet import balance_words, register_sheet

SUMMARY, MEMBERS, GROUPS = "摘要", "縣市統計", "議題組統計"
NO_CHARTS = "註：統計圖附在 Excel（xlsx）檔；開放文件（ods）檔只有數字。"


class By(Enum):
    """By what the sheet is parted."""

    GROUP = "group"
    COUNTY = "county"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One sheet: a group or a county, its lines in the round, and the balance of its cases."""

    name: str
    lines: Sequence[TrackedLine]
    balance: Balance


@dataclass(frozen=True, kw_only=True)
class Summary:
    """What the first sheets tell: the whole balance of every round so far, and how members and groups stand."""

    balances: Sequence[tuple[Round, Balance]]
    members: Sequence[Standing]
    groups: Sequence[Standing]


def progress_by(
    parts: Sequence[Part],
    summary: Summary,
    *,
    platform: str,
    round: Round,
    today: date,
    balance: Balance,
) -> Book:
    """The workbook of a round. Parts without any line have no sheet; the summary shows them with 0."""
    title = f"{platform}{round.year}年度會議決議事項列管表"
    taken = {SUMMARY, MEMBERS, GROUPS}
    sheets = [
        _summary(summary, title, round=round, today=today, balance=balance),
        _standings(summary.members, MEMBERS, title, "縣市（機關）", "列"),
        _standings(summary.groups, GROUPS, title, "議題組", "案"),
    ]
    for part in parts:
        if part.lines:
            name = _free(sheet_name(part.name), taken)
            heads = (f"{title}－{part.name}", _said(part, round, today))
            sheets.append(register_sheet(part.lines, name=name, title=heads))
    properties = (("kind", "progress"), ("year", str(round.year)), ("round", round.code))
    return Book(title=title, author=platform, made_on=today, sheets=tuple(sheets), properties=properties)


def _said(part: Part, round: Round, today: date) -> str:
    told = f"填報期別：{round.written}　製表日期：{roc_date.written(today)}　共{len(part.lines)}列"
    return f"{told}　{balance_words(part.balance)}"


def _free(name: str, taken: set[str]) -> str:
    """A name that no other sheet of the book has."""
    free, n = name, 1
    while free.casefold() in {one.casefold() for one in taken}:
        n += 1
        free = f"{name[:27]}（{n}）"
    taken.add(free)
    return free


def _summary(summary: Summary, title: str, *, round: Round, today: date, balance: Balance) -> Sheet:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (past.written, one.before, one.added, one.released, one.remaining) for past, one in summary.balances
    )
    charts = [
        SheetChart(
            title="各期案件增減",
            shape=Shape.COLUMNS,
            source=SUMMARY,
            rows=(0, len(rows) - 1),
            labels="round",
            series=(("added", Ink.SECOND), ("released", Ink.THIRD), ("remaining", Ink.MAIN)),
            unit="案",
        )
        if rows
        else None,
        SheetChart(
            title="各縣市（機關）燈號",
            shape=Shape.BARS,
            source=MEMBERS,
            rows=(0, len(summary.members) - 1),
            labels="name",
            series=tuple((light.value, _INKS[light]) for light in LIGHTS),
            unit="列",
            is_stacked=True,
        ),
        SheetChart(
            title="各議題組列管中與逾期案件",
            shape=Shape.BARS,
            source=GROUPS,
            rows=(0, len(summary.groups) - 1),
            labels="name",
            series=(("open", Ink.SECOND), ("late", Ink.RED)),
            unit="案",
        ),
    ]
    heads = ("期別", "前期列管", "本期新增", "本期解除", "續列")
    names = ("round", "before", "added", "released", "remaining")
    return Sheet(
        name=SUMMARY,
        title=(
            f"{title}－摘要",
            f"填報期別：{round.written}　製表日期：{roc_date.written(today)}　{balance_words(balance)}",
        ),
        columns=tuple(
            SheetColumn(
                name=name, title=head, form=Form.TEXT if name == "round" else Form.NUMBER, width=20, is_centred=True
            )
            for name, head in zip(names, heads, strict=True)
        ),
        rows=rows,
        foot=("註：前期列管＋本期新增－本期解除＝續列，以案計。", NO_CHARTS),
        has_filter=False,
        is_landscape=False,
        charts=tuple(chart for chart in charts if chart),
    )


_INKS: Mapping[Light, Ink] = {
    Light.RED: Ink.RED,
    Light.YELLOW: Ink.YELLOW,
    Light.GREEN: Ink.GREEN,
    Light.DONE: Ink.DONE,
}


def _lights(one: Standing) -> tuple[int, ...]:
    return tuple(one.lights[light] for light in LIGHTS)


def _standings(standings: Sequence[Standing], name: str, title: str, head: str, unit: str) -> Sheet:
    names = ("name", *(light.value for light in LIGHTS), "all", "open", "late", "share", "unreported", "release_asked")
    heads = (head, *(light.word for light in LIGHTS), "合計", "列管中", "逾期", "逾期占比", "本期未填報", "提請解列")
    rows: list[tuple[Cell, ...]] = [
        (
            one.name,
            *_lights(one),
            one.all,
            one.open,
            one.late,
            round(100 * one.late / one.open, 1) if one.open else None,
            one.unreported,
            one.release_asked,
        )
        for one in standings
    ]
    return Sheet(
        name=name,
        title=(f"{title}－{name}", f"單位：{unit}；結案為本期結案"),
        columns=tuple(
            SheetColumn(
                name=column,
                title=heading,
                form={"name": Form.TEXT, "share": Form.PERCENT}.get(column, Form.NUMBER),
                width=26 if column == "name" else 11,
                is_centred=True,
            )
            for column, heading in zip(names, heads, strict=True)
        ),
        rows=tuple(rows),
        has_filter=False,
    )
