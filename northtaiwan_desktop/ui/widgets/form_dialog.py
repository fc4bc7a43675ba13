"""A form for one record: labelled fields, what is wrong said under each, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from northtaiwan_desktop.domain.errors import AppError, ChangedMeanwhile
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChecksField, ChoiceBox
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.widgets.table_field import TableField

Editor = QLineEdit | QPlainTextEdit | QCheckBox | ChoiceBox | ChecksField | ParsedField | TableField
E = TypeVar("E", bound=Editor)
Values = dict[str, Any]
Save = Callable[[Values], None]
FRAME = QSize(16, 40)
"""Room for a window's frame and title."""


@dataclass(frozen=True)
class Field:
    """One line of a form."""

    name: str
    label: str
    editor: Editor
    is_required: bool
    complaint: QLabel
    place: QWidget
    """Where it stands in the form, together with what is said under it."""


class FormDialog(QDialog):
    """Collects values by field name and hands them to `save`, which does the work and then calls `accept`.

    `save` gives the workbench `then=dialog.kept` and `failed=dialog.refuse`: the form stays, as it was typed, until
    the work is kept; until then it neither saves once more nor is left. A form whose `save` finds something wrong
    calls `stay`. Ctrl+Enter saves, Esc leaves. A form left with `draft` (its key) set is found again as it was
    left, also after a restart. On a conflict the person chooses between `again` (save over it) and leaving.
    """

    def __init__(
        self, title: str, settings: Settings, *, draft: str = "", save_words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self._settings = settings
        self._draft = draft
        self._fields: dict[str, Field] = {}
        self._save: Save | None = None
        self._over: Callable[[Values, Any], None] | None = None
        self._at_first: dict[str, str] = {}
        self._kept = False
        self._is_saving = False
        self._pause = QTimer(self, singleShot=True, interval=800)
        self._pause.timeout.connect(self._keep_draft)

        self.notice = NoticeBar()
        self.form = QFormLayout()
        self.form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.form.setHorizontalSpacing(18)
        self.form.setVerticalSpacing(12)
        inner = QWidget()
        inner.setLayout(self.form)
        self.form.setContentsMargins(2, 2, 10, 2)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        self.buttons = QDialogButtonBox()
        self.save_button = self.buttons.addButton(save_words or _("儲存"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.save_button.setToolTip("Ctrl+Enter")
        self.leave_button = self.buttons.addButton(_("取消"), QDialogButtonBox.ButtonRole.RejectRole)
        self.save_button.setDefault(True)
        self.save_button.setProperty("role", "main")
        self.save_button.clicked.connect(self.try_save)
        self.leave_button.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(14)
        layout.addWidget(self.notice)
        layout.addWidget(area, 1)
        layout.addWidget(self.buttons)
        self._area = area
        self.setMinimumWidth(560)

    def add(self, name: str, label: str, editor: E, *, required: bool = False, hint: str = "", lines: int = 4) -> E:
        """Add a field. `hint` stands under it while nothing is wrong; longer texts show so many `lines`."""
        complaint = QLabel(hint)
        complaint.setWordWrap(True)
        complaint.setProperty("hint", hint)
        complaint.setProperty("role", "soft")
        complaint.setVisible(bool(hint))
        place = QWidget()
        place.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column = QVBoxLayout(place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(editor)
        column.addWidget(complaint)
        words = QLabel(_("{label}＊").format(label=label) if required else label)
        words.setBuddy(editor)
        words.setContentsMargins(0, 6, 0, 0)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.form.addRow(words, place)
        editor.setAccessibleName(label)
        if isinstance(editor, ChoiceBox):
            # A long choice is cut off here and whole in the list; the form does not grow wider for it.
            editor.setSizeAdjustPolicy(ChoiceBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            editor.setMinimumContentsLength(12)
        if isinstance(editor, QPlainTextEdit):
            editor.setTabChangesFocus(True)
            editor.setFixedHeight(lines * editor.fontMetrics().lineSpacing() + 22)
        self._fields[name] = Field(name, label, editor, required, complaint, place)
        on_change(editor, self._typed)
        return editor

    def demand(self, name: str, wanted: bool, hint: str = "", *, label: str = "") -> None:
        """Show a field that has to be filled in now, with the reason under it; or hide one that is not wanted.

        `label` is another name for it from now on.
        """
        field = replace(self._fields[name], is_required=wanted, label=label or self._fields[name].label)
        self._fields[name] = field
        field.editor.setAccessibleName(field.label)
        field.complaint.setProperty("hint", hint)
        self._say_under(field, hint, "soft")
        words = self.form.labelForField(field.place)
        if isinstance(words, QLabel):
            words.setText(_("{label}＊").format(label=field.label) if wanted else field.label)
        self.form.setRowVisible(field.place, wanted)
        if wanted:
            self._fit()

    def add_part(self, widget: QWidget) -> None:
        """Add something that is no field: a heading, a table."""
        self.form.addRow(widget)

    def start(self, values: Values, save: Save, *, over: Callable[[Values, Any], None] | None = None) -> None:
        """Fill the fields and say how to save. `over` saves although the record (its second argument) has moved on."""
        self._save, self._over = save, over
        for name, value in values.items():
            put(self._fields[name].editor, value)
        self._at_first = self.texts()
        draft = self._settings.choices.drafts.get(self._draft) if self._draft else None
        if draft and draft != self._at_first:
            self._fill(draft)
            self.notice.note(_("已放回上次輸入但還沒儲存的內容。"), _("改用原來的內容"), self._drop_draft)
        self._clear_complaints()
        self._fit()
        if self._fields:
            next(iter(self._fields.values())).editor.setFocus()

    def _fit(self) -> None:
        """Be as high as the fields need, and no higher than a small screen."""
        wanted = self.form.sizeHint().height() + 150
        self.resize(max(self.width(), 600), min(max(300, wanted), 640))

    def values(self) -> Values:
        """What the fields hold now, by name."""
        return {field.name: take(field.editor) for field in self._fields.values()}

    def texts(self) -> dict[str, str]:
        return {field.name: text_of(field.editor) for field in self._fields.values()}

    def editor(self, name: str) -> Editor:
        return self._fields[name].editor

    def complain(self, name: str, text: str) -> None:
        """Say under a field what is wrong with it."""
        field = self._fields[name]
        self._say_under(field, text, "complaint")
        field.editor.setFocus()

    def try_save(self) -> None:
        """Save, unless a field is empty that must not be, or can't be read, or the form is being saved already."""
        if self._is_saving or not self.save_button.isEnabled():
            return
        self._clear_complaints()
        self.notice.mended()
        wrong = [field for field in self._fields.values() if self._problem(field)]
        for field in wrong:
            if not (isinstance(field.editor, ParsedField) and field.editor.problem):
                self._say_under(field, self._problem(field), "complaint")
        if wrong:
            wrong[0].editor.setFocus()
            self._area.ensureWidgetVisible(wrong[0].place)
        elif self._save is not None:
            self._begin(partial(self._save, self.values()))

    def stay(self) -> None:
        """Nothing was saved: the form can be mended and saved again."""
        self._is_saving = False
        self.save_button.setEnabled(True)

    def kept(self, _operation: object = None) -> None:
        """The work is kept: the form has done its part."""
        self._kept, self._is_saving = True, False
        self._pause.stop()
        self.accept()
        if self._draft:
            self._settings.keep_draft(self._draft, None)

    def refuse(self, error: Exception) -> None:
        """Say why the work was not kept; the form stays as it was typed."""
        self.stay()
        if isinstance(error, ChangedMeanwhile) and self._over is not None and error.now is not None:
            self.offer_over(str(error), error.now)
        elif isinstance(error, AppError):
            self.notice.refuse(str(error))
        else:
            raise error

    def offer_over(self, told: str, now: Any) -> None:
        """Say that the record has moved on to `now`, and offer to save over it."""
        assert self._over is not None
        over = self._over
        self.notice.refuse(told, _("仍以我的內容儲存"), lambda: self._begin(partial(over, self.values(), now)))

    def reject(self) -> None:
        if self._is_saving:
            return
        self._pause.stop()
        if not self._kept:
            self._keep_draft()
        super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        event.setAccepted(not self._is_saving)

    def showEvent(self, event: QShowEvent) -> None:
        # The buttons stay on the screen; what has no room is scrolled to.
        self.resize(self.size().boundedTo(self.screen().availableSize() - FRAME))
        super().showEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.try_save()
        else:
            super().keyPressEvent(event)

    def _begin(self, save: Callable[[], None]) -> None:
        self._is_saving = True
        self.save_button.setEnabled(False)
        try:
            save()
        except Exception:
            self.stay()
            raise

    def _problem(self, field: Field) -> str:
        if isinstance(field.editor, ParsedField) and field.editor.problem:
            return field.editor.problem
        nothing = isinstance(field.editor, ChoiceBox) and field.editor.value() is None
        if field.is_required and (nothing or not text_of(field.editor).strip()):
            return _("請填寫「{label}」。").format(label=field.label)
        return ""

    def _typed(self) -> None:
        if self._save is not None:
            self._clear_complaints()
            self._pause.start()

    def _clear_complaints(self) -> None:
        for field in self._fields.values():
            self._say_under(field, str(field.complaint.property("hint")), "soft")

    def _say_under(self, field: Field, text: str, role: str) -> None:
        field.complaint.setText(text)
        field.complaint.setProperty("role", role)
        field.complaint.style().polish(field.complaint)
        field.complaint.setVisible(bool(text))
        field.editor.setAccessibleDescription(text)

    def _keep_draft(self) -> None:
        texts = self.texts()
        if self._draft and self._save is not None:
            self._settings.keep_draft(self._draft, texts if texts != self._at_first else None)

    def _drop_draft(self) -> None:
        self._fill(self._at_first)
        self._settings.keep_draft(self._draft, None)

    def _fill(self, texts: dict[str, str]) -> None:
        for name, text in texts.items():
            if name in self._fields:
                put_text(self._fields[name].editor, text)


def take(editor: Editor) -> Any:
    """What an editor holds: text, a truth, or the value that was chosen or read."""
    match editor:
        case QLineEdit():
            return editor.text().strip()
        case QPlainTextEdit():
            return editor.toPlainText().strip()
        case QCheckBox():
            return editor.isChecked()
        case _:
            return editor.value()


def put(editor: Editor, value: Any) -> None:
    """Show a value in an editor."""
    match editor:
        case QLineEdit():
            editor.setText("" if value is None else str(value))
        case QPlainTextEdit():
            editor.setPlainText("" if value is None else str(value))
        case QCheckBox():
            editor.setChecked(bool(value))
        case _:
            editor.set_value(value)


def text_of(editor: Editor) -> str:
    """What stands in an editor, as text that `put_text` takes."""
    match editor:
        case QPlainTextEdit():
            return editor.toPlainText()
        case QCheckBox():
            return "1" if editor.isChecked() else ""
        case _:
            return editor.text()


def put_text(editor: Editor, text: str) -> None:
    match editor:
        case QLineEdit():
            editor.setText(text)
        case QPlainTextEdit():
            editor.setPlainText(text)
        case QCheckBox():
            editor.setChecked(bool(text))
        case _:
            editor.set_text(text)


def on_change(editor: Editor, act: Callable[[], None]) -> None:
    match editor:
        case QLineEdit() | QPlainTextEdit():
            editor.textChanged.connect(lambda *_text: act())
        case QCheckBox():
            editor.toggled.connect(lambda _on: act())
        case ChoiceBox():
            editor.currentIndexChanged.connect(lambda _place: act())
        case _:
            editor.changed.connect(act)
