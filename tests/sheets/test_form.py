"""A county can fill in its form and nothing else, and what it returns finds its records."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from odfdo import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.platform import Member
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.sheets.book import Book
from northtaiwan_desktop.sheets.files import write
from northtaiwan_desktop.sheets.form import EDITABLE, FORM_SHEET, form_book, stamp
from northtaiwan_desktop.sheets.grid_files import read_grids
from northtaiwan_desktop.sheets.interpreting import Row, interpret
from northtaiwan_desktop.sheets.recognising import recognise
from tests.sheets.lines import REFERENCE, REPORTED, REPORTS, TAOYUAN, TODAY, lines

ROUND = Round.quarter(115, 3)
HEADER, FIRST, LAST = 4, 5, 6


def book() -> Book:
    return form_book(
        lines(),
        platform=REFERENCE.platform.name,
        member=TAOYUAN,
        round=ROUND,
        sent_on=TODAY,
        return_by=date(2026, 9, 30),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    write(book(), tmp_path / "桃園市.xlsx")
    return tmp_path / "桃園市.xlsx"


def opened(path: Path) -> Worksheet:
    sheet = load_workbook(path)[FORM_SHEET]
    assert isinstance(sheet, Worksheet)
    return sheet


def returned(path: Path) -> list[Row]:
    found = recognise(read_grids(path), file=path.name, reference=REFERENCE)
    assert found.form is not None
    assert (found.kind, found.sender_id, found.round) == ("progress", TAOYUAN.id, ROUND)
    return [row for row in interpret(found.tables[0], REFERENCE) if not row.ignored]


def test_only_the_cells_to_fill_in_are_open(path: Path) -> None:
    sheet = opened(path)
    heads = {cell.column: str(cell.value) for cell in sheet[HEADER]}
    open_heads = [heads[cell.column] for cell in sheet[FIRST] if not cell.protection.locked]
    assert sheet.protection.sheet
    assert open_heads == ["辦理情形", "預定進度", "實際進度", "落後原因", "改善對策", "是否解除列管"]
    assert all(cell.protection.locked for row in sheet.iter_rows(max_row=HEADER) for cell in row)


def test_what_serves_the_program_is_not_seen(path: Path) -> None:
    book = load_workbook(path)
    sheet = opened(path)
    hidden = [str(cell.value) for cell in sheet[HEADER] if sheet.column_dimensions[cell.column_letter].hidden]
    # One entry stands for neighbours that are alike, so the rest is told by the last column's group.
    assert hidden[0] == "assignment_id"
    assert book["_meta"].sheet_state == "veryHidden"
    assert {prop.name: prop.value for prop in book.custom_doc_props.props}["county"] == TAOYUAN.id


def test_percentages_and_verdicts_are_held_to_what_can_be(path: Path) -> None:
    rules = {str(rule.sqref): rule for rule in opened(path).data_validations.dataValidation}
    verdict, planned = rules[f"M{FIRST}:M{LAST}"], rules[f"I{FIRST}:I{LAST}"]
    assert (verdict.type, verdict.formula1) == ("list", '"繼續列管,提請解除列管"')
    assert (planned.type, planned.formula1, planned.formula2) == ("decimal", "0", "1")
    assert planned.error == "請填0%至100%之間的進度，例如80或80%。"


def test_the_rows_grow_with_what_is_typed(path: Path) -> None:
    with ZipFile(path) as file:
        assert b"customHeight" not in file.read("xl/worksheets/sheet1.xml")
    assert opened(path).row_dimensions[FIRST].height > 6 * 15


def test_the_form_holds_what_the_county_has_open_and_nothing_of_others(path: Path) -> None:
    assert [row.found["assignment_id"] for row in returned(path)] == ["line-1", "line-3"]


def test_the_opendocument_form_is_locked_in_the_same_way(tmp_path: Path) -> None:
    write(book(), tmp_path / "t.ods")
    body = Document(tmp_path / "t.ods").body
    table = body.get_elements("table:table")[0]
    assert table.get_attribute("table:protected")
    assert len(body.get_elements("//table:content-validation")) == len(EDITABLE)
    columns = table.get_elements("table:table-column")
    assert [column.get_attribute("table:visibility") for column in columns].count("collapse") == 2 + len(EDITABLE)


@pytest.mark.parametrize("ending", ["xlsx", "ods"])
def test_an_untouched_form_comes_back_as_it_was_sent(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"t.{ending}"
    write(book(), path)
    for row, line in zip(returned(path), (lines()[0], lines()[2]), strict=True):
        assert row.found["stamp"] == stamp(line)
        assert {name: row.fields.get(name) for name in EDITABLE} == row.sent
        assert not row.problems


def test_what_the_county_typed_is_told_from_what_was_sent(path: Path) -> None:
    book = load_workbook(path)
    sheet = book[FORM_SHEET]
    sheet[f"J{FIRST}"] = 1
    sheet[f"M{FIRST}"] = "提請解除列管"
    book.save(path)
    row = returned(path)[0]
    assert (row.fields["actual_percent"], row.sent["actual_percent"]) == (100.0, 55.5)
    assert row.fields["verdict"].value == "release_asked"
    assert row.fields["report"] == row.sent["report"] == REPORTED


def test_the_stamp_changes_when_the_record_moves_on() -> None:
    line = lines()[2]
    later = replace(line, reports=(replace(REPORTS[0], id="report-9", assignment_id=line.id),))
    assert stamp(line) == stamp(lines()[2])
    assert stamp(later) != stamp(line)


def test_a_county_without_open_cases_needs_no_form() -> None:
    keelung = Member(id="10017", name="基隆市", short_name="基隆", position=2)
    with pytest.raises(RuleBroken, match="基隆市目前沒有列管中的案件"):
        form_book(lines(), platform="北臺", member=keelung, round=ROUND, sent_on=TODAY)
