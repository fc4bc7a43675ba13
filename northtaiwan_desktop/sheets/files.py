"""Workbooks onto the disk: whole, or not at all."""

import errno
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from northtaiwan_desktop.domain.errors import FileUnwritable, RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.book import Book


def _xlsx(book: Book) -> bytes:
    from northtaiwan_desktop.sheets import xlsx_file

    return xlsx_file.data(book)


def _ods(book: Book) -> bytes:
    from northtaiwan_desktop.sheets import ods_file

    return ods_file.data(book)


# Each format's library is loaded only when it is asked for: the window must not wait for them.
_WRITERS: dict[str, Callable[[Book], bytes]] = {".xlsx": _xlsx, ".ods": _ods}
SUFFIXES = tuple(_WRITERS)


def write(book: Book, path: Path) -> None:
    """Write the book as its ending says. A file that was there stays whole until the new one is complete."""
    writer = _WRITERS.get(path.suffix.lower())
    if writer is None:
        raise RuleBroken(
            _("「{name}」的格式不能輸出試算表。請把副檔名改為 .xlsx（Excel）或 .ods（開放文件）。").format(
                name=path.name
            )
        )
    _put(writer(book), path)


def _put(data: bytes, path: Path) -> None:
    # Short, whatever the name of the file: a name has a greatest length.
    beside = path.parent / f".{new_id()}.tmp"
    try:
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        raise FileUnwritable(_why(error, path)) from error
    finally:
        # What hindered the writing may hinder this too, and is told already.
        with suppress(OSError):
            beside.unlink()


def _why(error: OSError, path: Path) -> str:
    match error:
        case _ if path.is_dir():
            return _("無法寫入「{path}」：這是資料夾，不是檔案。請指定檔名，例如 列管表.xlsx。").format(path=path)
        case FileNotFoundError() | NotADirectoryError():
            return _("無法寫入「{path}」：資料夾「{folder}」不存在。請先建立資料夾，或改存到別處。").format(
                path=path, folder=path.parent
            )
        case PermissionError():
            return _(
                "無法寫入「{path}」：檔案正由其他程式（例如 Excel）開啟，或沒有這個資料夾的寫入權限。"
                "請關閉該檔案，或改存到別處。原有的檔案沒有更動。"
            ).format(path=path)
        case OSError(errno=errno.ENOSPC | errno.EDQUOT):
            return _("無法寫入「{path}」：磁碟空間不足。請清出空間後再試。原有的檔案沒有更動。").format(path=path)
        case OSError(errno=errno.EROFS):
            return _("無法寫入「{path}」：這個磁碟是唯讀的。請改存到別處。").format(path=path)
        case OSError(errno=errno.ENAMETOOLONG):
            return _("無法寫入「{path}」：檔名太長。請用短一點的檔名。").format(path=path)
    return _("無法寫入「{path}」：{reason}。請改存到別處再試。原有的檔案沒有更動。").format(
        path=path, reason=error.strerror or error
    )
