"""A review as `intake --json` gives it."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from northtaiwan_desktop.sheets.grid import CellValue, column_letters
from northtaiwan_desktop.sheets.interpreting import Problem
from northtaiwan_desktop.sheets.review import Review, ReviewedRow, ReviewedSheet, plain


def intake_json(
    review: Review, *, applied: Mapping[str, int] | None = None, import_id: str | None = None
) -> dict[str, Any]:
    """The document of one file; `applied` counts what was written (`new`, `changed`), nothing in a dry run.

    Beside the keys that every file has, `notes` stands where there is something to tell of the file as a whole.
    """
    done = applied or {}
    notes = {"notes": [note.message for note in review.notes]} if review.notes else {}
    return notes | {
        "file": review.recognised.file,
        "sheets": [_sheet(sheet) for sheet in review.sheets],
        "applied": {"new": done.get("new", 0), "changed": done.get("changed", 0)},
        "import": import_id,
    }


def _sheet(sheet: ReviewedSheet) -> dict[str, Any]:
    table = sheet.table
    return {
        "name": table.grid.name,
        "kind": table.kind.name if table.kind else None,
        "skipped": table.skipped or None,
        "header_rows": [row + 1 for row in table.header_rows],
        "columns": [
            {
                "field": column.field,
                "header": column.header,
                "column": column_letters(column.column),
                "certainty": column.certainty,
            }
            for column in table.columns
        ],
        "rows": [_row(row) for row in sheet.rows],
    }


def _row(reviewed: ReviewedRow) -> dict[str, Any]:
    row, match = reviewed.row, reviewed.match
    problems = [_problem(problem) for problem in reviewed.problems]
    if row.ignored:
        problems.append({"cell": str(row.number), "value": None, "message": row.ignored})
    return {
        "row": row.number,
        "state": reviewed.state.value,
        "match": {"number": match.number, "why": match.why} if match else None,
        "fields": {name: plain(value) for name, value in row.fields.items()},
        "raw": {name: _raw(value) for name, value in row.raw.items()},
        "problems": problems,
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {"cell": problem.cell, "value": _raw(problem.value), "message": problem.message}


def _raw(value: CellValue) -> str | int | float | bool | None:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value) if isinstance(value, timedelta) else value
