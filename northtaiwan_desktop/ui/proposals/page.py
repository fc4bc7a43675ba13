"""提案與經費: the year's proposals, what all years came to, and the members' contributions, under three tabs."""

from collections.abc import Iterable, Iterator
from functools import partial
from typing import ClassVar

from PySide6.QtWidgets import QDialog, QTabWidget

from northtaiwan_desktop.domain.lists import ProposalFilter
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage import proposals
from northtaiwan_desktop.ui.proposals.contributions_tab import ContributionsTab
from northtaiwan_desktop.ui.proposals.proposals_tab import ProposalsTab
from northtaiwan_desktop.ui.proposals.totals_tab import TotalsTab
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench


class ProposalsPage(Page):
    """Each tab has its own actions at the right of the title, shown while it is in sight."""

    title = N_("提案與經費")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"Proposal", "ProposalReview", "ProposalShare", "ProposalTotal", "Contribution", "FiscalTier", "MatchRate"}
        | {"PlanItem", "Meeting", "AgendaItem", "Member", "IssueGroup", "PlatformYear", "Thresholds"}
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self.export_button = self.add_action(_("匯出(&X)…"), lambda: self.proposals.export())
        self.proposals = ProposalsTab(self)
        self.totals = TotalsTab(self)
        self.contributions = ContributionsTab(self)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.proposals, _("提案"))
        self.tabs.addTab(self.totals, _("歷年合計"))
        self.tabs.addTab(self.contributions, _("年度分攤款"))
        self.body.addWidget(self.tabs, 1)
        self.tabs.currentChanged.connect(self._on_tab)
        self._on_tab()

    def refresh(self) -> None:
        year = self.year.year
        self.subtitle.setText(_("{year}年度").format(year=year))
        for tab in (self.proposals, self.totals, self.contributions):
            tab.refresh()

    def show_record(self, id: str) -> None:
        """Turn to a proposal, in its own year."""
        self.tabs.setCurrentWidget(self.proposals)
        self.ask(partial(proposals.find, key=id), self._turn_to, failed=self.refused.emit)

    def show_filtered(self, wanted: object) -> None:
        if isinstance(wanted, ProposalFilter):
            self.tabs.setCurrentWidget(self.proposals)
            self.proposals.look_for(wanted)

    def views(self) -> Iterator[str]:
        rows = self.proposals.list.shown()
        shared = next((line for line in rows if line.shares), rows[0] if rows else None)
        if shared is not None:
            self.proposals.list.choose(shared.proposal.id)
            yield "chosen"
        for name, tab in (("totals", self.totals), ("contributions", self.contributions)):
            self.tabs.setCurrentWidget(tab)
            yield name
        self.tabs.setCurrentWidget(self.proposals)

    def dialogs(self) -> Iterable[tuple[str, QDialog]]:
        return [*self.proposals.dialogs(), *self.totals.dialogs(), *self.contributions.dialogs()]

    def _turn_to(self, proposal: Proposal) -> None:
        self.year.choose(proposal.year)
        self.proposals.show_record(proposal.id)

    def _on_tab(self, _place: int = 0) -> None:
        for tab in (self.proposals, self.totals, self.contributions):
            for button in tab.buttons:
                button.setVisible(tab is self.tabs.currentWidget())
