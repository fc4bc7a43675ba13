"""提案與經費: proposals are written, ranked, reviewed, decided and shared; the members pay; totals stand apart."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDrag, QDragMoveEvent, QDropEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.proposal import Proposal, Result, ReviewVerdict
from northtaiwan_desktop.services import contributions, fiscal, proposals
from northtaiwan_desktop.storage.contributions import contribution_lines
from northtaiwan_desktop.storage.proposals import proposal_file, total_lines
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.proposals.contribution_forms import ContributionForm, LayOutForm, PayForm
from northtaiwan_desktop.ui.proposals.forms import DecideForm, MergeForm, ProposalForm, PutForm, ReviewForm
from northtaiwan_desktop.ui.proposals.ordered_list import MIME
from northtaiwan_desktop.ui.proposals.page import ProposalsPage
from northtaiwan_desktop.ui.proposals.shares_form import SharesForm
from northtaiwan_desktop.ui.proposals.tiers_form import TiersForm
from northtaiwan_desktop.ui.proposals.totals_tab import TotalForm
from northtaiwan_desktop.ui.theme import Theme
from northtaiwan_desktop.ui.widgets.choice_box import ChoiceBox
from northtaiwan_desktop.ui.widgets.colours import DARK, LIGHT
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, put_text
from tests.ui.bench_of_pages import TODAY, settled, shown

LEFT = Qt.MouseButton.LeftButton
BOTH = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
IDS = ["a", "b", "c", "d"]
RETURN = ReviewVerdict.RETURN
F = TypeVar("F", bound=QWidget)


@pytest.fixture
def page(qtbot: QtBot, store: Store, tmp_path: Path) -> Iterator[ProposalsPage]:
    """Four proposals of 103, ranked as they are named."""

    def action(work: Any) -> None:
        for place, id in enumerate(IDS, 1):
            one = Proposal(id=id, year=103, name=f"示例{id}", priority=place, requested=1_000_000)
            proposals.save_proposal(work, one)

    store.do("示例", action)
    with shown(qtbot, ProposalsPage, store, tmp_path) as page:
        yield page


def order(page: ProposalsPage) -> list[str]:
    return [line.proposal.id for line in page.proposals.list.shown()]


def choose(qtbot: QtBot, page: ProposalsPage, id: str) -> None:
    page.proposals.list.choose(id)
    settled(qtbot, page)


def opened(qtbot: QtBot, page: ProposalsPage, kind: type[F]) -> F:
    """The form of this kind that has just been opened."""
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page.window().findChildren(kind)))
    return next(one for one in page.window().findChildren(kind) if one.isVisible())


def fill(form: FormDialog, **texts: str) -> None:
    for name, text in texts.items():
        put_text(form.editor(name), text)


def save(qtbot: QtBot, page: ProposalsPage, form: FormDialog) -> None:
    qtbot.mouseClick(form.save_button, LEFT)
    settled(qtbot, page)


def test_a_proposal_is_written_by_keys_alone(qtbot: QtBot, page: ProposalsPage) -> None:
    qtbot.keyClick(page, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = opened(qtbot, page, ProposalForm)
    assert form.focusWidget() is form.editor("name")
    qtbot.keyClicks(form.editor("name"), "Coast")
    fill(form, proposer_id="新竹縣", partner_ids="新竹縣\n桃園市", requested="250萬元")
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, page)
    line = page.proposals.list.shown()[-1]
    assert (line.proposal.name, line.proposer_name, line.partner_names) == ("Coast", "新竹縣", ("桃園市",))
    assert line.proposal.requested == 2_500_000


def test_a_name_that_the_year_has_already_is_asked_about(qtbot: QtBot, page: ProposalsPage) -> None:
    name = page.proposals.list.shown()[0].proposal.name
    qtbot.mouseClick(page.proposals.add_button, LEFT)
    form = opened(qtbot, page, ProposalForm)
    fill(form, name=name)
    save(qtbot, page, form)
    assert f"已有「{name}」" in form.notice.label.text()
    assert len(page.proposals.list.shown()) == len(IDS)
    button = next(one for one in form.notice.findChildren(QPushButton) if "仍以同名儲存" in one.text())
    qtbot.mouseClick(button, LEFT)
    settled(qtbot, page)
    assert [line.proposal.name for line in page.proposals.list.shown()].count(name) == 2


def test_the_order_is_changed_by_keys_and_undone_as_one(qtbot: QtBot, page: ProposalsPage) -> None:
    choose(qtbot, page, "c")
    for _step in range(2):
        qtbot.keyClick(page.proposals.list, Qt.Key.Key_Up, BOTH)
        settled(qtbot, page)
    assert order(page) == ["c", "a", "b", "d"]
    assert page.proposals.list.current().proposal.id == "c"
    qtbot.keyClick(page.proposals.list, Qt.Key.Key_Down, BOTH)
    settled(qtbot, page)
    assert order(page) == ["a", "c", "b", "d"]
    page.workbench.undo()
    page.workbench.undo()
    qtbot.waitUntil(lambda: order(page) == ["a", "c", "b", "d"])
    page.workbench.undo()
    qtbot.waitUntil(lambda: order(page) == IDS)


def drop(page: ProposalsPage, ids: list[str], on: str, *, lower: bool) -> None:
    """Let the rows go over another row, in its upper or lower half."""
    listed = page.proposals.list
    listed.clearSelection()
    listed._choose_where(set(ids), ids[0])
    data = listed.dragged()
    row = order(page).index(on)
    rect = listed.visualRect(listed.model().index(row, 0))
    place = QPoint(rect.center().x(), rect.bottom() - 2 if lower else rect.top() + 2)
    move, none = Qt.DropAction.MoveAction, Qt.KeyboardModifier.NoModifier
    over = QDragMoveEvent(place, move, data, LEFT, none)
    listed.dragMoveEvent(over)
    assert over.isAccepted()
    listed.dropEvent(QDropEvent(QPointF(place), move, data, LEFT, none))


@pytest.mark.parametrize(
    ("ids", "on", "lower", "wanted"),
    [
        (["d"], "a", False, ["d", "a", "b", "c"]),
        (["a"], "c", True, ["b", "c", "a", "d"]),
        (["a", "b"], "d", True, ["c", "d", "a", "b"]),
        (["a"], "a", True, IDS),
    ],
)
def test_rows_are_dragged(
    qtbot: QtBot, page: ProposalsPage, ids: list[str], on: str, lower: bool, wanted: list[str]
) -> None:
    drop(page, ids, on, lower=lower)
    settled(qtbot, page)
    assert order(page) == wanted


def test_a_press_and_a_pull_begin_to_drag(qtbot: QtBot, page: ProposalsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[str] = []
    monkeypatch.setattr(QDrag, "exec", lambda drag, _action: begun.append(bytes(drag.mimeData().data(MIME)).decode()))
    listed = page.proposals.list
    place = listed.visualRect(listed.model().index(2, 1)).center()
    qtbot.mousePress(listed.viewport(), LEFT, pos=place)
    for far in (1, 40):
        at = QPointF(place + QPoint(0, far))
        none = Qt.KeyboardModifier.NoModifier
        listed.mouseMoveEvent(QMouseEvent(QMouseEvent.Type.MouseMove, at, at, LEFT, LEFT, none))
        assert begun == ([] if far == 1 else ["c"])
    qtbot.mouseRelease(listed.viewport(), LEFT, pos=place)


def test_a_list_sorted_by_a_column_says_why_nothing_moves(qtbot: QtBot, page: ProposalsPage) -> None:
    page.proposals.list.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    choose(qtbot, page, "c")
    with qtbot.waitSignal(page.told) as told:
        qtbot.keyClick(page.proposals.list, Qt.Key.Key_Up, BOTH)
    assert "恢復原本的順序" in told.args[0]
    page.proposals.list._unsort()
    assert order(page) == IDS


def test_a_review_merges_a_proposal_into_another_one(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    choose(qtbot, page, "a")
    qtbot.mouseClick(page.proposals.review_button, LEFT)
    form = opened(qtbot, page, ReviewForm)
    assert not form.into.isEnabled()
    form.verdict.set_value(ReviewVerdict.MERGE)
    form.verdict.chosen.emit(ReviewVerdict.MERGE)
    assert form.into.isEnabled()
    save(qtbot, page, form)
    assert "要併入的提案" in form.notice.label.text()
    fill(form, into_id="示例b", comment="同性質")
    save(qtbot, page, form)
    assert order(page) == ["b", "c", "d", "a"]
    assert page.proposals.list.current().proposal.result is Result.MERGED
    text = page.proposals.detail.toPlainText()
    assert "併入" in text
    assert "整併 → 示例b" in text
    page.proposals.detail.anchorClicked.emit(QUrl("proposal:b"))
    settled(qtbot, page)
    assert page.proposals.list.current().proposal.id == "b"
    assert "併入本案" in page.proposals.detail.toPlainText()


def test_a_merge_asks_which_one_and_offers_none_that_is_out(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    store.do("退回", partial(proposals.review, proposal_id="c", verdict=RETURN, on=TODAY, comment="重複"))
    store.do("報送", partial(proposals.submit, proposal_ids=["d"]))
    store.do("不予核定", partial(proposals.decide, proposal_id="d", result=Result.REJECTED))
    page.renew()
    settled(qtbot, page)
    choose(qtbot, page, "a")
    page.proposals.merge()
    form = opened(qtbot, page, MergeForm)
    box = form.editor("into_id")
    assert isinstance(box, ChoiceBox)
    assert [box.itemText(place) for place in range(box.count())] == ["（請選擇）", "示例b"]
    assert box.value() is None
    save(qtbot, page, form)
    assert form.isVisible()
    assert any("請填寫「併入」" in label.text() for label in form.findChildren(QLabel))
    fill(form, into_id="示例b")
    save(qtbot, page, form)
    assert store.ask(lambda records: records.get(Proposal, "a")).merged_into_id == "b"


def test_a_merge_in_a_ring_is_told_and_the_form_stays(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    choose(qtbot, page, "b")
    page.proposals.merge()
    form = opened(qtbot, page, MergeForm)
    store.do("別人", partial(proposals.merge, proposal_id="a", into_id="b"))
    fill(form, into_id="示例a")
    save(qtbot, page, form)
    assert "整併會繞成一圈" in form.notice.label.text()
    assert form.isVisible()
    form.reject()


def test_what_central_government_decides_and_its_warning(qtbot: QtBot, page: ProposalsPage) -> None:
    choose(qtbot, page, "a")
    qtbot.mouseClick(page.proposals.decide_button, LEFT)
    form = opened(qtbot, page, DecideForm)
    fill(form, approved="120萬元", on="103/6/10")
    save(qtbot, page, form)
    line = page.proposals.list.current()
    assert (line.proposal.result, line.proposal.approved) == (Result.APPROVED, 1_200_000)
    assert line.proposal.decided_on == date(2014, 6, 10)
    assert "高於申請金額" in page.proposals.detail.toPlainText()
    assert not page.proposals.review_button.isEnabled()


def test_several_are_sent_and_one_is_proposed_again_and_deleted(qtbot: QtBot, page: ProposalsPage) -> None:
    page.proposals.list.selectAll()
    page.proposals.submit_action.trigger()
    settled(qtbot, page)
    assert {line.proposal.result for line in page.proposals.list.shown()} == {Result.SUBMITTED}
    choose(qtbot, page, "d")
    page.proposals.reopen_action.trigger()
    settled(qtbot, page)
    assert page.proposals.list.current().proposal.result is Result.PROPOSED
    page.proposals.remove_action.trigger()
    settled(qtbot, page)
    assert order(page) == ["a", "b", "c"]
    page.workbench.undo()
    qtbot.waitUntil(lambda: order(page) == IDS)


def test_the_later_of_two_people_chooses(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    choose(qtbot, page, "a")
    qtbot.keyClick(page, Qt.Key.Key_F2)
    form = opened(qtbot, page, ProposalForm)
    seen = store.ask(lambda records: records.get(Proposal, "a"))
    store.do("別人", partial(proposals.decide, proposal_id="a", result=Result.APPROVED, approved=5, on=TODAY))
    fill(form, note="我的備註")
    save(qtbot, page, form)
    assert "已有別的修改" in form.notice.label.text()
    button = next(one for one in form.notice.findChildren(QPushButton) if "仍以我的內容儲存" in one.text())
    qtbot.mouseClick(button, LEFT)
    settled(qtbot, page)
    now = store.ask(lambda records: records.get(Proposal, "a"))
    assert (now.note, now.result, now.approved) == ("我的備註", Result.APPROVED, 5)
    assert seen.result is Result.PROPOSED


def tiers(store: Store) -> None:
    store.do("級次", partial(fiscal.set_tier, year=103, member_id="68000", tier=2, source="測試"))
    store.do("比率", partial(fiscal.set_rate, year=103, tier=2, percent=30.0, source="測試"))


def test_the_cost_is_shared_by_hand_and_by_tier(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    now = store.ask(lambda records: records.get(Proposal, "a"))
    store.do("縣市", lambda work: work.save(Proposal(**(vars(now) | {"proposer_id": "68000"}))))
    page.renew()
    settled(qtbot, page)
    choose(qtbot, page, "a")
    qtbot.mouseClick(page.proposals.share_button, LEFT)
    form = opened(qtbot, page, SharesForm)
    qtbot.mouseClick(form.tier_button, LEFT)
    settled(qtbot, page)
    assert "財力級次或配合款比率" in form.notice.label.text()
    tiers(store)
    qtbot.mouseClick(form.tier_button, LEFT)
    settled(qtbot, page)
    assert form.table.text() == "桃園市\t700,000\t300,000\t\t\t已納預算"
    assert form.sum.text() == "合計 1,000,000元　申請金額 1,000,000元"
    form.table.set_text("桃園市\t70萬元\t尚未核定\t\t\t墊付（議會尚未同意）")
    save(qtbot, page, form)
    assert form.isVisible()
    form.table.set_text("桃園市\t70萬元\t20萬元\t\t\t墊付（議會尚未同意）")
    form.table.changed.emit()
    assert "相差 100,000元" in form.sum.text()
    save(qtbot, page, form)
    assert form.isVisible()
    assert "相差 100,000元，沒有儲存" in form.notice.label.text()
    assert store.ask(partial(proposal_file, id="a")).line.shares == ()
    # The key that saves asks again: only the button that says so keeps sums that do not agree.
    save(qtbot, page, form)
    assert form.isVisible()
    assert form.notice.action_button.text() == "金額不符仍要儲存"
    qtbot.mouseClick(form.notice.action_button, LEFT)
    settled(qtbot, page)
    file = store.ask(partial(proposal_file, id="a"))
    assert [share.amount for share in file.line.shares] == [700_000, 200_000]
    assert file.line.proposal.needs_advance
    text = page.proposals.detail.toPlainText()
    assert "相差 100,000元" in text
    assert "第2級 30%" in text


def test_shares_that_were_typed_are_found_again(qtbot: QtBot, page: ProposalsPage) -> None:
    choose(qtbot, page, "a")
    qtbot.mouseClick(page.proposals.share_button, LEFT)
    form = opened(qtbot, page, SharesForm)
    form.table.set_text("桃園市\t5\t\t\t\t已納預算")
    form.table.changed.emit()
    form.reject()
    settled(qtbot, page)
    qtbot.mouseClick(page.proposals.share_button, LEFT)
    again = opened(qtbot, page, SharesForm)
    assert [(row.member_id, row.central) for row in again.table.value()] == [("68000", "5")]
    again.reject()


def test_the_years_tiers_are_filled_in_and_taken_over(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    tiers(store)
    page.year.choose(104)
    settled(qtbot, page)
    page.proposals.tiers_action.trigger()
    settled(qtbot, page)
    form = opened(qtbot, page, TiersForm)
    assert all(row.tier is None for row in form.tiers.value())
    qtbot.mouseClick(form.last_year_button, LEFT)
    settled(qtbot, page)
    save(qtbot, page, form)
    made = store.ask(partial(proposals.fiscal, year=104))
    assert [(one.member_id, one.tier, one.source) for one in made[0]] == [("68000", 2, "測試")]
    assert [(one.tier, one.percent) for one in made[1]] == [(2, 30.0)]


def test_a_proposal_comes_before_a_meeting_and_leads_to_it(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ProposalsPage, sample_store, tmp_path) as page:
        choose(qtbot, page, "103-plant-factory")
        page.proposals.put_action.trigger()
        form = opened(qtbot, page, PutForm)
        fill(form, meeting_id=form.editor("meeting_id").itemText(0))  # type: ignore[union-attr]
        save(qtbot, page, form)
        page.renew()
        settled(qtbot, page)
        assert "提會" in page.proposals.detail.toPlainText()
        link = page.proposals.detail.toHtml().partition('href="meetings:')[2].partition('"')[0]
        with qtbot.waitSignal(page.go) as gone:
            page.proposals.detail.anchorClicked.emit(QUrl(f"meetings:{link}"))
        assert gone.args == ["meetings", link]
        page.show_record("103-example-merged")
        settled(qtbot, page)
        assert page.proposals.list.current().proposal.id == "103-example-merged"


def test_another_page_turns_to_a_proposal_of_another_year(qtbot: QtBot, page: ProposalsPage) -> None:
    page.year.choose(110)
    settled(qtbot, page)
    assert order(page) == []
    page.show_record("c")
    qtbot.waitUntil(lambda: page.proposals.list.current() is not None)
    assert (page.year.year, page.proposals.list.current().proposal.id) == (103, "c")


def test_the_list_goes_out_as_it_stands(
    qtbot: QtBot, page: ProposalsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_given: (str(path), ""))
    page.proposals.list.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    page.proposals.list.look_for("示例")
    with qtbot.waitSignal(page.made):
        qtbot.mouseClick(page.export_button, LEFT)
    cells = [cell for row in load_workbook(path)["提案"].iter_rows(values_only=True) for cell in row]
    assert [cell for cell in cells if str(cell).startswith("示例")] == [f"示例{id}" for id in reversed(IDS)]


def test_totals_stand_apart_and_a_told_one_needs_its_source(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    page.tabs.setCurrentWidget(page.totals)
    lines = {(line.years, line.basis.word): line for line in page.totals.list.shown()}
    assert lines["100", "彙總數"].granted == 32_700_000
    assert lines["103", "逐案"].proposed == 4
    assert lines["103", "彙總數"].discussed == 18
    qtbot.mouseClick(page.totals.add_button, LEFT)
    form = opened(qtbot, page, TotalForm)
    fill(form, since_year="104", until_year="104", passed="2", granted="500萬元")
    save(qtbot, page, form)
    assert form.isVisible()
    fill(form, source="測試")
    save(qtbot, page, form)
    assert [line.total.passed for line in store.ask(total_lines) if line.total and line.years == "104"] == [2]
    page.totals.list.choose(page.totals.list._key(page.totals.list.shown()[-1]))
    qtbot.mouseClick(page.totals.remove_button, LEFT)
    settled(qtbot, page)
    assert "104" not in [line.years for line in page.totals.list.shown()]


def test_counted_totals_cannot_be_edited(qtbot: QtBot, page: ProposalsPage) -> None:
    page.tabs.setCurrentWidget(page.totals)
    page.totals.list.choose("counted 103")
    assert not page.totals.edit_button.isEnabled()
    assert not page.totals.remove_button.isEnabled()


def test_contributions_are_laid_out_paid_in_part_and_in_full(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    page.tabs.setCurrentWidget(page.contributions)
    tab = page.contributions
    qtbot.mouseClick(tab.lay_out_button, LEFT)
    form = opened(qtbot, page, LayOutForm)
    fill(form, due_on="103/4/30")
    save(qtbot, page, form)
    assert tab.list.shown()[0].member_name == "新竹縣"
    assert "應繳 480萬元" in tab.sums.text()
    assert "逾期" in tab.sums.text()
    line = tab.list.shown()[1]
    tab.list.choose(line.contribution.id)
    qtbot.mouseClick(tab.pay_button, LEFT)
    pay = opened(qtbot, page, PayForm)
    fill(pay, sum="50萬元")
    save(qtbot, page, pay)
    assert "超過尚未繳納的 400,000元" in pay.notice.label.text()
    fill(pay, sum="15萬元", on="103/12/31")
    save(qtbot, page, pay)
    assert "繳納日期 103年12月31日 還沒到" in pay.notice.label.text()
    fill(pay, on="103/9/1")
    save(qtbot, page, pay)
    assert tab.list.shown()[1].contribution.paid == 150_000
    tab.list.selectAll()
    qtbot.mouseClick(tab.pay_button, LEFT)
    save(qtbot, page, opened(qtbot, page, PayForm))
    lines = store.ask(partial(contribution_lines, year=103, today=TODAY))
    assert {line.contribution.left for line in lines} == {0}
    assert not tab.pay_button.isEnabled()
    page.workbench.undo()
    qtbot.waitUntil(lambda: tab.list.shown()[1].contribution.paid == 150_000)


def test_a_contribution_is_put_right_and_taken_out(qtbot: QtBot, page: ProposalsPage, store: Store) -> None:
    store.do("列帳", partial(contributions.lay_out, year=103))
    page.renew()
    settled(qtbot, page)
    page.tabs.setCurrentWidget(page.contributions)
    tab = page.contributions
    tab.list.choose(tab.list.shown()[0].contribution.id)
    qtbot.mouseClick(tab.edit_button, LEFT)
    form = opened(qtbot, page, ContributionForm)
    fill(form, amount="180萬元", paid="10萬元")
    save(qtbot, page, form)
    assert "請填寫繳納日期" in form.notice.label.text()
    fill(form, paid_on="103/3/1")
    save(qtbot, page, form)
    assert (tab.list.shown()[0].contribution.amount, tab.list.shown()[0].contribution.left) == (1_800_000, 1_700_000)
    qtbot.mouseClick(tab.remove_button, LEFT)
    settled(qtbot, page)
    assert len(tab.list.shown()) == 7


def test_the_detail_takes_on_the_colours_of_a_dark_window(
    qtbot: QtBot, page: ProposalsPage, qapp: QApplication
) -> None:
    choose(qtbot, page, "a")
    light = page.proposals.detail.toHtml()
    theme = Theme(qapp, "dark")
    try:
        qtbot.waitUntil(lambda: DARK.soft in page.proposals.detail.toHtml())
        assert LIGHT.soft in light
    finally:
        theme.choose("light")
