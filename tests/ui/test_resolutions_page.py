"""決議列管 in the window: a line is reported on and decided, and each can be undone."""

import re
import shutil
from functools import partial

import pytest
from PySide6.QtCore import Qt, QUrl
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.cli import main
from northtaiwan_desktop.domain.progress import Verdict
from northtaiwan_desktop.domain.watch import NONE, CaseFilter, Day, Watch, answers
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.services import resolutions
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.ui.resolutions.change_forms import DueForm, ReassignForm, ServesForm
from northtaiwan_desktop.ui.resolutions.county_form import CountyForm
from northtaiwan_desktop.ui.resolutions.decision_forms import DecisionForm, ReviewForm
from northtaiwan_desktop.ui.resolutions.documents import CaseDocuments
from northtaiwan_desktop.ui.resolutions.filters import FilterRow
from northtaiwan_desktop.ui.resolutions.page import ResolutionsPage
from northtaiwan_desktop.ui.resolutions.report_form import ReportForm
from northtaiwan_desktop.ui.resolutions.rounds_box import RoundsBox
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.colours import DARK, LIGHT
from northtaiwan_desktop.ui.widgets.form_dialog import put_text, text_of
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
    assert "預定進度沒有填，以 100% 計（已過預定完成日期）" in form.notice.label.text()
    form.planned.line.insert("35%")
    form.try_save()
    settled(qtbot, page)
    report = line_of(page, line.id).latest
    assert (report.text, report.actual_percent, report.round) == ("已函請各縣市提供資料。", 30, "103Q4")
    page.workbench.undo()
    settled(qtbot, page)
    assert line_of(page, line.id).latest is None


def test_two_quick_ctrl_enters_keep_one_report(qtbot, page):
    line = unreported(page)
    page.list.choose(line.id)
    qtbot.mouseClick(page.report_button, Qt.MouseButton.LeftButton)
    form = page.findChild(ReportForm)
    form.text.insertPlainText("已函請各縣市提供資料。")
    for _press in range(2):
        qtbot.keyClick(form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    assert len(line_of(page, line.id).reports) == 1


def test_a_report_left_by_esc_is_found_again_with_its_tick(qtbot, page):
    line = unreported(page)
    form = page._report_form(line)
    form.open()
    form.text.insertPlainText("打到一半")
    qtbot.keyClick(form.asks, Qt.Key.Key_Space)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    again = page._report_form(line)
    assert again.text.toPlainText() == "打到一半"
    assert again.asks.isChecked()
    again.open()
    again.try_save()
    settled(qtbot, page)
    assert line_of(page, line.id).latest.asked is Verdict.RELEASE_ASKED
    assert not page._report_form(line).asks.isChecked()
    assert page._report_form(line_of(page, line.id)).asks.isChecked()


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize(
    ("make", "field"),
    [
        ("_decision_form", "reason"),
        ("_review_form", "text"),
        ("_due_form", "due"),
        ("_reassign_form", "office"),
    ],
)
def test_what_was_typed_is_found_again_for_the_same_lines_alone(qtbot, page, make, field, count):
    lines = page.list.shown()
    cases = list({line.number: line for line in lines}.values())
    chosen, others = cases[:count], cases[count : 2 * count]
    form = getattr(page, make)(chosen)
    form.open()
    put_text(form.editor(field), "年底前")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert text_of(getattr(page, make)(chosen[::-1]).editor(field)) == "年底前"
    for lines in (others, [*chosen, *others]):
        assert text_of(getattr(page, make)(lines).editor(field)) != "年底前"


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
    assert "已選 2 列，可一次變更" in page.detail.toPlainText()
    qtbot.mouseClick(page.decide_button, Qt.MouseButton.LeftButton)
    form = page.findChild(DecisionForm)
    settled(qtbot, page)
    assert not form.direct.isVisible()
    form.verdict.set_value(Verdict.RELEASED)
    form.reason.insertPlainText("已完成")
    settled(qtbot, page)
    form.direct.insertPlainText("首長裁示")
    form.try_save()
    settled(qtbot, page)
    assert len(page.list.shown()) == before - 2
    page.workbench.undo()
    settled(qtbot, page)
    assert len(page.list.shown()) == before


def test_a_release_without_its_steps_asks_why_and_keeps_the_answer_in_sight(qtbot, page):
    line = unreported(page)
    page.list.choose(line.id)
    qtbot.mouseClick(page.decide_button, Qt.MouseButton.LeftButton)
    form = page.findChild(DecisionForm)
    form.verdict.set_value(Verdict.RELEASED)
    form.reason.insertPlainText("已完成")
    settled(qtbot, page)
    assert form.direct.isVisible()
    assert form.preview.table.item(0, 3).text() == "解除列管（未提請、未建議、未記會議）"
    assert "還沒有提請" in form.direct.accessibleDescription()
    form.try_save()
    settled(qtbot, page)
    assert form.isVisible()
    assert "請填寫「逕行解除的理由」" in form.direct.accessibleDescription()
    form.direct.insertPlainText("首長裁示本案改由中央辦理")
    form.try_save()
    settled(qtbot, page)
    page.show_record(line.id)
    settled(qtbot, page)
    said = page.detail.toPlainText()
    assert "逕行解除的理由：首長裁示本案改由中央辦理" in said
    assert "（逕行解除：首長裁示本案改由中央辦理）" in said.partition("異動紀錄")[2]


def test_another_closing_than_a_release_asks_for_its_meeting_alone(qtbot, page):
    line = unreported(page)
    page.list.choose(line.id)
    qtbot.mouseClick(page.decide_button, Qt.MouseButton.LeftButton)
    form = page.findChild(DecisionForm)
    for verdict, asked in ((Verdict.RELEASED, True), (Verdict.CONTINUE, False), (Verdict.SELF, True)):
        form.verdict.set_value(verdict)
        settled(qtbot, page)
        assert form.direct.isVisible() is asked
    assert form.preview.table.item(0, 3).text() == "自行列管（未記會議）"
    assert form.direct.accessibleName() == "逕行決定的理由"
    form.reason.insertPlainText("由縣市自行追蹤")
    form.try_save()
    settled(qtbot, page)
    assert "請填寫「逕行決定的理由」" in form.direct.accessibleDescription()
    form.meeting.setCurrentIndex(1)
    settled(qtbot, page)
    assert not form.direct.isVisible()
    form.meeting.setCurrentIndex(0)
    settled(qtbot, page)
    form.direct.insertPlainText("書面徵詢各縣市同意")
    form.try_save()
    settled(qtbot, page)
    page.show_record(line.id)
    settled(qtbot, page)
    assert line_of(page, line.id).latest_review.decided is Verdict.SELF
    assert "逕行決定的理由：書面徵詢各縣市同意" in page.detail.toPlainText()


def test_a_case_merged_in_part_names_who_goes_on_where(qtbot, page):
    lines = {}
    for line in page.list.shown():
        lines.setdefault(line.number, []).append(line)
    number, own = next((number, own) for number, own in lines.items() if len(own) > 1)
    into = next(other for other in lines if other != number)
    page.list.choose(own[0].id)
    qtbot.mouseClick(page.decide_button, Qt.MouseButton.LeftButton)
    form = page.findChild(DecisionForm)
    form.verdict.set_value(Verdict.MERGED)
    form.into.setText(into)
    form.reason.insertPlainText("同一件事")
    settled(qtbot, page)
    form.direct.insertPlainText("示例")
    form.try_save()
    settled(qtbot, page)
    page.show_record(own[1].id)
    settled(qtbot, page)
    said = page.detail.toPlainText()
    assert "列管中、部分併案" in said
    assert f"只有{own[0].doer_name}，其餘仍在本案" in said
    assert f"併案列管（併入{into}）" in said
    page.show_record(lines[into][0].id)
    settled(qtbot, page)
    assert "、部分併案" in page.detail.toPlainText()


def day_of(page):
    return Day(today=page.workbench.today(), round=page.round, soon_days=14)


@pytest.mark.parametrize("watch", list(Watch), ids=lambda watch: watch.value)
def test_each_question_shows_the_lines_that_answer_to_it(qtbot, page, sample_store, watch):
    lines = sample_store.ask(partial(tracked_lines, today=page.workbench.today(), year=103, with_followed=True))
    page.filters.watch_box.set_value(watch)
    page.filters.watch_box.chosen.emit(watch)
    settled(qtbot, page)
    expected = {line.id for line in lines if answers(line, watch, day_of(page))}
    assert {line.id for line in page.list.shown()} == expected
    assert page.filters.count.text().endswith(f"{len(expected)}／{len(lines)} 列")


def test_the_questions_part_the_register_without_gap_or_overlap(qtbot, page):
    def shown_by(watch):
        page.filters.choose(CaseFilter(watch=watch))
        settled(qtbot, page)
        return {line.id for line in page.list.shown()}

    still, done = shown_by(Watch.OPEN), shown_by(Watch.CLOSED)
    page.filters.choose(CaseFilter())
    settled(qtbot, page)
    assert still | done == {line.id for line in page.list.shown()}
    assert not still & done
    assert shown_by(Watch.RED) | shown_by(Watch.YELLOW) | shown_by(Watch.GREEN) == still
    assert shown_by(Watch.LATE) <= still


def test_filters_and_search_narrow_together_and_are_cleared(qtbot, page):
    line = page.list.shown()[0]
    member = line.assignment.member_id
    page.filters.choose(CaseFilter(member_id=member))
    settled(qtbot, page)
    assert {one.assignment.member_id for one in page.list.shown()} == {member}
    page.search.setText(line.number)
    qtbot.waitUntil(lambda: {one.number for one in page.list.shown()} == {line.number}, timeout=3_000)
    assert page.filters.clear_button.isVisible()
    page.search.clear()
    qtbot.mouseClick(page.filters.clear_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len({one.assignment.member_id for one in page.list.shown()}) > 1, timeout=3_000)
    assert not page.filters.clear_button.isVisible()


def test_what_was_looked_for_is_found_again_at_the_next_start(qtbot, page):
    page.filters.choose(CaseFilter(watch=Watch.LATE, group_id="transport"))
    again = FilterRow(Settings(page.settings.path))
    qtbot.addWidget(again)
    assert again.wanted == CaseFilter(watch=Watch.LATE, group_id="transport")


def test_the_rounds_balance_is_said_and_adds_up(page):
    numbers = [int(one) for one in re.findall(r"\d+", page.balance.text().partition("：")[2])]
    before, added, released, remaining = numbers
    assert before + added - released == remaining > 0


def test_a_case_shows_its_whole_life_with_links(qtbot, page):
    line = next(line for line in page.list.shown() if line.reports and line.plan_item)
    page.list.choose(line.id)
    settled(qtbot, page)
    said = page.detail.toPlainText()
    for words in (line.number, line.resolution.text, line.doer_name, line.latest.text, line.meeting.title):
        assert words in said
    with qtbot.waitSignal(page.go) as gone:
        page.detail.anchorClicked.emit(QUrl(f"meetings:{line.meeting.id}"))
    assert gone.args == ["meetings", line.meeting.id]
    assert f'href="plan:{line.plan_item.id}"' in page.detail.toHtml()


def test_a_merged_case_and_the_one_it_goes_on_in_point_at_each_other(qtbot, page, sample_store):
    one, other = page.list.shown()[0], page.list.shown()[-1]
    assert one.number != other.number
    merged = partial(
        resolutions.decide,
        assignment_ids=[line.id for line in page.list.shown() if line.number == one.number],
        verdict=Verdict.MERGED,
        reason="同一件事",
        today=page.workbench.today(),
        into=other.number,
        direct_reason="示例",
    )
    sample_store.do("併案", merged)
    page.show_record(one.resolution.id)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: one.number in page.detail.toPlainText())
    assert other.number in page.detail.toPlainText()
    page.detail.anchorClicked.emit(QUrl(f"resolutions:{other.resolution.id}"))
    settled(qtbot, page)
    qtbot.waitUntil(lambda: page.detail.toPlainText().startswith(other.number))
    assert one.number in page.detail.toPlainText()


def test_a_case_names_the_later_meetings_that_carried_it(qtbot, page):
    line = next(line for line in page.list.shown() if "副首長-1-" in line.number)
    page.list.choose(line.id)
    settled(qtbot, page)
    assert "後續會議" in page.detail.toPlainText()
    assert "103年度第二次副首長會議補行議程會議（103年9月11日）" in page.detail.toPlainText()


def test_what_is_looked_for_is_kept_under_a_name(qtbot, page):
    page.filters.choose(CaseFilter(watch=Watch.LATE, group_id="transport"), all_years=True)
    page.filters.keep_view("交通逾期")
    page.filters.choose(CaseFilter(), all_years=False)
    page.filters.views.aboutToShow.emit()
    next(action for action in page.filters.views.actions() if action.text() == "交通逾期").trigger()
    assert page.filters.wanted == CaseFilter(watch=Watch.LATE, group_id="transport")
    assert page.filters.is_of_all_years
    page.filters.forget_view("交通逾期")
    assert Settings(page.settings.path).choices.views == {}


def test_the_due_days_of_several_lines_are_changed_after_a_preview(qtbot, page):
    page.list.selectAll()
    chosen = page.list.chosen()
    page.change_button.menu().actions()[0].trigger()
    form = page.findChild(DueForm)
    form.due.line.setText("104年6月30日")
    cells = {form.preview.table.item(row, 3).text() for row in range(form.preview.table.rowCount())}
    assert cells == {"104年6月30日"}
    form.try_save()
    settled(qtbot, page)
    assert {line.due_words for line in page.list.shown()} == {"104年6月30日"}
    page.workbench.undo()
    settled(qtbot, page)
    assert {line.due_words for line in page.list.shown()} == {line.due_words for line in chosen}


def test_each_round_of_the_year_begins_where_the_one_before_ended(qtbot, page):
    qtbot.mouseClick(page.rounds_button, Qt.MouseButton.LeftButton)
    box = page.findChild(RoundsBox)
    settled(qtbot, page)
    rows = [row.balance for row in box.list.shown()]
    assert len(rows) == 4
    assert all(row.holds for row in rows)
    assert [row.before for row in rows[1:]] == [row.remaining for row in rows[:-1]]


def test_the_other_columns_can_be_shown_and_the_doer_is_not_called_the_leader(page):
    names = [column.name for column in page.list.rows_model.columns]
    header = page.list.horizontalHeader()
    hidden = {name for place, name in enumerate(names) if header.isSectionHidden(place)}
    assert {"report", "delay_reason", "remedy", "review", "meeting"} <= hidden
    titles = {column.name: column.title for column in page.list.rows_model.columns}
    assert titles["lead"] == "主（協）辦單位"
    assert "share" not in hidden


def test_files_are_kept_with_a_case_and_named_on_its_page(qtbot, page, tmp_path):
    proof = tmp_path / "佐證.txt"
    proof.write_text("示例", "utf-8")
    line = page.list.shown()[0]
    page.list.choose(line.id)
    page.change_button.menu().actions()[-1].trigger()
    box = page.findChild(CaseDocuments)
    box.files.take_in([proof, tmp_path / "不見了.txt"])
    settled(qtbot, page)
    qtbot.waitUntil(lambda: [one.name for one in box.files.list.shown()] == ["佐證.txt"])
    assert "不見了.txt" in box.notice.text
    box.reject()
    page.list.choose(line.id)
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "佐證.txt" in page.detail.toPlainText())
    page.workbench.undo()
    settled(qtbot, page)
    qtbot.waitUntil(lambda: "佐證.txt" not in page.detail.toHtml().split("異動紀錄")[0])


def test_lines_are_handed_to_another_doer(qtbot, page):
    line = page.list.shown()[0]
    page.list.choose(line.id)
    page.change_button.menu().actions()[1].trigger()
    form = page.findChild(ReassignForm)
    form.member.set_value("65000")
    form.office.setText("示例局")
    form.try_save()
    settled(qtbot, page)
    assert line_of(page, line.id).doer_name in {"新北市政府示例局", "臺北縣政府示例局"}


def test_the_history_names_what_was_done_and_by_whom(qtbot, page, sample_store):
    line = unreported(page)
    sample_store.do(
        "填報測試",
        partial(
            resolutions.report,
            assignment_id=line.id,
            round=page.round,
            today=page.workbench.today(),
            text="已辦理",
        ),
        by="王小明",
    )
    page.renew()
    settled(qtbot, page)
    page.list.choose(line.id)
    settled(qtbot, page)
    assert re.search(r"填報測試\s王小明", page.detail.toPlainText())


def test_the_secretarys_word_is_offered_as_the_meetings_decision_and_undone(qtbot, page):
    line = page.list.shown()[0]
    page.list.choose(line.id)
    qtbot.mouseClick(page.review_button, Qt.MouseButton.LeftButton)
    form = page.findChild(ReviewForm)
    form.recommended.set_value(Verdict.SELF)
    form.text.insertPlainText("已納入例行業務。")
    form.try_save()
    settled(qtbot, page)
    page.list.choose(line.id)
    qtbot.mouseClick(page.decide_button, Qt.MouseButton.LeftButton)
    decision = page.findChild(DecisionForm)
    assert decision.verdict.value() is Verdict.SELF
    decision.meeting.setCurrentIndex(1)
    decision.reason.insertPlainText("例行辦理")
    meeting = decision.meeting.text()
    decision.try_save()
    settled(qtbot, page)
    assert line.id not in {one.id for one in page.list.shown()}
    page.filters.choose(CaseFilter(watch=Watch.CLOSED))
    settled(qtbot, page)
    page.list.choose(line.id)
    settled(qtbot, page)
    assert meeting in page.detail.toPlainText()
    page.workbench.undo()
    settled(qtbot, page)
    assert line.id not in {one.id for one in page.list.shown()}


def test_a_case_is_linked_to_the_plan_and_back(qtbot, page):
    line = page.list.shown()[0]
    page.list.choose(line.id)
    page.change_button.menu().actions()[2].trigger()
    form = page.findChild(ServesForm)
    other = next(n for n in range(form.item.count()) if form.item.itemText(n) != form.item.text())
    form.item.setCurrentIndex(other)
    wanted = form.item.value()
    form.try_save()
    settled(qtbot, page)
    assert line_of(page, line.id).resolution.plan_item_id == wanted
    page.workbench.undo()
    settled(qtbot, page)
    assert line_of(page, line.id).resolution.plan_item_id == line.resolution.plan_item_id


def test_a_hidden_line_is_shown_when_another_page_points_at_it(qtbot, page):
    line = page.list.shown()[0]
    page.filters.choose(CaseFilter(watch=Watch.CLOSED))
    settled(qtbot, page)
    page.show_record(line.resolution.id)
    settled(qtbot, page)
    assert page.list.current().resolution.id == line.resolution.id


def test_a_case_that_is_open_follows_the_look(qtbot, qapp, page):
    theme = Theme(qapp, "light")
    page.list.choose(next(line.id for line in page.list.shown() if line.plan_item))
    settled(qtbot, page)
    for look, colours in (("dark", DARK), ("light", LIGHT)):
        theme.choose(look)
        assert colours.accent in page.detail.toHtml()


def test_each_button_that_rests_says_what_it_needs(page):
    page.list.clearSelection()
    for button in (page.report_button, page.review_button, page.decide_button, page.change_button):
        assert not button.isEnabled()
        assert button.toolTip().startswith("選一列")


def test_a_countys_form_is_written(qtbot, page, tmp_path, monkeypatch):
    target = tmp_path / "form.xlsx"
    monkeypatch.setattr("northtaiwan_desktop.ui.widgets.page.save_place", lambda *_asked: target)
    member = page.list.shown()[0].assignment.member_id
    page.filters.choose(CaseFilter(watch=Watch.OPEN, member_id=member))
    settled(qtbot, page)
    page.export_button.menu().actions()[1].trigger()
    form = page.findChild(CountyForm)
    assert form.member.value() == member
    form.round.setFocus()
    qtbot.keyClick(form.round, Qt.Key.Key_Down)
    assert form.round.text() == "103年第3季"
    with qtbot.waitSignal(page.made, timeout=20_000):
        qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert any("103年第3季" in str(cell) for row in rows for cell in row)


def test_a_form_can_be_asked_for_while_bodies_outside_are_looked_for(qtbot, page):
    page.filters.choose(CaseFilter(member_id=NONE))
    settled(qtbot, page)
    page.export_button.menu().actions()[1].trigger()
    form = page.findChild(CountyForm)
    assert form.member.text() == "宜蘭縣"
    assert "由秘書填報" in form.member.accessibleDescription()


def test_a_form_of_a_round_gone_by_is_that_of_the_command_line(qtbot, page, tmp_path, monkeypatch, sample_register):
    target, other = tmp_path / "form.xlsx", tmp_path / "other.xlsx"
    asked = []
    monkeypatch.setattr(
        "northtaiwan_desktop.ui.widgets.page.save_place", lambda _page, name, *_more: asked.append(name) or target
    )
    page.filters.choose(CaseFilter(member_id="65000"))
    settled(qtbot, page)
    page.export_button.menu().actions()[1].trigger()
    form = page.findChild(CountyForm)
    assert (form.member.text(), form.round.text()) == ("新北市", "103年第4季（本期）")
    form.round.set_text("103年第3季")
    with qtbot.waitSignal(page.made, timeout=20_000):
        qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert asked == ["新北市103年第3季填報表"]
    own = shutil.copy(sample_register, tmp_path / "own.db")
    day = roc_date.written(page.workbench.today())
    words = ("export", "form", "--county", "新北市", "--year", "103", "--quarter", "3", "-o", str(other))
    assert main(["--store", str(own), "--today", day, *words]) == 0
    assert cells_of(target) == cells_of(other)
    assert any("填報期別：103年第3季" in cell for cell in cells_of(target))


def cells_of(path):
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return [str(cell) for row in rows for cell in row]
