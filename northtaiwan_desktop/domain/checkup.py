"""What a look through the whole register found: each fault with its repair, or the reason why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from northtaiwan_desktop.i18n import N_, _


class Part(Enum):
    """What is looked at, in this order."""

    FILE = "file"
    VALUES = "values"
    LINKS = "links"
    JOURNAL = "journal"
    CLOSINGS = "closings"
    STANDING = "standing"
    SEARCH = "search"
    NUMBERS = "numbers"
    FILES = "files"

    @property
    def title(self) -> str:
        return _(
            {
                Part.FILE: N_("檔案結構"),
                Part.VALUES: N_("欄位內容"),
                Part.LINKS: N_("資料之間的關聯"),
                Part.JOURNAL: N_("操作紀錄與資料"),
                Part.CLOSINGS: N_("結案日期與會議日期"),
                Part.STANDING: N_("列管清單的索引"),
                Part.SEARCH: N_("全文搜尋的索引"),
                Part.NUMBERS: N_("編號"),
                Part.FILES: N_("附件與存檔"),
            }[self]
        )


class Repair(Enum):
    """What mends a fault. `RECORD`, `ADOPT`, `REMOVE` and `FOLLOW` are journalled; the rest make anew
    what is made of records.
    """

    NONE = ""
    REINDEX = "reindex"
    RECORD = "record"
    ADOPT = "adopt"
    REMOVE = "remove"
    FOLLOW = "follow"
    STANDING = "standing"
    SEARCH = "search"
    DROP_FILE = "drop_file"
    FETCH_FILE = "fetch_file"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """`what` says what is wrong with which thing, `remedy` what the repair will do, or why none can be made.

    `kind` and `ids` name the records, or the files by their checksums.
    """

    part: Part
    what: str
    remedy: str
    repair: Repair = Repair.NONE
    kind: str = ""
    ids: tuple[str, ...] = ()

    @property
    def can_be_repaired(self) -> bool:
        return self.repair is not Repair.NONE


@dataclass(frozen=True, kw_only=True)
class Checkup:
    """One look through. `counts` says how many things were looked at in each part."""

    at: datetime
    faults: tuple[Fault, ...] = ()
    counts: Mapping[Part, int] = field(default_factory=dict)
    told_at_opening: tuple[str, ...] = ()
    """What is told of what the opening of the register found, and set right."""

    @property
    def is_whole(self) -> bool:
        return not self.faults

    @property
    def repairable(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.can_be_repaired)

    @property
    def told(self) -> str:
        """The outcome in one sentence."""
        looked_at = sum(self.counts.values())
        if self.is_whole:
            return _("檢查完成，{count} 項都正常。").format(count=f"{looked_at:,}")
        return _("檢查完成：發現 {faults} 個問題，其中 {mendable} 個可以修復。").format(
            faults=len(self.faults), mendable=len(self.repairable)
        )
