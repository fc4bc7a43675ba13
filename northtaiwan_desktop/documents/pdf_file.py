"""A paper as a PDF with its fonts inside, drawn by the program itself: no office program is asked."""

from collections.abc import Generator, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageBreak, PageTemplate

from northtaiwan_desktop.documents.chart_drawing import ChartFlowable
from northtaiwan_desktop.documents.fonts import Faces, faces
from northtaiwan_desktop.documents.paper import (
    LANGUAGE,
    LOOKS,
    MARGIN,
    Block,
    Contents,
    Paper,
    Picture,
    Role,
    Table,
    Text,
    contents_role,
)
from northtaiwan_desktop.documents.pdf_blocks import ContentsLine, Pen, Prose, grid, heights
from northtaiwan_desktop.documents.steps import finished

_TOTAL = "total"
"""The drawing that holds the number of pages; each page shows it before it is known."""
_LONG = 8
"""Lines. A longer paragraph does not hold on to the next one as a whole: half a page would stay empty."""


def made(paper: Paper) -> bytes:
    """Give the whole PDF file."""
    return finished(steps(paper))


def steps(paper: Paper) -> Generator[float, None, bytes]:
    """Make the PDF, telling in between how far it is (0 to 1). With contents it is placed first, to know its pages."""
    layout = _Layout(paper)
    yield from layout.measured(0.0, 0.3)
    if layout.contents:
        yield from layout.set(0.3, 0.5, is_quiet=True)
        for line in layout.contents:
            line.name_page(layout.pen.headings)
    return (yield from layout.set(0.5, 1.0))


def heading_pages(paper: Paper, *, share: float = 1.0) -> Generator[float, None, tuple[int, ...]]:
    """The pages on which the paper's headings stand, one after another; nothing is drawn."""
    layout = _Layout(paper)
    yield from layout.measured(0.0, share * 0.7)
    yield from layout.set(share * 0.7, share, is_quiet=True)
    return tuple(layout.pen.headings)


class _Layout:
    """A paper's blocks, measured once, and set as often as is needed."""

    def __init__(self, paper: Paper) -> None:
        self._paper, self._known, self.pen = paper, faces(), Pen()
        self._room = paper.height - 2 * MARGIN
        self.contents: list[ContentsLine] = []
        self._parts: list[tuple[Block, Flowable]] = []

    def measured(self, begin: float, end: float) -> Generator[float, None, None]:
        """Take the blocks up, a long table in one piece."""
        blocks: Sequence[Block] = self._paper.blocks or (Text(Role.BODY, ""),)
        for place, block in enumerate(blocks):
            self._parts += self._drawn(block)
            yield begin + (end - begin) * place / len(blocks)

    def set(self, begin: float, end: float, *, is_quiet: bool = False) -> Generator[float, None, bytes]:
        """Set the paper; where it `is_quiet`, only the pages of its headings come of it."""
        self.pen.is_quiet, self.pen.headings = is_quiet, []
        for _block, flowable in self._parts:
            # The library's own note that a block went to the next page; it takes a second one for a fault.
            vars(flowable).pop("_postponed", None)
        paper, buffer = self._paper, BytesIO()
        document: Any = BaseDocTemplate(
            buffer,
            pagesize=(paper.width, paper.height),
            title=paper.title,
            author=paper.author,
            subject="",
            creator="northtaiwan",
            lang="-".join(LANGUAGE),
            initialFontName=self._known.first,
        )
        sides: dict[str, Any] = dict.fromkeys(("leftPadding", "rightPadding", "topPadding", "bottomPadding"), 0)
        frame = Frame(MARGIN, MARGIN, paper.text_width, self._room, **sides)
        document.addPageTemplates(
            PageTemplate(frames=[frame], onPage=lambda canvas, _document: _footer(canvas, paper, self._known))
        )
        story = list(self._story())
        whole = len(story)
        # The library's own `build` runs to the end; here it is taken block by block, so that a person can stop it.
        document._startBuild(buffer, canvasmaker=_Counted)
        while story:
            document.clean_hanging()
            document.handle_flowable(story)
            yield begin + (end - begin) * max(0.0, 1 - len(story) / whole)
        document._endBuild()
        return buffer.getvalue()

    def _drawn(self, block: Block) -> Iterator[tuple[Block, Flowable]]:
        known, pen = self._known, self.pen
        if isinstance(block, Table):
            yield block, grid(block, known, pen, self._room)
        elif isinstance(block, Picture):
            yield block, ChartFlowable(block, known, pen)
        elif isinstance(block, Contents):
            for entry in block.entries:
                line = ContentsLine(entry.text, contents_role(entry), known, entry.place)
                self.contents.append(line)
                yield block, line
        else:
            words = block.label + block.text
            yield block, Prose(words, block.role, known, left=block.left, hang=block.hang, pen=pen)

    def _story(self) -> Iterator[Flowable]:
        """The blocks, with a page break before those that would be parted from what belongs to them."""
        held = False
        for place, (block, flowable) in enumerate(self._parts):
            if isinstance(block, Text) and block.new_page and place:
                yield PageBreak()
            elif _holds(block) and not held:
                yield CondPageBreak(min(self._needed(place), self._room))
            held = _holds(block)
            yield flowable

    def _needed(self, place: int) -> float:
        """Height of a chain of blocks that hold on to one another, and of the beginning of the one after."""
        height = 0.0
        for block, flowable in islice(self._parts, place, None):
            whole, first = heights(flowable, self._paper.text_width)
            if not _holds(block) or (isinstance(flowable, Prose) and flowable.count > _LONG):
                return height + first
            height += whole
        return height


def _holds(block: Block) -> bool:
    """Does the block hold on to the next one? A picture holds on to its caption."""
    return isinstance(block, Picture) or (isinstance(block, Text) and (block.keep_next or LOOKS[block.role].keep_next))


class _Counted(Canvas):
    """A canvas that draws the number of pages once it knows it."""

    _code: list[str]

    def save(self) -> None:
        if self._code:
            self.showPage()
        pages = self.getPageNumber() - 1
        self.beginForm(_TOTAL)
        _draw(self, faces(), f"{pages} 頁", 0, 0)
        self.endForm()
        super().save()


def _footer(canvas: Canvas, paper: Paper, known: Faces) -> None:
    """「第 X 頁，共 Y 頁」 in the middle of the foot, as near as can be while Y is unknown."""
    if paper.has_cover and canvas.getPageNumber() == 1:
        return
    here = f"第 {canvas.getPageNumber()} 頁，共 "
    size = LOOKS[Role.FOOTER].size
    whole = known.width(here + f"{canvas.getPageNumber()} 頁") * size
    start, foot = (paper.width - whole) / 2, MARGIN / 2
    _draw(canvas, known, here, start, foot)
    canvas.saveState()
    canvas.translate(start + known.width(here) * size, foot)
    canvas.doForm(_TOTAL)
    canvas.restoreState()


def _draw(canvas: Canvas, known: Faces, words: str, x: float, y: float) -> None:
    text = canvas.beginText(x, y)
    for font, run in known.runs(words):
        text.setFont(font, LOOKS[Role.FOOTER].size)
        text.textOut(run)
    canvas.drawText(text)
