"""Papers by the command line: what stands where they are to go is not lost, least of all the register."""

from hashlib import sha256

import pytest

from northtaiwan_desktop.domain.people import Body, Person, Post
from northtaiwan_desktop.storage.store import Store
from tests.journeys.terminal import Desk

MEETING = "103-副首長-1"
DRAFT = "103年度首長年會、成果展暨論壇"


@pytest.fixture
def desk(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    desk.does("init", "--sample")
    return desk


WRITING = [
    (("export", "calendar", MEETING), ".ics"),
    (("export", "mail", MEETING), ".eml"),
    (("export", "minutes", MEETING), ".docx"),
    (("template", "starter", "minutes"), ".docx"),
]


@pytest.mark.parametrize(("words", "ending"), WRITING)
@pytest.mark.parametrize("existing", [(), ("--existing", "replace"), ("--existing", "beside")])
def test_the_open_register_is_never_written_over(desk, tmp_path, words, ending, existing):
    register = tmp_path / "register.db"
    (tmp_path / f"同一檔{ending}").symlink_to(register)
    before = register.read_bytes()
    for name in ("register.db", f"同一檔{ending}"):
        status, _answer, message = desk.says(*words, "-o", str(tmp_path / name), *existing)
        assert status == 1
        assert "資料庫檔" in message or "副檔名" in message
    assert register.read_bytes() == before
    desk.does("list", "meetings")


@pytest.mark.parametrize(
    "words", [("progress",), ("plan", "--year", "103"), ("chronicle",), ("form", "--county", "桃園")]
)
def test_no_list_takes_the_place_of_the_register(desk, tmp_path, words):
    target = tmp_path / "清單.xlsx"
    target.symlink_to(tmp_path / "register.db")
    status, _answer, message = desk.says("export", *words, "-o", str(target))
    assert status == 1
    assert "資料庫檔" in message
    desk.does("list", "meetings")


@pytest.mark.parametrize(("words", "ending"), WRITING)
def test_what_was_edited_since_is_kept_set_beside_or_replaced(desk, tmp_path, words, ending):
    target = tmp_path / f"檔{ending}"
    desk.does(*words, "-o", str(target))
    desk.does(*words, "-o", str(target))
    target.write_bytes(b"edited")
    status, _answer, message = desk.says(*words, "-o", str(target))
    assert status == 1
    assert "--existing" in message
    assert desk.reads(*words, "-o", str(target), "--existing", "keep") == {"file": None}
    desk.does(*words, "-o", str(target), "--existing", "beside")
    assert target.read_bytes() == b"edited"
    assert (tmp_path / f"檔 (2){ending}").stat().st_size > 100
    desk.does(*words, "-o", str(target), "--existing", "replace")
    assert target.read_bytes() != b"edited"


def test_an_attachment_is_not_put_over_what_was_edited(desk, tmp_path):
    source, target = tmp_path / "附件.txt", tmp_path / "出來.txt"
    source.write_text("內容")
    desk.does("add", "attachment", MEETING, str(source))
    desk.does("export", "attachment", MEETING, "附件.txt", "-o", str(target))
    target.write_text("改過")
    assert desk.says("export", "attachment", MEETING, "附件.txt", "-o", str(target))[0] == 1
    assert target.read_text() == "改過"


@pytest.mark.parametrize(("words", "ending"), WRITING)
def test_another_ending_is_refused(desk, tmp_path, words, ending):
    target = tmp_path / "x.xyz"
    status, _answer, message = desk.says(*words, "-o", str(target))
    assert status == 1
    assert ending in message
    assert not target.exists()


def test_a_name_too_long_is_told_and_no_traceback(desk, tmp_path):
    status, _answer, message = desk.says("export", "minutes", MEETING, "-o", str(tmp_path / ("長" * 120 + ".docx")))
    assert status == 1
    assert "檔名太長" in message


def test_a_mail_says_whom_it_does_not_reach(desk, tmp_path):
    def appoint(work):
        person = work.save(Person(name="示例窗口", email="a@@b.tw"))
        work.save(Post(person_id=person.id, body=Body.CONTACT))

    store = Store.open(tmp_path / "register.db")
    store.do("窗口", appoint)
    store.close()
    _status, _answer, message = desk.says("export", "mail", MEETING, "-o", str(tmp_path / "m.eml"))
    assert "示例窗口（a@@b.tw）" in message


def test_the_kept_file_of_a_version_comes_out_as_it_was_kept(desk, tmp_path):
    assert "還沒有定稿的版本" in desk.says("minutes", "compare", DRAFT)[2]
    assert "還沒有定稿的版本" in desk.says("minutes", "versions", DRAFT)[2]
    desk.does("minutes", "finalise", DRAFT)
    target = tmp_path / "第一版.docx"
    desk.does("export", "minutes", DRAFT, "--version", "1", "-o", str(target))
    head, line = desk.does("minutes", "versions", DRAFT).splitlines()
    assert head.split("\t")[0] == "版次"
    assert line.split("\t")[-1] == sha256(target.read_bytes()).hexdigest()
    assert desk.says("export", "minutes", DRAFT, "--version", "9", "-o", str(target))[0] == 1
    assert desk.says("export", "minutes", DRAFT, "--version", "1", "-o", str(tmp_path / "x.pdf"))[0] == 1


def test_a_template_is_named_with_its_kind_where_two_bear_its_name(desk, tmp_path):
    own = tmp_path / "本府.docx"
    desk.does("template", "starter", "minutes", "-o", str(own))
    desk.does("template", "add", "minutes", str(own), "--use")
    desk.does("template", "add", "agenda", str(own))
    assert "取代" in desk.says("template", "add", "agenda", str(own))[2]
    status, _answer, message = desk.says("template", "use", "本府.docx")
    assert status == 1
    assert "--paper" in message
    desk.does("template", "use", "本府.docx", "--paper", "agenda")
    assert "改回標準格式" in desk.says("template", "remove", "本府.docx", "--paper", "minutes")[2]


def test_the_head_of_a_meeting_is_set_field_by_field_and_undone(desk):
    desk.does(
        "minutes", "set", DRAFT, "--chair", "示例縣長", "--represented-by", "示例副縣長", "--closed-at", "中午12時"
    )
    desk.does("minutes", "set", DRAFT, "--section", "主席致詞", "--body", "感謝各位。", "--quorum", "9")
    shown = desk.does("show", "meeting", DRAFT)
    assert "主席：示例縣長" in shown
    assert "代理主席：示例副縣長" in shown
    status, _answer, message = desk.says("minutes", "set", DRAFT, "--closed-at", "下午14時")
    assert status == 1
    assert "14" in message
    for words in ((), ("--section", "主席致詞"), ("--quorum", "九個")):
        assert desk.says("minutes", "set", DRAFT, *words)[0] == 1
    desk.does("undo")
    desk.does("undo")
    assert "示例縣長" not in desk.does("show", "meeting", DRAFT)
    assert "定稿" in desk.says("minutes", "set", MEETING, "--chair", "某人")[2]


def test_the_fields_of_a_notice_are_set_and_shown(desk, tmp_path):
    words = (
        "--file-number",
        "103/0101",
        "--issue-number",
        "示例字第1號",
        "--speed",
        "速件",
        "--issued-on",
        "103年9月1日",
    )
    desk.does("notice", "set", DRAFT, *words, "--remark", "請準時")
    assert desk.reads("notice", "show", DRAFT)["issued_on"] == "2014-09-01"
    desk.does("notice", "set", DRAFT, "--remark", "")
    said = dict(line.partition("\t")[::2] for line in desk.does("notice", "show", DRAFT).splitlines())
    assert (said["檔號"], said["速別"], said["備註"]) == ("103/0101", "速件", "")
    status, _answer, message = desk.says("notice", "set", DRAFT, "--speed", "飛快")
    assert status == 1
    assert "最速件" in message
    assert desk.says("notice", "set", DRAFT)[0] == 1
    desk.does("undo")
    assert "請準時" in desk.does("notice", "show", DRAFT)


def test_a_pdf_says_which_signs_it_cannot_draw_and_the_check_list_names_them(desk, tmp_path):
    desk.does("notice", "set", DRAFT, "--contact", "王\ue123明")
    for kind, is_told in (("notice", True), ("agenda", False)):
        message = desk.says("export", kind, DRAFT, "-o", str(tmp_path / f"{kind}.pdf"))[2]
        assert ("\ue123" in message) is is_told
    assert "開會通知單：含有造字「\ue123」" in desk.says("minutes", "check", DRAFT)[1]
