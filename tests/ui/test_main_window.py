"""The window: its pages by mouse and keys, its menus, its notices, and what it says when nothing opens."""

from functools import partial
from itertools import chain
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractScrollArea, QDialog, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.meeting import Meeting, MeetingStatus
from northtaiwan_desktop.services import organisation
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.crash_dialog import CrashDialog
from northtaiwan_desktop.ui.find_box import FOUND, FindBox
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.meetings.page import MeetingsPage
from northtaiwan_desktop.ui.organisation.open_year_form import OpenYearForm
from northtaiwan_desktop.ui.pages import PAGES
from northtaiwan_desktop.ui.widgets.notice_bar import DONE, ERROR
from northtaiwan_desktop.ui.widgets.page import Page

CONTROL = Qt.KeyboardModifier.ControlModifier
SET_HOST = partial(organisation.set_host, year=116, host_id="63000", theme="韌性")


def _idle(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)


def test_it_opens_on_the_home_page_of_the_newest_year_with_meetings(window: MainWindow) -> None:
    assert window.page_list.currentRow() == 0
    assert window.year_box.value() == 103
    assert window.windowTitle() == "103年度 - sample.db - 北臺會議與行動追蹤"


@pytest.mark.parametrize("number", range(1, len(PAGES) + 1))
def test_each_page_has_its_key(qtbot: QtBot, window: MainWindow, number: int) -> None:
    qtbot.keyClick(window, getattr(Qt.Key, f"Key_{number}"), CONTROL)
    page = window.page
    assert isinstance(page, Page)
    assert page.title == PAGES[number - 1].title
    assert window.page_list.currentRow() == number - 1
    _idle(qtbot, window)


def test_a_year_that_was_opened_can_be_turned_to_at_once(qtbot: QtBot, window: MainWindow) -> None:
    for year in (104, 105, 106):
        page = window.open_page("organisation")
        _idle(qtbot, window)
        qtbot.mouseClick(page.open_year_button, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
        form = next(one for one in page.findChildren(OpenYearForm) if one.isVisible())
        _idle(qtbot, window)
        qtbot.keyClick(form, Qt.Key.Key_Return, CONTROL)
        _idle(qtbot, window)
        assert f"已開啟{year}年度" in window.notice.text
        assert window.year_box.value() == year - 1
        assert window.notice.action_button.text() == f"切換到{year}年度"
        qtbot.mouseClick(window.notice.action_button, Qt.MouseButton.LeftButton)
        assert window.year_box.value() == year
        assert window.windowTitle().startswith(f"{year}年度")
        _idle(qtbot, window)
    window.workbench.undo()
    _idle(qtbot, window)


def test_all_of_it_fits_a_full_hd_screen_at_200_percent(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(940, 500)
    for entry in PAGES:
        page = window.open_page(entry.name)
        _idle(qtbot, window)
        for _view in chain([""], page.views()):
            _idle(qtbot, window)
            assert (window.width(), window.height()) == (940, 500), entry.name
            least, there = page.minimumSizeHint(), page.size()
            assert least.width() <= there.width(), entry.name
            assert max(least.height(), page.layout().minimumHeightForWidth(there.width())) <= there.height(), entry.name
            for button in page.findChildren(QPushButton):
                if button.isVisible() and not _is_scrolled(button):
                    corner = button.mapTo(page, button.rect().bottomRight())
                    assert page.rect().contains(corner), button.text()


def _is_scrolled(widget: QWidget) -> bool:
    above: QWidget | None = widget
    while above is not None and not isinstance(above, QAbstractScrollArea):
        above = above.parentWidget()
    return above is not None


def test_the_arrows_go_through_the_page_list(qtbot: QtBot, window: MainWindow) -> None:
    window.page_list.setCurrentRow(6)
    window.page_list.setFocus()
    qtbot.keyClick(window.page_list, Qt.Key.Key_Down)
    page = window.page
    assert isinstance(page, Page)
    assert page.title == "組織"
    _idle(qtbot, window)


def test_everything_can_be_searched_from_any_page(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    box = window.findChild(FindBox)
    assert box is not None
    box.field.setText("健康城市共同指標，於103年11月")
    qtbot.waitUntil(lambda: box.list.count() == 1)
    qtbot.keyClick(box.field, Qt.Key.Key_Return)
    page = window.page
    assert isinstance(page, MeetingsPage)
    qtbot.waitUntil(lambda: page.editor is not None and bool(page.editor.resolution_id), timeout=10_000)
    _idle(qtbot, window)


def test_a_hit_of_another_year_turns_to_that_year(qtbot: QtBot, window: MainWindow) -> None:
    window.workbench.do("設定116年度的主政縣市", SET_HOST)
    _idle(qtbot, window)
    window._given.year.choose(116)
    qtbot.keyClick(window, Qt.Key.Key_K, CONTROL)
    box = window.findChild(FindBox)
    assert box is not None
    box.field.setText("山海步道")
    qtbot.waitUntil(lambda: box.list.count() >= 1)
    box.list.setCurrentRow(next(n for n in range(box.list.count()) if box.list.item(n).data(FOUND).kind == "PlanItem"))
    box._choose_current()
    _idle(qtbot, window)
    assert window.year_box.value() == 103


def test_what_was_done_is_told_and_taken_back_from_the_notice(qtbot: QtBot, window: MainWindow) -> None:
    window.workbench.do("設定116年度的主政縣市", SET_HOST)
    qtbot.waitUntil(window.notice.isVisible, timeout=20_000)
    assert (window.notice.tone, window.notice.text) == (DONE, "已完成：設定116年度的主政縣市")
    assert "設定116年度的主政縣市" in window.undo_action.text()
    qtbot.mouseClick(window.notice.action_button, Qt.MouseButton.LeftButton)
    told = "已復原：設定116年度的主政縣市"
    qtbot.waitUntil(lambda: window.notice.text == told, timeout=20_000)
    assert "設定116年度的主政縣市" in window.redo_action.text()


def test_ctrl_z_undoes_typing_in_a_field_and_the_action_elsewhere(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page("chronicle")
    _idle(qtbot, window)
    page = window.page
    window.workbench.do("設定主政", SET_HOST)
    _idle(qtbot, window)
    search = page.search  # type: ignore[union-attr]
    search.setFocus()
    qtbot.keyClicks(search, "abc")
    qtbot.keyClick(search, Qt.Key.Key_Z, CONTROL)
    _idle(qtbot, window)
    assert search.text() == ""
    assert window.workbench.undo_label == "設定主政"
    window.page_list.setFocus()
    qtbot.keyClick(window.page_list, Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: window.workbench.redo_label == "設定主政")


def test_an_error_stays_until_it_is_closed(qtbot: QtBot, window: MainWindow) -> None:
    window.workbench.failed.emit(RuleBroken("理由不可空白，請填寫。"))
    assert (window.notice.tone, window.notice.text) == (ERROR, "理由不可空白，請填寫。")
    qtbot.mouseClick(window.notice.close_button, Qt.MouseButton.LeftButton)
    assert not window.notice.isVisible()


@pytest.mark.logs_errors
def test_a_mistake_of_our_own_gives_text_to_hand_on(qtbot: QtBot, window: MainWindow) -> None:
    window.workbench.failed.emit(ZeroDivisionError("division by zero"))
    dialog = window.findChild(CrashDialog)
    assert isinstance(dialog, QDialog)
    assert "division by zero" in dialog.findChild(QPlainTextEdit).toPlainText()
    dialog.reject()


@pytest.mark.parametrize("content", [None, b"", b"not a register at all, only some text" * 10])
def test_what_is_no_register_is_named_and_the_ways_to_begin_are_shown(
    qtbot: QtBot, bare_window: MainWindow, tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "broken.db"
    if content is not None:
        path.write_bytes(content)
    bare_window.open_store(str(path))
    qtbot.waitUntil(bare_window.notice.isVisible)
    assert bare_window.notice.tone == ERROR
    assert "broken.db" in bare_window.notice.text
    assert bare_window.welcome.ways.isVisible()
    assert content is None or path.read_bytes() == content


def test_a_new_register_is_made_from_the_welcome_page(qtbot: QtBot, bare_window: MainWindow, tmp_path: Path) -> None:
    bare_window.show_welcome()
    bare_window.create_store(str(tmp_path / "北臺.db"))
    qtbot.waitUntil(bare_window.side.isVisible, timeout=20_000)
    _idle(qtbot, bare_window)
    assert "北臺.db" in bare_window.windowTitle()


def test_the_year_is_turned_for_all_pages_and_remembered(qtbot: QtBot, window: MainWindow, settings: Settings) -> None:
    window.open_page("organisation")
    _idle(qtbot, window)
    window.year_box.set_value(104)
    window.year_box.chosen.emit(104)
    _idle(qtbot, window)
    page = window.page
    assert "104年度（第12屆）主政：新北市" in page.subtitle.text()  # type: ignore[union-attr]
    assert Settings(settings.path).choices.years == {window.workbench.location: 104}


def test_a_year_is_offered_as_soon_as_the_register_has_it(qtbot: QtBot, window: MainWindow) -> None:
    newest = window.year_box.itemText(0)
    assert newest < "116年度"
    window.workbench.do("設定116年度的主政縣市", SET_HOST)
    _idle(qtbot, window)
    assert (window.year_box.itemText(0), window.year_box.value()) == ("116年度", 103)
    window.workbench.undo()
    _idle(qtbot, window)
    assert (window.year_box.itemText(0), window.year_box.value()) == (newest, 103)


def test_the_year_of_a_record_is_shown_though_it_was_not_offered(qtbot: QtBot, window: MainWindow) -> None:
    window._given.year.choose(117)
    _idle(qtbot, window)
    assert window.year_box.text() == "117年度"
    assert window.windowTitle().startswith("117年度")


def test_the_look_changes_at_once_and_is_remembered(window: MainWindow, settings: Settings) -> None:
    window.look_actions["dark"].trigger()
    dark = window.palette().window().color().lightness()
    window.look_actions["light"].trigger()
    assert dark < 80 < window.palette().window().color().lightness()
    assert Settings(settings.path).choices.theme == "light"


def test_what_was_typed_just_before_the_window_closes_is_kept(qtbot, window, sample_path):
    page = window.open_page("meetings")
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=20_000)
    draft = next(row.meeting for row in page.list.shown() if row.meeting.status is MeetingStatus.DRAFT)
    page.open_meeting(draft.id)
    qtbot.waitUntil(lambda: page.editor is not None and window.workbench.is_idle, timeout=20_000)
    page.editor.forms.head_form._editors["chair"].insert("寫到最後一刻")
    window.close()
    window.workbench.close()
    store = Store.open(sample_path)
    assert store.ask(lambda records: records.get(Meeting, draft.id)).chair == "寫到最後一刻"
    store.close()


def test_undo_takes_back_what_is_just_being_typed_and_nothing_before_it(qtbot, window):
    page = window.open_page("meetings")
    _idle(qtbot, window)
    draft = next(row.meeting for row in page.list.shown() if row.meeting.status is MeetingStatus.DRAFT)
    page.open_meeting(draft.id)
    qtbot.waitUntil(lambda: page.editor is not None and window.workbench.is_idle, timeout=20_000)
    form = page.editor.forms.head_form
    form._editors["chair"].insert("先存的")
    page.flush()
    _idle(qtbot, window)
    form._editors["recorder"].insert("剛打的")
    window.undo_action.trigger()
    _idle(qtbot, window)
    assert (form._editors["chair"].text(), form._editors["recorder"].text()) == ("先存的", "")
    assert not form.notice.isVisible()


def test_what_is_done_next_takes_the_place_of_an_error(qtbot: QtBot, window: MainWindow) -> None:
    window.show_error(RuleBroken("理由不可空白，請填寫。"))
    window.workbench.do("指定主政縣市", SET_HOST)
    _idle(qtbot, window)
    assert (window.notice.tone, window.notice.text) == (DONE, "已完成：指定主政縣市")
    assert window.notice.action_button.text() == "復原"


def test_an_error_of_one_page_is_not_read_on_another(qtbot: QtBot, window: MainWindow) -> None:
    window.open_page("meetings")
    window.show_error(RuleBroken("還不能定稿。"))
    window.open_page("meetings")
    assert window.notice.isVisible()
    window.open_page("plan")
    assert not window.notice.isVisible()
    _idle(qtbot, window)


def test_what_waits_for_the_painted_window_is_done_once_it_is_painted(qtbot: QtBot, bare_window: MainWindow) -> None:
    done: list[bool] = []
    bare_window.when_painted(lambda: done.append(True))
    assert not done
    bare_window.repaint()
    qtbot.waitUntil(lambda: bool(done), timeout=100)
    qtbot.wait(600)
    assert done == [True]


def test_a_window_that_nothing_paints_gets_on_with_its_work(qtbot: QtBot, bare_window: MainWindow) -> None:
    done: list[bool] = []
    bare_window.hide()
    bare_window.when_painted(lambda: done.append(True))
    qtbot.waitUntil(lambda: bool(done), timeout=2_000)
