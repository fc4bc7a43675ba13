"""季報: how the register stands in a round, on two to four pages for a meeting."""

from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.overview import Owed
from northtaiwan_desktop.domain.plan import Milestone, PlanItem
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.round_standing import Standing
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine


@dataclass(frozen=True, kw_only=True)
class Quarterly:
    """The round's figures; lists are in the order in which they matter."""

    platform: str
    round: Round
    today: date
    host_name: str
    balances: tuple[tuple[Round, Balance], ...]
    """Of the year's rounds up to this one, which is the last."""
    members: tuple[Standing, ...]
    groups: tuple[Standing, ...]
    late: tuple[TrackedLine, ...]
    release_asked: tuple[TrackedLine, ...]
    owed: tuple[Owed, ...]
    milestones: tuple[tuple[PlanItem, Milestone], ...]

    @property
    def balance(self) -> Balance:
        return self.balances[-1][1]
