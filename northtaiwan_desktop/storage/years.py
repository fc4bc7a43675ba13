"""Questions about a year (年度): what it is made of, and what opening the next one would add."""

from datetime import date

from sqlalchemy import func, select

from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.overview import owed
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.plan_carrying import carried
from northtaiwan_desktop.domain.platform import MeetingSlot
from northtaiwan_desktop.domain.resolution import Resolution, State
from northtaiwan_desktop.domain.rotation import Carry
from northtaiwan_desktop.domain.year_opening import YearOpening, in_order, still_planned
from northtaiwan_desktop.domain.year_opening import opening as drawn_up
from northtaiwan_desktop.domain.year_sheet import SlotLine, YearSheet
from northtaiwan_desktop.storage.contributions import contributions
from northtaiwan_desktop.storage.organisation import group_lines
from northtaiwan_desktop.storage.plan import unfinished
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

SLOT, MEETING, ITEM, CASE = TABLES[MeetingSlot].c, TABLES[Meeting].c, TABLES[PlanItem].c, TABLES[Resolution].c


def slots(records: Records, year: int) -> list[MeetingSlot]:
    """The planned meetings of a ROC year, by month, then in the order of kinds and groups."""
    return in_order(records.all(MeetingSlot, SLOT.year == year), reference(records))


def open_slots(records: Records, year: int) -> list[MeetingSlot]:
    """Those whose meeting has not been called yet."""
    wanted = slots(records, year)
    return still_planned(wanted, records.all(Meeting, MEETING.year == year)) if wanted else []


def opening(
    records: Records,
    *,
    year: int,
    today: date,
    host_id: str | None = None,
    theme: str = "",
    carry: Carry | None = None,
    replacing: bool = False,
) -> YearOpening:
    """What opening a ROC year would add; RuleBroken says why it can't be opened."""
    left = unfinished(records, year - 1)
    counted = select(func.count()).select_from(TABLES[Resolution]).where(CASE.state == State.OPEN)
    return drawn_up(
        year,
        reference=reference(records),
        today=today,
        slots=slots(records, year),
        meetings=records.all(Meeting, MEETING.year == year - 1, MEETING.status != MeetingStatus.CANCELLED),
        contributions=contributions(records, year=year),
        unfinished=[line.item for line in left],
        budget=sum(part.amount for line in left for part in carried(line.whole, "").budget),
        open_cases=int(records.connection.scalar(counted) or 0),
        host_id=host_id,
        theme=theme,
        carry=carry,
        replacing=replacing,
    )


def slot_lines(records: Records, year: int) -> list[SlotLine]:
    """The planned meetings of a ROC year by month, each with whether it was called."""
    known = reference(records)
    left = {slot.id for slot in open_slots(records, year)}
    return [
        SlotLine(
            slot=slot,
            kind_name=known.kind(slot.kind_id).name,
            group_name=known.group_name(slot.group_id),
            is_called=slot.id not in left,
        )
        for slot in slots(records, year)
    ]


def year_sheet(records: Records, year: int, *, today: date) -> YearSheet:
    """A ROC year on one page."""
    known = reference(records)
    held = records.all(Meeting, MEETING.year == year)
    counted = select(func.count()).select_from(TABLES[PlanItem]).where(ITEM.year == year)
    places = [member.id for member in known.members]
    paid = sorted(contributions(records, year=year), key=lambda one: places.index(one.member_id))
    cases = select(func.count()).select_from(TABLES[Resolution]).where(CASE.year == year, CASE.state == State.OPEN)
    return YearSheet(
        year=year,
        term=known.platform.term(year),
        host_name=known.member_name(known.host_of(year), date(year + 1911, 12, 31)),
        theme=known.theme_of(year),
        groups=tuple(group_lines(records, year=year, today=today)),
        slots=tuple(slot_lines(records, year)),
        owed=tuple(owed(year, today, held, known)),
        contributions=tuple((known.member_name(one.member_id), one) for one in paid),
        meetings=sum(m.status is not MeetingStatus.CANCELLED for m in held),
        plan_items=int(records.connection.scalar(counted) or 0),
        open_cases=int(records.connection.scalar(cases) or 0),
    )
