"""What lies in circles is found on the thread that asks, and not on one that happens to make objects."""

import gc
from collections.abc import Iterator
from threading import Thread, get_ident
from weakref import finalize

import pytest

from northtaiwan_desktop import memory


class Circle:
    def __init__(self, destroyed_on: list[int]) -> None:
        self.self = self
        finalize(self, lambda: destroyed_on.append(get_ident()))


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    before, was_on = gc.get_threshold(), gc.isenabled()
    gc.collect()
    gc.set_threshold(700, 2, 2)
    yield
    gc.set_threshold(*before)
    if was_on:
        gc.enable()


def _make_many_elsewhere() -> None:
    thread = Thread(target=lambda: [[number] for number in range(10_000)])
    thread.start()
    thread.join()


def test_another_thread_destroys_it_where_python_looks_by_itself() -> None:
    destroyed_on: list[int] = []
    gc.enable()
    Circle(destroyed_on)
    _make_many_elsewhere()
    assert destroyed_on
    assert destroyed_on[0] != get_ident()


def test_it_stays_until_this_thread_looks_when_it_is_due() -> None:
    destroyed_on: list[int] = []
    memory.look_only_when_told()
    Circle(destroyed_on)
    memory.look_when_due()
    assert destroyed_on == []  # not yet due
    _make_many_elsewhere()
    assert destroyed_on == []
    memory.look_when_due()
    # What was thrown away at once is no longer counted; so many that stay are.
    kept = [[number] for number in range(1_000)]
    memory.look_when_due()
    assert destroyed_on == [get_ident()]
    assert len(kept) == 1_000


def test_older_objects_are_looked_through_every_so_many_times() -> None:
    destroyed_on: list[int] = []
    memory.look_only_when_told()
    circle = Circle(destroyed_on)
    gc.collect(1)  # it is among the oldest now
    del circle
    kept = []
    for _round in range(9):
        kept.append([[number] for number in range(1_000)])
        memory.look_when_due()
    assert destroyed_on == [get_ident()]
