"""What the bench has found, and the table of it for docs/performance.md, with the machine named."""

import os
import platform
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

HEAD = """# 速度

由 `python3 tasks.py bench` 量得並寫成；要更新就再執行一次，不要手改。

底線是只用同一個函式庫做同樣的事，在同一場輪流執行，各取最好的一次；比值受機器忙閒的影響小，絕對時間則與機器有關。
×1 是二十年的資料庫（1,200 場會議、12,000 案、10 萬筆辦理情形），×10 是它的十倍；只有一欄數字的工作只在一種大小上量。
「合乎」留白的是沒有訂上限的步驟。

"""
COLUMNS = ("工作", "底線", "×1", "比值", "×10", "比值", "上限", "合乎", "記憶體")


@dataclass(frozen=True)
class Finding:
    """One job: its seconds, those of its floor, its memory, and the most that each is allowed."""

    job: str
    took: float
    floor: str = ""
    least: float = 0
    budget: float | None = None
    longest: float | None = None
    times: int = 1
    megabytes: float = 0
    most_megabytes: float = 0

    @property
    def ratio(self) -> float | None:
        return self.took / self.least if self.least else None

    @property
    def holds(self) -> bool | None:
        """Is it within what it is allowed? None where nothing was set."""
        kept = []
        if self.budget is not None and self.ratio is not None:
            kept.append(self.ratio <= self.budget)
        if self.longest is not None:
            kept.append(self.took <= self.longest)
        if self.most_megabytes:
            kept.append(self.megabytes <= self.most_megabytes)
        return all(kept) if kept else None

    @property
    def limit(self) -> str:
        told = [f"×{self.budget:g}"] if self.budget is not None else []
        told += [seconds(self.longest)] if self.longest is not None else []
        told += [f"{self.most_megabytes:,.0f} MB"] if self.most_megabytes else []
        return "、".join(told)

    @property
    def line(self) -> str:
        times = f"×{self.times} " if self.times > 1 else ""
        told = f"{times}{self.job}　{seconds(self.took)}"
        if self.ratio is not None:
            told += f"　{self.floor} {seconds(self.least)}　×{self.ratio:.2f}"
        if self.megabytes:
            told += f"　{self.megabytes:,.0f} MB"
        return told + (f"（上限 {self.limit}{'' if self.holds else '，超過'}）" if self.limit else "")


FINDINGS: list[Finding] = []
"""In the order in which they were made."""


def seconds(value: float) -> str:
    """In milliseconds below ten seconds."""
    return f"{value * 1000:,.{1 if value < 0.01 else 0}f} ms" if value < 10 else f"{value:,.0f} 秒"


def write(path: Path, findings: list[Finding], today: date) -> None:
    """Set the table out, one line a job, ×1 beside ×10."""
    jobs: dict[str, dict[int, Finding]] = {}
    for finding in findings:
        jobs.setdefault(finding.job, {})[finding.times] = finding
    lines = [COLUMNS, ("---",) * len(COLUMNS), *(_row(found) for found in jobs.values())]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    path.write_text(f"{HEAD}{_machine(today)}\n\n{table}\n", "utf-8")


def _row(found: dict[int, Finding]) -> tuple[str, ...]:
    any_one = next(iter(found.values()))
    verdicts = [one.holds for one in found.values() if one.holds is not None]
    verdict = "" if not verdicts else "是" if all(verdicts) else "**否**"
    memory = max(one.megabytes for one in found.values())
    sizes = [cell for times in (1, 10) for cell in _cells(found.get(times))]
    return (any_one.job, any_one.floor, *sizes, any_one.limit, verdict, f"{memory:,.0f} MB" if memory else "")


def _cells(finding: Finding | None) -> tuple[str, str]:
    if finding is None:
        return "", ""
    return seconds(finding.took), "" if finding.ratio is None else f"×{finding.ratio:.2f}"


def _machine(today: date) -> str:
    cores = os.cpu_count() or 0
    is_linux = sys.platform.startswith("linux")
    system = platform.freedesktop_os_release()["PRETTY_NAME"] if is_linux else platform.platform()
    told = [f"民國{today.year - 1911}年{today.month}月{today.day}日", _processor(), f"{cores} 核心"]
    if is_linux:
        told.append(f"記憶體 {os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GB")
    return "，".join((*told, system, f"Python {platform.python_version()}")) + "。"


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.split(":", 1)[1].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()
