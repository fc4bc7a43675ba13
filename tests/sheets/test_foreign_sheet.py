"""A county's own table, that nobody agreed on with it, is read whole."""

from pathlib import Path

import pytest

from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.sheets.intake_json import intake_json
from northtaiwan_desktop.sheets.review import Review, RowState
from tests.sheets.lines import LONG, lines
from tests.sheets.workbooks import TAOYUAN, edited, reviewed, saved

ROWS = [
    ["桃園市政府 115年第3季 北台區域平臺決議事項執行情形一覽表"],
    ["填表日期：115年9月30日", None, None, None, None, None, None, None, "單位：千元"],
    ["項\n次", "主政\n機關", "會議決議\n事項", "執行進度", None, "執行情形", "填報\n日期", "列管建議", "備註"],
    [None, None, None, "預 定", "實　際", None, None, None, None],
    [
        "１１５－００３",
        "桃園市政府交通局",
        LONG.replace("臺", "台"),
        "80％",
        "約70%",
        "一、已決標。",
        "115/09/28",
        "□解除列管　■繼續列管",
        None,
    ],
    ["115－4", "桃園縣政府觀光旅遊局", "台灣好行路線整合", "1", "八成", "規劃中", 1150929, "☑解除列管 □繼續列管", None],
    ["小計", None, "2案", None, None, None, None, None, None],
    ["註：本表每季填報一次。"],
]
MERGES = ("A1:I1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:F4", "G3:G4", "H3:H4", "I3:I4")


@pytest.fixture
def review(tmp_path: Path) -> Review:
    return reviewed(saved(tmp_path / "回報.xlsx", ROWS, merges=MERGES), lines())


def test_its_header_of_two_merged_rows_is_found_under_the_titles(review: Review) -> None:
    (table,) = review.recognised.tables

    assert table.header_rows == (2, 3)
    assert {column.field: column.header for column in table.columns if column.field} == {
        "number": "項次",
        "lead": "主政機關",
        "text": "會議決議事項",
        "planned_percent": "執行進度預定",
        "actual_percent": "執行進度實際",
        "report": "執行情形",
        "reported_on": "填報日期",
        "verdict": "列管建議",
    }
    assert all(column.certainty > 0.7 and column.why for column in table.columns if column.field)


def test_its_title_tells_the_year_the_round_and_the_sender(review: Review) -> None:
    found = review.recognised

    assert (found.kind, found.year, found.round, found.sender_id) == (
        "progress",
        115,
        Round.quarter(115, 3),
        TAOYUAN.id,
    )


def test_every_cell_is_read_whatever_its_spelling(review: Review) -> None:
    first, second = (row for row in review.rows if row.state is not RowState.IGNORED)

    assert first.row.fields["planned_percent"] == 80
    assert first.row.fields["actual_percent"] == 70
    assert first.row.fields["lead"] == "桃園市"
    assert first.row.fields["reported_on"].isoformat() == "2026-09-28"
    assert first.row.fields["verdict"] is Verdict.CONTINUE
    assert second.row.fields["lead"] == "桃園市"
    assert second.row.fields["actual_percent"] == 80
    assert second.row.fields["reported_on"].isoformat() == "2026-09-29"
    assert second.row.fields["verdict"] is Verdict.RELEASED


def test_its_rows_find_their_lines_by_number_and_by_doer(review: Review) -> None:
    found = [(row.match.record.id, row.state) for row in review.rows if row.match]

    assert found == [("line-1", RowState.CHANGED), ("line-3", RowState.CHANGED)]


def test_totals_and_notes_are_set_aside_with_a_reason(review: Review) -> None:
    assert {row.row.number: row.row.ignored for row in review.rows if row.row.ignored} == {7: "合計列", 8: "附註列"}


def test_what_is_read_with_doubt_is_said_with_its_cell(review: Review) -> None:
    told = {problem.cell: problem for row in review.rows for problem in row.problems}

    assert "1%" in told["工作表1!D6"].message
    assert "由會議決定" in told["工作表1!H6"].message


def test_the_same_table_is_read_without_numbers_by_likeness_of_text(tmp_path: Path) -> None:
    def spoil(sheet: object) -> None:
        sheet["A5"], sheet["A6"] = 1, 2  # type: ignore[index]

    path = edited(saved(tmp_path / "回報.xlsx", ROWS, merges=MERGES), spoil)
    found = {row.row.number: row for row in reviewed(path, lines()).rows}

    assert found[5].match is not None
    assert found[5].match.record.id == "line-1"
    assert found[5].match.why == "決議事項文字相近"


def test_a_row_that_fits_no_case_is_told_with_what_comes_near(tmp_path: Path) -> None:
    def spoil(sheet: object) -> None:
        sheet["A5"], sheet["C5"] = None, LONG[:50]  # type: ignore[index]

    path = edited(saved(tmp_path / "回報.xlsx", ROWS, merges=MERGES), spoil)
    (row,) = [row for row in reviewed(path, lines()).rows if row.row.number == 5]

    assert row.state is RowState.UNREADABLE
    assert "115-003" in row.problems[-1].message
    assert row.runner_ups[0].record.id == "line-1"


def test_json_holds_to_the_contract(review: Review) -> None:
    told = intake_json(review)

    assert set(told) == {"file", "sheets", "applied", "import"}
    (sheet,) = told["sheets"]
    assert set(sheet) == {"name", "kind", "skipped", "header_rows", "columns", "rows"}
    assert sheet["header_rows"] == [3, 4]
    assert set(sheet["columns"][0]) == {"field", "header", "column", "certainty"}
    row = sheet["rows"][0]
    assert set(row) == {"row", "state", "match", "fields", "raw", "problems"}
    assert (row["row"], row["state"], row["match"]) == (5, "changed", {"number": "115-003", "why": "案號相同"})
    assert row["fields"]["reported_on"] == "2026-09-28"
    assert row["fields"]["verdict"] == "continue"
    assert row["raw"]["planned_percent"] == "80％"
    assert sheet["rows"][2]["state"] == "ignored"
    assert told["applied"] == {"new": 0, "changed": 0}
