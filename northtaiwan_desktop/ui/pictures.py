"""Pictures of every page and main dialog, light and dark, for those who look at the window without a screen."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.pages import PAGES
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.workbench import Workbench

SMALL = (1366, 768)
LARGE = (1920, 1080)
PATIENCE = 30.0


def take(window: MainWindow, workbench: Workbench, theme: Theme, folder: Path) -> list[Path]:
    """Write PNGs of the pages into `folder`: small in light and dark, large in light. Raises FileUnwritable."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = _("無法建立資料夾「{folder}」：{reason}。請換一個位置。")
        raise FileUnwritable(message.format(folder=folder, reason=error.strerror)) from error
    wait(lambda: workbench.is_idle)
    written: list[Path] = []
    for look, size in (("light", SMALL), ("dark", SMALL), ("light", LARGE)):
        theme.choose(look)
        window.resize(*size)
        for name, shown in _sights(window, workbench, dialogs=size == SMALL):
            written.append(_keep(shown, folder / f"{name}-{look}-{size[0]}x{size[1]}.png"))
    return written


def wait(ready: Callable[[], bool]) -> None:
    """Let the window work until what was asked has been answered and painted."""
    end = monotonic() + PATIENCE
    while monotonic() < end:
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if ready():
            break
    QApplication.processEvents()


def _sights(window: MainWindow, workbench: Workbench, *, dialogs: bool) -> Iterator[tuple[str, QWidget]]:
    """What is to be seen, one after another: each page, and after it its dialogs."""
    if not workbench.is_open:
        yield "0-welcome", window
        return
    for number, entry in enumerate(PAGES, 1):
        page = window.open_page(entry.name)
        window.notice.hide()
        wait(lambda: workbench.is_idle)
        yield f"{number}-{entry.name}", window
        for name in page.views():
            wait(lambda: workbench.is_idle)
            yield f"{number}-{entry.name}-{name}", window
        for name, dialog in page.dialogs() if dialogs else ():
            with _shown(dialog):
                wait(lambda: workbench.is_idle)
                yield f"{number}-{entry.name}-{name}", dialog


@contextmanager
def _shown(dialog: QDialog) -> Iterator[None]:
    dialog.setModal(False)
    dialog.show()
    yield
    dialog.close()
    dialog.deleteLater()


def _keep(shown: QWidget, path: Path) -> Path:
    QApplication.processEvents()
    if not shown.grab().save(str(path), "PNG"):
        raise FileUnwritable(_("無法寫入圖片「{path}」。請確認資料夾的寫入權限與磁碟空間。").format(path=path))
    return path
