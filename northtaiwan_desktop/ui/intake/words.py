"""What was recognised in a workbook, and the values of its rows, written for the screen."""

from collections.abc import Sequence
from html import escape
from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.review import Review, worded
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.ui.widgets.colours import present


def sheets_html(review: Review) -> str:
    """Each sheet: what it was taken for, which column is which field, how sure and why; or why it was passed over."""
    return "".join(_sheet_html(sheet.table) for sheet in review.sheets)


def _sheet_html(table: Table) -> str:
    name = escape(table.grid.name)
    if table.kind is None:
        said = escape(_("略過：{why}").format(why=table.skipped))
        return f"<p><b>{name}</b>　<span style='color:{present().soft}'>{said}</span></p>"
    what = escape(_(KIND_WORDS.get(table.kind.name, table.kind.name)))
    lines = []
    for column in table.columns:
        known = table.kind.field(column.field or "")
        if column.header or known:
            taken = known.titles[0] if known else _("不採用")
            sure = f"{round(100 * column.certainty)}%" if known else ""
            lines.append((column.header, taken, sure, column.why))
    return f"<p><b>{name}</b>　{what}</p>" + _table((_("欄名"), _("當作"), _("把握"), _("理由")), lines)


def worded_of(name: str, value: Any) -> str:
    """A value as people read it; as it stands where it can't be worded."""
    try:
        if name == "term":
            return _(Term(value).word)
        return worded(name, value)
    except (AppError, ValueError, TypeError):
        return str(value)


def _table(head: tuple[str, ...], lines: Sequence[tuple[str, ...]]) -> str:
    soft = present().soft
    top = "".join(f"<td style='color:{soft};padding:3px 14px 3px 0'>{escape(text)}</td>" for text in head)
    rows = "".join(
        "<tr>" + "".join(f"<td style='padding:3px 14px 3px 0'>{escape(text)}</td>" for text in line) + "</tr>"
        for line in lines
    )
    return f"<table style='margin-top:8px'><tr>{top}</tr>{rows}</table>"
