"""What was recognised in a workbook and what stands in one row, written for the screen."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.imports import KIND_WORDS
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, plain, worded
from northtaiwan_desktop.sheets.tables import Table
from northtaiwan_desktop.ui.widgets.colours import present

TitleOf = Callable[[str], str]


def sheets_html(review: Review) -> str:
    """Each sheet: what it was taken for, which column is which field, how sure and why; or why it was passed over."""
    return "".join(_sheet_html(sheet.table) for sheet in review.sheets)


def titles_of(review: Review) -> dict[str, str]:
    """The fields' Chinese headings by name, as the file itself spells them where it does."""
    kinds = [sheet.table.kind for sheet in review.sheets if sheet.table.kind]
    return {field.name: field.titles[0] for kind in kinds for field in kind.fields}


def row_html(row: ReviewedRow, title: TitleOf) -> str:
    """One row: its problems with cell and remedy, and each field as theirs, ours and as last sent."""
    soft = present().soft
    parts = [f"<h3 style='margin:0'>{escape(row.state.title)}</h3>"]
    if row.row.ignored:
        parts.append(f"<p>{escape(row.row.ignored)}</p>")
    if row.match:
        said = _("對應 {number}：{why}（{sure}%）")
        found = said.format(number=row.match.number, why=row.match.why, sure=round(100 * row.match.certainty))
        parts.append(f"<p style='color:{soft}'>{escape(found)}</p>")
    elif row.runner_ups:
        near = "、".join(f"{one.number} {one.text[:20]}" for one in row.runner_ups[:3])
        parts.append(f"<p style='color:{soft}'>{escape(_('可能是：{near}').format(near=near))}</p>")
    parts += [_problem_html(problem) for problem in row.problems]
    differing = {one.field: one for one in row.differences}
    lines = [
        (title(one.field), *(_worded(one.field, value) for value in (one.theirs, one.ours, one.as_last_sent)))
        for one in differing.values()
    ]
    if lines:
        parts.append(_table((_("欄位"), _("檔案"), _("現在"), _("上次寄出")), lines))
    rest = [
        (title(name), _worded(name, plain(value))) for name, value in row.row.fields.items() if name not in differing
    ]
    if rest:
        parts.append(_table((_("欄位"), _("檔案")), rest))
    return "".join(parts)


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


def _problem_html(problem: Problem) -> str:
    colour = present().soft if problem.is_note else present().red
    value = f"「{problem.value}」" if problem.value is not None else ""
    return f"<p style='color:{colour};margin:4px 0'>{escape(f'{problem.cell}{value} {problem.message}')}</p>"


def _worded(name: str, value: Any) -> str:
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
