"""Cells of progress: figures in any format, and the words that offices write instead of them."""

from pathlib import Path
from typing import Any

import pytest

from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row
from tests.sheets.workbooks import edited, grid, rows_of, saved

HEAD = ("編號", "決議事項", "辦理情形", "實際進度")


def in_a_file(tmp_path: Path, value: Any, *, number_format: str = "General", title: str = "實際進度") -> Row:
    """The row of a file whose one cell of progress has this value in this number format."""
    path = saved(tmp_path / "回報.xlsx", [[*HEAD[:3], title], ["115-003", "研擬方案", "已召開會議", value]])
    edited(path, lambda page: setattr(page["D2"], "number_format", number_format))
    (row,) = rows_of(*read_grids(path), file=path.name, kind="progress")
    return row


@pytest.mark.parametrize(
    ("value", "number_format", "percent"), [(0.8, "0%", 80), (1, "0%", 100), (0, "0%", 0), (0.8, "General", 80)]
)
def test_a_figure_in_its_usual_format_is_read_without_a_word(
    tmp_path: Path, value: float, number_format: str, percent: float
) -> None:
    row = in_a_file(tmp_path, value, number_format=number_format)

    assert row.fields["actual_percent"] == percent
    assert row.problems == ()


@pytest.mark.parametrize(("value", "stored"), [(100, "10000%"), (80, "8000%"), (5, "500%"), (66.5, "6650%")])
def test_a_percentage_that_was_pasted_into_the_format_of_percentages_is_read_with_a_word(
    tmp_path: Path, value: float, stored: str
) -> None:
    row = in_a_file(tmp_path, value, number_format="0%")
    (note,) = row.problems

    assert row.fields["actual_percent"] == value
    assert note.is_note
    assert stored in note.message
    assert f"{value:g}%" in note.message


@pytest.mark.parametrize(
    ("value", "number_format", "words"),
    [
        (1.2, "0%", ("120%", "1.2%")),
        (1, "General", ("1%", "100%")),
        (180, "0%", ("180",)),
        ("過半", "General", ("過半", "60%")),
        ("進行中", "General", ("進行中", "辦理情形")),
        ("持續辦理中", "0%", ("持續辦理中",)),
        ("未完成", "General", ("未完成",)),
    ],
)
def test_what_tells_no_one_figure_is_asked_about(
    tmp_path: Path, value: Any, number_format: str, words: tuple[str, ...]
) -> None:
    row = in_a_file(tmp_path, value, number_format=number_format)
    (problem,) = row.problems

    assert "actual_percent" not in row.fields
    assert not problem.is_note
    assert row.raw["actual_percent"] == value
    assert all(word in problem.message for word in words), problem.message


@pytest.mark.parametrize(
    ("text", "percent"),
    [
        ("完成", 100),
        ("已完成", 100),
        ("業已辦理完成", 100),
        ("全部完成。", 100),
        ("尚未開始", 0),
        ("未開始", 0),
        ("尚未辦理", 0),
        ("一半", 50),
    ],
)
def test_a_word_that_stands_for_a_figure_is_read_and_kept(tmp_path: Path, text: str, percent: float) -> None:
    row = in_a_file(tmp_path, text)
    (note,) = row.problems

    assert row.fields["actual_percent"] == percent
    assert row.raw["actual_percent"] == text
    assert note.is_note
    assert text in note.message


@pytest.mark.parametrize("text", ["-", "—", "－", "無", "／", "N/A", "免填"])
def test_a_mark_for_nothing_is_no_figure_and_is_said(tmp_path: Path, text: str) -> None:
    row = in_a_file(tmp_path, text)
    (note,) = row.problems

    assert "actual_percent" not in row.fields
    assert row.raw["actual_percent"] == text
    assert note.is_note
    assert "0%" in note.message


def test_a_fraction_under_a_heading_that_says_per_cent_is_said(tmp_path: Path) -> None:
    row = in_a_file(tmp_path, 0.8, title="實際進度（%）")
    (note,) = row.problems

    assert row.fields["actual_percent"] == 80
    assert "0.8%" in note.message


def test_a_bare_one_goes_by_its_column_and_is_said() -> None:
    first, second = rows_of(grid([HEAD, ["115-003", "甲", "辦理中", 1], ["115-004", "乙", "辦理中", 80]]))

    assert first.fields["actual_percent"] == 1
    assert "1%" in first.problems[0].message
    assert second.problems == ()
