"""What the window shows while no register is open: what to do first, or that one is being opened."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui import registers
from northtaiwan_desktop.ui.widgets.page import heading, soft


class WelcomePage(QWidget):
    """Three ways to begin, and the registers that were open lately."""

    create_wanted = Signal()
    open_wanted = Signal()
    sample_wanted = Signal()
    recent_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("開始"))
        self.title = QLabel(_("北臺會議與行動追蹤"))
        self.title.setProperty("role", "title")
        self.words = soft()
        self.sample_button = self._way(
            _("用示例年度試用"), _("打開 103 年度的示例資料，看看會議、列管與填報怎麼進行。")
        )
        self.create_button = self._way(_("建立新的資料庫…"), _("為您的平臺建立新的資料庫，已含成員縣市與議題組。"))
        self.open_button = self._way(_("開啟資料庫…"), _("打開已經有的檔案，例如前一個輪值縣市交接來的。"))
        self.sample_button.clicked.connect(self.sample_wanted)
        self.create_button.clicked.connect(self.create_wanted)
        self.open_button.clicked.connect(self.open_wanted)
        self.ways = QFrame()
        self.ways.setProperty("role", "card")
        rows = QVBoxLayout(self.ways)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(14)
        for button in (self.create_button, self.open_button, self.sample_button):
            row = QHBoxLayout()
            row.setSpacing(18)
            row.addWidget(button)
            row.addWidget(soft(button.accessibleDescription()), 1)
            rows.addLayout(row)
        self.recent = QVBoxLayout()
        self.recent.setSpacing(2)
        column = QVBoxLayout()
        column.setSpacing(16)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self.ways)
        column.addLayout(self.recent)
        column.addStretch(1)
        middle = QHBoxLayout(self)
        middle.setContentsMargins(40, 80, 40, 20)
        middle.addStretch(1)
        middle.addLayout(column, 4)
        middle.addStretch(1)

    def show_ways(self, recent: list[str]) -> None:
        """No register is open: show how to begin."""
        self.words.setText(_("還沒有開啟資料庫。請選一個方式開始："))
        self.ways.show()
        while self.recent.count():
            widget = self.recent.takeAt(0).widget()
            if widget is not None:
                widget.deleteLater()
        if recent:
            self.recent.addWidget(heading(_("最近開啟")))
        for location in recent:
            where = location if is_server(location) else str(Path(location).parent)
            button = QPushButton(f"{registers.name_of(location)}    {where}")
            button.setProperty("role", "quiet")
            button.clicked.connect(lambda _checked, location=location: self.recent_wanted.emit(location))
            self.recent.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.create_button.setFocus()

    def show_opening(self, name: str) -> None:
        """A register is being opened: say which."""
        self.words.setText(_("正在開啟「{name}」…").format(name=name))
        self.ways.hide()

    def _way(self, words: str, meaning: str) -> QPushButton:
        button = QPushButton(words)
        button.setAccessibleDescription(meaning)
        button.setMinimumWidth(190)
        return button
