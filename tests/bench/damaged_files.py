"""Reads thousands of damaged workbooks and prints what became of them: `python -m tests.bench.damaged_files`.

Ends with 1 where one was neither read nor refused with a sentence, or took longer than it may.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Generator
from time import perf_counter

from northtaiwan_desktop import paths
from northtaiwan_desktop.domain.errors import AppError, FileUnreadable
from northtaiwan_desktop.sheets.comparing import review
from northtaiwan_desktop.sheets.grid import Grid
from northtaiwan_desktop.sheets.intake_json import intake_json
from northtaiwan_desktop.sheets.reading_apart import MOST_SECONDS, Reader
from northtaiwan_desktop.sheets.recognising import recognise
from northtaiwan_desktop.sheets.review import Existing
from northtaiwan_desktop.storage.reference_files import read_reference
from tests.sheets.damage import damaged


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    wish = parser.parse_args()
    reference = read_reference(paths.reference())
    reader = Reader()
    became: Counter[str] = Counter()
    failed: list[str] = []
    longest, lost, pid = (0.0, 0), 0, None
    began = perf_counter()
    for seed in range(wish.first, wish.first + wish.count):
        name, data = damaged(seed)
        at = perf_counter()
        try:
            grids = _finished(reader.read(data, name))
            found = recognise(grids, file=name, reference=reference)
            intake_json(review(found, Existing(), reference))
            became["read as a table"] += 1
        except FileUnreadable as error:
            told = str(error)
            became["no table in it" if "沒有可以匯入的表" in told else told.partition("：")[2][:24]] += 1
            if name not in told:
                failed.append(f"seed {seed}: {told}")
        except AppError as error:
            failed.append(f"seed {seed}: {type(error).__name__}: {error}")
        except Exception as error:
            failed.append(f"seed {seed}: {type(error).__name__}: {error}")
        took = perf_counter() - at
        longest = max(longest, (took, seed))
        if took > MOST_SECONDS + 5:
            failed.append(f"seed {seed}: {took:.1f} s")
        lost += pid is not None and reader.pid != pid
        pid = reader.pid
    reader.close()
    print(f"{wish.count:,} damaged files in {perf_counter() - began:.0f} s")
    print(f"{longest[0]:>7.2f}  seconds for the longest (seed {longest[1]})")
    for what, count in became.most_common():
        print(f"{count:>7,}  {what}")
    print(f"{lost:>7,}  times the process that reads was lost and made anew")
    print(f"{len(failed):>7,}  failed", *failed[:20], sep="\n")
    return 1 if failed else 0


def _finished(steps: Generator[float, None, tuple[Grid, ...]]) -> tuple[Grid, ...]:
    while True:
        try:
            next(steps)
        except StopIteration as end:
            grids: tuple[Grid, ...] = end.value
            return grids


if __name__ == "__main__":
    sys.exit(main())
