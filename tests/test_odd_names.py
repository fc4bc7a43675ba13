"""A register keeps to its own file, whatever stands in the names of the file and of its folder."""

import os
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from northtaiwan_desktop import cli
from northtaiwan_desktop.domain.backups import Keeping
from northtaiwan_desktop.domain.chronicle import ChronicleEntry
from northtaiwan_desktop.domain.writing.span import Precision
from northtaiwan_desktop.services import chronicle
from northtaiwan_desktop.storage import backups, connecting
from northtaiwan_desktop.storage.chronicle import entries
from northtaiwan_desktop.storage.store import Store

NAMES = [
    "a%20b.db",
    "a?mode=ro",
    "a#b",
    "100%",
    "a%2Fb",
    "a'b",
    'a"b',
    "甲 乙",
    "a\nb",
    "-dash",
    "file:a?vfs=x",
    ":memory:",
]
ON_WINDOWS = [name for name in NAMES if not set('?"\n:') & set(name)]
TAKEN_FOR = {"a%20b.db": "a b.db", "a?mode=ro": "a", "a#b": "a"}
"""The name that stands in an address where another one was meant."""


@pytest.mark.parametrize("name", NAMES if os.name == "posix" else ON_WINDOWS)
def test_every_command_keeps_to_the_file_that_was_named(tmp_path, monkeypatch, name):
    folder = tmp_path / name
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = folder / name
    other = folder / TAKEN_FOR.get(name, "other.db")
    other.write_bytes(b"not ours")

    def run(*words: str) -> None:
        assert cli.main([f"--store={path}", *words]) == 0, words

    run("init")
    run("check")
    assert write(path, "一") == ["一"]
    assert path.stat().st_size > 100_000
    run("backup")
    [backup] = backups.held(path, Keeping())
    copy, saved = folder / f"{name}.副本", folder / f"{name}.救回"
    run("backup", f"--output={copy}")
    assert write(path, "二") == ["一", "二"]
    assert read(copy) == ["一"]
    run("compare", "--", str(copy))
    run("rescue", f"--output={saved}")
    assert read(saved) == ["一", "二"]
    run("restore", "--", backup.name)
    assert read(path) == ["一"]
    run("check")
    with closing(connecting.reading(path)) as connection:
        assert connection.execute("SELECT count(*) FROM chronicle_entry").fetchone() == (1,)
    assert other.read_bytes() == b"not ours"
    wanted = {path, copy, saved, other, backups.folder_of(path, Keeping())}
    assert {one.name for one in folder.iterdir()} == {one.name for one in wanted}
    assert [one.name for one in tmp_path.iterdir()] == [name]


def write(path: Path, text: str) -> list[str]:
    day = date(2026, 9, 8)
    entry = ChronicleEntry(since=day, until=day, precision=Precision.DAY, text=text)
    with closing(Store.open(path)) as store:
        store.do("新增", partial(chronicle.save_entry, entry=entry))
    return read(path)


def read(path: Path) -> list[str]:
    with closing(Store.open(path)) as store:
        return sorted(entry.text for entry in store.ask(entries))


@pytest.mark.parametrize(
    ("path", "address"),
    [
        (PurePosixPath("/a b/c%20?d#e"), "file:///a%20b/c%2520%3Fd%23e"),
        (PureWindowsPath("C:\\甲\\b.db"), "file:///C%3A/%E7%94%B2/b.db"),
        (PureWindowsPath("\\\\nas\\share\\b.db"), "file:////nas/share/b.db"),
    ],
)
def test_the_address_of_a_file_names_no_other_machine(path, address):
    assert connecting.address(path) == address
