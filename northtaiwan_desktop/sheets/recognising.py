"""A grid recognised as a table: where its header is, which column is which field, how sure, and why."""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import PurePath

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import Memory, Told
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import captions, decided_columns
from northtaiwan_desktop.sheets.answer import SUMMARY_TITLE, file_told
from northtaiwan_desktop.sheets.date_columns import with_dates
from northtaiwan_desktop.sheets.fields import Kind, Setting
from northtaiwan_desktop.sheets.form import META_SHEET
from northtaiwan_desktop.sheets.form_marks import form_stamp, with_unseen
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.header_rows import is_of_data
from northtaiwan_desktop.sheets.headings import (
    LEAST_CERTAINTY,
    LEAST_LIKELY,
    UNIT_ALONE,
    Likeness,
    Spellings,
    joined,
    label,
    labels,
    of_several_times,
    plain,
)
from northtaiwan_desktop.sheets.kinds import KINDS
from northtaiwan_desktop.sheets.proposal_totals import TOTALS_SHEET
from northtaiwan_desktop.sheets.round_columns import of_other_rounds
from northtaiwan_desktop.sheets.tables import FormStamp, Recognised, Table, TableColumn

MOST_ROWS_ABOVE = 40
_TALLEST_HEADER = 3
_SAMPLE = 30
_COST_OF_A_ROW = 0.02
_SURELY_A_HEADER = 4.0
"""So many columns known for sure: what stands far below them is data."""
_FEW_CELLS = 5
_OF_ONE_TIME = 0.6
"""Of columns that say the same of different times none is taken unseen."""
_TRUST_IN_CONTENT = 0.7
_LESS_TRUST_IN_CONTENT = 0.5
"""Where a heading says something else, or the cells are few."""
_COUNT = re.compile(r"[0-9]{1,4}(?:\.0)?[.、]?")
"""A figure that counts rows: 1, 02, 3."""
_NEVER_DATA = re.compile(r"範例|範本|樣張|代碼|代號|選單|下拉|參數|lookup|codes?$", re.IGNORECASE)
_DRAWN = {"進度甘特", "願景矩陣"}
"""Sheets that this program draws from a table beside them."""
_SELDOM_DATA = re.compile(r"說明|封面|目錄|注意事項|readme", re.IGNORECASE)


_NOTHING = Memory()
_UNTOLD = Told()


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
    remembered: Memory = _NOTHING,
    is_asked: bool = False,
) -> Recognised:
    """Find the tables of a file. What the caller states (`kind`, `year`, `sender_id`) goes before what is found.

    What is `remembered` of the sender's headings goes before what they are like. With `is_asked` a person will be asked
    about the columns: where no sheet fits a kind that was stated, all come as tables to decide on.
    FileUnreadable lists what was seen where no sheet fits.
    """
    form = form_stamp(grids)
    # A form of ours says what it is: its thousands of rows need not be tried for every kind.
    stated = form.kind if form and kind == "auto" and form.kind in KINDS else kind
    kinds = tuple(KINDS.values()) if stated == "auto" else (KINDS[stated],)
    spellings = {each.name: Spellings(each) for each in kinds}
    setting = Setting(reference=reference)
    # A marked copy that returns under another name is still the file that it was made of.
    stem = PurePath(file_told(grids) or file).stem

    def table(grid: Grid, held: Collection[str] = ()) -> Table:
        found = _captioned(_table(grid, kinds, spellings, setting, {}, held), stem, reference, form, year, sender_id)
        found = _of_its_round(found, spellings, {})
        sender = found.sender_id if found.kind else sender_id or _sender(grid, stem, form, setting)
        if not remembered.knows(sender):
            return found
        # Who sent it stands beside the table: only when that is read it is known what the headings meant last time.
        told = {each.name: remembered.of(each.name, sender) for each in kinds}
        # A sheet stays the table that it was, also where one of its columns is decided not to be used.
        held = {*held, found.kind.name} if found.kind else held
        again = _table(grid, kinds, spellings, setting, told, held)
        return _of_its_round(_captioned(again, stem, reference, form, year, sender), spellings, told)

    tables = tuple(table(grid) for grid in grids)
    read = [table for table in tables if table.kind is not None]
    if not read and is_asked and kind != "auto":
        tables = tuple(table(grid, {kind}) for grid in grids)
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


def _sender(grid: Grid, stem: str, form: FormStamp | None, setting: Setting) -> str | None:
    """Who sent a sheet in which no table was found: by the rows before the first that could be a header."""
    above: list[str] = []
    for row in range(min(len(grid.rows), MOST_ROWS_ABOVE)):
        found = [text for text in dict.fromkeys(labels(grid, row)) if text]
        if len(found) >= 2:
            break
        above += [label(grid, row, column) for column in range(len(grid.rows[row]))]
    named = captions.sender_in([*filter(None, above), grid.name, stem], setting.places)
    member = next((one.id for one in setting.reference.members if one.name == named), None)
    return (form.member_id if form else None) or member


def _table(
    grid: Grid,
    kinds: Sequence[Kind],
    spellings: Mapping[str, Spellings],
    setting: Setting,
    told: Mapping[str, Told],
    held: Collection[str],
) -> Table:
    """The sheet as the kind that it fits best. Of a kind that is `held` to, no column has to be there."""
    if folded(grid.name) == META_SHEET:
        return Table(grid=grid, skipped=_("程式自用的資料"))
    if folded(grid.name) == TOTALS_SHEET:
        return Table(grid=grid, skipped=_("本程式匯出的歷年合計，不是資料"))
    if grid.at(0, 0) == SUMMARY_TITLE:
        return Table(grid=grid, skipped=_("本程式附在標示檔的審閱結果，不是資料"))
    if grid.is_empty and grid.marks.has_picture:
        return Table(grid=grid, skipped=_("只有圖片（掃描或照片），沒有可以讀的儲存格"))
    if grid.is_empty:
        return Table(grid=grid, skipped=_("空白工作表"))
    if grid.is_hidden:
        return Table(grid=grid, skipped=_("隱藏的工作表"))
    if grid.name in _DRAWN:
        return Table(grid=grid, skipped=_("由行動方案整理出來的圖表，不是資料"))
    if _NEVER_DATA.search(folded(grid.name)):
        return Table(grid=grid, skipped=_("依名稱是範例或代碼表，不是資料"))
    found = (_best_fit(grid, kind, spellings[kind.name], setting, told.get(kind.name, _UNTOLD)) for kind in kinds)
    fits = [
        fit
        for fit in found
        if fit is not None
        and (fit.kind.name in held or _is_whole(fit) or _is_whole(_of_a_time(grid, fit, spellings[fit.kind.name])))
    ]
    if not fits:
        if _SELDOM_DATA.search(folded(grid.name)):
            return Table(grid=grid, skipped=_("依名稱是說明，不是資料"))
        seen = "、".join(_seen(grid)) or _("沒有像表頭的列")
        return Table(grid=grid, skipped=_("找不到認得的欄名；看到的是：{seen}").format(seen=seen))
    named = {fit.kind.name for fit in fits}
    best = max(fits, key=lambda fit: (not fit.kind.gives_way_to & named, fit.score))
    headings = joined(grid, best.rows)
    decided = decided_columns.by_heading(best.kind, told.get(best.kind.name, _UNTOLD), headings)
    fit = replace(best, columns=_numbers_first(grid, best, headings, spellings[best.kind.name], decided))
    columns = _with_guesses(fit, headings, spellings[fit.kind.name])
    return Table(grid=grid, kind=fit.kind, header_rows=fit.rows, columns=_seen_first(grid, columns))


def _best_fit(grid: Grid, kind: Kind, spellings: Spellings, setting: Setting, told: Told) -> _Fit | None:
    best: _Fit | None = None
    for top in range(min(len(grid.rows), MOST_ROWS_ABOVE)):
        if best is not None and best.score >= _SURELY_A_HEADER and top > best.rows[-1] + _TALLEST_HEADER:
            break
        if len({text for text in labels(grid, top) if text}) < 2 or is_of_data(grid, top):
            continue
        for height in range(1, _TALLEST_HEADER + 1):
            if height > 1 and top + height <= len(grid.rows) and is_of_data(grid, top + height - 1):
                break
            rows = tuple(range(top, min(top + height, len(grid.rows))))
            columns, score = _columns(joined(grid, rows), kind, spellings, told)
            # A row that adds nothing to the header is no part of it.
            score -= _COST_OF_A_ROW * len(rows)
            if best is None or score > best.score:
                best = _Fit(kind, rows, columns, score)
    if best is None:
        return None
    rows = _with_merges(grid, best.rows)
    if rows != best.rows:
        columns, score = _columns(joined(grid, rows), kind, spellings, told)
        best = _Fit(kind, rows, columns, score)
    without_heading = decided_columns.without_heading(kind, told, best.columns, grid.width)
    return _by_content(grid, replace(best, columns=without_heading), setting)


def _of_its_round(table: Table, spellings: Mapping[str, Spellings], told: Mapping[str, Told]) -> Table:
    """The table with its columns found anew without those of other rounds, where it has such."""
    if table.kind is None or table.round is None:
        return table
    grid, kind = table.grid, table.kind
    known = told.get(kind.name, _UNTOLD)
    headings = joined(grid, table.header_rows)
    decided = decided_columns.by_heading(kind, known, headings)
    others = of_other_rounds(headings, table.round, decided)
    if not others:
        return table
    own = [() if column in others else heading for column, heading in enumerate(headings)]
    columns, score = _columns(own, kind, spellings[kind.name], known)
    fit = _Fit(kind, table.header_rows, columns, score)
    fit = replace(fit, columns=_numbers_first(grid, fit, own, spellings[kind.name], decided))
    found = {column.column: column for column in table.columns}
    found |= {column.column: column for column in _with_guesses(fit, own, spellings[kind.name])}
    found.update(others)
    return replace(table, columns=tuple(found[column] for column in sorted(found)))


def _is_whole(fit: _Fit) -> bool:
    """Are the columns there that make a table of this kind?"""
    named = {column.field for column in fit.columns if column.field}
    return all(named.intersection(group) for group in fit.kind.needed)


def _of_a_time(grid: Grid, fit: _Fit, spellings: Spellings) -> _Fit:
    """The same with a field for one of the columns that say the same of different times: which of them, is asked."""
    headings = joined(grid, fit.rows)
    several = of_several_times(headings)
    if not several:
        return fit
    guessed = _with_guesses(fit, headings, spellings)
    return replace(fit, columns=tuple(column for column in guessed if column.column in several or column.is_taken))


def _columns(
    headings: Sequence[tuple[str, ...]], kind: Kind, spellings: Spellings, told: Told
) -> tuple[tuple[TableColumn, ...], float]:
    """Give each column the field it is most like, the surest first, each field once; with the sum of certainty.

    What was decided on a heading goes before all that it is like.
    """
    decided = decided_columns.by_heading(kind, told, headings)
    used = {column.field for column in decided.values()}
    given = _given(headings, spellings, decided, used, LEAST_CERTAINTY)
    columns = []
    for column, heading in enumerate(headings):
        found = given.get(column)
        header = "".join(heading)
        if column in decided:
            columns.append(decided[column])
        elif found:
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
    whole = with_dates(tuple(columns), headings, kind, spellings, decided)
    dates = [column for column in whole if column.parts]
    parts = {each for column in dates for each in (column.column, *column.parts)}
    # A column that is known but not taken still tells what kind of table this is.
    score = sum(each.certainty * (1.0 if each.field.read else 0.8) for at, each in given.items() if at not in parts)
    score += sum(column.certainty for column in dates)
    return whole, score + len(decided)


def _given(
    headings: Sequence[tuple[str, ...]],
    spellings: Spellings,
    decided: Collection[int],
    used: Set[str | None],
    least: float,
) -> dict[int, Likeness]:
    """The field of each column that is not decided, of those not used, where it is at least so sure."""
    offers: list[tuple[float, int, Likeness]] = []
    for column, heading in enumerate(headings):
        if column in decided:
            continue
        for likeness in spellings.fields_of(heading).values():
            if likeness.certainty >= least:
                offers.append((likeness.certainty, column, likeness))
    # Only where two columns would be the same field can they be of different times.
    if len({likeness.field.name for _sure, _column, likeness in offers}) < len(offers):
        unclear = of_several_times(headings)
        doubted = (_doubted(offer) if offer[1] in unclear else offer for offer in offers)
        offers = [offer for offer in doubted if offer[0] >= least]
    offers.sort(key=lambda offer: (-offer[0], offer[1]))
    given: dict[int, Likeness] = {}
    taken = set(used)
    for _certainty, column, likeness in offers:
        if column not in given and likeness.field.name not in taken:
            given[column] = likeness
            taken.add(likeness.field.name)
    return given


def _doubted(offer: tuple[float, int, Likeness]) -> tuple[float, int, Likeness]:
    _certainty, column, likeness = offer
    sure = round(likeness.certainty * _OF_ONE_TIME, 2)
    return sure, column, replace(likeness, certainty=sure)


def _numbers_first(
    grid: Grid,
    fit: _Fit,
    headings: Sequence[tuple[str, ...]],
    spellings: Spellings,
    decided: Collection[int],
) -> tuple[TableColumn, ...]:
    """The columns, where a column that only counts the rows (項次 1, 2, 3) gives way to one of numbers (案號)."""
    taken = next((column for column in fit.columns if column.field == "number"), None)
    if taken is None or taken.column in decided or not _counts_rows(grid, fit.rows, taken.column):
        return fit.columns
    for column in fit.columns:
        if column.field or column.column in decided or _counts_rows(grid, fit.rows, column.column):
            continue
        likeness = spellings.fields_of(headings[column.column]).get("number")
        if likeness and likeness.certainty >= LEAST_CERTAINTY:
            number = replace(column, field="number", certainty=likeness.certainty, why=_(likeness.why))
            counting = replace(taken, field=None, certainty=0.0, why="")
            changed = {column.column: number, taken.column: counting}
            return tuple(changed.get(each.column, each) for each in fit.columns)
    return fit.columns


def _counts_rows(grid: Grid, rows: tuple[int, ...], column: int) -> bool:
    """Are the cells below the header small whole numbers, or none at all? Totals and notes may stand under them."""
    cells = [grid.at(row, column) for row in range(rows[-1] + 1, rows[-1] + 1 + _SAMPLE)]
    texts = [folded(str(cell)) for cell in cells if cell is not None]
    return sum(_COUNT.fullmatch(text) is not None for text in texts) * 2 >= len(texts)


def _with_guesses(fit: _Fit, headings: Sequence[tuple[str, ...]], spellings: Spellings) -> tuple[TableColumn, ...]:
    """The columns, those left over with a field that they might be: a person decides."""
    left = {column.column for column in fit.columns if column.field is None and not column.certainty}
    settled = set(range(len(headings))) - left
    used = {column.field for column in fit.columns}
    guessed = _given(headings, spellings, settled, used, LEAST_LIKELY)
    return tuple(
        replace(column, field=guess.field.name, certainty=guess.certainty, why=_(guess.why))
        if (guess := guessed.get(column.column))
        else column
        for column in fit.columns
    )


def _with_merges(grid: Grid, rows: tuple[int, ...]) -> tuple[int, ...]:
    """A header begins and ends where its merged cells do; a row that says units alone (千元, %) is its last."""
    first, last = rows[0], rows[-1]
    for merge in grid.marks.merges:
        if merge.top <= last and merge.bottom >= first and label(grid, merge.top, merge.left):
            first = min(first, max(merge.top, rows[-1] - _TALLEST_HEADER + 1))
            last = max(last, min(merge.bottom, rows[0] + _TALLEST_HEADER - 1, len(grid.rows) - 1))
    below = [label(grid, last + 1, column) for column in range(grid.width)]
    if last - first + 1 < _TALLEST_HEADER and any(below) and all(UNIT_ALONE.fullmatch(text) for text in below if text):
        last += 1
    return tuple(range(first, last + 1))


def _seen_first(grid: Grid, columns: tuple[TableColumn, ...]) -> tuple[TableColumn, ...]:
    """Of two columns with one heading the one that people see is meant; the hidden one is last year's."""
    made = list(columns)
    for place, column in enumerate(made):
        if column.field is None or column.column not in grid.marks.hidden_columns:
            continue
        for other, twin in enumerate(made):
            is_hidden = twin.column in grid.marks.hidden_columns
            if twin.field is None and not is_hidden and plain(twin.header) == plain(column.header):
                made[other] = replace(column, column=twin.column, header=twin.header)
                made[place] = replace(twin, column=column.column, header=column.header)
                break
    return tuple(made)


def _by_content(grid: Grid, fit: _Fit, setting: Setting) -> _Fit:
    """Let the cells speak for columns whose heading says nothing, for the fields that are still sought."""
    taken = {column.field for column in fit.columns}
    sought = [field for field in fit.kind.fields if field.looks and field.name not in taken]
    columns = {column.column: column for column in fit.columns}
    score = fit.score
    for index in range(min(grid.width, 50)):
        if index in columns and (columns[index].field or columns[index].certainty):
            continue
        cells = (grid.at(row, index) for row in range(fit.rows[-1] + 1, fit.rows[-1] + 1 + _SAMPLE))
        sample = [value for value in cells if value is not None]
        for field in sought:
            if len(sample) < 2 or field.looks is None or field.name in taken:
                continue
            share = sum(field.looks(value, setting) for value in sample) / len(sample)
            if share >= 0.8:
                header = columns[index].header if index in columns else ""
                says_little = header or len(sample) < _FEW_CELLS
                sure = round(share * (_LESS_TRUST_IN_CONTENT if says_little else _TRUST_IN_CONTENT), 2)
                columns[index] = TableColumn(
                    column=index, header=header, field=field.name, certainty=sure, why=_("依內容判斷")
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
    known = table.kind.field("group")
    is_sought = known is not None and known.read is not None and table.column_of("group") is None
    group, group_told = (captions.group_in(texts, reference) if is_sought else None) or (None, "")
    return Table(
        grid=grid,
        kind=table.kind,
        header_rows=table.header_rows,
        columns=with_unseen(grid, table.header_rows, table.columns),
        unit=captions.unit_in(above),
        year=of_year,
        round=(form.round if form else None) or captions.round_in(texts, of_year),
        sender_id=sender_id or (form.member_id if form else None) or sender,
        group=group,
        group_told=group_told,
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
    message = _("「{file}」裡沒有可以匯入的表（{kinds}）。各工作表：{sheets}。").format(
        file=file, kinds=wanted, sheets=sheets
    )
    return FileUnreadable(message + _remedy(tables))


def _remedy(tables: Sequence[Table]) -> str:
    """What to do with a file in which nothing was found."""
    grids = [table.grid for table in tables if folded(table.grid.name) != META_SHEET]
    if any(grid.is_hidden and not grid.is_empty for grid in grids):
        return _("資料若在隱藏的工作表，請在 Excel 取消隱藏並存檔後再匯入。")
    if all(grid.is_empty for grid in grids):
        return _("請向來文單位索取填好的試算表（xlsx、ods 或 csv）。")
    return _("請確認欄名，或指定種類後再試。")
