"""The repairs of what a look through the register found: journalled, or made anew from the records."""

from collections.abc import Callable, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert

from northtaiwan_desktop.domain.checkup import Fault, Repair
from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import backups, closings, connecting, passages, sqlite_file, standing
from northtaiwan_desktop.storage.checkup import image_of
from northtaiwan_desktop.storage.schema import KINDS, blob
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Change, Work


def mend(store: Store, faults: Sequence[Fault], *, by: str = "") -> None:
    """Mend what can be mended, as one action that can be undone; what is made of the records is made anew."""

    def of(*repairs: Repair) -> list[Fault]:
        return [fault for fault in faults if fault.repair in repairs]

    if of(Repair.REINDEX):
        _rebuild(store, lambda connection: connection.exec_driver_sql("REINDEX") and None)
    if lost := of(Repair.FETCH_FILE):
        _rebuild(store, lambda connection: _fetch(connection, store, [id for fault in lost for id in fault.ids]))
    if unknown := of(Repair.ADOPT):
        store.found(_("補記操作紀錄"), lambda work: _adopt(work, unknown))
    if astray := of(Repair.RECORD, Repair.REMOVE, Repair.FOLLOW):
        store.do(_("依檢查結果修復資料"), lambda work: _set_right(work, astray), by=by)
    if unwanted := of(Repair.DROP_FILE):
        digests = [id for fault in unwanted for id in fault.ids]
        _rebuild(store, lambda connection: _drop(connection, digests))
    # Last: what the journal was told of is taken for new, and would stand in the indexes twice.
    if astray or unknown or of(Repair.STANDING):
        _rebuild(store, standing.rebuild)
    if astray or unknown or of(Repair.SEARCH):
        _rebuild(store, passages.rebuild)


def _rebuild(store: Store, make: Callable[[Connection], object]) -> None:
    with store.told(), store.engine.connect() as connection:
        connection = connection.execution_options(writes=True)
        with connection.begin():
            make(connection)


def _adopt(work: Work, faults: Sequence[Fault]) -> None:
    """Let the journal know of records as they stand: nothing in the tables changes."""
    for fault in faults:
        records: list[Any] = work.among(KINDS[fault.kind], "id", set(fault.ids))
        for record in records:
            work.changes.append(Change(None, record))


def _set_right(work: Work, faults: Sequence[Fault]) -> None:
    for fault in faults:
        kind = KINDS[fault.kind]
        for id in fault.ids:
            if fault.repair is Repair.FOLLOW:
                closings.follow(work, work.get(Meeting, id))
                continue
            wanted = None if fault.repair is Repair.REMOVE else image_of(work, kind, id)
            present: Any = work.find(kind, id)
            if wanted is not None:
                work.save(wanted)
            elif present is not None:
                work.delete(present)


def _drop(connection: Connection, digests: Sequence[str]) -> None:
    for digest in digests:
        connection.execute(delete(blob).where(blob.c.sha256 == digest))


def _fetch(connection: Connection, store: Store, digests: Sequence[str]) -> None:
    """Take lost files out of the newest copy that has them; those that none has stay lost."""
    wanted = set(digests)
    copies = [] if store.server else backups.held(store.location, store.keeping)
    for backup in copies:
        if not wanted:
            return
        for digest, content in _files_in(Path(backup.path), wanted):
            connection.execute(delete(blob).where(blob.c.sha256 == digest))
            connection.execute(insert(blob).values(sha256=digest, content=content))
            wanted.discard(digest)


def _files_in(path: Path, wanted: set[str]) -> list[tuple[str, bytes]]:
    found = []
    try:
        with sqlite_file.told(path), closing(connecting.reading(path)) as connection:
            for digest in sorted(wanted):
                row = connection.execute("SELECT content FROM blob WHERE sha256 = ?", (digest,)).fetchone()
                if row is not None and sha256(row[0]).hexdigest() == digest:
                    found.append((digest, row[0]))
    except StoreUnavailable:
        # A damaged copy has nothing to give.
        return []
    return found
