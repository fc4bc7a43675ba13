"""A year that the table supplies is told, however the time is written."""

from pathlib import Path

import pytest

from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row
from tests.sheets.workbooks import day, grid, rows_of, saved

RESOLUTIONS = ["案號", "決議事項", "主辦單位", "預定完成日期"]
PLAN = ["議題組", "行動方案", "主辦縣市", "開始日期", "結束日期"]


def due(cell: str) -> Row:
    (row,) = rows_of(
        grid([["115年決議事項"], RESOLUTIONS, ["115-003", "研擬方案", "桃園市", cell]]), kind="resolutions"
    )
    return row


@pytest.mark.parametrize(
    "cell", ["11/30", "年底前", "年底", "年末", "Q4", "上半年", "下半年", "今年底", "明年3月", "第3季"]
)
def test_it_is_noted(cell: str) -> None:
    row = due(cell)

    assert row.fields["due_on"] is not None
    assert [("沒有寫年" in problem.message, problem.is_note) for problem in row.problems] == [(True, True)]


@pytest.mark.parametrize(
    "cell", ["115年底前", "115年底", "115Q4", "115年第4季", "115年下半年", "115年度上半年", "一百一十五年底"]
)
def test_a_year_that_is_written_needs_no_note(cell: str) -> None:
    row = due(cell)

    assert row.fields["due_on"] is not None
    assert row.problems == ()


def test_quarters_as_start_and_end_of_a_plan_are_noted(tmp_path: Path) -> None:
    rows = [["宜蘭縣政府115年度行動方案"], PLAN, ["交通", "月票", "宜蘭縣", "Q1", "Q4"]]
    (row,) = rows_of(*read_grids(saved(tmp_path / "行動方案.xlsx", rows)))

    assert (row.fields["starts_on"], row.fields["ends_on"]) == (day(115, 1, 1), day(115, 12, 31))
    assert [problem.message for problem in row.problems] == [
        "沒有寫年，依本表的年度讀為115年1月1日，請確認。",
        "沒有寫年，依本表的年度讀為115年12月31日，請確認。",
    ]
