"""A newcomer's first day in the window: a new register in January, the year opened, a group led, a meeting final."""

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton

from northtaiwan_desktop.domain.resolution import State
from northtaiwan_desktop.ui.organisation.open_year_form import OpenYearForm
from northtaiwan_desktop.ui.organisation.role_form import RoleForm
from tests.journeys import test_window_year as a_year
from tests.journeys.window_desk import Desk, at_the_window

MEETING = "115年度第1次副首長會議"


@pytest.fixture
def desk(qtbot, qapp, tmp_path, monkeypatch) -> Iterator[Desk]:
    with at_the_window(qtbot, qapp, tmp_path, monkeypatch) as desk:
        desk.day = date(2026, 1, 5)
        yield desk


def test_a_new_register_in_january(desk):
    desk.names("北臺.db")
    desk.clicks(desk.window.welcome.create_button)
    desk.qtbot.waitUntil(lambda: desk.window.side.isVisible(), timeout=20_000)
    desk.waits()
    assert desk.window.windowTitle().startswith("115年度")
    assert "請先到「組織」開啟年度" in desk.turns_to(a_year.HOME).first.text()
    page = open_this_year(desk)
    lead_a_group(desk, page)
    desk.day = date(2026, 2, 10)
    a_year.call(desk, "副首長會議", MEETING, "115.2.10")
    a_year.decide_by_marking(desk, ("桃園市",))
    a_year.finalise(desk, "115-M01")
    cases = desk.turns_to(a_year.CASES).list.shown()
    assert [(line.doer_name, line.assignment.state) for line in cases] == [("桃園市", State.OPEN)]
    open_the_next(desk)


def open_this_year(desk):
    page = desk.turns_to(a_year.ORGANISATION)
    assert page.open_year_button.text() == "開啟115年度(&Y)…"
    desk.clicks(page.open_year_button)
    form = desk.form(OpenYearForm)
    desk.waits()
    assert "114年度沒有分工可以帶入" in form.preview.text()
    desk.clicks(form.save_button)
    assert "接著請設定各議題組的主政與配合縣市" in desk.window.notice.text
    deputies = [line.slot.month for line in page.slots.list.shown() if line.slot.kind_id == "deputies"]
    assert deputies == [5, 11]
    return page


def lead_a_group(desk, page):
    desk.marks(page.groups.list, 1)
    desk.clicks(page.groups.set_button)
    form = desk.form(RoleForm)
    desk.picks(form.lead, "新北市")
    desk.clicks(form.save_button)
    assert page.groups.list.shown()[0].leader_name == "新北市"


def open_the_next(desk):
    page = desk.turns_to(a_year.ORGANISATION)
    desk.clicks(page.open_year_button)
    form = desk.form(OpenYearForm)
    desk.waits()
    told = form.preview.text()
    assert "主政：宜蘭縣（第24屆，依輪值順序）" in told
    assert "列管中的案件：1 案，繼續列管" in told
    desk.clicks(form.save_button)
    turn = next(one for one in desk.window.notice.findChildren(QPushButton) if "切換到116年度" in one.text())
    desk.clicks(turn)
    assert desk.window.windowTitle().startswith("116年度")
    desk.presses("Ctrl+Z")
    assert page.open_year_button.text() == "開啟下一年度(&Y)…"
