"""Charts of an Excel file: real ones, which follow their cells, each series with a pattern for black and white."""

from typing import Any

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from northtaiwan_desktop.domain.chart import Ink, Shape
from northtaiwan_desktop.sheets.book import Book, Sheet, SheetChart

_WIDTH = 720
_HEIGHT = 340
_EACH = 30
"""Pixels of one bar's room: charts of many bars are higher."""
_ROW = 20
_FILLS: dict[Ink, dict[str, Any]] = {
    Ink.RED: {"fill": {"color": "#9E1B14"}},
    Ink.YELLOW: {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#8F5F00", "bg_color": "#F2C14E"}},
    Ink.GREEN: {"fill": {"color": "#CFE8D5"}},
    Ink.DONE: {"pattern": {"pattern": "light_downward_diagonal", "fg_color": "#595959", "bg_color": "#FFFFFF"}},
    Ink.MAIN: {"fill": {"color": "#17657F"}},
    Ink.SECOND: {"pattern": {"pattern": "wide_upward_diagonal", "fg_color": "#17657F", "bg_color": "#B9D7E2"}},
    Ink.THIRD: {"fill": {"color": "#FFFFFF"}},
}


def add_charts(workbook: Workbook, worksheet: Worksheet, sheet: Sheet, book: Book) -> None:
    """Put the sheet's charts one under another beneath its table."""
    sheets = {one.name: one for one in book.sheets}
    at = sheet.header_row + len(sheet.rows) + len(sheet.foot) + 2
    for chart in sheet.charts:
        height = max(_HEIGHT, _EACH * (chart.rows[1] - chart.rows[0] + 1) + 120)
        worksheet.insert_chart(at, 0, _made(workbook, chart, sheets[chart.source], sheet, height))
        at += height // _ROW + 2


def _made(workbook: Workbook, chart: SheetChart, source: Sheet, sheet: Sheet, height: int) -> Any:
    kind = {"type": "bar" if chart.shape is Shape.BARS else "column"}
    made = workbook.add_chart(kind | ({"subtype": "stacked"} if chart.is_stacked else {}))
    font = {"name": sheet.face.value, "size": 10}
    columns = {column.name: at for at, column in enumerate(source.columns)}
    first, last = (source.header_row + 1 + row for row in chart.rows)
    for name, ink in chart.series:
        at = columns[name]
        made.add_series(
            {
                "name": [source.name, source.header_row, at],
                "categories": [source.name, first, columns[chart.labels], last, columns[chart.labels]],
                "values": [source.name, first, at, last, at],
                "border": {"color": "#202020", "width": 0.75},
                "data_labels": {"value": True, "num_format": "#,##0;;", "font": _figures(font, ink, chart)},
                "gap": 60,
                **_FILLS[ink],
            }
        )
    made.set_title({"name": chart.title, "name_font": font | {"size": 13, "bold": True}, "overlay": False})
    made.set_legend({"position": "bottom", "font": font})
    labels: dict[str, Any] = {"num_font": font}
    values = {
        "num_font": font,
        "num_format": "0",
        "name": f"單位：{chart.unit}",
        "name_font": font | {"bold": False},
        "major_gridlines": {"visible": True, "line": {"color": "#C8CDD3", "width": 0.5}},
        "min": 0,
    }
    if chart.shape is Shape.BARS:
        # The first row of the table stands on top, as it is read.
        made.set_x_axis(values)
        made.set_y_axis(labels | {"reverse": True, "crossing": "max"})
    else:
        made.set_x_axis(labels)
        made.set_y_axis(values)
    made.set_size({"width": _WIDTH, "height": height})
    return made


def _figures(font: dict[str, Any], ink: Ink, chart: SheetChart) -> dict[str, Any]:
    """Figures inside dark bars are white; beside the bars all are dark."""
    inside = chart.is_stacked and ink in {Ink.RED, Ink.MAIN}
    return font | {"color": "#FFFFFF" if inside else "#202020"}
