"""Questions about the chronicle."""

from datetime import date

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES

FIRST_YEAR = 1911
ENTRY = TABLES[ChronicleEntry].c


def entries(records: Records, *, year: int | None = None) -> list[ChronicleEntry]:
    """The chronicle in the order of time; with a ROC year, what touches that year."""
    conditions = []
    if year is not None:
        conditions = [
            ENTRY.since <= date(year + FIRST_YEAR, 12, 31),
            ENTRY.until >= date(year + FIRST_YEAR, 1, 1),
        ]
    return records.all(ChronicleEntry, *conditions, order=(ENTRY.since, ENTRY.until, ENTRY.position))
