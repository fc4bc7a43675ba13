"""A returned form in the review: three sides, what is told before anything is written, and what becomes of it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.progress import ProgressReport, Round, Verdict
from northtaiwan_desktop.domain.tracking import TrackedLine
from northtaiwan_desktop.services import export, resolutions
from northtaiwan_desktop.sheets.cautions import Caution
from northtaiwan_desktop.sheets.review import RowState
from northtaiwan_desktop.storage import resolutions as questions
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.intake.page import IntakePage
from northtaiwan_desktop.ui.intake.sides_view import OURS, SENT, THEIRS
from northtaiwan_desktop.ui.intake.take_back_box import TakeBackBox
from tests.journeys.returned_form import fill_in_all
from tests.ui.bench_of_pages import shown

LEFT = Qt.MouseButton.LeftButton
ROUND = Round.quarter(103, 4)
SENT_ON, MOVED_ON = date(2014, 10, 1), date(2014, 10, 20)


@pytest.fixture
def lines(sample_store: Store) -> list[TrackedLine]:
    """The open lines of one county."""
    known = sample_store.ask(partial(questions.tracked_lines, today=SENT_ON))
    member = sample_store.ask(reference).find_member("新北市")
    return [line for line in known if line.assignment.member_id == member.id and not line.assignment.state.is_closed]


@pytest.fixture
def form(sample_store: Store, tmp_path: Path, lines: list[TrackedLine]) -> Path:
    """The form as the county has filled it in, after a report by telephone and a release at this end."""
    path = tmp_path / "新北市回傳.xlsx"
    member_id = lines[0].assignment.member_id
    sample_store.do("填報", _report(lines[0], "（示例）研擬中。", 10))
    sample_store.ask(partial(export.form, path=path, member_id=member_id, round=ROUND, today=SENT_ON))
    sample_store.do("填報", _report(lines[0], "（示例）電話回報：已召開1次協調會。", 20))
    release = partial(
        resolutions.decide,
        assignment_ids=[lines[1].id],
        verdict=Verdict.RELEASED,
        reason="示例",
        direct_reason="（示例）縣市以電話提請，先行結案",
        today=MOVED_ON,
    )
    sample_store.do("解除列管", release)
    assert fill_in_all(path, {"辦理情形": "（示例）已召開2次協調會。", "預定進度": 1, "實際進度": 0.95}) == len(lines)
    return path


def _report(line: TrackedLine, text: str, actual: float):
    return partial(
        resolutions.report,
        assignment_id=line.id,
        round=ROUND,
        today=MOVED_ON,
        text=text,
        planned_percent=100,
        actual_percent=actual,
        delay_reason="示例",
        remedy="示例",
    )


@pytest.fixture
def page(qtbot: QtBot, sample_store: Store, tmp_path: Path, form: Path) -> Iterator[IntakePage]:
    with shown(qtbot, IntakePage, sample_store, tmp_path) as page:
        page.read([form])
        _settled(qtbot, page)
        yield page


def _settled(qtbot: QtBot, page: IntakePage) -> None:
    qtbot.waitUntil(lambda: not page.reviewing.is_busy and page.workbench.is_idle, timeout=20_000)


def _goes_to(page: IntakePage, line: TrackedLine) -> None:
    rows = page.review.rows
    found = next(one for one in rows.rows_model.lines if one.row.match and one.row.match.record.id == line.id)
    assert rows.go_to(found.place)


def test_each_side_is_shown_where_both_have_moved_on(page: IntakePage, lines: list[TrackedLine]) -> None:
    _goes_to(page, lines[0])
    assert page.review.rows.current().state is RowState.CONFLICT
    model = page.review.row_page.sides.sides_model
    row = next(n for n, one in enumerate(model.sides) if one.field == "report")
    assert model.index(row, 0).data() == "！ 辦理情形"
    assert [model.index(row, side).data() for side in (SENT, OURS, THEIRS)] == [
        "（示例）研擬中。",
        "（示例）電話回報：已召開1次協調會。",
        "（示例）已召開2次協調會。",
    ]
    assert "兩邊都改過" in model.index(row, THEIRS).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_conflict_is_taken_only_where_a_person_says_so(
    qtbot: QtBot, page: IntakePage, sample_store: Store, lines: list[TrackedLine]
) -> None:
    _goes_to(page, lines[0])
    place = page.review.rows.current().place
    assert place not in page.reviewing.takes
    page.review.row_page.sides.choose("actual_percent")
    qtbot.keyClick(page.review.row_page.sides, Qt.Key.Key_Space)
    assert page.reviewing.takes[place] == {"actual_percent"}
    qtbot.mouseClick(page.review.import_button, LEFT)
    _settled(qtbot, page)
    known = sample_store.ask(partial(questions.tracked_lines, today=MOVED_ON))
    [line] = [one for one in known if one.id == lines[0].id]
    assert line.latest is not None
    assert (line.latest.text, line.latest.actual_percent) == ("（示例）電話回報：已召開1次協調會。", 95)


def test_what_deserves_a_look_is_told_and_leads_to_its_rows(
    qtbot: QtBot, page: IntakePage, lines: list[TrackedLine]
) -> None:
    cautions = page.review.cautions
    assert cautions.isVisible()
    button = cautions.buttons[Caution.CLOSED]
    assert button.text() == "案件已結案 1 列"
    qtbot.mouseClick(button, LEFT)
    [shown_line] = page.review.rows.rows_model.lines
    assert shown_line.row.match.record.id == lines[1].id
    qtbot.mouseClick(button, LEFT)
    assert len(page.review.rows.rows_model.lines) == len(lines)


def test_a_problem_leads_to_its_cell(page: IntakePage, lines: list[TrackedLine]) -> None:
    _goes_to(page, lines[1])
    text = page.review.row_page.problems.text()
    cell = text.partition("href='")[2].partition("'")[0]
    page.review.row_page.problems.linkActivated.emit(cell)
    assert page.review.row_page.picture.pointed == cell.rpartition("!")[2]


def test_what_changes_here_meanwhile_is_compared_anew(qtbot: QtBot, page: IntakePage, lines: list[TrackedLine]) -> None:
    line = lines[2]
    _goes_to(page, line)
    assert page.review.rows.current().state is RowState.CHANGED
    page.workbench.do("填報", _report(line, "（示例）已召開2次協調會。", 95))
    _settled(qtbot, page)
    _goes_to(page, line)
    ours = {one.field: one.ours for one in page.review.row_page.sides.sides_model.sides}
    assert ours["report"] == "（示例）已召開2次協調會。"


def test_the_batch_is_kept_while_one_goes_elsewhere(qtbot: QtBot, page: IntakePage, lines: list[TrackedLine]) -> None:
    _goes_to(page, lines[2])
    place = page.review.rows.current().place
    page.review.rows.tick([page.review.rows.current()])
    page.hide()
    page.workbench.do("填報", _report(lines[3], "（示例）已召開2次協調會。", 95))
    _settled(qtbot, page)
    page.show()
    _settled(qtbot, page)
    assert place not in page.reviewing.takes
    assert page.review.rows.current().place == place


def test_an_import_on_which_later_changes_stand_is_taken_back_as_a_person_chooses(
    qtbot: QtBot, page: IntakePage, sample_store: Store, lines: list[TrackedLine]
) -> None:
    qtbot.mouseClick(page.review.safe_button, LEFT)
    taken = {page.reviewing.batch.row(place).match.record.id for place in page.reviewing.takes}
    assert len(taken) > 1
    qtbot.mouseClick(page.review.import_button, LEFT)
    _settled(qtbot, page)
    moved = next(line for line in lines if line.id in taken)
    report = _latest(sample_store, moved)
    assert report is not None
    page.workbench.do("會後更正", partial(_corrected, report_id=report.id))
    _settled(qtbot, page)
    page.tabs.setCurrentWidget(page.history)
    page.history.list.selectRow(0)
    qtbot.mouseClick(page.history.button, LEFT)
    qtbot.waitUntil(lambda: bool(page.findChildren(TakeBackBox)))
    [box] = page.findChildren(TakeBackBox)
    [one] = box.list.shown()
    assert one.label == "會後更正"
    qtbot.mouseClick(box.leave_button, LEFT)
    assert page.history.button.isEnabled()
    qtbot.waitUntil(lambda: not page.findChildren(TakeBackBox))
    qtbot.mouseClick(page.history.button, LEFT)
    qtbot.waitUntil(lambda: bool(page.findChildren(TakeBackBox)))
    [box] = page.findChildren(TakeBackBox)
    qtbot.mouseClick(box.rest_button, LEFT)
    _settled(qtbot, page)
    texts = {line.id: one.text if (one := _latest(sample_store, line)) else "" for line in lines if line.id in taken}
    assert texts.pop(moved.id) == "（示例）會後更正。"
    assert "（示例）已召開2次協調會。" not in texts.values()
    assert not page.history.button.isEnabled()


def _latest(store: Store, line: TrackedLine) -> ProgressReport | None:
    known = store.ask(partial(questions.tracked_lines, today=MOVED_ON))
    return next(one for one in known if one.id == line.id).latest


def _corrected(work: Work, report_id: str) -> None:
    work.save(replace(work.get(ProgressReport, report_id), text="（示例）會後更正。"))
