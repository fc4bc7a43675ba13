"""首頁: what a deputy head should know in ten seconds, each number with the list behind it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from northtaiwan_desktop.domain.lists import MeetingFilter, ProposalFilter, Stage
from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.overview import GroupShare, Overview
from northtaiwan_desktop.domain.owed_words import owed_words
from northtaiwan_desktop.domain.plan import Milestone
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.rhythm import RhythmRow
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.waiting import Waits
from northtaiwan_desktop.domain.watch import NONE, CaseFilter, Watch
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import SECRETARY, Settings
from northtaiwan_desktop.ui.home.bars import Bar, BarList, LightsBar
from northtaiwan_desktop.ui.home.cards import Card, Figure, Line, LinesCard
from northtaiwan_desktop.ui.home.columns import CardColumns
from northtaiwan_desktop.ui.home.groups_grid import GroupsGrid, Opens
from northtaiwan_desktop.ui.reports_menu import ReportsMenu
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.widgets.page import Page, soft
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records


KEY = "home"
SUMS = (N_("提案（件）"), N_("核定（件）"), N_("申請金額"), N_("核定金額"))
PROPOSALS = (ProposalFilter(), ProposalFilter(result=Result.APPROVED))
SUM = (Watch.BEFORE, Watch.ADDED, Watch.RELEASED, Watch.REMAINING)
OF_LIGHT = {Light.RED: Watch.RED, Light.YELLOW: Watch.YELLOW, Light.GREEN: Watch.GREEN}


@dataclass(frozen=True)
class _Answer:
    """What the page shows; `desk` is the county whose desk the user keeps, None the secretary's."""

    overview: Overview
    waiting: list[Waits]
    desk: str | None
    members: dict[str, str]
    """Names of the counties by their ids, in their order."""


class HomePage(Page):
    """The year at a glance; nothing is changed here."""

    title = N_("首頁")
    kinds = frozenset(
        {"Meeting", "Resolution", "Assignment", "ProgressReport", "Review", "PlanItem", "Milestone"}
        | {"Thresholds", "PlatformYear", "Member", "IssueGroup", "MeetingKind", "Proposal"}
        | {"Person", "Post", "GroupRole"}
    )
    follows_year = True
    without_list = N_(
        "首頁只有數字。請先按一個數字打開它的清單（例如「已逾期」），再匯出；整頁請用「列印」或「報表」。"
    )

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self._is_past = False
        self.first, self.past = soft(), soft()
        self.first.hide()
        self.past.hide()
        self.balance = Card(_("本期列管（案）"))
        self.figures = [Figure(watch.title, partial(self._look_for, watch), unit=_("案")) for watch in SUM]
        sum_row = QHBoxLayout()
        sum_row.setSpacing(2)
        for mark, figure in zip(("", "+", "−", "="), self.figures, strict=True):
            if mark:
                sign = QLabel(mark)
                sign.setProperty("role", "soft")
                sum_row.addWidget(sign)
            sum_row.addWidget(figure)
        sum_row.addStretch(1)
        self.balance.inside.addLayout(sum_row)
        self.mismatch = QPushButton()
        self.mismatch.setProperty("role", "quiet")
        self.mismatch.clicked.connect(lambda _checked: self._look_for(Watch.MISFIT))
        self.balance.inside.addWidget(self.mismatch, 0, Qt.AlignmentFlag.AlignLeft)
        self.lights = LightsBar(lambda light: self._look_for(OF_LIGHT[light]))
        lights = Card(_("燈號（每個主、協辦單位一列）"))
        lights.inside.addWidget(self.lights)
        self.members = BarList(_("各縣市逾期／未結"))
        members = Card(_("各縣市逾期／未結（列）"))
        members.inside.addWidget(self.members)
        self.order_box = ChoiceBox([(order, order.title) for order in MemberOrder])
        self.order_box.setAccessibleName(_("縣市的順序"))
        self.order_box.set_value(self._kept_order())
        self.order_box.chosen.connect(self._on_order)
        members.head.addWidget(self.order_box)
        self.groups = GroupsGrid(Opens(meetings=self._look_at_meetings, cases=self._look_at_group))
        groups = Card(_("議題組：每季會議與列管"))
        groups.inside.addWidget(self.groups)
        self.proposals = [
            Figure(_(words), partial(self.go.emit, "proposals", wanted))
            for words, wanted in zip(SUMS, PROPOSALS * 2, strict=True)
        ]
        proposals = Card(_("本年度提案"))
        sums = QHBoxLayout()
        sums.setSpacing(2)
        for figure in self.proposals:
            sums.addWidget(figure)
        sums.addStretch(1)
        proposals.inside.addLayout(sums)
        self.asked_remark = soft()
        proposals.inside.addWidget(self.asked_remark)
        lines, held, items = _("{count} 列"), _("{count} 場"), _("{count} 項")
        late = partial(self._look_for, Watch.LATE)
        self.late = LinesCard(_("已逾期"), _("沒有逾期的案件。"), late, unit=lines)
        soon = partial(self._look_for, Watch.DUE_SOON)
        self.due_soon = LinesCard(_("即將到期"), _("近期沒有到期的案件。"), soon, unit=lines)
        asked = partial(self._look_for, Watch.RELEASE_ASKED)
        self.asking = LinesCard(_("提請解除列管"), _("沒有提請解除列管的案件。"), asked, unit=lines)
        drafts, coming = (
            partial(self.go.emit, "meetings", MeetingFilter(stage=stage)) for stage in (Stage.UNFINISHED, Stage.TO_COME)
        )
        self.drafts = LinesCard(_("紀錄未定稿"), _("沒有待定稿的紀錄。"), drafts, unit=held)
        self.coming = LinesCard(_("近期會議"), _("還沒有排定的會議。"), coming, unit=held)
        self.owed = LinesCard(_("尚未召開"), _("應開的會議都開了。"), unit=items)
        self.milestones = LinesCard(_("近期查核點"), _("60 天內沒有未完成的查核點。"), unit=items)
        self.waiting = LinesCard(_("待辦"), _("目前沒有等您處理的事。"), unit=items)
        self.desk_box = ChoiceBox([(SECRETARY, _("我是：秘書（主政縣市）"))])
        self.desk_box.setAccessibleName(_("我是誰：秘書，或哪一個縣市的承辦人"))
        self.desk_box.setToolTip(_("選擇後，「待辦」只列輪到您做的事。"))
        self.desk_box.chosen.connect(self._on_desk)
        self.waiting.head.addWidget(self.desk_box)
        self.columns = CardColumns(
            (self.waiting, self.balance, self.late, members, self.drafts, self.asking, self.owed),
            (lights, self.due_soon, groups, self.milestones, self.coming, proposals),
        )
        for card in (self.waiting, self.owed, self.milestones):
            card.told_all.connect(self.columns.chain)
        self.job = JobBar(workbench)
        self.reports = ReportsMenu(self, self.job, self.order_box.value)
        self.reports_button = self.add_action(_("報表(&X)"), lambda: None)
        self.reports_button.setMenu(self.reports)
        self.print_button = self.add_action(_("列印(&P)…"), self.print_page, shortcut="Ctrl+P")
        self.body.addWidget(self.job)
        self.body.addWidget(self.past)
        self.body.addWidget(self.first)
        self.body.addWidget(self.columns, 1)

    def print_page(self) -> None:
        """Look at the page as it prints, and print it."""
        year, today, order = self.year.year, self.workbench.today(), self.order_box.value()

        def question(records: Records) -> bytes:
            from northtaiwan_desktop.services import overview  # what writes papers loads on the store's thread

            return overview.pdf(records, year=year, today=today, order=order)

        def show(pdf: bytes) -> None:
            from northtaiwan_desktop.ui.meetings.printing import PrintPreview

            PrintPreview(pdf, _("{year}年度推動概況").format(year=year), self).open()

        self.ask(question, show, failed=self.refused.emit)

    def refresh(self) -> None:
        year, today, order = self.year.year, self.workbench.today(), self.order_box.value()
        choices = self.settings.choices

        def question(records: Records) -> _Answer:
            from northtaiwan_desktop.storage.overview import overview
            from northtaiwan_desktop.storage.reference import reference
            from northtaiwan_desktop.storage.waiting import desk_by_name, waiting

            members = {member.id: member.name for member in reference(records).members}
            desk = choices.desk if choices.desk in members else None
            if not choices.desk:
                desk = desk_by_name(records, choices.user, today=today)
            found = overview(records, year=year, today=today, order=order)
            return _Answer(found, waiting(records, found, member_id=desk, today=today), desk, members)

        self.ask(question, self._show)

    def _show(self, answer: _Answer) -> None:
        offered = [(id, _("我是：{county}承辦人").format(county=name)) for id, name in answer.members.items()]
        self.desk_box.set_options([(SECRETARY, _("我是：秘書（主政縣市）")), *offered])
        self.desk_box.set_value(answer.desk or SECRETARY)
        self.waiting.show_lines(
            [Line(one.words, one.aside, partial(self.go.emit, one.page, one.behind)) for one in answer.waiting]
        )
        self.show_overview(answer.overview)

    def show_overview(self, known: Overview) -> None:
        """Put the answer on the page."""
        self._is_past = known.is_past
        self.past.setVisible(known.is_past)
        ended = _(
            "{year}年度已結束：列管增減是年度最後一期（{round}）；燈號、逾期與提請只計{year}年度決議、今天還沒結案的。"
        )
        title = _("{round}列管（案）").format(round=known.round.written) if known.is_past else _("本期列管（案）")
        self.past.setText(ended.format(year=known.year, round=known.round.written))
        self.balance.title.setText(title)
        self.balance.setAccessibleName(title)
        said = [
            known.round.written,
            _("主政：{host}").format(host=known.host_name) if known.host_name else "",
            known.theme,
        ]
        self.subtitle.setText("　".join(part for part in said if part))
        counted = known.followed.balance
        numbers = (counted.before, counted.added, counted.released, counted.remaining)
        for figure, number in zip(self.figures, numbers, strict=True):
            figure.show_number(number)
        misfits = known.followed.misfits
        self.mismatch.setVisible(bool(misfits))
        self.mismatch.setText(
            _("有 {count} 列的日期與列管狀態不符，會影響上面的數字；按這裡核對。").format(count=misfits)
        )
        is_empty = not (any(numbers) or known.coming or known.drafts or known.milestones)
        self.first.setVisible(is_empty)
        self.first.setText(
            _(
                "這個年度還沒有會議和列管案件。請先到「組織」開啟年度、設定各議題組的主政縣市，"
                "再到「會議」建立第一場會議，或到「匯入」帶入現有的列管表。"
            )
        )
        self.lights.show_counts(known.followed.lights)
        self.members.show_bars(
            [
                Bar(
                    _(one.name) if one.member_id is None else one.name,
                    one.late,
                    one.open,
                    *(partial(self._look_for, watch, one.member_id or NONE) for watch in (Watch.OPEN, Watch.LATE)),
                )
                for one in known.members
            ]
        )
        self.groups.show_groups(known.rhythm, known.groups)
        sums = known.proposals
        asked, remark = sums.requested_sum
        self.asked_remark.setText(_("申請金額：{remark}").format(remark=remark))
        self.asked_remark.setVisible(bool(remark))
        told = ((f"{sums.count:,}", ""), (f"{sums.approved_count:,}", ""), (asked, ""), sums.approved_sum)
        for figure, (words, aside) in zip(self.proposals, told, strict=True):
            figure.show_words(words, aside=aside)
        today = self.workbench.today()
        late, soon, asking = known.followed.late, known.followed.due_soon, known.followed.release_asked
        self.late.show_lines([self._case(line, _days_late(line, today)) for line in late.lines], late.total)
        self.due_soon.show_lines([self._case(line, line.due_words) for line in soon.lines], soon.total)
        self.asking.show_lines([self._case(line, line.due_words) for line in asking.lines], asking.total)
        self.drafts.show_lines(
            [
                Line(
                    one.meeting.title,
                    roc_date.written(one.meeting.held_on) if one.meeting.held_on else "",
                    partial(self.go.emit, "meetings", one.meeting.id),
                )
                for one in known.drafts
            ]
        )
        self.owed.show_lines(
            [
                Line(one.words, one.aside, partial(self.go.emit, "meetings", one.meetings))
                for one in owed_words(known.owed)
            ]
        )
        self.coming.show_lines(
            [
                Line(
                    one.meeting.title,
                    roc_date.written(one.meeting.held_on) if one.meeting.held_on else _("日期未定"),
                    partial(self.go.emit, "meetings", one.meeting.id),
                )
                for one in known.coming
            ]
        )
        self.milestones.show_lines(
            [
                Line(
                    f"{item.name}：{stone.title}",
                    _day_of(stone, today),
                    partial(self.go.emit, "plan", item.id),
                )
                for item, stone in known.milestones
            ]
        )
        self.columns.chain()

    def _look_for(self, watch: Watch, member_id: str | None = None) -> None:
        """Open the register at the lines behind a number."""
        of_year = self._is_past and watch not in (*SUM, Watch.MISFIT)
        self.go.emit("resolutions", CaseFilter(watch=watch, member_id=member_id, of_year=of_year))

    def _look_at_meetings(self, row: RhythmRow, quarter: int) -> None:
        self.go.emit("meetings", MeetingFilter(kind_id=row.kind_id, group_id=row.group_id, quarter=quarter))

    def _look_at_group(self, share: GroupShare) -> None:
        wanted = CaseFilter(watch=Watch.OPEN, group_id=share.group_id or NONE, of_year=self._is_past)
        self.go.emit("resolutions", wanted)

    def _kept_order(self) -> MemberOrder:
        kept = self.settings.choices.filters.get(KEY, {}).get("order", "")
        return next((order for order in MemberOrder if order.value == kept), MemberOrder.COMMITTEE)

    def _on_order(self, order: MemberOrder) -> None:
        self.settings.keep(filters=self.settings.choices.filters | {KEY: {"order": order.value}})
        self.renew()

    def _on_desk(self, desk: str) -> None:
        self.settings.keep(desk=desk)
        self.renew()

    def _case(self, line: TrackedLine, aside: str) -> Line:
        words = f"{line.number}　{line.doer_name}　{line.resolution.text}"
        return Line(words, aside, partial(self.go.emit, "resolutions", line.resolution.id))


def _days_late(line: TrackedLine, today: date) -> str:
    due = line.resolution.due_on
    return _("逾期 {days} 天").format(days=(today - due).days) if due else line.due_words


def _day_of(stone: Milestone, today: date) -> str:
    """The day of a milestone that is not reached, and whether it is past."""
    if stone.due_on is None:
        return ""
    day = roc_date.written(stone.due_on)
    return _("{day}　逾期").format(day=day) if stone.due_on < today else day
