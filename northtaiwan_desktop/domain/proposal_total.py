"""Yearly totals of proposals: counted from the single records (逐案), or told by a source as a sum (彙總數)."""

from dataclasses import dataclass, field
from enum import Enum

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.i18n import _


class Basis(Enum):
    """Where a total comes from; the two are never added up."""

    COUNTED = "counted"
    TOLD = "told"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {Basis.COUNTED: "逐案", Basis.TOLD: "彙總數"}[self]


@dataclass(frozen=True, kw_only=True)
class ProposalTotal:
    """彙總數 of the ROC years `since_year` to `until_year` as a source tells it; what it does not tell is None.

    `proposed` were handed in, `discussed` came before the platform's first review, `passed` were approved with
    `granted` whole NT dollars in all.
    """

    id: str = field(default_factory=new_id)
    since_year: int
    until_year: int
    proposed: int | None = None
    discussed: int | None = None
    passed: int | None = None
    granted: int | None = None
    source: str = ""
    note: str = ""

    @property
    def years(self) -> str:
        """「103」 or 「98–103」."""
        return str(self.since_year) if self.since_year == self.until_year else f"{self.since_year}–{self.until_year}"

    def checked(self) -> "ProposalTotal":
        """Return it as it is; RuleBroken where it can't be true, or tells no source."""
        if self.until_year < self.since_year:
            raise RuleBroken(
                _("結束年度{until}早於開始年度{since}，請更正。").format(until=self.until_year, since=self.since_year)
            )
        figures = (self.proposed, self.discussed, self.passed, self.granted)
        if all(figure is None for figure in figures):
            raise RuleBroken(_("請至少填寫一個數字：提案、討論、通過案數或核定金額。"))
        if any(figure is not None and figure < 0 for figure in figures):
            raise RuleBroken(_("案數與金額不可為負數，請更正。"))
        if not self.source.strip():
            raise RuleBroken(_("彙總數須註明出處，請填寫。"))
        return self


@dataclass(frozen=True, kw_only=True)
class YearCount:
    """What the single records of one ROC year come to. `unsummed` of those that passed have no approved sum.

    `requested` is without the sums of those merged or returned, which are `set_aside`.
    """

    year: int
    proposed: int
    discussed: int
    passed: int
    requested: int
    set_aside: int
    granted: int
    unsummed: int


@dataclass(frozen=True, kw_only=True)
class TotalLine:
    """One line of the totals: of one basis, with what is to be said about it."""

    basis: Basis
    since_year: int
    until_year: int
    proposed: int | None
    discussed: int | None
    passed: int | None
    requested: int | None
    set_aside: int | None
    granted: int | None
    source: str
    remark: str
    total: ProposalTotal | None = None

    @property
    def years(self) -> str:
        """「103」 or 「98–103」."""
        return self.total.years if self.total else str(self.since_year)

    @property
    def id(self) -> str:
        return self.total.id if self.total else str(self.since_year)


def lines(counts: list[YearCount], totals: list[ProposalTotal]) -> list[TotalLine]:
    """Both kinds side by side in the order of years, with how a told total differs from the records of its years."""
    made = [_counted(count) for count in counts] + [_told(total, counts) for total in totals]
    return sorted(made, key=lambda line: (line.since_year, line.until_year, line.basis.value))


def _counted(count: YearCount) -> TotalLine:
    remark = f"核定金額未含{count.unsummed}案：各案金額未填" if count.unsummed else ""
    return TotalLine(
        basis=Basis.COUNTED,
        since_year=count.year,
        until_year=count.year,
        proposed=count.proposed,
        discussed=count.discussed,
        passed=count.passed,
        requested=count.requested or None,
        set_aside=count.set_aside or None,
        granted=None if count.unsummed == count.passed else count.granted,
        source="",
        remark=remark,
    )


def _told(total: ProposalTotal, counts: list[YearCount]) -> TotalLine:
    return TotalLine(
        basis=Basis.TOLD,
        since_year=total.since_year,
        until_year=total.until_year,
        proposed=total.proposed,
        discussed=total.discussed,
        passed=total.passed,
        requested=None,
        set_aside=None,
        granted=total.granted,
        source=total.source,
        remark="；".join(filter(None, (total.note, _difference(total, counts)))),
        total=total,
    )


def _difference(total: ProposalTotal, counts: list[YearCount]) -> str:
    """How the told total differs from the records; empty where they agree or no record is there."""
    own = [count for count in counts if total.since_year <= count.year <= total.until_year]
    if not own:
        return "沒有逐案資料"
    if len(own) <= total.until_year - total.since_year:
        return f"逐案資料只有{'、'.join(str(count.year) for count in own)}年，不能核對"
    pairs = (
        ("提案", total.proposed, sum(count.proposed for count in own)),
        ("討論", total.discussed, sum(count.discussed for count in own)),
        ("通過", total.passed, sum(count.passed for count in own)),
    )
    apart = [
        f"{name}{told}案，逐案{counted}案" for name, told, counted in pairs if told is not None and told != counted
    ]
    return f"與逐案不同：{'；'.join(apart)}" if apart else "案數與逐案相符"
