"""衝突複本: the notice of copies that a cloud folder has made of the open register, and the choice of one."""

from __future__ import annotations

from collections.abc import Generator
from functools import partial
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.workbench import Workbench


class CopiesBeside(QWidget):
    """Has no look of its own. `wanted` is emitted with the path of the copy that is to be compared."""

    wanted = Signal(object)

    def __init__(self, workbench: Workbench, notice: NoticeBar, parent: QWidget) -> None:
        super().__init__(parent)
        self._workbench, self._notice = workbench, notice
        self.hide()

    def look(self, location: str) -> None:
        """Are there copies of this register that nobody has merged yet? A folder on a network may be slow to say."""
        self._workbench.run(_looked_for(location), None, partial(self._tell, Path(location)), owner=self)

    def _tell(self, register: Path, found: list[Path]) -> None:
        if not found or str(register) != self._workbench.location:
            return
        text = _("「{folder}」裡有 {count} 個「{name}」的衝突複本，可能有這裡沒有的資料：{first}。")
        if len(found) > 1:
            text = _("「{folder}」裡有 {count} 個「{name}」的衝突複本，可能有這裡沒有的資料：{first} 等。")
        told = text.format(folder=register.parent.name, count=len(found), name=register.name, first=found[0].name)
        if len(found) > 1:
            self._notice.note(told, _("比對…"), partial(self._choose, found))
        else:
            self._notice.note(told, _("比對"), partial(self.wanted.emit, found[0]))

    def _choose(self, found: list[Path]) -> None:
        """Offer the copies in a menu, where the notice was."""
        menu = QMenu(self._notice.window())
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setAccessibleName(_("要比對的衝突複本"))
        for path in found:
            menu.addAction(path.name.replace("&", "&&"), partial(self.wanted.emit, path))
        menu.popup(self._notice.mapToGlobal(QPoint(0, self._notice.height() - menu.sizeHint().height())))
        menu.setActiveAction(menu.actions()[0])


def _looked_for(location: str) -> Generator[float, None, list[Path]]:
    yield 0.0
    from northtaiwan_desktop.storage.copies import conflict_copies

    return conflict_copies(location)
