"""An office sets up a server by the command line: the file moves there, roles are given, each does what is his."""

import io
import json
import sys

import pytest

from northtaiwan_desktop.cli import main
from northtaiwan_desktop.domain.rights import Role
from tests.journeys.terminal import Desk

CASE = "103-副首長-2-1-03"


@pytest.fixture
def database(server):
    name = "beitai"
    server.make(name)
    yield name
    with server.connect() as connection:
        server.drop(name)
        for role in reversed(Role):
            connection.execute(f'DROP ROLE IF EXISTS "{name}_{role.value}"')


@pytest.fixture
def desk(tmp_path, capsys):
    desk = Desk(tmp_path, capsys)
    desk.does("init", "--sample")
    return desk


def test_a_server_is_set_up_and_each_does_what_is_his(desk, server, database, tmp_path, capsys, monkeypatch):
    url = server.url(database)
    counted = json.loads(desk.does("copy", url, "--json"))
    assert {one["table"] for one in counted} >= {"meeting", "change", "blob"}
    chief = Desk(tmp_path, capsys, url)
    assert 'CREATE ROLE "beitai_reader"' in chief.does("server", "setup", "--sql")
    assert chief.reads("server", "setup")["statements"] > 50
    monkeypatch.setattr(sys, "stdin", io.StringIO("密碼一\n"))
    chief.does("server", "grant", "taoyuan", "議題窗口", "--county", "桃園市", "--new")
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    assert "沒有設密碼" in chief.says("server", "grant", "by_certificate", "讀者", "--new")[2]
    chief.does("server", "revoke", "by_certificate")
    server.login("clerk")
    chief.does("server", "grant", "clerk", "秘書")
    assert chief.reads("server", "roles") == [
        {"login": "clerk", "role": "secretary", "counties": []},
        {"login": "northtaiwan_tests", "role": "admin", "counties": []},
        {"login": "taoyuan", "role": "window", "counties": ["桃園市"]},
    ]
    assert "taoyuan\t議題窗口\t桃園市" in chief.does("server", "roles")

    window = Desk(tmp_path, capsys, server.url(database, user="taoyuan"))
    assert CASE in [one["number"] for one in window.reads("list", "resolutions", "--open")]
    assert "角色不能" in window.says("add", "report", CASE, "--doer", "宜蘭縣", "--text", "（示例）")[2]
    window.does("add", "report", CASE, "--doer", "桃園市", "--text", "（示例）完成初稿")
    assert "【完成初稿】" in window.does("search", "完成初稿")
    for words in (
        ("add", "chronicle", "--date", "103.10.1", "--text", "（示例）"),
        ("decide", CASE, "withdrawn", "--reason", "試行", "--direct-reason", "示例"),
        ("server", "grant", "taoyuan", "管理者"),
        ("server", "setup"),
    ):
        status, _answer, message = window.says(*words)
        assert (status, "角色不能做這項變更" in message) == (1, True), (words, message)
    window.does("export", "progress", "-o", str(tmp_path / "表.xlsx"))
    window.does("export", "minutes", "103-副首長-1", "-o", str(tmp_path / "紀錄.docx"))
    window.does("undo")
    clerk = Desk(tmp_path, capsys, server.url(database, user="clerk"))
    clerk.does("decide", CASE, "withdrawn", "--reason", "試行", "--direct-reason", "示例")
    clerk.does("undo")
    assert "沒有可以復原" in window.says("undo")[2]
    chief.does("server", "revoke", "clerk")
    assert clerk.says("list", "meetings")[0] == 1

    assert json.loads(chief.does("copy", str(tmp_path / "回來.db"), "--json")) != counted
    back = Desk(tmp_path, capsys, str(tmp_path / "回來.db"))
    assert back.reads("list", "resolutions", "--open") == chief.reads("list", "resolutions", "--open")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("server", "setup"), "是檔案"),
        (("server", "grant", "x", "讀者"), "是檔案"),
        (("copy", "postgresql://x:secret@db/y"), "不可以寫密碼"),
        (("copy", "/"), "已經存在"),
    ],
)
def test_what_makes_no_sense_is_told(desk, words, told):
    status, _answer, message = desk.says(*words)
    assert status == 1
    assert told in message
    assert "secret" not in message


def test_a_role_that_does_not_exist_is_wrong_use(desk, capsys):
    with pytest.raises(SystemExit) as ended:
        desk.says("server", "grant", "x", "主委")
    assert ended.value.code == 2
    assert "讀者、議題窗口、秘書或管理者" in capsys.readouterr().err


def test_a_password_in_the_address_is_never_opened(capsys):
    assert main(["--store", "postgresql://x:secret@127.0.0.1/y", "list", "meetings"]) == 1
    told = capsys.readouterr().err
    assert "不可以寫密碼" in told
    assert "secret" not in told


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("holder",), "同時修改"),
        (("holder", "--take-over"), "不必接手"),
        (("compare",), "先用 copy 複製成檔案"),
        (("merge", "另一份.db", "--take", "new"), "先用 copy 複製成檔案"),
        (("rescue", "-o", "救回.db"), "由伺服器備份"),
    ],
)
def test_what_is_done_with_files_alone_says_what_to_do_on_a_server(tmp_path, capsys, words, told):
    assert told in Desk(tmp_path, capsys, "postgresql://wang@db.example.tw/beitai").refused(*words)
