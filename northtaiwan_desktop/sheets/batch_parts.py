"""A batch whose files come and go: what was decided on the others stays with them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from northtaiwan_desktop.sheets.batch import Batch, BatchFile, Choices, RowPlace

V = TypeVar("V")
Moved = Callable[[int], int | None]


def without_file(batch: Batch, choices: Choices, at: int) -> tuple[Batch, Choices]:
    """The batch without one of its files."""
    left = replace(batch, files=(*batch.files[:at], *batch.files[at + 1 :]))
    return left, _moved(choices, lambda file: None if file == at else file - (file > at))


def with_files(batch: Batch, choices: Choices, files: Mapping[int, BatchFile]) -> tuple[Batch, Choices]:
    """The batch with these files at these places, at the end where it has no such place.

    What was decided on a file that is another one now is let go: its rows may stand elsewhere.
    """
    kept = list(batch.files)
    for at, file in sorted(files.items()):
        kept[at : at + 1] = [file]
    return replace(batch, files=tuple(kept)), _moved(choices, lambda file: None if file in files else file)


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
