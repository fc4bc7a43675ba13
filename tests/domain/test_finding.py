"""What is looked for is found as people write it: one character, either width, 臺 as 台, and never across a mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.finding import indexed, sentence, wanted


def found(text, words):
    return sentence(text, wanted(words))


@pytest.mark.parametrize(
    ("words", "terms"),
    [
        ("交通", ("交通",)),
        (" 交通　指標 ", ("交通", "指標")),
        ("臺北", ("台北",)),
        ("ＡＢＣ１２", ("abc12",)),
        ("「轉乘」、優惠", ("轉乘", "優惠")),
        ("、。", ()),
        ("", ()),
        ("○○○", ("〇〇〇",)),
        ("\ue123山", ("\ue123山",)),
    ],
)
def test_words_are_read(words, terms):
    assert wanted(words).terms == terms


def test_a_hit_stands_in_its_sentence():
    text = "洽悉。請桃園縣政府交通局彙整各縣市轉乘需求；餘照案通過。"
    said, marks = found(text, "交通 轉乘")
    assert said == "請桃園縣政府交通局彙整各縣市轉乘需求；"
    assert [said[start:end] for start, end in marks] == ["交通", "轉乘"]


def test_a_long_sentence_is_shortened_around_its_hit():
    said, ((start, end),) = found("甲" * 200 + "轉乘" + "乙" * 200, "轉乘")
    assert said.startswith("…")
    assert said.endswith("…")
    assert len(said) <= 82
    assert said[start:end] == "轉乘"


def test_hits_side_by_side_are_one():
    said, marks = found("跨縣市轉乘優惠", "轉乘 優惠")
    assert [said[start:end] for start, end in marks] == ["轉乘優惠"]


def test_white_space_within_a_line_does_not_part_a_word():
    said, marks = found("交 通　局", "交通局")
    assert marks == ((0, len(said)),)


def holds(text, words):
    """What the index would answer: each term's pairs stand next to each other."""
    padded = f" {indexed(text)} "
    for term in wanted(words).terms:
        pairs = indexed(term).split()[:-1]
        hit = f" {' '.join(pairs)} " if pairs else f" {indexed(term)}"
        if hit not in padded:
            return False
    return True


def test_a_word_is_not_found_across_a_mark():
    assert holds("改善交通、運輸", "交通")
    assert not holds("改善交通、運輸", "通運")


LETTERS = st.text(alphabet=st.sampled_from("台臺北交通Ａaé１1○\ue000㐂"), min_size=1, max_size=6)


@given(before=LETTERS, word=LETTERS, after=LETTERS)
def test_every_part_of_a_text_is_found_in_it(before, word, after):
    text = before + word + after
    assert holds(text, word)
    said, marks = found(text, word)
    assert said == text
    assert marks
