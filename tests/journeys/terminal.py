"""A person at a terminal, and the meeting that most journeys there begin with."""

import json
from pathlib import Path

import pytest

from northtaiwan_desktop.cli import main

MEETING = "115年度第1次副首長會議"


class Desk:
    """A person at a terminal: types a verb, reads the answer and the message."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], place: str = "") -> None:
        self.folder = folder
        self._capsys = capsys
        self._common = ["--store", place or str(folder / "register.db"), "--today", "115年9月8日", "--by", "秘書"]

    def says(self, *words: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        status = main([*self._common, *words])
        return status, *self._capsys.readouterr()

    def does(self, *words: str) -> str:
        status, answer, message = self.says(*words)
        assert status == 0, message
        return answer

    def refused(self, *words: str) -> str:
        status, _answer, message = self.says(*words)
        assert status == 1, message
        return message

    def reads(self, *words: str):
        return json.loads(self.does(*words, "--json"))


def record_a_meeting(desk: Desk) -> None:
    desk.does("add", "plan", "--year", "115", "--group", "交通組", "--name", "跨縣市轉乘", "--lead", "桃園縣")
    desk.does(
        *("add", "meeting", "--kind", "副首長會議", "--year", "115", "--date", "115.9.8(二)", "--time", "上午10時"),
        *("--venue", "2樓簡報室", "--chair", "副縣長", "--recorder", "承辦人"),
    )
    desk.does("add", "attendance", MEETING, "--county", "臺北市", "--office", "交通局", "--title", "副局長")
    desk.does("add", "item", MEETING, "--section", "討論事項", "--title", "轉乘優惠", "--proposer", "交通運輸組")
    desk.does(
        *("add", "resolution", MEETING, "--item", "轉乘優惠", "--text", "請彙整各縣市需求。", "--due", "年底前"),
        *("--lead", "桃園市/交通局", "--co-lead", "台北市", "--plan", "115-P01"),
    )
    desk.does("minutes", "check", MEETING)
    desk.does("minutes", "finalise", MEETING)
