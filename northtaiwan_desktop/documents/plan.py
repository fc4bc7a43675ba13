"""The year's action plan (年度行動方案) as a paper: a table for each issue group."""

from collections.abc import Iterator, Sequence

from northtaiwan_desktop.documents.paper import Block, Paper, Role, Table, Text, spread
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.domain.plan_parts import stone_words
from northtaiwan_desktop.domain.plan_whole import written_span
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent

_A3 = (297 / 25.4 * 72, 420 / 25.4 * 72)
HEADERS = ("編號", "期程", "行動方案", "主辦縣市", "配合縣市", "期間", "各季預定（實際）", "查核點", "經費", "績效指標")
_WIDTHS = (13.0, 6.0, 22.0, 9.0, 12.0, 19.0, 23.0, 28.0, 24.0, 20.0)
_CENTRED = frozenset({1, 3})


def paper(lines: Sequence[PlanLine], known: Reference, *, title: str, subtitle: str) -> Paper:
    """Set the plan on A3 across, group after group, and in each by term."""
    short, long = _A3
    sheet = Paper(title=title, author=known.platform.name, blocks=(), short_side=short, long_side=long, landscape=True)
    return Paper(
        title=title,
        author=known.platform.name,
        blocks=tuple(_blocks(lines, known, title, subtitle, sheet.text_width)),
        short_side=short,
        long_side=long,
        landscape=True,
    )


def _blocks(lines: Sequence[PlanLine], known: Reference, title: str, subtitle: str, width: float) -> Iterator[Block]:
    yield Text(Role.TITLE, known.platform.name)
    yield Text(Role.TITLE, title)
    yield Text(Role.REMARK, subtitle)
    if not lines:
        yield Text(Role.BODY, "（無資料）")
    groups: dict[str, list[PlanLine]] = {}
    for line in lines:
        groups.setdefault(line.group_name, []).append(line)
    terms = list(Term)
    for name, own in groups.items():
        yield Text(Role.PART, f"{name}（{len(own)}項）", keep_next=True)
        rows = [row(line, known) for line in sorted(own, key=lambda line: terms.index(line.item.term))]
        yield Table(spread(_WIDTHS, width, rows), tuple(rows), HEADERS, centred=_CENTRED)


def row(line: PlanLine, known: Reference) -> tuple[str, ...]:
    """One item under `HEADERS`."""
    cross = "、".join(line.cross_group_names)
    quarters = [
        f"第{one.quarter}季 {_share(one.planned_percent)}（{_share(one.actual_percent)}）"
        for one in line.targets
        if one.year == line.item.year
    ]
    return (
        line.item.number,
        line.item.term.word,
        f"{line.item.name}\n（跨議題：{cross}）" if cross else line.item.name,
        line.lead_name,
        "、".join(line.co_lead_names),
        written_span(line.item).replace("～", "～\n"),
        "\n".join(quarters),
        "\n".join(stone_words(stone, line.day) for stone in line.milestones),
        "\n".join(_money(line, known)),
        "\n".join(filter(None, (line.item.indicator, "、".join(line.axis_names)))),
    )


def _money(line: PlanLine, known: Reference) -> list[str]:
    told = [
        f"{known.member_name(one.member_id) or '不分縣市'} {one.source.word} {written_money(one.amount)}"
        for one in line.budgets
    ]
    if line.budget is not None and len(told) != 1:
        told.append(f"合計 {written_money(line.budget)}")
    return told


def _share(percent: float | None) -> str:
    return "－" if percent is None else written_percent(percent)
