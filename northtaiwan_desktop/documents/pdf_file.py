"""A paper as a PDF with its fonts inside, drawn by the program itself: no office program is asked."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, PageTemplate

from northtaiwan_desktop.documents.fonts import Faces, faces
from northtaiwan_desktop.documents.paper import LANGUAGE, LOOKS, MARGIN, Paper, Role, Table, Text
from northtaiwan_desktop.documents.pdf_blocks import Prose, grid, heights

_TOTAL = "total"
"""The drawing that holds the number of pages; each page shows it before it is known."""
_LONG = 8
"""Lines. A longer paragraph does not hold on to the next one as a whole: half a page would stay empty."""


def made(paper: Paper) -> bytes:
    """Give the whole PDF file."""
    known = faces()
    buffer = BytesIO()
    room = paper.height - 2 * MARGIN
    document = BaseDocTemplate(
        buffer,
        pagesize=(paper.width, paper.height),
        title=paper.title,
        author=paper.author,
        subject="",
        creator="northtaiwan",
        lang="-".join(LANGUAGE),
        initialFontName=known.first,
    )
    frame = Frame(MARGIN, MARGIN, paper.text_width, room, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates(
        PageTemplate(frames=[frame], onPage=lambda canvas, _document: _footer(canvas, paper, known))
    )
    document.build(list(_story(paper, known, room)), canvasmaker=_Counted)
    return buffer.getvalue()


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


def _story(paper: Paper, known: Faces, room: float) -> Iterator[Flowable]:
    """The blocks, with a page break before those that would be parted from what belongs to them."""
    blocks: Sequence[Text | Table] = paper.blocks or (Text(Role.BODY, ""),)
    drawn = [_drawn(block, known, room) for block in blocks]
    held = False
    for place, (block, flowable) in enumerate(zip(blocks, drawn, strict=True)):
        if _holds(block) and not held:
            yield CondPageBreak(min(_needed(blocks[place:], drawn[place:], paper.text_width), room))
        held = _holds(block)
        yield flowable


def _drawn(block: Text | Table, known: Faces, room: float) -> Flowable:
    if isinstance(block, Table):
        return grid(block, known, room)
    return Prose(block.label + block.text, block.role, known, left=block.left, hang=block.hang)


def _holds(block: Text | Table) -> bool:
    return isinstance(block, Text) and (block.keep_next or LOOKS[block.role].keep_next)


def _needed(blocks: Sequence[Text | Table], drawn: Sequence[Flowable], width: float) -> float:
    """Height of a chain of blocks that hold on to one another, and of the beginning of the one after."""
    height = 0.0
    for block, flowable in zip(blocks, drawn, strict=True):
        whole, first = heights(flowable, width)
        if not _holds(block) or (isinstance(flowable, Prose) and flowable.count > _LONG):
            return height + first
        height += whole
    return height
