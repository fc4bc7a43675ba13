"""A change of hands: the successor holds the post from the day on, and finds the open work."""

from datetime import date
from functools import partial

import pytest

from northtaiwan_desktop.domain.errors import NotFound, RuleBroken
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.services import people
from northtaiwan_desktop.storage import people as questions

TODAY = date(2014, 10, 1)
HEALTH = "103-contact-health/post-1"


def hand_over(store, post_id=HEALTH, on=TODAY):
    made = []
    successor = Person(name="（示例）接任者")
    store.do("交接", lambda work: made.append(people.hand_over(work, post_id, successor, on=on)))
    return made[0]


def test_the_successor_finds_the_predecessors_open_cases(sample_store):
    before = sample_store.ask(partial(questions.post_file, post_id=HEALTH, today=TODAY))
    assert [line.number for line in before.cases] == ["103-副首長-1-02"]
    following = hand_over(sample_store)
    after = sample_store.ask(partial(questions.post_file, post_id=following.id, today=TODAY))
    assert after.cases == before.cases
    assert [other.person.name for other in after.others] == ["（示例）健康社福組窗口", "（示例）健康社福組前任窗口"]
    assert after.history[0].label == "交接"
    sample_store.undo()
    assert sample_store.ask(partial(questions.post_file, post_id=HEALTH, today=TODAY)).line.post.until is None


@pytest.mark.parametrize("on", [date(2014, 6, 16), date(2010, 1, 1)])
def test_a_successor_before_the_first_day_is_refused(sample_store, on):
    with pytest.raises(RuleBroken, match="103年6月16日"):
        hand_over(sample_store, on=on)


def test_a_post_that_ended_is_not_handed_over_again(sample_store):
    hand_over(sample_store)
    with pytest.raises(RuleBroken, match="103年9月30日"):
        hand_over(sample_store, on=date(2014, 12, 1))


@pytest.mark.parametrize(
    ("post", "told"),
    [
        ({"since": date(2014, 5, 2), "until": date(2014, 5, 1)}, "卸任日早於到任日"),
        ({"body": Body.GROUP}, "請選擇議題組"),
    ],
)
def test_a_post_that_cannot_be_is_refused(store, post, told):
    person = Person(name="（示例）某人")
    held = Post(**({"person_id": person.id, "body": Body.CONTACT} | post))
    with pytest.raises(RuleBroken, match=told):
        store.do("登記", partial(people.hold_post, person=person, post=held))
    assert store.ask(partial(questions.people_lines, today=TODAY)) == []


def test_a_bureau_answers_for_its_own_lines():
    post = Post(person_id="x", body=Body.CONTACT, member_id="65000", bureau="交通局")
    assert post.answers_for("65000", "transport", "交通局運輸管理科")
    assert post.answers_for("65000", None, "")
    assert not post.answers_for("65000", None, "環境保護局")
    assert not post.answers_for("63000", None, "交通局")


def test_a_name_with_several_posts_asks_which(sample_store):
    person = sample_store.ask(partial(questions.find_post, key=HEALTH, today=TODAY)).person
    second = Post(person_id=person.id, body=Body.TASK_FORCE, member_id="10018")
    sample_store.do("登記", partial(people.hold_post, person=person, post=second))
    with pytest.raises(NotFound, match="2 個現任職務"):
        sample_store.ask(partial(questions.find_post, key=person.name, today=TODAY))
