"""What the platform is made of, looked up by id, by name or by day; everything else points into it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TypeVar

from northtaiwan_desktop.domain.errors import NotFound, Unreadable
from northtaiwan_desktop.domain.meeting import MeetingKind
from northtaiwan_desktop.domain.platform import (
    Axis,
    FormerName,
    GroupRole,
    IssueGroup,
    Member,
    Part,
    Platform,
    PlatformYear,
    SetPhrase,
    Thresholds,
    name_on,
)
from northtaiwan_desktop.domain.writing.fold import folded, shown
from northtaiwan_desktop.i18n import N_, _

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Reference:
    """The platform's own records, in the order in which people list them."""

    platform: Platform
    members: tuple[Member, ...]
    former_names: tuple[FormerName, ...] = ()
    groups: tuple[IssueGroup, ...] = ()
    kinds: tuple[MeetingKind, ...] = ()
    axes: tuple[Axis, ...] = ()
    years: tuple[PlatformYear, ...] = ()
    roles: tuple[GroupRole, ...] = ()
    phrases: tuple[SetPhrase, ...] = ()
    thresholds: Thresholds = field(default_factory=Thresholds)

    @cached_property
    def _members(self) -> Mapping[str, Member]:
        return {member.id: member for member in self.members}

    @cached_property
    def _former(self) -> Mapping[str, list[FormerName]]:
        found: dict[str, list[FormerName]] = {}
        for past in self.former_names:
            found.setdefault(past.member_id, []).append(past)
        return found

    @cached_property
    def _groups(self) -> Mapping[str, IssueGroup]:
        return {group.id: group for group in self.groups}

    @cached_property
    def _kinds(self) -> Mapping[str, MeetingKind]:
        return {kind.id: kind for kind in self.kinds}

    @cached_property
    def _years(self) -> Mapping[int, PlatformYear]:
        return {year.year: year for year in self.years}

    @cached_property
    def _group_spellings(self) -> Mapping[str, IssueGroup]:
        return {
            _bare(spelling): group
            for group in self.groups
            for spelling in (group.name, group.short_name, *group.aliases)
        }

    @cached_property
    def _member_spellings(self) -> Mapping[str, Member]:
        spellings = {
            folded(name): member
            for member in self.members
            for name in (member.name, member.short_name, *member.aliases)
        }
        return spellings | {folded(past.name): self._members[past.member_id] for past in self.former_names}

    def member(self, id: str) -> Member:
        """Return the member; NotFound names the id."""
        return _found(self._members, id, N_("縣市"))

    def group(self, id: str) -> IssueGroup:
        """Return the group; NotFound names the id."""
        return _found(self._groups, id, N_("議題組"))

    def kind(self, id: str) -> MeetingKind:
        """Return the meeting kind; NotFound names the id."""
        return _found(self._kinds, id, N_("會議種類"))

    def member_name(self, id: str | None, day: date | None = None) -> str:
        """The name valid on `day` (today's name without one); empty for no member."""
        return name_on(self.member(id), self._former.get(id, ()), day) if id else ""

    def member_names(self, ids: Iterable[str], day: date | None = None) -> tuple[str, ...]:
        """Names in the committee's order, whatever order the ids come in."""
        chosen = set(ids)
        return tuple(self.member_name(member.id, day) for member in self.members if member.id in chosen)

    def group_name(self, id: str | None) -> str:
        """The group's official name; empty for none."""
        return self.group(id).name if id else ""

    def host_of(self, year: int) -> str:
        """The member id that hosts the ROC year: as recorded, else by the cycle."""
        known = self._years.get(year)
        return known.host_id if known else self.platform.host_by_cycle(year)

    def theme_of(self, year: int) -> str:
        """The year's theme; empty where none is recorded."""
        known = self._years.get(year)
        return known.theme if known else ""

    def leader_of(self, group_id: str, year: int) -> str | None:
        """The member id that leads the group (議題主政) in the ROC year, where it is recorded."""
        leading = (
            role.member_id
            for role in self.roles
            if role.group_id == group_id and role.year == year and role.part is Part.LEAD
        )
        return next(leading, None)

    def find_member(self, text: str) -> Member:
        """The member that goes by this name, present, former or short; Unreadable lists the known ones."""
        bare = folded(text)
        for spelling in (bare, bare.removesuffix("政府")):
            if spelling in self._member_spellings:
                return self._member_spellings[spelling]
        known = "、".join(member.name for member in self.members)
        raise Unreadable(_("「{text}」不是這個平臺的成員縣市。成員為：{known}。").format(text=text, known=known), text)

    def find_kind(self, text: str) -> MeetingKind:
        """The meeting kind that bears this name or id; Unreadable lists the known ones."""
        bare = folded(text)
        for kind in self.kinds:
            if bare in (folded(kind.name), folded(kind.id)):
                return kind
        known = "、".join(kind.name for kind in self.kinds)
        raise Unreadable(_("「{text}」不是這個平臺的會議種類。種類為：{known}。").format(text=text, known=known), text)

    def find_group(self, text: str) -> IssueGroup:
        """The group that goes by this name or an alias; Unreadable lists the known ones."""
        bare = _bare(text)
        if bare in self._group_spellings:
            return self._group_spellings[bare]
        known = "、".join(group.name for group in self.groups)
        raise Unreadable(
            _("「{text}」不是這個平臺的議題組。議題組為：{known}。").format(text=shown(text), known=known), text
        )


def _bare(text: str) -> str:
    """A group's name without what people add to it: 「交通組」 and 「交通運輸小組」."""
    bare = folded(text)
    for ending in ("議題小組", "議題組", "小組", "組"):
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            return bare.removesuffix(ending)
    return bare


def _found(records: Mapping[str, T], id: str, noun: str) -> T:
    if id not in records:
        raise NotFound(_("找不到{noun}「{id}」。").format(noun=_(noun), id=id))
    return records[id]
