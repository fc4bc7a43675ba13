"""A whole year in the window by clicks and keys: opened, planned, four rounds, revised, released, handed on, undone."""

import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton, QTableWidget, QWidget

from northtaiwan_desktop.ui.meetings.call_form import CallForm
from northtaiwan_desktop.ui.meetings.outline import ATTENDANCE, HEAD
from northtaiwan_desktop.ui.organisation.open_year_form import OpenYearForm
from northtaiwan_desktop.ui.plan.form import PlanForm
from northtaiwan_desktop.ui.plan.versions_box import PlanVersionsBox
from northtaiwan_desktop.ui.plan.year_forms import ConfirmForm
from northtaiwan_desktop.ui.resolutions.decision_forms import DecisionForm, ReviewForm
from tests.journeys.returned_form import fill_in_all
from tests.journeys.window_desk import Desk, at_the_window

COUNTIES = ("宜蘭縣", "基隆市", "新北市", "臺北市", "桃園市", "新竹縣", "新竹市", "苗栗縣")
ASK_EARLY = ("宜蘭縣", "基隆市", "新北市")
STILL = tuple(county for county in COUNTIES if county not in ASK_EARLY)
LEADS = ("宜蘭縣", "臺北市", "桃園市", "苗栗縣")
FIRST, SECOND, HEADS = "115年度第1次副首長會議", "115年度第2次副首長會議", "115年度第1次首長及委員年會"
HOME, MEETINGS, CASES, PLAN, INTAKE, ORGANISATION = 1, 2, 3, 4, 6, 8
ROUNDS = (
    (1, date(2026, 3, 20), COUNTIES, (), (0, 8, 0, 8)),
    (2, date(2026, 6, 20), COUNTIES, ASK_EARLY, (8, 0, 0, 8)),
    (3, date(2026, 9, 20), STILL, (), (8, 1, 3, 6)),
    (4, date(2026, 12, 10), STILL, STILL, (6, 0, 0, 6)),
)
"""Quarter, day, the counties that have something to report, those that ask to be released, and the balance then."""


@pytest.fixture
def desk(qtbot, qapp, tmp_path, monkeypatch) -> Iterator[Desk]:
    with at_the_window(qtbot, qapp, tmp_path, monkeypatch) as desk:
        yield desk


def test_a_year_in_the_window_from_its_opening_to_the_next(desk):
    desk.day = date(2025, 12, 20)
    create_a_register(desk)
    open_the_next_year(desk, host="苗栗縣", told=("第23屆", "114年度沒有分工可以帶入", "預定會議：40 場"))
    turn_to_year(desk, 115)
    plan_the_year(desk)
    desk.day = date(2026, 2, 10)
    call(desk, "副首長會議", FIRST, "115.2.10")
    decide_by_marking(desk, COUNTIES)
    finalise(desk, "115-M01")
    confirm_the_plan(desk)
    left = 0
    for quarter, day, reporting, asking, balance in ROUNDS:
        desk.day = day
        round_from(desk, quarter, reporting, asking)
        assert the_balance(desk) == balance
        assert balance[0] == left
        left = balance[3]
        if quarter == 2:
            change_at_mid_year(desk)
    close_the_year(desk)
    assert the_balance(desk) == (6, 0, 5, 1)
    the_yearbook_tells_of_it(desk)
    hand_over(desk)
    go_on_into_the_next_year_and_take_that_back(desk)


def create_a_register(desk: Desk) -> None:
    desk.names("北臺.db")
    desk.clicks(desk.window.welcome.create_button)
    desk.qtbot.waitUntil(lambda: desk.window.side.isVisible(), timeout=20_000)
    desk.waits()
    assert "114年度" in desk.window.windowTitle()


def open_the_next_year(desk: Desk, *, host: str, told: Sequence[str]) -> None:
    """By the form, with what it will do in sight before it is done."""
    page = desk.turns_to(ORGANISATION)
    desk.clicks(page.open_year_button)
    form = desk.form(OpenYearForm)
    desk.waits()
    assert form.host.text() == host
    for words in told:
        assert words in form.preview.text()
    desk.clicks(form.save_button)


def turn_to_year(desk: Desk, year: int) -> None:
    desk.picks(desk.window.year_box, f"{year}年度")
    assert desk.window.windowTitle().startswith(f"{year}年度")


def plan_the_year(desk: Desk) -> None:
    page = desk.turns_to(PLAN)
    for number, county in enumerate(LEADS, 1):
        desk.presses("Ctrl+N")
        form = desk.form(PlanForm)
        desk.writes(form.editor("name"), f"示例方案{number}")
        desk.picks(form.editor("group_id"), "交通運輸")
        desk.picks(form.editor("lead_id"), county)
        desk.writes(form.editor("starts_on").line, "1/1")
        desk.writes(form.editor("ends_on").line, "12/31")
        desk.writes(form.editor("planned").line, "25 50 75 100")
        desk.clicks(form.save_button)
    planned = [(line.item.name, line.lead_name) for line in page.list.shown()]
    assert planned == [(f"示例方案{number}", county) for number, county in enumerate(LEADS, 1)]


def call(desk: Desk, kind: str, title: str, day: str) -> None:
    """Call a meeting, write its head, and take in the people by the button."""
    page = desk.turns_to(MEETINGS)
    if page.editor is not None:
        desk.clicks(page.back_button)
    desk.presses("Ctrl+N")
    form = desk.form(CallForm)
    desk.picks(form.kind, kind)
    desk.writes(form.held_on.line, day)
    desk.writes(form.venue, "簡報室")
    desk.clicks(form.save_button)
    editor = page.editor
    assert editor is not None
    assert editor._opened.file.meeting.title == title
    desk.goes_to(editor.outline, HEAD)
    for label in ("主席", "紀錄"):
        desk.writes(field(editor.forms.head_form, QLineEdit, label), f"示例{label}")
    desk.goes_to(editor.outline, ATTENDANCE)
    desk.clicks(editor.forms.attendance_form.invite_button)
    assert len(editor._opened.file.attendance) == len(COUNTIES)


def new_item(desk: Desk, title: str) -> str:
    """An item of the discussion; returns its id."""
    editor = desk.window.page.editor
    desk.goes_to(editor.outline, next(one.id for one in editor._opened.file.sections if one.title == "討論事項"))
    desk.presses("Ctrl+I")
    desk.types(title)
    return editor.outline.current_id


def decide_by_marking(desk: Desk, doers: Sequence[str]) -> None:
    """One item with a sentence for each doer, each marked by keys and made a resolution by Ctrl+D."""
    editor = desk.window.page.editor
    item = new_item(desk, "示例議案")
    said = [f"請{county}政府於11月30日前完成示例工作。" for county in doers]
    explanation = field(editor.forms.item_form, QPlainTextEdit, "說明")
    desk.writes(explanation, "\n".join(said))
    for place, sentence in enumerate(said):
        desk.goes_to(editor.outline, item)
        mark_line(desk, explanation, place)
        assert explanation.textCursor().selectedText() == sentence
        desk.presses("Ctrl+D")
    file, page = editor._opened.file, editor.preview.toPlainText()
    assert [one.text for one in file.resolutions] == said
    assert {one.due_on for one in file.resolutions} == {date(2026, 11, 30)}
    for county in doers:
        assert f"主辦：{county}；預定完成日期：115年11月30日" in page


def mark_line(desk: Desk, text: QPlainTextEdit, place: int) -> None:
    text.setFocus()
    desk.qtbot.keyClick(text, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    for _line in range(place):
        desk.qtbot.keyClick(text, Qt.Key.Key_Down)
    desk.qtbot.keyClick(text, Qt.Key.Key_End, Qt.KeyboardModifier.ShiftModifier)


def finalise(desk: Desk, number: str) -> None:
    page = desk.window.page
    desk.qtbot.waitUntil(lambda: not [gap for gap in page.editor._opened.gaps if gap.stops], timeout=5_000)
    desk.clicks(page.finalise_button)
    assert number in page.banner.text()


def confirm_the_plan(desk: Desk) -> None:
    page = desk.turns_to(PLAN)
    desk.goes_by(page.year_button.menu(), "確認年度方案")
    form = desk.form(ConfirmForm)
    assert form.editor("meeting").text().startswith(FIRST)
    assert len(form.checks.ids()) == len(LEADS)
    desk.clicks(form.save_button)
    assert page.subtitle.text().endswith("第 1 版")


def round_from(desk: Desk, quarter: int, reporting: Sequence[str], asking: Sequence[str]) -> None:
    """Each county's form goes out and comes back filled in; all that came back are taken in one after another."""
    page = desk.turns_to(CASES)
    desk.picks(page.filters.watch_box, "本期未填報")
    assert doers(page.list) == set(reporting)
    forms = [form_of(desk, quarter, county, asks=county in asking) for county in reporting]
    for county in set(COUNTIES) - set(reporting):
        desk.names("空白.xlsx")
        desk.asks_for_form(county)
        assert f"{county}目前沒有列管中的案件，不需要填報表" in desk.window.notice.text
    take_in(desk, forms, sent_again=[desk.folder / f"{ASK_EARLY[0]}第1季.xlsx"] if quarter == 3 else [])
    page = desk.turns_to(CASES)
    assert page.filters.watch_box.text() == "本期未填報"
    assert page.list.shown() == []
    desk.picks(page.filters.watch_box, "列管中")
    assert {line.latest.text for line in page.list.shown()} == {f"第{quarter}季辦理中"}


def form_of(desk: Desk, quarter: int, county: str, *, asks: bool) -> Path:
    """The form of a county, written and filled in."""
    form = desk.names(f"{county}第{quarter}季.xlsx")
    desk.asks_for_form(county)
    assert str(form) in desk.window.notice.text
    filled = fill_in_all(
        form,
        {
            "辦理情形": f"第{quarter}季辦理中",
            "預定進度": quarter * 0.25,
            "實際進度": quarter * 0.25,
            "是否解除列管": "提請解除列管" if asks else "繼續列管",
        },
    )
    assert filled > 0
    return form


def take_in(desk: Desk, forms: Sequence[Path], *, sent_again: Sequence[Path]) -> None:
    """All files of a round are one batch; one that was taken in before is told of, and nothing of it is ticked."""
    desk.opens(*sent_again, *forms)
    page = desk.turns_to(INTAKE)
    desk.clicks(page.open_button)
    batch = page.reviewing.batch
    assert [file.name for file in batch.files] == [form.name for form in (*sent_again, *forms)]
    assert [file.earlier is not None for file in batch.files] == [True] * len(sent_again) + [False] * len(forms)
    assert {place.file for place in page.reviewing.takes} == set(range(len(sent_again), len(batch.files)))
    desk.clicks(page.review.import_button)
    assert not page.reviewing.takes
    desk.clicks(page.review.end_button)
    assert page.reviewing.is_empty


def the_balance(desk: Desk) -> tuple[int, ...]:
    """前期列管 + 本期新增 − 本期解除 = 續列, as the home page says it."""
    page = desk.turns_to(HOME)
    before, added, released, remaining = (int(figure.number.text()) for figure in page.figures)
    assert before + added - released == remaining
    assert not page.mismatch.isVisible()
    return before, added, released, remaining


def change_at_mid_year(desk: Desk) -> None:
    recommend_what_is_asked(desk, set(ASK_EARLY))
    desk.day = date(2026, 7, 10)
    call(desk, "副首長會議", SECOND, "115.7.10")
    decide_by_marking(desk, ("桃園市",))
    release(desk, SECOND, len(ASK_EARLY))
    page = desk.turns_to(MEETINGS)
    assert page.editor.preview.toPlainText().count("解除列管") >= len(ASK_EARLY)
    finalise(desk, "115-M02")
    revise_the_plan(desk)


def recommend_what_is_asked(desk: Desk, counties: set[str]) -> None:
    page = desk.turns_to(CASES)
    desk.picks(page.filters.watch_box, "提請解除列管")
    assert doers(page.list) == counties
    count = len(page.list.shown())
    desk.marks(page.list, count)
    desk.clicks(page.review_button)
    form = desk.form(ReviewForm)
    desk.picks(form.recommended, "解除列管")
    desk.writes(form.text, "已完成，建議解除列管。")
    assert column(form.preview.table, 3) == ["建議解除列管"] * count
    desk.clicks(form.save_button)
    assert {line.latest_review.text for line in page.list.shown()} == {"已完成，建議解除列管。"}


def release(desk: Desk, meeting: str, count: int) -> None:
    """Decide what the first lines ask, each seen as it will be before it is."""
    page = desk.turns_to(CASES)
    desk.picks(page.filters.watch_box, "提請解除列管")
    asked = page.list.shown()
    desk.marks(page.list, count)
    desk.clicks(page.decide_button)
    form = desk.form(DecisionForm)
    desk.picks(form.meeting, meeting)
    desk.picks(form.verdict, "解除列管")
    desk.writes(form.reason, "已完成。")
    assert column(form.preview.table, 0) == [line.number for line in asked[:count]]
    assert column(form.preview.table, 2) == ["列管中"] * count
    assert column(form.preview.table, 3) == ["解除列管"] * count
    assert not form.direct.isVisible()
    desk.clicks(form.save_button)
    assert [line.number for line in page.list.shown()] == [line.number for line in asked[count:]]


def revise_the_plan(desk: Desk) -> None:
    page = desk.turns_to(PLAN)
    desk.marks(page.list, 1)
    desk.presses("F2")
    form = desk.form(PlanForm)
    desk.qtbot.keyClick(form.editor("name"), Qt.Key.Key_End)
    desk.writes(form.editor("name"), "（修正）")
    desk.clicks(form.save_button)
    desk.goes_by(page.year_button.menu(), "修正年度方案")
    confirm = desk.form(ConfirmForm)
    assert confirm.editor("meeting").text().startswith(SECOND)
    desk.writes(confirm.editor("reason"), "期中檢討")
    desk.clicks(confirm.save_button)
    assert "會議紀錄已經定稿" in confirm.notice.label.text()
    desk.clicks(next(one for one in confirm.notice.findChildren(QPushButton) if "補記在這場會議" in one.text()))
    assert page.subtitle.text().endswith("第 2 版")
    desk.goes_by(page.year_button.menu(), "版本比較")
    box = desk.form(PlanVersionsBox)
    desk.picks(box.old, next(words for words in texts(box.old) if words.startswith("第 1 版")))
    desk.picks(box.new, next(words for words in texts(box.new) if words.startswith("第 2 版")))
    told = box.text.toPlainText()
    assert "修改 1 項" in told
    assert "示例方案1（修正）" in told
    desk.qtbot.keyClick(box, Qt.Key.Key_Escape)


def close_the_year(desk: Desk) -> None:
    """The heads' meeting releases all lines that are left but the last."""
    recommend_what_is_asked(desk, set(STILL))
    desk.day = date(2026, 12, 20)
    call(desk, "首長及委員年會", HEADS, "115.12.20")
    new_item(desk, "年度成果")
    desk.presses("Alt+1")
    release(desk, HEADS, 5)
    desk.turns_to(MEETINGS)
    finalise(desk, "115-M03")


def the_yearbook_tells_of_it(desk: Desk) -> None:
    path = desk.names("彙編.docx")
    page = desk.turns_to(HOME)
    desk.goes_by(page.reports, "年度成果彙編")
    assert str(path) in desk.window.notice.text
    book = Document(str(path))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    told = "\n".join([*(paragraph.text for paragraph in book.paragraphs), *cells])
    for words in ("示例方案1（修正）", "苗栗縣", "115年第4季各縣市（機關）辦理情形", FIRST, SECOND, HEADS):
        assert words in told, words


def hand_over(desk: Desk) -> None:
    path = desk.names("交接.zip")
    page = desk.turns_to(ORGANISATION)
    desk.clicks(page.handover_button)
    assert str(path) in desk.window.notice.text
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
    for ending in (".db", ".html", ".ics"):
        assert any(name.endswith(ending) for name in names), names
    for title in (FIRST, SECOND, HEADS):
        assert any(title in name for name in names), names


def go_on_into_the_next_year_and_take_that_back(desk: Desk) -> None:
    open_the_next_year(desk, host="宜蘭縣", told=("第24屆", "未完成的行動方案：4 項", "列管中的案件：1 案"))
    turn_to_year(desk, 116)
    page = desk.turns_to(PLAN)
    carried = {(line.item.name, line.lead_name) for line in page.list.shown()}
    names = ("示例方案1（修正）", "示例方案2", "示例方案3", "示例方案4")
    assert carried == set(zip(names, LEADS, strict=True))
    desk.presses("Ctrl+Z")
    assert desk.window.notice.text.startswith("已復原：開啟116年度")
    assert page.list.shown() == []
    turn_to_year(desk, 115)
    assert len(page.list.shown()) == len(LEADS)


def field(form: QWidget, kind: type[QWidget], label: str) -> QWidget:
    return next(one for one in form.findChildren(kind) if one.accessibleName() == label)


def texts(box) -> list[str]:
    return [box.itemText(place) for place in range(box.count())]


def column(table: QTableWidget, number: int) -> list[str]:
    return [table.item(row, number).text() for row in range(table.rowCount())]


def doers(listed) -> set[str]:
    return {line.doer_name for line in listed.shown()}
