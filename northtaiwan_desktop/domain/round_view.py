"""The register as it stood in a round: later reports are not known yet, and what was closed later is still open."""

from dataclasses import replace
from datetime import date, timedelta

from northtaiwan_desktop.domain.progress import FIRST_YEAR, Round
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State


def rounds_of(year: int, rounds_a_year: int) -> tuple[Round, ...]:
    """The rounds of a ROC year."""
    if rounds_a_year == 12:
        return tuple(Round.month(year, month) for month in range(1, 13))
    return tuple(Round.quarter(year, quarter) for quarter in range(1, 5))


def reached(year: int, rounds_a_year: int, today: date) -> tuple[Round, ...]:
    """The rounds of a ROC year that have begun."""
    return tuple(round for round in rounds_of(year, rounds_a_year) if round.since <= today)


def last_round(year: int, rounds_a_year: int, today: date) -> Round:
    """The present round of this year, the last one of a year gone by, the first one of a year to come."""
    if today.year - FIRST_YEAR == year:
        return Round.of(today, rounds_a_year)
    rounds = rounds_of(year, rounds_a_year)
    return rounds[-1] if year < today.year - FIRST_YEAR else rounds[0]


def rounds_back(last: Round, count: int) -> tuple[Round, ...]:
    """A round and those before it, so many in all, the newest first."""
    found = [last]
    while len(found) < count:
        found.append(Round.of(found[-1].since - timedelta(days=1), 12 if last.months == 1 else 4))
    return tuple(found)


def is_past(year: int | None, today: date) -> bool:
    """Is this ROC year gone by? None is no one year."""
    return year is not None and year < today.year - FIRST_YEAR


def told_round(year: int | None, rounds_a_year: int, today: date) -> Round:
    """The round whose balance is told: the last one of a year gone by, else the present one."""
    if year is not None and is_past(year, today):
        return rounds_of(year, rounds_a_year)[-1]
    return Round.of(today, rounds_a_year)


def day_of(round: Round, today: date) -> date:
    """The day by which a round is judged: its last one, or today while it lasts."""
    return min(today, round.until)


def case_as_of(case: Resolution, round: Round) -> Resolution:
    """The case as it stood at the end of the round: closed later, it was still open."""
    if case.closed_on is None or case.closed_on <= round.until:
        return case
    return replace(case, state=State.OPEN, closed_on=None, closed_in_id=None, close_reason="")


def assignment_as_of(line: Assignment, round: Round) -> Assignment:
    """The doer's line as it stood at the end of the round."""
    if line.closed_on is None or line.closed_on <= round.until:
        return line
    return replace(line, state=State.OPEN, closed_on=None)
