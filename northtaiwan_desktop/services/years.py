"""What can be done with a year: open the next one in one step, hand its leads on, move a planned meeting."""

from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.platform import GroupRole, MeetingSlot
from northtaiwan_desktop.domain.rotation import Carry, carried
from northtaiwan_desktop.domain.year_opening import YearOpening, check_year, opened_before, roles_stand
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import plan
from northtaiwan_desktop.storage import years
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work


def open_year(
    work: Work,
    *,
    year: int,
    today: date,
    host_id: str | None = None,
    theme: str = "",
    carry: Carry | None = None,
    replacing: bool = False,
) -> YearOpening:
    """Open a ROC year (輪值): host, roles, planned meetings, contributions, and the plan's unfinished items.

    Cases that are still followed stand in one register and need nothing. RuleBroken where it was opened before.
    """
    made = years.opening(work, year=year, today=today, host_id=host_id, theme=theme, carry=carry, replacing=replacing)
    work.save(made.year)
    for role in made.replaced:
        work.delete(role)
    for record in (*made.roles, *made.slots, *made.contributions):
        work.save(record)
    if made.unfinished:
        plan.take_on(work, year - 1, [item.id for item in made.unfinished])
    if not work.changes:
        # A platform without any rhythm plans no meetings by which an opened year is known.
        raise RuleBroken(opened_before(year))
    return made


def carry_roles(work: Work, *, year: int, carry: Carry, today: date, replacing: bool = False) -> tuple[GroupRole, ...]:
    """Copy or rotate the leads of the year before into the ROC `year`. RuleBroken where it has roles of its own,
    unless they are to be replaced, or where the year before has none."""
    known = reference(work)
    check_year(year, known, today)
    table = TABLES[GroupRole].c
    standing = work.all(GroupRole, table.year == year)
    if standing and not replacing:
        raise RuleBroken(roles_stand(year))
    if not any(role.year == year - 1 for role in known.roles):
        raise RuleBroken(_("{year}年度還沒有設定主政與配合，沒有可以帶入的分工。").format(year=year - 1))
    made = carried(
        known.roles,
        year=year,
        carry=carry,
        platform=known.platform,
        groups=known.groups,
        host_id=known.host_of(year),
    )
    for role in standing:
        work.delete(role)
    for role in made:
        work.save(role)
    return made


def move_slot(work: Work, slot_id: str, *, month: int) -> MeetingSlot:
    """Plan a meeting for another month of its year."""
    slot = work.get(MeetingSlot, slot_id)
    if not 1 <= month <= 12:
        raise RuleBroken(_("沒有{month}月，月份為1至12。").format(month=month))
    return work.save(replace(slot, month=month))
