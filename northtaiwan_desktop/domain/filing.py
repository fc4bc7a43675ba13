"""Files: the papers of a meeting, what the register keeps, and the imports that brought workbooks in."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.writing import file_name
from northtaiwan_desktop.i18n import N_, _


class PaperKind(Enum):
    """The papers of a meeting in the order in which they are needed."""

    NOTICE = "notice"
    AGENDA = "agenda"
    SIGNIN = "signin"
    MINUTES = "minutes"
    EXTRACT = "extract"

    @property
    def title(self) -> str:
        return _(
            {
                PaperKind.NOTICE: N_("開會通知單"),
                PaperKind.AGENDA: N_("議程"),
                PaperKind.SIGNIN: N_("簽到表"),
                PaperKind.MINUTES: N_("會議紀錄"),
                PaperKind.EXTRACT: N_("決議節錄"),
            }[self]
        )

    @property
    def word(self) -> str:
        """The name as papers and mails write it: always Chinese."""
        return {
            PaperKind.NOTICE: "開會通知單",
            PaperKind.AGENDA: "會議議程",
            PaperKind.SIGNIN: "會議簽到表",
            PaperKind.MINUTES: "會議紀錄",
            PaperKind.EXTRACT: "決議節錄",
        }[self]


DOCUMENTS = frozenset(
    (
        *("pdf", "doc", "docx", "odt", "rtf", "txt", "xls", "xlsx", "ods", "csv", "tsv", "ppt", "pptx", "odp", "odg"),
        *("jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "mp3", "m4a", "wav", "mp4", "mov", "wmv"),
        *("eml", "msg", "ics", "di", "zip", "7z"),
    )
)
"""Endings of files that are looked at or listened to. What others open may be a program."""


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

    @property
    def file_name(self) -> str:
        """Its name as every system takes it and without a path: the register may have come from somewhere else."""
        own = self.name.replace("\\", "/").rstrip("/").rpartition("/")[2]
        stem, ending = _parted(own)
        return file_name.safe(stem) + (f".{file_name.safe(ending)}" if ending else "")

    @property
    def is_document(self) -> bool:
        """Can it be opened without starting a program that came with it?"""
        return _parted(self.file_name)[1].casefold() in DOCUMENTS


def _parted(name: str) -> tuple[str, str]:
    """The name of a file and its ending; one that only begins with a dot has none."""
    stem, dot, ending = name.rpartition(".")
    return (stem, ending) if dot and stem and ending else (name, "")


@dataclass(frozen=True, kw_only=True)
class PaperTemplate:
    """範本 that an office has made in Word for one kind of paper; its bytes are kept under their SHA-256."""

    id: str = field(default_factory=new_id)
    paper: str
    """The kind of paper: notice, agenda, signin, minutes or extract."""
    name: str
    sha256: str
    is_chosen: bool = False
    """Are papers of this kind made with it? At most one of a kind is."""
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class Import:
    """匯入紀錄: one workbook taken in. `operation_id` is the journal's entry that it is part of.

    Of that entry's changes those from `first_change` on, up to and without `last_change`, are its own.
    """

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
    first_change: int = 0
    last_change: int | None = None
    """None for one that came in when an entry was one file: all of the entry's changes are its own."""
    taken_back_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class LaterChange:
    """Something that was done after an import and stands on what it wrote."""

    label: str
    by: str
    at: datetime
    kind: str
    """The kind of the record, by its name."""
    record_id: str
    words: str
    """The record as people name it: 「辦理情形 103-012」."""
