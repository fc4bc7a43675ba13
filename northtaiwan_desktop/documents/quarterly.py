"""季報 on paper: the balance, the lights, what is late and asked, and what comes near, on two to four pages."""

from collections.abc import Iterator

from northtaiwan_desktop.documents.paper import Block, Paper, Role, Text
from northtaiwan_desktop.documents.report import Report
from northtaiwan_desktop.domain.overview import Owed
from northtaiwan_desktop.domain.quarterly import Quarterly
from northtaiwan_desktop.domain.round_standing import balance_chart, late_chart, lights_chart
from northtaiwan_desktop.domain.round_view import day_of
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.writing import roc_date

MOST = 12
"""Rows of a list: what is longer stands in the register, of which the paper says how many more there are."""
_LONGEST = 60


def paper(view: Quarterly) -> Paper:
    """Set the quarterly paper."""
    title = f"{view.platform}{view.round.written}列管季報"
    return Paper(title=title, author=view.platform, blocks=tuple(_blocks(view)))


def _blocks(view: Quarterly) -> Iterator[Block]:
    report = Report()
    judged = day_of(view.round, view.today)
    yield Text(Role.TITLE, view.platform)
    yield Text(Role.TITLE, f"{view.round.written}列管季報")
    yield Text(Role.REMARK, f"主政縣市：{view.host_name}　資料日期：{roc_date.written(judged)}")
    yield report.part("本期概況")
    one = view.balance
    late, open_lines = sum(each.late for each in view.members), sum(each.open for each in view.members)
    yield Text(
        Role.BODY,
        f"前期列管{one.before:,}案＋本期新增{one.added:,}案－本期解除{one.released:,}案＝續列{one.remaining:,}案。"
        f"列管中共{open_lines:,}列（一案有數個主、協辦單位時各計一列），逾期{late:,}列，"
        f"提請解除列管{len(view.release_asked):,}列。",
    )
    yield from report.balances(view.balances)
    if len(view.balances) > 1:
        yield from report.chart(balance_chart(view.balances, title="各期列管案件增減"))
    yield report.part("各縣市辦理情形")
    yield from report.chart(lights_chart(view.members, title="各縣市（機關）燈號", unit="列"))
    yield from report.standings("各縣市（機關）辦理情形（單位：列；結案為本期）", "縣市（機關）", view.members)
    yield report.part("各議題組辦理情形")
    yield from report.chart(late_chart(view.groups, title="各議題組列管中與逾期案件", unit="案"))
    yield report.part("逾期案件")
    yield from _cases(report, "逾期案件", view.late, "本期沒有逾期的案件。")
    yield report.part("提請解除列管")
    yield from _cases(report, "提請解除列管案件", view.release_asked, "本期沒有提請解除列管的案件。")
    yield report.part("尚未召開的會議")
    told = _owed(view.owed)
    yield from (Text(Role.CLAUSE, line, "・") for line in told or ["應召開的會議都已召開。"])
    yield report.part("近期查核點")
    rows = [
        (roc_date.written_dotted(stone.due_on) if stone.due_on else "", item.name, stone.title)
        for item, stone in view.milestones[:MOST]
    ]
    yield from report.table("已逾期與60天內到期的查核點", ("期限", "行動方案", "查核點"), rows, (2, 5, 6), "沒有。")
    yield from _more(len(view.milestones))


def _cases(report: Report, title: str, lines: tuple[TrackedLine, ...], none: str) -> Iterator[Block]:
    rows = [
        (
            line.number,
            _short(line.resolution.text),
            line.doer_name,
            roc_date.written_dotted(line.resolution.due_on) if line.resolution.due_on else line.due_words,
            _short(line.latest.text if line.latest else "尚未填報"),
        )
        for line in lines[:MOST]
    ]
    header = ("案號", "決議事項", "主（協）辦單位", "預定完成", "最近辦理情形")
    yield from report.table(title, header, rows, (2.6, 5, 4.1, 2.9, 5), none)
    yield from _more(len(lines))


def _more(count: int) -> Iterator[Block]:
    if count > MOST:
        yield Text(Role.REMARK, f"共{count:,}列，另有{count - MOST:,}列見列管進度表。")


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[: _LONGEST - 1] + "…"


def _owed(owed: tuple[Owed, ...]) -> list[str]:
    """One line a kind and group: 「交通運輸議題工作小組會議：第1、3季」."""
    found: dict[str, list[str]] = {}
    for one in owed:
        words = f"第{one.quarter}季" if one.quarter else f"本年度應開{one.times}次，已開{one.held}次"
        found.setdefault(f"{one.group_name}{one.kind_name}", []).append(words)
    return [f"{name}：{'、'.join(words)}" for name, words in found.items()]
