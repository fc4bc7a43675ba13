"""A workbook lands on the disk whole, or the old file stays."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.domain.errors import FileUnwritable, RuleBroken
from northtaiwan_desktop.sheets.book import Book, Cell, Sheet, SheetColumn, money_unit, plain, sheet_name
from northtaiwan_desktop.sheets.files import write
from northtaiwan_desktop.sheets.text_size import lines


def book(*values: Cell, author: str = "北臺") -> Book:
    sheet = Sheet(
        name="表",
        title=("標題",),
        columns=(SheetColumn(name="text", title="內容", width=30),),
        rows=tuple((value,) for value in values),
    )
    return Book(title="標題", author=author, made_on=date(2026, 9, 20), sheets=(sheet,))


def values(path: Path) -> list[Any]:
    return [row[0] for row in CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[2:]]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+886",
        "-",
        "@SUM(A1)",
        "  前後  都有  空白 ",
        "第一行\n第二行",
        "造字\ue000\U000f0000",
        "<b>&amp;\"'",
        "00123",
    ],
)
def test_a_text_is_read_back_as_it_was(text: str, ending: str, tmp_path: Path) -> None:
    write(book(text), tmp_path / f"t{ending}")
    assert values(tmp_path / f"t{ending}") == [text]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_what_no_workbook_can_hold_is_left_out(ending: str, tmp_path: Path) -> None:
    write(book(plain("甲\x00\x0b\ud800乙\ufffe\r\n丙")), tmp_path / f"t{ending}")
    assert values(tmp_path / f"t{ending}") == ["甲乙\n丙"]


@pytest.mark.parametrize("ending", [".xlsx", ".ods"])
def test_the_same_book_is_the_same_file(ending: str, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write(book("甲", 1, 0.5), tmp_path / f"{name}{ending}")
    assert (tmp_path / f"a{ending}").read_bytes() == (tmp_path / f"b{ending}").read_bytes()


def test_the_file_names_the_platform_and_nobody_else(tmp_path: Path) -> None:
    write(book("甲", author="北臺區域發展推動委員會"), tmp_path / "t.xlsx")
    told = load_workbook(tmp_path / "t.xlsx").properties
    assert (told.creator, told.title, told.lastModifiedBy) == (
        "北臺區域發展推動委員會",
        "標題",
        "北臺區域發展推動委員會",
    )


def test_another_ending_is_refused_with_both_that_are_possible(tmp_path: Path) -> None:
    with pytest.raises(RuleBroken, match=r"\.xlsx.*\.ods"):
        write(book("甲"), tmp_path / "t.csv")


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileUnwritable, match=r"找不到資料夾「.*nowhere」"):
        write(book("甲"), tmp_path / "nowhere" / "t.xlsx")


def test_a_folder_in_the_way_is_named(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").mkdir()
    with pytest.raises(FileUnwritable, match="那是一個資料夾"):
        write(book("甲"), tmp_path / "t.xlsx")


def test_an_old_file_stays_whole_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    write(book("舊"), tmp_path / "t.xlsx")
    with pytest.raises(RuleBroken, match="上限"):
        write(book("長" * 40_000), tmp_path / "t.xlsx")
    assert values(tmp_path / "t.xlsx") == ["舊"]
    assert [path.name for path in tmp_path.iterdir()] == ["t.xlsx"]


@pytest.mark.parametrize(("amounts", "unit"), [([1_000, None, 8_700_000], 1000), ([1_500], 1), ([], 1000)])
def test_money_is_counted_in_thousands_only_where_nothing_is_lost(amounts: list[int | None], unit: int) -> None:
    assert money_unit(amounts)[0] == unit


@pytest.mark.parametrize(("text", "name"), [("A/B:[甲]?", "AB甲"), ("長" * 40, "長" * 31), ("'", "工作表")])
def test_a_sheet_gets_a_name_that_excel_takes(text: str, name: str) -> None:
    assert sheet_name(text) == name


@pytest.mark.parametrize(("text", "count"), [("", 1), ("一二三四五", 2), ("abcde", 1), ("一\n二\n", 3)])
def test_a_chinese_character_takes_twice_the_room(text: str, count: int) -> None:
    assert lines(text, 10) == count
