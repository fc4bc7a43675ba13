"""首頁: what a deputy head sees."""

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.progress import Light, Verdict
from northtaiwan_desktop.domain.watch import CaseFilter, Watch
from northtaiwan_desktop.services.resolutions import decide
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.home.bars import Bar
from northtaiwan_desktop.ui.home.page import SUM, HomePage
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.resolutions.page import ResolutionsPage
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.colours import DARK, LIGHT
from tests.ui.bench_of_pages import TODAY, settled, shown


def test_the_balance_adds_up_as_it_is_read(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        before, added, released, remaining = (int(figure.number.text()) for figure in page.figures)
        assert before + added - released == remaining > 0
        assert page.mismatch.isHidden()


def test_counties_stand_in_the_committees_order(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        told = [row.accessibleName().partition(" ")[0] for row in page.members.rows]
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
    assert gone.args == ["resolutions", CaseFilter(watch=Watch.REMAINING)]


def number_at_end(words: str) -> int:
    return int(words.rsplit(" ", 1)[1])


def test_every_number_opens_as_many_as_it_says(qtbot: QtBot, window: MainWindow) -> None:
    """The window on the sample year: each count of the home page against the list that opens."""

    def home() -> HomePage:
        page = window.open_page("home")
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        assert isinstance(page, HomePage)
        return page

    def opened() -> ResolutionsPage:
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
        assert isinstance(window.page, ResolutionsPage)
        return window.page

    for place, figure in enumerate(home().figures):
        qtbot.mouseClick(home().figures[place], Qt.MouseButton.LeftButton)
        cases = {line.resolution.id for line in opened().list.shown()}
        assert len(cases) == int(figure.number.text().replace(",", ""))
    for light in home().lights.buttons:
        button = home().lights.buttons[light]
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert len(opened().list.shown()) == number_at_end(button.text())
    for place in range(len(home().members.rows)):
        row = home().members.rows[place]
        share = row.accessibleName().partition(" ")[2]
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
        count = len(opened().list.shown())
        assert count == (int(share.partition("／")[2].partition("（")[0]) if "／" in share else 0)


@pytest.mark.parametrize("year", [102, 103, 104])
def test_the_balance_opens_its_cases_in_whatever_year_is_chosen(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, year: int
) -> None:
    """With a case released in the present round, which belongs to 103 alone."""
    lines = sample_store.ask(partial(tracked_lines, today=TODAY, open_only=True))
    of_one = [line.id for line in lines if line.resolution.id == lines[0].resolution.id]
    done = partial(decide, assignment_ids=of_one, verdict=Verdict.RELEASED, reason="已完成", today=TODAY)
    sample_store.do("解除列管", done, by="王小明")
    with shown(qtbot, HomePage, sample_store, tmp_path, year=year) as home:
        told = {watch: int(figure.number.text()) for watch, figure in zip(SUM, home.figures, strict=True)}
    with shown(qtbot, ResolutionsPage, sample_store, tmp_path, year=year) as page:
        found = {}
        for watch in SUM:
            page.show_filtered(CaseFilter(watch=watch))
            settled(qtbot, page)
            found[watch] = len({line.resolution.id for line in page.list.shown()})
    assert found == told
    assert told[Watch.RELEASED] == 1


@pytest.mark.parametrize("by_key", [True, False], ids=["key", "mouse"])
def test_the_count_of_late_cases_opens_as_many(qtbot: QtBot, window: MainWindow, by_key: bool) -> None:
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle and home.late.all_button.isVisible(), timeout=20_000)
    button = home.late.all_button
    if by_key:
        qtbot.keyClick(button, Qt.Key.Key_Space)
    else:
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    page = window.page
    assert isinstance(page, ResolutionsPage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    assert page.filters.wanted == CaseFilter(watch=Watch.LATE)
    assert len(page.list.shown()) == int(button.text()) > 0


def test_the_dots_follow_the_look(qtbot: QtBot, window: MainWindow) -> None:
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    button = home.lights.buttons[Light.RED]
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme = Theme(app, "light")
    for look, colours in (("dark", DARK), ("light", LIGHT)):
        theme.choose(look)
        assert button.icon().pixmap(14, 14).toImage().pixelColor(7, 7).name() == colours.red


def test_the_rhythm_says_which_group_has_not_met(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, HomePage, sample_store, tmp_path) as page:
        assert any("季尚未開會" in line.accessibleName() for line in page.owed.lines)


def test_what_is_owed_opens_the_meetings_that_it_is_about(qtbot: QtBot, window: MainWindow) -> None:
    home = window.open_page("home")
    assert isinstance(home, HomePage)
    qtbot.waitUntil(lambda: bool(home.owed.lines), timeout=20_000)
    line = next(one for one in home.owed.lines if "季尚未開會" in one.accessibleName())
    line.click()
    page = window.page
    assert isinstance(page, MeetingsPage)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    wanted = page.filters.wanted
    assert wanted.kind_id == "group"
    assert wanted.group_id is not None
    assert {row.meeting.group_id for row in page.list.shown()} <= {wanted.group_id}


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
    assert Bar("宜蘭縣", part, whole, lambda: None).share == share
