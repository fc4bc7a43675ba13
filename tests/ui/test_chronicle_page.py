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
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
from northtaiwan_desktop.ui.chronicle.page import ChroniclePage
from tests.ui.bench_of_pages import settled, shown

LEFT = Qt.MouseButton.LeftButton


def _form(page: ChroniclePage) -> EntryForm:
    return page.findChildren(EntryForm)[-1]


def test_an_entry_of_some_months_is_written_and_undone(qtbot: QtBot, store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, store, tmp_path) as page:
        assert page.list.shown() == []
        qtbot.mouseClick(page.add_button, LEFT)
        form = _form(page)
        form.when.line.insert("92年2月至6月")
        form.text.setPlainText("八縣市首長輪流拜會")
        qtbot.keyClick(form.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(lambda: len(page.list.shown()) == 1)
        entry = page.list.shown()[0]
        assert (entry.since, entry.until, entry.precision) == (date(2003, 2, 1), date(2003, 6, 30), Precision.MONTHS)
        assert page.workbench.undo_label == "新增大事記"
        page.workbench.undo()
        qtbot.waitUntil(lambda: page.list.shown() == [])


def test_an_entry_is_mended_where_it_stands(qtbot: QtBot, sample_store: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, sample_store, tmp_path) as page:
        first = page.list.shown()[0]
        page.list.choose(first.id)
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        form = _form(page)
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
        form = _form(page)
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
        page.scope.set_value(True)
        page.scope.chosen.emit(True)
        qtbot.waitUntil(lambda: page.list.shown() == [])


def _with(entry: ChronicleEntry, **changes: Any) -> ChronicleEntry:
    changes.setdefault("until", changes.get("since", entry.until))
    return ChronicleEntry(**(vars(entry) | changes))
