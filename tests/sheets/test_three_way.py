"""Three sides of each field of a row: as last sent, as it stands here, as it came."""

from dataclasses import replace
from pathlib import Path

from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.sheets.comparing import review as compared
from northtaiwan_desktop.sheets.review import Existing, RowState
from northtaiwan_desktop.sheets.three_way import Sides, sides_of
from tests.sheets.lines import lines
from tests.sheets.test_returned_form import fill, form
from tests.sheets.workbooks import REFERENCE, grid, recognised, reviewed


def _sides(path: Path, known=None) -> dict[str, Sides]:
    review = reviewed(path, known or lines())
    sheet = next(sheet for sheet in review.sheets if sheet.rows)
    row = next(row for row in sheet.rows if row.match and row.match.record.id == "line-1")
    return {one.field: one for one in sides_of(row, sheet.table)}


def test_what_differs_comes_first_with_all_three_sides(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), lines()[0].number, 實際進度=0.75)
    sides = _sides(path)
    assert next(iter(sides)) == "actual_percent"
    one = sides["actual_percent"]
    assert (one.theirs, one.was_sent) == (75, True)
    assert one.difference is not None
    assert one.cell.startswith("填報表!")


def test_a_field_that_they_left_shows_what_we_have_meanwhile(tmp_path: Path) -> None:
    known = lines()
    path = fill(form(tmp_path / "form.xlsx", known), known[0].number, 實際進度=0.75)
    report = ProgressReport(
        assignment_id="line-1",
        round="115Q3",
        reported_on=known[0].reports[-1].reported_on if known[0].reports else known[0].resolution.decided_on,
        text="我方在這段期間登錄的內容",
    )
    moved = (replace(known[0], reports=(*known[0].reports, report)), *known[1:])
    one = _sides(path, moved)["report"]
    assert one.ours == "我方在這段期間登錄的內容"
    assert one.theirs != one.ours
    assert one.difference is None


def test_a_cell_that_could_not_be_read_says_so_and_keeps_its_text(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), lines()[0].number, 實際進度="約八成多一點", 辦理情形="已召開會議")
    one = _sides(path)["actual_percent"]
    assert one.is_unread
    assert one.raw == "約八成多一點"


def test_a_row_of_a_foreign_table_was_never_sent() -> None:
    found = recognised(grid([["決議事項", "主辦單位", "決議日期"], ["示例事項", "桃園市", "115年5月8日"]]))
    [sheet] = compared(found, Existing(), REFERENCE).sheets
    [row] = sheet.rows
    assert row.state is RowState.NEW
    assert not any(one.was_sent or one.ours for one in sides_of(row, sheet.table))
