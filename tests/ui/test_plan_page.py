"""年度行動方案: written, confirmed, removed and handed out."""

from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtWidgets import QFileDialog, QLineEdit, QPushButton, QTableWidgetItem
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.domain import plan_parts as parts
from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, PlanState, QuarterTarget, Source
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.services import plan
from northtaiwan_desktop.storage import plan as questions
from northtaiwan_desktop.storage.plan import plan_lines
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.plan.form import PlanForm
from northtaiwan_desktop.ui.plan.gantt import HEAD, ROW
from northtaiwan_desktop.ui.plan.page import PlanPage
from northtaiwan_desktop.ui.plan.quarter_form import ACTUAL, QuarterForm
from northtaiwan_desktop.ui.plan.versions_box import PlanVersionsBox
from northtaiwan_desktop.ui.plan.views import GANTT, MATRIX, TABLE, TREE
from northtaiwan_desktop.ui.plan.year_forms import CarryForm, ConfirmForm
from northtaiwan_desktop.ui.widgets.form_dialog import put_text
from tests.ui.bench_of_pages import settled, shown

SEQUEL = "103-deputies-2-sequel"
LONG = "北臺八縣市自行車道路網串連、指標系統統整與跨縣市租借服務推動計畫（示例）"
ITEM = PlanItem(number="103-P01", year=103, group_id="g", name="聯合演練")


def _form(page: PlanPage) -> PlanForm:
    return page.findChildren(PlanForm)[-1]


def test_a_new_item_is_written_and_undone(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        before = len(page.list.shown())
        qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
        form = _form(page)
        name = form.editor("name")
        assert isinstance(name, QLineEdit)
        qtbot.keyClicks(name, "Joint drill")
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settled(qtbot, page)
        assert len(page.list.shown()) == before + 1
        assert page.workbench.undo_label == "新增行動方案「Joint drill」"
        page.workbench.undo()
        settled(qtbot, page)
        assert len(page.list.shown()) == before


def test_quarters_money_and_milestones_are_saved_together(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.selectRow(0)
        page.edit()
        form = _form(page)
        values: dict[str, Any] = {"planned": "10 20 30 40", "milestones": "11/30 驗收", "budget": "新竹縣 自籌 30萬元"}
        for name, text in values.items():
            editor: Any = form.editor(name)
            (editor.set_text if name == "planned" else editor.setPlainText)(text)
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        line = page.list.shown()[0]
        assert parts.planned(line.targets, 103) == (10, 20, 30, 40)
        assert [(stone.title, stone.due_on) for stone in line.milestones] == [("驗收", date(2014, 11, 30))]
        assert line.budget == 300_000


def test_a_milestone_is_not_reached_on_a_day_to_come(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.selectRow(0)
        before = page.list.shown()[0].whole
        page.edit()
        form = _form(page)
        put_text(form.editor("milestones"), "11/30 驗收（完成：11/29）")
        form.try_save()
        settled(qtbot, page)
        assert "「驗收」的完成日期103年11月29日還沒到" in form.editor("milestones").accessibleDescription()
        assert page.list.shown()[0].whole == before
        put_text(form.editor("milestones"), "11/30 驗收（完成：9/30）")
        form.try_save()
        settled(qtbot, page)
        assert [stone.done_on for stone in page.list.shown()[0].milestones] == [date(2014, 9, 30)]


def test_what_cannot_be_read_is_said_under_its_field(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.selectRow(0)
        page.edit()
        form = _form(page)
        editor: Any = form.editor("budget")
        editor.setPlainText("很多錢")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        assert "「很多錢」讀不懂" in editor.accessibleDescription()
        assert form.isVisible()
        form.reject()


def test_the_year_is_revised_at_a_meeting_and_compared(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        assert "第 2 版" in page.subtitle.text()
        page.confirm()
        form = page.findChildren(ConfirmForm)[-1]
        assert form.checks.ids() == ["103-environment-02"]
        reason = form.editor("reason")
        assert isinstance(reason, QLineEdit)
        qtbot.keyClicks(reason, "Third")
        put_text(form.editor("meeting"), "（不記會議）")
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settled(qtbot, page)
        states = {line.item.id: line.item.state for line in page.list.shown()}
        assert states["103-environment-02"] is PlanState.CONFIRMED
        assert "第 3 版" in page.subtitle.text()
        page.compare(2)
        settled(qtbot, page)
        box = page.findChildren(PlanVersionsBox)[-1]
        assert "山海步道生態資源調查" in box.text.toPlainText()
        box.old.set_value(3)
        settled(qtbot, page)
        assert box.text.toPlainText() == "兩個版本的內容相同。"
        box.reject()


def test_a_revision_goes_behind_final_minutes_only_by_an_express_word(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.confirm()
        form = page.findChildren(ConfirmForm)[-1]
        put_text(form.editor("reason"), "年中檢討")
        meeting = form.editor("meeting")
        final = sample_store.ask(lambda records: records.get(Meeting, SEQUEL))
        assert final.status is MeetingStatus.FINAL
        meeting.set_value(SEQUEL)
        form.try_save()
        settled(qtbot, page)
        assert "會議紀錄已經定稿" in form.notice.label.text()
        assert "第 2 版" in page.subtitle.text()
        button = next(one for one in form.notice.findChildren(QPushButton) if "補記在這場會議" in one.text())
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert "第 3 版" in page.subtitle.text()


def test_a_quarter_is_recorded_for_all_items_at_once(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.record_quarter()
        settled(qtbot, page)
        form = page.findChildren(QuarterForm)[-1]
        assert form.quarter.value() == 4
        place = next(place for place, row in enumerate(form.rows) if row.item.id == "103-leisure-01")
        cell = form.table.item(place, ACTUAL)
        assert cell is not None
        cell.setText("120")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        assert "103-休憩-01" in form.notice.text
        form.table.setCurrentCell(place, ACTUAL)
        form.table.editItem(cell)
        editor = next(one for one in form.table.viewport().findChildren(QLineEdit) if one.isVisible())
        editor.selectAll()
        qtbot.keyClicks(editor, "66")
        qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settled(qtbot, page)
        line = next(line for line in page.list.shown() if line.item.id == "103-leisure-01")
        assert line.actual_percent == 66
        assert page.workbench.undo_label == "登錄103年第4季行動方案進度"


def _quarters(page: PlanPage) -> QuarterForm:
    page.record_quarter()
    return page.findChildren(QuarterForm)[-1]


def _cell(form: QuarterForm, id: str = "103-leisure-01") -> QTableWidgetItem:
    cell = form.table.item(next(place for place, row in enumerate(form.rows) if row.item.id == id), ACTUAL)
    assert cell is not None
    return cell


def test_figures_that_were_left_are_found_again(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        form = _quarters(page)
        settled(qtbot, page)
        recorded = _cell(form).text()
        _cell(form).setText("66")
        qtbot.keyClick(form, Qt.Key.Key_Escape)
        form = _quarters(page)
        settled(qtbot, page)
        assert _cell(form).text() == "66"
        assert "已放回" in form.notice.text
        qtbot.mouseClick(form.notice.action_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert _cell(form).text() == recorded
        _cell(form).setText("67")
        form.quarter.set_value(3)
        form.quarter.chosen.emit(3)
        settled(qtbot, page)
        form.reject()
        form = _quarters(page)
        settled(qtbot, page)
        assert form.quarter.value() == 3
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        line = next(line for line in page.list.shown() if line.item.id == "103-leisure-01")
        assert parts.actual(line.targets, 103)[3] == 67
        form = _quarters(page)
        settled(qtbot, page)
        assert not form.notice.isVisible()
        form.reject()


def test_a_conflict_keeps_what_was_typed_and_shows_theirs(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        form = _quarters(page)
        settled(qtbot, page)
        _cell(form).setText("66")
        page.workbench.do("別人", partial(plan.record_quarter, year=103, quarter=4, reached={"103-leisure-01": 62.0}))
        settled(qtbot, page)
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert _cell(form).text() == "66"
        assert "已存「62%」，您填「66」" in form.notice.text
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        line = next(line for line in page.list.shown() if line.item.id == "103-leisure-01")
        assert line.actual_percent == 66


def test_a_progress_that_falls_is_told_and_saved_when_meant(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        form = _quarters(page)
        settled(qtbot, page)
        _cell(form).setText("20")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert "103-休憩-01 從 50% 降為 20%" in form.notice.text
        assert page.workbench.undo_label != "登錄103年第4季行動方案進度"
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert page.workbench.undo_label == "登錄103年第4季行動方案進度"
        page.list.choose("103-leisure-01")
        page.edit()
        item = _form(page)
        actual = item.editor("actual")
        put_text(actual, "15 35 30 20")
        item.try_save()
        settled(qtbot, page)
        assert "從 35% 降為 30%" in item.notice.text
        item.try_save()
        settled(qtbot, page)
        line = next(line for line in page.list.shown() if line.item.id == "103-leisure-01")
        assert parts.actual(line.targets, 103) == (15, 35, 30, 20)


def test_an_item_that_is_gone_is_saved_as_a_new_one(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        line = next(one for one in page.list.shown() if not one.cases and one.targets)
        page.list.choose(line.item.id)
        page.edit()
        form = _form(page)
        put_text(form.editor("name"), "另存的方案（示例）")
        page.workbench.do("刪除", partial(plan.remove_item, item_id=line.item.id))
        settled(qtbot, page)
        form.try_save()
        settled(qtbot, page)
        assert "已被刪除" in form.notice.text
        qtbot.mouseClick(form.notice.action_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        made = next(one for one in page.list.shown() if one.item.name == "另存的方案（示例）")
        assert made.item.id != line.item.id
        assert made.item.number == line.item.number
        assert parts.actual(made.targets, 103) == parts.actual(line.targets, 103)
        assert len(made.milestones) == len(line.milestones)


def test_figures_of_another_quarter_are_kept_and_saved_together(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.record_quarter()
        settled(qtbot, page)
        form = page.findChildren(QuarterForm)[-1]
        for quarter, figure in ((4, "67"), (3, "53")):
            form.quarter.set_value(quarter)
            form.quarter.chosen.emit(quarter)
            settled(qtbot, page)
            place = next(place for place, row in enumerate(form.rows) if row.item.id == "103-leisure-01")
            cell = form.table.item(place, ACTUAL)
            assert cell is not None
            cell.setText(figure)
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        line = next(line for line in page.list.shown() if line.item.id == "103-leisure-01")
        assert parts.actual(line.targets, 103) == (15, 35, 53, 67)
        page.workbench.undo()
        settled(qtbot, page)
        line = next(line for line in page.list.shown() if line.item.id == "103-leisure-01")
        assert parts.actual(line.targets, 103) == (15, 35, 50, 60)


def test_empty_cells_take_what_the_resolutions_propose(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    sample_store.do("清空", partial(plan.record_quarter, year=103, quarter=3, reached={"103-leisure-01": None}))
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.record_quarter()
        form = page.findChildren(QuarterForm)[-1]
        settled(qtbot, page)
        form.quarter.set_value(3)
        form.quarter.chosen.emit(3)
        settled(qtbot, page)
        place = next(place for place, row in enumerate(form.rows) if row.item.id == "103-leisure-01")
        qtbot.mouseClick(form.take_button, Qt.MouseButton.LeftButton)
        cell = form.table.item(place, ACTUAL)
        assert cell is not None
        assert cell.text() == "20%"
        form.reject()


def test_unfinished_items_go_into_the_next_year_once(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    ending = {"ends_on": date(2014, 12, 31), "name": LONG}
    sample_store.do("示例", lambda work: work.save(replace(work.get(PlanItem, "103-leisure-01"), **ending)))
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.carry()
        form = page.findChildren(CarryForm)[-1]
        wanted = form.checks.ids()
        assert "103-leisure-02" not in wanted
        spans = [form.checks.table.item(row, 3).text() for row in range(form.checks.table.rowCount())]
        assert "延至104年底\n（原103年12月31日）" in spans
        form.resize(form.minimumWidth(), 560)
        table, header = form.checks.table, form.checks.table.horizontalHeader()
        assert form.width() == 900
        assert header.sectionSize(1) >= 160
        qtbot.waitUntil(lambda: header.length() <= table.viewport().width())
        long = next(row for row in range(table.rowCount()) if table.item(row, 1).text() == LONG)
        assert table.fontMetrics().horizontalAdvance(LONG) > header.sectionSize(1)
        assert table.rowHeight(long) >= 2 * table.fontMetrics().lineSpacing()
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        page.year.choose(104)
        settled(qtbot, page)
        assert len(page.list.shown()) == len(wanted)
        page.year.choose(103)
        settled(qtbot, page)
        page.carry()
        form = page.findChildren(CarryForm)[-1]
        assert not set(form.checks.ids()) & set(wanted)
        form.reject()


def test_a_conflict_shows_both_contents_and_lets_one_choose(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.choose("103-leisure-01")
        page.edit()
        form = _form(page)
        sample_store.do("別人", partial(plan.record_quarter, year=103, quarter=4, reached={"103-leisure-01": 77.0}))
        note: Any = form.editor("note")
        note.setPlainText("我的備註")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert "77%" in form.notice.text
        assert "我的備註" in form.notice.text
        assert form.isVisible()
        qtbot.mouseClick(form.theirs_button, Qt.MouseButton.LeftButton)
        assert "77%" in form.editor("actual").text()  # type: ignore[union-attr]
        note.setPlainText("看過了")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        line = next(line for line in page.list.shown() if line.item.id == "103-leisure-01")
        assert (line.item.note, line.actual_percent) == ("看過了", 77)


def test_what_does_not_add_up_is_refused_and_what_was_typed_stays(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.choose("103-leisure-01")
        page.edit()
        form = _form(page)
        total: Any = form.editor("total")
        total.set_text("1,000萬元")
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
        settled(qtbot, page)
        assert "1,000萬元" in form.notice.text
        assert "1,070萬元" in form.notice.text
        assert total.text() == "1,000萬元"
        form.reject()
        assert sample_store.ask(partial(questions.whole, id="103-leisure-01")).item.total == 10_700_000


def test_the_view_is_remembered_and_the_chosen_item_follows(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.choose("103-leisure-01")
        page.views_box.tabs.setCurrentIndex(TREE)
        assert page.views_box.tree.current_id == "103-leisure-01"
        page.views_box.tabs.setCurrentIndex(GANTT)
        assert page.views_box.gantt.current_id == "103-leisure-01"
        qtbot.keyClick(page.views_box.gantt, Qt.Key.Key_Down)
        settled(qtbot, page)
        assert page.views_box.gantt.current_id == "103-leisure-02"
        assert "八縣市旅遊護照" in page.detail.toPlainText()
        assert "護照上線" in page.views_box.gantt.accessibleDescription()
        qtbot.keyClick(page.views_box.gantt, Qt.Key.Key_Return)
        assert _form(page).editor("name").text() == "八縣市旅遊護照與聯合行銷（示例）"
        _form(page).reject()
        page.views_box.long_box.setChecked(True)
        assert (page.views_box.gantt.axis.first, page.views_box.gantt.axis.last) == (103, 105)
    with shown(qtbot, PlanPage, sample_store, tmp_path) as again:
        assert again.views_box.tabs.currentIndex() == GANTT
        assert again.views_box.long_box.isChecked()


def test_a_click_on_a_bar_chooses_it(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.views_box.tabs.setCurrentIndex(GANTT)
        place = QPoint(400, HEAD + 2 * ROW + 10)
        qtbot.mouseClick(page.views_box.gantt.viewport(), Qt.MouseButton.LeftButton, pos=place)
        settled(qtbot, page)
        assert page.current() == page.list.shown()[2]


def test_a_cell_of_the_matrix_opens_its_items(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.views_box.tabs.setCurrentIndex(MATRIX)
        assert not page.filters.isVisible()
        assert page.views_box.legend.text().startswith("14 格")
        page.views_box.matrix.setCurrentCell(5, 3)
        qtbot.keyClick(page.views_box.matrix, Qt.Key.Key_Return)
        settled(qtbot, page)
        assert page.views_box.tabs.currentIndex() == TABLE
        assert {line.item.id for line in page.list.shown()} == {"103-transport-01", "103-transport-02"}
        page.views_box.tabs.setCurrentIndex(MATRIX)
        cell = page.views_box.matrix.item(1, 1)
        assert cell is not None
        assert cell.toolTip() == "沒有方案：願景未落實"
        view = page.views_box.matrix
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualItemRect(cell).center())
        settled(qtbot, page)
        assert page.list.shown() == []


def test_no_cell_of_the_matrix_is_better_than_its_items(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        late = next(line for line in page.list.shown() if line.light is Light.RED)
        page.views_box.tabs.setCurrentIndex(MATRIX)
        view = page.views_box.matrix
        column = [view.verticalHeaderItem(row) for row in range(view.rowCount())]
        down = next(row for row, head in enumerate(column) if head and head.text() == late.group_name)
        whole = view.columnCount() - 1
        for cell in (view.item(down, whole), view.item(view.rowCount() - 1, whole)):
            assert cell is not None
            assert "項落後" in cell.toolTip()


def test_the_page_of_an_item_leads_to_its_meeting_versions_cases_and_years(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.choose("103-leisure-01")
        settled(qtbot, page)
        text = page.detail.toPlainText()
        assert all(words in text for words in ("交通運輸", "103年度第一次副首長會議", "第 2 版", "102-休憩-01", "落後"))
        with qtbot.waitSignal(page.go) as gone:
            page.detail.anchorClicked.emit(QUrl("meetings:103-deputies-1"))
        assert gone.args == ["meetings", "103-deputies-1"]
        page.detail.anchorClicked.emit(QUrl("plan:102-leisure-01"))
        settled(qtbot, page)
        assert page.year.year == 102
        current = page.current()
        assert current is not None
        assert current.item.id == "102-leisure-01"


def test_the_tree_shows_what_other_groups_do_across(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.views_box.tabs.setCurrentIndex(TREE)
        tree = page.views_box.tree
        groups = {tree.topLevelItem(place).text(0): tree.topLevelItem(place) for place in range(9)}
        industry = groups["產業發展（2 項）"]
        parts = [industry.child(place) for place in range(industry.childCount())]
        assert [part.text(0) for part in parts] == ["短期", "中期", "跨議題（其他組主政）"]
        assert "文創園區人才" in parts[-1].child(0).text(0)
        tree.setCurrentItem(parts[0].child(0))
        settled(qtbot, page)
        current = page.current()
        assert current is not None
        assert current.item.id == "103-industry-01"
        assert "國建計畫核定案" in page.detail.toPlainText()


def test_an_empty_year_says_what_to_do_first_in_each_view(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path, year=99) as page:
        for view in (TABLE, TREE, GANTT, MATRIX):
            page.views_box.tabs.setCurrentIndex(view)
            assert not page.grab().isNull()
        assert page.views_box.tree.topLevelItemCount() == 9
        page.compare()
        box = page.findChildren(PlanVersionsBox)[-1]
        assert "還沒有保存的版本" in box.text.toPlainText()
        box.reject()


def test_an_item_that_a_resolution_serves_is_not_removed(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        line = next(line for line in page.list.shown() if line.cases)
        page.list.choose(line.item.id)
        with qtbot.waitSignal(page.refused) as refused:
            qtbot.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
        assert refused.args is not None
        assert line.item.name in str(refused.args[0])


def test_a_group_filter_leaves_its_own(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        line = page.list.shown()[-1]
        page.filters.group_box.set_value(line.item.group_id)
        page.filters.group_box.chosen.emit(line.item.group_id)
        settled(qtbot, page)
        assert {one.group_name for one in page.list.shown()} == {line.group_name}


def test_the_list_goes_out_as_a_workbook(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(path), ""))
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        with qtbot.waitSignal(page.made, timeout=10_000):
            qtbot.mouseClick(page.export_button, Qt.MouseButton.LeftButton)
        name = page.list.shown()[0].item.name
    cells = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert any(name in row for row in cells)


@pytest.mark.parametrize(
    ("text", "shares"),
    [
        ("25 50 75 100", (25, 50, 75, 100)),
        ("25%、50%", (25, 50, None, None)),
        ("－ － 60", (None, None, 60, None)),
        ("1 100", (1, 100, None, None)),
    ],
)
def test_quarters_are_read_as_they_are_typed(text: str, shares: tuple[float | None, ...]) -> None:
    assert parts.read_shares(text) == shares
    assert parts.read_shares(parts.written_shares(parts.read_shares(text))) == shares


@pytest.mark.parametrize("text", ["1 2 3 4 5", "很多", "120"])
def test_quarters_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(AppError):
        parts.read_shares(text)


def test_milestones_keep_their_records_through_the_form() -> None:
    stones = [
        Milestone(plan_item_id=ITEM.id, position=0, title="規劃", due_on=date(2014, 6, 30), done_on=date(2014, 6, 20)),
        Milestone(plan_item_id=ITEM.id, position=1, title="驗收 一"),
    ]
    assert parts.read_milestones(parts.written_milestones(stones), ITEM, stones) == stones


def test_money_keeps_its_records_and_other_years_through_the_form(sample_store: Store) -> None:
    known = sample_store.ask(reference)
    own = BudgetLine(
        plan_item_id=ITEM.id, member_id=known.members[0].id, source=Source.CENTRAL, year=103, amount=20_000_000
    )
    other = replace(own, id="other", year=104)
    assert parts.read_budget(parts.written_budget([own], known), ITEM, [own, other], known) == [other, own]


def test_quarters_of_another_year_stay() -> None:
    other = QuarterTarget(plan_item_id=ITEM.id, year=104, quarter=1, planned_percent=5)
    made = parts.with_shares(ITEM, [other], (10, None, None, None), parts.NONE)
    assert [(one.year, one.quarter, one.planned_percent) for one in made] == [(104, 1, 5), (103, 1, 10)]


def test_every_item_of_the_sample_goes_through_the_form_unchanged(sample_store: Store) -> None:
    known = sample_store.ask(reference)
    for line in sample_store.ask(lambda records: plan_lines(records, year=103)):
        stones = parts.read_milestones(parts.written_milestones(line.milestones), line.item, line.milestones)
        # The order counts, not the figure at which a file began to count it.
        assert stones == [replace(stone, position=place) for place, stone in enumerate(line.milestones)]
        own = [one for one in line.budgets if one.year == 103]
        assert parts.read_budget(parts.written_budget(own, known), line.item, own, known) == own
