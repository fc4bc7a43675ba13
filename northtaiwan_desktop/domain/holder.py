"""Who has a register open for writing: one PC at a time, told by name where another one asks."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _

DEAD_AFTER = timedelta(minutes=5)
"""A holder gives a sign of life each minute; without one for so long its PC is off, or cut off."""


@dataclass(frozen=True, kw_only=True)
class Holder:
    """`silent_for` is the time since its last sign of life, by the clock of the disk that both share."""

    name: str
    pc: str
    since: datetime
    token: str
    silent_for: timedelta = timedelta(0)

    @property
    def is_dead(self) -> bool:
        return self.silent_for > DEAD_AFTER

    @property
    def who(self) -> str:
        """「王小明（PC-203）」."""
        return f"{self.name}（{self.pc}）" if self.name else self.pc

    @property
    def told(self) -> str:
        """Who has it since when, and whether there is a sign of life."""
        since = f"{roc_date.written(self.since.date())} {self.since:%H:%M}"
        text = _("{who} 從 {since} 起開啟著這個資料庫，現在只能看，不能修改。")
        if self.is_dead:
            minutes = int(self.silent_for.total_seconds() // 60)
            text += _("那台電腦已經 {minutes} 分鐘沒有動靜，可能已關機或斷線；確定沒有人在用時可以接手。").format(
                minutes=f"{minutes:,}"
            )
        return text.format(who=self.who, since=since)
