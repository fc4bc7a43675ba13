"""組織: the members, the issue groups with who leads them in the year, and who holds which post."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QDialog, QTabWidget

from northtaiwan_desktop.domain.lists import GroupLine, MemberLine, PostLine
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.organisation.groups_tab import GroupsTab
from northtaiwan_desktop.ui.organisation.members_tab import MembersTab
from northtaiwan_desktop.ui.organisation.posts_tab import PostsTab
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records


@dataclass(frozen=True)
class _Known:
    reference: Reference
    members: list[MemberLine]
    groups: list[GroupLine]
    posts: list[PostLine]


class OrganisationPage(Page):
    """Three lists under tabs; one search goes through all of them."""

    title = N_("組織")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"Member", "FormerName", "IssueGroup", "GroupRole", "PlatformYear", "Person", "Post", "Meeting"}
        | {"Resolution", "Assignment"}
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self.members = MembersTab(settings)
        self.groups = GroupsTab(workbench, settings, year)
        self.posts = PostsTab(workbench, settings)
        self.tabs = QTabWidget()
        self.tabs.addTab(self.groups, _("議題小組"))
        self.tabs.addTab(self.posts, _("職務與窗口"))
        self.tabs.addTab(self.members, _("成員縣市"))
        self.search = self.add_search(_("搜尋組織"), self._look_for)
        self.body.addWidget(self.tabs, 1)

    def refresh(self) -> None:
        self.ask(partial(_known, year=self.year.year, today=self.workbench.today()), self._show)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        return [*self.groups.dialogs(), *self.posts.dialogs()]

    def _show(self, known: _Known) -> None:
        year, reference = self.year.year, known.reference
        host = reference.member_name(reference.host_of(year))
        term = reference.platform.term(year)
        self.subtitle.setText(_("{year}年度（第{term}屆）主政：{host}").format(year=year, term=term, host=host))
        self.members.list.show_rows(known.members)
        self.groups.show_rows(known.groups, reference)
        self.posts.show_rows(known.posts, reference)

    def _look_for(self, text: str) -> None:
        for listed in (self.members.list, self.groups.list, self.posts.list):
            listed.look_for(text)


def _known(records: Records, *, year: int, today: date) -> _Known:
    from northtaiwan_desktop.storage import organisation, people
    from northtaiwan_desktop.storage.reference import reference

    return _Known(
        reference=reference(records),
        members=organisation.member_lines(records, year=year, today=today),
        groups=organisation.group_lines(records, year=year, today=today),
        posts=people.posts(records, today=today),
    )
