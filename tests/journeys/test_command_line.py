"""The main job by the command line: recorded, tracked, sent out, reported, and seen by the next meeting."""

import json
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from tests.journeys.returned_form import fill_in
from tests.journeys.terminal import MEETING, record_a_meeting


def test_a_meeting_is_recorded_sent_out_reported_and_carried(desk, tmp_path):
    record_a_meeting(desk)
    [case] = desk.reads("list", "resolutions", "--open")
    assert case | {"id": ""} == {
        "id": "",
        "number": "115-001",
        "meeting": MEETING,
        "decided_on": "2026-09-08",
        "group": "交通運輸",
        "text": "請彙整各縣市需求。",
        "lead": "桃園市",
        "co_leads": ["臺北市"],
        "due_on": "2026-12-31",
        "state": "open",
    }
    assert desk.reads("show", "plan", "115-P01")["resolutions"] == ["115-001"]

    for ending in ("docx", "odt", "pdf"):
        desk.does("export", "minutes", "115-M01", "-o", str(tmp_path / f"minutes.{ending}"))
    words = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "minutes.docx")).paragraphs)
    assert "轉乘優惠" in words
    assert "請彙整各縣市需求。" in words
    for paper in ("progress", "plan"):
        for ending in ("xlsx", "ods"):
            desk.does("export", paper, "--year", "115", "-o", str(tmp_path / f"{paper}.{ending}"))
    for ending in ("xlsx", "ods"):
        rows = CalamineWorkbook.from_path(str(tmp_path / f"progress.{ending}")).get_sheet_by_index(0).to_python()
        assert any("115-001" in row for row in rows)

    for words in ("轉", "轉乘", "彙整 縣市"):
        assert any(hit["title"] == MEETING and hit["marks"] for hit in desk.reads("search", words))
    assert desk.reads("search", "沒有這個詞") == []

    desk.does(
        "add", "report", "115-001", "--doer", "桃園", "--text", "已彙整六縣市", "--actual", "六成", "--planned", "60%"
    )
    desk.does("add", "meeting", "--kind", "副首長會議", "--year", "115", "--date", "115年12月1日", "--venue", "簡報室")
    carried = desk.reads("show", "meeting", "115年度第2次副首長會議")["carried"]
    assert [(row["number"], row["report"]) for row in carried] == [("115-001", "已彙整六縣市"), ("115-001", "")]

    withdrawn = ("decide", "115-001", "撤銷", "--reason", "已無需要")
    assert "沒有指明作成決定的會議" in desk.refused(*withdrawn)
    told = desk.says(*withdrawn, "--direct-reason", "書面徵詢")[2]
    assert "逕行決定：115-001" in told
    desk.does("undo")
    done = ("decide", "115-001", "released", "--reason", "已完成", "--meeting", "115年度第2次副首長會議")
    assert "在115年12月1日才召開" in desk.refused(*done)
    desk._common[3] = "115年12月1日"
    assert "還沒有提請解除列管" in desk.refused(*done)
    for county in ("桃園", "臺北"):
        desk.does("add", "report", "115-001", "--doer", county, "--text", "已完成", "--ask-release")
    assert "還沒有建議解除列管" in desk.refused(*done)
    assert "先前的提請不再有效" in desk.says("add", "report", "115-001", "--doer", "臺北", "--text", "補充")[2]
    desk.does("undo")
    desk.does("review", "115-001", "--recommend", "解除", "--text", "建議解除列管。")
    desk.does(*done)
    assert desk.reads("show", "resolution", "115-001")["state"] == "released"
    desk._common[3] = "115年12月10日"
    desk.does("minutes", "set", "115年度第2次副首長會議", "--date", "115年11月27日")
    assert "115年11月27日" in desk.does("show", "resolution", "115-001")
    desk.does("undo")
    assert "115年11月27日" not in desk.does("show", "resolution", "115-001")
    desk.does("undo")
    assert desk.reads("show", "resolution", "115-001")["state"] == "open"
    desk.does("redo")
    assert desk.reads("list", "resolutions", "--open") == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "chronicle", "--date", "115年2月30日", "--text", "x"), "2月"),
        (("add", "meeting", "--kind", "副首長會議", "--year", "115", "--date", "115年9月8日（星期五）"), "星期二"),
        (("list", "resolutions", "--county", "高雄市"), "高雄市"),
        (("show", "meeting", "沒有這場"), "沒有這場"),
        (("export", "minutes", "沒有這場", "-o", "x.docx"), "沒有這場"),
        (("export", "chronicle", "-o", "x.txt"), "x.txt"),
        (("export", "form", "-o", "x.xlsx"), "--county"),
        (("add", "meeting", "--kind", "副首長會議", "--year", "99999"), "99999"),
        (("add", "meeting", "--kind", "副首長會議", "--year=-3"), "-3"),
        (("add", "meeting", "--kind", "副首長會議", "--year", "115", "--ordinal=-2"), "-2"),
        (("add", "meeting", "--kind", "副首長會議", "--year", "115", "--quorum=-5"), "-5"),
    ],
)
def test_bad_input_is_refused_with_its_name_and_changes_nothing(desk, words, told):
    before = desk.reads("history")
    status, _answer, message = desk.says(*words)
    assert status == 1
    assert told in message
    assert desk.reads("history") == before


def test_words_that_tell_no_time_are_no_due_date(desk):
    record_a_meeting(desk)
    desk.does("minutes", "reopen", MEETING, "--reason", "補正")
    case = ("add", "resolution", MEETING, "--item", "轉乘優惠", "--text", "請檢討。", "--lead", "桃園市", "--due")
    for words in ((*case, "徹底"), ("change", "115-001", "--due", "徹底")):
        status, _answer, message = desk.says(*words)
        assert (status, "看不出期限" in message) == (1, True)
    desk.does(*case, "1月底前")
    desk.does(*case, "持續辦理")
    shown = desk.reads("show", "meeting", MEETING)
    assert "116年1月31日" in json.dumps(shown, ensure_ascii=False) or "2027-01-31" in json.dumps(shown)


def test_a_doer_that_sounds_like_no_body_is_asked_about(desk):
    record_a_meeting(desk)
    desk.does("minutes", "reopen", MEETING, "--reason", "補正")
    case = ("add", "resolution", MEETING, "--item", "轉乘優惠", "--text", "請檢討。", "--lead")
    before = desk.reads("history")
    for words in ((*case, "亂七八糟"), ("change", "115-001", "--doer", "桃園市", "--to", "亂七八糟")):
        status, _answer, message = desk.says(*words)
        assert (status, "「亂七八糟」不是成員縣市" in message, "--even-so" in message) == (1, True, True)
    assert desk.reads("history") == before
    desk.does(*case, "交通部/公路總局")
    desk.does(*case, "亂七八糟", "--even-so")
    shown = desk.reads("show", "meeting", MEETING)
    assert {"交通部公路總局", "亂七八糟"} <= {one["office"] for one in shown["assignments"]}


def test_a_case_gets_its_group_by_name_or_from_the_plan(desk):
    record_a_meeting(desk)
    assert desk.reads("show", "resolution", "115-001")["group"] == "交通運輸"
    desk.does("change", "115-001", "--group", "環境資源")
    assert desk.reads("show", "resolution", "115-001")["group"] == "環境資源"
    desk.does("change", "115-001", "--group", "-")
    assert desk.reads("show", "resolution", "115-001")["group"] == ""
    desk.does("change", "115-001", "--plan", "115-P01")
    assert desk.reads("show", "resolution", "115-001")["group"] == "交通運輸"

    desk.does("minutes", "reopen", MEETING, "--reason", "補正")
    case = ("add", "resolution", MEETING, "--item", "轉乘優惠", "--text", "請檢討。", "--lead", "桃園市")
    desk.does(*case, "--plan", "115-P01", "--group", "健康社福")
    assert desk.reads("show", "meeting", MEETING)["resolutions"][-1]["group_id"] == "health"
    status, _answer, message = desk.says(*case, "--group", "航太組")
    assert (status, "航太組" in message) == (1, True)


def test_an_attendance_line_says_who_it_is(desk):
    record_a_meeting(desk)
    desk.does("minutes", "reopen", MEETING, "--reason", "補正")
    status, _answer, message = desk.says("add", "attendance", MEETING, "--county", "臺北市")
    assert (status, "--name" in message) == (1, True)


def test_a_percent_of_180_is_refused(desk):
    record_a_meeting(desk)
    status, _answer, message = desk.says(
        "add", "report", "115-001", "--doer", "桃園市", "--text", "x", "--actual", "180%"
    )
    assert status == 1
    assert "180" in message


def test_wrong_use_ends_with_2(desk):
    with pytest.raises(SystemExit) as end:
        desk.says("export", "nothing")
    assert end.value.code == 2


def test_a_countys_form_comes_back_and_is_taken_in_and_taken_back(desk, tmp_path):
    record_a_meeting(desk)
    form = tmp_path / "桃園市填報表.xlsx"
    desk.does("export", "form", "--county", "桃園市", "--quarter", "3", "-o", str(form))
    fill_in(form, {"辦理情形": "已召開2次協調會。", "預定進度": 0.5, "實際進度": 0.45})
    seen = desk.reads("intake", str(form), "--dry-run")
    assert [row["state"] for sheet in seen["sheets"] for row in sheet["rows"]] == ["changed"]
    assert seen["applied"] == {"new": 0, "changed": 0}

    done = desk.reads("intake", str(form))
    assert done["applied"] == {"new": 0, "changed": 1}
    [line, _other] = desk.reads("show", "resolution", "115-001")["lines"]
    [report] = line["reports"]
    assert (report["text"], report["round"]) == ("已召開2次協調會。", "115Q3")
    assert (report["planned_percent"], report["actual_percent"]) == (50, 45)
    assert [one["id"] for one in desk.reads("list", "imports")] == [done["import"]]

    desk.does("undo")
    assert desk.reads("show", "resolution", "115-001")["lines"][0]["reports"] == []


def test_a_folder_is_taken_in_as_one_action_and_one_file_of_it_taken_back(desk, tmp_path):
    folder = tmp_path / "回傳"
    folder.mkdir()
    for name, day in (("甲", 1), ("乙", 2)):
        (folder / f"{name}.csv").write_text(f"日期,紀要\n115年3月{day}日,{name}的事\n", encoding="utf-8")
    seen = desk.reads("intake", str(folder), "--dry-run")
    assert sorted(one["file"] for one in seen) == ["乙.csv", "甲.csv"]
    done = {one["file"]: one["import"] for one in desk.reads("intake", str(folder))}
    assert {one["id"] for one in desk.reads("list", "imports")} == set(done.values())

    shown = desk.reads("show", "import", done["甲.csv"])
    assert (shown["file_name"], shown["new"], shown["taken_back"], shown["standing"]) == ("甲.csv", 1, False, [])
    desk.does("undo", done["甲.csv"])
    assert [one["text"] for one in desk.reads("list", "chronicle")] == ["乙的事"]
    assert desk.reads("show", "import", done["甲.csv"])["taken_back"] is True
    desk.does("undo")
    desk.does("undo")
    assert desk.reads("list", "chronicle") == []


def test_what_stands_on_an_import_is_told_before_it_is_taken_back(desk, tmp_path):
    path = tmp_path / "案件.csv"
    path.write_text("案號,決議事項,主辦單位\n115-001,研擬月票方案,桃園市\n115-002,辦理演練,宜蘭縣\n", encoding="utf-8")
    done = desk.reads("intake", str(path), "--kind", "resolutions")["import"]
    desk.does("add", "report", "115-001", "--doer", "桃園市", "--text", "已辦")
    (later,) = desk.reads("show", "import", done)["standing"]
    assert later["words"] == "辦理情形 115-001"
    status, _answer, message = desk.says("undo", done)
    assert (status, "115-001" in message) == (1, True)
    kept = desk.reads("undo", done, "--keep-changed")["kept"]
    assert len(kept) == 1
    assert [one["number"] for one in desk.reads("list", "resolutions")] == ["115-001"]
    assert desk.says("undo", "--keep-changed")[0] == 1


def test_the_same_file_again_is_told(desk, tmp_path):
    path = tmp_path / "大事.csv"
    path.write_text("日期,紀要\n115年3月1日,甲的事\n", encoding="utf-8")
    desk.does("intake", str(path))
    assert "已匯入過" in desk.says("intake", str(path))[2]
    assert "已匯入過" not in desk.says("intake", str(path), "--again")[2]


def test_a_foreign_sheet_with_its_own_headings_is_read_whole(desk, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.title = "大事"
    for row in (
        ["北臺區域發展推動委員會115年大事紀要", None],
        ["製表：台北市政府", None],
        ["日　期", "紀　要"],
        ["115年9月8日", "第一次副首長會議"],
        ["115.10", "平臺初審會議"],
        [1151120, "首長年會"],
        ["115年2月30日", "沒有這一天"],
    ):
        sheet.append(row)
    path = tmp_path / "大事紀要.xlsx"
    book.save(path)
    done = desk.reads("intake", str(path), "--kind", "chronicle")
    assert done["applied"] == {"new": 3, "changed": 0}
    [bad] = [row for sheet in done["sheets"] for row in sheet["rows"] if row["state"] == "unreadable"]
    assert bad["row"] == 7
    assert "2月" in bad["problems"][0]["message"]
    assert [(one["since"], one["until"]) for one in desk.reads("list", "chronicle")] == [
        ("2026-09-08", "2026-09-08"),
        ("2026-10-01", "2026-10-31"),
        ("2026-11-20", "2026-11-20"),
    ]
    marked = tmp_path / "標示.xlsx"
    desk.does("intake", str(path), "--kind", "chronicle", "--dry-run", "--report", str(marked))
    assert "2月" in load_workbook(marked)["大事"]["A7"].comment.text
    taken = desk.reads("show", "import", done["import"])
    assert (taken["file_name"], taken["written_count"]) == ("大事紀要.xlsx", 3)
    assert [one["title"] for one in taken["written"]] == ["第一次副首長會議", "平臺初審會議", "首長年會"]
    kept = tmp_path / "原檔.xlsx"
    desk.does("export", "import", done["import"], "-o", str(kept))
    assert kept.read_bytes() == path.read_bytes()
    history = desk.reads("history")
    desk.reads("intake", str(path), "--kind", "chronicle")
    assert desk.reads("history") == history


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused_with_its_name(desk, tmp_path, content):
    path = tmp_path / "壞檔.xlsx"
    path.write_bytes(content)
    status, _answer, message = desk.says("intake", str(path))
    assert status == 1
    assert "壞檔.xlsx" in message


def test_an_offices_own_template_makes_its_minutes(desk, tmp_path):
    record_a_meeting(desk)
    own = tmp_path / "本府紀錄.docx"
    desk.does("template", "starter", "minutes", "-o", str(own))
    document = Document(str(own))
    document.paragraphs[0].insert_paragraph_before("本府格式 {{ titel }}")
    document.save(str(own))
    status, _answer, message = desk.says("template", "check", "minutes", str(own))
    assert status == 1
    assert "第 1 段「{{ titel }}」：沒有「titel」這個欄位，最接近的是「title」" in message
    document.paragraphs[0].text = "本府格式 {{ title }}"
    document.save(str(own))
    desk.does("template", "add", "minutes", str(own), "--use")
    target = tmp_path / "紀錄.docx"
    desk.does("export", "minutes", "115-M01", "-o", str(target))
    assert Document(str(target)).paragraphs[0].text == f"本府格式 {MEETING}"
    assert any(row["field"] == "{{ item.title }}" for row in desk.reads("template", "fields", "minutes"))
    desk.does("template", "use", "--standard", "minutes")
    desk.does("export", "minutes", "115-M01", "-o", str(target))
    assert not Document(str(target)).paragraphs[0].text.startswith("本府格式")
    assert [row["is_chosen"] for row in desk.reads("template", "list")] == [False]


def test_versions_corrections_and_papers_by_command_line(desk, tmp_path):
    record_a_meeting(desk)
    status, _answer, message = desk.says("minutes", "reopen", "115-M01")
    assert status == 1
    assert "理由" in message
    desk.does("minutes", "reopen", "115-M01", "--reason", "更正地點")
    desk.does("add", "attachment", "115-M01", str(Path(__file__)))
    desk.does("minutes", "finalise", "115-M01")
    assert [row["version"] for row in desk.reads("minutes", "versions", "115-M01")] == [2, 1]
    assert desk.reads("minutes", "compare", "115-M01", "--old", "1", "--new", "2") == []
    desk.does("add", "meeting", "--kind", "副首長會議", "--year", "115", "--date", "115年12月1日", "--copy-last")
    later = "115年度第2次副首長會議"
    desk.does("add", "correction", later, "--text", "第1案決議文字更正。")
    for kind in ("notice", "agenda", "signin", "minutes"):
        desk.does("export", kind, later, "-o", str(tmp_path / f"{kind}.docx"))
    words = "\n".join(paragraph.text for paragraph in Document(str(tmp_path / "minutes.docx")).paragraphs)
    assert "第1案決議文字更正。" in words
    desk.does("export", "attachment", "115-M01", "test_command_line.py", "-o", str(tmp_path / "a.py"))
    assert (tmp_path / "a.py").read_bytes() == Path(__file__).read_bytes()
    edited = tmp_path / "minutes.docx"
    edited.write_bytes(edited.read_bytes() + b"x")
    before = edited.read_bytes()
    status, _answer, message = desk.says("export", "minutes", later, "-o", str(edited))
    assert status == 1
    assert "有人修改過" in message
    desk.does("export", "minutes", later, "-o", str(edited), "--existing", "keep")
    assert edited.read_bytes() == before
    desk.does("export", "minutes", later, "-o", str(edited), "--existing", "beside")
    assert (tmp_path / "minutes (2).docx").exists()
    desk.does("export", "extract", "115-001", "-o", str(tmp_path / "extract.pdf"))
    desk.does("export", "calendar", later, "-o", str(tmp_path / "m.ics"))
    desk.does("export", "mail", later, "-o", str(tmp_path / "m.eml"))
    assert "minutes restore" not in message
    status, _answer, message = desk.says("minutes", "restore", "115-M01", "--old", "1")
    assert status == 1
    assert "已定稿" in message
