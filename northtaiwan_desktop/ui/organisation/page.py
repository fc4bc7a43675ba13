"""組織: members, groups and who leads them, posts, the year's planned meetings; the next year; the handover."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtWidgets import QDialog, QTabWidget

from northtaiwan_desktop.domain.lists import GroupLine, MemberLine, PostLine
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.year_opening import FIRST_YEAR
from northtaiwan_desktop.domain.year_sheet import SlotLine
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.organisation.groups_tab import GroupsTab
from northtaiwan_desktop.ui.organisation.matrix_tab import MatrixTab
from northtaiwan_desktop.ui.organisation.members_tab import MembersTab
from northtaiwan_desktop.ui.organisation.open_year_form import OpenYearForm
from northtaiwan_desktop.ui.organisation.posts_tab import PostsTab
from northtaiwan_desktop.ui.organisation.slots_tab import SlotsTab
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.save_place import save_place
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records


LATE = 10
"""From this month on a new register begins with the next year."""


@dataclass(frozen=True)
class _Known:
    reference: Reference
    members: list[MemberLine]
    groups: list[GroupLine]
    posts: list[PostLine]
    slots: list[SlotLine]


class OrganisationPage(Page):
    """Lists under tabs; one search goes through all of them."""

    title = N_("組織")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {"Member", "FormerName", "IssueGroup", "GroupRole", "PlatformYear", "Person", "Post", "Meeting"}
        | {"Resolution", "Assignment", "MeetingSlot", "Platform"}
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        self.members = MembersTab(workbench, settings)
        self.groups = GroupsTab(workbench, settings, year)
        self.posts = PostsTab(workbench, settings)
        self.tabs = QTabWidget()
        self.matrix = MatrixTab(workbench, settings, year)
        self.slots = SlotsTab(workbench, settings)
        self.tabs.addTab(self.groups, _("議題小組"))
        self.tabs.addTab(self.matrix, _("分工表"))
        self.tabs.addTab(self.posts, _("職務與窗口"))
        self.tabs.addTab(self.slots, _("預定會議"))
        self.tabs.addTab(self.members, _("成員縣市"))
        self._reference: Reference | None = None
        self.search = self.add_search(_("搜尋組織"), self._look_for)
        self.handover_button = self.add_action(_("製作交接包(&B)…"), self._pack)
        self.handover_button.setToolTip(_("資料庫副本、未結案件、聯絡名單、行事曆與全部會議文件，裝成一個 zip 檔"))
        self.open_year_button = self.add_action(_("開啟下一年度(&Y)…"), self._open_year)
        self._to_open = year.year + 1
        """The ROC year that the button opens: the next one, or the chosen one of a register that has just begun."""
        self.job = JobBar(workbench)
        self.body.addWidget(self.job)
        self.body.addWidget(self.tabs, 1)
        self.posts.case_wanted.connect(lambda id: self.go.emit("resolutions", id))

    def list_behind(self) -> ListView | None:
        return self.groups.list if self.tabs.currentWidget() is self.matrix else None

    def refresh(self) -> None:
        self.ask(partial(_known, year=self.year.year, today=self.workbench.today()), self._show)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        parts = (self.groups, self.matrix, self.posts, self.slots)
        found = [dialog for part in parts for dialog in part.dialogs()]
        form = self._year_form()
        return [*found, ("open-year", form)] if form else found

    def views(self) -> Iterator[str]:
        parts = (("matrix", self.matrix), ("posts", self.posts), ("slots", self.slots), ("members", self.members))
        for name, tab in parts:
            self.tabs.setCurrentWidget(tab)
            if isinstance(tab, PostsTab) and (posts := tab.list.shown()):
                tab.list.choose(posts[len(posts) // 2].post.id)
            if isinstance(tab, MembersTab) and (members := tab.list.shown()):
                tab.list.choose(members[len(members) // 2].member.id)
            yield name
        self.tabs.setCurrentWidget(self.groups)

    def _show(self, known: _Known) -> None:
        year, reference = self.year.year, known.reference
        self._reference = reference
        host = reference.member_name(reference.host_of(year))
        term = reference.platform.term(year)
        self.subtitle.setText(_("{year}年度（第{term}屆）主政：{host}").format(year=year, term=term, host=host))
        self.members.list.show_rows(known.members)
        self.groups.show_rows(known.groups, reference)
        self.matrix.show_roles(reference)
        self.posts.show_rows(known.posts, reference)
        self.slots.show_rows(known.slots)
        self._to_open = year_to_open(year, reference, known.slots, self.workbench.today())
        words = _("開啟{year}年度(&Y)…") if self._to_open == year else _("開啟下一年度(&Y)…")
        self.open_year_button.setText(words.format(year=year))

    def _look_for(self, text: str) -> None:
        for listed in (self.members.list, self.groups.list, self.posts.list, self.slots.list):
            listed.look_for(text)

    def _year_form(self) -> OpenYearForm | None:
        if self._reference is None:
            return None
        return OpenYearForm(self.workbench, self.settings, self._reference, self._to_open, parent=self)

    def _open_year(self) -> None:
        if (form := self._year_form()) is not None:
            form.accepted.connect(partial(self.year_opened.emit, form.year))
            form.open()

    def _pack(self) -> None:
        """Make the package for the successor beside the store; it can be stopped."""
        if self.job.is_running:
            return
        year = self.year.year
        path = save_place(self, _("{year}年度交接包").format(year=year), (".zip",))
        if path is None:
            return
        self.handover_button.setEnabled(False)
        job = _packed(self.workbench.location, path, year=year, today=self.workbench.today())
        self.job.run(_("正在製作交接包…"), job, self._on_packed, failed=self._on_not_packed, stopped=self._on_stopped)

    def _on_packed(self, path: Path) -> None:
        self.handover_button.setEnabled(True)
        self.made.emit(str(path))

    def _on_not_packed(self, error: Exception) -> None:
        self.handover_button.setEnabled(True)
        self.refused.emit(error)

    def _on_stopped(self) -> None:
        self.handover_button.setEnabled(True)
        self.told.emit(_("已停止，沒有留下檔案。"))


def year_to_open(year: int, known: Reference, slots: list[SlotLine], today: date) -> int:
    """The ROC year after the chosen one; but this year itself as long as nothing of it was set and it is not late."""
    begun = bool(slots) or any(role.year == year for role in known.roles)
    is_now = today.year - FIRST_YEAR == year and today.month < LATE
    return year if is_now and not begun else year + 1


def _packed(location: str, path: Path, *, year: int, today: date) -> Generator[float, None, Path]:
    # All writers of papers and sheets come along, so it is imported where the job runs.
    from northtaiwan_desktop.services import handover

    return (yield from handover.package(location, path, year=year, today=today, now=datetime.now(UTC)))


def _known(records: Records, *, year: int, today: date) -> _Known:
    from northtaiwan_desktop.storage import organisation, people, years
    from northtaiwan_desktop.storage.reference import reference

    return _Known(
        reference=reference(records),
        members=organisation.member_lines(records, year=year, today=today),
        groups=organisation.group_lines(records, year=year, today=today),
        posts=people.posts(records, today=today),
        slots=years.slot_lines(records, year),
    )
