"""A long job is a generator that yields how far it is; here it is run to its end by those who need not watch."""

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")


def finished(job: Generator[float, None, T]) -> T:
    """Run the job to its end and give what it returns."""
    while True:
        try:
            next(job)
        except StopIteration as end:
            result: T = end.value
            return result
