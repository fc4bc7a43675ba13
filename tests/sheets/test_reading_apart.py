"""Whatever a file holds, it is read or refused within bounds, by a process that can be lost."""

import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Generator, Iterator
from itertools import pairwise

import pytest

from northtaiwan_desktop.domain.errors import FileUnreadable
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.grid_files import read_grids_from
from northtaiwan_desktop.sheets.reading_apart import MOST_SECONDS, Reader
from tests.sheets.hostile import READ, REFUSED, long_table, many_rows, plain_xlsx

MOST_BYTES = 1_000_000_000


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.close()


def finished(
    steps: Generator[float, None, tuple[Grid, ...]], told: Callable[[float], None] = lambda _share: None
) -> tuple[Grid, ...]:
    while True:
        try:
            told(next(steps))
        except StopIteration as end:
            return end.value


def peak_of(pid: int | None) -> int:
    """The most memory that a living process has had, in bytes; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/status") as status:  # noqa: PTH123
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith("VmHWM"))
    except (OSError, StopIteration):
        return 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_would_harm_is_refused_with_a_sentence_within_bounds(reader: Reader, name: str) -> None:
    file, make, word = REFUSED[name]
    data = make()
    began = time.monotonic()
    with pytest.raises(FileUnreadable, match=word) as refusal:
        finished(reader.read(data, file))

    assert file in str(refusal.value)
    assert time.monotonic() - began < MOST_SECONDS
    assert peak_of(reader.pid) < MOST_BYTES


@pytest.mark.parametrize("name", READ)
def test_what_is_only_out_of_measure_is_read_within_bounds(reader: Reader, name: str) -> None:
    file, make, first = READ[name]
    data = make()
    began = time.monotonic()
    peaks: list[int] = []
    grids = finished(reader.read(data, file), lambda _share: peaks.append(peak_of(reader.pid)))

    assert grids[0].at(0, 0) == first
    assert time.monotonic() - began < MOST_SECONDS
    assert max(peaks) < MOST_BYTES


def test_the_process_is_kept_for_the_next_file_and_gives_what_reading_here_gives(reader: Reader) -> None:
    data = plain_xlsx()
    first = finished(reader.read(data, "a.xlsx"))
    pid = reader.pid

    assert first == finished(reader.read(data, "a.xlsx")) == read_grids_from(data, "a.xlsx")
    assert reader.pid == pid


def test_a_refusal_keeps_the_process(reader: Reader) -> None:
    finished(reader.read(plain_xlsx(), "a.xlsx"))
    pid = reader.pid
    with pytest.raises(FileUnreadable, match="空的檔案"):
        finished(reader.read(b"", "a.xlsx"))

    assert reader.pid == pid


def test_a_reading_that_takes_too_long_is_ended_and_the_next_file_is_read() -> None:
    reader = Reader(seconds=0.3)
    began = time.monotonic()
    with pytest.raises(FileUnreadable, match=r"0\.3 秒"):
        finished(reader.read(many_rows(), "長.xlsx"))
    took = time.monotonic() - began

    assert reader.pid is None
    assert took < 20
    reader = Reader()
    assert finished(reader.read(plain_xlsx(), "a.xlsx"))[0].at(0, 0) == "編號"
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="a job has a limit of its own kind there")
def test_only_what_is_waited_for_is_counted() -> None:
    reader = Reader(seconds=0.3)
    steps = reader.read(plain_xlsx(), "a.xlsx")
    next(steps)
    time.sleep(0.5)

    assert finished(steps)
    reader.close()


def test_a_reading_that_takes_too_much_memory_is_ended_with_a_sentence() -> None:
    reader = Reader(memory=150_000_000)
    with pytest.raises(FileUnreadable, match="用盡了記憶體"):
        finished(reader.read(many_rows(), "大.xlsx"))

    assert finished(reader.read(plain_xlsx(), "a.xlsx"))[0].at(0, 0) == "編號"
    reader.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such program there")
@pytest.mark.logs_errors
def test_a_process_that_does_not_come_up_is_no_fault_of_the_file() -> None:
    reader = Reader()
    multiprocessing.set_executable("/bin/false")
    try:
        with pytest.raises(FileUnreadable, match="無法啟動"):
            finished(reader.read(plain_xlsx(), "a.xlsx"))
    finally:
        multiprocessing.set_executable(sys.executable)

    assert finished(reader.read(plain_xlsx(), "a.xlsx"))[0].at(0, 0) == "編號"
    reader.close()


def test_a_reading_that_is_stopped_ends_its_process_at_once() -> None:
    reader = Reader()
    steps = reader.read(many_rows(), "長.xlsx")
    shares = [next(steps), next(steps)]
    pid = reader.pid
    began = time.monotonic()
    steps.close()

    assert all(0 <= share <= 1 for share in shares)
    assert pid is not None
    assert reader.pid is None
    assert time.monotonic() - began < 1
    with pytest.raises(OSError):
        os.kill(pid, 0)


def test_progress_is_told_while_native_code_works() -> None:
    reader = Reader()
    shares: list[float] = []
    times: list[float] = []

    def told(share: float) -> None:
        shares.append(share)
        times.append(time.monotonic())

    finished(reader.read(long_table(), "長.xlsx"), told)

    assert shares == sorted(shares)
    assert max(later - earlier for earlier, later in pairwise(times)) < 1


@pytest.mark.skipif(sys.platform == "win32", reason="processes there know no signals")
def test_a_process_that_was_ended_from_outside_is_made_anew(reader: Reader) -> None:
    finished(reader.read(plain_xlsx(), "a.xlsx"))
    assert reader.pid is not None
    os.kill(reader.pid, signal.SIGKILL)

    assert finished(reader.read(plain_xlsx(), "a.xlsx"))[0].at(0, 0) == "編號"
