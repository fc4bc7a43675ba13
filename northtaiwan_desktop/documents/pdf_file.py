"""A paper as a PDF with its fonts inside, drawn by the program itself: no office program is asked."""

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
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
from northtaiwan_desktop.documents.pdf_blocks import ContentsLine, Prose, grid, heights
from northtaiwan_desktop.documents.steps import finished

_TOTAL = "total"
"""The drawing that holds the number of pages; each page shows it before it is known."""
_LONG = 8
"""Lines. A longer paragraph does not hold on to the next one as a whole: half a page would stay empty."""


def made(paper: Paper) -> bytes:
    """Give the whole PDF file."""
    return finished(steps(paper))


def steps(paper: Paper) -> Generator[float, None, bytes]:
    """Make the PDF, telling in between how far it is (0 to 1). With contents it is set twice, to know its pages."""
    if not any(isinstance(block, Contents) for block in paper.blocks):
        content, _pages = yield from _set(paper, ())
        return content
    pages = yield from heading_pages(paper, share=0.5)
    content, _pages = yield from _set(paper, pages, begin=0.5)
    return content


def heading_pages(paper: Paper, *, share: float = 1.0) -> Generator[float, None, tuple[int, ...]]:
    """The pages on which the paper's headings stand, one after another."""
    _content, pages = yield from _set(paper, (), share=share)
    return pages


def _set(
    paper: Paper, pages: Sequence[int], *, begin: float = 0.0, share: float = 1.0
) -> Generator[float, None, tuple[bytes, tuple[int, ...]]]:
    """Set the paper with the pages that its contents name; gives those that its headings came to."""
    known = faces()
    buffer = BytesIO()
    room = paper.height - 2 * MARGIN
    document: Any = BaseDocTemplate(
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
    found: list[int] = []
    story = list(_story(paper, known, room, pages, found.append))
    whole = len(story)
    # The library's own `build` runs to the end; here it is taken block by block, so that a person can stop it.
    document._startBuild(buffer, canvasmaker=_Counted)
    while story:
        document.clean_hanging()
        document.handle_flowable(story)
        yield begin + (1 - begin) * share * (1 - len(story) / max(whole, 1)) if whole else begin
    document._endBuild()
    return buffer.getvalue(), tuple(found)


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


def _story(
    paper: Paper, known: Faces, room: float, pages: Sequence[int], on_heading: Callable[[int], None]
) -> Iterator[Flowable]:
    """The blocks, with a page break before those that would be parted from what belongs to them."""
    blocks: Sequence[Block] = paper.blocks or (Text(Role.BODY, ""),)
    told = [part for block in blocks for part in _told(block, pages)]
    drawn = [_drawn(part, known, room, on_heading) for part in told]
    held = False
    for place, (part, flowable) in enumerate(zip(told, drawn, strict=True)):
        if isinstance(part, Text) and part.new_page and place:
            yield PageBreak()
        elif _holds(part) and not held:
            yield CondPageBreak(min(_needed(told[place:], drawn[place:], paper.text_width), room))
        held = _holds(part)
        yield flowable


@dataclass(frozen=True)
class _ContentsLine:
    """One line of the contents, with its page as far as it is known."""

    role: Role
    text: str
    page: int | None


_Told = Text | Table | Picture | _ContentsLine


def _told(block: Block, pages: Sequence[int]) -> Iterator[_Told]:
    if not isinstance(block, Contents):
        yield block
        return
    for entry in block.entries:
        page = pages[entry.place] if entry.place < len(pages) else None
        yield _ContentsLine(contents_role(entry), entry.text, page)


def _drawn(block: _Told, known: Faces, room: float, on_heading: Callable[[int], None]) -> Flowable:
    if isinstance(block, Table):
        return grid(block, known, room)
    if isinstance(block, Picture):
        return ChartFlowable(block, known)
    if isinstance(block, _ContentsLine):
        return ContentsLine(block.text, block.role, known, page=block.page)
    return Prose(block.label + block.text, block.role, known, left=block.left, hang=block.hang, on_heading=on_heading)


def _holds(block: _Told) -> bool:
    """Does the block hold on to the next one? A picture holds on to its caption."""
    return isinstance(block, Picture) or (isinstance(block, Text) and (block.keep_next or LOOKS[block.role].keep_next))


def _needed(blocks: Sequence[_Told], drawn: Sequence[Flowable], width: float) -> float:
    """Height of a chain of blocks that hold on to one another, and of the beginning of the one after."""
    height = 0.0
    for block, flowable in zip(blocks, drawn, strict=True):
        whole, first = heights(flowable, width)
        if not _holds(block) or (isinstance(flowable, Prose) and flowable.count > _LONG):
            return height + first
        height += whole
    return height
