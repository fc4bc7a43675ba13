"""A paper as an OpenDocument text (odt), the form in which offices exchange what is to be edited."""

from datetime import UTC, datetime
from io import BytesIO
from xml.sax.saxutils import quoteattr

from odfdo import Cell, Column, Content, Document, Element, Header, HeaderRows, Paragraph, Row, Styles, Table, XmlPart
from odfdo.const import ODF_CONTENT, ODF_MANIFEST, ODF_META, ODF_SETTINGS, ODF_STYLES

from northtaiwan_desktop.documents.paper import (
    CELL_ABOVE,
    CELL_SIDE,
    FACE,
    LANGUAGE,
    LATIN_FACE,
    LOOKS,
    MARGIN,
    Align,
    Look,
    Paper,
    Role,
)
from northtaiwan_desktop.documents.paper import Table as PaperTable
from northtaiwan_desktop.documents.paper import Text as PaperText

_ALIGN = {Align.LEFT: "start", Align.CENTER: "center", Align.RIGHT: "end", Align.JUSTIFIED: "justify"}
_OWN = {"heading 1": "Heading_20_1", "heading 2": "Heading_20_2", "footer": "Footer", "Normal": "Text_20_body"}
"""Styles that Writer knows by these names in every language."""
_SHOWN = {"Heading_20_1": "Heading 1", "Heading_20_2": "Heading 2", "Text_20_body": "Text body"}
_VERSION = "1.2"
_LINE = "0.5pt solid #000000"
_PADDING = "".join(f' fo:padding-{side}="{CELL_SIDE}pt"' for side in ("left", "right")) + "".join(
    f' fo:padding-{side}="{CELL_ABOVE}pt"' for side in ("top", "bottom")
)


def made(paper: Paper) -> bytes:
    """Give the whole odt file."""
    document = Document("odt")
    _cleared(document)
    _described(document, paper)
    _styled(document, paper)
    document.body.clear()
    automatic = _Automatic(document)
    for place, block in enumerate(paper.blocks):
        if isinstance(block, PaperTable):
            document.body.append(_table(block, f"表格{place}", automatic))
        else:
            document.body.append(_paragraph(block, automatic))
    return _packed(document)


def _cleared(document: Document) -> None:
    """Drop the library's own picture and menus."""
    unwanted = ("Thumbnails/", "Configurations2/")
    for part in [name for name in document.get_parts() if name.startswith(unwanted)]:
        document.del_part(part)
    listed = [path for path in document.manifest.get_paths() if str(path).startswith(unwanted)]
    for path in listed:
        document.manifest.del_full_path(str(path))


def _packed(document: Document) -> bytes:
    """Give the file in the version of the format that the national standard (CNS 15251) and older programs know.

    The library's own way of saving names its newest version, whatever the document holds.
    """
    container = document.container
    if container is None:
        raise ValueError("the library gave a document without a container")
    for path in (ODF_CONTENT, ODF_STYLES, ODF_META, ODF_SETTINGS, ODF_MANIFEST):
        part = document.get_part(path)
        if not isinstance(part, XmlPart):
            raise TypeError(f"{path} is not XML")
        space = "manifest" if path == ODF_MANIFEST else "office"
        for element in (part.root, *part.get_elements(f"//{space}:file-entry[@{space}:version]")):
            element.set_attribute(f"{space}:version", _VERSION)
        container.set_part(path, part.serialize())
    buffer = BytesIO()
    container.save(buffer)
    return buffer.getvalue()


def _emptied(part: Styles | Content, tag: str) -> Element:
    """Give a part's holder of styles without what the library's template put there."""
    holder = part.get_element(f"//office:{tag}")
    if holder is None:
        raise ValueError(f"no office:{tag} in the template")
    holder.clear()
    return holder


class _Automatic:
    """The styles without a name of their own that this document needs, each made once."""

    def __init__(self, document: Document) -> None:
        self._place = _emptied(document.content, "automatic-styles")
        self._names: dict[tuple[str, str, str], str] = {}

    def name(self, family: str, properties: str, parent: str = "") -> str:
        """Give the name of a style of `family` with these property elements (XML), below `parent`."""
        key = (family, properties, parent)
        if key not in self._names:
            self._names[key] = name = f"P{len(self._names) + 1}"
            above = f' style:parent-style-name="{parent}"' if parent else ""
            self._place.append(
                Element.from_tag(
                    f'<style:style style:name="{name}" style:family="{family}"{above}>{properties}</style:style>'
                )
            )
        return self._names[key]


def _described(document: Document, paper: Paper) -> None:
    """Title and issuing body; nothing about the person or the machine."""
    meta, now = document.meta, datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    meta.title, meta.initial_creator, meta.creator = paper.title, paper.author, paper.author
    meta.language, meta.generator = "-".join(LANGUAGE), "northtaiwan"
    meta.creation_date = meta.date = now


def _style_name(role: Role) -> str:
    return _OWN.get(LOOKS[role].name) or f"Paper_{role.value}"


def _styled(document: Document, paper: Paper) -> None:
    """Put the paper's styles and page in the place of all that the template defines."""
    language, country = LANGUAGE
    text = (
        f'style:font-name={quoteattr(LATIN_FACE)} fo:font-family="\'{LATIN_FACE}\'" style:font-name-asian="{FACE}"'
        f' style:font-family-asian="{FACE}" fo:language="{language}" fo:country="{country}"'
        f' style:language-asian="{language}" style:country-asian="{country}"'
    )
    faces = "".join(
        f'<style:font-face style:name="{face}" svg:font-family="\'{face}\'" style:font-pitch="variable"/>'
        for face in (LATIN_FACE, FACE)
    )
    for part in (document.styles, document.content):
        _fill(_emptied(part, "font-face-decls"), faces)
    body = LOOKS[Role.BODY]
    _fill(
        _emptied(document.styles, "styles"),
        '<style:default-style style:family="paragraph"><style:paragraph-properties fo:orphans="2" fo:widows="2"'
        ' style:text-autospace="ideograph-alpha" style:punctuation-wrap="hanging" style:line-break="strict"'
        ' style:writing-mode="page"/>'
        f'<style:text-properties {text} fo:font-size="{body.size}pt" style:font-size-asian="{body.size}pt"/>'
        "</style:default-style>"
        '<style:style style:name="Standard" style:family="paragraph" style:class="text"/>'
        + "".join(_style_xml(role, look, text) for role, look in LOOKS.items()),
    )
    way = "landscape" if paper.landscape else "portrait"
    _fill(
        _emptied(document.styles, "automatic-styles"),
        '<style:page-layout style:name="Page"><style:page-layout-properties'
        f' fo:page-width="{paper.width:.2f}pt" fo:page-height="{paper.height:.2f}pt" style:print-orientation="{way}"'
        f' fo:margin-left="{MARGIN:.2f}pt" fo:margin-right="{MARGIN:.2f}pt" fo:margin-top="{MARGIN:.2f}pt"'
        f' fo:margin-bottom="{MARGIN / 2:.2f}pt"/><style:footer-style><style:header-footer-properties'
        f' fo:min-height="{MARGIN / 2:.2f}pt" fo:margin-top="{MARGIN / 4:.2f}pt"/></style:footer-style>'
        "</style:page-layout>",
    )
    footer = (
        '第 <text:page-number text:select-page="current">1</text:page-number> 頁，共 '
        "<text:page-count>1</text:page-count> 頁"
    )
    _fill(
        _emptied(document.styles, "master-styles"),
        '<style:master-page style:name="Standard" style:page-layout-name="Page"><style:footer>'
        f'<text:p text:style-name="{_style_name(Role.FOOTER)}">{footer}</text:p></style:footer></style:master-page>',
    )


def _fill(holder: Element, xml: str) -> None:
    """Append sibling elements that are written as text."""
    for child in Element.from_tag(f"<office:document>{xml}</office:document>").children:
        holder.append(child)


def _style_xml(role: Role, look: Look, text: str) -> str:
    name = _style_name(role)
    keep = ' fo:keep-with-next="always"' if look.keep_next else ""
    # Without an empty list style Writer's own outline numbering would set the indents of headings.
    outline = f' style:default-outline-level="{look.outline}" style:list-style-name=""' if look.outline else ""
    weight = "bold" if look.bold else "normal"
    return (
        f'<style:style style:name="{name}" style:display-name="{_SHOWN.get(name, look.name)}"'
        f' style:family="paragraph" style:parent-style-name="Standard" style:class="text"{outline}>'
        f'<style:paragraph-properties fo:line-height="{look.line}pt" fo:margin-top="{look.before}pt"'
        f' fo:margin-bottom="{look.after}pt" fo:text-align="{_ALIGN[look.align]}" style:justify-single-word="false"'
        f'{keep}/><style:text-properties {text} fo:font-size="{look.size}pt" style:font-size-asian="{look.size}pt"'
        f' fo:font-weight="{weight}" style:font-weight-asian="{weight}"/></style:style>'
    )


def _paragraph(block: PaperText, automatic: _Automatic) -> Element:
    style, look = _style_name(block.role), LOOKS[block.role]
    own = ""
    if block.left or block.hang:
        own += f' fo:margin-left="{block.left + block.hang:.2f}pt" fo:text-indent="{-block.hang:.2f}pt"'
    if block.keep_next and not look.keep_next:
        own += ' fo:keep-with-next="always"'
    if own:
        style = automatic.name("paragraph", f"<style:paragraph-properties{own}/>", style)
    if not look.outline:
        return Paragraph(block.label + block.text, style=style)
    heading = Header(look.outline, block.label + block.text)
    heading.style = style
    return heading


def _table(block: PaperTable, name: str, automatic: _Automatic) -> Element:
    place = f'style:width="{sum(block.widths):.2f}pt" table:align="left" fo:margin-top="0pt" fo:margin-bottom="0pt"'
    properties = f'{place} table:border-model="collapsing" style:may-break-between-rows="true"'
    table = Table(name, style=automatic.name("table", f"<style:table-properties {properties}/>"))
    for width in block.widths:
        width_style = automatic.name(
            "table-column", f'<style:table-column-properties style:column-width="{width:.2f}pt"/>'
        )
        table.append(Column(style=width_style))
    if block.header:
        header = HeaderRows()
        header.append(_row(block.header, block, automatic, head=True))
        table.append(header)
    for texts in block.rows:
        table.append(_row(texts, block, automatic))
    return table


def _row(texts: tuple[str, ...], block: PaperTable, automatic: _Automatic, *, head: bool = False) -> Row:
    row = Row(style=automatic.name("table-row", '<style:table-row-properties fo:keep-together="always"/>'))
    frame = f'fo:border="{_LINE}" {_PADDING}' if block.ruled else 'fo:border="none" fo:padding="0pt"'
    middle = ' style:vertical-align="middle"' if head else ""
    cell_style = automatic.name("table-cell", f"<style:table-cell-properties {frame}{middle}/>")
    plain = _style_name(Role.CELL_HEAD if head else block.role)
    for place, text in enumerate(texts):
        style = plain
        if place in block.centred and not head:
            style = automatic.name("paragraph", '<style:paragraph-properties fo:text-align="center"/>', plain)
        cell = Cell(style=cell_style)
        cell.clear()
        cell.set_attribute("office:value-type", "string")
        cell.set_attribute("table:style-name", cell_style)
        for line in text.split("\n"):
            cell.append(Paragraph(line, style=style))
        row.append(cell)
    return row
