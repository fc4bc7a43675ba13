"""年度行動方案: the items of the year by group, each with its content at the right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import QDialog, QHBoxLayout, QInputDialog

from northtaiwan_desktop.domain.lists import MeetingLine, PlanLine
from northtaiwan_desktop.domain.meeting import MeetingStatus
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.plan import COLUMNS
from northtaiwan_desktop.ui.plan.detail import PlanDetail
from northtaiwan_desktop.ui.plan.form import PlanForm
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page, beside
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records

FIRST = ("number", "group", "name", "lead", "planned_percent", "actual_percent", "ends_on", "budget", "term")


@dataclass(frozen=True)
class _Known:
    lines: list[PlanLine]
    reference: Reference
    meetings: list[MeetingLine]


class PlanPage(Page):
    """The action plan of the window's year: written, confirmed and handed out from here."""

    title = N_("年度行動方案")
    kinds = frozenset(
        {"PlanItem", "QuarterTarget", "Milestone", "BudgetLine", "Resolution", "Meeting", "Member", "IssueGroup"}
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self._known: _Known | None = None
        self._wanted = ""
        self.edit_button = self.add_action(_("修改(&M)"), self.edit, shortcut="F2")
        self.confirm_button = self.add_action(_("確認(&K)…"), self.confirm, needs=_("記錄在哪一場副首長會議確認"))
        self.remove_button = self.add_action(_("刪除(&D)"), self.remove)
        self.export_button = self.add_action(_("匯出(&X)…"), self.hand_out)
        self.add_button = self.add_action(_("新增方案(&N)"), self.add, main=True, shortcut="Ctrl+N")
        self.group_box = ChoiceBox(none=_("全部議題組"))
        self.group_box.setAccessibleName(_("議題組"))
        self.member_box = ChoiceBox(none=_("全部縣市"))
        self.member_box.setAccessibleName(_("主辦或配合縣市"))
        columns = sorted(
            (column for column in COLUMNS if column.name in FIRST), key=lambda column: FIRST.index(column.name)
        )
        self.list = ListView(
            columns,
            name="plan",
            title=_("年度行動方案"),
            settings=settings,
            empty=_("這個年度還沒有行動方案。按「新增方案」寫下第一個，或到「匯入」帶入現有的方案表。"),
            key=lambda line: str(line.item.id),
        )
        self.detail = PlanDetail()
        filters = QHBoxLayout()
        filters.setSpacing(8)
        filters.addWidget(self.group_box)
        filters.addWidget(self.member_box)
        self.add_search(_("搜尋方案…"), self.list.look_for, row=filters)
        filters.addStretch(1)
        self.body.addLayout(filters)
        self.body.addWidget(beside(self.list, self.detail), 1)
        self.group_box.chosen.connect(lambda _value: self.renew())
        self.member_box.chosen.connect(lambda _value: self.renew())
        self.list.chosen_changed.connect(self._on_chosen)
        self.list.opened.connect(lambda _line: self.edit())
        self.detail.anchorClicked.connect(self._on_link)
        self._on_chosen()

    def refresh(self) -> None:
        year, group_id, member_id = self.year.year, self.group_box.value(), self.member_box.value()

        def question(records: Records) -> _Known:
            from northtaiwan_desktop.storage.meetings import meeting_lines
            from northtaiwan_desktop.storage.plan import plan_lines
            from northtaiwan_desktop.storage.reference import reference

            lines = plan_lines(records, year=year, group_id=group_id, member_id=member_id)
            return _Known(lines, reference(records), meeting_lines(records, year=year))

        self.ask(question, self._show)

    def show_record(self, id: str) -> None:
        self._wanted = id
        for box in (self.group_box, self.member_box):
            box.set_value(None)
        self.renew()

    def dialogs(self) -> Iterable[tuple[str, QDialog]]:
        if self._known is not None:
            line = next(iter(self._known.lines), None)
            yield "form", PlanForm(self.workbench, self.settings, self._known.reference, self.year.year, line, self)

    def add(self) -> None:
        """Write a new item of the year."""
        self._open(None)

    def edit(self) -> None:
        """Change the chosen item."""
        if (line := self.list.current()) is not None:
            self._open(line)

    def confirm(self) -> None:
        """Record at which meeting of the deputy heads the chosen items were confirmed."""
        lines = self.list.chosen()
        if self._known is None or not lines:
            return
        met = {one.meeting.title: one.meeting.id for one in self._confirming()}
        none = _("（不記會議）")
        title, sure = QInputDialog.getItem(
            self, _("確認行動方案"), _("在哪一場副首長會議確認？"), [*met, none], 0, False
        )
        if sure:
            self.confirm_in(met.get(title))

    def confirm_in(self, meeting_id: str | None) -> None:
        """Confirm the chosen items; the meeting may be left open."""
        from northtaiwan_desktop.services import plan

        ids = [line.item.id for line in self.list.chosen()]
        label = _("確認行動方案 {count} 項").format(count=len(ids))
        self.do(label, partial(plan.confirm, item_ids=ids, meeting_id=meeting_id))

    def remove(self) -> None:
        """Delete the chosen item; undo brings it back."""
        from northtaiwan_desktop.services import plan

        if (line := self.list.current()) is not None:
            label = _("刪除行動方案「{name}」").format(name=line.item.name)
            self.do(label, partial(plan.remove_item, item_id=line.item.id), failed=self.refused.emit)

    def hand_out(self) -> None:
        """Write the list as it is filtered into a file of the person's choice."""
        from northtaiwan_desktop.services import export

        year, today = self.year.year, self.workbench.today()
        group_id, member_id = self.group_box.value(), self.member_box.value()
        self.write_file(
            _("{year}年度行動方案").format(year=year),
            (".xlsx", ".ods", ".docx", ".odt", ".pdf"),
            lambda path: partial(
                export.plan, path=path, today=today, year=year, group_id=group_id, member_id=member_id
            ),
        )

    def _open(self, line: PlanLine | None) -> None:
        if self._known is None:
            return
        form = PlanForm(self.workbench, self.settings, self._known.reference, self.year.year, line, self)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.open()

    def _confirming(self) -> list[MeetingLine]:
        """The year's meetings of the deputy heads that took place, the newest first."""
        meetings = self._known.meetings if self._known else []
        held = [
            one for one in meetings if "副首長" in one.kind_name and one.meeting.status is not MeetingStatus.CANCELLED
        ]
        return sorted(held, key=lambda one: str(one.meeting.held_on or ""), reverse=True)

    def _show(self, known: _Known) -> None:
        self._known = known
        self.group_box.set_options([(group.id, group.name) for group in known.reference.groups])
        self.member_box.set_options([(member.id, member.name) for member in known.reference.members])
        self.list.show_rows(known.lines)
        if self._wanted:
            self.list.choose(self._wanted)
            self._wanted = ""
        self.subtitle.setText(_("{year}年度，{count} 項").format(year=self.year.year, count=len(known.lines)))
        self._on_chosen()

    def _on_chosen(self) -> None:
        line, some = self.list.current(), bool(self.list.chosen())
        self.edit_button.setEnabled(line is not None)
        self.remove_button.setEnabled(line is not None)
        self.confirm_button.setEnabled(some)
        known = self._known
        titles = {one.meeting.id: one.meeting.title for one in known.meetings} if known else {}
        confirmed_in = titles.get(line.item.confirmed_in_id, "") if line else ""
        self.detail.show_item(line, known.reference if known else None, confirmed_in)

    def _on_link(self, link: QUrl) -> None:
        self.go.emit("resolutions", link.toString())
