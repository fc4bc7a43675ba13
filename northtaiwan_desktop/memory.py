"""When Python looks for circles of objects: seldom, as a register's records form none, and never beside the screen."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

YOUNG, MIDDLE, OLD = 100_000, 5, 5
"""After so many new objects; every so many times the older ones too. Python's own 700 has it walk through hundreds of
thousands of records again and again while they are read, which doubles the time that it takes."""


def look_seldom() -> None:
    """Set it for the whole program; called once, at its start."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Have Python not look at all while records are read or written by the thousand: they form no circles."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_looking:
            gc.enable()


def look_only_when_told() -> None:
    """Have Python look in `look_when_due` alone, and not in whichever thread happens to make an object.

    A screen's objects lie in circles with the functions that they call. Found by the store's thread, they are
    destroyed there, under the feet of the thread that paints: the program breaks off, now or much later.
    """
    gc.disable()


def look_when_due() -> None:
    """Look, on the thread that calls, where Python would have looked by itself."""
    young, middle, old = gc.get_count()
    after_young, after_middle, after_old = gc.get_threshold()
    if young >= after_young:
        gc.collect(2 if old >= after_old else 1 if middle >= after_middle else 0)
