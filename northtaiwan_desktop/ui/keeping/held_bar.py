"""The bar that says why the register can only be looked at here: another PC has it, or nothing can be written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.errors import StoreUnwritable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.page import EDGE

if TYPE_CHECKING:
    # The window is painted before dates are written.
    from northtaiwan_desktop.domain.holder import Holder


class HeldBar(QWidget):
    """Hidden while the register is ours. `again` asks to open it anew, `take_over` to take a dead one's place."""

    again = Signal()
    take_over = Signal()

    def __init__(self) -> None:
        super().__init__()
        frame = QFrame()
        frame.setProperty("role", "notice")
        frame.setProperty("tone", "note")
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.again_button = QPushButton(_("再試一次"))
        self.again_button.clicked.connect(self.again)
        self.over_button = QPushButton(_("接手…"))
        self.over_button.clicked.connect(self._ask)
        row = QHBoxLayout(frame)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self.label, 1)
        row.addWidget(self.again_button)
        row.addWidget(self.over_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(EDGE, 14, EDGE, 0)
        layout.addWidget(frame)
        self.hide()

    def show_why(self, holder: Holder | None, hindrance: StoreUnwritable | None) -> None:
        """Say who holds the register, or what hinders its being changed; nothing where it is ours."""
        told = _("唯讀：{told}").format(told=holder.told) if holder is not None else ""
        if hindrance is not None:
            told = hindrance.told
        self.setVisible(bool(told))
        self.label.setText(told)
        self.setAccessibleName(told)
        self.over_button.setVisible(holder is not None and holder.is_dead)

    def _ask(self) -> None:
        text = _(
            "確定沒有人在那台電腦上使用這個資料庫嗎？\n\n如果那台電腦只是斷線，而上面還有沒存好的內容，"
            "接手之後兩邊的修改可能要再比對合併。"
        )
        box = QMessageBox(QMessageBox.Icon.Warning, _("接手資料庫"), text, parent=self)
        box.addButton(_("接手"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(cancel)
        box.accepted.connect(self.take_over)
        box.open()
