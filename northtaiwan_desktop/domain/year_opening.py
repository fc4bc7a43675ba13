"""A year before it begins (輪值): its host, leads, meetings and money, and what goes on from the year before."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from northtaiwan_desktop.domain.contribution import Contribution, laid_out
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting, MeetingKind, MeetingStatus, Rhythm
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.plan_carrying import is_put_off
from northtaiwan_desktop.domain.platform import GroupRole, MeetingSlot, PlatformYear
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.rotation import Carry, carried
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import _

FIRST_YEAR = 1911
NAMED = 4
"""Of many items that are put off, so many are named."""
LAST = 200


@dataclass(frozen=True, kw_only=True)
class YearOpening:
    """What opening a ROC year would add. `kept_roles` says that the year's own roles stand and nothing is carried."""

    year: PlatformYear
    host_name: str
    term: int
    carry: Carry
    kept_roles: bool
    is_first: bool
    """Has the year before no roles that could be carried?"""
    roles: tuple[GroupRole, ...]
    replaced: tuple[GroupRole, ...]
    slots: tuple[MeetingSlot, ...]
    contributions: tuple[Contribution, ...]
    unfinished: tuple[PlanItem, ...]
    """Items of the year before that are to be taken on."""
    budget: int
    """What their 經費 comes to in the year, in whole NT dollars."""
    open_cases: int
    """Cases still followed: they stand in one register and go on by themselves."""

    @property
    def put_off(self) -> tuple[PlanItem, ...]:
        """Of the unfinished items those that end before the year begins, so that it moves to the end of the year."""
        return tuple(item for item in self.unfinished if is_put_off(item))

    @property
    def words(self) -> tuple[str, ...]:
        """What will be done, a line each."""
        basis = _("改派") if self.year.overrules_cycle else _("依輪值順序")
        told = [_("主政：{host}（第{term}屆，{basis}）").format(host=self.host_name, term=self.term, basis=basis)]
        if self.kept_roles:
            told.append(_("議題分工：年度已有設定，不更動"))
        elif self.is_first and self.carry is not Carry.KEEP:
            told.append(
                _("議題分工：{year}年度沒有分工可以帶入，{core}開啟後請逐組設定主政與配合").format(
                    year=self.year.year - 1, core=_("核心組由主政縣市主政，") if self.roles else ""
                )
            )
        elif self.roles:
            groups = len({role.group_id for role in self.roles})
            told.append(_("議題分工：{groups} 組，{carry}").format(groups=groups, carry=self.carry.title))
        else:
            told.append(_("議題分工：不帶入"))
        told.append(_("預定會議：{count} 場，可再調整月份").format(count=len(self.slots)))
        total = sum(one.amount for one in self.contributions)
        told.append(_("分攤款：{count} 個縣市，合計 {total:,} 元").format(count=len(self.contributions), total=total))
        told.append(_("未完成的行動方案：{count} 項，一併延續").format(count=len(self.unfinished)))
        if self.unfinished:
            told.append(_("各季預定進度：已排到該年度的照舊，其餘由已達的進度平均排到期滿，可再調整"))
        if self.budget:
            told.append(_("經費：帶入 {total:,} 元；沿用上年度金額的註明待核定").format(total=self.budget))
        if put_off := self.put_off:
            words = _("其中 {count} 項的完成日期早於開啟的年度，延長到{end}：{items}")
            shown = "、".join(
                f"{one.number}（原{roc_date.written(one.ends_on)}）" for one in put_off[:NAMED] if one.ends_on
            )
            items = shown if len(put_off) <= NAMED else _("{items}等").format(items=shown)
            end = roc_date.written(date(self.year.year + FIRST_YEAR, 12, 31))
            told.append(words.format(count=len(put_off), end=end, items=items))
        told.append(_("列管中的案件：{count} 案，繼續列管").format(count=self.open_cases))
        return tuple(told)


def opening(
    year: int,
    *,
    reference: Reference,
    today: date,
    slots: Sequence[MeetingSlot],
    meetings: Sequence[Meeting],
    contributions: Sequence[Contribution],
    unfinished: Sequence[PlanItem],
    budget: int = 0,
    open_cases: int,
    host_id: str | None = None,
    theme: str = "",
    carry: Carry | None = None,
    replacing: bool = False,
) -> YearOpening:
    """Draw the opening of a ROC year up; RuleBroken says why it can't be opened.

    `slots` and `contributions` are those the year has already, `meetings` those of the year before. Without a wish
    the roles are copied where the year has none; a wish against roles that stand needs `replacing`.
    """
    check_year(year, reference, today)
    if slots:
        raise RuleBroken(opened_before(year))
    by_cycle = reference.platform.host_by_cycle(year)
    host_id = reference.member(host_id).id if host_id else reference.host_of(year)
    own = tuple(role for role in reference.roles if role.year == year)
    if own and carry not in (None, Carry.KEEP) and not replacing:
        raise RuleBroken(roles_stand(year))
    wish = carry or (Carry.KEEP if own else Carry.COPY)
    made = carried(
        reference.roles,
        year=year,
        carry=wish,
        platform=reference.platform,
        groups=reference.groups,
        host_id=host_id,
    )
    known = next((one for one in reference.years if one.year == year), None)
    record = PlatformYear(
        id=str(year),
        year=year,
        host_id=host_id,
        theme=theme.strip() or (known.theme if known else ""),
        overrules_cycle=host_id != by_cycle,
        source=known.source if known else "",
        note=known.note if known else "",
    )
    return YearOpening(
        year=record,
        host_name=reference.member_name(host_id, date(year + FIRST_YEAR, 12, 31)),
        term=reference.platform.term(year),
        carry=wish,
        kept_roles=bool(own) and not made,
        is_first=not any(role.year == year - 1 for role in reference.roles),
        roles=made,
        replaced=own if made else (),
        slots=tuple(planned(year, reference, meetings)),
        contributions=laid_out(
            year,
            members=reference.members,
            host_id=host_id,
            thresholds=reference.thresholds,
            known=contributions,
        ),
        unfinished=tuple(unfinished),
        budget=budget,
        open_cases=open_cases,
    )


def check_year(year: int, reference: Reference, today: date) -> None:
    """Refuse a year before the platform began, or one that nobody can plan yet."""
    first = reference.platform.first_year
    last = min(LAST, max([today.year - FIRST_YEAR, *(one.year for one in reference.years)]) + 1)
    if not first <= year <= last:
        message = _("{year} 不是可以開啟的年度，請填民國 {first} 年至 {last} 年。")
        raise RuleBroken(message.format(year=year, first=first, last=last))


def check_shown(year: int, reference: Reference) -> None:
    """Refuse a year that the platform can't have had."""
    first = reference.platform.first_year
    if not first <= year <= LAST:
        message = _("平臺從民國 {first} 年開始，沒有 {year} 年度。")
        raise RuleBroken(message.format(first=first, year=year))


def opened_before(year: int) -> str:
    """Why a year is not opened."""
    return _("{year}年度已經開啟過了，沒有變更。").format(year=year)


def roles_stand(year: int) -> str:
    """Why roles are not carried into a year that has its own."""
    return _("{year}年度已經設定主政與配合，沒有變更。要改用帶入的分工，請另外選擇取代。").format(year=year)


def planned(year: int, reference: Reference, before: Sequence[Meeting]) -> Iterable[MeetingSlot]:
    """The meetings that the rhythm asks for: in the months in which they were held the year before, else spread."""
    for kind in reference.kinds:
        if kind.rhythm is Rhythm.AS_NEEDED:
            continue
        for group_id in [group.id for group in reference.groups] if kind.per_group else [None]:
            held = [m for m in before if m.kind_id == kind.id and group_id in (None, m.group_id)]
            for ordinal, month in enumerate(_months(kind, held), 1):
                yield MeetingSlot(year=year, kind_id=kind.id, group_id=group_id, ordinal=ordinal, month=month)


def in_order(slots: Iterable[MeetingSlot], reference: Reference) -> list[MeetingSlot]:
    """By month, then in the order of kinds and groups."""
    kinds = {kind.id: place for place, kind in enumerate(reference.kinds)}
    groups = {group.id: place for place, group in enumerate(reference.groups)}

    def place(slot: MeetingSlot) -> tuple[int, ...]:
        return slot.year, slot.month, kinds[slot.kind_id], groups.get(slot.group_id or "", -1), slot.ordinal

    return sorted(slots, key=place)


def still_planned(slots: Iterable[MeetingSlot], meetings: Iterable[Meeting]) -> list[MeetingSlot]:
    """The planned meetings, in the order given, that no called one has taken the place of; first comes first."""
    called = Counter(
        (m.year, m.kind_id, m.group_id)
        for m in meetings
        if m.status is not MeetingStatus.CANCELLED and m.parent_id is None
    )
    left = []
    for slot in slots:
        key = slot.year, slot.kind_id, slot.group_id
        if called[key]:
            called[key] -= 1
        else:
            left.append(slot)
    return left


def _months(kind: MeetingKind, held: Sequence[Meeting]) -> list[int]:
    """The months of a kind's meetings in a year: spread within each quarter, or one in each part of the year.

    Of a part (a half, where there are two a year) it is the month in which such a meeting was held the year before,
    the one nearest to the usual month where there were several; so neither an extra meeting in spring, nor one that
    was put off beyond the year's end, takes the place of the autumn's.
    """
    times = kind.times
    if kind.rhythm is Rhythm.QUARTER:
        within = [1 + 3 * (2 * place + 1) // (2 * times) for place in range(times)]
        return [quarter * 3 + month for quarter in range(4) for month in within]
    last = [
        m.held_on.month for m in held if m.held_on and m.parent_id is None and m.held_on.year - FIRST_YEAR == m.year
    ]
    months = []
    for part in range(times):
        # The last month but one of the part; a kind that meets oftener than monthly shares months.
        within = [month for month in range(1, 13) if (month - 1) * times // 12 == part] or [part * 12 // times + 1]
        usual = within[-2:][0]
        own = [month for month in last if month in within]
        months.append(min(own, key=lambda month: (abs(month - usual), month), default=usual))
    return months
