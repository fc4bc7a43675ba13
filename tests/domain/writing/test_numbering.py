import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.writing.numbering import Level, chinese, read, read_chinese, written
from tests.domain.writing.inputs import read_or_refused, steady, texts


@pytest.mark.parametrize("level", Level)
def test_every_mark_to_999_is_read_back(level: Level) -> None:
    for n in range(1, 1000):
        assert read(written(level, n) + "案由") == (level, n, "案由")


@pytest.mark.parametrize(
    ("level", "n", "mark"),
    [
        (Level.ONE, 11, "拾壹、"),
        (Level.ONE, 20, "貳拾、"),
        (Level.TWO, 21, "二十一、"),
        (Level.TWO, 105, "一百零五、"),
        (Level.THREE, 10, "（十）"),
        (Level.FOUR, 12, "12、"),
        (Level.FIVE, 3, "（3）"),
    ],
)
def test_marks_are_written_as_papers_have_them(level: Level, n: int, mark: str) -> None:
    assert written(level, n) == mark


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("(二) 說明", (Level.THREE, 2, "說明")),
        ("㈡說明", (Level.THREE, 2, "說明")),
        ("廿一、甲", (Level.TWO, 21, "甲")),
        ("一.甲", (Level.TWO, 1, "甲")),
        ("１０．甲", (Level.FOUR, 10, "甲")),
        ("2.乙", (Level.FOUR, 2, "乙")),
        ("(12)丁", (Level.FIVE, 12, "丁")),
        ("叁、散會", (Level.ONE, 3, "散會")),
    ],
)
def test_marks_are_read_in_either_width(text: str, result: tuple[Level, int, str]) -> None:
    assert read(text) == result


@pytest.mark.parametrize("text", ["", "無", "1.5億元", "2016.10.21", "0、甲", "十百、甲", "一個", "（甲）"])
def test_a_text_without_mark_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="沒有項次"):
        read(text)


@steady
@given(st.integers(0, 10**12 - 1))
def test_a_chinese_numeral_is_read_back(n: int) -> None:
    assert read_chinese(chinese(n)) == n


@pytest.mark.parametrize(
    ("text", "n"),
    [
        ("一百零五", 105),
        ("一○五", 105),
        ("一〇五", 105),
        ("壹佰零伍", 105),
        ("二十", 20),
        ("廿", 20),
        ("廿五", 25),
        ("卅", 30),
        ("兩百", 200),
        ("一百十", 110),
        ("四十萬", 400_000),
    ],
)
def test_every_kind_of_chinese_numeral(text: str, n: int) -> None:
    assert read_chinese(text) == n


@pytest.mark.parametrize("text", ["", "一百五", "十百", "一二十", "五萬億", "105", "甲", "一億五千"])
def test_a_doubtful_numeral_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="中文數字"):
        read_chinese(text)


@steady
@given(texts)
def test_nothing_but_the_declared_error_is_raised(text: str) -> None:
    read_or_refused(lambda: read(text))
    read_or_refused(lambda: read_chinese(text))
