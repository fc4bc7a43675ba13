"""The fields of one record of the minutes, kept while they are typed: there is no button that saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.agenda import AgendaItem
from northtaiwan_desktop.domain.errors import AppError, ChangedMeanwhile
from northtaiwan_desktop.domain.meeting import Section
from northtaiwan_desktop.domain.minutes import MeetingFile
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import on_change, put, take
from northtaiwan_desktop.ui.widgets.lines_table import LinesTable
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.widgets.own_steps import forget
from northtaiwan_desktop.ui.widgets.page import heading, soft
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action

Editor = QLineEdit | QPlainTextEdit | QCheckBox | ChoiceBox | ParsedField | LinesTable
E = TypeVar("E", bound=Editor)
T = TypeVar("T")
R = TypeVar("R", Section, AgendaItem, Resolution)
Values = dict[str, Any]
PAUSE = 900
LONGEST = 1_800
"""Milliseconds after the last key, and after the first one not yet kept, at which what was typed is kept."""
MUCH = 300
"""Characters of what somebody else wrote that a notice shows."""


class RecordForm(QWidget, Generic[T]):
    """Shows one record and keeps it as it is typed; what can't be read yet waits as a draft in the settings.

    A kind of record says five things: its `key`, its `values` by field name, the record `typed` with other values,
    the meeting with the record `laid` in it, and the action that will `save` it. A record that has moved on (undo,
    another window) is shown anew, with what a person is typing just then on top; where both wrote in one field, the
    choice is offered.
    """

    label: ClassVar[str] = ""
    """The words of the undo menu, marked with `N_`."""
    stale = Signal()
    """What is shown is no longer what is kept: the record should be asked for again."""
    typing = Signal()
    """Something is being typed, long before it is kept."""

    def __init__(self, workbench: Workbench, settings: Settings, title: str) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self._editors: dict[str, Editor] = {}
        self._seen: T | None = None
        self._shown: Values = {}
        self._is_editable = True
        self._is_filling = False
        self._waiting = 0
        self._turn = 0
        self._left: dict[tuple[str, str], tuple[T, T]] = {}
        """By register and id: records that were left for another one before they could be kept, as they were and as
        they were typed."""
        self._is_ahead = False
        self._offered: T | None = None
        self._refused_by_change = False
        self._labels: dict[str, str] = {}
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.flush)
        self._limit = QTimer(self, singleShot=True, interval=LONGEST)
        self._limit.timeout.connect(self._keep_in_flow)
        self.in_flow = False
        """Was something kept while the typing went on? What else is shown of the meeting follows at the next pause."""
        self.title = heading(title)
        self.notice = NoticeBar()
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setVerticalSpacing(6)
        self.form.setContentsMargins(2, 2, 10, 2)
        inner = QWidget()
        inner.setLayout(self.form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.title)
        layout.addWidget(self.notice)
        layout.addWidget(area, 1)

    def key(self, record: T) -> str:
        """The id by which the record is known."""
        raise NotImplementedError

    def values(self, record: T) -> Values:
        """What the fields show of the record."""
        raise NotImplementedError

    def typed(self, record: T, values: Values) -> T:
        """The record with these values in place of its own."""
        raise NotImplementedError

    def laid(self, file: MeetingFile, record: T) -> MeetingFile:
        """The meeting with this record in place of its own. What is not of the minutes leaves it as it is."""
        return file

    def save(self, wanted: T, seen: T) -> Action:
        """The action that keeps `wanted`; `seen` is the record as the person saw it."""
        raise NotImplementedError

    def add(self, name: str, label: str, editor: E, *, hint: str = "") -> E:
        """Add a field under its label."""
        if label:
            words = QLabel(label)
            words.setBuddy(editor)
            editor.setAccessibleName(label)
            self.form.addRow(words, editor)
        else:
            self.form.addRow(editor)
        if hint:
            self.form.addRow(soft(hint))
        self._editors[name] = editor
        self._labels[name] = label
        if isinstance(editor, LinesTable):
            editor.changed.connect(self._typing)
        else:
            on_change(editor, self._typing)
        return editor

    def open(self, record: T, *, editable: bool) -> None:
        """Show a record, after what was typed into the one before is kept."""
        if self._seen is not None and self.key(self._seen) != self.key(record):
            self.flush()
            self._seen = None
            self._turn += 1
            self.notice.hide()
        if self._seen is None and editable:
            self._take_up(record)
        self.renew(record, editable=editable)

    def renew(self, record: T, *, editable: bool) -> None:
        """Show the record as it stands now; what is being typed stays, and goes on top of it where that can be."""
        if self._waiting and self._seen is not None:
            self._offered = record
            return
        self._offered = None
        self._set_editable(editable)
        if self._seen is None or not editable or not self._is_dirty:
            fresh = self._seen is None
            if fresh or record != self._seen or not editable:
                self._fill(record, with_draft=fresh and editable)
        elif not self._rebase(record):
            self._offered = record
            if self._refused_by_change:
                self.notice.refuse(self._told_of(record), _("仍以我的內容儲存"), self._insist)

    @property
    def ahead(self) -> T | None:
        """The record as it stands on the screen, where that is more than the meeting was last shown with."""
        if self._seen is None or not self._is_editable:
            return None
        wanted = self._wanted(self._seen)
        return wanted if wanted != self._seen or self._waiting or self._is_ahead else None

    def caught_up(self) -> None:
        """The meeting is shown anew, with all that was kept before."""
        self._is_ahead = self._waiting > 0

    @property
    def field_here(self) -> str:
        """The name of the field that has the cursor; empty where none has."""
        return next((name for name, editor in self._editors.items() if _has_keys(editor)), "")

    def point_at(self, name: str) -> None:
        """Put the cursor into a field."""
        if name in self._editors:
            self._editors[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def marked_text(self) -> str:
        """What is marked in a text of this form: in the one that has the cursor, else in the first with a mark."""
        marked = {editor: _marked(editor) for editor in self._editors.values()}
        return next((text for editor, text in marked.items() if editor.hasFocus() and text), "") or next(
            filter(None, marked.values()), ""
        )

    def flush(self) -> None:
        """Keep what was typed, now."""
        if self.in_flow:
            self.in_flow = False
            self.stale.emit()
        self._pause.stop()
        self._limit.stop()
        self._keep()

    def forget(self) -> None:
        """Give up what was typed: nothing of it is kept any more, here or in another register."""
        self._pause.stop()
        self._limit.stop()
        self._seen = None
        self._left.clear()

    def _keep_in_flow(self) -> None:
        """Keep what was typed without a pause: reading the whole meeting anew would hold up the next keys."""
        self.in_flow = True
        self._keep()
        self._pause.start()

    def _keep(self) -> None:
        seen = self._seen
        if seen is None or not self._is_editable:
            return
        wanted = self._wanted(seen)
        if wanted != seen:
            # From here on the person sees what is on its way; a refusal sets this back.
            shown = self._shown
            self._now_seen(wanted)
            self._send(wanted, seen, shown=shown)
        elif not self._refused_by_change:
            self.notice.mended()
        self._keep_draft()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

    @property
    def is_unkept(self) -> bool:
        """Is there something typed that is not kept yet, or could not be?"""
        return bool(self._waiting or self._left or (self._is_editable and self._is_dirty))

    @property
    def is_waiting(self) -> bool:
        """Is something on its way of which nobody knows yet whether it is kept?"""
        return self._waiting > 0

    @property
    def _is_dirty(self) -> bool:
        return self._seen is not None and self._wanted(self._seen) != self._seen

    def _wanted(self, seen: T) -> T:
        """The record as the fields have it; a field that was let be, or can't be read, leaves what was there."""
        values = self.values(seen)
        for name, editor in self._editors.items():
            taken = take_value(editor)
            if taken != self._shown.get(name) and not _problem(editor):
                values[name] = taken
        return self.typed(seen, values)

    def _now_seen(self, record: T) -> None:
        self._seen = record
        self._shown = {name: take_value(editor) for name, editor in self._editors.items() if not _problem(editor)}

    def _place(self, record: T) -> tuple[str, str]:
        return self._workbench.location, self.key(record)

    def _take_up(self, record: T) -> None:
        """What was typed into this record before it was left stands in the fields again, and is kept if it can be."""
        before = self._left.pop(self._place(record), None)
        if before is None:
            return
        seen, wanted = before
        self._fill(seen, with_draft=False)
        self._is_filling = True
        for name, value in self.values(wanted).items():
            if take_value(self._editors[name]) != value:
                put_value(self._editors[name], value)
        self._is_filling = False

    def _send(self, wanted: T, seen: T, *, shown: Values) -> None:
        turn, place = self._turn, self._place(wanted)

        def kept(_operation: object) -> None:
            self._waiting -= 1
            self.notice.mended()
            self._refused_by_change = False

        def refused(error: Exception) -> None:
            self._waiting -= 1
            self._is_ahead = False
            if turn != self._turn:
                self._left[place] = seen, wanted
                self.notice.refuse(str(error))
                return
            if self._seen == wanted:
                self._seen, self._shown = seen, shown
            self._refuse(error)

        self._waiting += 1
        self._is_ahead = True
        self._workbench.do(_(self.label), self.save(wanted, seen), then=kept, failed=refused, owner=self, quietly=True)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, ChangedMeanwhile):
            # Often it was only moved, or another field was written: then what was typed goes on top of that.
            self._refused_by_change = True
            if self._offered is None:
                self.stale.emit()
            else:
                self.renew(self._offered, editable=self._is_editable)
        elif isinstance(error, AppError):
            self.notice.refuse(str(error), _("改用已存的內容"), self._revert)
        else:
            self._workbench.failed.emit(error)

    def _touched(self) -> set[str]:
        """The fields that a person has changed and that are not kept yet."""
        return {
            name
            for name, editor in self._editors.items()
            if _problem(editor) or take_value(editor) != self._shown.get(name)
        }

    def _clashes(self, record: T) -> list[str]:
        """The fields in which both the person and someone else wrote, and not the same."""
        if self._seen is None:
            return []
        before, now = self.values(self._seen), self.values(record)
        return [
            name
            for name in self._editors
            if name in self._touched() and now[name] != before[name] and take_value(self._editors[name]) != now[name]
        ]

    def _told_of(self, record: T) -> str:
        """In which fields somebody else wrote as well, and what, so that a person can choose."""
        now, clashes = self.values(record), self._clashes(record)
        fields = "、".join(self._labels.get(name, name) for name in clashes)
        theirs = [now[name] for name in clashes]
        if not all(isinstance(one, str) for one in theirs):
            told = _("「{label}」在您編輯期間已有別的修改，尚未儲存您的內容。請比對後再存一次。")
            return told.format(label=fields)
        shown = "／".join(shorten(one) if one else _("（空白）") for one in theirs)
        told = _("「{label}」在您編輯期間已有別的修改，尚未儲存您的內容。現在存的是：{theirs}")
        return told.format(label=fields, theirs=shown)

    def _rebase(self, record: T, *, over: bool = False) -> bool:
        """Take `record` for what the person sees, with what was typed on top; False where both wrote in one field."""
        if self._clashes(record) and not over:
            return False
        touched = self._touched()
        self._is_filling = True
        for name, value in self.values(record).items():
            if name not in touched:
                if take_value(self._editors[name]) != value:
                    put_value(self._editors[name], value)
                self._shown[name] = take_value(self._editors[name])
        self._seen = record
        self._is_filling = False
        self._pause.start()
        return True

    def _insist(self) -> None:
        """Keep what was typed over what someone else wrote."""
        if self._offered is not None and self._rebase(self._offered, over=True):
            self.flush()

    def _revert(self) -> None:
        """Show what is kept in place of what was typed and can't be."""
        if self._seen is not None:
            self._fill(self._seen, with_draft=False)

    def _typing(self) -> None:
        if self._is_filling or self._seen is None:
            return
        self.typing.emit()
        self._pause.start()
        if not self._limit.isActive():
            self._limit.start()

    def _fill(self, record: T, *, with_draft: bool) -> None:
        self._is_filling = True
        self._seen = record
        for name, value in self.values(record).items():
            editor = self._editors[name]
            if take_value(editor) != value or _problem(editor):
                put_value(editor, value)
            # The same field showed another record, or other words: their steps are not this one's.
            forget(editor.line if isinstance(editor, ParsedField) else editor)
        draft = self._settings.choices.drafts.get(self._draft_key, {}) if with_draft else {}
        self._now_seen(record)
        for name, text in draft.items():
            if isinstance(field := self._editors.get(name), ParsedField):
                field.set_text(text)
        self._is_filling = False

    def _set_editable(self, editable: bool) -> None:
        if editable is self._is_editable:
            return
        self._is_editable = editable
        for editor in self._editors.values():
            match editor:
                case QLineEdit() | QPlainTextEdit():
                    editor.setReadOnly(not editable)
                case ParsedField():
                    editor.line.setReadOnly(not editable)
                case LinesTable():
                    editor.set_editable(editable)
                case _:
                    editor.setEnabled(editable)

    @property
    def _draft_key(self) -> str:
        return draft_key(self.key(self._seen)) if self._seen is not None else ""

    def _keep_draft(self) -> None:
        """Text that can't be read is no value yet; it must not be lost for that."""
        if self._seen is None:
            return
        unread = {
            name: editor.text()
            for name, editor in self._editors.items()
            if isinstance(editor, ParsedField) and editor.problem
        }
        if unread or self._draft_key in self._settings.choices.drafts:
            try:
                self._settings.keep_draft(self._draft_key, unread or None)
            except AppError as error:
                self.notice.note(str(error))


def draft_key(record_id: str) -> str:
    """Under which the settings keep what was typed into a record and can't be read."""
    return f"minutes/{record_id}"


def shorten(text: str) -> str:
    """As much of a text as fits into a notice."""
    return text if len(text) <= MUCH else text[:MUCH] + "…"


def put_in(records: tuple[R, ...], record: R) -> tuple[R, ...]:
    """The records of a meeting with this one in place of that with its id."""
    return tuple(record if one.id == record.id else one for one in records)


def _has_keys(editor: Editor) -> bool:
    focused = editor.window().focusWidget()
    return focused is not None and (editor is focused or editor.isAncestorOf(focused))


def _marked(editor: Editor) -> str:
    if isinstance(editor, QPlainTextEdit):
        return editor.textCursor().selectedText().replace("\u2029", "\n")
    return editor.selectedText() if isinstance(editor, QLineEdit) else ""


def take_value(editor: Editor) -> Any:
    """What a field holds."""
    return editor.value() if isinstance(editor, LinesTable) else take(editor)


def put_value(editor: Editor, value: Any) -> None:
    """Show a value in a field."""
    if isinstance(editor, LinesTable):
        editor.set_value(value)
    else:
        put(editor, value)


def _problem(editor: Editor) -> str:
    return editor.problem if isinstance(editor, ParsedField) else ""
