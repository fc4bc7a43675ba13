"""Spellings that came back in offices' own workbooks, each in a file of its own."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row
from tests.sheets.workbooks import REFERENCE, rows_of, saved


def row_of(tmp_path: Path, head: list[str], row: list[Any]) -> Row:
    (found,) = rows_of(*read_grids(saved(tmp_path / "來文.xlsx", [["115年"], head, row])))
    return found


@pytest.mark.parametrize("heading", ["主政局處", "主責局處", "權責局處", "主辦局處"])
def test_an_office_as_the_heading_of_the_doers(tmp_path: Path, heading: str) -> None:
    for head, row in (
        (["案號", "決議事項", heading, "辦理情形"], ["115-003", "研擬方案", "桃園市交通局", "已開會"]),
        (["行動方案", "議題組", heading, "期程"], ["月票", "交通", "桃園市交通局", "短期"]),
        (["案號", "決議事項", heading, "會議日期"], ["115-003", "研擬方案", "桃園市交通局", "115/09/08"]),
    ):
        assert row_of(tmp_path, head, row).fields["lead"] == "桃園市"


@pytest.mark.parametrize("words", ["各縣市", "全縣市", "全部縣市", "所有縣市"])
def test_all_counties_in_a_word(tmp_path: Path, words: str) -> None:
    row = row_of(tmp_path, ["案號", "決議事項", "主辦單位", "辦理情形"], ["115-003", "研擬方案", words, "已開會"])

    assert row.fields["lead"].split("、") == [member.name for member in REFERENCE.members]
    assert row.problems == ()


@pytest.mark.parametrize(
    ("cell", "since", "until", "precision"),
    [
        ("115年5月16、17日", date(2026, 5, 16), date(2026, 5, 17), Precision.DAYS),
        ("115年5月16日、17日、18日", date(2026, 5, 16), date(2026, 5, 18), Precision.DAYS),
        ("115年1/31", date(2026, 1, 31), date(2026, 1, 31), Precision.DAY),
        ("115下半年", date(2026, 7, 1), date(2026, 12, 31), Precision.MONTHS),
    ],
)
def test_days_of_a_chronicle(tmp_path: Path, cell: str, since: date, until: date, precision: Precision) -> None:
    row = row_of(tmp_path, ["日期", "大事紀要", "備註"], [cell, "示例：甲", None])

    assert (row.fields["since"], row.fields["until"], row.fields["precision"]) == (since, until, precision)
    assert row.problems == ()


@pytest.mark.parametrize("cell", ["115年5月16、19日", "115.5、6"])
def test_days_that_do_not_follow_one_another_are_asked_about(tmp_path: Path, cell: str) -> None:
    row = row_of(tmp_path, ["日期", "大事紀要", "備註"], [cell, "示例：甲", None])

    assert "since" not in row.fields
    assert row.is_unreadable


@pytest.mark.parametrize("between", ["、", "\n", "，", " 及 "])
def test_two_numbers_in_a_cell_are_said(tmp_path: Path, between: str) -> None:
    row = row_of(tmp_path, ["案號", "主辦單位", "辦理情形"], [f"115-003{between}115-004", "桃園市", "兩案合寫"])

    assert [problem.message for problem in row.problems] == [
        "這一格有2個案號（115-003、115-004），一列只能對到一案。請一案一列，分別填寫。"
    ]
