"""What can be done with the chronicle: write an entry, mend it, take it out."""

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.work import Work


def save_entry(work: Work, entry: ChronicleEntry, *, seen: ChronicleEntry | None = None) -> ChronicleEntry:
    """Keep an entry, new or known."""
    if not entry.text.strip():
        raise RuleBroken(_("大事記內容不可空白，請填寫。"))
    return work.save(entry, seen=seen)


def remove_entry(work: Work, id: str) -> None:
    """Take an entry out; the undo brings it back."""
    work.delete(work.get(ChronicleEntry, id))
