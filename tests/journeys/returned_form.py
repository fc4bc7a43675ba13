"""A county's form as it comes back: typed into, in the cells that are open."""

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet


def fill_in(path: Path, values: dict[str, object]) -> None:
    """Type into the open cells of a form's first row, as a person would in Excel."""
    _type(path, values, only_first=True)


def fill_in_all(path: Path, values: dict[str, object]) -> int:
    """Type the same into every row of a form; returns how many rows it has."""
    return _type(path, values, only_first=False)


def _type(path: Path, values: dict[str, object], *, only_first: bool) -> int:
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "辦理情形" for cell in row))
    rows = [row for row in range(header[0].row + 1, sheet.max_row + 1) if _is_a_line(sheet, header, row)]
    for cell in header:
        name = str(cell.value).replace("\n", "").split("（")[0] if cell.value else ""
        if name in values and not sheet.column_dimensions[cell.column_letter].hidden:
            for row in rows[:1] if only_first else rows:
                target = sheet.cell(row, cell.column)
                assert not target.protection.locked
                target.value = values[name]
    book.save(path)
    return len(rows)


def _is_a_line(sheet: Worksheet, header: tuple[Cell, ...], row: int) -> bool:
    """A line of the form bears the hidden id by which it finds home."""
    at = next(cell.column for cell in header if cell.value == "assignment_id")
    return bool(sheet.cell(row, at).value)
