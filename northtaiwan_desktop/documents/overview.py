"""首頁 on paper: what a deputy head should know, on two pages that print in black and white as well."""

from collections.abc import Iterator

from northtaiwan_desktop.documents.paper import Block, Paper, Role, Text
from northtaiwan_desktop.documents.report import Report
from northtaiwan_desktop.domain.chart import Chart, Ink, Series, Shape
from northtaiwan_desktop.domain.overview import Overview
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing import roc_date

MOST = 8
HIGH = 222
"""Points of each chart: both stand on the first page."""
_INKS = {Light.RED: Ink.RED, Light.YELLOW: Ink.YELLOW, Light.GREEN: Ink.GREEN}


def paper(view: Overview, platform: str, dated: str) -> Paper:
    """Set the page."""
    title = f"{platform}{view.year}年度推動概況"
    return Paper(title=title, author=platform, blocks=tuple(_blocks(view, platform, dated)))


def _blocks(view: Overview, platform: str, dated: str) -> Iterator[Block]:
    report = Report()
    yield Text(Role.TITLE, f"{platform}{view.year}年度推動概況")
    theme = f"　主題：{view.theme}" if view.theme else ""
    yield Text(Role.REMARK, f"主政：{view.host_name}{theme}　資料日期：{dated}")
    if view.is_past:
        told = f"{view.year}年度已結束：列管增減為年度最後一期，逾期與燈號只計{view.year}年度決議、資料日期還沒結案的。"
        yield Text(Role.REMARK, told)
    one, sums = view.followed.balance, view.proposals
    yield Text(
        Role.BODY,
        f"{view.round.written}：前期列管{one.before:,}案＋本期新增{one.added:,}案－本期解除{one.released:,}案"
        f"＝續列{one.remaining:,}案。逾期{sum(each.late for each in view.members):,}列。"
        f"提案{sums.count:,}件，核定{sums.approved_count:,}件、{sums.approved_words}。",
    )
    yield from report.chart(_members(view), HIGH)
    yield from report.chart(_groups(view), HIGH)
    header = ("議題組", "第1季", "第2季", "第3季", "第4季")
    rows = [(row.group_name, *(beat.word for beat in row.beats)) for row in view.rhythm]
    if rows:
        yield from report.table("各議題組每季會議", header, rows, (4, 2, 2, 2, 2))
    late = [
        (line.number, line.resolution.text[:40], line.doer_name, roc_date.written_dotted(line.resolution.due_on))
        for line in view.followed.late.lines[:MOST]
        if line.resolution.due_on
    ]
    head = ("案號", "決議事項", "主（協）辦單位", "預定完成")
    yield from report.table("逾期案件", head, late, (2.6, 7, 4, 3), "沒有逾期的案件。")
    near = [
        (roc_date.written_dotted(stone.due_on) if stone.due_on else "", item.name, stone.title)
        for item, stone in view.milestones[:MOST]
    ]
    yield from report.table("近期查核點", ("期限", "行動方案", "查核點"), near, (3, 6, 6), "近期沒有未達成的查核點。")


def _members(view: Overview) -> Chart:
    return Chart(
        title="各縣市列管中與逾期（單位：列）",
        shape=Shape.BARS,
        labels=tuple(one.name for one in view.members),
        series=(
            Series("列管中", tuple(one.open for one in view.members), Ink.SECOND),
            Series("逾期", tuple(one.late for one in view.members), Ink.RED),
        ),
        unit="列",
    )


def _groups(view: Overview) -> Chart:
    return Chart(
        title="各議題組燈號（單位：列）",
        shape=Shape.BARS,
        labels=tuple(one.name for one in view.groups),
        series=tuple(
            Series(light.word, tuple(one.lights.get(light, 0) for one in view.groups), ink)
            for light, ink in _INKS.items()
        ),
        unit="列",
        is_stacked=True,
    )
