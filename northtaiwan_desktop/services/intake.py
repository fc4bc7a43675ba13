"""Workbooks from outside: looked at as one batch, then taken in by one action that can be taken back."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.backups import Reason
from northtaiwan_desktop.domain.errors import AppError, FileUnreadable, RuleBroken
from northtaiwan_desktop.domain.filing import Import
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import Decision, Memory
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.services import candidates, rechecking, returns, taking
from northtaiwan_desktop.services import remembered as remembering
from northtaiwan_desktop.services.candidates import Ask
from northtaiwan_desktop.sheets.batch import Batch, BatchFile, Choices, RowPlace, taken
from northtaiwan_desktop.sheets.comparing import compare, compared
from northtaiwan_desktop.sheets.doer_lines import read_rows
from northtaiwan_desktop.sheets.editing import edited
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.grid_files import bytes_of
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.reading_apart import read_apart
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.repeats import told
from northtaiwan_desktop.sheets.returned import Earlier, as_read, beside_earlier, without_taken
from northtaiwan_desktop.sheets.review import Existing, Review, ReviewedRow, RowState
from northtaiwan_desktop.sheets.tables import Recognised
from northtaiwan_desktop.storage import imports, remembered
from northtaiwan_desktop.storage.candidates import moment
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.work import Work

T = TypeVar("T")
READING = 0.7
"""The share of the whole time that reading takes; the rest is asking and comparing."""
NO_SENDERS: Mapping[Path, str] = {}
NO_DECISIONS: Mapping[Path, Sequence[Decision]] = {}
SUFFIXES = {".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv"}


@dataclass(frozen=True, kw_only=True)
class _Read:
    """A file as it was read, not yet set beside the register."""

    name: str
    content: bytes = b""
    recognised: Recognised | None = None
    rows: tuple[tuple[Row, ...], ...] = ()
    refusal: str = ""
    decisions: tuple[Decision, ...] = ()


class _Opened(NamedTuple):
    """A file's sheets, or why there are none."""

    name: str
    content: bytes = b""
    grids: tuple[Grid, ...] = ()
    refusal: str = ""


Opening = Generator[float, None, _Opened]


def read_batch(
    paths: Sequence[Path],
    ask: Ask,
    *,
    today: date,
    kind: str = "auto",
    senders: Mapping[Path, str] | None = None,
    year: int | None = None,
    decisions: Mapping[Path, Sequence[Decision]] | None = None,
    is_asked: bool = False,
) -> Generator[float, None, Batch]:
    """Read workbooks whole and set them beside the register; yields how far it is, 0 to 1.

    A folder stands for the workbooks within it. `senders` names the member that sent a file, or all of a folder;
    `decisions` are what a person decided on a file's headings and words, which go before what is remembered.
    With `is_asked` somebody can still decide: a file of a stated kind is shown also where its columns tell nothing.
    One file that can't be read stops none of the others: it has its refusal in place of a review.
    """
    known, as_of = ask(_setting)
    memory = ask(remembered.memory)
    places = list(_files(paths, senders or NO_SENDERS))
    read = []
    ahead: Opening | None = None
    yield 0.0
    try:
        for done, (path, sender_id) in enumerate(places):
            opening, ahead = ahead or _opened(path), None
            opened = yield from _within(opening, READING * done, READING, len(places))
            # The process apart reads the next one while this one is made sense of here.
            ahead = _begun(_opened(places[done + 1][0])) if done + 1 < len(places) else None
            told = replace(memory, now=tuple((decisions or NO_DECISIONS).get(path, ())))
            read.append(_read(opened, known, told, kind=kind, sender_id=sender_id, year=year, is_asked=is_asked))
            yield READING * (done + 1) / len(places)
    finally:
        if ahead is not None:
            ahead.close()
    yield READING
    return _set_beside(ask, read, known, memory, as_of, today=today)


def compare_anew(ask: Ask, batch: Batch, choices: Choices, *, today: date) -> Batch:
    """The batch set beside the register as it is now, edits and matches in it. No file is read again."""
    known, as_of = ask(_setting)
    memory = ask(remembered.memory)
    read = [
        _Read(
            name=file.name,
            content=file.content,
            recognised=file.review.recognised if file.review else None,
            rows=tuple(tuple(as_read(row) for row in sheet.rows) for sheet in file.review.sheets)
            if file.review
            else (),
            refusal=file.refusal,
            decisions=file.decisions,
        )
        for file in batch.files
    ]
    return settle(ask, _set_beside(ask, read, known, memory, as_of, today=today), choices, today=today)


def _set_beside(ask: Ask, read: Sequence[_Read], known: Reference, memory: Memory, as_of: int, *, today: date) -> Batch:
    """Files as they were read, compared with what the register has, and with one another."""
    parts = [
        (table, rows)
        for one in read
        if one.recognised
        for table, rows in zip(one.recognised.tables, one.rows, strict=True)
    ]
    existing = candidates.existing(ask, candidates.sought(parts), today=today)
    sums = [sha256(one.content).hexdigest() for one in read]
    earlier = ask(partial(imports.standing_among, sums=sums))
    alone: list[tuple[str, Review | None]] = []
    before = []
    for one, digest in zip(read, sums, strict=True):
        last = _before(ask, one, existing, known, digest, memory)
        review = compared(one.recognised, one.rows, existing) if one.recognised else None
        alone.append((one.name, without_taken(review, last) if review and last else review))
        before.append(last)
    return Batch(
        files=tuple(
            BatchFile(
                name=one.name,
                content=one.content,
                review=review,
                refusal=one.refusal,
                earlier=earlier.get(digest) if one.content else None,
                decisions=one.decisions,
                before=last,
            )
            for one, review, digest, last in zip(read, told(alone), sums, before, strict=True)
        ),
        as_of=as_of,
    )


def _before(ask: Ask, one: _Read, existing: Existing, known: Reference, digest: str, memory: Memory) -> Earlier | None:
    """What was taken in before of a file that may be returning mended."""
    if one.recognised is None:
        return None
    by = replace(memory, now=one.decisions)
    asked = partial(returns.earlier, found=one.recognised, existing=existing, known=known, sha256=digest, memory=by)
    return ask(asked)


def settle(ask: Ask, batch: Batch, choices: Choices, *, today: date) -> Batch:
    """The batch with a person's edits and matches in it: cells read anew, rows compared anew. Nothing is written.

    Doing it again, or to a batch that has been settled, makes no difference.
    """
    touched = {place for place, _name in choices.edits} | choices.matches.keys()
    if not touched:
        return batch
    known, _as_of = ask(_setting)
    rows: dict[RowPlace, Row] = {}
    for place in sorted(touched):
        row = as_read(batch.row(place))
        edits = {name: text for (at, name), text in choices.edits.items() if at == place}
        rows[place] = edited(_sheet(batch, place).table, row, edits, known) if edits else row
    sought = candidates.sought((_sheet(batch, place).table, [row]) for place, row in rows.items())
    for place, id in choices.matches.items():
        table_kind = _sheet(batch, place).table.kind
        if id and table_kind:
            sought[table_kind.name].ids.add(id)
    existing = candidates.existing(ask, sought, today=today)
    anew: dict[RowPlace, ReviewedRow] = {}
    for place, row in rows.items():
        review = batch.files[place.file].review
        assert review is not None
        chosen = {0: choices.matches[place]} if place in choices.matches else {}
        (found,) = compare(_sheet(batch, place).table, [row], existing, review.recognised, chosen)
        before = batch.files[place.file].before
        anew[place] = beside_earlier(found, before) if before else found
    return _with(batch, anew)


def apply_batch(work: Work, batch: Batch, choices: Choices, *, today: date) -> tuple[Import, ...]:
    """Take in what was chosen, as one action; one record of an import for each file of which anything is taken.

    The files are kept. RuleBroken where nothing is to be taken, or where a record has moved on since it was shown.
    The work is told how far it is; whoever watches it can stop it there, and nothing is kept.
    """

    def ask(question: Callable[[Records], Any]) -> Any:
        return question(work)

    batch = settle(ask, batch, choices, today=today)
    chosen = taken(batch, choices)
    if not chosen:
        names = "、".join(file.name for file in batch.files)
        raise RuleBroken(_("「{file}」沒有可匯入的資料列，沒有變更。").format(file=names))
    rechecking.check(work, batch, chosen)
    work.lay_aside(Reason.INTAKE)
    made = []
    done = 0
    for at, file in enumerate(batch.files):
        own = {place: fields for place, fields in chosen.items() if place.file == at}
        if own and file.review is not None:
            with work.part(done / len(chosen), (done + len(own)) / len(chosen)):
                made.append(_take_in(work, file, file.review, own, today=today))
            done += len(own)
    return tuple(made)


def label(batch: Batch, choices: Choices) -> str:
    """The words of the undo menu: 匯入「桃園市.xlsx」12 列, or how many files and rows."""
    chosen = taken(batch, choices)
    names = [batch.files[at].name for at in sorted({place.file for place in chosen})]
    if len(names) == 1:
        return _("匯入「{file}」{count} 列").format(file=names[0], count=len(chosen))
    return _("匯入 {files} 個檔案，共 {count} 列").format(files=len(names), count=len(chosen))


def _take_in(
    work: Work, file: BatchFile, review: Review, chosen: Mapping[RowPlace, frozenset[str]], *, today: date
) -> Import:
    found, counts, first = review.recognised, review.counts, len(work.changes)
    states = [review.sheets[place.sheet].rows[place.row].state for place in chosen]
    work.keep_file(file.sha256, file.content)
    remembering.remember(work, settled(file.decisions, found))
    record = Import(
        file_name=file.name,
        sha256=file.sha256,
        kind=found.kind,
        sender_id=found.sender_id,
        year=found.year,
        round=found.round.code if found.round else "",
        imported_at=work.now,
        imported_by=work.by,
        new=sum(state is RowState.NEW for state in states),
        changed=sum(state is not RowState.NEW for state in states),
        ignored=len(review.rows) - len(chosen) - counts[RowState.UNREADABLE],
        unreadable=counts[RowState.UNREADABLE],
        operation_id=work.operation_id,
    )
    done = 0
    for at, sheet in enumerate(review.sheets):
        rows = [
            taking.Taken(sheet.rows[place.row], fields, place.row)
            for place, fields in chosen.items()
            if place.sheet == at
        ]
        if rows:
            with work.part(done / len(chosen), (done + len(rows)) / len(chosen)):
                taking.take(work, rows, sheet.table, import_id=record.id, today=today)
            done += len(rows)
    return work.save(replace(record, first_change=first, last_change=len(work.changes)))


@dataclass(frozen=True, kw_only=True)
class Preview:
    """One workbook with its review, as an answer to its sender is made of it."""

    file_name: str
    content: bytes
    review: Review
    earlier: Import | None = None

    @property
    def sha256(self) -> str:
        return sha256(self.content).hexdigest()

    @classmethod
    def of(cls, file: BatchFile) -> "Preview":
        """A file of a batch; FileUnreadable where it could not be read."""
        if file.review is None:
            raise FileUnreadable(file.refusal)
        return cls(file_name=file.name, content=file.content, review=file.review, earlier=file.earlier)


def preview_of(
    records: Records,
    content: bytes,
    file_name: str,
    *,
    today: date,
    kind: str = "auto",
    sender_id: str | None = None,
    year: int | None = None,
) -> Preview:
    """A workbook by its bytes, set beside the register as it is now; FileUnreadable says why where it can't be."""

    def ask(question: Callable[[Records], Any]) -> Any:
        return question(records)

    known, as_of = _setting(records)
    memory = remembered.memory(records)
    opened = finished(_grids_of(content, file_name))
    read = _read(opened, known, memory, kind=kind, sender_id=sender_id, year=year)
    return Preview.of(_set_beside(ask, [read], known, memory, as_of, today=today).files[0])


def settled(decisions: Sequence[Decision], found: Recognised) -> list[Decision]:
    """Decisions on a file, each for the kind and the sender that the file turned out to be of."""
    return [replace(one, kind=one.kind or found.kind, sender_id=one.sender_id or found.sender_id) for one in decisions]


def _setting(records: Records) -> tuple[Reference, int]:
    return reference(records), moment(records)


def _files(paths: Iterable[Path], senders: Mapping[Path, str]) -> Iterator[tuple[Path, str | None]]:
    """Each file once with its sender; of a folder the workbooks in it, those aside that Excel and systems hide."""
    seen: set[Path] = set()
    for path in paths:
        within = sorted(one for one in path.rglob("*") if _is_workbook(one)) if path.is_dir() else [path]
        for file in within:
            if file not in seen:
                seen.add(file)
                yield file, senders.get(file, senders.get(path))


def _is_workbook(path: Path) -> bool:
    return path.is_file() and path.suffix.lower() in SUFFIXES and not path.name.startswith(("~$", ".", ".~lock"))


def _opened(path: Path) -> Opening:
    try:
        content = bytes_of(path)
    except AppError as error:
        return _Opened(path.name, refusal=str(error))
    return (yield from _grids_of(content, path.name))


def _grids_of(content: bytes, name: str) -> Opening:
    try:
        return _Opened(name, content, (yield from read_apart(content, name)))
    except AppError as error:
        return _Opened(name, content, refusal=str(error))


def _begun(opening: Opening) -> Opening:
    """The same, at work already."""
    try:
        next(opening)
    except StopIteration as end:
        return _done(end.value)
    return opening


def _done(opened: _Opened) -> Opening:
    yield 1.0
    return opened


def _read(
    opened: _Opened,
    known: Reference,
    memory: Memory,
    *,
    kind: str,
    sender_id: str | None,
    year: int | None,
    is_asked: bool = False,
) -> _Read:
    """What a file that was opened says, table by table and row by row."""
    name, content = opened.name, opened.content
    if opened.refusal:
        return _Read(name=name, content=content, refusal=opened.refusal, decisions=memory.now)
    try:
        recognised = recognise(
            opened.grids,
            file=name,
            reference=known,
            kind=kind,
            year=year,
            sender_id=sender_id,
            remembered=memory,
            is_asked=is_asked,
        )
    except AppError as error:
        return _Read(name=name, content=content, refusal=str(error), decisions=memory.now)
    rows = tuple(read_rows(table, known, remembered=memory) for table in recognised.tables)
    return _Read(name=name, content=content, recognised=recognised, rows=rows, decisions=memory.now)


def _within(job: Generator[float, None, T], start: float, share: float, parts: int) -> Generator[float, None, T]:
    """A job as one of several parts of a longer one."""
    try:
        while True:
            yield (start + share * next(job)) / parts
    except StopIteration as end:
        value: T = end.value
        return value
    finally:
        job.close()


def _sheet(batch: Batch, place: RowPlace) -> Any:
    review = batch.files[place.file].review
    if review is None:
        raise KeyError(place)
    return review.sheets[place.sheet]


def _with(batch: Batch, anew: Mapping[RowPlace, ReviewedRow]) -> Batch:
    """The batch with these rows in place of its own, and what is said twice told anew."""
    reviews: list[tuple[str, Review | None]] = []
    for at, file in enumerate(batch.files):
        review = file.review
        if review is not None and any(place.file == at for place in anew):
            sheets = tuple(
                replace(
                    sheet,
                    rows=tuple(anew.get(RowPlace(at, down, row), each) for row, each in enumerate(sheet.rows)),
                )
                for down, sheet in enumerate(review.sheets)
            )
            review = replace(review, sheets=sheets)
        reviews.append((file.name, review))
    files = zip(batch.files, told(reviews), strict=True)
    return replace(batch, files=tuple(replace(file, review=review) for file, review in files))
