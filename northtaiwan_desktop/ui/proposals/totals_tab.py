"""歷年合計: what each year's proposals came to, counted from the records and as a source tells it, side by side."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.proposal_total import ProposalTotal, TotalLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import proposals as actions
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.proposal_totals import COLUMNS
from northtaiwan_desktop.storage import proposals
from northtaiwan_desktop.ui.proposals.money_field import CountField, MoneyField
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP, Page, soft
from northtaiwan_desktop.ui.workbench import Workbench

FIELDS = ("since_year", "until_year", "proposed", "discussed", "passed", "granted", "source", "note")


class TotalsTab(QWidget):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.list = ListView(
            COLUMNS,
            name="proposal-totals",
            title=_("歷年合計"),
            settings=page.settings,
            empty=_("還沒有提案，也沒有彙總數。有出處只載合計的年度，按「新增彙總數」登記。"),
            key=lambda line: f"{line.basis.value} {line.id}",
        )
        self.remove_button = page.add_action(_("刪除(&D)"), self.remove, needs=_("選一列彙總數"))
        self.edit_button = page.add_action(_("修改(&M)…"), self.edit, shortcut="F2")
        self.add_button = page.add_action(_("新增彙總數(&N)…"), self.add, main=True, shortcut="Ctrl+N")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(
            soft(
                _(
                    "「逐案」由本資料庫各案計算；「彙總數」是出處所載的合計。兩者分開列示，不相加。申請金額不含整併、退回的提案。"
                )
            )
        )
        layout.addWidget(self.list, 1)
        self.list.opened.connect(lambda _line: self.edit())
        self.list.chosen_changed.connect(self._enable)
        self._enable()

    @property
    def buttons(self) -> list[QPushButton]:
        """Those at the right of the page's title while this tab is in sight."""
        return [self.remove_button, self.edit_button, self.add_button]

    def refresh(self) -> None:
        self._page.ask(proposals.total_lines, self.list.show_rows)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        total = next((line.total for line in self.list.shown() if line.total), None)
        return [("total", self._form(total))]

    def add(self) -> None:
        """Write down what a source tells."""
        self._form(None).open()

    def edit(self) -> None:
        line: TotalLine | None = self.list.current()
        if line is not None and line.total is not None:
            self._form(line.total).open()

    def remove(self) -> None:
        line: TotalLine | None = self.list.current()
        if line is not None and line.total is not None:
            label = _("刪除{year}年度提案的彙總數").format(year=line.years)
            self._page.do(label, partial(actions.remove_total, id=line.total.id), failed=self._page.refused.emit)

    def _enable(self) -> None:
        line: TotalLine | None = self.list.current()
        is_told = line is not None and line.total is not None
        self.edit_button.setEnabled(is_told)
        self.remove_button.setEnabled(is_told)

    def _form(self, total: ProposalTotal | None) -> "TotalForm":
        page = self._page
        return TotalForm(page.workbench, page.settings, page.year.year, total, page)


class TotalForm(FormDialog):
    """彙總數 of a year, or of several, with its source."""

    def __init__(
        self,
        workbench: Workbench,
        settings: Settings,
        year: int,
        total: ProposalTotal | None,
        parent: QWidget | None = None,
    ) -> None:
        title = _("修改彙總數") if total else _("新增彙總數")
        super().__init__(title, settings, draft=f"proposal-total {total.id if total else ''}", parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._seen = workbench, total
        self._start = total or ProposalTotal(since_year=year, until_year=year)
        self.add("since_year", _("開始年度"), CountField(), required=True)
        self.add("until_year", _("結束年度"), CountField(), required=True, hint=_("只有一年的，與開始年度相同。"))
        self.add("proposed", _("提案數"), CountField())
        self.add("discussed", _("初審數"), CountField())
        self.add("passed", _("核定數"), CountField())
        self.add("granted", _("核定金額"), MoneyField(), hint=_("出處沒有載的留空白。"))
        self.add("source", _("出處"), QLineEdit(), required=True)
        self.add("note", _("備註"), QPlainTextEdit())
        self.start({name: getattr(self._start, name) for name in FIELDS}, self._store, over=self._store_over)

    def _store(self, values: Values) -> None:
        self._do(values, self._start, self._seen)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now, now)

    def _do(self, values: Values, before: ProposalTotal, seen: ProposalTotal | None) -> None:
        wanted = replace(before, **{name: values[name] for name in FIELDS})
        years = (
            wanted.since_year if wanted.since_year == wanted.until_year else f"{wanted.since_year}–{wanted.until_year}"
        )
        label = _("{year}年度提案的彙總數").format(year=years)
        action = partial(actions.save_total, total=wanted, seen=seen)
        self._workbench.do(label, action, then=self.kept, failed=self.refuse)
