"""How many years a thing takes is no year, and of two terms none is taken: both are told."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row
from tests.sheets.workbooks import grid, rows_of, saved

TITLE = ["宜蘭縣政府 115年度行動方案"]
HEAD = ["議題組", "行動方案", "期程", "執行期間", "主辦縣市"]


def rows_with(tmp_path: Path, term: Any, period: Any) -> Row:
    file = saved(tmp_path / "行動方案.xlsx", [TITLE, HEAD, ["交通", "月票", term, period, "宜蘭縣"]])
    (row,) = rows_of(*read_grids(file))
    return row


def termed(cell: Any) -> Row:
    (row,) = rows_of(grid([TITLE, HEAD, ["交通", "月票", cell, None, "宜蘭縣"]]))
    return row


@pytest.mark.parametrize("length", ["2年", "3年", "二年", "兩年期", "1-2年", "1年~3年", "約15年", "15", 15])
def test_a_length_is_read_as_no_date_and_told(tmp_path: Path, length: Any) -> None:
    row = rows_with(tmp_path, length, length)

    assert row.fields.keys().isdisjoint({"term", "starts_on", "ends_on"})
    assert row.fields["lead"] == "宜蘭縣"
    assert len(row.problems) == 2
    assert all("期間的長短" in problem.message and not problem.is_note for problem in row.problems)


@given(st.integers(1, 59), st.sampled_from(["年", "年期", ""]))
def test_no_number_of_years_below_sixty_is_a_year(years: int, unit: str) -> None:
    assert "starts_on" not in termed(f"{years}{unit}").fields


def test_a_due_day_of_two_years_is_kept_as_words() -> None:
    head = ["案號", "決議事項", "主辦單位", "預定完成日期"]
    (row,) = rows_of(grid([["115年決議事項"], head, ["115-003", "研擬方案", "桃園市", "2年"]]), kind="resolutions")

    assert (row.fields["due_on"], row.found["due_text"]) == (None, "2年")
    assert "期間的長短" in row.problems[0].message


@pytest.mark.parametrize(
    ("cell", "since", "until"),
    [
        ("115年", date(2026, 1, 1), date(2026, 12, 31)),
        ("115-117", date(2026, 1, 1), date(2028, 12, 31)),
        ("115年5月3日", date(2026, 5, 3), date(2026, 5, 3)),
        ("民國2年", date(1913, 1, 1), date(1913, 12, 31)),
    ],
)
def test_days_under_the_term_are_said_as_what_they_are(cell: str, since: date, until: date) -> None:
    row = termed(cell)

    assert (row.fields["starts_on"], row.fields["ends_on"]) == (since, until)
    assert "起訖日期" not in row.problems[0].message
    assert "開始" in row.problems[0].message


@pytest.mark.parametrize("cell", ["中長期", "短中長期", "短、中期", "短期至中期", "短／中期", "中、長"])
def test_of_several_terms_none_is_taken(tmp_path: Path, cell: str) -> None:
    row = rows_with(tmp_path, cell, "115年")

    assert "term" not in row.fields
    assert [("不只一種期程" in problem.message, problem.is_note) for problem in row.problems] == [(True, False)]


@pytest.mark.parametrize(
    ("cell", "term"),
    [("短期", Term.SHORT), ("中程", Term.MEDIUM), ("長", Term.LONG), ("短期（中央補助）", Term.SHORT)],
)
def test_one_term_is_read(cell: str, term: Term) -> None:
    row = termed(cell)

    assert (row.fields["term"], row.problems) == (term, ())
