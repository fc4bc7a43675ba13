"""Questions about people and their posts."""

from datetime import date

from northtaiwan_desktop.domain.lists import PostLine
from northtaiwan_desktop.domain.people import Person, Post
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES


def posts(records: Records, *, today: date) -> list[PostLine]:
    """All posts: those held today first, then by the committee's order of members."""
    known = reference(records)
    people = {person.id: person for person in records.all(Person)}
    order = {member.id: member.position for member in known.members}
    lines = [
        PostLine(
            post=post,
            person=people[post.person_id],
            member_name=known.member_name(post.member_id),
            group_name=known.group_name(post.group_id),
            is_current=post.is_valid(today),
        )
        for post in records.all(Post, order=(TABLES[Post].c.since,))
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
