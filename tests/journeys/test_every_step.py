"""A restore that is broken off at any step, by the end of program or disk, leaves a register in its place."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HAS_COMPILER = bool(shutil.which("cc") or shutil.which("gcc"))
EVERY = os.environ.get("EVERY_STEP", "150")
"""Each so many steps; 1 on demand: `python -m tests.bench.every_step` does it with all jobs."""


@pytest.mark.skipif(sys.platform != "linux" or not HAS_COMPILER, reason="the fault layer is compiled")
@pytest.mark.parametrize("way", ["kill", "ENOSPC", "EIO"])
def test_at_each_step_one_of_the_two_registers_stands(way):
    command = [sys.executable, "-m", "tests.bench.every_step", "--every", EVERY, "--jobs", "restore,replace"]
    done = subprocess.run(
        [*command, "--ways", way], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert all(counts["steps"] > 1 for counts in told.values()), told
    assert sum(counts.get("killed" if way == "kill" else "refused", 0) for counts in told.values()) > 3
