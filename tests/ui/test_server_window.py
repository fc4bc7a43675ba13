"""The window on a server: opened by a form, moved there and back, and grey where the role does not reach."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit
from pytestqt.qtbot import QtBot

from northtaiwan_desktop.domain.rights import Role
from northtaiwan_desktop.services import server as services
from northtaiwan_desktop.settings import Settings
from northtaiwan_desktop.storage.resolutions import tracked_lines
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.ui.held import CHANGES, controls
from northtaiwan_desktop.ui.main_window import MainWindow
from northtaiwan_desktop.ui.pages import PAGES
from northtaiwan_desktop.ui.server_form import ServerForm
from northtaiwan_desktop.ui.widgets.list_view import ListView
from tests.postgres import OWNER, TestServer
from tests.ui.conftest import TODAY

LEFT = Qt.MouseButton.LeftButton
SECONDS = 20_000


@pytest.fixture
def database(server: TestServer, sample_database: str) -> Iterator[str]:
    """A sample year on the server, with its roles."""
    name = f"test_{uuid4().hex}"
    server.make(name, template=sample_database)
    services.set_up(services.address_of(server.url(name)))
    yield name
    server.drop(name)
    with server.connect() as connection:
        for role in reversed(Role):
            connection.execute(f'DROP ROLE IF EXISTS "{name}_{role.value}"')


def form_of(qtbot: QtBot, window: MainWindow) -> ServerForm:
    qtbot.waitUntil(lambda: any(form.isVisible() for form in window.findChildren(ServerForm)), timeout=SECONDS)
    return next(form for form in window.findChildren(ServerForm) if form.isVisible())


def fill(form: ServerForm, server: TestServer, database: str, user: str, password: str = "") -> None:
    form.host.setText("127.0.0.1")
    form.port.setText(str(server.port))
    form.database.setText(database)
    form.user.setText(user)
    form.password.setText(password)
    form.tls.set_value("prefer")


def opened(qtbot: QtBot, window: MainWindow, url: str) -> MainWindow:
    window.open_store(url)
    qtbot.waitUntil(lambda: window.side.isVisible() and window.workbench.is_idle, timeout=SECONDS)
    return window


def granted(server: TestServer, database: str, login: str, role: Role, *counties: str) -> str:
    server.login(login)
    services.grant(services.address_of(server.url(database)), login, role, counties)
    return server.url(database, user=login)


def test_a_server_is_opened_by_its_form_and_no_password_is_kept(
    qtbot: QtBot, server: TestServer, database: str, bare_window: MainWindow, settings: Settings
) -> None:
    granted(server, database, "guarded", Role.SECRETARY)
    with server.connect() as connection:
        connection.execute("ALTER ROLE guarded PASSWORD 'geheim 密碼 '")
    bare_window.server.ask_open()
    form = form_of(qtbot, bare_window)
    assert form.password.echoMode() is QLineEdit.EchoMode.Password
    fill(form, server, database, "guarded", "falsch")
    qtbot.mouseClick(form.save_button, LEFT)
    qtbot.waitUntil(lambda: "密碼不對" in form.notice.text, timeout=SECONDS)
    assert form.isVisible()
    form.password.setText("geheim 密碼 ")
    qtbot.keyClick(form.password, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bare_window.side.isVisible() and bare_window.workbench.is_idle, timeout=SECONDS)
    assert database in bare_window.windowTitle()
    kept = settings.path.read_text("utf-8")
    assert f"guarded@127.0.0.1:{server.port}/{database}" in kept
    assert "geheim" not in kept
    assert "falsch" not in kept
    assert bare_window.server.open_form().user.text() == "guarded"


def test_what_cannot_be_an_address_is_said_in_the_form(qtbot: QtBot, bare_window: MainWindow) -> None:
    bare_window.server.ask_open()
    form = form_of(qtbot, bare_window)
    qtbot.mouseClick(form.save_button, LEFT)
    assert form.isVisible()
    form.host.setText("db")
    form.database.setText("beitai")
    form.port.setText("x")
    qtbot.mouseClick(form.save_button, LEFT)
    assert "連接埠" in form.notice.text
    form.host.setText("postgresql://wang:secret@db/beitai")
    qtbot.mouseClick(form.save_button, LEFT)
    assert "不可以寫密碼" in form.notice.text
    form.reject()


def test_a_recent_server_that_asks_for_a_password_brings_the_form(
    qtbot: QtBot, server: TestServer, database: str, bare_window: MainWindow
) -> None:
    granted(server, database, "guarded", Role.READER)
    url = server.url(database, user="guarded")
    bare_window.open_store(url)
    form = form_of(qtbot, bare_window)
    assert (form.user.text(), form.database.text()) == ("guarded", database)
    assert "密碼" in form.notice.text
    assert form.focusWidget() is form.password
    form.reject()


def test_a_file_is_carried_to_a_server_and_back(
    qtbot: QtBot, server: TestServer, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = window.workbench.location
    assert window.server.move_action.text() == "複製到伺服器(&M)…"
    server.make("carried")
    try:
        window.server.move_action.trigger()
        form = form_of(qtbot, window)
        fill(form, server, "carried", OWNER)
        qtbot.mouseClick(form.save_button, LEFT)
        qtbot.waitUntil(lambda: "逐表核對相符" in window.notice.text, timeout=SECONDS)
        assert window.workbench.location == before
        qtbot.mouseClick(window.notice.action_button, LEFT)
        qtbot.waitUntil(lambda: window.workbench.location != before and window.workbench.is_idle, timeout=SECONDS)
        assert window.server.move_action.text() == "複製成檔案(&M)…"
        target = tmp_path / "回來.db"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_words: (str(target), ""))
        window.server.move_action.trigger()
        qtbot.waitUntil(lambda: "逐表核對相符" in window.notice.text, timeout=SECONDS)
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=SECONDS)
        first, last = Store.open(before), Store.open(target)
        assert last.ask(lambda records: tracked_lines(records, today=TODAY)) == first.ask(
            lambda records: tracked_lines(records, today=TODAY)
        )
        first.close()
        last.close()
    finally:
        window.workbench.close()
        server.drop("carried")


@pytest.mark.parametrize("name", [entry.name for entry in PAGES])
def test_a_reader_finds_everything_grey_that_changes(
    qtbot: QtBot, server: TestServer, database: str, bare_window: MainWindow, name: str
) -> None:
    url = granted(server, database, "reader", Role.READER)
    window = opened(qtbot, bare_window, url)
    assert "「讀者」" in window.notice.text
    page = window.open_page(name)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=SECONDS)
    # With a record chosen, the page itself would have them free.
    for view in page.findChildren(ListView):
        if view.isVisible() and view.shown_count:
            view.selectRow(0)
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=SECONDS)
    assert [one for one in controls(page, name) if one.isEnabled()] == []


def test_every_control_that_is_held_exists(window: MainWindow) -> None:
    assert set(CHANGES) <= {entry.name for entry in PAGES}
    for name in CHANGES:
        assert list(controls(window.open_page(name), name))


def test_a_window_may_report_for_its_county_alone(
    qtbot: QtBot, server: TestServer, database: str, bare_window: MainWindow
) -> None:
    window = opened(qtbot, bare_window, granted(server, database, "window_clerk", Role.WINDOW, "桃園市"))
    assert "「議題窗口」" in window.notice.text
    page = window.open_page("resolutions")
    qtbot.waitUntil(lambda: window.workbench.is_idle and page.list.shown_count > 0, timeout=SECONDS)
    for county, may in (("68000", True), ("63000", False)):
        qtbot.waitUntil(lambda: None not in page.list.shown(), timeout=SECONDS)
        places = [place for place, one in enumerate(page.list.shown()) if one.assignment.member_id == county]
        page.list.selectRow(places[0])
        qtbot.waitUntil(
            lambda county=county: (one := page.list.current()) is not None and one.assignment.member_id == county,
            timeout=SECONDS,
        )
        qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=SECONDS)
        assert page.report_button.isEnabled() is may
        assert not page.decide_button.isEnabled()


def test_back_on_a_file_everything_is_free_again(
    qtbot: QtBot, server: TestServer, database: str, bare_window: MainWindow, sample_path: Path
) -> None:
    window = opened(qtbot, bare_window, granted(server, database, "reader", Role.READER))
    page = window.open_page("chronicle")
    qtbot.waitUntil(lambda: window.workbench.is_idle, timeout=SECONDS)
    assert not page.add_button.isEnabled()
    window.open_store(str(sample_path))
    qtbot.waitUntil(lambda: window.workbench.location == str(sample_path) and window.workbench.is_idle, timeout=SECONDS)
    assert page.add_button.isEnabled()


def test_a_reader_sees_a_draft_as_it_stands_and_types_nothing(
    qtbot: QtBot, server: TestServer, database: str, bare_window: MainWindow, settle: Callable[..., None]
) -> None:
    window = opened(qtbot, bare_window, granted(server, database, "reader", Role.READER))
    page = window.open_page("meetings")
    settle(window.workbench)
    draft = next(line for line in page.list.shown() if line.meeting.status.value == "draft")
    page.show_record(draft.meeting.id)
    qtbot.waitUntil(lambda: page.editor is not None and window.workbench.is_idle, timeout=SECONDS)
    assert not page.editor.is_editable
    assert not page.finalise_button.isEnabled()
