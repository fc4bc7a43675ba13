"""Who leads which group next year: as this year (沿用), or each lead handed on along the cycle (議題主政輪替)."""

from collections.abc import Sequence
from enum import Enum

from northtaiwan_desktop.domain.platform import GroupRole, IssueGroup, Part, Platform
from northtaiwan_desktop.i18n import N_, _

FORMER_LEAD = "上一年度主政"
"""The note of who led the year before and stays for one year, so that what it knows does not go at once."""


class Carry(Enum):
    """What becomes of a year's roles in the next one. The value is what the command line says."""

    KEEP = "keep"
    COPY = "copy"
    ROTATE = "rotate"

    @property
    def title(self) -> str:
        return _(
            {
                Carry.KEEP: N_("不帶，另行設定"),
                Carry.COPY: N_("沿用上一年度"),
                Carry.ROTATE: N_("主政依輪值順序換下一個縣市"),
            }[self]
        )


def carried(
    roles: Sequence[GroupRole],
    *,
    year: int,
    carry: Carry,
    platform: Platform,
    groups: Sequence[IssueGroup],
    host_id: str,
) -> tuple[GroupRole, ...]:
    """The roles of the ROC `year`, made from those of the year before (others are passed over).

    The core group goes to the host of the year in either case. Rotated, a lead that has no place in the cycle stays.
    """
    if carry is Carry.KEEP:
        return ()
    made: list[GroupRole] = []
    for group in groups:
        own = [role for role in roles if role.year == year - 1 and role.group_id == group.id]
        made += _of_group(own, group, year=year, carry=carry, platform=platform, host_id=host_id)
    return tuple(made)


def next_in_cycle(platform: Platform, member_id: str) -> str:
    """Whose turn comes after a member's; its own where it has no place in the cycle."""
    if member_id not in platform.cycle:
        return member_id
    return platform.cycle[(platform.cycle.index(member_id) + 1) % len(platform.cycle)]


def _of_group(
    own: Sequence[GroupRole], group: IssueGroup, *, year: int, carry: Carry, platform: Platform, host_id: str
) -> list[GroupRole]:
    before = next((role.member_id for role in own if role.part is Part.LEAD), None)
    if before is None and not group.is_core:
        lead = None
    elif group.is_core:
        lead = host_id
    else:
        assert before is not None
        lead = next_in_cycle(platform, before) if carry is Carry.ROTATE else before

    def role(member_id: str, part: Part, note: str = "") -> GroupRole:
        return GroupRole(year=year, group_id=group.id, member_id=member_id, part=part, note=note)

    # Who had stayed for a year as the former lead goes, unless it was asked to stay in another way.
    helping = [one.member_id for one in own if one.part is Part.COOPERATE and one.note != FORMER_LEAD]
    made = [role(lead, Part.LEAD)] if lead else []
    made += [role(member_id, Part.COOPERATE) for member_id in helping if member_id != lead]
    if before is not None and before != lead and before not in helping:
        made.append(role(before, Part.COOPERATE, FORMER_LEAD))
    return made
