"""輪值: the next year is opened in one step, once, and taken back in one."""

from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.overview import owed
from northtaiwan_desktop.domain.platform import GroupRole, MeetingSlot, Part, PlatformYear
from northtaiwan_desktop.domain.rotation import Carry
from northtaiwan_desktop.services import calling, organisation, years
from northtaiwan_desktop.storage import years as questions
from northtaiwan_desktop.storage.meetings import meetings_of
from northtaiwan_desktop.storage.reference import reference

TODAY = date(2014, 11, 3)
NEW_TAIPEI, TAOYUAN, KEELUNG = "65000", "68000", "10017"


def open_year(store, year=104, **wish):
    made = []
    store.do("開啟年度", lambda work: made.append(years.open_year(work, year=year, today=TODAY, **wish)))
    return made[0]


def of_year(store, kind, year=104):
    return [one for one in store.ask(lambda records: records.all(kind)) if one.year == year]


def everything(store):
    return {kind: of_year(store, kind) for kind in (GroupRole, MeetingSlot, Contribution, PlatformYear)}


def test_a_year_is_opened_with_all_it_needs_and_taken_back_in_one_step(sample_store):
    before = everything(sample_store)
    opened = open_year(sample_store, carry=Carry.ROTATE)
    assert opened.host_name == "新北市"
    leads = {one.group_id: one.member_id for one in of_year(sample_store, GroupRole) if one.part is Part.LEAD}
    assert (leads["development"], leads["leisure"], len(leads)) == (NEW_TAIPEI, TAOYUAN, 9)
    planned = of_year(sample_store, MeetingSlot)
    assert sum(slot.kind_id == "group" for slot in planned) == 9 * 4
    assert sorted(slot.month for slot in planned if slot.kind_id == "deputies") == [5, 8]
    money = {one.member_id: one.amount for one in of_year(sample_store, Contribution)}
    assert (money.pop(NEW_TAIPEI), set(money.values())) == (2_000_000, {400_000})
    sample_store.undo()
    assert everything(sample_store) == before


def test_the_years_money_stands_in_the_order_of_the_members(sample_store):
    open_year(sample_store)
    sheet = sample_store.ask(partial(questions.year_sheet, year=104, today=TODAY))
    members = [member.id for member in sample_store.ask(reference).members]
    assert [one.member_id for _name, one in sheet.contributions] == members


def test_opening_it_again_says_so_and_changes_nothing(sample_store):
    open_year(sample_store)
    before = everything(sample_store)
    with pytest.raises(RuleBroken, match="104年度已經開啟過了"):
        open_year(sample_store, carry=Carry.ROTATE, replacing=True)
    assert everything(sample_store) == before


def test_planned_meetings_are_no_meetings_and_leave_what_is_owed_as_it_is(sample_store):
    day = date(2015, 5, 1)

    def owed_then(records):
        return owed(104, day, meetings_of(records, 104), reference(records))

    before = sample_store.ask(owed_then)
    open_year(sample_store)
    assert sample_store.ask(partial(meetings_of, year=104)) == []
    assert sample_store.ask(owed_then) == before


def test_a_called_meeting_takes_the_place_of_the_first_planned_one(sample_store):
    open_year(sample_store)
    call = partial(calling.call, kind_id="group", group_id="transport", year=104, held_on=date(2015, 3, 2))
    sample_store.do("新增會議", call)
    left = sample_store.ask(partial(questions.open_slots, year=104))
    own = [slot.ordinal for slot in left if slot.group_id == "transport"]
    assert own == [2, 3, 4]
    lines = sample_store.ask(partial(questions.slot_lines, year=104))
    assert [line.is_called for line in lines].count(True) == 1


def test_the_host_can_be_another_than_the_cycles(sample_store):
    opened = open_year(sample_store, host_id=KEELUNG)
    assert opened.year.overrules_cycle
    assert "改派" in opened.words[0]


def test_roles_that_stand_are_kept_unless_they_are_to_be_replaced(sample_store):
    give = partial(organisation.set_role, year=104, group_id="transport", member_id=KEELUNG, part=Part.LEAD)
    sample_store.do("設定", give)
    with pytest.raises(RuleBroken, match="104年度已經設定主政與配合"):
        open_year(sample_store, carry=Carry.ROTATE)
    assert open_year(sample_store).kept_roles
    assert [one.member_id for one in of_year(sample_store, GroupRole)] == [KEELUNG]
    sample_store.undo()
    open_year(sample_store, carry=Carry.ROTATE, replacing=True)
    assert len({one.group_id for one in of_year(sample_store, GroupRole)}) == 9


@pytest.mark.parametrize("year", [0, 12, 92, 117, 201, 1040])
def test_a_year_out_of_reach_is_refused(sample_store, year):
    with pytest.raises(RuleBroken, match=f"{year} 不是可以開啟的年度"):
        open_year(sample_store, year)


def test_a_host_that_is_no_member_is_refused(sample_store):
    before = everything(sample_store)
    with pytest.raises(NotFound, match="64000"):
        open_year(sample_store, host_id="64000")
    with pytest.raises(NotFound, match="64000"):
        sample_store.do("主政", partial(organisation.set_host, year=104, host_id="64000", theme=""))
    assert everything(sample_store) == before


def test_leads_are_carried_by_themselves_once(sample_store):
    rotate = partial(years.carry_roles, year=104, carry=Carry.ROTATE, today=TODAY)
    sample_store.do("輪替", rotate)
    before = of_year(sample_store, GroupRole)
    with pytest.raises(RuleBroken, match="沒有變更"):
        sample_store.do("輪替", rotate)
    assert of_year(sample_store, GroupRole) == before
    sample_store.do("沿用", partial(years.carry_roles, year=104, carry=Carry.COPY, today=TODAY, replacing=True))
    assert sample_store.ask(reference).leader_of("leisure", 104) == "63000"


def test_there_is_nothing_to_carry_from_a_year_without_roles(store):
    with pytest.raises(RuleBroken, match="115年度還沒有設定"):
        store.do("輪替", partial(years.carry_roles, year=116, carry=Carry.COPY, today=date(2026, 9, 8)))


def test_a_second_lead_of_a_group_is_refused(sample_store):
    give = partial(organisation.give_role, year=103, group_id="transport", member_id=KEELUNG, part=Part.LEAD)
    with pytest.raises(RuleBroken, match="已由新北市主政"):
        sample_store.do("主政", give)
    sample_store.do("主政", partial(give, replacing=True))
    known = sample_store.ask(reference)
    assert known.leader_of("transport", 103) == KEELUNG
    assert [r.part for r in known.roles if (r.group_id, r.member_id) == ("transport", NEW_TAIPEI)] == [Part.COOPERATE]


@pytest.mark.parametrize("month", [0, 13])
def test_a_planned_meeting_stays_in_its_year(sample_store, month):
    open_year(sample_store)
    slot = of_year(sample_store, MeetingSlot)[0]
    with pytest.raises(RuleBroken, match="月份為1至12"):
        sample_store.do("改", partial(years.move_slot, slot_id=slot.id, month=month))
    sample_store.do("改", partial(years.move_slot, slot_id=slot.id, month=4))
    assert sample_store.ask(lambda records: records.get(MeetingSlot, slot.id)).month == 4
