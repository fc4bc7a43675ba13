"""The form of one item of the action plan: all of it saved together, under one line of the undo menu."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QPlainTextEdit, QWidget

from northtaiwan_desktop.domain import plan_parts as parts
from northtaiwan_desktop.domain.errors import AppError, ChangedMeanwhile
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan import Milestone, PlanItem, PlanState, Term
from northtaiwan_desktop.domain.plan_whole import PlanWhole, check_reached, fall_words, falls
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.money import read_money, written_money
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField, ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values, put, put_text
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField
from northtaiwan_desktop.ui.workbench import Workbench

WHOLE = ("name", "number", "group_id", "term", "lead_id", "starts_on", "ends_on", "indicator", "total", "state", "note")
SEVERAL = ("cross_group_ids", "co_lead_ids", "axes")
LONGEST = 40


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
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._reference, self._is_new = workbench, reference, line is None
        groups = [(group.id, group.name) for group in reference.groups]
        members = [(member.id, member.name) for member in reference.members]
        blank = PlanItem(number="", year=year, group_id=groups[0][0] if groups else "", name="")
        self._whole = line.whole if line else PlanWhole(item=blank)
        year = self._whole.item.year
        self.theirs_button = self.buttons.addButton(_("改用已存的內容"), QDialogButtonBox.ButtonRole.ActionRole)
        self.theirs_button.setAutoDefault(False)
        self.theirs_button.hide()
        self.theirs_button.clicked.connect(lambda _checked: self.take_theirs())
        self._theirs: PlanWhole | None = None
        self._fallen = falls(_shares(parts.actual(self._whole.targets, year)) or parts.NONE)
        self.add("name", _("行動方案名稱"), QLineEdit(), required=True)
        self.add("number", _("編號"), QLineEdit(), hint=_("不填則自動編號。"))
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
            "total",
            _("總經費"),
            ParsedField(read_money, written_money, prompt=_("例如 2,000萬元")),
            hint=_("可不填；填了就必須等於各筆經費的合計。"),
        )
        self.add(
            "budget",
            _("經費"),
            QPlainTextEdit(),
            hint=_("一行一筆，例如「新竹縣 中央補助 2,000萬元」；不分縣市寫「－」。"),
        )
        self.add("state", _("狀態"), ChoiceBox([(state, state.title) for state in PlanState]))
        self.add("note", _("備註"), QPlainTextEdit())
        self.start(self._values_of(self._whole), self._keep, over=self._write)

    def refuse(self, error: Exception) -> None:
        """Where someone else has changed the item meanwhile, say in which fields, and let the person choose."""
        super().refuse(error)
        if isinstance(error, ChangedMeanwhile) and error.now is None:
            self.notice.refuse(str(error), _("另存為新的方案"), self.save_as_new)
        if isinstance(error, ChangedMeanwhile) and isinstance(error.now, PlanWhole):
            now = error.now
            told = "\n".join((str(error), *self._clashes(now)))
            self.offer_over(told, now)
            self._theirs = now
            self.theirs_button.show()

    def save_as_new(self) -> None:
        """Keep what was typed as an item of its own, where the one that was edited is gone."""
        old = self._whole
        item = replace(
            old.item, id=new_id(), lineage_id="" if old.item.lineage_id == old.item.id else old.item.lineage_id
        )
        self._is_new = True
        self._whole = PlanWhole(
            item=item,
            targets=tuple(replace(one, id=new_id(), plan_item_id=item.id) for one in old.targets),
            budget=tuple(replace(one, id=new_id(), plan_item_id=item.id) for one in old.budget),
            stones=tuple(replace(one, id=new_id(), plan_item_id=item.id) for one in old.stones),
        )
        self.try_save()

    def take_theirs(self) -> None:
        """Fill the form with what is stored now, in place of what was typed."""
        if self._theirs is not None:
            self._whole = self._theirs
            self._put(self._theirs)
            self.notice.hide()
            self.theirs_button.hide()

    def _values_of(self, whole: PlanWhole) -> Values:
        year = whole.item.year
        values: Values = {name: getattr(whole.item, name) for name in (*WHOLE, *SEVERAL)}
        values["planned"] = _shares(parts.planned(whole.targets, year))
        values["actual"] = _shares(parts.actual(whole.targets, year))
        values["milestones"] = parts.written_milestones(whole.stones)
        own = [one for one in whole.budget if one.year == year]
        values["budget"] = parts.written_budget(own, self._reference)
        return values

    def _put(self, whole: PlanWhole) -> None:
        for name, value in self._values_of(whole).items():
            put(self.editor(name), value)

    def _clashes(self, now: PlanWhole) -> list[str]:
        """The fields that now read otherwise than here: what is stored, and what was typed."""
        mine = self.texts()
        self._put(now)
        theirs = self.texts()
        for name, text in mine.items():
            put_text(self.editor(name), text)
        message = _("・{field}：已存「{theirs}」，您填「{mine}」")
        return [
            message.format(
                field=self.editor(name).accessibleName(), theirs=_short(theirs[name]), mine=_short(mine[name])
            )
            for name in mine
            if mine[name] != theirs[name]
        ]

    def _keep(self, values: Values) -> None:
        fallen = falls(values["actual"] or parts.NONE)
        if fallen is not None and fallen != self._fallen:
            self._fallen = fallen
            self.stay()
            message = _("累計的實際進度{words}。確定的話，請再按一次「儲存」。")
            self.notice.note(message.format(words=fall_words(*fallen)))
            return
        self._write(values, None if self._is_new else self._whole)

    def _stones(self, text: str, item: PlanItem, before: Sequence[Milestone]) -> list[Milestone]:
        stones = parts.read_milestones(text, item, before)
        check_reached(stones, before, self._workbench.today())
        return stones

    def _write(self, values: Values, seen: PlanWhole | None) -> None:
        from northtaiwan_desktop.services import plan

        before = seen or self._whole
        try:
            item = replace(before.item, **{name: values[name] for name in (*WHOLE, *SEVERAL)})
        except AppError as error:
            self.stay()
            self.complain("ends_on", str(error))
            return
        stones = self._read("milestones", lambda: self._stones(values["milestones"], item, before.stones))
        lines = self._read("budget", lambda: parts.read_budget(values["budget"], item, before.budget, self._reference))
        if stones is None or lines is None:
            return
        shares = values["planned"] or parts.NONE, values["actual"] or parts.NONE
        targets = parts.with_shares(item, before.targets, *shares)
        whole = PlanWhole(item=item, targets=tuple(targets), budget=tuple(lines), stones=tuple(stones))
        label = _("新增行動方案「{name}」") if self._is_new else _("編輯行動方案「{name}」")
        self._workbench.do(
            label.format(name=item.name),
            partial(plan.write, whole=whole, seen=seen),
            then=self.kept,
            failed=self.refuse,
        )

    def _read(self, name: str, read: Callable[[], list[Any]]) -> list[Any] | None:
        try:
            return read()
        except AppError as error:
            self.stay()
            self.complain(name, str(error))
            return None


def _shares(shares: parts.Shares) -> parts.Shares | None:
    return None if all(share is None for share in shares) else shares


def _short(text: str) -> str:
    plain = text.replace("\n", "、")
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"
