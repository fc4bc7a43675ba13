"""A paper as a Word file (docx), with named styles that an officer can go on working with."""

import re
from collections.abc import Generator, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from lxml import etree

from northtaiwan_desktop.documents.paper import (
    CELL_ABOVE,
    CELL_SIDE,
    CONTENTS_STEP,
    FACE,
    LATIN_FACE,
    LOOKS,
    MARGIN,
    Align,
    Contents,
    Look,
    Paper,
    Picture,
    Role,
    Table,
    Text,
    contents_role,
    printable,
)
from northtaiwan_desktop.documents.steps import finished

LONGEST_PROPERTY = 255
"""Characters that Word takes in a property of the file; on the page the text stands whole."""
_EMU = 12_700
"""English metric units in a point."""
_CAPTION = re.compile(r"(\D+)(\d+)　")
"""A caption's label: 「圖3　」."""
_ALIGN = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFIED: "both"}
_FONTS = f'<w:rFonts w:ascii="{LATIN_FACE}" w:hAnsi="{LATIN_FACE}" w:cs="{LATIN_FACE}" w:eastAsia="{FACE}"/>'
_RUN_FONTS = f'<w:rFonts w:ascii="{LATIN_FACE}" w:hAnsi="{LATIN_FACE}" w:eastAsia="{FACE}" w:hint="eastAsia"/>'
_LANG = '<w:lang w:val="en-US" w:eastAsia="zh-TW" w:bidi="ar-SA"/>'
_BUILT_IN = ("Normal", "heading 1", "heading 2", "footer", "toc 1", "toc 2", "caption")
_LEFT_BY_TEMPLATE = {
    REL.CUSTOM_XML,
    REL.NUMBERING,
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
}
_LEFT_IN_PACKAGE = {REL.THUMBNAIL, REL.EXTENDED_PROPERTIES}
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def made(paper: Paper) -> bytes:
    """Give the whole docx file."""
    return finished(steps(paper))


def steps(paper: Paper) -> Generator[float, None, bytes]:
    """Make the docx, telling in between how far it is (0 to 1).

    What is on the page is written as XML and read in at once: paragraph by paragraph through the library, long minutes
    would take six times as long. The pages that the contents name are those of the PDF of the same paper, so that
    they can be read at once; Word counts them anew where it is asked to (F9).
    """
    pages: tuple[int, ...] = ()
    if any(isinstance(block, Contents) for block in paper.blocks):
        from northtaiwan_desktop.documents.pdf_file import heading_pages

        pages = yield from heading_pages(paper, share=0.7)
    document = Document()
    _cleared(document)
    _styled(document)
    described(document, title=paper.title, author=paper.author)
    _page(document, paper)
    written: list[str] = []
    for block in _blocks(paper, document, pages):
        written.append(block)
        yield 0.7 + 0.2 * min(1.0, len(written) / (len(paper.blocks) + 1))
    # Moved from tree to tree, a long table would take minutes: the whole page is read in once, with its end.
    whole = etree.tostring(document.element, encoding="unicode")
    end = whole.rindex("<w:sectPr")
    document.part._element = parse_xml(whole[:end] + "".join(written) + whole[end:])
    yield 0.95
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _blocks(paper: Paper, document: DocxDocument, pages: Sequence[int]) -> Iterator[str]:
    after_table = False
    headings = count()
    pictures = count(1)
    is_listed = any(isinstance(block, Contents) for block in paper.blocks)
    for block in paper.blocks:
        if isinstance(block, Table):
            if after_table:  # two tables that touch become one in Word
                yield _paragraph_xml(Role.FIELD)
            yield _table_xml(block)
        elif isinstance(block, Picture):
            yield _picture_xml(block, document, next(pictures))
        elif isinstance(block, Contents):
            yield from _contents_xml(block, pages, paper.text_width)
        else:
            mark = next(headings) if LOOKS[block.role].outline else None
            yield _text_xml(block, mark if is_listed else None)
        after_table = isinstance(block, Table)
    if after_table:  # a document's last block must be a paragraph
        yield _paragraph_xml(Role.CELL, shape='<w:spacing w:line="20" w:lineRule="exact"/>')


def _text_xml(block: Text, mark: int | None) -> str:
    """A paragraph. A heading with a `mark` can be pointed at by the contents; a caption's number counts by itself."""
    keep = block.keep_next and not LOOKS[block.role].keep_next
    shape = "<w:keepNext/>" if keep else ""
    shape += "<w:pageBreakBefore/>" if block.new_page else ""
    if block.left or block.hang:
        shape += f'<w:ind w:left="{_twips(block.left + block.hang)}" w:hanging="{_twips(block.hang)}"/>'
    if mark is not None:
        begin = f'<w:bookmarkStart w:id="{mark}" w:name="{_bookmark(mark)}"/>'
        runs = f'{begin}{_run_xml(block.label + block.text)}<w:bookmarkEnd w:id="{mark}"/>'
        return _paragraph_xml(block.role, shape=shape, runs=runs)
    if block.role is Role.CAPTION and (number := _CAPTION.fullmatch(block.label)):
        runs = _run_xml(number[1]) + _field_xml(f"SEQ {number[1]} \\* ARABIC", number[2]) + _run_xml("　" + block.text)
        return _paragraph_xml(block.role, shape="<w:keepNext/>" if keep else "", runs=runs)
    return _paragraph_xml(block.role, block.label + block.text, shape)


def _contents_xml(block: Contents, pages: Sequence[int], width: float) -> Iterator[str]:
    """A field that Word can count anew, filled with what it would show: each line leads to its heading."""
    for place, entry in enumerate(block.entries):
        role = contents_role(entry)
        step = CONTENTS_STEP * (role is Role.CONTENTS_2)
        tab = f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{_twips(width)}"/></w:tabs>'
        shape = tab + (f'<w:ind w:left="{_twips(step)}"/>' if step else "")
        page = str(pages[entry.place]) if entry.place < len(pages) else ""
        mark = _bookmark(entry.place)
        line = _run_xml(entry.text) + _run_xml(inner="<w:tab/>") + _field_xml(f"PAGEREF {mark} \\h", page)
        runs = f'<w:hyperlink w:anchor="{mark}" w:history="1">{line}</w:hyperlink>'
        if place == 0:
            runs = _field_begin('TOC \\o "1-2" \\h \\z \\u') + runs
        if place == len(block.entries) - 1:
            runs += _run_xml(inner='<w:fldChar w:fldCharType="end"/>')
        yield _paragraph_xml(role, shape=shape, runs=runs)


def _bookmark(mark: int) -> str:
    return f"_Toc{100000 + mark}"


def _picture_xml(block: Picture, document: DocxDocument, number: int) -> str:
    """A picture on a line of its own, as high as it is, with its figures in words for those who can't see it."""
    from northtaiwan_desktop.documents.chart_pictures import png

    relation, _image = document.part.get_or_add_image(BytesIO(png(block)))
    size = f'cx="{round(block.width * _EMU)}" cy="{round(block.height * _EMU)}"'
    told = quoteattr(printable(block.chart.words).replace("\n", ""))
    name = quoteattr(printable(block.chart.title))
    drawing = (
        f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
        f'<wp:docPr id="{number}" name={name} descr={told}/><a:graphic {nsdecls("a")}>'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:pic {nsdecls('pic')}>"
        f'<pic:nvPicPr><pic:cNvPr id="{number}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing>"
    )
    shape = '<w:keepNext/><w:spacing w:line="240" w:lineRule="auto"/>'
    return _paragraph_xml(block.role, shape=shape, runs=_run_xml(inner=drawing))


def _cleared(document: DocxDocument) -> None:
    """Drop what the library's template brings along of the machine on which it was made."""
    for rels, unwanted in ((document.part.rels, _LEFT_BY_TEMPLATE), (document.part.package.rels, _LEFT_IN_PACKAGE)):
        for key in [key for key, rel in rels.items() if rel.reltype in unwanted]:
            del rels[key]
    settings = document.settings.element
    for tag in ("w:rsids", "w:themeFontLang", "w:savePreviewPicture", "w:proofState"):
        for element in settings.findall(qn(tag)):
            settings.remove(element)
    for element in settings.iter(qn("w:compatSetting")):
        if element.get(qn("w:name")) == "compatibilityMode":
            element.set(qn("w:val"), "15")


def _styled(document: DocxDocument) -> None:
    """Put the paper's styles in the place of all that the template defines."""
    root = document.styles.element
    for element in list(root):
        root.remove(element)
    size = int(LOOKS[Role.BODY].size * 2)
    root.append(
        parse_xml(
            f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{_FONTS}<w:kern w:val='2'/>"
            f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{_LANG}</w:rPr></w:rPrDefault>'
            "<w:pPrDefault/></w:docDefaults>"
        )
    )
    for order, look in enumerate(LOOKS.values()):
        root.append(parse_xml(_style_xml(look, order)))
    root.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:default="1" w:styleId="TableNormal">'
            '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>'
            '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        )
    )


def _style_xml(look: Look, order: int) -> str:
    own = look.name in _BUILT_IN
    normal = look.name == "Normal"
    identity = _style_id(look, order)
    flags = 'w:default="1" ' if normal else "" if own else 'w:customStyle="1" '
    based = "" if normal else '<w:basedOn w:val="Normal"/>'
    following = f'<w:next w:val="{"Normal" if look.outline else identity}"/>'
    keep = "<w:keepNext/>" if look.keep_next else ""
    outline = f'<w:outlineLvl w:val="{look.outline - 1}"/>' if look.outline else ""
    bold = "<w:b/><w:bCs/>" if look.bold else ""
    size = int(look.size * 2)
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" {flags}w:styleId="{identity}"><w:name w:val="{look.name}"/>{based}'
        f'{following}<w:uiPriority w:val="{order}"/><w:qFormat/><w:pPr>{keep}<w:widowControl/>'
        f'<w:spacing w:before="{_twips(look.before)}" w:after="{_twips(look.after)}" '
        f'w:line="{_twips(look.line)}" w:lineRule="exact"/><w:jc w:val="{_ALIGN[look.align]}"/>{outline}</w:pPr>'
        f'<w:rPr>{_FONTS}{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>{_LANG}</w:rPr></w:style>'
    )


def _style_id(look: Look, order: int) -> str:
    return look.name.title().replace(" ", "") if look.name in _BUILT_IN else f"Paper{order}"


_STYLE_IDS = {role: _style_id(look, order) for order, (role, look) in enumerate(LOOKS.items())}


def _twips(points: float) -> int:
    return round(points * 20)


def described(document: DocxDocument, *, title: str, author: str) -> None:
    """Title and issuing body; nothing about the person or the machine."""
    properties = document.core_properties
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.author = title[:LONGEST_PROPERTY], author[:LONGEST_PROPERTY]
    properties.language = "zh-TW"
    properties.created = properties.modified = now
    properties.comments = properties.last_modified_by = properties.keywords = ""
    properties.revision = 1


def _page(document: DocxDocument, paper: Paper) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if paper.landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Pt(paper.width), Pt(paper.height)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Pt(MARGIN)
    section.header_distance = section.footer_distance = Pt(MARGIN / 2)
    footer = section.footer.paragraphs[0]._p
    told = "".join((_run_xml("第 "), _field_xml("PAGE"), _run_xml(" 頁，共 "), _field_xml("NUMPAGES"), _run_xml(" 頁")))
    footer.addprevious(parse_xml(_paragraph_xml(Role.FOOTER, runs=told, namespaces=f" {nsdecls('w')}")))
    footer.getparent().remove(footer)
    section.different_first_page_header_footer = paper.has_cover


def _field_begin(name: str) -> str:
    """The beginning of a field; what it shows and its end follow."""
    return "".join(
        _run_xml(inner=inner)
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
        )
    )


def _field_xml(name: str, shown: str = "1") -> str:
    """A field that Word counts by itself, and what it shows until then."""
    return (
        _field_begin(name) + _run_xml(inner=f"<w:t>{shown}</w:t>") + _run_xml(inner='<w:fldChar w:fldCharType="end"/>')
    )


def _run_xml(text: str = "", *, inner: str = "") -> str:
    # ○ and “ are Latin to Word where nothing is said
    content = inner or f'<w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:r><w:rPr>{_RUN_FONTS}</w:rPr>{content}</w:r>"


def _paragraph_xml(role: Role, text: str = "", shape: str = "", *, runs: str = "", namespaces: str = "") -> str:
    """A paragraph; `shape` is what it has beside its style, in the order in which Word wants it."""
    style = f'<w:pStyle w:val="{_STYLE_IDS[role]}"/>'
    return f"<w:p{namespaces}><w:pPr>{style}{shape}</w:pPr>{runs or (_run_xml(text) if text else '')}</w:p>"


def _table_xml(block: Table) -> str:
    side, above = (_twips(CELL_SIDE), _twips(CELL_ABOVE)) if block.ruled else (0, 0)
    borders = f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if block.ruled else ""
    margins = "".join(
        f'<w:{where} w:w="{space}" w:type="dxa"/>'
        for where, space in (("top", above), ("left", side), ("bottom", above), ("right", side))
    )
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in block.widths)
    head = _row_xml(block, block.header, is_head=True) if block.header else ""
    rows = "".join(_row_xml(block, texts) for texts in block.rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_twips(sum(block.widths))}" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{rows}</w:tbl>"
    )


def _row_xml(block: Table, texts: Sequence[str], *, is_head: bool = False) -> str:
    """A row that no page end parts; the head stands again on every page."""
    cells = []
    for place, text in enumerate(texts):
        role = Role.CELL_HEAD if is_head else block.role
        centred = '<w:jc w:val="center"/>' if place in block.centred and not is_head else ""
        middle = '<w:vAlign w:val="center"/>' if is_head else ""
        lines = "".join(_paragraph_xml(role, line, centred) for line in text.split("\n"))
        width = f'<w:tcW w:w="{_twips(block.widths[place])}" w:type="dxa"/>'
        cells.append(f"<w:tc><w:tcPr>{width}{middle}</w:tcPr>{lines}</w:tc>")
    again = "<w:tblHeader/>" if is_head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{again}</w:trPr>{''.join(cells)}</w:tr>"
