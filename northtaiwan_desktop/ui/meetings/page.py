"""會議: what was held and what is to come, with the minutes on the way out."""

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.lists import MeetingFilter, MeetingLine
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus, MinutesVersion
from northtaiwan_desktop.domain.overview import owed
from northtaiwan_desktop.domain.owed_words import owed_words
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import finalising, handing, meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.meetings import COLUMNS
from northtaiwan_desktop.storage.meetings import meeting_lines, versions
from northtaiwan_desktop.storage.proposals import proposal_lines
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.ui.meetings.call_form import CallForm
from northtaiwan_desktop.ui.meetings.editor import MinutesEditor
from northtaiwan_desktop.ui.meetings.filters import MeetingFilters
from northtaiwan_desktop.ui.meetings.hand_form import HandForm, ProposalForm
from northtaiwan_desktop.ui.meetings.opened import Opened, read_opened
from northtaiwan_desktop.ui.meetings.papers import PapersMenu
from northtaiwan_desktop.ui.meetings.reopen_form import ReopenForm
from northtaiwan_desktop.ui.meetings.versions_box import VersionsBox
from northtaiwan_desktop.ui.resolutions.decision_forms import DecisionForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page, soft
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

FIRST = ("held_on", "title", "kind", "group", "host", "status", "number", "resolutions", "open", "venue")
OWED_SHOWN = 3
"""Of the meetings that are still owed, so many are named above the list; all of them where the pointer rests."""


class MeetingsPage(Page):
    """The list of the year's meetings and, in its place, the editor of the one that is open."""

    title = N_("會議")
    kinds: ClassVar[frozenset[str]] = frozenset(
        {
            "Meeting",
            "Section",
            "Notice",
            "Correction",
            "Attachment",
            "Attendance",
            "AgendaItem",
            "Resolution",
            "Assignment",
            "ProgressReport",
            "Review",
            "SetPhrase",
        }
    )
    follows_year = True

    def __init__(self, workbench: Workbench, settings: Settings, year: YearChoice) -> None:
        super().__init__(workbench, settings, year)
        columns = [column for column in COLUMNS if column.name in FIRST]
        self.list = ListView(
            sorted(columns, key=lambda column: FIRST.index(column.name)),
            name="meetings",
            title=_("會議"),
            settings=settings,
            empty=_("這個年度還沒有會議。按「新增會議」建立第一場。"),
            key=lambda row: str(row.meeting.id),
        )
        self.editor: MinutesEditor | None = None
        self._opening = self._entry = ""
        self._is_finalising = False
        self._meeting: Meeting | None = None
        self._rows: list[MeetingLine] = []
        self._corrected_by: tuple[str, ...] = ()
        self._known: Reference | None = None
        self.filters = MeetingFilters(settings)
        self.owed = soft()
        listed = QWidget()
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        for part in (self.filters, self.owed):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        self.listed = listed
        self.places = QStackedWidget()
        self.places.addWidget(listed)
        self.body.addWidget(self.places, 1)
        self.banner = soft()
        self.body.insertWidget(0, self.banner)
        self.search = self.add_search(_("搜尋會議"), self.list.look_for)
        self.search.left_downward.connect(self.list.setFocus)
        self.back_button = self.add_action(_("返回清單"), self.close_editor, shortcut="Alt+Left")
        self.papers = PapersMenu(self, lambda: self._chosen, self._resolution_here)
        self.export_button = self.add_action(_("文件(&D)"), lambda: None)
        self.export_button.setMenu(self.papers)
        self.versions_button = self.add_action(_("版本(&B)…"), self._compare_versions)
        self.reopen_button = self.add_action(_("重新開啟(&O)…"), self._reopen)
        self.open_button = self.add_action(_("開啟(&O)"), self._open_chosen)
        self.finalise_button = self.add_action(_("定稿(&G)"), self._finalise)
        self.add_button = self.add_action(_("新增會議(&N)…"), self._add, main=True, shortcut="Ctrl+N")
        leave = QShortcut(QKeySequence("Esc"), self.places, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.close_editor)
        remove = QAction(_("刪除草稿"), self.list)
        remove.triggered.connect(self._remove)
        self.list.menu_actions.append(remove)
        self.filters.changed.connect(self._filter)
        self.list.opened.connect(lambda line: self.open_meeting(line.meeting.id))
        self.list.chosen_changed.connect(self._enable)
        self._enable()

    def refresh(self) -> None:
        year = self.year.year

        def question(records: Records) -> tuple[list[MeetingLine], Reference]:
            return meeting_lines(records, year=year), reference(records)

        self.ask(question, self._show)
        if self.editor is not None:
            question_of = partial(read_opened, id=self.editor.id, today=self.workbench.today())
            self.ask(question_of, self._show_opened, failed=self._on_gone)

    def renew(self) -> None:
        """While somebody types without a pause, the page waits for one: the form says when."""
        if self.editor is None or not self.editor.forms.in_flow:
            super().renew()

    def show_record(self, id: str) -> None:
        """Open a meeting, at one of its entries where the target is `meeting/entry`."""
        meeting_id, _slash, entry = id.partition("/")
        self.open_meeting(meeting_id, at=entry)

    def show_filtered(self, wanted: object) -> None:
        if isinstance(wanted, MeetingFilter):
            self.close_editor()
            self.search.clear()
            self.filters.choose(wanted)

    def flush(self) -> None:
        if self.editor is not None:
            self.editor.flush()

    def forget(self) -> None:
        if self.editor is not None:
            self.editor.forms.forget()
            self._drop_editor()

    @property
    def is_unkept(self) -> bool:
        return self.editor is not None and self.editor.forms.is_unkept

    @property
    def is_waiting(self) -> bool:
        return self.editor is not None and self.editor.forms.is_waiting

    def dialogs(self) -> list[tuple[str, QDialog]]:
        return [("call", self._form(self._known))] if self._known else []

    def views(self) -> Iterator[str]:
        rows: list[MeetingLine] = self.list.shown()
        for name, status in (("draft", MeetingStatus.DRAFT), ("final", MeetingStatus.FINAL)):
            line = next((row for row in rows if row.meeting.status is status), None)
            if line is not None:
                self.open_meeting(line.meeting.id)
                yield name
        self.close_editor()

    def open_meeting(self, id: str, *, at: str = "") -> None:
        """Open a meeting's minutes in place of the list, at one of its entries where one is named."""
        self._opening, self._entry = id, at
        self.ask(partial(read_opened, id=id, today=self.workbench.today()), self._show_opened)

    def close_editor(self) -> None:
        """Go back to the list, at the meeting that was open."""
        if self.editor is None:
            return
        self.list.choose(self.editor.id)
        self._drop_editor()
        self.list.setFocus()

    def _show(self, answer: tuple[list[MeetingLine], Reference]) -> None:
        self._rows, self._known = answer
        self.filters.offer_known(self._known)
        owed_now = owed(self.year.year, self.workbench.today(), [row.meeting for row in self._rows], self._known)
        words = [" ".join(filter(None, (one.words, one.aside))) for one in owed_words(owed_now)]
        told = _("尚未召開：{meetings}")
        if len(words) > OWED_SHOWN:
            told = _("尚未召開：{meetings}等 {count} 項")
        self.owed.setText(told.format(meetings="、".join(words[:OWED_SHOWN]), count=len(words)))
        self.owed.setToolTip("\n".join(words))
        self.owed.setVisible(bool(words))
        self._filter()

    def _filter(self) -> None:
        today = self.workbench.today()
        rows = [row for row in self._rows if self.filters.wanted.passes(row, today)]
        none = _("這個年度還沒有會議。按「新增會議」建立第一場。")
        hidden = _("沒有符合篩選條件的會議。按「清除篩選」就會看到全部；要找內文請按 Ctrl+K。")
        self.list.set_empty(hidden if self._rows and not rows else none)
        self.list.show_rows(rows)
        self.filters.count.setText(_("{shown}／{whole} 場").format(shown=len(rows), whole=len(self._rows)))
        self._enable()

    def _show_opened(self, opened: Opened) -> None:
        meeting = opened.file.meeting
        if self.editor is not None and self.editor.id == meeting.id:
            self.editor.show_opened(opened)
        elif self._opening != meeting.id:
            return
        else:
            self._drop_editor()
            self.editor = MinutesEditor(self.workbench, self.settings, opened)
            self.editor.case_wanted.connect(lambda id: self.go.emit("resolutions", id))
            self.editor.refused.connect(self.refused)
            self.editor.stale.connect(self.renew)
            self.editor.hand_wanted.connect(self._hand)
            self.editor.decision_wanted.connect(self._decide)
            self.editor.proposals_wanted.connect(self._offer_proposals)
            self.places.addWidget(self.editor)
            self.places.setCurrentWidget(self.editor)
            self.editor.outline.setFocus()
        if self._entry:
            self.editor.outline.choose(self._entry)
        self._opening = self._entry = ""
        self._meeting, self._corrected_by = meeting, opened.corrected_by
        self._enable()
        if self._is_finalising:
            self._is_finalising = False
            if opened.gaps:
                self.editor.gaps.list.setCurrentRow(0)
                self.editor.gaps.list.setFocus()
                self.told.emit(_("請先看過左下的定稿前檢查，再按一次「定稿」。"))
            else:
                self._finalise()
        keys_at = self.window().focusWidget()
        if self.isVisible() and (keys_at is None or not keys_at.isVisible()):
            # The button that had the keys (定稿, 重新開啟) is gone with the state of the minutes.
            self.editor.outline.setFocus()

    def _on_gone(self, error: Exception) -> None:
        """The meeting that was open is no more: its making was undone."""
        if isinstance(error, NotFound):
            self._drop_editor()
        else:
            self.refused.emit(error)

    def _drop_editor(self) -> None:
        if self.editor is not None:
            self.editor.flush()
            self.places.setCurrentWidget(self.listed)
            self.places.removeWidget(self.editor)
            self.editor.deleteLater()
            self.editor = None
        self._enable()

    @property
    def _chosen(self) -> Meeting | None:
        """The meeting that the buttons are for: the open one, else the one that is chosen in the list."""
        if self.editor is not None:
            return self._meeting
        line: MeetingLine | None = self.list.current()
        return line.meeting if line else None

    def _enable(self) -> None:
        editing, meeting = self.editor is not None, self._chosen
        is_draft = meeting is not None and meeting.status is MeetingStatus.DRAFT
        is_final = meeting is not None and meeting.status is MeetingStatus.FINAL
        for widget in (self.search, self.open_button, self.add_button):
            widget.setVisible(not editing)
        self.back_button.setVisible(editing)
        self.reopen_button.setVisible(editing and is_final)
        self.versions_button.setVisible(editing and meeting is not None and meeting.version > 0)
        self.open_button.setEnabled(meeting is not None)
        self.export_button.setEnabled(meeting is not None)
        self.finalise_button.setEnabled(is_draft)
        self.finalise_button.setVisible(not editing or is_draft)
        _set_main(self.finalise_button, editing)
        self.banner.setVisible(editing and is_final)
        if editing and meeting is not None:
            self.title_label.setText(meeting.title)
            self.subtitle.setText(meeting.status.title)
            told = _("已定稿（{number}）。內容不能修改；要更正請按「重新開啟」並填寫理由。")
            kept = _("{number}，第 {version} 版").format(number=meeting.number, version=meeting.version)
            # Minutes that came from elsewhere have a number, but no version that was made here.
            told = told.format(number=kept if meeting.version else meeting.number)
            self.banner.setText("\n".join((told, *self._corrected_by)))
        else:
            count = len(self._rows)
            self.title_label.setText(_(self.title))
            self.subtitle.setText(_("{year}年度，{count} 場").format(year=self.year.year, count=count))

    def _open_chosen(self) -> None:
        if (meeting := self._chosen) is not None:
            self.open_meeting(meeting.id)

    def _add(self) -> None:
        if self._known:
            self._form(self._known).open()

    def _form(self, known: Reference) -> CallForm:
        held = [row.meeting for row in self._rows]
        form = CallForm(self.workbench, self.settings, known, self.year.year, held, parent=self)
        form.called.connect(self.open_meeting)
        return form

    def _finalise(self) -> None:
        if (meeting := self._chosen) is not None:
            if self.editor is None:
                # What is missing is read before, not after.
                self._is_finalising = True
                self.open_meeting(meeting.id)
                return
            if unread := self.editor.unread():
                told = _("「{text}」看不懂，還不能定稿。請先更正這一欄，或清空它。")
                self.refused.emit(RuleBroken(told.format(text=unread)))
                return
            action = partial(finalising.finalise, meeting_id=meeting.id, today=self.workbench.today())
            self.do(_("會議紀錄定稿"), action)

    def _reopen(self) -> None:
        if (meeting := self._chosen) is not None:
            ReopenForm(self.workbench, self.settings, meeting, parent=self).open()

    def _decide(self, lines: list[TrackedLine]) -> None:
        """Record what the open meeting decides on carried lines."""
        meeting = self._chosen
        line = next((one for one in self._rows if meeting and one.meeting.id == meeting.id), None)
        if lines and line is not None:
            DecisionForm(self.workbench, self.settings, lines, [line.meeting], at=line.meeting.id, parent=self).open()

    def _compare_versions(self) -> None:
        if (meeting := self._meeting_kept()) is not None:
            question = partial(versions, meeting_id=meeting.id)
            self.ask(question, partial(self._show_versions, meeting))

    def _show_versions(self, meeting: Meeting, found: list[MinutesVersion]) -> None:
        box = VersionsBox(self.workbench, meeting, found, parent=self)
        box.file_wanted.connect(partial(self.papers.write_version, meeting))
        box.open()

    def _meeting_kept(self) -> Meeting | None:
        """The meeting that the buttons are for, with what is being typed kept first."""
        self.flush()
        return self._chosen

    def _hand(self, item_id: str) -> None:
        def question(records: Records) -> tuple[AgendaItem, list[Meeting]]:
            item = records.get(AgendaItem, item_id)
            return item, handing.drafts_for(records, records.get(Meeting, item.meeting_id))

        self.ask(question, lambda found: HandForm(self.workbench, self.settings, *found, parent=self).open())

    def _offer_proposals(self) -> None:
        if (meeting := self._chosen) is not None:
            question = partial(proposal_lines, year=meeting.year, group_id=meeting.group_id)
            form = partial(ProposalForm, self.workbench, self.settings, meeting.id)
            self.ask(question, lambda found: form(found, parent=self).open())

    def _remove(self) -> None:
        if (meeting := self._chosen) is not None:
            self.do(_("刪除草稿"), partial(meetings.remove, meeting_id=meeting.id))

    def _resolution_here(self) -> str:
        """The resolution that is open in the editor."""
        return self.editor.resolution_id if self.editor is not None else ""


def _set_main(button: QPushButton, is_main: bool) -> None:
    """Make a button the one that the eye finds first, or one of many again."""
    button.setProperty("role", "main" if is_main else "")
    button.style().polish(button)
