"""The looks of marked cells in an OpenDocument workbook: each cell keeps its own format under a colour."""

from copy import deepcopy

from lxml import etree

from northtaiwan_desktop.sheets.answer import Severity
from northtaiwan_desktop.sheets.odf_xml import NAMES, element, named
from northtaiwan_desktop.sheets.summary import Style

_HEADING = "#DDE6F0"
_BEHIND = named("fo:background-color")
_STYLE, _OFFICE = f"{{{NAMES['style']}}}", f"{{{NAMES['office']}}}"


class Tints:
    """Adds formats to `content.xml` and gives their names."""

    def __init__(self, root: etree._Element) -> None:
        found = root.find(f"{_OFFICE}automatic-styles")
        if found is None:
            found = etree.Element(f"{_OFFICE}automatic-styles")
            body = root.find(f"{_OFFICE}body")
            root.insert(root.index(body) if body is not None else len(root), found)
        self._styles = found
        self._known = {node.get(f"{_STYLE}name", ""): node for node in found.iterchildren(f"{_STYLE}style")}
        self._made: dict[object, str] = {}

    def tinted(self, format: str, severity: Severity) -> str:
        """The cell's own format with the severity's colour behind it."""
        key = (format, severity)
        if key not in self._made:
            known = self._known.get(format)
            if known is not None and known.get(f"{_STYLE}family") == "table-cell":
                style = deepcopy(known)
                self._styles.append(style)
            else:
                style = element(self._styles, "style:style", {"style:family": "table-cell"})
                if format:
                    style.set(f"{_STYLE}parent-style-name", format)
            self._made[key] = self._name(style)
            properties = style.find(f"{_STYLE}table-cell-properties")
            if properties is None:
                # They stand before those of paragraph and text.
                properties = etree.Element(f"{_STYLE}table-cell-properties")
                style.insert(0, properties)
            properties.set(_BEHIND, f"#{severity.colour}")
        return self._made[key]

    def is_ours(self, format: str) -> bool:
        """Is the cell coloured by a mark of ours?"""
        known = self._known.get(format)
        properties = known.find(f"{_STYLE}table-cell-properties") if known is not None else None
        colour = properties.get(_BEHIND, "") if properties is not None else ""
        return colour[1:].upper() in {severity.colour for severity in Severity}

    def summary(self, style: Style, severity: Severity | None = None) -> str:
        """The format of a cell of the summary."""
        key = (style, severity)
        if key not in self._made:
            made = element(self._styles, "style:style", {"style:family": "table-cell"})
            cell = {"style:vertical-align": "middle" if style is Style.TITLE else "top"}
            cell |= {} if style is Style.TITLE else {"fo:wrap-option": "wrap"}
            colour = f"#{severity.colour}" if severity else _HEADING if style is Style.HEADING else ""
            element(made, "style:table-cell-properties", cell | ({"fo:background-color": colour} if colour else {}))
            if style is Style.NUMBER:
                element(made, "style:paragraph-properties", {"fo:text-align": "center"})
            size = "16pt" if style is Style.TITLE else "12pt"
            text = {"fo:font-size": size, "style:font-size-asian": size}
            if style in {Style.TITLE, Style.HEADING}:
                text |= {"fo:font-weight": "bold", "style:font-weight-asian": "bold"}
            if style is Style.LINK:
                text |= {"fo:color": "#0B57A4", "style:text-underline-style": "solid"}
            element(made, "style:text-properties", text)
            self._made[key] = self._name(made)
        return self._made[key]

    def column(self, width: float) -> str:
        """A column so many half-width characters wide."""
        return self._measured("table-column", "style:column-width", f"{width * 0.2:.2f}cm")

    def row(self, points: float) -> str:
        """A row so high."""
        return self._measured("table-row", "style:row-height", f"{points:g}pt")

    def table(self, page: str) -> str:
        """A sheet that is printed on the page of this name."""
        key = ("table", page)
        if key not in self._made:
            made = element(self._styles, "style:style", {"style:family": "table", "style:master-page-name": page})
            element(made, "style:table-properties", {"table:display": "true"})
            self._made[key] = self._name(made)
        return self._made[key]

    def _measured(self, family: str, name: str, size: str) -> str:
        key = (family, size)
        if key not in self._made:
            made = element(self._styles, "style:style", {"style:family": family})
            element(made, f"style:{family}-properties", {name: size})
            self._made[key] = self._name(made)
        return self._made[key]

    def _name(self, style: etree._Element) -> str:
        number = len(self._made) + 1
        while f"review{number}" in self._known:
            number += 1
        name = f"review{number}"
        self._known[name] = style
        style.set(f"{_STYLE}name", name)
        return name
