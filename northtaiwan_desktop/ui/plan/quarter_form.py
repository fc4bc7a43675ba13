"""登錄各季實際進度: one row an item, with what its resolutions report as a proposal; all saved at once."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from northtaiwan_desktop.domain.errors import AppError, ChangedMeanwhile
from northtaiwan_desktop.domain.plan import QuarterTarget
from northtaiwan_desktop.domain.plan_progress import QuarterRow, quarter_reached
from northtaiwan_desktop.domain.plan_whole import fall_words, falls
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records
    from northtaiwan_desktop.storage.work import Work

PROPOSED, ACTUAL = 4, 5
EDITABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable


class QuarterForm(FormDialog):
    """The items of a quarter: what was planned, reached before, and proposed; the last column is written in."""

    def __init__(self, workbench: Workbench, settings: Settings, year: int, parent: QWidget | None = None) -> None:
        self.rows: list[QuarterRow] = []
        self._shown = 0
        self._left: dict[int, dict[str, str]] = {}
        """What a draft holds, by quarter and item, until the quarter is shown."""
        self._fallen: set[tuple[int, str, float]] = set()
        """The falls that the person has been told of."""
        title = _("登錄{year}年度各季實際進度").format(year=year)
        super().__init__(title, settings, draft=f"plan quarters {year}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._year = workbench, year
        self._figures: dict[int, tuple[list[QuarterRow], list[str]]] = {}
        quarters = [(number, _("第{n}季").format(n=number)) for number in range(1, 5)]
        self.quarter = self.add("quarter", _("季別(&Q)"), ChoiceBox(quarters))
        self.add_part(
            soft(_("累計百分比，直接填在最後一欄；空白表示沒有登錄。「決議推算」是相關決議最近一次填報的平均。"))
        )
        self.table = QTableWidget(0, 6)
        self.table.setHorizontalHeaderLabels(
            [_("編號"), _("行動方案"), _("本季預定"), _("前次實際"), _("決議推算"), _("本季實際")]
        )
        self.table.setAccessibleName(_("各方案的本季實際進度"))
        self.table.setShowGrid(False)
        self.table.setMinimumHeight(300)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.AllEditTriggers)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.add_part(self.table)
        self.take_button = self.buttons.addButton(_("空白的填入決議推算(&T)"), QDialogButtonBox.ButtonRole.ActionRole)
        self.take_button.setAutoDefault(False)
        self.take_button.clicked.connect(lambda _checked: self.take_proposed())
        self.setMinimumWidth(820)
        self.start({"quarter": quarter_reached(workbench.today(), year)}, self._store)
        self.resize(880, 600)
        # The table takes Ctrl+Enter for itself while a cell is written in.
        QShortcut(QKeySequence("Ctrl+Return"), self, self.try_save)
        self.quarter.chosen.connect(lambda _value: self._turn())
        self._load_left()
        self._load()

    def texts(self) -> dict[str, str]:
        """What was typed and is not what is recorded, by quarter and item; with it, the quarter in sight."""
        if self._shown:
            self._keep_figures()
        typed = {
            f"{quarter} {row.item.id}": text
            for quarter, (rows, cells) in self._figures.items()
            for row, text in zip(rows, cells, strict=True)
            if text != _written(row.actual)
        }
        typed |= {
            f"{quarter} {id}": text
            for quarter, cells in self._left.items()
            if quarter not in self._figures
            for id, text in cells.items()
        }
        return super().texts() | typed if typed else {}

    def refuse(self, error: Exception) -> None:
        """Where somebody else has recorded a figure meanwhile, show it beside what was typed, which stays."""
        super().refuse(error)
        if isinstance(error, ChangedMeanwhile):
            year, today, quarters = self._year, self._workbench.today(), list(self._figures)

            def question(records: Records) -> dict[int, list[QuarterRow]]:
                from northtaiwan_desktop.storage.plan import quarter_rows

                return {one: quarter_rows(records, year=year, quarter=one, today=today) for one in quarters}

            self._workbench.ask(question, partial(self._show_theirs, str(error)), owner=self)

    def take_proposed(self) -> None:
        """Fill the cells that are empty with what the resolutions propose."""
        for place, row in enumerate(self.rows):
            cell = self.table.item(place, ACTUAL)
            if cell is not None and not cell.text().strip() and row.proposed is not None:
                cell.setText(written_percent(row.proposed))

    def _show_theirs(self, told: str, now: dict[int, list[QuarterRow]]) -> None:
        lines = [told]
        for quarter, rows in now.items():
            before, typed = self._figures[quarter]
            old = {row.item.id: row.actual for row in before}
            mine = {row.item.id: text for row, text in zip(before, typed, strict=True) if text != _written(row.actual)}
            cells = [mine.get(row.item.id, _written(row.actual)) for row in rows]
            self._figures[quarter] = (rows, cells)
            message = _("・第{quarter}季 {number}：已存「{theirs}」，您填「{mine}」")
            lines += [
                message.format(quarter=quarter, number=row.item.number, theirs=_written(row.actual), mine=text)
                for row, text in zip(rows, cells, strict=True)
                if row.item.id in mine and row.actual != old.get(row.item.id)
            ]
        self._show(self._shown, *self._figures[self._shown])
        lines.append(_("再按「儲存」就以您填的為準；要用已存的，請改寫那一格。"))
        self.notice.refuse("\n".join(lines))

    def _fill(self, texts: dict[str, str]) -> None:
        """Put a draft back: its cells as soon as their quarters are known; without any, what is recorded."""
        super()._fill(texts)
        self._left = {}
        for name, text in texts.items():
            quarter, space, id = name.partition(" ")
            if space:
                self._left.setdefault(int(quarter), {})[id] = text
        self._figures, was_shown, self._shown = {}, self._shown, 0
        if was_shown:
            self._load()

    def _load_left(self) -> None:
        """Quarters of a draft that are not in sight are saved with the others, so they are read as well."""
        year, today = self._year, self._workbench.today()
        for quarter in self._left:

            def question(records: Records, quarter: int = quarter) -> list[QuarterRow]:
                from northtaiwan_desktop.storage.plan import quarter_rows

                return quarter_rows(records, year=year, quarter=quarter, today=today)

            self._workbench.ask(question, partial(self._take_left, quarter), owner=self)

    def _take_left(self, quarter: int, rows: list[QuarterRow]) -> None:
        left = self._left.get(quarter, {})
        if left and quarter not in self._figures:
            self._figures[quarter] = (rows, [left.get(row.item.id, _written(row.actual)) for row in rows])

    def _turn(self) -> None:
        """Go to another quarter; what was typed into this one is kept, and saved with it."""
        if self._shown:
            self._keep_figures()
        self._load()

    def _keep_figures(self) -> None:
        # Ctrl+Enter saves before Qt takes in the cell that is just being written in.
        current = self.table.currentItem()
        for editor in self.table.viewport().findChildren(QLineEdit):
            if editor.isVisible() and current is not None:
                current.setText(editor.text())
        cells = [self.table.item(place, ACTUAL) for place in range(len(self.rows))]
        self._figures[self._shown] = (self.rows, [cell.text().strip() if cell is not None else "" for cell in cells])

    def _load(self) -> None:
        year, quarter, today = self._year, self.quarter.value(), self._workbench.today()
        if quarter in self._figures:
            self._show(quarter, *self._figures[quarter])
            return

        def question(records: Records) -> list[QuarterRow]:
            from northtaiwan_desktop.storage.plan import quarter_rows

            return quarter_rows(records, year=year, quarter=quarter, today=today)

        self._workbench.ask(question, partial(self._show, quarter), owner=self)

    def _show(self, quarter: int, rows: list[QuarterRow], typed: list[str] | None = None) -> None:
        if quarter != self.quarter.value():
            return
        if typed is None and quarter in self._figures:
            rows, typed = self._figures[quarter]
        self.rows, self._shown = rows, quarter
        self.table.setRowCount(len(rows))
        for place, row in enumerate(rows):
            shares = (row.planned, row.before, row.proposed, row.actual)
            words = ["" if share is None else written_percent(share) for share in shares]
            words[-1] = words[-1] if typed is None else typed[place]
            for column, text in enumerate((row.item.number, row.item.name, *words)):
                cell = QTableWidgetItem(text)
                if column != ACTUAL:
                    cell.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
                else:
                    cell.setFlags(EDITABLE)
                if column >= 2:
                    cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                if column == PROPOSED and row.cases:
                    cell.setToolTip(_("由 {count} 案相關決議推算").format(count=row.cases))
                self.table.setItem(place, column, cell)
        self.take_button.setEnabled(any(row.proposed is not None for row in rows))
        if rows:
            self.table.setCurrentCell(0, ACTUAL)

    def _store(self, _values: Values) -> None:
        from northtaiwan_desktop.services import plan

        self._keep_figures()
        changed: dict[int, dict[str, float | None]] = {}
        seen: dict[int, dict[str, QuarterTarget | None]] = {}
        for quarter, (rows, typed) in self._figures.items():
            seen[quarter] = {row.item.id: row.target for row in rows}
            for place, (row, text) in enumerate(zip(rows, typed, strict=True)):
                try:
                    share = _share(text)
                except AppError as error:
                    self._refuse_cell(quarter, place, row, error)
                    return
                if share != row.actual:
                    changed.setdefault(quarter, {})[row.item.id] = share

        if fallen := self._falls(changed):
            self.stay()
            told = _("累計的實際進度比前一次低：{items}。確定的話，請再按一次「儲存」。")
            self.notice.note(told.format(items="、".join(fallen)))
            return

        def action(work: Work) -> None:
            for quarter, reached in changed.items():
                plan.record_quarter(work, self._year, quarter, reached, seen=seen[quarter])

        label = _("登錄{year}年第{quarter}季行動方案進度")
        quarters = "、".join(str(quarter) for quarter in sorted(changed or self._figures))
        self._workbench.do(label.format(year=self._year, quarter=quarters), action, then=self.kept, failed=self.refuse)

    def _falls(self, changed: dict[int, dict[str, float | None]]) -> list[str]:
        """The changed figures that are less than those before them, and of which nothing was said yet."""
        told = []
        for quarter in sorted(changed):
            for row in self._figures[quarter][0]:
                share = changed[quarter].get(row.item.id)
                others = [changed[one].get(row.item.id) for one in sorted(changed) if one < quarter]
                before = next((one for one in reversed(others) if one is not None), row.before)
                fallen = falls((before, share))
                if fallen is not None and share is not None and (quarter, row.item.id, share) not in self._fallen:
                    self._fallen.add((quarter, row.item.id, share))
                    told.append(f"{row.item.number} {fall_words(*fallen)}")
        return told

    def _refuse_cell(self, quarter: int, place: int, row: QuarterRow, error: AppError) -> None:
        """Say what is wrong in which cell, and go there."""
        self.stay()
        if quarter != self._shown:
            self.quarter.set_value(quarter)
            self._show(quarter, *self._figures[quarter])
        self.notice.refuse(f"{row.item.number} {row.item.name}：{error}")
        self.table.setCurrentCell(place, ACTUAL)
        self.table.setFocus()


def _written(share: float | None) -> str:
    return "" if share is None else written_percent(share)


def _share(text: str) -> float | None:
    """A figure with or without its sign; None where nothing is written. Raises Unreadable."""
    return read_percent(text if text.endswith(("%", "％")) else f"{text}%") if text else None
