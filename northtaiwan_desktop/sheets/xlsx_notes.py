"""Comments in the cells of an Excel sheet: added to those that stand there, each with its box."""

import re
from collections.abc import Mapping

from lxml import etree

from northtaiwan_desktop.sheets.answer import AUTHOR, Mark, is_our_comment
from northtaiwan_desktop.sheets.xlsx_cells import place_of, plain_text
from northtaiwan_desktop.sheets.xlsx_package import Package, root_of, words_of

_COMMENTS = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SHAPE_ID = re.compile(rb"_x0000_s(\d+)")
_SHAPE = re.compile(rb"<v:shape\b(?:(?!</v:shape>).)*</v:shape>\s*", re.DOTALL)
_ADVICE = "【請這樣改】".encode()
_BETWEEN = "\n――――\n"
_NAMES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"'
)
_KIND_OF_BOX = (
    f'<v:shapetype {_NAMES} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
# What stands before legacyDrawing in a sheet, by the format's order.
_BEFORE = frozenset(
    re.findall(
        r"\w+",
        "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges "
        "scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting "
        "dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks "
        "customProperties cellWatches ignoredErrors smartTags drawing",
    )
)


def write_notes(package: Package, part: str, sheet: etree._Element, marks: Mapping[str, Mark]) -> None:
    """Put a comment into each marked cell; what others wrote there stays above it."""
    related = {kind: target for _id, kind, target in package.relations(part)}
    threaded = _threaded(package, part)
    comments = related.get("comments")
    if comments is None or not package.has(comments):
        comments = package.free("xl/comments{}.xml")
        root = root_of("comments", package.main)
        etree.SubElement(root, f"{{{package.main}}}authors")
        etree.SubElement(root, f"{{{package.main}}}commentList")
        package.add(comments, root, _COMMENTS)
        package.relate(part, "comments", comments)
    root = package.tree(comments)
    _erase(package, part, sheet, _drop_ours(root))
    author = _author(root)
    listed = root.find("{*}commentList")
    assert listed is not None
    known = {node.get("ref", ""): node for node in listed}
    boxes = []
    for cell, mark in marks.items():
        if cell in threaded:
            # A conversation hides what stands below it; the colour and the summary tell.
            continue
        if cell in known:
            _say_below(known[cell], mark.comment)
            continue
        made = etree.SubElement(listed, f"{{{package.main}}}comment")
        made.set("ref", cell)
        made.set("authorId", str(author))
        _say(etree.SubElement(made, f"{{{package.main}}}text"), mark.comment)
        boxes.append(cell)
    _draw(package, part, sheet, boxes, {cell: mark.comment for cell, mark in marks.items()})


def drop_notes(package: Package, part: str) -> None:
    """Take comments of ours out of a sheet in which nothing is wrong any more."""
    for _id, kind, target in package.relations(part):
        if kind == "comments" and package.has(target) and _ADVICE in package.raw(target):
            _erase(package, part, package.tree(part), _drop_ours(package.tree(target)))


def _drop_ours(root: etree._Element) -> set[str]:
    """Take out what an earlier round of marking wrote; gives the cells that have no comment any more."""
    authors = [node.text or "" for node in root.iterfind("{*}authors/{*}author")]
    listed = root.find("{*}commentList")
    dropped: set[str] = set()
    for node in list(listed) if listed is not None else ():
        number = node.get("authorId", "")
        author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
        if is_our_comment(words_of(node), author) and listed is not None:
            dropped.add(node.get("ref", ""))
            listed.remove(node)
        else:
            _cut(node.find("{*}text"))
    return dropped


def _cut(text: etree._Element | None) -> None:
    """Take off what an earlier round said below another's comment."""
    whole = "" if text is None else words_of(text).replace("\r\n", "\n")
    before, found, _after = whole.partition(f"{_BETWEEN}【")
    if text is not None and found:
        for run in list(text):
            text.remove(run)
        _say(text, before)


def _erase(package: Package, part: str, sheet: etree._Element, cells: set[str]) -> None:
    """Take the boxes of these cells out of the drawing."""
    drawing = _drawing_of(package, part, sheet)
    if drawing is None or not cells:
        return
    places = {place_of(cell) for cell in cells}

    def kept(match: re.Match[bytes]) -> bytes:
        row, column = (re.search(rb"<x:%s>(\d+)</x:" % name, match[0]) for name in (b"Row", b"Column"))
        return b"" if row and column and (int(row[1]), int(column[1])) in places else match[0]

    package.put(drawing, _SHAPE.sub(kept, package.raw(drawing)))


def _drawing_of(package: Package, part: str, sheet: etree._Element) -> str | None:
    pointer = sheet.find("{*}legacyDrawing")
    id = pointer.get(f"{{{package.relation}}}id") if pointer is not None else None
    found = next((target for each, _kind, target in package.relations(part) if each == id), None)
    return found if found is not None and package.has(found) else None


def _author(root: etree._Element) -> int:
    authors = root.find("{*}authors")
    assert authors is not None
    for place, node in enumerate(authors):
        if node.text == AUTHOR:
            return place
    etree.SubElement(authors, f"{{{etree.QName(root).namespace}}}author").text = AUTHOR
    return len(authors) - 1


def _say(text: etree._Element, words: str) -> None:
    main = etree.QName(text).namespace
    run = etree.SubElement(text, f"{{{main}}}r")
    node = etree.SubElement(run, f"{{{main}}}t")
    node.text = plain_text(words)
    node.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _say_below(comment: etree._Element, words: str) -> None:
    text = comment.find("{*}text")
    if text is None:
        text = etree.SubElement(comment, f"{{{etree.QName(comment).namespace}}}text")
    bare = text.find("{*}t")
    if bare is not None:
        first = bare.text or ""
        text.remove(bare)
        _say(text, first)
    _say(text, f"{_BETWEEN}{words}")


def _threaded(package: Package, part: str) -> set[str]:
    """The cells with a conversation of the newer kind."""
    found: set[str] = set()
    for _id, kind, target in package.relations(part):
        if kind == "threadedComment" and package.has(target):
            found |= {node.get("ref", "") for node in package.tree(target)}
    return found


def _draw(package: Package, part: str, sheet: etree._Element, cells: list[str], words: Mapping[str, str]) -> None:
    """Give each commented cell its box, in the drawing that the sheet has, else in a new one."""
    pointer = sheet.find("{*}legacyDrawing")
    drawing = _drawing_of(package, part, sheet)
    if drawing is None:
        drawing = package.free("xl/drawings/vmlDrawing{}.vml")
        package.put(drawing, f"<xml {_NAMES}>\n{_KIND_OF_BOX}</xml>".encode())
        package.default("vml", _DRAWING)
        id = package.relate(part, "vmlDrawing", drawing)
        if pointer is None:
            pointer = etree.Element(f"{{{package.main}}}legacyDrawing")
            place = max((at for at, node in enumerate(sheet) if _local(node) in _BEFORE), default=len(sheet) - 1)
            sheet.insert(place + 1, pointer)
        pointer.set(f"{{{package.relation}}}id", id)
    old = package.raw(drawing)
    number = max([1024, *(int(found) for found in _SHAPE_ID.findall(old) if len(found) < 9)]) + 1
    shapes = "".join(_box(cell, number + at, words[cell]) for at, cell in enumerate(cells))
    if b"_x0000_t202" not in old:
        shapes = _KIND_OF_BOX + shapes
    # A drawing of Excel's is not always well-formed; what stands in it is let be.
    head, end, tail = old.rpartition(b"</xml>")
    if not end:
        raise ValueError("a drawing without an end")
    package.put(drawing, head + shapes.encode() + end + tail)


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname if isinstance(node.tag, str) else ""


def _box(cell: str, number: int, words: str) -> str:
    row, column = place_of(cell)
    height = min(3 + sum(-(-len(line) // 22) for line in words.split("\n")), 16)
    anchor = f"{column + 1}, 15, {max(row - 1, 0)}, 10, {column + 5}, 15, {max(row - 1, 0) + height}, 4"
    return (
        f'<v:shape {_NAMES} id="_x0000_s{number}" type="#_x0000_t202" '
        'style="position:absolute;margin-left:80pt;margin-top:5pt;width:260pt;height:110pt;z-index:1;'
        'visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>\n"
    )
