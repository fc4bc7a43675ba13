"""Two versions side by side lose no word of either, and mark what the other side lacks."""

from hypothesis import given
from hypothesis import strategies as st

from northtaiwan_desktop.domain.revision import Piece, compared

PARAGRAPHS = st.lists(st.text(alphabet="甲乙丙丁103，。", max_size=8), max_size=8)


def test_a_changed_word_is_marked_within_its_paragraph():
    [row] = compared(["請於103年9月30日前提送。"], ["請於103年10月31日前提送。"])
    assert [one.text for one in row.old if one.is_changed] == ["9", "30"]
    assert [one.text for one in row.new if one.is_changed] == ["10", "31"]


def test_a_new_paragraph_stands_alone():
    rows = compared(["照案通過。", "散會。"], ["照案通過。", "請各縣市配合辦理。", "散會。"])
    assert [row.is_changed for row in rows] == [False, True, False]
    assert rows[1].old == ()
    assert rows[1].new == (Piece("請各縣市配合辦理。", True),)


@given(old=PARAGRAPHS, new=PARAGRAPHS)
def test_both_sides_are_whole_and_in_order(old, new):
    rows = compared(old, new)
    assert [text for row in rows if (text := "".join(one.text for one in row.old))] == [text for text in old if text]
    assert [text for row in rows if (text := "".join(one.text for one in row.new))] == [text for text in new if text]
    assert any(row.is_changed for row in rows) is (old != new) or any(not text for text in (*old, *new))


@given(PARAGRAPHS)
def test_the_same_is_the_same(texts):
    assert not any(row.is_changed for row in compared(texts, texts))
