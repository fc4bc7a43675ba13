"""A form that we sent out comes back: each row finds its line, and all three sides are told."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.sheets import files
from northtaiwan_desktop.sheets.comparing_progress import report_to_take
from northtaiwan_desktop.sheets.form import FORM_SHEET, form_book
from northtaiwan_desktop.sheets.review import Review, RowState
from tests.sheets.lines import lines
from tests.sheets.workbooks import REFERENCE, TAOYUAN, accepted, edited, reviewed

ROUND = Round.quarter(115, 3)


def form(path: Path, known: tuple[TrackedLine, ...] | None = None) -> Path:
    book = form_book(known or lines(), platform="北臺", member=TAOYUAN, round=ROUND, sent_on=date(2026, 9, 20))
    files.write(book, path)
    return path


def fill(path: Path, number: str, **cells: Any) -> Path:
    """Type into the row of a case, by the headings of the form."""

    def edit(sheet: Any) -> None:
        header = next(row for row in sheet.iter_rows() if row[0].value == "編號")
        place = {cell.value: cell.column for cell in header}
        row = next(cell.row for cell in sheet["A"] if cell.value == number)
        for title, value in cells.items():
            sheet.cell(row, place[title]).value = value

    return edited(path, edit, sheet=FORM_SHEET)


def states(review: Review) -> dict[str, RowState]:
    return {row.match.record.id: row.state for row in review.rows if row.match}


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_form_that_comes_back_untouched_changes_nothing(tmp_path: Path, suffix: str) -> None:
    review = reviewed(form(tmp_path / f"form.{suffix}"), lines())

    assert states(review) == {"line-1": RowState.SAME, "line-3": RowState.SAME}
    assert accepted(review, "all") == ()


def test_a_row_whose_number_and_hidden_id_speak_of_two_cases_is_left_to_a_person(tmp_path: Path) -> None:
    first, other = lines()[0], lines()[2]
    path = fill(form(tmp_path / "form.xlsx"), first.number, 編號=other.number, 辦理情形="已完成")
    row = next(row for row in reviewed(path, lines()).rows if row.row.fields.get("report") == "已完成")

    assert (row.state, row.match) == (RowState.UNREADABLE, None)
    assert [each.record.number for each in row.runner_ups] == [other.number, first.number]
    assert first.number in row.problems[-1].message


def test_a_form_under_the_name_of_another_county_is_told(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-003", 辦理情形="已決標")

    assert reviewed(path, lines(), sender_id=TAOYUAN.id).notes == ()
    (note,) = reviewed(path, lines(), sender_id=REFERENCE.find_member("苗栗縣").id).notes
    assert "別的縣市" in note.message


def test_a_form_tells_its_county_and_round(tmp_path: Path) -> None:
    found = reviewed(form(tmp_path / "form.xlsx"), lines()).recognised

    assert (found.kind, found.sender_id, found.year, found.round) == ("progress", TAOYUAN.id, 115, ROUND)


def test_a_filled_cell_is_a_change_that_shows_all_three_sides(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-003", 實際進度="七成", 辦理情形="已決標")
    review = reviewed(path, lines())

    assert states(review)["line-1"] is RowState.CHANGED
    (row,) = accepted(review, "safe")
    told = {each.field: (each.as_last_sent, each.ours, each.theirs) for each in row.differences}
    assert told["actual_percent"] == (55.5, 55.5, 70.0)
    assert told["report"][2] == "已決標"
    assert set(told) == {"actual_percent", "report"}


def test_a_row_finds_its_line_though_its_number_was_lost(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-003", 編號="第三案", 實際進度=0.6)

    assert states(reviewed(path, lines()))["line-1"] is RowState.CHANGED


def test_what_both_sides_changed_is_a_conflict_and_not_safe(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-003", 辦理情形="他們寫的")
    review = reviewed(path, with_report("line-1", "我們補登的"))

    assert states(review)["line-1"] is RowState.CONFLICT
    assert accepted(review, "safe") == ()
    (row,) = accepted(review, "all")
    (told,) = [each for each in row.differences if each.field == "report"]
    assert (told.ours, told.theirs, told.is_conflict) == ("我們補登的", "他們寫的", True)
    assert any("都更動過" in problem.message or "送出後" in problem.message for problem in row.problems)


@pytest.mark.parametrize("sent", [True, False])
def test_what_a_county_wrote_over_in_the_locked_columns_is_told_once_a_row(tmp_path: Path, sent: bool) -> None:
    cells = {"預定完成日期": "115/12/31", "填報單位": "桃園市政府消防局", "協辦單位": "宜蘭縣"}
    filled = cells | ({"辦理情形": "已決標"} if sent else {})
    review = reviewed(fill(form(tmp_path / "form.xlsx"), "115-003", **filled), lines())

    row = next(row for row in review.rows if row.match and row.match.record.id == "line-1")
    assert row.state is (RowState.CHANGED if sent else RowState.SAME)
    (told,) = [problem for problem in row.problems if "填報表不採用" in problem.message]
    assert told.message.startswith("預定完成日期、填報單位、協辦單位與登記的不同")
    assert "窗口" in told.to_sender
    # The same day spelled otherwise, and the same bureau, are nothing to tell.
    again = {"預定完成日期": "2026.9.8", "填報單位": "桃園市政府 交通局"}
    other = reviewed(fill(form(tmp_path / "again.xlsx"), "115-003", **again), lines())
    assert not any("填報表不採用" in problem.message for row in other.rows for problem in row.problems)


def test_what_only_we_changed_stands(tmp_path: Path) -> None:
    path = form(tmp_path / "form.xlsx")

    assert states(reviewed(path, with_report("line-1", "我們補登的")))["line-1"] is RowState.SAME


def test_a_case_released_meanwhile_is_told_before_anything_is_written(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-003", 辦理情形="已決標")
    known = tuple(
        replace(line, assignment=replace(line.assignment, state=State.RELEASED)) if line.id == "line-1" else line
        for line in lines()
    )
    (row,) = [row for row in reviewed(path, known).rows if row.match and row.match.record.id == "line-1"]

    assert row.state is RowState.CONFLICT
    assert "115-003" in row.problems[-1].message
    assert "解除列管" in row.problems[-1].message


def test_a_percent_of_180_is_told_with_its_cell_and_the_row_is_not_safe(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-003", 實際進度=1.8, 辦理情形="已決標")
    review = reviewed(path, lines())

    (row,) = [row for row in review.rows if row.state is RowState.CHANGED]
    (problem,) = row.problems
    assert "180" in problem.message
    assert problem.cell.startswith("填報表!")
    assert accepted(review, "safe") == ()
    assert [each.field for each in accepted(review, "all")[0].differences] == ["report"]


def test_a_form_keeps_its_ids_through_excel(tmp_path: Path) -> None:
    path = form(tmp_path / "form.xlsx")
    load_workbook(path).save(path)

    assert set(states(reviewed(path, lines()))) == {"line-1", "line-3"}


def with_report(line_id: str, text: str) -> tuple[TrackedLine, ...]:
    """The register after somebody here corrected a line's latest report."""

    def corrected(line: TrackedLine) -> TrackedLine:
        assert line.latest is not None
        report = replace(line.latest, id="later", reported_on=date(2026, 9, 25), text=text)
        return replace(line, reports=(*line.reports, report))

    return tuple(corrected(line) if line.id == line_id else line for line in lines())


def test_what_is_taken_is_ours_with_what_they_changed(tmp_path: Path) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-003", 改善對策="加派人力")
    review = reviewed(path, with_report("line-1", "我們補登的"))
    (row,) = accepted(review, "safe")

    taken = report_to_take(row, review.recognised.tables[0])
    assert (taken["report"], taken["remedy"], taken["actual_percent"]) == ("我們補登的", "加派人力", 55.5)
