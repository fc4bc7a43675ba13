"""A whole year by the command line: opened, planned, four rounds from eight counties, revised, released, handed on."""

import re
import zipfile
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.journeys.returned_form import fill_in_all
from tests.journeys.terminal import Desk

COUNTIES = ("宜蘭縣", "基隆市", "新北市", "臺北市", "桃園市", "新竹縣", "新竹市", "苗栗縣")
ASK_EARLY = {"宜蘭縣", "基隆市", "新北市"}
FIRST, SECOND, HEADS = "115年度第1次副首長會議", "115年度第2次副首長會議", "115年度首長及委員年會"
ROUNDS = ((1, "115年3月20日"), (2, "115年6月20日"), (3, "115年9月20日"), (4, "115年12月10日"))


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str], place: str) -> Desk:
    desk = Desk(tmp_path, capsys, place)
    on(desk, "114年12月20日")
    desk.does("init")
    return desk


def on(desk: Desk, day: str) -> None:
    """Let the desk's calendar say this day."""
    desk._common[3] = day


def test_a_year_from_its_opening_to_the_next(desk, tmp_path):
    opened = desk.reads("year", "open", "115")
    assert opened["host"] == "苗栗縣"
    plan_the_year(desk)
    on(desk, "115年2月10日")
    hold(desk, "副首長會議", FIRST, "115年2月10日", COUNTIES)
    desk.does("plan", "confirm", "--year", "115", "--meeting", FIRST)
    assert {item["planned_percent"] for item in desk.reads("list", "plan", "--year", "115")} != {None}
    for quarter, day in ROUNDS:
        on(desk, day)
        round_from_all(desk, tmp_path, quarter)
        if quarter == 2:
            change_at_mid_year(desk)
    close_the_year(desk)
    rounds = desk.reads("list", "rounds", "--year", "115")
    assert [(one["before"], one["added"], one["released"], one["remaining"]) for one in rounds] == [
        (0, 8, 0, 8),
        (8, 0, 0, 8),
        (8, 1, 3, 6),
        (6, 0, 5, 1),
    ]
    for earlier, later in pairwise(rounds):
        assert later["before"] == earlier["remaining"]
    papers_of(desk, tmp_path)
    next_year(desk)


def plan_the_year(desk: Desk) -> None:
    for number, county in enumerate(COUNTIES, 1):
        desk.does(
            *("add", "plan", "--year", "115", "--group", "交通運輸", "--name", f"示例方案{number}", "--lead", county),
            *("--starts", "115年1月1日", "--ends", "115年12月31日"),
            *("--planned", "25 50 75 100"),
        )


def hold(desk: Desk, kind: str, title: str, day: str, doers: tuple[str, ...], releases: str = "") -> None:
    """A meeting that gives each of these counties something to do and releases these cases; its minutes are final."""
    desk.does(
        *("add", "meeting", "--kind", kind, "--year", "115", "--date", day, "--time", "上午10時"),
        *("--title", title, "--venue", "簡報室", "--chair", "副縣長", "--recorder", "承辦人"),
    )
    for county in COUNTIES:
        desk.does("add", "attendance", title, "--county", county, "--office", "示例處", "--title", "處長")
    desk.does("add", "item", title, "--section", "討論事項", "--title", "示例議案", "--proposer", "交通運輸組")
    for county in doers:
        desk.does(
            *("add", "resolution", title, "--item", "示例議案", "--text", f"請{county}辦理示例工作。"),
            *("--due", "115年11月30日", "--lead", f"{county}/示例處"),
        )
    if not doers:
        desk.does("add", "resolution", title, "--item", "示例議案", "--text", "洽悉。", "--untracked")
    if releases:
        desk.does("decide", releases, "解除", "--reason", "已完成", "--meeting", title)
    desk.does("minutes", "finalise", title)


def round_from_all(desk: Desk, folder: Path, quarter: int) -> None:
    """Each county with open cases gets its form, fills it in, and it is taken in."""
    for county in COUNTIES:
        if not desk.reads("list", "resolutions", "--open", "--county", county):
            continue
        form = folder / f"{county}{quarter}.xlsx"
        desk.does("export", "form", "--year", "115", "--quarter", str(quarter), "--county", county, "-o", str(form))
        asks = quarter == 4 or (quarter == 2 and county in ASK_EARLY)
        filled = fill_in_all(
            form,
            {
                "辦理情形": f"第{quarter}季辦理中",
                "預定進度": quarter * 0.25,
                "實際進度": quarter * 0.25,
                "是否解除列管": "提請解除列管" if asks else "繼續列管",
            },
        )
        answer = desk.reads("intake", str(form), "--accept", "safe")
        assert answer["applied"]["new"] + answer["applied"]["changed"] == filled > 0
    silent = desk.reads("list", "resolutions", "--watch", "unreported")
    assert silent == [], f"第{quarter}季"
    assert "report" not in [one["task"] for one in desk.reads("list", "waiting", "--county", "臺北市")]


def change_at_mid_year(desk: Desk) -> None:
    asking = desk.reads("list", "resolutions", "--watch", "release_asked")
    [waits] = [one for one in desk.reads("list", "waiting") if one["task"] == "recommend"]
    assert waits["count"] == len(asking)
    assert {one["lead"] for one in asking} == ASK_EARLY
    numbers = ",".join(one["number"] for one in asking)
    desk.does("review", numbers, "--recommend", "解除", "--text", "已完成，建議解除列管。")
    on(desk, "115年7月10日")
    hold(desk, "副首長會議", SECOND, "115年7月10日", ("桃園市",), releases=numbers)
    desk.does("plan", "change", "115-P01", "--name", "示例方案1（修正）")
    revise = ("plan", "revise", "--year", "115", "--meeting", SECOND, "--reason", "期中檢討")
    status, _answer, told = desk.says(*revise)
    assert status == 1
    assert "會議紀錄已經定稿" in told
    assert "--even-so" in told
    desk.does(*revise, "--even-so")
    versions = desk.reads("plan", "versions", "--year", "115")
    assert len(versions) == 2
    assert "-" not in desk.does("plan", "versions", "--year", "115"), "days are said as people write them"
    assert "示例方案1（修正）" in desk.does("plan", "compare", "--year", "115", "--old", "1", "--new", "2")


def close_the_year(desk: Desk) -> None:
    on(desk, "115年12月20日")
    still = [one["number"] for one in desk.reads("list", "resolutions", "--open")]
    assert len(still) == 6
    desk.does("review", ",".join(still[:5]), "--recommend", "解除", "--text", "已完成，建議解除列管。")
    hold(desk, "首長及委員年會", HEADS, "115年12月20日", (), releases=",".join(still[:5]))
    assert [one["number"] for one in desk.reads("list", "resolutions", "--open")] == still[5:]


def papers_of(desk: Desk, folder: Path) -> None:
    yearbook, book = folder / "彙編.docx", folder / "進度.xlsx"
    desk.does("export", "yearbook", "--year", "115", "-o", str(yearbook))
    told = "\n".join(paragraph.text for paragraph in Document(str(yearbook)).paragraphs)
    for words in ("示例方案1（修正）", "第3季", "苗栗縣"):
        assert words in told + _cells(yearbook)
    desk.does("export", "progress", "--year", "115", "--by", "county", "-o", str(book))
    assert {"摘要", "縣市統計", "議題組統計", *(set(COUNTIES) - ASK_EARLY)} <= set(load_workbook(book).sheetnames)
    desk.does("export", "quarterly", "--year", "115", "--quarter", "3", "-o", str(folder / "季報.pdf"))
    package = folder / "交接.zip"
    desk.does("export", "handover", "--year", "115", "-o", str(package))
    with zipfile.ZipFile(package) as archive:
        names = archive.namelist()
    assert any(name.endswith(".db") for name in names)
    assert any(re.search(r"index\.html$|目錄.*\.html$", name) for name in names)


def _cells(path: Path) -> str:
    return "\n".join(cell.text for table in Document(str(path)).tables for row in table.rows for cell in row.cells)


def next_year(desk: Desk) -> None:
    opened = desk.reads("year", "open", "116")
    assert opened["host"] == "宜蘭縣"
    goes_on = desk.reads("list", "plan", "--year", "116")
    assert {one["name"] for one in goes_on} == {f"示例方案{n}" for n in range(2, 9)} | {"示例方案1（修正）"}
    assert len(desk.reads("list", "resolutions", "--open")) == 1
    desk.does("undo")
    assert desk.reads("list", "plan", "--year", "116") == []
