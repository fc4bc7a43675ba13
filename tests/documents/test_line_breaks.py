"""Lines of Chinese break where a typesetter breaks them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.documents.line_breaks import broken
from northtaiwan_desktop.documents.paper import ems


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("一二三四五六", ["一二三四五", "六"]),
        ("一二三四五，六", ["一二三四", "五，六"]),
        ("一二三四五）。六", ["一二三四", "五）。六"]),
        ("一二三四（五六）", ["一二三四", "（五六）"]),
        ("一二三四3,270萬", ["一二三四", "3,270萬"]),
        ("一二三四 五六七", ["一二三四", "五六七"]),
        ("一二https://example.org/a", ["一二", "https://ex", "ample.org/", "a"]),
    ],
)
def test_where_lines_of_five_characters_break(text, lines):
    assert broken(text, ems, 5, 5) == lines


def test_the_first_line_may_be_longer_than_the_others():
    assert broken("說明：一二三四五六", ems, 6, 3) == ["說明：一二三", "四五六"]


@given(st.text(alphabet="字，。（）「」a1 .、", max_size=60), st.integers(1, 12))
def test_nothing_is_lost_and_nothing_is_too_wide(text, room):
    lines = broken(text, ems, room, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(ems(line) <= room or len(line) == 1 for line in lines)
