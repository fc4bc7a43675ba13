"""Each row is set beside the record that it is about: new, changed, same, in conflict, unreadable or ignored."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.lists import CaseLine, PlanLine, ProposalLine
from northtaiwan_desktop.domain.plan import PlanItem
from northtaiwan_desktop.domain.proposal import Proposal
from northtaiwan_desktop.domain.resolution import Resolution, State
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.sheets.comparing import review
from northtaiwan_desktop.sheets.matching import number_key
from northtaiwan_desktop.sheets.review import Existing, Review, RowState, worded
from tests.sheets.lines import LONG, lines
from tests.sheets.workbooks import REFERENCE, accepted, grid, recognised

CASE = CaseLine(
    resolution=Resolution(
        number="115-副首長-01", year=115, text=LONG, decided_on=date(2026, 5, 8), state=State.OPEN, group_id="transport"
    ),
    assignments=(),
    meeting_title="115年度第一次副首長會議",
    group_name="交通運輸",
    lead_names=("桃園市",),
    co_lead_names=(),
    lead_offices=("桃園市政府交通局",),
    co_lead_offices=(),
)
ITEM = PlanLine(
    item=PlanItem(number="115-交-1", year=115, group_id="transport", name="跨縣市通勤月票整合", lead_id="68000"),
    group_name="交通運輸",
    lead_name="桃園市",
    co_lead_names=("新竹縣", "臺北市"),
    axis_names=("便利",),
)
PROPOSAL = ProposalLine(
    proposal=Proposal(year=115, name="北臺海岸整合規劃", requested=5_000_000),
    group_name="環境資源",
    proposer_name="新竹縣",
    partner_names=(),
)
ENTRY = ChronicleEntry(
    since=date(2013, 4, 17), until=date(2013, 4, 17), precision=Precision.DAY, text="召開臺北首長會議，通過年度計畫。"
)
EXISTING = Existing(lines=lines(), cases=(CASE,), plan=(ITEM,), proposals=(PROPOSAL,), chronicle=(ENTRY,))


def looked_at(*rows: list[Any], existing: Existing = EXISTING, **stated: Any) -> Review:
    return review(recognised(grid(rows), year=stated.pop("year", 115), **stated), existing, REFERENCE)


def states(found: Review) -> list[str]:
    return [row.state.value for row in found.rows]


@pytest.mark.parametrize(
    "spelling",
    [
        "115-副首長-01",
        "１１５－副首長－０１",
        "115 - 副首長 - 1",
        "115—副首長—01",
        "案號：115-副首長-01",
        "115副首長01",
    ],
)
def test_a_case_is_found_however_its_number_is_spelled(spelling: str) -> None:
    found = looked_at(["案號", "決議事項", "主辦單位"], [spelling, LONG, "桃園縣"])

    assert states(found) == ["same"]
    assert found.rows[0].match is not None
    assert found.rows[0].match.why == "案號相同"


def test_numbers_that_differ_are_not_taken_for_one() -> None:
    assert number_key("115-1-11") != number_key("115-11-1")
    assert number_key("115-10") != number_key("115-1")


def test_a_serial_number_is_not_taken_for_a_case_number() -> None:
    rows = [["項次", "辦理情形", "決議事項", "主辦單位"], ["3", "已辦", "與此無關的另一件事", "桃園市"]]
    found = looked_at(*rows)

    assert states(found) == ["unreadable"]


def test_a_changed_field_shows_theirs_and_ours() -> None:
    found = looked_at(["案號", "決議事項", "預定完成日期"], ["115-副首長-01", LONG, "115.9.30"])

    assert states(found) == ["changed"]
    (told,) = found.rows[0].differences
    assert (told.field, told.theirs, told.ours) == ("due_on", "2026-09-30", None)
    assert worded(told.field, told.theirs) == "115年9月30日"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (["案號", "決議事項", "主辦單位"], ["115-副首長-01", "辦理跨縣市登山步道指標更新", "宜蘭縣"]),
        (["案號", "決議事項", "辦理情形"], ["115-003", "辦理跨縣市登山步道指標更新", "已完成指標更新"]),
        (["編號", "行動方案", "議題組"], ["115-交-1", "海岸濕地復育", "交通組"]),
    ],
)
def test_a_number_at_quite_another_text_is_told_and_never_safe(header: list[Any], row: list[Any]) -> None:
    numbered = replace(ITEM, item=replace(ITEM.item, number="115-交-1"))
    found = looked_at(header, row, existing=replace(EXISTING, plan=(numbered,)), sender_id="68000")

    assert states(found) == ["conflict"]
    assert accepted(found, "safe") == ()
    (told,) = [problem for problem in found.rows[0].problems if "完全不同" in problem.message]
    assert "改正" in told.to_sender


def test_a_number_at_a_shortened_text_is_that_number() -> None:
    found = looked_at(["案號", "決議事項", "預定完成日期"], ["115-副首長-01", LONG[:20], "115.9.30"])

    assert states(found) == ["changed"]


def test_a_case_is_known_by_its_words_where_it_has_no_number() -> None:
    found = looked_at(["會議名稱", "決議事項"], ["115年度第一次副首長會議", LONG.replace("臺", "台")])

    assert states(found) == ["same"]


def test_what_the_register_does_not_have_is_new() -> None:
    found = looked_at(["案號", "決議事項", "主辦單位"], ["115-副首長-02", "另訂防災演練計畫", "宜蘭縣"])

    assert states(found) == ["new"]
    assert found.rows[0].row.doers[0].name == "宜蘭縣"


def test_plan_items_are_matched_within_their_year_and_names_in_any_order_are_the_same() -> None:
    header = ["行動方案", "議題組", "主辦縣市", "配合縣市"]
    row = ["跨縣市通勤月票整合", "交通組", "桃園縣", "台北市、新竹縣"]

    assert states(looked_at(header, row)) == ["same"]
    assert states(looked_at(header, row, year=116)) == ["new"]


def test_a_new_item_whose_term_cannot_be_told_says_which_one_it_gets() -> None:
    header = ["行動方案", "議題組", "主辦縣市", "期程"]
    found = looked_at(
        header, ["轉乘停車場", "交通組", "桃園市", "□短期□中期□長期"], ["月票", "交通組", "桃園市", "短期"]
    )
    unticked, ticked = ([problem.message for problem in row.problems] for row in found.rows)

    assert ["視為未填" in unticked[0], "登記為短期" in unticked[1]] == [True, True]
    assert ticked == []


def test_rows_sorted_without_their_hidden_ids_are_left_to_a_person() -> None:
    other = replace(ITEM, item=replace(ITEM.item, id="other", number="115-交-2", name="轉乘停車場"))
    header = ["編號", "行動方案", "議題組", "record_id"]
    rows = [["115-交-2", "轉乘停車場", "交通組", ITEM.item.id], ["115-交-1", "跨縣市通勤月票整合", "交通組", "other"]]
    found = looked_at(header, *rows, existing=replace(EXISTING, plan=(ITEM, other)))

    assert states(found) == ["conflict", "conflict"]
    assert accepted(found, "safe") == ()
    assert "隱藏的識別碼卻是 115-交-1 的" in found.rows[0].problems[-1].message


def test_a_proposal_is_matched_by_its_name() -> None:
    header = ["計畫名稱", "提案縣市", "申請金額（萬元）", "核定金額（萬元）"]
    found = looked_at(header, ["北台海岸整合規劃", "新竹縣", 500, 300])

    assert states(found) == ["changed"]
    assert [(each.field, each.theirs) for each in found.rows[0].differences] == [("approved", 3_000_000)]


def test_an_event_of_the_same_day_and_words_is_the_same_and_others_of_that_day_are_new() -> None:
    found = looked_at(
        ["時間", "大事紀"],
        ["2013.4.17", "召開台北首長會議，通過年度計畫。"],
        ["2013.4.17", "舉辦成果展。"],
        ["102年4月", "召開臺北首長會議，通過年度計畫。"],
    )

    assert states(found) == ["same", "new", "new"]


def test_the_same_row_twice_in_a_file_is_taken_once() -> None:
    row = ["2013.5.1", "舉辦成果展。"]
    found = looked_at(["時間", "大事紀"], row, row)

    assert states(found) == ["new", "ignored"]
    assert "第2列" in found.rows[1].row.ignored


def test_two_rows_that_disagree_on_one_record_are_left_to_a_person() -> None:
    header = ["案號", "決議事項", "預定完成日期"]
    found = looked_at(header, ["115-副首長-01", LONG, "115.9.30"], ["115-副首長-01", LONG, "115.10.31"])

    assert states(found) == ["conflict", "conflict"]
    assert ["第3列" in found.rows[0].problems[-1].message, "第2列" in found.rows[1].problems[-1].message] == [
        True,
        True,
    ]


def test_a_later_round_that_is_in_already_is_told() -> None:
    rows = [["115年第1季"], ["編號", "主辦單位", "辦理情形"], ["115-003", "桃園市", "第一季補報"]]
    found = looked_at(*rows)

    assert states(found) == ["conflict"]
    assert "115年第3季" in found.rows[0].problems[0].message


@pytest.mark.parametrize(("day", "state"), [("115/9/14", "conflict"), ("115/9/15", "changed"), ("115/9/18", "changed")])
def test_a_report_of_a_day_before_the_one_that_stands_is_told_and_not_safe(day: str, state: str) -> None:
    rows = [["115年第3季"], ["編號", "主辦單位", "辦理情形", "填報日期"], ["115-003", "桃園市", "補報", day]]
    found = looked_at(*rows)

    assert states(found) == [state]
    assert len(accepted(found, "safe")) == (state == "changed")
    assert any("登記的較新" in problem.message for problem in found.rows[0].problems) is (state == "conflict")


def test_of_a_case_with_several_doers_the_line_of_the_doer_is_meant() -> None:
    header = ["編號", "主辦單位", "辦理情形"]
    found = looked_at(header, ["115-003", "新竹縣", "甲"], ["115-003", "宜蘭縣", "乙"], ["115-004", "交通部", "丙"])

    assert [row.match.record.id if row.match else None for row in found.rows] == ["line-2", None, "line-4"]
    assert "數個" in found.rows[1].problems[-1].message


def test_a_row_in_which_nothing_was_filled_in_changes_nothing() -> None:
    found = looked_at(["編號", "主辦單位", "辦理情形", "列管建議"], ["115-004", "桃園市", None, "繼續列管"])

    assert states(found) == ["same"]


@pytest.mark.parametrize(
    ("planned", "actual", "reason", "remedy", "asked"),
    [
        ("90%", "81%", "", "", []),
        ("90%", "80%", "", "", ["delay_reason"]),
        ("90%", "80%", "用地未取得", "", ["delay_reason"]),
        ("90%", "80%", "用地未取得", "改列第4季", []),
        ("70%", "70%", "", "", ["planned_percent"]),
        ("", "50%", "", "", ["delay_reason"]),
    ],
)
def test_a_report_far_behind_is_asked_why_and_taken_all_the_same(
    planned: str, actual: str, reason: str, remedy: str, asked: list[str]
) -> None:
    fresh = tuple(replace(line, reports=line.reports[:1]) for line in lines())
    report = replace(fresh[0].reports[0], planned_percent=80.0, actual_percent=80.0, delay_reason="", remedy="")
    one = replace(fresh[0], reports=(report,))
    header = ["編號", "主辦單位", "辦理情形", "預定進度", "實際進度", "落後原因", "改善對策"]
    row = ["115-003", "桃園市政府交通局", "已召開第二次會議。", planned, actual, reason, remedy]
    [found] = looked_at(["115年第4季"], header, row, existing=replace(EXISTING, lines=(one, *fresh[1:]))).rows
    assert [note.field for note in found.notes] == asked
    assert found.is_safe


def test_choices_take_what_they_say() -> None:
    found = looked_at(
        ["案號", "決議事項", "預定完成日期"],
        ["115-副首長-01", LONG, "115.9.30"],
        ["115-副首長-01", LONG, "115.10.31"],
        ["115-副首長-09", "另一件事", "115年2月30日"],
        ["115-副首長-10", "又一件事", "115年2月20日"],
    )

    assert [row.row.number for row in accepted(found, "safe")] == [5]
    assert [row.row.number for row in accepted(found, "all")] == [2, 3, 4, 5]
    assert found.counts[RowState.NEW] == 2


def test_a_sender_is_told_what_to_do_that_their_table_allows() -> None:
    header = ["編號", "主辦單位", "辦理情形", "預定進度", "實際進度"]
    row = ["115-003", "新竹縣", "辦理中", 100, 60]
    (told,) = [one for one in looked_at(["115年第4季"], header, row).rows[0].problems if "落後" in one.message]
    assert "請在辦理情形寫明落後原因、改善對策" in told.to_sender
    header += ["落後原因", "改善對策"]
    (told,) = [one for one in looked_at(["115年第4季"], header, row).rows[0].problems if "落後" in one.message]
    assert told.to_sender == ""
