"""大事記: written, mended, removed, looked through and handed out."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.reference import reference
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
from northtaiwan_desktop.ui.chronicle.kinds_form import KindsForm
from northtaiwan_desktop.ui.chronicle.page import ChroniclePage
from tests.ui.bench_of_pages import settled, shown

LEFT = Qt.MouseButton.LeftButton


def _form(qtbot: QtBot, page: ChroniclePage) -> EntryForm:
    qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(EntryForm)))
    return next(form for form in page.findChildren(EntryForm) if form.isVisible())


def test_an_entry_of_some_months_is_written_and_undone(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, store, tmp_path) as page:
        assert page.list.shown() == []
        qtbot.mouseClick(page.add_button, LEFT)
        form = _form(qtbot, page)
        form.when.line.insert("92年2月至6月")
        form.text.setPlainText("八縣市首長輪流拜會")
        qtbot.keyClick(form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(page.list.shown()) == 1)
        entry = page.list.shown()[0]
        assert (entry.since, entry.until, entry.precision) == (date(2003, 2, 1), date(2003, 6, 30), Precision.MONTHS)
        assert page.workbench.undo_label == "新增大事記"
        page.workbench.undo()
        qtbot.waitUntil(lambda: page.list.shown() == [])


def test_two_quick_ctrl_enters_write_one_entry(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, store, tmp_path) as page:
        qtbot.mouseClick(page.add_button, LEFT)
        form = _form(qtbot, page)
        form.when.line.insert("92年2月至6月")
        form.text.setPlainText("八縣市首長輪流拜會")
        for _press in range(2):
            qtbot.keyClick(form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        settled(qtbot, page)
        assert len(page.list.shown()) == 1


def test_an_entry_is_mended_where_it_stands(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page:
        first = page.list.shown()[0]
        page.list.choose(first.id)
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        form = _form(qtbot, page)
        form.text.setPlainText("改寫過的一則")
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: page.list.current() is not None and page.list.current().text == "改寫過的一則")
        assert page.list.current().id == first.id
        assert page.list.current().since == first.since


def test_what_someone_else_changed_meanwhile_is_told_before_it_is_written_over(
    qtbot: QtBot, sample_store: Store, tmp_path: Path
) -> None:
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page:
        first: ChronicleEntry = page.list.shown()[0]
        page.list.choose(first.id)
        qtbot.mouseClick(page.edit_button, LEFT)
        form = _form(qtbot, page)
        sample_store.do("別人的修改", lambda work: work.save(_with(first, source="別人寫的出處")))
        form.text.setPlainText("我的內容")
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(form.notice.isVisible)
        assert form.isVisible()
        qtbot.mouseClick(form.notice.action_button, LEFT)
        settled(qtbot, page)
        assert sample_store.ask(lambda records: records.get(ChronicleEntry, first.id)).text == "我的內容"


def test_several_are_removed_at_once_and_come_back_at_once(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page:
        before = page.list.shown()
        page.list.selectAll()
        qtbot.mouseClick(page.delete_button, LEFT)
        qtbot.waitUntil(lambda: page.list.shown() == [])
        assert page.workbench.undo_label == f"刪除 {len(before)} 則大事記"
        page.workbench.undo()
        qtbot.waitUntil(lambda: page.list.shown() == before)


@pytest.mark.parametrize("ending", [".docx", ".xlsx", ".odt", ".ods", ".pdf"])
def test_it_is_handed_out_in_each_format(
    qtbot: QtBot, sample_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    path = tmp_path / f"大事記{ending}"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *words: (str(path), ""))
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page, qtbot.waitSignal(page.made, timeout=20_000):
        qtbot.mouseClick(page.export_button, LEFT)
    assert path.stat().st_size > 1000


def test_the_year_narrows_the_list_when_wished(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    sample_store.do("新增", lambda work: work.save(_with(sample_store.ask(entries)[0], id="x", since=date(2010, 1, 1))))
    with shown(qtbot, ChroniclePage, sample_store, tmp_path, year=104) as page:
        assert page.list.shown()
        page.scope.set_value("year")
        page.scope.chosen.emit("year")
        qtbot.waitUntil(lambda: page.list.shown() == [])


def test_the_timeline_opens_an_entry_by_keys_and_by_a_click(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page:
        qtbot.mouseClick(page.timeline_button, LEFT)
        view = page.timeline.view
        assert view.isVisible()
        assert page.timeline.shown() == page.list.shown()
        qtbot.keyClick(view, Qt.Key.Key_Home)
        qtbot.keyClick(view, Qt.Key.Key_Down)
        second = page.list.shown()[1]
        assert page.timeline.current() == second
        assert second.text in page.detail.text()
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert _form(qtbot, page).text.toPlainText() == second.text
        _form(qtbot, page).reject()
        third = view.visualRect(view.indexBelow(view.currentIndex()))
        qtbot.mouseClick(view.viewport(), LEFT, pos=third.center())
        assert _form(qtbot, page).text.toPlainText() == page.list.shown()[2].text
        _form(qtbot, page).reject()
        page.search.setText("義民")
        qtbot.waitUntil(lambda: [entry.text[:2] for entry in page.timeline.shown()] == ["第二"])


def test_many_entries_lie_under_their_decades(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    def add(work: Work) -> None:
        for year in range(1994, 2014):
            for month in (1, 5, 6, 11):
                day = date(year, month, 3)
                work.save(ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=f"{year}-{month}"))

    store.do("新增", add)
    with shown(qtbot, ChroniclePage, store, tmp_path) as page:
        page.timeline_button.click()
        view = page.timeline.view
        assert [view.model().index(row, 0).data() for row in range(view.model().rowCount())] == [
            "80至89年，28 則",
            "90至99年，40 則",
            "100至109年，12 則",
        ]
        view.setCurrentIndex(view.model().index(0, 0))
        qtbot.keyClick(view, Qt.Key.Key_Return)
        assert not view.isExpanded(view.model().index(0, 0))
        assert not page.edit_button.isEnabled()
        page.renew()
        settled(qtbot, page)
        assert not view.isExpanded(view.model().index(0, 0))
        page.scope.set_value("span")
        page.scope.chosen.emit("span")
        settled(qtbot, page)
        page.first.set_value(99)
        page.last.set_value(100)
        page.last.chosen.emit(100)
        qtbot.waitUntil(lambda: len(page.timeline.shown()) == 8)


def test_an_entry_leads_to_its_meeting(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page:
        page.list.choose("103-0610")
        assert not page.meeting_button.isVisible()
        qtbot.mouseClick(page.edit_button, LEFT)
        form = _form(qtbot, page)
        form.meeting.set_value("103-deputies-1")
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(page.meeting_button.isVisible)
        with qtbot.waitSignal(page.go) as gone:
            qtbot.mouseClick(page.meeting_button, LEFT)
        assert gone.args == ["meetings", "103-deputies-1"]


def test_the_kinds_that_write_their_own_entries_are_chosen(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, store, tmp_path) as page:
        qtbot.mouseClick(page.kinds_button, LEFT)
        qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(KindsForm)))
        form = page.findChildren(KindsForm)[-1]
        assert form.kinds.text() == "副首長會議\n首長及委員年會"
        form.kinds.set_text("首長及委員年會")
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: [kind.id for kind in store.ask(reference).kinds if kind.is_chronicled] == ["heads"])


def _with(entry: ChronicleEntry, **changes: Any) -> ChronicleEntry:
    changes.setdefault("until", changes.get("since", entry.until))
    return ChronicleEntry(**(vars(entry) | changes))
