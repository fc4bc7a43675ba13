"""議題主政輪替: once round the cycle, each group is led by whom it was led by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.platform import GroupRole, IssueGroup, Part, Platform
from northtaiwan_desktop.domain.rotation import FORMER_LEAD, Carry, carried, next_in_cycle

MEMBERS = ("A", "B", "C", "D", "E")
PLATFORM = Platform(name="平臺", short_name="平臺", first_year=93, cycle=MEMBERS)
CORE = IssueGroup(id="core", name="發展推動組", short_name="發推", position=0, is_core=True)
GROUPS = (CORE, *(IssueGroup(id=f"g{n}", name=f"第{n}組", short_name=f"{n}", position=n) for n in range(1, 4)))


def role(group: str, member: str, part: Part = Part.LEAD, year: int = 103, note: str = "") -> GroupRole:
    return GroupRole(year=year, group_id=group, member_id=member, part=part, note=note)


def carry(roles, wish, year=104, host="B"):
    return carried(roles, year=year, carry=wish, platform=PLATFORM, groups=GROUPS, host_id=host)


def parts(roles):
    return {(one.group_id, one.member_id): one.part for one in roles}


@st.composite
def years(draw):
    roles = []
    for group in GROUPS:
        members = draw(st.lists(st.sampled_from(MEMBERS), min_size=1, unique=True))
        roles += [role(group.id, members[0]), *(role(group.id, one, Part.COOPERATE) for one in members[1:])]
    return roles


@given(years(), st.sampled_from([Carry.COPY, Carry.ROTATE]))
def test_each_group_has_one_lead_and_each_member_one_part(roles, wish):
    made = carry(roles, wish)
    assert len(parts(made)) == len(made)
    leads = [one.group_id for one in made if one.part is Part.LEAD]
    assert sorted(leads) == sorted(group.id for group in GROUPS)
    assert {one.year for one in made} == {104}


@given(years())
def test_once_round_the_cycle_the_leads_are_as_they_were(roles):
    made = roles
    for turn in range(len(MEMBERS)):
        made = carry(made, Carry.ROTATE, year=104 + turn)
    before = {one.group_id: one.member_id for one in roles if one.part is Part.LEAD and one.group_id != "core"}
    assert {one.group_id: one.member_id for one in made if one.part is Part.LEAD and one.group_id != "core"} == before


def test_the_former_lead_stays_for_one_year():
    first = carry([role("g1", "A"), role("g1", "D", Part.COOPERATE)], Carry.ROTATE)
    assert [(one.member_id, one.part, one.note) for one in first if one.group_id == "g1"] == [
        ("B", Part.LEAD, ""),
        ("D", Part.COOPERATE, ""),
        ("A", Part.COOPERATE, FORMER_LEAD),
    ]
    second = carry(first, Carry.ROTATE, year=105)
    assert {one.member_id for one in second if one.group_id == "g1"} == {"C", "D", "B"}


def test_a_copy_says_the_same_but_the_core_group_goes_with_the_host():
    made = carry([role("core", "A"), role("g1", "C"), role("g1", "A", Part.COOPERATE)], Carry.COPY)
    assert parts(made) == {
        ("core", "B"): Part.LEAD,
        ("core", "A"): Part.COOPERATE,
        ("g1", "C"): Part.LEAD,
        ("g1", "A"): Part.COOPERATE,
    }


@pytest.mark.parametrize(("member", "following"), [("A", "B"), ("E", "A"), ("Z", "Z")])
def test_the_next_in_the_cycle(member, following):
    assert next_in_cycle(PLATFORM, member) == following


def test_nothing_is_carried_where_nothing_is_wished():
    assert carry([role("g1", "A")], Carry.KEEP) == ()
