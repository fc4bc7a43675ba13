"""附件: the files of a meeting or a case: taken in by button or by dropping them here, opened, saved, taken off."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.filing import Attachment
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.services import attachments
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.ui.widgets.buttons import push_button
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.outside import open_outside
from northtaiwan_desktop.ui.widgets.page import heading, soft
from northtaiwan_desktop.ui.widgets.wrapping_row import WrappingRow
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.work import Work

COLUMNS = (
    Column(name="name", title=N_("檔名"), value=lambda row: row.name, width=30),
    Column(name="size", title=N_("大小"), value=lambda row: size_written(row.size), width=10),
    Column(name="added_at", title=N_("加入時間"), value=lambda row: f"{row.added_at:%Y-%m-%d %H:%M}", width=16),
)


class AttachmentsList(QWidget):
    """The attachments of one record; `said` tells what becomes of them."""

    refused = Signal(object)

    def __init__(self, workbench: Workbench, settings: Settings, owner_id: str, *, said: str) -> None:
        super().__init__()
        self._workbench, self._owner_id = workbench, owner_id
        self.setAcceptDrops(True)
        self.list = ListView(
            COLUMNS,
            name="attachments",
            title=_("附件"),
            settings=settings,
            empty=_("還沒有附件。按「加入附件」，或把檔案拖到這裡。"),
        )
        row = WrappingRow()
        self.add_button = push_button(_("加入附件(&A)…"), self._choose)
        self.open_button = push_button(_("開啟附件(&W)"), self._open)
        self.save_button = push_button(_("另存附件(&S)…"), self._save)
        self.remove_button = push_button(_("移除附件(&X)"), self._remove)
        for button in (self.add_button, self.open_button, self.save_button, self.remove_button):
            row.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 10, 0)
        layout.addWidget(heading(_("附件")))
        layout.addWidget(soft(said))
        layout.addWidget(self.list, 1)
        layout.addLayout(row)
        self.list.opened.connect(lambda _row: self._open())
        self.list.chosen_changed.connect(self._enable)
        self._enable()

    def show_files(self, files: tuple[Attachment, ...]) -> None:
        """Show the files as they stand now."""
        self.list.show_rows(files)
        self._enable()

    def take_in(self, paths: list[Path]) -> None:
        """Take files in; those that can't be are named, the others stay."""
        left_out: list[str] = []

        def action(work: Work) -> None:
            left_out[:] = attachments.attach_all(work, self._owner_id, paths)

        def kept(_operation: object) -> None:
            if left_out:
                told = _("其餘 {count} 個檔案已加入。沒有加入的：\n{reasons}")
                reasons = "\n".join(left_out)
                self.refused.emit(RuleBroken(told.format(count=len(paths) - len(left_out), reasons=reasons)))

        self._workbench.do(_("加入附件"), action, then=kept, failed=self.refused.emit, owner=self)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.take_in([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def _choose(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("加入附件"))
        if chosen:
            self.take_in([Path(one) for one in chosen])

    def _open(self) -> None:
        """Open a copy in its own program; the register's own stays as it is."""
        if (one := self._current()) is not None:
            folder = Path(mkdtemp(prefix="northtaiwan-"))
            self._workbench.ask(
                partial(attachments.write_to_open, attachment=one, folder=folder),
                open_outside,
                failed=self.refused.emit,
                owner=self,
            )

    def _save(self) -> None:
        if (one := self._current()) is not None:
            chosen, _kind = QFileDialog.getSaveFileName(self, _("另存附件"), one.file_name)
            if chosen:
                question = partial(attachments.write, attachment=one, path=Path(chosen))
                self._workbench.ask(question, lambda _path: None, failed=self.refused.emit, owner=self)

    def _remove(self) -> None:
        if (one := self._current()) is not None:
            action = partial(attachments.detach, id=one.id)
            self._workbench.do(_("移除附件"), action, failed=self.refused.emit, owner=self)

    def _current(self) -> Attachment | None:
        current: Attachment | None = self.list.current()
        return current

    def _enable(self) -> None:
        for button in (self.open_button, self.save_button, self.remove_button):
            button.setEnabled(self._current() is not None)


def size_written(size: int) -> str:
    """「1.5 MB」, 「12 KB」."""
    return f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(1, round(size / 1024))} KB"
