"""What is made of the records alone: where it does not fit it is made anew, and the records stay as they are."""

import shutil
import sqlite3
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from northtaiwan_desktop import cli
from northtaiwan_desktop.domain.backups import Keeping
from northtaiwan_desktop.domain.errors import StoreDamaged
from northtaiwan_desktop.storage import backups, passages, sqlite_file
from northtaiwan_desktop.storage.store import Store
from tests import older_register

NOW = datetime(2026, 9, 8, 9, 15)
STANDING = ["DROP INDEX ix_standing_order", "ALTER TABLE standing DROP COLUMN place"]


@pytest.fixture
def path(sample_register, tmp_path) -> Path:
    copy = tmp_path / "北臺.db"
    shutil.copy(sample_register, copy)
    return copy


def harm(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in ("PRAGMA journal_mode = DELETE", "PRAGMA foreign_keys = OFF", *statements):
            connection.execute(statement)


def found(store: Store) -> set[str]:
    return {one.record_id for one in store.ask(partial(passages.find, words="會議"))}


@pytest.mark.parametrize(
    "statements",
    [
        ["UPDATE passage_words_config SET v = 99 WHERE k = 'version'"],
        ["DELETE FROM passage_words_config"],
        ["DELETE FROM passage_words_data"],
        ["UPDATE passage_words_data SET block = x'ffffffffffffffff' WHERE id = 10"],
        ["DROP TABLE passage_words"],
        ["DROP TABLE passage"],
        ["ALTER TABLE passage DROP COLUMN text"],
    ],
)
def test_a_search_index_that_can_not_be_opened_is_made_anew(path, statements, capsys):
    with closing(Store.open(path)) as store:
        wanted = found(store)
        assert wanted
        assert store.told_at_opening == ()
    harm(path, *statements)
    assert cli.main(["--store", str(path), "check"]) == 0
    assert "全文搜尋的索引已損壞，照資料重新建立了" in capsys.readouterr().err
    with closing(Store.open(path)) as store:
        assert found(store) == wanted
        assert store.told_at_opening == ()


def test_a_search_index_that_is_torn_within_is_mended_by_the_check(path, capsys):
    with closing(Store.open(path)) as store:
        wanted = found(store)
    harm(path, "UPDATE passage_words_data SET block = x'00' WHERE id > 10")
    assert cli.main(["--store", str(path), "check"]) == 1
    assert "照內容重新建立索引" in capsys.readouterr().err
    assert cli.main(["--store", str(path), "check", "--repair"]) == 0
    with closing(Store.open(path)) as store:
        assert found(store) == wanted


def test_an_index_of_the_lists_without_a_column_is_made_anew(path, capsys):
    harm(path, *STANDING)
    assert cli.main(["--store", str(path), "list", "resolutions"]) == 0
    assert "列管清單的索引已損壞，照資料重新建立了" in capsys.readouterr().err
    assert cli.main(["--store", str(path), "check"]) == 0
    assert "重新建立" not in capsys.readouterr().err


def test_an_older_register_whose_index_does_not_fit_is_migrated(tmp_path):
    path = older_register.make(tmp_path / "北臺.db", step="0004")
    harm(path, *STANDING)
    Store.open(path).close()
    assert cli.main(["--store", str(path), "check"]) == 0


def test_a_migration_that_could_not_be_opened_is_not_kept(tmp_path):
    path = older_register.make(tmp_path / "北臺.db")
    harm(path, "ALTER TABLE meeting DROP COLUMN note")
    before = rows(path)
    with pytest.raises(StoreDamaged, match="「meeting」"):
        Store.open(path)
    assert rows(path) == before


def test_a_copy_that_could_not_be_opened_is_not_put_in_place(path, tmp_path):
    old = older_register.make(tmp_path / "舊.db")
    harm(old, "ALTER TABLE meeting DROP COLUMN note")
    before = path.read_bytes()
    with pytest.raises(StoreDamaged, match="「meeting」"):
        backups.restore(old, path, now=NOW, keeping=Keeping())
    assert path.read_bytes() == before
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted([path.name, old.name])


def rows(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.mark.parametrize("reason", ["vtable constructor failed: passage_words", "no such column: standing.place"])
def test_what_is_torn_is_never_told_as_a_matter_of_time(tmp_path, reason):
    with pytest.raises(StoreDamaged, match="已損壞") as told, sqlite_file.told(tmp_path / "北臺.db"):
        raise sqlite3.OperationalError(reason)
    assert reason not in str(told.value)
