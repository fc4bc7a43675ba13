"""The members' yearly contributions (年度分攤款) as columns: one row a member."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.contribution import Standing
from northtaiwan_desktop.domain.lists import ContributionLine
from northtaiwan_desktop.domain.progress import Light
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.book import Cell, Sheet, in_unit, money_unit, shown, table
from northtaiwan_desktop.sheets.columns import Column, Form

LIGHTS = {
    Standing.PAID: Light.GREEN,
    Standing.PART: Light.YELLOW,
    Standing.OPEN: Light.YELLOW,
    Standing.OVERDUE: Light.RED,
}
"""The colour of each standing on the screen, always beside its word."""

COLUMNS: tuple[Column, ...] = (
    Column(name="year", title=N_("年度"), value=lambda row: row.contribution.year, width=7),
    Column(name="member", title=N_("縣市"), value=lambda row: row.member_name, width=12),
    Column(
        name="part",
        title=N_("身分"),
        value=lambda row: "主政" if row.is_host else "成員",
        data=lambda row: "host" if row.is_host else "member",
        width=8,
    ),
    Column(name="amount", title=N_("應繳金額"), value=lambda row: row.contribution.amount, form=Form.MONEY, width=13),
    Column(name="paid", title=N_("已繳金額"), value=lambda row: row.contribution.paid, form=Form.MONEY, width=13),
    Column(name="left", title=N_("未繳金額"), value=lambda row: row.contribution.left, form=Form.MONEY, width=13),
    Column(
        name="standing",
        title=N_("繳納情形"),
        value=lambda row: row.standing.word,
        data=lambda row: row.standing.value,
        light=lambda row: LIGHTS[row.standing],
        width=12,
    ),
    Column(name="due_on", title=N_("繳納期限"), value=lambda row: row.contribution.due_on, form=Form.DAY, width=15),
    Column(
        name="paid_on", title=N_("最近繳納日期"), value=lambda row: row.contribution.paid_on, form=Form.DAY, width=15
    ),
    Column(name="note", title=N_("備註"), value=lambda row: row.contribution.note, width=24),
)


def contributions_sheet(lines: Sequence[ContributionLine], *, platform: str, year: int, today: date) -> Sheet:
    """The contributions of a ROC year as one sheet, with their sums at the end."""
    unit, corner = money_unit(amount for line in lines for amount in (line.contribution.amount, line.contribution.paid))
    rows = [in_unit(row, COLUMNS, unit) for row in table(COLUMNS, lines)]
    return Sheet(
        name="年度分攤款",
        title=(f"{platform}{year}年度分攤款", f"製表日期：{roc_date.written(today)}"),
        corner=corner,
        columns=tuple(shown(column) for column in COLUMNS),
        rows=(*rows, _sums(lines, unit)),
        frozen_columns=2,
    )


def sums(lines: Sequence[ContributionLine]) -> tuple[int, int, int]:
    """What is owed, what is paid and what is left of all, in whole NT dollars."""
    ones = [line.contribution for line in lines]
    return sum(one.amount for one in ones), sum(one.paid for one in ones), sum(one.left for one in ones)


def _sums(lines: Sequence[ContributionLine], unit: int) -> tuple[Cell, ...]:
    amounts = dict(zip(("amount", "paid", "left"), sums(lines), strict=True))
    return tuple(
        "合計" if column.name == "member" else amounts[column.name] // unit if column.name in amounts else None
        for column in COLUMNS
    )
