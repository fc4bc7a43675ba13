"""What can be done with the platform itself: who hosts, who leads, and when a light changes."""

from collections.abc import Sequence
from dataclasses import replace

from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
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


def give_role(
    work: Work, *, year: int, group_id: str, member_id: str, part: Part | None, replacing: bool = False
) -> None:
    """As `set_role`, but a group that another leads is not taken over without `replacing`."""
    known = reference(work)
    check_year(year)
    leader = known.leader_of(group_id, year)
    if part is Part.LEAD and leader not in (None, member_id) and not replacing:
        message = _("「{group}」{year}年度已由{leader}主政，同一組不能有兩個主政，沒有變更。要改派請加上 --replace。")
        group, name = known.group_name(group_id), known.member_name(leader)
        raise RuleBroken(message.format(group=group, year=year, leader=name))
    set_role(work, year=year, group_id=group_id, member_id=member_id, part=part)


def check_year(year: int) -> None:
    """Refuse what can be no ROC year."""
    if not 1 <= year <= 200:
        raise RuleBroken(_("年度須為民國1年至200年，{year} 不在其中。").format(year=year))


def set_host(work: Work, *, year: int, host_id: str, theme: str) -> PlatformYear:
    """Record a ROC year's host and theme; a host other than the cycle's is marked as such."""
    check_year(year)
    platform = reference(work).platform
    host_id = reference(work).member(host_id).id
    known = work.find(PlatformYear, str(year)) or PlatformYear(id=str(year), year=year, host_id=host_id)
    overrules = platform.host_by_cycle(year) != host_id
    return work.save(replace(known, host_id=host_id, theme=theme.strip(), overrules_cycle=overrules))


def save_thresholds(work: Work, thresholds: Thresholds, *, seen: Thresholds | None = None) -> Thresholds:
    """Keep the limits by which lights change."""
    if not 0 < thresholds.behind_percent <= thresholds.far_behind_percent <= 100:
        raise RuleBroken(_("落後門檻須大於0，且「注意」不得高於「落後」。"))
    if not 0 <= thresholds.due_soon_days <= 366:
        raise RuleBroken(_("到期提醒天數須為 0 到 366。"))
    if not 1 <= thresholds.largest_attachment_mb <= 500:
        raise RuleBroken(_("附件大小上限須為 1 到 500 MB。"))
    if min(thresholds.host_contribution, thresholds.member_contribution) < 0:
        raise RuleBroken(_("年度經費不可為負數。"))
    if thresholds.rounds_a_year not in {4, 12}:
        raise RuleBroken(_("填報週期只有每季（4）或每月（12）。"))
    return work.save(thresholds, seen=seen)


def set_phrases(work: Work, phrases: Sequence[SetPhrase], *, seen: Sequence[SetPhrase]) -> None:
    """Make the set phrases of minutes exactly these, in this order. `seen` is the list as the person saw it."""
    if any(not phrase.text.strip() for phrase in phrases):
        raise RuleBroken(_("固定用語有一列是空白的，請填寫或移除那一列。"))
    now = work.all(SetPhrase)
    if sorted(now, key=_id) != sorted(seen, key=_id):
        message = _("固定用語在您編輯期間已有別的修改，尚未儲存您的內容。請比對後再存一次。")
        raise ChangedMeanwhile(message, now=now, wanted=phrases)
    kept = {phrase.id for phrase in phrases}
    for phrase in now:
        if phrase.id not in kept:
            work.delete(phrase)
    for place, phrase in enumerate(phrases):
        work.save(replace(phrase, text=phrase.text.strip(), position=place))


def _id(phrase: SetPhrase) -> str:
    return phrase.id
