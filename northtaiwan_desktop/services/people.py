"""What can be done with people and posts: a change of hands above all."""

from dataclasses import replace
from datetime import date, timedelta

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.people import Person, Post
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.work import Work


def save_person(work: Work, person: Person, *, seen: Person | None = None) -> Person:
    """Keep a person, new or known."""
    if not person.name.strip():
        raise RuleBroken(_("姓名不可空白，請填寫。"))
    return work.save(person, seen=seen)


def hold_post(work: Work, person: Person, post: Post) -> Post:
    """Give a person a post."""
    if post.since and post.until and post.until < post.since:
        raise RuleBroken(_("「{name}」的卸任日早於到任日，請更正。").format(name=person.name))
    save_person(work, person)
    return work.save(replace(post, person_id=person.id))


def end_post(work: Work, post_id: str, *, until: date) -> Post:
    """End a post: `until` is its last day."""
    post = work.get(Post, post_id)
    if post.since and until < post.since:
        raise RuleBroken(_("卸任日早於到任日，請更正。"))
    return work.save(replace(post, until=until))


def hand_over(work: Work, post_id: str, successor: Person, *, on: date) -> Post:
    """A change of hands (交接): the post ends the day before `on`, the successor holds the same from `on`."""
    ended = end_post(work, post_id, until=on - timedelta(days=1))
    following = Post(
        person_id=successor.id,
        body=ended.body,
        member_id=ended.member_id,
        group_id=ended.group_id,
        bureau=ended.bureau,
        title=ended.title,
        since=on,
    )
    return hold_post(work, successor, following)
