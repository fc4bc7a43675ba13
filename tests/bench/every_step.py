"""The register broken off at each step that a job takes on the disk: `python -m tests.bench.every_step`.

Each job of `jobs.py` is done once for every write, sync, cut, making, naming and removal of a file that it does: at
that one it is killed (`kill`), or from there on the disk is full (`ENOSPC`) or refuses (`EIO`), or refuses this once
(`EIO-once`). After each, what `kill_register` asks for has to stand; who was not killed has to be told by a sentence.
`--every 10` takes each tenth step only. Linux with a C compiler only: the system is spoken for by `fault.c`.
"""

import argparse
import ctypes
import errno
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from northtaiwan_desktop.domain.errors import AppError
from tests.bench.ground import Ground
from tests.bench.jobs import JOBS

ROOT = Path(__file__).parents[2]
WAYS = {"kill": 0, "ENOSPC": errno.ENOSPC, "EIO": errno.EIO, "EIO-once": errno.EIO}
"""What happens at a step: the number by which the system refuses, 0 for the end of the program."""
DONE, REFUSED, FAILED, BEYOND = range(20, 24)
"""How a child ends: done in spite of it, refused with a sentence, broken, or done before it came so far."""
MOST = 100_000


def layer(folder: Path) -> Path:
    """The library that speaks for the system, made from its source."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if sys.platform != "linux" or compiler is None:
        sys.exit("this takes Linux and a C compiler")
    made = folder / "fault.so"
    source = ROOT / "tests" / "journeys" / "fault.c"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-w", "-o", made, source, "-ldl"], check=True)
    return made


def sweep(ground: Ground, name: str, way: str, *, every: int = 1, dice: random.Random | None = None) -> Counter[str]:
    """Break a job off at each step, or at each `every`-th; what broke is printed, and counted as `failed`."""
    counts: Counter[str] = Counter()
    looked_through: set[str] = set()
    ground.anew()
    JOBS[name].prepare(ground)
    ground.mark()
    for at in _places(every, dice or random.Random(1)):
        try:
            became = _one(ground, name, way, at, looked_through)
        except (AssertionError, AppError, OSError) as error:
            counts["failed"] += 1
            print(f"FAILED: {name}, {way} at step {at}: {error!r}", file=sys.stderr, flush=True)
            continue
        if became == BEYOND:
            break
        counts["steps"] += 1
        counts["states"] = len(looked_through)
        counts[{DONE: "done", REFUSED: "refused"}.get(became, "killed")] += 1
    return counts


def _places(every: int, dice: random.Random) -> Iterator[int]:
    for start in range(1, MOST, every):
        yield start + dice.randrange(every)


def _one(ground: Ground, name: str, way: str, at: int, looked_through: set[str]) -> int:
    ground.back()
    child = os.fork()
    if child == 0:
        _broken_off(ground, name, way, at)
    _pid, status = os.waitpid(child, 0)
    became = -1 if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    assert became != FAILED, "the child failed"
    assert (became == -1) <= (way == "kill"), "the child broke down"
    ground.has_ended = became in {DONE, BEYOND}
    # Most steps leave the same bytes as the one before.
    state = ground.state()
    if state not in looked_through:
        JOBS[name].verify(ground)
        ground.verify(name)
        looked_through.add(state)
    return became


def _broken_off(ground: Ground, name: str, way: str, at: int) -> None:
    """The child: it does not come back."""
    # What is made on the way lies where it is cleared away, and on the same disk.
    tempfile.tempdir = str(ground.folder)
    os.environ.update(FAULT_ON=str(ground.folder), FAULT_AT=str(at), FAULT_ERRNO=str(WAYS[way]))
    if way.endswith("once"):
        os.environ["FAULT_ONCE"] = "1"
    system = ctypes.CDLL(None)
    system.fault_seen.restype = ctypes.c_long
    try:
        JOBS[name].work(ground, random.Random(at))
        os._exit(DONE if system.fault_seen() >= at else BEYOND)
    except AppError as error:
        is_told = any("\u4e00" <= sign <= "\u9fff" for sign in str(error))
        os._exit(REFUSED if is_told else FAILED)
    except BaseException:
        print(f"{name}, {way} at step {at}:", file=sys.stderr)
        traceback.print_exc()
        os._exit(FAILED)


def run(
    jobs: Sequence[str], ways: Sequence[str], *, every: int = 1, tell: Callable[[str], None] = print
) -> dict[str, dict[str, int]]:
    """Sweep over so many jobs in so many ways."""
    found = {}
    with TemporaryDirectory(prefix="northtaiwan-steps-") as folder:
        ground = Ground(Path(folder))
        for name in jobs:
            for way in ways:
                at = time.monotonic()
                counts = sweep(ground, name, way, every=every)
                found[f"{name}, {way}"] = dict(counts)
                tell(f"{name}, {way}: {dict(counts)}, {time.monotonic() - at:.0f} s")
    return found


def main() -> None:
    """The command; it starts itself anew under the layer."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--jobs", type=lambda words: words.split(","), default=list(JOBS), help=",".join(JOBS))
    parser.add_argument("--ways", type=lambda words: words.split(","), default=list(WAYS), help=",".join(WAYS))
    words = parser.parse_args()
    if not hasattr(ctypes.CDLL(None), "fault_seen"):
        with TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "tests.bench.every_step", *sys.argv[1:]]
            env = os.environ | {"LD_PRELOAD": str(layer(Path(folder)))}
            sys.exit(subprocess.run(command, env=env, check=False).returncode)
    found = run(words.jobs, words.ways, every=words.every)
    print(json.dumps(found, ensure_ascii=False))
    sys.exit(any("failed" in counts for counts in found.values()))


if __name__ == "__main__":
    main()
