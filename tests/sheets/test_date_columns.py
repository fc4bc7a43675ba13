"""年, 月 and 日 in three columns are one date."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row
from tests.sheets.workbooks import day, grid, recognised, rows_of, saved

FLAT = ["年", "月", "日", "記事"]


def events(*rows: Sequence[Any], head: Sequence[str] = FLAT) -> tuple[Row, ...]:
    return rows_of(grid([["大事記"], head, *rows]))


@pytest.mark.parametrize(
    ("cells", "since", "until", "precision"),
    [
        ((104, 3, 5), day(104, 3, 5), day(104, 3, 5), Precision.DAY),
        (("104年", "3月", "5日"), day(104, 3, 5), day(104, 3, 5), Precision.DAY),
        (("民國104", "03", "05"), day(104, 3, 5), day(104, 3, 5), Precision.DAY),
        ((2015, 3, 5), day(104, 3, 5), day(104, 3, 5), Precision.DAY),
        ((104, 3, None), day(104, 3, 1), day(104, 3, 31), Precision.MONTH),
        ((104, None, None), day(104, 1, 1), day(104, 12, 31), Precision.YEAR),
        ((104, 3, "5-7"), day(104, 3, 5), day(104, 3, 7), Precision.DAYS),
    ],
)
def test_three_columns_are_one_date(cells: Sequence[Any], since: Any, until: Any, precision: Precision) -> None:
    row, _other = events([*cells, "示例：甲"], [104, 12, 1, "示例：乙"])

    assert (row.fields["since"], row.fields["until"], row.fields["precision"]) == (since, until, precision)
    assert row.fields["text"] == "示例：甲"
    assert row.problems == ()


def test_the_columns_of_month_and_day_are_known_as_parts() -> None:
    (table,) = recognised(grid([FLAT, [104, 3, 5, "示例：甲"], [104, 4, 5, "示例：乙"]])).tables

    assert [(column.field, column.parts) for column in table.columns] == [
        ("since", (1, 2)),
        (None, ()),
        (None, ()),
        ("text", ()),
    ]
    assert table.unknown == ()


def test_a_year_that_is_said_once_goes_on_below_and_is_told() -> None:
    first, second = events([104, 3, 5, "示例：甲"], [None, 4, 6, "示例：乙"])

    assert second.fields["since"] == day(104, 4, 6)
    (note,) = second.problems
    assert note.is_note
    assert "104年4月6日" in note.message
    assert first.problems == ()


def test_a_year_merged_down_and_a_heading_of_two_rows(tmp_path: Path) -> None:
    rows = [
        ["編號", "辦理情形", "填報日期", None, None],
        [None, None, "年", "月", "日"],
        ["115-003", "已召開會議", 115, 9, 28],
        ["115-004", "已決標", None, 9, 30],
    ]
    path = saved(tmp_path / "回報.xlsx", rows, merges=["A1:A2", "B1:B2", "C1:E1", "C3:C4"])
    first, second = rows_of(*read_grids(path), kind="progress")

    assert (first.fields["reported_on"], second.fields["reported_on"]) == (day(115, 9, 28), day(115, 9, 30))
    assert first.problems == second.problems == ()
    assert first.cells["reported_on"] == "工作表1!C3"


@pytest.mark.parametrize("cells", [(104, 13, 5), (104, 2, 30), (104, "下旬", None), (15, 9, 8)])
def test_what_is_no_date_is_a_problem_with_what_was_read(cells: Sequence[Any]) -> None:
    row, _other = events([*cells, "示例：甲"], [104, 12, 1, "示例：乙"])

    assert "since" not in row.fields
    assert [problem for problem in row.problems if not problem.is_note]


def test_a_two_figure_year_is_said() -> None:
    (row,) = events([99, 3, 5, "示例：甲"])

    assert row.fields["since"] == day(99, 3, 5)
    assert "兩位數" in row.problems[0].message


@pytest.mark.parametrize("year", ["民國", "民國(年)", "民國（年）", "民國年", "年", "西元（年）"])
@pytest.mark.parametrize("month_day", ["月日", "月/日"])
def test_a_year_beside_month_and_day_in_one_column_is_one_date(tmp_path: Path, year: str, month_day: str) -> None:
    rows = [
        [year, month_day, "大事紀要"],
        ["103年", "11/12", "示例：甲"],
        [None, "12月", "示例：乙"],
        [104, "3.1", "示例：丙"],
        ["104", "5月16日", "示例：丁"],
        ["105/02/28", None, "示例：戊"],
        ["105年", "三月八日", "示例：己"],
    ]
    found = rows_of(*read_grids(saved(tmp_path / "大事記.xlsx", rows)))

    assert [(row.fields["since"], row.fields["until"]) for row in found] == [
        (day(103, 11, 12), day(103, 11, 12)),
        (day(103, 12, 1), day(103, 12, 31)),
        (day(104, 3, 1), day(104, 3, 1)),
        (day(104, 5, 16), day(104, 5, 16)),
        (day(105, 2, 28), day(105, 2, 28)),
        (day(105, 3, 8), day(105, 3, 8)),
    ]
    assert ["沿用上面的年" in problem.message for row in found for problem in row.problems] == [True]
