"""決議列管 in the window: a line is reported on and decided, and each can be undone."""

import pytest
from PySide6.QtCore import Qt

from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.ui.resolutions.forms import DecisionForm, ReportForm
from northtaiwan_desktop.ui.resolutions.page import ResolutionsPage
from tests.ui.bench_of_pages import settled, shown


@pytest.fixture
def page(qtbot, sample_store, tmp_path):
    with shown(qtbot, ResolutionsPage, sample_store, tmp_path) as page:
        yield page


def unreported(page):
    """A line without a report."""
    return next(line for line in page.list.shown() if line.latest is None)


def line_of(page, id):
    return next(line for line in page.list.shown() if line.id == id)


def test_a_report_is_typed_and_undone(qtbot, page):
    line = unreported(page)
    page.list.choose(line.id)
    qtbot.mouseClick(page.report_button, Qt.MouseButton.LeftButton)
    form = page.findChild(ReportForm)
    form.text.insertPlainText("已函請各縣市提供資料。")
    form.actual.line.insert("三成")
    form.try_save()
    settled(qtbot, page)
    report = line_of(page, line.id).latest
    assert (report.text, report.actual_percent, report.round) == ("已函請各縣市提供資料。", 30, "103Q4")
    page.workbench.undo()
    settled(qtbot, page)
    assert line_of(page, line.id).latest is None


def test_a_report_far_behind_is_refused_in_the_form_until_the_reason_is_given(qtbot, page):
    line = unreported(page)
    page.list.choose(line.id)
    qtbot.mouseClick(page.report_button, Qt.MouseButton.LeftButton)
    form = page.findChild(ReportForm)
    form.text.insertPlainText("辦理中")
    qtbot.keyClicks(form.planned.line, "80%")
    qtbot.keyClicks(form.actual.line, "40%")
    form.try_save()
    settled(qtbot, page)
    assert form.isVisible()
    assert "落後原因" in form.notice.text
    form.delay.insertPlainText("招標未決")
    form.remedy.insertPlainText("重新公告")
    form.try_save()
    settled(qtbot, page)
    assert line_of(page, line.id).latest.remedy == "重新公告"


def test_several_lines_are_released_at_once_with_one_undo(qtbot, page):
    before = len(page.list.shown())
    chosen = page.list.shown()[:2]
    page.list.setFocus()
    page.list.choose(chosen[0].id)
    qtbot.keyClick(page.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.mouseClick(page.decide_button, Qt.MouseButton.LeftButton)
    form = page.findChild(DecisionForm)
    form.verdict.set_value(Verdict.RELEASED)
    form.reason.insertPlainText("已完成")
    form.try_save()
    settled(qtbot, page)
    assert len(page.list.shown()) == before - 2
    page.workbench.undo()
    settled(qtbot, page)
    assert len(page.list.shown()) == before
