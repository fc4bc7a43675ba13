"""An instruction in running text is read for its doers and its day, and for no more."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.instruction import understood
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.writing.due_words import names_time
from northtaiwan_desktop.storage.reference_files import read_reference

KNOWN = read_reference(paths.reference())
NAMES = {member.id: member.name for member in KNOWN.members}


def read(text: str, year: int = 115, on: date | None = None) -> tuple[list[tuple[str, str, str]], str, date | None]:
    found = understood(text, KNOWN, year=year, on=on)
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
        ("請桃園市、基隆市協辦。", [("co_lead", "桃園市", ""), ("co_lead", "基隆市", "")]),
        ("臺北市政府與新北市政府協辦", [("co_lead", "臺北市", ""), ("co_lead", "新北市", "")]),
        ("請桃園、新北於年底前提報", [("lead", "桃園市", ""), ("lead", "新北市", "")]),
        (
            "請台北主辦，宜蘭、苗栗等縣市配合。",
            [("lead", "臺北市", ""), ("co_lead", "宜蘭縣", ""), ("co_lead", "苗栗縣", "")],
        ),
        ("臺北市政府捷運局、交通局提報。", [("lead", "臺北市", "捷運局"), ("lead", "臺北市", "交通局")]),
        ("桃園市政府交通局與都市發展局", [("lead", "桃園市", "交通局"), ("lead", "桃園市", "都市發展局")]),
        ("請新北市社會局、桃園市社會局會同辦理。", [("lead", "新北市", "社會局"), ("lead", "桃園市", "社會局")]),
        (
            "請臺北市交通局會同新北市交通局、捷運局及基隆市辦理。",
            [
                ("lead", "臺北市", "交通局"),
                ("co_lead", "新北市", "交通局"),
                ("co_lead", "新北市", "捷運局"),
                ("co_lead", "基隆市", ""),
            ],
        ),
        ("請桃園市政府交通局、交通部公路局研議。", [("lead", "桃園市", "交通局")]),
        (
            "主辦：桃園市；協辦：新北市、基隆市",
            [("lead", "桃園市", ""), ("co_lead", "新北市", ""), ("co_lead", "基隆市", "")],
        ),
        ("桃園市（主辦）、新北市（協辦）", [("lead", "桃園市", ""), ("co_lead", "新北市", "")]),
        ("改善桃園機場與臺北車站之轉乘。", []),
        ("臺北市立動物園、新北市民與竹北市公所。", []),
        ("請桃園市完成工程處理。", [("lead", "桃園市", "")]),
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


IN_NOVEMBER = date(2026, 11, 3)


@pytest.mark.parametrize(
    ("text", "words", "day"),
    [
        ("請徹底檢討海底管線底部。", "", None),
        ("請於本月底前完成。", "本月底前", date(2026, 11, 30)),
        ("請於月底前完成。", "月底前", date(2026, 11, 30)),
        ("下個月底前提報", "下個月底前", date(2026, 12, 31)),
        ("請於1月底前提報。", "1月底前", date(2027, 1, 31)),
        ("12/31前函復", "12/31前", date(2026, 12, 31)),
        ("請於115.12.31前完成", "115.12.31前", date(2026, 12, 31)),
        ("115-12-31前", "115-12-31前", date(2026, 12, 31)),
        ("請於下次副首長會議前提報。", "下次副首長會議前", None),
        ("下週五前回復", "下週五前", date(2026, 11, 13)),
        ("30日內函復", "30日內", date(2026, 12, 3)),
        ("三個月內提報", "三個月內", date(2027, 2, 3)),
        ("11月3日會議決議請桃園市於12月底前完成", "12月底前", date(2026, 12, 31)),
        ("依115年9月8日副首長會議決議，請桃園市研議。", "", None),
        ("自115年12月1日起試辦，116年6月底提報成效。", "116年6月底", date(2027, 6, 30)),
        ("12月1日說明會後，於12月20日前提報。", "12月20日前", date(2026, 12, 20)),
        ("經費1/2由各縣市分攤，請於第1季前提報。", "第1季前", date(2027, 3, 31)),
        ("請於年底前瞻計畫提報時一併辦理", "年底", date(2026, 12, 31)),
        ("持續辦理。", "持續辦理", None),
    ],
)
def test_words_for_a_time_are_whole_and_count_from_the_meeting(text, words, day):
    assert read(text, on=IN_NOVEMBER)[1:] == (words, day)


def test_the_day_of_a_meeting_after_its_plan_year_counts():
    assert read("請於6月底前提報。", year=97, on=date(2009, 2, 27))[2] == date(2009, 6, 30)


@pytest.mark.parametrize("text", ["徹底", "海底前", "再議", "請研議", "底", "12"])
def test_words_that_tell_no_time_are_known(text):
    assert not names_time(text)


@pytest.mark.parametrize(
    "text",
    [
        "持續辦理",
        "年底前",
        "下次會議前",
        "下次副首長會議前",
        "12/31",
        "103.12.31",
        "儘速",
        "每季",
        "依計畫期程",
        "本月底",
        "長期",
    ],
)
def test_words_that_tell_a_time_or_that_there_is_none_are_known(text):
    assert names_time(text)


SEVERAL = st.lists(st.sampled_from(KNOWN.members), min_size=1, max_size=4, unique=True)
AND = st.sampled_from(["、", "及", "與", "暨"])
FORM = st.sampled_from(["{}", "{}政府", "{}政府交通局"])


@given(SEVERAL, AND, FORM, st.sampled_from([("請", "提報。", Share.LEAD), ("請", "協辦。", Share.CO_LEAD)]))
def test_who_is_joined_shares_one_part(members, joined, form, sentence):
    before, behind, share = sentence
    text = before + joined.join(form.format(member.name) for member in members) + behind
    found = understood(text, KNOWN, year=115).doers
    assert [(line.member_id, line.share) for line in found] == [(member.id, share) for member in members]


@given(SEVERAL, SEVERAL, AND)
def test_who_comes_after_joining_words_helps(leads, helpers, joined):
    helpers = [one for one in helpers if one not in leads]
    if not helpers:
        return
    text = f"請{joined.join(one.name for one in leads)}會同{joined.join(one.name for one in helpers)}於年底前提報。"
    shares = {line.member_id: line.share for line in understood(text, KNOWN, year=115).doers}
    assert shares == {one.id: Share.LEAD for one in leads} | {one.id: Share.CO_LEAD for one in helpers}


def test_the_text_is_not_rewritten():
    assert understood("　請 台北市 提報。\n", KNOWN, year=115).text == "請 台北市 提報。"


def test_one_doer_named_twice_is_one():
    named = [line.share for line in understood("請桃園市提報；桃園市並應彙整。", KNOWN, year=115).doers]
    assert named == [Share.LEAD]
