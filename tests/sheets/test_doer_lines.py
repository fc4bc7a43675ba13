"""The lines of one case, one for each doer, are one row; what is no such line is left as it is."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.sheets.doer_lines import read_rows
from northtaiwan_desktop.sheets.interpreting import Row
from northtaiwan_desktop.sheets.list_marks import RECORD_ID
from tests.sheets.workbooks import REFERENCE, day, grid, recognised

HEAD = ["案號", "決議事項", "主辦單位", "協辦單位", "預定完成日期"]


def rows(*lines: list[Any], head: list[str] = HEAD, kind: str = "resolutions") -> list[Row]:
    (table,) = recognised(grid([head, *lines]), kind=kind, year=115).tables
    return list(read_rows(table, REFERENCE))


def doers(row: Row) -> list[tuple[str, str]]:
    return [(doer.name, doer.share.value) for doer in row.doers]


def test_lead_and_co_leads_of_all_lines_are_the_cases() -> None:
    first, second, third = rows(
        ["115-003", "研擬方案", "桃園市", "新北市", "115/12/31"],
        ["115-003", "研擬方案", "宜蘭縣", None, None],
        [None, None, None, "苗栗縣", None],
    )

    assert doers(first) == [("桃園市", "lead"), ("宜蘭縣", "lead"), ("新北市", "co_lead"), ("苗栗縣", "co_lead")]
    assert first.fields["lead"] == "桃園市、宜蘭縣"
    assert first.fields["co_leads"] == ("新北市", "苗栗縣")
    assert first.raw["lead"] == "桃園市\n宜蘭縣"
    assert second.ignored == third.ignored == "第2列那一案的另一個辦理單位，已併入該列"
    (note,) = first.problems
    assert note.is_note
    assert "第2、3、4列" in note.message


def test_lines_of_one_case_need_not_stand_together() -> None:
    found = rows(
        ["115-003", "研擬方案", "桃園市", None, None],
        ["115-004", "另一案", "桃園市", None, None],
        ["115-003", "研擬方案", "宜蘭縣", None, None],
        ["115-004", "另一案", "苗栗縣", None, None],
    )

    assert [row.fields.get("lead") for row in found] == ["桃園市、宜蘭縣", "桃園市、苗栗縣", None, None]


def test_what_the_lines_say_differently_of_the_case_is_for_a_person() -> None:
    first, _second = rows(
        ["115-003", "研擬方案", "桃園市", None, "115/12/31"],
        ["115-003", "研擬方案", "宜蘭縣", None, "115/06/30"],
    )

    (problem,) = [one for one in first.problems if not one.is_note]
    assert (problem.cell, problem.value, problem.field) == ("工作表1!E3", "115/06/30", "due_on")
    assert "115/12/31" in problem.message
    assert first.fields["due_on"] == day(115, 12, 31)


def test_what_only_a_later_line_says_of_the_case_is_kept() -> None:
    first, _second = rows(
        ["115-003", "研擬方案", "桃園市", None, None], ["115-003", "研擬方案", "宜蘭縣", None, "115年底前"]
    )

    assert first.fields["due_on"] == day(115, 12, 31)
    assert first.found["due_text"] == "115年底前"


def test_an_unread_doer_of_a_further_line_is_told_of_the_case() -> None:
    first, second = rows(["115-003", "研擬方案", "桃園市", None, None], [None, None, "臺南市", None, None])

    assert [problem.cell for problem in first.problems if not problem.is_note] == ["工作表1!C3"]
    assert second.ignored


@pytest.mark.parametrize(
    "lines",
    [
        [["115-003", "研擬方案", "桃園市"], ["115-004", "研擬方案", "宜蘭縣"]],
        [["115-003", "研擬方案", "桃園市"], ["115-003", "另一案", "宜蘭縣"]],
        [["115-003", "研擬方案", "桃園市"], ["115-003", "研擬方案", "桃園市"]],
        [["115-003", "研擬方案", "桃園市"], [None, None, None]],
        [["115-003", "研擬方案", "桃園市"], [None, "另一案", "宜蘭縣"]],
        [["115-003", "研擬方案", "桃園市"], ["合計", None, "1案"], [None, None, "宜蘭縣"]],
    ],
)
def test_other_rows_are_left_alone(lines: list[list[Any]]) -> None:
    found = rows(*([*line, None, None] for line in lines))

    assert found[0].fields["lead"] == "桃園市"
    assert not [row for row in found if "併入" in row.ignored]


def test_progress_has_a_row_for_each_doer_anyway() -> None:
    lines = [["115-003", "研擬方案", "桃園市", "甲"], ["115-003", "研擬方案", "宜蘭縣", "乙"]]
    found = rows(*lines, head=["案號", "決議事項", "主辦單位", "辦理情形"], kind="progress")

    assert [row.fields["lead"] for row in found] == ["桃園市", "宜蘭縣"]


def test_our_own_list_has_a_row_for_each_case() -> None:
    lines = [["1", "研擬方案", "桃園市"], ["2", "研擬方案", "宜蘭縣"]]
    found = rows(*lines, head=[RECORD_ID, "決議事項", "主辦單位"])

    assert not [row for row in found if row.ignored]


@given(
    cases=st.lists(st.lists(st.sampled_from(REFERENCE.members), min_size=1, max_size=4, unique=True), min_size=1),
    is_said_once=st.booleans(),
)
def test_a_case_has_the_doers_of_its_lines_however_often_it_is_said(cases: list[Any], is_said_once: bool) -> None:
    lines = [
        [None, None, doer.name, None, None]
        if is_said_once and at
        else [f"115-{number:03}", f"第{number}案的文字", doer.name, None, None]
        for number, doers_of in enumerate(cases, 1)
        for at, doer in enumerate(doers_of)
    ]
    found = [row for row in rows(*lines) if not row.ignored]

    assert [row.fields["number"] for row in found] == [f"115-{number:03}" for number in range(1, len(cases) + 1)]
    assert [row.fields["lead"] for row in found] == ["、".join(doer.name for doer in each) for each in cases]


def test_numbers_that_only_count_the_rows_are_no_case_numbers() -> None:
    head = ["編號", *HEAD[1:]]
    found = rows(*([number, f"第{place}案的內容", "桃園市"] for place, number in enumerate((1, 2, 3, 4, 4))), head=head)

    assert ["number" in row.fields for row in found] == [False] * 5
    assert [row.raw["number"] for row in found] == [1, 2, 3, 4, 4]
    assert "不當作案號" in found[0].problems[0].message
    (twice,) = found[4].problems
    assert "與第5列相同" in twice.message
    # Numbers that leave some out are somebody's own.
    kept = rows([3, "第三案", "桃園市"], [7, "第七案", "桃園市"], head=head)
    assert [row.fields.get("number") for row in kept] == ["3", "7"]
