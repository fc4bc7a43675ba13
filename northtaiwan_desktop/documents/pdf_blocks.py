"""Paragraphs and tables as a PDF page draws them: exact lines, hanging indents, rows that stay whole."""

from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable
from reportlab.platypus import Table as RowsOfCells

from northtaiwan_desktop.documents.fonts import Faces
from northtaiwan_desktop.documents.line_breaks import broken
from northtaiwan_desktop.documents.paper import CELL_ABOVE, CELL_SIDE, LOOKS, Align, Role, Table

_STROKE = 0.03
"""Kai fonts have no bold cut: bold is an outline of this share of the size around each character."""
_BASELINE = 0.34
"""How far the baseline is below the middle of the line, as a share of the size."""
_WIDEST_GAP = 0.12
"""Justified lines are spread by at most this share of the size between two characters."""
_WHOLE_PAGE = 0.95


class Prose(Flowable):
    """A paragraph of one role. Its first line stands `hang` points out to the left of the others."""

    def __init__(
        self,
        text: str,
        role: Role,
        known: Faces,
        *,
        left: float = 0,
        hang: float = 0,
        align: Align | None = None,
        lines: list[str] | None = None,
        continued: bool = False,
        continues: bool = False,
    ) -> None:
        super().__init__()
        self._text, self._role, self._known = text, role, known
        self._left, self._hang = left, hang
        self._look = LOOKS[role]
        self._align = align or self._look.align
        self._given = lines
        self._continued, self._continues = continued, continues
        self._lines: list[str] = lines or []

    @property
    def count(self) -> int:
        """Number of lines, once it was measured."""
        return len(self._lines)

    def heights(self, width: float) -> tuple[float, float]:
        """Height of the whole, and of the least part that may stand alone, with the space before."""
        _width, whole = self.wrap(width, 0)
        before = self._look.before
        return whole + before + self._look.after, min(whole, 2 * self._look.line) + before

    def getSpaceBefore(self) -> float:
        return 0 if self._continued else self._look.before

    def getSpaceAfter(self) -> float:
        return 0 if self._continues else self._look.after

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._width = width
        if self._given is None:
            size, room = self._look.size, width - self._left
            self._lines = broken(self._text, lambda words: self._known.width(words) * size, room, room - self._hang)
        return width, len(self._lines) * self._look.line

    def split(self, width: float, height: float) -> list[Flowable]:
        """Part the paragraph where the page ends, leaving no line alone on either side."""
        self.wrap(width, height)
        fitting = min(int((height + 0.01) // self._look.line), self.count - 2)
        if self.count < 4 or fitting < 2:
            return []
        return [
            self._part(self._lines[:fitting], continued=self._continued, continues=True),
            self._part(self._lines[fitting:], continued=True, continues=self._continues),
        ]

    def _part(self, lines: list[str], *, continued: bool, continues: bool) -> "Prose":
        return Prose(
            "",
            self._role,
            self._known,
            left=self._left,
            hang=self._hang,
            align=self._align,
            lines=lines,
            continued=continued,
            continues=continues,
        )

    def draw(self) -> None:
        canvas: Canvas = self.canv
        look = self._look
        if look.outline and not self._continued:
            key = f"outline-{id(self)}"
            canvas.bookmarkHorizontal(key, 0, self.count * look.line)
            canvas.addOutlineEntry(self._lines[0], key, level=look.outline - 1)
        for place, line in enumerate(self._lines):
            indent = self._left + (0 if place == 0 and not self._continued else self._hang)
            last = place == self.count - 1 and not self._continues
            middle = (self.count - place - 0.5) * look.line
            self._draw_line(canvas, line, indent, middle - look.size * _BASELINE, last=last)

    def _draw_line(self, canvas: Canvas, line: str, indent: float, y: float, *, last: bool) -> None:
        size = self._look.size
        spare = self._width - indent - self._known.width(line) * size
        gap = spare / (len(line) - 1) if self._align is Align.JUSTIFIED and not last and len(line) > 1 else 0
        share = {Align.CENTER: 0.5, Align.RIGHT: 1.0}.get(self._align, 0.0)
        text = canvas.beginText(indent + spare * share, y)
        if self._look.bold:
            canvas.setLineWidth(size * _STROKE)
            text.setTextRenderMode(2)
        text.setCharSpace(max(min(gap, size * _WIDEST_GAP), 0))
        for font, run in self._known.runs(line):
            text.setFont(font, size)
            text.textOut(run)
        canvas.drawText(text)


class Grid(RowsOfCells):
    """A table whose rows stay whole, but for a row that no page could hold."""

    _rowHeights: list[float]
    repeatRows: int

    def __init__(self, block: Table | list[Any], known: Faces | None = None, room: float = 0, **parts: Any) -> None:
        if not isinstance(block, Table):  # the library makes the part for the next page in this way
            super().__init__(block, **parts)
            return
        assert known is not None
        self._page = room
        rows = ([block.header] if block.header else []) + list(block.rows)
        cells = [
            [
                _cell(text, block, known, head=row is block.header, centred=place in block.centred)
                for place, text in enumerate(row)
            ]
            for row in rows
        ]
        side, above = (CELL_SIDE, CELL_ABOVE) if block.ruled else (0, 0)
        style: list[tuple[Any, ...]] = [
            ("LEFTPADDING", (0, 0), (-1, -1), side),
            ("RIGHTPADDING", (0, 0), (-1, -1), side),
            ("TOPPADDING", (0, 0), (-1, -1), above),
            ("BOTTOMPADDING", (0, 0), (-1, -1), above),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("FONTNAME", (0, 0), (-1, -1), known.first),
        ]
        if block.header:
            style.append(("VALIGN", (0, 0), (-1, 0), "MIDDLE"))
        if block.ruled:
            style.append(("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0)))
        super().__init__(
            cells, colWidths=list(block.widths), repeatRows=int(bool(block.header)), style=style, hAlign="LEFT"
        )

    def heights(self, width: float) -> tuple[float, float]:
        """Height of the whole, and of the heading with the first row."""
        _width, whole = self.wrap(width, 0)
        return whole, sum(self._rowHeights[: self.repeatRows + 1])

    def split(self, width: float, height: float) -> list[Any]:
        self.splitInRow = int(height > self._page * _WHOLE_PAGE)
        parts: list[Any] = super().split(width, height)
        for part in parts:
            part._page = self._page
        return parts


def _cell(text: str, block: Table, known: Faces, *, head: bool, centred: bool) -> list[Prose]:
    role = Role.CELL_HEAD if head else block.role
    return [Prose(line, role, known, align=Align.CENTER if centred else None) for line in text.split("\n")]
