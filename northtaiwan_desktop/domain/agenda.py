"""An item on a meeting's agenda: what is put forward, why, and what is asked for."""

from dataclasses import dataclass, field

from northtaiwan_desktop.domain.identity import new_id


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """議案: 案由 (`title`), 提案單位, 說明 and 擬辦. Long texts keep their line breaks."""

    id: str = field(default_factory=new_id)
    meeting_id: str
    section_id: str
    position: int
    title: str
    proposer: str = ""
    explanation: str = ""
    proposal: str = ""
    origin_id: str | None = None
    """The item of another meeting from which this one was handed up or down."""
    received_id: str | None = None
    """The development proposal (提案), taken in from a workbook, that is put before the meeting here."""
