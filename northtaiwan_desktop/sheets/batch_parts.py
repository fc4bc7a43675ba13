"""A batch whose files come and go: what was decided on the others stays with them."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from northtaiwan_desktop.sheets.batch import Batch, BatchFile, Choices, RowPlace
from northtaiwan_desktop.sheets.review import ReviewedRow, RowState

K = TypeVar("K")
V = TypeVar("V")
Moved = Callable[[int], int | None]


def without_file(batch: Batch, choices: Choices, at: int) -> tuple[Batch, Choices]:
    """The batch without one of its files."""
    left = replace(batch, files=(*batch.files[:at], *batch.files[at + 1 :]))
    return left, _moved(choices, lambda file: None if file == at else file - (file > at))


def with_files(batch: Batch, choices: Choices, files: Mapping[int, BatchFile]) -> tuple[Batch, Choices]:
    """The batch with these files at these places, at the end where it has no such place.

    What was decided on a file that is another one now is let go: its rows may stand elsewhere. `carried` gives back
    what still applies.
    """
    kept = list(batch.files)
    for at, file in sorted(files.items()):
        kept[at : at + 1] = [file]
    return replace(batch, files=tuple(kept)), _moved(choices, lambda file: None if file in files else file)


def texts_carried(before: Batch, after: Batch, choices: Choices, files: Iterable[int]) -> Choices:
    """What was typed into rows of files that were read again, and which records they were said to be about.

    It applies where the same row stands in a table of the same kind and said the same before anything was typed.
    """
    same = _same_rows(before, after, choices, files)
    return Choices(
        edits={(same[place], name): text for (place, name), text in choices.edits.items() if place in same},
        matches={same[place]: id for place, id in choices.matches.items() if place in same},
    )


def ticks_carried(before: Batch, after: Batch, choices: Choices, files: Iterable[int]) -> Choices:
    """The ticks of files that were read again and, in `after`, settled: where the same would be done with the row."""
    same = _same_rows(before, after, choices, files)
    alike = {old: new for old, new in same.items() if _does(before.row(old)) == _does(after.row(new))}
    return Choices(
        rows={alike[place]: is_taken for place, is_taken in choices.rows.items() if place in alike},
        cells={(alike[place], name): value for (place, name), value in choices.cells.items() if place in alike},
    )


def both(one: Choices, other: Choices) -> Choices:
    """What either says."""
    return Choices(
        rows={**one.rows, **other.rows},
        cells={**one.cells, **other.cells},
        edits={**one.edits, **other.edits},
        matches={**one.matches, **other.matches},
    )


def since(then: Choices, now: Choices) -> Choices:
    """What was decided after `then`."""

    def new(of_then: Mapping[K, V], of_now: Mapping[K, V]) -> dict[K, V]:
        return {key: value for key, value in of_now.items() if key not in of_then or of_then[key] != value}

    return Choices(
        rows=new(then.rows, now.rows),
        cells=new(then.cells, now.cells),
        edits=new(then.edits, now.edits),
        matches=new(then.matches, now.matches),
    )


def only(choices: Choices, places: Collection[RowPlace]) -> Choices:
    """What was decided on these rows."""
    return Choices(
        rows={place: value for place, value in choices.rows.items() if place in places},
        cells={key: value for key, value in choices.cells.items() if key[0] in places},
        edits={key: value for key, value in choices.edits.items() if key[0] in places},
        matches={place: value for place, value in choices.matches.items() if place in places},
    )


def decided_rows(choices: Choices, files: Iterable[int]) -> int:
    """On how many rows of these files something was decided."""
    wanted = set(files)
    places = {*choices.rows, *choices.matches, *(place for place, _name in (*choices.cells, *choices.edits))}
    return sum(place.file in wanted for place in places)


def _same_rows(before: Batch, after: Batch, choices: Choices, files: Iterable[int]) -> Mapping[RowPlace, RowPlace]:
    """Where rows of these files stand now, those that are another kind of row or say something else left out."""
    typed: dict[RowPlace, set[str]] = {}
    for place, name in choices.edits:
        typed.setdefault(place, set()).add(name)
    found = {}
    for file in files:
        if file >= len(before.files):
            continue
        now = {key: (place, row) for key, place, row in _rows_of(after, file)}
        for key, place, row in _rows_of(before, file):
            there = now.get(key)
            if there and _said(row, typed.get(place, ())) == _said(there[1], typed.get(place, ())):
                found[place] = there[0]
    return found


def _rows_of(batch: Batch, file: int) -> Iterator[tuple[Hashable, RowPlace, ReviewedRow]]:
    """The rows of a file by kind, sheet and number."""
    review = batch.files[file].review
    for at, sheet in enumerate(review.sheets if review else ()):
        kind = sheet.table.kind.name if sheet.table.kind else ""
        for down, row in enumerate(sheet.rows):
            yield (kind, sheet.table.grid.name, row.row.number), RowPlace(file, at, down), row


def _said(row: ReviewedRow, typed: Collection[str]) -> Mapping[str, Any]:
    raw = (row.alone or row).row.raw
    return {name: value for name, value in raw.items() if name not in typed}


def _does(row: ReviewedRow) -> tuple[RowState, str | None, tuple[str, ...]]:
    return row.state, row.match.id if row.match else None, row.offered


def _moved(choices: Choices, moved: Moved) -> Choices:
    return Choices(
        rows=dict(_places(choices.rows.items(), moved)),
        cells=dict(_cells(choices.cells.items(), moved)),
        edits=dict(_cells(choices.edits.items(), moved)),
        matches=dict(_places(choices.matches.items(), moved)),
    )


def _places(decided: Iterable[tuple[RowPlace, V]], moved: Moved) -> Iterable[tuple[RowPlace, V]]:
    for place, value in decided:
        if (file := moved(place.file)) is not None:
            yield place._replace(file=file), value


def _cells(decided: Iterable[tuple[tuple[RowPlace, str], V]], moved: Moved) -> Iterable[tuple[tuple[RowPlace, str], V]]:
    for (place, name), value in decided:
        if (file := moved(place.file)) is not None:
            yield (place._replace(file=file), name), value
