"""Any file that may hold a table is opened, or refused with words that say what to do."""

import io
import re
import shutil
import struct
import subprocess
import threading
import zipfile
from base64 import b64decode
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Cell, Document, Row, Table
from openpyxl import Workbook
from openpyxl.styles import Font

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.sheets import zip_parts
from northtaiwan_desktop.sheets.grid import Merge, column_letters
from northtaiwan_desktop.sheets.grid_files import read_grids, read_grids_from
from tests.sheets.hostile import (
    fault_record,
    formula_fault_record,
    label_record,
    number_record,
    parts_of,
    record,
    sheet,
    with_sheet,
    xls,
)
from tests.sheets.hostile import packed as repacked
from tests.sheets.workbooks import grid, saved

_PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsTj2FAAAAABJRU5ErkJggg==")
"""A picture of one white point."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def xlsx(edit: object = None) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    page["A1"], page["B1"] = "編號", "實際進度"
    if callable(edit):
        edit(book, page)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def packed(**parts: bytes) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return data.getvalue()


def test_values_stand_where_they_stand_in_the_sheet() -> None:
    def edit(book: Workbook, page: object) -> None:
        page["D4"], page["D5"] = date(2026, 9, 8), 1040604  # type: ignore[index]

    (found,) = read_grids_from(xlsx(edit), "a.xlsx")

    assert found.at(0, 1) == "實際進度"
    assert found.at(3, 3) in (date(2026, 9, 8), datetime(2026, 9, 8))
    assert found.at(4, 3) == 1040604
    assert isinstance(found.at(4, 3), int)
    assert found.at(99, 99) is None


@pytest.mark.parametrize("file", ["回傳.jpg", "回傳.xlsx"])
def test_a_photograph_is_refused_as_what_it_is_whatever_its_name(file: str) -> None:
    with pytest.raises(FileUnreadable, match="這是圖片"):
        read_grids_from(b"\xff\xd8\xff\xe0" + bytes(60), file)


def test_a_sheet_with_nothing_but_a_scan_is_known_from_an_empty_one(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("掃描").insert_image("A1", "scan.png", {"image_data": io.BytesIO(_PIXEL)})
    book.add_worksheet("資料").write_string("A1", "編號")
    book.close()

    assert [grid.marks.has_picture for grid in read_grids(path)] == [True, False]
    assert [grid.marks.has_picture for grid in read_grids_from(xlsx(lambda *_book: None), "b.xlsx")] == [False]


def test_what_excel_says_beside_the_values_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page, away = book.add_worksheet("資料"), book.add_worksheet("藏")
    percent, own = book.add_format({"num_format": "0%"}), book.add_format({"num_format": '0.0"成"'})
    page.merge_range("A1:C1", "標題")
    page.write_number("A2", 0.8, percent)
    page.write_number("B2", 0.8, own)
    page.write_formula("C2", "=1+1", value="")
    page.write_formula("D2", "=1/0", value="#DIV/0!")
    page.write_string("A4", "隱藏列")
    page.set_row(3, None, None, {"hidden": True})
    page.set_column("F:G", None, None, {"hidden": True})
    away.write_string("A1", "x")
    away.hide()
    book.close()
    data, hidden = read_grids(path)

    assert data.marks.merges == (Merge(0, 0, 0, 2),)
    assert data.shown(0, 1) == "標題"
    assert data.marks.percents == {(1, 0)}
    assert data.marks.uncomputed == {(1, 2)}
    assert data.marks.faults == {(1, 3): "#DIV/0!"}
    assert data.marks.hidden_rows == {3}
    assert data.marks.hidden_columns == {5, 6}
    assert (data.is_hidden, hidden.is_hidden) == (False, True)


def test_an_opendocument_sheet_gives_the_same(tmp_path: Path) -> None:
    document = Document("ods")
    document.body.clear()
    table = Table("資料")
    table.set_values([["標題", None, None], [0.8, "文字", 105]])
    table.set_cell((0, 1), Cell(0.8, cell_type="percentage"))
    table.set_span((0, 0, 2, 0))
    blank = Row()
    blank.repeated = 1_000_000
    table.append_row(blank)
    document.body.append(table)
    document.save(tmp_path / "a.ods")
    (found,) = read_grids(tmp_path / "a.ods")

    assert found.rows == (("標題",), (0.8, "文字", 105))
    assert found.marks.merges == (Merge(0, 0, 0, 2),)
    assert found.marks.percents == {(1, 0)}


def test_an_old_excel_file_gives_the_same() -> None:
    begin = record(0xE0, struct.pack("<HH", 0, 0) + bytes(16)) + record(0xE0, struct.pack("<HH", 0, 9) + bytes(16))
    cells = (
        record(0x7D, struct.pack("<HHHHHH", 2, 3, 2000, 0, 1, 0))
        + record(0x208, struct.pack("<HHHHHHI", 3, 0, 1, 255, 0, 0, 0x20))
        + label_record(0, 0, "標題")
        + number_record(1, 0, 1.0, style=1)
        + number_record(1, 1, 1.0)
        + fault_record(2, 0, 0x17)
        + formula_fault_record(2, 1, 0x07)
        + label_record(3, 0, "隱藏列")
        + record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 2))
    )
    (found,) = read_grids_from(xls(cells, globals_=begin), "a.xls")

    assert found.name == "資料"
    assert found.rows[:2] == (("標題",), (1, 1))
    assert found.marks.merges == (Merge(0, 0, 0, 2),)
    assert found.marks.percents == {(1, 0)}
    assert found.marks.faults == {(2, 0): "#REF!", (2, 1): "#DIV/0!"}
    assert found.marks.hidden_rows == {3}
    assert found.marks.hidden_columns == {2, 3}


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_what_libreoffice_makes_of_a_workbook_is_read_as_the_workbook(tmp_path: Path, kind: str) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed here")
    path = tmp_path / "a.xlsx"
    book = xlsxwriter.Workbook(str(path))
    page = book.add_worksheet("資料")
    page.merge_range("A1:C1", "標題")
    page.write_number("A2", 1, book.add_format({"num_format": "0%"}))
    page.write_string("B2", "=cmd|x")
    page.write_formula("A3", "=1/0", value="#DIV/0!")
    page.set_row(3, None, None, {"hidden": True})
    page.write_string("A4", "隱藏列")
    page.set_column("F:G", None, None, {"hidden": True})
    book.close()
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (ours,), (theirs,) = read_grids(path), read_grids(tmp_path / f"a.{kind}")

    # LibreOffice spells the error's value into the cell of an ods; in the others the cell is bare.
    assert [row[:2] for row in theirs.rows if row[:1] != ("#DIV/0!",)][:2] == [row[:2] for row in ours.rows][:2]
    assert theirs.marks.merges == ours.marks.merges
    assert theirs.marks.percents == ours.marks.percents
    assert theirs.marks.faults == ours.marks.faults
    assert theirs.marks.hidden_rows >= ours.marks.hidden_rows
    assert theirs.marks.hidden_columns >= ours.marks.hidden_columns


TEXT = '編號,主辦,辦理情形\r\n1,桃園市,"第一行\n第二行"\r\n'
CELLS = (("編號", "主辦", "辦理情形"), ("1", "桃園市", "第一行\n第二行"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp950"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_text_table_is_read_in_any_encoding_with_any_delimiter(encoding: str, delimiter: str) -> None:
    (found,) = read_grids_from(TEXT.replace(",", delimiter).encode(encoding), "回報.csv")

    assert found.rows == CELLS
    assert found.name == "回報"


def test_characters_made_by_the_office_survive_big5() -> None:
    data = "姓名,縣市\n王".encode("cp950") + b"\xfa\x40\x8e\x40" + ",苗栗縣".encode("cp950")
    (found,) = read_grids_from(data, "a.csv")

    assert found.rows[1] == ("王\ue000\ue311", "苗栗縣")


LINES = tuple((f"115-{at:03}", "桃園市政府交通局", f"已召開第{at}次會議，儘速辦理") for at in range(1, 9))


@given(encoding=st.sampled_from(["utf-8", "cp950"]), data=st.data())
def test_a_broken_byte_costs_no_row_but_its_own(encoding: str, data: st.DataObject) -> None:
    lines = [",".join(row).encode(encoding) for row in LINES]
    line = data.draw(st.integers(0, len(lines) - 1))
    at = data.draw(st.integers(0, len(lines[line]) - 1))
    lines[line] = lines[line][:at] + data.draw(st.sampled_from([b"\xff", b"\x00"])) + lines[line][at + 1 :]
    (found,) = read_grids_from(b"\r\n".join(lines), "a.csv")

    assert [row for place, row in enumerate(found.rows) if place != line] == [
        row for place, row in enumerate(LINES) if place != line
    ]
    broken = [column for row, column in found.marks.broken if row == line]
    assert len(broken) == len(found.marks.broken) > 0
    assert any("\ufffd" in str(cell) for cell in found.rows[line])
    kept = [column for column in range(3) if column not in broken]
    assert [found.rows[line][column] for column in kept] == [LINES[line][column] for column in kept]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-8", "cp950"])
def test_a_text_that_was_cut_in_the_middle_of_a_character_is_read_up_to_there(encoding: str) -> None:
    (found,) = read_grids_from("\r\n".join(",".join(row) for row in LINES).encode(encoding)[:-1], "a.csv")

    assert found.rows[:-1] == LINES[:-1]
    assert found.marks.broken == {(7, 2)}


def test_a_text_that_is_broken_all_over_is_refused() -> None:
    data = bytearray("\r\n".join(",".join(row) for row in LINES).encode())
    data[::7] = b"\xff" * len(data[::7])

    with pytest.raises(FileUnreadable, match="編碼"):
        read_grids_from(bytes(data), "a.csv")


def test_a_text_table_under_the_name_of_excel_is_read_all_the_same() -> None:
    assert read_grids_from(TEXT.encode(), "a.xls")[0].rows == CELLS


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "a.xlsx", "空的檔案"),
        (b"PK\x03\x04 broken", "a.xlsx", "已損壞"),
        (xlsx()[:-500], "a.xlsx", "已損壞"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "密碼"),
        (OLE + b"\0" * 2000, "a.xls", "已損壞"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.xls", "文書檔"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "網頁"),
        (b"%PDF-1.7", "a.pdf", "PDF"),
        (packed(word__document=b"", **{"word__document.xml": b"<w/>"}), "a.xlsx", "文書檔"),
        (packed(readme=b"x"), "a.zip", "解壓縮"),
        (
            packed(
                mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
                **{"content.xml": b"x", "META-INF__manifest.xml": b"<m:encryption-data/>"},
            ),
            "a.ods",
            "密碼",
        ),
        (b"\x89PNG\r\n\x1a\n", "a.xlsx", "不是試算表"),
        (b"x", "a.exe", "種類"),
        (b"\xff\x81\x82\xff", "a.csv", "編碼"),
    ],
)
def test_what_can_not_be_read_is_refused_by_name_with_the_reason(data: bytes, name: str, words: str) -> None:
    with pytest.raises(FileUnreadable, match=words) as refusal:
        read_grids_from(data, name)
    assert name in str(refusal.value)


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="找不到"):
        read_grids(tmp_path / "none.xlsx")
    with pytest.raises(FileUnreadable, match="資料夾"):
        read_grids(tmp_path)


def test_a_file_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "MOST_UNPACKED", 1_000_000)
    bomb = packed(**{"xl__workbook.xml": b"\0" * 5_000_000})

    with pytest.raises(FileUnreadable, match="過大"):
        read_grids_from(bomb, "a.xlsx")


def test_a_sheet_that_claims_the_whole_of_excel_is_refused() -> None:
    def edit(book: Workbook, page: object) -> None:
        page["XFD1048576"] = "遠"  # type: ignore[index]

    with pytest.raises(FileUnreadable, match="1048576"):
        read_grids_from(xlsx(edit), "a.xlsx")


def test_entities_in_a_sheet_are_not_expanded() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx())) as source, zipfile.ZipFile(data, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith("sheet1.xml"):
                content = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>' + content
                content = content.replace("編號".encode(), b"&b;")
            target.writestr(name, content)
    try:
        (found,) = read_grids_from(data.getvalue(), "a.xlsx")
    except FileUnreadable:
        return
    assert "aaaa" not in str(found.rows)


def test_a_sheet_that_does_not_number_its_cells_is_read_in_order() -> None:
    rows = b"<row><c t='inlineStr'><is><t>x</t></is></c><c t='e'><f>1/0</f><v>#DIV/0!</v></c></row>"
    rows += b"<row><c><v>2</v></c></row>"
    (found,) = read_grids_from(with_sheet(sheet(rows)), "a.xlsx")

    assert found.marks.faults == {(0, 1): "#DIV/0!"}
    assert found.at(1, 0) == 2


def test_a_sheet_whose_tags_bear_a_prefix_gives_the_same_marks() -> None:
    def edit(book: Workbook, page: object) -> None:
        page.merge_cells("A1:B1")  # type: ignore[attr-defined]
        page["A3"], page["A4"] = "=1/0", 0.5  # type: ignore[index]
        page["A4"].number_format = "0%"  # type: ignore[index]
        page.row_dimensions[4].hidden = True  # type: ignore[attr-defined]

    parts = parts_of(xlsx(edit))
    name = "xl/worksheets/sheet1.xml"
    spelled = re.sub(rb"<(/?)(?![?])", rb"<\1x:", parts[name]).replace(b"xmlns=", b"xmlns:x=")
    plain, prefixed = (read_grids_from(repacked({**parts, name: xml}), "a.xlsx")[0] for xml in (parts[name], spelled))

    assert prefixed.marks == plain.marks
    assert plain.marks.merges
    assert plain.marks.percents
    assert plain.marks.uncomputed
    assert plain.marks.hidden_rows


def test_a_tick_in_a_symbol_font_is_read_as_it_is_seen() -> None:
    def edit(book: Workbook, page: object) -> None:
        for place, text, font in (("A2", "ü", "Wingdings"), ("A3", "R", "Wingdings 2"), ("A4", "ü", "Arial")):
            page[place] = text  # type: ignore[index]
            page[place].font = Font(name=font)  # type: ignore[index]

    (found,) = read_grids_from(xlsx(edit), "a.xlsx")

    assert [found.at(row, 0) for row in (1, 2, 3)] == ["✓", "☑", "ü"]


def test_a_formula_that_gives_an_empty_text_has_a_result() -> None:
    rows = b'<row r="1"><c r="A1" t="str"><f>IF(1,"","")</f><v></v></c><c r="B1"><f>1+1</f></c></row>'
    (found,) = read_grids_from(with_sheet(sheet(rows)), "a.xlsx")

    assert found.marks.uncomputed == {(0, 1)}


@pytest.mark.parametrize(
    ("name", "words"),
    [("~$回報.xlsx", "暫存檔"), (".~lock.回報.ods#", "暫存檔"), ("回報.xlsx.crdownload", "下載或複製")],
)
def test_a_file_that_is_not_there_yet_is_told(tmp_path: Path, name: str, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(xlsx())

    with pytest.raises(FileUnreadable, match=words):
        read_grids(path)


def test_a_file_of_300_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "大.xlsx"
    with path.open("wb") as file:
        file.truncate(300_000_000)

    with pytest.raises(FileUnreadable, match="超過 100 MB"):
        read_grids(path)


def test_a_file_that_grows_while_it_is_read_is_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"x," * 30_000_000)
    done = threading.Event()

    def grow() -> None:
        with path.open("ab") as file:
            while not done.is_set():
                file.write(b"y")
                file.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        with pytest.raises(FileUnreadable, match="正在被寫入"):
            read_grids(path)
    finally:
        done.set()
        writer.join()


def test_the_file_can_be_moved_at_once(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", [["編號"]])
    read_grids(path)
    path.rename(tmp_path / "b.xlsx")

    assert not path.exists()


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_excel_names_them(column: int, letters: str) -> None:
    assert column_letters(column) == letters


@pytest.mark.parametrize(
    ("name", "address"), [("辦理情形", "辦理情形!B3"), ("115年 第3季", "'115年 第3季'!B3"), ("it's", "'it''s'!B3")]
)
def test_a_cell_is_named_with_its_sheet(name: str, address: str) -> None:
    assert grid([["x"]], name=name).address(2, 1) == address
