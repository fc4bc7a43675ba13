"""A line for a due date, by day or in the words of the room: 12月底, 年底前, 下次會議前."""

from datetime import date

from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.due import read_due
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField

Due = tuple[str, date | None]
"""The words, empty where only a day was given, and the day that they name, None where they name none."""


class DueField(ParsedField):
    """預定完成日期 in the ROC `year`; its value is a `Due`."""

    def __init__(self, year: int, parent: QWidget | None = None) -> None:
        super().__init__(self._due, _written, tell=_told, prompt=_("例如 12月底、年底前、下次會議前"), parent=parent)
        self.year = year

    def _due(self, text: str) -> Due:
        day = read_due(text, year=self.year)
        try:
            roc_date.read_day(text, year=self.year)
        except Unreadable:
            return text, day
        return "", day


def _written(due: Due) -> str:
    words, day = due
    return words or (roc_date.written(day) if day else "")


def _told(due: Due) -> str:
    _words, day = due
    if day is None:
        return _("沒有指定日期，紀錄照原文寫出。")
    return f"{roc_date.written(day)}（{roc_date.weekday(day)}）"
