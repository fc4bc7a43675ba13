"""One door for papers: the format follows the name, and an old file is replaced only by a whole new one."""

import errno
import os
import shutil
import uuid
from collections.abc import Callable
from pathlib import Path

from northtaiwan_desktop.documents.paper import Paper
from northtaiwan_desktop.domain.errors import FileUnwritable, RuleBroken
from northtaiwan_desktop.i18n import _


def _docx(paper: Paper) -> bytes:
    from northtaiwan_desktop.documents import docx_file

    return docx_file.made(paper)


def _odt(paper: Paper) -> bytes:
    from northtaiwan_desktop.documents import odt_file

    return odt_file.made(paper)


def _pdf(paper: Paper) -> bytes:
    from northtaiwan_desktop.documents import pdf_file

    return pdf_file.made(paper)


# Each format's library is loaded only when it is asked for: all three together cost half a second.
_MAKERS: dict[str, Callable[[Paper], bytes]] = {".docx": _docx, ".odt": _odt, ".pdf": _pdf}
SUFFIXES = tuple(_MAKERS)


def write(paper: Paper, path: Path) -> None:
    """Write the paper to `path` as its suffix says: .docx, .odt or .pdf.

    Errors: RuleBroken (another suffix), FileUnwritable (then a file that was there is still whole).
    """
    maker = _MAKERS.get(path.suffix.lower())
    if maker is None:
        raise RuleBroken(
            _("無法把文件存成「{name}」：副檔名必須是 .docx、.odt 或 .pdf。請換一個檔名再存。").format(name=path.name)
        )
    if not path.parent.is_dir():
        raise FileUnwritable(_("找不到資料夾「{folder}」。請先建立，或換一個位置再存。").format(folder=path.parent))
    _replace(path, maker(paper))


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f"~{uuid.uuid4().hex}{path.suffix}.tmp")
    try:
        with beside.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, beside)
        beside.replace(path)
    except OSError as error:
        raise FileUnwritable(_reason(path, error)) from error
    finally:
        beside.unlink(missing_ok=True)


def _reason(path: Path, error: OSError) -> str:
    """Say why a file can't be written, and what to do."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return _("無法寫入「{path}」：磁碟空間不足。原有的檔案沒有更動，請清出空間後再存一次。").format(path=path)
    if error.errno == errno.ENAMETOOLONG:
        return _("無法寫入「{path}」：檔名太長。請換一個較短的檔名再存。").format(path=path)
    if path.is_dir():
        return _("無法寫入「{path}」：那是一個資料夾。請換一個檔名再存。").format(path=path)
    if isinstance(error, PermissionError):
        if path.exists() and os.access(path.parent, os.W_OK):
            return _("無法寫入「{path}」：檔案可能正在 Word 或其他程式中開啟。請先關閉它，或換一個檔名再存。").format(
                path=path
            )
        return _("無法寫入「{path}」：您沒有這個資料夾的寫入權限。請換一個位置再存。").format(path=path)
    if error.errno == errno.EROFS:
        return _("無法寫入「{path}」：這個磁碟是唯讀的。請換一個位置再存。").format(path=path)
    return _("無法寫入「{path}」：{reason}。請換一個位置再存。").format(path=path, reason=error.strerror or error)
