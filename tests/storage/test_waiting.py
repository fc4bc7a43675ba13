"""What waits for a desk: the secretary's and a county's differ, and each count is that of the list behind it."""

from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.waiting import Task
from northtaiwan_desktop.domain.watch import CaseFilter
from northtaiwan_desktop.storage import register
from northtaiwan_desktop.storage.overview import overview
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.waiting import desk_by_name, waiting

TODAY = date(2014, 11, 3)
HSINCHU_CITY, HOST = "10018", "10004"


def waits_for(store, member_id):
    return store.ask(
        lambda records: waiting(records, overview(records, year=103, today=TODAY), member_id=member_id, today=TODAY)
    )


def test_the_secretary_recommends_reminds_and_finalises(sample_store):
    found = waits_for(sample_store, None)
    assert [one.task for one in found] == [Task.RECOMMEND, Task.REMIND, Task.FINALISE]
    assert {one.behind.member_id for one in found if isinstance(one.behind, CaseFilter)} == {None}


def test_a_county_has_its_own_lines_meetings_and_milestones(sample_store):
    known = sample_store.ask(reference)
    found = waits_for(sample_store, HSINCHU_CITY)
    assert Task.REPORT in {one.task for one in found}
    assert not {one.task for one in found} & {Task.RECOMMEND, Task.REMIND, Task.FINALISE}
    for one in found:
        match one.task:
            case Task.HOLD:
                assert known.leader_of(one.behind.group_id, 103) == HSINCHU_CITY
            case Task.REPORT | Task.OVERDUE | Task.FINISH_SOON:
                assert one.behind.member_id == HSINCHU_CITY


@pytest.mark.parametrize("member_id", [None, HSINCHU_CITY, "63000", "65000"])
def test_each_count_is_that_of_the_lines_behind_it(sample_store, member_id):
    for one in waits_for(sample_store, member_id):
        if isinstance(one.behind, CaseFilter):
            asked = register.Asked(today=TODAY, wanted=one.behind)
            assert sample_store.ask(partial(register.window, asked=asked, length=500)).total == one.count > 0


def test_nothing_waits_where_nothing_is(store):
    found = store.ask(
        lambda records: waiting(records, overview(records, year=116, today=TODAY), member_id=None, today=TODAY)
    )
    assert found == []


@pytest.mark.parametrize(
    ("member_id", "until", "desk"),
    [(HSINCHU_CITY, None, HSINCHU_CITY), (HOST, None, None), (HSINCHU_CITY, date(2014, 1, 1), None)],
    ids=["county", "host", "left"],
)
def test_a_persons_posts_say_whose_desk_it_is(sample_store, member_id, until, desk):
    def enter(work):
        person = work.save(Person(name="示例承辦"))
        work.save(Post(person_id=person.id, body=Body.CONTACT, member_id=member_id, until=until))

    sample_store.do("示例", enter)
    assert sample_store.ask(partial(desk_by_name, name="示例承辦", today=TODAY)) == desk
    assert sample_store.ask(partial(desk_by_name, name="別人", today=TODAY)) is None
