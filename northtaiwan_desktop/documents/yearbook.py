"""年度成果彙編 on paper: cover, contents, and the year chapter by chapter."""

from collections.abc import Iterator
from datetime import date

from northtaiwan_desktop.documents.paper import Block, Paper, Role, Text, contents
from northtaiwan_desktop.documents.report import Report
from northtaiwan_desktop.domain.lists import PlanLine, ProposalLine
from northtaiwan_desktop.domain.plan import Milestone, PlanState, Source
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.resolution import PARTLY_MERGED, Resolution, State
from northtaiwan_desktop.domain.round_standing import balance_chart, late_chart, lights_chart
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.domain.writing.span import Span, written_span
from northtaiwan_desktop.domain.yearbook import (
    Fate,
    GroupYear,
    Yearbook,
    meetings_chart,
    plan_chart,
    proposals_chart,
)

STATES = {
    State.OPEN: "列管中",
    State.RELEASED: "解除列管",
    State.SELF: "自行列管",
    State.MERGED: "併案列管",
    State.WITHDRAWN: "撤銷列管",
}
_PLAN_STATES = {
    PlanState.PROPOSED: "提案中",
    PlanState.CONFIRMED: "已確認",
    PlanState.DONE: "完成",
    PlanState.DROPPED: "停辦",
}
_LONGEST = 240
"""Letters of a report that a table of the yearbook quotes: the whole stands in the register."""


def state_word(case: Resolution) -> str:
    """Where a case stands, and whether only some of its doers go on in another."""
    return STATES.get(case.state, "") + (PARTLY_MERGED if case.is_partly_merged else "")


def paper(book: Yearbook) -> Paper:
    """Set the yearbook."""
    body = [block for chapter in _chapters(book) for block in chapter]
    title = f"{book.platform}{book.year}年度成果彙編"
    return Paper(
        title=title,
        author=book.platform,
        blocks=(*_cover(book), Text(Role.CONTENTS_HEAD, "目　　次", new_page=True), contents(body), *body),
        has_cover=True,
    )


def _cover(book: Yearbook) -> Iterator[Block]:
    for _line in range(5):
        yield Text(Role.COVER_LINE, "")
    yield Text(Role.COVER_TITLE, book.platform)
    yield Text(Role.COVER_TITLE, f"{book.year}年度成果彙編")
    yield Text(Role.COVER_LINE, f"第{book.term}屆")
    for _line in range(2):
        yield Text(Role.COVER_LINE, "")
    if book.theme:
        yield Text(Role.COVER_LINE, f"年度主題：{book.theme}")
    yield Text(Role.COVER_LINE, f"主政縣市：{book.host_name}")
    for _line in range(5):
        yield Text(Role.COVER_LINE, "")
    yield Text(Role.COVER_LINE, f"中華民國{book.today.year - 1911}年{book.today.month}月")


def _chapters(book: Yearbook) -> Iterator[Iterator[Block]]:
    report = Report()
    yield _overview(book, report)
    yield _meetings(book, report)
    yield _plan(book, report)
    yield _resolutions(book, report)
    yield _released(book, report)
    yield _proposals(book, report)
    yield _contributions(book, report)
    yield _chronicle(book, report)


def _overview(book: Yearbook, report: Report) -> Iterator[Block]:
    sums, states = book.proposal_sums, book.states
    items = sum(len(group.plan) for group in book.years)
    yield report.part("年度概況", new_page=True)
    theme = f"，以「{book.theme}」為主題" if book.theme else ""
    yield Text(
        Role.BODY,
        f"　　{book.year}年度由{book.host_name}主政{theme}。截至{roc_date.written(book.today)}，"
        f"召開會議{len(book.meetings)}場；列管決議{len(book.fates)}案，其中{states[State.OPEN]}案仍在列管；"
        f"年度行動方案{items}項；提案{sums.count}件，報送中央{sums.submitted_count}件，核定{sums.approved_count}件，"
        f"核定金額{sums.approved_words}。",
    )
    yield from report.balances(book.balances)
    yield from report.chart(balance_chart(book.balances, title=f"{book.year}年各期列管案件增減"))
    # What is open is told of the year's last round, what was closed of the whole year: the figures say so.
    words = f"{book.round.written}各縣市（機關）"
    yield from report.standings(f"{words}辦理情形（單位：列；結案為全年度）", "縣市（機關）", book.members)
    yield from report.chart(lights_chart(book.members, title=f"{words}燈號", unit="列"))


def _meetings(book: Yearbook, report: Report) -> Iterator[Block]:
    yield report.part("會議", new_page=True)
    yield from report.chart(meetings_chart(book))
    rows = [
        (
            roc_date.written(line.meeting.held_on) if line.meeting.held_on else "",
            line.meeting.title,
            line.meeting.venue,
            f"{line.resolutions:,}",
            f"{line.open_resolutions:,}",
        )
        for line in book.meetings
    ]
    header = ("日期", "會議名稱", "地點", "決議數", "列管中")
    yield from report.table(f"{book.year}年度會議", header, rows, (4.4, 6.6, 3.8, 1.8, 1.8), "本年度沒有召開會議。")


def _plan(book: Yearbook, report: Report) -> Iterator[Block]:
    yield report.part("年度行動方案與成果", new_page=True)
    with_items = [group for group in book.years if group.plan]
    if not with_items:
        yield Text(Role.BODY, "本年度沒有行動方案。")
        return
    yield from report.chart(plan_chart(book))
    paid = [(source.word, written_money(book.budgets[source])) for source in Source if source in book.budgets]
    if paid:
        yield from report.table("行動方案經費來源", ("經費來源", "金額"), paid, (1, 2))
    for group in with_items:
        yield report.item(group.name)
        yield from _group_plan(group, report)


def _group_plan(group: GroupYear, report: Report) -> Iterator[Block]:
    done = sum(line.item.state is PlanState.DONE for line in group.plan)
    leader = f"主政：{group.leader_name}。" if group.leader_name else ""
    yield Text(Role.BODY, f"{leader}行動方案{len(group.plan)}項，完成{done}項。", keep_next=True)
    header = ("編號", "行動方案", "期程", "主辦", "預定", "實際", "狀態", "查核點與相關決議")
    rows = [
        (
            line.item.number,
            line.item.name,
            line.item.term.word,
            line.lead_name,
            _percent(line.planned_percent),
            _percent(line.actual_percent),
            _PLAN_STATES[line.item.state],
            _results(line),
        )
        for line in group.plan
    ]
    yield from report.table(f"{group.name}行動方案", header, rows, (2.8, 4, 1.6, 2.4, 1.6, 1.6, 2.4, 5.2))


def _results(line: PlanLine) -> str:
    """Milestones with their days, and the cases that serve the item."""
    told = [f"{stone.title}（{_reached(stone, line.day)}）" for stone in line.milestones]
    told += [f"{case.number}（{state_word(case)}）" for case in line.cases if case.number]
    return "\n".join(told)


def _reached(stone: Milestone, on: date | None) -> str:
    if stone.done_on is None or not stone.is_reached(on):
        return "未達成"
    return f"達成{roc_date.written_dotted(stone.done_on)}"


def _resolutions(book: Yearbook, report: Report) -> Iterator[Block]:
    yield report.part("決議與列管", new_page=True)
    states = book.states
    told = "、".join(f"{word}{states[state]:,}案" for state, word in STATES.items() if states[state])
    yield Text(Role.BODY, f"本年度列管決議{len(book.fates):,}案{'：' + told if told else ''}。")
    words = f"{book.round.written}各議題組"
    yield from report.standings(f"{words}辦理情形（單位：案；結案為全年度）", "議題組", book.groups)
    yield from report.chart(late_chart(book.groups, title=f"{words}列管中與逾期案件", unit="案"))
    header = ("案號", "決議事項", "主（協）辦單位", "預定完成", "辦理結果")
    for group in book.years:
        if group.fates:
            yield report.item(group.name)
            rows = [_fate_row(fate) for fate in group.fates]
            yield from report.table(f"{group.name}決議與辦理結果", header, rows, (2.7, 5, 4.4, 2.9, 5.7))


def _fate_row(fate: Fate) -> tuple[str, ...]:
    case = fate.case
    due = roc_date.written_dotted(case.due_on) if case.due_on else case.due_text
    return case.number, case.text, "\n".join(fate.doers), due, _became(fate)


def _became(fate: Fate) -> str:
    case = fate.case
    word = state_word(case)
    if case.closed_on is not None:
        word += f"（{roc_date.written_dotted(case.closed_on)}）"
    report = fate.report if len(fate.report) <= _LONGEST else fate.report[:_LONGEST] + "…"
    return "\n".join(part for part in (word, report) if part)


def _released(book: Yearbook, report: Report) -> Iterator[Block]:
    yield report.part("解除列管", new_page=True)
    yield Text(Role.BODY, f"本年度結案{len(book.released):,}案（含以前年度列管案件）。")
    header = ("結案日期", "案號", "決議事項", "結果", "決定會議與理由")
    rows = [
        (
            roc_date.written_dotted(fate.case.closed_on) if fate.case.closed_on else "",
            fate.case.number,
            fate.case.text,
            state_word(fate.case),
            "\n".join(part for part in (fate.closed_in, fate.case.close_reason) if part),
        )
        for fate in book.released
    ]
    yield from report.table(f"{book.year}年結案案件", header, rows, (3, 2.5, 5.6, 2.3, 5), "本年度沒有結案的案件。")


def _proposals(book: Yearbook, report: Report) -> Iterator[Block]:
    yield report.part("提案與經費", new_page=True)
    sums = book.proposal_sums
    yield Text(
        Role.BODY,
        f"本年度提案{sums.count}件，報送中央{sums.submitted_count}件，核定{sums.approved_count}件；"
        f"申請金額{sums.requested_words}，核定金額{sums.approved_words}。",
    )
    yield from report.chart(proposals_chart(book))
    header = ("順序", "計畫名稱", "議題組", "提案縣市", "申請金額", "核定金額", "結果")
    rows = [_proposal_row(line) for line in book.proposals]
    yield from report.table("提案一覽", header, rows, (1.5, 6.5, 2.6, 2.2, 2.9, 2.9, 2), "本年度沒有提案。")


def _proposal_row(line: ProposalLine) -> tuple[str, ...]:
    own = line.proposal
    return (
        str(own.priority or ""),
        own.name,
        line.group_name,
        line.proposer_name,
        written_money(own.requested) if own.requested is not None else "",
        written_money(own.approved) if own.approved is not None and own.result is Result.APPROVED else "",
        own.result.word,
    )


def _contributions(book: Yearbook, report: Report) -> Iterator[Block]:
    yield report.part("年度分攤款", new_page=False)
    header = ("縣市", "應分攤", "已繳", "未繳", "繳納日期")
    rows = [
        (
            one.name,
            written_money(one.record.amount),
            written_money(one.record.paid),
            written_money(max(0, one.record.amount - one.record.paid)),
            roc_date.written_dotted(one.record.paid_on) if one.record.paid_on else "",
        )
        for one in book.contributions
    ]
    if rows:
        owed, paid = (sum(getattr(one.record, name) for one in book.contributions) for name in ("amount", "paid"))
        open_sum = sum(max(0, one.record.amount - one.record.paid) for one in book.contributions)
        rows.append(("合計", written_money(owed), written_money(paid), written_money(open_sum), ""))
    yield from report.table(f"{book.year}年度分攤款", header, rows, (2, 2, 2, 2, 2), "本年度沒有分攤款的紀錄。")


def _chronicle(book: Yearbook, report: Report) -> Iterator[Block]:
    yield report.part("大事記", new_page=True)
    rows = [(written_span(Span(one.since, one.until, one.precision)), one.text) for one in book.chronicle]
    yield from report.table(f"{book.year}年大事記", ("日期", "記事"), rows, (1, 3.2), "本年度沒有大事記。")


def _percent(value: float | None) -> str:
    return "" if value is None else written_percent(value)
