"""Full-text search: what is looked for, and the sentence in which it was found.

Chinese writes no space between words, and its words are mostly of two characters. So a text is known by its pairs of
neighbouring characters: a word is found as the row of its pairs, one character as the beginning of a pair.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from operator import add
from typing import NamedTuple

from northtaiwan_desktop.domain.wording import is_private
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import N_, _

_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；]?")
_LONGEST = 80
"""Characters of a sentence that are shown; of a longer one the part around the first hit."""
_BEFORE = 24
_SPACES = " \u3000\t"
"""White space within a line, which parts no words."""
KINDS = {
    "Meeting": N_("會議"),
    "Section": N_("章節"),
    "Attendance": N_("出席"),
    "AgendaItem": N_("議案"),
    "Resolution": N_("決議"),
    "ProgressReport": N_("辦理情形"),
    "PlanItem": N_("行動方案"),
    "Proposal": N_("提案"),
    "ChronicleEntry": N_("大事記"),
}
"""What can be found, by the name of its record."""


@dataclass(frozen=True, kw_only=True)
class Found:
    """One hit: a record, where it belongs, and its sentence with the hits marked."""

    kind: str
    record_id: str
    page: str
    """The page of the window that shows it, and what that page is to be told."""
    target: str
    title: str
    """Of the meeting, the case or the plan item that it belongs to."""
    year: int
    """The ROC year under which its page lists it."""
    day: date | None
    sentence: str
    marks: tuple[tuple[int, int], ...]
    """Where each hit stands in the sentence: from, and to before."""

    @property
    def word(self) -> str:
        """The kind as it is shown."""
        return _(KINDS[self.kind])


@dataclass(frozen=True)
class Wanted:
    """What is looked for: every term has to be there. A term is a row of characters, folded."""

    terms: tuple[str, ...]

    @property
    def match(self) -> str:
        """The question for the index; empty where there is nothing to look for."""
        return " AND ".join(_match(term) for term in self.terms)

    @property
    def pairs(self) -> tuple[tuple[str, bool], ...]:
        """The words of the index that have to be there; true where it is only the beginning of one."""
        found = (((_coded(term), True),) if len(term) == 1 else _joined(term) for term in self.terms)
        return tuple(dict.fromkeys(pair for of_term in found for pair in of_term))


def wanted(words: str) -> Wanted:
    """Read what a person typed: terms parted by white space; marks and punctuation part them as well."""
    return Wanted(tuple(dict.fromkeys(run for word in words.split() for run in _runs(word))))


def indexed(text: str) -> str:
    """The text as the index keeps it: one word for each pair of neighbouring characters, and for each last one.

    The words are code points, so that the index needs no opinion on what a letter is (造字 are letters too).
    """
    words: list[str] = []
    for run in _runs(text):
        codes = [_coded(sign) for sign in run]
        words += map(add, codes, codes[1:])
        words.append(codes[-1])
    return " ".join(words)


def plain(text: str) -> str:
    """The text as it is compared: its rows of characters, folded, each on a line of its own."""
    return "\n".join(_runs(text))


def sentence(text: str, looked_for: Wanted) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The first sentence with the most of the terms, shortened around its first hit, and where the hits stand."""
    best, most, hits = "", -1, _Hits([], 0)
    for part in (found.strip(" 　\t\r\n") for found in _SENTENCE.findall(text)):
        if part and (here := _hits(part, looked_for)).terms > most:
            best, most, hits = part, here.terms, here
        if most == len(looked_for.terms):
            break
    return _shortened(best, _merged(sorted(hits.marks)))


def _match(term: str) -> str:
    if len(term) == 1:
        return f'"{_coded(term)}" *'
    return f'"{" ".join(pair for pair, _is_start in _joined(term))}"'


def _joined(term: str) -> tuple[tuple[str, bool], ...]:
    return tuple((_coded(first + second), False) for first, second in pairwise(term))


@cache
def _coded(pair: str) -> str:
    return "".join(f"{ord(sign):05x}" for sign in pair)


@cache
def _folded(sign: str) -> str:
    """One character as it is compared; a space where it parts words; empty where it has no width."""
    plain = folded(sign)
    if not plain:
        return " " if sign.isspace() else ""
    return "".join(one if one.isalnum() or is_private(one) or one == "〇" else " " for one in plain)


class _Signs(dict[int, str]):
    """Characters as they are compared, by their code points; white space within a line is left out."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        made = self[code] = "" if sign in _SPACES else _folded(sign)
        return made


_SIGNS = _Signs()


def _runs(text: str) -> list[str]:
    """The rows of characters between marks, folded. White space within a line does not part: 「交 通」 is 「交通」."""
    return text.translate(_SIGNS).split()


class _Hits(NamedTuple):
    """Where hits stand in a part, and how many of the terms they are of."""

    marks: list[tuple[int, int]]
    terms: int


def _hits(part: str, looked_for: Wanted) -> _Hits:
    whole, places = _plain(part)
    marks, terms = [], 0
    for term in looked_for.terms:
        start = whole.find(term)
        terms += start >= 0
        while start >= 0:
            marks.append((places[start], places[start + len(term) - 1] + 1))
            start = whole.find(term, start + len(term))
    return _Hits(marks, terms)


def _plain(part: str) -> tuple[str, Sequence[int]]:
    """A part as it is compared, and for each of its characters the place of the one that it comes from."""
    folded_signs = ["" if sign in _SPACES else _folded(sign) for sign in part]
    whole = "".join(folded_signs)
    if len(whole) == len(part) and "" not in folded_signs:
        return whole, range(len(part))
    return whole, [place for place, signs in enumerate(folded_signs) for _sign in signs]


def _merged(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    merged: list[tuple[int, int]] = []
    for start, end in marks:
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _shortened(part: str, marks: tuple[tuple[int, int], ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    if len(part) <= _LONGEST:
        return part, marks
    start = max(0, min(marks[0][0] - _BEFORE if marks else 0, len(part) - _LONGEST))
    end = start + _LONGEST
    ahead, behind = "…" * (start > 0), "…" * (end < len(part))
    moved = len(ahead) - start
    kept = tuple((max(a, start) + moved, min(b, end) + moved) for a, b in marks if a < end and b > start)
    return ahead + part[start:end] + behind, kept
