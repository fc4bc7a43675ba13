"""收回: where later changes stand on what an import wrote, they are shown, and a person chooses."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.filing import LaterChange
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import soft

COLUMNS = (
    Column(name="what", title=N_("資料"), value=lambda one: one.words, width=30),
    Column(name="label", title=N_("之後的變更"), value=lambda one: one.label, width=24),
    Column(name="by", title=N_("誰"), value=lambda one: one.by, width=10),
    Column(name="at", title=N_("何時"), value=lambda one: one.at, width=20),
)


class TakeBackBox(QDialog):
    """Calls `rest` where what was changed later is to stay and the rest is to be taken back; Esc takes back nothing."""

    def __init__(
        self,
        file_name: str,
        standing: Sequence[LaterChange],
        settings: Settings,
        *,
        rest: Callable[[], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self.setWindowTitle(_("收回匯入「{file}」").format(file=file_name))
        told = QLabel(
            _("這次匯入寫入的資料，有 {count} 筆之後又改過。要收回其餘的，還是都不收回？").format(count=len(standing))
        )
        told.setWordWrap(True)
        self.list = ListView(
            COLUMNS,
            name="standing",
            title=_("之後又改過的資料"),
            settings=settings,
            key=lambda one: f"{one.record_id}:{one.at.isoformat()}:{one.label}",
        )
        self.list.show_rows(list(standing))
        buttons = QDialogButtonBox()
        words = _("收回其餘，改過的保留(&R)")
        self.rest_button = buttons.addButton(words, QDialogButtonBox.ButtonRole.AcceptRole)
        self.leave_button = buttons.addButton(_("不收回(&N)"), QDialogButtonBox.ButtonRole.RejectRole)
        self.leave_button.setDefault(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(told)
        layout.addWidget(self.list, 1)
        layout.addWidget(soft(_("要連改過的也收回，請先到那幾筆把之後的變更改回來，或依序按 Ctrl+Z 復原。")))
        layout.addWidget(buttons)
        self.rest_button.clicked.connect(lambda _checked: self._take_rest(rest))
        buttons.rejected.connect(self.reject)
        self.resize(720, 420)

    def _take_rest(self, rest: Callable[[], Any]) -> None:
        rest()
        self.accept()
