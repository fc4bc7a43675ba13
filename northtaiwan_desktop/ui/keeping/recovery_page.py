"""What the window shows when a register is damaged: the best copy, and the rescue of what can be read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.backups import BackupLine, proposed, told_of
from northtaiwan_desktop.domain.rescue import Rescue
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.keeping.hourly import keeping_of
from northtaiwan_desktop.ui.widgets.buttons import push_button
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.page import heading, scrolled, soft
from northtaiwan_desktop.ui.workbench import Workbench


class RecoveryPage(QWidget):
    """`open_wanted` is emitted with the register that is whole again, `other_wanted` where another is looked for.

    `back_wanted` asks for the pages of the register that is still open.
    """

    open_wanted = Signal(str)
    other_wanted = Signal()
    back_wanted = Signal()
    refused = Signal(object)

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self._location = ""
        self._rescued = ""
        self.setAccessibleName(_("資料庫損壞"))
        self.title = QLabel(_("這個資料庫損壞了"))
        self.title.setProperty("role", "title")
        self.words = soft()
        self.best = QLabel()
        self.best.setWordWrap(True)
        self.restore_button = push_button(_("還原這份備份(&B)"), self._restore, main=True)
        self.rescue_button = push_button(_("救到新的檔案(&S)…"), self._ask_rescue)
        self.open_button = push_button(_("開啟救回的資料庫(&O)"), self._open_rescued, main=True)
        self.other_button = push_button(_("開啟別的資料庫(&D)…"), self.other_wanted.emit)
        self.back_button = push_button(_("回到目前的資料庫(&L)"), self.back_wanted.emit)
        self.rescue_told = soft(
            _("不還原備份時，可以把檔案裡還讀得到的資料寫進新的檔案；讀不到的由操作紀錄補回，並列出遺失了什麼。")
        )
        from northtaiwan_desktop.sheets.backups import COLUMNS

        shown = [column for column in COLUMNS if column.name not in {"path", "name"}]
        self.list = ListView(
            shown,
            name="recovery",
            title=_("備份"),
            settings=settings,
            empty=_("沒有找到備份。請用下面的「救到新的檔案」，或開啟自己保存的副本。"),
        )
        self.list.setMinimumHeight(120)
        self.job = JobBar(workbench)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addWidget(self._card())
        column.addWidget(self.job)
        row = QHBoxLayout()
        row.addWidget(self.other_button)
        row.addWidget(self.back_button)
        row.addStretch(1)
        column.addLayout(row)
        inner = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(inner))
        middle = QHBoxLayout(inner)
        middle.setContentsMargins(40, 32, 40, 20)
        middle.addStretch(1)
        middle.addLayout(column, 8)
        middle.addStretch(1)
        self.list.chosen_changed.connect(self._on_chosen)

    def show_damage(self, location: str, told: str) -> None:
        """Say which register is damaged, and look for its copies."""
        self._location, self._rescued = location, ""
        self.words.setText(told + "\n" + _("檔案本身沒有再被更動。以下的做法都會保留原來的檔案。"))
        self.best.setText(_("正在找備份…"))
        self.open_button.hide()
        self.back_button.setVisible(self._workbench.is_open)
        self.restore_button.setEnabled(False)
        self.list.show_rows([])
        self._workbench.run(_looked_for(location, self._settings), None, self._show, owner=self)

    def _show(self, lines: list[BackupLine]) -> None:
        self.list.show_rows(lines)
        best = proposed(lines, now=datetime.now())
        if best is None:
            self.best.setText(_("沒有可以還原的備份。"))
            self.rescue_button.setFocus()
            return
        self.best.setText(told_of(best))
        self.list.choose(best.id)
        self.restore_button.setFocus()

    def _on_chosen(self) -> None:
        line = self.list.current()
        self.restore_button.setEnabled(line is not None and line.facts is not None)

    def _restore(self) -> None:
        line = self.list.current()
        if line is None:
            return
        self._hold()
        job = _restored(line.backup.path, self._location, self._settings)
        self.job.run(_("正在還原備份"), job, self._on_restored, failed=self._on_failed)

    def _on_restored(self, _kept: str) -> None:
        self._release()
        self.open_wanted.emit(self._location)

    def _ask_rescue(self) -> None:
        path = Path(self._location)
        proposed = path.with_name(_("{stem}_救回.db").format(stem=path.stem))
        place, _kind = QFileDialog.getSaveFileName(self, _("救到新的檔案"), str(proposed), _("資料庫 (*.db)"))
        if place:
            self.rescue(Path(place if Path(place).suffix else f"{place}.db"))

    def rescue(self, to: Path) -> None:
        """Write what can be read to `to`, and say what was lost."""
        from northtaiwan_desktop.services.rescue import rescue

        self._hold()
        job = rescue(Path(self._location), to, now=datetime.now())
        self.job.run(_("正在讀出損壞的資料庫"), job, self._on_rescued, failed=self._on_failed, stopped=self._release)

    def _on_rescued(self, done: Rescue) -> None:
        self._release()
        self._rescued = done.path
        self.rescue_told.setText("\n".join(done.sentences))
        self.open_button.show()
        self.open_button.setFocus()

    def _open_rescued(self) -> None:
        self.open_wanted.emit(self._rescued)

    def _on_failed(self, error: Exception) -> None:
        self._release()
        self.refused.emit(error)

    def _hold(self) -> None:
        for button in (self.restore_button, self.rescue_button, self.other_button, self.back_button):
            button.setEnabled(False)

    def _release(self) -> None:
        for button in (self.rescue_button, self.other_button, self.back_button):
            button.setEnabled(True)
        self._on_chosen()

    def _card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(24, 18, 24, 18)
        rows.setSpacing(10)
        rows.addWidget(heading(_("還原備份")))
        rows.addWidget(self.best)
        rows.addWidget(self.list, 1)
        rows.addLayout(_left(self.restore_button))
        rows.addSpacing(8)
        rows.addWidget(heading(_("救出讀得到的資料")))
        rows.addWidget(self.rescue_told)
        rows.addLayout(_left(self.rescue_button, self.open_button))
        return card


def _looked_for(location: str, settings: Settings) -> Any:
    yield 0.0
    from northtaiwan_desktop.services import backups

    return backups.whole(location, keeping_of(settings))


def _restored(source: str, location: str, settings: Settings) -> Any:
    yield 0.1
    from northtaiwan_desktop.storage import backups

    kept = backups.restore(Path(source), location, now=datetime.now(), keeping=keeping_of(settings))
    return str(kept or "")


def _left(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
