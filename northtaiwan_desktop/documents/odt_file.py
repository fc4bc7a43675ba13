"""A paper as an OpenDocument text (odt), the form in which offices exchange what is to be edited."""

from __future__ import annotations

import re
from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from xml.sax.saxutils import escape, quoteattr

from odfdo import Content, Document, Element, Header, Paragraph, Styles, XmlPart
from odfdo.const import ODF_CONTENT, ODF_MANIFEST, ODF_META, ODF_SETTINGS, ODF_STYLES

from northtaiwan_desktop.documents.paper import (
    CELL_ABOVE,
    CELL_SIDE,
    CONTENTS_STEP,
    FACE,
    LANGUAGE,
    LATIN_FACE,
    LOOKS,
    MARGIN,
    Align,
    Contents,
    Look,
    Paper,
    Picture,
    Role,
    contents_role,
    printable,
)
from northtaiwan_desktop.documents.paper import Table as PaperTable
from northtaiwan_desktop.documents.paper import Text as PaperText
from northtaiwan_desktop.documents.steps import finished

_ALIGN = {Align.LEFT: "start", Align.CENTER: "center", Align.RIGHT: "end", Align.JUSTIFIED: "justify"}
_OWN = {
    "heading 1": "Heading_20_1",
    "heading 2": "Heading_20_2",
    "footer": "Footer",
    "Normal": "Text_20_body",
    "toc 1": "Contents_20_1",
    "toc 2": "Contents_20_2",
    "caption": "Caption",
}
"""Styles that Writer knows by these names in every language."""
_SHOWN = {
    "Heading_20_1": "Heading 1",
    "Heading_20_2": "Heading 2",
    "Text_20_body": "Text body",
    "Contents_20_1": "Contents 1",
    "Contents_20_2": "Contents 2",
}
_VERSION = "1.2"
_SPACES = re.compile("(?<=.) {2,}")
_AT_START = re.compile("^ +")
_LINE = "0.5pt solid #000000"
_PADDING = "".join(f' fo:padding-{side}="{CELL_SIDE}pt"' for side in ("left", "right")) + "".join(
    f' fo:padding-{side}="{CELL_ABOVE}pt"' for side in ("top", "bottom")
)


def made(paper: Paper) -> bytes:
    """Give the whole odt file."""
    return finished(steps(paper))


def steps(paper: Paper) -> Generator[float, None, bytes]:
    """Make the odt, telling in between how far it is (0 to 1). Its contents name the pages of the PDF."""
    pages: tuple[int, ...] = ()
    is_listed = any(isinstance(block, Contents) for block in paper.blocks)
    if is_listed:
        from northtaiwan_desktop.documents.pdf_file import heading_pages

        pages = yield from heading_pages(paper, share=0.5)
    document = Document("odt")
    _cleared(document)
    _described(document, paper)
    _styled(document, paper)
    document.body.clear()
    automatic = _Automatic(document)
    headings = count()
    for place, block in enumerate(paper.blocks):
        if isinstance(block, PaperTable):
            document.body.append(_table(block, f"表格{place}", automatic))
        elif isinstance(block, Picture):
            document.body.append(_picture(block, document, automatic))
        elif isinstance(block, Contents):
            document.body.append(_contents(block, pages, paper, automatic))
        else:
            heading = _paragraph(block, automatic, is_first=paper.has_cover and place == 0)
            if is_listed and LOOKS[block.role].outline:
                _mark(heading, next(headings))
            document.body.append(heading)
        yield 0.5 + 0.4 * place / len(paper.blocks)
    return _packed(document)


def _contents(block: Contents, pages: Sequence[int], paper: Paper, automatic: _Automatic) -> Element:
    """目次 that Writer can update, filled with what it would show."""
    lines = []
    plain = '<style:text-properties fo:color="#000000" style:text-underline-style="none"/>'
    link = automatic.name("text", plain)
    for entry in block.entries:
        role = contents_role(entry)
        step = CONTENTS_STEP * (role is Role.CONTENTS_2)
        tab = (
            f'<style:paragraph-properties fo:margin-left="{step:.2f}pt"><style:tab-stops><style:tab-stop'
            f' style:position="{paper.text_width - step:.2f}pt" style:type="right" style:leader-style="dotted"'
            ' style:leader-text="."/></style:tab-stops></style:paragraph-properties>'
        )
        style = automatic.name("paragraph", tab, _style_name(role))
        page = pages[entry.place] if entry.place < len(pages) else ""
        lines.append(
            f'<text:p text:style-name="{style}"><text:a xlink:type="simple" xlink:href="#{_anchor(entry.place)}"'
            f' text:style-name="{link}" text:visited-style-name="{link}">'
            f"{escape(entry.text)}<text:tab/>{page}</text:a></text:p>"
        )
    templates = "".join(
        f'<text:table-of-content-entry-template text:outline-level="{level}" text:style-name="{_style_name(role)}">'
        '<text:index-entry-link-start/><text:index-entry-text/><text:index-entry-tab-stop style:type="right"'
        ' style:leader-char="."/><text:index-entry-page-number/><text:index-entry-link-end/>'
        "</text:table-of-content-entry-template>"
        for level, role in ((1, Role.CONTENTS_1), (2, Role.CONTENTS_2))
    )
    return Element.from_tag(
        '<text:table-of-content text:name="目次" text:protected="true"><text:table-of-content-source'
        f' text:outline-level="2" text:use-index-marks="false">{templates}</text:table-of-content-source>'
        f"<text:index-body>{''.join(lines)}</text:index-body></text:table-of-content>"
    )


def _anchor(place: int) -> str:
    return f"標題{place}"


def _mark(heading: Element, place: int) -> None:
    """Let the contents point at a heading."""
    heading.insert(Element.from_tag(f'<text:bookmark text:name="{_anchor(place)}"/>'), position=0)


def _picture(block: Picture, document: Document, automatic: _Automatic) -> Element:
    """A picture on a line of its own, as high as it is, with its figures in words for those who can't see it."""
    from northtaiwan_desktop.documents.chart_pictures import png

    place = document.add_file(BytesIO(png(block)))
    own = '<style:paragraph-properties fo:line-height="100%" fo:keep-with-next="always"/>'
    style = automatic.name("paragraph", own, _style_name(block.role))
    # Without a style of its own Writer would draw a frame that floats.
    frame = automatic.name(
        "graphic", '<style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline"/>'
    )
    told = escape(printable(block.chart.words).replace("\n", ""))
    return Element.from_tag(
        f'<text:p text:style-name="{style}"><draw:frame draw:style-name="{frame}" text:anchor-type="as-char"'
        f' draw:name={quoteattr(printable(block.chart.title))} svg:width="{block.width:.2f}pt"'
        f' svg:height="{block.height:.2f}pt"><draw:image xlink:href="{place}" xlink:type="simple"'
        f' xlink:show="embed" xlink:actuate="onLoad"/><svg:desc>{told}</svg:desc></draw:frame></text:p>'
    )


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

    def name(self, family: str, properties: str, parent: str = "", master: str = "") -> str:
        """Give the name of a style of `family` with these property elements (XML), below `parent`."""
        key = (family, properties, parent + master)
        if key not in self._names:
            self._names[key] = name = f"P{len(self._names) + 1}"
            above = f' style:parent-style-name="{parent}"' if parent else ""
            above += f' style:master-page-name="{master}"' if master else ""
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
        f'<text:p text:style-name="{_style_name(Role.FOOTER)}">{footer}</text:p></style:footer></style:master-page>'
        '<style:master-page style:name="Cover" style:page-layout-name="Page" style:next-style-name="Standard"/>',
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


def _paragraph(block: PaperText, automatic: _Automatic, *, is_first: bool = False) -> Element:
    """A paragraph; the one that begins a cover chooses the page without a number."""
    style, look = _style_name(block.role), LOOKS[block.role]
    own = ' fo:break-before="page"' if block.new_page else ""
    if block.left or block.hang:
        own += f' fo:margin-left="{block.left + block.hang:.2f}pt" fo:text-indent="{-block.hang:.2f}pt"'
    if block.keep_next and not look.keep_next:
        own += ' fo:keep-with-next="always"'
    if own or is_first:
        properties = f"<style:paragraph-properties{own}/>" if own else ""
        style = automatic.name("paragraph", properties, style, master="Cover" if is_first else "")
    if not look.outline:
        return Paragraph(block.label + block.text, style=style)
    heading = Header(look.outline, block.label + block.text)
    heading.style = style
    return heading


def _table(block: PaperTable, name: str, automatic: _Automatic) -> Element:
    """A table, written as XML and read in at once: cell by cell through the library, a year's cases take a minute."""
    place = f'style:width="{sum(block.widths):.2f}pt" table:align="left" fo:margin-top="0pt" fo:margin-bottom="0pt"'
    properties = f'{place} table:border-model="collapsing" style:may-break-between-rows="true"'
    style = automatic.name("table", f"<style:table-properties {properties}/>")
    columns = "".join(f'<table:table-column table:style-name="{_width(width, automatic)}"/>' for width in block.widths)
    head = _row(block.header, block, automatic, head=True) if block.header else ""
    head = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
    rows = "".join(_row(texts, block, automatic) for texts in block.rows)
    return Element.from_tag(
        f'<table:table table:name={quoteattr(name)} table:style-name="{style}">{columns}{head}{rows}</table:table>'
    )


def _width(width: float, automatic: _Automatic) -> str:
    return automatic.name("table-column", f'<style:table-column-properties style:column-width="{width:.2f}pt"/>')


def _row(texts: tuple[str, ...], block: PaperTable, automatic: _Automatic, *, head: bool = False) -> str:
    row = automatic.name("table-row", '<style:table-row-properties fo:keep-together="always"/>')
    frame = f'fo:border="{_LINE}" {_PADDING}' if block.ruled else 'fo:border="none" fo:padding="0pt"'
    middle = ' style:vertical-align="middle"' if head else ""
    cell = automatic.name("table-cell", f"<style:table-cell-properties {frame}{middle}/>")
    plain = _style_name(Role.CELL_HEAD if head else block.role)
    centred = automatic.name("paragraph", '<style:paragraph-properties fo:text-align="center"/>', plain)
    cells = []
    for place, text in enumerate(texts):
        style = centred if place in block.centred and not head else plain
        lines = "".join(f'<text:p text:style-name="{style}">{_spaced(line)}</text:p>' for line in text.split("\n"))
        cells.append(
            f'<table:table-cell table:style-name="{cell}" office:value-type="string">{lines}</table:table-cell>'
        )
    return f'<table:table-row table:style-name="{row}">{"".join(cells)}</table:table-row>'


def _spaced(line: str) -> str:
    """The text of a paragraph; ODF folds spaces at its ends and in a row unless they are counted."""
    told = escape(line)
    told = _SPACES.sub(lambda found: f' <text:s text:c="{len(found[0]) - 1}"/>', told)
    return _AT_START.sub(lambda found: f'<text:s text:c="{len(found[0])}"/>', told)
