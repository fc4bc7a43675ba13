"""What can be done with the platform itself: who hosts, who leads, and when a light changes."""

from dataclasses import replace

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.platform import GroupRole, Part, PlatformYear, SetPhrase, Thresholds
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work


def set_role(work: Work, *, year: int, group_id: str, member_id: str, part: Part | None) -> None:
    """Say what a member does in a group in a ROC year; None takes it out. A group has one leader a year."""
    table = TABLES[GroupRole].c
    roles = work.all(GroupRole, table.year == year, table.group_id == group_id)
    known = next((role for role in roles if role.member_id == member_id), None)
    if part is None:
        if known:
            work.delete(known)
        return
    if part is Part.LEAD:
        for role in roles:
            if role.part is Part.LEAD and role.member_id != member_id:
                work.save(replace(role, part=Part.COOPERATE))
    work.save(
        replace(known, part=part) if known else GroupRole(year=year, group_id=group_id, member_id=member_id, part=part)
    )


def set_host(work: Work, *, year: int, host_id: str, theme: str) -> PlatformYear:
    """Record a ROC year's host and theme; a host other than the cycle's is marked as such."""
    if not 1 <= year <= 200:
        raise RuleBroken(_("年度須為民國1年至200年，{year} 不在其中。").format(year=year))
    platform = reference(work).platform
    known = work.find(PlatformYear, str(year)) or PlatformYear(id=str(year), year=year, host_id=host_id)
    overrules = platform.host_by_cycle(year) != host_id
    return work.save(replace(known, host_id=host_id, theme=theme.strip(), overrules_cycle=overrules))


def save_thresholds(work: Work, thresholds: Thresholds, *, seen: Thresholds | None = None) -> Thresholds:
    """Keep the limits by which lights change."""
    if not 0 < thresholds.behind_percent <= thresholds.far_behind_percent <= 100:
        raise RuleBroken(_("落後門檻須大於0，且「注意」不得高於「落後」。"))
    if thresholds.due_soon_days < 0:
        raise RuleBroken(_("到期提醒天數不可為負數。"))
    if thresholds.rounds_a_year not in {4, 12}:
        raise RuleBroken(_("填報週期只有每季（4）或每月（12）。"))
    return work.save(thresholds, seen=seen)


def save_phrase(work: Work, phrase: SetPhrase) -> SetPhrase:
    """Keep a set phrase of minutes."""
    if not phrase.text.strip():
        raise RuleBroken(_("固定用語不可空白，請填寫。"))
    return work.save(phrase)
