"""A resolution: decided in a meeting, followed until each of its doers is released."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.meeting import Outcome
from northtaiwan_desktop.domain.writing.roc_date import written
from northtaiwan_desktop.i18n import N_, _


class State(Enum):
    """列管狀態 of a case or of one doer's line. The value is what is stored; the title is what is shown."""

    DRAFT = "draft"
    NOTED = "noted"
    OPEN = "open"
    RELEASED = "released"
    SELF = "self"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"

    @property
    def title(self) -> str:
        return _(
            {
                State.DRAFT: N_("草稿"),
                State.NOTED: N_("不列管"),
                State.OPEN: N_("列管中"),
                State.RELEASED: N_("解除列管"),
                State.SELF: N_("自行列管"),
                State.MERGED: N_("併案列管"),
                State.WITHDRAWN: N_("撤銷列管"),
            }[self]
        )

    @property
    def is_tracked(self) -> bool:
        """Does the case stand in the register, open or closed?"""
        return self not in _UNTRACKED

    @property
    def is_closed(self) -> bool:
        """Is the case ended for the platform?"""
        return self in _CLOSED


# Asked of each line of a long register: a tuple is looked through by identity, a set would hash the member each time.
_UNTRACKED = (State.DRAFT, State.NOTED)
_CLOSED = (State.RELEASED, State.SELF, State.MERGED, State.WITHDRAWN)
OF_MIXED = (State.RELEASED, State.SELF, State.WITHDRAWN, State.MERGED)
"""Of lines that ended differently, the first of these that is among them is the state of their case."""
PARTLY_MERGED = N_("、部分併案")


class Share(Enum):
    """主辦 or 協辦."""

    LEAD = "lead"
    CO_LEAD = "co_lead"

    @property
    def title(self) -> str:
        return _({Share.LEAD: N_("主辦"), Share.CO_LEAD: N_("協辦")}[self])


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """決議事項／列管事項. `number` (案號) is unique for ever; `due_text` keeps a due date given in words."""

    id: str = field(default_factory=new_id)
    number: str = ""
    meeting_id: str | None = None
    item_id: str | None = None
    group_id: str | None = None
    plan_item_id: str | None = None
    year: int
    position: int = 0
    outcome: Outcome = Outcome.RESOLUTION
    text: str
    decided_on: date | None = None
    due_on: date | None = None
    due_text: str = ""
    is_tracked: bool = True
    """Is it to come under 列管 when the minutes are finalised? Set phrases (洽悉) are not."""
    state: State = State.DRAFT
    closed_on: date | None = None
    closed_in_id: str | None = None
    close_reason: str = ""
    merged_into_id: str | None = None
    note: str = ""

    def is_overdue(self, today: date) -> bool:
        """Still followed although its day has passed; the day itself is in time."""
        return self.state is State.OPEN and self.due_on is not None and self.due_on < today

    @property
    def is_misfit(self) -> bool:
        """Do its days disagree with its state, so that counting by days and by states would differ?"""
        if not self.state.is_tracked:
            return False
        has_ended = self.closed_on is not None
        if self.decided_on is None or self.state.is_closed is not has_ended:
            return True
        return self.closed_on is not None and self.closed_on < self.decided_on

    @property
    def is_partly_merged(self) -> bool:
        """Do some of its doers go on in another case (部分併案), while the case itself is open or ended otherwise?"""
        return self.merged_into_id is not None and self.state is not State.MERGED

    @property
    def state_words(self) -> str:
        """Where it stands, as the screen says it: 「列管中、部分併案」."""
        aside = _(PARTLY_MERGED) if self.is_partly_merged else ""
        return f"{self.state.title}{aside}"

    def decided(self, *, on: date, number: str) -> "Resolution":
        """Return the resolution as it stands once the minutes are final: followed, or only noted."""
        if self.state not in {State.DRAFT, State.OPEN, State.NOTED}:
            return self
        state = State.OPEN if self.is_tracked else State.NOTED
        return replace(self, state=state, decided_on=self.decided_on or on, number=self.number or number)

    def due(self, day: date | None, words: str = "") -> "Resolution":
        """Return the case with another due day (展延), or with words that stand for one (持續辦理)."""
        if self.state.is_closed:
            message = _("決議 {number} 已經是「{state}」，期限不能再改。")
            raise RuleBroken(message.format(number=self.number, state=self.state.title))
        if day is not None and self.decided_on is not None and day < self.decided_on:
            message = _("決議 {number} 的預定完成日期 {day} 早於決議日期 {decided}，請更正。")
            raise RuleBroken(message.format(number=self.number, day=written(day), decided=written(self.decided_on)))
        return replace(self, due_on=day, due_text=words.strip())

    def merged(self, into: "Resolution", chain: Sequence["Resolution"]) -> "Resolution":
        """Return the case as going on in another (併案列管). `chain` is what that one was merged into, and so on."""
        if into.id == self.id:
            raise RuleBroken(_("決議 {number} 不能併入自己，請選擇另一案。").format(number=self.number))
        if any(one.id == self.id for one in chain):
            message = _("決議 {into} 已經併入 {number}，兩案不能互相併入。請選擇另一案。")
            raise RuleBroken(message.format(into=into.number, number=self.number))
        if into.state is not State.OPEN:
            message = _("決議 {into} 不在列管中（{state}），不能作為併入的對象。請選擇列管中的案件。")
            raise RuleBroken(message.format(into=into.number, state=into.state.title))
        return replace(self, merged_into_id=into.id)

    def after(self, lines: Sequence["Assignment"], *, on: date, reason: str, meeting_id: str | None) -> "Resolution":
        """Return the case as its lines leave it: closed when all are, merged only where all of it goes on elsewhere."""
        if self.state is not State.OPEN or not lines or not all(line.state.is_closed for line in lines):
            return self
        states = {line.state for line in lines}
        state = next(state for state in OF_MIXED if state in states)
        return replace(self, state=state, closed_on=on, close_reason=reason, closed_in_id=meeting_id)


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """One doer's line of a case: a member's bureau, or a body outside (建請中央) where `member_id` is None."""

    id: str = field(default_factory=new_id)
    resolution_id: str
    position: int = 0
    share: Share = Share.LEAD
    member_id: str | None = None
    office: str = ""
    """機關或單位: the member's bureau, or the whole name of a body outside."""
    state: State = State.OPEN
    closed_on: date | None = None

    def closed(self, state: State, reason: str, *, on: date) -> "Assignment":
        """Return the line as closed by a meeting (解除列管 and its kin). A reason is required by the control rules."""
        if self.state.is_closed:
            raise RuleBroken(_("這一案的這個主（協）辦單位已經是「{state}」。").format(state=self.state.title))
        if not state.is_closed:
            raise RuleBroken(_("「{state}」不是結束列管的決定。").format(state=state.title))
        if not reason.strip():
            raise RuleBroken(_("「{state}」須填寫理由。").format(state=state.title))
        return replace(self, state=state, closed_on=on)
