"""What a doer reports each round, what is said to it, and the light it shows."""

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import cached_property, lru_cache

from northtaiwan_desktop.domain.errors import RuleBroken, Unreadable
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.platform import Thresholds
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.i18n import N_, _

_ROUND = re.compile(r"(\d{1,3})(Q[1-4]|M(?:0[1-9]|1[0-2]))")
FIRST_YEAR = 1911
COMPLETE = 100


class Verdict(Enum):
    """列管決定: asked by the doer, recommended by the secretary, decided by a meeting."""

    CONTINUE = "continue"
    RELEASE_ASKED = "release_asked"
    RELEASED = "released"
    SELF = "self"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return _VERDICT_WORDS[self]

    @property
    def title(self) -> str:
        return _(self.word)

    @property
    def direct_word(self) -> str:
        """What papers call it where steps before it are left out: always Chinese."""
        return _DIRECT_RELEASE if self is Verdict.RELEASED else _DIRECT

    @property
    def state(self) -> State | None:
        """The state into which a meeting's verdict brings a line; None where it stays open."""
        return {
            Verdict.RELEASED: State.RELEASED,
            Verdict.SELF: State.SELF,
            Verdict.MERGED: State.MERGED,
            Verdict.WITHDRAWN: State.WITHDRAWN,
        }.get(self)


_DIRECT_RELEASE, _DIRECT = N_("逕行解除"), N_("逕行決定")
_VERDICT_WORDS = {
    Verdict.CONTINUE: "繼續列管",
    Verdict.RELEASE_ASKED: "提請解除列管",
    Verdict.RELEASED: "解除列管",
    Verdict.SELF: "自行列管",
    Verdict.MERGED: "併案列管",
    Verdict.WITHDRAWN: "撤銷列管",
}
VERDICT_TITLES = (
    N_("繼續列管"),
    N_("提請解除列管"),
    N_("解除列管"),
    N_("自行列管"),
    N_("併案列管"),
    N_("撤銷列管"),
)


@dataclass(frozen=True, order=True)
class Round:
    """填報期別: a quarter (115Q3) or a month (115M07) of a ROC year."""

    year: int
    first_month: int
    months: int

    @classmethod
    def quarter(cls, year: int, quarter: int) -> "Round":
        if not 1 <= quarter <= 4:
            raise RuleBroken(_("沒有第{quarter}季，季別為1至4。").format(quarter=quarter))
        return cls(year, quarter * 3 - 2, 3)

    @classmethod
    def month(cls, year: int, month: int) -> "Round":
        if not 1 <= month <= 12:
            raise RuleBroken(_("沒有{month}月，月份為1至12。").format(month=month))
        return cls(year, month, 1)

    @classmethod
    def of(cls, day: date, rounds_a_year: int) -> "Round":
        """The round in which `day` lies."""
        year = day.year - FIRST_YEAR
        return cls.month(year, day.month) if rounds_a_year == 12 else cls.quarter(year, (day.month + 2) // 3)

    @staticmethod
    @lru_cache(maxsize=1024)
    def read(code: str) -> "Round":
        """Read a code as `code` writes it."""
        match = _ROUND.fullmatch(code)
        if match is None:
            raise Unreadable(_("「{code}」不是填報期別，例如 115Q3 或 115M07。").format(code=code), code)
        year, part = int(match[1]), match[2]
        return Round.quarter(year, int(part[1:])) if part[0] == "Q" else Round.month(year, int(part[1:]))

    @cached_property
    def code(self) -> str:
        """As stored: 115Q3, 115M07. Codes of one year and kind sort by time."""
        part = f"Q{(self.first_month + 2) // 3}" if self.months == 3 else f"M{self.first_month:02d}"
        return f"{self.year}{part}"

    @property
    def written(self) -> str:
        """As papers write it: 115年第3季, 115年7月."""
        part = f"第{(self.first_month + 2) // 3}季" if self.months == 3 else f"{self.first_month}月"
        return f"{self.year}年{part}"

    @property
    def since(self) -> date:
        return date(self.year + FIRST_YEAR, self.first_month, 1)

    @cached_property
    def until(self) -> date:
        month, year = self.first_month + self.months, self.year + FIRST_YEAR
        following = date(year, month, 1) if month <= 12 else date(year + 1, month - 12, 1)
        return following - timedelta(days=1)


def report_place(round: str, reported_on: date, sequence: int) -> tuple[date, date, int]:
    """Where a report stands among those of its line: by its round first, as one for a past round may come late."""
    return Round.read(round).until, reported_on, sequence


def review_place(round: str, reviewed_on: date, sequence: int) -> tuple[date, int]:
    """Where a review stands among those of its line: by its day, whichever round it was made for."""
    return reviewed_on, sequence


@dataclass(frozen=True, kw_only=True)
class ProgressReport:
    """辦理情形: one doer's dated report of one round. Never overwritten: a correction is a later report.

    Percentages are 0 to 100. `asked` is what the doer asks for (提請解除列管).
    """

    id: str = field(default_factory=new_id)
    assignment_id: str
    round: str
    reported_on: date
    sequence: int = 0
    """Counts the reports of one line, so that the latest of one day is known."""
    text: str
    planned_percent: float | None = None
    actual_percent: float | None = None
    delay_reason: str = ""
    remedy: str = ""
    asked: Verdict = Verdict.CONTINUE
    import_id: str | None = None

    def __post_init__(self) -> None:
        for percent in (self.planned_percent, self.actual_percent):
            if percent is not None and not 0 <= percent <= 100:
                raise RuleBroken(_("進度 {percent:g}% 不在0%至100%之間，請更正。").format(percent=percent))

    @property
    def place(self) -> tuple[date, date, int]:
        """Where it stands among the reports of its line."""
        return report_place(self.round, self.reported_on, self.sequence)

    @property
    def awaits_meeting(self) -> bool:
        """Is it all done and 解除列管 asked for, so that the next word is the meeting's and not the doer's?"""
        is_whole = self.actual_percent is not None and self.actual_percent >= COMPLETE
        return is_whole and self.asked is Verdict.RELEASE_ASKED

    @property
    def behind(self) -> float:
        """落後 in points: planned minus actual, 0 where either is unknown or it is ahead."""
        if self.planned_percent is None or self.actual_percent is None:
            return 0.0
        return max(0.0, self.planned_percent - self.actual_percent)


@dataclass(frozen=True, kw_only=True)
class Review:
    """管考建議／審查意見: the secretary recommends, a meeting decides (`decided`, `meeting_id`)."""

    id: str = field(default_factory=new_id)
    assignment_id: str
    round: str
    reviewed_on: date
    sequence: int = 0
    text: str = ""
    recommended: Verdict | None = None
    decided: Verdict | None = None
    meeting_id: str | None = None
    reason: str = ""
    direct_reason: str = ""
    """Why the line was closed although a step before it is missing (逕行解除、逕行決定); empty where none is."""

    @property
    def place(self) -> tuple[date, int]:
        """Where it stands among the reviews of its line."""
        return review_place(self.round, self.reviewed_on, self.sequence)

    @property
    def directly(self) -> str:
        """What papers put behind a decision that left out steps: 「（逕行解除：…）」."""
        word = (self.decided or Verdict.RELEASED).direct_word
        return f"（{word}：{self.direct_reason}）" if self.direct_reason else ""


class Light(Enum):
    """燈號: a colour and a word, never a colour alone."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    DONE = "done"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return _LIGHT_WORDS[self]

    @property
    def title(self) -> str:
        return _(self.word)


_LIGHT_WORDS = {Light.GREEN: "正常", Light.YELLOW: "注意", Light.RED: "落後", Light.DONE: "結案"}
LIGHT_TITLES = (N_("正常"), N_("注意"), N_("落後"), N_("結案"))


def light(
    *, closed: bool, due_on: date | None, report: ProgressReport | None, today: date, limits: Thresholds
) -> Light:
    """Red when overdue or far behind, yellow when behind or due soon, else green, as is what awaits the meeting."""
    if closed:
        return Light.DONE
    if report is not None and report.awaits_meeting:
        return Light.GREEN
    behind = report.behind if report else 0.0
    if (due_on is not None and due_on < today) or behind >= limits.far_behind_percent:
        return Light.RED
    soon = due_on is not None and (due_on - today).days <= limits.due_soon_days
    return Light.YELLOW if soon or behind >= limits.behind_percent else Light.GREEN
