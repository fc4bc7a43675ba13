"""What every test stands on: a real register, no screen, and no error in the log that was not asked for."""

import gc
import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from northtaiwan_desktop import memory
from northtaiwan_desktop.services import setup
from northtaiwan_desktop.storage.store import Store
from tests.postgres import TestServer, programs, running

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture(autouse=True)
def log_stays_clean(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail a test that logs an error, unless it is marked `logs_errors`."""
    yield
    if "logs_errors" in request.keywords:
        return
    records = [*caplog.get_records("setup"), *caplog.get_records("call")]
    errors = [record.getMessage() for record in records if record.levelno >= logging.ERROR]
    assert not errors, f"unexpected errors in the log: {errors}"


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """What the application of the tests is started with: the style of the program."""
    from northtaiwan_desktop.ui.theme import STYLE  # not every run has a window

    return ["northtaiwan", "-style", STYLE]


WINDOWS = ("ui", "journeys", "bench")
"""The tests in these folders open windows."""


@pytest.fixture(scope="module", autouse=True)
def what_windows_leave_is_destroyed_here(request: pytest.FixtureRequest) -> Iterator[None]:
    """As in the program: no other thread may come upon what a closed window left, and destroy it there."""
    if request.path.parent.name not in WINDOWS:
        yield
        return
    memory.look_only_when_told()
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    gc.enable()


@pytest.fixture(autouse=True)
def what_a_test_leaves_is_looked_through() -> Iterator[None]:
    yield
    memory.look_when_due()


@pytest.fixture(scope="session")
def empty_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the reference data alone, made once and copied for each test."""
    path = tmp_path_factory.mktemp("registers") / "empty.db"
    setup.create(path).close()
    return path


@pytest.fixture(scope="session")
def sample_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A register with the sample year, made once and copied for each test."""
    path = tmp_path_factory.mktemp("registers") / "sample.db"
    setup.create(path, sample=True).close()
    return path


@pytest.fixture(scope="session")
def server() -> Iterator[TestServer]:
    """A database server, started once."""
    found = programs()
    if found is None:
        pytest.skip("no PostgreSQL server is installed: `tasks.py test` installs one on Debian")
    with running(found) as started:
        yield started


@pytest.fixture(scope="session")
def empty_database(server: TestServer) -> str:
    """A server's register with the reference data alone, made once and copied for each test."""
    setup.create(server.make("empty")).close()
    return "empty"


@pytest.fixture(scope="session")
def sample_database(server: TestServer) -> str:
    """A server's register with the sample year, made once and copied for each test."""
    setup.create(server.make("sample"), sample=True).close()
    return "sample"


FLOORS = ("storage", "services", "journeys")
"""The tests of these floors that begin with one of the fixtures below ask the same of a file and of a server."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    floor = metafunc.definition.path.parent.name
    if floor in FLOORS and "home" in metafunc.fixturenames:
        marks = {mark.name for mark in metafunc.definition.iter_markers()}
        homes = [home for home in ("file", "server") if f"{home}_alone" in marks] or ["file", "server"]
        metafunc.parametrize("home", homes, indirect=True)


@pytest.fixture
def home(request: pytest.FixtureRequest) -> str:
    """Where the register of a test lies: in a file or on a server."""
    return getattr(request, "param", "file")


@pytest.fixture
def store(home: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A register with the reference data alone."""
    yield from _copied(home, "empty", request, tmp_path)


@pytest.fixture
def sample_store(home: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    """A register with the sample year."""
    yield from _copied(home, "sample", request, tmp_path)


@pytest.fixture
def place(home: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a register can be made: the path of a file, or a server's empty database."""
    if home == "file":
        yield str(tmp_path / "register.db")
        return
    server: TestServer = request.getfixturevalue("server")
    database = f"test_{uuid4().hex}"
    yield server.make(database)
    server.drop(database)


def _copied(home: str, name: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Store]:
    if home == "file":
        path = folder / "register.db"
        shutil.copy(request.getfixturevalue(f"{name}_register"), path)
        store = Store.open(path)
        yield store
        store.close()
        return
    server: TestServer = request.getfixturevalue("server")
    database = f"test_{uuid4().hex}"
    store = Store.open(server.make(database, template=request.getfixturevalue(f"{name}_database")))
    yield store
    store.close()
    server.drop(database)
