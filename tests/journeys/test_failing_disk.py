"""A disk that fails at any write, a share that is gone, a file put in another's place: told, and nothing is lost."""

import errno
import json
import os
import shutil
import subprocess
import sys
from datetime import date, datetime
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import checkup, chronicle
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store

ROOT = Path(__file__).parents[2]
COMPILER = shutil.which("cc") or shutil.which("gcc")
needs_compiler = pytest.mark.skipif(sys.platform != "linux" or COMPILER is None, reason="the fault layer is compiled")


@pytest.fixture(scope="module")
def layer(tmp_path_factory) -> Path:
    """The library that lets the system refuse to write."""
    made = tmp_path_factory.mktemp("layer") / "fault.so"
    source = Path(__file__).with_name("fault.c")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-w", "-o", made, source, "-ldl"], check=True)
    return made


@pytest.fixture
def path(sample_register, tmp_path) -> Path:
    copy = tmp_path / "register.db"
    shutil.copy(sample_register, copy)
    return copy


def run(path: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "main.py", "--store", str(path), "--today", "103年10月1日", *words]
    home = {"HOME": str(path.parent), "XDG_CONFIG_HOME": str(path.parent / "settings")}
    told = {"cwd": ROOT, "capture_output": True, "text": True, "encoding": "utf-8", "check": False}
    done = subprocess.run(command, env=os.environ | home | env, **told)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def failing(layer: Path, at: int, error: int, on: str = "register.db") -> dict[str, str]:
    return {"LD_PRELOAD": str(layer), "FAULT_ON": on, "FAULT_AT": str(at), "FAULT_ERRNO": str(error)}


def is_whole(path: Path) -> bool:
    found = finished(checkup.check(path, now=datetime(2026, 9, 8)))
    assert found.faults == ()
    return found.is_whole


@needs_compiler
@pytest.mark.parametrize("error", [errno.EIO, errno.ENOSPC], ids=["EIO", "ENOSPC"])
@pytest.mark.parametrize("at", [1, 3, 6, 12, 20])
def test_a_change_is_kept_whole_or_refused_with_a_sentence(path, layer, at, error):
    text = f"第{at}次"
    done = run(path, "add", "chronicle", "--date", "103年9月30日", "--text", text, **failing(layer, at, error))
    there = any(one["text"] == text for one in json.loads(run(path, "list", "chronicle", "--json").stdout))
    assert done.returncode == 1 or (at > 1 and done.returncode == 0), done.stderr
    assert there or done.returncode == 1
    if done.returncode == 1:
        assert "磁碟" in done.stderr
    assert is_whole(path)


@needs_compiler
@pytest.mark.parametrize("at", [1, 40, 200])
def test_a_copy_that_cannot_be_written_leaves_none_with_a_name(path, layer, at):
    done = run(path, "backup", **failing(layer, at, errno.EIO, on=".tmp"))
    assert done.returncode == 1, done.stderr
    folder = path.with_name("register_備份")
    assert [one.name for one in folder.iterdir() if not one.name.startswith("~")] == []
    assert is_whole(path)


@needs_compiler
@pytest.mark.parametrize("at", [1, 60, 250])
def test_a_restore_that_cannot_be_written_leaves_the_register(path, layer, at):
    made = json.loads(run(path, "backup", "--json").stdout)
    run(path, "add", "chronicle", "--date", "103年9月30日", "--text", "之後的")
    done = run(path, "restore", made["file"], **failing(layer, at, errno.ENOSPC, on=".tmp"))
    assert done.returncode == 1, done.stderr
    assert "之後的" in run(path, "list", "chronicle").stdout
    assert is_whole(path)


def adds(text: str):
    day = date(2014, 9, 30)
    entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)
    return partial(chronicle.save_entry, entry=entry)


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file can't be moved")
def test_what_would_be_written_beside_the_file_is_refused(path):
    store = Store.open(path)
    away = path.with_name("away.db")
    path.rename(away)
    with pytest.raises(StoreUnavailable, match=r"不見|找不到"):
        store.do("新增", adds("一"))
    shutil.copy(away, path)
    with pytest.raises(StoreUnavailable, match="換成另一個檔案"):
        store.do("新增", adds("一"))
    path.unlink()
    away.rename(path)
    store.do("新增", adds("二"))
    store.close()
    again = Store.open(path)
    assert "二" in {entry.text for entry in again.ask(entries)}
    again.close()


@pytest.mark.skipif(os.name != "posix", reason="elsewhere an open file can't be moved")
def test_what_is_typed_is_kept_while_the_share_is_gone(qtbot, qapp, path, tmp_path, monkeypatch):
    from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
    from tests.journeys.window_desk import at_the_window

    with at_the_window(qtbot, qapp, tmp_path, monkeypatch) as desk:
        desk.window.open_store(str(path))
        qtbot.waitUntil(lambda: desk.window.side.isVisible() and desk.window.workbench.is_idle, timeout=20_000)
        page = desk.turns_to(7)
        qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
        form = desk.form(EntryForm)
        form.when.line.insert("103年9月30日")
        desk.writes(form.text, "斷線時打的字")
        away = path.with_name("away.db")
        path.rename(away)
        desk.clicks(form.save_button)
        assert form.isVisible()
        assert form.text.toPlainText() == "斷線時打的字"
        assert "沒有變更" in form.notice.text
        away.rename(path)
        desk.clicks(form.save_button)
        qtbot.waitUntil(lambda: desk.window.workbench.is_idle)
    store = Store.open(path)
    assert "斷線時打的字" in {entry.text for entry in store.ask(entries)}
    store.close()
