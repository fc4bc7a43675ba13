"""A short table as a field of a form: kept as a draft and put back like any other field."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtWidgets import QWidget

from northtaiwan_desktop.ui.widgets.lines_table import LineColumn, LinesTable


class TableField(LinesTable):
    """Lines that a person writes in place; as text a line each, its cells parted by tabs."""

    def __init__(
        self,
        columns: Sequence[LineColumn],
        *,
        make: Callable[[], Any],
        title: str,
        begin: int = 0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(columns, make=make, title=title, begin=begin, parent=parent)
        self._columns = tuple(columns)
        self._make_line = make

    def text(self) -> str:
        return "\n".join("\t".join(column.words(line) for column in self._columns) for line in self.value())

    def set_text(self, text: str) -> None:
        self.set_value([self._read(line) for line in text.split("\n") if line.strip("\t")])

    def _read(self, text: str) -> Any:
        line = self._make_line()
        for column, cell in zip(self._columns, text.split("\t"), strict=False):
            value: Any = cell
            if column.options is not None:
                value = next((option for option, words in column.options if words == cell), None)
            line = column.put(line, value)
        return line
