"""How often Python looks for circles of objects: seldom, as a register's records form none."""

import gc

YOUNG, MIDDLE, OLD = 100_000, 20, 20
"""After so many new objects; every so many times the older ones too. Python's own 700 has it walk through hundreds of
thousands of records again and again while they are read, which doubles the time that it takes."""


def look_seldom() -> None:
    """Set it for the whole program; called once, at its start."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)
