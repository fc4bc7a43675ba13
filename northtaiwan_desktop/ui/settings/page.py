"""設定: this PC's choices, the limits of the lights, and which county hosts each year."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QDialog, QTabWidget

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import templates
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.ui.settings.backups_tab import BackupsTab
from northtaiwan_desktop.ui.settings.limits_tab import LimitsTab
from northtaiwan_desktop.ui.settings.phrases_tab import PhrasesTab
from northtaiwan_desktop.ui.settings.templates_tab import TemplatesTab
from northtaiwan_desktop.ui.settings.this_pc_tab import ThisPcTab
from northtaiwan_desktop.ui.settings.years_tab import YearsTab
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.page import Page, scrolled
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench


class SettingsPage(Page):
    """What is of this PC is kept at once; what is of the platform goes into the register, and can be undone."""

    title = N_("設定")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"Thresholds", "PlatformYear", "Platform", "Member", "SetPhrase", "PaperTemplate"}
    )

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice, theme: Theme) -> None:
        super().__init__(workbench, settings, year)
        self.this_pc = ThisPcTab(workbench, settings, theme)
        self.limits = LimitsTab(workbench, settings)
        self.years = YearsTab(workbench, settings)
        self.phrases = PhrasesTab(workbench, settings)
        self.templates = TemplatesTab(workbench, settings)
        self.templates.refused.connect(self.refused)
        self.templates.made.connect(self.made)
        self.backups = BackupsTab(workbench, settings)
        self.backups.refused.connect(self.refused)
        self.backups.told.connect(self.told)
        self.tabs = QTabWidget()
        self.tabs.addTab(scrolled(self.this_pc), _("這台電腦"))
        self.tabs.addTab(scrolled(self.years), _("輪值主政"))
        self.tabs.addTab(scrolled(self.limits), _("門檻與經費"))
        self.tabs.addTab(scrolled(self.phrases), _("固定用語"))
        self.tabs.addTab(scrolled(self.templates), _("文件範本"))
        self.tabs.addTab(scrolled(self.backups), _("備份與檢查"))
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        self.this_pc.show_register()
        self.backups.show_backups()
        self.ask(reference, self._show)
        self.ask(templates.of, self.templates.show_templates)

    def show_record(self, id: str) -> None:
        """Turn to the tab of that name; only the copies' has one."""
        if id == "backups":
            self.tabs.setCurrentIndex(self.tabs.count() - 1)

    def show_filtered(self, wanted: object) -> None:
        """Set another copy of the register, which its path names, beside it."""
        if isinstance(wanted, Path):
            self.show_record("backups")
            self.backups.compare_with(wanted)

    def views(self) -> Iterator[str]:
        """The tab of the copies, as it is seen after a look through."""
        self.tabs.setCurrentIndex(self.tabs.count() - 1)
        self.backups.check()
        yield "backups"
        self.tabs.setCurrentIndex(0)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        return [*self.limits.dialogs(), *self.years.dialogs(), *self.templates.dialogs()]

    def _show(self, known: Reference) -> None:
        self.phrases.show_phrases(known)
        self.limits.show_limits(known.thresholds)
        self.years.show_years(known, self.year.year)
