"""The batch at hand: read beside the window, decided on row by row, settled anew, and written once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from northtaiwan_desktop.domain.errors import FileUnreadable, Stopped
from northtaiwan_desktop.domain.remembered import Decision
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import batch as batches
from northtaiwan_desktop.sheets import batch_parts
from northtaiwan_desktop.sheets.batch import UNDECIDED, Batch, BatchFile, Choices, RowPlace
from northtaiwan_desktop.sheets.review import Match
from northtaiwan_desktop.ui.intake.batch_lines import BatchLine, BatchLines, lines_of
from northtaiwan_desktop.ui.intake.writing import Writing
from northtaiwan_desktop.ui.widgets.job_bar import JobBar
from northtaiwan_desktop.ui.workbench import Workbench

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.journal import Operation

AUTO = "auto"
FEW = 50
PATIENCE = 400
"""Milliseconds within which what is done needs no bar."""
GLANCE = 60
"""Milliseconds between two looks at how far the writing is."""
ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
Job = Generator[float, None, "Read"]
Takes = Mapping[RowPlace, frozenset[str]]
Offers = Mapping[RowPlace, Mapping[str, Match]]
"""The records that a row may be about, by id, the likeliest first; also those that were offered before."""


@dataclass(frozen=True)
class Source:
    """Where a file of the batch lies, and what a person said of it."""

    path: Path
    kind: str = AUTO
    sender_id: str | None = None
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True)
class Read:
    """What a job brings back: the batch, what was decided on it, and its lines."""

    sources: tuple[Source, ...]
    batch: Batch
    choices: Choices
    lines: BatchLines
    takes: Takes
    offers: Offers
    asked: Choices = UNDECIDED
    """What was decided when the job began."""
    lost: int = 0
    """Rows of files that were read again on which something was decided that does not apply any more."""


NOTHING = Read((), Batch(), Choices(), BatchLines(), {}, {})


class Reviewing(QObject):
    """Holds the batch. `renewed` tells that it is another one or was compared anew, `decided` that ticks changed.

    One job at a time runs in the page's bar; what is asked meanwhile is done after it.
    """

    renewed = Signal()
    decided = Signal()
    busy = Signal(bool)
    refused = Signal(object)
    written = Signal(object)  # Operation
    told = Signal(str)

    def __init__(self, workbench: Workbench, job: JobBar, parent: QObject) -> None:
        super().__init__(parent)
        self._workbench, self._job = workbench, job
        self._at_hand = NOTHING
        self.is_begun = False
        """Is the batch that was shown last a new one?"""
        self._waiting: list[Callable[[], None]] = []
        self.is_writing = False
        self._writing: Writing | None = None
        self._look = QTimer(self, interval=GLANCE)
        self._look.timeout.connect(self._show_part)
        self._turn = 0  # which batch: what is read for one that was let go comes too late

    @property
    def batch(self) -> Batch:
        return self._at_hand.batch

    @property
    def choices(self) -> Choices:
        return self._at_hand.choices

    @property
    def lines(self) -> BatchLines:
        return self._at_hand.lines

    @property
    def takes(self) -> Takes:
        """The fields of each row that would be written now."""
        return self._at_hand.takes

    @property
    def sources(self) -> tuple[Source, ...]:
        return self._at_hand.sources

    @property
    def is_empty(self) -> bool:
        return not self.batch.files

    @property
    def is_busy(self) -> bool:
        """Is something read, compared or written just now?"""
        return self._job.is_running or self.is_writing

    @property
    def is_undecided(self) -> bool:
        """Is there anything that a person would lose with this batch?"""
        return bool(self.takes) or self.choices != Choices()

    def line(self, place: RowPlace) -> BatchLine | None:
        at = self.lines.by_place.get(place)
        return None if at is None else self.lines.all[at]

    def offers(self, place: RowPlace) -> Sequence[tuple[str, Match]]:
        """The records that a row may be about."""
        return list(self._at_hand.offers.get(place, {}).items())

    def read(self, paths: Sequence[Path]) -> None:
        """Begin a new batch with these files, and those in these folders."""
        self.clear()
        self._then(lambda: self._read(NOTHING, paths, {}))

    def add(self, paths: Sequence[Path]) -> None:
        """Read these too; one that is in the batch already is read again."""
        self._then(lambda: self._read(self._at_hand, paths, {}))

    def read_again(self, files: Collection[int] | None = None) -> None:
        """Read these files, or all, anew from where they lie."""

        def begin() -> None:
            self._read(self._at_hand, (), {at: self.sources[at] for at in files or range(len(self.sources))})

        self._then(begin)

    def set_source(self, at: int, *, kind: str, sender_id: str | None) -> None:
        """Say what a file is, and who sent it; it is read again."""

        def begin() -> None:
            before = self.sources[at]
            # What was decided on the columns of one kind says nothing of another.
            decisions = before.decisions if kind == before.kind else ()
            source = replace(before, kind=kind, sender_id=sender_id, decisions=decisions)
            self._read(self._at_hand, (), {at: source})

        self._then(begin)

    def decide(self, at: int, decision: Decision) -> None:
        """Read a file again as a person decided on a heading or a text; its import remembers it."""

        def begin() -> None:
            # Whose file it is may still be chosen: that is settled when it is taken in.
            one = replace(decision, sender_id=None)
            kept = tuple(other for other in self.sources[at].decisions if other.key != one.key)
            self._read(self._at_hand, (), {at: replace(self.sources[at], decisions=(*kept, one))})

        self._then(begin)

    def remove(self, at: int) -> None:
        """Leave a file out of the batch; the others are compared anew, as a twin may be gone."""

        def begin() -> None:
            batch, choices = batch_parts.without_file(self.batch, self.choices, at)
            sources = (*self.sources[:at], *self.sources[at + 1 :])
            left = replace(self._at_hand, sources=sources, batch=batch, choices=choices, offers={})
            self._settle(left, anew=True)

        if len(self.batch.files) == 1:
            self.clear()
        else:
            self._then(begin)

    def clear(self) -> None:
        """Let the batch go. Nothing of it has been written but what was taken in."""
        self._turn += 1
        self._waiting.clear()
        if not self.is_writing:
            self._job.stop()
        self._at_hand = NOTHING
        self.renewed.emit()

    def compare_anew(self) -> None:
        """The register has moved on: see how the rows stand to it now."""
        if not self.is_empty:
            self._then(lambda: self._settle(self._at_hand, anew=True))

    def tick_rows(self, places: Collection[RowPlace], is_taken: bool) -> None:
        """Take these rows whole, or leave them."""
        chosen = set(places)
        cells = {key: value for key, value in self.choices.cells.items() if key[0] not in chosen}
        rows = {**self.choices.rows, **dict.fromkeys(chosen, is_taken)}
        self._decide(replace(self.choices, rows=rows, cells=cells), only=chosen)

    def tick_cell(self, place: RowPlace, field: str, is_taken: bool) -> None:
        self._decide(self.choices.with_cell(place, field, is_taken), only={place})

    def accept(self, how: str, *, file: int | None = None, sheet: int | None = None) -> None:
        """`safe`, `all` or `none` of all rows, of a file, or of a sheet."""
        make = {"safe": batches.all_safe, "all": batches.everything, "none": batches.none}[how]
        self._decide(make(self.batch, self.choices, file=file, sheet=sheet))

    def edit(self, place: RowPlace, field: str, text: str) -> None:
        """Put a text in the place of what a cell holds; it is read and compared at once."""
        self._settle_with(lambda choices: choices.with_edit(place, field, text))

    def match(self, place: RowPlace, record_id: str | None) -> None:
        """Say which record a row is about; None makes it a new one."""
        self._settle_with(lambda choices: choices.with_match(place, record_id))

    def write(self) -> None:
        """Write what is ticked, once. It can be stopped until it is kept; then nothing is written."""
        if self.is_empty or self.is_busy or not self.takes:
            return
        from northtaiwan_desktop.services import intake

        label = intake.label(self.batch, self.choices)
        action = partial(intake.apply_batch, batch=self.batch, choices=self.choices, today=self._workbench.today())
        self._writing = Writing(action)
        self._set_writing(True)
        words = _("正在匯入 {rows} 列").format(rows=f"{len(self.takes):,}")
        self._job.begin(words, self._writing.stop, PATIENCE)
        self._look.start()
        self._workbench.do(label, self._writing, then=self._on_written, failed=self._on_not_written, owner=self)

    def _show_part(self) -> None:
        if self._writing is not None:
            self._job.tell(self._writing.part)

    def _on_written(self, operation: Operation) -> None:
        self._set_writing(False)
        self.written.emit(operation)

    def _on_not_written(self, error: Exception) -> None:
        self._set_writing(False)
        if isinstance(error, Stopped):
            self.told.emit(str(error))
        else:
            self.refused.emit(error)

    def _set_writing(self, writing: bool) -> None:
        self.is_writing = writing
        if not writing:
            self._look.stop()
            self._writing = None
            self._job.end()
        self.busy.emit(self.is_busy)
        self._go_on()

    def _decide(self, choices: Choices, *, only: Collection[RowPlace] | None = None) -> None:
        """`only` names the rows on which something was decided, where they are few."""
        if only is None or len(only) > FEW:
            takes = batches.taken(self.batch, choices)
        else:
            known = dict(self.takes)
            for place in only:
                known[place] = batches.taken_at(self.batch, choices, place)
            takes = {place: fields for place, fields in sorted(known.items()) if fields}
        self._at_hand = replace(self._at_hand, choices=choices, takes=takes)
        self.decided.emit()

    def _settle_with(self, change: Callable[[Choices], Choices]) -> None:
        # What is decided on is kept at once, so that a second edit made meanwhile builds on the first.
        self._at_hand = replace(self._at_hand, choices=change(self.choices))
        self._then(lambda: self._settle(self._at_hand))

    def _settle(self, at_hand: Read, *, anew: bool = False) -> None:
        job = _settling(self._workbench, at_hand, self._workbench.today(), anew=anew)
        self._run(_("正在比對…"), job, patience=PATIENCE)

    def _read(self, at_hand: Read, paths: Sequence[Path], again: Mapping[int, Source]) -> None:
        names = [path.name for path in paths] or [source.path.name for source in again.values()]
        words = _("正在讀取「{file}」").format(file=names[0])
        if len(names) > 1:
            words = _("正在讀取 {count} 個檔案").format(count=len(names))
        self._run(words, _reading(self._workbench, at_hand, paths, again, self._workbench.today()))

    def _run(self, words: str, job: Job, *, patience: int = 0) -> None:
        take = partial(self._take, self._turn)
        self._job.run(words, job, take, failed=self._refuse, stopped=self._end, patience=patience)
        self.busy.emit(True)

    def _take(self, turn: int, read: Read) -> None:
        if turn != self._turn:
            self._end()
            return
        choices = self._with_since(read)
        if choices != read.choices:
            read = replace(read, choices=choices, takes=batches.taken(read.batch, choices))
        self.is_begun = self.is_empty
        if read.lost:
            words = _("檔案重新讀過，有 {count} 列的勾選或改寫不再適用，請再看一次。")
            self.told.emit(words.format(count=f"{read.lost:,}"))
        self._at_hand = replace(read, asked=UNDECIDED, lost=0)
        self.renewed.emit()
        self._end()

    def _with_since(self, read: Read) -> Choices:
        """What was decided while this was read or compared stands, where its row does."""
        if [source.path for source in read.sources] != [source.path for source in self.sources]:
            return read.choices
        since = batch_parts.since(read.asked, self.choices)
        if since == UNDECIDED:
            return read.choices
        there = {place: row.row.number for place, row in read.batch.rows()}
        standing = {place for place, row in self.batch.rows() if there.get(place) == row.row.number}
        return batch_parts.both(read.choices, batch_parts.only(since, standing))

    def _refuse(self, error: Exception) -> None:
        self.refused.emit(error)
        self._end()

    def _end(self) -> None:
        self.busy.emit(self.is_busy)
        self._go_on()

    def _then(self, begin: Callable[[], None]) -> None:
        """Begin at once, or when what runs has ended."""
        self._waiting.append(begin)
        self._go_on()

    def _go_on(self) -> None:
        if self._waiting and not self.is_busy:
            self._waiting.pop(0)()


def _reading(
    workbench: Workbench, at_hand: Read, paths: Sequence[Path], again: Mapping[int, Source], today: date
) -> Job:
    """Read files into a batch, those anew that are in it. Runs beside the window."""
    from northtaiwan_desktop.services import intake  # the readers load here, not when the page opens

    yield 0.0
    wanted, sources = dict(again), [*at_hand.sources]
    known = {source.path: at for at, source in enumerate(sources)}
    for path in files_of(paths):
        at = known.setdefault(path, len(known))
        wanted[at] = sources[at] if at < len(at_hand.sources) else Source(path)
    sources[len(sources) :] = [wanted[at] for at in sorted(wanted) if at >= len(sources)]
    for at, source in again.items():
        sources[at] = source
    files: dict[int, BatchFile] = {}
    as_of = 0
    for kind in dict.fromkeys(source.kind for source in wanted.values()):
        alike = {at: source for at, source in wanted.items() if source.kind == kind}
        steps = intake.read_batch(
            [source.path for source in alike.values()],
            workbench.wait_for,
            today=today,
            kind=kind,
            senders={source.path: source.sender_id for source in alike.values() if source.sender_id},
            decisions={source.path: source.decisions for source in alike.values()},
            is_asked=True,
        )
        read = yield from _part(steps, len(files) / len(wanted), len(alike) / len(wanted))
        files |= dict(zip(alike, read.files, strict=True))
        as_of = read.as_of
    batch, choices = batch_parts.with_files(at_hand.batch, at_hand.choices, files)
    batch = replace(batch, as_of=as_of)
    choices = batch_parts.both(choices, batch_parts.texts_carried(at_hand.batch, batch, at_hand.choices, again))
    if at_hand.sources or len({source.kind for source in sources}) > 1:
        # A row of one file may be the twin of one in another: that is seen when all are compared together.
        batch = intake.compare_anew(workbench.wait_for, batch, choices, today=today)
    ticks = batch_parts.ticks_carried(at_hand.batch, batch, at_hand.choices, again)
    choices = batch_parts.both(choices, ticks)
    lost = batch_parts.decided_rows(at_hand.choices, again) - batch_parts.decided_rows(choices, again)
    yield 1.0
    lines = yield from lines_of(batch, at_hand.lines)
    before = {place: known for place, known in at_hand.offers.items() if place.file not in files}
    takes = batches.taken(batch, choices)
    return Read(tuple(sources), batch, choices, lines, takes, _offers(batch, before), at_hand.choices, lost)


def _offers(batch: Batch, before: Offers) -> Offers:
    found = {place: dict(known) for place, known in before.items()}
    for place, row in batch.rows():
        if row.runner_ups or place in found:
            known = found.setdefault(place, {})
            for match in (*((row.match,) if row.match else ()), *row.runner_ups):
                known.setdefault(match.id, match)
    return found


def files_of(paths: Sequence[Path]) -> list[Path]:
    """Each file once, of folders the workbooks in them; FileUnreadable where a folder has none, or can't be seen."""
    found: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            found[path] = None
            continue
        try:
            inside = sorted(one for one in path.rglob("*") if _is_workbook(one))
        except OSError as error:
            message = _("無法讀取資料夾「{folder}」：{reason}。請確認權限，或把檔案複製到別處再選。")
            raise FileUnreadable(message.format(folder=path.name, reason=error.strerror or error)) from error
        if not inside:
            message = _("資料夾「{folder}」裡沒有試算表（xlsx、xls、ods、csv）。請選擇放檔案的那個資料夾。")
            raise FileUnreadable(message.format(folder=path.name))
        found |= dict.fromkeys(inside)
    return list(found)


def _is_workbook(path: Path) -> bool:
    """A lock file that Excel leaves beside an open workbook, or a hidden one, is none."""
    return path.suffix.lower() in ENDINGS and not path.name.startswith(("~$", ".")) and path.is_file()


def _settling(workbench: Workbench, at_hand: Read, today: date, *, anew: bool) -> Job:
    """Compare what was decided on, or with `anew` every row of the batch. Runs beside the window."""
    from northtaiwan_desktop.services import intake

    yield 0.0
    compare = intake.compare_anew if anew else intake.settle
    batch = compare(workbench.wait_for, at_hand.batch, at_hand.choices, today=today)
    yield 0.9
    lines = yield from lines_of(batch, at_hand.lines)
    takes = batches.taken(batch, at_hand.choices)
    offers = _offers(batch, at_hand.offers)
    return replace(at_hand, batch=batch, lines=lines, takes=takes, offers=offers, asked=at_hand.choices)


def _part(steps: Generator[float, None, Batch], start: float, share: float) -> Generator[float, None, Batch]:
    """A job as the part of a longer one."""
    try:
        while True:
            yield start + share * next(steps)
    except StopIteration as end:
        found: Batch = end.value
        return found
    finally:
        steps.close()
