"""A Word template taken apart before anything reads it: what could reach outside or run is refused, the rest set right.

A file from another PC is not trusted: it may hold a macro under any name, a field that fetches something when Word
opens the paper, or XML that unpacks without end.
"""

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from lzma import LZMAError
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from docx.oxml.ns import qn
from lxml import etree

from northtaiwan_desktop.domain.errors import FileUnreadable, RuleBroken
from northtaiwan_desktop.i18n import _

LARGEST = 10 * 2**20
LARGEST_UNPACKED = 100 * 2**20
LARGEST_XML = 8 * 2**20
TYPES = "[Content_Types].xml"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
DOCUMENT, TEMPLATE = f"{_WORD}document.main+xml", f"{_WORD}template.main+xml"
FILLED = (f"{_WORD}header+xml", f"{_WORD}footer+xml", f"{_WORD}footnotes+xml")
"""The parts beside the document itself in which fields are filled."""
_RUNS = {
    *("oleObject", "package", "control", "activeXControlBinary", "aFChunk", "subDocument", "frame"),
    *("mailMergeSource", "mailMergeHeaderSource", "recipientData", "webextension", "webextensiontaskpanes"),
}
"""Relationships to what is another program's, or another document."""
_PRIVATE = {
    *("customXml", "printerSettings", "comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"),
}
"""Relationships to what tells of the author's PC, or was meant for his or her desk only."""
_FIELDS = {
    *("PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "DATE", "TIME", "CREATEDATE", "SAVEDATE", "PRINTDATE", "TITLE"),
    *("SUBJECT", "AUTHOR", "FILENAME", "STYLEREF", "REF", "PAGEREF", "NOTEREF", "SEQ", "TOC", "TC", "XE", "INDEX"),
    *("SYMBOL", "EQ", "LISTNUM", "AUTONUM", "AUTONUMLGL", "AUTONUMOUT", "ADVANCE", "NUMWORDS", "NUMCHARS", "IF", "="),
    *("FORMTEXT", "FORMCHECKBOX", "FORMDROPDOWN", "DOCPROPERTY", "DOCVARIABLE", "MERGEFIELD"),
}
"""Fields that Word reckons from the document itself. All others are refused: some fetch files, some start programs."""
_SWITCH = re.compile(r"\\[A-Za-z*@#]")
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_DAMAGED = (BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error, LZMAError)
"""What the unpacking library says of a file that is no zip, or a broken or locked one."""
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_STRAIGHT = str.maketrans(
    {**dict.fromkeys("“”„‟＂", '"'), **dict.fromkeys("‘’‚‛＇", "'"), "\u00a0": " ", "\u3000": " "}
)
_PARSER_OPTIONS: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_CHANGES = ("rPr", "pPr", "tblPr", "trPr", "tcPr", "sectPr", "tblGrid", "tblPrEx", "numbering")
_DROPPED = tuple(
    qn(f"w:{name}")
    for name in (
        *(f"{one}Change" for one in _CHANGES),
        *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd", "cellIns", "cellDel"),
        *("cellMerge", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "dataBinding"),
    )
)
_TAKEN_IN, _TAKEN_OUT = (qn("w:ins"), qn("w:moveTo")), (qn("w:del"), qn("w:moveFrom"))


class Package:
    """The parts of a template by their names, and its main part."""

    def __init__(self, parts: dict[str, bytes], main: str, types: dict[str, str]) -> None:
        self.parts, self.main, self._types = parts, main, types

    def trees(self) -> Iterator[tuple[str, str, etree._Element]]:
        """Name, content type and tree of each part in which words stand; the document itself first."""
        names = [self.main, *(name for name in self.parts if name != self.main)]
        for name in names:
            kind = self.kind(name)
            if name == self.main or kind in FILLED or kind == f"{_WORD}endnotes+xml":
                yield name, kind, _parsed(self.parts[name])

    def kind(self, name: str) -> str:
        """The content type of a part."""
        return self._types.get(f"/{name}".lower()) or self._types.get(name.rpartition(".")[2].lower(), "")

    def relations(self, name: str) -> dict[str, str]:
        """The names of the parts that a part points to, by relationship id."""
        folder, _slash, file = name.rpartition("/")
        source = self.parts.get(f"{folder}/_rels/{file}.rels")
        if source is None:
            return {}
        return {one.get("Id", ""): _joined(folder, one.get("Target", "")) for one in _parsed(source)}

    def packed(self) -> bytes:
        """The whole file."""
        made = BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as file:
            for name, part in self.parts.items():
                file.writestr(name, part)
        return made.getvalue()


def opened(content: bytes, name: str) -> Package:
    """Take a template apart: a .dotx becomes a document, tracked changes are settled, each tag is put in one run.

    FileUnreadable where it is no Word file or damaged; RuleBroken where it is too large, or brings along a macro, an
    object, a link or a field that reaches outside.
    """
    if len(content) > LARGEST:
        message = _("範本「{name}」有 {size} MB，超過 {limit} MB，沒有採用。請移除其中的大圖。")
        raise RuleBroken(message.format(name=name, size=len(content) // 2**20, limit=LARGEST // 2**20))
    parts = _unpacked(content, name)
    trees: dict[str, etree._Element] = {}
    for part, inner in parts.items():
        if part.endswith((".xml", ".rels")):
            trees[part] = _harmless(part, inner, name)
    types = _types(trees[TYPES])
    if any("macroenabled" in kind.lower() or "vba" in kind.lower() for kind in types.values()) or any(
        part.lower().endswith(("vbaproject.bin", "vbadata.xml")) for part in parts
    ):
        raise RuleBroken(_("範本「{name}」含有巨集，沒有採用。請另存為不含巨集的 docx。").format(name=name))
    main = _main(trees, types, name)
    for part in [part for part in trees if part.endswith(".rels")]:
        _require_inside(trees[part], name)
        _forget(trees[part], keep_only_document=part == "_rels/.rels")
        parts[part] = _serialised(trees[part])
    for one in trees[TYPES]:
        if one.get("PartName", "").lower() == f"/{main}".lower():
            one.set("ContentType", DOCUMENT)
    parts[TYPES] = _serialised(trees[TYPES])
    package = Package(parts, main, types)
    for part, _kind, tree in package.trees():
        _require_plain_fields(tree, name)
        _settle(tree)
        for paragraph in tree.iter(qn("w:p")):
            _gather(paragraph)
        parts[part] = _serialised(tree)
    return package


def texts_of(paragraph: etree._Element) -> list[etree._Element]:
    """The pieces of text of a paragraph, without those of a text box that hangs on it."""
    own = qn("w:p")
    return [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(own), None) is paragraph]


def _unpacked(content: bytes, name: str) -> dict[str, bytes]:
    try:
        with ZipFile(BytesIO(content)) as file:
            if sum(part.file_size for part in file.infolist()) > LARGEST_UNPACKED:
                raise RuleBroken(_("範本「{name}」解開後太大，沒有採用。").format(name=name))
            parts = {part: file.read(part) for part in file.namelist() if not part.endswith("/")}
    except (
        BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        zlib.error,
        LZMAError,
    ) as error:
        raise FileUnreadable(_no_docx(name)) from error
    if TYPES not in parts or "_rels/.rels" not in parts:
        raise FileUnreadable(_no_docx(name))
    return parts


def _no_docx(name: str) -> str:
    text = _("「{name}」不是 Word 的 docx 檔，或檔案已損壞，沒有採用。請在 Word 另存為「Word 文件（*.docx）」。")
    return text.format(name=name)


def _harmless(part: str, content: bytes, name: str) -> etree._Element:
    if len(content) > LARGEST_XML:
        raise RuleBroken(_("範本「{name}」的內容太長（{part}），沒有採用。").format(name=name, part=part))
    if any("<!DOCTYPE".encode(code) in content for code in ("utf-8", "utf-16-le", "utf-16-be")):
        message = _("範本「{name}」含有 Word 不會寫出的定義（{part}），沒有採用。請在 Word 另存一份新的 docx。")
        raise RuleBroken(message.format(name=name, part=part))
    try:
        return _parsed(content)
    except etree.XMLSyntaxError as error:
        message = _("範本「{name}」的內容損壞（{part}），沒有採用。請在 Word 開啟修復後，另存一份新的 docx。")
        raise FileUnreadable(message.format(name=name, part=part)) from error


def _parsed(content: bytes) -> etree._Element:
    return etree.fromstring(content, etree.XMLParser(**_PARSER_OPTIONS))


def _serialised(tree: etree._Element) -> bytes:
    return etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)


def _types(tree: etree._Element) -> dict[str, str]:
    """Content types by part name (from the root) and by ending."""
    return {
        (one.get("PartName") or one.get("Extension") or "").lower(): one.get("ContentType") or "" for one in _real(tree)
    }


def _real(tree: etree._Element) -> Iterator[etree._Element]:
    return (one for one in tree if isinstance(one.tag, str))


def _main(trees: dict[str, etree._Element], types: dict[str, str], name: str) -> str:
    for one in _real(trees["_rels/.rels"]):
        if one.get("Type", "").endswith("/officeDocument"):
            main = _joined("", one.get("Target", ""))
            if main in trees and types.get(f"/{main}".lower()) in (DOCUMENT, TEMPLATE):
                return main
    raise FileUnreadable(_no_docx(name))


def _joined(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target[1:]
    steps = folder.split("/") if folder else []
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step != ".":
            steps.append(step)
    return "/".join(steps)


def _require_inside(relations: etree._Element, name: str) -> None:
    for one in _real(relations):
        kind, target = one.get("Type", "").rpartition("/")[2], one.get("Target", "")
        if kind in _RUNS:
            message = _("範本「{name}」內嵌了其他程式的物件（{target}），沒有採用。請刪除它，或改貼成圖片。")
            raise RuleBroken(message.format(name=name, target=target))
        if one.get("TargetMode") == "External" and not (kind == "hyperlink" and _LINK.match(target)):
            message = _("範本「{name}」連到外部的「{target}」，沒有採用。請在 Word 中斷這個連結。")
            raise RuleBroken(message.format(name=name, target=target))


def _forget(relations: etree._Element, *, keep_only_document: bool) -> None:
    """Let go of what tells of the author and the PC; nothing points to it any more, so it is not written out."""
    for one in list(_real(relations)):
        kind = one.get("Type", "").rpartition("/")[2]
        if kind in _PRIVATE or (keep_only_document and kind != "officeDocument"):
            relations.remove(one)


def _require_plain_fields(tree: etree._Element, name: str) -> None:
    """Refuse fields (功能變數) that fetch something or start a program."""
    open_ones: list[list[str]] = []
    for one in tree.iter(qn("w:fldSimple"), qn("w:fldChar"), qn("w:instrText"), qn("w:delInstrText")):
        if one.tag == qn("w:fldSimple"):
            _require_plain_field(one.get(qn("w:instr")) or "", name)
        elif one.tag != qn("w:fldChar"):
            if open_ones:
                open_ones[-1].append(one.text or "")
            else:
                _require_plain_field(one.text or "", name)
        elif one.get(qn("w:fldCharType")) == "begin":
            open_ones.append([])
        elif one.get(qn("w:fldCharType")) == "end" and open_ones:
            _require_plain_field("".join(open_ones.pop()), name)
    for left in open_ones:
        _require_plain_field("".join(left), name)


def _require_plain_field(instruction: str, name: str) -> None:
    words = instruction.split()
    word = words[0].upper() if words else ""
    if word in _FIELDS or word.startswith("="):
        return
    if word == "HYPERLINK" and all(
        _SWITCH.fullmatch(part) or _LINK.match(part.strip('"')) or words[place].lower() in ("\\l", "\\o", "\\t")
        for place, part in enumerate(words[1:])
    ):
        return
    message = _(
        "範本「{name}」有功能變數「{field}」，它會從外部取得內容或啟動程式，沒有採用。請在 Word 刪除這個功能變數。"
    )
    raise RuleBroken(message.format(name=name, field=instruction.strip()[:40] or "…"))


def _settle(tree: etree._Element) -> None:
    """Settle tracked changes as accepted, and take comments off: both bear names, and neither belongs on a paper."""
    for one in list(tree.iter(*_DROPPED)):
        _remove(one)
    for one in list(tree.iter(*_TAKEN_OUT)):
        parent = one.getparent()
        if parent is None:
            continue
        row = next(parent.iterancestors(qn("w:tr")), None) if parent.tag == qn("w:trPr") else None
        _remove(one if row is None else row)
    for one in list(tree.iter(*_TAKEN_IN)):
        parent = one.getparent()
        if parent is None:
            continue
        place = parent.index(one)
        for inner in list(one):
            parent.insert(place, inner)
            place += 1
        parent.remove(one)


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _gather(paragraph: etree._Element) -> None:
    """Put each tag whole into the run where it begins, its quotes straight: Word parts it anywhere, and curls them."""
    pieces = texts_of(paragraph)
    whole = "".join(piece.text or "" for piece in pieces)
    if not (tags := list(_TAG.finditer(whole))):
        return
    owner: list[int] = []
    for place, piece in enumerate(pieces):
        owner += [place] * len(piece.text or "")
    signs = list(whole)
    for tag in tags:
        first = owner[tag.start()]
        for at in range(tag.start(), tag.end()):
            owner[at] = first
            signs[at] = signs[at].translate(_STRAIGHT)
    for place, piece in enumerate(pieces):
        piece.text = "".join(sign for sign, whose in zip(signs, owner, strict=True) if whose == place)
        piece.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
