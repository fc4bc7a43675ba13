"""The progress sheet (列管進度表) of a round: whole, of one group or county, or parted by group or county."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from northtaiwan_desktop.documents import files as papers
from northtaiwan_desktop.documents import register
from northtaiwan_desktop.documents.register import RegisterPart, RegisterView
from northtaiwan_desktop.domain.errors import RuleBroken
from northtaiwan_desktop.domain.member_order import MemberOrder, ordered
from northtaiwan_desktop.domain.progress import Round
from northtaiwan_desktop.domain.reference import Reference
from northtaiwan_desktop.domain.resolution import Share
from northtaiwan_desktop.domain.round_standing import balance_chart, by_group, by_member, late_chart, lights_chart
from northtaiwan_desktop.domain.round_view import day_of, last_round, reached
from northtaiwan_desktop.domain.tracking import Balance, TrackedLine
from northtaiwan_desktop.domain.tracking import balance as balance_of
from northtaiwan_desktop.domain.watch import Day
from northtaiwan_desktop.i18n import _
from northtaiwan_desktop.sheets import files as workbooks
from northtaiwan_desktop.sheets import progress as progress_columns
from northtaiwan_desktop.sheets import progress_sheet
from northtaiwan_desktop.sheets.progress_by import By, Part, Summary, progress_by
from northtaiwan_desktop.storage import rounds
from northtaiwan_desktop.storage.records import Records
from northtaiwan_desktop.storage.reference import reference

ON_PAPER = (
    "light",
    "number",
    "meeting",
    "text",
    "share",
    "lead",
    "due_on",
    "report",
    "planned_percent",
    "actual_percent",
    "delay_reason",
    "remedy",
    "review",
)
"""The columns of the register on paper, in their order: what fits on A3 and can still be read."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """Which lines are wanted, and how they are parted."""

    round: Round
    group_id: str | None = None
    member_id: str | None = None
    by: By | None = None
    order: MemberOrder = MemberOrder.COMMITTEE


def write(records: Records, path: Path, wish: Wish, *, today: date) -> Path:
    """Write the register of a round: every line still followed, and those closed in it, with the round's balance."""
    known = reference(records)
    lines = rounds.lines_of_round(records, wish.round, today=today, group_id=wish.group_id, member_id=wish.member_id)
    [(_round, balance)] = rounds.balances(records, [wish.round], group_id=wish.group_id, member_id=wish.member_id)
    ending = path.suffix.lower()
    if ending in papers.SUFFIXES:
        papers.write(register.paper(_view(records, known, lines, balance, wish, today)), path)
    elif ending not in workbooks.SUFFIXES:
        message = _("「{name}」的格式無法匯出。請把副檔名改為 .xlsx、.ods、.docx、.odt 或 .pdf。")
        raise RuleBroken(message.format(name=path.name))
    elif wish.by is None:
        made = progress_sheet.progress_book(
            lines,
            platform=known.platform.name,
            year=wish.round.year,
            round=wish.round,
            today=today,
            members=ordered(known, wish.order, wish.round.year),
            balance=balance,
        )
        workbooks.write(made, path)
    else:
        made = progress_by(
            _parts(records, known, lines, wish),
            _summary(records, known, lines, wish, today),
            platform=known.platform.name,
            round=wish.round,
            today=today,
            balance=balance,
        )
        workbooks.write(made, path)
    return path


def round_for(known: Reference, year: int | None, quarter: int | None, today: date) -> Round:
    """The round that is meant: the named quarter, else the present one, or a past year's last."""
    if quarter is not None:
        return Round.quarter(year or today.year - 1911, quarter)
    return last_round(year or today.year - 1911, known.thresholds.rounds_a_year, today)


def _summary(records: Records, known: Reference, lines: list[TrackedLine], wish: Wish, today: date) -> Summary:
    day = Day(today=day_of(wish.round, today), round=wish.round, soon_days=known.thresholds.due_soon_days)
    so_far = [
        one
        for one in reached(wish.round.year, 12 if wish.round.months == 1 else 4, today)
        if one.until <= wish.round.until
    ]
    members = ordered(known, wish.order, wish.round.year, day.today)
    return Summary(
        balances=rounds.balances(records, so_far, group_id=wish.group_id, member_id=wish.member_id),
        members=by_member(lines, members, day),
        groups=by_group(lines, known.groups, day),
    )


def _parts(records: Records, known: Reference, lines: list[TrackedLine], wish: Wish) -> list[Part]:
    """One part a group or a county in its order; what belongs to none stands at the end."""
    if wish.by is By.GROUP:
        names: list[tuple[str | None, str]] = [(group.id, group.name) for group in known.groups]
        own = {id: [line for line in lines if line.resolution.group_id == id] for id, _name in [*names, (None, "")]}
        rest = "未分組"
    else:
        members = ordered(known, wish.order, wish.round.year, wish.round.until)
        names = [(member.id, member.name) for member in members]
        own = {id: [line for line in lines if line.assignment.member_id == id] for id, _name in [*names, (None, "")]}
        rest = "中央及其他機關"
    return [
        Part(name=name, lines=own[id], balance=_balance(records, own[id], wish, id))
        for id, name in [*names, (None, rest)]
    ]


def _balance(records: Records, lines: list[TrackedLine], wish: Wish, id: str | None) -> Balance:
    """The balance of a part's own cases, counted from its lines where the part has no id to ask by."""
    if id is None:
        return balance_of({line.resolution.id: line.resolution for line in lines}.values(), wish.round)
    if wish.by is By.GROUP:
        found = rounds.balances(records, [wish.round], group_id=id, member_id=wish.member_id)
    else:
        found = rounds.balances(records, [wish.round], group_id=wish.group_id, member_id=id)
    return found[0][1]


def _view(
    records: Records, known: Reference, lines: list[TrackedLine], balance: Balance, wish: Wish, today: date
) -> RegisterView:
    every = (*progress_columns.COLUMNS, *progress_columns.BESIDE)
    # As in the workbook: whose share it is stands there only where some line is 協辦.
    shared = any(line.assignment.share is Share.CO_LEAD for line in lines)
    wanted_names = [name for name in ON_PAPER if name != "share" or shared]
    columns = [next(column for column in every if column.name == name) for name in wanted_names]

    def rows(wanted: list[TrackedLine]) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(column.text(line) for column in columns) for line in wanted)

    if wish.by is None:
        parts = [RegisterPart(name="", said="", rows=rows(lines))]
    else:
        parts = [
            RegisterPart(
                name=part.name,
                said=f"共{len(part.lines)}列　{progress_sheet.balance_words(part.balance)}",
                rows=rows(list(part.lines)),
            )
            for part in _parts(records, known, lines, wish)
            if part.lines
        ]
    told = _summary(records, known, lines, wish, today)
    charts = (
        lights_chart(told.members, title="各縣市（機關）燈號", unit="列"),
        late_chart(told.groups, title="各議題組列管中與逾期案件", unit="案"),
        balance_chart(told.balances, title="各期案件增減"),
    )
    return RegisterView(
        platform=known.platform.name,
        title="決議列管進度表",
        subtitle=wish.round.written,
        said=progress_sheet.balance_words(balance),
        charts=charts if wish.by is not None else (),
        headers=tuple("主（協）辦單位" if column.name == "lead" and shared else column.title for column in columns),
        widths=tuple(float(column.width) for column in columns),
        parts=parts,
    )
