"""What an import wrote, record by record, and the file as it came."""

from datetime import date
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop.documents.steps import finished
from northtaiwan_desktop.domain.errors import NotFound
from northtaiwan_desktop.services import import_detail, intake
from northtaiwan_desktop.sheets.batch import Choices
from northtaiwan_desktop.storage import imports
from northtaiwan_desktop.storage.store import Store

TODAY = date(2014, 11, 3)


@pytest.fixture
def taken(sample_store: Store, tmp_path: Path) -> str:
    """A chronicle of two entries, taken in."""
    path = tmp_path / "大事.csv"
    path.write_text("日期,紀要\n103年1月1日,示例一\n103年2月1日,示例二\n", "utf-8")
    batch = finished(intake.read_batch([path], sample_store.ask, today=TODAY))
    sample_store.do("匯入", partial(intake.apply_batch, batch=batch, choices=Choices(), today=TODAY))
    return sample_store.ask(imports.import_lines)[0].record.id


def test_each_record_is_named_with_its_page(sample_store: Store, taken: str) -> None:
    found = sample_store.ask(partial(import_detail.detail, import_id=taken))
    assert [(one.word, one.title, one.is_new, one.page) for one in found.written] == [
        ("大事記", "示例一", True, "chronicle"),
        ("大事記", "示例二", True, "chronicle"),
    ]
    assert found.count == 2
    assert all(one.target for one in found.written)


def test_the_file_comes_out_as_it_came_in(sample_store: Store, taken: str, tmp_path: Path) -> None:
    out = tmp_path / "原檔.csv"
    sample_store.ask(partial(import_detail.save_file, import_id=taken, path=out))
    assert out.read_bytes() == (tmp_path / "大事.csv").read_bytes()


def test_an_import_that_is_not_there_is_named(sample_store: Store) -> None:
    with pytest.raises(NotFound, match="沒有這個"):
        sample_store.ask(partial(import_detail.detail, import_id="沒有這個"))
