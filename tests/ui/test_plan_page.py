"""年度行動方案: written, confirmed, removed and handed out."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot
from python_calamine import CalamineWorkbook

from northtaiwan_desktop.domain import plan_parts as parts
from northtaiwan_desktop.domain.errors import AppError
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, PlanState, QuarterTarget, Source
from northtaiwan_desktop.storage.plan import plan_lines
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.plan.form import PlanForm
from northtaiwan_desktop.ui.plan.page import PlanPage
from tests.ui.bench_of_pages import settled, shown

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


def test_chosen_items_are_confirmed_at_a_meeting(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, PlanPage, sample_store, tmp_path) as page:
        page.list.selectAll()
        page.confirm_in(None)
        settled(qtbot, page)
        assert {line.item.state for line in page.list.shown()} == {PlanState.CONFIRMED}


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
        page.group_box.set_value(line.item.group_id)
        page.group_box.chosen.emit(line.item.group_id)
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
