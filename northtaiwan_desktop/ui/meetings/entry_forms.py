"""The middle of the editor: the form of whatever entry of the outline a person is at."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget

from northtaiwan_desktop.domain.meeting import MeetingStatus, SectionRole
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.platform import SetPhrase
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.attendance_form import AttendanceForm, Present
from northtaiwan_desktop.ui.meetings.carried_list import CarriedList
from northtaiwan_desktop.ui.meetings.confirm_form import Confirmed, ConfirmForm
from northtaiwan_desktop.ui.meetings.head_form import HeadForm
from northtaiwan_desktop.ui.meetings.item_forms import ItemForm, SectionForm
from northtaiwan_desktop.ui.meetings.notice_form import NoticeForm
from northtaiwan_desktop.ui.meetings.opened import Opened
from northtaiwan_desktop.ui.meetings.outline import ATTACHMENTS, ATTENDANCE, HEAD, NOTICE
from northtaiwan_desktop.ui.meetings.record_form import RecordForm
from northtaiwan_desktop.ui.meetings.resolution_form import Decided, ResolutionForm
from northtaiwan_desktop.ui.widgets.attachments_list import AttachmentsList
from northtaiwan_desktop.ui.workbench import Workbench


class EntryForms(QStackedWidget):
    """One form for each kind of entry; what is typed is kept by the forms themselves."""

    stale = Signal()
    """What is shown is no longer what is kept."""
    typing = Signal()
    """Something is being typed, long before it is kept."""

    def __init__(self, workbench: Workbench, settings: Settings, opened: Opened, phrases: list[SetPhrase]) -> None:
        super().__init__()
        known, year = opened.known, opened.file.meeting.year
        self._workbench = workbench
        self.head_form = HeadForm(workbench, settings, known, year, opened.others)
        self.attendance_form = AttendanceForm(workbench, settings, known)
        self.notice_form = NoticeForm(workbench, settings, year)
        self.section_form = SectionForm(workbench, settings)
        self.confirm_form = ConfirmForm(workbench, settings)
        self.carried_list = CarriedList(settings)
        self.item_form = ItemForm(workbench, settings)
        self.resolution_form = ResolutionForm(workbench, settings, known, opened.plan, year, phrases)
        head_forms = (self.head_form, self.attendance_form, self.notice_form)
        section_forms = (self.section_form, self.confirm_form, self.carried_list)
        self.attachments_list = AttachmentsList(
            workbench, settings, opened.file.meeting.id, said=_("檔案存進資料庫，郵件草稿會一併附上。")
        )
        self.addWidget(self.attachments_list)
        for form in (*head_forms, *section_forms, self.item_form, self.resolution_form):
            self.addWidget(form)
        for record_form in self.record_forms():
            record_form.stale.connect(self.stale)
            record_form.typing.connect(self.typing)

    def record_forms(self) -> list[RecordForm[Any]]:
        """The forms that keep what is typed."""
        return [form for form in self.children() if isinstance(form, RecordForm)]

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self.record_forms():
            form.flush()

    def forget(self) -> None:
        """Give up what is being typed."""
        for form in self.record_forms():
            form.forget()

    @property
    def is_unkept(self) -> bool:
        """Is there something typed that is not kept yet, or could not be?"""
        return any(form.is_unkept for form in self.record_forms())

    @property
    def is_waiting(self) -> bool:
        """Is something on its way of which nobody knows yet whether it is kept?"""
        return any(form.is_waiting for form in self.record_forms())

    def present(self, file: MeetingFile) -> MeetingFile:
        """The meeting as it stands on the screen: with what is being typed in place of what is kept."""
        for form in self.record_forms():
            if (record := form.ahead) is not None:
                file = form.laid(file, record)
        return file

    def caught_up(self) -> None:
        """The meeting is shown anew, with all that was kept before."""
        for form in self.record_forms():
            form.caught_up()

    @property
    def in_flow(self) -> bool:
        """Is somebody typing without a pause?"""
        return any(form.in_flow for form in self.record_forms())

    @property
    def field_here(self) -> str:
        """The field of the form in sight that has the cursor."""
        form = self.currentWidget()
        return form.field_here if isinstance(form, RecordForm) else ""

    def point_at(self, field: str) -> None:
        """Put the cursor into a field of the form in sight."""
        form = self.currentWidget()
        if isinstance(form, RecordForm):
            form.point_at(field)
        elif form is self.carried_list:
            self.carried_list.take_keys()

    def take_keys(self) -> None:
        """Put the cursor where one begins to type."""
        self.point_at("text" if self.currentWidget() is self.resolution_form else "title")

    def marked_text(self) -> str:
        """What is marked in a field of the form in sight."""
        form = self.currentWidget()
        return form.marked_text() if isinstance(form, RecordForm) else ""

    def show_entry(self, opened: Opened, id: str) -> str:
        """Show the form of the entry `id`; returns the words by which it is found on the page."""
        file = opened.file
        editable = file.meeting.status is MeetingStatus.DRAFT and self._workbench.rights.may_change
        section = next((one for one in file.sections if one.id == id), None)
        item = next((one for one in file.items if one.id == id), None)
        resolution = next((one for one in file.resolutions if one.id == id), None)
        if id == HEAD:
            return self._turn(self.head_form, file.meeting, editable, file.meeting.title)
        if id == ATTENDANCE:
            return self._turn(self.attendance_form, Present(file.meeting.id, file.attendance), editable, "出席")
        if id == NOTICE:
            # A letter may be corrected when the minutes are final.
            return self._turn(self.notice_form, opened.notice, True)
        if id == ATTACHMENTS:
            self.attachments_list.show_files(opened.attachments)
            self.setCurrentWidget(self.attachments_list)
            return ""
        if item is not None:
            return self._turn(self.item_form, item, editable, item.title)
        if resolution is not None:
            self.resolution_form.due.on = file.meeting.held_on
            doers = tuple(line for line in file.assignments if line.resolution_id == resolution.id)
            return self._turn(self.resolution_form, Decided(resolution, doers), editable, resolution.text)
        if section is None:
            return ""
        if section.role is SectionRole.CARRIED:
            self.carried_list.show_lines(file.carried, file.meeting)
            self.setCurrentWidget(self.carried_list)
            return section.title
        if section.role is SectionRole.CONFIRM:
            self.confirm_form.show_before(file.before.title if file.before else "")
            corrections = "\n".join(one.text for one in file.corrections)
            return self._turn(self.confirm_form, Confirmed(section, corrections), editable, section.title)
        return self._turn(self.section_form, section, editable, section.title)

    def _turn(self, form: RecordForm[Any], record: object, editable: bool, words: str = "") -> str:
        form.open(record, editable=editable)
        self.setCurrentWidget(form)
        return words
