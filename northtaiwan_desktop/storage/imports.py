"""Questions about the workbooks that were taken in."""

from collections.abc import Collection

from sqlalchemy import select

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.lists import ImportLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES, blob

IMPORT = TABLES[Import].c


def import_lines(records: Records, *, sender_id: str | None = None) -> list[ImportLine]:
    """All imports, or those of one sender, the newest first."""
    known = reference(records)
    conditions = [IMPORT.sender_id == sender_id] if sender_id else []
    made = records.all(Import, *conditions, order=(IMPORT.imported_at.desc(), IMPORT.first_change))
    return [ImportLine(record=one, sender_name=known.member_name(one.sender_id)) for one in made]


def find(records: Records, id: str) -> Import:
    """The import with this id; NotFound names it."""
    found = records.find(Import, id)
    if found is None:
        raise NotFound(_("找不到匯入紀錄「{id}」。可用 list imports 查看。").format(id=id))
    return found


def standing_among(records: Records, sums: Collection[str]) -> dict[str, Import]:
    """By checksum, the latest import of each of these files that has not been taken back."""
    found = records.among(Import, "sha256", set(sums), order=(IMPORT.imported_at,))
    return {one.sha256: one for one in found if one.taken_back_at is None}


def standing_of(records: Records, *, kind: str, sender_id: str, year: int | None, round: str) -> list[Import]:
    """What was taken in of this kind, sender and time and has not been taken back, the newest first."""
    conditions = [IMPORT.kind == kind, IMPORT.sender_id == sender_id, IMPORT.taken_back_at.is_(None)]
    conditions += [IMPORT.year == year, IMPORT.round == round]
    return records.all(Import, *conditions, order=(IMPORT.imported_at.desc(),))


def file_content(records: Records, sha256: str) -> bytes | None:
    """The bytes kept under a checksum."""
    content: bytes | None = records.connection.scalar(select(blob.c.content).where(blob.c.sha256 == sha256))
    return content
