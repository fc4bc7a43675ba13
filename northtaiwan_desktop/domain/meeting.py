"""A meeting: its kind, head, sections and the people in the room."""

from dataclasses import dataclass, field, replace
from datetime import date, time
from enum import Enum

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.i18n import N_, _


class Level(Enum):
    """層級, from the desk up to the heads."""

    STAFF = "staff"
    GROUP = "group"
    ALL_GROUPS = "all_groups"
    DEPUTIES = "deputies"
    HEADS = "heads"
    PUBLIC = "public"
    OTHER = "other"

    @property
    def title(self) -> str:
        return _(
            {
                Level.STAFF: N_("幕僚"),
                Level.GROUP: N_("議題組"),
                Level.ALL_GROUPS: N_("跨議題組"),
                Level.DEPUTIES: N_("副首長"),
                Level.HEADS: N_("首長"),
                Level.PUBLIC: N_("公開活動"),
                Level.OTHER: N_("其他"),
            }[self]
        )


class Rhythm(Enum):
    """How often a kind is owed: so many times in each such period."""

    YEAR = "year"
    QUARTER = "quarter"
    AS_NEEDED = "as_needed"

    @property
    def title(self) -> str:
        return _({Rhythm.YEAR: N_("每年"), Rhythm.QUARTER: N_("每季"), Rhythm.AS_NEEDED: N_("視需要")}[self])


class SectionRole(Enum):
    """What a section of the minutes is for; its title can be anything."""

    OPENING = "opening"
    CONFIRM = "confirm"
    CARRIED = "carried"
    REPORTS = "reports"
    DISCUSSION = "discussion"
    MOTIONS = "motions"
    CLOSING = "closing"
    OTHER = "other"

    @property
    def usual_title(self) -> str:
        """The title as papers write it: always Chinese."""
        return {
            SectionRole.OPENING: "主席致詞",
            SectionRole.CONFIRM: "確認上次會議紀錄",
            SectionRole.CARRIED: "上次會議決議辦理情形",
            SectionRole.REPORTS: "報告事項",
            SectionRole.DISCUSSION: "討論事項",
            SectionRole.MOTIONS: "臨時動議",
            SectionRole.CLOSING: "散會",
            SectionRole.OTHER: "其他事項",
        }[self]

    @property
    def outcome(self) -> "Outcome":
        """The usual word for what is decided here: 決議 after discussion, 決定 on a report."""
        collegial = {SectionRole.DISCUSSION, SectionRole.MOTIONS}
        return Outcome.RESOLUTION if self in collegial else Outcome.DECISION


class Outcome(Enum):
    """The word above what was decided: 決議, 決定, 裁示 or 結論."""

    RESOLUTION = "resolution"
    DECISION = "decision"
    RULING = "ruling"
    CONCLUSION = "conclusion"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {
            Outcome.RESOLUTION: "決議",
            Outcome.DECISION: "決定",
            Outcome.RULING: "裁示",
            Outcome.CONCLUSION: "結論",
        }[self]


class MeetingStatus(Enum):
    """草稿 while it is prepared and run, 定稿 once the minutes are final."""

    DRAFT = "draft"
    FINAL = "final"
    CANCELLED = "cancelled"

    @property
    def title(self) -> str:
        return _(
            {
                MeetingStatus.DRAFT: N_("草稿"),
                MeetingStatus.FINAL: N_("已定稿"),
                MeetingStatus.CANCELLED: N_("已取消"),
            }[self]
        )


@dataclass(frozen=True, kw_only=True)
class MeetingKind:
    """會議種類. `times` meetings are owed in each period of `rhythm`, by each group where `per_group`."""

    id: str = field(default_factory=new_id)
    name: str
    level: Level
    rhythm: Rhythm
    times: int = 0
    per_group: bool = False
    purpose: str = ""
    position: int
    sections: tuple[str, ...] = ()
    """Values of `SectionRole`, in their order."""
    is_chronicled: bool = False
    """Does the chronicle (大事記) get an entry when the minutes of such a meeting are final?"""


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """會議. Plan year, date, host and venue are four different things and never folded into one."""

    id: str = field(default_factory=new_id)
    number: str = ""
    """會議編號, drawn when the minutes are finalised and never used again."""
    title: str
    kind_id: str
    year: int
    ordinal: int | None = None
    group_id: str | None = None
    parent_id: str | None = None
    """The meeting to which this one is a sequel (補行議程會議)."""
    host_id: str | None = None
    held_on: date | None = None
    held_until: date | None = None
    starts_at: time | None = None
    closed_at: time | None = None
    venue: str = ""
    chair: str = ""
    chair_stands_in: str = ""
    """Who sat in the chair in place of `chair` (○○○代)."""
    recorder: str = ""
    status: MeetingStatus = MeetingStatus.DRAFT
    version: int = 0
    quorum: int | None = None
    note: str = ""

    @property
    def decides_on(self) -> date | None:
        """The day of which its decisions are: the last one of a meeting over several."""
        return self.held_until or self.held_on

    def finalised(self, number: str) -> "Meeting":
        """Return the meeting with its minutes made final (定稿). A day and a title are required."""
        if self.status is not MeetingStatus.DRAFT:
            raise RuleBroken(_("「{title}」不是草稿，無法定稿。").format(title=self.title))
        if self.held_on is None:
            raise RuleBroken(_("「{title}」尚未填寫會議日期，請填寫後再定稿。").format(title=self.title))
        return replace(self, status=MeetingStatus.FINAL, number=self.number or number, version=self.version + 1)

    def reopened(self) -> "Meeting":
        """Return the meeting open for correction; its number stays, its old version is kept."""
        if self.status is not MeetingStatus.FINAL:
            raise RuleBroken(_("「{title}」尚未定稿，不需要重新開啟。").format(title=self.title))
        return replace(self, status=MeetingStatus.DRAFT)


@dataclass(frozen=True, kw_only=True)
class Section:
    """章節: one titled part of the minutes; `body` is its running text (主席致詞)."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    position: int
    role: SectionRole
    title: str
    body: str = ""


class Presence(Enum):
    """出席 may speak and vote; 列席 guides, reports or answers; 請假 is away."""

    ATTENDS = "attends"
    OBSERVES = "observes"
    ON_LEAVE = "on_leave"

    @property
    def word(self) -> str:
        """The word as papers write it: always Chinese."""
        return {Presence.ATTENDS: "出席", Presence.OBSERVES: "列席", Presence.ON_LEAVE: "請假"}[self]


@dataclass(frozen=True, kw_only=True)
class Attendance:
    """One line of the attendance list. `represents` is whom he or she stands in for (代理)."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    position: int
    presence: Presence = Presence.ATTENDS
    member_id: str | None = None
    bureau: str = ""
    title: str = ""
    name: str = ""
    represents: str = ""
    person_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class MinutesVersion:
    """會議紀錄版本: what was sent out. `snapshot` is the view as JSON; `docx_sha256` names the kept file."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    version: int
    finalised_on: date
    reason: str = ""
    """Why it was opened again; empty while it stands."""
    snapshot: str
    docx_sha256: str
    records: str = ""
    """The records behind the view as JSON, from which the version is brought back; empty for older versions."""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """更正 of an earlier meeting's minutes, approved where they were confirmed (確認上次會議紀錄)."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    """The meeting that approved it."""
    corrected_id: str
    """The meeting whose minutes it corrects."""
    position: int = 0
    text: str
