"""What waits for a desk (待辦), and whose desk a person keeps."""

from datetime import date

from northtaiwan_desktop.domain.overview import Overview
from northtaiwan_desktop.domain.people import Person, Post
from northtaiwan_desktop.domain.waiting import Waits, desk_of, watched
from northtaiwan_desktop.domain.waiting import waiting as drawn_up
from northtaiwan_desktop.domain.watch import CaseFilter
from northtaiwan_desktop.storage import register
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES


def waiting(records: Records, overview: Overview, *, member_id: str | None, today: date) -> list[Waits]:
    """What waits for a county's desk, or for the secretary (None), beside what the home page says to everybody."""
    lines = {}
    for watch in watched(member_id):
        asked = register.Asked(today=today, wanted=CaseFilter(watch=watch, member_id=member_id))
        lines[watch] = register.count_of(records, asked)
    return drawn_up(member_id, lines, overview, reference(records))


def desk_by_name(records: Records, name: str, *, today: date) -> str | None:
    """Whose desk the person of this name keeps, as the posts of today say; None is the secretary's."""
    if not name.strip():
        return None
    known = records.all(Person, TABLES[Person].c.name == name.strip())
    held = records.among(Post, "person_id", {person.id for person in known})
    members = [post.member_id for post in held if post.member_id and post.is_valid(today)]
    return desk_of(members, reference(records), today)
