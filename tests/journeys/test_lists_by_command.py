"""What the window's filters can narrow a list to, the command line can too; and it warns where the window does."""

import re
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.commands.listing import FILTERS
from northtaiwan_desktop.commands.read_out import read_out
from northtaiwan_desktop.domain.lists import Stage
from northtaiwan_desktop.domain.plan_carrying import is_unfinished
from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.storage.meetings import meeting_lines
from northtaiwan_desktop.storage.plan import plan_lines
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.resolutions import tracked_lines
from tests.journeys.terminal import Desk

TODAY = date(2014, 11, 3)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], sample_store) -> Desk:
    desk = Desk(tmp_path, capsys)
    desk._common = ["--store", str(sample_store.location), "--today", "103年11月3日", "--by", "秘書"]
    return desk


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_meetings_of_a_quarter(desk, sample_store, quarter):
    held = sample_store.ask(partial(meeting_lines, year=103))
    months = range(3 * quarter - 2, 3 * quarter + 1)
    wanted = {line.meeting.id for line in held if line.meeting.held_on and line.meeting.held_on.month in months}
    found = desk.reads("list", "meetings", "--year", "103", "--quarter", str(quarter))
    assert {one["id"] for one in found} == wanted


def test_meetings_by_how_far_they_are(desk, sample_store):
    held = sample_store.ask(partial(meeting_lines, year=103))
    for stage in Stage:
        wanted = {line.meeting.id for line in held if Stage.of(line.meeting, TODAY) is stage}
        found = desk.reads("list", "meetings", "--year", "103", "--status", stage.value)
        assert {one["id"] for one in found} == wanted


@pytest.mark.parametrize(("today", "rounds"), [("103年11月3日", "1234"), ("103年2月10日", "1"), ("102年12月31日", "")])
def test_a_round_that_has_not_begun_has_no_balance(desk, today, rounds):
    desk._common[3] = today
    assert [one["round"] for one in desk.reads("list", "rounds", "--year", "103")] == [f"103Q{n}" for n in rounds]


@pytest.mark.parametrize("word", ["中央及其他機關", "none"])
def test_cases_of_bodies_outside(desk, sample_store, word):
    line = sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))[0]
    body = Assignment(resolution_id=line.resolution.id, office="國家公園管理處", position=9)
    sample_store.do("建請中央", lambda work: work.save(body))
    everyone = sample_store.ask(partial(tracked_lines, today=TODAY))
    wanted = {one.number for one in everyone if one.assignment.member_id is None}
    found = desk.reads("list", "resolutions", "--county", word)
    assert {one["number"] for one in found} == wanted
    assert line.number in wanted


def test_cases_without_a_group(desk, sample_store):
    desk.does(
        "add", "meeting", "--kind", "副首長會議", "--year", "103", "--date", "103年11月3日", "--title", "示例會議"
    )
    desk.does("add", "item", "示例會議", "--section", "討論事項", "--title", "示例議案")
    desk.does(
        *("add", "resolution", "示例會議", "--item", "示例議案", "--text", "示例決議", "--due", "年底前"),
        *("--lead", "新竹市"),
    )
    desk.does("minutes", "finalise", "示例會議")
    assert [one["text"] for one in desk.reads("list", "resolutions", "--group", "未分組")] == ["示例決議"]


def test_cases_that_are_still_followed_from_other_years(desk):
    strict = {one["number"] for one in desk.reads("list", "resolutions", "--year", "104")}
    followed = {one["number"] for one in desk.reads("list", "resolutions", "--year", "104", "--followed")}
    still = {one["number"] for one in desk.reads("list", "resolutions", "--open")}
    assert strict == set()
    assert still <= followed


def test_plan_items_by_axis_and_proposals_by_result(desk):
    plan = desk.reads("list", "plan", "--year", "103")
    axes = {axis for one in plan for axis in one["axes"]}
    for axis in axes:
        found = desk.reads("list", "plan", "--year", "103", "--axis", axis)
        assert {one["number"] for one in found} == {one["number"] for one in plan if axis in one["axes"]}
    proposals = desk.reads("list", "proposals")
    for result in {one["result"] for one in proposals}:
        found = desk.reads("list", "proposals", "--result", result)
        assert [one["name"] for one in found] == [one["name"] for one in proposals if one["result"] == result]


def test_each_list_takes_the_filters_that_it_knows(desk):
    values = {"year": "103", "group": "交通組", "county": "桃園市", "kind": "副首長會議", "quarter": "3", "axis": "F"}
    values |= {"status": "final", "watch": "open", "result": "approved", "years": "99-103", "person": ""}
    for kind, names in FILTERS.items():
        for name in set(names) - {"meeting", "person"}:
            given = (f"--{name}",) if name in {"open", "late", "followed"} else (f"--{name}", values[name])
            desk.does("list", kind, *given)


def test_what_is_not_settled_yet_of_plan_proposals_and_contributions(desk, sample_store):
    plan = sample_store.ask(partial(plan_lines, year=103))
    unfinished = {line.item.number for line in plan if is_unfinished(line.whole)}
    assert {one["number"] for one in desk.reads("list", "plan", "--year", "103", "--open")} == unfinished
    assert unfinished != {line.item.number for line in plan}
    ended = {line.item.number for line in plan if line.item.ends_on and line.item.ends_on < TODAY} & unfinished
    assert {one["number"] for one in desk.reads("list", "plan", "--year", "103", "--late")} == ended
    every = desk.reads("list", "proposals")
    wanted = [one["name"] for one in every if one["result"] in {"proposed", "submitted"}]
    assert [one["name"] for one in desk.reads("list", "proposals", "--open")] == wanted
    assert len(wanted) < len(every)


def test_contributions_that_are_not_paid(desk):
    desk.does("contribution", "lay-out", "--year", "104", "--due", "103年11月30日")
    desk.does("contribution", "pay", "--year", "104", "桃園市")
    every = desk.reads("list", "contributions")
    assert desk.reads("list", "contributions", "--open") == [one for one in every if one["standing"] != "paid"]
    assert desk.reads("list", "contributions", "--late") == [one for one in every if one["standing"] == "overdue"]
    assert {one["standing"] for one in every} >= {"paid", "open"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "plan", "--quarter", "3"), "--quarter 只能用於 list meetings"),
        (("list", "meetings", "--axis", "F"), "--axis 只能用於 list plan"),
        (("list", "meetings", "--result", "approved"), "--result 只能用於 list proposals"),
        (("list", "plan", "--watch", "late"), "--watch 只能用於 list resolutions"),
        (("list", "plan", "--years", "99-103"), "--years 只能用於 list chronicle"),
        (("list", "plan", "--kind", "副首長會議"), "--kind 只能用於 list meetings，list plan 不依它篩選"),
        (("list", "meetings", "--followed"), "--followed 只能用於 list resolutions"),
        (("list", "proposals", "--late"), "--late 只能用於 list resolutions、plan、contributions"),
        (("list", "groups", "--group", "交通組"), "--group 只能用於 list meetings、resolutions、plan、proposals、"),
        (("list", "duties", "--county", "桃園市"), "--county 只能用於 list "),
        (("list", "people", "--year", "103"), "list people 不依它篩選"),
        (
            ("list", "people", "--axis", "F", "--years", "99-103"),
            "list people 沒有篩選，請去掉 --axis、--years",
        ),
        (("list", "chronicle", "--axis", "F", "--late"), "--late、--axis 只能用於 list plan"),
        (("list", "meetings", "--axis", "F", "--watch", "late"), "可以用的是：--year、--group、"),
        (("list", "plan", "--county", "中央及其他機關"), "中央及其他機關"),
        (("list", "meetings", "--group", "未分組"), "未分組"),
        (("list", "plan", "--axis", "Z"), "不是願景主軸"),
    ],
)
def test_a_filter_that_a_list_does_not_know_is_refused(desk, words, told):
    assert told in desk.refused(*words)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("plan", "--quarter", "3"), "export plan 不依 --quarter 篩選"),
        (("proposals", "--quarter", "3"), "可以用的是：--year、--county、--group"),
        (("chronicle", "--county", "桃園市", "--group", "交通組"), "export chronicle 不依 --county、--group 篩選"),
    ],
)
def test_a_file_that_cannot_be_narrowed_so_is_not_written(desk, tmp_path, words, told):
    assert told in desk.refused("export", *words, "-o", str(tmp_path / "out.xlsx"))
    assert not (tmp_path / "out.xlsx").exists()


def test_a_countys_form_can_be_of_one_group(desk, sample_store, tmp_path):
    open_lines = sample_store.ask(partial(tracked_lines, today=TODAY, member_id="68000", open_only=True))
    own = [line for line in open_lines if line.assignment.member_id == "68000"]
    group = own[0].group_name
    wanted = {line.number for line in own if line.group_name == group}
    path = tmp_path / "form.xlsx"
    desk.does("export", "form", "--county", "桃園市", "--group", group, "-o", str(path))
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert {row[0] for row in rows} & {line.number for line in own} == wanted
    assert len(wanted) < len({line.number for line in own})


def test_an_actual_progress_that_falls_is_told_and_written(desk):
    status, _answer, told = desk.says("plan", "change", "103-休憩-01", "--actual", "50 40")
    assert status == 0
    assert "從 50% 降為 40%" in told
    assert "請留意" not in desk.says("plan", "change", "103-休憩-01", "--actual", "50 40")[2]
    desk.does("plan", "change", "103-休憩-01", "--actual", "50 60 70")
    status, _answer, told = desk.says("plan", "progress", "--year", "103", "--quarter", "4", "--set", "103-休憩-01=30%")
    assert status == 0
    assert "103-休憩-01 累計的實際進度比前一次低，從 70% 降為 30%" in told


@pytest.mark.parametrize(
    ("word", "doer"),
    [
        ("交通部", "交通部"),
        ("經濟部/工業局", "經濟部工業局"),
        ("都市計畫委員會", "都市計畫委員會"),
        ("桃園市/交通局", "桃園縣政府交通局"),
    ],
)
def test_a_case_goes_to_a_central_body_with_its_bureau(desk, word, doer):
    desk.does("change", "103-副首長-1-02", "--doer", "新竹市", "--to", word)
    assert doer in {line["doer"] for line in desk.reads("show", "resolution", "103-副首長-1-02")["lines"]}


@pytest.mark.parametrize("word", ["高雄市", "高雄市/交通局", "高雄市政府交通局", "宜蘭線/交通局"])
def test_a_county_that_is_no_member_is_no_doer(desk, word):
    told = desk.refused("change", "103-副首長-1-02", "--doer", "新竹市", "--to", word)
    assert "不是這個平臺的成員縣市" in told


def test_a_month_gone_by_is_named_by_its_round(desk, tmp_path):
    assert desk.reads("limits")["rounds_a_year"] == 4
    desk.does("limits", "--rounds", "monthly")
    form, sheet = tmp_path / "form.xlsx", tmp_path / "progress.xlsx"
    desk.does("export", "form", "--county", "桃園市", "--round", "103M09", "-o", str(form))
    desk.does("export", "progress", "--round", "103m10", "-o", str(sheet))
    for path, round in ((form, "103年9月"), (sheet, "103年10月")):
        rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
        assert any(f"填報期別：{round}" in str(cell) for row in rows for cell in row)
    desk.does("export", "quarterly", "--round", "103M10", "-o", str(tmp_path / "month.docx"))
    desk.does("export", "reminders", "--round", "103M10", "-o", str(tmp_path / "letters"))


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--round", "103M13"), "不是填報期別"),
        (("--round", "十月"), "不是填報期別"),
        (("--round", "103Q3", "--quarter", "3"), "請去掉 --year 與 --quarter"),
        (("--round", "105Q1"), "105年第1季還沒開始"),
    ],
)
def test_a_round_that_is_none_is_told(desk, tmp_path, words, told):
    assert told in desk.refused("export", "progress", *words, "-o", str(tmp_path / "out.xlsx"))
    assert "不依 --round 篩選" in desk.refused("export", "plan", "--round", "103Q3", "-o", str(tmp_path / "out.xlsx"))


def test_the_limits_are_changed_and_taken_back(desk):
    before = desk.reads("limits")
    now = desk.reads(
        "limits", "--behind", "5%", "--far-behind", "15", "--due-soon", "7", "--member-contribution", "45萬元"
    )
    assert now == before | {
        "behind_percent": 5,
        "far_behind_percent": 15,
        "due_soon_days": 7,
        "member_contribution": 450_000,
    }
    assert "落後門檻" in desk.refused("limits", "--behind", "30")
    assert "0 到 366" in desk.refused("limits", "--due-soon", "999")
    assert "不是整數" in desk.refused("limits", "--due-soon", "兩週")
    assert "1 到 500" in desk.refused("limits", "--largest-attachment", "0")
    assert desk.reads("limits") == now
    desk.does("undo")
    assert desk.reads("limits") == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("meeting", "103-deputies-2-sequel"), ("開會日期：103年9月11日", "主政縣市：新竹縣", "紀錄狀態：已定稿")),
        (("resolution", "103-副首長-1-02"), ("填報期別：103年第3季", "提請事項：提請解除列管", "預定進度：60%")),
        (("plan", "103-休憩-01"), ("期程：中期", "經費：10,700,000元", "狀態：已確認")),
        (("plan", "103-發推-01"), ("方案項目：12", "方案項目：14", "經費來源：自籌")),
        (("proposal", "北臺區域植物工廠示範區計畫"), ("審查結果：核定",)),
        (("proposal", "北臺山城步道串連規劃（示例）"), ("經費來源：中央補助",)),
        (("county", "桃園市"), ("曾用名稱：", "迄日：103年12月24日", "職務：聯絡窗口")),
    ],
)
def test_people_are_shown_words_and_programs_keys(desk, words, told):
    lines = [line.strip().removeprefix("- ") for line in desk.does("show", *words).splitlines()]
    assert set(told) <= set(lines)
    labels = [line.partition("：")[0] for line in lines if "：" in line]
    assert [label for label in labels if label.isascii()] == []
    assert not any(re.search(r"\b\d{4}-\d\d-\d\d\b", line) for line in lines)
    answer = desk.reads("show", *words)
    assert all(key.isascii() for key in answer)


def test_a_doer_who_asks_for_nothing_is_not_told_to_have_asked(desk):
    reports = [report["asked"] for report in desk.reads("show", "resolution", "103-副首長-1-01")["lines"][0]["reports"]]
    assert reports == ["continue", "release_asked"]
    told = desk.does("show", "resolution", "103-副首長-1-01")
    assert [line.strip() for line in told.splitlines() if "提請事項" in line] == ["提請事項：提請解除列管"]


def test_a_proposal_is_approved_on_its_day(desk, sample_store):
    known = sample_store.ask(reference)
    assert list(read_out({"decided_on": "2014-06-01"}, known, "proposal")) == ["核定日期：103年6月1日"]
    assert list(read_out({"decided_on": "2014-06-01"}, known, "resolution")) == ["決議日期：103年6月1日"]


def test_limits_and_times_are_told_in_an_offices_words(desk):
    told = desk.does("limits").splitlines()
    assert {"即將到期天數\t14 天", "落後門檻\t10%", "每年填報期數\t4 期", "主政縣市分攤款\t2,000,000元"} <= set(told)
    assert not any(line[0].isascii() for line in told)
    desk.does("limits", "--due-soon", "7")
    _number, at, by, label = desk.does("history").splitlines()[0].split("\t")
    assert (by, label) == ("秘書", "修改門檻與經費")
    assert re.fullmatch(r"\d{3}年\d{1,2}月\d{1,2}日 \d\d:\d\d", at)


def test_what_waits_is_told_in_words_and_given_by_keys(desk):
    kinds = [line.partition("\t")[0] for line in desk.does("list", "waiting").splitlines()]
    assert kinds[:3] == ["類別", "管考建議", "催辦"]
    assert [one["task"] for one in desk.reads("list", "waiting")][:2] == ["recommend", "remind"]
