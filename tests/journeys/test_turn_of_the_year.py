"""The turn of the year by the command line: hands change, the package is made, the next year is opened and goes on."""

import json
import zipfile
from pathlib import Path

import pytest

from tests.journeys.terminal import Desk


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> Desk:
    desk = Desk(tmp_path, capsys, place)
    desk._common[3] = "103年10月1日"
    desk.does("init", "--sample")
    return desk


def test_hands_change_and_the_next_year_goes_on(desk, tmp_path):
    windows = desk.reads("list", "posts", "--open", "--county", "新竹市")
    assert [row["name"] for row in windows] == ["（示例）健康社福組窗口"]
    given = desk.reads("post", "hand-over", windows[0]["id"], "--to", "（示例）接任者", "--on", "103年10月1日")
    assert [case["number"] for case in given["open_cases"]] == ["103-副首長-1-02"]
    shown = desk.reads("show", "post", "（示例）接任者")
    assert [one["until"] for one in shown["held_before_and_after"]] == ["2014-09-30", "2014-06-15"]

    both = desk.reads("list", "duties")
    before = desk.reads("list", "duties", "--year", "104")
    for number in ("103-休憩-01", "103-環資-01"):
        desk.does("plan", "change", number, "--ends", "103年12月31日")
    looked = desk.reads("year", "open", "104", "--rotate-leads", "--dry-run")
    ends = {one["number"]: one["ends_on"] for one in desk.reads("list", "plan", "--year", "103")}
    assert {one["number"]: one["was"] for one in looked["put_off"]} == {
        number: end for number, end in ends.items() if number in looked["unfinished"] and end and end < "2015"
    }
    assert {one["ends_on"] for one in looked["put_off"]} == {"2015-12-31"}
    said = desk.does("year", "open", "104", "--rotate-leads", "--dry-run")
    assert f"其中 {len(looked['put_off'])} 項的完成日期早於開啟的年度，延長到104年12月31日" in said
    carried = desk.reads("plan", "carry", "--year", "103", "--dry-run")
    assert {one["number"] for one in carried if one["was"]} == {one["number"] for one in looked["put_off"]}
    assert f"經費：帶入 {looked['budget']:,} 元" in said
    assert "各季預定進度：" in said
    assert desk.reads("year", "show", "104")["planned"] == []
    opened = desk.reads("year", "open", "104", "--rotate-leads")
    assert [opened[part] for part in ("host", "planned", "open_cases")] == ["新北市", looked["planned"], 10]
    sums = [one["budget"] or 0 for one in desk.reads("list", "plan", "--year", "104")]
    assert sum(sums) == looked["budget"] == opened["budget"] > 0
    after = desk.reads("list", "duties", "--year", "104")
    assert _without_milestones(after) == _without_milestones(before)
    assert len(after) > len(before)
    assert sorted(row["text"] for row in desk.reads("list", "duties")) == sorted(row["text"] for row in both)

    desk.does("add", "meeting", "--kind", "副首長會議", "--year", "104", "--date", "104年5月5日")
    sheet = desk.reads("year", "show", "104")
    assert [slot["called"] for slot in sheet["planned"] if slot["kind"] == "副首長會議"] == [True, False]
    assert sheet["meetings"] == 1
    assert {row["group"]: row["lead"] for row in sheet["groups"]}["交通運輸"] == "新竹市"
    assert sum(row["amount"] for row in sheet["contributions"]) == 4_800_000

    path = tmp_path / "交接.zip"
    assert desk.reads("export", "handover", "--year", "103", "-o", str(path)) == {"file": str(path)}
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "新電腦")
    [register] = (tmp_path / "新電腦").rglob("*.db")
    theirs = Desk(register.parent, desk._capsys)
    theirs._common[1], theirs._common[3] = str(register), "103年10月1日"
    assert theirs.reads("year", "show", "104") == sheet
    assert theirs.reads("list", "resolutions", "--open") == desk.reads("list", "resolutions", "--open")
    assert json.loads(theirs.does("show", "county", "新北市", "--json"))["led"][0]["year"] == 104


def _without_milestones(rows: list[dict[str, str]]) -> list[str]:
    """What the plan's items bring into their new year is left out."""
    return [row["text"] for row in rows if row["kind"] != "milestone"]
