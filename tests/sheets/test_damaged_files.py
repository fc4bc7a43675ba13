"""Two hundred damaged workbooks: each is read or refused with a sentence, and the register stays as it is.

`python -m tests.bench.damaged_files` does the same with ten thousand.
"""

from datetime import date
from pathlib import Path

import pytest

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.services import intake
from northtaiwan_desktop.sheets.grid_files import read_grids_from
from northtaiwan_desktop.storage.store import Store
from tests.sheets.damage import damaged, whole_files

TODAY = date(2026, 9, 20)


@pytest.mark.parametrize("name", [name for name, _data in whole_files()])
def test_the_files_that_are_damaged_are_whole_before(name: str) -> None:
    (first, *_others) = read_grids_from(dict(whole_files())[name], name)

    assert any("115-003" in row for row in first.rows)


def test_the_same_seed_damages_the_same_way() -> None:
    assert damaged(7) == damaged(7)
    assert len({damaged(seed)[1] for seed in range(50)}) > 40


@pytest.mark.parametrize("tens", range(20))
def test_a_damaged_file_is_read_or_refused_and_changes_nothing(store: Store, tmp_path: Path, tens: int) -> None:
    before = store.ask(lambda records: Path(store.location).read_bytes())
    for seed in range(tens * 10, tens * 10 + 10):
        name, data = damaged(seed)
        path = tmp_path / name
        path.write_bytes(data)
        (file,) = finished(intake.read_batch([path], store.ask, today=TODAY)).files
        refusal = file.refusal
        # What is wrong is told by the file's name.
        assert not refusal or Path(name).stem in refusal, seed

    assert store.ask(lambda records: Path(store.location).read_bytes()) == before
