"""The widgets under real keys: dates, searches, lists and forms."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QTextLayout
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import ChangedMeanwhile, RuleBroken
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.sheets.chronicle import COLUMNS
from northtaiwan_desktop.sheets.columns import Column, Form
from northtaiwan_desktop.ui.widgets.form_dialog import FormDialog, Values
from northtaiwan_desktop.ui.widgets.list_view import ListView
from northtaiwan_desktop.ui.widgets.roc_date_field import RocDateField, SpanField
from northtaiwan_desktop.ui.widgets.rows_model import RowsModel
from northtaiwan_desktop.ui.widgets.search_field import SearchField
from northtaiwan_desktop.ui.widgets.wrapped_label import WrappedLabel, ending_together
from northtaiwan_desktop.ui.widgets.wrapping_row import WrappingRow

CONTROL = Qt.KeyboardModifier.ControlModifier


def _entry(day: date, text: str) -> ChronicleEntry:
    return ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)


ENTRIES = [
    _entry(date(2004, 1, 12), "台北縣市首長簽署備忘錄"),
    _entry(date(2014, 9, 11), "新竹縣政府召開補行議程會議"),
    _entry(date(2010, 5, 1), "苗栗縣主政，於臺北市開會"),
]


@pytest.mark.parametrize("typed", ["115/9/8", "1150908", "115年9月8日", "2026-09-08", "民國115.9.8(二)"])
def test_each_spelling_of_a_day_is_understood_and_written_out(qtbot: QtBot, typed: str) -> None:
    field = RocDateField()
    qtbot.addWidget(field)
    field.show()
    field.line.insert(typed)
    assert field.day() == date(2026, 9, 8)
    assert field.note.text() == "115年9月8日（星期二）"
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.text() == "115年9月8日"


@pytest.mark.parametrize("typed", ["115年2月30日", "明天", "115/9/8(三)"])
def test_a_day_that_cannot_be_is_refused_under_the_field_and_stays_as_typed(qtbot: QtBot, typed: str) -> None:
    field = RocDateField()
    qtbot.addWidget(field)
    field.show()
    field.line.insert(typed)
    qtbot.keyClick(field.line, Qt.Key.Key_Return)
    assert field.day() is None
    assert field.note.text() == field.problem != ""
    assert field.text() == typed


@pytest.mark.parametrize(
    ("key", "day"),
    [
        (Qt.Key.Key_Up, date(2026, 3, 1)),
        (Qt.Key.Key_Down, date(2026, 2, 27)),
        (Qt.Key.Key_PageUp, date(2026, 3, 7)),
        (Qt.Key.Key_PageDown, date(2026, 2, 21)),
    ],
)
def test_the_arrows_go_by_days_and_weeks(qtbot: QtBot, key: Qt.Key, day: date) -> None:
    field = RocDateField()
    qtbot.addWidget(field)
    field.set_day(date(2026, 2, 28))
    qtbot.keyClick(field.line, key)
    assert field.day() == day


def test_a_span_tells_its_ends(qtbot: QtBot) -> None:
    field = SpanField()
    qtbot.addWidget(field)
    field.set_text("92年2月至6月")
    span = field.span()
    assert span is not None
    assert span.precision is Precision.MONTHS
    assert field.note.text() == "92年2月1日 至 92年6月30日"


def test_a_search_waits_for_the_composition_of_a_word(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    heard: list[str] = []
    field.wanted.connect(heard.append)
    QApplication.sendEvent(field, QInputMethodEvent("ㄊㄞˊ", []))
    qtbot.wait(250)
    assert heard == []
    committed = QInputMethodEvent()
    committed.setCommitString("臺")
    QApplication.sendEvent(field, committed)
    qtbot.waitUntil(lambda: heard == ["臺"])


def _list(qtbot: QtBot, settings: Settings) -> ListView:
    view = ListView(COLUMNS, name="entries", title="大事記", settings=settings, empty="還沒有大事記。")
    qtbot.addWidget(view)
    view.resize(900, 400)
    view.show()
    view.show_rows(ENTRIES)
    return view


@pytest.mark.parametrize(("words", "count"), [("臺北", 2), ("台北 備忘錄", 1), ("苗栗", 1), ("", 3), ("高雄", 0)])
def test_a_list_shows_what_holds_every_word(qtbot: QtBot, settings: Settings, words: str, count: int) -> None:
    view = _list(qtbot, settings)
    view.look_for(words)
    assert len(view.shown()) == count


def test_a_list_sorts_days_by_time_not_by_letters(qtbot: QtBot, settings: Settings) -> None:
    view = _list(qtbot, settings)
    view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [entry.since.year for entry in view.shown()] == [2004, 2010, 2014]


def test_a_list_goes_to_excel_with_its_headings(qtbot: QtBot, settings: Settings) -> None:
    view = _list(qtbot, settings)
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_C, CONTROL)
    lines = QGuiApplication.clipboard().text().split("\n")
    assert lines[0].split("\t") == ["日期", "迄日", "日期精度", "記事"]
    assert lines[1:] == ["103年9月11日\t103年9月11日\t日\t新竹縣政府召開補行議程會議"]


def test_enter_opens_the_row(qtbot: QtBot, settings: Settings) -> None:
    view = _list(qtbot, settings)
    view.selectRow(2)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args == [ENTRIES[2]]


def test_what_was_chosen_stays_chosen_when_the_rows_come_anew(qtbot: QtBot, settings: Settings) -> None:
    view = _list(qtbot, settings)
    view.choose(ENTRIES[1].id)
    view.show_rows([_entry(date(2001, 1, 1), "更早"), *ENTRIES])
    assert view.current() == ENTRIES[1]


def test_columns_stay_as_they_were_left(qtbot: QtBot, settings: Settings) -> None:
    view = _list(qtbot, settings)
    view.setColumnWidth(3, 333)
    qtbot.waitUntil(lambda: "entries" in Settings(settings.path).choices.columns)
    again = ListView(COLUMNS, name="entries", title="大事記", settings=Settings(settings.path))
    qtbot.addWidget(again)
    assert again.columnWidth(3) == 333


def test_a_light_is_a_colour_and_a_word() -> None:
    model = RowsModel([Column(name="light", title="燈號", value=lambda row: row, width=8)])
    model.show([Light.RED])
    cell = model.index(0, 0)
    assert cell.data() == "落後"
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()


def test_figures_stand_at_the_right() -> None:
    model = RowsModel([Column(name="budget", title="經費", value=lambda row: row, form=Form.MONEY)])
    model.show([1_200_000])
    cell = model.index(0, 0)
    assert cell.data() == "1,200,000"
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight


def test_the_rows_model_keeps_qts_contract(qtmodeltester: ModelTester) -> None:
    model = RowsModel(COLUMNS)
    model.show(ENTRIES)
    qtmodeltester.check(model)


class _Form(FormDialog):
    """A form of a name, a day and a note that remembers what it was told to save."""

    def __init__(self, settings: Settings, *, draft: str = "note/1") -> None:
        super().__init__("表單", settings, draft=draft)
        self.saved: list[Values] = []
        self.over: list[Values] = []
        self.name = self.add("name", "名稱", QLineEdit(), required=True)
        self.day = self.add("day", "日期", RocDateField())
        self.note = self.add("note", "備註", QPlainTextEdit())
        self.start({"name": "原名"}, self.saved.append, over=lambda values, now: self.over.append(values))


def _form(qtbot: QtBot, settings: Settings) -> _Form:
    form = _Form(settings)
    qtbot.addWidget(form)
    form.show()
    return form


def test_a_row_goes_on_beneath_where_it_is_too_narrow(qtbot: QtBot) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    row = WrappingRow(holder)
    first, last = QPushButton("前面的按鈕"), QPushButton("後面的按鈕")
    row.addWidget(first)
    row.addStretch()
    row.addWidget(last)
    between = QPushButton("中間的按鈕")
    row.insertWidget(1, between)
    holder.show()
    holder.resize(row.sizeHint().width() + 100, 200)
    assert first.y() == between.y() == last.y()
    assert last.geometry().right() == holder.rect().right()
    assert between.x() == first.geometry().right() + 1 + row.spacing()
    narrow = first.width() + between.width() + row.spacing()
    holder.resize(narrow, 200)
    assert first.y() == between.y() < last.y()
    assert row.heightForWidth(narrow) == 2 * first.height() + row.spacing()
    between.hide()
    holder.resize(narrow + 1, 200)
    assert first.y() == last.y()


def test_a_form_is_no_larger_than_the_screen(qtbot: QtBot, settings: Settings) -> None:
    form = _Form(settings)
    qtbot.addWidget(form)
    form.resize(4000, 3000)
    form.show()
    assert form.width() < form.screen().availableSize().width()
    assert form.height() < form.screen().availableSize().height()
    assert form.rect().contains(form.save_button.mapTo(form, form.save_button.rect().bottomRight()))


def test_ctrl_enter_saves_from_any_field(qtbot: QtBot, settings: Settings) -> None:
    form = _form(qtbot, settings)
    form.day.set_text("115/9/8")
    qtbot.keyClicks(form.note, "done")
    qtbot.keyClick(form.note, Qt.Key.Key_Return, CONTROL)
    assert form.saved == [{"name": "原名", "day": date(2026, 9, 8), "note": "done"}]
    assert form.isVisible()
    form.kept()
    assert not form.isVisible()


def test_a_form_is_saved_once_and_not_left_until_the_answer_is_there(qtbot: QtBot, settings: Settings) -> None:
    form = _form(qtbot, settings)
    form.name.setText("新名")
    for _press in range(2):
        qtbot.keyClick(form.note, Qt.Key.Key_Return, CONTROL)
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.close()
    assert len(form.saved) == 1
    assert form.isVisible()
    form.refuse(RuleBroken("名稱已有人用，請換一個。"))
    qtbot.keyClick(form.note, Qt.Key.Key_Return, CONTROL)
    assert len(form.saved) == 2
    form.refuse(ChangedMeanwhile("已有別的修改。", now="別人的", wanted="我的"))
    qtbot.mouseClick(form.notice.action_button, Qt.MouseButton.LeftButton)
    qtbot.keyClick(form.note, Qt.Key.Key_Return, CONTROL)
    assert (len(form.saved), len(form.over)) == (2, 1)
    form.kept()
    assert settings.choices.drafts == {}


@pytest.mark.parametrize(("name", "day"), [("", ""), ("有", "115年2月30日")])
def test_a_form_that_is_wrong_is_not_saved(qtbot: QtBot, settings: Settings, name: str, day: str) -> None:
    form = _form(qtbot, settings)
    form.name.setText(name)
    form.day.set_text(day)
    qtbot.mouseClick(form.save_button, Qt.MouseButton.LeftButton)
    assert form.saved == []
    assert form.isVisible()


def test_a_form_left_by_esc_is_found_again_also_after_a_restart(qtbot: QtBot, settings: Settings) -> None:
    form = _form(qtbot, settings)
    form.note.setPlainText("打到一半")
    qtbot.keyClick(form, Qt.Key.Key_Escape)
    assert not form.isVisible()
    again = _form(qtbot, Settings(settings.path))
    assert again.note.toPlainText() == "打到一半"
    qtbot.mouseClick(again.notice.action_button, Qt.MouseButton.LeftButton)
    assert again.note.toPlainText() == ""
    assert Settings(settings.path).choices.drafts == {}


def test_a_refusal_leaves_the_form_as_typed(qtbot: QtBot, settings: Settings) -> None:
    form = _form(qtbot, settings)
    form.name.setText("新名")
    form.try_save()
    form.refuse(RuleBroken("名稱已有人用，請換一個。"))
    assert form.notice.text == "名稱已有人用，請換一個。"
    assert form.name.text() == "新名"
    assert form.save_button.isEnabled()


def test_on_a_conflict_a_person_may_save_over_what_came_first(qtbot: QtBot, settings: Settings) -> None:
    form = _form(qtbot, settings)
    form.name.setText("我的")
    form.try_save()
    form.refuse(ChangedMeanwhile("已有別的修改。", now="別人的", wanted="我的"))
    qtbot.mouseClick(form.notice.action_button, Qt.MouseButton.LeftButton)
    assert [values["name"] for values in form.over] == ["我的"]


def test_no_single_character_is_left_for_the_last_line(qtbot):
    words = "前期列管＋本期新增－本期解除＝續列（案）；每一期的續列就是下一期的前期列管。"
    label = WrappedLabel(words)
    qtbot.addWidget(label)
    assert label.text() == words
    # A little too narrow for the whole: as it is written, only the end would go on in the second line.
    whole = label.fontMetrics().horizontalAdvance(words)
    for text, alone in ((words, True), (QLabel.text(label), False)):
        lines = QTextLayout(text, label.font())
        lines.beginLayout()
        lengths = []
        while (line := lines.createLine()).isValid():
            line.setLineWidth(whole - 2)
            lengths.append(line.textLength())
        lines.endLayout()
        assert len(lengths) == 2
        assert (lengths[1] <= 2) is alone
    assert ending_together("短短的一句話。") == "短短的一句話。"
    marked = "<b>很長很長很長很長很長的一句話有標記</b>"
    assert ending_together(marked) == marked
