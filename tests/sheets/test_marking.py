"""The sender gets their own workbook back: what is the matter stands in its cells, and all else is as it was."""

import io
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from odfdo import Cell as OdfCell
from odfdo import Document, Row, Table
from openpyxl import load_workbook
from openpyxl.cell import Cell

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.sheets import xlsx_answer
from northtaiwan_desktop.sheets.answer import SUMMARY, SUMMARY_TITLE, Answer, Mark, Severity, answer_of
from northtaiwan_desktop.sheets.grid import Grid, column_letters
from northtaiwan_desktop.sheets.grid_files import read_grids, read_grids_from
from northtaiwan_desktop.sheets.marking import ending_of, marked
from northtaiwan_desktop.sheets.review import RowState
from tests.sheets.lines import lines
from tests.sheets.workbooks import grid, recognised, reviewed, saved

# openpyxl, with which the tests look, says what it would drop.
pytestmark = pytest.mark.filterwarnings("ignore:.*is not supported and will be removed")
TODAY = date(2026, 9, 20)
ROWS = [
    ["115年第3季辦理情形"],
    ["編號", "主辦單位", "辦理情形", "實際進度"],
    ["115-003", "桃園市", "=1+1 是文字", "180%"],
    ["115-004", "臺南市", "已辦理", "80%"],
]


def answer(*marks: Mark) -> Answer:
    counts = dict.fromkeys(RowState, 0)
    return Answer(file="甲.xlsx", platform="示例平臺", made_on=TODAY, return_by=TODAY, counts=counts, marks=marks)


def mark(cell: str, severity: Severity = Severity.UNREADABLE, *, sheet: str = "表", reason: str = "看不懂。") -> Mark:
    return Mark(sheet=sheet, cell=cell, severity=severity, reason=reason, advice="請填數字。")


def answered(path: Path) -> Answer:
    return answer_of(reviewed(path, lines()), platform="示例平臺", made_on=TODAY, return_by=date(2026, 9, 27))


def marked_file(path: Path, made: Answer | None = None) -> bytes:
    content = path.read_bytes()
    return marked(content, made or answered(path), read_grids(path), ending=ending_of(content))


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A workbook with what a library that reads and writes anew would drop."""
    path = tmp_path / "rich.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, codes = book.add_worksheet("表"), book.add_worksheet("選項")
    for row in range(5):
        sheet.write_row(row, 0, ["甲", row, row * 2])
    codes.write_column(0, 0, ["是", "否"])
    sheet.write_rich_string("A7", "這是", book.add_format({"bold": True}), "粗體", "文字")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=表!$B$1:$B$5"})
    sheet.insert_chart("E10", chart)
    sheet.insert_textbox("H2", "文字方塊")
    sheet.insert_button("H8", {"caption": "按鈕"})
    sheet.conditional_format("B1:B5", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("D1", {"validate": "list", "source": "=選項!$A$1:$A$2"})
    sheet.add_sparkline("D2", {"range": "表!B1:B5"})
    sheet.write_comment("A1", "原有註解")
    sheet.write_formula("B9", "=SUM(B1:B5)", None, 10)
    sheet.print_area("A1:C5")
    book.close()
    return path


def test_each_problem_stands_in_its_cell_as_colour_and_comment_and_in_the_summary(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS, merges=("A1:D1",))
    book = load_workbook(io.BytesIO(marked_file(source)))

    page, summary = book["工作表1"], book.worksheets[0]
    assert summary.title == SUMMARY
    assert page["D3"].comment is not None
    assert "【看不懂】" in page["D3"].comment.text
    assert "180" in page["D3"].comment.text
    assert "【請這樣改】請" in page["D3"].comment.text
    assert page["D3"].fill.fgColor.rgb == f"FF{Severity.UNREADABLE.colour}"
    assert "臺南市" in page["B4"].comment.text
    assert page["C4"].comment is None
    assert [str(merge) for merge in page.merged_cells.ranges] == ["A1:D1"]
    assert summary["A1"].value == SUMMARY_TITLE
    linked = {cell.value: cell.hyperlink.location for row in summary.iter_rows() for cell in row if cell.hyperlink}
    assert linked["D3"] == "'工作表1'!D3"
    assert set(linked) >= {"D3", "B4"}
    assert "115年9月27日" in " ".join(str(row[0].value) for row in summary.iter_rows())


def test_what_nobody_marks_stays_byte_for_byte(rich: Path) -> None:
    before = ZipFile(rich)
    data = marked_file(rich, answer(mark("A1"), mark("C3", Severity.NOTE), mark("F40", Severity.REFUSED)))
    after = ZipFile(io.BytesIO(data))

    assert set(before.namelist()) < set(after.namelist())
    changed = {name for name in before.namelist() if before.read(name) != after.read(name)}
    assert not [name for name in changed if "chart" in name or "media" in name or name.endswith("sheet2.xml")]
    sheet = after.read("xl/worksheets/sheet1.xml").decode()
    for kept in ("sparkline", "dataValidation", "dataBar", "<v>10</v>", "extLst"):
        assert kept in sheet
    assert b'ObjectType="Button"' in after.read("xl/drawings/vmlDrawing1.vml")
    page = load_workbook(io.BytesIO(data))["表"]
    assert page["A1"].comment is not None
    assert page["A1"].comment.text.startswith("原有註解")
    assert "看不懂" in page["A1"].comment.text
    assert page["F40"].fill.fgColor.rgb == f"FF{Severity.REFUSED.colour}"
    assert page.print_area == "'表'!$A$1:$C$5"


def test_a_second_round_takes_the_marks_of_the_first_away(rich: Path, tmp_path: Path) -> None:
    first = marked_file(rich, answer(mark("A1"), mark("C3")))
    # The sender works on it in a program that writes all of it anew.
    returned = tmp_path / "returned.xlsx"
    book = load_workbook(io.BytesIO(first))
    book["表"]["C3"].value = 7
    book.save(returned)
    second = load_workbook(io.BytesIO(marked_file(returned, answer(mark("B2")))))

    assert [name for name in second.sheetnames if name.startswith(SUMMARY)] == [SUMMARY]
    page = second["表"]
    commented = {cell.coordinate: cell.comment.text for row in page.iter_rows() for cell in row if cell.comment}
    assert set(commented) == {"A1", "B2"}
    assert commented["A1"] == "原有註解"
    assert page["C3"].fill.fill_type is None
    assert page["C3"].value == 7


def test_the_summary_is_set_aside_when_the_workbook_returns(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)
    tables = recognised(*read_grids_from(marked_file(source), "a.xlsx")).tables

    assert tables[0].kind is None
    assert "審閱結果" in tables[0].skipped
    assert tables[1].kind is not None
    assert tables[1].grid.rows == read_grids(source)[0].rows


def test_a_sheet_of_theirs_that_bears_the_name_of_the_summary_is_data(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS, name=SUMMARY)
    data = marked_file(source)

    assert load_workbook(io.BytesIO(data)).sheetnames == ["審閱結果2", SUMMARY]
    assert [bool(table.kind) for table in recognised(*read_grids_from(data, "a.xlsx")).tables] == [False, True]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv"])
def test_of_a_text_table_the_values_are_set_out_anew_and_no_formula_comes_alive(tmp_path: Path, name: str) -> None:
    source = tmp_path / name
    apart = "," if name.endswith("csv") else "\t"
    rows = [*ROWS, ["115-004", "桃園市", "=cmd|' /C calc'!A0", "@x"]]
    source.write_text("\n".join(apart.join(f'"{cell}"' for cell in row) for row in rows), "utf-8")
    data = marked_file(source)

    page = load_workbook(io.BytesIO(data))["a"]
    assert page["C3"].value == "=1+1 是文字"
    assert page["C5"].value == "=cmd|' /C calc'!A0"
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n"}
    assert isinstance(page["C5"], Cell)
    assert page["C5"].quotePrefix
    assert page["D3"].comment is not None
    assert b"<f>" not in ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")


def test_an_opendocument_workbook_is_marked_in_place_too(tmp_path: Path) -> None:
    made = read_grids_from(marked_file(saved(tmp_path / "a.xlsx", ROWS)), "a.xlsx")[1:]
    source = tmp_path / "a.ods"
    document = Document("spreadsheet")
    document.body.clear()

    table = Table("工作表1")
    for values in made[0].rows:
        row = Row()
        for value in values:
            row.append(OdfCell(value))
        table.append(row)
    document.body.append(table)
    document.save(source)
    data = marked_file(source)

    book = Document(io.BytesIO(data))
    assert [each.name for each in book.body.tables] == [SUMMARY, "工作表1"]
    content = ZipFile(io.BytesIO(data)).read("content.xml").decode()
    assert content.count("<office:annotation") >= 2
    assert f"#{Severity.UNREADABLE.colour}" in content
    tables = recognised(*read_grids_from(data, "a.ods")).tables
    assert [bool(each.kind) for each in tables] == [False, True]
    assert tables[1].grid.rows == read_grids(source)[0].rows
    again = io.BytesIO(marked(data, answered(source), read_grids_from(data, "a.ods"), ending=".ods"))
    for made_of in (io.BytesIO(data), again):
        page = Document(made_of).body.tables[0].get_attribute("table:style-name")
        parts = {name: ZipFile(made_of).read(name).decode() for name in ("content.xml", "styles.xml")}
        assert f'style:name="{page}"' in parts["content.xml"]
        assert 'style:master-page-name="ReviewPage"' in parts["content.xml"]
        assert parts["styles.xml"].count('style:name="ReviewPage"') == 1
        assert 'style:print-orientation="landscape"' in parts["styles.xml"]


def test_a_repeated_cell_is_parted_and_the_others_stay(tmp_path: Path) -> None:
    source = tmp_path / "a.ods"
    document = Document("spreadsheet")
    document.body.clear()

    table = Table("表")
    row = Row(repeated=5)
    row.append(OdfCell("x", cell_type="string", repeated=4))
    table.append(row)
    document.body.append(table)
    document.save(source)
    data = marked_file(source, answer(mark("B3"), mark("D3"), mark("A5")))

    assert read_grids_from(data, "a.ods")[1].rows == read_grids(source)[0].rows
    assert ZipFile(io.BytesIO(data)).read("content.xml").decode().count("<office:annotation") == 3


@pytest.mark.parametrize("ending", [".ods", ".xlsm", ".xls"])
def test_another_ending_than_the_files_own_is_refused_with_words(tmp_path: Path, ending: str) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)

    with pytest.raises(RuleBroken, match=r"\.xlsx"):
        marked(source.read_bytes(), answered(source), read_grids(source), ending=ending)


def test_a_workbook_with_macros_keeps_them_and_its_ending(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)
    with_macros = tmp_path / "a.xlsm"
    with ZipFile(source) as plain, ZipFile(with_macros, "w") as out:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                    b"ms-excel.sheet.macroEnabled.main+xml",
                )
            out.writestr(name, data)
        out.writestr("xl/vbaProject.bin", b"\xd0\xcf macros")
    assert ending_of(with_macros.read_bytes()) == ".xlsm"
    assert ZipFile(io.BytesIO(marked_file(with_macros))).read("xl/vbaProject.bin") == b"\xd0\xcf macros"


def test_of_a_sheet_that_is_too_long_the_summary_tells_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)
    monkeypatch.setattr(xlsx_answer, "MOST_MARKED_IN_PLACE", 10)
    book = load_workbook(io.BytesIO(marked_file(source)))
    assert book["工作表1"]["D3"].comment is None
    told = [str(row[0].value) for row in book.worksheets[0].iter_rows()]
    assert any("工作表1" in text and "太長" in text for text in told)


def test_entities_are_not_taken_from_a_workbook(tmp_path: Path) -> None:
    source = saved(tmp_path / "a.xlsx", ROWS)
    hostile = tmp_path / "b.xlsx"
    with ZipFile(source) as plain, ZipFile(hostile, "w") as out:
        for name in plain.namelist():
            data = plain.read(name)
            if name == "xl/styles.xml":
                data = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'
            out.writestr(name, data)
    grids: Sequence[Grid] = read_grids(source)
    # Such a package is not worked on: the values are set out anew in a clean one.
    data = marked(hostile.read_bytes(), answered(source), grids, ending=".xlsx")
    assert b"ENTITY" not in ZipFile(io.BytesIO(data)).read("xl/styles.xml")
    assert load_workbook(io.BytesIO(data))["工作表1"]["D3"].comment is not None


@settings(max_examples=25, deadline=None)
@given(
    text=st.text(max_size=40),
    places=st.sets(st.tuples(st.integers(0, 60), st.integers(0, 30)), min_size=1, max_size=8),
)
def test_whatever_is_said_of_whatever_cells_the_values_are_read_back(text: str, places: set[tuple[int, int]]) -> None:
    folder = io.BytesIO()
    book = xlsxwriter.Workbook(folder, {"in_memory": True})
    sheet = book.add_worksheet("表")
    for row in range(0, 40, 3):
        for column in range(0, 20, 2):
            sheet.write_number(row, column, row * column)
    book.close()
    content = folder.getvalue()
    marks = [mark(f"{column_letters(column)}{row + 1}", reason=f"={text}") for row, column in sorted(places)]
    data = marked(content, answer(*marks), [grid([["x"]])], ending=".xlsx")

    assert read_grids_from(data, "a.xlsx")[1].rows == read_grids_from(content, "a.xlsx")[0].rows
    page = load_workbook(io.BytesIO(data))["表"]
    assert {cell.coordinate for row in page.iter_rows() for cell in row if cell.comment} == {one.cell for one in marks}
