"""A book as an OpenDocument workbook, which public offices exchange.

It is written as XML and not from a library's blank file: such a file brings its maker's language and traces along.
"""

from lxml import etree

from northtaiwan_desktop.sheets.book import Book, Cell, Sheet, SheetColumn
from northtaiwan_desktop.sheets.columns import Form, written
from northtaiwan_desktop.sheets.look import PERCENT_RULE
from northtaiwan_desktop.sheets.odf_xml import element, named, package, root
from northtaiwan_desktop.sheets.ods_settings import settings
from northtaiwan_desktop.sheets.ods_styles import Styles, add_pages
from northtaiwan_desktop.sheets.text_size import header_points, number_format, row_heights, title_points


def data(book: Book) -> bytes:
    """The bytes of an .ods file. Every value bears its type; no text becomes a formula."""
    return package(
        {
            "content.xml": _content(book),
            "styles.xml": _styles(book),
            "settings.xml": settings(book),
            "meta.xml": _meta(book),
        }
    )


def _content(book: Book) -> etree._Element:
    content = root("office:document-content")
    _add_fonts(content, book)
    styles = Styles(element(content, "office:automatic-styles"))
    sheets = element(element(content, "office:body"), "office:spreadsheet")
    rules = element(sheets, "table:content-validations")
    for sheet in book.sheets:
        _Table(sheet, styles, sheets, rules).write()
    if not len(rules):
        sheets.remove(rules)
    ranges = element(sheets, "table:database-ranges")
    for at, sheet in enumerate(book.sheets):
        if sheet.has_filter and sheet.rows:
            corner, end = _address(sheet, sheet.header_row, 0), _last_address(sheet)
            element(
                ranges,
                "table:database-range",
                {
                    "table:name": f"__Anonymous_Sheet_DB__{at}",
                    "table:target-range-address": f"{corner}:{end}",
                    "table:display-filter-buttons": "true",
                },
            )
    if not len(ranges):
        sheets.remove(ranges)
    return content


class _Table:
    """One sheet as it is written, row after row."""

    def __init__(self, sheet: Sheet, styles: Styles, under: etree._Element, rules: etree._Element) -> None:
        self._sheet = sheet
        self._styles = styles
        self._rules = rules
        self._height = row_heights(sheet.columns)
        attributes = {"table:name": sheet.name, "table:style-name": styles.table(sheet)}
        if sheet.is_protected:
            attributes["table:protected"] = "true"
        self._table = element(under, "table:table", attributes)
        self._rule_names = [self._rule(at, column) for at, column in enumerate(sheet.columns)]

    def write(self) -> None:
        sheet = self._sheet
        for column in sheet.columns:
            shown = {"table:visibility": "collapse"} if column.is_hidden else {}
            element(self._table, "table:table-column", {"table:style-name": self._styles.column(column.width)} | shown)
        for at in range(sheet.header_row):
            self._write_title(at)
        self._write_header()
        for row in sheet.rows:
            self._write_row(row)
        for text in sheet.foot:
            quiet = self._styles.quiet(sheet.face, to_the_right=False)
            self._text(self._row(self._table, self._styles.row(20.0)), text, quiet)

    def _write_title(self, at: int) -> None:
        sheet, shown = self._sheet, self._sheet.visible
        row = self._row(self._table, self._styles.row(title_points(sheet, at)))
        has_corner = bool(sheet.corner) and at == sheet.corner_row
        reach = max(shown[0], shown[-1] - 2) if has_corner else shown[-1]
        for _before in range(shown[0]):
            element(row, "table:table-cell")
        look = self._styles.title(sheet.face) if at == 0 else self._styles.line(sheet.face)
        span = reach - shown[0] + 1
        first = self._text(row, sheet.title[at] if at < len(sheet.title) else "", look)
        if span > 1:
            first.set(named("table:number-columns-spanned"), str(span))
            first.set(named("table:number-rows-spanned"), "1")
        for _covered in range(span - 1):
            element(row, "table:covered-table-cell")
        if has_corner:
            for _between in range(shown[-1] - reach - 1):
                element(row, "table:table-cell")
            self._text(row, sheet.corner, self._styles.quiet(sheet.face, to_the_right=True))

    def _write_header(self) -> None:
        repeated = element(self._table, "table:table-header-rows")
        row = self._row(repeated, self._styles.row(header_points(self._sheet)))
        for column in self._sheet.columns:
            self._text(row, column.title, self._styles.header(self._sheet.face))

    def _write_row(self, values: tuple[Cell, ...]) -> None:
        sheet = self._sheet
        look = self._styles.row(self._height(values), grows=sheet.is_protected)
        row = self._row(self._table, look)
        for column, value, rule in zip(sheet.columns, values, self._rule_names, strict=True):
            cell = self._cell(row, column, value)
            if rule:
                cell.set(named("table:content-validation-name"), rule)

    def _cell(self, row: etree._Element, column: SheetColumn, value: Cell) -> etree._Element:
        align = "end" if column.form is Form.MONEY else "center" if column.is_centred else "start"
        colour = dict(column.colours).get(value) if isinstance(value, str) else None
        layout = number_format(column, value)
        look = self._styles.body(self._sheet.face, align, layout, column.is_editable, colour)
        if value is None:
            return element(row, "table:table-cell", {"table:style-name": look})
        if isinstance(value, str):
            return self._text(row, value, look)
        percent = "%" in layout
        cell = element(
            row,
            "table:table-cell",
            {
                "table:style-name": look,
                "office:value-type": "percentage" if percent else "float",
                "office:value": repr(value / 100 if percent else value),
            },
        )
        element(cell, "text:p", text=written(value, column.form))
        return cell

    def _row(self, under: etree._Element, style: str) -> etree._Element:
        return element(under, "table:table-row", {"table:style-name": style})

    def _text(self, row: etree._Element, text: str, style: str) -> etree._Element:
        if not text:
            return element(row, "table:table-cell", {"table:style-name": style})
        cell = element(row, "table:table-cell", {"table:style-name": style, "office:value-type": "string"})
        for line in text.split("\n"):
            _add_line(element(cell, "text:p"), line)
        return cell

    def _rule(self, at: int, column: SheetColumn) -> str:
        """What may be typed into the column, by the name of its rule; empty where anything may."""
        if not column.is_editable:
            return ""
        name = f"rule{len(self._rules) + 1}"
        attributes = {
            "table:name": name,
            "table:allow-empty-cell": "true",
            "table:base-cell-address": _address(self._sheet, self._sheet.header_row + 1, at),
        }
        refusal = ""
        if column.choices:
            words = ";".join(f'"{word}"' for word in column.choices)
            attributes["table:condition"] = f"of:cell-content-is-in-list({words})"
            attributes["table:display-list"] = "unsorted"
            refusal = f"請由清單選擇：{'、'.join(column.choices)}。"
        elif column.form is Form.PERCENT:
            between = "cell-content-is-between(0,1)"
            attributes["table:condition"] = f"of:cell-content-is-decimal-number() and {between}"
            refusal = PERCENT_RULE
        rule = element(self._rules, "table:content-validation", attributes)
        if column.hint:
            said = element(rule, "table:help-message", {"table:title": column.title, "table:display": "true"})
            element(said, "text:p", text=column.hint)
        if refusal:
            stop = {"table:message-type": "stop", "table:title": column.title, "table:display": "true"}
            element(element(rule, "table:error-message", stop), "text:p", text=refusal)
        return name


def _add_line(paragraph: etree._Element, line: str) -> None:
    """The text of one line; ODF folds spaces unless they are counted, and has an element for the tabulator."""
    paragraph.text = ""
    last: etree._Element | None = None
    spaces = 0

    def put(text: str) -> None:
        if last is None:
            paragraph.text = (paragraph.text or "") + text
        else:
            last.tail = (last.tail or "") + text

    for letter in [*line, ""]:
        if letter == " ":
            spaces += 1
            continue
        if spaces:
            last = element(paragraph, "text:s", {"text:c": str(spaces)})
            spaces = 0
        if letter == "\t":
            last = element(paragraph, "text:tab")
        else:
            put(letter)


def _address(sheet: Sheet, row: int, column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"'{sheet.name}'.{letters}{row + 1}"


def _last_address(sheet: Sheet) -> str:
    return _address(sheet, sheet.header_row + len(sheet.rows), len(sheet.columns) - 1)


def _add_fonts(part: etree._Element, book: Book) -> None:
    fonts = element(part, "office:font-face-decls")
    for face in {sheet.face for sheet in book.sheets}:
        attributes = {"style:name": face.value, "svg:font-family": f"'{face.value}'"}
        element(fonts, "style:font-face", attributes)


def _styles(book: Book) -> etree._Element:
    styles = root("office:document-styles")
    _add_fonts(styles, book)
    usual = element(styles, "office:styles")
    default = element(usual, "style:default-style", {"style:family": "table-cell"})
    face = book.sheets[0].face.value
    tongue = {"fo:language": "zh", "fo:country": "TW", "style:language-asian": "zh", "style:country-asian": "TW"}
    font = {"style:font-name": face, "style:font-name-asian": face}
    element(default, "style:text-properties", font | tongue)
    element(usual, "style:style", {"style:name": "Default", "style:family": "table-cell"})
    foot = element(usual, "style:style", {"style:name": "Foot", "style:family": "paragraph"})
    element(foot, "style:paragraph-properties", {"fo:text-align": "center"})
    element(foot, "style:text-properties", font | {"fo:font-size": "10pt", "style:font-size-asian": "10pt"})
    layouts = element(styles, "office:automatic-styles")
    add_pages(layouts, element(styles, "office:master-styles"), book.sheets)
    return styles


def _meta(book: Book) -> etree._Element:
    part = root("office:document-meta")
    meta = element(part, "office:meta")
    element(meta, "dc:title", text=book.title)
    element(meta, "meta:initial-creator", text=book.author)
    element(meta, "dc:creator", text=book.author)
    element(meta, "meta:creation-date", text=f"{book.made_on.isoformat()}T00:00:00")
    for name, value in book.properties:
        element(meta, "meta:user-defined", {"meta:name": name, "meta:value-type": "string"}, value)
    return part
