"""年度行動方案: the year's items as a table, a tree, bars over time, or against the vision; content at the right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QUrl
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QStackedWidget,
    QTabBar,
    QWidget,
)

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.plan import PlanItem, PlanVersion
from northtaiwan_desktop.domain.plan_matrix import matrix
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.plan import BESIDE, COLUMNS
from northtaiwan_desktop.ui.plan.detail import PLAN, VERSIONS, PlanDetail
from northtaiwan_desktop.ui.plan.filters import FilterRow
from northtaiwan_desktop.ui.plan.form import PlanForm
from northtaiwan_desktop.ui.plan.gantt import Gantt
from northtaiwan_desktop.ui.plan.matrix_view import MatrixView
from northtaiwan_desktop.ui.plan.quarter_form import QuarterForm
from northtaiwan_desktop.ui.plan.tree import PlanTree
from northtaiwan_desktop.ui.plan.versions_box import PlanVersionsBox
from northtaiwan_desktop.ui.plan.year_forms import CarryForm, ConfirmForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page, beside
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.plan_versions import PlanFile
    from northtaiwan_desktop.storage.records import Records

FIRST = ("light", "number", "name", "lead", "planned_percent", "actual_percent", "ends_on", "group", "budget", "state")
TABLE, TREE, GANTT, MATRIX = range(4)
VIEWS = ("table", "tree", "gantt", "matrix")
KEY = "plan view"


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
        self._chosen_id = ""
        self.edit_button = self.add_action(_("修改(&M)"), self.edit, shortcut="F2")
        self.remove_button = self.add_action(_("刪除(&D)"), self.remove)
        self.year_button = self._year_menu()
        self.export_button = self.add_action(_("匯出(&X)…"), self.hand_out)
        self.add_button = self.add_action(_("新增方案(&N)"), self.add, main=True, shortcut="Ctrl+N")
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("檢視方式"))
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        for words in (_("表格(&T)"), _("分組(&G)"), _("甘特圖(&Q)"), _("願景矩陣(&A)")):
            self.tabs.addTab(words)
        self.filters = FilterRow(settings)
        self.group_box, self.member_box = self.filters.group_box, self.filters.member_box
        columns = [column for column in (*COLUMNS, *BESIDE) if column.name in FIRST]
        self.list = ListView(
            sorted(columns, key=lambda column: FIRST.index(column.name)),
            name="plan",
            title=_("年度行動方案"),
            settings=settings,
            empty=_("這個年度還沒有行動方案。按「新增方案」寫下第一個，或到「匯入」帶入現有的方案表。"),
            key=lambda line: str(line.item.id),
        )
        self.tree, self.gantt, self.matrix = PlanTree(), Gantt(), MatrixView()
        self.stack = QStackedWidget()
        for view in (self.list, self.tree, self.gantt, self.matrix):
            self.stack.addWidget(view)
        self.detail = PlanDetail()
        self.long_box = QCheckBox(_("跨年度(&L)"))
        self.long_box.setToolTip(_("畫出方案的全部期間，不只本年度"))
        self.legend = QLabel()
        self.legend.setProperty("role", "soft")
        self.legend.setWordWrap(True)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._gaps = ""
        self.search = self.add_search(_("搜尋方案…"), self._look_for, row=self.filters.row)
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addWidget(self.legend, 1)
        row.addWidget(self.long_box)
        self.body.addLayout(row)
        self.body.addWidget(self.filters)
        self.body.addWidget(beside(self.stack, self.detail), 1)
        self.filters.changed.connect(self._filter)
        self.list.chosen_changed.connect(self._on_list)
        self.list.opened.connect(lambda _line: self.edit())
        for view in (self.tree, self.gantt):
            view.chosen.connect(partial(self._on_view_chosen, view))
            view.opened.connect(lambda _id: self.edit())
        self.matrix.asked.connect(self.show_cell)
        self.detail.anchorClicked.connect(self._on_link)
        self.tabs.currentChanged.connect(self._on_view)
        self.long_box.toggled.connect(lambda _on: self._on_long())
        kept = settings.choices.filters.get(KEY, {})
        self.long_box.setChecked(kept.get("long") == "1")
        self.tabs.setCurrentIndex(VIEWS.index(kept["view"]) if kept.get("view") in VIEWS else TABLE)
        self._on_view(self.tabs.currentIndex())
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

    def views(self) -> Iterator[str]:
        first = self.tabs.currentIndex()
        for place, name in enumerate(VIEWS):
            if place != first:
                self.tabs.setCurrentIndex(place)
                yield name
        self.tabs.setCurrentIndex(first)

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
        return next((line for line in lines if line.item.id == self._chosen_id), None)

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

    def show_cell(self, group_id: str | None, axis_id: str | None) -> None:
        """Show the items of one cell of the matrix in the table."""
        self.search.clear()
        self.filters.put({"group": group_id, "axis": axis_id})
        self.tabs.setCurrentIndex(TABLE)
        self.list.setFocus()

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
        self.filters.put({})
        if self.tabs.currentIndex() == MATRIX:
            self.tabs.setCurrentIndex(TABLE)
        if item.year != self.year.year:
            self.year.choose(item.year)
        else:
            self.renew()

    def _show(self, known: _Known) -> None:
        self._known = known
        self.filters.offer_known(known.reference)
        self._filter()
        if self._wanted and any(line.item.id == self._wanted for line in known.lines):
            self._choose(self._wanted)
            self._wanted = ""
        words = _("修正年度方案(&C)…") if known.versions else _("確認年度方案(&C)…")
        self.confirm_action.setText(words)
        told = _("{year}年度，{count} 項").format(year=self.year.year, count=len(known.lines))
        if known.versions:
            told += _("，第 {version} 版").format(version=known.versions[0].version)
        self.subtitle.setText(told)

    def _filter(self) -> None:
        """Show the items that are wanted in each view; the matrix always counts the whole year."""
        if self._known is None:
            return
        known = self._known
        lines = [line for line in known.lines if self.filters.passes(line)]
        if known.lines and not lines:
            self.list.set_empty(_("沒有符合篩選條件的方案。按「清除篩選」就會看到全部。"))
        else:
            self.list.set_empty(_("這個年度還沒有行動方案。按「新增方案」寫下第一個，或到「匯入」帶入現有的方案表。"))
        chosen = self._chosen_id
        self.list.show_rows(lines)
        group_id = self.filters.values["group"]
        self.tree.show_lines(lines, [group for group in known.reference.groups if group_id in (None, group.id)])
        self._draw_gantt(lines)
        found = matrix(known.lines, known.reference.groups, known.reference.axes, known.reference.thresholds)
        self.matrix.show_matrix(found)
        self._gaps = _("{count} 格沒有方案：願景還沒有落實到該組").format(count=found.gaps) if found.gaps else ""
        self._tell()
        told = _("{shown}／{whole} 項").format(shown=len(lines), whole=len(known.lines))
        self.filters.count.setText(told)
        self._choose(chosen if any(line.item.id == chosen for line in lines) else "")

    def _draw_gantt(self, lines: list[PlanLine]) -> None:
        self.gantt.show_lines(
            lines, year=self.year.year, today=self.workbench.today(), is_long=self.long_box.isChecked()
        )

    def _look_for(self, text: str) -> None:
        self.list.look_for(text)
        if text and self.tabs.currentIndex() != TABLE:
            self.tabs.setCurrentIndex(TABLE)

    def _choose(self, id: str) -> None:
        """Make an item the chosen one in every view."""
        if id:
            for view in (self.list, self.tree, self.gantt):
                view.choose(id)
        self._on_chosen(id)

    def _on_list(self) -> None:
        if self.tabs.currentIndex() == TABLE:
            line = self.list.current()
            self._on_chosen(line.item.id if line else "")

    def _on_view_chosen(self, view: QWidget, id: str) -> None:
        """A view out of sight follows, and leads nowhere."""
        if self.stack.currentWidget() is view:
            self._on_chosen(id)

    def _on_chosen(self, id: str) -> None:
        self._chosen_id = id
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
        if file is not None and file.line.item.id == self._chosen_id and self._known is not None:
            self.detail.show_item(file, self._known.reference)

    def _on_view(self, place: int) -> None:
        chosen = self._chosen_id
        self.stack.setCurrentIndex(place)
        self.filters.setVisible(place != MATRIX)
        self.detail.setVisible(place != MATRIX)
        self.long_box.setVisible(place == GANTT)
        self._tell()
        if chosen:
            self._choose(chosen)
        self._keep_view()

    def _tell(self) -> None:
        """What one has to know to read the view."""
        legend = _("底條：期間　粗條：預定　細條：實際　◆ 已達成　◇ 未達成的查核點")
        self.legend.setText({GANTT: legend, MATRIX: self._gaps}.get(self.tabs.currentIndex(), ""))

    def _on_long(self) -> None:
        self._keep_view()
        if self._known is not None:
            self._draw_gantt([line for line in self._known.lines if self.filters.passes(line)])

    def _keep_view(self) -> None:
        view = {"view": VIEWS[self.tabs.currentIndex()], "long": "1" if self.long_box.isChecked() else ""}
        self.settings.keep(filters=self.settings.choices.filters | {KEY: view})

    def _on_link(self, link: QUrl) -> None:
        page, _colon, id = link.toString().partition(":")
        if page == VERSIONS:
            self.compare(int(id))
        elif page == PLAN:
            self.show_record(id)
        else:
            self.go.emit(page, id)
