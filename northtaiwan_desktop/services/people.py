"""What can be done with people and posts: a change of hands above all."""

from dataclasses import replace
from datetime import date, timedelta

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.work import Work


def save_person(work: Work, person: Person, *, seen: Person | None = None) -> Person:
    """Keep a person, new or known."""
    if not person.name.strip():
        raise RuleBroken(_("姓名不可空白，請填寫。"))
    return work.save(person, seen=seen)


def hold_post(work: Work, person: Person, post: Post) -> Post:
    """Give a person a post. A group's member or contact window needs its group."""
    if post.since and post.until and post.until < post.since:
        raise RuleBroken(_("「{name}」的卸任日早於到任日，請更正。").format(name=person.name))
    if post.body is Body.GROUP and post.group_id is None:
        raise RuleBroken(_("「{name}」是議題小組成員，請選擇議題組。").format(name=person.name))
    save_person(work, person)
    return work.save(replace(post, person_id=person.id))


def remove_post(work: Work, post_id: str) -> None:
    """Take a post out that was registered by mistake; one that ended is ended, not removed."""
    work.delete(work.get(Post, post_id))


def end_post(work: Work, post_id: str, *, until: date) -> Post:
    """End a post: `until` is its last day."""
    post = work.get(Post, post_id)
    if post.since and until < post.since:
        raise RuleBroken(_("卸任日早於到任日，請更正。"))
    return work.save(replace(post, until=until))


def hand_over(work: Work, post_id: str, successor: Person, *, on: date) -> Post:
    """A change of hands (交接): the post ends the day before `on`, the successor holds the same from `on`."""
    post = work.get(Post, post_id)
    if post.until is not None and post.until < on:
        message = _("這個職務已在 {day} 卸任，不能再交接。接任的人請用「新增職務」登記。")
        raise RuleBroken(message.format(day=roc_date.written(post.until)))
    if post.since and on <= post.since:
        raise RuleBroken(_("接任日須晚於原任的到任日 {day}，請更正。").format(day=roc_date.written(post.since)))
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
