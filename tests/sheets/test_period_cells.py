"""A start and an end in one cell, as plans of other offices have them."""

from datetime import date
from typing import Any

import pytest

from tests.sheets.workbooks import day, grid, row_of, rows_of

PLAN = ["行動方案", "議題組"]
ITEM = ["跨域通勤月票", "交通運輸組"]


@pytest.mark.parametrize("title", ["執行期間", "計畫期程", "辦理期程", "起訖日期", "起迄\n年月", "期程"])
@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("104.1~104.12", day(104, 1, 1), day(104, 12, 31)),
        ("104年1月至12月", day(104, 1, 1), day(104, 12, 31)),
        ("104/1–104/12", day(104, 1, 1), day(104, 12, 31)),
        ("104/01/15\n104/11/30", day(104, 1, 15), day(104, 11, 30)),
        ("1040101-1051231", day(104, 1, 1), day(105, 12, 31)),
        ("104年度", day(104, 1, 1), day(104, 12, 31)),
        ("104年第3季", day(104, 7, 1), day(104, 9, 30)),
    ],
)
def test_a_stretch_in_one_cell_is_a_start_and_an_end(title: str, text: str, since: date, until: date) -> None:
    (row,) = rows_of(grid([[*PLAN, title], [*ITEM, text]]), kind="plan", year=104)

    assert (row.fields["starts_on"], row.fields["ends_on"]) == (since, until)
    assert not [problem for problem in row.problems if not problem.is_note]
    if title != "期程":
        assert row.problems == ()
        assert row.raw["starts_on"] == row.raw["ends_on"] == text
        assert row.cells["ends_on"] == "工作表1!C2"


@pytest.mark.parametrize(
    ("text", "fields", "word"),
    [
        ("104年1月起", {"starts_on": day(104, 1, 1)}, "沒有結束"),
        ("104年1月～", {"starts_on": day(104, 1, 1)}, "沒有結束"),
        ("即日起至104年12月", {"ends_on": day(104, 12, 31)}, "沒有開始"),
        ("至104年12月止", {"ends_on": day(104, 12, 31)}, "沒有開始"),
    ],
)
def test_one_end_alone_is_read_and_said(text: str, fields: dict[str, Any], word: str) -> None:
    row = row_of("plan", 執行期間=text)
    (note,) = row.problems

    assert {name: row.fields.get(name) for name in ("starts_on", "ends_on") if name in row.fields} == fields
    assert note.is_note
    assert word in note.message


@pytest.mark.parametrize("text", ["104年13月~104年12月", "104.12~104.1", "視經費而定"])
def test_what_is_no_stretch_is_a_problem(text: str) -> None:
    row = row_of("plan", 執行期間=text)

    assert "starts_on" not in row.fields
    assert [problem.is_note for problem in row.problems] == [False]
    assert row.raw["period"] == text


def test_columns_of_their_own_go_before_it() -> None:
    row = row_of("plan", 執行期間="104.1~104.12", 開始日期="104/03/01")

    assert (row.fields["starts_on"], row.fields["ends_on"]) == (day(104, 3, 1), day(104, 12, 31))


def test_a_stretch_under_the_start_alone_loses_no_end() -> None:
    row = row_of("plan", 開始日期="104.1~104.12")

    assert (row.fields["starts_on"], row.fields["ends_on"]) == (day(104, 1, 1), day(104, 12, 31))


def test_a_term_in_words_stays_one() -> None:
    assert row_of("plan", 期程="中期").fields["term"].value == "medium"
