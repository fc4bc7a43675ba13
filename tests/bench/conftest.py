"""A register of some size: the sample year's cases, each many times over."""

from dataclasses import replace
from pathlib import Path

import pytest

from northtaiwan_desktop.domain.identity import new_id
from northtaiwan_desktop.domain.progress import ProgressReport
from northtaiwan_desktop.domain.resolution import Assignment, Resolution
from northtaiwan_desktop.services import setup
from northtaiwan_desktop.storage.store import Store
from northtaiwan_desktop.storage.work import Work

TIMES = 100


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
