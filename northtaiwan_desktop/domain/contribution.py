"""年度分攤款: the running money that each member owes the platform in a year, and what of it is paid."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.platform import Member, Thresholds
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_, _


class Standing(Enum):
    """How far a contribution is paid."""

    PAID = "paid"
    PART = "part"
    OPEN = "open"
    OVERDUE = "overdue"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            Standing.PAID: N_("已繳清"),
            Standing.PART: N_("部分繳納"),
            Standing.OPEN: N_("未繳"),
            Standing.OVERDUE: N_("逾期"),
        }[self]


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """年度分攤款 of one member in a ROC year, in whole NT dollars. `paid_on` is the day of the last payment."""

    id: str = field(default_factory=new_id)
    year: int
    member_id: str
    amount: int
    paid: int = 0
    paid_on: date | None = None
    note: str = ""
    due_on: date | None = None

    @property
    def left(self) -> int:
        """What is still owed."""
        return max(0, self.amount - self.paid)

    def standing(self, today: date) -> Standing:
        """How far it is paid; one that is not paid in full is overdue from the day after its due day."""
        if self.paid >= self.amount:
            return Standing.PAID
        if self.due_on is not None and today > self.due_on:
            return Standing.OVERDUE
        return Standing.PART if self.paid else Standing.OPEN

    def received(self, sum: int, *, on: date, today: date) -> "Contribution":
        """Return it with a payment more. No more is taken than is owed, and none before it is made."""
        if sum <= 0:
            raise RuleBroken(_("繳納金額須大於0，請更正。"))
        if sum > self.left:
            raise RuleBroken(
                _("這次繳納 {sum:,}元，超過尚未繳納的 {left:,}元，請確認金額。").format(sum=sum, left=self.left)
            )
        _check_made(on, today)
        return replace(self, paid=self.paid + sum, paid_on=max(on, self.paid_on or on))

    def checked(self, *, today: date) -> "Contribution":
        """Return it as it is; RuleBroken where its sums or the day of payment can't be true."""
        if self.amount < 0 or self.paid < 0:
            raise RuleBroken(_("分攤款的金額不可為負數，請更正。"))
        if self.paid > self.amount:
            raise RuleBroken(
                _("已繳 {paid:,}元，超過應繳 {amount:,}元，請確認金額。").format(paid=self.paid, amount=self.amount)
            )
        if self.paid and self.paid_on is None:
            raise RuleBroken(_("已有繳納金額，請填寫繳納日期。"))
        if self.paid and self.paid_on is not None:
            _check_made(self.paid_on, today)
        return self if self.paid else replace(self, paid_on=None)


def _check_made(on: date, today: date) -> None:
    """Refuse a payment that is still to come."""
    if on > today:
        raise RuleBroken(
            _("繳納日期 {day} 還沒到（今日是 {today}），沒有記錄。請更正日期，或等款項繳納後再記。").format(
                day=roc_date.written(on), today=roc_date.written(today)
            )
        )


def laid_out(
    year: int,
    *,
    members: Iterable[Member],
    host_id: str,
    thresholds: Thresholds,
    known: Iterable[Contribution],
    due_on: date | None = None,
) -> tuple[Contribution, ...]:
    """What the year still lacks: one contribution a member, the host's sum for the host. Known ones stay as they are.

    A member that joined after the ROC year owes nothing for it.
    """
    there = {one.member_id for one in known}
    return tuple(
        Contribution(
            year=year,
            member_id=member.id,
            amount=thresholds.host_contribution if member.id == host_id else thresholds.member_contribution,
            due_on=due_on,
        )
        for member in members
        if member.id not in there and (member.joined_on is None or member.joined_on.year - 1911 <= year)
    )
