"""The editor of one meeting's minutes: outline at the left, fields in the middle, the finished page at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QSplitter, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.instruction import understood
from northtaiwan_desktop.domain.meeting import MeetingStatus, Outcome, Section, SectionRole
from northtaiwan_desktop.domain.platform import SetPhrase
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import arranging, meetings
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.meetings.entry_forms import EntryForms
from northtaiwan_desktop.ui.meetings.gap_list import GapList
from northtaiwan_desktop.ui.meetings.opened import Opened, typed_over
from northtaiwan_desktop.ui.meetings.outline import ATTENDANCE, HEAD, NOTICE, Outline
from northtaiwan_desktop.ui.meetings.preview import Preview
from northtaiwan_desktop.ui.meetings.projector import Projector
from northtaiwan_desktop.ui.meetings.record_form import draft_key
from northtaiwan_desktop.ui.meetings.resolution_form import PHRASE_KEYS
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.services.finishing import Gap
    from northtaiwan_desktop.storage.store import Action
    from northtaiwan_desktop.storage.work import Work

ITEMS_IN = {SectionRole.REPORTS, SectionRole.DISCUSSION, SectionRole.MOTIONS, SectionRole.OTHER}

DRAW_AFTER = 70
"""Milliseconds after a key at which the page shows it: what is typed meanwhile goes along."""
NAMED = 16
"""So many characters of a text name it in the undo menu."""
WITH_PREVIEW = 860
"""As wide as the editor must be to show the paper beside the fields."""


class MinutesEditor(QWidget):
    """Made for one meeting; `show_opened` brings it up to date. What is typed is kept by the forms."""

    case_wanted = Signal(str)
    """Emitted with the line of a carried case that a person wants to see."""
    decision_wanted = Signal(object)
    """The meeting is to decide on these carried lines."""
    hand_wanted = Signal(str)
    """Emitted with the item that is to come before another meeting."""
    proposals_wanted = Signal()
    """A proposal is to be put on the agenda."""
    refused = Signal(object)
    stale = Signal()
    """What is shown is no longer what is kept: `show_opened` should be given the meeting anew."""

    def __init__(self, workbench: Workbench, settings: Settings, opened: Opened) -> None:
        super().__init__()
        self._workbench, self._settings, self._opened, self._wanted = workbench, settings, opened, ""
        meeting = opened.file.meeting
        self.id = meeting.id
        self.outline = Outline()
        self.phrases = _phrases(opened)
        self.forms = EntryForms(workbench, settings, opened, self.phrases)
        self.projector = Projector()
        self.destroyed.connect(self.projector.deleteLater)  # a window of its own is no child that goes along
        self.preview = Preview()
        self.gaps = GapList()
        self._lay_out()
        self.outline.turned.connect(lambda _id: self._turn())
        self.outline.dropped.connect(self._drop)
        self.gaps.wanted.connect(self._mend)
        self._drawing = QTimer(self, singleShot=True, interval=DRAW_AFTER)
        self._drawing.timeout.connect(partial(self._draw, follow=True))
        self.forms.typing.connect(self._draw_soon)
        self.forms.stale.connect(self.stale)
        self.forms.attachments_list.refused.connect(self.refused)
        self.forms.carried_list.wanted.connect(self.case_wanted)
        self.forms.carried_list.decision_wanted.connect(self.decision_wanted)
        self.show_opened(opened)

    @property
    def is_editable(self) -> bool:
        return self._opened.file.meeting.status is MeetingStatus.DRAFT and self._workbench.rights.may_change

    @property
    def resolution_id(self) -> str:
        """The resolution where the person is; empty elsewhere."""
        id = self.outline.current_id
        return id if any(one.id == id for one in self._opened.file.resolutions) else ""

    def show_opened(self, opened: Opened) -> None:
        """Show the meeting as it stands now; the person stays where he or she is."""
        self._opened = opened
        self.forms.caught_up()
        if (phrases := _phrases(opened)) != self.phrases:
            self.phrases = phrases
            self.forms.resolution_form.offer_phrases(phrases)
        self.outline.show_file(opened.file, self._wanted, attachments=len(opened.attachments))
        self.gaps.show_gaps(opened.gaps)
        self.gaps.setVisible(self.is_editable)
        self._turn()
        if self._wanted and self.outline.current_id == self._wanted:
            self._wanted = ""
            self.forms.take_keys()

    def flush(self) -> None:
        """Keep what is being typed, before something else is done with the meeting."""
        self.forms.flush()

    def unread(self) -> str:
        """The first record with a field that can't be read, and its form turned to; empty where there is none."""
        self.flush()
        file = self._opened.file
        for at, id in ((HEAD, file.meeting.id), *((one.id, one.id) for one in file.resolutions)):
            draft = self._settings.choices.drafts.get(draft_key(id))
            if draft and self.outline.choose(at):
                self.forms.point_at(next(iter(draft)))
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
        item = self._item_here()
        if item is None:
            return
        made = self._resolution_on(item, text="")
        self._do(_("新增決議"), partial(meetings.save_resolution, resolution=made, assignments=()), then_at=made.id)

    def add_section(self, role: SectionRole) -> None:
        """A new section after the one where the person is, else before the closing one."""
        made = Section(meeting_id=self.id, position=0, role=role, title="")
        here = self._section_here()
        after = here.id if here else ""
        add = partial(arranging.add_section, meeting_id=self.id, role=role, after=after, id=made.id)
        self._do(_("新增章節"), add, then_at=made.id)

    def resolve_marked(self) -> None:
        """Make the marked text a 決議, with the doers and the day that it names."""
        file, text = self._opened.file, self.forms.marked_text()
        section, item = self._section_here(), self._item_here()
        if not text.strip() or section is None:
            told = _("請先在議案、決議或章節的內文選取文字，再按 Ctrl+D 列為決議。")
            self.refused.emit(RuleBroken(told))
            return
        said = understood(text, self._opened.known, year=file.meeting.year, on=file.meeting.held_on)
        made_item = None
        if item is None:
            # What the chair says in passing has no item of its own yet.
            item = made_item = AgendaItem(meeting_id=self.id, section_id=section.id, position=0, title="主席裁示")
        resolution = replace(
            self._resolution_on(item, text=said.text),
            due_text=said.due_text,
            due_on=said.due_on,
            plan_item_id=next((one.id for one in self._opened.plan if one.name in text), None),
        )
        if made_item is not None:
            resolution = replace(resolution, outcome=Outcome.RULING)
        self._do(_("選取文字列為決議"), partial(_resolve, made_item, resolution, said.doers), then_at=resolution.id)

    def say_phrase(self, phrase: SetPhrase) -> None:
        """Write a set phrase where a resolution is typed; on an item, decide it so."""
        if self.forms.currentWidget() is self.forms.resolution_form:
            self.forms.resolution_form.insert(phrase)
        elif (item := self._item_here()) is not None:
            outcome = Outcome(phrase.outcome)
            made = self._resolution_on(item, text=phrase.text)
            made = replace(made, outcome=outcome, is_tracked=outcome is not Outcome.DECISION)
            self._do(_("新增決議"), partial(meetings.save_resolution, resolution=made, assignments=()), then_at=made.id)

    def project(self) -> None:
        """Show what the person is at in large type, on the second screen where there is one."""
        if self.projector.isVisible():
            self.projector.close()
            return
        self.flush()
        self.projector.open_beside(self)
        self._draw()
        self.activateWindow()

    def move_entry(self, by: int) -> None:
        """Move the section, item or resolution where the person is up (-1) or down (+1); an item goes on into the next
        section that takes items."""
        file, id = self._opened.file, self.outline.current_id
        item = self._item_here()
        if self.resolution_id and item is not None:
            decided = [one.id for one in file.decided_on[item.id]]
            place = decided.index(id) + by
            if 0 <= place < len(decided):
                move = partial(arranging.place_resolution, resolution_id=id, place=place)
                self._do(_("調整決議順序"), move)
            return
        if any(one.id == id for one in file.sections):
            place = next(place for place, one in enumerate(file.sections) if one.id == id)
            self._do(_("調整章節順序"), partial(arranging.place_section, section_id=id, place=place + by))
        elif item is not None:
            items = [one for one in file.items if one.section_id == item.section_id]
            place, section_id = items.index(item) + by, item.section_id
            if not 0 <= place < len(items):
                takers = [one.id for one in file.sections if one.role in ITEMS_IN or one.id == item.section_id]
                beyond = takers.index(item.section_id) + by
                if not 0 <= beyond < len(takers):
                    return
                section_id = takers[beyond]
                place = 0 if by > 0 else sum(one.section_id == section_id for one in file.items)
            move = partial(arranging.place_item, item_id=item.id, section_id=section_id, place=place)
            self._do(_("調整議案順序"), move)

    def remove(self) -> None:
        """Remove the item or resolution where the person is; the notice offers to take it back."""
        file, id = self._opened.file, self.outline.current_id
        for resolution in (one for one in file.resolutions if one.id == id):
            label = _("移除決議「{text}」").format(text=_short(resolution.text))
            self._do(label, partial(meetings.remove_resolution, resolution_id=id))
        for item in (one for one in file.items if one.id == id):
            self._do(_("移除議案「{text}」").format(text=_short(item.title)), partial(meetings.remove_item, item_id=id))
        for section in (one for one in file.sections if one.id == id):
            label = _("移除章節「{text}」").format(text=_short(section.title))
            self._do(label, partial(arranging.remove_section, section_id=id))

    def _drop(self, id: str, target: str, beneath: bool) -> None:
        """Bring a dragged section or item to where it was let go."""
        file = self._opened.file
        target_item = next((one for one in file.items if one.id == self._item_of(target)), None)
        section_id = target_item.section_id if target_item else target
        sections = [one.id for one in file.sections if one.id != id]
        if not self.is_editable or section_id not in [one.id for one in file.sections]:
            return
        if any(one.id == id for one in file.items):
            items = [one.id for one in file.items if one.section_id == section_id and one.id != id]
            place = items.index(target_item.id) + beneath if target_item and target_item.id in items else len(items)
            self._do(_("調整議案順序"), partial(arranging.place_item, item_id=id, section_id=section_id, place=place))
        elif section_id in sections and any(one.id == id for one in file.sections):
            place = sections.index(section_id) + beneath
            self._do(_("調整章節順序"), partial(arranging.place_section, section_id=id, place=place))

    def _resolution_on(self, item: AgendaItem, *, text: str) -> Resolution:
        file = self._opened.file
        role = next(section.role for section in file.sections if section.id == item.section_id)
        return Resolution(
            meeting_id=self.id,
            item_id=item.id,
            group_id=file.meeting.group_id,
            year=file.meeting.year,
            outcome=role.outcome,
            text=text,
        )

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.projector.close()

    def _do(self, label: str, action: Action, *, then_at: str = "") -> None:
        self.flush()
        self._wanted = then_at
        self._workbench.do(label, action, failed=self._on_refused, owner=self)

    def _on_refused(self, error: Exception) -> None:
        self._wanted = ""
        self.refused.emit(error)

    def _turn(self) -> None:
        """Show the form of the entry that the outline is at."""
        id = self.outline.current_id
        words = self.forms.show_entry(self._opened, id)
        self._draw()
        self.preview.follow(words)
        self._enable()

    def _draw_soon(self) -> None:
        if not self._drawing.isActive():
            self._drawing.start()

    def _draw(self, *, follow: bool = False) -> None:
        """Draw page and projection as the meeting stands on the screen: what is typed need not be kept for that."""
        self._drawing.stop()
        at, opened = self.outline.current_id, self._opened
        file, letter = self.forms.present(opened.file), self.forms.notice_form.ahead or opened.notice
        shown = typed_over(opened, file, letter, is_letter=at == NOTICE)
        self.preview.show_paper(shown.notice_paper if at == NOTICE else shown.minutes_paper, follow=follow)
        if self.projector.isVisible():
            self.projector.show_entry(shown.view, shown.file, at, self.forms.field_here)

    def _mend(self, gap: Gap) -> None:
        """Go to where a gap is mended."""
        at = ATTENDANCE if gap.field == "attendance" else HEAD if gap.record_id == self.id else gap.record_id
        if self.outline.choose(at):
            self.forms.point_at("lines" if at == ATTENDANCE else gap.field)

    def _item_of(self, id: str) -> str | None:
        """The id of the item to which this entry belongs: that of a resolution's item, else its own."""
        return next((one.item_id for one in self._opened.file.resolutions if one.id == id), id)

    def _item_here(self) -> AgendaItem | None:
        """The item of the entry, or that of the resolution, where the person is."""
        at = self._item_of(self.outline.current_id)
        return next((one for one in self._opened.file.items if one.id == at), None)

    def _section_here(self) -> Section | None:
        item = self._item_here()
        at = item.section_id if item else self.outline.current_id
        return next((one for one in self._opened.file.sections if one.id == at), None)

    def _section_for_items(self) -> Section | None:
        item, takers = self._item_here(), [s for s in self._opened.file.sections if s.role in ITEMS_IN]
        at = item.section_id if item else self.outline.current_id
        return next((one for one in takers if one.id == at), takers[0] if takers else None)

    def _enable(self) -> None:
        item = self._item_here()
        movable = item is not None or self._section_here() is not None
        self.add_item_button.setEnabled(self.is_editable and self._section_for_items() is not None)
        self.add_resolution_button.setEnabled(self.is_editable and item is not None)
        for button in (self.up_button, self.down_button, self.remove_button):
            button.setEnabled(self.is_editable and movable)
        for action in self.draft_actions:
            action.setEnabled(self.is_editable)
        self.section_menu.setEnabled(self.is_editable)
        self.outline.setDragEnabled(self.is_editable)

    def _lay_out(self) -> None:
        self.outline.setToolTip(_("Alt+↑、Alt+↓：上一項、下一項；Alt+PgUp、Alt+PgDn：上一節、下一節"))
        buttons = QGridLayout()
        buttons.setSpacing(6)
        self.add_item_button = self._button(_("新增議案"), "Ctrl+I", self.add_item)
        self.add_resolution_button = self._button(_("新增決議"), "Ctrl+R", self.add_resolution)
        self.up_button = self._button(_("上移"), "Ctrl+Shift+Up", partial(self.move_entry, -1))
        self.down_button = self._button(_("下移"), "Ctrl+Shift+Down", partial(self.move_entry, 1))
        self.remove_button = self._button(_("移除"), "Ctrl+Shift+Delete", self.remove)
        self.more_button = QPushButton(_("更多(&M)"))
        self.more_button.setAutoDefault(False)
        self.more_button.setMenu(self._more())
        buttons.addWidget(self.add_item_button, 0, 0, 1, 2)
        buttons.addWidget(self.add_resolution_button, 0, 2, 1, 2)
        buttons.addWidget(self.more_button, 0, 4, 1, 2)
        for place, button in enumerate((self.up_button, self.down_button, self.remove_button)):
            buttons.addWidget(button, 1, 2 * place, 1, 2)
        for keys_of, by in (("Alt+Up", -1), ("Alt+Down", 1)):
            self._key(keys_of, partial(self._step, by))
        for keys_of, by in (("Alt+PgUp", -1), ("Alt+PgDown", 1)):
            self._key(keys_of, partial(self.outline.step_section, by))
        for keys_of, by in (("Ctrl+PgUp", -1), ("Ctrl+PgDown", 1)):
            self._key(keys_of, partial(self.projector.turn, by))
        for place in range(PHRASE_KEYS):
            self._key(f"Alt+{place + 1}", partial(self._say_by_key, place))
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.preview.setVisible(event.size().width() >= WITH_PREVIEW)

    def _more(self) -> QMenu:
        menu = QMenu(self)
        self.section_menu = menu.addMenu(_("新增章節(&S)"))
        for role in SectionRole:
            self.section_menu.addAction(role.usual_title, partial(self.add_section, role))
        mark = menu.addAction(_("選取文字列為決議(&D)"), QKeySequence("Ctrl+D"), self.resolve_marked)
        hand = menu.addAction(_("提送其他會議(&H)…"), self._hand_over)
        put = menu.addAction(_("帶入提案(&P)…"), self.proposals_wanted.emit)
        project = menu.addAction(_("投影(&V)"), QKeySequence("F11"), self.project)
        project.setToolTip(_("投影後用 Ctrl+PgUp、Ctrl+PgDn 捲動"))
        menu.setToolTipsVisible(True)
        self.addActions([mark, project])
        self.draft_actions = [mark, hand, put]
        return menu

    def _hand_over(self) -> None:
        if (item := self._item_here()) is not None:
            self.flush()
            self.hand_wanted.emit(item.id)
        else:
            self.refused.emit(RuleBroken(_("請先在大綱選擇要提送的議案。")))

    def _say_by_key(self, place: int) -> None:
        if self.is_editable and place < len(self.phrases):
            self.say_phrase(self.phrases[place])

    def _key(self, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def _step(self, by: int) -> None:
        self.outline.step(by)
        self.forms.take_keys()

    def _button(self, words: str, keys: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(words)
        button.setAutoDefault(False)
        button.setShortcut(keys)
        button.setToolTip(f"{words.partition('(')[0]}（{QKeySequence(keys).toString()}）")
        button.clicked.connect(lambda _checked: act())
        return button


def _phrases(opened: Opened) -> list[SetPhrase]:
    """What is said in a meeting of this kind."""
    return [one for one in opened.known.phrases if one.kind_id in (None, opened.file.meeting.kind_id)]


def _short(text: str) -> str:
    """The beginning of a text, as the undo menu names it."""
    line = text.strip().partition("\n")[0]
    return line if len(line) <= NAMED else f"{line[:NAMED]}…"


def _resolve(item: AgendaItem | None, resolution: Resolution, doers: tuple[Assignment, ...], work: Work) -> None:
    """Keep a resolution, and the item made for it."""
    if item is not None:
        meetings.save_item(work, item)
    meetings.save_resolution(work, resolution, doers)
