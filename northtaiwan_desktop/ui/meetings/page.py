"""會議: what was held and what is to come, with the minutes on the way out."""

from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar

from PySide6.QtWidgets import QDialog

from northtaiwan_desktop.domain.lists import MeetingLine
from northtaiwan_desktop.domain.meeting import MeetingStatus
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.meetings import COLUMNS
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.ui.meetings.call_form import CallForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import Page
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

FIRST = ("held_on", "title", "kind", "group", "status", "number", "resolutions", "open", "venue")
ENDINGS = (".docx", ".odt", ".pdf")


class MeetingsPage(Page):
    title = N_("會議")
    kinds: ClassVar[frozenset[str]] = frozenset({"Meeting", "Resolution"})
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
        self.search = self.add_search(_("搜尋會議"), self.list.look_for)
        self.search.left_downward.connect(self.list.setFocus)
        self.export_button = self.add_action(_("匯出會議紀錄(&E)…"), self._export)
        self.finalise_button = self.add_action(_("定稿(&F)"), self._finalise)
        self.add_button = self.add_action(_("新增會議(&N)…"), self._add, main=True, shortcut="Ctrl+N")
        self.body.addWidget(self.list, 1)
        self.list.chosen_changed.connect(self._on_chosen)
        self._known: Reference | None = None
        self._on_chosen()

    def refresh(self) -> None:
        year = self.year.year

        def question(records: Records) -> tuple[list[MeetingLine], Reference]:
            return meeting_lines(records, year=year), reference(records)

        self.ask(question, self._show)

    def show_record(self, id: str) -> None:
        self.list.choose(id)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        return [("call", self._form(self._known))] if self._known else []

    def _show(self, answer: tuple[list[MeetingLine], Reference]) -> None:
        rows, self._known = answer
        self.list.show_rows(rows)
        self.subtitle.setText(_("{year}年度，{count} 場").format(year=self.year.year, count=len(rows)))

    def _on_chosen(self) -> None:
        line: MeetingLine | None = self.list.current() if len(self.list.chosen()) == 1 else None
        self.export_button.setEnabled(line is not None)
        self.finalise_button.setEnabled(line is not None and line.meeting.status is MeetingStatus.DRAFT)

    def _add(self) -> None:
        if self._known:
            self._form(self._known).open()

    def _form(self, known: Reference) -> CallForm:
        return CallForm(self.workbench, self.settings, known, self.year.year, parent=self)

    def _finalise(self) -> None:
        line: MeetingLine | None = self.list.current()
        if line is not None:
            action = partial(meetings.finalise, meeting_id=line.meeting.id, today=self.workbench.today())
            self.do(_("會議紀錄定稿"), action)

    def _export(self) -> None:
        line: MeetingLine | None = self.list.current()
        if line is not None:
            id, today = line.meeting.id, self.workbench.today()
            name = f"{line.meeting.title}紀錄"
            self.write_file(name, ENDINGS, lambda path: partial(_written, path=path, id=id, today=today))


def _written(records: Records, *, path: Path, id: str, today: date) -> Path:
    # The writers of papers load on the store's thread, when they are first asked for.
    from northtaiwan_desktop.services import export

    return export.minutes(records, id, path, today=today)
