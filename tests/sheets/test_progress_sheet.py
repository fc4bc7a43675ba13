"""The progress sheet holds the same in Excel and in OpenDocument, and reads as an office expects."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.domain.progress import Round, Verdict
from northtaiwan_desktop.domain.tracking import balance
from northtaiwan_desktop.sheets.book import Book
from northtaiwan_desktop.sheets.files import write
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import interpret
from northtaiwan_desktop.sheets.progress_sheet import progress_book
from northtaiwan_desktop.sheets.recognising import recognise
from tests.sheets.lines import LONG, REFERENCE, REPORTED, TODAY, lines

ROUND = Round.quarter(115, 3)
HEADER = 3


def book(round: Round = ROUND) -> Book:
    shown = lines()
    cases = {line.resolution.id: line.resolution for line in shown}.values()
    return progress_book(
        shown, platform=REFERENCE.platform.name, year=115, round=round, today=TODAY, balance=balance(cases, round)
    )


def rows(path: Path) -> list[list[list[Any]]]:
    """All values of all sheets; neither format tells an empty text from an empty cell."""
    opened = CalamineWorkbook.from_path(str(path))
    return [opened.get_sheet_by_name(name).to_python() for name in opened.sheet_names]


@pytest.fixture
def sheet(tmp_path: Path) -> Worksheet:
    write(book(), tmp_path / "列管表.xlsx")
    found = load_workbook(tmp_path / "列管表.xlsx")["列管表"]
    assert isinstance(found, Worksheet)
    return found


def cells(sheet: Worksheet, row: int) -> dict[str, Any]:
    return {str(head.value): cell for head, cell in zip(sheet[HEADER], sheet[row], strict=True)}


def test_no_number_differs_between_the_two_formats(tmp_path: Path) -> None:
    for ending in ("xlsx", "ods"):
        write(book(), tmp_path / f"t.{ending}")
    assert rows(tmp_path / "t.xlsx") == rows(tmp_path / "t.ods")


def test_a_row_says_what_a_deputy_head_asks(sheet: Worksheet) -> None:
    row = cells(sheet, HEADER + 1)
    assert {head: cell.value for head, cell in row.items()} == {
        "編號": "115-003",
        "會議名稱／日期": "115年度第一次副首長會議\n115年5月8日",
        "決議事項": LONG,
        "主／協辦": "主辦",
        "主（協）辦單位": "桃園市政府交通局",
        "協辦單位": "新竹縣",
        "預定完成日期": "115年9月8日",
        "辦理情形": REPORTED,
        "填報日期": "115年9月15日",
        "預定進度": 0.8,
        "實際進度": 0.555,
        "燈號": "落後",
        "落後原因": "二縣市尚未回復費用分攤試算結果，致招標文件無法定稿。",
        "改善對策": "已請副秘書長親自協調，訂於115年9月25日前回復。",
        "是否解除列管": "繼續列管",
        "管考建議": "繼續列管\n落後24.5個百分點，請於下次會議說明。",
        "assignment_id": "line-1",
    }
    assert (row["預定進度"].number_format, row["實際進度"].number_format) == ("0%", "0.0#%")


def test_a_text_that_begins_like_a_formula_stays_a_text(sheet: Worksheet) -> None:
    cell = cells(sheet, HEADER + 3)["決議事項"]
    assert cell.data_type == "s"
    assert cell.value.startswith("=HYPERLINK")


def test_it_is_set_up_for_the_screen_and_for_paper(sheet: Worksheet) -> None:
    assert sheet.freeze_panes == f"B{HEADER + 1}"
    assert sheet.auto_filter.ref == f"A{HEADER}:Q{HEADER + 4}"
    assert sheet.print_title_rows == f"${HEADER}:${HEADER}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 8)
    # One page wide is what Excel takes where nothing is said.
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (None, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.oddFooter.center.text == "第 &P 頁，共 &N 頁"
    assert sheet.row_dimensions[HEADER + 1].height > 6 * 15


def test_lights_have_a_colour_and_a_word(sheet: Worksheet) -> None:
    rules = [rule for each in sheet.conditional_formatting for rule in each.rules]
    assert [rule.formula for rule in rules] == [['"正常"'], ['"注意"'], ['"落後"'], ['"結案"']]
    assert len({rule.dxf.fill.bgColor.rgb for rule in rules}) == 4


def test_the_balance_is_said(sheet: Worksheet) -> None:
    assert "前期列管2案＋本期新增0案－本期解除0案＝續列2案" in str(sheet["A2"].value)


def test_a_sheet_of_an_earlier_round_shows_what_was_known_then(tmp_path: Path) -> None:
    write(book(Round.quarter(115, 2)), tmp_path / "t.xlsx")
    found = load_workbook(tmp_path / "t.xlsx")["列管表"]
    assert isinstance(found, Worksheet)
    assert cells(found, HEADER + 1)["辦理情形"].value == "已召開第一次研商會議。"


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_what_goes_out_comes_back_the_same(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{ending}"
    write(book(), path)
    table, summary = recognise(read_grids(path), file=path.name, reference=REFERENCE).tables
    assert summary.kind is None
    back = [row for row in interpret(table, REFERENCE) if not row.ignored]
    sent = lines()
    assert [row.fields["number"] for row in back] == [line.number for line in sent]
    assert [row.fields["lead"] for row in back] == ["桃園市", "新竹縣", "桃園市", "交通部"]
    assert [row.fields.get("actual_percent") for row in back] == [55.5, 100.0, None, None]
    assert [row.fields.get("verdict") for row in back] == [Verdict.CONTINUE, Verdict.RELEASE_ASKED, None, None]
    assert back[0].fields["report"] == REPORTED
    assert not [problem for row in back for problem in row.problems]
