"""What is wrong is refused with its name and a remedy, the status says so, and the register stays as it was."""

import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from northtaiwan_desktop.cli import main
from northtaiwan_desktop.services import setup

ROOT = Path(__file__).parent.parent
MEETING = "103年度首長年會、成果展暨論壇"
"""The draft of the sample year."""


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


class Desk:
    """A person at a terminal on a copy of the sample year."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store = store
        self._capsys = capsys

    def says(self, *words: str, store: Path | None = None) -> tuple[int, str]:
        self._capsys.readouterr()
        status = main(["--store", str(store or self.store), "--today", "103年11月3日", "--by", "秘書", *words])
        return status, self._capsys.readouterr().err

    def is_refused(self, *words: str, store: Path | None = None) -> str:
        """The refusal: one sentence at least, no trace of the program's inside."""
        status, message = self.says(*words, store=store)
        assert status == 1, message
        assert "Traceback" not in message
        assert message.rstrip().endswith(("。", "）"))
        return message


@pytest.fixture
def desk(sample_register: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Desk]:
    store = tmp_path / "register.db"
    shutil.copy(sample_register, store)
    desk = Desk(store, capsys)
    before = dump(store)
    yield desk
    assert dump(store) == before, "something was changed"


def truncated(path: Path, register: Path) -> None:
    path.write_bytes(register.read_bytes()[:3000])


def half(path: Path, register: Path) -> None:
    content = register.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def foreign(path: Path, _register: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("create table notes (text)")
        connection.commit()


def newer(path: Path, register: Path) -> None:
    shutil.copy(register, path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("update alembic_version set version_num = '9999'")
        connection.commit()


STORES: dict[str, tuple[Callable[[Path, Path], object], str]] = {
    "missing": (lambda path, _register: None, "找不到資料庫"),
    "folder": (lambda path, _register: path.mkdir(), "是資料夾"),
    "empty": (lambda path, _register: path.touch(), "空的檔案"),
    "noise": (lambda path, _register: path.write_bytes(bytes(range(256)) * 40), "不是資料庫檔"),
    "text": (lambda path, _register: path.write_text("會議紀錄", "utf-8"), "不是資料庫檔"),
    "truncated": (truncated, "損壞"),
    "half": (half, "損壞"),
    "foreign": (foreign, "別的程式的資料庫"),
    "newer": (newer, "較新版本"),
}


@pytest.mark.parametrize("name", STORES)
def test_a_file_that_is_no_usable_register(desk, sample_register, tmp_path, name):
    make, told = STORES[name]
    path = tmp_path / "別的.db"
    make(path, sample_register)
    content = path.read_bytes() if path.is_file() else None
    message = desk.is_refused("list", "meetings", store=path)
    assert told in message
    assert "別的.db" in message
    assert content is None or path.read_bytes() == content


def test_a_register_that_another_program_is_writing_into(desk, monkeypatch):
    monkeypatch.setattr("northtaiwan_desktop.storage.connecting.PATIENCE", 0.2)
    with closing(sqlite3.connect(desk.store, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        message = desk.is_refused("add", "chronicle", "--date", "103年1月1日", "--text", "x")
        other.execute("ROLLBACK")
    assert "正被另一個程式使用" in message


def test_a_register_is_not_made_over_a_file(desk):
    assert "已經存在" in desk.is_refused("init")


def test_a_disk_that_is_full_loses_nothing(desk):
    """A limit on the size of files stands for the full disk: the write fails half-way."""
    resource = pytest.importorskip("resource")

    def no_more() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))

    words = ["--store", str(desk.store), "add", "chronicle", "--date", "103年1月1日", "--text", "字" * 40_000]
    done = subprocess.run(
        [sys.executable, "-m", "northtaiwan_desktop.cli", *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=no_more,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert "register.db" in done.stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "chronicle", "--date", "115年2月30日", "--text", "x"), ("115年2月30日", "28 天")),
        (("add", "chronicle", "--date", "", "--text", "x"), ("日期",)),
        (("add", "chronicle", "--date", "昨天", "--text", "x"), ("昨天",)),
        (("add", "chronicle", "--date", "103年1月1日", "--text", "  "), ("大事記內容",)),
        (("add", "meeting", "--kind", "副首長會議", "--year", "103", "--date", "103年9月11日（星期五）"), ("星期四",)),
        (("add", "meeting", "--kind", "茶會", "--year", "103"), ("茶會", "副首長會議")),
        (("add", "meeting", "--kind", "議題工作小組會議", "--year", "103"), ("議題組",)),
        (("add", "meeting", "--kind", "副首長會議", "--year", "103", "--group", "航太組"), ("航太組", "交通運輸")),
        (("add", "meeting", "--kind", "副首長會議", "--year", "103", "--time", "25時"), ("25時",)),
        (
            ("add", "meeting", "--kind", "副首長會議", "--year", "103", "--date", "103.9.11", "--until", "103.9.10"),
            ("結束日早於開始日",),
        ),
        (("add", "item", MEETING, "--section", "討論事項", "--title", ""), ("案由",)),
        (("add", "item", MEETING, "--section", "點心", "--title", "x"), ("點心", "討論事項")),
        (("add", "resolution", MEETING, "--item", "沒有的案", "--text", "x"), ("沒有的案",)),
        (("change", "103-副首長-1-02", "--to", "亂七八糟", "--doer", "新竹市"), ("「亂七八糟」", "--even-so")),
        (("add", "attendance", MEETING, "--office", "交通局", "--county", "高雄市"), ("高雄市",)),
        (("add", "report", "103-副首長-1-02", "--doer", "高雄市", "--text", "x"), ("高雄市",)),
        (("add", "report", "999-999", "--text", "x"), ("999-999",)),
        (("add", "report", "103-副首長-1-02", "--doer", "新竹市", "--text", "x", "--actual", "180%"), ("180",)),
        (("add", "report", "103-副首長-1-02", "--doer", "新竹市", "--text", "x", "--actual=-5%"), ("-5",)),
        (("add", "report", "103-副首長-1-02", "--doer", "新竹市", "--text", "x", "--round", "103Q9"), ("103Q9",)),
        (("add", "plan", "--year", "103", "--group", "交通組", "--name", "x", "--lead", "高雄市"), ("高雄市",)),
        (("decide", "103-副首長-1-02", "released"), ("理由",)),
        (("minutes", "finalise", "103年度第一次副首長會議"), ("103年度第一次副首長會議",)),
        (("minutes", "reopen", MEETING, "--reason", "x"), ("尚未定稿",)),
        (("list", "resolutions", "--county", "高雄市"), ("高雄市",)),
        (("list", "resolutions", "--group", "航太組"), ("航太組",)),
        (("show", "meeting", "沒有這場"), ("沒有這場",)),
        (("show", "resolution", "999-999"), ("999-999",)),
        (("show", "plan", "999"), ("999",)),
        (
            ("plan", "change", "103-休憩-01", "--budget", "臺北市 自籌 30萬元"),
            ("北臺自行車道斷點縫補", "1,070萬元", "30萬元"),
        ),
        (("plan", "change", "103-休憩-01", "--milestone", "105/1/1 通車"), ("通車", "105年1月1日", "104年12月31日")),
        (
            ("plan", "change", "103-休憩-01", "--milestone", "12/31 通車（完成：12/30）"),
            ("「通車」的完成日期103年12月30日還沒到",),
        ),
        (("plan", "change", "103-休憩-01", "--planned", "50 40 60 100"), ("第2季", "40%", "50%")),
        (("plan", "change", "103-環資-02", "--planned", "10 20 30 40"), ("103年第1季", "103年10月1日")),
        (("plan", "change", "103-休憩-01", "--actual", "10 20 30 140"), ("140",)),
        (("plan", "change", "103-休憩-01", "--ends", "102/1/1"), ("結束日早於開始日",)),
        (("plan", "change", "103-休憩-01", "--total", "很多"), ("很多",)),
        (("plan", "change", "103-休憩-01", "--axis", "X"), ("X", "友善")),
        (("plan", "change", "103-休憩-01", "--number", "103-休憩-02"), ("103-休憩-02",)),
        (("plan", "remove", "103-休憩-01"), ("北臺自行車道斷點縫補",)),
        (("plan", "confirm", "--year", "103"), ("已經確認過", "修正")),
        (("plan", "confirm", "--year", "102", "--meeting", MEETING), ("副首長會議",)),
        (("plan", "revise", "--year", "102"), ("還沒有確認過",)),
        (("plan", "compare", "--year", "103", "--old", "9"), ("9", "1、2")),
        (("plan", "carry", "--year", "103", "103-休憩-02"), ("完成",)),
        (("plan", "carry", "--year", "102", "103-休憩-01"), ("103年度",)),
        (("plan", "progress", "--year", "103", "--quarter", "4", "--set", "103-休憩-01"), ("103-休憩-01",)),
        (("plan", "progress", "--year", "103", "--quarter", "1", "--set", "103-環資-02=5"), ("第1季",)),
        (("plan", "progress", "--year", "103", "--quarter", "4", "--set", "103-休憩-01=101"), ("101",)),
        (("show", "import", "999"), ("999",)),
        (("history", "999"), ("999",)),
        (("export", "minutes", "沒有這場", "-o", "x.docx"), ("沒有這場",)),
        (("export", "minutes", MEETING, "-o", "x.txt"), ("x.txt", ".docx")),
        (("export", "progress", "-o", "/no/such/folder/x.xlsx"), ("/no/such/folder",)),
        (("export", "progress", "-o", "x" * 300 + ".xlsx"), ("太長",)),
        (("export", "form", "-o", "x.xlsx"), ("--county",)),
        (("export", "form", "--county", "高雄市", "-o", "x.xlsx"), ("高雄市",)),
        (("year", "open", "150"), ("150 不是可以開啟的年度", "93", "116")),
        (("year", "open", "92"), ("92 不是可以開啟的年度",)),
        (("year", "open", "104", "--host", "高雄市"), ("高雄市", "成員")),
        (("year", "show", "12"), ("沒有 12 年度",)),
        (("role", "carry", "103", "rotate"), ("103年度已經設定主政與配合", "沒有變更")),
        (("role", "carry", "110", "copy"), ("109年度還沒有設定主政與配合",)),
        (
            ("role", "set", "lead", "--year", "103", "--group", "交通", "--county", "基隆市"),
            ("已由新北市主政", "--replace"),
        ),
        (("role", "set", "lead", "--year", "300", "--group", "交通", "--county", "基隆市"), ("300",)),
        (("chronicle", "kinds", "茶會"), ("茶會", "副首長會議")),
        (("year", "move", "nothing", "3"), ("找不到",)),
        (("add", "post", "--name", "某人", "--since", "103/5/2", "--until", "103/5/1"), ("某人", "卸任日早於到任日")),
        (("add", "post", "--name", " "), ("姓名不可空白",)),
        (("add", "post", "--name", "某人", "--body", "group", "--county", "桃園市"), ("請選擇議題組",)),
        (("post", "hand-over", "查無此人", "--to", "某人"), ("查無此人", "list posts")),
        (("post", "end", "（示例）健康社福組窗口", "--on", "100/1/1"), ("卸任日早於到任日",)),
        (("post", "hand-over", "（示例）健康社福組窗口", "--to", "某人", "--on", "103/6/1"), ("103年6月16日",)),
        (("list", "chronicle", "--years", "102-93"), ("102-93", "93-102")),
        (("list", "chronicle", "--years", "去年"), ("去年", "93-102")),
        (("export", "handover", "--year", "103", "-o", "x.docx"), ("x.docx", ".zip")),
        (("export", "handover", "--year", "20", "-o", "x.zip"), ("沒有 20 年度",)),
        (("undo",), ("沒有可以復原的操作",)),
        (("redo",), ("沒有可以重做的操作",)),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_words_that_cannot_be_followed(desk, words, told):
    message = desk.is_refused(*words)
    for part in told:
        assert part in message


def test_a_paper_is_not_written_where_a_folder_is(desk, tmp_path):
    (tmp_path / "x.docx").mkdir()
    assert "資料夾" in desk.is_refused("export", "minutes", MEETING, "-o", str(tmp_path / "x.docx"))


def test_letters_that_no_file_can_hold_do_not_stop_the_papers(desk, tmp_path, sample_register):
    """Control characters, marks of direction, private letters, formulas: kept as typed, harmless on paper."""
    odd = '=HYPERLINK("http://x")\x00\x07\u202e\ue000\U000f0000 <b>&amp;'
    other = tmp_path / "other.db"
    shutil.copy(sample_register, other)
    status, message = desk.says("add", "item", MEETING, "--section", "討論事項", "--title", odd, store=other)
    assert status == 0, message
    for ending in ("docx", "odt", "pdf"):
        path = tmp_path / f"odd.{ending}"
        status, message = desk.says("export", "minutes", MEETING, "-o", str(path), store=other)
        assert status == 0, message
        assert path.stat().st_size > 1000
    status, message = desk.says("add", "chronicle", "--date", "103年1月1日", "--text", odd, store=other)
    assert status == 0, message
    path = tmp_path / "odd.xlsx"
    status, message = desk.says("export", "chronicle", "-o", str(path), store=other)
    assert status == 0, message
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)


def workbook(path: Path, rows: list[list[object]]) -> None:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def zipped(path: Path, files: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def cut(path: Path) -> None:
    workbook(path, [["案號", "辦理情形"], ["103-副首長-1-02", "x"]] * 50)
    path.write_bytes(path.read_bytes()[:-200])


def entity(path: Path) -> None:
    """A sheet that would have the reader fetch a file of this PC."""
    workbook(path, [["案號", "辦理情形"], ["103-副首長-1-02", "x"]])
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    name = "xl/worksheets/sheet1.xml"
    files[name] = evil + files[name].partition(b"?>")[2].replace(b">x<", b">&e;<")
    files["xl/sharedStrings.xml"] = evil + files.get("xl/sharedStrings.xml", b"").partition(b"?>")[2]
    zipped(path, files)


FILES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "missing": ("沒有.xlsx", lambda path: None, "找不到"),
    "folder": ("夾.xlsx", lambda path: path.mkdir(), "資料夾"),
    "empty": ("空.xlsx", lambda path: path.touch(), "0 位元組"),
    "noise": ("雜.xlsx", lambda path: path.write_bytes(bytes(range(256)) * 9), "不是試算表"),
    "zip": ("壓.xlsx", lambda path: zipped(path, {"a.txt": b"x"}), "壓縮檔"),
    "bomb": ("彈.xlsx", lambda path: zipped(path, BOMB), "過大"),
    "password": ("密.xlsx", lambda path: path.write_bytes(ole("EncryptedPackage")), "密碼"),
    "cut": ("斷.xlsx", cut, "損壞"),
    "pdf": ("檔.xlsx", lambda path: path.write_bytes(b"%PDF-1.7\n" * 40), "PDF"),
    "page": ("網.xls", lambda path: path.write_text("<html><table></table></html>"), "網頁"),
    "nothing": ("無.xlsx", lambda path: workbook(path, [["甲", "乙"], ["丙", "丁"]]), "沒有可以匯入的表"),
    "wrong kind": ("圖.png", lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n" * 9), "圖片"),
}
BOMB = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>", "xl/worksheets/sheet1.xml": bytes(600_000_000)}


def ole(stream: str) -> bytes:
    """The head of a compound file that names a stream, as an encrypted workbook's does."""
    name = stream.encode("utf-16-le")
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little") + bytes(62)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\x00\x03\x00\xfe\xff\x09\x00\x06\x00"
    return (head.ljust(512, b"\0") + entry * 4).ljust(4096, b"\0")


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_taken_in(desk, tmp_path, name):
    file, make, told = FILES[name]
    path = tmp_path / file
    make(path)
    message = desk.is_refused("intake", str(path))
    assert file in message
    assert told in message


def test_a_sheet_reaches_for_no_file_of_this_pc(desk, tmp_path):
    path = tmp_path / "外.xlsx"
    entity(path)
    desk.says("intake", str(path), "--kind", "progress", "--dry-run", "--json")
    hostname = Path("/etc/hostname").read_text().strip() if Path("/etc/hostname").exists() else "?"
    marked = tmp_path / "標示.xlsx"
    desk.says("intake", str(path), "--kind", "progress", "--dry-run", "--report", str(marked))
    assert not marked.exists() or hostname.encode() not in marked.read_bytes()


def test_one_bad_file_among_several_keeps_the_others_out_of_no_ones_way(desk, tmp_path):
    bad = tmp_path / "壞.xlsx"
    bad.write_bytes(b"PK\x03\x04broken")
    good = tmp_path / "好.xlsx"
    workbook(good, [["案號", "辦理情形", "實際進度"], ["103-副首長-1-02", "x", "180%"]])
    status, message = desk.says("intake", str(bad), str(good), "--dry-run")
    assert status == 1
    assert "壞.xlsx" in message
    assert "1 個檔案無法匯入" in message


def test_a_cell_that_cannot_be_read_keeps_its_row_out_and_says_why(desk, tmp_path):
    path = tmp_path / "列.xlsx"
    header = ["案號", "主辦單位", "辦理情形", "預定進度", "實際進度", "填報日期"]
    rows = [
        ["103-副首長-1-02", "新竹市政府衛生局", "已辦", "50%", "180%", "103年11月1日"],
        ["103-副首長-1-02", "新竹縣政府衛生局", "已辦", "50%", "50%", "103年2月30日"],
        ["999-999", "新竹市", "已辦", "50%", "50%", "103年11月1日"],
        ["103-副首長-1-02", "高雄市", "已辦", "50%", "50%", "103年11月1日"],
    ]
    workbook(path, [header, *rows])
    status, message = desk.says("intake", str(path), "--kind", "progress")
    assert status in {0, 1}, message


def test_no_register_of_ones_own_yet(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("northtaiwan_desktop.paths.default_store", lambda: tmp_path / "none.db")
    assert main(["list", "meetings"]) == 1
    assert "init" in capsys.readouterr().err


@pytest.mark.parametrize("words", [(), ("sing",), ("list",), ("list", "songs"), ("export", "minutes"), ("add", "song")])
def test_wrong_use_ends_with_2(tmp_path, capsys, words):
    setup.create(tmp_path / "r.db").close()
    with pytest.raises(SystemExit) as end:
        main(["--store", str(tmp_path / "r.db"), *words])
    assert end.value.code == 2
    assert "usage" in capsys.readouterr().err
