"""The looks of an OpenDocument workbook, each named by what it says, in the words of ODF."""

from lxml import etree

from northtaiwan_desktop.sheets.book import Colour, Face, Sheet
from northtaiwan_desktop.sheets.look import EDITABLE_FILL, GRID, HEADER_FILL, QUIET_INK
from northtaiwan_desktop.sheets.odf_xml import element
from northtaiwan_desktop.sheets.text_size import BODY_POINTS

_FORMATS = {"0%": (0, 0), "0.0#%": (2, 1)}


class Styles:
    """The automatic styles of one file, each made when it is first asked for."""

    def __init__(self, under: etree._Element) -> None:
        self._under = under
        self._names: dict[tuple[object, ...], str] = {}
        self._formats: dict[str, str] = {}

    def column(self, width: int) -> str:
        """A column of `width` half-width characters."""
        return self._made(
            ("table-column", width), {"table-column-properties": {"style:column-width": f"{width * 0.0815:.3f}in"}}
        )

    def row(self, points: float, *, grows: bool = False) -> str:
        """A row of this height; one that grows follows what is typed into it."""
        size = {"style:row-height": f"{points:.1f}pt", "style:use-optimal-row-height": "true" if grows else "false"}
        return self._made(("table-row", points, grows), {"table-row-properties": size})

    def table(self, sheet: Sheet) -> str:
        display = "false" if sheet.is_hidden else "true"
        properties = {"table-properties": {"table:display": display}}
        return self._made(("table", page(sheet), display), properties, {"style:master-page-name": page(sheet)})

    def title(self, face: Face) -> str:
        return self._cell(
            "title", face, {"fo:text-align": "center"}, {"fo:font-size": "18pt", "fo:font-weight": "bold"}
        )

    def line(self, face: Face) -> str:
        return self._cell("line", face, {"fo:text-align": "start"}, {})

    def quiet(self, face: Face, *, to_the_right: bool) -> str:
        align = {"fo:text-align": "end" if to_the_right else "start"}
        return self._cell(("quiet", to_the_right), face, align, {"fo:color": QUIET_INK}, wraps=False)

    def header(self, face: Face) -> str:
        fill = {"fo:background-color": HEADER_FILL}
        return self._cell("header", face, {"fo:text-align": "center"}, {"fo:font-weight": "bold"}, fill, framed=True)

    def body(self, face: Face, align: str, layout: str, editable: bool, colour: Colour | None) -> str:
        """A cell of the table: aligned `start`, `center` or `end`, its number written as `layout`."""
        fill: dict[str, str] = {}
        ink: dict[str, str] = {}
        if editable:
            fill = {"fo:background-color": EDITABLE_FILL, "style:cell-protect": "none"}
        if colour:
            fill = {"fo:background-color": f"#{colour.fill}"}
            ink = {"fo:color": f"#{colour.ink}", "fo:font-weight": "bold"}
        key = ("body", align, layout, editable, colour)
        return self._cell(key, face, {"fo:text-align": align}, ink, fill, framed=True, layout=layout)

    def _cell(
        self,
        key: object,
        face: Face,
        paragraph: dict[str, str],
        text: dict[str, str],
        cell: dict[str, str] | None = None,
        *,
        framed: bool = False,
        layout: str = "",
        wraps: bool = True,
    ) -> str:
        whole = ("table-cell", key, face)
        if whole in self._names:
            return self._names[whole]
        around = {"fo:border": f"0.5pt solid {GRID}", "fo:padding": "0.04in"} if framed else {}
        wrap = {"fo:wrap-option": "wrap"} if wraps else {}
        size = text.get("fo:font-size", f"{BODY_POINTS}pt")
        font = {
            "style:font-name": face.value,
            "style:font-name-asian": face.value,
            "fo:font-size": size,
            "style:font-size-asian": size,
        }
        if "fo:font-weight" in text:
            font["style:font-weight-asian"] = text["fo:font-weight"]
        data_style = {"style:data-style-name": self._format(layout)} if layout else {}
        return self._made(
            whole,
            {
                "table-cell-properties": {"style:vertical-align": "middle"} | wrap | around | (cell or {}),
                "paragraph-properties": paragraph,
                "text-properties": font | text,
            },
            data_style,
        )

    def _made(
        self, key: tuple[object, ...], properties: dict[str, dict[str, str]], also: dict[str, str] | None = None
    ) -> str:
        if key not in self._names:
            name = f"{str(key[0]).replace('table-', '')}{len(self._names) + 1}"
            style = element(
                self._under, "style:style", {"style:name": name, "style:family": str(key[0])} | (also or {})
            )
            for tag, attributes in properties.items():
                element(style, f"style:{tag}", attributes)
            self._names[key] = name
        return self._names[key]

    def _format(self, layout: str) -> str:
        if layout not in self._formats:
            name = f"number{len(self._formats) + 1}"
            self._formats[layout] = name
            if layout in _FORMATS:
                most, least = _FORMATS[layout]
                style = element(self._under, "number:percentage-style", {"style:name": name})
                digits = {"number:decimal-places": str(most), "number:min-decimal-places": str(least)}
                element(style, "number:number", digits | {"number:min-integer-digits": "1"})
                element(style, "number:text", text="%")
            else:
                style = element(self._under, "number:number-style", {"style:name": name})
                digits = {"number:decimal-places": "0", "number:min-integer-digits": "1", "number:grouping": "true"}
                element(style, "number:number", digits)
        return self._formats[layout]


def page(sheet: Sheet) -> str:
    """The name of the page on which the sheet is printed."""
    return f"{sheet.paper.name}{'landscape' if sheet.is_landscape else 'portrait'}"


def add_pages(under: etree._Element, masters: etree._Element, sheets: tuple[Sheet, ...]) -> None:
    """Set up each page that is used: paper, fit to the width, and its number at the foot."""
    for sheet in {page(sheet): sheet for sheet in sheets}.values():
        width, height = sheet.paper.value if not sheet.is_landscape else reversed(sheet.paper.value)
        layout = element(under, "style:page-layout", {"style:name": f"layout{page(sheet)}"})
        element(
            layout,
            "style:page-layout-properties",
            {
                "fo:page-width": f"{width}mm",
                "fo:page-height": f"{height}mm",
                "style:print-orientation": "landscape" if sheet.is_landscape else "portrait",
                "fo:margin-top": "15mm",
                "fo:margin-bottom": "12mm",
                "fo:margin-left": "12mm",
                "fo:margin-right": "12mm",
                "style:table-centering": "horizontal",
                "style:scale-to-X": "1",
                "style:scale-to-Y": "0",
                "style:print": "objects charts drawings",
            },
        )
        foot = element(layout, "style:footer-style")
        element(foot, "style:header-footer-properties", {"fo:min-height": "7mm", "fo:margin-top": "2mm"})
        named = {"style:name": page(sheet), "style:page-layout-name": f"layout{page(sheet)}"}
        master = element(masters, "style:master-page", named)
        element(master, "style:header", {"style:display": "false"})
        line = element(element(master, "style:footer"), "text:p", {"text:style-name": "Foot"}, "第 ")
        number = element(line, "text:page-number", text="1")
        number.tail = " 頁，共 "
        count = element(line, "text:page-count", text="1")
        count.tail = " 頁"
