"""The register under SIGKILL: `python -m tests.bench.kill_register [--times 1000] [--seed 1] [--jobs merge,rescue]`.

A child does one of the jobs of `jobs.py`, and is killed at a random moment. After each kill the register has to open,
pass `check`, hold every change that was acknowledged and none that was taken back; the export target has to be the old
file or the new one, every copy that has its name has to be whole, and what a restored copy took the place of has to be
kept. POSIX only: it forks, so that nothing is loaded twice.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.ground import Ground
from tests.bench.jobs import JOBS

LIFE = 100
"""Kills that one register lives through; then a new one is taken, as looking through takes longer and longer."""


def run(
    times: int, seed: int, *, jobs: Sequence[str] = tuple(JOBS), tell: Callable[[str], None] = lambda _line: None
) -> Counter[str]:
    """Kill so many times; gives how often each job was killed, or had ended. AssertionError tells what broke."""
    dice = random.Random(seed)
    counts: Counter[str] = Counter()
    for start in range(0, times, LIFE):
        with TemporaryDirectory(prefix="northtaiwan-kill-") as folder:
            ground = Ground(Path(folder))
            for _kill in range(min(LIFE, times - start)):
                counts[_one(ground, dice.choice(jobs), dice)] += 1
            counts["acknowledged"] += len(ground.acknowledged())
        tell(f"{min(start + LIFE, times)}: {dict(sorted(counts.items()))}")
    return counts


def _one(ground: Ground, name: str, dice: random.Random) -> str:
    job = JOBS[name]
    job.prepare(ground)
    seed = dice.randrange(2**32)
    child = os.fork()
    if child == 0:
        # What is cut off leaves its pieces where they are cleared away.
        tempfile.tempdir = str(ground.folder)
        own = random.Random(seed)
        try:
            job.work(ground, own)
            while job.goes_on:
                job.work(ground, own)
        except BaseException as error:
            print(f"the child failed: {error!r}", file=sys.stderr)
            os._exit(3)
        os._exit(0)
    time.sleep(dice.uniform(0, job.longest))
    ended, status = os.waitpid(child, os.WNOHANG)
    if ended == 0:
        os.kill(child, signal.SIGKILL)
        _pid, status = os.waitpid(child, 0)
    assert not os.WIFEXITED(status) or os.WEXITSTATUS(status) == 0, f"{name}: the child failed"
    ground.has_ended = not os.WIFSIGNALED(status)
    job.verify(ground)
    ground.verify(name)
    return f"{name} {'ended' if ground.has_ended else 'killed'}"


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=lambda words: words.split(","), default=list(JOBS), help=",".join(JOBS))
    words = parser.parse_args()
    started = time.monotonic()
    counts = run(words.times, words.seed, jobs=words.jobs, tell=print)
    took = time.monotonic() - started
    print(
        json.dumps({"kills": words.times, "seconds": round(took), **dict(sorted(counts.items()))}, ensure_ascii=False)
    )


if __name__ == "__main__":
    main()
