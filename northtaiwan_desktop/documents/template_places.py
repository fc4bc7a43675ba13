"""Where in a template words stand, as a person would point at them: 「第 2 段」, 「首頁頁首」, 「文字方塊」."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml import etree

from northtaiwan_desktop.documents.template_package import FILLED, Package, texts_of
from northtaiwan_desktop.i18n import _

_WRAPS = tuple(
    qn(f"w:{name}") for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "footnote", "endnote")
)
"""Elements around paragraphs, rows and cells that a person does not see."""


@dataclass(frozen=True)
class Place:
    """One paragraph, or what stands beside the words. `part` changes where another part of the file begins."""

    part: str
    words: str
    text: str
    is_filled: bool = True
    paragraph: etree._Element | None = None

    def holder(self, whole: str) -> etree._Element | None:
        """What holds the paragraph, or the row or cell of it that a tag of this kind (p, tr, tc) stands for."""
        if self.paragraph is None:
            return None
        if whole not in ("tr", "tc"):
            return self.paragraph.getparent()
        one = next(self.paragraph.iterancestors(qn(f"w:{whole}")), None)
        return None if one is None else one.getparent()


def places(package: Package) -> Iterator[Place]:
    """Every paragraph of the file; then, for each part, what is written outside of words."""
    named = _parts(package)
    for name, kind, tree in package.trees():
        word = named.get(name, "")
        is_filled = name == package.main or kind in FILLED
        root = tree.find(qn("w:body")) if name == package.main else tree
        for words, paragraph in _walk(tree if root is None else root, word):
            text = "".join(piece.text or "" for piece in texts_of(paragraph))
            yield Place(name, words, text, is_filled, paragraph)
        yield from (Place(name, word, text, False) for text in _hidden(tree))


def _parts(package: Package) -> dict[str, str]:
    """What a person calls the headers and footers, the notes."""
    found: dict[str, str] = {}
    for name, kind, tree in package.trees():
        if kind.endswith("header+xml"):
            found.setdefault(name, _("頁首"))
        elif kind.endswith("footer+xml"):
            found.setdefault(name, _("頁尾"))
        elif name != package.main:
            found.setdefault(name, _("註腳"))
        else:
            targets = package.relations(name)
            for one in tree.iter(qn("w:headerReference"), qn("w:footerReference")):
                which = {"first": _("首頁{part}"), "even": _("偶數頁{part}")}.get(one.get(qn("w:type")) or "", "{part}")
                part = _("頁首") if one.tag == qn("w:headerReference") else _("頁尾")
                found[targets.get(one.get(qn("r:id")) or "", "")] = which.format(part=part)
    return found


def _walk(holder: etree._Element, before: str) -> Iterator[tuple[str, etree._Element]]:
    """Each paragraph below `holder` with its place, in the order of the file."""
    count = tables = 0
    for child in _inside(holder):
        if child.tag == qn("w:p"):
            count += 1
            words = before + _("第 {n} 段").format(n=count)
            yield words, child
            for box in _boxes(child):
                yield from _walk(box, _("{place}的文字方塊").format(place=words))
        elif child.tag == qn("w:tbl"):
            tables += 1
            rows = [one for one in _inside(child) if one.tag == qn("w:tr")]
            for row, line in enumerate(rows, start=1):
                cells = [one for one in _inside(line) if one.tag == qn("w:tc")]
                for column, cell in enumerate(cells, start=1):
                    place = _("第 {table} 個表格第 {row} 列第 {column} 格")
                    yield from _cell(cell, before + place.format(table=tables, row=row, column=column))


def _cell(cell: etree._Element, place: str) -> Iterator[tuple[str, etree._Element]]:
    for child in _inside(cell):
        if child.tag == qn("w:p"):
            yield place, child
            for box in _boxes(child):
                yield from _walk(box, _("{place}的文字方塊").format(place=place))
    if any(child.tag == qn("w:tbl") for child in _inside(cell)):
        inner = _("{place}裡面").format(place=place)
        yield from ((words, one) for words, one in _walk(cell, inner) if _is_deeper(one, cell))


def _is_deeper(paragraph: etree._Element, cell: etree._Element) -> bool:
    return next(paragraph.iterancestors(qn("w:tc")), None) is not cell


def _inside(holder: etree._Element) -> Iterator[etree._Element]:
    for child in holder:
        if child.tag in _WRAPS:
            yield from _inside(child)
        else:
            yield child


def _boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The text boxes that hang on this paragraph, not those inside them."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if next(box.iterancestors(qn("w:p")), None) is paragraph:
            yield box


def _hidden(tree: etree._Element) -> Iterator[str]:
    """Texts with a mark of a tag that are no words of a paragraph: alternative texts, fields, names."""
    for one in tree.iter():
        is_word = one.tag == qn("w:t") and next(one.iterancestors(qn("w:p")), None) is not None
        texts = [*one.attrib.values(), *([] if is_word else [one.text or ""]), one.tail or ""]
        yield from (str(text) for text in texts if any(mark in str(text) for mark in ("{{", "{%", "{#", "}}", "%}")))
