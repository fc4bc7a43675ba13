"""The editor of one meeting's minutes: outline at the left, fields in the middle, the finished page at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.meeting import MeetingStatus, Section, SectionRole
from northtaiwan_desktop.domain.minutes import MeetingFile, MinutesView
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.attendance_form import AttendanceForm, Present
from northtaiwan_desktop.ui.meetings.carried_list import CarriedList
from northtaiwan_desktop.ui.meetings.gap_list import GapList
from northtaiwan_desktop.ui.meetings.head_form import HeadForm
from northtaiwan_desktop.ui.meetings.item_forms import ItemForm, SectionForm
from northtaiwan_desktop.ui.meetings.outline import ATTENDANCE, HEAD, Outline
from northtaiwan_desktop.ui.meetings.preview import Preview
from northtaiwan_desktop.ui.meetings.record_form import RecordForm, draft_key
from northtaiwan_desktop.ui.meetings.resolution_form import Decided, ResolutionForm
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.services.finishing import Gap
    from northtaiwan_desktop.storage.store import Action

ITEMS_IN = {SectionRole.REPORTS, SectionRole.DISCUSSION, SectionRole.MOTIONS, SectionRole.OTHER}


@dataclass(frozen=True)
class Opened:
    """All that the editor shows of a meeting: its records, the page made of them, and what is still missing."""

    file: MeetingFile
    view: MinutesView
    gaps: tuple[Gap, ...]
    known: Reference
    plan: tuple[PlanItem, ...]


class MinutesEditor(QWidget):
    """Made for one meeting; `show_opened` brings it up to date. What is typed is kept by the forms."""

    case_wanted = Signal(str)
    """Emitted with the line of a carried case that a person wants to see."""
    refused = Signal(object)
    stale = Signal()
    """What is shown is no longer what is kept: `show_opened` should be given the meeting anew."""

    def __init__(self, workbench: Workbench, settings: Settings, opened: Opened) -> None:
        super().__init__()
        self._workbench, self._settings, self._opened, self._wanted = workbench, settings, opened, ""
        meeting = opened.file.meeting
        self.id = meeting.id
        self.outline = Outline()
        self.head_form = HeadForm(workbench, settings, opened.known, meeting.year)
        self.attendance_form = AttendanceForm(workbench, settings, opened.known)
        self.section_form = SectionForm(workbench, settings)
        self.carried_list = CarriedList(settings)
        self.item_form = ItemForm(workbench, settings)
        self.resolution_form = ResolutionForm(workbench, settings, opened.known, opened.plan, meeting.year)
        self.forms = QStackedWidget()
        for form in (self.head_form, self.attendance_form, self.section_form, self.carried_list, self.item_form):
            self.forms.addWidget(form)
        self.forms.addWidget(self.resolution_form)
        self.preview = Preview()
        self.gaps = GapList()
        self._lay_out()
        self.outline.turned.connect(lambda _id: self._turn())
        self.gaps.wanted.connect(self._mend)
        for record_form in self._record_forms():
            record_form.stale.connect(self.stale)
        self.carried_list.wanted.connect(self.case_wanted)
        self.show_opened(opened)

    @property
    def is_editable(self) -> bool:
        return self._opened.file.meeting.status is MeetingStatus.DRAFT

    def show_opened(self, opened: Opened) -> None:
        """Show the meeting as it stands now; the person stays where he or she is."""
        self._opened = opened
        self.outline.show_file(opened.file, self._wanted)
        self.gaps.show_gaps(opened.gaps)
        self.gaps.setVisible(self.is_editable)
        self.preview.show_view(opened.view)
        self._turn()
        if self._wanted and self.outline.current_id == self._wanted:
            self._wanted = ""
            self._form_in_sight_takes_keys()

    def flush(self) -> None:
        """Keep what is being typed, before something else is done with the meeting."""
        for form in self._record_forms():
            form.flush()

    def unread(self) -> str:
        """The first record with a field that can't be read, and its form turned to; empty where there is none."""
        self.flush()
        file = self._opened.file
        for at, id in ((HEAD, file.meeting.id), *((one.id, one.id) for one in file.resolutions)):
            draft = self._settings.choices.drafts.get(draft_key(id))
            if draft and self.outline.choose(at):
                form = self.forms.currentWidget()
                if isinstance(form, RecordForm):
                    form.point_at(next(iter(draft)))
                return "、".join(draft.values())
        return ""

    def add_item(self) -> None:
        """A new item at the end of the section where the person is, else of the first that takes items."""
        section = self._section_for_items()
        if section is not None:
            item = AgendaItem(meeting_id=self.id, section_id=section.id, position=0, title="")
            self._do(_("新增議案"), partial(meetings.save_item, item=item), then_at=item.id)

    def add_resolution(self) -> None:
        """A new resolution on the item where the person is."""
        item, meeting = self._item_here(), self._opened.file.meeting
        if item is None:
            return
        role = next(section.role for section in self._opened.file.sections if section.id == item.section_id)
        made = Resolution(
            meeting_id=meeting.id,
            item_id=item.id,
            group_id=meeting.group_id,
            year=meeting.year,
            outcome=role.outcome,
            text="",
        )
        self._do(_("新增決議"), partial(meetings.save_resolution, resolution=made, assignments=()), then_at=made.id)

    def move_item(self, by: int) -> None:
        """Move the item where the person is up (-1) or down (+1) within its section."""
        item = self._item_here()
        if item is not None:
            self._do(_("調整議案順序"), partial(meetings.move_item, item_id=item.id, by=by))

    def remove(self) -> None:
        """Remove the item or resolution where the person is; the notice offers to take it back."""
        id = self.outline.current_id
        if any(one.id == id for one in self._opened.file.resolutions):
            self._do(_("移除決議"), partial(meetings.remove_resolution, resolution_id=id))
        elif any(one.id == id for one in self._opened.file.items):
            self._do(_("移除議案"), partial(meetings.remove_item, item_id=id))

    def _do(self, label: str, action: Action, *, then_at: str = "") -> None:
        self.flush()
        self._wanted = then_at
        self._workbench.do(label, action, failed=self._on_refused, owner=self)

    def _on_refused(self, error: Exception) -> None:
        self._wanted = ""
        self.refused.emit(error)

    def _turn(self) -> None:
        """Show the form of the entry that the outline is at."""
        file, id, editable = self._opened.file, self.outline.current_id, self.is_editable
        section = next((one for one in file.sections if one.id == id), None)
        item = next((one for one in file.items if one.id == id), None)
        resolution = next((one for one in file.resolutions if one.id == id), None)
        words = ""
        if id == HEAD:
            self.head_form.open(file.meeting, editable=editable)
            self.forms.setCurrentWidget(self.head_form)
            words = file.meeting.title
        elif id == ATTENDANCE:
            self.attendance_form.open(Present(self.id, file.attendance), editable=editable)
            self.forms.setCurrentWidget(self.attendance_form)
        elif section is not None and section.role is SectionRole.CARRIED:
            self.carried_list.show_lines(file.carried)
            self.forms.setCurrentWidget(self.carried_list)
            words = section.title
        elif section is not None:
            self.section_form.open(section, editable=editable)
            self.forms.setCurrentWidget(self.section_form)
            words = section.title
        elif item is not None:
            self.item_form.open(item, editable=editable)
            self.forms.setCurrentWidget(self.item_form)
            words = item.title
        elif resolution is not None:
            doers = tuple(line for line in file.assignments if line.resolution_id == resolution.id)
            self.resolution_form.open(Decided(resolution, doers), editable=editable)
            self.forms.setCurrentWidget(self.resolution_form)
            words = resolution.text
        self.preview.follow(words)
        self._enable()

    def _mend(self, gap: Gap) -> None:
        """Go to where a gap is mended."""
        at = ATTENDANCE if gap.field == "attendance" else HEAD if gap.record_id == self.id else gap.record_id
        if self.outline.choose(at):
            form = self.forms.currentWidget()
            if isinstance(form, RecordForm):
                form.point_at("lines" if at == ATTENDANCE else gap.field)

    def _form_in_sight_takes_keys(self) -> None:
        form = self.forms.currentWidget()
        if isinstance(form, RecordForm):
            form.point_at("text" if form is self.resolution_form else "title")

    def _record_forms(self) -> list[RecordForm[Any]]:
        return [form for form in self.forms.children() if isinstance(form, RecordForm)]

    def _item_here(self) -> AgendaItem | None:
        """The item of the entry, or that of the resolution, where the person is."""
        file, id = self._opened.file, self.outline.current_id
        at = next((one.item_id for one in file.resolutions if one.id == id), id)
        return next((one for one in file.items if one.id == at), None)

    def _section_for_items(self) -> Section | None:
        item, takers = self._item_here(), [s for s in self._opened.file.sections if s.role in ITEMS_IN]
        at = item.section_id if item else self.outline.current_id
        return next((one for one in takers if one.id == at), takers[0] if takers else None)

    def _enable(self) -> None:
        item = self._item_here()
        one = self.outline.current_id
        own = item is not None and (item.id == one or any(r.id == one for r in self._opened.file.resolutions))
        self.add_item_button.setEnabled(self.is_editable and self._section_for_items() is not None)
        for button in (self.add_resolution_button, self.up_button, self.down_button):
            button.setEnabled(self.is_editable and item is not None)
        self.remove_button.setEnabled(self.is_editable and own)

    def _lay_out(self) -> None:
        self.outline.setToolTip(_("Alt+↑、Alt+↓：上一項、下一項"))
        buttons = QGridLayout()
        buttons.setSpacing(6)
        self.add_item_button = self._button(_("新增議案"), "Ctrl+I", self.add_item)
        self.add_resolution_button = self._button(_("新增決議"), "Ctrl+R", self.add_resolution)
        self.up_button = self._button(_("上移"), "Ctrl+Shift+Up", partial(self.move_item, -1))
        self.down_button = self._button(_("下移"), "Ctrl+Shift+Down", partial(self.move_item, 1))
        self.remove_button = self._button(_("移除"), "Ctrl+Delete", self.remove)
        buttons.addWidget(self.add_item_button, 0, 0, 1, 3)
        buttons.addWidget(self.add_resolution_button, 0, 3, 1, 3)
        for place, button in enumerate((self.up_button, self.down_button, self.remove_button)):
            buttons.addWidget(button, 1, 2 * place, 1, 2)
        for keys_of, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            shortcut = QShortcut(QKeySequence(keys_of), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._step, by))
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        column.addWidget(self.outline, 1)
        column.addLayout(buttons)
        column.addWidget(self.gaps)
        middle = QWidget()
        inner = QVBoxLayout(middle)
        inner.setContentsMargins(6, 0, 6, 0)
        inner.addWidget(self.forms)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        for part, share in ((left, 27), (middle, 38), (self.preview, 35)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, share)
        split.setSizes([300, 430, 400])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _step(self, by: int) -> None:
        self.outline.step(by)
        self._form_in_sight_takes_keys()

    def _button(self, words: str, keys: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setShortcut(keys)
        button.setToolTip(f"{words.partition('(')[0]}（{QKeySequence(keys).toString()}）")
        button.clicked.connect(lambda _checked: act())
        return button
