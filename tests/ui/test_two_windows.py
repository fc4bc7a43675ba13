"""Two at the door: a second window on this PC comes to the front, and another PC's register can only be looked at."""

import os
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from northtaiwan_desktop.storage import holder
from northtaiwan_desktop.storage.holder import Holding, place_of
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.one_window import name_of
from tests import fixed_place

LEFT = Qt.MouseButton.LeftButton
ROOT = Path(__file__).parents[2]


def test_a_second_window_brings_the_first_to_the_front_and_ends(qtbot, window: MainWindow, tmp_path):
    window.showMinimized()
    words = [sys.executable, "main.py", "--store", window.workbench.location]
    home = {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "設定")}
    with subprocess.Popen(words, cwd=ROOT, env=os.environ | home) as second:
        try:
            qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        finally:
            second.kill()
    assert second.returncode == 0
    qtbot.waitUntil(lambda: not window.isMinimized(), timeout=5_000)


def test_a_file_has_one_name_however_it_is_spelt(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "北臺.db").write_bytes(b"x")
    (tmp_path / "另名.db").symlink_to(tmp_path / "北臺.db")
    names = {name_of("北臺.db"), name_of(str(tmp_path / "北臺.db")), name_of("./北臺.db"), name_of("另名.db")}
    assert len(names) == 1
    assert name_of("別的.db") not in names


@pytest.fixture
def elsewhere(sample_path, monkeypatch) -> Path:
    """The sample year, held by another PC."""
    monkeypatch.setattr(holder, "this_pc", lambda: "PC-1")
    Holding.take(sample_path, "王小明", now=datetime(2026, 9, 8, 9, 15))._ended.set()
    monkeypatch.setattr(holder, "this_pc", lambda: "PC-2")
    return sample_path


def opened(qtbot, window: MainWindow, path: Path) -> None:
    window.open_store(str(path))
    qtbot.waitUntil(lambda: window.side.isVisible() and window.workbench.is_idle, timeout=20_000)


def test_another_pcs_register_is_opened_for_reading_with_its_holders_name(qtbot, bare_window, elsewhere):
    opened(qtbot, bare_window, elsewhere)
    assert bare_window.held_bar.isVisible()
    assert "王小明（PC-1）" in bare_window.held_bar.label.text()
    assert "115年9月8日 09:15" in bare_window.held_bar.label.text()
    assert bare_window.held_bar.over_button.isHidden()
    bare_window.workbench.do("試", lambda work: work.draw("x"))
    qtbot.waitUntil(lambda: bare_window.workbench.is_idle)
    assert "沒有變更" in bare_window.notice.text
    place_of(elsewhere).unlink()
    qtbot.mouseClick(bare_window.held_bar.again_button, LEFT)
    qtbot.waitUntil(lambda: bare_window.workbench.is_idle and bare_window.held_bar.isHidden(), timeout=10_000)
    assert holder.holder_of(elsewhere).pc == "PC-2"


def test_a_dead_holders_place_is_taken_after_a_warning(qtbot, bare_window, elsewhere):
    long_ago = time.time() - 7_200
    os.utime(place_of(elsewhere), (long_ago, long_ago))
    opened(qtbot, bare_window, elsewhere)
    assert "沒有動靜" in bare_window.held_bar.label.text()
    qtbot.mouseClick(bare_window.held_bar.over_button, LEFT)
    box = bare_window.findChild(QMessageBox)
    assert box.defaultButton().text() == "取消"
    button = next(one for one in box.buttons() if one.text() == "接手")
    qtbot.mouseClick(button, LEFT)
    qtbot.waitUntil(lambda: bare_window.workbench.is_idle and bare_window.held_bar.isHidden(), timeout=10_000)
    assert holder.holder_of(elsewhere).pc == "PC-2"
    assert bare_window.workbench.held_by is None


def test_a_register_on_a_write_protected_stick_is_shown_and_says_so(qtbot, bare_window, sample_path, tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    sample_path = sample_path.rename(folder / "北臺.db")
    with fixed_place.write_protected(folder, tmp_path / "seen") as seen:
        opened(qtbot, bare_window, seen / "北臺.db")
        assert bare_window.held_bar.isVisible()
        assert "唯讀的位置" in bare_window.held_bar.label.text()
        assert bare_window.held_bar.over_button.isHidden()
        page = bare_window.open_page("chronicle")
        qtbot.waitUntil(lambda: bare_window.workbench.is_idle and bool(page.list.shown_count), timeout=20_000)
        assert not page.add_button.isEnabled()
        bare_window.workbench.do("試", lambda work: work.draw("x"))
        qtbot.waitUntil(lambda: bare_window.workbench.is_idle)
        assert "是唯讀的，沒有變更" in bare_window.notice.text
        bare_window.notice.hide()
        bare_window.copies.keep()
        qtbot.waitUntil(lambda: bare_window.workbench.is_idle)
        assert bare_window.notice.isHidden()
        opened(qtbot, bare_window, sample_path)
        qtbot.waitUntil(lambda: bare_window.held_bar.isHidden(), timeout=20_000)
        assert page.add_button.isEnabled()
