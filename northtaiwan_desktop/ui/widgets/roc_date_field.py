"""A line for a day, and one for a span, in every spelling that offices use."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.span import Span, read_span, written_span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.ui.widgets.parsed_field import ParsedField

FIRST = date(1912, 1, 1)
STEP = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1, Qt.Key.Key_PageUp: 7, Qt.Key.Key_PageDown: -7}


class RocDateField(ParsedField):
    """日期: 115/9/8, 1150908, 115年9月8日… Up and down go a day, page up and down a week.

    A day typed without its year is one of the ROC `year`, where that is given.
    """

    def __init__(self, *, year: int | None = None, prompt: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            lambda text: roc_date.read_day(text, year=year),
            roc_date.written,
            tell=lambda day: f"{roc_date.written(day)}（{roc_date.weekday(day)}）",
            prompt=prompt or _("例如 115/9/8"),
            parent=parent,
        )
        self.line.installEventFilter(self)

    def day(self) -> date | None:
        """The day; None where the line is empty or can't be read."""
        day = self.value()
        return day if isinstance(day, date) else None

    def set_day(self, day: date | None) -> None:
        self.set_value(day)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = STEP.get(Qt.Key(event.key()))
            day = self.day()
            if step is not None and day is not None and not self.line.isReadOnly():
                self.set_day(max(FIRST, day + timedelta(days=step)))
                return True
        return super().eventFilter(watched, event)


class SpanField(ParsedField):
    """期間: a day, a month, a quarter, a year, or from one to another: 92年2月至6月."""

    def __init__(self, *, year: int | None = None, prompt: str = "", parent: QWidget | None = None) -> None:
        super().__init__(
            lambda text: read_span(text, year=year),
            written_span,
            tell=_told,
            prompt=prompt or _("例如 92年2月至6月"),
            parent=parent,
        )

    def span(self) -> Span | None:
        """The span; None where the line is empty or can't be read."""
        span = self.value()
        return span if isinstance(span, Span) else None

    def set_span(self, span: Span | None) -> None:
        self.set_value(span)


def _told(span: Span) -> str:
    """How a span is understood: with its weekday where it is one day, with its ends where it is more."""
    if span.since == span.until:
        return f"{roc_date.written(span.since)}（{roc_date.weekday(span.since)}）"
    return _("{since} 至 {until}").format(since=roc_date.written(span.since), until=roc_date.written(span.until))
