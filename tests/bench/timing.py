"""The best of several runs of a job beside the best of its floor, taken in turns so that both meet the same machine."""

import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.bench.findings import FINDINGS, Finding


def compared(
    job: str,
    run: Callable[[], object],
    floor: str,
    floor_run: Callable[[], object],
    *,
    budget: float | None = None,
    longest: float | None = None,
    times: int = 1,
    turns: int = 5,
) -> str:
    """One line: what the job took, what its floor took, and the ratio.

    The ratio is to be within `budget`, and the job within `longest` seconds.
    """
    took, floor_took = [], []
    for _turn in range(turns):
        floor_took.append(_seconds(floor_run))
        took.append(_seconds(run))
    return found(job, min(took), floor, min(floor_took), budget=budget, longest=longest, times=times)


def found(
    job: str,
    took: float,
    floor: str,
    least: float,
    *,
    budget: float | None = None,
    longest: float | None = None,
    times: int = 1,
) -> str:
    """Keep what a job and its floor took, in seconds, for the table; its line."""
    return _kept(Finding(job, took, floor=floor, least=least, budget=budget, longest=longest, times=times))


def lasted(
    job: str,
    took: float,
    *,
    longest: float | None = None,
    times: int = 1,
    megabytes: float = 0,
    most_megabytes: float = 0,
) -> str:
    """Keep what a job took, in seconds, and its memory, each beside the most that it is allowed; its line."""
    return _kept(Finding(job, took, longest=longest, times=times, megabytes=megabytes, most_megabytes=most_megabytes))


def peak_megabytes(process: str = "self") -> float:
    """The most memory that a process has had until now, by Linux's own books; 0 elsewhere.

    `getrusage` would count what the parent had when it made the process.
    """
    if not sys.platform.startswith("linux"):
        return 0
    told = Path(f"/proc/{process}/status").read_text("utf-8").split("VmHWM:")
    return int(told[1].split()[0]) / 1024 if len(told) > 1 else 0


def _kept(finding: Finding) -> str:
    FINDINGS.append(finding)
    return finding.line


def _seconds(run: Callable[[], object]) -> float:
    before = perf_counter()
    run()
    return perf_counter() - before
