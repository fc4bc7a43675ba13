"""Files that the register keeps, and the imports that brought workbooks in."""

from dataclasses import dataclass, field
from datetime import datetime

from northtaiwan_desktop.domain.identity import new_id


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """附件 of any record; the bytes are kept once under their SHA-256."""

    id: str = field(default_factory=new_id)
    owner_id: str
    name: str
    size: int
    sha256: str
    added_at: datetime
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Import:
    """匯入紀錄: one workbook taken in. `operation_id` is the journal's entry that takes it back."""

    id: str = field(default_factory=new_id)
    file_name: str
    sha256: str
    kind: str
    sender_id: str | None = None
    year: int | None = None
    round: str = ""
    imported_at: datetime
    imported_by: str = ""
    new: int = 0
    changed: int = 0
    ignored: int = 0
    unreadable: int = 0
    operation_id: str = ""
    taken_back_at: datetime | None = None
