"""People and the posts they hold for a time: a change of hands is the normal case."""

from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.i18n import N_, _


class Body(Enum):
    """The body in which a post is held (組織). The value is what is stored; the title is what is shown."""

    EX_OFFICIO = "ex_officio"
    CHAIR = "chair"
    APPOINTED = "appointed"
    EXECUTIVE = "executive"
    TASK_FORCE = "task_force"
    GROUP = "group"
    CONTACT = "contact"

    @property
    def title(self) -> str:
        return _(self.word)

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            Body.EX_OFFICIO: N_("當然委員"),
            Body.CHAIR: N_("主任委員"),
            Body.APPOINTED: N_("一般委員"),
            Body.EXECUTIVE: N_("執行長"),
            Body.TASK_FORCE: N_("推動小組成員"),
            Body.GROUP: N_("議題小組成員"),
            Body.CONTACT: N_("聯絡窗口"),
        }[self]


@dataclass(frozen=True, kw_only=True)
class Person:
    """One person, whatever posts he or she holds."""

    id: str = field(default_factory=new_id)
    name: str
    phone: str = ""
    email: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Post:
    """職務: a person in a body from `since` to `until`, both days included; None is open."""

    id: str = field(default_factory=new_id)
    person_id: str
    body: Body
    member_id: str | None = None
    group_id: str | None = None
    bureau: str = ""
    title: str = ""
    since: date | None = None
    until: date | None = None
    note: str = ""

    def is_valid(self, day: date) -> bool:
        """Is the post held on `day`?"""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    def is_same_seat(self, other: "Post") -> bool:
        """Is it the same post, whoever holds it? A contact window is one of a member and group, whatever its bureau."""
        return (self.body, self.member_id, self.group_id) == (other.body, other.member_id, other.group_id) and (
            self.group_id is not None or self.bureau == other.bureau
        )

    def answers_for(self, member_id: str | None, group_id: str | None, office: str) -> bool:
        """Does the holder answer for a line of a case: of the own member, and of the own group, else the own bureau?"""
        if self.member_id is None or self.member_id != member_id:
            return False
        if self.group_id is not None:
            return self.group_id == group_id
        return not (self.bureau and office) or self.bureau in office or office in self.bureau
