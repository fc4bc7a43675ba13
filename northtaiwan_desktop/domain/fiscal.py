"""財力級次: how strong a county's purse is in a year, and the part that a county of that tier pays itself (配合款)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.i18n import _

TIERS = (1, 2, 3, 4, 5)


@dataclass(frozen=True, kw_only=True)
class FiscalTier:
    """財力級次 of one member in one ROC year, with the announcement that it comes from."""

    id: str = field(default_factory=new_id)
    year: int
    member_id: str
    tier: int
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class MatchRate:
    """配合款比率 of one tier in one ROC year: per cent (0 to 100) of its part that a county pays itself."""

    id: str = field(default_factory=new_id)
    year: int
    tier: int
    percent: float
    source: str = ""


@dataclass(frozen=True)
class Match:
    """One county's part of a proposal, divided: `central` and `county` together are its part."""

    member_id: str
    central: int
    county: int


def rates_of(tiers: Iterable[FiscalTier], rates: Iterable[MatchRate]) -> dict[str, float]:
    """The per cent of each member whose tier, and the rate of that tier, are known. All are of one year."""
    percents = {rate.tier: rate.percent for rate in rates}
    return {one.member_id: percents[one.tier] for one in tiers if one.tier in percents}


def matched(parts: Mapping[str, int], rates: Mapping[str, float]) -> tuple[Match, ...]:
    """Divide each member's part by its rate, the match rounded to whole dollars; no dollar is lost.

    `KeyError` where a member has no rate: ask `missing` first.
    """
    made = []
    for member_id, part in parts.items():
        exact = Decimal(part) * Decimal(str(rates[member_id])) / 100
        county = int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))
        made.append(Match(member_id, part - county, county))
    return tuple(made)


def even_parts(whole: int, members: Iterable[str]) -> dict[str, int]:
    """The whole in equal parts; what can't be divided goes to the first ones, a dollar each."""
    ids = list(members)
    if not ids:
        return {}
    part, rest = divmod(whole, len(ids))
    return {id: part + (place < rest) for place, id in enumerate(ids)}


def check_tier(tier: int) -> None:
    """Refuse what is no tier."""
    if tier not in TIERS:
        raise RuleBroken(
            _("財力級次只有第{first}級至第{last}級，{tier} 不在其中。").format(
                first=TIERS[0], last=TIERS[-1], tier=tier
            )
        )


def check_percent(percent: float) -> None:
    """Refuse what is no part of a whole."""
    if not 0 <= percent <= 100:
        raise RuleBroken(_("配合款比率須在0%至100%之間，{percent:g}% 不在其中。").format(percent=percent))
