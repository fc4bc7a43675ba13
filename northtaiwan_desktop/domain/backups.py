"""備份: the dated copies of a register, what each holds, and which of them are kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_, _

DAILY_FOR = timedelta(days=31)
"""For so long one of each day is kept; after it one of each month, for ever."""
SPECIAL_FOR = timedelta(days=90)
"""For so long those are kept that were laid aside before something large was done."""
ALWAYS = 3
"""The newest are kept whatever room they take."""
CAP_MB = 2_000
FOLDER = "{stem}_備份"
NAME = re.compile(r"(?s)(?P<stem>.+)_(?P<day>\d{4}-\d{2}-\d{2})_(?P<time>\d{6})(?:_(?P<reason>[^_.\d]+))?(?:_\d+)?\.db")


class Reason(Enum):
    """Why a copy was made; the value stands in its name."""

    HOURLY = ""
    BY_HAND = "手動"
    INTAKE = "匯入前"
    MERGE = "合併前"
    UPGRADE = "升級前"
    RESTORE = "還原前"
    DAMAGED = "損壞"

    @property
    def title(self) -> str:
        return _(
            {
                Reason.HOURLY: N_("自動"),
                Reason.BY_HAND: N_("手動"),
                Reason.INTAKE: N_("匯入前"),
                Reason.MERGE: N_("合併前"),
                Reason.UPGRADE: N_("升級前"),
                Reason.RESTORE: N_("還原前"),
                Reason.DAMAGED: N_("損壞的原檔"),
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """How copies are kept: in which folder, "" for the one beside the register, and how much room they may take."""

    folder: str = ""
    cap_mb: int = CAP_MB


@dataclass(frozen=True, kw_only=True)
class Backup:
    """One copy in the folder. `size` is in bytes."""

    name: str
    path: str
    at: datetime
    reason: Reason
    size: int

    @property
    def id(self) -> str:
        return self.name


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a register holds: how many meetings and resolutions, and the last action with its number and time.

    `mark` differs whenever anything that is kept has changed.
    """

    meetings: int
    resolutions: int
    last_number: int
    last_label: str
    last_by: str
    last_at: datetime | None
    mark: str


@dataclass(frozen=True, kw_only=True)
class BackupLine:
    """One copy with what it holds; `facts` is None where it can't be read, and `fault` says why."""

    backup: Backup
    facts: Facts | None
    fault: str = ""

    @property
    def id(self) -> str:
        return self.backup.name


@dataclass(frozen=True, kw_only=True)
class Thinned:
    """What a thinning leaves out, and whether it was for want of room."""

    dropped: tuple[Backup, ...]
    for_room: bool


def name_of(stem: str, at: datetime, reason: Reason, *, again: int = 0) -> str:
    """「北臺_2026-11-25_091500_匯入前.db」; `again` tells two of one second apart."""
    parts = [stem, f"{at:%Y-%m-%d}", f"{at:%H%M%S}", reason.value, str(again) if again else ""]
    return "_".join(part for part in parts if part) + ".db"


def read_name(name: str, stem: str) -> tuple[datetime, Reason] | None:
    """The time and the reason that a name tells; None where it is no copy of this register."""
    match = NAME.fullmatch(name)
    if match is None or match["stem"] != stem:
        return None
    try:
        at = datetime.strptime(match["day"] + match["time"], "%Y-%m-%d%H%M%S")
        return at, Reason(match["reason"] or "")
    except ValueError:
        return None


def trusted_first(backups: Iterable[Backup], *, now: datetime) -> list[Backup]:
    """The newest first; those of days to come, made while the clock was wrong, are the last choice."""
    newest_first = sorted(backups, key=lambda one: (one.at, one.name), reverse=True)
    return sorted(newest_first, key=lambda one: one.at > now)


def proposed(lines: Iterable[BackupLine], *, now: datetime) -> BackupLine | None:
    """The copy to go back to: the first that is whole, in the order in which they are trusted."""
    whole = {line.id: line for line in lines if line.facts is not None and not line.fault}
    order = trusted_first((line.backup for line in whole.values()), now=now)
    return whole[order[0].name] if order else None


def told_of(line: BackupLine | None) -> str:
    """A sentence that offers a copy; empty where there is none."""
    if line is None or line.facts is None:
        return ""
    at = f"{roc_date.written(line.backup.at.date())} {line.backup.at:%H:%M}"
    last = line.facts.last_label or _("（沒有操作）")
    text = _("最近的完整備份是 {at} 的「{name}」，最後一項操作：{last}。")
    return text.format(at=at, name=line.backup.name, last=last)


def thinned(backups: Iterable[Backup], *, today: date, cap: int) -> Thinned:
    """Choose what is let go: all of today stay, the last of each day for a month, the last of each month for ever.

    Copies from before something large stay for three months, and damaged originals until a person removes them.
    A day that is still to come (the clock was set back) is held for today. Over `cap` bytes the oldest go first.
    """
    newest_first = sorted(backups, key=lambda one: (one.at, one.name), reverse=True)
    kept: list[Backup] = []
    dropped: list[Backup] = []
    days: set[date] = set()
    months: set[tuple[int, int]] = set()
    for place, one in enumerate(newest_first):
        day = one.at.date()
        age = today - day
        is_last = day not in days if age <= DAILY_FOR else (day.year, day.month) not in months
        if one.reason is not Reason.DAMAGED:
            days.add(day)
            months.add((day.year, day.month))
        is_special = one.reason not in {Reason.HOURLY, Reason.BY_HAND} and age <= SPECIAL_FOR
        stays = place < ALWAYS or age <= timedelta(0) or is_last or is_special or one.reason is Reason.DAMAGED
        (kept if stays else dropped).append(one)
    room = sum(one.size for one in kept)
    for_room = False
    while room > cap and len(kept) > ALWAYS:
        oldest = kept.pop()
        room -= oldest.size
        dropped.append(oldest)
        for_room = True
    return Thinned(dropped=tuple(dropped), for_room=for_room)
