"""Rows of a table that are no data: totals, notes, blank rows, a repeated header; each with its reason."""

import re
from collections.abc import Sequence, Set
from functools import lru_cache
from itertools import pairwise

from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.grid import CellValue, Grid
from northtaiwan_desktop.sheets.headings import LONGEST, MOST_COLUMNS, plain

_TOTAL = re.compile(r"^(?:合計|小計|總計|總和|累計|平均|共計|合計數|總合計|.{0,10}(?:合計|小計|總計))(?:[:：(（].*)?$")
_NOTE = re.compile(
    r"^(?:\*|※|#|[~\-=*]*以下空白|第\d+頁|[合總]?共計?\d+(?:頁|則|案|件|筆|項|列)|"
    r"備註|備考|附註|註|說明|填表說明|填寫說明|注意事項|資料來源|單位[:：]|製表|填表人|填報人|承辦人|"
    r"審核|核章|主管|聯絡人|聯絡電話|附件|備查)(?:.*)$",
    re.DOTALL,
)
_EXAMPLE = re.compile(r"^[(\[【]?(?:範例|填寫範例|例[:：]|示例[:：])")
_ASIDE = re.compile("|".join(f"(?:{each.pattern})" for each in (_TOTAL, _NOTE, _EXAMPLE)), re.DOTALL)
"""What begins like any of these: one look for most rows, which do not."""
_WORDED = re.compile("[\u3400-\u9fff]")
_FIGURE = re.compile(r"\d")
_LEAST_HEADINGS, _LONGEST_HEADING = 3, 20
_COUNTER = re.compile(r"[(\[【]?(?P<number>\d{1,2}|[a-z])[)\]】]?")


def reason_to_ignore(grid: Grid, row: int, headings: Sequence[tuple[str, ...]], first: int) -> str | None:
    """Say why a row is no data; None where it is. `headings` are those of the columns, `first` the first row below."""
    values = grid.rows[row]
    places = [place for place in range(len(values)) if values[place] is not None]
    if not places:
        return _("空白列")
    first_text = folded(_text(values[places[0]]))
    is_aside = _ASIDE.match(first_text) is not None
    if is_aside and _TOTAL.match(first_text) and (len(places) > 1 or len(first_text) <= 4):
        return _("合計列")
    if is_aside and _EXAMPLE.match(first_text):
        return _("範例列")
    if is_aside and _NOTE.match(first_text) and len(places) <= 3:
        texts = {folded(_text(values[place])) for place in places}
        if len(texts) < max(3, _filled(headings) / 2):
            return _("附註列")
    if _repeats(values, places, headings):
        return _("重複的表頭")
    if row <= first + 1 and len(places) >= 3 and _counts([folded(_text(values[place])) for place in places]):
        return _("欄號列")
    if len(places) == 1 and _stands_alone(grid, row, places[0], headings):
        return _("分組標題")
    return None


def begins_another(grid: Grid, row: int, known: Set[str]) -> bool:
    """Is a row the header of another table further down? `known` are the headings of all kinds."""
    values = []
    for value in grid.rows[row]:
        if value is None:
            continue
        # Most rows bear a figure or a long text in one of their first cells: they need not be looked at closer.
        if type(value) is not str or len(value) > _LONGEST_HEADING or _FIGURE.search(value):
            return False
        values.append(value)
    named = sum(plain(value) in known for value in values) if len(values) >= _LEAST_HEADINGS else 0
    return named >= _LEAST_HEADINGS and named * 5 >= len(values) * 3


def _text(value: CellValue) -> str:
    return value if isinstance(value, str) else str(value)


def _filled(headings: Sequence[tuple[str, ...]]) -> int:
    return sum(1 for heading in headings if heading)


@lru_cache(maxsize=1_000)
def _spellings(heading: tuple[str, ...]) -> frozenset[str]:
    return frozenset(plain(text) for text in (*heading, "".join(heading)))


@lru_cache(maxsize=100)
def _firsts(headings: tuple[tuple[str, ...], ...]) -> frozenset[str]:
    """The characters with which headings begin when they are spelled for matching."""
    return frozenset(spelled[0] for heading in headings for spelled in _spellings(heading) if spelled)


def _begins_like_none(value: str, firsts: frozenset[str]) -> bool:
    """Is it told by the first character alone that a text is none of the headings?"""
    first = value[0]
    if "\u4e00" <= first <= "\u9fff":
        # Folding leaves these as they are, but for the one.
        return first != "臺" and first not in firsts
    return value.isascii() and first.isalnum() and first.lower() not in firsts


def _repeats(values: Sequence[CellValue], places: Sequence[int], headings: Sequence[tuple[str, ...]]) -> bool:
    """Do at least two cells, and most of the row, say what their column's heading says?"""
    same, left = 0, len(places)
    firsts = _firsts(tuple(headings))
    for place in places:
        if (same + left) * 2 <= len(places):
            return False
        left -= 1
        value = values[place]
        if isinstance(value, str) and place < len(headings):
            # What is longer than any heading, or begins like none, need not be folded to know that it is none.
            mine = plain(value) if len(value) <= LONGEST and not _begins_like_none(value, firsts) else ""
            same += bool(mine) and mine in _spellings(headings[place])
    return same >= 2 and same * 2 > len(places)


def _counts(texts: Sequence[str]) -> bool:
    """A row under the header that only counts its columns: (1) (2) (3)."""
    matches = [_COUNTER.fullmatch(text) for text in texts]
    if not all(matches):
        return False
    marks = [match["number"] for match in matches if match]
    figures = [int(mark) if mark.isdigit() else ord(mark) for mark in marks]
    return all(later - earlier == 1 for earlier, later in pairwise(figures))


def _stands_alone(grid: Grid, row: int, place: int, headings: Sequence[tuple[str, ...]]) -> bool:
    """A text merged over most of the table, or alone in the first column of a wide one, is the title of a part."""
    columns = _filled(headings)
    across = sum(1 for column in range(min(grid.width, MOST_COLUMNS)) if grid.origin(row, column) == (row, place))
    if across > 1:
        return across * 2 > columns
    is_merged_down = grid.origin(row + 1, place) == (row, place)
    value = grid.at(row, place)
    is_worded = isinstance(value, str) and _WORDED.search(value) is not None
    return place == 0 and columns >= 3 and is_worded and not is_merged_down
