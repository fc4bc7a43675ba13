"""The column at the left: which platform and year, which pages, and which register is open."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.rights import Rights
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui import registers
from northtaiwan_desktop.ui.pages import PAGES
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.colours import present

WIDTH = 190


class Side(QWidget):
    """Shows where one is; the window listens to `year_box` and `page_list`."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.year_box = ChoiceBox()
        self.year_box.setAccessibleName(_("年度"))
        self.year_box.setToolTip(_("各頁顯示的年度"))
        self.page_list = QListWidget()
        self.page_list.setObjectName("pages")
        self.page_list.setAccessibleName(_("頁面"))
        self.page_list.setIconSize(QSize(20, 20))
        self.page_list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for number, entry in enumerate(PAGES, 1):
            item = QListWidgetItem(_(entry.title))
            item.setToolTip(f"{_(entry.title)}（Ctrl+{number}）")
            self.page_list.addItem(item)
        self._platform = QLabel()
        self._platform.setWordWrap(True)
        self._store = QLabel()
        self._store.setWordWrap(True)
        self._is_drawn = False
        for label in (self._platform, self._store):
            label.setProperty("role", "soft")
        self.setFixedWidth(max(WIDTH, self.page_list.sizeHintForColumn(0) + 44))
        head = QVBoxLayout()
        head.setContentsMargins(16, 18, 16, 8)
        head.setSpacing(8)
        head.addWidget(self._platform)
        head.addWidget(self.year_box)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 4, 12, 12)
        foot.addWidget(self._store)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.page_list, 1)
        column.addLayout(foot)

    def show_names(self, platform: str, location: str, rights: Rights) -> None:
        """Say whose register is open, which file or server it is, and the role that one has there."""
        self._platform.setText(platform)
        name = registers.name_of(location)
        self._store.setText(f"{name}\n{rights.role.title}" if is_server(location) else name)
        self._store.setToolTip(location)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_drawn:
            self._draw_icons()

    def renew_look(self) -> None:
        """The look has changed: the pages' pictures are drawn in its colours, once they are in sight."""
        self._is_drawn = False
        if self.isVisible():
            self._draw_icons()

    def _draw_icons(self) -> None:
        from northtaiwan_desktop.ui.widgets.picture import drawn  # the window is painted by now

        self._is_drawn = True
        for place, entry in enumerate(PAGES):
            file = paths.resources() / "icons" / f"{entry.name}.svg"
            self.page_list.item(place).setIcon(drawn(file, present().soft))
