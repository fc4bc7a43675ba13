"""Questions about people, their posts, and the open work that goes with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.lists import PersonLine, PostLine
from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import journal
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.schema import TABLES


@dataclass(frozen=True, kw_only=True)
class PostFile:
    """One post with who held it before and after, its open work, and what was changed in it."""

    line: PostLine
    others: tuple[PostLine, ...]
    """The other holders of the same post, the newest first."""
    cases: tuple[TrackedLine, ...]
    """Open lines for which the post answers, the nearest due day first."""
    history: tuple[Operation, ...]
    """Newest first."""


def posts(
    records: Records,
    *,
    today: date,
    group_id: str | None = None,
    member_id: str | None = None,
    current_only: bool = False,
) -> list[PostLine]:
    """Posts: those held today first, then by the committee's order of members."""
    known = reference(records)
    table = TABLES[Post].c
    conditions = [table.group_id == group_id] if group_id else []
    conditions += [table.member_id == member_id] if member_id else []
    held = records.all(Post, *conditions, order=(table.since,))
    people = {person.id: person for person in records.among(Person, "id", {post.person_id for post in held})}
    order = {member.id: member.position for member in known.members}
    lines = [
        PostLine(
            post=post,
            person=people[post.person_id],
            member_name=known.member_name(post.member_id),
            group_name=known.group_name(post.group_id),
            is_current=post.is_valid(today),
        )
        for post in held
        if not current_only or post.is_valid(today)
    ]
    return sorted(
        lines,
        key=lambda line: (
            not line.is_current,
            order.get(line.post.member_id or "", 0),
            line.post.body.value,
            line.group_name,
        ),
    )


def people_lines(records: Records, *, today: date) -> list[PersonLine]:
    """All people by name, each with the posts held, those of today first."""
    held: dict[str, list[PostLine]] = {}
    for line in posts(records, today=today):
        held.setdefault(line.person.id, []).append(line)
    everyone = records.all(Person, order=(TABLES[Person].c.name,))
    return [PersonLine(person=one, posts=tuple(held.get(one.id, ()))) for one in everyone]


def find_person(records: Records, key: str) -> Person:
    """The person with this id or whole name; NotFound names it, and says so where several bear the name."""
    found = records.find(Person, key)
    named = [found] if found else records.all(Person, TABLES[Person].c.name == key)
    if len(named) != 1:
        message = _("找到 {count} 位「{key}」。請以 list people --json 查看識別碼後再指定。")
        raise NotFound(message.format(count=len(named), key=key))
    return named[0]


def find_post(records: Records, key: str, *, today: date) -> PostLine:
    """The post with this id, or the only one that the person of this name holds today; NotFound says what to do."""
    found = [line for line in posts(records, today=today) if line.post.id == key]
    found = found or [line for line in posts(records, today=today, current_only=True) if line.person.name == key]
    if len(found) > 1:
        message = _("「{key}」有 {count} 個現任職務，請改用識別碼指定。可用 list posts --json 查看。")
        raise NotFound(message.format(key=key, count=len(found)))
    if not found:
        raise NotFound(_("找不到職務「{key}」。可用 list posts --json 查看識別碼。").format(key=key))
    return found[0]


def post_file(records: Records, post_id: str, *, today: date) -> PostFile:
    """All that is known of one post."""
    line = find_post(records, post_id, today=today)
    others = [other for other in posts(records, today=today, member_id=line.post.member_id) if _is_other(line, other)]
    others.sort(key=lambda other: other.post.since or date.min, reverse=True)
    return PostFile(
        line=line,
        others=tuple(others),
        cases=tuple(open_work(records, line.post, today=today)),
        history=tuple(journal.operations_on(records, [line.post.id, line.person.id])),
    )


def open_work(records: Records, post: Post, *, today: date) -> list[TrackedLine]:
    """The open lines for which a post answers, the nearest due day first: what a successor takes over."""
    if post.member_id is None:
        return []
    lines = tracked_lines(records, today=today, member_id=post.member_id, group_id=post.group_id, open_only=True)
    return [line for line in lines if _answers(post, line)]


def windows_of(lines: Iterable[TrackedLine], held: Sequence[PostLine]) -> list[tuple[TrackedLine, PostLine | None]]:
    """Each line with the contact window that answers for it: of its group, else of its member alone."""
    contacts = [one for one in held if one.is_current and one.post.body is Body.CONTACT]
    contacts.sort(key=lambda one: one.post.group_id is None)
    return [(line, next((one for one in contacts if _answers(one.post, line)), None)) for line in lines]


def _answers(post: Post, line: TrackedLine) -> bool:
    return post.answers_for(line.assignment.member_id, line.resolution.group_id, line.assignment.office)


def _is_other(line: PostLine, other: PostLine) -> bool:
    return other.post.id != line.post.id and other.post.is_same_seat(line.post)
