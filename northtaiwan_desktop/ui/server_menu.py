"""The file menu's ways to and from a server: open one, carry this register there, or fetch it into a file."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.server_address import is_server
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui import registers
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.widgets.notice_bar import NoticeBar
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.transfer import Counted
    from northtaiwan_desktop.ui.server_form import Door, ServerForm


class ServerMenu(QObject):
    """Asks, and has the workbench do it. `open_store` turns the window to a register."""

    def __init__(
        self,
        window: QWidget,
        workbench: Workbench,
        settings: Settings,
        notice: NoticeBar,
        open_store: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window, self._workbench, self._settings = window, workbench, settings
        self._notice, self._open_store = notice, open_store
        self.job = JobBar(workbench)
        self._told: list[str] = []

    def add_to(self, menu: QMenu) -> None:
        """Put the entries into the file menu."""
        menu.addAction(_("開啟伺服器資料庫(&V)…"), self.ask_open)
        self.move_action: QAction = menu.addAction(_("複製到伺服器(&M)…"), self._move)
        self.move_action.setEnabled(False)

    def name_move(self) -> None:
        """Say which way the open register can be carried."""
        location = self._workbench.location
        words = _("複製成檔案(&M)…") if is_server(location) else _("複製到伺服器(&M)…")
        self.move_action.setText(words)
        self.move_action.setEnabled(bool(location))

    def open_form(self, url: str = "", error: Exception | None = None) -> ServerForm:
        """The form that opens a server's register; `error` says why it has to be asked."""
        from northtaiwan_desktop.ui.server_form import ServerForm  # made when it is first wanted

        title = _("開啟伺服器資料庫")
        form = ServerForm(
            self._settings, self._open, title=title, save_words=_("開啟"), url=url or self._last(), parent=self._window
        )
        if error is not None:
            form.refuse(error)
        return form

    def move_form(self) -> ServerForm:
        """The form that carries the open file to a server."""
        from northtaiwan_desktop.ui.server_form import ServerForm

        title = _("把這個資料庫複製到伺服器")
        return ServerForm(self._settings, self._carry, title=title, save_words=_("複製"), parent=self._window)

    def ask_open(self) -> None:
        self.open_form().open()

    def _last(self) -> str:
        return next((known for known in self._settings.choices.recent if is_server(known)), "")

    def _open(self, form: ServerForm, door: Door) -> None:
        self._told = []
        self._workbench.opened.connect(form.kept)
        form.accepted.connect(self._tell)
        opener = partial(
            registers.open_server, door.address.url, password=door.password, keep=door.keep, told=self._told.append
        )
        self._workbench.open(opener, failed=form.refuse)

    def _tell(self) -> None:
        """The password could not be kept: that is no reason not to open."""
        for words in self._told:
            self._notice.note(words)

    def _carry(self, form: ServerForm, door: Door) -> None:
        form.kept()
        self._run(door.address.url, _copied_there(self._workbench.location, door))

    def _move(self) -> None:
        if self.job.is_running:
            return
        if not is_server(self._workbench.location):
            self.move_form().open()
            return
        chosen, _kind = QFileDialog.getSaveFileName(self._window, _("複製成檔案"), _("北臺.db"), _("資料庫 (*.db)"))
        if chosen:
            path = chosen if Path(chosen).suffix else f"{chosen}.db"
            self._run(path, _copied(self._workbench.location, path))

    def _run(self, target: str, job: Generator[float, None, list[Counted]]) -> None:
        self._notice.hide()
        self.job.run(
            _("正在複製資料庫…"), job, partial(self._copied, target), failed=self._refuse, stopped=self._stopped
        )

    def _copied(self, target: str, counted: list[Counted]) -> None:
        told = _("已複製到「{name}」：{rows} 列，逐表核對相符。原來的資料庫還在，請改用新的，以免兩邊各改各的。")
        rows = sum(one.rows for one in counted)
        words = told.format(name=registers.name_of(target), rows=f"{rows:,}")
        self._notice.note(words, _("開啟新的"), partial(self._open_store, target))

    def _refuse(self, error: Exception) -> None:
        if not isinstance(error, AppError):
            raise error
        self._notice.refuse(str(error))

    def _stopped(self) -> None:
        self._notice.note(_("已停止複製，沒有留下不完整的資料庫。"))


def _copied(source: str, target: str) -> Generator[float, None, Any]:
    from northtaiwan_desktop.services import moving  # storage is imported where the job runs

    return (yield from moving.copy(source, target))


def _copied_there(source: str, door: Door) -> Generator[float, None, Any]:
    from northtaiwan_desktop.storage import passwords

    if door.password:
        (passwords.keep if door.keep else passwords.tell)(door.address, door.password)
    return (yield from _copied(source, door.address.url))
