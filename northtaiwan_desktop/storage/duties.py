"""The question of what the coming years ask for."""

from datetime import date

from sqlalchemy import select

from northtaiwan_desktop.domain.duties import Duty, in_order, of_case, of_meetings, of_milestones, of_rounds, of_slots
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import Milestone, PlanItem
from northtaiwan_desktop.domain.resolution import Resolution
from northtaiwan_desktop.domain.year_opening import in_order as slots_in_order
from northtaiwan_desktop.domain.year_opening import planned, still_planned
from northtaiwan_desktop.storage.plan import open_milestones
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES, standing
from northtaiwan_desktop.storage.years import slots

MEETING = TABLES[Meeting].c


def duties(records: Records, *, first: int, last: int, today: date) -> list[Duty]:
    """What is to be done from `today` to the end of the ROC year `last`, in the years from `first` on.

    A year that was not opened yet has the meetings that its rhythm asks for.
    """
    known = reference(records)
    since, until = max(today, date(first + 1911, 1, 1)), date(last + 1911, 12, 31)
    found: list[Duty] = []
    # An item that was taken on stands in both years with its milestones: the later year's are the ones to reach.
    stones: dict[tuple[str, str, date | None], tuple[PlanItem, Milestone]] = {}
    for year in range(first, last + 1):
        called = records.all(Meeting, MEETING.year == year, MEETING.status != MeetingStatus.CANCELLED)
        before = records.all(Meeting, MEETING.year == year - 1, MEETING.status != MeetingStatus.CANCELLED)
        wanted = slots(records, year) or slots_in_order(planned(year, known, before), known)
        found += of_slots(still_planned(wanted, called), known)
        found += of_meetings(called, known)
        found += of_rounds(year, known.thresholds.rounds_a_year)
        for item, stone in open_milestones(records, year=year, until=until, today=today):
            stones[item.lineage_id or item.id, stone.title, stone.due_on] = item, stone
    found += of_milestones(stones.values(), known)
    found += _due(records, since=since, until=until)
    return in_order(found, since=since, until=until)


def _due(records: Records, *, since: date, until: date) -> list[Duty]:
    """The open lines that are due in these days; their reports need not be read."""
    case, line = TABLES[Resolution].c, standing.c
    query = (
        select(line.line_id, line.number, case.text, line.doer, line.due_key)
        .join_from(standing, TABLES[Resolution], case.id == line.case_id)
        .where(line.is_open, line.due_key.between(since, until))
        .order_by(line.due_key, line.number, line.case_id, line.place)
    )
    return [
        of_case(row.line_id, number=row.number, text=row.text, doer=row.doer, due_on=row.due_key)
        for row in records.connection.execute(query)
    ]
