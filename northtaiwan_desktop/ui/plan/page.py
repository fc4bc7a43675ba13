"""年度行動方案: the year's items as a table, a tree, bars over time, or against the vision; content at the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QUrl
from PySide6.QtWidgets import QDialog, QMenu, QPushButton

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.plan import PlanItem, PlanVersion
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.plan.detail import PLAN, VERSIONS, PlanDetail
from northtaiwan_desktop.ui.plan.form import PlanForm
from northtaiwan_desktop.ui.plan.quarter_form import QuarterForm
from northtaiwan_desktop.ui.plan.versions_box import PlanVersionsBox
from northtaiwan_desktop.ui.plan.views import PlanViews, Shown
from northtaiwan_desktop.ui.plan.year_forms import CarryForm, ConfirmForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.plan_versions import PlanFile
    from northtaiwan_desktop.storage.records import Records


@dataclass(frozen=True)
class _Known:
    """What the page asked for: the year's items, and what its forms offer."""

    lines: list[PlanLine]
    reference: Reference
    meetings: list[Meeting]
    versions: list[PlanVersion]
    taken: frozenset[str]


class PlanPage(Page):
    """The action plan of the window's year: written, confirmed, recorded, taken on and handed out from here."""

    title = N_("年度行動方案")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "PlanItem",
            "QuarterTarget",
            "Milestone",
            "BudgetLine",
            "PlanVersion",
            "Resolution",
            "Meeting",
            "Member",
            "IssueGroup",
            "Thresholds",
        }
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self._known: _Known | None = None
        self._wanted = ""
        self.edit_button = self.add_action(_("修改(&M)"), self.edit, shortcut="F2")
        self.remove_button = self.add_action(_("刪除(&D)"), self.remove)
        self.year_button = self._year_menu()
        self.export_button = self.add_action(_("匯出(&X)…"), self.hand_out)
        self.add_button = self.add_action(_("新增方案(&N)"), self.add, main=True, shortcut="Ctrl+N")
        self.detail = PlanDetail()
        self.views_box = PlanViews(settings, self.detail)
        self.list, self.filters = self.views_box.list, self.views_box.filters
        self.search = self.add_search(_("搜尋方案…"), self.views_box.look_for, row=self.filters.row)
        self.body.addWidget(self.views_box, 1)
        self.views_box.chosen.connect(self._on_chosen)
        self.views_box.opened.connect(self.edit)
        self.detail.anchorClicked.connect(self._on_link)
        self._on_chosen("")

    def refresh(self) -> None:
        year, today = self.year.year, self.workbench.today()

        def question(records: Records) -> _Known:
            from northtaiwan_desktop.storage.plan import plan_lines, taken_on
            from northtaiwan_desktop.storage.plan_versions import confirming_meetings, versions
            from northtaiwan_desktop.storage.reference import reference

            return _Known(
                lines=plan_lines(records, year=year, today=today),
                reference=reference(records),
                meetings=confirming_meetings(records, year),
                versions=versions(records, year),
                taken=taken_on(records, year),
            )

        self.ask(question, self._show)

    def show_record(self, id: str) -> None:
        """Turn to an item, and to its year where it is of another."""
        self._wanted = id

        def question(records: Records) -> PlanItem | None:
            return records.find(PlanItem, id)

        self.ask(question, self._turn_to)

    def dialogs(self) -> Iterable[tuple[str, QDialog]]:
        if self._known is not None:
            year, known = self.year.year, self._known
            line = next(iter(known.lines), None)
            yield "form", PlanForm(self.workbench, self.settings, known.reference, year, line, self)
            yield "quarter", QuarterForm(self.workbench, self.settings, year, self)
            yield "confirm", self._confirm_form(known)
            yield "carry", self._carry_form(known)
            yield "versions", PlanVersionsBox(self.workbench, year, known.versions, parent=self)

    def list_behind(self) -> ListView:
        return self.views_box.table()

    def views(self) -> Iterator[str]:
        return self.views_box.turn_through()

    def add(self) -> None:
        """Write a new item of the year."""
        self._open(None)

    def edit(self) -> None:
        """Change the chosen item."""
        if (line := self.current()) is not None:
            self._open(line)

    def current(self) -> PlanLine | None:
        """The item that is chosen, whatever the view."""
        lines = self._known.lines if self._known else []
        return next((line for line in lines if line.item.id == self.views_box.chosen_id), None)

    def confirm(self) -> None:
        """Keep the plan as its next version: confirmed, or revised, at a meeting of the deputy heads."""
        if self._known is not None:
            self._confirm_form(self._known).open()

    def carry(self) -> None:
        """Take unfinished items into the next year."""
        if self._known is not None:
            self._carry_form(self._known).open()

    def record_quarter(self) -> None:
        """Record how far all items are at the end of a quarter."""
        if self._known is not None:
            QuarterForm(self.workbench, self.settings, self.year.year, self).open()

    def compare(self, old: int | None = None) -> None:
        """Set the versions of the year's plan side by side."""
        if self._known is not None:
            PlanVersionsBox(self.workbench, self.year.year, self._known.versions, old=old, parent=self).open()

    def remove(self) -> None:
        """Delete the chosen item; undo brings it back."""
        from northtaiwan_desktop.services import plan

        if (line := self.current()) is not None:
            label = _("刪除行動方案「{name}」").format(name=line.item.name)
            self.do(label, partial(plan.remove_item, item_id=line.item.id), failed=self.refused.emit)

    def hand_out(self) -> None:
        """Write the list as it is filtered into a file of the person's choice."""
        from northtaiwan_desktop.services import export

        year, today = self.year.year, self.workbench.today()
        group_id, member_id = self.filters.values["group"], self.filters.values["member"]
        self.write_file(
            _("{year}年度行動方案").format(year=year),
            (".xlsx", ".ods", ".docx", ".odt", ".pdf"),
            lambda path: partial(
                export.plan, path=path, today=today, year=year, group_id=group_id, member_id=member_id
            ),
        )

    def _confirm_form(self, known: _Known) -> ConfirmForm:
        return ConfirmForm(
            self.workbench, self.settings, self.year.year, known.lines, known.meetings, known.versions, self
        )

    def _carry_form(self, known: _Known) -> CarryForm:
        return CarryForm(self.workbench, self.settings, self.year.year, known.lines, known.taken, self)

    def _open(self, line: PlanLine | None) -> None:
        if self._known is not None:
            PlanForm(self.workbench, self.settings, self._known.reference, self.year.year, line, self).open()

    def _year_menu(self) -> QPushButton:
        button = self.add_action(_("年度作業(&Y)"), lambda: None)
        menu = QMenu(button)
        menu.addAction(_("登錄各季實際進度(&Q)…"), self.record_quarter)
        self.confirm_action = menu.addAction(_("確認年度方案(&C)…"), self.confirm)
        menu.addAction(_("版本比較(&V)…"), self.compare)
        menu.addSeparator()
        menu.addAction(_("延續到下一年度(&T)…"), self.carry)
        button.setMenu(menu)
        return button

    def _turn_to(self, item: PlanItem | None) -> None:
        if item is None:
            return
        self.search.clear()
        self.views_box.clear_filters()
        if item.year != self.year.year:
            self.year.choose(item.year)
        else:
            self.renew()

    def _show(self, known: _Known) -> None:
        self._known = known
        self.views_box.show_plan(Shown(known.lines, known.reference, self.year.year, self.workbench.today()))
        if self._wanted and any(line.item.id == self._wanted for line in known.lines):
            self.views_box.choose(self._wanted)
            self._wanted = ""
        words = _("修正年度方案(&C)…") if known.versions else _("確認年度方案(&C)…")
        self.confirm_action.setText(words)
        told = _("{year}年度，{count} 項").format(year=self.year.year, count=len(known.lines))
        if known.versions:
            told += _("，第 {version} 版").format(version=known.versions[0].version)
        self.subtitle.setText(told)

    def _on_chosen(self, id: str) -> None:
        self.edit_button.setEnabled(bool(id))
        self.remove_button.setEnabled(bool(id))
        if not id or not self.workbench.is_open:
            self.detail.show_item(None, None)
            return
        today = self.workbench.today()

        def question(records: Records) -> PlanFile | None:
            from northtaiwan_desktop.storage.plan_versions import plan_file

            # It may have been deleted since the views were drawn.
            return plan_file(records, id, today=today) if records.find(PlanItem, id) else None

        self.ask(question, self._show_file)

    def _show_file(self, file: PlanFile | None) -> None:
        if file is not None and file.line.item.id == self.views_box.chosen_id and self._known is not None:
            self.detail.show_item(file, self._known.reference)

    def _on_link(self, link: QUrl) -> None:
        page, _colon, id = link.toString().partition(":")
        if page == VERSIONS:
            self.compare(int(id))
        elif page == PLAN:
            self.show_record(id)
        else:
            self.go.emit(page, id)
