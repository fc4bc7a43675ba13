"""Paragraphs and tables as a PDF page draws them: exact lines, hanging indents, rows that stay whole."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, zip_longest

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from northtaiwan_desktop.documents.fonts import Faces
from northtaiwan_desktop.documents.line_breaks import broken
from northtaiwan_desktop.documents.paper import CELL_ABOVE, CELL_SIDE, CONTENTS_STEP, LOOKS, Align, Role, Table

_STROKE = 0.03
"""Kai fonts have no bold cut: bold is an outline of this share of the size around each character."""
_BASELINE = 0.34
"""How far the baseline is below the middle of the line, as a share of the size."""
_WIDEST_GAP = 0.12
"""Justified lines are spread by at most this share of the size between two characters."""
_LINES_OF_A_PIECE = 2
"""A row that no page holds breaks after so many lines: never one alone."""
_RULE = 0.5
_BLACK = (0, 0, 0)


@dataclass
class Pen:
    """What a paper's blocks share: whether they are only placed, and the pages on which headings came to stand."""

    is_quiet: bool = False
    headings: list[int] = field(default_factory=list)


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
        pen: Pen | None = None,
    ) -> None:
        super().__init__()
        self._text, self._role, self._known = text, role, known
        self._left, self._hang = left, hang
        self._look = LOOKS[role]
        self._align = align or self._look.align
        self._given = lines
        self._measured = -1.0
        self._continued, self._continues = continued, continues
        self._lines: list[str] = lines or []
        self._pen = pen

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
        if self._given is None and width != self._measured:
            self._measured = width
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
            pen=self._pen,
        )

    def between(self, first: int, end: int) -> "Prose":
        """Some lines of the paragraph, once measured."""
        return self._part(self._lines[first:end], continued=first > 0, continues=end < self.count)

    def draw(self) -> None:
        canvas: Canvas = self.canv
        look = self._look
        if self._pen is not None and look.outline and not self._continued:
            self._pen.headings.append(canvas.getPageNumber())
        if self._pen is not None and self._pen.is_quiet:
            return
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


class ContentsLine(Flowable):
    """One line of the contents: the heading, dots, and its page where it is known."""

    def __init__(self, text: str, role: Role, known: Faces, place: int) -> None:
        super().__init__()
        self._text, self._look, self._known, self._place = text, LOOKS[role], known, place
        self._left = (role is Role.CONTENTS_2) * CONTENTS_STEP
        self._page = ""

    def name_page(self, pages: Sequence[int]) -> None:
        """Take the page from those of all headings."""
        self._page = str(pages[self._place])

    def getSpaceBefore(self) -> float:
        return self._look.before

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._width = width
        return width, self._look.line

    def draw(self) -> None:
        size = self._look.size
        end = self._width - max(self._known.width(self._page), 1.5) * size
        words = self._text
        while words and self._left + self._known.width(words + "…") * size > end:
            words = words[:-1]
        words += "" if words == self._text else "…"
        y = (self._look.line - size) / 2 + size * 0.16
        at = self._write(words, self._left, y)
        dots = int(max(0.0, end - at - size) / (size * 0.5))
        self._write("." * dots, end - dots * size * 0.5 + size * 0.1, y)
        self._write(self._page, self._width - self._known.width(self._page) * size, y)

    def _write(self, words: str, x: float, y: float) -> float:
        """Write and give where the words end."""
        text = self.canv.beginText(x, y)
        for font, run in self._known.runs(words):
            text.setFont(font, self._look.size)
            text.textOut(run)
        self.canv.drawText(text)
        return x + self._known.width(words) * self._look.size


class Grid(Flowable):
    """A table whose rows stay whole on a page, its head again on each. Parts of it share the rows and their heights.

    The library's own table copies all of its rows at each page, which a year's thousand rows could not bear.
    """

    def __init__(self, rows: "_Rows", start: int, end: int) -> None:
        super().__init__()
        self._rows, self._start, self._end = rows, start, end

    @property
    def least(self) -> float:
        """Height of the head and the first row."""
        return self._rows.head_height + self._rows.height(self._start, min(self._start + 1, self._end))

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        return width, self._rows.head_height + self._rows.height(self._start, self._end)

    def split(self, _width: float, height: float) -> list[Flowable]:
        """Part the table after the last row that fits; nothing where not even the first does."""
        after = self._rows.fitting(self._start, height - self._rows.head_height)
        if after <= self._start:
            return []
        return [Grid(self._rows, self._start, after), Grid(self._rows, after, self._end)]

    def draw(self) -> None:
        if not self._rows.pen.is_quiet:
            self._rows.draw(self.canv, self._start, self._end)


class _Rows:
    """The rows of a table, measured once: cells of paragraphs, and whether a line stands above each row."""

    def __init__(self, block: Table, known: Faces, pen: Pen, room: float) -> None:
        self.pen, self._block = pen, block
        self._side, self._above = (CELL_SIDE, CELL_ABOVE) if block.ruled else (0.0, 0.0)
        self._head = _cells(block.header, block, known, head=True) if block.header else None
        self.head_height = self._measured(self._head, 2 * self._above) if self._head else 0.0
        self._rows: list[list[list[Prose]]] = []
        self._begins: list[bool] = []
        for texts in block.rows:
            pieces = _pieces(_cells(texts, block, known), block, room - self.head_height - 6 * CELL_ABOVE)
            self._rows += pieces
            self._begins += [True, *[False] * (len(pieces) - 1)]
        # No space between the pieces of a row that was cut: its lines go on as if they were in one.
        closes = [*self._begins[1:], True]
        tall = (
            self._measured(row, (begins + ends) * self._above)
            for row, begins, ends in zip(self._rows, self._begins, closes, strict=False)
        )
        self._ends = [0.0, *accumulate(tall)]

    def __len__(self) -> int:
        return len(self._rows)

    def height(self, start: int, end: int) -> float:
        return self._ends[end] - self._ends[start]

    def fitting(self, start: int, room: float) -> int:
        """The row after the last one that fits into so much room."""
        return bisect_right(self._ends, self._ends[start] + room + 0.01) - 1

    def draw(self, canvas: Canvas, start: int, end: int) -> None:
        """Draw the head and these rows, the last one on the ground line."""
        top = self.head_height + self.height(start, end)
        if self._head:
            self._draw_row(canvas, self._head, top, self.head_height, begins=True, middle=True)
        for place in range(start, end):
            above = self.height(start, place) + self.head_height
            tall = self.height(place, place + 1)
            self._draw_row(canvas, self._rows[place], top - above, tall, begins=self._begins[place])
        if self._block.ruled and (end == len(self._rows) or self._begins[end]):
            canvas.line(0, 0, sum(self._block.widths), 0)

    def _measured(self, row: list[list[Prose]], space: float) -> float:
        return max(_height(cell, width) for cell, width in _sized(row, self._block)) + space

    def _draw_row(
        self, canvas: Canvas, row: list[list[Prose]], top: float, tall: float, *, begins: bool, middle: bool = False
    ) -> None:
        x = 0.0
        for (cell, room), width in zip(_sized(row, self._block), self._block.widths, strict=True):
            y = top - self._above * begins
            if middle:
                y -= (tall - 2 * self._above - _height(cell, room)) / 2
            for prose in cell:
                y -= prose.wrap(room, 0)[1]
                prose.drawOn(canvas, x + self._side, y)
            x += width
        if self._block.ruled:
            canvas.setLineWidth(_RULE)
            canvas.setStrokeColorRGB(*_BLACK)
            x = 0.0
            for width in (*self._block.widths, 0.0):
                canvas.line(x, top, x, top - tall)
                x += width
            if begins:
                canvas.line(0, top, sum(self._block.widths), top)


def grid(block: Table, known: Faces, pen: Pen, room: float) -> Grid:
    """A table to be drawn; a row that no page (of `room` points) could hold is cut into several."""
    rows = _Rows(block, known, pen, room)
    return Grid(rows, 0, len(rows))


def heights(drawn: Flowable, width: float) -> tuple[float, float]:
    """Height of a block, and of the least part of it that may stand alone; both with the space around."""
    if isinstance(drawn, Prose):
        return drawn.heights(width)
    _width, whole = drawn.wrap(width, 0)
    return whole, drawn.least if isinstance(drawn, Grid) else whole


def _cells(texts: tuple[str, ...], block: Table, known: Faces, *, head: bool = False) -> list[list[Prose]]:
    role = Role.CELL_HEAD if head else block.role
    return [
        [
            Prose(line, role, known, align=Align.CENTER if place in block.centred and not head else None)
            for line in text.split("\n")
        ]
        for place, text in enumerate(texts)
    ]


def _sized(row: list[list[Prose]], block: Table) -> Iterator[tuple[list[Prose], float]]:
    """Each cell with the width of its words."""
    side = CELL_SIDE if block.ruled else 0
    return ((cell, width - 2 * side) for cell, width in zip(row, block.widths, strict=True))


def _height(cell: list[Prose], width: float) -> float:
    return sum(prose.wrap(width, 0)[1] for prose in cell)


def _pieces(row: list[list[Prose]], block: Table, space: float) -> list[list[list[Prose]]]:
    if max(_height(cell, width) for cell, width in _sized(row, block)) <= space:
        return [row]
    return [list(pieces) for pieces in zip_longest(*(_cut(cell) for cell in row), fillvalue=[])]


def _cut(cell: list[Prose]) -> list[list[Prose]]:
    """A cell, once measured, in pieces of as many lines each, so that those of all columns stand side by side."""
    pieces: list[list[Prose]] = []
    room = 0
    for prose in cell:
        at = 0
        while at < prose.count:
            if room == 0:
                pieces.append([])
                room = _LINES_OF_A_PIECE
            end = min(at + room, prose.count)
            pieces[-1].append(prose.between(at, end))
            room -= end - at
            at = end
    return pieces
