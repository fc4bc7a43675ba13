"""The platform's chronicle: what happened, dated as precisely as is known."""

from dataclasses import dataclass, field
from datetime import date

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.writing.span import Precision


@dataclass(frozen=True, kw_only=True)
class ChronicleEntry:
    """大事記. `since` to `until` (both included) is the stretch that the source's date names."""

    id: str = field(default_factory=new_id)
    since: date
    until: date
    precision: Precision
    text: str
    position: int = 0
    """Keeps the source's order among entries of one date."""
    meeting_id: str | None = None
    source: str = ""
