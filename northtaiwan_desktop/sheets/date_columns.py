"""A date in columns of its own for 年, 月 and 日: found by their headings, and read as the one date that they are."""

import re
from collections.abc import Collection, Mapping, Sequence

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.fold import folded
from northtaiwan_desktop.domain.writing.span import read_span
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets.fields import Kind
from northtaiwan_desktop.sheets.grid import CellValue
from northtaiwan_desktop.sheets.headings import LEAST_CERTAINTY, Spellings, plain
from northtaiwan_desktop.sheets.readers import words
from northtaiwan_desktop.sheets.tables import TableColumn

_YEAR, _MONTH, _DAY = {"年", "民國", "民國年", "西元年", "年份"}, {"月", "月份"}, {"日"}
_OF_YEARS = ("年", "年份", "年度", "民國", "民國(年)", "民國（年）", "西元(年)", "西元（年）")
_MONTH_DAY = {"日期", "月日"}
_DAYS = ("since", "until", "decided_on", "reported_on", "due_on", "starts_on", "ends_on")
_USUAL: Mapping[str, str] = {"chronicle": "since", "resolutions": "decided_on", "progress": "reported_on"}
"""By kind the field that a date without a name is."""
_SURE = 0.75
_WITH_DAY = re.compile(r"月.*[\d〇零一二三四五六七八九十廿]|月[底末初上中下]|\d[./-]\d|^\d{4,}$")
_MARK = re.compile("[./-]")
_BARE = re.compile(r"\d{1,4}")


def with_dates(
    columns: tuple[TableColumn, ...],
    headings: Sequence[tuple[str, ...]],
    kind: Kind,
    spellings: Spellings,
    decided: Collection[int],
) -> tuple[TableColumn, ...]:
    """The columns, 年 月 日 beside one another as one date: the first has the field, the others are its parts."""
    runs = _runs(headings, decided, is_chronicle=kind.name == "chronicle")
    if not runs:
        return columns
    found = {column.column: column for column in columns}
    for run in runs:
        upper = headings[run[0]][:-1]
        taken = {column.field for column in found.values() if column.column not in run}
        named = [
            likeness
            for likeness in (spellings.fields_of(upper).values() if upper else ())
            if likeness.field.name in _DAYS and likeness.certainty >= LEAST_CERTAINTY
        ]
        best = max(named, key=lambda likeness: likeness.certainty, default=None)
        name, sure = (best.field.name, best.certainty) if best else (_USUAL.get(kind.name, ""), _SURE)
        known = kind.field(name)
        if known is None or known.read is None or name in taken:
            continue
        own = (found[each].certainty for each in run if each in found and found[each].field == name)
        sure = max(sure, *own, 0.0)
        first, *others = run
        header = "".join(headings[first])
        why = _("年、月、日分成幾欄，合為一個日期")
        found[first] = TableColumn(
            column=first, header=header, field=name, certainty=sure, why=why, parts=tuple(others)
        )
        for other in others:
            text = "".join(headings[other])
            found[other] = TableColumn(column=other, header=text, field=None, certainty=1.0, why=why)
    return tuple(found[column] for column in sorted(found))


def _runs(
    headings: Sequence[tuple[str, ...]], decided: Collection[int], *, is_chronicle: bool
) -> list[tuple[int, ...]]:
    """The places of 年 月 日, or of 年 月 alone, under one heading or none; in a chronicle also of 年度 and 日期."""
    # Asked of every row that could be a header: few have a year.
    if not any(heading and heading[-1].endswith(_OF_YEARS) for heading in headings):
        return []
    last = [plain(heading[-1]) if heading else "" for heading in headings]
    found: list[tuple[int, ...]] = []
    for at in range(len(headings) - 1):
        is_parted = last[at] in _YEAR and last[at + 1] in _MONTH
        is_of_two = last[at] in _YEAR and last[at + 1] == "月日"
        is_of_two = is_of_two or (is_chronicle and last[at] in {*_YEAR, "年度"} and last[at + 1] in _MONTH_DAY)
        if not is_parted and not is_of_two:
            continue
        if last[at + 1] in _MONTH_DAY:
            run: tuple[int, ...] = (at, at + 1)
        else:
            run = (at, at + 1, at + 2) if last[at + 2 : at + 3] and last[at + 2] in _DAY else (at, at + 1)
        if all(headings[each][:-1] in ((), headings[at][:-1]) and each not in decided for each in run):
            found.append(run)
    return found


def composed(cells: Sequence[CellValue], year_above: str) -> tuple[CellValue, bool]:
    """The date that the cells of 年, 月 and 日 say, and whether its year is that of a row above."""
    year, month, day = (_figure(value, unit) for value, unit in zip((*cells, None)[:3], "年月日", strict=True))
    if len(cells) == 2 and _WITH_DAY.search(folded(words(cells[1]))):
        return _of_year_and_day(year, cells[1], year_above)
    if not (month or day):
        return (f"{year}年" if _BARE.fullmatch(year) else cells[0]), False
    is_above = not year and bool(year_above)
    year = year or year_above
    parts = (f"{year}年" if year else "", f"{month}月" if month else "", f"{day}日" if day else "")
    return "".join(parts), is_above


def _of_year_and_day(year: str, value: CellValue, year_above: str) -> tuple[CellValue, bool]:
    """A month and a day, or more, beside a year; a day that names its own year needs none."""
    text = words(value)
    try:
        return (value if read_span(text).since else None), False
    except Unreadable:
        of_year = year or year_above
        if not of_year:
            return value, False
        mark = _MARK.search(text)
        return f"{of_year}{'年' if '月' in text else mark[0] if mark else '/'}{text}", not year


def _figure(value: CellValue, unit: str) -> str:
    text = folded(words(value))
    return text.removesuffix("份").removesuffix("度").removesuffix(unit)


def year_of(value: CellValue) -> str:
    """The year that a cell of the column 年 says."""
    return _figure(value, "年")
