"""The four sights of a year's plan under one row of tabs: table, tree, bars over time, and the vision's matrix."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.plan_matrix import matrix
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.plan import BESIDE, COLUMNS
from northtaiwan_desktop.ui.plan.filters import FilterRow
from northtaiwan_desktop.ui.plan.gantt import Gantt
from northtaiwan_desktop.ui.plan.matrix_view import MatrixView
from northtaiwan_desktop.ui.plan.tree import PlanTree
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP, beside

FIRST = ("light", "number", "name", "lead", "planned_percent", "actual_percent", "ends_on", "group", "budget", "state")
TABLE, TREE, GANTT, MATRIX = range(4)
VIEWS = ("table", "tree", "gantt", "matrix")
KEY = "plan view"


@dataclass(frozen=True)
class Shown:
    """The plan of a year as the views show it on a day."""

    lines: list[PlanLine]
    reference: Reference
    year: int
    today: date


class PlanViews(QWidget):
    """Shows one plan in the view that was chosen last; what is chosen in one view is chosen in all.

    A view is drawn when it is looked at. `chosen` gives an item's id, empty for none; `opened` asks to open that item.
    """

    chosen = Signal(str)
    opened = Signal()

    def __init__(self, settings: Settings, detail: QWidget) -> None:
        super().__init__()
        self._settings, self._detail = settings, detail
        self._plan: Shown | None = None
        self._lines: list[PlanLine] = []
        self._stale: set[int] = set()
        self._gaps = ""
        self.chosen_id = ""
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(_("檢視方式"))
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(False)
        for words in (_("表格(&T)"), _("分組(&G)"), _("甘特圖(&Q)"), _("願景矩陣(&A)")):
            self.tabs.addTab(words)
        self.filters = FilterRow(settings)
        columns = [column for column in (*COLUMNS, *BESIDE) if column.name in FIRST]
        self.list = ListView(
            sorted(columns, key=lambda column: FIRST.index(column.name)),
            name="plan",
            title=_("年度行動方案"),
            settings=settings,
            key=lambda line: str(line.item.id),
        )
        self.tree, self.gantt, self.matrix = PlanTree(), Gantt(), MatrixView()
        self.stack = QStackedWidget()
        for view in (self.list, self.tree, self.gantt, self.matrix):
            self.stack.addWidget(view)
        self.long_box = QCheckBox(_("跨年度(&S)"))
        self.long_box.setToolTip(_("畫出方案的全部期間，不只本年度"))
        self.legend = QLabel()
        self.legend.setProperty("role", "soft")
        self.legend.setWordWrap(True)
        self.legend.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self._listen()
        kept = settings.choices.filters.get(KEY, {})
        self.long_box.setChecked(kept.get("long") == "1")
        self.tabs.setCurrentIndex(VIEWS.index(kept["view"]) if kept.get("view") in VIEWS else TABLE)
        self._on_view(self.tabs.currentIndex())

    def show_plan(self, plan: Shown) -> None:
        """Show this plan as it is narrowed; what was chosen stays chosen where it is still there."""
        self._plan = plan
        self.filters.offer_known(plan.reference)
        self._filter()

    def choose(self, id: str) -> None:
        """Make an item the chosen one; views that are not in sight follow when they are looked at."""
        place = self.tabs.currentIndex()
        if id and place != MATRIX:
            (self.list, self.tree, self.gantt)[place].choose(id)
        self._tell_chosen(id)

    def table(self) -> ListView:
        """The table as it is narrowed, also while another view is in sight."""
        if TABLE in self._stale:
            self._stale.discard(TABLE)
            self.list.show_rows(self._lines)
        return self.list

    def clear_filters(self) -> None:
        """Let all items through, and leave the matrix, which shows none by itself."""
        self.filters.put({})
        if self.tabs.currentIndex() == MATRIX:
            self.tabs.setCurrentIndex(TABLE)

    def look_for(self, text: str) -> None:
        """Show only the rows of the table that hold each word of `text`."""
        self.list.look_for(text)
        if text and self.tabs.currentIndex() != TABLE:
            self.tabs.setCurrentIndex(TABLE)

    def show_cell(self, group_id: str | None, axis_id: str | None) -> None:
        """Show the items of one cell of the matrix in the table."""
        self.filters.put({"group": group_id, "axis": axis_id})
        self.tabs.setCurrentIndex(TABLE)
        self.list.setFocus()

    def turn_through(self) -> Iterator[str]:
        """Turn to the other views one after another, and back at the end."""
        first = self.tabs.currentIndex()
        for place, name in enumerate(VIEWS):
            if place != first:
                self.tabs.setCurrentIndex(place)
                yield name
        self.tabs.setCurrentIndex(first)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.tabs)
        row.addWidget(self.legend, 1)
        row.addWidget(self.long_box)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addLayout(row)
        layout.addWidget(self.filters)
        layout.addWidget(beside(self.stack, self._detail), 1)

    def _listen(self) -> None:
        self.filters.changed.connect(self._filter)
        self.list.chosen_changed.connect(self._on_list)
        self.list.opened.connect(lambda _line: self.opened.emit())
        for view in (self.tree, self.gantt):
            view.chosen.connect(partial(self._on_chosen, view))
            view.opened.connect(lambda _id: self.opened.emit())
        self.matrix.asked.connect(self.show_cell)
        self.tabs.currentChanged.connect(self._on_view)
        self.long_box.toggled.connect(lambda _on: self._on_long())

    def _filter(self) -> None:
        """Narrow to the items that are wanted; the matrix always counts the whole year."""
        if self._plan is None:
            return
        lines = self._plan.lines
        self._lines = [line for line in lines if self.filters.passes(line)]
        empty = _("這個年度還沒有行動方案。按「新增方案」寫下第一個，或到「匯入」帶入現有的方案表。")
        if lines and not self._lines:
            empty = _("沒有符合篩選條件的方案。按「清除篩選」就會看到全部。")
        self.list.set_empty(empty)
        told = _("{shown}／{whole} 項").format(shown=len(self._lines), whole=len(lines))
        self.filters.count.setText(told)
        chosen = self.chosen_id
        self._stale = {TABLE, TREE, GANTT, MATRIX}
        self._draw()
        self.choose(chosen if any(line.item.id == chosen for line in self._lines) else "")

    def _draw(self) -> None:
        """Draw the view in sight, where what it shows is no longer so."""
        place, plan = self.tabs.currentIndex(), self._plan
        if place == TABLE:
            self.table()
        elif plan is not None and place in self._stale:
            self._stale.discard(place)
            known, group_id = plan.reference, self.filters.values["group"]
            if place == TREE:
                self.tree.show_lines(self._lines, [one for one in known.groups if group_id in (None, one.id)])
            elif place == GANTT:
                is_long = self.long_box.isChecked()
                self.gantt.show_lines(self._lines, year=plan.year, today=plan.today, is_long=is_long)
            else:
                found = matrix(plan.lines, known.groups, known.axes)
                self.matrix.show_matrix(found)
                gaps = _("{count} 格沒有方案：願景還沒有落實到該組")
                self._gaps = gaps.format(count=found.gaps) if found.gaps else ""
        legend = _("底條：期間　粗條：預定　細條：實際　◆ 已達成　◇ 未達成的查核點")
        self.legend.setText({GANTT: legend, MATRIX: self._gaps}.get(place, ""))

    def _on_view(self, place: int) -> None:
        chosen = self.chosen_id
        self.stack.setCurrentIndex(place)
        self.filters.setVisible(place != MATRIX)
        self._detail.setVisible(place != MATRIX)
        self.long_box.setVisible(place == GANTT)
        self._draw()
        if chosen:
            self.choose(chosen)
        self._keep_view()

    def _on_long(self) -> None:
        self._stale.add(GANTT)
        self._draw()
        self._keep_view()

    def _on_list(self) -> None:
        if self.tabs.currentIndex() == TABLE:
            line = self.list.current()
            self._tell_chosen(line.item.id if line else "")

    def _on_chosen(self, view: QWidget, id: str) -> None:
        """A view out of sight leads nowhere."""
        if self.stack.currentWidget() is view:
            self._tell_chosen(id)

    def _tell_chosen(self, id: str) -> None:
        self.chosen_id = id
        self.chosen.emit(id)

    def _keep_view(self) -> None:
        view = {"view": VIEWS[self.tabs.currentIndex()], "long": "1" if self.long_box.isChecked() else ""}
        self._settings.keep(filters=self._settings.choices.filters | {KEY: view})
