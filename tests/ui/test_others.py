"""A register on a server behind the window: what others change is seen, a lost line is told, nothing typed goes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.errors import StoreUnavailable
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.storage.journal import Operation
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.chronicle.entry_form import EntryForm
from northtaiwan_desktop.ui.chronicle.page import ChroniclePage
from northtaiwan_desktop.ui.workbench import Workbench
from tests.postgres import TestServer
from tests.ui.bench_of_pages import shown

DAY = date(2014, 10, 1)
SECONDS = 3_000
LEFT = Qt.MouseButton.LeftButton


def an_entry(text: str) -> ChronicleEntry:
    return ChronicleEntry(since=DAY, until=DAY, precision=Precision.DAY, text=text)


@pytest.fixture
def shared(server: TestServer, empty_database: str) -> Iterator[str]:
    """The address of a register that many have open."""
    database = f"test_{uuid4().hex}"
    yield server.make(database, template=empty_database)
    server.drop(database)


@pytest.fixture
def other(shared: str) -> Iterator[Store]:
    """Somebody else's program on the same register."""
    store = Store.open(shared)
    yield store
    store.close()


def cut(server: TestServer, url: str) -> None:
    """Break every line to a database."""
    database = url.rsplit("/", 1)[1].partition("?")[0]
    with server.connect() as connection:
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [database])


def test_what_others_change_is_told_within_seconds(qtbot: QtBot, shared: str, other: Store) -> None:
    bench, told = Workbench(Store.open(shared)), []
    bench.changed.connect(told.append)
    qtbot.waitUntil(lambda: bench.is_idle)
    qtbot.wait(200)
    other.do("新增", partial(chronicle.save_entry, entry=an_entry("別人新增")))
    qtbot.waitUntil(lambda: bool(told), timeout=SECONDS)
    assert [one.kinds for one in told] == [{"ChronicleEntry"}]
    # What another login did, and what the same one did in another window: the menu names what can be taken back.
    assert bench.undo_label == "新增"
    bench.close()


def test_what_one_did_oneself_is_told_once(qtbot: QtBot, shared: str) -> None:
    bench, told = Workbench(Store.open(shared)), []
    bench.changed.connect(told.append)
    qtbot.waitUntil(lambda: bench.is_idle)
    bench.do("新增", partial(chronicle.save_entry, entry=an_entry("自己")))
    qtbot.waitUntil(lambda: bool(told), timeout=SECONDS)
    qtbot.wait(500)
    assert len(told) == 1
    bench.close()


def test_a_lost_line_is_told_and_taken_up_again(qtbot: QtBot, server: TestServer, shared: str, other: Store) -> None:
    bench = Workbench(Store.open(shared))
    failures: list[Exception] = []
    told: list[Operation] = []
    bench.failed.connect(failures.append)
    bench.changed.connect(told.append)
    qtbot.waitUntil(lambda: bench.is_idle)
    qtbot.wait(200)
    with qtbot.waitSignal(bench.regained, timeout=8_000):
        cut(server, shared)
    assert [type(one) for one in failures] == [StoreUnavailable]
    assert "輸入的文字仍在畫面上" in str(failures[0])
    # Whatever happened meanwhile is asked for anew, and later changes are heard again.
    qtbot.waitUntil(lambda: len(told) == 1, timeout=SECONDS)
    assert "Meeting" in told[0].kinds
    other.do("新增", partial(chronicle.save_entry, entry=an_entry("之後")))
    qtbot.waitUntil(lambda: len(told) == 2, timeout=SECONDS)
    bench.close()


def test_a_list_follows_what_others_do(qtbot: QtBot, shared: str, other: Store, tmp_path: Path) -> None:
    with shown(qtbot, ChroniclePage, Store.open(shared), tmp_path) as page:
        page.year.choose(103)
        qtbot.waitUntil(lambda: page.workbench.is_idle)
        entry = an_entry("（示例）別人寫的")
        other.do("新增", partial(chronicle.save_entry, entry=entry))
        qtbot.waitUntil(lambda: [one.text for one in page.list.shown()] == ["（示例）別人寫的"], timeout=SECONDS)
        other.do("改", partial(chronicle.save_entry, entry=replace(entry, text="（示例）改過"), seen=entry))
        qtbot.waitUntil(lambda: [one.text for one in page.list.shown()] == ["（示例）改過"], timeout=SECONDS)
        other.undo()
        other.undo()
        qtbot.waitUntil(lambda: page.list.shown() == [], timeout=SECONDS)


def test_what_is_typed_stays_where_the_server_is_gone_and_is_saved_once_it_is_back(
    qtbot: QtBot, server: TestServer, shared: str, other: Store, tmp_path: Path
) -> None:
    with shown(qtbot, ChroniclePage, Store.open(shared), tmp_path) as page:
        qtbot.mouseClick(page.add_button, LEFT)
        qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(EntryForm)))
        form = next(form for form in page.findChildren(EntryForm) if form.isVisible())
        form.when.line.insert("103年10月1日")
        form.text.setPlainText("（示例）斷線時打的字")
        server.control("-m", "fast", "stop")
        try:
            qtbot.mouseClick(form.save_button, LEFT)
            qtbot.waitUntil(lambda: "輸入的文字仍在畫面上" in form.notice.text, timeout=SECONDS)
            assert form.isVisible()
            assert form.text.toPlainText() == "（示例）斷線時打的字"
        finally:
            server.control("-l", str(server.folder / "server.log"), "start")
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: [one.text for one in page.list.shown()] == ["（示例）斷線時打的字"], timeout=20_000)
        qtbot.waitUntil(lambda: page.workbench.is_idle, timeout=20_000)
    assert [one.text for one in other.ask(lambda records: records.all(ChronicleEntry))] == ["（示例）斷線時打的字"]


def test_two_who_edit_one_entry_are_asked(qtbot: QtBot, shared: str, other: Store, tmp_path: Path) -> None:
    entry = an_entry("（示例）原來的")
    other.do("新增", partial(chronicle.save_entry, entry=entry))
    with shown(qtbot, ChroniclePage, Store.open(shared), tmp_path) as page:
        page.year.choose(103)
        qtbot.waitUntil(lambda: len(page.list.shown()) == 1)
        page.list.choose(entry.id)
        qtbot.keyClick(page.list, Qt.Key.Key_Return)
        qtbot.waitUntil(lambda: any(form.isVisible() for form in page.findChildren(EntryForm)))
        form = next(form for form in page.findChildren(EntryForm) if form.isVisible())
        form.text.setPlainText("（示例）我改的")
        other.do("改", partial(chronicle.save_entry, entry=replace(entry, text="（示例）他改的"), seen=entry))
        qtbot.wait(300)
        assert form.text.toPlainText() == "（示例）我改的"
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: "已有別的修改" in form.notice.text, timeout=SECONDS)
        # The list behind shows what he wrote; the form keeps what was typed, and saves over it only when told to.
        assert [one.text for one in page.list.shown()] == ["（示例）他改的"]
        assert form.text.toPlainText() == "（示例）我改的"
        qtbot.mouseClick(form.notice.action_button, LEFT)
        qtbot.waitUntil(lambda: [one.text for one in page.list.shown()] == ["（示例）我改的"], timeout=SECONDS)
