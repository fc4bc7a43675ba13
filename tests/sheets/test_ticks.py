"""Of words with a box each only those that are ticked count, in every choice and every list of names."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.plan import Term
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row
from tests.sheets.workbooks import grid, rows_of, saved

HEAD = ["議題組", "行動方案", "期程", "主辦縣市", "配合縣市", "經費來源", "願景主軸"]
USUAL = ["交通", "月票", "短期", "宜蘭縣", "基隆市", "自籌", "友善"]


def planned(field: str, cell: str) -> Row:
    at = {"group": 0, "term": 2, "lead": 3, "co_leads": 4, "source": 5, "axes": 6}[field]
    (row,) = rows_of(grid([HEAD, [*USUAL[:at], cell, *USUAL[at + 1 :]]]), kind="plan")
    return row


@pytest.mark.parametrize(
    ("field", "cell", "read"),
    [
        ("term", "□短期■中期□長期", Term.MEDIUM),
        ("term", "短期□ 中期■", Term.MEDIUM),
        ("term", "( )短期 (V)中期 ( )長期", Term.MEDIUM),
        ("term", "○短期　●中期", Term.MEDIUM),
        ("term", "類別：☐短期 ☑長期", Term.LONG),
        ("term", "V短期", Term.SHORT),
        ("co_leads", "■基隆市 □新竹市", ("基隆市",)),
        ("co_leads", "□基隆市■新竹市", ("新竹市",)),
        ("co_leads", "☑基隆市、☑新竹市、☐桃園市", ("基隆市", "新竹市")),
        ("co_leads", "基隆市○、新竹市×", ("基隆市",)),
        ("lead", "□基隆市 ■新竹市", "新竹市"),
        ("group", "□交通 ■環境資源", "環境資源"),
        ("source", "□中央補助 ■縣市配合款", "縣市配合款"),
        ("axes", "□友善 ■先進 □便利 □低碳", ("先進",)),
        ("axes", "■友善□先進■便利□低碳", ("友善", "便利")),
        ("axes", "□友善■先進", ("先進",)),
        ("axes", "友善便利", ("友善", "便利")),
        ("axes", "友善（F）先進（A）", ("友善", "先進")),
    ],
)
def test_what_is_ticked_is_what_the_cell_says(field: str, cell: str, read: Any) -> None:
    row = planned(field, cell)

    assert row.fields[field] == read
    assert [problem.message for problem in row.problems] == []


@pytest.mark.parametrize("field", ["group", "term", "lead", "co_leads", "source", "axes"])
def test_nothing_ticked_says_nothing_which_is_noted(field: str) -> None:
    row = planned(field, "□交通 □短期 □基隆市")

    assert field not in row.fields
    assert [("沒有勾選任何一項" in problem.message, problem.is_note) for problem in row.problems] == [(True, True)]


@pytest.mark.parametrize(
    ("cell", "said"),
    [("■短期 ■中期 □長期", "勾選了2項"), ("短期□中期■長期", "看不出勾的是哪一項")],
)
def test_two_terms_or_boxes_between_words_are_asked_about(cell: str, said: str) -> None:
    row = planned("term", cell)

    assert "term" not in row.fields
    assert [(said in problem.message, problem.is_note) for problem in row.problems] == [(True, False)]


def test_the_roles_among_ticked_doers_stay_theirs() -> None:
    row = planned("lead", "主辦：■宜蘭縣 □桃園市 協辦：□新竹市 ■苗栗縣")

    assert row.fields["lead"] == "宜蘭縣"
    assert set(row.fields["co_leads"]) == {"苗栗縣", "基隆市"}


def test_a_name_left_out_by_circles_is_no_box() -> None:
    assert planned("co_leads", "○○市、基隆市").fields["co_leads"] == ("基隆市",)


def test_a_word_beside_a_drawn_tick_is_left_out_with_a_word() -> None:
    row = planned("co_leads", "✓基隆市 新竹市")

    assert row.fields["co_leads"] == ("基隆市",)
    assert "「新竹市」沒有讀入" in row.problems[0].message


def test_the_result_of_a_proposal_is_the_ticked_one_in_a_real_file(tmp_path: Path) -> None:
    rows = [
        ["優先順序", "提案縣市", "計畫名稱", "合作縣市", "申請金額", "審查結果"],
        [2, "桃園市", "乙", "□新竹縣 ■苗栗縣", "1,000,000元", "□核定 ■退回"],
    ]
    (row,) = rows_of(*read_grids(saved(tmp_path / "提案.xlsx", rows)))

    assert (row.fields["partners"], row.fields["result"]) == (("苗栗縣",), Result.RETURNED)


@given(st.lists(st.booleans(), min_size=4, max_size=4), st.sampled_from(["", " ", "、", "\n"]), st.booleans())
def test_any_ticks_are_read_as_they_stand(ticks: list[bool], between: str, is_before: bool) -> None:
    axes = ("友善", "先進", "便利", "低碳")
    boxes = ["■" if is_ticked else "□" for is_ticked in ticks]
    pairs = zip(boxes, axes, strict=True) if is_before else zip(axes, boxes, strict=True)
    row = planned("axes", between.join("".join(pair) for pair in pairs))

    expected = tuple(axis for axis, is_ticked in zip(axes, ticks, strict=True) if is_ticked)
    assert row.fields.get("axes", ()) == expected
