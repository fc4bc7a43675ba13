"""Fields in which one chooses: one of a few, or several of a few."""

from collections.abc import Collection, Iterable, Sequence
from enum import Enum
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QWidget

Options = Sequence[tuple[Any, str]]


def as_text(value: Any) -> str:
    """A value as settings keep it."""
    return "" if value is None else str(value.value) if isinstance(value, Enum) else str(value)


class ChoiceBox(QComboBox):
    """One of a few. `options` are pairs of value and words; `none` names the choice of nothing (None).

    `chosen` is emitted with the value when a person changes it.
    """

    chosen = Signal(object)

    def __init__(self, options: Options = (), *, none: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: list[Any] = []
        self._none = none
        self.setMaxVisibleItems(20)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set_options(options)
        self.activated.connect(lambda _place: self.chosen.emit(self.value()))

    def set_options(self, options: Options) -> None:
        """Offer these; what was chosen stays chosen where it is still offered."""
        before = self.value()
        offered: list[tuple[Any, str]] = [*([(None, self._none)] if self._none is not None else []), *options]
        self.blockSignals(True)
        self.clear()
        self._values = [value for value, _words in offered]
        self.addItems([words for _value, words in offered])
        self.blockSignals(False)
        self.set_value(before)

    def value(self) -> Any:
        place = self.currentIndex()
        return self._values[place] if 0 <= place < len(self._values) else None

    def value_of(self, text: str) -> Any:
        """The value that is kept as this text; None where none is."""
        return next((value for value in self._values if text and as_text(value) == text), None)

    def set_value(self, value: Any) -> None:
        """Choose; a value that is not offered leaves the first one."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0 if self._values else -1)

    def text(self) -> str:
        return self.currentText()

    def set_text(self, text: str) -> None:
        if (place := self.findText(text)) >= 0:
            self.setCurrentIndex(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll the form, not the value under the pointer."""
        event.ignore()


class ChecksField(QWidget):
    """Several of a few, such as the cooperating counties: all in sight, each a box to tick."""

    changed = Signal()

    def __init__(self, options: Options = (), *, across: int = 4, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._across = across
        self._boxes: list[tuple[Any, QCheckBox]] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 4, 0, 4)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(6)
        self.set_options(options)

    def set_options(self, options: Options) -> None:
        ticked = self.values()
        for _value, box in self._boxes:
            self._grid.removeWidget(box)
            box.deleteLater()
        self._boxes = [(value, QCheckBox(words)) for value, words in options]
        for number, (_value, box) in enumerate(self._boxes):
            self._grid.addWidget(box, number // self._across, number % self._across)
            box.toggled.connect(self.changed)
        if self._boxes:
            self.setFocusProxy(self._boxes[0][1])
        self.set_values(ticked)

    def values(self) -> tuple[Any, ...]:
        """What is ticked, in the order of the options."""
        return tuple(value for value, box in self._boxes if box.isChecked())

    def set_values(self, values: Collection[Any]) -> None:
        for value, box in self._boxes:
            box.setChecked(value in values)

    def value(self) -> tuple[Any, ...]:
        return self.values()

    def set_value(self, values: Iterable[Any] | None) -> None:
        self.set_values(tuple(values or ()))

    def text(self) -> str:
        return "\n".join(box.text() for _value, box in self._boxes if box.isChecked())

    def set_text(self, text: str) -> None:
        words = text.split("\n")
        for _value, box in self._boxes:
            box.setChecked(box.text() in words)
