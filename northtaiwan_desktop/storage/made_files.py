"""The checksums of papers that were written out."""

from sqlalchemy import insert, select

from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import made_file
from northtaiwan_desktop.storage.work import Work


def is_known(records: Records, sha256: str) -> bool:
    """Was a file with this checksum written out from this register?"""
    found = records.connection.scalar(select(made_file.c.sha256).where(made_file.c.sha256 == sha256))
    return found is not None


def remember(work: Work, sha256: str, owner_id: str) -> None:
    """Keep the checksum of a file that was written out. No change of a record: nothing to undo."""
    if not is_known(work, sha256):
        work.connection.execute(insert(made_file).values(sha256=sha256, owner_id=owner_id, made_at=work.now))
