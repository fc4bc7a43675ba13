"""A county's own words, decided once on the command line, are known when its next workbook comes."""

from pathlib import Path

import pytest

from tests.journeys.terminal import Desk, record_a_meeting
from tests.sheets.workbooks import saved


@pytest.fixture
def workbook(desk: Desk, tmp_path: Path) -> Path:
    record_a_meeting(desk)
    return saved(
        tmp_path / "桃園市_115Q3.xlsx",
        [["案號", "現地", "做到哪", "主辦單位"], ["115-001", "已召開協調會。", "差不多了", "桃園市"]],
    )


WORDS = ("--kind", "progress", "--column", "現地=report", "--value", "actual_percent:差不多了=90%")


def test_what_was_said_once_is_remembered_with_the_import(desk: Desk, workbook: Path, tmp_path: Path) -> None:
    status, _answer, message = desk.says("intake", str(workbook), "--kind", "progress", "--json")
    assert status == 1
    assert "現地" in message
    words = (*WORDS, "--column", "做到哪=實際進度")
    seen = desk.reads("intake", str(workbook), *words, "--dry-run")
    assert desk.reads("list", "remembered") == []
    [row] = seen["sheets"][0]["rows"]
    assert set(row) == {"row", "state", "match", "fields", "raw", "problems"}
    assert (row["fields"]["report"], row["fields"]["actual_percent"]) == ("已召開協調會。", 90)
    assert (row["raw"]["actual_percent"], row["problems"]) == ("差不多了", [])
    assert {one["header"]: one["certainty"] for one in seen["sheets"][0]["columns"]}["現地"] == 1.0

    done = desk.reads("intake", str(workbook), *words)
    assert done["applied"] == {"new": 0, "changed": 1}
    known = desk.reads("list", "remembered", "--county", "桃園縣")
    assert {(one["sender"], one["about"], one["field"], one["wrote"], one["meant"]) for one in known} == {
        ("桃園市", "column", None, "現地", "report"),
        ("桃園市", "column", None, "做到哪", "actual_percent"),
        ("桃園市", "value", "actual_percent", "差不多了", "90%"),
    }
    again = saved(tmp_path / "桃園市_115Q4.xlsx", [["案號", "現地", "主辦單位"], ["115-001", "已完成。", "桃園市"]])
    [row] = desk.reads("intake", str(again), "--kind", "progress", "--dry-run")["sheets"][0]["rows"]
    assert (row["state"], row["fields"]["report"]) == ("changed", "已完成。")
    desk.does("undo")
    assert desk.reads("list", "remembered") == []


def test_once_is_not_remembered(desk: Desk, workbook: Path) -> None:
    assert desk.reads("intake", str(workbook), *WORDS, "--once")["applied"]["changed"] == 1
    assert desk.reads("list", "remembered") == []


def test_it_is_added_changed_and_removed_by_its_own_verb(desk: Desk) -> None:
    said = ("--kind", "plan", "--sender", "新竹縣", "--column", "款=-", "--value", "group:交組=交通運輸")
    made = desk.reads("remembered", "add", *said)
    assert len(made) == 2
    desk.does("remembered", "change", made[0]["id"], "--meaning", "經費")
    assert {one["wrote"]: one["meant"] for one in desk.reads("list", "remembered")} == {
        "款": "budget",
        "交組": "交通運輸",
    }
    desk.does("remembered", "remove", *(one["id"] for one in made))
    assert desk.reads("list", "remembered") == []
    desk.does("undo")
    assert len(desk.reads("list", "remembered")) == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--column", "現地"), "他們寫的=意思"),
        (("--column", "現地=沒有這一欄"), "report（辦理情形）"),
        (("--value", "差不多了=90%"), "欄位:他們寫的=意思"),
        (("--value", "actual_percent:差不多了=很多"), "很多"),
        ((), "--column"),
    ],
)
def test_what_means_nothing_is_refused_and_kept_out(desk: Desk, words: tuple[str, ...], told: str) -> None:
    status, _answer, message = desk.says("remembered", "add", "--kind", "progress", *words)
    assert status == 1
    assert told in message
    assert desk.reads("list", "remembered") == []


def test_a_column_below_the_limit_is_named_with_the_way_to_decide(desk: Desk, tmp_path: Path) -> None:
    rows = [["案號", "實際進度", "前次辦理情形"], ["115-001", "80%", "甲"]]
    record_a_meeting(desk)
    _status, _answer, message = desk.says("intake", str(saved(tmp_path / "桃園市.xlsx", rows)), "--dry-run")
    assert "C欄「前次辦理情形」可能是「辦理情形」（把握 50%），未採用" in message


def test_columns_that_are_no_field_are_named_where_they_hold_anything(desk: Desk, tmp_path: Path) -> None:
    rows = [["項次", "案號", "實際進度", "備註", "用印"], ["1", "115-001", "80%", "甲", ""]]
    record_a_meeting(desk)
    _status, _answer, message = desk.says("intake", str(saved(tmp_path / "桃園市.xlsx", rows)), "--dry-run")
    assert "不讀入：D欄「備註」。" in message
