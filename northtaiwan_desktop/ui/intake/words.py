"""What stands in one row of a workbook, written for the screen."""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, plain, worded
from northtaiwan_desktop.ui.widgets.colours import present

TitleOf = Callable[[str], str]


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
    for name, meant in row.row.meant.items():
        said = _("「{title}」寫的是「{wrote}」，依記住的對照讀為「{meant}」")
        told = said.format(title=title(name), wrote=row.row.raw[name], meant=meant or _("空白"))
        parts.append(f"<p style='color:{soft};margin:4px 0'>{escape(told)}</p>")
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
