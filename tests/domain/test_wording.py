"""What deserves a second look is named with what would be right; plain words are let pass."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.wording import doubts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("訂於9月8日（星期三）召開。", "「9月8日（星期三）」應為星期二"),
        ("訂於103年9月11日(五)召開。", "應為星期四"),
        ("訂於2月30日（星期一）召開。", "沒有這一天"),
        ("一、甲。\n三、乙。", "「三、」之前缺「二、」"),
        ("一、甲。\n（一）子。\n（三）丑。\n二、乙。", "「（三）」之前缺「（二）」"),
        ("本計劃由各縣市辦理。", "「計劃」宜寫作「計畫」"),
        ("台北市政府", "「台北」宜寫作「臺北」"),
        ("提報會議記錄", "「會議記錄」宜寫作「會議紀錄」"),
        ("\ue123先生", "造字「\ue123」"),
    ],
)
def test_a_doubt_names_the_words_and_what_is_right(text, told):
    assert any(told in doubt for doubt in doubts(text, year=115))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "訂於9月8日（星期二）召開。",
        "103年9月11日（四）",
        "一、甲。\n（一）子。\n（二）丑。\n二、乙。\n（一）寅。",
        "一、甲。\n一、另起一組。",
        "臺北市政府依計畫辦理，請記錄並公布。",
    ],
)
def test_plain_words_are_let_pass(text):
    assert list(doubts(text, year=115)) == []


@given(st.text(max_size=200))
def test_any_text_can_be_looked_at(text):
    assert all(isinstance(doubt, str) for doubt in doubts(text, year=115))
