"""Questions about the members' yearly contributions (年度分攤款)."""

from datetime import date

from northtaiwan_desktop.domain.contribution import Contribution
from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.domain.lists import ContributionLine
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES

CONTRIBUTION = TABLES[Contribution].c


def contributions(records: Records, *, year: int) -> list[Contribution]:
    """What each member owes and paid in the ROC year."""
    return records.all(Contribution, CONTRIBUTION.year == year)


def contribution_lines(
    records: Records, *, today: date, year: int | None = None, member_id: str | None = None
) -> list[ContributionLine]:
    """Contributions by year, the host first, then in the committee's order."""
    conditions = [CONTRIBUTION.year == year] if year else []
    conditions += [CONTRIBUTION.member_id == member_id] if member_id else []
    known = reference(records)
    places = {member.id: member.position for member in known.members}
    lines = [
        ContributionLine(
            contribution=one,
            member_name=known.member_name(one.member_id),
            is_host=known.host_of(one.year) == one.member_id,
            standing=one.standing(today),
        )
        for one in records.all(Contribution, *conditions)
    ]
    return sorted(
        lines,
        key=lambda line: (line.contribution.year, not line.is_host, places.get(line.contribution.member_id, 0)),
    )


def of_member(records: Records, *, year: int, member_id: str) -> Contribution:
    """The member's contribution of the ROC year; NotFound says how to lay the year out."""
    found = records.all(Contribution, CONTRIBUTION.year == year, CONTRIBUTION.member_id == member_id)
    if not found:
        name = reference(records).member_name(member_id)
        message = _("{year}年度沒有{name}的分攤款。請先為這個年度列帳。")
        raise NotFound(message.format(year=year, name=name))
    return found[0]
