"""Two copies of one register set side by side: a cloud's conflict copy, a colleague's, a backup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.i18n import N_, _

LONG_AGO = datetime(1912, 1, 1)
CONFLICTS = (
    # Dropbox, in the languages of its desktop program: 「北臺 (王小明 的衝突複本 2026-09-08).db」.
    r"{stem} \(.*(conflicted copy|衝突複本|冲突副本|衝突副本|競合コピー).*\)( ?\(\d+\))?",
    r"{stem}.*的衝突複本.*",
    # OneDrive puts the computer's name behind: 「北臺-PC-203.db」.
    r"{stem}-[A-Za-z0-9][A-Za-z0-9._-]*(-\d+)?",
    # Google Drive, Windows and browsers count: 「北臺 (1).db」; the old Drive wrote [Conflict].
    r"{stem} ?\(\d+\)",
    r"{stem} ?\[Conflict(ed)?( \d+)?\]",
    # Syncthing, Nextcloud and ownCloud.
    r"{stem}\.sync-conflict-\d{{8}}-\d{{6}}.*",
    r"{stem} ?\(conflicted copy .*\)",
    r"{stem}_conflict-\d{{8}}-\d{{6}}.*",
    # Copied by hand in the Explorer.
    r"{stem} ?- ?(複製|Copy|副本)( ?\(\d+\))?",
)


def is_conflict_name(name: str, register: str) -> bool:
    """Does a file's name look like a copy that a cloud folder has made of the register with that name?"""
    stem, dot, ending = register.rpartition(".")
    if not name.endswith(dot + ending) or name == register:
        return False
    bare = name.removesuffix(dot + ending)
    return any(re.fullmatch(form.format(stem=re.escape(stem)), bare) for form in CONFLICTS)


class Side(Enum):
    """Which of two copies has changed a record since they were one."""

    THEIRS = "theirs"
    BOTH = "both"
    OURS = "ours"

    @property
    def title(self) -> str:
        return _(
            {
                Side.THEIRS: N_("只有另一份改過"),
                Side.BOTH: N_("兩份都改過"),
                Side.OURS: N_("只有目前這份改過"),
            }[self]
        )

    @property
    def light(self) -> Light:
        return {Side.THEIRS: Light.GREEN, Side.BOTH: Light.RED, Side.OURS: Light.DONE}[self]


@dataclass(frozen=True, kw_only=True)
class FieldPair:
    """One field of a record in both copies, as people read it."""

    field: str
    ours: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One record that is not the same in both copies; None where a copy does not have it.

    `at` and `by` tell of its latest change in each copy.
    """

    kind: str
    record_id: str
    word: str
    name: str
    side: Side
    ours: Any
    theirs: Any
    ours_at: datetime | None
    theirs_at: datetime | None
    ours_by: str
    theirs_by: str
    fields: tuple[FieldPair, ...]

    @property
    def id(self) -> str:
        return f"{self.kind}/{self.record_id}"

    @property
    def what(self) -> str:
        """What the other copy has done to the record, seen from ours."""
        if self.ours is None:
            return _("另一份才有")
        return _("目前這份才有") if self.theirs is None else _("內容不同")

    @property
    def latest(self) -> datetime:
        """When it was last changed, in either copy; long ago where no journal tells."""
        return max((at for at in (self.ours_at, self.theirs_at) if at is not None), default=LONG_AGO)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """All that differs, the newest changes first, and when both were last the same.

    `counters` holds the last number of each series that the other copy has drawn.
    """

    ours: str
    theirs: str
    differences: tuple[Difference, ...]
    parted_at: datetime | None
    common: int
    counters: tuple[tuple[str, int], ...] = ()

    @property
    def is_kin(self) -> bool:
        """Have both grown from one register?"""
        return self.common > 0

    def proposed(self) -> tuple[Difference, ...]:
        """What can be taken over without a question: what the other copy alone has changed."""
        return tuple(one for one in self.differences if one.side is Side.THEIRS)

    def chosen(self, wanted: Sequence[str]) -> tuple[Difference, ...]:
        """Those with these ids or names."""
        names = set(wanted)
        return tuple(one for one in self.differences if names & {one.id, one.record_id, one.name})
