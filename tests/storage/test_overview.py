"""What the database counts for the home page is what the lines themselves say."""

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.member_order import MemberOrder
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.yearbook import proposal_sums as summed
from northtaiwan_desktop.storage.overview import group_shares, overview, proposal_sums
from northtaiwan_desktop.storage.proposals import proposal_lines
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store


@pytest.mark.parametrize("day", [date(2014, 6, 1), date(2014, 10, 1), date(2014, 11, 3), date(2015, 6, 1)])
def test_lights_by_group_are_those_of_the_lines(sample_store: Store, day: date) -> None:
    lines = sample_store.ask(partial(tracked_lines, today=day, open_only=True))
    counted = Counter((line.resolution.group_id, line.light) for line in lines)
    late = Counter(line.resolution.group_id for line in lines if line.is_late(day))
    for share in sample_store.ask(partial(group_shares, today=day)):
        for light in (Light.RED, Light.YELLOW, Light.GREEN):
            assert share.lights[light] == counted[share.group_id, light]
        assert share.late == late[share.group_id]
        assert share.open == sum(count for (group, _light), count in counted.items() if group == share.group_id)


@pytest.mark.parametrize("year", range(98, 105))
def test_sums_of_proposals_are_those_of_the_lines(sample_store: Store, year: int) -> None:
    lines = sample_store.ask(partial(proposal_lines, year=year))
    found = sample_store.ask(partial(proposal_sums, year=year))
    assert replace(found, told=None) == summed(lines)
    assert found.told == {100: 32_700_000, 103: 8_700_000}.get(year)


def test_what_is_not_recorded_one_by_one_is_not_written_as_nothing(sample_store: Store) -> None:
    assert sample_store.ask(partial(proposal_sums, year=103)).approved_words == "870萬元（彙總數）"


def test_members_stand_in_the_order_that_was_chosen(sample_store: Store) -> None:
    def names(order: MemberOrder) -> list[str]:
        found = sample_store.ask(partial(overview, year=103, today=date(2014, 10, 1), order=order))
        return [member.name for member in found.members]

    assert names(MemberOrder.COMMITTEE)[0] == "宜蘭縣"
    assert names(MemberOrder.HOST)[:2] == ["新竹縣", "宜蘭縣"]
    assert names(MemberOrder.MUNICIPALITIES)[:3] == ["新北市", "臺北市", "桃園市"]
