"""A line for a due date, by day or in the words of the room: 12月底, 年底前, 下次會議前."""

from datetime import date

from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.due import is_of_no_year, read_due
from northtaiwan_desktop.domain.writing.due_words import names_time
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField

Due = tuple[str, date | None]
"""The words, empty where only a day was given, and the day that they name, None where they name none."""


class DueField(ParsedField):
    """預定完成日期 in the ROC `year`, said `on` the day of a meeting where there is one; its value is a `Due`."""

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(
            self._due, _written, tell=self._told, prompt=_("例如 12月底、年底前、下次會議前"), parent=parent
        )
        self.year = year
        self.on: date | None = None

    def _due(self, text: str) -> Due:
        day = read_due(text, year=self.year, on=self.on)
        try:
            # A day whose year was left out, and is another than the plan year, keeps its words.
            return ("" if roc_date.read_day(text, year=self.year) == day else text), day
        except Unreadable:
            return text, day

    def _told(self, due: Due) -> str:
        words, day = due
        if day is None:
            told = _("沒有指定日期，紀錄照原文寫出。")
            return (
                told
                if names_time(words)
                else _("看不出期限，紀錄照原文寫出。可寫 12月底、年底前、下次會議前、持續辦理。")
            )
        written = f"{roc_date.written(day)}（{roc_date.weekday(day)}）"
        if self.on and day.year > self.on.year and is_of_no_year(words):
            return _("{day}：早於會議的月份算次年").format(day=written)
        return written


def _written(due: Due) -> str:
    words, day = due
    return words or (roc_date.written(day) if day else "")
