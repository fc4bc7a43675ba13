"""What could be read of a damaged register, and what is lost."""

from dataclasses import dataclass

from northtaiwan_desktop.i18n import _


@dataclass(frozen=True, kw_only=True)
class KindRescued:
    """The records of one kind: read from their table, filled from the journal, or lost."""

    kind: str
    word: str
    from_table: int = 0
    from_journal: int = 0
    lost: int = 0

    @property
    def count(self) -> int:
        return self.from_table + self.from_journal


@dataclass(frozen=True, kw_only=True)
class Rescue:
    """One rescue into the new file at `path`. `lost_files` names attachments whose bytes are gone.

    `mended` counts records that pointed at something lost, and now point at nothing.
    """

    path: str
    kinds: tuple[KindRescued, ...]
    actions: int
    files: int
    lost_files: tuple[str, ...] = ()
    mended: int = 0
    is_whole: bool = True

    @property
    def count(self) -> int:
        return sum(one.count for one in self.kinds)

    @property
    def lost(self) -> int:
        return sum(one.lost for one in self.kinds)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What is told: what was saved, what came from the journal, what is lost."""
        from_journal = sum(one.from_journal for one in self.kinds)
        told = [
            _("救出 {count} 筆資料、{actions} 項操作紀錄、{files} 個存檔，寫入「{path}」。").format(
                count=f"{self.count:,}", actions=f"{self.actions:,}", files=f"{self.files:,}", path=self.path
            )
        ]
        if from_journal:
            told.append(_("其中 {count} 筆在資料表裡讀不到，由操作紀錄補回。").format(count=f"{from_journal:,}"))
        if self.lost:
            parts = "、".join(
                _("{word} {count} 筆").format(word=one.word, count=one.lost) for one in self.kinds if one.lost
            )
            told.append(_("知道有、但救不回的：{parts}。").format(parts=parts))
        if self.mended:
            told.append(_("{count} 筆原本指到已遺失的資料，已改為空白。").format(count=f"{self.mended:,}"))
        if self.lost_files:
            told.append(_("存檔內容遺失，請重新加入：{names}。").format(names="、".join(self.lost_files)))
        if not (self.lost or self.lost_files or self.mended):
            told.append(_("沒有發現遺失的資料。"))
        return tuple(told)
