"""Two versions of a text side by side, word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"[0-9]+|[A-Za-z]+|.", re.DOTALL)
_ALIKE = 0.4
"""Paragraphs less alike than this are two, not one that was changed."""


@dataclass(frozen=True)
class Piece:
    """A stretch of a paragraph; `is_changed` where the other side does not have it."""

    text: str
    is_changed: bool = False


@dataclass(frozen=True)
class Row:
    """A paragraph on both sides; a side is empty where it has none."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        return any(piece.is_changed for piece in (*self.old, *self.new))


def compared(old: Sequence[str], new: Sequence[str]) -> list[Row]:
    """Set two lists of paragraphs side by side."""
    rows: list[Row] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += [Row((Piece(text),), (Piece(text),)) for text in old[a:b]]
        else:
            rows += _paired(old[a:b], new[c:d])
    return rows


def _paired(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Paragraphs that were changed stand beside what they became; the others stand alone."""
    rest = list(new)
    for text in old:
        like = next((n for n, other in enumerate(rest) if _is_like(text, other)), None)
        if like is None:
            yield Row((Piece(text, True),), ())
            continue
        yield from (Row((), (Piece(other, True),)) for other in rest[:like])
        yield _words(text, rest[like])
        rest = rest[like + 1 :]
    yield from (Row((), (Piece(other, True),)) for other in rest)


def _is_like(old: str, new: str) -> bool:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _words(old: str, new: str) -> Row:
    before, after = _WORD.findall(old), _WORD.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        changed = tag != "equal"
        if a < b:
            left.append(Piece("".join(before[a:b]), changed))
        if c < d:
            right.append(Piece("".join(after[c:d]), changed))
    return Row(tuple(left), tuple(right))
