"""The reports of a year by the command line: each answers with its file, and what is wrong is refused."""

import json
from pathlib import Path

import pytest

from northtaiwan_desktop.cli import main


class Desk:
    """A person at a terminal on the sample year, at the end of the third quarter of 103."""

    def __init__(self, register: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._common = ["--store", str(register), "--today", "103年10月1日"]
        self._capsys = capsys

    def says(self, *words: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        status = main([*self._common, *words])
        return status, *self._capsys.readouterr()


@pytest.fixture
def desk(sample_register: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(sample_register, capsys)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("yearbook", "--year", "103"), "y.docx"),
        (("yearbook", "--order", "host"), "y.odt"),
        (("overview",), "o.pdf"),
        (("quarterly", "--quarter", "3"), "q.docx"),
        (("quarterly", "--year", "103", "--order", "municipalities"), "q.pdf"),
        (("progress", "--by", "county", "--quarter", "3"), "c.xlsx"),
        (("progress", "--by", "group"), "g.ods"),
        (("progress", "--by", "group", "--county", "新北市"), "g.docx"),
    ],
)
def test_each_report_answers_with_its_file(desk: Desk, tmp_path: Path, words: tuple[str, ...], name: str) -> None:
    status, answer, message = desk.says("export", *words, "-o", str(tmp_path / name), "--json")
    assert status == 0, message
    assert json.loads(answer) == {"file": str(tmp_path / name)}
    assert (tmp_path / name).stat().st_size > 3000


def test_reminders_answer_with_every_county(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "催辦"
    status, answer, _message = desk.says("export", "reminders", "--quarter", "3", "-o", str(folder), "--json")
    assert status == 0
    told = json.loads(answer)
    assert told["folder"] == str(folder)
    for one in told["counties"]:
        assert Path(one["letter"]).exists()
        assert Path(one["mail"]).exists()
        assert one["lines"] > 0
    status, answer, _message = desk.says("export", "reminders", "--county", "台北市", "-o", str(folder), "--json")
    assert [one["county"] for one in json.loads(answer)["counties"]] == ["臺北市"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("yearbook", "-o", "y.xlsx"), "y.xlsx"),
        (("quarterly", "-o", "q.txt"), "q.txt"),
        (("overview", "-o", "o.ods"), "o.ods"),
        (("progress", "--by", "group", "-o", "p.txt"), "p.txt"),
        (("reminders", "--county", "花蓮縣", "-o", "x"), "花蓮縣"),
        (("yearbook", "-o", "沒有/y.docx"), "找不到資料夾"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    status, answer, message = desk.says("export", *words)
    assert (status, answer) == (1, "")
    assert told in message
    assert not list(tmp_path.iterdir())
