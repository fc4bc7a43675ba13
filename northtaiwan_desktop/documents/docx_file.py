"""A paper as a Word file (docx), with named styles that an officer can go on working with."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from northtaiwan_desktop.documents.paper import (
    CELL_ABOVE,
    CELL_SIDE,
    FACE,
    LATIN_FACE,
    LOOKS,
    MARGIN,
    Align,
    Block,
    Look,
    Paper,
    Role,
    Table,
)

LONGEST_PROPERTY = 255
"""Characters that Word takes in a property of the file; on the page the text stands whole."""
_ALIGN = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFIED: "both"}
_FONTS = f'<w:rFonts w:ascii="{LATIN_FACE}" w:hAnsi="{LATIN_FACE}" w:cs="{LATIN_FACE}" w:eastAsia="{FACE}"/>'
_RUN_FONTS = f'<w:rFonts w:ascii="{LATIN_FACE}" w:hAnsi="{LATIN_FACE}" w:eastAsia="{FACE}" w:hint="eastAsia"/>'
_LANG = '<w:lang w:val="en-US" w:eastAsia="zh-TW" w:bidi="ar-SA"/>'
_BUILT_IN = ("Normal", "heading 1", "heading 2", "footer")
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
    """Give the whole docx file.

    What is on the page is written as XML and read in at once: paragraph by paragraph through the library, long minutes
    would take six times as long.
    """
    document = Document()
    _cleared(document)
    _styled(document)
    _described(document, paper)
    _page(document, paper)
    body = document.element.body
    end = body.sectPr
    for block in parse_xml(f"<w:body {nsdecls('w')}>{''.join(_blocks(paper.blocks))}</w:body>"):
        end.addprevious(block)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    after_table = False
    for block in blocks:
        if isinstance(block, Table):
            if after_table:  # two tables that touch become one in Word
                yield _paragraph_xml(Role.FIELD)
            yield _table_xml(block)
        else:
            shape = f'<w:ind w:left="{_twips(block.left + block.hang)}" w:hanging="{_twips(block.hang)}"/>'
            keep = block.keep_next and not LOOKS[block.role].keep_next
            shape = ("<w:keepNext/>" if keep else "") + (shape if block.left or block.hang else "")
            yield _paragraph_xml(block.role, block.label + block.text, shape)
        after_table = isinstance(block, Table)
    if after_table:  # a document's last block must be a paragraph
        yield _paragraph_xml(Role.CELL, shape='<w:spacing w:line="20" w:lineRule="exact"/>')


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


def _described(document: DocxDocument, paper: Paper) -> None:
    """Title and issuing body; nothing about the person or the machine."""
    properties = document.core_properties
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    properties.title, properties.author = paper.title[:LONGEST_PROPERTY], paper.author[:LONGEST_PROPERTY]
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


def _field_xml(name: str) -> str:
    """A field that Word counts by itself."""
    return "".join(
        _run_xml(inner=inner)
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            f'<w:instrText xml:space="preserve"> {name} </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>1</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
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
