"""What a person may do in a register: in a file everything, on a server what the role (角色) there allows."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum

from northtaiwan_desktop.i18n import N_, _


class Role(Enum):
    """The roles that a server holds (讀者、議題窗口、秘書、管理者), each with all that the one before it may do."""

    READER = "reader"
    WINDOW = "window"
    SECRETARY = "secretary"
    ADMIN = "admin"

    @property
    def title(self) -> str:
        return _(TITLES[self])


TITLES = {
    Role.READER: N_("讀者"),
    Role.WINDOW: N_("議題窗口"),
    Role.SECRETARY: N_("秘書"),
    Role.ADMIN: N_("管理者"),
}


@dataclass(frozen=True, kw_only=True)
class Rights:
    """The rights of who is signed in. `member_ids` are the counties for which an 議題窗口 reports."""

    role: Role = Role.ADMIN
    member_ids: Collection[str] = ()

    @property
    def may_change(self) -> bool:
        """Everything but the roles."""
        return self.role in (Role.SECRETARY, Role.ADMIN)

    @property
    def may_report(self) -> bool:
        """Reports (辦理情形) of some line at least."""
        return self.may_change or (self.role is Role.WINDOW and bool(self.member_ids))

    def may_report_for(self, member_id: str | None) -> bool:
        """Reports of a county's line."""
        return self.may_change or (self.role is Role.WINDOW and member_id in self.member_ids)
