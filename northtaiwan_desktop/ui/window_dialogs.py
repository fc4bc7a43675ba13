"""What the window asks and tells by dialogs of its own: which register to open or to make, and what the program is."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from northtaiwan_desktop import __version__
from northtaiwan_desktop.i18n import _


def register_to_open(parent: QWidget, folder: str) -> str:
    """The register that a person chose; "" where none."""
    location, _kind = QFileDialog.getOpenFileName(parent, _("開啟資料庫"), folder, _("資料庫 (*.db);;所有檔案 (*)"))
    return location


def register_to_make(parent: QWidget, folder: str) -> str:
    """Where a person wants a new register; "" for nowhere."""
    location, _kind = QFileDialog.getSaveFileName(
        parent, _("建立新的資料庫"), str(Path(folder) / _("北臺.db")), _("資料庫 (*.db)")
    )
    return f"{location}.db" if location and not Path(location).suffix else location


def tell_about(parent: QWidget, location: str, settings: Path) -> None:
    """Say which program this is, and where the register that is open and the person's choices lie."""
    text = _("北臺區域合作平臺的會議、決議列管與年度行動方案。\n版本 {version}\n\n資料庫：{store}\n設定檔：{settings}")
    words = text.format(version=__version__, store=location or _("（未開啟）"), settings=settings)
    QMessageBox.about(parent, _("關於北臺會議與行動追蹤"), words)
