"""A paper as a Word file (docx), with named styles that an officer can go on working with."""

from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE as REL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from northtaiwan_desktop.documents.paper import (
    CELL_ABOVE,
    CELL_SIDE,
    FACE,
    LATIN_FACE,
    LOOKS,
    MARGIN,
    Align,
    Look,
    Paper,
    Role,
    Table,
    Text,
)

LONGEST_PROPERTY = 255
"""Characters that Word takes in a property of the file; on the page the text stands whole."""
_ALIGN = {Align.LEFT: "left", Align.CENTER: "center", Align.RIGHT: "right", Align.JUSTIFIED: "both"}
_FONTS = f'<w:rFonts w:ascii="{LATIN_FACE}" w:hAnsi="{LATIN_FACE}" w:cs="{LATIN_FACE}" w:eastAsia="{FACE}"/>'
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
    """Give the whole docx file."""
    document = Document()
    _cleared(document)
    _styled(document)
    _described(document, paper)
    _page(document, paper)
    styles = {role: document.styles[_python_name(look.name)] for role, look in LOOKS.items()}
    named = {role: style for role, style in styles.items() if isinstance(style, ParagraphStyle)}
    after_table = False
    for block in paper.blocks:
        if isinstance(block, Table):
            if after_table:  # two tables that touch become one in Word
                document.add_paragraph(style=named[Role.FIELD])
            _table(document, block, named)
        else:
            _paragraph(document.add_paragraph(style=named[block.role]), block)
        after_table = isinstance(block, Table)
    if after_table:  # a document's last block must be a paragraph
        _small(document.add_paragraph(style=named[Role.CELL]))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _python_name(name: str) -> str:
    """python-docx calls Word's own styles by the names that people see."""
    return name.capitalize() if name.startswith(("heading", "footer")) else name


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
    identity = look.name.title().replace(" ", "") if own else f"Paper{order}"
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
    footer = section.footer.paragraphs[0]
    footer.style = document.styles["Footer"]
    for words, field in (("第 ", "PAGE"), (" 頁，共 ", "NUMPAGES"), (" 頁", "")):
        _run(footer, words)
        if field:
            _field(footer, field)


def _field(paragraph: Paragraph, name: str) -> None:
    """Add a field that Word counts by itself."""
    for inner in (
        '<w:fldChar {ns} w:fldCharType="begin"/>',
        f'<w:instrText {{ns}} xml:space="preserve"> {name} </w:instrText>',
        '<w:fldChar {ns} w:fldCharType="separate"/>',
        "<w:t {ns}>1</w:t>",
        '<w:fldChar {ns} w:fldCharType="end"/>',
    ):
        _run(paragraph, "")._r.append(parse_xml(inner.format(ns=nsdecls("w"))))


def _run(paragraph: Paragraph, text: str) -> Run:
    run = paragraph.add_run(text)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for attribute, face in (("ascii", LATIN_FACE), ("hAnsi", LATIN_FACE), ("eastAsia", FACE)):
        fonts.set(qn(f"w:{attribute}"), face)
    fonts.set(qn("w:hint"), "eastAsia")  # ○ and “ are Latin to Word where nothing is said
    return run


def _paragraph(paragraph: Paragraph, block: Text) -> None:
    shape = paragraph.paragraph_format
    if block.left or block.hang:
        shape.left_indent = Pt(block.left + block.hang)
        shape.first_line_indent = Pt(-block.hang)
    if block.keep_next and not LOOKS[block.role].keep_next:
        shape.keep_with_next = True
    if block.label + block.text:
        _run(paragraph, block.label + block.text)


def _small(paragraph: Paragraph) -> None:
    paragraph.paragraph_format.line_spacing = Pt(1)


def _table(document: DocxDocument, block: Table, styles: dict[Role, ParagraphStyle]) -> None:
    rows = ([block.header] if block.header else []) + list(block.rows)
    table = document.add_table(rows=len(rows), cols=len(block.widths))
    table.autofit = False
    properties = table._tbl.tblPr
    side, above = (_twips(CELL_SIDE), _twips(CELL_ABOVE)) if block.ruled else (0, 0)
    borders = f"<w:tblBorders {nsdecls('w')}>{_BORDERS}</w:tblBorders>" if block.ruled else ""
    width = f'<w:tblW {nsdecls("w")} w:w="{_twips(sum(block.widths))}" w:type="dxa"/>'
    margins = "".join(
        f'<w:{where} w:w="{space}" w:type="dxa"/>'
        for where, space in (("top", above), ("left", side), ("bottom", above), ("right", side))
    )
    for old in properties.findall(qn("w:tblW")) + properties.findall(qn("w:tblLook")):
        properties.remove(old)
    layout = properties.find(qn("w:tblLayout"))
    layout.addprevious(parse_xml(width))
    if borders:
        layout.addprevious(parse_xml(borders))
    layout.addnext(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    for column, points in zip(table._tbl.tblGrid.gridCol_lst, block.widths, strict=True):
        column.w = Pt(points)
    for element, texts in zip(table._tbl.tr_lst, rows, strict=True):
        head = texts is block.header
        row_properties = element.get_or_add_trPr()
        row_properties.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if head:
            row_properties.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
        for place, (cell, text) in enumerate(zip(element.tc_lst, texts, strict=True)):
            cell.width = Pt(block.widths[place])
            style = styles[Role.CELL_HEAD if head else block.role]
            _cell(_Cell(cell, table), text, style, centred=place in block.centred and not head, middle=head)


def _cell(cell: _Cell, text: str, style: ParagraphStyle, *, centred: bool, middle: bool) -> None:
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.style = style
        if centred:
            paragraph.paragraph_format.alignment = 1
        if line:
            _run(paragraph, line)
    if middle:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:vAlign {nsdecls("w")} w:val="center"/>'))
