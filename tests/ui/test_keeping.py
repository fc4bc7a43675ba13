"""The window looks after its register: copies, checks, a damaged file, a conflict copy."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox

from northtaiwan_desktop.domain.backups import Keeping, Reason
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.storage import backups, connecting
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.keeping.compare_form import CompareForm
from northtaiwan_desktop.ui.keeping.recovery_page import RecoveryPage
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.settings.backups_tab import BackupsTab

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 9, 8, 9, 15)
DAY = date(2026, 9, 8)


def adds(text: str, **more):
    entry = ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text, **more)
    return partial(chronicle.save_entry, entry=entry)


def texts(path: Path) -> set[str]:
    store = Store.open(path)
    try:
        return {entry.text for entry in store.ask(entries)}
    finally:
        store.close()


def idle(qtbot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=30_000)


@pytest.fixture
def tab(qtbot, window: MainWindow) -> BackupsTab:
    page = window.open_page("settings")
    page.tabs.setCurrentIndex(page.tabs.count() - 1)
    idle(qtbot, window)
    return page.backups


def test_a_copy_is_made_listed_and_told(qtbot, window, tab):
    assert "每小時一份" in tab.place.text()
    qtbot.mouseClick(tab.make_button, LEFT)
    idle(qtbot, window)
    (line,) = tab.list.shown()
    assert line.backup.reason is Reason.BY_HAND
    assert line.facts.meetings > 0
    assert line.backup.name in window.notice.text
    qtbot.mouseClick(tab.make_button, LEFT)
    idle(qtbot, window)
    assert "沒有變更" in window.notice.text


def test_each_hour_with_a_change_a_copy_is_made_beside_the_work(qtbot, window):
    location = window.workbench.location
    window.copies.keep()
    idle(qtbot, window)
    window.copies.keep()
    idle(qtbot, window)
    assert len(backups.held(location, Keeping())) == 1
    window.workbench.do("新增", adds("一"))
    idle(qtbot, window)
    window.copies.keep()
    idle(qtbot, window)
    assert [one.reason for one in backups.held(location, Keeping())] == [Reason.HOURLY] * 2


def test_a_copy_that_cannot_be_made_is_told_once(qtbot, window, settings, tmp_path):
    (tmp_path / "檔案").write_text("x")
    settings.keep(backup_folder=str(tmp_path / "檔案"))
    window.copies.keep()
    idle(qtbot, window)
    assert "備份資料夾" in window.notice.text
    window.notice.hide()
    window.copies.keep()
    idle(qtbot, window)
    assert window.notice.isHidden()


def test_a_copy_is_put_back_and_the_window_goes_on(qtbot, window, tab, monkeypatch):
    qtbot.mouseClick(tab.make_button, LEFT)
    idle(qtbot, window)
    window.workbench.do("新增", adds("多的"))
    idle(qtbot, window)
    tab.list.choose(tab.list.shown()[0].id)
    qtbot.mouseClick(tab.restore_button, LEFT)
    box = window.findChild(QMessageBox)
    assert "另存一份" in box.text()
    qtbot.mouseClick(box.defaultButton(), LEFT)
    idle(qtbot, window)
    path = Path(window.workbench.location)
    assert "還原前" in window.notice.text
    assert window.workbench.undo_label == ""
    assert {line.backup.reason for line in tab.list.shown()} == {Reason.BY_HAND, Reason.RESTORE}
    window.workbench.do("新增", adds("之後"))
    idle(qtbot, window)
    assert "多的" not in texts(path)
    assert "之後" in texts(path)


def test_a_check_lists_what_is_wrong_and_mends_it(qtbot, window, tab):
    with closing(sqlite3.connect(window.workbench.location)) as file:
        file.execute("UPDATE resolution SET text = '偷改' WHERE rowid = 1")
        file.execute("DELETE FROM standing")
        file.commit()
    qtbot.mouseClick(tab.check_button, LEFT)
    idle(qtbot, window)
    assert {fault.part.value for fault in tab.faults.shown()} >= {"journal", "standing"}
    assert "個問題" in tab.checked.text()
    qtbot.mouseClick(tab.repair_button, LEFT)
    idle(qtbot, window)
    assert "都正常" in tab.checked.text()
    assert tab.faults.isHidden()
    assert not tab.repair_button.isEnabled()
    assert window.workbench.undo_label == "依檢查結果修復資料"


def test_a_copy_beside_the_register_is_compared_and_merged(qtbot, window, tab, monkeypatch):
    path = Path(window.workbench.location)
    copy = path.with_name(f"{path.stem} (1).db")
    backups.copy(path, copy)
    store = Store.open(copy)
    store.do("新增", adds("他們的"))
    store.close()
    window.workbench.do("新增", adds("我們的"))
    idle(qtbot, window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_asked: (str(copy), ""))
    qtbot.mouseClick(tab.file_button, LEFT)
    idle(qtbot, window)
    form = window.findChild(CompareForm)
    assert {(row.name, row.side.value) for row in form.list.shown()} == {("我們的", "ours"), ("他們的", "theirs")}
    assert "共 2 筆不同" in form.told.text()
    qtbot.mouseClick(form.theirs_button, LEFT)
    assert "他們的" in form.detail.toPlainText()
    qtbot.mouseClick(form.merge_button, LEFT)
    idle(qtbot, window)
    assert "已合併 1 筆" in form.told.text()
    assert [row.name for row in form.list.shown()] == ["我們的"]
    form.list.choose(form.list.shown()[0].id)
    assert "1 筆，其中刪除 1 筆" in form.merge_button.text()
    qtbot.mouseClick(form.merge_button, LEFT)
    box = form.findChild(QMessageBox)
    assert "大事記「我們的」" in box.text()
    qtbot.mouseClick(box.defaultButton(), LEFT)
    idle(qtbot, window)
    assert {"我們的", "他們的"} <= texts(path)
    qtbot.waitUntil(lambda: form.findChild(QMessageBox) is None)
    qtbot.mouseClick(form.merge_button, LEFT)
    [delete] = [one for one in form.findChild(QMessageBox).buttons() if one.text() == "刪除並採用"]
    qtbot.mouseClick(delete, LEFT)
    idle(qtbot, window)
    assert "已合併 1 筆（新增 0、取代 0、刪除 1）" in form.told.text()
    assert form.list.shown() == []
    form.reject()
    assert "我們的" not in texts(path)
    window.workbench.undo()
    idle(qtbot, window)
    assert {"我們的", "他們的"} <= texts(path)
    window.workbench.undo()
    idle(qtbot, window)
    assert "他們的" not in texts(path)


def test_a_conflict_copy_is_told_when_the_register_is_opened(qtbot, bare_window, sample_path):
    shutil.copy(sample_path, sample_path.with_name("sample (PC-203's conflicted copy 2026-09-08).db"))
    bare_window.open_store(str(sample_path))
    qtbot.waitUntil(lambda: bare_window.side.isVisible() and bare_window.workbench.is_idle, timeout=20_000)
    qtbot.waitUntil(lambda: "衝突複本" in bare_window.notice.text, timeout=5_000)
    qtbot.mouseClick(bare_window.notice.action_button, LEFT)
    idle(qtbot, bare_window)
    assert bare_window.findChild(CompareForm) is not None


def test_of_several_conflict_copies_one_is_chosen(qtbot, bare_window, sample_path):
    names = [f"sample (PC-20{number}'s conflicted copy 2026-09-08).db" for number in (1, 2, 3)]
    for name in names:
        shutil.copy(sample_path, sample_path.with_name(name))
    store = Store.open(sample_path.with_name(names[1]))
    store.do("新增", adds("只有第二份有"))
    store.close()
    bare_window.open_store(str(sample_path))
    qtbot.waitUntil(lambda: bare_window.side.isVisible() and bare_window.workbench.is_idle, timeout=20_000)
    qtbot.waitUntil(lambda: "3 個「sample.db」的衝突複本" in bare_window.notice.text, timeout=5_000)
    qtbot.mouseClick(bare_window.notice.action_button, LEFT)
    menu = QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == names
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bare_window.findChild(CompareForm) is not None, timeout=20_000)
    idle(qtbot, bare_window)
    form = bare_window.findChild(CompareForm)
    assert [row.name for row in form.list.shown()] == ["只有第二份有"]


@pytest.fixture
def damaged(sample_path) -> Path:
    backups.keep(sample_path, reason=Reason.HOURLY, now=NOW, keeping=Keeping())
    sample_path.write_bytes(b"\xff" * 4096 + sample_path.read_bytes()[4096:])
    return sample_path


def recovering(qtbot, window: MainWindow, path: Path) -> RecoveryPage:
    window.open_store(str(path))
    qtbot.waitUntil(lambda: isinstance(window.page, RecoveryPage), timeout=20_000)
    idle(qtbot, window)
    return window.page


def test_a_damaged_register_offers_its_best_copy(qtbot, bare_window, damaged):
    page = recovering(qtbot, bare_window, damaged)
    assert "已損壞" in page.words.text()
    assert "115年9月8日 09:15" in page.best.text()
    assert "建立示例年度" in page.best.text()
    qtbot.mouseClick(page.restore_button, LEFT)
    qtbot.waitUntil(lambda: bare_window.side.isVisible() and bare_window.workbench.is_idle, timeout=20_000)
    assert bare_window.workbench.location == str(damaged)
    assert len(backups.held(damaged, Keeping())) == 2


def test_what_can_be_read_is_rescued_and_opened(qtbot, bare_window, damaged, monkeypatch):
    page = recovering(qtbot, bare_window, damaged)
    to = damaged.with_name("救回.db")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(to), ""))
    qtbot.mouseClick(page.rescue_button, LEFT)
    idle(qtbot, bare_window)
    assert "救出" in page.rescue_told.text()
    assert "沒有發現遺失" in page.rescue_told.text()
    qtbot.mouseClick(page.open_button, LEFT)
    qtbot.waitUntil(lambda: bare_window.side.isVisible() and bare_window.workbench.is_idle, timeout=20_000)
    assert bare_window.workbench.location == str(to)


def bad_text(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("UPDATE chronicle_entry SET text = CAST(x'e58c97ff' AS TEXT) WHERE rowid = 1")
        file.commit()


def torn_page(path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = file.execute("PRAGMA page_size").fetchone()
        (root,) = file.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'chronicle_entry'").fetchone()
    # By another process, as a disk would: this one's own opening and closing would end its locks.
    tear = "import sys; f = open(sys.argv[1], 'r+b'); f.seek(int(sys.argv[2])); f.write(b'\\xff' * 512)"
    subprocess.run([sys.executable, "-c", tear, str(path), str((root - 1) * size)], check=True)


@pytest.mark.parametrize("tear", [bad_text, torn_page])
def test_damage_that_is_met_later_leads_to_the_rescue_too(qtbot, window, monkeypatch, tear):
    path = Path(window.workbench.location)
    tear(path)
    window.open_page("chronicle")
    idle(qtbot, window)
    assert "已損壞" in window.notice.text
    assert window.notice.action_button.text() == "救援…"
    qtbot.mouseClick(window.notice.action_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(window.page, RecoveryPage), timeout=20_000)
    idle(qtbot, window)
    assert not window.workbench.is_open
    assert not connecting.is_open_here(path)
    assert not path.with_name(path.name + ".holder").exists()
    assert window.page.back_button.isHidden()
    assert window.side.isHidden()
    to = path.with_name("救回.db")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(to), ""))
    qtbot.mouseClick(window.page.rescue_button, LEFT)
    idle(qtbot, window)
    qtbot.mouseClick(window.page.open_button, LEFT)
    qtbot.waitUntil(lambda: window.side.isVisible() and window.workbench.is_idle, timeout=20_000)
    assert window.workbench.location == str(to)


def test_a_copy_of_days_to_come_is_not_the_one_proposed(qtbot, bare_window, sample_path):
    backups.keep(sample_path, reason=Reason.HOURLY, now=datetime(2099, 1, 1), keeping=Keeping())
    store = Store.open(sample_path)
    store.do("新增", adds("一"))
    store.close()
    backups.keep(sample_path, reason=Reason.HOURLY, now=NOW, keeping=Keeping())
    sample_path.write_bytes(b"\xff" * 4096 + sample_path.read_bytes()[4096:])
    page = recovering(qtbot, bare_window, sample_path)
    assert "115年9月8日 09:15" in page.best.text()
    assert page.list.current().backup.at == NOW


def test_without_a_copy_the_page_says_so(qtbot, bare_window, sample_path):
    sample_path.write_bytes(b"\xff" * 4096 + sample_path.read_bytes()[4096:])
    page = recovering(qtbot, bare_window, sample_path)
    assert "沒有可以還原" in page.best.text()
    assert not page.restore_button.isEnabled()
    assert page.rescue_button.isEnabled()
