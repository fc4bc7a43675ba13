"""A county's form as it comes back: typed into, in the cells that are open."""

from pathlib import Path

from openpyxl import load_workbook


def fill_in(path: Path, values: dict[str, object]) -> None:
    """Type into the open cells of a form's first row, as a person would in Excel."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    header = next(row for row in sheet.iter_rows() if any(cell.value == "辦理情形" for cell in row))
    for cell in header:
        name = str(cell.value).replace("\n", "").split("（")[0] if cell.value else ""
        if name in values and not sheet.column_dimensions[cell.column_letter].hidden:
            target = sheet.cell(header[0].row + 1, cell.column)
            assert not target.protection.locked
            target.value = values[name]
    book.save(path)
