"""What can be done with fiscal tiers (財力級次): write down a year's tiers and match rates, with their source."""

from collections.abc import Sequence
from typing import TypeVar

from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.fiscal import FiscalTier, MatchRate, check_percent, check_tier
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.proposals import fiscal
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work

T = TypeVar("T", FiscalTier, MatchRate)
Year = tuple[Sequence[FiscalTier], Sequence[MatchRate]]


def set_year(
    work: Work, year: int, tiers: Sequence[FiscalTier], rates: Sequence[MatchRate], *, seen: Year | None = None
) -> None:
    """Make the tiers and rates of a ROC year exactly these. `seen` are those that the person saw."""
    known = reference(work)
    now_tiers, now_rates = fiscal(work, year)
    if seen is not None and (list(seen[0]), list(seen[1])) != (now_tiers, now_rates):
        message = _("{year}年度的財力級次在您編輯期間已有別的修改，尚未儲存您的內容。請比對後再存一次。")
        now = (tuple(now_tiers), tuple(now_rates))
        raise ChangedMeanwhile(message.format(year=year), now=now, wanted=(tuple(tiers), tuple(rates)))
    for tier in tiers:
        check_tier(tier.tier)
    for rate in rates:
        check_tier(rate.tier)
        check_percent(rate.percent)
    twice = _twice([one.member_id for one in tiers])
    if twice:
        message = _("{name}在{year}年度有兩個財力級次，請移除一個。")
        raise RuleBroken(message.format(name=known.member_name(str(twice)), year=year))
    double = _twice([one.tier for one in rates])
    if double:
        message = _("{year}年度第{tier}級有兩個配合款比率，請移除一個。")
        raise RuleBroken(message.format(year=year, tier=double))
    _replace(work, now_tiers, tiers)
    _replace(work, now_rates, rates)


def set_tier(work: Work, year: int, member_id: str, tier: int, *, source: str) -> None:
    """Write down one county's tier of a ROC year."""
    tiers, rates = fiscal(work, year)
    left = [one for one in tiers if one.member_id != member_id]
    set_year(work, year, [*left, FiscalTier(year=year, member_id=member_id, tier=tier, source=source)], rates)


def set_rate(work: Work, year: int, tier: int, percent: float, *, source: str) -> None:
    """Write down the match rate of one tier in a ROC year."""
    tiers, rates = fiscal(work, year)
    left = [one for one in rates if one.tier != tier]
    set_year(work, year, tiers, [*left, MatchRate(year=year, tier=tier, percent=percent, source=source)])


def _twice(values: Sequence[object]) -> object | None:
    return next((value for place, value in enumerate(values) if value in values[:place]), None)


def _replace(work: Work, now: Sequence[T], wanted: Sequence[T]) -> None:
    ids = {one.id for one in wanted}
    for one in now:
        if one.id not in ids:
            work.delete(one)
    for one in wanted:
        work.save(one)
