"""年度分攤款: what each member owes for the year, what is paid, and what is overdue."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QDialog, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.contribution import Standing
from northtaiwan_desktop.domain.lists import ContributionLine
from northtaiwan_desktop.domain.writing.money import written_money
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import contributions as actions
from northtaiwan_desktop.sheets.contributions import COLUMNS, sums
from northtaiwan_desktop.storage import contributions
from northtaiwan_desktop.ui.proposals.contribution_forms import ContributionForm, LayOutForm, PayForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import GAP, Page, soft


class ContributionsTab(QWidget):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self._page = page
        self.list = ListView(
            [column for column in COLUMNS if column.name != "year"],
            name="contributions",
            title=_("年度分攤款"),
            settings=page.settings,
            empty=_("這個年度還沒有列出分攤款。按「年度列帳」，依主政縣市一次列出各縣市應繳的金額。"),
            key=lambda line: str(line.contribution.id),
        )
        self.sums = soft()
        self.remove_button = page.add_action(_("刪除(&D)"), self.remove)
        self.edit_button = page.add_action(_("更正(&M)…"), self.edit, shortcut="F2")
        self.lay_out_button = page.add_action(_("年度列帳(&N)…"), self.lay_out, shortcut="Ctrl+N")
        self.pay_button = page.add_action(_("記錄繳納(&P)…"), self.pay, main=True, needs=_("選還沒繳清的縣市"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.sums)
        layout.addWidget(self.list, 1)
        self.list.opened.connect(lambda _line: self.edit())
        self.list.chosen_changed.connect(self._enable)
        self._enable()

    @property
    def buttons(self) -> list[QPushButton]:
        """Those at the right of the page's title while this tab is in sight."""
        return [self.remove_button, self.edit_button, self.lay_out_button, self.pay_button]

    def refresh(self) -> None:
        question = partial(
            contributions.contribution_lines, year=self._page.year.year, today=self._page.workbench.today()
        )
        self._page.ask(question, self._show)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        page, rows = self._page, self.list.shown()
        found: list[tuple[str, QDialog]] = [("lay-out", self._lay_out_form())]
        if rows:
            found.append(("pay", PayForm(page.workbench, page.settings, rows[-1:], page)))
            found.append(("contribution", ContributionForm(page.workbench, page.settings, rows[-1], page)))
        return found

    def lay_out(self) -> None:
        """Write down what each member owes for the year."""
        self._lay_out_form().open()

    def pay(self) -> None:
        """Note what was paid: a sum of one county, or all that is left of several."""
        if lines := self._open_lines():
            PayForm(self._page.workbench, self._page.settings, lines, self._page).open()

    def edit(self) -> None:
        if (line := self.list.current()) is not None:
            ContributionForm(self._page.workbench, self._page.settings, line, self._page).open()

    def remove(self) -> None:
        """Take the chosen ones out; undo brings them back."""
        ids = [line.contribution.id for line in self.list.chosen()]
        if ids:
            label = _("刪除{year}年度分攤款{count}筆").format(year=self._page.year.year, count=len(ids))
            self._page.do(label, partial(actions.remove_contributions, ids=ids), failed=self._page.refused.emit)

    def _lay_out_form(self) -> LayOutForm:
        return LayOutForm(self._page.workbench, self._page.settings, self._page.year.year, self._page)

    def _open_lines(self) -> list[ContributionLine]:
        return [line for line in self.list.chosen() if line.contribution.left]

    def _show(self, lines: Sequence[ContributionLine]) -> None:
        self.list.show_rows(lines)
        self.sums.setVisible(bool(lines))
        owed, paid, left = map(written_money, sums(lines))
        words = _("應繳 {owed}　已繳 {paid}　未繳 {left}").format(owed=owed, paid=paid, left=left)
        late = [line.member_name for line in lines if line.standing is Standing.OVERDUE]
        if late:
            words += "　" + _("■ 逾期：{names}").format(names="、".join(late))
        self.sums.setText(words)
        self._enable()

    def _enable(self) -> None:
        chosen = self.list.chosen()
        self.remove_button.setEnabled(bool(chosen))
        self.edit_button.setEnabled(len(chosen) == 1)
        self.pay_button.setEnabled(bool(self._open_lines()))
