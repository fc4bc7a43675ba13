"""Workbooks as offices send them, made for the tests of the reading side."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.sheets.comparing import review
from northtaiwan_desktop.sheets.grid import Grid, tidy, trimmed
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row, interpret
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.review import Existing, Review, ReviewedRow
from northtaiwan_desktop.sheets.tables import Recognised
from northtaiwan_desktop.storage.reference_files import read_reference

REFERENCE: Reference = read_reference(paths.reference())
TAOYUAN: Member = REFERENCE.find_member("桃園市")


def grid(rows: Sequence[Sequence[Any]], *, name: str = "工作表1", is_hidden: bool = False) -> Grid:
    """A sheet from bare values."""
    return Grid(name=name, rows=trimmed([tuple(tidy(cell) for cell in row) for row in rows]), is_hidden=is_hidden)


def saved(path: Path, rows: Sequence[Sequence[Any]], *, merges: Sequence[str] = (), name: str = "工作表1") -> Path:
    """The same as an Excel file."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    book.save(path)
    return path


def edited(path: Path, edit: Callable[[Any], None], *, sheet: str | None = None) -> Path:
    """An Excel file after somebody typed into it."""
    book = load_workbook(path)
    edit(book[sheet] if sheet else book.active)
    book.save(path)
    return path


def recognised(*grids: Grid, file: str = "test.xlsx", **stated: Any) -> Recognised:
    return recognise(grids, file=file, reference=REFERENCE, **stated)


def rows_of(*grids: Grid, file: str = "test.xlsx", **stated: Any) -> tuple[Row, ...]:
    """The rows of all tables that are data."""
    tables = recognised(*grids, file=file, **stated).tables
    return tuple(row for table in tables for row in interpret(table, REFERENCE) if not row.ignored)


def row_of(kind: str, **cells: Any) -> Row:
    """The one row of a table that has these headings and cells beside those that the kind needs."""
    needed = {
        "progress": {"編號": "115-003", "辦理情形": "已辦理"},
        "resolutions": {"編號": "115-003", "決議事項": "研擬方案"},
        "plan": {"行動方案": "跨域通勤月票", "議題組": "交通運輸組"},
        "proposals": {"計畫名稱": "海岸整合規劃", "提案縣市": "新竹縣"},
        "chronicle": {"日期": "115年3月1日", "記事": "召開會議"},
    }[kind]
    table = needed | cells
    (row,) = rows_of(grid([list(table), list(table.values())]), kind=kind, year=115)
    return row


def reviewed(path: Path, lines: Sequence[TrackedLine] = (), **stated: Any) -> Review:
    """A file taken through the whole pipeline."""
    found = recognise(read_grids(path), file=path.name, reference=REFERENCE, **stated)
    return review(found, Existing(lines=tuple(lines)), REFERENCE)


def day(year: int, month: int, of_month: int) -> date:
    """A day of a ROC year."""
    return date(year + 1911, month, of_month)


def accepted(found: Review, choice: str) -> tuple[ReviewedRow, ...]:
    """The rows that can be taken unseen (`safe`), or at all (`all`)."""
    return tuple(row for row in found.rows if (row.is_safe if choice == "safe" else row.offered))
