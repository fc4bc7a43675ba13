"""A list of any length: rows come when they are seen, and what is chosen may lie out of sight."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.columns import Column
from northtaiwan_desktop.ui.widgets.long_list import KEPT, WINDOW, LongList

TOTAL = 100_000


@dataclass(frozen=True)
class Row:
    id: str


class Source:
    """Hands rows out at once, or when they are let through."""

    def __init__(self):
        self.asked, self.held, self.is_shut = [], [], False

    def fetch(self, start, length, then):
        self.asked.append((start, length))
        answer = lambda: then([Row(str(n)) for n in range(start, min(start + length, TOTAL))])  # noqa: E731
        self.held.append(answer) if self.is_shut else answer()


@pytest.fixture
def source():
    return Source()


@pytest.fixture
def long_list(qtbot, source, tmp_path):
    column = Column(name="id", title="編號", value=lambda row: row.id, width=12)
    made = LongList([column], name="long", title="長清單", settings=Settings(tmp_path / "s.json"), fetch=source.fetch)
    qtbot.addWidget(made)
    made.resize(400, 500)
    made.show()
    made.show_window(TOTAL, 0, [Row(str(n)) for n in range(WINDOW)])
    return made


def seen(long_list):
    """What is written in the first row in sight."""
    return long_list.model().index(long_list.first_seen, 0).data()


def test_rows_come_into_sight_when_they_are_scrolled_to(qtbot, long_list, source):
    assert long_list.model().rowCount() == TOTAL
    assert source.asked == []
    long_list.verticalScrollBar().setValue(50_000)
    qtbot.waitUntil(lambda: seen(long_list) == "50000")
    assert len(source.asked) == 1


def test_who_scrolls_on_while_rows_are_asked_for_gets_those_that_are_seen_then(qtbot, long_list, source):
    source.is_shut = True
    for place in (10_000, 20_000, 70_000):
        long_list.verticalScrollBar().setValue(place)
        qtbot.wait(5)
    assert len(source.asked) == 1
    source.is_shut = False
    source.held.pop()()
    qtbot.waitUntil(lambda: seen(long_list) == "70000")
    assert len(source.asked) == 2


def test_an_answer_to_an_older_question_is_not_shown(qtbot, long_list, source):
    source.is_shut = True
    long_list.verticalScrollBar().setValue(50_000)
    qtbot.waitUntil(lambda: bool(source.held))
    source.is_shut = False
    long_list.show_window(3, 0, [Row("a"), Row("b"), Row("c")])
    source.held.pop()()
    assert [row.id for row in long_list.shown()] == ["a", "b", "c"]


def test_not_all_rows_are_held(qtbot, long_list):
    for place in range(0, TOTAL, 2_000):
        long_list.verticalScrollBar().setValue(place)
        qtbot.waitUntil(lambda place=place: seen(long_list) == str(place))
    assert len(long_list.shown()) <= KEPT


def test_a_row_far_away_is_gone_to_and_chosen(qtbot, long_list):
    long_list.go_to(76_543)
    qtbot.waitUntil(lambda: long_list.current() == Row("76543"))


def test_all_that_is_chosen_is_handed_on_even_out_of_sight(qtbot, long_list):
    long_list.selectAll()
    assert long_list.chosen_count() == TOTAL
    taken = []
    long_list.with_chosen(taken.extend)
    assert [row.id for row in taken] == [str(n) for n in range(TOTAL)]


def test_a_refresh_keeps_the_place_and_what_is_chosen(qtbot, long_list):
    long_list.go_to(40_000)
    qtbot.waitUntil(lambda: long_list.current() == Row("40000"))
    at = long_list.verticalScrollBar().value()
    long_list.show_window(TOTAL, 39_950, [Row(str(n)) for n in range(39_950, 40_050)])
    assert long_list.current() == Row("40000")
    assert long_list.verticalScrollBar().value() == at


def test_a_heading_tells_how_the_list_is_to_be_sorted(qtbot, long_list):
    with qtbot.waitSignal(long_list.sorting_asked) as told:
        long_list.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert told.args == ["id", True]
    assert long_list.sorted_by == ("id", True)


def test_all_rows_are_copied_with_their_heading(qtbot, long_list):
    long_list.clearSelection()
    long_list.copy()
    lines = QGuiApplication.clipboard().text().split("\n")
    assert (lines[0], lines[1], lines[-1], len(lines)) == ("編號", "0", str(TOTAL - 1), TOTAL + 1)
