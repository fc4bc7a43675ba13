"""The fields of one record of the minutes, kept while they are typed: there is no button that saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

from PySide6.QtCore import Qt, QTimer
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

from northtaiwan_desktop.domain.errors import AppError, ChangedMeanwhile
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import on_change, put, take
from northtaiwan_desktop.ui.widgets.lines_table import LinesTable
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.widgets.page import heading, soft
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.store import Action

Editor = QLineEdit | QPlainTextEdit | QCheckBox | ChoiceBox | ParsedField | LinesTable
E = TypeVar("E", bound=Editor)
T = TypeVar("T")
Values = dict[str, Any]
PAUSE = 900
LONGEST = 1_800
"""Milliseconds after the last key, and after the first one not yet kept, at which what was typed is kept."""


class RecordForm(QWidget, Generic[T]):
    """Shows one record and keeps it as it is typed; what can't be read yet waits as a draft in the settings.

    A kind of record says four things: its `key`, its `values` by field name, the record `typed` with other values,
    and the action that will `save` it. A record that has moved on (undo, another window) is shown anew; only what a
    person is typing just then is left alone, and the choice is offered when it can't be kept.
    """

    label: ClassVar[str] = ""
    """The words of the undo menu, marked with `N_`."""

    def __init__(self, workbench: Workbench, settings: Settings, title: str) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self._editors: dict[str, Editor] = {}
        self._seen: T | None = None
        self._shown: Values = {}
        self._is_editable = True
        self._is_filling = False
        self._waiting = 0
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.flush)
        self._limit = QTimer(self, singleShot=True, interval=LONGEST)
        self._limit.timeout.connect(self.flush)
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

    def save(self, wanted: T, seen: T | None) -> Action:
        """The action that keeps `wanted`; `seen` is the record as the person saw it, None to keep it in any case."""
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
            self.notice.hide()
        self.renew(record, editable=editable)

    def renew(self, record: T, *, editable: bool) -> None:
        """Show the record as it stands now, unless it is just being typed into or kept."""
        fresh = self._seen is None
        if not fresh and (self._waiting or (self._is_dirty and editable)):
            return
        self._set_editable(editable)
        if fresh or record != self._seen:
            self._fill(record, with_draft=fresh and editable)

    def point_at(self, name: str) -> None:
        """Put the cursor into a field."""
        if name in self._editors:
            self._editors[name].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def flush(self) -> None:
        """Keep what was typed, now."""
        self._pause.stop()
        self._limit.stop()
        seen = self._seen
        if seen is None or not self._is_editable:
            return
        for editor in self._editors.values():
            if isinstance(editor, LinesTable):
                editor.take_in_open_cell()
        wanted = self._wanted(seen)
        if wanted != seen:
            # From here on the person sees what is on its way; a refusal sets this back.
            shown = self._shown
            self._now_seen(wanted)
            self._send(wanted, seen, before=seen, shown=shown)
        self._keep_draft()

    def hideEvent(self, event: QHideEvent) -> None:
        self.flush()
        super().hideEvent(event)

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

    def _send(self, wanted: T, seen: T | None, *, before: T, shown: Values) -> None:
        def kept(_operation: object) -> None:
            self._waiting -= 1

        def refused(error: Exception) -> None:
            self._waiting -= 1
            if self._seen == wanted:
                self._seen, self._shown = before, shown
            self._refuse(error, wanted)

        self._waiting += 1
        self._workbench.do(_(self.label), self.save(wanted, seen), then=kept, failed=refused, owner=self, quietly=True)

    def _refuse(self, error: Exception, wanted: T) -> None:
        if isinstance(error, ChangedMeanwhile):
            self.notice.refuse(str(error), _("仍以我的內容儲存"), lambda: self._insist(wanted))
        elif isinstance(error, AppError):
            self.notice.refuse(str(error), _("改用已存的內容"), self._revert)
        else:
            self._workbench.failed.emit(error)

    def _insist(self, wanted: T) -> None:
        before = self._seen if self._seen is not None else wanted
        shown = self._shown
        self._now_seen(wanted)
        self._send(wanted, None, before=before, shown=shown)

    def _revert(self) -> None:
        """Show what is kept in place of what was typed and can't be."""
        if self._seen is not None:
            self._fill(self._seen, with_draft=False)

    def _typing(self) -> None:
        if self._is_filling or self._seen is None:
            return
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
