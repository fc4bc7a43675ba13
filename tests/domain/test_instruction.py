"""An instruction in running text is read for its doers and its day, and for no more."""

from datetime import date

import pytest

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.instruction import understood
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.storage.reference_files import read_reference

KNOWN = read_reference(paths.reference())
NAMES = {member.id: member.name for member in KNOWN.members}


def read(text: str, year: int = 115) -> tuple[list[tuple[str, str, str]], str, date | None]:
    found = understood(text, KNOWN, year=year)
    named = [(line.share.value, NAMES[line.member_id or ""], line.office) for line in found.doers]
    return named, found.due_text, found.due_on


@pytest.mark.parametrize(
    ("text", "doers"),
    [
        ("請桃園市政府交通局於年底前提報路線。", [("lead", "桃園市", "交通局")]),
        ("請桃園市、新竹縣提報。", [("lead", "桃園市", ""), ("lead", "新竹縣", "")]),
        ("請臺北市政府觀光傳播局會同基隆市政府辦理。", [("lead", "臺北市", "觀光傳播局"), ("co_lead", "基隆市", "")]),
        ("由台北市主辦，宜蘭縣配合。", [("lead", "臺北市", ""), ("co_lead", "宜蘭縣", "")]),
        ("會同宜蘭縣辦理，再請苗栗縣彙整。", [("co_lead", "宜蘭縣", ""), ("lead", "苗栗縣", "")]),
        ("請桃園縣政府環保局提報。", [("lead", "桃園市", "環保局")]),
        ("同意備查。", []),
    ],
)
def test_who_is_named_does_it(text, doers):
    assert read(text)[0] == doers


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("請於12月底前完成。", "12月底前", date(2026, 12, 31)),
        ("請於年底前完成。", "年底前", date(2026, 12, 31)),
        ("請於下次會議前提報。", "下次會議前", None),
        ("請於115年9月8日前函復。", "115年9月8日前", date(2026, 9, 8)),
        ("第3季前完成初稿。", "第3季前", date(2026, 9, 30)),
        ("請於明年6月底前完成。", "明年6月底前", date(2027, 6, 30)),
        ("請於13月前完成，最遲12月底。", "12月底", date(2026, 12, 31)),
        ("洽悉。", "", None),
    ],
)
def test_words_for_a_time_are_kept_with_the_day_that_they_name(text, words, day):
    assert read(text)[1:] == (words, day)


def test_the_text_is_not_rewritten():
    assert understood("　請 台北市 提報。\n", KNOWN, year=115).text == "請 台北市 提報。"


def test_one_doer_named_twice_is_one():
    named = [line.share for line in understood("請桃園市提報；桃園市並應彙整。", KNOWN, year=115).doers]
    assert named == [Share.LEAD]
