"""備份與還原: copies of the register that a person can see, compare and go back to."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from northtaiwan_desktop.domain.backups import Backup, BackupLine, Keeping, Reason
from northtaiwan_desktop.domain.errors import FileUnreadable, FileUnwritable, StoreUnavailable
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import backups, shape


def make(location: str | Path, *, reason: Reason, now: datetime, keeping: Keeping) -> Backup | None:
    """Lay a dated copy into the folder; None where nothing has changed since the newest."""
    shape.check(Path(location))
    return backups.keep(location, reason=reason, now=now, keeping=keeping)


def copy_to(location: str | Path, path: Path) -> Path:
    """Write one copy to a place of the person's choice, where no file is."""
    if path.exists():
        message = _("「{path}」已經存在，沒有覆寫。請換一個檔名。")
        raise FileUnwritable(message.format(path=path))
    shape.check(Path(location))
    backups.copy(location, path)
    return path


def whole(location: str | Path, keeping: Keeping) -> list[BackupLine]:
    """The copies, the newest first, each looked into: one that is damaged says so."""
    found = []
    for line in backups.lines(location, keeping):
        try:
            shape.check(Path(line.backup.path))
            found.append(line)
        except StoreUnavailable as error:
            found.append(replace(line, facts=None, fault=str(error)))
    return found


def find(location: str | Path, named: Path, keeping: Keeping) -> Path:
    """The copy that is meant: a path, or a name in the folder of copies."""
    inside = backups.folder_of(location, keeping) / named
    found = next((path for path in (named, inside) if path.is_file()), None)
    if found is None:
        message = _("找不到備份「{name}」。可用 list backups 查看有哪些。")
        raise FileUnreadable(message.format(name=named))
    return found
