"""What is told before anything is written: each caution with its count, and the way to its rows."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.batch import RowPlace
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.ui.intake.rows_view import Takes
from northtaiwan_desktop.ui.widgets.wrapping_row import WrappingRow

Cautions = Mapping[Caution, frozenset[RowPlace]]


class CautionsRow(QFrame):
    """Hidden where there is nothing to tell. A pressed button shows its rows alone, pressed once more all again."""

    wanted = Signal(object)  # Caution or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "notice")
        self.setProperty("tone", "note")
        self.label = QLabel(_("匯入前請留意："))
        self.buttons = {caution: self._button(caution) for caution in Caution}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 5, 8, 5)
        row = WrappingRow()
        outer.addLayout(row)
        row.addWidget(self.label)
        for button in self.buttons.values():
            row.addWidget(button)
        self.hide()

    @property
    def chosen(self) -> Caution | None:
        """The caution whose rows alone are wanted."""
        return next((caution for caution, button in self.buttons.items() if button.isChecked()), None)

    def show_cautions(self, cautions: Cautions, takes: Takes) -> None:
        """Name those that there are, with the rows and how many of them are ticked."""
        for caution, button in self.buttons.items():
            places = cautions.get(caution, frozenset())
            ticked = sum(place in takes for place in places)
            words = _("{caution} {count} 列").format(caution=caution.title, count=len(places))
            if ticked:
                words += _("（已勾選 {count} 列）").format(count=ticked)
            button.setText(words)
            button.setVisible(bool(places))
            if not places:
                button.setChecked(False)
        self.setVisible(any(cautions.values()))
        self.updateGeometry()

    def hasHeightForWidth(self) -> bool:
        # A scrolled page would take the height that all its parts like best for the one that this needs.
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(max(layout.heightForWidth(self.width()), layout.minimumSize().height()))

    def clear(self) -> None:
        for button in self.buttons.values():
            button.setChecked(False)

    def _button(self, caution: Caution) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.setToolTip(_("只看這些列；再按一次看全部"))
        button.clicked.connect(lambda checked: self._on_clicked(caution, checked))
        return button

    def _on_clicked(self, caution: Caution, checked: bool) -> None:
        for other, button in self.buttons.items():
            if other is not caution:
                button.setChecked(False)
        self.wanted.emit(caution if checked else None)
