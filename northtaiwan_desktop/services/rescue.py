"""救援: all that can be read of a damaged register, in a new one."""

from collections.abc import Generator
from datetime import datetime
from pathlib import Path

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import FileUnwritable
from northtaiwan_desktop.domain.rescue import Rescue
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services.setup import born_with
from northtaiwan_desktop.storage import rescue as storage


def rescue(damaged: Path, to: Path, *, now: datetime) -> Generator[float, None, Rescue]:
    """Write a new register at `to`, where no file is. The damaged one is left as it is."""
    if to.exists():
        raise FileUnwritable(_("「{path}」已經存在，沒有覆寫。請換一個檔名。").format(path=to))
    return (yield from storage.rescue(damaged, to, now=now, missing=born_with(paths.reference())))
