"""The quarters, money and milestones of an item as lines that a person types: read, and written out again."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from northtaiwan_desktop.domain.errors import Unreadable
from northtaiwan_desktop.domain.plan import BudgetLine, Milestone, PlanItem, QuarterTarget, Source
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.domain.writing.money import read_money, written_money
from northtaiwan_desktop.domain.writing.percent import read_percent, written_percent
from northtaiwan_desktop.i18n import _

Shares = tuple[float | None, float | None, float | None, float | None]
NONE: Shares = (None, None, None, None)
BLANK = "－"
_BLANKS = {"-", "－", "—", "無"}
_DONE = re.compile(r"[（(]完成[:： ]?(?P<day>[^）)]+)[）)]\s*$")


def read_shares(text: str) -> Shares:
    """Read 「25 50 75 100」, a quarter each; 「－」 stands for a quarter without one. Raises Unreadable."""
    parts = re.split(r"[\s、，,;；/／]+", text.strip())
    if len(parts) > 4:
        raise Unreadable(
            _("有 {count} 個數字，一年只有四季。請依第1季至第4季填四個，例如 25 50 75 100。").format(count=len(parts)),
            text,
        )
    read = [
        None if part in _BLANKS else read_percent(part if part.endswith(("%", "％")) else f"{part}%") for part in parts
    ]
    first, second, third, fourth = [*read, None, None, None, None][:4]
    return first, second, third, fourth


def written_shares(shares: Shares) -> str:
    """Write the quarters so that `read_shares` reads them."""
    return "　".join(BLANK if share is None else written_percent(share) for share in shares)


def planned(targets: Sequence[QuarterTarget], year: int) -> Shares:
    """The planned progress of the ROC year's quarters."""
    return _four({t.quarter: t.planned_percent for t in targets if t.year == year})


def actual(targets: Sequence[QuarterTarget], year: int) -> Shares:
    """The actual progress of the ROC year's quarters."""
    return _four({t.quarter: t.actual_percent for t in targets if t.year == year})


def with_shares(
    item: PlanItem, before: Sequence[QuarterTarget], wanted: Shares, reached: Shares
) -> list[QuarterTarget]:
    """The item's quarters with these of its year; those of other years, and all notes, stay."""
    own = {t.quarter: t for t in before if t.year == item.year}
    made = [t for t in before if t.year != item.year]
    for quarter, (plan, real) in enumerate(zip(wanted, reached, strict=True), 1):
        known = own.get(quarter) or QuarterTarget(plan_item_id=item.id, year=item.year, quarter=quarter)
        if plan is not None or real is not None or known.note:
            made.append(replace(known, planned_percent=plan, actual_percent=real))
    return made


def written_milestones(stones: Sequence[Milestone]) -> str:
    """One line each: 「115年6月30日 完成規劃（完成：115年6月20日）」."""
    lines = []
    for stone in stones:
        due = roc_date.written(stone.due_on) if stone.due_on else BLANK
        done = f"（完成：{roc_date.written(stone.done_on)}）" if stone.done_on else ""
        lines.append(f"{due} {stone.title}{done}")
    return "\n".join(lines)


def stone_words(stone: Milestone, on: date | None) -> str:
    """As papers and lists tell a milestone as of a day: 「☑ 115年6月30日 完成規劃」. Always Chinese."""
    day = roc_date.written(stone.due_on) if stone.due_on else "日期未定"
    return f"{'☑' if stone.is_reached(on) else '☐'} {day} {stone.title}"


def read_milestones(text: str, item: PlanItem, before: Sequence[Milestone]) -> list[Milestone]:
    """Read lines as `written_milestones` writes them. A title that was there keeps its record. Raises Unreadable."""
    known = {stone.title: stone for stone in before}
    made: list[Milestone] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _DONE.search(line)
        done = roc_date.read_day(match["day"].strip(), year=item.year) if match else None
        first, _space, title = (line[: match.start()] if match else line).partition(" ")
        if not title.strip():
            raise Unreadable(
                _("「{line}」少了日期或名稱。每行先寫日期、空一格再寫查核點；日期未定請寫「－」。").format(line=line),
                line,
            )
        due = None if first in _BLANKS else roc_date.read_day(first, year=item.year)
        title = title.strip()
        kept = known.pop(title, None) or Milestone(plan_item_id=item.id, position=0, title=title)
        made.append(replace(kept, position=len(made), due_on=due, done_on=done))
    return made


def written_budget(lines: Sequence[BudgetLine], reference: Reference) -> str:
    """One line each: 「新竹縣 中央補助 2,000萬元」; 「－」 where no county is named."""
    return "\n".join(
        f"{reference.member_name(line.member_id) or BLANK} {line.source.word} {written_money(line.amount)}"
        for line in lines
    )


def read_budget(text: str, item: PlanItem, before: Sequence[BudgetLine], reference: Reference) -> list[BudgetLine]:
    """Read lines as `written_budget` writes them; those of other years stay. Raises Unreadable or NotFound."""
    sources = {source.word: source for source in Source}
    known = {(line.member_id, line.source): line for line in before if line.year == item.year}
    made = [line for line in before if line.year != item.year]
    for line in filter(None, map(str.strip, text.splitlines())):
        parts = line.split(None, 2)
        if len(parts) < 3 or parts[1] not in sources:
            message = _(
                "「{line}」讀不懂。每行寫縣市、來源、金額，中間空一格，"
                "例如「新竹縣 中央補助 2,000萬元」；來源為{sources}。"
            )
            raise Unreadable(message.format(line=line, sources="、".join(sources)), line)
        member_id = None if parts[0] in _BLANKS else reference.find_member(parts[0]).id
        source = sources[parts[1]]
        kept = known.pop((member_id, source), None) or BudgetLine(
            plan_item_id=item.id, member_id=member_id, source=source, year=item.year, amount=0
        )
        made.append(replace(kept, amount=read_money(parts[2])))
    return made


def _four(by_quarter: dict[int, float | None]) -> Shares:
    return by_quarter.get(1), by_quarter.get(2), by_quarter.get(3), by_quarter.get(4)
