"""The best of several runs of a job beside the best of its floor, taken in turns so that both meet the same machine."""

from collections.abc import Callable
from time import perf_counter


def compared(
    job: str, run: Callable[[], object], floor: str, floor_run: Callable[[], object], *, turns: int = 5
) -> str:
    """One line: what the job took, what its floor took, and the ratio."""
    took, floor_took = [], []
    for _turn in range(turns):
        floor_took.append(_seconds(floor_run))
        took.append(_seconds(run))
    best, least = min(took), min(floor_took)
    return f"{job:<44} {best * 1000:9.1f} ms   {floor:<34} {least * 1000:9.1f} ms   ×{best / least:.1f}"


def _seconds(run: Callable[[], object]) -> float:
    before = perf_counter()
    run()
    return perf_counter() - before
