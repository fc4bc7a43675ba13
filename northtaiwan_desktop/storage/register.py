"""The register (決議列管) asked in parts: which lines, in which order, how many; long ones are never read whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select, tuple_

from northtaiwan_desktop.domain.overview import Shares
from northtaiwan_desktop.domain.people import Post
from northtaiwan_desktop.domain.platform import Thresholds
from northtaiwan_desktop.domain.progress import Light, Round, Verdict
from northtaiwan_desktop.domain.resolution import Resolution, State
from northtaiwan_desktop.domain.round_view import told_round
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.domain.watch import NONE, CaseFilter, Day, Watch
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import lines_of_cases
from northtaiwan_desktop.storage.schema import TABLES, standing
from northtaiwan_desktop.storage.standing import OWES

HERE = standing.c
CASE = TABLES[Resolution].c
POST = TABLES[Post].c
FEW = 5_000
"""Lines that are sorted faster than they are picked out of the order of all."""
MOVES = {Watch.BEFORE, Watch.ADDED, Watch.RELEASED, Watch.REMAINING}
"""The questions of what came and went in a round."""
NEAREST_DUE = (HERE.due_key, HERE.number, HERE.case_id, HERE.place)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What is looked for in the register on a day, and in which order: the name of a column, or "" for the nearest due.

    `year` gives the cases of a ROC year, those of others that are still followed, and those closed in it or in the
    year of the day; None gives all.
    """

    today: date
    wanted: CaseFilter = field(default_factory=CaseFilter)
    year: int | None = None
    words: str = ""
    order: str = ""
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class Counted:
    """How many lines and cases answer, of how many lines there are."""

    lines: int
    cases: int
    whole: int


def day_of(records: Records, today: date) -> Day:
    """A day with its round and with what counts as soon, as the platform's limits say."""
    limits = reference(records).thresholds
    return Day(today=today, round=Round.of(today, limits.rounds_a_year), soon_days=limits.due_soon_days)


@dataclass(frozen=True, kw_only=True)
class Window:
    """Some of the lines that answer: `total` of them, these from the `start`th on (counted from 0)."""

    total: int
    start: int
    lines: tuple[TrackedLine, ...]


def window(records: Records, asked: Asked, *, start: int = 0, length: int) -> Window:
    """The lines that answer, from the `start`th (counted from 0) on, at most `length`."""
    conditions = _conditions(records, asked)
    total = _count(records, conditions)
    order = _order(records, asked)
    if order == NEAREST_DUE and total < FEW:
        # Few are found and then sorted; in the index's order one would walk past all the others first.
        order = (func.coalesce(HERE.due_key, HERE.due_key), *NEAREST_DUE[1:])
    query = select(HERE.line_id, HERE.case_id).where(*conditions).order_by(*order)
    start = min(start, max(total - 1, 0))
    rows = records.connection.execute(query.offset(start).limit(length)).all()
    return Window(total=total, start=start, lines=tuple(_lines(records, rows, asked.today)))


def count_of(records: Records, asked: Asked) -> int:
    """How many lines answer."""
    return _count(records, _conditions(records, asked))


def counted(records: Records, asked: Asked) -> Counted:
    """How many lines and cases answer."""
    conditions = _conditions(records, asked)
    cases = select(func.count(HERE.case_id.distinct())).where(*conditions)
    lines = _count(records, conditions)
    return Counted(
        lines=lines,
        cases=int(records.connection.scalar(cases) or 0),
        whole=max(lines, _count(records, _in_year(asked))),
    )


def case_ids(records: Records, asked: Asked) -> set[str]:
    """The ids of the cases of which some line answers."""
    query = select(HERE.case_id).where(*_conditions(records, asked)).distinct()
    return set(records.connection.scalars(query))


def place_of(records: Records, asked: Asked, id: str) -> int | None:
    """The place (counted from 0) of a line, or of the first line of a case, among those that answer."""
    order, conditions = _order(records, asked), _conditions(records, asked)
    named = or_(HERE.line_id == id, HERE.case_id == id)
    row = records.connection.execute(select(*NEAREST_DUE).where(*conditions, named).order_by(*NEAREST_DUE)).first()
    if row is None:
        return None
    if order == NEAREST_DUE:
        return _count(records, [*conditions, tuple_(*NEAREST_DUE) < tuple_(*row)])
    place = (func.row_number().over(order_by=order) - 1).label("place")
    numbered = select(HERE.line_id, HERE.case_id, place).where(*conditions).subquery()
    found = select(func.min(numbered.c.place)).where(or_(numbered.c.line_id == id, numbered.c.case_id == id))
    return int(records.connection.scalar(found) or 0)


def open_of(year: int | None) -> list[ColumnElement[bool]]:
    """The lines still followed: of the cases of a ROC year, or of all."""
    return [HERE.is_open, *([HERE.year == year] if year is not None else [])]


def light_counts(records: Records, day: Day, *, year: int | None = None) -> dict[Light, int]:
    """How many open lines show each light, of the cases of a ROC year or of all."""
    light = light_of(reference(records).thresholds, day.today)
    query = select(light, func.count()).where(*open_of(year)).group_by(light)
    found = {Light(value): int(number) for value, number in records.connection.execute(query)}
    return {each: found.get(each, 0) for each in Light}


def shares(records: Records, by: str, day: Day, *, year: int | None = None) -> dict[str | None, Shares]:
    """The open lines by `member_id` or `group_id`, of the cases of a ROC year or of all."""
    column = HERE[by]
    late, silent = late_on(day.today), _unreported(day)
    query = select(column, func.count(), _sum(late), _sum(silent)).where(*open_of(year)).group_by(column)
    return {
        id: Shares(open=int(opened), late=int(late or 0), unreported=int(unreported or 0))
        for id, opened, late, unreported in records.connection.execute(query)
    }


def open_cases_by_group(records: Records) -> dict[str | None, int]:
    """How many cases of each group are still followed."""
    query = select(HERE.group_id, func.count(HERE.case_id.distinct())).where(HERE.is_open).group_by(HERE.group_id)
    return {group_id: int(cases) for group_id, cases in records.connection.execute(query)}


def _sum(condition: ColumnElement[bool]) -> ColumnElement[Any]:
    return func.sum(case((condition, 1), else_=0))


def _count(records: Records, conditions: Sequence[ColumnElement[bool]]) -> int:
    return int(records.connection.scalar(select(func.count()).select_from(standing).where(*conditions)) or 0)


def _lines(records: Records, rows: Sequence[Any], today: date) -> list[TrackedLine]:
    """The lines of these (line id, case id), in their order."""
    ids = {case_id for _line_id, case_id in rows}
    made = lines_of_cases(records, records.among(Resolution, "id", ids), today=today)
    by_id = {line.id: line for line in made}
    return [by_id[line_id] for line_id, _case_id in rows]


def _in_year(asked: Asked) -> list[ColumnElement[bool]]:
    if asked.year is None:
        return []
    closed = [HERE.closed_on.between(*_days_of(one)) for one in {asked.year, asked.today.year - 1911}]
    return [or_(HERE.year == asked.year, HERE.closed_on.is_(None), *closed)]


def _days_of(year: int) -> tuple[date, date]:
    """The first and the last day of a ROC year."""
    return date(year + 1911, 1, 1), date(year + 1911, 12, 31)


def _conditions(records: Records, asked: Asked) -> list[ColumnElement[bool]]:
    wanted = asked.wanted
    conditions: list[ColumnElement[bool]] = []
    conditions += [_is(HERE.group_id, wanted.group_id)] if wanted.group_id else []
    conditions += [_is(HERE.member_id, wanted.member_id)] if wanted.member_id else []
    conditions += [HERE.meeting_id == wanted.meeting_id] if wanted.meeting_id else []
    conditions += [_of_person(records, wanted.person_id, asked.today)] if wanted.person_id else []
    conditions += [HERE.words.contains(folded(word), autoescape=True) for word in asked.words.split()]
    day = day_of(records, asked.today)
    moved = told_round(asked.year, reference(records).thresholds.rounds_a_year, asked.today)
    watched = _watched(records, wanted.watch, day, moved) if wanted.watch else []
    if wanted.of_year and asked.year is not None:
        return [*watched, *conditions, HERE.year == asked.year]
    # What is open is followed, whatever its year; and so was what moved in a round gone by.
    open_alone = any(one is HERE.is_open for one in watched)
    is_past_move = wanted.watch in MOVES and moved != day.round
    return [*watched, *conditions, *([] if open_alone or is_past_move else _in_year(asked))]


def _is(column: ColumnElement[Any], id: str) -> ColumnElement[bool]:
    return column.is_(None) if id == NONE else column == id


def _of_person(records: Records, person_id: str, today: date) -> ColumnElement[bool]:
    """The lines for which a person's posts answer; `Post.answers_for` says the same of one line."""
    held = [post for post in records.all(Post, POST.person_id == person_id) if post.is_valid(today)]
    return or_(false(), *(_of_post(post) for post in held if post.member_id))


def _of_post(post: Post) -> ColumnElement[bool]:
    own = HERE.member_id == post.member_id
    if post.group_id is not None:
        return and_(own, HERE.group_id == post.group_id)
    if not post.bureau:
        return own
    within = func.instr(post.bureau, HERE.office) > 0
    return and_(own, or_(HERE.office == "", HERE.office.contains(post.bureau, autoescape=True), within))


def _watched(records: Records, watch: Watch, day: Day, moved: Round) -> list[ColumnElement[bool]]:
    """The conditions of one question; `domain.watch.answers` says the same of one line. `moved` is the round in which
    cases came and went."""
    since, until = moved.since, moved.until
    came = [HERE.decided_on <= until, or_(HERE.closed_on.is_(None), HERE.closed_on >= since)]
    limits = reference(records).thresholds
    match watch:
        case Watch.BEFORE:
            return [*came, HERE.decided_on < since]
        case Watch.ADDED:
            return [*came, HERE.decided_on >= since]
        case Watch.RELEASED:
            return [*came, HERE.closed_on <= until]
        case Watch.REMAINING:
            return [*came, or_(HERE.closed_on.is_(None), HERE.closed_on > until)]
        case Watch.CLOSED:
            return [~HERE.is_open]
        case Watch.LATE:
            return [HERE.is_open, late_on(day.today)]
        case Watch.DUE_SOON:
            return [HERE.is_open, HERE.due_key.between(day.today, day.today + timedelta(days=day.soon_days)), OWES]
        case Watch.UNREPORTED:
            return [HERE.is_open, _unreported(day)]
        case Watch.RELEASE_ASKED:
            return [HERE.is_open, HERE.asked == Verdict.RELEASE_ASKED.value]
        case Watch.RED | Watch.YELLOW | Watch.GREEN:
            return [HERE.is_open, light_of(limits, day.today) == watch.value]
        case Watch.MISFIT:
            return [HERE.case_id.in_(_misfits())]
    return [HERE.is_open]


def _unreported(day: Day) -> ColumnElement[bool]:
    return and_(or_(HERE.reported_until.is_(None), HERE.reported_until < day.round.until), OWES)


def late_on(today: date) -> ColumnElement[bool]:
    """Is an open line late? `TrackedLine.is_late` says the same of one line."""
    return and_(HERE.due_key < today, OWES)


def light_of(limits: Thresholds, today: date) -> ColumnElement[str]:
    """The light of a line as `domain.progress.light` gives it."""
    soon = today + timedelta(days=limits.due_soon_days)
    return case(
        (~HERE.is_open, Light.DONE.value),
        (~OWES, Light.GREEN.value),
        (or_(HERE.due_key < today, HERE.behind >= limits.far_behind_percent), Light.RED.value),
        (or_(HERE.due_key <= soon, HERE.behind >= limits.behind_percent), Light.YELLOW.value),
        else_=Light.GREEN.value,
    )


def _misfits() -> Any:
    """The cases whose days do not agree with their state, so that a balance by days and one by states would differ."""
    return select(CASE.id).where(
        CASE.state.not_in([State.DRAFT, State.NOTED]),
        or_(
            CASE.decided_on.is_(None),
            and_(CASE.state == State.OPEN, CASE.closed_on.is_not(None)),
            and_(CASE.state != State.OPEN, CASE.closed_on.is_(None)),
            CASE.closed_on < CASE.decided_on,
        ),
    )


def _order(records: Records, asked: Asked) -> tuple[Any, ...]:
    severity = light_of(reference(records).thresholds, asked.today)
    by: dict[str, Any] = {
        "light": case({Light.RED.value: 0, Light.YELLOW.value: 1, Light.GREEN.value: 2}, value=severity, else_=3),
        "number": HERE.number,
        "due_on": HERE.due_key,
        "text": HERE.subject,
        "lead": HERE.doer,
        "actual_percent": HERE.actual_percent,
        "share": HERE.place,
        "group": HERE.group_id,
        "meeting": HERE.decided_on,
    }
    if asked.order not in by:
        return NEAREST_DUE
    column = by[asked.order]
    # What has no value stands last, whichever way the list is turned.
    absent = [column.is_(None)] if asked.order == "actual_percent" else []
    return (*absent, column.desc() if asked.descending else column, *NEAREST_DUE)
