"""A program that is killed at any moment has lost nothing that it had told as done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TIMES = 25
"""A thousand by `python -m tests.bench.kill_register`."""


@pytest.mark.skipif(os.name != "posix", reason="it forks")
def test_nothing_acknowledged_is_lost_to_a_kill():
    # In a process of its own: forking one that has a window and readers of its own would take those along.
    command = [sys.executable, "-m", "tests.bench.kill_register", "--times", str(TIMES), "--seed", "25"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["acknowledged"] > 0
    assert sum(count for name, count in told.items() if name.endswith(("killed", "ended"))) == TIMES
    assert any(name.endswith("killed") for name in told)
