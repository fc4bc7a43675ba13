"""What is told of a workbook as a whole, before anybody looks at its rows."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl.comments import Comment

from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.sheets.intake_json import intake_json
from northtaiwan_desktop.sheets.review import RowState
from tests.sheets.lines import lines
from tests.sheets.test_returned_form import fill, form
from tests.sheets.workbooks import REFERENCE, TAOYUAN, edited, reviewed, saved

HEAD = ["編號", "決議事項", "主辦單位", "辦理情形", "預定進度", "實際進度"]
GIVEN = ["115-003", "請交通運輸組研提方案", "桃園市"]


@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_form_that_nobody_filled_in_is_told_as_such(tmp_path: Path, suffix: str) -> None:
    review = reviewed(form(tmp_path / f"form.{suffix}"), lines())
    (note,) = review.notes

    assert {row.state for row in review.rows if row.match} == {RowState.SAME}
    assert "沒有填寫任何內容" in note.message
    assert "寄回" in note.to_sender
    assert intake_json(review)["notes"] == [note.message]


@pytest.mark.parametrize(
    "cells", [{"辦理情形": "已決標"}, {"實際進度": "一半"}, {"實際進度": "過半"}, {"改善對策": "趕工"}]
)
def test_one_cell_filled_in_is_enough(tmp_path: Path, cells: dict[str, Any]) -> None:
    path = fill(form(tmp_path / "form.xlsx"), "115-004", **cells)

    assert reviewed(path, lines()).notes == ()


def test_a_table_of_their_own_without_a_word_is_told_too(tmp_path: Path) -> None:
    path = saved(tmp_path / "桃園市.xlsx", [HEAD, [*GIVEN, None, "80%", None]])
    (note,) = reviewed(path, lines()).notes

    assert "全是空白" in note.message


def test_a_table_with_a_word_is_not(tmp_path: Path) -> None:
    path = saved(tmp_path / "桃園市.xlsx", [HEAD, [*GIVEN, "已召開會議", None, None]])

    assert reviewed(path, lines()).notes == ()


LIST = ["案號", "決議事項", "主辦單位"]
CASE = ["115-003", "研擬方案", "桃園市"]


@pytest.mark.parametrize(
    ("title", "file"),
    [
        ("交通運輸組　決議事項辦理情形", "回報.xlsx"),
        ("115年度交通組決議事項一覽表", "回報.xlsx"),
        ("北臺區域發展推動委員會交通運輸小組會議決議", "回報.xlsx"),
        ("決議事項一覽表", "115_交通運輸組.xlsx"),
    ],
)
def test_a_group_that_only_a_title_names_is_that_of_all_rows_and_is_said(tmp_path: Path, title: str, file: str) -> None:
    path = saved(tmp_path / file, [[title], LIST, CASE])
    review = reviewed(path, kind="resolutions", sender_id=TAOYUAN.id)
    (row,) = review.rows
    (note,) = review.notes

    assert row.row.fields["group"] == "交通運輸"
    assert row.row.found["group_id"] == REFERENCE.find_group("交通運輸").id
    assert "交通運輸" in note.message
    assert any("".join(text.split()) in note.message for text in (title, Path(file).stem))


@pytest.mark.parametrize(
    "title",
    ["北臺區域發展推動委員會決議事項", "交通運輸計畫決議事項", "交通組與環資組聯席會議決議", "推動小組會議決議"],
)
def test_a_subject_or_two_groups_in_a_title_tell_no_group(tmp_path: Path, title: str) -> None:
    review = reviewed(saved(tmp_path / "回報.xlsx", [[title], LIST, CASE]), kind="resolutions")

    assert "group" not in review.rows[0].row.fields
    assert review.notes == ()


def test_a_column_of_groups_goes_before_a_title(tmp_path: Path) -> None:
    path = saved(tmp_path / "回報.xlsx", [["交通運輸組"], [*LIST, "議題組"], [*CASE, "環境資源"]])
    review = reviewed(path, kind="resolutions")

    assert review.rows[0].row.fields["group"] == "環境資源"
    assert review.notes == ()


def test_words_in_a_comment_are_no_words_in_a_cell_and_are_told(tmp_path: Path) -> None:
    path = saved(tmp_path / "桃園市.xlsx", [HEAD, [*GIVEN, None, None, None]])
    edited(path, lambda page: setattr(page["D2"], "comment", Comment("已召開會議", "示例")))
    (note,) = reviewed(path, lines()).notes

    assert "註解" in note.message
    assert "註解" in note.to_sender


def test_a_second_table_on_the_sheet_is_told_for_the_file(tmp_path: Path) -> None:
    second = [[], ["姓名", "職稱", "電話"], ["（示例）甲", "科員", "02-12345678"]]
    path = saved(tmp_path / "桃園市.xlsx", [HEAD, [*GIVEN, "已召開會議", None, "80%"], *second])
    review = reviewed(path, lines())
    (note,) = review.notes

    assert "第4列起是另一個表" in note.message
    assert [row.state for row in review.rows][-2:] == [RowState.IGNORED] * 2


def test_where_a_meeting_was_held_tells_nothing_of_the_sender(tmp_path: Path) -> None:
    rows = [["會議日期：115年5月8日　地點：新竹縣政府"], HEAD, [*GIVEN, "已召開會議", None, "80%"]]

    assert reviewed(saved(tmp_path / "回報.xlsx", rows), lines()).recognised.sender_id is None


def test_a_row_of_two_counties_from_nobody_known_is_filed_for_one_and_told(tmp_path: Path) -> None:
    row = ["115-003", "請交通運輸組研提方案", "桃園市、新竹縣", "桃園市：已召開\n新竹縣：研議中", None, "80%"]
    (told,) = reviewed(saved(tmp_path / "回報.xlsx", [HEAD, row]), lines()).rows

    assert told.state is RowState.CHANGED
    assert any("桃園市、新竹縣" in note.message and note.to_sender for note in told.notes)


@pytest.mark.parametrize(("day", "is_told"), [("115年5月8日", False), (None, True)])
def test_a_new_case_without_the_day_of_its_meeting_is_told(tmp_path: Path, day: str | None, is_told: bool) -> None:
    path = saved(tmp_path / "回報.xlsx", [[*LIST, "會議日期"], [*CASE, day]])
    (row,) = reviewed(path, kind="resolutions").rows

    assert row.state is RowState.NEW
    assert any("沒有會議日期" in note.message for note in row.notes) is is_told


@pytest.mark.parametrize(
    ("words", "state"), [("列管", State.OPEN), ("不列管", State.NOTED), ("解除列管", State.RELEASED)]
)
def test_a_case_that_is_followed_or_not(tmp_path: Path, words: str, state: State) -> None:
    path = saved(tmp_path / "回報.xlsx", [[*LIST, "列管情形"], [*CASE, words]])

    assert reviewed(path, kind="resolutions").rows[0].row.fields["state"] is state


def test_a_list_of_cases_with_their_progress_that_finds_none_is_told_as_maybe_another_kind(tmp_path: Path) -> None:
    head = ["案號", "決議事項", "主辦單位", "預定完成日期", "辦理情形"]
    path = saved(tmp_path / "往年.xlsx", [head, ["102-甲-1", "辦理海岸巡查", "宜蘭縣", "102/12/31", "已完成巡查"]])
    (note,) = reviewed(path).notes
    assert "--kind resolutions" in note.message
    assert [row.state.value for row in reviewed(path, kind="resolutions").rows] == ["new"]
    assert reviewed(path, kind="resolutions").notes == ()
