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
    lost_actions: int = 0
    """Entries that the journal must have had, and has no more."""
    uncompared: int = 0
    """Records of which the journal tells nothing: whether they are as they were nobody knows."""

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
        is_compared = not (self.lost_actions or self.uncompared) and bool(self.actions)
        if not (self.lost or self.lost_files or self.mended):
            told.append(_("沒有發現遺失的資料。") if is_compared else _("能比對的部分沒有發現遺失的資料。"))
        if not self.actions:
            told.append(_("操作紀錄讀不到，所以沒有東西可以比對：資料表裡若少了資料或內容被改過，無法知道是哪些。"))
        elif not is_compared:
            if self.lost_actions and self.uncompared:
                text = _(
                    "操作紀錄少了 {actions} 項，有 {count} 筆資料無從比對：若少了資料或內容被改過，無法知道是哪些。"
                )
            elif self.lost_actions:
                text = _("操作紀錄少了 {actions} 項：若少了資料或內容被改過，無法知道是哪些。")
            else:
                text = _("有 {count} 筆資料不在操作紀錄裡，無從比對：若少了資料或內容被改過，無法知道是哪些。")
            told.append(text.format(actions=f"{self.lost_actions:,}", count=f"{self.uncompared:,}"))
        return tuple(told)
