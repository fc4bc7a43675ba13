"""Files read and written whole: an old one stays as it was until the new one is complete."""

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import time
from uuid import uuid4

from northtaiwan_desktop.domain.errors import FileUnreadable, FileUnwritable
from northtaiwan_desktop.i18n import _

REGISTER_HEAD = b"SQLite format 3\0"
BESIDE_A_REGISTER = ("-wal", "-shm", "-journal")
BROKEN_OFF = 86_400
"""Seconds after which nobody is still writing what was begun and has not taken its place."""
SPARE = "northtaiwan-spare-"
_PART = re.compile(r"~[0-9a-f]{32}\.tmp(-wal|-shm|-journal)?")


def read(path: Path) -> bytes:
    """The bytes at `path`. FileUnreadable says why they can't be had and what to do."""
    try:
        return path.read_bytes()
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            text = _("無法讀取「{path}」：檔名太長。請換一個較短的檔名。")
        elif _is(Path.is_dir, path):
            text = _("「{path}」是一個資料夾，不是檔案。請選擇裡面的檔案。")
        elif not isinstance(error, PermissionError) and not _is(Path.exists, path):
            text = _("找不到檔案「{path}」。請確認它還在原處。")
        elif isinstance(error, PermissionError):
            text = _("無法讀取「{path}」：檔案被其他程式鎖住，或您沒有讀取權限。請關閉那個程式後再試一次。")
        else:
            text = _("無法讀取「{path}」：{reason}。請確認磁碟正常後再試一次。")
        raise FileUnreadable(text.format(path=path, reason=error.strerror or error)) from error


def is_file(path: Path) -> bool:
    """Is there a file that can be seen? A place without rights, or a name that no disk takes, has none."""
    return _is(Path.is_file, path)


def is_there(path: Path) -> bool:
    """Is there anything that can be seen under this name?"""
    return _is(Path.exists, path)


def require_no_register(path: Path) -> None:
    """Refuse a place where a database stands, or a part of it: whatever is written out must not take its place."""
    bare = next((path.name.removesuffix(end) for end in BESIDE_A_REGISTER if path.name.endswith(end)), "")
    for place in (path, path.with_name(bare) if bare else path):
        if _is_register(place):
            message = _("「{path}」是資料庫檔，沒有覆寫。請換一個檔名再存。")
            raise FileUnwritable(message.format(path=path))


def write(path: Path, content: bytes) -> None:
    """Put `content` at `path`. FileUnwritable says why it can't be and what to do; then nothing has changed."""
    with in_the_making(path) as beside, beside.open("xb") as file:
        file.write(content)


@contextmanager
def in_the_making(path: Path) -> Iterator[Path]:
    """Give the path of a file to be written in place of `path`: it takes its place once it is complete.

    FileUnwritable says why it can't be; then, and where the work is broken off, nothing has changed.
    """
    require_no_register(path)
    # Short, whatever the name of the file: a name has a greatest length.
    beside = path.parent / f"~{uuid4().hex}.tmp"
    try:
        yield beside
        with beside.open("rb+") as file:
            os.fsync(file.fileno())
        if is_there(path):
            shutil.copymode(path, beside)
        beside.replace(path)
        keep_names(path.parent)
    except OSError as error:
        raise FileUnwritable(_reason(path, error)) from error
    finally:
        # What hindered the writing may hinder this too, and is told already.
        with suppress(OSError):
            beside.unlink()
    _clear_parts(path.parent)


def keep_names(folder: Path) -> None:
    """Have the disk itself know what the files of a folder are called now, so that no power cut takes a name back."""
    if os.name != "posix":
        # Windows keeps names in a journal of its own, and opens no folder.
        return
    # Some shares have no such order; what was written is complete under either name.
    with suppress(OSError):
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


@contextmanager
def spare_folder() -> Iterator[Path]:
    """Give a folder for what is made on the way and goes with it."""
    _clear_spare_folders()
    try:
        made = tempfile.TemporaryDirectory(prefix=SPARE, ignore_cleanup_errors=True)
    except OSError as error:
        message = _("無法在暫存資料夾「{folder}」建立檔案：{reason}。沒有變更，請先清出磁碟空間。")
        folder = tempfile.gettempdir()
        raise FileUnwritable(message.format(folder=folder, reason=error.strerror or error)) from error
    with made as name:
        yield Path(name)


def _clear_parts(folder: Path) -> None:
    """Remove what a program that was killed had begun here."""
    with suppress(OSError):
        for path in folder.glob("~*.tmp*"):
            if _PART.fullmatch(path.name) and _is_broken_off(path):
                with suppress(OSError):
                    path.unlink()


def _clear_spare_folders() -> None:
    """Remove those of programs that were killed: a copy of a register is not to lie about."""
    for folder in Path(tempfile.gettempdir()).glob(f"{SPARE}*"):
        if _is_broken_off(folder):
            shutil.rmtree(folder, ignore_errors=True)


def _is_broken_off(path: Path) -> bool:
    with suppress(OSError):
        return time() - path.stat().st_mtime > BROKEN_OFF
    return False


def _reason(path: Path, error: OSError) -> str:
    if error.errno == errno.ENAMETOOLONG:
        text = _("無法寫入「{path}」：檔名太長。請換一個較短的檔名再存。")
    elif isinstance(error, PermissionError) and not _is(Path.is_dir, path.parent):
        text = _("無法寫入「{path}」：您沒有這個資料夾的寫入權限。請換一個位置再存。")
    elif not _is(Path.is_dir, path.parent):
        text = _("找不到資料夾「{folder}」。請先建立，或換一個位置再存。")
    elif _is(Path.is_dir, path):
        text = _("無法寫入「{path}」：那是一個資料夾。請換一個檔名再存。")
    elif error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        text = _("無法寫入「{path}」：磁碟空間不足。原有的檔案沒有更動，請清出空間後再存一次。")
    elif error.errno == errno.EROFS:
        text = _("無法寫入「{path}」：這個磁碟是唯讀的。請換一個位置再存。")
    elif isinstance(error, PermissionError) and is_there(path) and os.access(path.parent, os.W_OK):
        text = _("無法寫入「{path}」：檔案可能正在 Word、Excel 或其他程式中開啟。請先關閉它，或換一個檔名再存。")
    elif isinstance(error, PermissionError):
        text = _("無法寫入「{path}」：您沒有這個資料夾的寫入權限。請換一個位置再存。")
    else:
        text = _("無法寫入「{path}」：{reason}。請換一個位置再存。")
    return text.format(path=path, folder=path.parent, reason=error.strerror or error)


def _is(question: Callable[[Path], bool], path: Path) -> bool:
    try:
        return question(path)
    except OSError:
        return False


def _is_register(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(REGISTER_HEAD)) == REGISTER_HEAD
    except OSError:
        return False
