"""Files come while a batch is undecided: they may be added to it, or begin a new one."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.wrapped_label import ending_together


class AddingBox(QMessageBox):
    """Calls `add` or `begin`; Esc leaves the batch as it is."""

    def __init__(self, *, add: Callable[[], None], begin: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("匯入"))
        self.setText(ending_together(_("這一批還有沒有匯入的列。要把新的檔案加進來，還是另外開始一批？")))
        told = _("另外開始的話，這一批的勾選與改寫就不再保留；原檔不受影響。")
        self.setInformativeText(ending_together(told))
        self.add_button = self.addButton(_("加入這一批(&A)"), QMessageBox.ButtonRole.AcceptRole)
        self.begin_button = self.addButton(_("另外開始(&N)"), QMessageBox.ButtonRole.DestructiveRole)
        self.leave_button = self.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.add_button)
        self.setEscapeButton(self.leave_button)
        self.add_button.clicked.connect(lambda _checked: add())
        self.begin_button.clicked.connect(lambda _checked: begin())
