"""An Excel package opened to be changed in place: parts that nobody touches go out byte for byte as they came."""

import io
import posixpath
from collections.abc import Iterator
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

_CONTENT_TYPES = "[Content_Types].xml"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
_MACROS = b"macroEnabled.main+xml"
# A signature holds for what was signed, and is broken by any mark.
_SIGNATURE = "digital-signature/origin"


def parsed(data: bytes) -> etree._Element:
    """XML from outside, read without entities, network or document types."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    root = etree.fromstring(data, parser)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("a document type in a package")
    return root


def root_of(name: str, namespace: str) -> etree._Element:
    """An empty part whose elements bear no prefix, as Excel writes them."""
    return etree.fromstring(f'<{name} xmlns="{namespace}"/>')


def words_of(node: etree._Element) -> str:
    """All text within an element."""
    return "".join(str(part) for part in node.itertext())


class Package:
    """The parts by name. `tree` opens one for change; `data` gives all of them as a file again."""

    def __init__(self, content: bytes) -> None:
        self._archive = ZipFile(io.BytesIO(content))
        self._names = set(self._archive.namelist())
        self._trees: dict[str, etree._Element] = {}
        self._added: dict[str, bytes] = {}
        workbook = self.tree("xl/workbook.xml")
        self.main = str(etree.QName(workbook).namespace)
        """The namespace of its sheets: usual or strict."""
        self.relation = _STRICT if "purl.oclc.org" in self.main else _USUAL

    @property
    def has_macros(self) -> bool:
        """Is it a workbook with macros, which has to be named xlsm?"""
        return _MACROS in self._archive.read(_CONTENT_TYPES)

    def has(self, name: str) -> bool:
        return name in self._names or name in self._added or name in self._trees

    def is_open(self, name: str) -> bool:
        """Has the part been opened for change?"""
        return name in self._trees

    def size(self, name: str) -> int:
        """Bytes of a part that came with the file."""
        return self._archive.getinfo(name).file_size

    def raw(self, name: str) -> bytes:
        return self._added[name] if name in self._added else self._archive.read(name)

    def tree(self, name: str) -> etree._Element:
        """A part to be read or changed."""
        if name not in self._trees:
            self._trees[name] = parsed(self.raw(name))
        return self._trees[name]

    def put(self, name: str, data: bytes) -> None:
        """Put bytes in place of a part, or a new part."""
        self._trees.pop(name, None)
        self._added[name] = data

    def add(self, name: str, root: etree._Element, kind: str) -> None:
        """Add a part of a kind of content."""
        self._trees[name] = root
        override = etree.SubElement(self.tree(_CONTENT_TYPES), f"{{{_TYPES}}}Override")
        override.set("PartName", f"/{name}")
        override.set("ContentType", kind)

    def default(self, ending: str, kind: str) -> None:
        """Say what parts of an ending are, where the package does not yet."""
        types = self.tree(_CONTENT_TYPES)
        if not any(node.get("Extension", "").lower() == ending for node in types.iterchildren("{*}Default")):
            made = etree.Element(f"{{{_TYPES}}}Default")
            made.set("Extension", ending)
            made.set("ContentType", kind)
            types.insert(0, made)

    def free(self, pattern: str) -> str:
        """The first name of the pattern that no part bears."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def relations(self, part: str) -> Iterator[tuple[str, str, str]]:
        """What a part refers to inside the package: id, last word of the kind, part."""
        name = _relations_of(part)
        if not self.has(name):
            return
        for node in self.tree(name).iterchildren("{*}Relationship"):
            if node.get("TargetMode") == "External":
                continue
            target = node.get("Target", "")
            whole = posixpath.normpath(posixpath.join(posixpath.dirname(part), target))
            found = target.lstrip("/") if target.startswith("/") else whole
            yield node.get("Id", ""), node.get("Type", "").rpartition("/")[2], found

    def relate(self, part: str, kind: str, target: str) -> str:
        """Refer from a part to another one; returns the reference's id."""
        name = _relations_of(part)
        if not self.has(name):
            self._trees[name] = root_of("Relationships", _RELATIONS)
        root = self.tree(name)
        taken = {node.get("Id") for node in root}
        number = len(root) + 1
        while f"rId{number}" in taken:
            number += 1
        made = etree.SubElement(root, f"{{{_RELATIONS}}}Relationship")
        made.set("Id", f"rId{number}")
        made.set("Type", f"{self.relation}/{kind}")
        made.set("Target", f"/{target}")
        return f"rId{number}"

    def unsign(self) -> None:
        """Leave signatures out, since they would be shown as broken."""
        if self.has("_rels/.rels"):
            root = self.tree("_rels/.rels")
            for node in list(root):
                if node.get("Type", "").endswith(_SIGNATURE):
                    root.remove(node)

    def data(self) -> bytes:
        """The whole as a file; parts in their old order, new ones behind."""
        buffer = io.BytesIO()
        with ZipFile(buffer, "w", ZIP_DEFLATED) as out:
            for info in self._archive.infolist():
                if not info.is_dir():
                    out.writestr(ZipInfo(info.filename, info.date_time), self._written(info.filename), ZIP_DEFLATED)
            for name in dict.fromkeys((*self._added, *self._trees)):
                if name not in self._names:
                    out.writestr(name, self._written(name))
        return buffer.getvalue()

    def _written(self, name: str) -> bytes:
        if name in self._trees:
            return bytes(etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True))
        return self.raw(name)


def _relations_of(part: str) -> str:
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")
