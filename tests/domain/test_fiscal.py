"""The match (配合款) by fiscal tier: no dollar is lost, none is negative."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.fiscal import (
    FiscalTier,
    MatchRate,
    check_percent,
    check_tier,
    even_parts,
    matched,
    rates_of,
)

MEMBERS = ["10002", "10017", "65000", "63000"]
PARTS = st.dictionaries(st.sampled_from(MEMBERS), st.integers(0, 10**12))
PERCENTS = st.sampled_from(range(10_001)).map(lambda hundredths: hundredths / 100)


@given(PARTS, st.lists(PERCENTS, min_size=4, max_size=4))
def test_both_parts_are_the_whole_and_the_match_is_the_rate(parts: dict[str, int], percents: list[float]) -> None:
    rates = dict(zip(MEMBERS, percents, strict=True))
    for one in matched(parts, rates):
        assert one.central >= 0
        assert one.county >= 0
        assert one.central + one.county == parts[one.member_id]
        exact = Decimal(parts[one.member_id]) * Decimal(str(rates[one.member_id])) / 100
        assert abs(one.county - exact) <= Decimal("0.5")


@given(st.integers(0, 10**12), st.lists(st.sampled_from(MEMBERS), unique=True))
def test_even_parts_are_the_whole_and_differ_by_a_dollar_at_most(whole: int, members: list[str]) -> None:
    parts = even_parts(whole, members)
    assert list(parts) == members
    if members:
        assert sum(parts.values()) == whole
        assert max(parts.values()) - min(parts.values()) <= 1


def test_only_members_whose_tier_has_a_rate_have_one() -> None:
    tiers = [FiscalTier(year=103, member_id="10002", tier=5), FiscalTier(year=103, member_id="63000", tier=1)]
    assert rates_of(tiers, [MatchRate(year=103, tier=5, percent=10)]) == {"10002": 10}


@pytest.mark.parametrize("tier", [0, 6, -1])
def test_no_other_tiers(tier: int) -> None:
    with pytest.raises(RuleBroken, match="不在其中"):
        check_tier(tier)


@pytest.mark.parametrize("percent", [-1, 100.5])
def test_no_other_rates(percent: float) -> None:
    with pytest.raises(RuleBroken, match="0%至100%"):
        check_percent(percent)
