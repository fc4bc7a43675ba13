"""預定進度 that a report leaves out: what it is taken for, so that leaving it out does not hide a delay."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.plan import QuarterTarget
from northtaiwan_desktop.domain.progress import ProgressReport, Round
from northtaiwan_desktop.i18n import N_, _


class Ground(Enum):
    """From what a planned progress is inferred."""

    OVERDUE = "overdue"
    PLAN = "plan"
    EARLIER = "earlier"

    @property
    def title(self) -> str:
        return _(
            {
                Ground.OVERDUE: N_("已過預定完成日期"),
                Ground.PLAN: N_("對應行動方案的各季預定進度"),
                Ground.EARLIER: N_("先前填報的預定進度"),
            }[self]
        )


@dataclass(frozen=True)
class Expected:
    """The planned progress (0 to 100) that a report is measured by though it names none, and why."""

    percent: float
    ground: Ground

    @property
    def told(self) -> str:
        """「預定進度沒有填，以 80% 計（先前填報的預定進度）」."""
        words = _("預定進度沒有填，以 {percent:g}% 計（{ground}）")
        return words.format(percent=self.percent, ground=self.ground.title)


def expected(
    round: Round,
    *,
    today: date,
    due_on: date | None,
    reports: Iterable[ProgressReport],
    targets: Iterable[QuarterTarget],
) -> Expected | None:
    """The highest that is known for the round: 100 once the due day is past, the plan's, the line's own so far.

    `targets` are the quarters of the item that the case serves. None where nothing is known.
    """
    if due_on is not None and due_on < today and due_on <= round.until:
        return Expected(100.0, Ground.OVERDUE)
    planned = [
        Expected(one.planned_percent, Ground.PLAN)
        for one in targets
        if one.planned_percent is not None and Round.quarter(one.year, one.quarter).until <= round.until
    ]
    earlier = [
        Expected(one.planned_percent, Ground.EARLIER)
        for one in reports
        if one.planned_percent is not None and Round.read(one.round).until <= round.until
    ]
    return max([*earlier, *planned], key=lambda one: one.percent, default=None)
