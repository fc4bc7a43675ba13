"""備份與檢查: the copies of the register, how they differ, and whether the register is whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMessageBox, QVBoxLayout, QWidget

from northtaiwan_desktop.domain.backups import Backup, BackupLine, Reason
from northtaiwan_desktop.domain.checkup import Checkup
from northtaiwan_desktop.domain.copies import Comparison
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.i18n import N_, _
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.backups import COLUMNS
from northtaiwan_desktop.sheets.columns import Column, written
from northtaiwan_desktop.ui.keeping.hourly import keeping_of
from northtaiwan_desktop.ui.widgets.buttons import push_button
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.outside import open_outside
from northtaiwan_desktop.ui.widgets.page import GAP, heading, soft
from northtaiwan_desktop.ui.workbench import Workbench

FAULTS = (
    Column(name="part", title=N_("項目"), value=lambda row: row.part.title, width=18),
    Column(
        name="state",
        title=N_("修復"),
        value=lambda row: _("可以修復") if row.can_be_repaired else _("不能修復"),
        light=lambda row: Light.YELLOW if row.can_be_repaired else Light.RED,
        width=12,
    ),
    Column(name="what", title=N_("問題"), value=lambda row: row.what, width=44),
    Column(name="remedy", title=N_("做法或原因"), value=lambda row: row.remedy, width=44),
)
HIDDEN = {"path"}


class BackupsTab(QWidget):
    """`refused` and `told` go to the notice bar. What is done here goes on beside the work."""

    refused = Signal(object)
    told = Signal(str)

    def __init__(self, workbench: Workbench, settings: Settings) -> None:
        super().__init__()
        self._workbench, self._settings = workbench, settings
        self.place = soft()
        self.list = ListView(
            COLUMNS,
            name="backups",
            title=_("備份"),
            settings=settings,
            empty=_("還沒有備份。按「立即備份」做第一份；之後有變更時每小時自動備份一次。"),
            hidden=HIDDEN,
        )
        self.list.setMinimumHeight(190)
        self.make_button = push_button(_("立即備份(&K)"), self.make)
        self.restore_button = push_button(_("還原(&R)…"), self._ask_restore)
        self.compare_button = push_button(_("比對(&C)…"), self.compare)
        self.folder_button = push_button(_("開啟備份資料夾(&O)"), self._open_folder)
        self.choose_button = push_button(_("更改資料夾(&J)…"), self._choose_folder)
        self.file_button = push_button(_("與其他檔案比對(&W)…"), self._ask_compare)
        self.check_button = push_button(_("檢查資料庫(&Q)"), self.check)
        self.repair_button = push_button(_("修復能修復的(&P)"), self._repair)
        self.repair_button.setEnabled(False)
        self.checked = soft(_("檢查檔案結構、操作紀錄與資料、索引、編號與附件；檢查時可以繼續工作。"))
        self.faults = ListView(
            FAULTS,
            name="faults",
            title=_("檢查發現的問題"),
            settings=settings,
            key=lambda fault: fault.what,
        )
        self.faults.setMinimumHeight(130)
        self.faults.hide()
        self.job = JobBar(workbench)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2, 4, 2, 0)
        layout.setSpacing(GAP)
        layout.addWidget(heading(_("備份")))
        layout.addWidget(self.place)
        layout.addLayout(_row(self.make_button, self.restore_button, self.compare_button, self.file_button))
        layout.addWidget(self.list, 3)
        layout.addLayout(_row(self.folder_button, self.choose_button))
        layout.addWidget(heading(_("檢查")))
        layout.addWidget(self.checked)
        layout.addLayout(_row(self.check_button, self.repair_button))
        layout.addWidget(self.faults, 2)
        layout.addWidget(self.job)
        self.list.chosen_changed.connect(self._on_chosen)
        self._on_chosen()

    def show_backups(self) -> None:
        """Look at the copies anew."""
        location = self._workbench.location
        self.setEnabled(self._workbench.is_file)
        if self._workbench.is_file:
            self._workbench.run(_listed(location, self._settings), None, self._show, owner=self)

    def make(self) -> None:
        """Make a copy now."""
        job = _made(self._workbench.location, self._settings)
        self.job.run(_("正在備份"), job, self._on_made, failed=self.refused.emit)

    def check(self, *, repair: bool = False) -> None:
        """Look through the register; with `repair` mend what can be mended."""
        from northtaiwan_desktop.services import checkup

        job = checkup.check(
            self._workbench.location,
            now=datetime.now(),
            keeping=keeping_of(self._settings),
            repair=repair,
            by=self._settings.choices.user,
        )
        self._hold(True)
        words = _("正在檢查並修復資料庫") if repair else _("正在檢查資料庫")
        self.job.run(words, job, self._show_checkup, failed=self._on_failed, stopped=lambda: self._hold(False))

    def compare(self) -> None:
        """Set the chosen copy beside the register, or two chosen ones beside each other."""
        chosen: list[BackupLine] = self.list.chosen()
        if len(chosen) == 2:
            newer, older = sorted(chosen, key=lambda line: line.backup.at, reverse=True)
            names = (_label(newer.backup), _label(older.backup))
            self._compare(Path(newer.backup.path), Path(older.backup.path), names, can_merge=False)
        elif len(chosen) == 1:
            self.compare_with(Path(chosen[0].backup.path), _label(chosen[0].backup))

    def compare_with(self, path: Path, name: str = "") -> None:
        """Set another file beside the register."""
        names = (_("目前的資料庫"), name or path.name)
        self._compare(Path(self._workbench.location), path, names, can_merge=True)

    def restore(self, line: BackupLine) -> None:
        """Put a copy in the register's place, and open it."""
        from northtaiwan_desktop.storage import backups
        from northtaiwan_desktop.ui.registers import open_register

        location, keeping = self._workbench.location, keeping_of(self._settings)

        def work() -> str:
            kept = backups.restore(Path(line.backup.path), location, now=datetime.now(), keeping=keeping)
            return str(kept or "")

        self._hold(True)
        self._workbench.swap(
            work,
            lambda: open_register(location, keeping, name=self._settings.choices.user),
            then=self._on_restored,
            failed=self._on_failed,
            owner=self,
        )

    def _show(self, lines: list[BackupLine]) -> None:
        self.list.show_rows(lines)
        room = sum(line.backup.size for line in lines) / 10**6
        folder = _folder(self._workbench.location, self._settings)
        text = _(
            "備份放在「{folder}」，共 {count} 份、{room:,.1f} MB。有變更時每小時一份，匯入、合併與升級之前各一份；"
            "當天全留，一個月內每天留一份，之後每月留一份。超過 {cap:,} MB 時先移除最舊的。"
        )
        cap = self._settings.choices.backup_cap_mb
        self.place.setText(text.format(folder=folder, count=len(lines), room=room, cap=cap))

    def _on_chosen(self) -> None:
        chosen: list[BackupLine] = self.list.chosen()
        readable = [line for line in chosen if line.facts is not None]
        self.restore_button.setEnabled(len(chosen) == len(readable) == 1)
        self.compare_button.setEnabled(len(chosen) == len(readable) in {1, 2})
        self.compare_button.setText(_("比對選取的兩份(&C)…") if len(chosen) == 2 else _("與目前比對(&C)…"))

    def _on_made(self, made: Backup | None) -> None:
        told = _("上次備份之後沒有變更，不需要再備份。") if made is None else _("已備份為「{name}」。")
        self.told.emit(told.format(name=made.name if made else ""))
        self.show_backups()

    def _ask_restore(self) -> None:
        line: BackupLine | None = self.list.current()
        if line is None:
            return
        text = _("要以 {name} 的備份取代目前的資料庫嗎？\n\n目前的資料庫會先另存一份在備份資料夾，隨時可以再還原回來。")
        box = QMessageBox(QMessageBox.Icon.Question, _("還原備份"), text.format(name=_label(line.backup)), parent=self)
        restore = box.addButton(_("還原"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(_("取消"), QMessageBox.ButtonRole.RejectRole)
        box.accepted.connect(lambda: self.restore(line))
        box.setDefaultButton(restore)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def _on_restored(self, kept: str) -> None:
        self._hold(False)
        self.told.emit(_("已還原備份；原來的資料庫保留在「{path}」。").format(path=kept))
        self.show_backups()

    def _compare(self, ours: Path, theirs: Path, names: tuple[str, str], *, can_merge: bool) -> None:
        from northtaiwan_desktop.services import copies

        def show(found: Comparison) -> None:
            from northtaiwan_desktop.ui.keeping.compare_form import CompareForm

            form = CompareForm(
                self._workbench, self._settings, found, names=names, can_merge=can_merge, parent=self.window()
            )
            form.open()

        self.job.run(_("正在比對"), copies.compare(ours, theirs), show, failed=self.refused.emit)

    def _ask_compare(self) -> None:
        folder = str(Path(self._workbench.location).parent)
        place, _kind = QFileDialog.getOpenFileName(
            self, _("選擇另一份資料庫"), folder, _("資料庫 (*.db);;所有檔案 (*)")
        )
        if place:
            self.compare_with(Path(place))

    def _show_checkup(self, found: Checkup) -> None:
        self._hold(False)
        self.checked.setText(found.told)
        self.faults.show_rows(found.faults)
        self.faults.setVisible(bool(found.faults))
        self.repair_button.setEnabled(bool(found.repairable))
        if self._workbench.is_open:
            self._workbench.look_again()

    def _repair(self) -> None:
        self.check(repair=True)

    def _on_failed(self, error: Exception) -> None:
        self._hold(False)
        self.refused.emit(error)

    def _hold(self, held: bool) -> None:
        self.check_button.setEnabled(not held)
        if held:
            self.repair_button.setEnabled(False)
            self.restore_button.setEnabled(False)
        else:
            self._on_chosen()

    def _open_folder(self) -> None:
        folder = _folder(self._workbench.location, self._settings)
        open_outside(folder if folder.is_dir() else folder.parent)

    def _choose_folder(self) -> None:
        place = QFileDialog.getExistingDirectory(
            self, _("備份放在哪個資料夾"), str(Path(self._workbench.location).parent)
        )
        if place:
            self._settings.keep(backup_folder=place)
            self.show_backups()


def _label(backup: Backup) -> str:
    return f"{written(backup.at)} {backup.reason.title}"


def _folder(location: str, settings: Settings) -> Path:
    from northtaiwan_desktop.storage.backups import folder_of

    return folder_of(location, keeping_of(settings))


def _listed(location: str, settings: Settings) -> Any:
    yield 0.0
    from northtaiwan_desktop.storage import backups

    return backups.lines(location, keeping_of(settings))


def _made(location: str, settings: Settings) -> Any:
    yield 0.2
    from northtaiwan_desktop.services import backups

    return backups.make(location, reason=Reason.BY_HAND, now=datetime.now(), keeping=keeping_of(settings))


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
