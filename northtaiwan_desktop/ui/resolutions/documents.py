"""相關文件 of a case: letters, plans and photographs that show what was done, kept in the register."""

from functools import partial

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import attachments
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.ui.widgets.attachments_list import AttachmentsList
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.workbench import Workbench


class CaseDocuments(QDialog):
    """The files of one case; each is kept at once, and closing asks nothing."""

    def __init__(
        self, workbench: Workbench, settings: Settings, line: TrackedLine, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModal(True)
        self.setWindowTitle(_("相關文件：{number}").format(number=line.number))
        self._workbench, self._case_id = workbench, line.resolution.id
        self.notice = NoticeBar()
        self.files = AttachmentsList(workbench, settings, self._case_id, said=_("佐證資料存進資料庫，跟著案件走。"))
        self.files.refused.connect(self._refuse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.addWidget(self.notice)
        layout.addWidget(self.files, 1)
        layout.addWidget(buttons)
        workbench.changed.connect(self._on_changed)
        self._ask()

    def sizeHint(self) -> QSize:
        return QSize(680, 420)

    def _ask(self) -> None:
        question = partial(attachments.of, owner_id=self._case_id)
        self._workbench.ask(question, lambda files: self.files.show_files(tuple(files)), owner=self)

    def _on_changed(self, operation: Operation) -> None:
        if "Attachment" in operation.kinds:
            self._ask()

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self.notice.refuse(str(error))
