"""What the years' proposals came to, as columns: counted (逐案) and told (彙總數) on lines of their own."""

from collections.abc import Sequence
from datetime import date

from northtaiwan_desktop.domain.proposal_total import TotalLine
from northtaiwan_desktop.domain.writing import roc_date
from northtaiwan_desktop.i18n import N_
from northtaiwan_desktop.sheets.book import Sheet, in_unit, money_unit, shown, table
from northtaiwan_desktop.sheets.columns import Column, Form

TOTALS_SHEET = "歷年合計"
"""The name by which a workbook that comes back is known to hold figures of ours, and no data."""

COLUMNS: tuple[Column, ...] = (
    Column(name="years", title=N_("年度"), value=lambda row: row.years, width=9),
    Column(name="basis", title=N_("來源"), value=lambda row: row.basis.word, data=lambda row: row.basis.value, width=9),
    Column(name="proposed", title=N_("提案數"), value=lambda row: row.proposed, form=Form.NUMBER, width=9),
    Column(name="discussed", title=N_("初審數"), value=lambda row: row.discussed, form=Form.NUMBER, width=9),
    Column(name="passed", title=N_("核定數"), value=lambda row: row.passed, form=Form.NUMBER, width=9),
    Column(name="requested", title=N_("申請金額"), value=lambda row: row.requested, form=Form.MONEY, width=14),
    Column(name="set_aside", title=N_("整併、退回"), value=lambda row: row.set_aside, form=Form.MONEY, width=14),
    Column(name="granted", title=N_("核定金額"), value=lambda row: row.granted, form=Form.MONEY, width=14),
    Column(name="remark", title=N_("說明"), value=lambda row: row.remark, width=36),
    Column(name="source", title=N_("出處"), value=lambda row: row.source, width=24),
)


def totals_sheet(lines: Sequence[TotalLine], *, platform: str, today: date) -> Sheet:
    """The totals of all years as one sheet, without a sum: counted and told figures are not added up."""
    unit, corner = money_unit(amount for line in lines for amount in (line.requested, line.set_aside, line.granted))
    return Sheet(
        name=TOTALS_SHEET,
        title=(f"{platform}歷年國家建設總合評估規劃提案", f"製表日期：{roc_date.written(today)}"),
        corner=corner,
        columns=tuple(shown(column) for column in COLUMNS),
        rows=tuple(in_unit(row, COLUMNS, unit) for row in table(COLUMNS, lines)),
        foot=("「逐案」由本資料庫各案計算；「彙總數」為出處所載的合計，兩者不相加。申請金額不含整併、退回的提案。",),
        frozen_columns=2,
    )
