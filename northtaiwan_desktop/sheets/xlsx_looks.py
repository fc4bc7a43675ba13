"""The looks of marked cells in an Excel package: each cell keeps its own format and gets a colour on top."""

from copy import deepcopy

from lxml import etree

from northtaiwan_desktop.sheets.answer import Severity
from northtaiwan_desktop.sheets.summary import Style
from northtaiwan_desktop.sheets.xlsx_package import Package, root_of

_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
_NEEDED = ("fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_PLAIN = {
    "fonts": "<font><sz val='12'/><name val='新細明體'/></font>",
    "fills": "<fill><patternFill patternType='none'/></fill><fill><patternFill patternType='gray125'/></fill>",
    "borders": "<border><left/><right/><top/><bottom/><diagonal/></border>",
    "cellStyleXfs": "<xf numFmtId='0' fontId='0' fillId='0' borderId='0'/>",
    "cellXfs": "<xf numFmtId='0' fontId='0' fillId='0' borderId='0' xfId='0'/>",
}
_HEADING = "DDE6F0"


class Looks:
    """Adds formats to `styles.xml` and gives their numbers."""

    def __init__(self, package: Package) -> None:
        self._main = package.main
        self._part = next((part for _id, kind, part in package.relations("xl/workbook.xml") if kind == "styles"), "")
        if not self._part or not package.has(self._part):
            self._part = "xl/styles.xml"
            package.add(self._part, root_of("styleSheet", self._main), _KIND)
            package.relate("xl/workbook.xml", "styles", self._part)
        self._root = package.tree(self._part)
        for place, name in enumerate(_NEEDED):
            if self._root.find(f"{{*}}{name}") is None:
                made = etree.fromstring(f"<{name} xmlns='{self._main}'>{_PLAIN[name]}</{name}>")
                behind = self._root.find(f"{{*}}{_NEEDED[place - 1]}") if place else self._root.find("{*}numFmts")
                self._root.insert(0 if behind is None else self._root.index(behind) + 1, made)
        self._formats = self._list("cellXfs")
        self._fills: dict[str, int] = {}
        self._marked: dict[tuple[int, Severity], int] = {}
        self._summary: dict[tuple[Style, Severity | None], int] = {}

    def marked(self, format: int, severity: Severity) -> int:
        """The cell's own format with the severity's colour behind it."""
        key = (format, severity)
        if key not in self._marked:
            known = self._formats[format] if 0 <= format < len(self._formats) else self._formats[0]
            made = deepcopy(known)
            made.set("fillId", str(self._fill(severity.colour)))
            made.set("applyFill", "1")
            self._marked[key] = self._add("cellXfs", made)
        return self._marked[key]

    def is_ours(self, format: int) -> bool:
        """Is the cell coloured by a mark of ours?"""
        if not 0 <= format < len(self._formats):
            return False
        fills, number = self._list("fills"), int(self._formats[format].get("fillId", "0"))
        colour = fills[number].find(".//{*}fgColor") if number < len(fills) else None
        rgb = "" if colour is None else colour.get("rgb", "")
        return rgb[-6:].upper() in {severity.colour for severity in Severity}

    def summary(self, style: Style, severity: Severity | None = None) -> int:
        """The format of a cell of the summary; `quotePrefix` keeps a text that begins like a formula a text."""
        key = (style, severity)
        if key not in self._summary:
            font = self._add("fonts", self._font(style))
            fill = self._fill(severity.colour if severity else _HEADING if style is Style.HEADING else "")
            made = etree.Element(self._tag("xf"))
            values = {"numFmtId": 0, "fontId": font, "fillId": fill, "borderId": 0, "xfId": 0, "quotePrefix": 1}
            for name, value in (values | {"applyFont": 1, "applyFill": 1, "applyAlignment": 1}).items():
                made.set(name, str(value))
            alignment = etree.SubElement(made, self._tag("alignment"))
            alignment.set("vertical", "center" if style is Style.TITLE else "top")
            if style is Style.NUMBER:
                alignment.set("horizontal", "center")
            if style is not Style.TITLE:
                alignment.set("wrapText", "1")
            self._summary[key] = self._add("cellXfs", made)
        return self._summary[key]

    def _font(self, style: Style) -> etree._Element:
        font = etree.Element(self._tag("font"))
        if style in {Style.TITLE, Style.HEADING}:
            etree.SubElement(font, self._tag("b"))
        if style is Style.LINK:
            etree.SubElement(font, self._tag("u"))
        etree.SubElement(font, self._tag("sz")).set("val", "16" if style is Style.TITLE else "12")
        etree.SubElement(font, self._tag("color")).set("rgb", "FF0B57A4" if style is Style.LINK else "FF000000")
        etree.SubElement(font, self._tag("name")).set("val", "微軟正黑體")
        return font

    def _fill(self, colour: str) -> int:
        if not colour:
            return 0
        if colour not in self._fills:
            fill = etree.Element(self._tag("fill"))
            pattern = etree.SubElement(fill, self._tag("patternFill"))
            pattern.set("patternType", "solid")
            etree.SubElement(pattern, self._tag("fgColor")).set("rgb", f"FF{colour}")
            etree.SubElement(pattern, self._tag("bgColor")).set("indexed", "64")
            self._fills[colour] = self._add("fills", fill)
        return self._fills[colour]

    def _add(self, name: str, node: etree._Element) -> int:
        listed = self._list(name)
        listed.append(node)
        listed.set("count", str(len(listed)))
        return len(listed) - 1

    def _list(self, name: str) -> etree._Element:
        found = self._root.find(f"{{*}}{name}")
        assert found is not None
        return found

    def _tag(self, name: str) -> str:
        return f"{{{self._main}}}{name}"
