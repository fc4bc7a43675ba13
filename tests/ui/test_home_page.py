"""首頁: what a deputy head sees."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.home.bars import Bar
from northtaiwan_desktop.ui.home.page import HomePage
from tests.ui.bench_of_pages import settled, shown


def test_the_balance_adds_up_as_it_is_read(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        before, added, released, remaining = (int(figure.number.text()) for figure in page.figures)
        assert before + added - released == remaining > 0
        assert page.mismatch.isHidden()


def test_counties_stand_in_the_committees_order(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        told = page.members.accessibleDescription()
        places = [told.index(name) for name in ("宜蘭縣", "基隆市", "新北市", "臺北市", "新竹縣", "苗栗縣")]
        assert places == sorted(places)


def test_a_late_case_opens_at_a_click(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert "逾期" in page.late.lines[0].accessibleName()
        with qtbot.waitSignal(page.go) as gone:
            qtbot.mouseClick(page.late.lines[0], Qt.MouseButton.LeftButton)
        assert gone.args is not None
        assert gone.args[0] == "resolutions"
        assert gone.args[1]


def test_a_number_opens_its_list_by_keyboard(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page, qtbot.waitSignal(page.go) as gone:
        qtbot.keyClick(page.figures[3], Qt.Key.Key_Space)
    assert gone.args == ["resolutions", ""]


def test_the_rhythm_says_which_group_has_not_met(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert any("季尚未開會" in line.accessibleName() for line in page.owed.lines)


def test_an_empty_register_says_what_to_do_first(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, store, tmp_path, year=115) as page:
        assert "請先到「會議」" in page.first.text()
        assert page.first.isVisible()


def test_another_year_asks_again(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert "新竹縣" in page.subtitle.text()
        page.year.choose(104)
        settled(qtbot, page)
        assert "新北市" in page.subtitle.text()


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(2, 9, "2／9（22%）"), (0, 3, "0／3（0%）"), (0, 0, "無未結案件")]
)
def test_a_bar_gives_count_and_share(part: int, whole: int, share: str) -> None:
    assert Bar("宜蘭縣", part, whole).share == share
