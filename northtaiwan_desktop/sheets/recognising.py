"""A grid recognised as a table: where its header is, which column is which field, how sure, and why."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import captions
from northtaiwan_desktop.sheets.fields import Kind, Setting
from northtaiwan_desktop.sheets.form import META_SHEET
from northtaiwan_desktop.sheets.form_marks import form_stamp, with_unseen
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.headings import LEAST_CERTAINTY, Likeness, Spellings, joined, label, labels
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.proposal_totals import TOTALS_SHEET
from northtaiwan_desktop.sheets.tables import FormStamp, Recognised, Table, TableColumn

MOST_ROWS_ABOVE = 40
_TALLEST_HEADER = 3
_SAMPLE = 30
_COST_OF_A_ROW = 0.02
_NEVER_DATA = re.compile(r"範例|範本|樣張|代碼|代號|選單|下拉|參數|lookup|codes?$", re.IGNORECASE)
_DRAWN = {"進度甘特", "願景矩陣"}
"""Sheets that this program draws from a table beside them."""
_SELDOM_DATA = re.compile(r"說明|封面|目錄|注意事項|readme", re.IGNORECASE)


@dataclass(frozen=True)
class _Fit:
    """How well a kind fits a sheet whose header is taken to be at these rows."""

    kind: Kind
    rows: tuple[int, ...]
    columns: tuple[TableColumn, ...]
    score: float


def recognise(
    grids: Sequence[Grid],
    *,
    file: str,
    reference: Reference,
    kind: str = "auto",
    year: int | None = None,
    sender_id: str | None = None,
) -> Recognised:
    """Find the tables of a file. What the caller states (`kind`, `year`, `sender_id`) goes before what is found.

    FileUnreadable lists what was seen where no sheet fits.
    """
    kinds = tuple(KINDS.values()) if kind == "auto" else (KINDS[kind],)
    spellings = {each.name: Spellings(each) for each in kinds}
    form = form_stamp(grids)
    setting = Setting(reference=reference)
    tables = tuple(
        _captioned(_table(grid, kinds, spellings, setting), PurePath(file).stem, reference, form, year, sender_id)
        for grid in grids
    )
    read = [table for table in tables if table.kind is not None]
    if not read:
        raise _nothing_fits(tables, file, kinds)
    # The longest table speaks for the file.
    main = max(read, key=lambda table: len(table.grid.rows))
    return Recognised(
        file=file,
        tables=tables,
        kind=main.kind.name if main.kind else kind,
        year=main.year,
        round=main.round,
        sender_id=main.sender_id,
        form=form,
    )


def _table(grid: Grid, kinds: Sequence[Kind], spellings: Mapping[str, Spellings], setting: Setting) -> Table:
    if folded(grid.name) == META_SHEET:
        return Table(grid=grid, skipped=_("程式自用的資料"))
    if folded(grid.name) == TOTALS_SHEET:
        return Table(grid=grid, skipped=_("本程式匯出的歷年合計，不是資料"))
    if grid.is_empty:
        return Table(grid=grid, skipped=_("空白工作表"))
    if grid.is_hidden:
        return Table(grid=grid, skipped=_("隱藏的工作表"))
    if grid.name in _DRAWN:
        return Table(grid=grid, skipped=_("由行動方案整理出來的圖表，不是資料"))
    if _NEVER_DATA.search(folded(grid.name)):
        return Table(grid=grid, skipped=_("依名稱是範例或代碼表，不是資料"))
    fits = [fit for kind in kinds if (fit := _best_fit(grid, kind, spellings[kind.name], setting)) is not None]
    if not fits:
        if _SELDOM_DATA.search(folded(grid.name)):
            return Table(grid=grid, skipped=_("依名稱是說明，不是資料"))
        seen = "、".join(_seen(grid)) or _("沒有像表頭的列")
        return Table(grid=grid, skipped=_("找不到認得的欄名；看到的是：{seen}").format(seen=seen))
    best = max(fits, key=lambda fit: fit.score)
    return Table(grid=grid, kind=best.kind, header_rows=best.rows, columns=best.columns)


def _best_fit(grid: Grid, kind: Kind, spellings: Spellings, setting: Setting) -> _Fit | None:
    best: _Fit | None = None
    for top in range(min(len(grid.rows), MOST_ROWS_ABOVE)):
        if len({text for text in labels(grid, top) if text}) < 2:
            continue
        for height in range(1, _TALLEST_HEADER + 1):
            rows = tuple(range(top, min(top + height, len(grid.rows))))
            columns, score = _columns(joined(grid, rows), spellings)
            # A row that adds nothing to the header is no part of it.
            score -= _COST_OF_A_ROW * len(rows)
            if best is None or score > best.score:
                best = _Fit(kind, rows, columns, score)
    if best is None:
        return None
    rows = _with_merges(grid, best.rows)
    if rows != best.rows:
        columns, score = _columns(joined(grid, rows), spellings)
        best = _Fit(kind, rows, columns, score)
    best = _by_content(grid, best, setting)
    named = {column.field for column in best.columns if column.field}
    return best if all(named.intersection(group) for group in kind.needed) else None


def _columns(headings: Sequence[tuple[str, ...]], spellings: Spellings) -> tuple[tuple[TableColumn, ...], float]:
    """Give each column the field it is most like, the surest first, each field once; with the sum of certainty."""
    offers: list[tuple[float, int, Likeness]] = []
    for column, heading in enumerate(headings):
        for likeness in spellings.fields_of(heading).values():
            if likeness.certainty >= LEAST_CERTAINTY:
                offers.append((likeness.certainty, column, likeness))
    offers.sort(key=lambda offer: (-offer[0], offer[1]))
    given: dict[int, Likeness] = {}
    used: set[str] = set()
    for _certainty, column, likeness in offers:
        if column not in given and likeness.field.name not in used:
            given[column] = likeness
            used.add(likeness.field.name)
    columns = []
    for column, heading in enumerate(headings):
        found = given.get(column)
        header = "".join(heading)
        if found:
            columns.append(
                TableColumn(
                    column=column,
                    header=header,
                    field=found.field.name,
                    certainty=found.certainty,
                    why=_(found.why),
                )
            )
        elif header:
            columns.append(TableColumn(column=column, header=header, field=None, certainty=0.0, why=""))
    # A column that is known but not taken still tells what kind of table this is.
    score = sum(each.certainty * (1.0 if each.field.read else 0.8) for each in given.values())
    return tuple(columns), score


def _with_merges(grid: Grid, rows: tuple[int, ...]) -> tuple[int, ...]:
    """A header begins and ends where its merged cells do."""
    first, last = rows[0], rows[-1]
    for merge in grid.marks.merges:
        if merge.top <= last and merge.bottom >= first and label(grid, merge.top, merge.left):
            first = min(first, max(merge.top, rows[-1] - _TALLEST_HEADER + 1))
            last = max(last, min(merge.bottom, rows[0] + _TALLEST_HEADER - 1, len(grid.rows) - 1))
    return tuple(range(first, last + 1))


def _by_content(grid: Grid, fit: _Fit, setting: Setting) -> _Fit:
    """Let the cells speak for columns whose heading says nothing, for the fields that are still sought."""
    taken = {column.field for column in fit.columns}
    sought = [field for field in fit.kind.fields if field.looks and field.name not in taken]
    columns = {column.column: column for column in fit.columns}
    score = fit.score
    for index in range(min(grid.width, 50)):
        if index in columns and columns[index].field:
            continue
        cells = (grid.at(row, index) for row in range(fit.rows[-1] + 1, fit.rows[-1] + 1 + _SAMPLE))
        sample = [value for value in cells if value is not None]
        for field in sought:
            if len(sample) < 2 or field.looks is None or field.name in taken:
                continue
            share = sum(field.looks(value, setting) for value in sample) / len(sample)
            if share >= 0.8:
                header = columns[index].header if index in columns else ""
                columns[index] = TableColumn(
                    column=index, header=header, field=field.name, certainty=round(share / 2, 2), why=_("依內容判斷")
                )
                taken.add(field.name)
                score += share / 2
                break
    return _Fit(fit.kind, fit.rows, tuple(columns[index] for index in sorted(columns)), score)


def _captioned(
    table: Table, stem: str, reference: Reference, form: FormStamp | None, year: int | None, sender_id: str | None
) -> Table:
    """Add what the title rows, the sheet's name, the file's name and our own form tell."""
    if table.kind is None:
        return table
    grid = table.grid
    above = [label(grid, row, column) for row in range(table.header_rows[0]) for column in range(len(grid.rows[row]))]
    texts = [*(text for text in above if text), grid.name, stem]
    of_year = year or (form.year if form else None) or captions.year_in(texts)
    places = Setting(reference=reference).places
    named = captions.sender_in(texts, places)
    sender = next((member.id for member in reference.members if member.name == named), None)
    return Table(
        grid=grid,
        kind=table.kind,
        header_rows=table.header_rows,
        columns=with_unseen(grid, table.header_rows, table.columns),
        unit=captions.unit_in(above),
        year=of_year,
        round=(form.round if form else None) or captions.round_in(texts, of_year),
        sender_id=sender_id or (form.member_id if form else None) or sender,
    )


def _seen(grid: Grid) -> list[str]:
    """The first row that looks like a header, for a message."""
    for row in range(min(len(grid.rows), MOST_ROWS_ABOVE)):
        texts = [text for text in dict.fromkeys(labels(grid, row)) if text]
        if len(texts) >= 2:
            return [text[:12] for text in texts[:12]]
    return []


def _nothing_fits(tables: Sequence[Table], file: str, kinds: Sequence[Kind]) -> FileUnreadable:
    sheets = "；".join(f"「{table.grid.name}」{table.skipped}" for table in tables[:8])
    wanted = "、".join(_(kind.title) for kind in kinds)
    return FileUnreadable(
        _("「{file}」裡沒有可以匯入的表（{kinds}）。各工作表：{sheets}。請確認欄名，或指定種類後再試。").format(
            file=file, kinds=wanted, sheets=sheets
        )
    )
