"""A deputies' meeting from its notice to its second version, in the window and by the keyboard alone; and a crash."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from northtaiwan_desktop.services import setup
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.meetings import meeting_lines, versions
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.meetings.versions_box import VersionsBox
from northtaiwan_desktop.ui.pages import Surroundings
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

TODAY = date(2026, 9, 8)
PRESSED = 170
MOST_TABS = 80
ROOT = Path(__file__).parents[2]


class Keyboard:
    """Presses keys, and nothing else; what has the keys is what a person would have before the cursor."""

    def __init__(self, qtbot, window: MainWindow) -> None:
        self.qtbot, self.window = qtbot, window

    @property
    def top(self):
        """The window or dialog that has the keys."""
        return QApplication.activeModalWidget() or self.window

    def waits(self) -> None:
        # A button that a key presses is seen going down before it acts.
        self.qtbot.wait(PRESSED)
        self.qtbot.waitUntil(lambda: self.window.workbench.is_idle, timeout=20_000)
        QApplication.processEvents()

    def presses(self, *keys: str) -> None:
        for one in keys:
            # A screenless desktop does not give a window back what a closed dialog had.
            self.top.activateWindow()
            self.qtbot.waitUntil(lambda: self.top.isActiveWindow(), timeout=2_000)
            self.qtbot.keySequence(QApplication.focusWidget() or self.top, QKeySequence(one))
            self.waits()

    def types(self, text: str) -> None:
        """Into the field that has the cursor, as an input method commits it."""
        field = QApplication.focusWidget()
        assert hasattr(field, "insertPlainText") or hasattr(field, "insert"), field
        field.insertPlainText(text) if hasattr(field, "insertPlainText") else field.insert(text)
        QApplication.processEvents()

    def tabs_to(self, name: str) -> None:
        """Go on by Tab until the thing of this name has the keys."""
        seen = []
        self.top.activateWindow()
        self.qtbot.waitUntil(lambda: self.top.isActiveWindow(), timeout=2_000)
        for _turn in range(MOST_TABS):
            focus = QApplication.focusWidget()
            if focus is not None and name in (_name(focus), _name(focus.parentWidget())):
                return
            seen.append(_name(focus) if focus else "-")
            QTest.keyClick(focus or self.top, Qt.Key.Key_Tab)
            QApplication.processEvents()
        raise AssertionError(f"{name} is not reached by Tab: {seen}")

    def chooses(self, menu_keys: str, *steps: str) -> None:
        """Open a menu by its key and go through it."""

        def go() -> None:
            popup = QApplication.activePopupWidget()
            if popup is None:
                return
            watch.stop()
            for step in steps:
                QTest.keySequence(popup, QKeySequence(step))

        watch = QTimer(interval=50)
        watch.timeout.connect(go)
        watch.start()
        self.presses(menu_keys)
        self.qtbot.waitUntil(lambda: not watch.isActive(), timeout=5_000)
        self.waits()


def _name(widget) -> str:
    words = widget.accessibleName() or getattr(widget, "text", lambda: "")()
    return words if isinstance(words, str) else ""


@pytest.fixture
def keyboard(qtbot, qapp, tmp_path) -> Iterator[Keyboard]:
    setup.create(tmp_path / "北臺.db").close()
    bench = Workbench(today=lambda: TODAY, user=lambda: "秘書")
    settings = Settings(tmp_path / "settings.json")
    surroundings = Surroundings(workbench=bench, settings=settings, year=YearChoice(115), theme=Theme(qapp, "light"))
    window = MainWindow(surroundings)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.open_store(str(tmp_path / "北臺.db"))
    qtbot.waitUntil(lambda: window.side.isVisible() and bench.is_idle, timeout=20_000)
    window._given.year.choose(115)
    yield Keyboard(qtbot, window)
    qtbot.waitUntil(lambda: bench.is_idle, timeout=20_000)
    bench.close()


def test_a_meeting_from_its_notice_to_its_second_version_by_keys_alone(keyboard, tmp_path, monkeypatch):
    window = keyboard.window

    def next_file(name: str) -> Path:
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(tmp_path / name), ""))
        return tmp_path / name

    # It is called.
    keyboard.presses("Ctrl+2", "Ctrl+N")
    keyboard.tabs_to("會議種類")
    kind = QApplication.activeModalWidget().kind
    while kind.value() != "deputies":
        keyboard.presses("Down")
    keyboard.tabs_to("會議日期")
    keyboard.types("115.9.8")
    keyboard.tabs_to("地點")
    keyboard.types("2樓簡報室")
    keyboard.presses("Ctrl+Return")
    page = window.page
    assert isinstance(page, MeetingsPage)
    editor = page.editor
    assert editor._opened.file.meeting.title == "115年度第1次副首長會議"

    # People and the notice.
    keyboard.presses("Alt+Down", "Alt+I")
    assert len(editor._opened.file.attendance) == 8
    keyboard.presses("Alt+Down")
    keyboard.tabs_to("聯絡人")
    keyboard.types("示例承辦人")
    letter = next_file("通知單.docx")
    keyboard.chooses("Alt+D", "Down", "Return")
    words = "\n".join(paragraph.text for paragraph in Document(str(letter)).paragraphs)
    assert "聯絡人及電話：示例承辦人" in words
    assert "開會時間：中華民國115年9月8日（星期二）" in words

    # It is written down: an item, and what is said of it made a resolution.
    while "討論事項" not in editor.outline.currentItem().text(0):
        keyboard.presses("Alt+PgDown")
    keyboard.presses("Ctrl+I")
    keyboard.types("研商轉乘優惠一案")
    keyboard.tabs_to("說明")
    keyboard.types("請桃園市政府交通局於年底前彙整各縣市需求。")
    keyboard.presses("Ctrl+A", "Ctrl+D")
    [case] = editor._opened.file.resolutions
    assert case.due_on == date(2026, 12, 31)
    assert [line.member_id for line in editor._opened.file.assignments] == ["68000"]

    # The rest of the check list, then final.
    keyboard.presses(*["Alt+PgUp"] * 12)
    keyboard.tabs_to("主席")
    keyboard.types("示例主席")
    keyboard.tabs_to("紀錄")
    keyboard.types("示例紀錄")
    keyboard.presses("Alt+G")
    assert "115-M01，第 1 版" in page.banner.text()
    first = next_file("第一版.docx")
    keyboard.presses("Ctrl+E")
    assert "列管案號：115-001" in "\n".join(paragraph.text for paragraph in Document(str(first)).paragraphs)

    # Opened again, corrected, final again; the two versions side by side.
    keyboard.presses("Alt+O")
    keyboard.types("更正地點")
    keyboard.presses("Ctrl+Return")
    keyboard.tabs_to("地點")
    keyboard.presses("Ctrl+A")
    keyboard.types("3樓會議室")
    keyboard.presses("Alt+G")
    assert "第 2 版" in page.banner.text()
    second = next_file("第二版.docx")
    keyboard.presses("Ctrl+E")
    assert "地點：3樓會議室" in [paragraph.text for paragraph in Document(str(second)).paragraphs]
    keyboard.presses("Alt+B")
    box = QApplication.activeModalWidget()
    assert isinstance(box, VersionsBox)
    keyboard.qtbot.waitUntil(lambda: "3樓會議室" in box.text.toPlainText(), timeout=5_000)
    assert "2樓簡報室" in box.text.toPlainText()
    keyboard.presses("Esc")
    assert not any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets())

    # And found again.
    keyboard.presses("Ctrl+K")
    keyboard.types("轉乘")
    keyboard.qtbot.waitUntil(lambda: QApplication.activeModalWidget().list.count() > 0, timeout=5_000)
    keyboard.presses("Return")
    kept = window.workbench._store.ask(lambda records: versions(records, editor.id))
    assert [one.version for one in kept] == [2, 1]
    assert [one.reason for one in kept] == ["", "更正地點"]


TYPING = """
import sys, time
from datetime import date
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from northtaiwan_desktop import app
from northtaiwan_desktop.ui.main_window import MainWindow

def run(application):
    while True:
        QApplication.processEvents()
        window = next(one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow))
        if window.side.isVisible() and window.workbench.is_idle:
            break
        time.sleep(0.005)
    page = window.open_page("meetings")
    page.open_meeting(sys.argv[2])
    while page.editor is None:
        QApplication.processEvents()
    page.editor.outline.choose(sys.argv[3])
    field = page.editor.forms.section_form._editors["body"]
    n = 0
    while True:
        n += 1
        field.insertPlainText(f"{n},")
        print(n, time.time(), flush=True)
        end = time.time() + 0.05
        while time.time() < end:
            QApplication.processEvents()
            time.sleep(0.002)

QApplication.exec = run
app.main(["--store", sys.argv[1]])
"""


@pytest.mark.skipif(os.name != "posix", reason="a killed process is told by its signal")
def test_a_killed_program_loses_no_more_than_two_seconds_of_typing(tmp_path):
    path = tmp_path / "北臺.db"
    store = setup.create(path, sample=True)
    [draft] = [row for row in store.ask(lambda r: meeting_lines(r, year=103)) if row.meeting.status.value == "draft"]
    from northtaiwan_desktop.storage.meetings import meeting_file

    file = store.ask(lambda records: meeting_file(records, draft.meeting.id, today=TODAY))
    store.close()
    section = next(one for one in file.sections if one.title == "主席致詞")
    env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    command = [sys.executable, "-c", TYPING, str(path), draft.meeting.id, section.id]
    log = tmp_path / "typed.txt"
    with log.open("w") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.PIPE)
        end = time.time() + 60
        while len(log.read_text().splitlines()) < 120 and time.time() < end:
            time.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        process.communicate()
    typed = [(int(n), float(at)) for n, at in (line.split() for line in log.read_text().splitlines() if " " in line)]
    assert len(typed) >= 120
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    store = Store.open(path)
    after = store.ask(lambda records: meeting_file(records, draft.meeting.id, today=TODAY))
    store.close()
    body = next(one.body for one in after.sections if one.id == section.id)
    kept = int(body.rstrip(",").rpartition(",")[2])
    last_kept_at, killed_at = dict(typed)[kept], typed[-1][1]
    # Two seconds, and what this machine takes for one write.
    assert killed_at - last_kept_at < 2.3
    assert body == section.body + "".join(f"{n}," for n in range(1, kept + 1))
