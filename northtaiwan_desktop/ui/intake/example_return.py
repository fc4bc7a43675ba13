"""An example of a returned table, made of the register's own open cases, for pictures of the review."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from northtaiwan_desktop.storage.records import Records

HEAD = ("案號", "決議事項", "主辦單位", "辦理情形", "預定進度", "實際進度")
MOST = 12
REPORTS = (
    "（示例）已召開2次協調會，初稿送各縣市確認中。",
    "（示例）已完成，提請解除列管。",
    "（示例）研擬中。",
)
PERCENTS = ("85%", "100%", "約八成多")


def write(records: Records, path: Path, *, today: date) -> Path:
    """Write a table as a county's own might look: some rows have moved on, one can't be read, one ends in a total."""
    from northtaiwan_desktop.storage import resolutions

    lines = resolutions.tracked_lines(records, today=today)[:MOST]
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        out.writerow(("各縣市辦理情形彙整表（示例）",))
        out.writerow(HEAD)
        for place, line in enumerate(lines):
            told = (REPORTS[place % 3], "100%", PERCENTS[place % 3])
            out.writerow((line.number, line.resolution.text, line.doer_name, *told))
        out.writerow(("合計", "", "", "", "", ""))
    return path
