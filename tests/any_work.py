"""Work at random on a register, beside a model of what it must hold: for the tests, and longer for the bench."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from hashlib import sha256

from sqlalchemy import select

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting
from northtaiwan_desktop.domain.progress import ProgressReport, Round
from northtaiwan_desktop.domain.resolution import Assignment, Resolution, State
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import resolutions
from northtaiwan_desktop.storage import codec, passages, standing
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.schema import TABLES, passage
from northtaiwan_desktop.storage.schema import standing as standing_table
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

DAY = date(2015, 1, 5)
KINDS: tuple[type, ...] = (ChronicleEntry, ProgressReport, Meeting, Assignment, Resolution)
"""What this work changes."""
Step = tuple[int, int]
"""Which thing is done (any number), and to which record (any number)."""


class Deskwork:
    """Does what it is told by numbers, and knows after each step what every record has to be."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.states = [self.records()]
        self.place = 0
        self.done = 0

    def run(self, steps: Iterable[Step]) -> None:
        """Do all, then take all back and do it again: every state comes back to the byte."""
        for step in steps:
            self.do(*step)
        self.come_back()

    def come_back(self) -> None:
        """Take all back and do it again."""
        while self.place:
            self.undo()
        while self.place < len(self.states) - 1:
            self.redo()
        self.derived_agree()

    def do(self, what: int, which: int) -> None:
        """One step: an action, an undo or a redo."""
        tasks: list[Callable[[int], None]] = [
            *(self._add, self._change, self._change, self._remove, self._report, self._report, self._rename, self._due),
            *(lambda _which: self.undo(), lambda _which: self.undo(), lambda _which: self.redo()),
        ]
        tasks[what % len(tasks)](which)
        self.done += 1

    def undo(self) -> None:
        if self.place == 0:
            return
        self.store.undo()
        self.place -= 1
        assert self.records() == self.states[self.place]

    def redo(self) -> None:
        if self.place == len(self.states) - 1:
            try:
                self.store.redo()
            except RuleBroken:
                return
            raise AssertionError("there was nothing to do again")
        self.store.redo()
        self.place += 1
        assert self.records() == self.states[self.place]

    def records(self) -> dict[str, str]:
        """Every record as the journal writes it, byte for byte, by kind."""

        def question(records: Records) -> dict[str, str]:
            return {
                kind.__name__: sha256("\n".join(map(codec.encoded, records.all(kind))).encode()).hexdigest()
                for kind in KINDS
            }

        return self.store.ask(question)

    def derived_agree(self) -> None:
        """What is kept beside the records is what would be made of them anew."""
        before = self.store.ask(_derived)
        with self.store.engine.connect().execution_options(writes=True) as connection, connection.begin():
            passages.rebuild(connection)
            standing.rebuild(connection)
        assert self.store.ask(_derived) == before

    def _act(self, label: str, action: Callable[[Work], object]) -> None:
        if not self.store.do(label, action).kinds:
            return
        self.states = [*self.states[: self.place + 1], self.records()]
        self.place += 1

    def _add(self, which: int) -> None:
        day = DAY + timedelta(days=which % 400)
        entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=f"（示例）第{which}則：簽署備忘錄")
        self._act("新增", lambda work: work.save(entry))

    def _change(self, which: int) -> None:
        if (entry := self._one(ChronicleEntry, which)) is not None:
            changed = replace(
                entry, text=f"（示例）改為{which}", since=min(entry.until, entry.since + timedelta(which % 3))
            )
            self._act("修改", lambda work: work.save(changed, seen=entry))

    def _remove(self, which: int) -> None:
        if (entry := self._one(ChronicleEntry, which)) is not None:
            self._act("刪除", lambda work: work.delete(entry))

    def _report(self, which: int) -> None:
        lines = self.store.ask(
            lambda records: [
                line
                for line in records.all(Assignment, TABLES[Assignment].c.state == State.OPEN)
                if records.get(Resolution, line.resolution_id).state is State.OPEN
            ]
        )
        action = partial(
            resolutions.report,
            assignment_id=lines[which % len(lines)].id,
            round=Round.of(DAY, 4),
            today=DAY,
            text=f"（示例）辦理情形{which}",
            planned_percent=100.0,
            actual_percent=float(which % 101),
            delay_reason="（示例）原因",
            remedy="（示例）對策",
        )
        self._act("填報", action)

    def _rename(self, which: int) -> None:
        if (meeting := self._one(Meeting, which)) is not None:
            moved = meeting.held_on and meeting.held_on + timedelta(days=which % 5 - 2)
            self._act(
                "改名", lambda work: work.save(replace(meeting, title=f"{meeting.title[:20]}{which}", held_on=moved))
            )

    def _due(self, which: int) -> None:
        if (case := self._one(Resolution, which)) is not None:
            self._act("期限", lambda work: work.save(replace(case, due_on=DAY + timedelta(days=which % 90))))

    def _one(self, kind: type, which: int):  # type: ignore[no-untyped-def]
        found = self.store.ask(lambda records: records.all(kind))
        return found[which % len(found)] if found else None


def _derived(records: Records) -> tuple[list[object], list[object]]:
    rows = records.connection.execute(select(passage.c.kind, passage.c.record_id, passage.c.text))
    places = records.connection.execute(standing_table.select().order_by(standing_table.c.line_id))
    return sorted(map(tuple, rows)), [tuple(row) for row in places]
