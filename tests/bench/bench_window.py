"""The open window at rest and after long use, each in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

from tests.bench.timing import lasted

ROOT = Path(__file__).parents[2]
REST = 20
ROUNDS = 60
MOST_AT_REST = 0.03
"""Seconds of the processor in a minute; a blinking caret takes its share."""
MOST_WITH_CARET = 0.2
MOST_MEGABYTES = 400
MOST_GROWTH = 20
"""MB; part of it is what malloc keeps for the next time."""


def _told(command: str, *words: str) -> list[dict]:
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{command}", *words], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]


def test_at_rest():
    print()
    for found in _told("idle", "--seconds", str(REST)):
        most = MOST_WITH_CARET if "游標" in found["scene"] else MOST_AT_REST
        took = 60 * found["processor"] / found["seconds"]
        print(lasted(f"視窗開著不動一分鐘的處理器時間：{found['scene']}", took, longest=most))


def test_long_use():
    *rounds, last = _told("long_use", "--rounds", str(ROUNDS))
    took = rounds[-1]["seconds"] - rounds[-2]["seconds"]
    held = rounds[-1]["megabytes"]
    print()
    print(
        lasted(f"走遍每一頁與每個表單一次，{ROUNDS} 次後的記憶體", took, megabytes=held, most_megabytes=MOST_MEGABYTES)
    )
    print(f"記憶體在後半的增加 {last['growth_mb']} MB")
    assert last["growth_mb"] < MOST_GROWTH
