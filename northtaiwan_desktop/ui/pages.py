"""The pages of the window in their order; each is imported when it is first opened."""

from collections.abc import Callable
from dataclasses import dataclass

from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What pages are made of; a page takes what it needs."""

    workbench: Workbench
    settings: Settings
    year: YearChoice
    theme: Theme


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the page list. `name` is also the name of its icon; `make` imports the page and makes it."""

    name: str
    title: str
    make: Callable[[Surroundings], Page]


def _home(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.home.page import HomePage

    return HomePage(given.workbench, given.settings, given.year)


def _meetings(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.meetings.page import MeetingsPage

    return MeetingsPage(given.workbench, given.settings, given.year)


def _resolutions(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.resolutions.page import ResolutionsPage

    return ResolutionsPage(given.workbench, given.settings, given.year)


def _plan(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.plan.page import PlanPage

    return PlanPage(given.workbench, given.settings, given.year)


def _proposals(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.proposals.page import ProposalsPage

    return ProposalsPage(given.workbench, given.settings, given.year)


def _intake(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.intake.page import IntakePage

    return IntakePage(given.workbench, given.settings, given.year)


def _chronicle(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.chronicle.page import ChroniclePage

    return ChroniclePage(given.workbench, given.settings, given.year)


def _organisation(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.organisation.page import OrganisationPage

    return OrganisationPage(given.workbench, given.settings, given.year)


def _settings(given: Surroundings) -> Page:
    from northtaiwan_desktop.ui.settings.page import SettingsPage

    return SettingsPage(given.workbench, given.settings, given.year, given.theme)


PAGES = (
    Entry(name="home", title=N_("首頁"), make=_home),
    Entry(name="meetings", title=N_("會議"), make=_meetings),
    Entry(name="resolutions", title=N_("決議列管"), make=_resolutions),
    Entry(name="plan", title=N_("年度行動方案"), make=_plan),
    Entry(name="proposals", title=N_("提案與經費"), make=_proposals),
    Entry(name="intake", title=N_("匯入"), make=_intake),
    Entry(name="chronicle", title=N_("大事記"), make=_chronicle),
    Entry(name="organisation", title=N_("組織"), make=_organisation),
    Entry(name="settings", title=N_("設定"), make=_settings),
)
