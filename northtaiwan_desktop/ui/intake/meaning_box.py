"""意思: what a text of theirs means, chosen among what the field takes, or typed where it takes more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import NOT_USED
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.meanings import choices, is_typed


class MeaningBox(QComboBox):
    """`decided` is emitted with the meaning on a choice, or when what was typed is ended by Enter or by leaving."""

    decided = Signal(str)

    def __init__(self, field_name: str, meant: str | None, reference: Reference, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blank = _("視為空白")
        self._meant = meant
        self.setProperty("role", "cell")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(20)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems([*choices(field_name, reference), self._blank])
        if is_typed(field_name):
            self.setEditable(True)
            line = self.lineEdit()
            assert line is not None
            line.setProperty("role", "cell")
            line.setPlaceholderText(_("請選擇或輸入意思"))
            line.editingFinished.connect(self._finish)
        else:
            self.setPlaceholderText(_("請選擇意思"))
        self.activated.connect(lambda _place: self._finish())
        self.set_meaning(meant)

    def set_meaning(self, meant: str | None) -> None:
        """Show a meaning; None where nothing is decided yet."""
        text = self._blank if meant == NOT_USED else meant or ""
        self.setCurrentIndex(self.findText(text) if text else -1)
        if self.isEditable():
            self.setEditText(text)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the list, not the meaning under the pointer."""
        event.ignore()

    def _finish(self) -> None:
        text = self.currentText().strip()
        meant = NOT_USED if text == self._blank else text
        if text and meant != self._meant:
            self._meant = meant
            self.decided.emit(meant)
