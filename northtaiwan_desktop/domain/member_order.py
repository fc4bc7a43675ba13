"""In which order the members stand: an order is a choice, and every count is shown in the one that was chosen."""

from dataclasses import replace
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.i18n import N_, _


class MemberOrder(Enum):
    """The committee's own order, the host first, or the municipalities first."""

    COMMITTEE = "committee"
    HOST = "host"
    MUNICIPALITIES = "municipalities"

    @property
    def title(self) -> str:
        return _(
            {
                MemberOrder.COMMITTEE: N_("依委員會順序"),
                MemberOrder.HOST: N_("主政縣市在前"),
                MemberOrder.MUNICIPALITIES: N_("直轄市在前"),
            }[self]
        )


def ordered(known: Reference, order: MemberOrder, year: int, day: date | None = None) -> list[Member]:
    """The members in that order, as they were named on `day`; within it they keep the committee's."""
    members = [replace(member, name=known.member_name(member.id, day)) for member in known.members]
    if order is MemberOrder.HOST:
        return sorted(members, key=lambda member: member.id != known.host_of(year))
    if order is MemberOrder.MUNICIPALITIES:
        return sorted(members, key=lambda member: not member.is_municipality)
    return members
