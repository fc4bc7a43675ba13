"""The forms of the yearly contributions: a year laid out, a payment, a correction."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.lists import ContributionLine
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import contributions as actions
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.proposals.money_field import MoneyField
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench

FIELDS = ("amount", "due_on", "paid", "paid_on", "note")


class LayOutForm(FormDialog):
    """年度列帳: one line a member, the sums from the limits (門檻)."""

    def __init__(self, workbench: Workbench, settings: Settings, year: int, parent: QWidget | None = None) -> None:
        title = _("{year}年度分攤款列帳").format(year=year)
        super().__init__(title, settings, save_words=_("列帳"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year = workbench, year
        self.add_part(
            soft(_("依「設定」的年度經費，主政縣市與其他縣市各列一筆應繳金額；已經列出的不變，之後仍可個別更正。"))
        )
        self.add("due_on", _("繳納期限"), RocDateField(year=year), hint=_("沒有規定期限的留空白。"))
        self.start({}, self._store)

    def _store(self, values: Values) -> None:
        action = partial(actions.lay_out, year=self._year, due_on=values["due_on"])
        self._workbench.do(self.windowTitle(), action, then=self.kept, failed=self.refuse)


class PayForm(FormDialog):
    """記錄繳納 of one county, in part or in full; several counties pay in full."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        lines: Sequence[ContributionLine],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("記錄繳納"), settings, save_words=_("記錄"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._lines = workbench, lines
        left = sum(line.contribution.left for line in lines)
        names = "、".join(line.member_name for line in lines)
        self.add_part(soft(_("{names}：尚未繳納 {left}。").format(names=names, left=written_money(left))))
        values: Values = {"on": workbench.today()}
        if len(lines) == 1:
            self.add("sum", _("這次繳納"), MoneyField(), required=True)
            values["sum"] = left
        else:
            self.add_part(soft(_("選了多個縣市，各記為全部繳清。")))
        self.add("on", _("繳納日期"), RocDateField(year=lines[0].contribution.year), required=True)
        self.start(values, self._store)

    def _store(self, values: Values) -> None:
        first = self._lines[0]
        ids = [line.contribution.id for line in self._lines]
        label = _("{name}等{count}縣市繳納{year}年度分攤款") if len(ids) > 1 else _("{name}繳納{year}年度分攤款")
        words = label.format(name=first.member_name, count=len(ids), year=first.contribution.year)
        action = partial(actions.pay, ids=ids, on=values["on"], today=self._workbench.today(), sum=values.get("sum"))
        self._workbench.do(words, action, then=self.kept, failed=self.refuse)


class ContributionForm(FormDialog):
    """更正 of one member's contribution."""

    def __init__(
        self, workbench: Workbench, settings: Settings, line: ContributionLine, parent: QWidget | None = None
    ) -> None:
        one = line.contribution
        title = _("{name}{year}年度分攤款").format(name=line.member_name, year=one.year)
        super().__init__(title, settings, draft=f"contribution {one.id}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._line = workbench, line
        self.add("amount", _("應繳金額"), MoneyField(), required=True)
        self.add("due_on", _("繳納期限"), RocDateField(year=one.year))
        self.add("paid", _("已繳金額"), MoneyField(), required=True)
        self.add("paid_on", _("最近繳納日期"), RocDateField(year=one.year))
        self.add("note", _("備註"), QPlainTextEdit())
        self.start({name: getattr(one, name) for name in FIELDS}, self._store, over=self._store_over)

    def _store(self, values: Values) -> None:
        self._do(values, self._line.contribution)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now)

    def _do(self, values: Values, seen: Contribution) -> None:
        wanted = replace(seen, **{name: values[name] for name in FIELDS})
        label = _("更正{name}{year}年度分攤款").format(name=self._line.member_name, year=wanted.year)
        action = partial(actions.save_contribution, one=wanted, today=self._workbench.today(), seen=seen)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)
