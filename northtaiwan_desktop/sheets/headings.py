"""Headings joined over the rows and merged cells of a header, and matched with the fields of a kind."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.fields import Field, Kind
from northtaiwan_desktop.sheets.grid import Grid

MOST_COLUMNS = 300
LONGEST = 60
_IN_BRACKETS = re.compile(r"[(\[【〔〈《「][^()\[\]【】〔〕〈〉《》「」]*[)\]】〕〉》」]")
_NOT_WORDS = re.compile(r"[\W_]+")
_EARLIER = re.compile(r"前次|上次|前期|上期|上季|前季|上月|歷次|原列|去年")
_OF_A_TIME = re.compile(
    r"第[0-9一二三四]+[季次期]|(?:[0-9]{2,4}年度?)?(?:[0-9]{1,2}|[一二三四五六七八九十]+)月份?|[上下]半年|[0-9]{2,4}年度?"
)
"""The time that a heading names: 第1季辦理情形."""
_COUNTS = {"項次", "序號", "次序", "no"}
_LATER = re.compile(r"^(?:本次|本期|本季|本月|最新|目前|現階段)")
UNIT_ALONE = re.compile(
    r"[(（\[]?(?:單位[:：])?(?:新?[臺台]幣)?(?:億|[千百仟佰]?萬|[千仟])?元[)）\]]?|[(（]?[%％][)）]?"
)
"""A cell of a header that says nothing but the unit of its column."""
_SAYS_OTHERWISE = {
    "planned_percent": re.compile("實際"),
    "actual_percent": re.compile("預定|應達|經費|預算|支用|落後|差異|達成數"),
    "requested": re.compile("核定|核准"),
    "approved": re.compile("申請|需求"),
    "due_on": re.compile("實際"),
    "ends_on": re.compile("實際"),
    "lead": re.compile("意見|情形|說明|電話|窗口|承辦人|經費|分攤"),
    "co_leads": re.compile("意見|情形|說明|電話|窗口|承辦人|經費|分攤"),
    "match": re.compile("(?<!縣)市(?:政府)?配合|縣(?:政府)?配合"),
}
"""Words that a heading of these fields never bears, however like it is otherwise: 預定／累計 is no 累計進度."""
_SAYS_SO = {"planned_percent": re.compile("預定|應達"), "actual_percent": re.compile("實際")}
"""Words in the last row of a heading that go before what stands above it: 實際 below 預定進度, merged too far."""
# Two headings of four characters that differ in one (主辦機關, 協辦機關) reach 75.
_LEAST_LIKENESS = 80
LEAST_CERTAINTY = 0.6
"""Below this a person decides, and nothing of the column is read: a heading counted for half (前次辦理情形 is not the
辦理情形 asked for), or cells without a heading that says so, are wrong too often to be taken in unseen."""
LEAST_LIKELY = 0.4
"""Below this a field is not even offered: a person finds it sooner in the whole list."""


def label(grid: Grid, row: int, column: int) -> str:
    """A heading as one line without white space; empty for what is no text."""
    value = grid.shown(row, column)
    return "".join(value.split()) if isinstance(value, str) else ""


def labels(grid: Grid, row: int) -> list[str]:
    """The headings of one row; a title that is merged over most of the sheet heads no column."""
    width = min(grid.width, MOST_COLUMNS)
    found = [label(grid, row, column) for column in range(width)]
    origins = [grid.origin(row, column) for column in range(width)]
    spread = Counter(origins)
    filled = sum(1 for text in found if text)
    return ["" if spread[origin] > max(3, filled * 0.6) else text for text, origin in zip(found, origins, strict=True)]


def joined(grid: Grid, rows: Sequence[int]) -> list[tuple[str, ...]]:
    """For each column the headings from top to bottom, each once however far it is merged."""
    by_row = [labels(grid, row) for row in rows]
    columns = []
    for column in range(min(grid.width, MOST_COLUMNS)):
        seen: dict[tuple[int, int], str] = {}
        for row, texts in zip(rows, by_row, strict=True):
            if texts[column]:
                text = texts[column]
                # 萬元 below 經費 is read as 經費(萬元): a unit of its own, and no end of the word.
                is_unit = bool(seen) and text[0] not in "(（[" and UNIT_ALONE.fullmatch(text)
                seen.setdefault(grid.origin(row, column), f"({text})" if is_unit else text)
        columns.append(tuple(seen.values()))
    return columns


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """A heading for matching: folded, only letters and figures."""
    return _NOT_WORDS.sub("", folded(text))


@lru_cache(maxsize=20_000)
def _bare(text: str) -> str:
    """The same without what stands in brackets."""
    return plain(_IN_BRACKETS.sub("", folded(text)))


def is_known_for_nothing(heading: str) -> bool:
    """Does a heading say itself that its cells are not asked for: an earlier round, or a count of the rows?"""
    return _EARLIER.search(folded(heading)) is not None or plain(heading) in _COUNTS


def of_several_times(headings: Sequence[tuple[str, ...]]) -> frozenset[int]:
    """The columns whose headings say the same of different times: 第1季辦理情形, 第2季辦理情形."""
    return frozenset(column for columns in times_of(headings) for column, _times in columns)


def times_of(headings: Sequence[tuple[str, ...]]) -> list[list[tuple[int, str]]]:
    """The same with the time that each names, those together that differ in it alone."""
    found: dict[str, list[tuple[int, str]]] = {}
    for column, heading in enumerate(headings):
        for text in {folded("".join(heading)), *map(folded, heading)}:
            times = "".join(_OF_A_TIME.findall(text))
            if times and (bare := plain(_OF_A_TIME.sub("", text))):
                found.setdefault(bare, []).append((column, times))
    return [columns for columns in found.values() if len({times for _column, times in columns}) > 1]


@dataclass(frozen=True)
class Likeness:
    """How far a heading is that of a field, 0 to 1, and why."""

    field: Field
    certainty: float
    why: str


class Spellings:
    """All headings under which the fields of a kind come, made ready for matching."""

    def __init__(self, kind: Kind) -> None:
        self._exact: dict[str, tuple[Field, float]] = {}
        for field in kind.fields:
            for index, title in enumerate(field.titles):
                self._exact.setdefault(plain(title), (field, 0.97 if index else 1.0))
        self._titles = list(self._exact)
        self._long_titles = [title for title in self._titles if len(title) >= 3]
        self._known: dict[tuple[str, ...], Mapping[str, Likeness]] = {}

    def fields_of(self, heading: tuple[str, ...]) -> Mapping[str, Likeness]:
        """The fields that a heading of one or more rows may be, by field name."""
        if heading not in self._known:
            found: dict[str, Likeness] = {}
            whole = folded("".join(heading))
            last = folded(heading[-1]) if heading else ""
            denied = {name for name, words in _SAYS_OTHERWISE.items() if words.search(_telling(name, whole, last))}
            # A flat header writes 進度_實際 for what a tall one sets in two rows.
            parts = tuple(part for text in heading for part in text.split("_") if part)
            for text, trust in (_readings(parts) | _readings(heading)).items():
                for likeness in (_less(each, trust) for each in self._of(text)):
                    if likeness.field.name in denied:
                        continue
                    known = found.get(likeness.field.name)
                    if known is None or known.certainty < likeness.certainty:
                        found[likeness.field.name] = likeness
            self._known[heading] = found
        return self._known[heading]

    def _of(self, text: str) -> list[Likeness]:
        if not text or len(text) > LONGEST:
            return []
        whole, bare = plain(text), _bare(text)
        less = 0.6 if _EARLIER.search(folded(text)) else 1.0
        for spelled, sure in ((whole, 1.0), (bare, 0.97), (_LATER.sub("", bare), 0.95)):
            if spelled in self._exact:
                field, certainty = self._exact[spelled]
                return [Likeness(field, round(certainty * sure * less, 2), N_("欄名相同"))]
        found = []
        for title in [each for each in self._long_titles if each in bare]:
            if len(bare) <= 4 * len(title):
                share = 0.7 + 0.2 * len(title) / len(bare)
                found.append(Likeness(self._exact[title][0], round(share * less, 2), N_("欄名包含")))
        for title, score, _index in process.extract(
            bare, self._titles, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=3
        ):
            found.append(Likeness(self._exact[title][0], round(score / 100 * 0.9 * less, 2), N_("欄名相近")))
        return found


def _telling(name: str, whole: str, last: str) -> str:
    """The part of a heading that tells whether it is another field's."""
    said = _SAYS_SO.get(name)
    return last if said and said.search(last) else whole


def _less(likeness: Likeness, trust: float) -> Likeness:
    return Likeness(likeness.field, round(likeness.certainty * trust, 2), likeness.why) if trust < 1 else likeness


def _readings(heading: tuple[str, ...]) -> dict[str, float]:
    """進度 over 預定 is tried as 進度預定, 預定, 預定進度, and with less trust as 進度, its neighbour's too."""
    if len(heading) < 2:
        return dict.fromkeys(heading, 1.0)
    upper, lower = "".join(heading[:-1]), heading[-1]
    sure = dict.fromkeys(("".join(heading), lower, lower + upper, lower + heading[0]), 1.0)
    # 累計 below 預定 below 進度 is 預定進度 all the same.
    middle = {heading[-2] + heading[0]: 0.97} if len(heading) > 2 else {}
    return dict.fromkeys((upper, heading[0]), 0.8) | middle | sure
