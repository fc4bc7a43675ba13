"""The XML of OpenDocument: its names, its parts, and the package that holds them."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from lxml import etree

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = {
    "office": f"{_OASIS}office:1.0",
    "style": f"{_OASIS}style:1.0",
    "text": f"{_OASIS}text:1.0",
    "table": f"{_OASIS}table:1.0",
    "number": f"{_OASIS}datastyle:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "meta": f"{_OASIS}meta:1.0",
    "config": f"{_OASIS}config:1.0",
    "manifest": f"{_OASIS}manifest:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "of": f"{_OASIS}of:1.2",
}
# The same bytes for the same book: a package otherwise bears the second at which it was made.
_BORN = (2000, 1, 1, 0, 0, 0)


def named(name: str) -> str:
    """The full name of 「table:name」, as lxml writes it."""
    prefix, local = name.split(":")
    return f"{{{NAMES[prefix]}}}{local}"


def root(name: str) -> etree._Element:
    """The outermost element of a part."""
    made = etree.Element(named(name), nsmap=NAMES)
    made.set(named("office:version"), "1.3")
    return made


def element(
    under: etree._Element, name: str, attributes: Mapping[str, str] | None = None, text: str | None = None
) -> etree._Element:
    """Add an element under another one."""
    made = etree.SubElement(under, named(name))
    for key, value in (attributes or {}).items():
        made.set(named(key), value)
    made.text = text
    return made


def package(parts: Mapping[str, etree._Element]) -> bytes:
    """The parts as one file, with the list of them that the format asks for."""
    manifest = etree.Element(named("manifest:manifest"), nsmap={"manifest": NAMES["manifest"]})
    manifest.set(named("manifest:version"), "1.3")
    for path, kind in {"/": MIME, **dict.fromkeys(parts, "text/xml")}.items():
        entry = {"manifest:full-path": path, "manifest:media-type": kind}
        element(manifest, "manifest:file-entry", entry)
    buffer = BytesIO()
    with ZipFile(buffer, "w") as file:
        # The kind comes first and plain, so that it can be told without unpacking.
        file.writestr(ZipInfo("mimetype", _BORN), MIME, ZIP_STORED)
        for path, part in {**parts, "META-INF/manifest.xml": manifest}.items():
            written = etree.tostring(part, xml_declaration=True, encoding="UTF-8")
            file.writestr(ZipInfo(path, _BORN), written, ZIP_DEFLATED)
    return buffer.getvalue()
