"""What the window's filters can narrow a list to, the command line can too; and it warns where the window does."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.lists import Stage
from northtaiwan_desktop.domain.resolution import Assignment
from northtaiwan_desktop.storage.meetings import meeting_lines
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


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("list", "plan", "--quarter", "3"), "--quarter 只能用於 list meetings"),
        (("list", "meetings", "--axis", "F"), "--axis 只能用於 list plan"),
        (("list", "plan", "--county", "中央及其他機關"), "中央及其他機關"),
        (("list", "plan", "--axis", "Z"), "不是願景主軸"),
    ],
)
def test_a_filter_that_a_list_does_not_know_is_refused(desk, words, told):
    assert told in desk.refused(*words)


def test_an_actual_progress_that_falls_is_told_and_written(desk):
    status, _answer, told = desk.says("plan", "change", "103-休憩-01", "--actual", "50 40")
    assert status == 0
    assert "從 50% 降為 40%" in told
    assert "請留意" not in desk.says("plan", "change", "103-休憩-01", "--actual", "50 40")[2]
    desk.does("plan", "change", "103-休憩-01", "--actual", "50 60 70")
    status, _answer, told = desk.says("plan", "progress", "--year", "103", "--quarter", "4", "--set", "103-休憩-01=30%")
    assert status == 0
    assert "103-休憩-01 累計的實際進度比前一次低，從 70% 降為 30%" in told
