"""Cells are read as people write them; what can't be read keeps its text, its cell and its remedy."""

from typing import Any

import pytest

from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.domain.proposal import Result
from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.sheets.grid import Grid, Marks, Merge
from northtaiwan_desktop.sheets.interpreting import interpret
from tests.sheets.workbooks import REFERENCE, day, grid, recognised, row_of, rows_of


@pytest.mark.parametrize(
    ("kind", "cells", "field", "value"),
    [
        ("resolutions", {"預定完成日期": 1151231}, "due_on", day(115, 12, 31)),
        ("resolutions", {"預定完成日期": "115/09/08"}, "due_on", day(115, 9, 8)),
        ("resolutions", {"預定完成日期": "年底前"}, "due_on", day(115, 12, 31)),
        ("resolutions", {"預定完成日期": "9月底"}, "due_on", day(115, 9, 30)),
        ("resolutions", {"預定完成日期": "持續辦理"}, "due_on", None),
        ("resolutions", {"主辦單位": "桃園縣政府交通局、台北市"}, "lead", "桃園市、臺北市"),
        ("resolutions", {"主辦單位": "交通部"}, "lead", "交通部"),
        ("resolutions", {"協辦單位": "新竹縣市\n苗栗縣"}, "co_leads", ("新竹縣", "新竹市", "苗栗縣")),
        ("resolutions", {"列管狀態": "□解除列管 ■繼續列管"}, "state", State.OPEN),
        ("resolutions", {"列管狀態": "已解除列管"}, "state", State.RELEASED),
        ("resolutions", {"會議名稱／日期": "第一次副首長會議\n115.5.8"}, "decided_on", day(115, 5, 8)),
        ("resolutions", {"會議名稱／日期": "第一次副首長會議\n115.5.8"}, "meeting", "第一次副首長會議"),
        ("resolutions", {"議題組": "原客新移"}, "group", "原住民客家族群及新移民"),
        ("progress", {"實際進度": "八成五"}, "actual_percent", 85.0),
        ("progress", {"實際進度": "100％(已完成)"}, "actual_percent", 100.0),
        ("progress", {"實際進度": 0.8}, "actual_percent", 80.0),
        ("progress", {"是否解除列管": "是"}, "verdict", Verdict.RELEASE_ASKED),
        ("progress", {"是否解除列管": "否"}, "verdict", Verdict.CONTINUE),
        ("progress", {"列管建議": "☑提請解除列管 □繼續列管"}, "verdict", Verdict.RELEASE_ASKED),
        ("progress", {"列管建議": "(V)續列 ( )解列"}, "verdict", Verdict.CONTINUE),
        ("progress", {"列管建議": "þ提請解除列管 o繼續列管"}, "verdict", Verdict.RELEASE_ASKED),
        ("progress", {"列管建議": "\uf0a8提請解除列管 \uf0fe繼續列管"}, "verdict", Verdict.CONTINUE),
        ("progress", {"列管建議": "提請解除列管(V) 繼續列管( )"}, "verdict", Verdict.RELEASE_ASKED),
        ("progress", {"列管建議": "提請解除列管□ 繼續列管■"}, "verdict", Verdict.CONTINUE),
        ("progress", {"列管建議": "○繼續列管 ×提請解除列管"}, "verdict", Verdict.CONTINUE),
        ("progress", {"列管建議": "繼續列管（暫緩）"}, "verdict", Verdict.CONTINUE),
        ("progress", {"是否解除列管": "■是　□否"}, "verdict", Verdict.RELEASE_ASKED),
        ("progress", {"是否解除列管": "□是　☑否"}, "verdict", Verdict.CONTINUE),
        ("progress", {"是否解除列管": "○"}, "verdict", Verdict.RELEASE_ASKED),
        ("progress", {"是否解除列管": "×"}, "verdict", Verdict.CONTINUE),
        ("progress", {"是否解除列管": "þ"}, "verdict", Verdict.RELEASE_ASKED),
        ("progress", {"是否解除列管": "■解除 □繼續"}, "verdict", Verdict.RELEASED),
        ("progress", {"是否解除列管": "□解除　■繼續"}, "verdict", Verdict.CONTINUE),
        ("progress", {"是否解除列管": "解除( )／繼續(V)"}, "verdict", Verdict.CONTINUE),
        ("progress", {"列管建議": "不解除"}, "verdict", Verdict.CONTINUE),
        ("progress", {"列管建議": "申請解除"}, "verdict", Verdict.RELEASE_ASKED),
        ("resolutions", {"列管狀態": "解除"}, "state", State.RELEASED),
        ("progress", {"列管建議": "自行列管"}, "verdict", Verdict.SELF),
        ("progress", {"填報期別": "第3季"}, "round", "115Q3"),
        ("plan", {"經費": "2,000萬元"}, "budget", 20_000_000),
        ("plan", {"主軸": "友善、E"}, "axes", ("友善", "低碳")),
        ("plan", {"期程": "中期"}, "term", None),
        ("plan", {"經費來源": "中央補助、配合款"}, "source", "中央補助、縣市配合款"),
        ("plan", {"結束日期": "115年9月"}, "ends_on", day(115, 9, 30)),
        ("plan", {"年度": "115年度"}, "year", 115),
        ("proposals", {"核定金額": "870萬"}, "approved", 8_700_000),
        ("proposals", {"審查結果": "未核定"}, "result", Result.REJECTED),
        ("proposals", {"優先順序": "第2順位"}, "priority", 2),
        ("chronicle", {"日期": "1995~1997"}, "precision", Precision.YEARS),
        ("chronicle", {"日期": "2003. 2-6"}, "until", day(92, 6, 30)),
        ("chronicle", {"日期": "2004. 1. 12"}, "since", day(93, 1, 12)),
        ("chronicle", {"日期": 2003}, "precision", Precision.YEAR),
        ("chronicle", {"日期": "115.7.1", "迄日": "115.7.3"}, "precision", Precision.DAYS),
    ],
)
def test_a_cell_is_read_as_people_write_it(kind: str, cells: dict[str, Any], field: str, value: Any) -> None:
    row = row_of(kind, **cells)

    assert not [problem for problem in row.problems if not problem.is_note]
    found = row.fields[field]
    assert found == value if field != "term" else found.value == "medium"


@pytest.mark.parametrize(
    ("kind", "cells", "field", "words"),
    [
        ("progress", {"實際進度": "180%"}, "actual_percent", ("180", "100")),
        ("progress", {"主辦單位": "臺南市"}, "lead", ("臺南市", "桃園市")),
        ("progress", {"實際進度": 1}, "actual_percent", ("1%", "100%")),
        ("progress", {"列管建議": "■解除列管 ■繼續列管"}, "verdict", ("只勾選一項",)),
        ("progress", {"填報日期": "15/9/8"}, "reported_on", ("兩位數", "民國15年", "2015年", "115/09/08")),
        ("progress", {"填報日期": "115年9月"}, "reported_on", ("哪一天", "115年9月8日")),
        ("progress", {"填報日期": 42948}, "reported_on", ("日期序號", "1150908")),
        ("resolutions", {"預定完成日期": "15年9月"}, "due_on", ("兩位數",)),
        ("progress", {"填報日期": "115年2月30日"}, "reported_on", ("2月30日", "28")),
        ("progress", {"填報日期": "105.10.21(一)"}, "reported_on", ("星期五",)),
        ("resolutions", {"預定完成日期": "115年2月30日"}, "due_on", ("28",)),
        ("plan", {"經費": "尚未核定"}, "budget", ("尚未核定", "1,200")),
        ("plan", {"議題組": "外星組"}, "group", ("外星組", "交通運輸")),
    ],
)
def test_what_can_not_be_read_keeps_its_text_and_names_the_remedy(
    kind: str, cells: dict[str, Any], field: str, words: tuple[str, ...]
) -> None:
    row = row_of(kind, **cells)
    (problem,) = row.problems
    (value,) = cells.values()

    assert field not in row.fields
    assert row.raw[field] == value
    assert problem.value == value
    assert problem.cell == row.cells[field]
    assert all(word in problem.message for word in words), problem.message
    assert not row.is_unreadable


@pytest.mark.parametrize(
    ("kind", "cells", "field", "value", "words"),
    [
        ("progress", {"填報日期": "1/12"}, "reported_on", day(115, 1, 12), ("沒有寫年", "115年1月12日")),
        ("progress", {"填報日期": "9月8日"}, "reported_on", day(115, 9, 8), ("沒有寫年",)),
        ("progress", {"填報日期": "99.10.21"}, "reported_on", day(99, 10, 21), ("兩位數", "民國99年")),
        ("progress", {"填報日期": 991021}, "reported_on", day(99, 10, 21), ("兩位數",)),
        ("resolutions", {"預定完成日期": "5月"}, "due_on", day(115, 5, 31), ("沒有寫年", "115年5月31日")),
        ("resolutions", {"預定完成日期": "99.10"}, "due_on", day(99, 10, 31), ("兩位數",)),
        ("chronicle", {"日期": "第3季"}, "since", day(115, 7, 1), ("沒有寫年",)),
    ],
)
def test_what_a_date_leaves_open_is_said(
    kind: str, cells: dict[str, Any], field: str, value: Any, words: tuple[str, ...]
) -> None:
    row = row_of(kind, **cells)
    (note,) = row.problems

    assert row.fields[field] == value
    assert note.is_note
    assert note.cell == row.cells[field]
    assert all(word in note.message for word in words), note.message


@pytest.mark.parametrize(
    "text", ["115年9月8日", "115/09/08", "1150908", "2026-09-08", "民國99年9月8日", "105.10.21(五)"]
)
def test_a_date_that_leaves_nothing_open_is_read_without_a_word(text: str) -> None:
    assert row_of("progress", 填報日期=text).problems == ()


@pytest.mark.parametrize(
    ("text", "source", "said"),
    [
        ("中央50%、地方50%", "中央補助、其他", ("「50%、50%」沒有讀入", "「地方」不是")),
        ("中央補助80％，自籌20％", "中央補助、自籌", ("80％、20％",)),
        ("中央1,000萬元、自籌500萬元", "中央補助、自籌", ("1,000萬元、500萬元",)),
        ("中央補助：自籌＝5:5", "中央補助、自籌", ("5:5",)),
        ("中央 1/2、縣市配合款 1/2", "中央補助、縣市配合款", ("1/2、1/2",)),
        ("八成中央補助", "中央補助", ("八成",)),
        ("中央補助款(50%)", "中央補助", ("50%",)),
        ("中央補助1200、自籌300", "中央補助、自籌", ("1200、300",)),
        ("回饋金", "其他", ("「回饋金」不是",)),
    ],
)
def test_a_share_of_the_money_that_is_not_taken_is_said(text: str, source: str, said: tuple[str, ...]) -> None:
    row = row_of("plan", 經費來源=text)
    messages = " ".join(problem.message for problem in row.problems)

    assert row.fields["source"] == source
    assert all(problem.is_note for problem in row.problems)
    assert all(words in messages for words in said), messages


@pytest.mark.parametrize("text", ["50%", "50%、50%", "1,000萬元"])
def test_shares_of_no_source_are_left_to_a_person(text: str) -> None:
    row = row_of("plan", 經費來源=text)
    (problem,) = row.problems

    assert "source" not in row.fields
    assert not problem.is_note
    assert "看不出是哪一種" in problem.message


@pytest.mark.parametrize("text", ["中央補助、自籌", "112年中央補助", "其他", "縣市配合款／基金"])
def test_sources_without_shares_need_no_word(text: str) -> None:
    assert row_of("plan", 經費來源=text).problems == ()


@pytest.mark.parametrize("text", ["TBD", "已完成", "Dec 31, 2014"])
def test_due_words_that_tell_no_time_are_kept_and_that_is_said(text: str) -> None:
    row = row_of("resolutions", 預定完成日期=text)
    (note,) = row.problems

    assert (row.fields["due_on"], row.found["due_text"]) == (None, text)
    assert note.is_note
    assert text in note.message


@pytest.mark.parametrize("text", ["持續辦理", "下次會議前", "一個月內", "即日起", "－", "無"])
def test_due_words_that_tell_a_time_without_a_day_need_no_word(text: str) -> None:
    assert row_of("resolutions", 預定完成日期=text).problems == ()


def test_without_a_year_of_the_table_a_date_without_year_is_not_read() -> None:
    (row,) = rows_of(grid([["編號", "辦理情形", "填報日期"], ["第一案", "甲", "1/12"]]))

    assert "reported_on" not in row.fields
    assert "沒有年" in row.problems[0].message


def test_a_fraction_among_percentages_is_not_guessed() -> None:
    rows = rows_of(grid([["編號", "辦理情形", "實際進度"], ["115-003", "甲", 0.8], ["115-004", "乙", 80]]))

    assert "actual_percent" not in rows[0].fields
    assert all(word in rows[0].problems[0].message for word in ("0.8%", "80%", "不猜"))


def test_a_value_that_was_read_once_is_read_the_same_in_other_rows() -> None:
    table = [["編號", "辦理情形", "實際進度", "填報日期"], *([f"115-{at:03}", "甲", 1, "1/12"] for at in range(3))]
    rows = rows_of(grid([*table, ["115-009", "甲", True, "1/12"]]), year=115)

    assert [len(row.problems) for row in rows] == [2, 2, 2, 2]
    assert [row.problems[0].cell for row in rows] == [f"工作表1!C{at}" for at in (2, 3, 4, 5)]


def test_an_unknown_county_does_not_cost_the_known_ones() -> None:
    row = row_of("resolutions", 協辦單位="桃園市、臺南市")

    assert row.fields["co_leads"] == ("桃園市",)
    assert "臺南市" in row.problems[0].message


def test_several_members_in_one_word_are_each_a_doer_and_that_is_said() -> None:
    row = row_of("resolutions", 協辦單位="請北北基交通局及桃園市、宜花東、超市")

    assert [(doer.name, doer.office) for doer in row.doers] == [
        *((name, "交通局") for name in ("臺北市", "新北市", "基隆市")),
        ("桃園市", ""),
        ("宜蘭縣", ""),
        ("超市", "超市"),
    ]
    assert row.raw["co_leads"] == "請北北基交通局及桃園市、宜花東、超市"
    said = [problem.message for problem in row.problems]
    assert "「北北基交通局」讀為臺北市、新北市、基隆市" in said[0]
    assert "「宜花東」讀為宜蘭縣" in said[1]
    assert "花蓮縣、臺東縣" in said[2]
    assert all(problem.is_note for problem in row.problems)


@pytest.mark.parametrize("text", ["本市", "本府", "本縣政府交通局"])
def test_who_calls_himself_us_is_asked_who_he_is_where_the_sender_is_not_known(text: str) -> None:
    (problem,) = row_of("resolutions", 主辦單位=text).problems

    assert "哪個縣市" in problem.message


@pytest.mark.parametrize("text", ["金門縣", "臺南市交通局", "桃圓市", "雲嘉南"])
def test_a_county_that_is_no_member_is_no_body_outside(text: str) -> None:
    (problem,) = row_of("resolutions", 主辦單位=text).problems

    assert "不認得的縣市" in problem.message
    assert text in problem.message


def test_offices_are_kept_with_their_members() -> None:
    row = row_of("resolutions", 主辦單位="桃園市政府交通局、觀光旅遊局、交通部")

    assert [(doer.member_id, doer.office) for doer in row.doers] == [
        ("68000", "交通局"),
        ("68000", "觀光旅遊局"),
        (None, "交通部"),
    ]


def test_a_row_without_what_it_is_known_by_is_unreadable() -> None:
    header = ["編號", "決議事項", "辦理情形"]
    (row,) = rows_of(grid([header, [None, None, "已辦理"]]))

    assert row.is_unreadable
    assert "決議事項" in row.problems[-1].message


def test_a_chronicle_row_without_date_takes_the_one_above_and_says_so() -> None:
    first, second = rows_of(grid([["時間", "大事紀"], ["2013.4.17", "甲"], [None, "乙"]]))

    assert second.fields["since"] == first.fields["since"]
    assert "2013.4.17" in second.problems[0].message
    assert second.problems[0].is_note
    assert second.problems[0].cell == "工作表1!A3"


def test_after_a_date_that_can_not_be_read_nothing_is_carried_down() -> None:
    rows = rows_of(grid([["時間", "大事紀"], ["2013.4.17", "甲"], ["某日", "乙"], [None, "丙"]]))

    assert [row.is_unreadable for row in rows] == [False, True, True]


def test_a_value_merged_down_belongs_to_every_row_that_it_covers() -> None:
    rows = (("編號", "主辦單位", "辦理情形"), ("115-003", "桃園市", "甲"), (None, "新竹縣", "乙"))
    sheet = Grid(name="工作表1", rows=rows, marks=Marks(merges=(Merge(1, 0, 2, 0),)))
    first, second = interpret(recognised(sheet).tables[0], REFERENCE)

    assert second.fields["number"] == first.fields["number"] == "115-003"
    assert second.cells["number"] == "工作表1!A2"


def test_a_percent_format_decides_what_one_means() -> None:
    rows = (("編號", "辦理情形", "實際進度"), ("115-003", "甲", 1))
    sheet = Grid(name="工作表1", rows=rows, marks=Marks(percents=frozenset({(1, 2)})))

    assert interpret(recognised(sheet).tables[0], REFERENCE)[0].fields["actual_percent"] == 100


@pytest.mark.parametrize(("other", "percent"), [(80, 1.0), (0.5, 100.0)])
def test_a_bare_one_is_read_by_its_column_and_said(other: float, percent: float) -> None:
    rows = rows_of(grid([["編號", "辦理情形", "實際進度"], ["115-003", "甲", 1], ["115-004", "乙", other]]))

    assert rows[0].fields["actual_percent"] == percent
    assert rows[0].problems[0].is_note


def test_a_formula_without_result_and_an_error_value_are_told() -> None:
    rows = (("編號", "辦理情形", "實際進度"), ("115-003", None, None))
    marks = Marks(uncomputed=frozenset({(1, 1)}), faults={(1, 2): "#REF!"})
    (row,) = interpret(recognised(Grid(name="工作表1", rows=rows, marks=marks)).tables[0], REFERENCE)

    assert ["公式" in problem.message for problem in row.problems] == [True, True]
    assert row.raw["actual_percent"] == "#REF!"


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["合　計", None, "3案"], "合計列"),
        (["註：每季填報", None, None], "附註列"),
        ([None, None, None], "空白列"),
        (["編號", "決議 事項", "辦理情形"], "重複的表頭"),
        (["範例：115-001", "研擬方案", "已辦理"], "範例列"),
        (["～以下空白～", None, None], "附註列"),
        (["第1頁，共2頁", None, None], "附註列"),
        (["一、交通運輸組", None, None], "分組標題"),
    ],
)
def test_rows_that_are_no_data_are_set_aside(cells: list[str | None], reason: str) -> None:
    table = [["編號", "決議事項", "辦理情形"], ["115-003", "甲", "乙"], cells, ["115-004", "丙", "丁"]]
    rows = interpret(recognised(grid(table)).tables[0], REFERENCE)

    assert [row.ignored for row in rows] == ["", reason, ""]


def test_a_row_that_only_counts_the_columns_is_set_aside() -> None:
    table = [["編號", "決議事項", "辦理情形"], ["(1)", "(2)", "(3)"], ["115-004", "丙", "丁"]]

    assert [row.ignored for row in interpret(recognised(grid(table)).tables[0], REFERENCE)] == ["欄號列", ""]


def test_the_title_of_a_part_names_the_group_of_its_rows() -> None:
    table = [["行動方案", "期程", "主辦縣市"], ["一、交通運輸組", None, None], ["月票", "短期", "桃園市"]]
    (row,) = rows_of(grid(table))

    assert row.fields["group"] == "交通運輸"


def test_private_use_characters_survive() -> None:
    assert row_of("progress", 辦理情形="王\ue123局長").fields["report"] == "王\ue123局長"


def test_a_text_that_looks_like_a_formula_stays_text() -> None:
    assert row_of("progress", 辦理情形="=cmd|'/c calc'!A1").fields["report"] == "=cmd|'/c calc'!A1"
