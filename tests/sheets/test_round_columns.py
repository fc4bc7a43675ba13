"""Columns of two quarters beside one another: the one of the file's round is read, and no row of data is a heading."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from northtaiwan_desktop.sheets.intake_json import intake_json
from tests.sheets.lines import lines
from tests.sheets.workbooks import grid, recognised, reviewed, saved

TITLE = ["桃園市政府 115年第3季辦理情形"]
TALL = [
    ["案號", "主辦單位", "辦理情形", None, "進度", None, "解除列管"],
    [None, None, "第2季", "第3季", "預定", "實際", "是/否"],
]
MERGES = ("A2:A3", "B2:B3", "C2:D2", "E2:F2")
DATA = [
    ["115-003", "桃園市", "上季說明", "本季說明", 50, 40, "否"],
    ["115-004", "桃園市", "上季", "本季04", 60, 50, "是"],
]


@pytest.mark.parametrize("merges", [MERGES, (*MERGES, "D4:D5")])
def test_the_quarter_of_the_title_is_the_report_and_the_other_is_set_aside_with_a_word(
    tmp_path: Path, merges: Sequence[str]
) -> None:
    review = reviewed(saved(tmp_path / "回報.xlsx", [TITLE, *TALL, *DATA], merges=merges), lines())
    (sheet,) = review.sheets

    assert sheet.table.header_rows == (1, 2)
    assert [row.row.number for row in sheet.rows] == [4, 5]
    assert sheet.rows[0].row.fields["report"] == "本季說明"
    assert (sheet.rows[0].row.fields["planned_percent"], sheet.rows[0].row.fields["actual_percent"]) == (50, 40)
    third = sheet.table.columns[2]
    assert (third.field, third.is_undecided) == (None, False)
    assert "115年第2季" in third.why
    assert any("辦理情形第2季" in note for note in intake_json(review)["notes"])


def test_of_flat_headings_the_quarter_of_the_title_is_read(tmp_path: Path) -> None:
    head = ["案號", "主辦單位", "115年第2季辦理情形", "115年第3季辦理情形", "預定進度", "實際進度", "是否解除列管"]
    (sheet,) = reviewed(saved(tmp_path / "回報.xlsx", [TITLE, head, *DATA]), lines()).sheets

    assert [row.row.fields["report"] for row in sheet.rows] == ["本季說明", "本季04"]


def test_without_a_round_of_the_file_a_person_is_asked(tmp_path: Path) -> None:
    merges = ("A1:A2", "B1:B2", "C1:D1", "E1:F1")
    (sheet,) = reviewed(saved(tmp_path / "回報.xlsx", [*TALL, *DATA], merges=merges), lines()).sheets

    assert sheet.table.header_rows == (0, 1)
    assert [column.field for column in sheet.table.undecided] == ["report"]
    assert all("report" not in row.row.fields for row in sheet.rows)


@pytest.mark.parametrize("months", [("8月", "9月"), ("115年8月", "115年9月份")])
def test_of_two_months_that_of_the_file_is_read(months: tuple[str, str]) -> None:
    head = ["案號", *(f"{month}辦理情形" for month in months)]
    (table,) = recognised(grid([["115年9月份辦理情形"], head, ["115-003", "舊", "新"]])).tables

    assert [column.field for column in table.columns] == ["number", None, "report"]


@pytest.mark.parametrize(
    "row",
    [
        ["115-003", "桃園市", "上季", "本季"],
        ["3", "桃園市", "已於九月召開會議。", "辦理中"],
        ["第三案", "桃園市", "115/09/08", "辦理中"],
        ["第三案", "桃園市", "辦理中", 80],
    ],
)
def test_a_row_of_data_is_never_a_heading(row: list[Any]) -> None:
    """Taken for a third row of the header, it would make the two quarters' headings differ, and be lost."""
    (table,) = recognised(grid([["案號", "主辦單位", "第2季辦理情形", "第3季辦理情形"], row, row])).tables

    assert table.header_rows == (0,)


def test_figures_in_a_run_are_headings() -> None:
    head = [["行動方案", "議題組", "主辦縣市", "經費", "", ""], ["", "", "", "115", "116", "117"]]
    (table,) = recognised(grid([*head, ["月票", "交通", "桃園市", "1", "2", "3"]]), kind="plan").tables

    assert table.columns[3].header.startswith("經費")
