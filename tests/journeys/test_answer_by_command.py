"""A county is answered by the command line, before the import and after it."""

import json
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from openpyxl import load_workbook

from northtaiwan_desktop.cli import main
from northtaiwan_desktop.sheets.answer import SUMMARY
from tests.sheets.workbooks import edited, saved

ROWS = [
    ["縣市", "議題組", "姓名", "職稱", "電話", "電子郵件"],
    ["新北市", "文化教育", "示例甲", "科員", "02-1", "a@example.org"],
    ["新北市", "航太組", "示例乙", "科員", "02-2", "b@example.org"],
]


class Desk:
    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self._common = ["--store", str(folder / "register.db"), "--today", "115年9月8日", "--by", "秘書"]

    def says(self, *words: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        return main([*self._common, *words]), *self._capsys.readouterr()

    def reads(self, *words: str):
        status, answer, message = self.says(*words, "--json")
        assert status == 0, message
        return json.loads(answer)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    desk = Desk(tmp_path, capsys)
    assert desk.says("init")[0] == 0
    return desk


def test_a_county_is_answered_mends_its_list_and_only_the_rest_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "新北市聯絡窗口.xlsx", ROWS)
    marked, draft = tmp_path / "標示.xlsx", tmp_path / "草稿.eml"
    words = ("--kind", "people", "--report", str(marked), "--mail", str(draft), "--return-by", "115.9.20")
    done = desk.reads("intake", str(path), *words)
    assert done["applied"] == {"new": 1, "changed": 0}
    assert [sheet["kind"] for sheet in done["sheets"]] == ["people"]
    book = load_workbook(marked)
    assert book.sheetnames == [SUMMARY, "工作表1"]
    assert "航太組" in book["工作表1"]["B3"].comment.text
    assert "115年9月20日前" in message_from_bytes(draft.read_bytes(), policy=default)["Subject"]

    edited(marked, lambda sheet: setattr(sheet["B3"], "value", "環境資源"), sheet="工作表1")
    rest = desk.reads("intake", str(marked))
    assert rest["applied"] == {"new": 1, "changed": 0}
    rows = [row for sheet in rest["sheets"] for row in sheet["rows"]]
    assert [row["state"] for row in rows] == ["same", "new"]
    assert "已於" in rows[0]["match"]["why"]
    assert {row["name"] for row in desk.reads("list", "posts")} == {"示例甲", "示例乙"}
    assert desk.says("undo")[0] == 0
    assert {row["name"] for row in desk.reads("list", "posts")} == {"示例甲"}


def test_an_import_already_done_is_answered_from_what_was_kept(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "新北市聯絡窗口.xlsx", ROWS)
    done = desk.reads("intake", str(path))
    path.unlink()
    marked = tmp_path / "標示.xlsx"
    made = desk.reads("export", "marked", done["import"], "-o", str(marked), "--mail", str(tmp_path / "草稿.txt"))
    assert made == {"files": [str(marked), str(tmp_path / "草稿.txt")]}
    assert "航太組" in load_workbook(marked)["工作表1"]["B3"].comment.text
    assert "示例甲" not in (tmp_path / "草稿.txt").read_text("utf-8-sig").partition("需要更正")[2].partition("一、")[0]
    status, _answer, message = desk.says("export", "marked", done["import"])
    assert status == 1
    assert "--mail" in message


def test_the_senders_file_and_the_work_of_others_are_not_written_over(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "新北市聯絡窗口.xlsx", ROWS)
    before = path.read_bytes()
    status, _answer, message = desk.says("intake", str(path), "--dry-run", "--report", str(path))
    assert (status, path.read_bytes()) == (1, before)
    assert "來源檔" in message
    other = tmp_path / "別人的.xlsx"
    other.write_bytes(b"work")
    assert desk.says("intake", str(path), "--dry-run", "--report", str(other))[0] == 1
    assert other.read_bytes() == b"work"
    assert desk.says("intake", str(path), "--dry-run", "--report", str(other), "--existing", "beside")[0] == 0
    assert load_workbook(tmp_path / "別人的 (2).xlsx").sheetnames[0] == SUMMARY


def test_what_stays_out_is_said_and_counted(desk: Desk, tmp_path: Path) -> None:
    path, bad = saved(tmp_path / "新北市聯絡窗口.xlsx", ROWS), tmp_path / "壞.xlsx"
    bad.write_bytes(b"PK broken")
    status, _answer, message = desk.says("intake", str(path))
    assert status == 0
    assert "新增 2\n  其中 1 列有看不懂的儲存格，暫不匯入" in message
    (row,) = desk.reads("list", "imports")
    assert sum(row[name] for name in ("new", "changed", "ignored", "unreadable")) == 2
    told = desk.says("show", "import", row["id"])[1]
    assert "種類：人員與聯絡窗口" in told
    assert "change" not in told

    again = desk.says("intake", str(path))[2]
    assert "年" in again.partition("已匯入過")[0].rpartition("在")[2]
    other = saved(tmp_path / "另一份.xlsx", [ROWS[0], ROWS[2]])
    assert "沒有可匯入的資料列，沒有寫入任何內容" in desk.says("intake", str(other))[2]

    status, answer, _message = desk.says("intake", str(other), str(bad), "--json")
    assert status == 1
    first, second = json.loads(answer)
    assert "error" not in first
    assert (second["file"], second["sheets"], second["import"]) == ("壞.xlsx", [], None)
    assert "壞.xlsx" in second["error"]
