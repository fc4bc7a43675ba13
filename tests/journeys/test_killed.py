"""A program that is killed at any moment has lost nothing that it had told as done."""

import os

import pytest

from tests.bench import kill_register

TIMES = 25
"""A thousand by `python -m tests.bench.kill_register`."""


@pytest.mark.skipif(os.name != "posix", reason="it forks")
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
def test_nothing_acknowledged_is_lost_to_a_kill():
    counts = kill_register.run(TIMES, seed=25)
    assert counts.pop("acknowledged") > 0
    assert sum(counts.values()) == TIMES
    assert any(name.endswith("killed") for name in counts)
