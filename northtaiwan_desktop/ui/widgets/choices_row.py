"""A row of choices above a list: what was chosen is found again at the next start."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox, Options, as_text
from northtaiwan_desktop.ui.widgets.wrapping_row import WrappingRow


class ChoicesRow(QWidget):
    """Boxes by name, each with a first entry that lets all through. `key` is under which the settings keep them.

    `count` says how many of how many are shown; `row` has room for more at its right.
    """

    changed = Signal()

    def __init__(self, settings: Settings, key: str, boxes: Mapping[str, ChoiceBox]) -> None:
        super().__init__()
        self._settings, self._key, self._boxes = settings, key, dict(boxes)
        # Until a box is filled, what was chosen last stands for its value as a text.
        self._values: dict[str, Any] = {name: (self.kept or {}).get(name) or None for name in boxes}
        self.clear_button = QPushButton(_("清除篩選(&L)"))
        self.clear_button.setAutoDefault(False)
        self.clear_button.setProperty("role", "quiet")
        self.clear_button.clicked.connect(lambda _checked: self.put({}))
        self.row = WrappingRow(self)
        for box in self._boxes.values():
            self.row.addWidget(box)
            box.chosen.connect(lambda _value: self.put({name: one.value() for name, one in self._boxes.items()}))
        self.row.addWidget(self.clear_button)
        self.count = QLabel()
        self.count.setProperty("role", "soft")
        self.row.addWidget(self.count)
        self.row.addStretch()
        self._show()

    @property
    def values(self) -> dict[str, Any]:
        """What is chosen in each box; None where all is let through."""
        return dict(self._values)

    @property
    def kept(self) -> Mapping[str, str] | None:
        """What was chosen last, as texts; None where nothing ever was."""
        return self._settings.choices.filters.get(self._key)

    def offer(self, name: str, options: Options) -> None:
        """Fill a box; what was chosen, now or at the last start, stays so where it still is one."""
        self._boxes[name].set_options(options)
        chosen = as_text(self._values[name])
        self._values[name] = next((value for value, _words in options if chosen and as_text(value) == chosen), None)
        self._show()

    def put(self, values: Mapping[str, Any]) -> None:
        """Choose; what is not named lets all through."""
        self._values = {name: values.get(name) for name in self._boxes}
        texts = {name: as_text(value) for name, value in self._values.items()}
        self._settings.keep(filters=self._settings.choices.filters | {self._key: texts})
        self._show()
        self.changed.emit()

    def put_texts(self, texts: Mapping[str, str]) -> None:
        """Choose what was kept as texts; a value that is no longer offered lets all through."""
        self.put({name: box.value_of(texts.get(name, "")) for name, box in self._boxes.items()})

    def _show(self) -> None:
        for name, box in self._boxes.items():
            box.set_value(self._values[name])
        self.clear_button.setVisible(any(value is not None for value in self._values.values()))
