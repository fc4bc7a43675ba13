"""A regional cooperation platform: who belongs to it, what it works on, and who hosts each year."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.i18n import N_, _


@dataclass(frozen=True, kw_only=True)
class Platform:
    """平臺. `cycle` holds member ids in the order of hosting (輪值), the first hosting in `first_year` (ROC)."""

    id: str = "platform"
    name: str
    short_name: str
    first_year: int
    cycle: tuple[str, ...] = ()
    note: str = ""

    def term(self, year: int) -> int:
        """屆次 of a ROC year: the first year is term 1."""
        return year - self.first_year + 1

    def host_by_cycle(self, year: int) -> str:
        """Return the member id whose turn `year` (ROC) is. A person can overrule it in `PlatformYear`."""
        if not self.cycle:
            raise RuleBroken(_("平臺「{name}」尚未設定輪值順序，請先在「設定」填寫。").format(name=self.name))
        return self.cycle[(year - self.first_year) % len(self.cycle)]


@dataclass(frozen=True, kw_only=True)
class Member:
    """成員縣市. `id` is the official area code; `name` the present official name; `position` the committee's order."""

    id: str = field(default_factory=new_id)
    name: str
    short_name: str
    position: int
    aliases: tuple[str, ...] = ()
    is_municipality: bool = False
    joined_on: date | None = None
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class FormerName:
    """舊名: the name that a member bore up to and including the day `until`."""

    id: str = field(default_factory=new_id)
    member_id: str
    name: str
    until: date


def name_on(member: Member, former: Sequence[FormerName], day: date | None) -> str:
    """The member's name valid on `day`; the present name where no day is known."""
    if day is not None and former:
        borne = [past for past in former if past.member_id == member.id and day <= past.until]
        if borne:
            return min(borne, key=lambda past: past.until).name
    return member.name


@dataclass(frozen=True, kw_only=True)
class IssueGroup:
    """議題小組. `aliases` are the other names under which it goes; the core group (發展推動組) joins all members."""

    id: str = field(default_factory=new_id)
    name: str
    short_name: str
    position: int
    aliases: tuple[str, ...] = ()
    is_core: bool = False


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One axis of the vision (NT-FACE): `id` is its letter."""

    id: str
    name: str
    english: str
    position: int


@dataclass(frozen=True, kw_only=True)
class PlatformYear:
    """年度: its host (輪值主政) and theme. `id` is the ROC year as text."""

    id: str
    year: int
    host_id: str
    theme: str = ""
    overrules_cycle: bool = False
    source: str = ""
    note: str = ""


class Part(Enum):
    """What a member does in a group in a year: 主政 or 配合."""

    LEAD = "lead"
    COOPERATE = "cooperate"

    @property
    def title(self) -> str:
        return _({Part.LEAD: N_("主政"), Part.COOPERATE: N_("配合")}[self])


@dataclass(frozen=True, kw_only=True)
class GroupRole:
    """議題主政／配合: one member's part in one group in one ROC year."""

    id: str = field(default_factory=new_id)
    year: int
    group_id: str
    member_id: str
    part: Part
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class SetPhrase:
    """固定用語: what is said again and again in minutes (洽悉。同意備查。)."""

    id: str = field(default_factory=new_id)
    text: str
    outcome: str
    kind_id: str | None = None
    """The kind of meeting in which alone it is offered; None: in all."""
    position: int


@dataclass(frozen=True, kw_only=True)
class Thresholds:
    """門檻: when a case turns yellow or red. Percentages are points of planned minus actual; days are calendar days."""

    id: str = "thresholds"
    due_soon_days: int = 14
    behind_percent: float = 10.0
    far_behind_percent: float = 20.0
    rounds_a_year: int = 4
    """4: reports each quarter; 12: each month."""
    host_contribution: int = 2_000_000
    member_contribution: int = 400_000
    largest_attachment_mb: int = 20
    """The largest file that the register takes in as an attachment (附件), in mebibytes."""


@dataclass(frozen=True, kw_only=True)
class MeetingSlot:
    """預定的會議: the `ordinal`-th meeting of a kind (and group) in a ROC year, and the month proposed for it.

    It is no meeting: nobody is called yet, and nothing of it stands in the list of meetings.
    """

    id: str = field(default_factory=new_id)
    year: int
    kind_id: str
    group_id: str | None = None
    ordinal: int
    month: int
    note: str = ""
