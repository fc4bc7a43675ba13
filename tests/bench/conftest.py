"""Registers of some size, each made once; and the table of what was found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.services import setup
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work
from tests.bench import findings
from tests.bench.large_register import make

TIMES = 100


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write", type=Path, metavar="FILE", help="write the table of what was found here")


def pytest_sessionfinish(session: pytest.Session) -> None:
    path = session.config.getoption("--write")
    if path is not None and findings.FINDINGS:
        findings.write(path, findings.FINDINGS, date.today())


@pytest.fixture(scope="session")
def twenty_years(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The register of twenty years, so many times over; who changes it copies it first."""
    made: dict[int, Path] = {}

    def register(times: int) -> Path:
        if times not in made:
            made[times] = make(tmp_path_factory.mktemp("registers") / f"times{times}.db", times=times)
        return made[times]

    return register


@pytest.fixture(scope="session")
def large_register(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """About 1,500 cases with 3,000 lines."""
    path = tmp_path_factory.mktemp("bench") / "large.db"
    store = setup.create(path, sample=True)
    store.do("倍增", multiply)
    store.close()
    return path


def multiply(work: Work, times: int = TIMES) -> None:
    """Make the cases so many times as many."""
    cases = [case for case in work.all(Resolution) if case.number]
    lines, reports = work.all(Assignment), work.all(ProgressReport)
    for time in range(1, times):
        for case in cases:
            made = work.save(replace(case, id=new_id(), number=f"{case.number}-{time}"))
            for line in lines:
                if line.resolution_id != case.id:
                    continue
                copy = work.save(replace(line, id=new_id(), resolution_id=made.id))
                for report in reports:
                    if report.assignment_id == line.id:
                        work.save(replace(report, id=new_id(), assignment_id=copy.id))


@pytest.fixture
def large_store(large_register: Path):
    store = Store.open(large_register)
    yield store
    store.close()
