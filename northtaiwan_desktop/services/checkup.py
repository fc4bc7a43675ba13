"""檢查: look through the whole register and, where it is asked for, mend what can be mended."""

from collections.abc import Generator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from northtaiwan_desktop.domain.backups import Keeping
from northtaiwan_desktop.domain.checkup import Checkup, Fault, Part
from northtaiwan_desktop.domain.errors import StoreDamaged
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.checkup import look_through
from northtaiwan_desktop.storage.mending import mend
from northtaiwan_desktop.storage.store import Store


def check(
    location: str | Path, *, now: datetime, keeping: Keeping | None = None, repair: bool = False, by: str = ""
) -> Generator[float, None, Checkup]:
    """Look through the register; with `repair` mend it and look again. Yields how far it is (0 to 1).

    A register too damaged to be opened is told as such, not raised.
    """
    try:
        store = Store.open(location, keeping=keeping)
    except StoreDamaged as error:
        reason = _("請還原備份，或把讀得到的救到新的檔案。")
        return Checkup(at=now, faults=(Fault(part=Part.FILE, what=str(error), remedy=reason),))
    try:
        found = yield from look_through(store, now=now)
        if repair and found.repairable:
            mend(store, found.repairable, by=by)
            found = yield from look_through(store, now=now)
        return replace(found, told_at_opening=store.told_at_opening)
    finally:
        store.close()
