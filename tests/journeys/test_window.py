"""The main job in the window, with real clicks and keys, from the first start to the next meeting."""

from collections.abc import Iterator
from datetime import date

import pytest
from docx import Document
from PySide6.QtCore import Qt
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.ui.meetings.call_form import CallForm
from northtaiwan_desktop.ui.meetings.outline import ATTENDANCE
from northtaiwan_desktop.ui.plan.form import PlanForm
from northtaiwan_desktop.ui.resolutions.decision_forms import DecisionForm
from tests.journeys.returned_form import fill_in
from tests.journeys.window_desk import Desk, at_the_window


@pytest.fixture
def desk(qtbot, qapp, tmp_path, monkeypatch) -> Iterator[Desk]:
    with at_the_window(qtbot, qapp, tmp_path, monkeypatch) as desk:
        yield desk


def test_from_the_first_start_to_the_next_meeting(desk):
    create_a_register(desk)
    write_a_plan_item(desk)
    record_a_meeting(desk, day="115.9.8", place="2樓簡報室")
    write_an_item_and_what_was_decided(desk)
    finalise_and_send(desk)
    send_and_take_in_the_form(desk)
    the_next_meeting_has_the_case_before_it(desk)
    the_next_meeting_releases_it_and_takes_that_back(desk)


def create_a_register(desk: Desk) -> None:
    desk.names("北臺.db")
    desk.clicks(desk.window.welcome.create_button)
    desk.qtbot.waitUntil(lambda: desk.window.side.isVisible(), timeout=20_000)
    desk.waits()
    assert "115年度" in desk.window.windowTitle()


def write_a_plan_item(desk: Desk) -> None:
    page = desk.turns_to(4)
    desk.presses("Ctrl+N")
    form = page.findChild(PlanForm)
    form.editor("name").insert("跨縣市轉乘優惠")
    form.try_save()
    desk.waits()
    assert [line.item.name for line in page.list.shown()] == ["跨縣市轉乘優惠"]


def record_a_meeting(desk: Desk, *, day: str, place: str) -> None:
    page = desk.turns_to(2)
    desk.presses("Ctrl+N")
    form = page.findChild(CallForm)
    form.kind.set_value("deputies")
    form.held_on.line.insert(day)
    form.venue.insert(place)
    form.try_save()
    desk.waits()
    assert page.editor is not None
    assert place in page.editor.preview.toPlainText()


def write_an_item_and_what_was_decided(desk: Desk) -> None:
    page = desk.window.page
    editor = page.editor
    editor.outline.choose(ATTENDANCE)
    desk.clicks(editor.forms.attendance_form.invite_button)
    editor.outline.choose(next(s.id for s in editor._opened.file.sections if s.title == "討論事項"))
    desk.presses("Ctrl+I")
    desk.types("轉乘優惠如何推動")
    desk.presses("Ctrl+R")
    desk.types("請桃園市政府交通局彙整各縣市需求。")
    form = editor.forms.resolution_form
    desk.clicks(form.doers.add_button)
    view = form.doers.view
    view.setCurrentIndex(view.model().index(0, 1))
    desk.qtbot.keyClick(view, Qt.Key.Key_Return)
    view.findChildren(type(form.outcome))[0].setCurrentText("桃園市")
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 2))
    desk.qtbot.keyClick(view, Qt.Key.Key_Return)
    desk.types("交通局")
    form.due.line.setFocus()
    desk.types("年底前")
    form.plan_item.setFocus()
    desk.qtbot.keyClick(form.plan_item, Qt.Key.Key_Down)
    desk.qtbot.waitUntil(
        lambda: "主辦：桃園市政府交通局；預定完成日期：115年12月31日" in editor.preview.toPlainText(), timeout=5_000
    )
    # The page follows each key; what is still missing is asked once it is kept.
    desk.qtbot.waitUntil(lambda: not [gap for gap in editor._opened.gaps if gap.stops], timeout=5_000)


def finalise_and_send(desk: Desk) -> None:
    page = desk.window.page
    desk.clicks(page.finalise_button)
    assert "115-M01" in page.banner.text()
    minutes = desk.names("紀錄.docx")
    desk.presses("Ctrl+E")
    words = "\n".join(paragraph.text for paragraph in Document(str(minutes)).paragraphs)
    assert "轉乘優惠如何推動" in words
    assert "列管案號：115-001；主辦：桃園市政府交通局；預定完成日期：115年12月31日" in words
    assert "已寫出" in desk.window.notice.text

    page = desk.turns_to(3)
    assert [line.number for line in page.list.shown()] == ["115-001"]
    sheet = desk.names("進度表.xlsx")
    page.export_button.menu().actions()[0].trigger()
    desk.waits()
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    assert any("115-001" in row for row in rows)


def send_and_take_in_the_form(desk: Desk) -> None:
    form = desk.names("桃園市填報表.xlsx")
    desk.asks_for_form("桃園市")
    fill_in(form, {"辦理情形": "已召開2次協調會。", "預定進度": 0.5, "實際進度": 0.45})

    desk.opens(form)
    page = desk.turns_to(6)
    desk.clicks(page.open_button)
    assert page.review.import_button.text().startswith("匯入 1 列")
    desk.clicks(page.review.import_button)
    desk.clicks(page.review.end_button)
    page = desk.turns_to(3)
    [line] = page.list.shown()
    assert (line.latest.text, line.latest.actual_percent) == ("已召開2次協調會。", 45)
    desk.presses("Ctrl+Z")
    assert page.list.shown()[0].latest is None
    desk.presses("Ctrl+Y")
    assert page.list.shown()[0].latest.text == "已召開2次協調會。"


def the_next_meeting_has_the_case_before_it(desk: Desk) -> None:
    desk.clicks(desk.turns_to(2).back_button)
    record_a_meeting(desk, day="115.12.8", place="B1會議室")
    editor = desk.window.page.editor
    entry = next(s.id for s in editor._opened.file.sections if s.title == "上次會議決議辦理情形")
    editor.outline.choose(entry)
    [line] = editor.forms.carried_list.list.shown()
    assert (line.number, line.latest.text) == ("115-001", "已召開2次協調會。")
    assert "已召開2次協調會。" in editor.preview.toPlainText()
    desk.qtbot.keyClick(editor.forms.carried_list.list, Qt.Key.Key_Down)
    desk.qtbot.keyClick(editor.forms.carried_list.list, Qt.Key.Key_Return)
    desk.waits()
    assert desk.window.page.list.current().number == "115-001"


def the_next_meeting_releases_it_and_takes_that_back(desk: Desk) -> None:
    desk.day = date(2026, 12, 8)
    page = desk.window.page
    desk.clicks(page.decide_button)
    form = page.findChild(DecisionForm)
    form.meeting.setCurrentIndex(next(n for n in range(form.meeting.count()) if "第2次" in form.meeting.itemText(n)))
    form.verdict.setCurrentText("解除列管")
    form.reason.insertPlainText("已完成。")
    desk.waits()
    form.try_save()
    assert form.isVisible()
    form.direct.insertPlainText("主席裁示逕行解除。")
    form.try_save()
    desk.waits()
    assert page.list.shown() == []
    desk.presses("Ctrl+Z")
    assert [line.number for line in page.list.shown()] == ["115-001"]
