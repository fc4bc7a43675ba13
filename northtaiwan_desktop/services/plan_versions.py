"""The year's plan confirmed by the deputy heads, revised at mid-year, and its versions set side by side."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.errors import RuleBroken, Unconfirmed
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import PlanItem, PlanState, PlanVersion
from northtaiwan_desktop.domain.plan_facts import Difference, ItemFacts, differences
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage import plan_versions
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES
from northtaiwan_desktop.storage.work import Work

PRESENT = 0
"""The number under which the plan as it stands now is compared."""


def confirm(
    work: Work, year: int, *, meeting_id: str | None, today: date, item_ids: Sequence[str] | None = None
) -> PlanVersion:
    """Keep the year's plan as version 1, confirmed at a meeting of the deputy heads (副首長會議).

    Without `item_ids` every proposed item is confirmed there; with them these alone, and the others stay proposals
    that the version shows as such.
    """
    if plan_versions.versions(work, year):
        raise RuleBroken(
            _("{year}年度行動方案已經確認過，有第1版。之後的調整請用「修正」另存新的一版。").format(year=year)
        )
    return _keep(work, year, meeting_id=meeting_id, today=today, item_ids=item_ids, reason="", version=1)


def revise(
    work: Work,
    year: int,
    *,
    meeting_id: str | None,
    today: date,
    reason: str = "",
    item_ids: Sequence[str] | None = None,
    after_minutes: bool = False,
) -> PlanVersion:
    """Keep the plan as it stands as the next version.

    RuleBroken where none was confirmed, nothing has changed, or no reason is given. A meeting whose minutes are
    final knew nothing of what was changed since: naming it is Unconfirmed, unless `after_minutes` says that it did
    decide this; the version then tells that it was written down afterwards.
    """
    kept = plan_versions.versions(work, year)
    if not kept:
        raise RuleBroken(_("{year}年度行動方案還沒有確認過。請先確認，存成第1版。").format(year=year))
    if not differences(plan_versions.decoded(kept[0].snapshot), plan_versions.present(work, year)):
        message = _("{year}年度行動方案與第 {version} 版相同，沒有需要修正的內容。")
        raise RuleBroken(message.format(year=year, version=kept[0].version))
    if not reason.strip():
        raise RuleBroken(_("修正{year}年度行動方案須填寫理由，沒有變更。").format(year=year))
    meeting = _meeting(work, year, meeting_id, today)
    added = ""
    if meeting and meeting.status is MeetingStatus.FINAL:
        if not after_minutes:
            message = _(
                "「{title}」的會議紀錄已經定稿，之後的調整不會寫進那份紀錄，沒有修正。"
                "請選擇還沒定稿的會議，或先重開會議紀錄記下這項決定；"
                "若當時確實已這樣決定，確認後可以補記在這場會議。"
            )
            raise Unconfirmed(message.format(title=meeting.title))
        added = f"（{roc_date.written(today)}會議紀錄定稿後補記）"
    return _keep(
        work,
        year,
        meeting_id=meeting_id,
        today=today,
        item_ids=item_ids,
        reason=f"{reason.strip()}{added}",
        version=kept[0].version + 1,
    )


def compare(records: Records, year: int, *, old: int, new: int = PRESENT) -> list[Difference]:
    """What two versions of a year's plan do not share; `PRESENT` is the plan as it stands now."""
    return differences(_side(records, year, old), _side(records, year, new))


def _side(records: Records, year: int, version: int) -> list[ItemFacts]:
    if version == PRESENT:
        return plan_versions.present(records, year)
    return plan_versions.decoded(plan_versions.find(records, year, version).snapshot)


def _keep(
    work: Work,
    year: int,
    *,
    meeting_id: str | None,
    today: date,
    item_ids: Sequence[str] | None,
    reason: str,
    version: int,
) -> PlanVersion:
    meeting = _meeting(work, year, meeting_id, today)
    proposed = work.all(PlanItem, TABLES[PlanItem].c.year == year, TABLES[PlanItem].c.state == PlanState.PROPOSED)
    for item in proposed:
        if item_ids is None or item.id in item_ids:
            confirmed_in = meeting.id if meeting else item.confirmed_in_id
            work.save(replace(item, state=PlanState.CONFIRMED, confirmed_in_id=confirmed_in))
    items = plan_versions.present(work, year)
    if not items:
        raise RuleBroken(_("{year}年度還沒有行動方案，沒有可以確認的內容。").format(year=year))
    return work.save(
        PlanVersion(
            year=year,
            version=version,
            kept_on=(meeting.held_on if meeting else None) or today,
            meeting_id=meeting.id if meeting else None,
            meeting_title=meeting.title if meeting else "",
            reason=reason,
            snapshot=plan_versions.encoded(items),
        )
    )


def _meeting(work: Work, year: int, meeting_id: str | None, today: date) -> Meeting | None:
    """The meeting that confirms, if one is named. RuleBroken where it can't have."""
    if meeting_id is None:
        return None
    meeting = work.get(Meeting, meeting_id)
    known = plan_versions.confirming_meetings(work, year)
    if meeting not in known:
        message = _("「{title}」不是{year}年度的副首長會議，不能確認年度行動方案。可用的會議：{known}。")
        titles = "、".join(one.title for one in known) or _("（無）")
        raise RuleBroken(message.format(title=meeting.title, year=year, known=titles))
    if meeting.held_on is not None and meeting.held_on > today:
        message = _("「{title}」訂於{day}召開，還沒開會，不能記為在這場會議確認或修正，沒有變更。")
        raise RuleBroken(message.format(title=meeting.title, day=roc_date.written(meeting.held_on)))
    return meeting
