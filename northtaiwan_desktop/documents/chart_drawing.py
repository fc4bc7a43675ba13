"""Charts as a PDF page draws them: figures beside the shapes, and a pattern for each colour, for black and white."""

from dataclasses import dataclass

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable

from northtaiwan_desktop.documents.fonts import Faces
from northtaiwan_desktop.documents.paper import Picture
from northtaiwan_desktop.documents.pdf_blocks import Pen
from northtaiwan_desktop.domain.chart import Chart, Ink, Shape, scale

SIZE = 10.5
"""Points of all letters in a chart."""
_LINE = 15.0
_GRID = "#C8CDD3"
_INK = "#202020"
_GAP = 0.28
"""Share of a label's room that stays empty."""


@dataclass(frozen=True)
class _Brush:
    """A fill; `slant` are hatches (points apart; negative: the other way; 0: none), `words` the ink of figures on it.

    The fills differ in lightness too: a copy in grey can be read.
    """

    fill: str
    slant: float = 0
    words: str = _INK


BRUSHES: dict[Ink, _Brush] = {
    Ink.RED: _Brush("#9E1B14", words="#FFFFFF"),
    Ink.YELLOW: _Brush("#F2C14E", slant=5),
    Ink.GREEN: _Brush("#CFE8D5"),
    Ink.DONE: _Brush("#FFFFFF", slant=-9),
    Ink.MAIN: _Brush("#17657F", words="#FFFFFF"),
    Ink.SECOND: _Brush("#B9D7E2", slant=6),
    Ink.THIRD: _Brush("#FFFFFF"),
}


ABOVE = 8.0
"""Points between a chart's legend and a table above it."""


class ChartFlowable(Flowable):
    """A chart on its line of the page."""

    def __init__(self, picture: Picture, known: Faces, pen: Pen) -> None:
        super().__init__()
        self._picture, self._known, self._pen = picture, known, pen
        self.spaceBefore = ABOVE

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._width = width
        return width, self._picture.height

    def draw(self) -> None:
        if self._pen.is_quiet:
            return
        left = (self._width - self._picture.width) / 2
        draw(self.canv, self._picture.chart, left, 0, self._picture.width, self._picture.height, self._known)


def draw(canvas: Canvas, chart: Chart, x: float, y: float, width: float, height: float, known: Faces) -> None:
    """Draw a chart with its lower left corner at (x, y): the legend above, the shapes beneath."""
    canvas.saveState()
    canvas.translate(x, y)
    pen = _Pen(canvas, known)
    top = height
    if len(chart.series) > 1:
        _legend(pen, chart, width, height)
        top -= _LINE + 6
    pen.write(f"單位：{chart.unit}", width, top - SIZE, side=1.0)
    top -= _LINE
    if chart.shape is Shape.BARS:
        _bars(pen, chart, width, top)
    else:
        _upright(pen, chart, width, top)
    canvas.restoreState()


class _Pen:
    """Draws words, boxes and lines."""

    def __init__(self, canvas: Canvas, known: Faces) -> None:
        self.canvas, self._known = canvas, known

    def width(self, words: str) -> float:
        return self._known.width(words) * SIZE

    def write(self, words: str, x: float, y: float, *, side: float = 0.0, colour: str = _INK) -> None:
        """Words at a baseline; `side` is how much of them stands left of x: 0 none, 0.5 half, 1 all."""
        text = self.canvas.beginText(x - self.width(words) * side, y)
        text.setFillColor(HexColor(colour))
        for font, run in self._known.runs(words):
            text.setFont(font, SIZE)
            text.textOut(run)
        self.canvas.drawText(text)

    def rule(self, x: float, y: float, to_x: float, to_y: float, *, colour: str = _GRID, thick: float = 0.5) -> None:
        self.canvas.setStrokeColor(HexColor(colour))
        self.canvas.setLineWidth(thick)
        self.canvas.line(x, y, to_x, to_y)

    def box(self, x: float, y: float, width: float, height: float, ink: Ink) -> None:
        canvas, brush = self.canvas, BRUSHES[ink]
        canvas.saveState()
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(HexColor(_INK))
        canvas.setFillColor(HexColor(brush.fill))
        canvas.rect(x, y, width, height, fill=1, stroke=0)
        if brush.slant:
            frame = canvas.beginPath()
            frame.rect(x, y, width, height)
            canvas.clipPath(frame, stroke=0, fill=0)
            step = abs(brush.slant)
            at = x - height
            while at < x + width:
                low, high = (y, y + height) if brush.slant > 0 else (y + height, y)
                canvas.line(at, low, at + height, high)
                at += step
        canvas.restoreState()
        canvas.setStrokeColor(HexColor(_INK))
        canvas.setLineWidth(0.6)
        canvas.rect(x, y, width, height, fill=0, stroke=1)

    def figure(self, words: str, x: float, y: float, ink: Ink) -> None:
        """A figure in the middle of a box; on hatches it stands on a plain ground."""
        brush = BRUSHES[ink]
        if brush.slant:
            self.canvas.setFillColor(HexColor(brush.fill))
            wide = self.width(words) + 3
            self.canvas.rect(x - wide / 2, y - 2, wide, SIZE + 1, fill=1, stroke=0)
        self.write(words, x, y, side=0.5, colour=brush.words)


def _legend(pen: _Pen, chart: Chart, width: float, height: float) -> None:
    gap = 16
    whole = sum(18 + pen.width(one.name) + gap for one in chart.series) - gap
    at = (width - whole) / 2
    for one in chart.series:
        pen.box(at, height - SIZE, 13, 10, one.ink)
        pen.write(one.name, at + 18, height - SIZE + 1)
        at += 18 + pen.width(one.name) + gap


def _bars(pen: _Pen, chart: Chart, width: float, top: float) -> None:
    left = max((pen.width(label) for label in chart.labels), default=0) + 8
    marks = scale(chart.most)
    room = width - left - 34
    low = _LINE + 4
    for mark in marks:
        x = left + room * mark / marks[-1]
        pen.rule(x, low, x, top)
        pen.write(f"{mark:,}", x, 3, side=0.5)
    each = (top - low) / max(1, len(chart.labels))
    for place, label in enumerate(chart.labels):
        floor = top - (place + 1) * each
        pen.write(label, left - 6, floor + each / 2 - SIZE * 0.34, side=1.0)
        thick = each * (1 - _GAP)
        if chart.is_stacked:
            _lying(pen, chart, place, left, floor + (each - thick) / 2, thick, room / marks[-1])
        else:
            own = thick / len(chart.series)
            for rank, one in enumerate(chart.series):
                y = floor + (each - thick) / 2 + thick - (rank + 1) * own
                long = room * one.values[place] / marks[-1]
                if long:
                    pen.box(left, y, long, own, one.ink)
                pen.write(f"{one.values[place]:,g}", left + long + 4, y + own / 2 - SIZE * 0.34)
    pen.rule(left, low, left, top, colour=_INK)


def _lying(pen: _Pen, chart: Chart, place: int, left: float, y: float, thick: float, unit: float) -> None:
    """One bar of all series in a row, with its sum at the end."""
    at, whole = left, 0.0
    for one in chart.series:
        value = one.values[place]
        long = unit * value
        if not value:
            continue
        pen.box(at, y, long, thick, one.ink)
        if pen.width(f"{value:,g}") + 4 < long and thick > SIZE:
            pen.figure(f"{value:,g}", at + long / 2, y + thick / 2 - SIZE * 0.34, one.ink)
        at += long
        whole += value
    pen.write(f"{whole:,g}", at + 4, y + thick / 2 - SIZE * 0.34)


def _upright(pen: _Pen, chart: Chart, width: float, top: float) -> None:
    """Columns over the labels."""
    marks = scale(chart.most)
    left = pen.width(f"{marks[-1]:,}") + 10
    top -= SIZE
    low = _LINE + 6
    room, high = width - left - 6, top - low
    for mark in marks:
        y = low + high * mark / marks[-1]
        pen.rule(left, y, left + room, y)
        pen.write(f"{mark:,}", left - 5, y - SIZE * 0.34, side=1.0)
    each = room / max(1, len(chart.labels))
    for place, label in enumerate(chart.labels):
        pen.write(label, left + each * (place + 0.5), 4, side=0.5)
        _column(pen, chart, place, left + each * place, each, low, high / marks[-1])
    pen.rule(left, low, left + room, low, colour=_INK)


def _column(pen: _Pen, chart: Chart, place: int, x: float, each: float, low: float, unit: float) -> None:
    wide = each * (1 - _GAP)
    start = x + (each - wide) / 2
    if chart.is_stacked:
        floor = low
        for one in chart.series:
            tall = unit * one.values[place]
            if tall:
                pen.box(start, floor, wide, tall, one.ink)
                if tall > SIZE + 2:
                    pen.figure(f"{one.values[place]:,g}", start + wide / 2, floor + tall / 2 - SIZE * 0.34, one.ink)
            floor += tall
        return
    own = wide / len(chart.series)
    for rank, one in enumerate(chart.series):
        tall = unit * one.values[place]
        if tall:
            pen.box(start + rank * own, low, own, tall, one.ink)
        pen.write(f"{one.values[place]:,g}", start + (rank + 0.5) * own, low + tall + 3, side=0.5)
