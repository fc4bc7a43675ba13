"""The year that the window is on: one choice for all pages."""

from PySide6.QtCore import QObject, Signal


class YearChoice(QObject):
    """A ROC year (年度); `changed` tells the pages when a person turns to another one."""

    changed = Signal(int)

    def __init__(self, year: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._year = year

    @property
    def year(self) -> int:
        return self._year

    def choose(self, year: int) -> None:
        if year != self._year:
            self._year = year
            self.changed.emit(year)
