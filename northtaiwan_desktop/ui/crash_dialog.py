"""What a person sees when something goes wrong that was nobody's choice: our own mistake, with text to send on."""

import traceback
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

from northtaiwan_desktop import __version__
from northtaiwan_desktop.i18n import _


class CrashDialog(QDialog):
    """Says that the program made a mistake, that nothing kept is lost, and gives the text to hand on."""

    def __init__(self, error: BaseException, log_file: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("程式發生錯誤"))
        self.resize(680, 420)
        head = QLabel(_("程式發生了預料之外的錯誤"))
        head.setProperty("role", "heading")
        words = QLabel(
            _(
                "已經存好的資料沒有遺失，這次的動作可能沒有完成。請把下面的文字複製給維護人員；記錄檔在「{path}」。"
            ).format(path=log_file)
        )
        words.setWordWrap(True)
        self.text = QPlainTextEdit(f"northtaiwan_desktop {__version__}\n{''.join(traceback.format_exception(error))}")
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("錯誤內容"))
        buttons = QDialogButtonBox()
        self.copy_button = buttons.addButton(_("複製文字"), QDialogButtonBox.ButtonRole.ActionRole)
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text.toPlainText()))
        close = buttons.addButton(_("關閉"), QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(22, 20, 22, 18)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(words)
        layout.addWidget(self.text, 1)
        layout.addWidget(buttons)
