"""What is done with a year's plan as a whole: confirmed or revised at a meeting, taken into the next year."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from northtaiwan_desktop.domain.errors import Unconfirmed
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem, PlanState, PlanVersion
from northtaiwan_desktop.domain.plan_carrying import carried, is_unfinished, number_in
from northtaiwan_desktop.domain.plan_whole import written_span
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.domain.writing.percent import written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.plan.item_checks import CheckRow, ItemChecks
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action


class ConfirmForm(FormDialog):
    """Keeps the year's plan as its next version: confirmed the first time, revised after that."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        year: int,
        lines: Sequence[PlanLine],
        meetings: Sequence[Meeting],
        versions: Sequence[PlanVersion],
        parent: QWidget | None = None,
    ) -> None:
        self._version = versions[0].version + 1 if versions else 1
        title = (
            _("修正{year}年度行動方案（第 {version} 版）")
            if versions
            else _("確認{year}年度行動方案（第 {version} 版）")
        )
        super().__init__(title.format(year=year, version=self._version), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year = workbench, year
        told = _("方案會以目前的內容存成第 {version} 版，之後不再改變；勾選的提案同時改為「已確認」。")
        self.add_part(soft(told.format(version=self._version)))
        options = [(one.id, _named(one)) for one in meetings]
        self.add("meeting", _("副首長會議(&M)"), ChoiceBox(options, none=_("（不記會議）")))
        if versions:
            self.add("reason", _("修正的理由(&R)"), QLineEdit(), required=True)
        proposed = [line for line in lines if line.item.state is PlanState.PROPOSED]
        self.checks = ItemChecks(_("提案中的方案"), [_("編號"), _("行動方案"), _("議題組"), _("主辦縣市")])
        self.checks.show_rows(
            [
                CheckRow(line.item.id, (line.item.number, line.item.name, line.group_name, line.lead_name))
                for line in proposed
            ]
        )
        if proposed:
            self.add_part(self.checks)
        else:
            self.add_part(soft(_("沒有提案中的方案；這一版只記錄內容的調整。")))
        self.setMinimumWidth(700)
        today = workbench.today()
        held = [one for one in meetings if one.held_on is None or one.held_on <= today]
        open_ones = [one for one in held if one.status is not MeetingStatus.FINAL] if versions else []
        newest = next((one.id for one in open_ones or held), None)
        self.start({"meeting": newest}, self._store)

    def _store(self, values: Values) -> None:
        self._do(values)

    def _do(self, values: Values, *, after_minutes: bool = False) -> None:
        from northtaiwan_desktop.services import plan_versions

        day, ids = self._workbench.today(), self.checks.ids()
        action: Action
        if self._version == 1:
            label = _("確認{year}年度行動方案")
            action = partial(
                plan_versions.confirm, year=self._year, meeting_id=values["meeting"], today=day, item_ids=ids
            )
        else:
            label = _("修正{year}年度行動方案")
            action = partial(
                plan_versions.revise,
                year=self._year,
                meeting_id=values["meeting"],
                today=day,
                reason=values["reason"],
                item_ids=ids,
                after_minutes=after_minutes,
            )
        self._workbench.do(label.format(year=self._year), action, then=self.kept, failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        """Say why nothing was kept; final minutes get a version behind them once the person says so expressly."""
        self.refuse(error)
        if isinstance(error, Unconfirmed):
            again = partial(self._begin, lambda: self._do(self.values(), after_minutes=True))
            self.notice.refuse(str(error), _("補記在這場會議"), again)


class CarryForm(FormDialog):
    """Shows what each unfinished item would bring into the next year, and takes along what is ticked."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        year: int,
        lines: Sequence[PlanLine],
        taken: frozenset[str] = frozenset(),
        parent: QWidget | None = None,
    ) -> None:
        """`taken` are the lineages that the next year already has."""
        super().__init__(_("延續到{year}年度").format(year=year + 1), settings, save_words=_("延續(&S)"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year = workbench, year
        left = [line for line in lines if not line.item.state.is_closed]
        self._lines = [line for line in left if line.item.lineage_id not in taken]
        told = _(
            "延續的是同一個方案，狀態為「提案中」，待副首長會議確認；完成日期早於{year}年的延長到{year}年底；"
            "帶入的各季進度、查核點與經費都可以修改。"
        ).format(year=year + 1)
        self.add_part(soft(told))
        if done := len(left) - len(self._lines):
            self.add_part(soft(_("另有 {count} 項已經延續過，不會重複。").format(count=done)))
        self.checks = ItemChecks(
            _("可以延續的方案"),
            [_("新編號"), _("行動方案"), _("已達"), _("期間"), _("各季預定（%）"), _("查核點"), _("經費")],
        )
        self.budget = self.add("budget", _("經費"), QCheckBox(_("帶入經費；下一年度沒有編列的，沿用本年度金額")))
        self.add_part(self.checks)
        self.setMinimumWidth(900)
        self.start({"budget": True}, self._store)
        self.budget.toggled.connect(lambda _on: self._show())
        self.checks.changed.connect(lambda: self.save_button.setEnabled(bool(self.checks.ids())))
        self._show()
        self.resize(1160, 560)

    def _show(self) -> None:
        rows = []
        for line in self._lines:
            made = carried(line.whole, number_in(line.item, self._year + 1), with_budget=self.budget.isChecked())
            shares = [
                written_percent(one.planned_percent).rstrip("%")
                for one in made.targets
                if one.planned_percent is not None
            ]
            money = sum(one.amount for one in made.budget)
            reached = "－" if line.actual_percent is None else written_percent(line.actual_percent)
            cells = (
                made.item.number or _("自動編號"),
                made.item.name,
                reached,
                _put_off(line.item, made.item),
                " ".join(shares),
                _("{count} 個").format(count=len(made.stones)) if made.stones else "",
                written_money(money) if made.budget else "",
            )
            rows.append(CheckRow(line.item.id, cells, is_unfinished(line.whole)))
        self.checks.show_rows(rows)

    def _store(self, values: Values) -> None:
        from northtaiwan_desktop.services import plan

        ids = self.checks.ids()
        label = _("{count} 項行動方案延續到{year}年度").format(count=len(ids), year=self._year + 1)
        action = partial(plan.take_on, year=self._year, item_ids=ids, with_budget=values["budget"])
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)


def _put_off(old: PlanItem, new: PlanItem) -> str:
    """The span of the next year's item; where its end is put off, until when and from which day."""
    if old.ends_on is None or new.ends_on is None or new.ends_on == old.ends_on:
        return written_span(new)
    told = _("延至{year}年底\n（原{was}）")
    return told.format(year=new.year, was=roc_date.written(old.ends_on))


def _named(meeting: Meeting) -> str:
    day = roc_date.written(meeting.held_on) if meeting.held_on else _("日期未定")
    final = _("，已定稿") if meeting.status is MeetingStatus.FINAL else ""
    return f"{meeting.title}（{day}{final}）"
