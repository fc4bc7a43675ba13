"""Three sides of a field: what differs is marked word by word, and a text that repeats itself holds nothing up."""

from time import perf_counter

import pytest
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.sheets.review import Difference
from northtaiwan_desktop.sheets.three_way import Sides
from northtaiwan_desktop.ui.intake.sides_view import OURS, SENT, THEIRS, html_of


def _sides(theirs: str, ours: str, sent: str | None = None, *, conflict: bool = False) -> Sides:
    return Sides(
        field="report",
        title="辦理情形",
        cell="填報表!H5",
        raw=theirs,
        theirs=theirs,
        ours=ours,
        sent=sent,
        was_sent=sent is not None,
        difference=Difference(field="report", theirs=theirs, ours=ours, as_last_sent=sent, is_conflict=conflict),
    )


def test_what_they_changed_is_set_beside_ours(qtbot: QtBot) -> None:
    sides = _sides("已召開3次協調會。", "已召開2次協調會。")
    assert ">3</span>次協調會。" in html_of(sides, THEIRS)
    assert "line-through'>2</span>" in html_of(sides, OURS)


def test_where_both_moved_on_each_is_set_beside_what_was_sent(qtbot: QtBot) -> None:
    sides = _sides("已召開3次協調會。", "已召開2次協調會。", "已召開1次協調會。", conflict=True)
    assert ">3</span>" in html_of(sides, THEIRS)
    assert ">2</span>" in html_of(sides, OURS)
    assert "line-through" not in html_of(sides, OURS)
    assert "已召開1次協調會。" in html_of(sides, SENT)


def test_what_they_emptied_is_said(qtbot: QtBot) -> None:
    assert "（清空）" in html_of(_sides("", "已召開2次協調會。"), THEIRS)


def test_what_would_be_read_as_markup_is_text(qtbot: QtBot) -> None:
    assert "<b>" not in html_of(_sides("<b>粗</b>", "細"), THEIRS)


@pytest.mark.parametrize("length", [600, 20_000])
def test_a_text_that_repeats_itself_holds_nothing_up(qtbot: QtBot, length: int) -> None:
    sides = _sides("辦理情形" * (length // 4) + "甲", "理情辦形" * (length // 4))
    began = perf_counter()
    assert "甲" in html_of(sides, THEIRS)
    assert perf_counter() - began < 0.2
