"""The progress sheet (列管表): what was decided, who does it by when, and how far it is, with a count by county."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.chart import Ink, Shape
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.progress import Light, ProgressReport, Review, Round
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.round_standing import OUTSIDE
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.sheets import progress
from northtaiwan_desktop.sheets.book import Book, Cell, Paper, Sheet, SheetChart, SheetColumn, shown, table
from northtaiwan_desktop.sheets.columns import Column, Form

BY_NAME = {column.name: column for column in (*progress.COLUMNS, *progress.BESIDE)}
ORDER = (
    "number",
    "meeting",
    "text",
    "lead",
    "co_leads",
    "due_on",
    "report",
    "reported_on",
    "planned_percent",
    "actual_percent",
    "light",
    "delay_reason",
    "remedy",
    "verdict",
    "review",
)
_WIDTHS = {
    "number": 10,
    "meeting": 17,
    "text": 34,
    "share": 9,
    "lead": 14,
    "co_leads": 13,
    "due_on": 13,
    "report": 40,
    "reported_on": 13,
    "planned_percent": 9,
    "actual_percent": 9,
    "light": 7,
    "delay_reason": 18,
    "remedy": 18,
    "verdict": 13,
    "review": 18,
}
"""As narrow as each bears, so that the sheet is printed large."""
LINE_ID = Column(name="assignment_id", title="assignment_id", value=lambda line: line.id, width=34)
"""Hidden in the sheet: it brings a returned row home, whatever was done to its number."""


def progress_book(
    lines: Sequence[TrackedLine],
    *,
    platform: str,
    year: int,
    round: Round,
    today: date,
    members: Sequence[Member] = (),
    balance: Balance | None = None,
) -> Book:
    """The sheet of one round: each line with its report of that round, or the latest before it.

    `members` are in the order in which their counts stand. `balance` counts all cases of the round; give it where
    `lines` are not a selection.
    """
    past = tuple(as_of(line, round) for line in lines)
    said = [f"填報期別：{round.written}　製表日期：{roc_date.written(today)}　共{len(past)}列"]
    if balance is not None:
        said.append(balance_words(balance))
    title = f"{platform}{year}年度會議決議事項列管表"
    sheet = register_sheet(past, name="列管表", title=(title, "　".join(said)))
    properties = (("kind", "progress"), ("year", str(year)), ("round", round.code))
    return Book(
        title=title,
        author=platform,
        made_on=today,
        sheets=(sheet, _summary(past, title, members)),
        properties=properties,
    )


def register_sheet(lines: Sequence[TrackedLine], *, name: str, title: tuple[str, ...]) -> Sheet:
    """The lines of the register as one sheet under these title lines."""
    columns = tuple(_shown(BY_NAME[column], lines) for column in _order(lines))
    taken = (*(BY_NAME[column.name] for column in columns), LINE_ID)
    return Sheet(
        name=name,
        title=title,
        columns=(*columns, shown(LINE_ID, is_hidden=True)),
        rows=table(taken, lines),
        foot=("註：進度燈號依實際進度與預定進度之差距及預定完成日期判定；空白表示尚未填報。",),
        paper=Paper.A3,
        frozen_columns=1,
    )


def balance_words(balance: Balance) -> str:
    """The round's balance as papers say it."""
    return (
        f"前期列管{balance.before}案＋本期新增{balance.added}案－本期解除{balance.released}案"
        f"＝續列{balance.remaining}案"
    )


def as_of(line: TrackedLine, round: Round) -> TrackedLine:
    """The line without what was reported or said for later rounds."""

    def is_known(one: ProgressReport | Review) -> bool:
        return Round.read(one.round).until <= round.until

    # The last of the reports is of the last round.
    if (not line.reports or is_known(line.reports[-1])) and all(map(is_known, line.reviews)):
        return line
    return replace(line, reports=tuple(filter(is_known, line.reports)), reviews=tuple(filter(is_known, line.reviews)))


def _order(lines: Sequence[TrackedLine]) -> tuple[str, ...]:
    """The columns; whose share it is stands there only where some line is 協辦."""
    at = ORDER.index("lead")
    return (*ORDER[:at], "share", *ORDER[at:]) if _has_co_leads(lines) else ORDER


def _has_co_leads(lines: Sequence[TrackedLine]) -> bool:
    return any(line.assignment.share is Share.CO_LEAD for line in lines)


def _shown(column: Column, lines: Sequence[TrackedLine]) -> SheetColumn:
    if column.name == "lead" and _has_co_leads(lines):
        return shown(column, title="主（協）辦單位", width=_WIDTHS["lead"])
    return shown(column, width=_WIDTHS[column.name])


def _summary(lines: Sequence[TrackedLine], title: str, members: Sequence[Member]) -> Sheet:
    """How many lines each member has at each light, in the order given; bodies outside together, at the end."""
    places = {member.id: place for place, member in enumerate(members)}
    counts: dict[str, dict[Light, int]] = {}
    for line in sorted(lines, key=lambda line: _place(line, places)):
        doer = progress.member_of(line) if line.assignment.member_id else OUTSIDE
        if doer not in counts:
            counts[doer] = dict.fromkeys(Light, 0)
        counts[doer][line.light] += 1
    rows: list[tuple[Cell, ...]] = [
        (
            doer,
            of_doer[Light.RED],
            of_doer[Light.YELLOW],
            of_doer[Light.GREEN],
            of_doer[Light.DONE],
            sum(of_doer.values()),
        )
        for doer, of_doer in counts.items()
    ]
    total = [sum(of_doer[light] for of_doer in counts.values()) for light in _LIGHTS]
    rows.append(("合計", *total, sum(total)))
    names = ("lead", "red", "yellow", "green", "done", "all")
    titles = ("縣市（機關）", *(light.word for light in _LIGHTS), "合計")
    return Sheet(
        name="統計",
        title=(f"{title}－各縣市辦理情形統計", "單位：列（一案有數個主、協辦單位時，各計一列）；結案為本期結案"),
        columns=tuple(
            SheetColumn(
                name=name,
                title=heading,
                form=Form.TEXT if name == "lead" else Form.NUMBER,
                width=26 if name == "lead" else 13,
                is_centred=True,
            )
            for name, heading in zip(names, titles, strict=True)
        ),
        rows=tuple(rows),
        has_filter=False,
        is_landscape=False,
        charts=(_chart(len(rows) - 1),) if len(rows) > 1 else (),
    )


def _place(line: TrackedLine, places: Mapping[str, int]) -> tuple[bool, int]:
    """Members in their order, then those that are not in it, then bodies outside."""
    id = line.assignment.member_id
    return id is None, places.get(id or "", len(places))


def _chart(count: int) -> SheetChart:
    """Lights stacked, one bar a doer, without the sum."""
    inks = {Light.RED: Ink.RED, Light.YELLOW: Ink.YELLOW, Light.GREEN: Ink.GREEN, Light.DONE: Ink.DONE}
    return SheetChart(
        title="各縣市（機關）燈號",
        shape=Shape.BARS,
        source="統計",
        rows=(0, count - 1),
        labels="lead",
        series=tuple((light.value, inks[light]) for light in _LIGHTS),
        unit="列",
        is_stacked=True,
    )


_LIGHTS = (Light.RED, Light.YELLOW, Light.GREEN, Light.DONE)
