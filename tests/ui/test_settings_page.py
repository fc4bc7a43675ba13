"""設定: this PC's choices are kept at once; the platform's go into the register and can be undone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.ui.settings.limits_tab import LimitsForm
from northtaiwan_desktop.ui.settings.page import SettingsPage
from northtaiwan_desktop.ui.settings.years_tab import YearForm, YearLine
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.year_choice import YearChoice
from northtaiwan_desktop.ui.workbench import Workbench

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(
    qtbot: QtBot, qapp: QApplication, workbench: Workbench, settings: Settings, settle: Callable[[Workbench], None]
) -> SettingsPage:
    page = SettingsPage(workbench, settings, YearChoice(103), Theme(qapp, "light"))
    qtbot.addWidget(page)
    page.show()
    settle(workbench)
    return page


def _year(page: SettingsPage, year: int) -> YearLine:
    return next(line for line in page.years.list.shown() if line.year == year)


def test_the_name_and_the_look_are_kept_at_once(qtbot: QtBot, page: SettingsPage, settings: Settings) -> None:
    page.this_pc.user.setFocus()
    qtbot.keyClicks(page.this_pc.user, "Wang")
    qtbot.keyClick(page.this_pc.user, Qt.Key.Key_Return)
    page.this_pc.look.set_value("dark")
    page.this_pc.look.chosen.emit("dark")
    kept = Settings(settings.path).choices
    assert (kept.user, kept.theme) == ("Wang", "dark")
    page.this_pc.look.chosen.emit("light")


def test_a_language_is_for_the_next_start(page: SettingsPage, settings: Settings) -> None:
    page.this_pc.language.set_value("en")
    page.this_pc.language.chosen.emit("en")
    assert not page.this_pc.language_note.isHidden()
    assert Settings(settings.path).choices.language == "en"


def test_a_limit_is_changed_and_undone(qtbot: QtBot, page: SettingsPage, workbench: Workbench) -> None:
    assert page.limits.shown["due_soon_days"].text() == "14 天"
    qtbot.mouseClick(page.limits.edit_button, LEFT)
    form = page.window().findChild(LimitsForm)
    assert isinstance(form, LimitsForm)
    form.editor("due_soon_days").set_text("30天")  # type: ignore[union-attr]
    form.editor("host_contribution").set_text("250萬元")  # type: ignore[union-attr]
    qtbot.mouseClick(form.save_button, LEFT)
    qtbot.waitUntil(lambda: page.limits.shown["due_soon_days"].text() == "30 天")
    assert page.limits.shown["host_contribution"].text() == "2,500,000"
    workbench.undo()
    qtbot.waitUntil(lambda: page.limits.shown["due_soon_days"].text() == "14 天")


def test_a_limit_that_makes_no_sense_is_refused_in_the_form(qtbot: QtBot, page: SettingsPage) -> None:
    qtbot.mouseClick(page.limits.edit_button, LEFT)
    form = page.window().findChild(LimitsForm)
    assert isinstance(form, LimitsForm)
    form.editor("behind_percent").set_text("50%")  # type: ignore[union-attr]
    qtbot.mouseClick(form.save_button, LEFT)
    qtbot.waitUntil(form.notice.isVisible)
    assert "門檻" in form.notice.text


@pytest.mark.parametrize(
    ("year", "host", "basis"),
    [(96, "臺北縣", "已登記"), (103, "新竹縣", "已登記"), (112, "新北市", "已登記"), (117, "臺北市", "依輪值順序")],
)
def test_each_year_shows_its_host_by_the_name_of_its_time(
    page: SettingsPage, tmp_path: Path, year: int, host: str, basis: str
) -> None:
    line = _year(page, year)
    assert (line.host_name, line.basis) == (host, basis)


def test_a_person_may_overrule_the_cycle(qtbot: QtBot, page: SettingsPage) -> None:
    page.years.list.choose("117")
    qtbot.mouseClick(page.years.edit_button, LEFT)
    form = page.window().findChild(YearForm)
    assert isinstance(form, YearForm)
    form.editor("host").set_text("桃園市")  # type: ignore[union-attr]
    qtbot.mouseClick(form.save_button, LEFT)
    qtbot.waitUntil(lambda: _year(page, 117).host_name == "桃園市")
    assert _year(page, 117).basis == "改派"
