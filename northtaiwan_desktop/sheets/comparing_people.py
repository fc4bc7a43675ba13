"""Returned lists of people (人員與聯絡窗口) set beside the register: who it is, and what becomes of the post."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from northtaiwan_desktop.domain.lists import PersonLine, PostLine
from northtaiwan_desktop.domain.people import Body, Post
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import posts
from northtaiwan_desktop.sheets.differing import alike
from northtaiwan_desktop.sheets.headings import label
from northtaiwan_desktop.sheets.interpreting import Problem, Row
from northtaiwan_desktop.sheets.matching import decide, likeness
from northtaiwan_desktop.sheets.people_readers import body_in
from northtaiwan_desktop.sheets.review import Difference, Match, ReviewedRow, RowState, plain
from northtaiwan_desktop.sheets.tables import Table

SEATS = "seats"
"""What a row knows of the others of its table: every seat that the table names, with its holder."""
_OF_PERSON = ("phone", "email")
_OF_POST = ("body", "group", "bureau", "title", "since", "until")
_SEAT = frozenset({"name", "body", "member", "group"})
"""What says which post it is: a row is taken with it, or not at all."""
_OF_ONE = {Body.EX_OFFICIO, Body.CHAIR, Body.EXECUTIVE}
_WORTH_NAMING = 0.6
_COLUMNS = {column.name: column for column in posts.COLUMNS}


class Seat(NamedTuple):
    """Who is named for which post."""

    name: str
    body: Body
    member_id: str | None
    group_id: str | None


@dataclass(frozen=True, kw_only=True)
class Fit:
    """What a row means for a person's posts."""

    post: PostLine | None = None
    """The post that the row is about; where `moves`, the one that ends."""
    moves: bool = False
    """Does the post end and another begin?"""
    predecessor: PostLine | None = None
    """Another person's hold on the same seat, which ends with it."""


def compare_people(
    table: Table, rows: Sequence[Row], people: Sequence[PersonLine], chosen: Mapping[int, str | None]
) -> tuple[ReviewedRow, ...]:
    """Compare each row with the people of its county, or with the one that a person named for it.

    A name that only another county has is another person.
    """
    body = _body_of(table)
    said = [_whole(row, table, body) for row in rows]
    # A row that is compared anew by itself still knows of the others.
    seats = frozenset(seat_of(row) for row in said if row.fields.get("name") and "body" in row.fields)
    seats = seats.union(*(row.found.get(SEATS, ()) for row in said))
    said = [replace(row, found={**row.found, SEATS: seats}) for row in said]
    by_id = {line.person.id: line for line in people}
    return tuple(
        _compared(row, people, _Named(by_id.get(chosen[at] or "")) if at in chosen else None)
        for at, row in enumerate(said)
    )


class _Named(NamedTuple):
    """The person that somebody named for a row; None for a new one."""

    line: PersonLine | None


def seat_of(row: Row) -> Seat:
    """The post that a row names."""
    return Seat(folded(row.fields["name"]), row.fields["body"], row.found.get("member_id"), row.found.get("group_id"))


def fit(row: Row, person: PersonLine | None, others: Iterable[PersonLine]) -> Fit:
    """Find the post that a row is about, and whose hold on the same seat it ends."""
    post = _post_of(row, person) if person else None
    moves = post is not None and _has_moved(row, post)
    if post is None and person is not None:
        post = _given_up(row, person)
        moves = post is not None
    begins = post is None or moves
    return Fit(post=post, moves=moves, predecessor=_predecessor(row, person, others) if begins else None)


def _body_of(table: Table) -> Body:
    """The post that a list without a column of posts is about, by its title; a list of contacts without one."""
    above = [label(table.grid, row, column) for row in range(table.header_rows[0]) for column in range(8)]
    found = (body_in(text) for text in (*above, table.grid.name) if text)
    return next((body for body in found if body), Body.CONTACT)


def _whole(row: Row, table: Table, body: Body) -> Row:
    """The row with its county, group and post, wherever they were told."""
    if row.ignored:
        return row
    found = dict(row.found)
    member_id = found.get("member_id") or found.get("bureau_member_id")
    if member_id is None and "member" not in row.raw:
        member_id = table.sender_id
    found["member_id"] = member_id
    found["group_id"] = found.get("group_id") or found.get("body_group_id")
    fields = dict(row.fields)
    if "body" not in row.raw:
        fields["body"], found["is_body_told"] = body, False
    return replace(row, fields=fields, found=found)


def _compared(row: Row, people: Sequence[PersonLine], named: _Named | None) -> ReviewedRow:
    if row.ignored:
        return ReviewedRow(row=row, state=RowState.IGNORED)
    if row.is_unreadable:
        return ReviewedRow(row=row, state=RowState.UNREADABLE)
    if fault := _fault(row):
        return ReviewedRow(row=row, state=RowState.UNREADABLE, notes=(fault,))
    if named is None:
        match, near, notes = _who(row, people)
    else:
        match, near, notes = _matched(named.line, 1.0, _("由人指定")) if named.line else None, (), []
    if any(not note.is_note for note in notes):
        return ReviewedRow(row=row, state=RowState.UNREADABLE, runner_ups=near, notes=tuple(notes))
    person = match.record if match else None
    found = fit(row, person, people)
    notes += _said_of(row, found)
    if match is None:
        needed = _SEAT & row.fields.keys()
        return ReviewedRow(row=row, state=RowState.NEW, runner_ups=near, notes=tuple(notes), needed=needed)
    differences = _differences(row, match.record, found)
    if not differences:
        return ReviewedRow(row=row, state=RowState.SAME, match=match)
    is_conflict = any(each.is_conflict for each in differences)
    return ReviewedRow(
        row=row,
        state=RowState.CONFLICT if is_conflict else RowState.CHANGED,
        match=match,
        differences=differences,
        notes=tuple(notes),
        needed=_SEAT & {each.field for each in differences},
    )


def _fault(row: Row) -> Problem | None:
    """What the rules of posts would refuse."""
    said = row.fields
    if "body" not in said:
        return None if any(problem.field == "body" for problem in row.problems) else _note(row, "body", _("沒有職務。"))
    if row.found["member_id"] is None and said["body"] in {Body.CONTACT, Body.GROUP}:
        return _note(
            row, "member", _("「{name}」沒有縣市，不知道是哪個縣市的窗口。請填縣市。").format(name=said["name"])
        )
    if said["body"] is Body.GROUP and row.found["group_id"] is None:
        return _note(row, "group", _("「{name}」是議題小組成員，沒有議題組。請填議題組。").format(name=said["name"]))
    if "since" in said and "until" in said and said["until"] < said["since"]:
        return _note(row, "until", _("「{name}」的卸任日早於到任日。請更正日期。").format(name=said["name"]))
    return None


def _who(row: Row, people: Sequence[PersonLine]) -> tuple[Match | None, tuple[Match, ...], list[Problem]]:
    """The person by name and county; else who comes near."""
    name, member_id = folded(row.fields["name"]), row.found["member_id"]
    namesakes = [line for line in people if folded(line.person.name) == name]
    own = [line for line in namesakes if _is_at_home(line, member_id)]
    if len(own) > 1:
        own = [line for line in own if _is_reached_alike(row, line)]
        if len(own) != 1:
            message = _("登記有幾位「{name}」，分不出是哪一位。請填上已登記的電話或電子郵件。")
            return (
                None,
                tuple(_matched(each, 1.0, _("同名")) for each in namesakes),
                [_note(row, "name", message.format(name=row.fields["name"]))],
            )
    if own:
        why = _("姓名與縣市相同") if member_id else _("姓名相同")
        return _matched(own[0], 1.0 if member_id else 0.9, why), (), []
    if namesakes:
        where = "、".join(dict.fromkeys(post.member_name for line in namesakes for post in line.posts))
        message = _("登記裡的「{name}」是{where}的人員，這裡視為同名的另一個人。").format(
            name=row.fields["name"], where=where or _("其他單位")
        )
        near = tuple(_matched(line, 0.5, _("同名，縣市不同")) for line in namesakes)
        return None, near, [_note(row, "name", message, is_note=True)]
    return None, tuple(_near(row, people)), []


def _is_at_home(line: PersonLine, member_id: str | None) -> bool:
    homes = {post.post.member_id for post in line.posts}
    return member_id is None or not homes or member_id in homes


def _is_reached_alike(row: Row, line: PersonLine) -> bool:
    return any(
        row.fields.get(name) and alike(row.fields[name], getattr(line.person, name)) for name in ("email", "phone")
    )


def _near(row: Row, people: Sequence[PersonLine]) -> Iterator[Match]:
    """People of the same county with a like name, or reached at the same address, the likeliest first."""
    found = []
    for line in people:
        if not any(post.post.member_id == row.found["member_id"] for post in line.posts):
            continue
        score = likeness(row.fields["name"], line.person.name)
        if row.fields.get("email") and alike(row.fields["email"], line.person.email):
            found.append(_matched(line, max(score, 0.7), _("電子郵件相同")))
        elif score >= _WORTH_NAMING:
            found.append(_matched(line, score, _("姓名相近")))
    found.sort(key=lambda match: -match.certainty)
    yield from decide(found, sure=2.0).runner_ups


def _matched(line: PersonLine, certainty: float, why: str) -> Match:
    text = "　".join((line.person.name, *line.current[:1]))
    return Match(record=line, id=line.person.id, number="", text=text, certainty=round(certainty, 2), why=why)


def _post_of(row: Row, person: PersonLine) -> PostLine | None:
    """The person's post on the seat that the row names: the one of those days, else the one held today."""
    said = row.fields
    fitting = [
        line
        for line in person.posts
        if line.post.member_id == row.found["member_id"] or row.found["member_id"] is None
        if row.found.get("is_body_told") is False or line.post.body is said["body"]
    ]
    exact = [line for line in fitting if line.post.group_id == row.found["group_id"]]
    if not exact and row.found["group_id"] is None and len({line.post.group_id for line in fitting}) == 1:
        exact = fitting
    same_body = [line for line in exact if line.post.body is said["body"]]
    exact = same_body or exact
    of_those_days = [line for line in exact if "since" in said and line.post.since == said["since"]]
    ended = [line for line in exact if "until" in said and line.post.until == said["until"]]
    held = [line for line in exact if line.is_current or line.post.until is None]
    return next(iter(of_those_days or ended or held), None)


def _has_moved(row: Row, line: PostLine) -> bool:
    """Another title or bureau is another post, unless the row tells that it was so from the first day."""
    post, said = line.post, row.fields
    if post.since and "since" in said and said["since"] <= post.since:
        return False
    named = (("title", post.title), ("bureau", post.bureau))
    return any(ours and said.get(name) and not _same_words(name, said[name], ours) for name, ours in named)


def _same_words(name: str, theirs: str, ours: str) -> bool:
    """Is it the same office, with or without its county before it?"""
    one, other = folded(theirs), folded(ours)
    return one == other or (name == "bureau" and (one.endswith(other) or other.endswith(one)))


def _given_up(row: Row, person: PersonLine) -> PostLine | None:
    """The one post of that body which the person holds and the table does not name any more: it is what changed."""
    seats: frozenset[Seat] = row.found.get(SEATS, frozenset())
    name, member_id = folded(person.person.name), row.found["member_id"]
    held = [
        line
        for line in person.posts
        if line.is_current and line.post.body is row.fields["body"] and line.post.member_id == member_id
    ]
    if len(held) != 1 or "until" in row.fields:
        return None
    (line,) = held
    is_named = Seat(name, line.post.body, member_id, line.post.group_id) in seats
    since = row.fields.get("since")
    began_later = line.post.since is None or since is None or since > line.post.since
    return line if not is_named and began_later else None


def _predecessor(row: Row, person: PersonLine | None, others: Iterable[PersonLine]) -> PostLine | None:
    """Who holds the seat of one, and is not named for it by the table."""
    seat, seats = seat_of(row), row.found.get(SEATS, frozenset())
    if "until" in row.fields or (seat.group_id is None and seat.body not in _OF_ONE):
        return None
    if seat.body not in {*_OF_ONE, Body.CONTACT, Body.GROUP}:
        return None
    since = row.fields.get("since")
    for other in others:
        if person is not None and other.person.id == person.person.id:
            continue
        for line in other.posts:
            post = line.post
            if not line.is_current or (post.body, post.member_id, post.group_id) != seat[1:]:
                continue
            is_named = Seat(folded(other.person.name), *seat[1:]) in seats
            if not is_named and (since is None or post.since is None or since > post.since):
                return line
    return None


def _said_of(row: Row, found: Fit) -> list[Problem]:
    """What ends with the row, told before it is written."""
    since = row.fields.get("since")
    start = roc_date.written(since) if since else _("匯入當日")
    notes = []
    if found.moves and found.post:
        message = _("原職務「{office}」到{day}前一日止，自{day}起改任。")
        notes.append(_note(row, "title", message.format(office=found.post.office, day=start), is_note=True))
    if found.predecessor:
        message = _("接任{name}：「{office}」到{day}前一日止。")
        told = message.format(name=found.predecessor.person.name, office=found.predecessor.office, day=start)
        notes.append(_note(row, "name", told, is_note=True))
    return notes


def _differences(row: Row, person: PersonLine, found: Fit) -> tuple[Difference, ...]:
    ours: Mapping[str, Any] = dict.fromkeys(_OF_POST)
    if found.post:
        ours = {name: _COLUMNS[name].plain(found.post) for name in _OF_POST}
    ours = {**ours, **{name: getattr(person.person, name) for name in _OF_PERSON}}
    differences = []
    for name in (*_OF_POST, *_OF_PERSON):
        theirs, now = plain(row.fields.get(name)), ours[name]
        if theirs in ("", None) or alike(theirs, now):
            continue
        if name == "bureau" and now and _same_words(name, theirs, now):
            continue
        if name == "body" and found.post and row.found.get("is_body_told") is False:
            continue
        # Two days for one beginning, and whether a window of one group that is named for another keeps the first:
        # only a person knows.
        is_conflict = bool(now) and (name == "group" if found.moves else name == "since")
        differences.append(Difference(field=name, theirs=theirs, ours=now, is_conflict=is_conflict))
    return tuple(differences)


def _note(row: Row, name: str, message: str, *, is_note: bool = False) -> Problem:
    cell = row.cells.get(name) or row.cells.get("name") or str(row.number)
    return Problem(cell=cell, value=row.raw.get(name), message=message, is_note=is_note, field=name)


def post_as_said(row: Row, known: Post) -> Post:
    """The post with what the row says; what it leaves empty stays as it was."""
    said = row.fields
    changed = {name: said[name] for name in ("title", "since", "until") if said.get(name)}
    if said.get("bureau") and not (known.bureau and _same_words("bureau", said["bureau"], known.bureau)):
        changed["bureau"] = said["bureau"]
    return replace(known, **changed)
