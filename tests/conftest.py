"""What every test stands on: a real register, no screen, and no error in the log that was not asked for."""

import logging
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from northtaiwan_desktop.services import setup
from northtaiwan_desktop.storage.store import Store

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


@pytest.fixture
def store(empty_register: Path, tmp_path: Path) -> Iterator[Store]:
    """A register with the reference data alone."""
    yield from _copy(empty_register, tmp_path)


@pytest.fixture
def sample_store(sample_register: Path, tmp_path: Path) -> Iterator[Store]:
    """A register with the sample year."""
    yield from _copy(sample_register, tmp_path)


def _copy(register: Path, folder: Path) -> Iterator[Store]:
    path = folder / "register.db"
    shutil.copy(register, path)
    store = Store.open(path)
    yield store
    store.close()
