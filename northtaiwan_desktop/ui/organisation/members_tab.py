"""The members (成員縣市) with their former names, what they lead, and how many cases they have open."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.members import COLUMNS
from northtaiwan_desktop.ui.widgets.list_view import ListView


class MembersTab(QWidget):
    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.list = ListView(
            COLUMNS,
            name="members",
            title=_("成員縣市"),
            settings=settings,
            empty=_("這個資料庫還沒有成員縣市。請用「建立新的資料庫」重新建立，或開啟另一個資料庫。"),
            key=lambda row: str(row.member.id),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
