"""One unit of work: what an action read, and what it changed, kept or lost as a whole."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from northtaiwan_desktop.domain.backups import Reason
from northtaiwan_desktop.domain.errors import ChangedMeanwhile
from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.year_bounds import require_years
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.storage.plain_rows import records_at_once
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES, blob, counter

V = TypeVar("V")
Watch = Callable[[float], None]


@dataclass(frozen=True)
class Change:
    """One record before and after; None where it did not, or does not, exist."""

    before: Any
    after: Any

    @property
    def kind(self) -> type:
        return type(self.after if self.after is not None else self.before)

    @property
    def record_id(self) -> str:
        return str((self.after if self.after is not None else self.before).id)

    def reversed(self) -> "Change":
        return Change(before=self.after, after=self.before)


class Work(Records):
    """Reads and writes values inside one transaction, and remembers every change.

    `operation_id` is the id that the journal's entry will bear; `now` is when the action began; `by` who does it.
    `lay_aside` keeps a copy of the register as it was before, for an action that is large.
    """

    def __init__(
        self,
        connection: Connection,
        *,
        by: str,
        now: datetime,
        login: str = "",
        lay_aside: Callable[[Reason], None] = lambda _reason: None,
    ) -> None:
        super().__init__(connection, login=login)
        self.operation_id = new_id()
        self.by = by
        self.now = now
        self.lay_aside = lay_aside
        self.changes: list[Change] = []
        self.watch: Watch = _unwatched
        """Is told how far the whole is, 0 to 1. What it raises ends the action, and nothing of it is kept."""
        self._part = (0.0, 1.0)

    def tell(self, share: float) -> None:
        """Say how far the part at hand is, 0 to 1."""
        start, end = self._part
        self.watch(start + (end - start) * share)

    @contextmanager
    def part(self, start: float, end: float) -> Iterator[None]:
        """What is told within is told of this part of the present one."""
        whole = self._part
        first, last = whole
        self._part = (first + (last - first) * start, first + (last - first) * end)
        try:
            yield
        finally:
            self._part = whole

    def save(self, value: V, *, seen: V | None = None) -> V:
        """Write a record, new or known. `seen` is the record as the person saw it: another one now is told."""
        table = TABLES[type(value)]
        id: str = value.id  # type: ignore[attr-defined]
        before = self.find(type(value), id)
        if seen is not None and before != seen:
            message = _("這筆資料在您編輯期間已有別的修改，尚未儲存您的內容。請比對後再存一次。")
            raise ChangedMeanwhile(message, now=before, wanted=value)
        if before == value:
            return value
        require_years(value)
        self._answers.clear()
        if before is None:
            self.connection.execute(insert(table).values(vars(value)))
        else:
            self.connection.execute(update(table).where(table.c.id == id).values(vars(value)))
        self.changes.append(Change(before, value))
        return value

    def add(self, values: Sequence[Any]) -> None:
        """Write new records of one kind at once."""
        if not values:
            return
        for value in values:
            require_years(value)
        self._answers.clear()
        records_at_once(self.connection, TABLES[type(values[0])], values)
        self.changes += [Change(None, value) for value in values]

    def delete(self, value: Any) -> None:
        """Remove a record; the journal keeps it for the undo."""
        table = TABLES[type(value)]
        now = self.get(type(value), value.id)
        self._answers.clear()
        self.connection.execute(delete(table).where(table.c.id == value.id))
        self.changes.append(Change(now, None))

    def apply(self, changes: Iterable[Change]) -> None:
        """Bring records from `before` to `after`, one change after another, if they still are as `before` says.

        What comes of all changes is checked and written at once, kind by kind: an import has thousands.
        """
        whole: dict[tuple[type, str], Change] = {}
        for change in changes:
            key = (change.kind, change.record_id)
            whole[key] = Change(whole[key].before if key in whole else change.before, change.after)
        by_kind: dict[type, list[Change]] = {}
        for (kind, _id), change in whole.items():
            by_kind.setdefault(kind, []).append(change)
        for kind, of_kind in by_kind.items():
            # Something stands on each side of a change that came to nothing, or nothing does: it is only checked.
            ids = {(change.before or change.after).id for change in of_kind if change.before or change.after}
            known: list[Any] = self.among(kind, "id", ids)
            now = {one.id: one for one in known}
            for change in of_kind:
                if change.before is None and change.after is None:
                    continue
                present = now.get(change.record_id)
                if present != change.before:
                    message = _("這項操作之後，同一筆資料已有新的修改，無法復原。請先復原較新的操作。")
                    raise ChangedMeanwhile(message, now=present, wanted=change.after)
        self._write([change for change in whole.values() if change.before != change.after])

    def _write(self, changes: Sequence[Change]) -> None:
        """Write what is known to stand as `before` says; what goes first makes room for what is unique."""
        self._answers.clear()
        for kind in dict.fromkeys(change.kind for change in changes):
            table = TABLES[kind]
            own = [change for change in changes if change.kind is kind]
            gone = [{"gone": change.record_id} for change in own if change.after is None]
            if gone:
                self.connection.execute(delete(table).where(table.c.id == bindparam("gone")), gone)
            both = [change for change in own if change.before is not None and change.after is not None]
            moved = [vars(change.after) | {"known": change.record_id} for change in both]
            if moved:
                self.connection.execute(update(table).where(table.c.id == bindparam("known")), moved)
            new = [change.after for change in own if change.before is None]
            if new:
                records_at_once(self.connection, table, new)
        self.changes += changes

    def draw(self, series: str) -> int:
        """Draw the next number of a series. A number once kept is never drawn again, even after an undo."""
        last = self.connection.scalar(select(counter.c.last).where(counter.c.series == series))
        if last is None:
            self.connection.execute(insert(counter).values(series=series, last=1))
            return 1
        self.connection.execute(update(counter).where(counter.c.series == series).values(last=last + 1))
        return int(last) + 1

    def keep_file(self, sha256: str, content: bytes) -> None:
        """Keep a file's bytes under their checksum; the same bytes are kept once."""
        if self.connection.scalar(select(blob.c.sha256).where(blob.c.sha256 == sha256)) is None:
            self.connection.execute(insert(blob).values(sha256=sha256, content=content))


def _unwatched(_share: float) -> None:
    """Nobody looks on."""
