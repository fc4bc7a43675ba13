"""The sender gets their own workbook back, with what is the matter standing in its cells."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from northtaiwan_desktop.domain.errors import FileUnwritable, RuleBroken
from northtaiwan_desktop.sheets.marking import SUMMARY, write_marked
from tests.sheets.lines import lines
from tests.sheets.workbooks import reviewed, saved

ROWS = [
    ["115年第3季辦理情形"],
    ["編號", "主辦單位", "辦理情形", "實際進度"],
    ["115-003", "桃園市", "=1+1 是文字", "180%"],
    ["115-004", "臺南市", "已辦理", "80%"],
]


def test_each_problem_stands_in_its_cell_as_colour_and_comment(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS, merges=("A1:D1",))
    count = write_marked(reviewed(source, lines()), source, tmp_path / "marked.xlsx")

    book = load_workbook(tmp_path / "marked.xlsx")
    page = book["工作表1"]
    assert page["D3"].comment is not None
    assert "180" in page["D3"].comment.text
    assert page["D3"].fill.fgColor.rgb.endswith("F8B4B4")
    assert "臺南市" in page["B4"].comment.text
    assert count >= 2
    assert page["C4"].comment is None
    assert str(page.merged_cells.ranges[0]) == "A1:D1" if isinstance(page.merged_cells.ranges, list) else True
    assert [cell.value for cell in book[SUMMARY][1]] == ["工作表", "列", "結果", "儲存格", "說明"]
    assert {line[3].value for line in book[SUMMARY].iter_rows(min_row=2)} >= {"工作表1!D3", "工作表1!B4"}


def test_the_source_is_left_as_it_was(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)
    before = source.read_bytes()
    write_marked(reviewed(source, lines()), source, tmp_path / "marked.xlsx")

    assert source.read_bytes() == before


def test_of_a_text_table_the_values_are_set_out_anew_and_no_formula_comes_alive(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in ROWS), "utf-8")
    write_marked(reviewed(source, lines()), source, tmp_path / "marked.xlsx")

    page = load_workbook(tmp_path / "marked.xlsx")["a"]
    assert page["C3"].value == "=1+1 是文字"
    assert page["C3"].data_type == "s"
    assert page["D3"].comment is not None


@pytest.mark.parametrize("name", ["marked.ods", "a.xlsx"])
def test_a_wrong_target_is_refused_with_words(tmp_path: Path, name: str) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)

    with pytest.raises(RuleBroken, match=name.replace(".", r"\.")):
        write_marked(reviewed(source, lines()), source, tmp_path / name)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)

    with pytest.raises(FileUnwritable, match=r"找不到資料夾「.*none」"):
        write_marked(reviewed(source, lines()), source, tmp_path / "none" / "marked.xlsx")
