"""解除列管 takes a request, a recommendation and a meeting: which of these steps a line lacks."""

from collections.abc import Sequence
from enum import Enum

from northtaiwan_desktop.domain.progress import ProgressReport, Review, Verdict
from northtaiwan_desktop.i18n import N_, _


class Step(Enum):
    """One step of a release, and what is said of a line that lacks it."""

    REQUEST = "request"
    RECOMMENDATION = "recommendation"
    MEETING = "meeting"

    @property
    def lacking(self) -> str:
        return _(LACKING[self])

    @property
    def mark(self) -> str:
        """The same in a word, for a cell of a table."""
        return _(MARKS[self])


LACKING = {
    Step.REQUEST: N_("主（協）辦單位還沒有提請解除列管"),
    Step.RECOMMENDATION: N_("秘書還沒有建議解除列管"),
    Step.MEETING: N_("沒有指明作成決定的會議"),
}
MARKS = {Step.REQUEST: N_("未提請"), Step.RECOMMENDATION: N_("未建議"), Step.MEETING: N_("未記會議")}


def lacking(reports: Sequence[ProgressReport], reviews: Sequence[Review], *, has_meeting: bool) -> tuple[Step, ...]:
    """The steps that a line's release still lacks, in their order.

    The doer's last word counts, and what the secretary said since a meeting last decided: a meeting that let a case
    go on has answered what was recommended to it.
    """
    latest = max(reports, key=lambda one: one.place, default=None)
    found = [] if latest is not None and latest.asked is Verdict.RELEASE_ASKED else [Step.REQUEST]
    found += [] if _recommended(reviews) else [Step.RECOMMENDATION]
    found += [] if has_meeting else [Step.MEETING]
    return tuple(found)


def _recommended(reviews: Sequence[Review]) -> bool:
    for review in sorted(reviews, key=lambda one: one.sequence, reverse=True):
        if review.decided is not None:
            return False
        if review.recommended is not None:
            return review.recommended is Verdict.RELEASED
    return False
