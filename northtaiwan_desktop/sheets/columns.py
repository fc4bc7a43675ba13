"""A column of a list: said once, used by the screen, by `--json`, by the spreadsheet out and by the spreadsheet in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.percent import written_percent


class Form(Enum):
    """How a column's values are written, aligned and read."""

    TEXT = "text"
    DAY = "day"
    PERCENT = "percent"
    MONEY = "money"
    NUMBER = "number"
    LIST = "list"


@dataclass(frozen=True, kw_only=True)
class Column:
    """`name` is the field's name in the command line's contract; `title` its Chinese heading (mark it with `N_`).

    `value` takes the cell from a row: date, float (0 to 100), int (whole NT dollars), str, tuple of str, or None.
    `data` gives what `--json` shows, where that differs. `width` counts half-width characters.
    `synonyms` are other headings under which the column comes back; `choices` the words that a cell may hold.
    `light` gives a state's colour, which the screen shows as a mark before its word.
    """

    name: str
    title: str
    value: Callable[[Any], Any]
    data: Callable[[Any], Any] | None = None
    form: Form = Form.TEXT
    width: int = 12
    synonyms: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    light: Callable[[Any], Light | None] | None = None

    def text(self, row: Any) -> str:
        """The cell as people read it: ROC dates, percent signs, thousands separated, lists joined by 、."""
        return written(self.value(row), self.form)

    def plain(self, row: Any) -> Any:
        """The cell as `--json` gives it: ISO dates, numbers, lists."""
        value = (self.data or self.value)(row)
        if isinstance(value, date | datetime):
            return value.isoformat()
        if isinstance(value, tuple):
            return list(value)
        return value


def written(value: Any, form: Form = Form.TEXT) -> str:
    """Write one value as people read it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{roc_date.written(value.date())} {value:%H:%M}"
    if isinstance(value, date):
        return roc_date.written(value)
    if isinstance(value, tuple):
        return "、".join(str(part) for part in value)
    if form is Form.PERCENT:
        return written_percent(value)
    if form in {Form.MONEY, Form.NUMBER} and isinstance(value, int):
        return f"{value:,}"
    return str(value)
