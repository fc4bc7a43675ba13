"""The limits (門檻) by which lights change, the reporting rhythm, and the yearly contributions."""

from dataclasses import replace
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFormLayout, QFrame, QLabel, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.platform import Thresholds
from northtaiwan_desktop.domain.writing.money import read_money, written_money
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import organisation
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.page import soft
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField
from northtaiwan_desktop.ui.workbench import Workbench

ROUNDS = {4: N_("每季"), 12: N_("每月")}
MEANINGS = {
    "due_soon_days": N_("到期前幾天起亮黃燈"),
    "behind_percent": N_("落後多少百分點起亮黃燈，並要填落後原因"),
    "far_behind_percent": N_("落後多少百分點起亮紅燈"),
    "rounds_a_year": N_("填報週期"),
    "host_contribution": N_("主政縣市年度經費（元）"),
    "largest_attachment_mb": N_("附件大小上限（MB）"),
    "member_contribution": N_("其他縣市年度經費（元）"),
}


class LimitsTab(QWidget):
    """Shows the limits; a form changes them."""

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self._limits = Thresholds()
        self.shown = {name: QLabel() for name in MEANINGS}
        form = QFormLayout()
        form.setHorizontalSpacing(32)
        form.setVerticalSpacing(12)
        for name, label in self.shown.items():
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            form.addRow(soft(_(MEANINGS[name])), label)
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(640)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(22, 18, 22, 18)
        inner.setSpacing(18)
        inner.addLayout(form)
        self.edit_button = QPushButton(_("修改(&M)…"))
        self.edit_button.clicked.connect(lambda: self._form().open())
        inner.addWidget(self.edit_button, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 8, 2, 0)
        layout.addWidget(card)
        layout.addStretch(1)

    def show_limits(self, limits: Thresholds) -> None:
        self._limits = limits
        for name, value in _written(limits).items():
            self.shown[name].setText(value)

    def dialogs(self) -> list[tuple[str, QDialog]]:
        return [("limits", self._form())]

    def _form(self) -> "LimitsForm":
        return LimitsForm(self._workbench, self._settings, self._limits, self.window())


class LimitsForm(FormDialog):
    def __init__(
        self, workbench: Workbench, settings: Settings, limits: Thresholds, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("修改門檻與經費"), settings, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workbench, self._limits = workbench, limits
        for name, meaning in MEANINGS.items():
            if name == "rounds_a_year":
                self.add(name, _(meaning), ChoiceBox([(count, _(words)) for count, words in ROUNDS.items()]))
            else:
                self.add(name, _(meaning), _field(name), required=True)
        self.start({name: getattr(limits, name) for name in MEANINGS}, self._store, over=self._store_over)

    def _store(self, values: Values) -> None:
        self._do(values, self._limits)

    def _store_over(self, values: Values, now: Any) -> None:
        self._do(values, now)

    def _do(self, values: Values, seen: Thresholds) -> None:
        action = partial(organisation.save_thresholds, thresholds=replace(seen, **values), seen=seen)
        self._workbench.do(_("修改門檻與經費"), action, then=self.kept, failed=self.refuse)


def _field(name: str) -> ParsedField:
    if name.endswith("_mb"):
        return ParsedField(_read_megabytes, str)
    if name.endswith("_days"):
        return ParsedField(_read_days, str)
    if name.endswith("_percent"):
        return ParsedField(lambda text: read_percent(text, fraction=False), written_percent)
    return ParsedField(read_money, written_money)


def _read_days(text: str) -> int:
    bare = text.strip().removesuffix("天").removesuffix("日").strip()
    if not bare.isdecimal() or int(bare) > 366:
        raise Unreadable(_("「{text}」不是天數。請寫 0 到 366 的整數。").format(text=text), text)
    return int(bare)


def _read_megabytes(text: str) -> int:
    bare = text.strip().upper().removesuffix("MB").strip()
    if not bare.isdecimal() or not 1 <= int(bare) <= 500:
        raise Unreadable(_("「{text}」不是檔案大小。請寫 1 到 500 的整數，單位是 MB。").format(text=text), text)
    return int(bare)


def _written(limits: Thresholds) -> dict[str, str]:
    return {
        "due_soon_days": _("{days} 天").format(days=limits.due_soon_days),
        "behind_percent": written_percent(limits.behind_percent),
        "far_behind_percent": written_percent(limits.far_behind_percent),
        "rounds_a_year": _(ROUNDS.get(limits.rounds_a_year, "")),
        "host_contribution": f"{limits.host_contribution:,}",
        "largest_attachment_mb": _("{size} MB").format(size=limits.largest_attachment_mb),
        "member_contribution": f"{limits.member_contribution:,}",
    }
