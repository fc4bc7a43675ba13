"""A stick that is pulled, a share that is gone, a disk that is full, torn out or write-protected, rights that are lost.

Each on a file system of its own, mounted for the test: what is refused is told by a sentence, nothing is half-written,
what was being typed stays in its field, and once the disk is back the work goes on.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.services import checkup
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store

ROOT = Path(__file__).parents[2]
WITHOUT_RIGHTS = ("setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner")
"""As any other person: bound by what a file allows."""
pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or not shutil.which("mkfs.ext4"), reason="it takes the right to mount"
)


def does(*words: object) -> None:
    subprocess.run([str(word) for word in words], check=True, capture_output=True)


@dataclass
class Disk:
    """A small disk, and the place where its register is worked with: that place can be taken away and given back."""

    image: Path
    whole: Path
    place: Path

    @property
    def register(self) -> Path:
        return self.place / "北臺.db"

    def pull(self) -> None:
        does("umount", "-l", self.place)

    def plug_in(self) -> None:
        does("mount", "--bind", self.whole, self.place)

    def fill(self) -> None:
        with suppress(OSError), (self.whole / "別的檔案").open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))

    def empty(self) -> None:
        (self.whole / "別的檔案").unlink()

    def protect(self) -> None:
        does("mount", "-o", "remount,ro,bind", self.place)

    def allow(self) -> None:
        does("mount", "-o", "remount,rw,bind", self.place)

    def freeze(self) -> None:
        does("chattr", "+i", self.whole / "北臺.db")

    def thaw(self) -> None:
        does("chattr", "-i", self.whole / "北臺.db")


@pytest.fixture
def disk(sample_register, tmp_path) -> Iterator[Disk]:
    made = Disk(tmp_path / "image", tmp_path / "whole", tmp_path / "stick")
    made.whole.mkdir()
    made.place.mkdir()
    with made.image.open("wb") as file:
        file.truncate(16 * 2**20)
    try:
        does("mkfs.ext4", "-q", "-m", "0", made.image)
        does("mount", "-o", "loop", made.image, made.whole)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nothing can be mounted here")
    try:
        made.plug_in()
        shutil.copy(sample_register, made.register)
        yield made
    finally:
        subprocess.run(["chattr", "-i", str(made.whole / "北臺.db")], check=False, capture_output=True)
        for place in (made.place, made.whole):
            subprocess.run(["umount", "-l", str(place)], check=False, capture_output=True)


TROUBLES: dict[str, tuple[Callable[[Disk], None], Callable[[Disk], None]]] = {
    "pulled": (Disk.pull, Disk.plug_in),
    "full": (Disk.fill, Disk.empty),
    "write-protected": (Disk.protect, Disk.allow),
    "frozen": (Disk.freeze, Disk.thaw),
}
"""What happens to a disk, and how it comes right again."""
trouble = pytest.mark.parametrize("trouble", TROUBLES)


def run(register: Path, home: Path, *words: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    command = [*before, sys.executable, "main.py", "--store", str(register), "--today", "103年10月1日", *words]
    env = os.environ | {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "settings"), "PYTHONDONTWRITEBYTECODE": "1"}
    told = {"cwd": ROOT, "capture_output": True, "text": True, "encoding": "utf-8", "check": False}
    done = subprocess.run(command, env=env, **told)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def adds(text: str) -> tuple[str, ...]:
    return ("add", "chronicle", "--date", "103年9月30日", "--text", text)


def texts(register: Path) -> set[str]:
    store = Store.open(register)
    try:
        return {entry.text for entry in store.ask(entries)}
    finally:
        store.close()


def require_whole(register: Path) -> None:
    found = finished(checkup.check(register, now=datetime(2026, 9, 8)))
    assert found.is_whole, [fault.what for fault in found.faults]


@trouble
def test_the_command_line_tells_it_and_goes_on_afterwards(disk, tmp_path, trouble):
    comes, goes = TROUBLES[trouble]
    assert run(disk.register, tmp_path, *adds("之前")).returncode == 0
    before = {path.name: path.read_bytes() for path in disk.whole.iterdir() if path.is_file()}
    comes(disk)
    # Beside a file that is frozen others can be laid.
    beside = [] if trouble == "frozen" else [("backup", "-o", str(disk.place / "帶走.db"))]
    for words in (adds("其間"), ("undo",), *beside):
        done = run(disk.register, tmp_path, *words)
        assert (done.returncode, bool(done.stderr.strip())) == (1, True), words
        assert "北臺" in done.stderr or "帶走" in done.stderr, done.stderr
    listed = run(disk.register, tmp_path, "list", "chronicle", "--json")
    assert (listed.returncode == 0) == (trouble != "pulled"), listed.stderr
    left = {path.name: path.read_bytes() for path in disk.whole.iterdir() if path.name != "別的檔案" and path.is_file()}
    if trouble == "frozen":
        # The log that a reader makes can't be put away where the file takes no writing; it is empty.
        left = {name: content for name, content in left.items() if not name.endswith("-shm") and content}
    assert left == before
    goes(disk)
    assert run(disk.register, tmp_path, *adds("之後")).returncode == 0
    assert {"之前", "之後"} <= texts(disk.register)
    assert "其間" not in texts(disk.register)
    require_whole(disk.register)


# A disk is not made write-protected while a file on it is open for writing: the system refuses.
@pytest.mark.parametrize("trouble", [name for name in TROUBLES if name != "write-protected"])
def test_what_is_typed_at_the_window_stays_until_it_can_be_kept(qtbot, qapp, disk, tmp_path, monkeypatch, trouble):
    from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
    from tests.journeys.window_desk import at_the_window

    comes, goes = TROUBLES[trouble]
    with at_the_window(qtbot, qapp, tmp_path, monkeypatch) as desk:
        desk.window.open_store(str(disk.register))
        qtbot.waitUntil(lambda: desk.window.side.isVisible() and desk.window.workbench.is_idle, timeout=20_000)
        page = desk.turns_to(7)
        qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
        form = desk.form(EntryForm)
        form.when.line.insert("103年9月30日")
        desk.writes(form.text, "其間打的字" * 400)
        comes(disk)
        desk.clicks(form.save_button)
        if trouble == "frozen":
            # What is open goes on being written: its right was given at the opening.
            goes(disk)
        else:
            assert form.isVisible()
            assert form.text.toPlainText() == "其間打的字" * 400
            assert disk.register.name in form.notice.text
            goes(disk)
            desk.clicks(form.save_button)
        qtbot.waitUntil(lambda: desk.window.workbench.is_idle)
    assert "其間打的字" * 400 in texts(disk.register)
    require_whole(disk.register)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_rights_that_are_lost_are_told(disk, tmp_path, what):
    def as_anybody(*words: str) -> subprocess.CompletedProcess[str]:
        return run(disk.register, tmp_path, *words, before=WITHOUT_RIGHTS)

    assert as_anybody(*adds("之前")).returncode == 0
    lost = disk.register if what == "file" else disk.place
    lost.chmod(0o000 if what == "file" else 0o555)
    done = as_anybody(*adds("其間"))
    assert done.returncode == 1
    assert "北臺.db" in done.stderr
    assert any(word in done.stderr for word in ("權限", "唯讀")), done.stderr
    lost.chmod(0o644 if what == "file" else 0o755)
    assert as_anybody(*adds("之後")).returncode == 0
    assert {"之前", "之後"} <= texts(disk.register)
    assert "其間" not in texts(disk.register)


def test_a_disk_that_breaks_off_in_the_middle_is_told(disk, tmp_path):
    """The file behind the disk is cut short: what lies beyond can be neither read nor written."""
    assert run(disk.register, tmp_path, "backup", "-o", str(tmp_path / "別處.db")).returncode == 0
    does("sync")
    os.truncate(disk.image, 2**20)
    for path in disk.register.parent.glob("*"):
        if path.is_file():
            # What was read lies in memory still.
            with path.open("rb") as file:
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    done = run(disk.register, tmp_path, *adds("其間"))
    assert done.returncode == 1
    assert "北臺.db" in done.stderr
    copied = json.loads(run(tmp_path / "別處.db", tmp_path, "list", "chronicle", "--json").stdout)
    assert copied
