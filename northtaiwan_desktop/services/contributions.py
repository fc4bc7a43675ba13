"""What can be done with the yearly contributions (年度分攤款): lay a year out, note payments, put one right."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.contribution import Contribution, laid_out
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.contributions import contributions
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work


def lay_out(work: Work, year: int, *, due_on: date | None = None) -> tuple[Contribution, ...]:
    """Write down what each member owes for the ROC year: the host's sum for the host, else the members'.

    What is there already stays as it is; RuleBroken where nothing is missing.
    """
    if not 1 <= year <= 200:
        raise RuleBroken(_("年度須為民國1年至200年，{year} 不在其中。").format(year=year))
    known = reference(work)
    made = laid_out(
        year,
        members=known.members,
        host_id=known.host_of(year),
        thresholds=known.thresholds,
        known=contributions(work, year=year),
        due_on=due_on,
    )
    if not made:
        raise RuleBroken(_("{year}年度的分攤款已經全部列帳，沒有變更。").format(year=year))
    for one in made:
        work.save(one)
    return made


def pay(work: Work, ids: Sequence[str], *, on: date, today: date, sum: int | None = None) -> None:
    """Note a payment of each: `sum`, or all that is left. Those that are paid in full are refused."""
    for id in ids:
        one = work.get(Contribution, id)
        if not one.left:
            name = reference(work).member_name(one.member_id)
            message = _("{name}{year}年度的分攤款已繳清，沒有變更。")
            raise RuleBroken(message.format(name=name, year=one.year))
        work.save(one.received(one.left if sum is None else sum, on=on, today=today))


def save_contribution(work: Work, one: Contribution, *, today: date, seen: Contribution | None = None) -> Contribution:
    """Put a contribution right: its sum, what is paid, the days."""
    return work.save(one.checked(today=today), seen=seen)


def remove_contributions(work: Work, ids: Sequence[str]) -> None:
    """Take contributions out; the undo brings them back."""
    for id in ids:
        work.delete(work.get(Contribution, id))
