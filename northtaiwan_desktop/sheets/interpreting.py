"""A table read row by row: parsed values, the raw text kept, and each problem with its cell and its remedy."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeGuard

from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.remembered import NOT_USED, Memory, Told
from northtaiwan_desktop.domain.writing.fold import shown
from northtaiwan_desktop.domain.writing.roc_date import FIRST_YEAR
from northtaiwan_desktop.domain.writing.span import Precision, read_span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import one_lead, proposal_sums
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.sheets.cell_values import give
from northtaiwan_desktop.sheets.date_columns import composed, year_of
from northtaiwan_desktop.sheets.doer_roles import BETWEEN
from northtaiwan_desktop.sheets.fields import Doer, Field, Kind, Setting
from northtaiwan_desktop.sheets.form import SENT_PREFIX, STAMP
from northtaiwan_desktop.sheets.form_marks import ASSIGNMENT_ID
from northtaiwan_desktop.sheets.grid import CellValue, Grid, column_letters
from northtaiwan_desktop.sheets.headings import joined, label
from northtaiwan_desktop.sheets.kinds import HEADINGS
from northtaiwan_desktop.sheets.list_marks import AS_SENT, RECORD_ID, read_sent
from northtaiwan_desktop.sheets.readers import words
from northtaiwan_desktop.sheets.set_aside import begins_another, reason_to_ignore
from northtaiwan_desktop.sheets.tables import Table, TableColumn
from northtaiwan_desktop.sheets.text_encoding import BROKEN

_PERCENTS = {"planned_percent", "actual_percent"}
_NOTHING = Memory()
_MOST_GIVEN = 20_000
"""Different texts of a column that are remembered."""
_LOST_TO_SENDER = "「{text}」裡有損壞的字元（�），原來的字讀不出來。請改填正確的內容。"
_UNDECIDED_TO_SENDER = "看不出{letters}欄是不是「{titles}」，這一列無法匯入。請把欄名改為「{titles}」後寄回。"
SEVERAL = frozenset({"lead", "co_leads", "proposer", "partners", "axes", "source"})
"""Fields whose cells may hold several names."""


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is the matter with a cell, and what would be accepted. A note is no obstacle: it says how it was read."""

    cell: str
    value: CellValue
    message: str
    is_note: bool = False
    field: str = ""
    to_sender: str = ""
    """The same said to who sent the workbook, always in Chinese, where `message` speaks to who takes it in."""
    caution: Caution | None = None
    is_missing: bool = False
    """Is it that the row lacks what it is known by?"""


class RowCells(Mapping[str, str]):
    """Where each field of a row stands, by its name: `工作表1!C7`; spelled out when asked, as few are."""

    __slots__ = ("_columns", "_grid", "_row", "elsewhere")

    def __init__(self, grid: Grid, row: int, columns: Mapping[str, int], elsewhere: dict[str, tuple[int, int]]) -> None:
        self._grid, self._row, self._columns = grid, row, columns
        self.elsewhere = elsewhere
        """Values of merged cells stand at their upper left corner."""

    def __getitem__(self, name: str) -> str:
        return self._grid.address(*self.elsewhere.get(name, (self._row, self._columns[name])))

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of a table. `number` is the row as Excel counts it; `ignored` says why it is no data."""

    number: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    """By the contract's field names; a field that could not be read, or was empty, is not here."""
    raw: Mapping[str, CellValue] = field(default_factory=dict)
    cells: Mapping[str, str] = field(default_factory=dict)
    """Where each field stands: `工作表1!C7`."""
    found: Mapping[str, Any] = field(default_factory=dict)
    """group_id, lead_doers, co_leads_doers, axis_ids, sources, due_text, assignment_id, stamp …"""
    sent: Mapping[str, Any] = field(default_factory=dict)
    """The fields as the form was sent out; empty for a foreign table."""
    problems: tuple[Problem, ...] = ()
    meant: Mapping[str, str] = field(default_factory=dict)
    """What a field's text was read as, since a person said so of this sender; empty: as if the cell were empty."""
    ignored: str = ""
    of_table: int = 0
    """Of a row that is set aside since another table stands there: the row in which that begins."""
    is_unreadable: bool = False

    @property
    def doers(self) -> tuple[Doer, ...]:
        """主辦 and 協辦 of the row, in that order."""
        names = ("lead_doers", "proposer_doers", "co_leads_doers", "partners_doers")
        return tuple(doer for name in names for doer in self.found.get(name, ()))


def interpret(table: Table, reference: Reference, *, remembered: Memory = _NOTHING) -> tuple[Row, ...]:
    """Read every row below the header. A cell that can't be read never costs the row its other cells.

    A text whose meaning is `remembered` of the table's sender is read as if that stood in the cell.
    """
    if table.kind is None:
        return ()
    reader = _RowReader(table, table.kind, reference, remembered.of(table.kind.name, table.sender_id))
    return tuple(reader.rows())


def _is_unseen(field: str | None) -> TypeGuard[str]:
    """Is it a column that our own forms and lists carry unseen?"""
    return field in {ASSIGNMENT_ID, STAMP, RECORD_ID, AS_SENT} or (field or "").startswith(SENT_PREFIX)


class _Given(NamedTuple):
    """What a cell gives to a row: fields, and what is found beside them."""

    values: dict[str, Any]
    found: dict[str, Any]


class _RowReader:
    """Reads the rows of one table from top to bottom, since a row may stand under the heading of a group."""

    def __init__(self, table: Table, kind: Kind, reference: Reference, told: Told) -> None:
        self._table, self._kind, self._grid, self._told = table, kind, table.grid, told
        self._setting = Setting(reference=reference, year=table.year, unit=table.unit, sender_id=table.sender_id)
        self._columns = [
            (column, found)
            for column in table.columns
            if column.is_taken and (found := kind.field(column.field or "")) is not None
        ]
        self._places = {found.name: column.column for column, found in self._columns}
        self._given = [(found.name, name) for _column, found in self._columns for name in found.gives]
        self._places |= {name: self._places[by] for by, name in self._given if name not in self._places}
        self._hidden = [
            (column.column, column.field, kind.field(column.field.removeprefix(SENT_PREFIX)))
            for column in table.columns
            if _is_unseen(column.field)
        ]
        marks = table.grid.marks
        self._struck = marks.struck
        self._first = table.header_rows[-1] + 1
        # Those of the titles and the header belong to no row.
        self._has_merges = any(merge.top >= self._first for merge in marks.merges)
        self._is_sound = not (marks.faults or marks.uncomputed or marks.broken)
        self._percents = marks.percents
        self._header = tuple(tuple(texts) for texts in joined(self._grid, table.header_rows))
        self._settings = {column.column: self._setting_of(column) for column, _field in self._columns}
        in_percent = {column for _row, column in marks.percents}
        self._cells: list[tuple[TableColumn, Field, dict[Any, _Given], bool]] = [
            (column, found, {}, column.column in in_percent) for column, found in self._columns
        ]
        """Each column with its field, what its texts give, and whether it holds percentages."""
        self._unseen_cells: list[tuple[int, str, str, Field | None, dict[Any, Any], bool]] = [
            (column, title, title.removeprefix(SENT_PREFIX), found, {}, column in in_percent)
            if title.startswith(SENT_PREFIX)
            else (column, title, "", None, {}, False)
            for column, title, found in self._hidden
        ]
        """The same of the columns that nobody sees, with their titles; no field where one is an id or the like."""
        # A workbook with a sheet for each group names the sheets by them: 交通組.
        self._group: Mapping[str, Any] = self._group_named(self._grid.name) or self._told_by_title()
        self._year_above: dict[int, str] = {}
        self._since: Mapping[str, Any] = {}
        self._since_raw: CellValue = None

    def rows(self) -> Iterator[Row]:
        for index in range(self._first, len(self._grid.rows)):
            if not self._grid.rows[index] and not self._grid.rows[index - 1]:
                # One of a stretch of blank rows says it for all: a sheet can have a million.
                continue
            reason = reason_to_ignore(self._grid, index, self._header, self._first)
            if reason is None and self._kind.name == "chronicle" and self._is_year_alone(index):
                reason = _("年的標題")
            if reason is None and begins_another(self._grid, index, HEADINGS):
                yield from self._of_another_table(index)
                return
            if reason is None:
                yield self._row(index)
                continue
            self._remember_group(index)
            yield Row(number=index + 1, ignored=reason)

    def _is_year_alone(self, index: int) -> bool:
        """「104年」 alone in a row of a chronicle is the year of the rows below that tell none."""
        column = self._places.get("since")
        if column is None or [at for at, cell in enumerate(self._grid.rows[index]) if cell is not None] != [column]:
            return False
        try:
            found = read_span(self._grid.at(index, column))
        except AppError:
            return False
        if found.precision is not Precision.YEAR:
            return False
        year = found.since.year - FIRST_YEAR
        self._settings = {at: replace(setting, year=year) for at, setting in self._settings.items()}
        for _column, _known, gave, _has_percents in self._cells:
            gave.clear()  # what a text gives may hang on the year
        return True

    def _of_another_table(self, first: int) -> Iterator[Row]:
        """Rows under other headings: what they say is not what the columns above are about."""
        reason = _("第{row}列起是另一個表，欄名不同，沒有讀入。請移到另一張工作表").format(row=first + 1)
        for index in range(first, len(self._grid.rows)):
            if any(value is not None for value in self._grid.rows[index]):
                yield Row(number=index + 1, ignored=reason, of_table=first + 1)

    def _setting_of(self, column: TableColumn) -> Setting:
        setting = replace(self._setting, header=column.header)
        if column.field not in _PERCENTS:
            return setting
        numbers = [
            value
            for row, line in enumerate(self._grid.rows[self._first :], self._first)
            if column.column < len(line)
            and isinstance(value := line[column.column], (int, float))
            and (row, column.column) not in self._percents
        ]
        if any(number > 1 for number in numbers):
            return replace(setting, whole=1.0)
        return replace(setting, whole=100.0) if any(0 < number < 1 for number in numbers) else setting

    def _remember_group(self, index: int) -> None:
        """「一、交通運輸組」 alone in a row is the group of the rows below it."""
        texts = {text for column in range(self._grid.width) if (text := label(self._grid, index, column))}
        if len(texts) != 1 or self._kind.field("group") is None:
            return
        self._group = self._group_named(texts.pop()) or self._group

    def _group_named(self, text: str) -> Mapping[str, Any]:
        """The group of that name, for a kind of table that has groups; nothing where there is none."""
        try:
            bare = re.sub(r"^[（(]?[一二三四五六七八九十\d]+[)）、.．]", "", text)
            found = self._setting.reference.find_group(bare) if self._kind.field("group") else None
        except AppError:
            return {}
        return {"name": found.name, "id": found.id} if found else {}

    def _told_by_title(self) -> Mapping[str, Any]:
        group = self._table.group
        return {"name": group.name, "id": group.id} if group else {}

    def _row(self, index: int) -> Row:
        values: dict[str, Any] = {}
        found: dict[str, Any] = {}
        raw: dict[str, CellValue] = {}
        cells = RowCells(self._grid, index, self._places, {})
        problems: list[Problem] = []
        meant: dict[str, str] = {}
        line = self._grid.rows[index]
        width, is_sound, has_merges, is_told = len(line), self._is_sound, self._has_merges, bool(self._told.values)
        # Asked of every cell of a batch, most of which are empty or sound, and say what another has said.
        for of_cell, known, gave, has_percents in self._cells:
            column, name = of_cell.column, known.name
            value = line[column] if column < width else None
            place = (index, column)
            if of_cell.parts:
                value = self._date_of(index, of_cell, problems)
            elif has_merges and (there := self._place(*place)) != place:
                place = cells.elsewhere[name] = there
                value = self._grid.at(*place)
            if is_sound and value is None:
                continue
            is_struck = bool(self._struck) and place in self._struck
            if known.read is None and is_sound and not is_told and not is_struck:
                raw[name] = value
                continue
            is_percent = has_percents and place in self._percents
            # 1, 1.0 and True are one key to a dict, and three things to a reader.
            key = value if type(value) is str and not is_percent else (type(value), value, is_percent)
            if key in gave and is_sound and not is_struck:
                given_values, beside = gave[key]
                if values.keys().isdisjoint(given_values) and found.keys().isdisjoint(beside):
                    raw[name] = value
                    values.update(given_values)
                    found.update(beside)
                    continue
            problem = None
            if known.read and not (is_sound and (type(value) is not str or BROKEN not in value)):
                problem = self._unreadable(place, value, name)
            if problem:
                problems.append(problem)
                raw[name] = problem.value
            elif value is not None:
                raw[name] = value
                if is_told and (said := self._told_of(known, value)) is not None:
                    meant[name] = said
                given = self._read(known, value, column, place, values, found, meant.get(name), problems)
                if given is not None and is_sound and not is_told and len(gave) < _MOST_GIVEN:
                    gave[key] = given
                if is_struck:
                    problems.append(self._struck_through(place, value, name))
        filled = {name: value for name, value in raw.items() if meant.get(name) != NOT_USED} if meant else raw
        self._carry_down(index, values, filled, problems, cells)
        sent = self._unseen(index, found)
        if self._group and "group_id" not in found and "group" not in raw:
            values["group"], found["group_id"] = self._group["name"], self._group["id"]
        _join_span(values, found)
        if self._kind.name in one_lead.ROLES:
            problems += [
                Problem(
                    cell=cells.get(name, str(index + 1)), value=raw.get(name), message=told, is_note=True, field=name
                )
                for name, told in one_lead.settle(*one_lead.ROLES[self._kind.name], values, found)
            ]
        if self._kind.name == "proposals":
            problems += [
                Problem(cell=cells["total"], value=raw.get("total"), message=told, is_note=True, field="total")
                for told in proposal_sums.settle(values, raw)
            ]
        for by, name in self._given:
            if by in raw and name not in raw and name in values:
                raw[name] = raw[by]
        if index in self._grid.marks.hidden_rows:
            message = _("這一列在來源檔是隱藏的（可能被篩選掉），請確認要不要採用。")
            to_sender = "這一列在檔案裡是隱藏的（可能被篩選掉）。請確認要不要填報，要填報的請取消隱藏。"
            cell = self._grid.address(index, 0)
            problems.append(Problem(cell=cell, value=None, message=message, is_note=True, to_sender=to_sender))
        missing = self._missing(index, values, found)
        problems += missing
        # Set at once: a frozen class would set each of ten fields by a call of its own, for each of thousands of rows.
        row = object.__new__(Row)
        row.__dict__.update(
            number=index + 1,
            fields=values,
            raw=raw,
            cells=cells,
            found=found,
            sent=sent,
            problems=tuple(problems),
            meant=meant,
            ignored="",
            is_unreadable=bool(missing),
        )
        return row

    def _date_of(self, index: int, column: TableColumn, problems: list[Problem]) -> CellValue:
        """What the columns of year, month and day say together; a year said once goes on below, which is told."""
        places = [self._place(index, part) for part in (column.column, *column.parts)]
        value, is_above = composed([self._grid.at(*place) for place in places], self._year_above.get(column.column, ""))
        if year := year_of(self._grid.at(*places[0])):
            self._year_above[column.column] = year
        if is_above:
            message = _("年空白，沿用上面的年，讀為「{date}」，請確認。").format(date=shown(value))
            cell = self._grid.address(index, column.column)
            problems.append(Problem(cell=cell, value=None, message=message, is_note=True, field=column.field or ""))
        return value

    def _place(self, row: int, column: int) -> tuple[int, int]:
        """Where a cell's value stands: a value merged down many rows belongs to each, but not one from the header."""
        if not self._has_merges:
            return row, column
        top, left = self._grid.origin(row, column)
        return (top, left) if left == column and top >= self._first else (row, column)

    def _unreadable(self, place: tuple[int, int], value: CellValue, name: str) -> Problem | None:
        """A formula without a stored result, an error value, or characters that were lost on the way."""
        marks = self._grid.marks
        if place in marks.faults:
            fault = marks.faults[place]
            message = _("儲存格是錯誤值 {fault}。請在 Excel 修正公式，或直接填入內容。").format(fault=fault)
            return Problem(cell=self._grid.address(*place), value=fault, message=message, field=name)
        if place in marks.uncomputed:
            message = _("公式沒有存下計算結果。請在 Excel 開啟並存檔，或直接填入內容。")
            return Problem(cell=self._grid.address(*place), value=None, message=message, field=name)
        if isinstance(value, str) and BROKEN in value:
            message = _("「{text}」裡有損壞的字元（�），原來的字讀不出來。請向來文單位核對，改填正確的內容。")
            told, to_sender = (each.format(text=shown(value)) for each in (message, _LOST_TO_SENDER))
            address = self._grid.address(*place)
            return Problem(cell=address, value=value, message=told, field=name, to_sender=to_sender)
        if place in marks.broken and value is not None:
            message = _("同一列前面有損壞的字元，欄數不對，無法確定「{text}」是不是這一欄的。請核對後改填。")
            message = message.format(text=shown(value))
            return Problem(cell=self._grid.address(*place), value=value, message=message, field=name)
        return None

    def _struck_through(self, place: tuple[int, int], value: CellValue, name: str) -> Problem:
        """A text that is struck through may be void: a person decides on the row."""
        message = _("「{text}」劃了刪除線（全部或一部分），可能已經作廢，請確認後再勾選。").format(text=shown(value))
        to_sender = "這一格有文字劃了刪除線，看不出要不要採用。請刪去作廢的文字，其餘取消刪除線。"
        cell = self._grid.address(*place)
        return Problem(cell=cell, value=value, message=message, field=name, to_sender=to_sender)

    def _read(
        self,
        known: Field,
        value: CellValue,
        column: int,
        place: tuple[int, int],
        values: dict[str, Any],
        found: dict[str, Any],
        meant: str | None,
        problems: list[Problem],
    ) -> _Given | None:
        """Put what a cell says to what its row has; gives back what it would give to a row that has nothing yet.

        None where there is a problem with it: that is told with the cell.
        """
        if known.read is None or meant == NOT_USED:
            return None
        setting = self._settings[column]
        if place in self._percents:
            setting = setting.as_percent
        try:
            reading = known.read(value, setting) if meant is None else known.read(meant, replace(self._setting, unit=1))
        except AppError as error:
            address = self._grid.address(*place)
            problems.append(Problem(cell=address, value=value, message=str(error), field=known.name))
            return None
        given = _Given({}, {})
        give(reading, known, self._kind, given.values, given.found)
        if values.keys().isdisjoint(given.values) and found.keys().isdisjoint(given.found):
            values.update(given.values)
            found.update(given.found)
        else:
            give(reading, known, self._kind, values, found)
        if not reading.notes:
            return given
        address = self._grid.address(*place)
        problems += [
            Problem(cell=address, value=value, message=note, is_note=True, field=known.name) for note in reading.notes
        ]
        return None

    def _told_of(self, known: Field, value: CellValue) -> str | None:
        """What a person said that this text means here; in a cell of several also what one of them means."""
        text = words(value)
        whole = self._told.value(known.name, text)
        if whole is not None:
            return whole.meant
        if known.name not in SEVERAL:
            return None
        parts = [part for part in BETWEEN.split(text) if part]
        found = [self._told.value(known.name, part) for part in parts]
        if not any(found):
            return None
        said = (part if told is None else told.meant for part, told in zip(parts, found, strict=True))
        return "、".join(part for part in said if part)

    def _carry_down(
        self,
        index: int,
        values: dict[str, Any],
        raw: Mapping[str, CellValue],
        problems: list[Problem],
        cells: Mapping[str, str],
    ) -> None:
        """In a chronicle an empty date under a date means the same date; that is said, not silently done."""
        if self._kind.name != "chronicle":
            return
        if "since" in values:
            self._since = {name: values[name] for name in ("since", "until", "precision")}
            self._since_raw = raw["since"]
        elif "since" not in raw and values.get("text") and self._since:
            values.update(self._since)
            message = _("日期空白，沿用上一列的「{date}」，請確認。").format(date=shown(self._since_raw))
            problems.append(Problem(cell=cells["since"], value=None, message=message, is_note=True, field="since"))
        elif "since" in raw:
            self._since = {}

    def _unseen(self, index: int, found: dict[str, Any]) -> Mapping[str, Any]:
        """The id, the stamp and the values as sent, which our own form carries in hidden columns."""
        sent: dict[str, Any] = {}
        line = self._grid.rows[index]
        width = len(line)
        for column, title, name, known, gave, has_percents in self._unseen_cells:
            value = line[column] if column < width else None
            if name:
                if value is None:
                    sent[name] = None
                    continue
                is_percent = has_percents and (index, column) in self._percents
                key = value if type(value) is str and not is_percent else (type(value), value, is_percent)
                if key not in gave:
                    if len(gave) >= _MOST_GIVEN:
                        gave.clear()
                    gave[key] = self._as_sent(name, known, value, is_percent=is_percent)
                sent[name] = gave[key]
            elif value is not None and title == AS_SENT:
                sent |= read_sent(str(value))
            elif value is not None:
                found[title] = str(value)
        return sent

    def _as_sent(self, name: str, known: Field | None, value: CellValue, *, is_percent: bool) -> Any:
        if known is None or known.read is None:
            return None
        setting = self._setting.as_percent if is_percent else self._setting
        try:
            return known.read(value, setting).values.get(name)
        except AppError:
            return None

    def _missing(self, index: int, values: Mapping[str, Any], found: Mapping[str, Any]) -> list[Problem]:
        """Without what the row is known by, nothing can be taken from it."""
        wanted: tuple[str, ...]
        if any(values.get(key) or found.get(key) for key in self._kind.keys):
            if self._kind.name != "chronicle" or "since" in values:
                return []
            wanted = ("since",)
        else:
            wanted = tuple(key for key in self._kind.keys if self._table.column_of(key)) or self._kind.keys
        titles = "、".join(known.titles[0] for name in wanted if (known := self._kind.field(name)))
        column = next((each.column for name in wanted if (each := self._table.column_of(name))), 0)
        message = _("這一列沒有可讀的「{titles}」，無法匯入。請補上後再匯入。").format(titles=titles)
        address, to_sender = self._grid.address(index, column), ""
        if any(each.is_undecided for name in wanted if (each := self._table.column_of(name))):
            letters = column_letters(column)
            message = _("{letters}欄是不是「{titles}」還沒有決定，這一列無法匯入。請先決定這一欄。")
            message = message.format(letters=letters, titles=titles)
            to_sender = _UNDECIDED_TO_SENDER.format(letters=letters, titles=titles)
        missing = Problem(
            cell=address, value=None, message=message, field=wanted[0], to_sender=to_sender, is_missing=True
        )
        return [missing]


def _join_span(values: dict[str, Any], found: dict[str, Any]) -> None:
    """日期 and 迄日 in two columns are one stretch of days."""
    last = found.pop("until", None)
    if last is None or "since" not in values:
        return
    if values["precision"] is Precision.DAY and last > values["since"]:
        values["until"], values["precision"] = last, Precision.DAYS
