"""Which rows can be no part of a header, since they hold what only data holds: a case, a date, a figure, a sentence."""

import re
from datetime import date
from itertools import pairwise

from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.sheets.grid import CellValue, Grid
from northtaiwan_desktop.sheets.headings import MOST_COLUMNS

_IN_BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")
CASE = re.compile(r"\d{2,3}[-_][^\s()]*\d")
"""案號 as the platform and the counties write them: 103-副首長-2-1-02, 115-003."""
_DAY = re.compile(r"\d{2,4}(?:[./-]\d{1,2}){2}|\d{2,4}年\d{1,2}月\d{1,2}日")
_FIGURE = re.compile(r"\d+(?:\.\d+)?[%]?|\d+成")
_LONGEST_HEADING = 40
_SHORTEST_SENTENCE = 6


def is_of_data(grid: Grid, row: int) -> bool:
    """Does a row hold a cell that no heading is? Figures in a run are headings: 103, 104, 105, or (1), (2), (3)."""
    texts = [_text(value) for value in grid.rows[row][:MOST_COLUMNS] if value is not None]
    if any(text is None or _is_said(text) for text in texts):
        return True
    figures = [text for text in texts if text and _FIGURE.fullmatch(text)]
    return bool(figures) and not _is_run(figures)


def _text(value: CellValue) -> str | None:
    """A cell in one line; None for a date, which heads nothing."""
    return None if isinstance(value, date) else "".join(folded(str(value)).split())


def _is_said(text: str) -> bool:
    if CASE.fullmatch(text) or _DAY.fullmatch(text):
        return True
    bare = _IN_BRACKETS.sub("", text)
    return len(bare) > _LONGEST_HEADING or (len(bare) >= _SHORTEST_SENTENCE and bare.endswith(("。", ";", "；")))


def _is_run(figures: list[str]) -> bool:
    numbers = [int(figure) for figure in figures if figure.isdigit()]
    return len(numbers) == len(figures) > 1 and all(later - earlier == 1 for earlier, later in pairwise(numbers))
