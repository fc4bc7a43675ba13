"""A paper that was edited by hand after it was written out is known by its checksum, and never lost by a new one."""

from enum import Enum
from hashlib import sha256
from pathlib import Path

from northtaiwan_desktop import whole_file
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import made_files
from northtaiwan_desktop.storage.records import Records


class Existing(Enum):
    """What becomes of a file that a person has edited: it stays, the new one goes beside it, or takes its place."""

    KEEP = "keep"
    BESIDE = "beside"
    REPLACE = "replace"


def is_edited(records: Records, path: Path) -> bool:
    """Is there a file with something in it that this register did not write, or that was changed since?

    FileUnwritable where a database stands there: that is no file to be asked about.
    """
    whole_file.require_no_register(path)
    if not whole_file.is_file(path):
        return False
    content = whole_file.read(path)
    return bool(content) and not made_files.is_known(records, sha256(content).hexdigest())


def place_for(records: Records, path: Path, existing: Existing | None) -> Path | None:
    """Where to write: `path` itself, or beside it; None where the old file stays.

    RuleBroken offers the choices where none was made.
    """
    if not is_edited(records, path) or existing is Existing.REPLACE:
        return path
    if existing is Existing.KEEP:
        return None
    if existing is Existing.BESIDE:
        return beside(path)
    message = _(
        "「{path}」匯出後有人修改過（或不是由這個資料庫匯出的），沒有覆寫。"
        "請以 --existing 選擇 keep（保留）、beside（另存一份）或 replace（取代）。"
    )
    raise RuleBroken(message.format(path=path))


def put(content: bytes, path: Path) -> str:
    """Write a file whole; returns its checksum, by which it is known again."""
    whole_file.write(path, content)
    return sha256(content).hexdigest()


def require_ending(path: Path, ending: str) -> None:
    """Refuse a name whose ending says that something else is in the file."""
    if path.suffix.lower() != ending:
        message = _("無法存成「{name}」：副檔名必須是 {ending}。請換一個檔名再存。")
        raise RuleBroken(message.format(name=path.name, ending=ending))


def beside(path: Path) -> Path:
    """The first free name of its kind: 「紀錄 (2).docx」."""
    n = 2
    while whole_file.is_there(free := path.with_name(f"{path.stem} ({n}){path.suffix}")):
        n += 1
    return free


def checksum(path: Path) -> str:
    """The checksum of a file as it was just written, by which it is known again."""
    return sha256(whole_file.read(path)).hexdigest()
