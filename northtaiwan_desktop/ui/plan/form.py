"""The form of one item of the action plan: all of it saved together, under one line of the undo menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import PlanItem, PlanState, Term
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.plan import parts
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField, ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench

WHOLE = ("name", "group_id", "term", "lead_id", "starts_on", "ends_on", "indicator", "state", "note")
SEVERAL = ("cross_group_ids", "co_lead_ids", "axes")


class PlanForm(FormDialog):
    """Writes a new item of `year`, or changes the one of `line`."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        reference: Reference,
        year: int,
        line: PlanLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("編輯行動方案") if line else _("新增{year}年度行動方案").format(year=year)
        draft = f"plan {line.item.id if line else year}"
        super().__init__(title, settings, draft=draft, parent=parent)
        self._workbench, self._reference, self._line = workbench, reference, line
        groups = [(group.id, group.name) for group in reference.groups]
        members = [(member.id, member.name) for member in reference.members]
        self._item = (
            line.item if line else PlanItem(number="", year=year, group_id=groups[0][0] if groups else "", name="")
        )
        year = self._item.year
        self.add("name", _("行動方案名稱"), QLineEdit(), required=True)
        self.add("group_id", _("議題組"), ChoiceBox(groups))
        self.add("cross_group_ids", _("跨議題"), ChecksField(groups, across=3))
        self.add("term", _("期程"), ChoiceBox([(term, _(term.word)) for term in Term]))
        self.add("lead_id", _("主辦縣市"), ChoiceBox(members, none=_("（未定）")))
        self.add("co_lead_ids", _("配合縣市"), ChecksField(members))
        self.add("starts_on", _("開始日期"), RocDateField(year=year))
        self.add("ends_on", _("結束日期"), RocDateField(year=year))
        self.add("indicator", _("績效指標"), QPlainTextEdit())
        self.add("axes", _("願景主軸"), ChecksField([(axis.id, axis.name) for axis in reference.axes]))
        hint = _("第1季至第4季的累計進度，沒有的寫「－」。")
        for name, label in (("planned", _("各季預定進度")), ("actual", _("各季實際進度"))):
            field = ParsedField(parts.read_shares, parts.written_shares, prompt=_("例如 25 50 75 100"))
            self.add(name, label, field, hint=hint)
        self.add(
            "milestones",
            _("查核點"),
            QPlainTextEdit(),
            hint=_("一行一個：日期、空一格、名稱；達成後在行末寫「（完成：日期）」。"),
        )
        self.add(
            "budget",
            _("經費"),
            QPlainTextEdit(),
            hint=_("一行一筆，例如「新竹縣 中央補助 2,000萬元」；不分縣市寫「－」。"),
        )
        self.add("state", _("狀態"), ChoiceBox([(state, state.title) for state in PlanState]))
        self.add("note", _("備註"), QPlainTextEdit())
        own = [one for one in (line.budgets if line else ()) if one.year == year]
        values: Values = {name: getattr(self._item, name) for name in (*WHOLE, *SEVERAL)}
        values["planned"] = parts.planned(line.targets, year) if line else None
        values["actual"] = parts.actual(line.targets, year) if line else None
        values["milestones"] = parts.written_milestones(line.milestones if line else ())
        values["budget"] = parts.written_budget(own, reference)
        self.start(values, self._keep, over=self._keep_over)

    def _keep(self, values: Values) -> None:
        self._write(values, self._line.item if self._line else None)

    def _keep_over(self, values: Values, now: Any) -> None:
        self._write(values, now)

    def _write(self, values: Values, seen: PlanItem | None) -> None:
        from northtaiwan_desktop.services import plan

        line = self._line
        try:
            item = replace(self._item, **{name: values[name] for name in (*WHOLE, *SEVERAL)})
        except AppError as error:
            self.save_button.setEnabled(True)
            self.complain("ends_on", str(error))
            return
        stones = self._read(
            "milestones", lambda: parts.read_milestones(values["milestones"], item, line.milestones if line else ())
        )
        lines = self._read(
            "budget", lambda: parts.read_budget(values["budget"], item, line.budgets if line else (), self._reference)
        )
        if stones is None or lines is None:
            return
        shares = values["planned"] or parts.NONE, values["actual"] or parts.NONE
        targets = parts.with_shares(item, line.targets if line else (), *shares)
        label = _("編輯行動方案「{name}」") if line else _("新增行動方案「{name}」")
        self._workbench.do(
            label.format(name=item.name),
            partial(plan.write_item, item=item, seen=seen, targets=targets, budget=lines, stones=stones),
            then=self.kept,
            failed=self.refuse,
        )

    def _read(self, name: str, read: Callable[[], list[Any]]) -> list[Any] | None:
        try:
            return read()
        except AppError as error:
            self.save_button.setEnabled(True)
            self.complain(name, str(error))
            return None
