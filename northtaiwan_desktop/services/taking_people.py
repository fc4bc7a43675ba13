"""One reviewed row of a list of people into the register: persons are kept, posts end and begin."""

from dataclasses import replace
from datetime import date, timedelta

from northtaiwan_desktop.domain.lists import PersonLine, PostLine
from northtaiwan_desktop.domain.people import Person, Post
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.services import people
from northtaiwan_desktop.sheets.comparing_people import fit, post_as_said, seat_of
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.review import ReviewedRow
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.storage import people as questions
from northtaiwan_desktop.storage.work import Work

EVE = timedelta(days=1)


def take_person(work: Work, row: ReviewedRow, table: Table, today: date) -> None:
    """Keep the person and the post; a changed post ends the day before the new one begins, and so does the
    predecessor's. Looked up anew, since an earlier row of the same list may have changed what stands."""
    said = row.row.fields
    held = questions.posts(work, today=today, member_id=row.row.found["member_id"])
    lines = _by_person(held)
    person = _person_of(work, row, lines, today=today)
    found = fit(row.row, person, lines)
    kept = person.person if person else Person(name=said["name"])
    kept = replace(kept, **{name: said[name] for name in ("phone", "email") if said.get(name)})
    start: date = said.get("since") or today
    if found.post and (not found.moves or not _is_before(found.post, start)):
        known = found.post.post
        if found.moves:
            known = replace(known, body=seat_of(row.row).body, group_id=row.row.found["group_id"] or known.group_id)
        people.hold_post(work, kept, post_as_said(row.row, known))
        return
    if found.post:
        _end(work, found.post, start)
    if found.predecessor and _is_before(found.predecessor, start):
        _end(work, found.predecessor, start)
    seat = seat_of(row.row)
    former = found.post.post if found.post else None
    post = Post(
        person_id=kept.id,
        body=former.body if former and row.row.found.get("is_body_told") is False else seat.body,
        member_id=seat.member_id,
        group_id=seat.group_id or (former.group_id if former and _stays(row.row) else None),
        bureau=former.bureau if former else "",
        title=former.title if former else "",
        since=start if found.post or found.predecessor else None,
    )
    people.hold_post(work, kept, post_as_said(row.row, post))


def _stays(row: Row) -> bool:
    """Does the row leave the group as it was?"""
    return "group" not in row.fields


def _is_before(line: PostLine, start: date) -> bool:
    """Did the post begin before that day, so that it can end on its eve?"""
    return line.post.since is None or line.post.since < start


def _end(work: Work, line: PostLine, start: date) -> None:
    people.end_post(work, line.post.id, until=start - EVE)


def _by_person(held: list[PostLine]) -> list[PersonLine]:
    found: dict[str, list[PostLine]] = {}
    for line in held:
        found.setdefault(line.person.id, []).append(line)
    return [PersonLine(person=lines[0].person, posts=tuple(lines)) for lines in found.values()]


def _person_of(work: Work, row: ReviewedRow, lines: list[PersonLine], *, today: date) -> PersonLine | None:
    """The person that was matched, or one of the name whom an earlier row of the list brought in."""
    if row.match is not None:
        id = row.match.record.person.id
        known = next((line for line in lines if line.person.id == id), None)
        return known or PersonLine(person=work.get(Person, id), posts=row.match.record.posts)
    name = folded(row.row.fields["name"])
    return next((line for line in lines if folded(line.person.name) == name), None)
