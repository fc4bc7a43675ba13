"""Questions about the kept versions of a year's plan, the meetings that may confirm it, and an item's whole life."""

import json
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.lists import PlanLine
from northtaiwan_desktop.domain.meeting import Level, Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem, PlanVersion
from northtaiwan_desktop.domain.plan_facts import ItemFacts, facts_of
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import journal
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.plan import life, plan_lines
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

VERSION = TABLES[PlanVersion].c
MEETING = TABLES[Meeting].c


def versions(records: Records, year: int) -> list[PlanVersion]:
    """The kept versions of a ROC year's plan, the newest first."""
    return records.all(PlanVersion, VERSION.year == year, order=(VERSION.version.desc(),))


def find(records: Records, year: int, version: int) -> PlanVersion:
    """A kept version; NotFound says which there are."""
    kept = versions(records, year)
    for one in kept:
        if one.version == version:
            return one
    known = "、".join(str(one.version) for one in reversed(kept)) or _("（無）")
    message = _("{year}年度行動方案沒有第 {version} 版。保存的版次：{known}。")
    raise NotFound(message.format(year=year, version=version, known=known))


def present(records: Records, year: int) -> list[ItemFacts]:
    """The plan of a year as it stands now, in the words in which a version keeps it."""
    known = reference(records)
    return [facts_of(line, known) for line in plan_lines(records, year=year)]


def versions_with(records: Records, item: PlanItem) -> list[PlanVersion]:
    """The versions of the item's year that hold it, the oldest first."""
    kept = reversed(versions(records, item.year))
    return [one for one in kept if any(facts.id == item.id for facts in decoded(one.snapshot))]


def confirming_meetings(records: Records, year: int) -> list[Meeting]:
    """The year's meetings of the deputy heads and their sequels, the newest first; those cancelled left out."""
    deputies = [kind.id for kind in reference(records).kinds if kind.level is Level.DEPUTIES]
    own = select(MEETING.id).where(MEETING.kind_id.in_(deputies))
    return records.all(
        Meeting,
        MEETING.year == year,
        MEETING.status != MeetingStatus.CANCELLED,
        or_(MEETING.kind_id.in_(deputies), MEETING.parent_id.in_(own)),
        order=(MEETING.held_on.is_(None), MEETING.held_on.desc(), MEETING.title),
    )


@dataclass(frozen=True, kw_only=True)
class PlanFile:
    """All that is known of one item: its life through the years, who confirmed it, and what was done with it."""

    line: PlanLine
    life: tuple[PlanLine, ...]
    """The same item in each year, the oldest first."""
    meeting: Meeting | None
    """The meeting that confirmed it."""
    versions: tuple[PlanVersion, ...]
    """Those of its year that hold it, the oldest first."""
    history: tuple[Operation, ...]
    """Newest first."""


def plan_file(records: Records, id: str, *, today: date) -> PlanFile:
    """The whole life of one item."""
    item = records.get(PlanItem, id)
    years = life(records, item, today=today)
    line = next(line for line in years if line.item.id == id)
    made = [id, *(one.id for one in line.targets), *(one.id for one in line.milestones)]
    made += [one.id for one in line.budgets]
    return PlanFile(
        line=line,
        life=tuple(years),
        meeting=records.find(Meeting, item.confirmed_in_id) if item.confirmed_in_id else None,
        versions=tuple(versions_with(records, item)),
        history=tuple(journal.operations_on(records, made)),
    )


def encoded(items: list[ItemFacts]) -> str:
    """The items as JSON text."""
    return json.dumps([{"id": item.id, "facts": dict(item.facts)} for item in items], ensure_ascii=False)


def decoded(text: str) -> list[ItemFacts]:
    """The items that `encoded` wrote."""
    return [ItemFacts(**item) for item in json.loads(text)]
